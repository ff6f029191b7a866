/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-ledger-transition.h"

G_BEGIN_DECLS

/* For PsrSqliteLedger: the body of psr_ledger_transition(). */

gpointer   psr_sqlite_transition_job_new  (PsrLedgerTransition *transition,
                                           PsrTimestamp         now);
void       psr_sqlite_transition_job_free (gpointer             data);
DexFuture *psr_sqlite_transition_run      (PsrConnection       *connection,
                                           gpointer             data);

G_END_DECLS
