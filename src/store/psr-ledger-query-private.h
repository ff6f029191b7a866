/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-connection.h"
#include "psr-ledger-query.h"

G_BEGIN_DECLS

struct _PsrLedgerQuery
{
  GStrv states;
  GArray *ids;
  GStrv wello_invoices;
  GStrv internal_numbers;
  GStrv job_numbers;
  GStrv external_numbers;
  GStrv bc_ids;
  GStrv bc_statuses;
  char *holder;
  PsrTimestamp due;
  PsrTimestamp since;
  gboolean live_only;
  gboolean with_lines;
  gboolean oldest_first;
  char *after_date;
  gint64 after_id;
  guint limit;
};

PsrStatement *psr_ledger_query_prepare (const PsrLedgerQuery  *self,
                                        PsrConnection         *connection,
                                        const char            *columns,
                                        GError               **error);

G_END_DECLS
