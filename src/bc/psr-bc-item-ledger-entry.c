/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-item-ledger-entry"

#include "config.h"

#include "psr-bc-item-ledger-entry.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcItemLedgerEntry, psr_bc_item_ledger_entry, psr_bc_item_ledger_entry_ref, psr_bc_item_ledger_entry_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcItemLedgerEntry, id, "id", ID),
  PSR_JSON_FIELD (PsrBcItemLedgerEntry, entry_number, "entryNumber", INT64),
  PSR_JSON_FIELD (PsrBcItemLedgerEntry, item_number, "itemNumber", CODE),
  PSR_JSON_FIELD (PsrBcItemLedgerEntry, posting_date, "postingDate", DATE),
  PSR_JSON_FIELD (PsrBcItemLedgerEntry, quantity, "quantity", DECIMAL),
  PSR_JSON_FIELD (PsrBcItemLedgerEntry, modified, "lastModifiedDateTime", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_item_ledger_entry_finalize (gpointer data)
{
  PsrBcItemLedgerEntry *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_item_ledger_entry_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a stock move. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcItemLedgerEntry *
psr_bc_item_ledger_entry_from_json (JsonObject *object,
                                    GError **error)
{
  g_autoptr (PsrBcItemLedgerEntry) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcItemLedgerEntry);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_item_ledger_entry_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcItemLedgerEntry *
psr_bc_item_ledger_entry_ref (PsrBcItemLedgerEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_item_ledger_entry_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_item_ledger_entry_unref (PsrBcItemLedgerEntry *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_item_ledger_entry_finalize);
}
