/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-quote"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-echo-check.h"
#include "psr-explain.h"
#include "psr-ledger.h"
#include "psr-push-quote.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

/*
 * A sales quote is a token that can be spent once: converting it inserts the
 * document and deletes the quote in one transaction. So nothing is waited for;
 * what has to hold is that everybody who bills an invoice converts the same quote.
 *
 * Each reads the quotes with the external number, takes the first that was made,
 * then reads the documents with that number, and only then converts. Whoever sees
 * no document read the quotes before any was converted; the first that was made
 * was there for all of them, because numbers are given in the order in which
 * quotes are committed.
 */

/**
 * psr_push_keep_quote:
 * @step: an arrow
 * @quote: (transfer none): a quote as read
 *
 * Has the ledger keep the quote that is converted.
 */
void
psr_push_keep_quote (PsrLedgerTransition *step,
                     const PsrBcDocument *quote)
{
  g_return_if_fail (step != NULL && quote != NULL);

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_QUOTE_ID, quote->id);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_QUOTE_NUMBER, quote->number);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_QUOTE_MODIFIED, quote->modified);
}

/**
 * psr_push_forget_quote:
 * @step: an arrow
 *
 * Has the ledger keep no quote any more.
 */
void
psr_push_forget_quote (PsrLedgerTransition *step)
{
  g_return_if_fail (step != NULL);

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_QUOTE_ID, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_QUOTE_NUMBER, "");
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_QUOTE_MODIFIED, PSR_TIMESTAMP_NONE);
}

/**
 * psr_push_quote_move:
 * @run: the run
 * @document: (transfer none): a document
 * @event: what happens to it
 * @reason: why
 * @subject: (nullable): what the reason is about
 *
 * Brings the document to rest. To be called in a fiber.
 */
void
psr_push_quote_move (PsrPushRun        *run,
                     PsrLedgerDocument *document,
                     PsrBillingEvent    event,
                     PsrBillingReason   reason,
                     const char        *subject)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_reason (step, reason, subject);
  psr_push_restore_kind (step, document);
  moved = psr_push_run_commit (run, step);
}

/**
 * psr_push_quote_later:
 * @run: the run
 * @document: (transfer none): a document
 * @words: why it couldn't be finished now
 * @error: (nullable): the error behind it
 *
 * Leaves the document where it is, to be gone on with in a minute, but not for ever.
 * To be called in a fiber.
 */
void
psr_push_quote_later (PsrPushRun        *run,
                      PsrLedgerDocument *document,
                      const char        *words,
                      const GError      *error)
{
  gboolean all = psr_push_run_concerns_all (error);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  PsrLedgerTransition *step;

  /* What is about to get a quote is approved again, and is counted otherwise. */
  if (document->lookups >= PSR_PUSH_MOST_LATER && !all &&
      psr_billing_step_get_state (document) != PSR_BILLING_STATE_QUOTING)
    {
      psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_GAVE_UP, words);
      return;
    }

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  psr_billing_step_set_reason (step, PSR_REASON_WAITING, words);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc)));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, document->lookups + !all);
  moved = psr_push_run_commit (run, step);

  if (all)
    psr_push_run_end (run, g_error_copy (error));
}

/* Which of two numbers of a series was given first. */
static gboolean
is_earlier (const char *number,
            const char *than)
{
  gsize length = strlen (number), other = strlen (than);

  return length != other ? length < other : strcmp (number, than) < 0;
}

/*
 * The quote that everybody takes: the first that is of what is billed. Prices
 * don't matter, they are put right; @own does for want of any other, so that it is
 * told what is wrong with it.
 */
static PsrBcDocument *
find_quote (PsrPushRun         *run,
            PsrLedgerDocument  *document,
            PsrPushPlan        *plan,
            const char         *own,
            GError            **error)
{
  g_autoptr(PsrBcLookup) lookup = NULL;
  PsrBcDocument *first = NULL, *mine = NULL;

  lookup = dex_await_boxed (psr_bc_client_find_with_lines (run->context->bc, PSR_BC_DOCUMENT_QUOTE,
                                                           document->external_number), error);

  if (lookup == NULL)
    return NULL;

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      PsrBcDocument *quote = g_ptr_array_index (lookup->documents, i);
      g_autofree char *differs = NULL;

      if (g_strcmp0 (quote->id, own) == 0)
        mine = quote;

      if (quote->lines == NULL)
        continue;

      differs = psr_echo_check_shape (plan->billable, quote);

      if (differs == NULL && (first == NULL || is_earlier (quote->number, first->number)))
        first = quote;
    }

  if (first == NULL)
    first = mine;

  return first != NULL ? psr_bc_document_ref (first) : NULL;
}

/**
 * psr_push_is_quote_gone:
 * @run: the run
 * @document: (transfer none): a document whose quote wasn't found by its id
 * @error: return location for an error
 *
 * What isn't found may be there all the same: where quotes aren't offered any more, as once
 * an account has lost a right, each of them is answered as if it wasn't there. Only who may
 * list quotes knows; another request may convert one that is there. To be called in a fiber.
 *
 * Returns: whether it is gone, and can't be converted; %FALSE with @error set when nobody
 *   can tell
 */
gboolean
psr_push_is_quote_gone (PsrPushRun               *run,
                        const PsrLedgerDocument  *document,
                        GError                  **error)
{
  const char *numbers[] = { document->external_number, NULL };
  g_autoptr(PsrBcLookup) lookup = NULL;

  g_return_val_if_fail (run != NULL && document != NULL, FALSE);

  lookup = dex_await_boxed (psr_bc_client_find_quotes (run->context->bc, numbers), error);

  if (lookup == NULL)
    return FALSE;

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      if (g_str_equal (((PsrBcDocument *) g_ptr_array_index (lookup->documents, i))->id, document->quote_id))
        {
          g_set_error_literal (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER,
                               "Business Central lists the quote, but didn’t find it");
          return FALSE;
        }
    }

  return TRUE;
}

/* @quote is one that is there already. */
static PsrLedgerDocument *
commit_intent (PsrPushRun          *run,
               PsrLedgerDocument   *document,
               const PsrBcDocument *quote)
{
  PsrBillingContext *context = run->context;
  g_autoptr(PsrLedgerTransition) step = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(GError) error = NULL;

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_QUOTE, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND,
                                  psr_billing_kind_to_string (psr_billing_step_get_kind (context, document)));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, "");

  if (quote != NULL)
    psr_push_keep_quote (step, quote);
  else
    psr_push_forget_quote (step);

  psr_push_note_sent (run, step, document, document->quote_id[0] != '\0');
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, PSR_TIMESTAMP_NONE);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_SENT_AT, psr_clock_now (context->clock));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_ATTEMPTS, document->attempts + 1);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_NOT_SENT, FALSE);
  moved = psr_billing_step_commit (context, g_steal_pointer (&step), &error);

  if (moved != NULL)
    {
      psr_push_run_report (run, moved);
      return g_steal_pointer (&moved);
    }

  if (psr_billing_step_is_conflict (error))
    psr_push_explain_conflict (run, document);
  else
    psr_push_run_end (run, g_steal_pointer (&error));

  return NULL;
}

/* Whether a quote was made isn't known, and doesn't matter: one that nobody
 * converts bills nothing. The document, when it may be tried again at once. */
static PsrLedgerDocument *
lost (PsrPushRun        *run,
      PsrLedgerDocument *document,
      const char        *words,
      const GError      *error,
      guint              tried)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_UNKNOWN, PSR_BILLING_WORKER);
  gboolean all = psr_push_run_concerns_all (error);
  gboolean last = all || tried + 1 >= PSR_PUSH_TRIES;
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_reason (step, PSR_REASON_WAITING, words);

  if (last && !all)
    psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                         psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc)));

  moved = psr_push_run_commit (run, step);

  if (all)
    psr_push_run_end (run, g_error_copy (error));

  if (moved == NULL || last)
    return NULL;

  psr_push_run_wait (run, tried, 0);

  return psr_push_run_is_over (run) ? NULL : g_steal_pointer (&moved);
}

static GError *
blind_error (void)
{
  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLIND,
                                  _("Business Central doesn’t show the quotes that Passerelle makes"),
                                  _("A quote that was made just now can’t be found by its number."),
                                  _("Give the account in Business Central the right to read sales quotes (permission set D365 SALES DOC, EDIT), or write Via=direct under [Billing] in the profile; then bill again."));
}

/* Refused, unless quotes aren't what they were: then it is approved again, to be made
 * directly. */
static PsrLedgerDocument *
refused (PsrPushRun        *run,
         PsrLedgerDocument *intent,
         PsrPushPlan       *plan,
         const char        *words)
{
  g_autoptr(GError) error = NULL;
  PsrLedgerTransition *step;

  if (!psr_push_lose_quotes (run, intent, plan, &error))
    {
      if (error != NULL)
        psr_push_quote_later (run, intent, words, error);
      else
        psr_push_refused (run, intent, words);
      return NULL;
    }

  step = psr_billing_step_new (intent, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  psr_billing_step_set_reason (step, PSR_REASON_WAITING, words);

  return psr_push_run_commit (run, step);
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
}

static PsrLedgerDocument *
take (PsrPushRun        *run,
      PsrLedgerDocument *intent,
      PsrPushPlan       *plan,
      PsrBcDocument     *quote)
{
  PsrLedgerTransition *step = psr_billing_step_new (intent, PSR_BILLING_EVENT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_keep_quote (step, quote);
  moved = psr_push_run_commit (run, step);

  return moved != NULL ? psr_push_quoted (run, moved, plan, quote) : NULL;
}

/**
 * psr_push_quote:
 * @run: the run
 * @document: (transfer none): an approved document
 * @plan: what it is to be
 * @tried: how often it was tried in this run
 *
 * Makes a quote, or takes one that is there, and goes on with it. To be called in
 * a fiber.
 *
 * Returns: (transfer full) (nullable): the document, when it may be tried again
 */
PsrLedgerDocument *
psr_push_quote (PsrPushRun        *run,
                PsrLedgerDocument *document,
                PsrPushPlan       *plan,
                guint              tried)
{
  PsrBcClient *bc = run->context->bc;
  g_autoptr(PsrLedgerDocument) intent = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrBcDocument) quote = NULL;
  g_autoptr(GError) error = NULL;

  /* The answer to an earlier one may have been lost. */
  if (document->attempts > 0)
    quote = find_quote (run, document, plan, NULL, &error);

  /* Where quotes are what is wanted nothing else is made, beside one that may be there;
   * that concerns this document, and no other of the run. */
  if (is_missing (error))
    {
      g_autoptr(GError) untried = NULL;

      if (psr_push_lose_quotes (run, document, plan, &untried))
        return psr_ledger_document_ref (document);

      if (untried == NULL)
        {
          g_autofree char *unread = psr_billing_step_dup_words (error);

          psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_QUOTE_UNREAD, unread);
          return NULL;
        }

      g_clear_error (&error);
      error = g_steal_pointer (&untried);
    }

  if (error != NULL)
    {
      g_autofree char *unread = psr_billing_step_dup_words (error);

      psr_push_quote_later (run, document, unread, error);
      return NULL;
    }

  intent = commit_intent (run, document, quote);

  if (intent == NULL)
    return NULL;

  if (quote == NULL)
    {
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autoptr(PsrBcDocument) own = NULL;
      g_autofree char *words = NULL;

      if (psr_push_run_may_send (run, &error))
        outcome = dex_await_object (psr_bc_client_create_document (bc, PSR_BC_DOCUMENT_QUOTE,
                                                                   plan->built->quote_body), &error);

      if (outcome == NULL)
        {
          words = psr_billing_step_dup_words (error);
          return lost (run, intent, words, error, tried);
        }

      words = psr_push_run_dup_reason (outcome);

      switch (psr_write_outcome_get_kind (outcome))
        {
        case PSR_WRITE_NOT_MADE:
          return psr_push_not_made (run, intent, outcome, tried);

        case PSR_WRITE_REFUSED:
        case PSR_WRITE_STALE:
          return refused (run, intent, plan, words);

        case PSR_WRITE_MADE:
          own = dex_await_boxed (psr_bc_client_parse_document (bc, PSR_BC_DOCUMENT_QUOTE,
                                                               psr_write_outcome_get_response (outcome)), &error);
          break;

        case PSR_WRITE_UNKNOWN:
        default:
          return lost (run, intent, words, NULL, tried);
        }

      g_clear_error (&error);
      quote = find_quote (run, intent, plan, own != NULL ? own->id : NULL, &error);

      if (quote == NULL)
        {
          gboolean blind = error == NULL && own != NULL;

          if (blind)
            error = blind_error ();

          g_free (words);
          words = psr_billing_step_dup_words (error);
          moved = lost (run, intent, words, error, blind ? PSR_PUSH_TRIES : tried);

          if (blind)
            psr_push_run_end (run, g_steal_pointer (&error));

          return g_steal_pointer (&moved);
        }
    }

  return take (run, intent, plan, quote);
}

/**
 * psr_push_quote_again:
 * @run: the run
 * @document: (transfer none): an approved document whose quote is kept
 * @plan: what it is to be
 * @quote: (transfer none): that quote, which fits
 *
 * Goes on with a quote of before. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document, when it may be tried again
 */
PsrLedgerDocument *
psr_push_quote_again (PsrPushRun        *run,
                      PsrLedgerDocument *document,
                      PsrPushPlan       *plan,
                      PsrBcDocument     *quote)
{
  g_autoptr(PsrLedgerDocument) intent = commit_intent (run, document, quote);

  return intent != NULL ? take (run, intent, plan, quote) : NULL;
}
