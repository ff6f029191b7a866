/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-ledger-customer"

#include "config.h"

#include "psr-ledger-customer.h"

/**
 * psr_ledger_customer_new:
 *
 * Returns: (transfer full): a customer of nothing
 */
PsrLedgerCustomer *
psr_ledger_customer_new (void)
{
  return g_new0 (PsrLedgerCustomer, 1);
}

/**
 * psr_ledger_customer_free:
 * @self: (transfer full): a customer
 */
void
psr_ledger_customer_free (PsrLedgerCustomer *self)
{
  g_free (self->number);
  g_free (self->name);
  g_free (self);
}
