/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-unquote"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-ledger.h"
#include "psr-push-quote.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

/**
 * psr_push_quote_is_changed:
 * @document: a document
 * @quote: (transfer none): its quote as it is now
 *
 * Returns: whether somebody else changed @quote since it was read for the ledger
 */
gboolean
psr_push_quote_is_changed (const PsrLedgerDocument *document,
                           const PsrBcDocument     *quote)
{
  g_return_val_if_fail (document != NULL && quote != NULL, TRUE);

  return document->quote_modified != PSR_TIMESTAMP_NONE && quote->modified != document->quote_modified;
}

/* What the ledger says of it is that Business Central refused to convert it. */
static gboolean
was_refused (const PsrLedgerDocument *document)
{
  return g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_REFUSED));
}

/* The quote is gone: the refusal is told to Wello, or the document is sent anew. */
static PsrLedgerDocument *
finish (PsrPushRun        *run,
        PsrLedgerDocument *document)
{
  gboolean tell = was_refused (document);
  PsrLedgerTransition *step = psr_billing_step_new (document, tell ? PSR_BILLING_EVENT_REFUSED
                                                                   : PSR_BILLING_EVENT_QUOTE_DROPPED,
                                                    PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_forget_quote (step);
  psr_push_forget_sent (step);

  /* How often that was left for later says nothing of what comes next. */
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);

  if (tell)
    {
      psr_ledger_transition_set_reason (step, document->reason_code, document->reason_what,
                                        document->reason_why, document->reason_mend);
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
    }

  moved = psr_push_run_commit (run, step);

  if (moved == NULL || !tell)
    return g_steal_pointer (&moved);

  psr_push_tell (run, moved, FALSE);

  return NULL;
}

/* Left for later, but not for ever; why it is to be removed stays with it. */
static void
later (PsrPushRun        *run,
       PsrLedgerDocument *document,
       const char        *words,
       const GError      *error)
{
  gboolean all = psr_push_run_concerns_all (error);
  g_autofree char *said = error != NULL ? psr_billing_step_dup_words (error) : g_strdup (words);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  PsrLedgerTransition *step;

  if (document->lookups >= PSR_PUSH_MOST_LATER && !all)
    {
      psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_QUOTE_STUCK, said);
      return;
    }

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc)));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, document->lookups + !all);
  moved = psr_push_run_commit (run, step);

  if (all)
    psr_push_run_end (run, g_error_copy (error));
}

/* A quote that is gone may have been converted instead: by whom we don't know, unless
 * @by_us says that it was we who removed it. What was posted of it since may be hidden. */
static PsrLedgerDocument *
gone (PsrPushRun        *run,
      PsrLedgerDocument *document,
      PsrPushPlan       *plan,
      gboolean           by_us)
{
  const char *numbers[] = { document->external_number, NULL };
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(GError) error = NULL;

  if (!by_us && (!psr_push_is_quote_gone (run, document, &error) || !psr_push_may_see (run, PSR_BC_DOCUMENT_INVOICE, &error)))
    {
      g_autofree char *unread = psr_billing_step_dup_words (error);

      if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_QUOTE_UNREAD, unread);
      else if (error != NULL)
        later (run, document, "", error);
      else
        psr_push_ask_for_sight (run, document, TRUE);
      return NULL;
    }

  lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, numbers), &error);

  if (lookup == NULL)
    {
      later (run, document, "", error);
      return NULL;
    }

  if (psr_push_judge (run, document, plan, lookup, &moved))
    psr_push_verify_if_created (run, moved, plan, lookup, PSR_ECHO_READ);
  else if (by_us || psr_push_is_unshipped (run, document, TRUE, &error))
    return finish (run, document);
  else if (error != NULL)
    later (run, document, "", error);

  return NULL;
}

/**
 * psr_push_unquote:
 * @run: the run
 * @document: (transfer none): a document whose quote is to be removed, held by this
 *   instance
 * @plan: (nullable): what it is to be
 *
 * Removes the quote that the ledger keeps, so that nothing can be made of it any
 * more, by no request that is still under way either. Only our own is removed,
 * while nobody changed it. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document, when it is approved again
 */
PsrLedgerDocument *
psr_push_unquote (PsrPushRun        *run,
                  PsrLedgerDocument *document,
                  PsrPushPlan       *plan)
{
  PsrBcClient *bc = run->context->bc;
  g_autoptr(PsrPushPlan) own_plan = plan != NULL ? psr_push_plan_ref (plan) : NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;

  psr_push_run_touch (run, document);

  if (own_plan == NULL)
    own_plan = psr_push_plan_make (run->context, document,
                                   psr_billing_step_get_kind (run->context, document), &error);

  if (own_plan == NULL)
    {
      g_autofree char *words = psr_billing_step_dup_words (error);

      psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_GAVE_UP, words);
      return NULL;
    }

  for (guint tried = 0; tried < PSR_PUSH_TRIES; tried++)
    {
      g_autoptr(PsrBcDocument) quote = NULL;
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autofree char *words = NULL;

      g_clear_error (&error);
      quote = dex_await_boxed (psr_bc_client_get_document (bc, PSR_BC_DOCUMENT_QUOTE, document->quote_id, FALSE), &error);

      if (quote == NULL && g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        return gone (run, document, own_plan, FALSE);

      if (quote == NULL || quote->etag[0] == '\0')
        break;

      if (psr_push_quote_is_changed (document, quote) || !psr_bc_document_is_draft (quote))
        {
          psr_push_quote_move (run, document, PSR_BILLING_EVENT_DIFFERS,
                               psr_bc_document_is_draft (quote) ? PSR_REASON_QUOTE_CHANGED : PSR_REASON_QUOTE_NOT_DRAFT,
                               quote->number);
          return NULL;
        }

      if (psr_push_run_may_send (run, &error))
        outcome = dex_await_object (psr_bc_client_delete_document (bc, PSR_BC_DOCUMENT_QUOTE, quote->id, quote->etag), &error);

      if (outcome == NULL)
        break;

      if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE || psr_bc_outcome_says_no_quote (outcome))
        return gone (run, document, own_plan, psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE);

      if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED)
        {
          words = psr_push_run_dup_reason (outcome);
          psr_push_quote_move (run, document, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_QUOTE_STUCK, words);
          return NULL;
        }

      if (psr_write_outcome_get_reason (outcome) != NULL &&
          psr_push_run_concerns_all (psr_write_outcome_get_reason (outcome)))
        {
          g_clear_error (&error);
          error = g_error_copy (psr_write_outcome_get_reason (outcome));
          break;
        }

      g_free (said);
      said = psr_push_run_dup_reason (outcome);
      psr_push_run_wait (run, tried, psr_write_outcome_get_retry_after (outcome));

      if (psr_push_run_is_over (run))
        break;
    }

  later (run, document, said != NULL ? said : "", error);

  return NULL;
}
