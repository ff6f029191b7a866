/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-context.h"
#include "psr-billing-reason.h"
#include "psr-billing-report.h"
#include "psr-billing-table.h"
#include "psr-ledger-document.h"
#include "psr-ledger-query.h"
#include "psr-ledger-transition.h"

G_BEGIN_DECLS

/* Stands for what a document was made as, where it was found by its number, and differs. */
#define PSR_BILLING_STEP_ONLY_FOUND "-"

#define PSR_BILLING_WORKER "passerelle"

/* A set of states is the sum of their bits. */
#define PSR_BILLING_BIT(state) (G_GUINT64_CONSTANT (1) << PSR_BILLING_STATE_##state)
G_STATIC_ASSERT (PSR_BILLING_N_STATES <= 64);

guint64              psr_billing_step_get_under_way (gboolean                 intents);
PsrBillingState      psr_billing_step_get_state   (const PsrLedgerDocument *document);
gboolean             psr_billing_step_is_newer_known (const PsrLedgerDocument *document);
gboolean             psr_billing_step_is_possible (const PsrLedgerDocument *document,
                                                   PsrBillingEvent          event);
PsrLedgerTransition *psr_billing_step_new         (const PsrLedgerDocument *document,
                                                   PsrBillingEvent          event,
                                                   const char              *who);
void                 psr_billing_step_set_words   (PsrLedgerTransition     *step,
                                                   const char              *code,
                                                   const PsrExplanation    *words);
void                 psr_billing_step_set_reason  (PsrLedgerTransition     *step,
                                                   PsrBillingReason         reason,
                                                   const char              *subject);
PsrLedgerDocument   *psr_billing_step_commit      (PsrBillingContext       *context,
                                                   PsrLedgerTransition     *step,
                                                   GError                 **error);
gboolean             psr_billing_step_is_conflict (const GError            *error);
GPtrArray           *psr_billing_step_find        (PsrBillingContext       *context,
                                                   PsrLedgerQuery          *query,
                                                   GError                 **error);
GPtrArray           *psr_billing_step_find_states (PsrBillingContext       *context,
                                                   guint64                  states,
                                                   GError                 **error);
char                *psr_billing_step_dup_words   (const GError            *error);
gboolean             psr_billing_step_is_made     (const PsrLedgerDocument *document);
gboolean             psr_billing_step_is_only_found (const PsrLedgerDocument *document);
gboolean             psr_billing_step_was_given_away (const PsrLedgerDocument *document,
                                                      const char              *external_number);
gboolean             psr_billing_step_is_stuck    (const PsrLedgerDocument *document);
const char          *psr_billing_step_get_card    (const PsrLedgerDocument *document);
PsrBillingKind       psr_billing_step_get_kind    (PsrBillingContext       *context,
                                                   const PsrLedgerDocument *document);
const char          *psr_billing_kind_to_string   (PsrBillingKind           kind);
PsrBillingResult    *psr_billing_step_result      (PsrBillingContext       *context,
                                                   const PsrLedgerDocument *document);

G_END_DECLS
