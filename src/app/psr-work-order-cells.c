/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-cells"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-column-title.h"
#include "psr-engine-view.h"
#include "psr-format.h"
#include "psr-work-order-cell.h"
#include "psr-work-order-flags.h"
#include "psr-work-orders-page-private.h"

#define CELL "psr-cell"

/* Cells of a column that are kept to be used again, and how many at most. */
#define SPARE   "psr-spare"
#define N_SPARE 200

/* What the cells of the table and the rows of the narrow list show. A row whose
 * work order isn't read yet shows nothing. */

static char *
get_number (gpointer      item,
            PsrWorkOrder *work_order)
{
  return work_order != NULL ? g_strdup (work_order->number) : NULL;
}

static char *
get_customer (gpointer      item,
              PsrWorkOrder *work_order)
{
  return work_order != NULL ? g_strdup (work_order->customer_name) : NULL;
}

static char *
get_site (gpointer      item,
          PsrWorkOrder *work_order)
{
  return work_order != NULL ? g_strdup (work_order->site) : NULL;
}

static char *
get_kind (gpointer      item,
          PsrWorkOrder *work_order)
{
  return work_order != NULL ? g_strdup (psr_work_order_kind_get_title (work_order->document)) : NULL;
}

static char *
get_date (gpointer      item,
          PsrWorkOrder *work_order)
{
  return work_order != NULL ? psr_format_date (work_order->date) : NULL;
}

static char *
get_hours (gpointer      item,
           PsrWorkOrder *work_order)
{
  return work_order != NULL ? psr_format_quantity (work_order->hours) : NULL;
}

static char *
get_parts (gpointer      item,
           PsrWorkOrder *work_order)
{
  return work_order != NULL ? psr_format_quantity (work_order->parts) : NULL;
}

/* The currency stands once in a row, with the last amount. */
static char *
get_net (gpointer      item,
         PsrWorkOrder *work_order)
{
  return work_order != NULL ? psr_format_amount (work_order->net, NULL) : NULL;
}

static char *
get_vat (gpointer      item,
         PsrWorkOrder *work_order)
{
  return work_order != NULL ? psr_format_amount (work_order->vat, NULL) : NULL;
}

static char *
get_gross (gpointer      item,
           PsrWorkOrder *work_order)
{
  return work_order != NULL ? psr_format_amount (work_order->gross, work_order->currency) : NULL;
}

static char *
get_state (gpointer      item,
           PsrWorkOrder *work_order)
{
  if (work_order == NULL)
    return NULL;

  if (work_order->bc_number != NULL && *work_order->bc_number != '\0')
    return g_strdup_printf (C_("state", "%s · %s"), work_order->state_title, work_order->bc_number);

  return g_strdup (work_order->state_title);
}

/* Where the table has columns for that, the number stands in one, and who sent it in another.
 * What isn't done and has something to say may be listed where it has none. */
static char *
get_short_state (gpointer      item,
                 PsrWorkOrder *work_order)
{
  if (work_order == NULL || !psr_work_orders_page_has_sent (work_order->state) ||
      (!psr_queue_has_state (PSR_QUEUE_DONE, work_order->state) && work_order->reason != NULL && *work_order->reason != '\0'))
    return get_state (item, work_order);

  return g_strdup (work_order->state_title);
}

static char *
get_sender (gpointer      item,
            PsrWorkOrder *work_order)
{
  if (work_order == NULL)
    return NULL;

  return g_strdup (work_order->is_automatic ? C_("sender", "Automatic") : work_order->approved_by);
}

/* What the cells of a column show, and how wide they are, in characters. */
typedef struct
{
  char     *(*get) (gpointer, PsrWorkOrder *);
  guint       least;
  guint       usual;
  gboolean    is_amount;
  gboolean    is_numeric;
} Cell;

static const Cell cells[] = {
  { get_number, 12, 13, FALSE, TRUE },
  { get_customer, 10, 24, FALSE, FALSE },
  { get_site, 10, 20, FALSE, FALSE },
  { get_date, 9, 10, FALSE, TRUE },
  { get_hours, 5, 5, TRUE, TRUE },
  { get_parts, 4, 4, TRUE, TRUE },
  { get_net, 9, 9, TRUE, TRUE },
  { get_vat, 8, 8, TRUE, TRUE },
  { get_gross, 12, 12, TRUE, TRUE },
  { get_kind, 6, 8, FALSE, FALSE },
  { get_short_state, 9, 14, FALSE, FALSE },
  { get_sender, 8, 12, FALSE, FALSE },
};

static void
on_check_toggled (GtkCheckButton    *check,
                  PsrWorkOrdersPage *self)
{
  PsrWorkOrderRow *row = g_object_get_data (G_OBJECT (check), "row");
  PsrWorkOrder *work_order = row != NULL ? psr_work_order_row_get_work_order (row) : NULL;

  /* The button follows its row. */
  if (row == NULL || gtk_check_button_get_active (check) == psr_work_order_row_get_marked (row))
    return;

  /* Somebody marks what they read. */
  if (work_order == NULL || work_order->id == 0 || work_order->id != psr_work_order_row_get_id (row))
    {
      gtk_widget_error_bell (GTK_WIDGET (check));
      gtk_check_button_set_active (check, psr_work_order_row_get_marked (row));
    }
  else
    psr_work_order_list_mark (self->work_orders, psr_work_order_row_get_id (row),
                              gtk_check_button_get_active (check));
}

/* The row tells whether it is marked; the check button never decides alone. */
static void
show_mark (PsrWorkOrderRow *row,
           GParamSpec      *pspec,
           GtkWidget       *check)
{
  PsrWorkOrder *work_order = psr_work_order_row_get_work_order (row);
  g_autofree char *label = NULL;

  /* A place without a document, which is about to go. */
  gtk_widget_set_opacity (check, psr_work_order_row_get_id (row) != 0);
  gtk_widget_set_sensitive (check, work_order != NULL && work_order->can_approve);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), psr_work_order_row_get_marked (row));
  label = g_strdup_printf (_("Mark %s"), work_order != NULL ? work_order->number : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
connect_row (GtkWidget       *widget,
             PsrWorkOrderRow *row,
             GCallback        func)
{
  g_object_set_data_full (G_OBJECT (widget), "row", g_object_ref (row), g_object_unref);
  g_signal_connect_object (row, "notify::marked", func, widget, G_CONNECT_DEFAULT);
  g_signal_connect_object (row, "notify::work-order", func, widget, G_CONNECT_DEFAULT);
}

static void
disconnect_row (GtkWidget *widget,
                gpointer   func)
{
  PsrWorkOrderRow *row = g_object_get_data (G_OBJECT (widget), "row");

  if (row != NULL)
    g_signal_handlers_disconnect_by_func (row, func, widget);
  g_object_set_data (G_OBJECT (widget), "row", NULL);
}

static void
setup_mark (PsrWorkOrdersPage *self,
            GtkListItem       *item)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_focus_on_click (check, FALSE);
  gtk_widget_set_focusable (check, FALSE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_check_toggled), self, G_CONNECT_DEFAULT);
  gtk_list_item_set_child (item, check);
}

static void
bind_mark (PsrWorkOrdersPage *self,
           GtkListItem       *item)
{
  GtkWidget *check = gtk_list_item_get_child (item);
  PsrWorkOrderRow *row = gtk_list_item_get_item (item);

  connect_row (check, row, G_CALLBACK (show_mark));
  show_mark (row, NULL, check);
}

static void
unbind_mark (PsrWorkOrdersPage *self,
             GtkListItem       *item)
{
  disconnect_row (gtk_list_item_get_child (item), show_mark);
}

/* A list has some two hundred rows ready, of as many cells each: they are made without
 * a template, and do nothing but show their text. When another list is shown, new rows
 * are made before those of the last one go: what shows their text is used again. */
static void
setup_cell (GtkListItemFactory *factory,
            GtkListItem        *item,
            const Cell         *cell)
{
  GPtrArray *spare = g_object_get_data (G_OBJECT (factory), SPARE);
  GtkWidget *inscription;

  if (spare->len > 0)
    {
      inscription = g_ptr_array_steal_index_fast (spare, spare->len - 1);
      gtk_list_item_set_child (item, inscription);
      g_object_unref (inscription);
      return;
    }

  inscription = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), cell->least);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), cell->usual);
  gtk_widget_set_valign (inscription, GTK_ALIGN_CENTER);
  if (cell->is_amount)
    gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), 1);
  if (cell->is_numeric)
    gtk_widget_add_css_class (inscription, "numeric");
  g_object_set_data (G_OBJECT (inscription), CELL, (gpointer) cell);
  gtk_list_item_set_child (item, inscription);
}

static void
teardown_cell (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  GPtrArray *spare = g_object_get_data (G_OBJECT (factory), SPARE);
  GtkWidget *inscription = gtk_list_item_get_child (item);

  if (inscription == NULL || spare->len >= N_SPARE)
    return;

  g_ptr_array_add (spare, g_object_ref (inscription));
  gtk_list_item_set_child (item, NULL);
}

static void
show_cell (PsrWorkOrderRow *row,
           GParamSpec      *pspec,
           GtkWidget       *inscription)
{
  const Cell *cell = g_object_get_data (G_OBJECT (inscription), CELL);
  g_autofree char *text = cell->get (NULL, psr_work_order_row_get_work_order (row));

  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
}

/**
 * psr_work_orders_page_set_up_cells:
 * @self: the page
 *
 * Gives the columns of the table what makes their cells.
 */
void
psr_work_orders_page_set_up_cells (PsrWorkOrdersPage *self)
{
  GtkColumnViewColumn *columns[G_N_ELEMENTS (cells)] = {
    self->number_column, self->customer_column, self->site_column, self->date_column, self->hours_column, self->parts_column,
    self->net_column, self->vat_column, self->gross_column, self->kind_column, self->state_column,
    self->sent_by_column,
  };

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), (gpointer) &cells[i]);
      psr_work_order_cell_bind (factory, show_cell);
      g_signal_connect (factory, "teardown", G_CALLBACK (teardown_cell), NULL);
      g_object_set_data_full (G_OBJECT (factory), SPARE, g_ptr_array_new_with_free_func (g_object_unref),
                              (GDestroyNotify) g_ptr_array_unref);
      gtk_column_view_column_set_factory (columns[i], factory);
      if (cells[i].is_amount)
        psr_column_title_align_end (self->table, gtk_column_view_column_get_title (columns[i]));
    }

  psr_work_order_flags_set_up (self->flags_column);
}

static GtkWidget *
make_label (gboolean    is_title,
            gboolean    is_amount)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), is_amount);
  /* With large text a line has no room for a name beside an amount. */
  gtk_label_set_wrap (GTK_LABEL (label), !is_amount);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_widget_set_hexpand (label, !is_amount);
  if (is_amount)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_widget_add_css_class (label, "numeric");
    }
  if (!is_title)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }

  return label;
}

static GtkWidget *
add_line (GtkWidget *lines,
          GtkWidget *start,
          GtkWidget *end)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_box_append (GTK_BOX (line), start);
  gtk_box_append (GTK_BOX (line), end);
  gtk_box_append (GTK_BOX (lines), line);

  return line;
}

/* Two lines: customer and amount, then number, day, state and flags. */
static void
setup_row (PsrWorkOrdersPage *self,
           GtkListItem       *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *flags = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  gtk_widget_set_halign (flags, GTK_ALIGN_END);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  add_line (lines, make_label (TRUE, FALSE), make_label (TRUE, TRUE));
  add_line (lines, make_label (FALSE, FALSE), flags);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_end (box, 6);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_check_toggled), self, G_CONNECT_DEFAULT);
  gtk_list_item_set_child (item, box);
}

static void
show_row (PsrWorkOrderRow *row,
          GParamSpec      *pspec,
          GtkWidget       *lines)
{
  GtkWidget *first = gtk_widget_get_first_child (lines);
  GtkWidget *last = gtk_widget_get_last_child (lines);
  PsrWorkOrder *work_order = psr_work_order_row_get_work_order (row);
  g_autofree char *amount = get_gross (NULL, work_order);
  g_autofree char *date = get_date (NULL, work_order);
  g_autofree char *state = get_state (NULL, work_order);
  g_autofree char *second = NULL;

  if (work_order != NULL)
    /* Translators: the number of an invoice, the day of completion and the state. */
    second = g_strdup_printf (_("%s · %s · %s"), work_order->number, date != NULL ? date : "", state);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (first)), work_order != NULL ? work_order->customer_name : "");
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (first)), amount != NULL ? amount : "");
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (last)), second != NULL ? second : "");
  psr_work_order_flags_show (gtk_widget_get_last_child (last), work_order);
}

static void
bind_row (PsrWorkOrdersPage *self,
          GtkListItem       *item)
{
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *lines = gtk_widget_get_next_sibling (check);
  PsrWorkOrderRow *row = gtk_list_item_get_item (item);

  connect_row (check, row, G_CALLBACK (show_mark));
  connect_row (lines, row, G_CALLBACK (show_row));
  show_mark (row, NULL, check);
  show_row (row, NULL, lines);
}

static void
unbind_row (PsrWorkOrdersPage *self,
            GtkListItem       *item)
{
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  disconnect_row (gtk_widget_get_next_sibling (check), show_row);
  disconnect_row (check, show_mark);
}

/**
 * psr_work_orders_page_bind_cells:
 * @widget_class: the page's class
 *
 * Lets the template find what its cells show.
 */
void
psr_work_orders_page_bind_cells (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, setup_mark);
  gtk_widget_class_bind_template_callback (widget_class, bind_mark);
  gtk_widget_class_bind_template_callback (widget_class, unbind_mark);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row);
}

/* Clicking a header chooses what the store orders by; nothing is sorted here. */
static void
on_sorter_changed (GtkSorter         *sorter,
                   GtkSorterChange    change,
                   PsrWorkOrdersPage *self)
{
  GtkColumnViewSorter *columns = GTK_COLUMN_VIEW_SORTER (sorter);
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (columns);
  const struct {
    GtkColumnViewColumn *column;
    PsrWorkOrderOrder    order;
  } orders[] = {
    { self->number_column, PSR_WORK_ORDER_BY_NUMBER },
    { self->customer_column, PSR_WORK_ORDER_BY_CUSTOMER },
    { self->site_column, PSR_WORK_ORDER_BY_SITE },
    { self->date_column, PSR_WORK_ORDER_BY_DATE },
    { self->hours_column, PSR_WORK_ORDER_BY_HOURS },
    { self->parts_column, PSR_WORK_ORDER_BY_PARTS },
    { self->net_column, PSR_WORK_ORDER_BY_NET },
    { self->vat_column, PSR_WORK_ORDER_BY_VAT },
    { self->gross_column, PSR_WORK_ORDER_BY_GROSS },
    { self->kind_column, PSR_WORK_ORDER_BY_KIND },
    { self->state_column, PSR_WORK_ORDER_BY_STATE },
    { self->bc_column, PSR_WORK_ORDER_BY_BC_NUMBER },
    { self->sent_by_column, PSR_WORK_ORDER_BY_APPROVED_BY },
  };
  PsrWorkOrderOrder order = PSR_WORK_ORDER_BY_DATE;

  if (self->work_orders == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      if (orders[i].column == column)
        order = orders[i].order;
    }

  psr_work_order_list_set_order (self->work_orders, order,
                                 gtk_column_view_sorter_get_primary_sort_order (columns) == GTK_SORT_DESCENDING);
  psr_work_orders_page_refresh (self);
}

/**
 * psr_work_orders_page_set_up_sort:
 * @self: the page
 *
 * Makes the headers of the table buttons.
 */
void
psr_work_orders_page_set_up_sort (PsrWorkOrdersPage *self)
{
  GtkColumnViewColumn *columns[] = {
    self->number_column, self->customer_column, self->site_column, self->date_column, self->hours_column,
    self->parts_column, self->net_column, self->vat_column, self->gross_column, self->kind_column, self->state_column,
    self->bc_column, self->sent_by_column,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

      gtk_column_view_column_set_sorter (columns[i], sorter);
    }

  gtk_column_view_sort_by_column (self->table, self->date_column, GTK_SORT_ASCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->table), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_DEFAULT);
}
