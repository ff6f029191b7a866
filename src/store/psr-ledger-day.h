/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrLedgerDay:
 * @day: the day, "YYYY-MM-DD", where this computer is
 * @billed: how many documents went out that are in Business Central
 * @same_day: how many of them bill work that was completed that very day
 *
 * What was billed on one day.
 */
typedef struct
{
  char   *day;
  gint64  billed;
  gint64  same_day;
} PsrLedgerDay;

PsrLedgerDay *psr_ledger_day_new  (void);
void          psr_ledger_day_free (PsrLedgerDay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerDay, psr_ledger_day_free)

G_END_DECLS
