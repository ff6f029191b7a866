/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-line"

#include "config.h"

#include "psr-bc-line.h"
#include "psr-bc-row.h"
#include "psr-bc-v1.h"
#include "psr-guid.h"

G_DEFINE_BOXED_TYPE (PsrBcLine, psr_bc_line, psr_bc_line_ref, psr_bc_line_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcLine, id, "id", TEXT),
  PSR_JSON_FIELD (PsrBcLine, etag, "@odata.etag", TEXT),
  PSR_JSON_FIELD (PsrBcLine, document_id, "documentId", GUID),
  PSR_JSON_FIELD (PsrBcLine, sequence, "sequence", INT64),
  PSR_JSON_FIELD (PsrBcLine, item_id, "itemId", GUID),
  PSR_JSON_FIELD (PsrBcLine, account_id, "accountId", GUID),
  PSR_JSON_FIELD (PsrBcLine, object_number, "lineObjectNumber", CODE),
  PSR_JSON_FIELD (PsrBcLine, description, "description", TEXT),
  PSR_JSON_FIELD (PsrBcLine, description2, "description2", TEXT),
  PSR_JSON_FIELD (PsrBcLine, unit_code, "unitOfMeasureCode", CODE),
  PSR_JSON_FIELD (PsrBcLine, location_id, "locationId", GUID),
  PSR_JSON_FIELD (PsrBcLine, tax_code, "taxCode", CODE),
  PSR_JSON_FIELD (PsrBcLine, quantity, "quantity", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, invoiced_quantity, "invoicedQuantity", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, unit_price, "unitPrice", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, discount_amount, "discountAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, discount_percent, "discountPercent", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, tax_percent, "taxPercent", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, amount_excluding_tax, "amountExcludingTax", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, invoice_discount, "invoiceDiscountAllocation", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, net_amount, "netAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, net_tax, "netTaxAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcLine, net_including_tax, "netAmountIncludingTax", DECIMAL),
  PSR_JSON_FIELDS_END
};

static const char * const types[] = {
  [PSR_BC_LINE_COMMENT] = "Comment",
  [PSR_BC_LINE_ACCOUNT] = "Account",
  [PSR_BC_LINE_ITEM] = "Item",
  [PSR_BC_LINE_RESOURCE] = "Resource",
};

static void
psr_bc_line_finalize (gpointer data)
{
  PsrBcLine *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/* A GUID, and in API v1.0 a text that has one in it. */
static gboolean
check_id (PsrBcLine   *self,
          JsonObject  *object,
          GError     **error)
{
  g_autofree char *id = psr_guid_normalize (self->id);
  g_autofree char *key = g_ascii_strdown (self->id, -1);

  if (id == NULL && psr_bc_v1_is_line_key (key))
    id = g_steal_pointer (&key);

  if (id == NULL)
    {
      psr_bc_row_refuse (object, "The member “id” is missing or not a GUID", error);
      return FALSE;
    }

  g_set_str (&self->id, id);

  return TRUE;
}

/**
 * psr_bc_line_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a line. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcLine *
psr_bc_line_from_json (JsonObject *object,
                       GError **error)
{
  g_autoptr (PsrBcLine) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcLine);

  if (!psr_bc_row_read (fields, object, self, error) || !check_id (self, object, error))
    return NULL;

  psr_bc_v1_take_code (object, "lineDetails", "number", &self->object_number);
  psr_bc_v1_take_code (object, "unitOfMeasure", "code", &self->unit_code);

  self->type = PSR_BC_LINE_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (psr_bc_row_enum_is (object, "lineType", types[i]))
        self->type = (PsrBcLineType) i;
    }

  return g_steal_pointer (&self);
}

/**
 * psr_bc_line_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcLine *
psr_bc_line_ref (PsrBcLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_line_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_line_unref (PsrBcLine *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_line_finalize);
}

/**
 * psr_bc_line_type_to_string:
 * @type: a type of line
 *
 * Returns: (nullable): the word to send for @type; %NULL for
 *   %PSR_BC_LINE_OTHER, which is never written
 */
const char *
psr_bc_line_type_to_string (PsrBcLineType type)
{
  g_return_val_if_fail (type >= PSR_BC_LINE_COMMENT && type <= PSR_BC_LINE_OTHER, NULL);

  return type < G_N_ELEMENTS (types) ? types[type] : NULL;
}
