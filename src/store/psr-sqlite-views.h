/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-database.h"
#include "psr-ledger-view.h"

G_BEGIN_DECLS

DexFuture *psr_sqlite_views_list_ids (PsrDatabase         *database,
                                      const PsrLedgerView *view);
DexFuture *psr_sqlite_views_sum      (PsrDatabase         *database,
                                      const gint64        *ids,
                                      gsize                n_ids,
                                      const char          *usual_kind);

DexFuture *psr_sqlite_views_list_customers
                                        (PsrDatabase         *database,
                                         const char * const  *states);
DexFuture *psr_sqlite_views_list_days (PsrDatabase         *database,
                                       PsrTimestamp         since);

G_END_DECLS
