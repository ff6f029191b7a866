/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-export"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-announce.h"
#include "psr-csv.h"
#include "psr-details.h"
#include "psr-work-orders-page-private.h"

/* What the list shows, all of it, as a table for spreadsheets. Numbers are
 * written as they are, for other programs, not for a reader of one language. */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_row (GString            *out,
         const PsrWorkOrder *row)
{
  g_autofree char *hours = psr_decimal_to_string (row->hours);
  g_autofree char *parts = psr_decimal_to_string (row->parts);
  g_autofree char *net = psr_decimal_to_string (row->net);
  g_autofree char *vat = psr_decimal_to_string (row->vat);
  g_autofree char *gross = psr_decimal_to_string (row->gross);
  g_auto(GStrv) flags = psr_work_order_dup_flags (row);
  g_autofree char *flags_text = g_strjoinv (" ", flags);
  const char *cells[] = {
    row->number, or_empty (row->work_order), or_empty (row->customer_number), or_empty (row->customer_name),
    or_empty (row->site), or_empty (row->date), hours, parts, net, vat, gross, or_empty (row->currency),
    row->document, flags_text, row->state_title, or_empty (row->bc_number),
    row->is_automatic ? _("By itself") : or_empty (row->approved_by), or_empty (row->reason), NULL
  };

  psr_csv_add (out, cells);
}

static char *
dup_table (const GPtrArray *rows)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *titles[] = {
    _("Number"), _("Work Order"), _("Customer No."), _("Customer"), _("Site"), _("Completed"), _("Hours"),
    _("Parts"), _("Net"), _("VAT"), _("Gross"), _("Currency"), _("Kind"), _("Flags"), _("State"), _("Number in Business Central"), _("Approved By"), _("Reason"), NULL
  };

  psr_csv_add (out, titles);
  for (guint i = 0; i < rows->len; i++)
    add_row (out, rows->pdata[i]);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
show_failure (PsrWorkOrdersPage *self,
              const char        *why)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("The List Wasn’t Exported"), why);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  gboolean good = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  weak_ref_free (data);
  if (self == NULL)
    return;

  if (good)
    psr_toast (GTK_WIDGET (self), _("The list was exported"));
  else
    show_failure (self, error->message);
}

typedef struct
{
  GWeakRef  page;
  GFile    *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_weak_ref_clear (&export->page);
  g_object_unref (export->file);
  g_free (export);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  Export *export = data;
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (&export->page);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *table = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL)
    {
      g_autofree char *why = psr_details_dup_error (error);

      if (self != NULL)
        show_failure (self, why);
      return dex_future_new_true ();
    }

  table = dup_table (g_value_get_boxed (value));
  bytes = g_bytes_new (table, strlen (table));
  g_file_replace_contents_bytes_async (export->file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written,
                                       weak_ref_new (self));

  return dex_future_new_true ();
}

/**
 * psr_work_orders_page_export_to:
 * @self: the page
 * @file: where to
 *
 * Writes what the list shows, as it is searched and filtered.
 */
void
psr_work_orders_page_export_to (PsrWorkOrdersPage *self,
                                GFile             *file)
{
  Export *export;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->work_orders == NULL)
    return;

  export = g_new0 (Export, 1);
  g_weak_ref_init (&export->page, self);
  export->file = g_object_ref (file);
  dex_future_disown (dex_future_finally (psr_work_order_list_read_all (self->work_orders), on_read, export, export_free));
}

static void
on_chosen (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (data);
  g_autoptr(GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, NULL);

  weak_ref_free (data);
  if (self != NULL && file != NULL)
    psr_work_orders_page_export_to (self, file);
}

/**
 * psr_work_orders_page_export:
 * @self: the page
 *
 * Asks where what the list shows is to be written.
 */
void
psr_work_orders_page_export (PsrWorkOrdersPage *self)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->work_orders == NULL)
    return;

  name = g_strdup_printf ("passerelle-%s.csv", psr_queue_to_string (psr_work_order_list_get_queue (self->work_orders)));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_set_title (dialog, _("Export List"));
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, weak_ref_new (self));
}
