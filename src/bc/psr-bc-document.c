/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-document"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-document.h"
#include "psr-bc-header.h"

G_DEFINE_BOXED_TYPE (PsrBcDocument, psr_bc_document, psr_bc_document_ref, psr_bc_document_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcDocument, id, "id", ID),
  PSR_JSON_FIELD (PsrBcDocument, etag, "@odata.etag", TEXT),
  PSR_JSON_FIELD (PsrBcDocument, number, "number", CODE),
  PSR_JSON_FIELD (PsrBcDocument, external_number, "externalDocumentNumber", CODE),
  PSR_JSON_FIELD (PsrBcDocument, customer_po_reference, "customerPurchaseOrderReference", TEXT),
  PSR_JSON_FIELD (PsrBcDocument, customer_id, "customerId", GUID),
  PSR_JSON_FIELD (PsrBcDocument, customer_number, "customerNumber", CODE),
  PSR_JSON_FIELD (PsrBcDocument, customer_name, "customerName", TEXT),
  PSR_JSON_FIELD (PsrBcDocument, bill_to_customer_id, "billToCustomerId", GUID),
  PSR_JSON_FIELD (PsrBcDocument, bill_to_customer_number, "billToCustomerNumber", CODE),
  PSR_JSON_FIELD (PsrBcDocument, posting_date, "postingDate", DATE),
  PSR_JSON_FIELD (PsrBcDocument, due_date, "dueDate", DATE),
  PSR_JSON_FIELD (PsrBcDocument, order_id, "orderId", GUID),
  PSR_JSON_FIELD (PsrBcDocument, order_number, "orderNumber", CODE),
  PSR_JSON_FIELD (PsrBcDocument, currency_code, "currencyCode", CODE),
  PSR_JSON_FIELD (PsrBcDocument, prices_include_tax, "pricesIncludeTax", BOOLEAN),
  PSR_JSON_FIELD (PsrBcDocument, fully_shipped, "fullyShipped", BOOLEAN),
  PSR_JSON_FIELD (PsrBcDocument, discount_amount, "discountAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcDocument, total_excluding_tax, "totalAmountExcludingTax", DECIMAL),
  PSR_JSON_FIELD (PsrBcDocument, total_tax, "totalTaxAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcDocument, total_including_tax, "totalAmountIncludingTax", DECIMAL),
  PSR_JSON_FIELD (PsrBcDocument, remaining_amount, "remainingAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcDocument, modified, "lastModifiedDateTime", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static const char * const statuses[] = {
  [PSR_BC_STATUS_DRAFT] = "Draft",
  [PSR_BC_STATUS_IN_REVIEW] = "In Review",
  [PSR_BC_STATUS_OPEN] = "Open",
  [PSR_BC_STATUS_PAID] = "Paid",
  [PSR_BC_STATUS_CANCELED] = "Canceled",
  [PSR_BC_STATUS_CORRECTIVE] = "Corrective",
};

/* How each kind calls itself, its lines and its document date. */
static const struct
{
  const char *name;
  const char *set_name;
  const char *lines_name;
  const char *date_name;
} kinds[PSR_BC_N_DOCUMENT_KINDS] = {
  [PSR_BC_DOCUMENT_INVOICE] = { "invoice", "salesInvoices", "salesInvoiceLines", "invoiceDate" },
  [PSR_BC_DOCUMENT_ORDER] = { "order", "salesOrders", "salesOrderLines", "orderDate" },
  [PSR_BC_DOCUMENT_QUOTE] = { "quote", "salesQuotes", "salesQuoteLines", "documentDate" },
};

static char *
read_document_date (PsrBcDocumentKind  kind,
                    JsonObject        *object)
{
  const char *text;

  g_assert (object != NULL);

  text = psr_json_get_string (object, kinds[kind].date_name);

  if (!psr_date_is_valid (text) || g_str_equal (text, "0001-01-01"))
    return g_strdup ("");

  return g_strdup (text);
}

/**
 * psr_bc_status_from_json:
 * @object: an invoice, order, quote or credit memo as the service sent it
 *
 * Returns: what it says in `status`; %PSR_BC_STATUS_UNKNOWN for a word that we don't know
 */
PsrBcStatus
psr_bc_status_from_json (JsonObject *object)
{
  g_return_val_if_fail (object != NULL, PSR_BC_STATUS_UNKNOWN);

  for (guint i = PSR_BC_STATUS_DRAFT; i < G_N_ELEMENTS (statuses); i++)
    {
      if (psr_bc_row_enum_is (object, "status", statuses[i]))
        return (PsrBcStatus) i;
    }

  return PSR_BC_STATUS_UNKNOWN;
}

static void
psr_bc_document_finalize (gpointer data)
{
  PsrBcDocument *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
  g_clear_pointer (&self->document_date, g_free);
  g_clear_pointer (&self->header, g_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

/**
 * psr_bc_document_from_json:
 * @kind: order, invoice or quote
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a document. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcDocument *
psr_bc_document_from_json (PsrBcDocumentKind kind,
                          JsonObject *object,
                           GError **error)
{
  g_autoptr (PsrBcDocument) self = NULL;
  JsonArray *rows;

  g_return_val_if_fail (kind < PSR_BC_N_DOCUMENT_KINDS, NULL);
  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcDocument);
  self->kind = kind;

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  self->document_date = read_document_date (kind, object);
  self->header = psr_bc_header_read (object);
  self->status = psr_bc_status_from_json (object);

  rows = psr_json_get_array (object, psr_bc_document_get_lines_name (kind));
  if (rows != NULL)
    {
      self->lines = psr_bc_rows_read (rows, psr_bc_line_kind.read, psr_bc_line_kind.free_func, error);
      if (self->lines == NULL)
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * psr_bc_document_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcDocument *
psr_bc_document_ref (PsrBcDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_document_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_document_unref (PsrBcDocument *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_document_finalize);
}

/**
 * psr_bc_document_take_lines:
 * @self: a record without lines, which nobody else has yet
 * @from: the same document, as it was read before with its lines
 *
 * An answer to a PATCH of a header has no lines, and changes none.
 */
void
psr_bc_document_take_lines (PsrBcDocument       *self,
                            const PsrBcDocument *from)
{
  g_return_if_fail (self != NULL && self->lines == NULL);
  g_return_if_fail (from != NULL && from->lines != NULL);

  self->lines = g_ptr_array_ref (from->lines);
}

/**
 * psr_bc_document_is_draft:
 * @self: a document
 *
 * Returns: whether @self is known to be unposted and unreleased
 */
gboolean
psr_bc_document_is_draft (const PsrBcDocument *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->status == PSR_BC_STATUS_DRAFT;
}

/**
 * psr_bc_document_is_live:
 * @self: a document
 *
 * A canceled invoice, a corrective one and one that was credited no longer bill
 * anything.
 *
 * Returns: whether @self bills something
 */
gboolean
psr_bc_document_is_live (const PsrBcDocument *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->status != PSR_BC_STATUS_CANCELED && self->status != PSR_BC_STATUS_CORRECTIVE && !self->credited;
}

/**
 * psr_bc_document_kind_to_string:
 * @kind: order, invoice or quote
 *
 * Returns: "order", "invoice" or "quote"
 */
const char *
psr_bc_document_kind_to_string (PsrBcDocumentKind kind)
{
  g_return_val_if_fail (kind < PSR_BC_N_DOCUMENT_KINDS, NULL);

  return kinds[kind].name;
}

/**
 * psr_bc_document_get_set_name:
 * @kind: order, invoice or quote
 *
 * Returns: the entity set's name in the API
 */
const char *
psr_bc_document_get_set_name (PsrBcDocumentKind kind)
{
  g_return_val_if_fail (kind < PSR_BC_N_DOCUMENT_KINDS, NULL);

  return kinds[kind].set_name;
}

/**
 * psr_bc_document_get_lines_name:
 * @kind: order, invoice or quote
 *
 * Returns: the name of the lines in the API, both of the set and of the member
 *   in a document
 */
const char *
psr_bc_document_get_lines_name (PsrBcDocumentKind kind)
{
  g_return_val_if_fail (kind < PSR_BC_N_DOCUMENT_KINDS, NULL);

  return kinds[kind].lines_name;
}

/**
 * psr_bc_status_to_string:
 * @status: a status
 *
 * Returns: Business Central's word for @status, or "" for an unknown one
 */
const char *
psr_bc_status_to_string (PsrBcStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (statuses), "");

  return status == PSR_BC_STATUS_UNKNOWN ? "" : statuses[status];
}
