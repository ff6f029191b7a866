/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-credit-memo"

#include "config.h"

#include "psr-bc-credit-memo.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcCreditMemo, psr_bc_credit_memo, psr_bc_credit_memo_ref, psr_bc_credit_memo_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcCreditMemo, id, "id", ID),
  PSR_JSON_FIELD (PsrBcCreditMemo, number, "number", CODE),
  PSR_JSON_FIELD (PsrBcCreditMemo, posting_date, "postingDate", DATE),
  PSR_JSON_FIELD (PsrBcCreditMemo, invoice_id, "invoiceId", GUID),
  PSR_JSON_FIELD (PsrBcCreditMemo, total_excluding_tax, "totalAmountExcludingTax", DECIMAL),
  PSR_JSON_FIELD (PsrBcCreditMemo, total_including_tax, "totalAmountIncludingTax", DECIMAL),
  PSR_JSON_FIELD (PsrBcCreditMemo, modified, "lastModifiedDateTime", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_credit_memo_finalize (gpointer data)
{
  PsrBcCreditMemo *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_credit_memo_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a credit memo. May run on any thread.
 *
 * Source: [AL] APIV2 - Sales Credit Memos.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcCreditMemo *
psr_bc_credit_memo_from_json (JsonObject  *object,
                              GError     **error)
{
  g_autoptr (PsrBcCreditMemo) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcCreditMemo);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  self->status = psr_bc_status_from_json (object);

  return g_steal_pointer (&self);
}

/**
 * psr_bc_credit_memo_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcCreditMemo *
psr_bc_credit_memo_ref (PsrBcCreditMemo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_credit_memo_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_credit_memo_unref (PsrBcCreditMemo *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_credit_memo_finalize);
}
