/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrBcItemLedgerEntry:
 * @id: canonical GUID
 * @entry_number: its number; may be committed out of order
 * @item_number: which item moved
 * @posting_date: "YYYY-MM-DD", or ""
 * @quantity: how much, in the base unit; negative = left the stock
 * @modified: when the entry was last written
 *
 * A stock move. Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Item Ledger Entries.
 */
typedef struct
{
  char         *id;
  gint64        entry_number;
  char         *item_number;
  char         *posting_date;
  PsrDecimal    quantity;
  PsrTimestamp  modified;
} PsrBcItemLedgerEntry;

#define PSR_TYPE_BC_ITEM_LEDGER_ENTRY (psr_bc_item_ledger_entry_get_type ())

GType                 psr_bc_item_ledger_entry_get_type  (void) G_GNUC_CONST;
PsrBcItemLedgerEntry *psr_bc_item_ledger_entry_from_json (JsonObject            *object,
                                                          GError               **error);
PsrBcItemLedgerEntry *psr_bc_item_ledger_entry_ref       (PsrBcItemLedgerEntry  *self);
void                  psr_bc_item_ledger_entry_unref     (PsrBcItemLedgerEntry  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcItemLedgerEntry, psr_bc_item_ledger_entry_unref)

G_END_DECLS
