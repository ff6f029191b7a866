/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-quoted"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-echo-check.h"
#include "psr-price-gate.h"
#include "psr-push-quote.h"
#include "psr-service-error.h"

/* Rests with what is wrong with the quote; it stays, and nothing is made of it. */
static void
differs_from_plan (PsrPushRun          *run,
                   PsrLedgerDocument   *document,
                   const PsrBcDocument *quote,
                   PsrBillingReason     reason,
                   const char          *words,
                   const char          *shown)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_DIFFERS, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *subject = g_strdup_printf ("%s: %s", quote->number, words);

  psr_billing_step_set_reason (step, reason, shown != NULL ? words : subject);
  if (shown != NULL)
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_PRICE_SHOWN, shown);
  psr_push_keep_quote (step, quote);
  moved = psr_push_run_commit (run, step);
}

/* Per line, per rate and in all (with the totals of a fresh read). */
static char *
compare (PsrPushPlan          *plan,
         const PsrBcDocument  *quote,
         const char           *accepted,
         char                **shown,
         PsrBillingReason     *reason)
{
  char *words = psr_echo_check (plan->billable, plan->built->pricing, quote);

  *reason = PSR_REASON_QUOTE_DIFFERS;

  if (words != NULL)
    return words;

  words = psr_echo_check_vat (plan->billable, quote);
  *reason = words != NULL ? PSR_REASON_QUOTE_VAT_DIFFERS : PSR_REASON_QUOTE_DIFFERS;

  if (words == NULL)
    words = psr_echo_check_totals (plan->billable, plan->built->pricing, quote);

  if (words != NULL)
    return words;

  *reason = PSR_REASON_PRICE_DIFFERS;

  return psr_price_gate_check (plan->billable, plan->built->pricing, quote, accepted, shown);
}

static PsrLedgerDocument *
commit_pricing (PsrPushRun        *run,
                PsrLedgerDocument *document)
{
  PsrLedgerTransition *step;

  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_QUOTE_PRICING)
    return psr_ledger_document_ref (document);

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_REPRICE, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));

  return psr_push_run_commit (run, step);
}

static PsrBcDocument *
read_quote (PsrPushRun         *run,
            PsrLedgerDocument  *document,
            GError            **error)
{
  g_autoptr(PsrBcDocument) quote = NULL;

  quote = dex_await_boxed (psr_bc_client_get_document (run->context->bc, PSR_BC_DOCUMENT_QUOTE,
                                                       document->quote_id, TRUE), error);

  if (quote != NULL && quote->lines == NULL)
    {
      g_set_error_literal (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER,
                           "Business Central sent the quote without its lines");
      return NULL;
    }

  return g_steal_pointer (&quote);
}

/**
 * psr_push_quoted:
 * @run: the run
 * @document: (transfer none): a quoted document, or one whose pricing is held by
 *   this instance
 * @plan: (nullable): what it should be
 * @quote: (nullable): its quote, just read, with lines
 *
 * Puts prices right that Business Central took otherwise, compares the quote with
 * what was agreed while nothing bills anything yet, and goes on to convert it. To
 * be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document, when it may be tried again
 */
PsrLedgerDocument *
psr_push_quoted (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 PsrPushPlan       *plan,
                 PsrBcDocument     *quote)
{
  g_autoptr(PsrLedgerDocument) current = psr_ledger_document_ref (document);
  g_autoptr(PsrPushPlan) own_plan = plan != NULL ? psr_push_plan_ref (plan) : NULL;
  g_autoptr(PsrBcDocument) read = quote != NULL ? psr_bc_document_ref (quote) : NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *differs = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *shown = NULL;
  PsrBillingReason reason;

  psr_push_run_touch (run, document);

  if (own_plan == NULL)
    own_plan = psr_push_plan_make (run->context, document,
                                   psr_billing_step_get_kind (run->context, document), &error);

  if (own_plan == NULL)
    {
      differs = psr_billing_step_dup_words (error);
      psr_push_quote_move (run, current, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_QUOTE_DIFFERS, differs);
      return NULL;
    }

  for (guint tried = 0; ; tried++)
    {
      g_autoptr(PsrLedgerDocument) before = NULL;
      gboolean gross;

      if (read == NULL)
        read = read_quote (run, current, &error);

      if (read == NULL && g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        {
          /* Converted or deleted: what there is tells. */
          return psr_push_convert (run, current, own_plan, NULL);
        }

      if (read == NULL)
        {
          differs = psr_billing_step_dup_words (error);
          psr_push_quote_later (run, current, differs, error);
          return NULL;
        }

      if (!psr_bc_document_is_draft (read))
        {
          psr_push_quote_move (run, current, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_QUOTE_NOT_DRAFT, read->number);
          return NULL;
        }

      differs = psr_echo_check_shape (own_plan->billable, read);
      gross = psr_push_price_is_gross (read);

      if (differs != NULL || tried >= PSR_PUSH_TRIES || psr_push_price_is_right (own_plan, read, gross))
        break;

      /* What somebody else wrote isn't overwritten. */
      if (psr_billing_step_get_state (current) == PSR_BILLING_STATE_QUOTED && psr_push_quote_is_changed (current, read))
        {
          psr_push_quote_move (run, current, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_QUOTE_CHANGED, read->number);
          return NULL;
        }

      if (refused != NULL)
        psr_push_run_wait (run, tried, 0);

      g_clear_pointer (&refused, g_free);
      before = g_steal_pointer (&current);
      current = commit_pricing (run, before);

      if (current == NULL)
        return NULL;

      if (!psr_push_price_write (run, own_plan, read, gross, &refused, &error))
        {
          differs = error != NULL ? psr_billing_step_dup_words (error) : g_steal_pointer (&refused);

          if (error != NULL)
            psr_push_quote_later (run, current, differs, error);
          else
            differs_from_plan (run, current, read, PSR_REASON_QUOTE_DIFFERS, differs, NULL);
          return NULL;
        }

      g_clear_pointer (&read, psr_bc_document_unref);
    }

  if (differs == NULL)
    differs = compare (own_plan, read, current->price_shown, &shown, &reason);
  else
    reason = PSR_REASON_QUOTE_DIFFERS;

  if (differs == NULL)
    return psr_push_convert (run, current, own_plan, read);

  differs_from_plan (run, current, read, reason, differs, shown);

  return NULL;
}
