/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"

G_BEGIN_DECLS

/* For PsrSqliteLedger: the body of psr_ledger_upsert_found() for some of the
 * documents. */

gpointer   psr_sqlite_upsert_job_new  (GPtrArray          *documents,
                                       guint               first,
                                       guint               n_documents,
                                       const char * const *refreshable_states,
                                       const char         *who,
                                       PsrTimestamp        now);
void       psr_sqlite_upsert_job_free (gpointer            data);
DexFuture *psr_sqlite_upsert_run      (PsrConnection      *connection,
                                       gpointer            data);

G_END_DECLS
