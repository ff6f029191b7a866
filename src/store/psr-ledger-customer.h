/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrLedgerCustomer:
 * @number: the customer's number
 * @name: the customer's name
 * @count: how many documents there are for that customer
 *
 * A customer of some documents.
 */
typedef struct
{
  char   *number;
  char   *name;
  gint64  count;
} PsrLedgerCustomer;

PsrLedgerCustomer *psr_ledger_customer_new  (void);
void               psr_ledger_customer_free (PsrLedgerCustomer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerCustomer, psr_ledger_customer_free)

G_END_DECLS
