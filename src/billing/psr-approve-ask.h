/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-context.h"
#include "psr-billing.h"
#include "psr-explain.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

/**
 * PsrApproveAsk:
 * @context: the context
 * @ids: of documents in the ledger
 * @kind: invoice, order, or what the rules say
 * @flags: how far the approval goes
 * @accept: (nullable): names of the checks that ask and are accepted
 * @day: (nullable): which day the documents are to bear
 * @person: who asks
 *
 * What is asked of an approval, or of a dry run of one.
 */
typedef struct
{
  PsrBillingContext *context;
  GArray            *ids;
  PsrBillingKind     kind;
  PsrApproveFlags    flags;
  char             **accept;
  char              *day;
  char              *person;
} PsrApproveAsk;

PsrApproveAsk *psr_approve_ask_new           (PsrBillingContext       *context,
                                              const gint64            *ids,
                                              gsize                    n_ids,
                                              const char              *person);
void           psr_approve_ask_free          (gpointer                 data);
GPtrArray     *psr_approve_ask_find          (PsrApproveAsk           *self,
                                              GError                 **error);
gboolean       psr_approve_ask_has_to_answer (const PsrLedgerDocument *document);
char          *psr_approve_ask_dup_open      (PsrApproveAsk           *self,
                                              const PsrLedgerDocument *document,
                                              PsrBillingKind           kind,
                                              PsrExplanation         **words,
                                              const char             **code);
gboolean       psr_approve_ask_is_unchecked  (PsrApproveAsk           *self,
                                              const PsrLedgerDocument *document);
gboolean       psr_approve_ask_is_internal   (PsrApproveAsk           *self,
                                              const PsrLedgerDocument *document);

G_END_DECLS
