/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-database.h"
#include "psr-ledger.h"

G_BEGIN_DECLS

#define PSR_TYPE_SQLITE_LEDGER (psr_sqlite_ledger_get_type ())

/**
 * PsrSqliteLedger:
 *
 * The #PsrLedger that is kept in ledger.db.
 */
G_DECLARE_FINAL_TYPE (PsrSqliteLedger, psr_sqlite_ledger, PSR, SQLITE_LEDGER, GObject)

PsrLedger *psr_sqlite_ledger_new (PsrDatabase *database,
                                  PsrClock    *clock);

G_END_DECLS
