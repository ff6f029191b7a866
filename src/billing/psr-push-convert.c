/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-convert"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-ledger.h"
#include "psr-push-quote.h"
#include "psr-push-send-private.h"

/* Business Central doesn't decide: the same quote is converted with one of the
 * next runs, but not for ever. */
static void
later_by_error (PsrPushRun        *run,
                PsrLedgerDocument *document,
                const GError      *error)
{
  g_autofree char *words = psr_billing_step_dup_words (error);

  psr_push_quote_later (run, document, words, error);
}

/* Whether what is there has settled it, or couldn't be read. With @kind only
 * documents of that kind are asked for, with their lines. */
static gboolean
settle_by_look_up (PsrPushRun              *run,
                   PsrLedgerDocument       *document,
                   PsrPushPlan             *plan,
                   const PsrBcDocumentKind *kind)
{
  const char *numbers[] = { document->external_number, NULL };
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(GError) error = NULL;

  if (kind != NULL)
    lookup = dex_await_boxed (psr_bc_client_find_with_lines (run->context->bc, *kind, numbers[0]), &error);
  else
    lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, numbers), &error);

  if (lookup == NULL)
    {
      later_by_error (run, document, error);
      return TRUE;
    }

  if (!psr_push_judge (run, document, plan, lookup, &moved))
    return FALSE;

  /* Only who has just converted it asks for one kind. */
  psr_push_verify_if_created (run, moved, plan, lookup, kind != NULL ? PSR_ECHO_READ_AT_ONCE : PSR_ECHO_READ);

  return TRUE;
}

static PsrLedgerDocument *
commit_intent (PsrPushRun          *run,
               PsrLedgerDocument   *document,
               const PsrBcDocument *quote)
{
  PsrLedgerTransition *step;

  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_CONVERTING)
    return psr_ledger_document_ref (document);

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_CONVERT, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_SENT_AT, psr_clock_now (run->context->clock));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);

  if (quote != NULL)
    psr_push_keep_quote (step, quote);

  return psr_push_run_commit (run, step);
}

/* Once the quote is out of the way Wello is told that it is refused, or the document
 * goes another way, as @reason says. */
static PsrLedgerDocument *
refused (PsrPushRun        *run,
         PsrLedgerDocument *document,
         PsrPushPlan       *plan,
         PsrBillingReason   reason,
         const char        *words)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_REFUSED, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
  psr_billing_step_set_reason (step, reason, words);
  moved = psr_push_run_commit (run, step);

  return moved != NULL ? psr_push_unquote (run, moved, plan) : NULL;
}

static PsrPushPlan *
make_plan (PsrPushRun        *run,
           PsrLedgerDocument *document,
           PsrPushPlan       *plan)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;

  if (plan != NULL)
    return psr_push_plan_ref (plan);

  plan = psr_push_plan_make (run->context, document, psr_billing_step_get_kind (run->context, document), &error);

  if (plan == NULL)
    {
      words = psr_billing_step_dup_words (error);
      psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_GAVE_UP, words);
    }

  return plan;
}

/**
 * psr_push_convert:
 * @run: the run
 * @document: (transfer none): a document whose quote was compared, or whose
 *   conversion is held by this instance
 * @plan: (nullable): what it is to be
 * @quote: (nullable): its quote as it was compared
 *
 * Converts the document's quote, the one that the ledger keeps and no other, until
 * the document is there. Looks for it before each try and after each answer: a
 * quote that is gone without a document is for a person. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document, when it is to be made directly
 *   instead and may be tried at once
 */
PsrLedgerDocument *
psr_push_convert (PsrPushRun        *run,
                  PsrLedgerDocument *document,
                  PsrPushPlan       *plan,
                  PsrBcDocument     *quote)
{
  g_autoptr(PsrLedgerDocument) current = psr_ledger_document_ref (document);
  g_autoptr(PsrPushPlan) own_plan = NULL;
  g_autofree char *words = NULL;
  PsrBcDocumentKind into = psr_push_get_kind (run, document);

  psr_push_run_touch (run, document);
  own_plan = make_plan (run, document, plan);

  if (own_plan == NULL)
    return NULL;

  for (guint tried = 0; tried < PSR_PUSH_TRIES; tried++)
    {
      g_autoptr(PsrLedgerDocument) intent = NULL;
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autoptr(GError) error = NULL;
      PsrWriteOutcomeKind kind;

      /* Another desktop, or an earlier request of ours, may have been first. */
      if (settle_by_look_up (run, current, own_plan, NULL))
        return NULL;

      intent = commit_intent (run, current, quote);

      if (intent == NULL)
        return NULL;

      psr_ledger_document_unref (current);
      current = psr_ledger_document_ref (intent);

      if (psr_push_run_may_send (run, &error))
        outcome = dex_await_object (psr_bc_client_convert_quote (run->context->bc, current->quote_id, into), &error);

      if (outcome == NULL)
        {
          later_by_error (run, current, error);
          return NULL;
        }

      kind = psr_write_outcome_get_kind (outcome);
      g_free (words);
      /* Translators: Business Central; this follows a colon. */
      words = kind == PSR_WRITE_MADE ? g_strdup (_("it accepted")) : psr_push_run_dup_reason (outcome);

      if (kind == PSR_WRITE_NOT_MADE && psr_push_run_concerns_all (psr_write_outcome_get_reason (outcome)))
        {
          psr_push_quote_later (run, current, words, psr_write_outcome_get_reason (outcome));
          return NULL;
        }

      if (kind == PSR_WRITE_MADE)
        {
          if (settle_by_look_up (run, current, own_plan, &into))
            return NULL;

          psr_push_quote_later (run, current, words, NULL);
          psr_push_run_end (run, psr_push_run_blind_error (into));
          return NULL;
        }

      if (kind == PSR_WRITE_REFUSED || kind == PSR_WRITE_STALE)
        {
          if (settle_by_look_up (run, current, own_plan, NULL))
            return NULL;

          if (psr_bc_outcome_says_no_quote (outcome))
            {
              psr_push_quote_move (run, current, PSR_BILLING_EVENT_GONE, PSR_REASON_QUOTE_GONE, current->quote_number);
              return NULL;
            }

          return refused (run, current, own_plan,
                          psr_push_leave_quotes (run, current, outcome) ? PSR_REASON_WAITING : PSR_REASON_REFUSED,
                          words);
        }

      psr_push_run_wait (run, tried, psr_write_outcome_get_retry_after (outcome));

      if (psr_push_run_is_over (run))
        break;
    }

  psr_push_quote_later (run, current, words != NULL ? words : "", NULL);

  return NULL;
}
