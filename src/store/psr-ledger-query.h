/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrLedgerQuery:
 *
 * Which documents to find, and in what order. Conditions are joined by “and”,
 * the values of one condition by “or”. Documents come by date and then by
 * number, newest first unless psr_ledger_query_set_oldest_first().
 *
 * Long lists are read by pages: take the last document of one page as the start
 * of the next with psr_ledger_query_set_after().
 */
typedef struct _PsrLedgerQuery PsrLedgerQuery;

PsrLedgerQuery *psr_ledger_query_new                  (void);
PsrLedgerQuery *psr_ledger_query_copy                 (const PsrLedgerQuery *self);
void            psr_ledger_query_free                 (PsrLedgerQuery       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerQuery, psr_ledger_query_free)

void            psr_ledger_query_set_states           (PsrLedgerQuery       *self,
                                                       const char * const   *states);
void            psr_ledger_query_set_ids              (PsrLedgerQuery       *self,
                                                       const gint64         *ids,
                                                       gsize                 n_ids);
void            psr_ledger_query_set_wello_invoices   (PsrLedgerQuery       *self,
                                                       const char * const   *wello_invoice_ids);
void            psr_ledger_query_set_internal_numbers (PsrLedgerQuery       *self,
                                                       const char * const   *numbers);
void            psr_ledger_query_set_job_numbers      (PsrLedgerQuery       *self,
                                                       const char * const   *numbers);
void            psr_ledger_query_set_external_numbers (PsrLedgerQuery       *self,
                                                       const char * const   *numbers);
void            psr_ledger_query_set_bc_ids           (PsrLedgerQuery       *self,
                                                       const char * const   *ids);
void            psr_ledger_query_set_bc_statuses      (PsrLedgerQuery       *self,
                                                       const char * const   *statuses);
void            psr_ledger_query_set_holder           (PsrLedgerQuery       *self,
                                                       const char           *holder);
void            psr_ledger_query_set_due              (PsrLedgerQuery       *self,
                                                       PsrTimestamp          due);
void            psr_ledger_query_set_since            (PsrLedgerQuery       *self,
                                                       PsrTimestamp          since);
void            psr_ledger_query_set_live_only        (PsrLedgerQuery       *self,
                                                       gboolean              live_only);
void            psr_ledger_query_set_with_lines       (PsrLedgerQuery       *self,
                                                       gboolean              with_lines);
void            psr_ledger_query_set_oldest_first     (PsrLedgerQuery       *self,
                                                       gboolean              oldest_first);
void            psr_ledger_query_set_after            (PsrLedgerQuery       *self,
                                                       const char           *date,
                                                       gint64                id);
void            psr_ledger_query_set_limit            (PsrLedgerQuery       *self,
                                                       guint                 limit);

G_END_DECLS
