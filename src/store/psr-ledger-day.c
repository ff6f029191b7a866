/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-ledger-day"

#include "config.h"

#include "psr-ledger-day.h"

/**
 * psr_ledger_day_new:
 *
 * Returns: (transfer full): a day to be filled
 */
PsrLedgerDay *
psr_ledger_day_new (void)
{
  return g_new0 (PsrLedgerDay, 1);
}

/**
 * psr_ledger_day_free:
 * @self: (transfer full): a day
 */
void
psr_ledger_day_free (PsrLedgerDay *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->day);
  g_free (self);
}
