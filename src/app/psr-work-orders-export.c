/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-export"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-csv.h"
#include "psr-table-file.h"
#include "psr-table-pages.h"
#include "psr-work-order-pages.h"
#include "psr-work-orders-page-private.h"

/* What the list shows, all of it, as a table for spreadsheets. Numbers are
 * written as they are, for other programs, not for a reader of one language. */

/* So many are read and written at once: a few milliseconds. */
#define EXPORTED_AT_ONCE 500

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

static DexFuture *
read_next (gpointer data)
{
  return psr_work_order_pages_next (data);
}

static void
add_exported (GString       *out,
              gconstpointer  row,
              gpointer       data)
{
  add_row (out, row);
}

static void
free_pages (gpointer data)
{
  psr_work_order_pages_unref (data);
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
  const char *titles[] = {
    _("Number"), _("Work Order"), _("Customer No."), _("Customer"), _("Site"), _("Completed"), _("Hours"),
    _("Parts"), _("Net"), _("VAT"), _("Gross"), _("Currency"), _("Kind"), _("Flags"), _("State"), _("Number in Business Central"), _("Approved By"), _("Reason"), NULL
  };
  PsrTablePages pages = {
    .next = read_next,
    .add = add_exported,
    .free = free_pages,
    .done = _("The list was exported"),
    .failed = _("The List Wasn’t Exported"),
  };

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->work_orders == NULL)
    return;

  pages.data = psr_work_order_pages_new (self->work_orders, EXPORTED_AT_ONCE);
  dex_future_disown (psr_table_pages_write (GTK_WIDGET (self), file, titles, &pages));
}

static void
on_chosen (GtkWidget *widget,
           GFile     *file)
{
  psr_work_orders_page_export_to (PSR_WORK_ORDERS_PAGE (widget), file);
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
  g_autofree char *name = NULL;

  if (self->work_orders == NULL)
    return;

  name = g_strdup_printf ("passerelle-%s.csv", psr_queue_to_string (psr_work_order_list_get_queue (self->work_orders)));
  psr_table_file_choose (GTK_WIDGET (self), _("Export List"), _("The List Wasn’t Exported"), name, on_chosen);
}
