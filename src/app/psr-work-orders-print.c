/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-print"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-error-window.h"
#include "psr-format.h"
#include "psr-work-orders-page-private.h"

/* What the list shows, on paper: a line for each document, and what all come
 * to. */

#define FONT "Sans 9"
#define HEAD_LINES 4        /* title, gap, head of the table and its rule */

/* What all documents of one currency come to. */
typedef struct
{
  const char *currency;
  guint       count;
  PsrDecimal  net;
  PsrDecimal  gross;
} Sum;

typedef struct
{
  GWeakRef   page;
  GPtrArray *rows;
  GArray    *sums;
  char      *title;
  char      *file;      /* where to, or NULL to ask for a printer */
  gboolean   has_failed;
  int        per_page;
  int        line;      /* in units of Pango */
} Print;

static void
print_free (gpointer data)
{
  Print *print = data;

  g_weak_ref_clear (&print->page);
  g_clear_pointer (&print->sums, g_array_unref);
  g_clear_pointer (&print->rows, g_ptr_array_unref);
  g_free (print->title);
  g_free (print->file);
  g_free (print);
}

/* Where each column ends or begins, in thousandths of the width. */
static const struct
{
  int            at;
  int            width;
  PangoAlignment alignment;
  const char    *title;
} columns[] = {
  { 0, 100, PANGO_ALIGN_LEFT, N_("Number") },
  { 110, 170, PANGO_ALIGN_LEFT, N_("Customer") },
  { 290, 180, PANGO_ALIGN_LEFT, N_("Site") },
  { 480, 75, PANGO_ALIGN_LEFT, N_("Completed") },
  { 555, 55, PANGO_ALIGN_RIGHT, N_("Hours") },
  { 620, 80, PANGO_ALIGN_RIGHT, N_("Net") },
  { 710, 100, PANGO_ALIGN_RIGHT, N_("Gross") },
  { 820, 60, PANGO_ALIGN_LEFT, N_("Kind") },
  { 885, 115, PANGO_ALIGN_LEFT, N_("State") },
};

static void
show (GtkPrintContext *context,
      Print           *print,
      gsize            column,
      int              line,
      const char      *text)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr(PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string (FONT);
  int width = pango_units_from_double (gtk_print_context_get_width (context));

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text != NULL ? text : "", -1);
  pango_layout_set_width (layout, width / 1000 * columns[column].width);
  pango_layout_set_alignment (layout, columns[column].alignment);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_move_to (cr, pango_units_to_double (width / 1000 * columns[column].at), pango_units_to_double (print->line * line));
  pango_cairo_show_layout (cr, layout);
}

/* Over the whole width, at one side. */
static void
show_wide (GtkPrintContext *context,
           Print           *print,
           int              line,
           PangoAlignment   alignment,
           const char      *text)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr(PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string ("Sans Bold 9");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, pango_units_from_double (gtk_print_context_get_width (context)));
  pango_layout_set_alignment (layout, alignment);
  cairo_move_to (cr, 0, pango_units_to_double (print->line * line));
  pango_cairo_show_layout (cr, layout);
}

static Sum *
find_sum (GArray     *sums,
          const char *currency)
{
  Sum sum = { .currency = currency };

  for (guint i = 0; i < sums->len; i++)
    {
      if (g_strcmp0 (g_array_index (sums, Sum, i).currency, currency) == 0)
        return &g_array_index (sums, Sum, i);
    }
  g_array_append_val (sums, sum);

  return &g_array_index (sums, Sum, sums->len - 1);
}

/* Too much to be added up is left out rather than wrong. */
static GArray *
add_up (const GPtrArray *rows)
{
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (Sum));

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrWorkOrder *row = rows->pdata[i];
      Sum *sum = find_sum (sums, row->currency);

      if (!psr_decimal_add (sum->net, row->net, &sum->net, NULL) || !psr_decimal_add (sum->gross, row->gross, &sum->gross, NULL))
        {
          g_array_set_size (sums, 0);
          return sums;
        }
      sum->count++;
    }

  return sums;
}

static void
show_sum (GtkPrintContext *context,
          Print           *print,
          int              line,
          const Sum       *sum)
{
  g_autofree char *net = psr_format_amount (sum->net, NULL);
  g_autofree char *gross = psr_format_amount (sum->gross, sum->currency);
  /* Translators: how many documents a printed list has. */
  g_autofree char *count = g_strdup_printf (ngettext ("%u document", "%u documents", sum->count), sum->count);

  show (context, print, 1, line, count);
  show (context, print, 5, line, net);
  show (context, print, 6, line, gross);
}

static void
on_begin (GtkPrintOperation *operation,
          GtkPrintContext   *context,
          Print             *print)
{
  g_autoptr(PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr(PangoFontDescription) font = pango_font_description_from_string (FONT);
  int height = pango_units_from_double (gtk_print_context_get_height (context));
  int letters;

  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, "Ág", -1);
  pango_layout_get_size (layout, NULL, &letters);
  print->line = letters + letters / 2;
  print->per_page = MAX (height / print->line - HEAD_LINES - 1, 1);
  gtk_print_operation_set_n_pages (operation, MAX ((int) (print->rows->len + print->sums->len - 1) / print->per_page + 1, 1));
}

static void
on_draw (GtkPrintOperation *operation,
         GtkPrintContext   *context,
         int                number,
         Print             *print)
{
  g_autofree char *place = NULL;
  guint first = (guint) (number * print->per_page);
  int n_pages;

  g_object_get (operation, "n-pages", &n_pages, NULL);
  /* Translators: which page of how many. */
  place = g_strdup_printf (_("%d of %d"), number + 1, n_pages);
  show_wide (context, print, 0, PANGO_ALIGN_LEFT, print->title);
  show_wide (context, print, 0, PANGO_ALIGN_RIGHT, place);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    show (context, print, i, 2, _(columns[i].title));

  for (guint i = 0; i < (guint) print->per_page && first + i < print->rows->len; i++)
    {
      PsrWorkOrder *row = print->rows->pdata[first + i];
      g_autofree char *day = psr_format_date (row->date);
      g_autofree char *hours = psr_format_quantity (row->hours);
      g_autofree char *net = psr_format_amount (row->net, NULL);
      g_autofree char *gross = psr_format_amount (row->gross, row->currency);
      g_autofree char *state = NULL;
      int line = HEAD_LINES + (int) i - 1;

      state = row->bc_number != NULL && *row->bc_number != '\0'
                ? g_strdup_printf (C_("state", "%s · %s"), row->state_title, row->bc_number) : g_strdup (row->state_title);
      show (context, print, 0, line, row->number);
      show (context, print, 1, line, row->customer_name);
      show (context, print, 2, line, row->site);
      show (context, print, 3, line, day);
      show (context, print, 4, line, hours);
      show (context, print, 5, line, net);
      show (context, print, 6, line, gross);
      show (context, print, 7, line, psr_work_order_kind_get_title (row->document));
      show (context, print, 8, line, state);
    }

  for (guint i = 0; i < print->sums->len; i++)
    {
      guint place_of_all = print->rows->len + i;

      if (place_of_all >= first && place_of_all - first < (guint) print->per_page)
        show_sum (context, print, HEAD_LINES + (int) (place_of_all - first) - 1, &g_array_index (print->sums, Sum, i));
    }
}

/* Once for each print, whoever tells first. */
static void
show_failure (Print        *print,
              const GError *error)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (&print->page);

  if (self == NULL || print->has_failed)
    return;

  print->has_failed = TRUE;
  psr_error_dialog_present (_("The List Wasn’t Printed"), error, GTK_WIDGET (self));
}

static void
on_done (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         Print                   *print)
{
  g_autoptr(GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  show_failure (print, error);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  Print **box = data;
  Print *print = *box;
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (&print->page);
  g_autoptr(GtkPrintOperation) operation = NULL;
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GtkRoot *root;

  if (self == NULL)
    return dex_future_new_true ();
  if (value == NULL)
    {
      show_failure (print, error);
      return dex_future_new_true ();
    }

  root = gtk_widget_get_root (GTK_WIDGET (self));
  operation = gtk_print_operation_new ();
  print->rows = g_ptr_array_ref (g_value_get_boxed (value));
  print->sums = add_up (print->rows);
  gtk_print_operation_set_job_name (operation, print->title);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (print->file != NULL)
    gtk_print_operation_set_export_filename (operation, print->file);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin), print);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw), print);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), print);
  g_object_set_data_full (G_OBJECT (operation), "print", print, print_free);
  *box = NULL;
  if (gtk_print_operation_run (operation,
                               print->file != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                                   : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    show_failure (print, error);

  return dex_future_new_true ();
}

static void
box_free (gpointer data)
{
  Print **box = data;

  g_clear_pointer (box, print_free);
  g_free (box);
}

/**
 * psr_work_orders_page_print:
 * @self: the page
 * @file: (nullable) (type filename): a file for a PDF, or %NULL to ask for a printer
 *
 * Prints what the list shows, as it is searched and filtered.
 */
void
psr_work_orders_page_print (PsrWorkOrdersPage *self,
                            const char        *file)
{
  Print **box;
  g_autoptr(GTimeZone) zone = NULL;
  g_autofree char *today = NULL;
  g_autofree char *day = NULL;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  if (self->work_orders == NULL)
    return;

  zone = g_time_zone_new_local ();
  today = psr_timestamp_to_date (psr_clock_now (psr_desk_get_clock (self->desk)), zone);
  day = psr_format_date (today);
  box = g_new0 (Print *, 1);
  *box = g_new0 (Print, 1);
  g_weak_ref_init (&(*box)->page, self);
  (*box)->file = g_strdup (file);
  /* Translators: the name of a list, as “Done 41”, the company and the day. */
  (*box)->title = g_strdup_printf (C_("print", "%s · %s · %s"),
                                   adw_toggle_get_label (adw_toggle_group_get_toggle (self->queues,
                                                                                      adw_toggle_group_get_active (self->queues))),
                                   psr_profile_get_string (psr_desk_get_profile (self->desk), PSR_PROFILE_BC_COMPANY), day);
  dex_future_disown (dex_future_finally (psr_work_order_list_read_all (self->work_orders), on_read, box, box_free));
}
