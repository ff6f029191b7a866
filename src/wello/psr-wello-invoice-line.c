/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-invoice-line"

#include "config.h"

#include "psr-wello-invoice-line.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloInvoiceLine, psr_wello_invoice_line, psr_wello_invoice_line_ref, psr_wello_invoice_line_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloInvoiceLine, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, invoice_id, "invoice_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, article_id, "article_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, article_code, "article_code", CODE),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, name, "article_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, description, "article_description", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, line_number, "line_num", INT64),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, quantity, "quantity_decimal", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, price, "article_price", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, discount, "discount", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, discount_percent, "discount_percentage", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, vat_rate, "vat_rate", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, vat_value, "vat_value", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, vat_id, "company_vat_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, vat_code, "company_vat_code", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, net_total, "total_line", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, stock_location_id, "article_stock_location_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, source_table, "source_db_table_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, source_id, "source_id_in_table", GUID),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, serial_number, "serial_number", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, under_warranty, "is_under_warranty", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, no_warranty_reason, "no_warranty_reason", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, cost_price, "cost_price", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoiceLine, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_invoice_line_finalize (gpointer data)
{
  PsrWelloInvoiceLine *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/* Wello's two totals differ: quantity × (price − discount + VAT) in the
 * details, the same without VAT in the view. */
static gboolean
make_net (PsrWelloInvoiceLine  *self,
          GError              **error)
{
  PsrDecimal vat;

  g_assert (self != NULL);

  return psr_decimal_mul (self->quantity, self->vat_value, &vat, error) &&
         psr_decimal_sub (self->net_total, vat, &self->net_total, error);
}

/**
 * psr_wello_invoice_line_from_json:
 * @object: a row as the service sent it
 * @shape: where @object comes from
 * @error: return location for a PsrWelloError
 *
 * Reads a line. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloInvoiceLine *
psr_wello_invoice_line_from_json (JsonObject *object,
                                  PsrWelloLineShape shape,
                                  GError **error)
{
  g_autoptr (PsrWelloInvoiceLine) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloInvoiceLine);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  self->shape = shape;

  if (shape == PSR_WELLO_LINE_OF_DETAILS && !make_net (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_invoice_line_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloInvoiceLine *
psr_wello_invoice_line_ref (PsrWelloInvoiceLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_invoice_line_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_invoice_line_unref (PsrWelloInvoiceLine *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_invoice_line_finalize);
}
