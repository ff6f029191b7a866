/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-ledger-line"

#include "config.h"

#include "psr-fields.h"
#include "psr-ledger-line.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_ledger_line_fields[] = {
  PSR_ROW_FIELD (PsrLedgerLine, id, ID),
  PSR_ROW_FIELD (PsrLedgerLine, document_id, INT64),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, wello_line_id, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, position, INT64, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, kind, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, article_id, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, target_kind, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, target_id, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, target_number, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, description, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, unit, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, quantity, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, unit_price, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, discount, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, net, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, vat_percent, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, vat_code, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD (PsrLedgerLine, bc_line_id, TEXT),
  PSR_ROW_FIELD_FLAGS (PsrLedgerLine, details, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD (PsrLedgerLine, live, BOOLEAN),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrLedgerLine, psr_ledger_line, psr_ledger_line_ref, psr_ledger_line_unref)

/**
 * psr_ledger_line_new:
 *
 * Makes a line without values.
 *
 * Returns: (transfer full): a new #PsrLedgerLine
 */
PsrLedgerLine *
psr_ledger_line_new (void)
{
  PsrLedgerLine *self;

  self = g_atomic_rc_box_new0 (PsrLedgerLine);
  psr_row_init (self, psr_ledger_line_fields);

  return self;
}

/**
 * psr_ledger_line_copy:
 * @self: a #PsrLedgerLine
 *
 * Returns: (transfer full): a copy that may be changed
 */
PsrLedgerLine *
psr_ledger_line_copy (const PsrLedgerLine *self)
{
  PsrLedgerLine *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_ledger_line_new ();
  psr_row_copy (copy, self, psr_ledger_line_fields, PSR_ROW_PLAIN);

  return copy;
}

/**
 * psr_ledger_line_ref:
 * @self: a #PsrLedgerLine
 *
 * Returns: (transfer full): @self
 */
PsrLedgerLine *
psr_ledger_line_ref (PsrLedgerLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_ledger_line_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_ledger_line_fields);
}

/**
 * psr_ledger_line_unref:
 * @self: (transfer full): a #PsrLedgerLine
 */
void
psr_ledger_line_unref (PsrLedgerLine *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_ledger_line_finalize);
}
