/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-item"

#include "config.h"

#include "psr-bc-item.h"
#include "psr-bc-row.h"
#include "psr-bc-v1.h"

G_DEFINE_BOXED_TYPE (PsrBcItem, psr_bc_item, psr_bc_item_ref, psr_bc_item_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcItem, id, "id", ID),
  PSR_JSON_FIELD (PsrBcItem, etag, "@odata.etag", TEXT),
  PSR_JSON_FIELD (PsrBcItem, number, "number", CODE),
  PSR_JSON_FIELD (PsrBcItem, display_name, "displayName", TEXT),
  PSR_JSON_FIELD (PsrBcItem, display_name2, "displayName2", TEXT),
  PSR_JSON_FIELD (PsrBcItem, category_id, "itemCategoryId", GUID),
  PSR_JSON_FIELD (PsrBcItem, category_code, "itemCategoryCode", CODE),
  PSR_JSON_FIELD (PsrBcItem, blocked, "blocked", BOOLEAN),
  PSR_JSON_FIELD (PsrBcItem, gtin, "gtin", TEXT),
  PSR_JSON_FIELD (PsrBcItem, inventory, "inventory", DECIMAL),
  PSR_JSON_FIELD (PsrBcItem, unit_price, "unitPrice", DECIMAL),
  PSR_JSON_FIELD (PsrBcItem, price_includes_tax, "priceIncludesTax", BOOLEAN),
  PSR_JSON_FIELD (PsrBcItem, unit_cost, "unitCost", DECIMAL),
  PSR_JSON_FIELD (PsrBcItem, tax_group_code, "taxGroupCode", CODE),
  PSR_JSON_FIELD (PsrBcItem, base_unit_code, "baseUnitOfMeasureCode", CODE),
  PSR_JSON_FIELD (PsrBcItem, modified, "lastModifiedDateTime", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_item_finalize (gpointer data)
{
  PsrBcItem *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_item_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads an item. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcItem *
psr_bc_item_from_json (JsonObject *object,
                       GError **error)
{
  g_autoptr (PsrBcItem) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcItem);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  psr_bc_v1_take_code (object, "baseUnitOfMeasure", "code", &self->base_unit_code);

  if (psr_bc_row_enum_is (object, "type", "Service"))
    self->type = PSR_BC_ITEM_SERVICE;
  else if (psr_bc_row_enum_is (object, "type", "Non-Inventory"))
    self->type = PSR_BC_ITEM_NON_INVENTORY;
  else
    self->type = PSR_BC_ITEM_INVENTORY;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_item_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcItem *
psr_bc_item_ref (PsrBcItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_item_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_item_unref (PsrBcItem *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_item_finalize);
}
