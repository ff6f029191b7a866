/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-way"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-echo-check.h"
#include "psr-explain.h"
#include "psr-push-quote.h"
#include "psr-push-send-private.h"
#include "psr-quote-sweep.h"
#include "psr-quote-trial.h"
#include "psr-service-error.h"

/* Answers all that wait for @promise. */
static PsrQuoteTrial *
settle (PsrPushRun     *run,
        DexPromise     *promise,
        PsrQuoteTrial  *trial,
        GError         *failure,
        GError        **error)
{
  if (trial != NULL)
    {
      psr_quote_sweep_note_left (run, trial->left);
      dex_promise_resolve_boxed (promise, PSR_TYPE_QUOTE_TRIAL, psr_quote_trial_ref (trial));
      return trial;
    }

  dex_promise_reject (promise, g_error_copy (failure));
  g_propagate_error (error, failure);

  return NULL;
}

/* So often a run tries quotes when that can't be found out. */
#define MAX_TRIALS 3

/* Whether @trial, which failed, is to be made once more, by somebody else who asks for
 * quotes. */
static gboolean
is_worth_another (PsrPushRun   *run,
                  DexPromise   *trial,
                  const GError *error)
{
  if (psr_push_run_concerns_all (error) || run->n_trials >= MAX_TRIALS)
    return FALSE;

  if (run->trial == trial)
    dex_clear (&run->trial);

  return TRUE;
}

/* The trial is made by whoever comes first in a run; all others wait for it. */
static PsrQuoteTrial *
try_quotes (PsrPushRun   *run,
            PsrPushPlan  *plan,
            gboolean      again,
            GError      **error)
{
  g_autoptr(DexPromise) promise = NULL;
  PsrQuoteTrial *trial;
  GError *failure = NULL;

  while (run->trial != NULL)
    {
      g_autoptr(DexPromise) others = dex_ref (run->trial);
      g_autoptr(GError) local = NULL;

      trial = dex_await_boxed (dex_ref (DEX_FUTURE (others)), &local);

      if (trial != NULL)
        return trial;

      if (again && is_worth_another (run, others, local))
        continue;

      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  promise = dex_promise_new ();
  run->trial = dex_ref (promise);
  run->n_trials++;
  trial = psr_quote_trial_recall (run->context, plan->billable->customer_id, again, &failure);

  return settle (run, promise, trial, failure, error);
}

static GError *
no_quotes_error (const char *why)
{
  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES,
                                  _("Documents can’t be made over quotes in Business Central"), why,
                                  _("Put that right (“passerellectl check --try-quote” tries it); or write Via=auto or Via=direct under [Billing] in the profile, or bill with --via direct."));
}

static PsrBillingVia
get_via (PsrPushRun              *run,
         const PsrLedgerDocument *document)
{
  PsrBillingVia via;

  if (!psr_billing_via_from_string (document->via, &via) || via == PSR_BILLING_VIA_DEFAULT)
    via = psr_billing_rules_get_via (run->context->rules);

  return via;
}

/**
 * psr_push_leave_quotes:
 * @run: the run
 * @document: (transfer none): a document whose quote is there
 * @outcome: why it wasn't converted
 *
 * That quotes have to be approved shows only when one is converted. Where nobody
 * asked for quotes, all are made directly from then on. To be called in a fiber.
 *
 * Returns: whether @document is to be made directly, once its quote is removed
 */
gboolean
psr_push_leave_quotes (PsrPushRun              *run,
                       const PsrLedgerDocument *document,
                       PsrWriteOutcome         *outcome)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;
  g_autofree char *words = NULL;

  g_return_val_if_fail (run != NULL && document != NULL, FALSE);

  if (get_via (run, document) != PSR_BILLING_VIA_AUTO || !psr_bc_outcome_needs_approval (outcome))
    return FALSE;

  words = psr_push_run_dup_reason (outcome);
  trial = psr_quote_trial_learn (run->context, words);
  dex_clear (&run->trial);
  dex_clear (&run->renewed_trial);
  run->trial = dex_promise_new ();
  run->renewed_trial = dex_ref (run->trial);
  dex_promise_resolve_boxed (run->trial, PSR_TYPE_QUOTE_TRIAL, psr_quote_trial_ref (trial));

  return TRUE;
}

static gboolean
is_lost (const PsrQuoteTrial *trial)
{
  return trial->result != PSR_QUOTE_TRIAL_WORKS && trial->result != PSR_QUOTE_TRIAL_REFUSED_ONE;
}

/* Quotes may be gone since the trial that is remembered. In one run that is found out
 * once; what is refused after a trial that worked is refused for what it is. As long as
 * it isn't known, or can't be found out, the others go on as before: what another
 * desktop makes over quotes must not be made directly here. */
static PsrQuoteTrial *
try_anew (PsrPushRun   *run,
          PsrPushPlan  *plan,
          GError      **error)
{
  g_autoptr(DexPromise) promise = NULL;
  PsrQuoteTrial *trial;
  GError *failure = NULL;

  if (run->renewed_trial != NULL)
    return dex_await_boxed (dex_ref (DEX_FUTURE (run->renewed_trial)), error);

  promise = dex_promise_new ();
  run->renewed_trial = dex_ref (promise);
  trial = psr_quote_trial_renew (run->context, plan->billable->customer_id, &failure);

  /* That quotes need an approval may have been learnt meanwhile. */
  if (trial != NULL && is_lost (trial) && run->renewed_trial == promise)
    {
      dex_clear (&run->trial);
      run->trial = dex_ref (promise);
    }

  return settle (run, promise, trial, failure, error);
}

/**
 * psr_push_lose_quotes:
 * @run: the run
 * @document: (transfer none): a document whose quote was refused, or couldn't be asked
 *   for
 * @plan: what it is to be
 * @error: return location for an error
 *
 * That quotes worked once says nothing of today: the entity, or the right to use it, may
 * have been taken away; that one customer's are refused says nothing of that. Where
 * nobody asked for quotes, all are made directly then. To be called in a fiber.
 *
 * Returns: whether @document is to be made directly; %FALSE with @error set when that
 *   couldn't be found out
 */
gboolean
psr_push_lose_quotes (PsrPushRun               *run,
                      const PsrLedgerDocument  *document,
                      PsrPushPlan              *plan,
                      GError                  **error)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;

  g_return_val_if_fail (run != NULL && document != NULL && plan != NULL, FALSE);

  if (get_via (run, document) != PSR_BILLING_VIA_AUTO)
    return FALSE;

  trial = try_anew (run, plan, error);

  return trial != NULL && is_lost (trial);
}

/* Who asked for quotes for one document only has to look at that one. What isn't known
 * now is asked again for the next document, or in the next run; this one waits, but not for
 * ever. */
static void
cannot_quote (PsrPushRun          *run,
              PsrLedgerDocument   *document,
              const PsrQuoteTrial *trial,
              GError              *error)
{
  g_autoptr(GError) owned = error;
  g_autofree char *words = NULL;

  if (psr_push_run_concerns_all (error))
    {
      psr_push_run_end (run, g_steal_pointer (&owned));
    }
  else if (error != NULL)
    {
      words = psr_billing_step_dup_words (error);
      psr_push_quote_later (run, document, words, error);
    }
  else if (psr_billing_rules_get_via (run->context->rules) == PSR_BILLING_VIA_QUOTE)
    {
      psr_push_run_end (run, no_quotes_error (trial->why));
    }
  else
    {
      psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_NO_QUOTES, trial->why);
    }
}

/* Where nobody says otherwise it is found out once whether quotes can be used. */
static gboolean
choose (PsrPushRun        *run,
        PsrLedgerDocument *document,
        PsrPushPlan       *plan,
        PsrPushWay        *way)
{
  g_autoptr(PsrQuoteTrial) trial = NULL;
  g_autoptr(GError) error = NULL;
  PsrBillingVia via = get_via (run, document);

  *way = PSR_PUSH_WAY_DIRECT;

  /* A customer that is blocked with Ship may get invoices, but neither orders nor
   * quotes ([AL] Customer, CheckBlockedCustOnDocs). */
  if (via == PSR_BILLING_VIA_DIRECT || (via == PSR_BILLING_VIA_AUTO && plan->billable->no_orders[0] != '\0'))
    return TRUE;

  if (plan->billable->no_orders[0] == '\0')
    trial = try_quotes (run, plan, via == PSR_BILLING_VIA_QUOTE, &error);

  if (trial != NULL && trial->result == PSR_QUOTE_TRIAL_WORKS)
    {
      *way = PSR_PUSH_WAY_QUOTE;
      return TRUE;
    }

  if (via == PSR_BILLING_VIA_AUTO && !psr_push_run_concerns_all (error))
    return TRUE;

  /* It may be this customer alone: then its own quote is refused as well. */
  if (error == NULL && (trial == NULL || trial->result == PSR_QUOTE_TRIAL_REFUSED ||
                        trial->result == PSR_QUOTE_TRIAL_REFUSED_ONE))
    {
      *way = PSR_PUSH_WAY_QUOTE;
      return TRUE;
    }

  cannot_quote (run, document, trial, g_steal_pointer (&error));

  return FALSE;
}

/* The ledger's quote is gone, and nothing was made of it. */
static PsrLedgerDocument *
forget_quote (PsrPushRun        *run,
              PsrLedgerDocument *document)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);

  psr_push_forget_quote (step);
  psr_push_forget_sent (step);

  return psr_push_run_commit (run, step);
}

/* An approved document with a quote of before: somebody approved it again since. Where the
 * quote isn't there any more, the document goes on with what was made of it, or without it as
 * @again, or another way. */
static PsrBcDocument *
read_kept_quote (PsrPushRun         *run,
                 PsrLedgerDocument  *document,
                 PsrPushPlan        *plan,
                 PsrLedgerDocument **again)
{
  g_autoptr(PsrBcDocument) quote = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(GError) error = NULL;

  quote = dex_await_boxed (psr_bc_client_get_document (run->context->bc, PSR_BC_DOCUMENT_QUOTE,
                                                       document->quote_id, TRUE), &error);

  if (quote == NULL && g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      const char *numbers[] = { document->external_number, NULL };
      g_autoptr(PsrBcLookup) lookup = NULL;

      /* It may have been converted since the document was looked for, or be hidden. */
      g_clear_error (&error);

      if (psr_push_is_quote_gone (run, document, &error) &&
          psr_push_may_see (run, PSR_BC_DOCUMENT_INVOICE, &error))
        lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, numbers), &error);
      else if (error == NULL)
        psr_push_ask_for_sight (run, document, TRUE);

      if (lookup != NULL && psr_push_judge (run, document, plan, lookup, &moved))
        psr_push_verify_if_created (run, moved, plan, lookup, PSR_ECHO_READ);
      else if (lookup != NULL && psr_push_is_unshipped (run, document, TRUE, &error))
        *again = forget_quote (run, document);
    }

  /* What isn't allowed any more concerns this document, and no other of the run. */
  if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
      g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
      g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED))
    {
      g_autofree char *words = psr_billing_step_dup_words (error);

      psr_push_quote_move (run, document, PSR_BILLING_EVENT_GAVE_UP, PSR_REASON_QUOTE_UNREAD, words);
    }

  /* Nor does what can't be read now, unless nothing can. */
  else if (error != NULL)
    {
      g_autofree char *words = psr_billing_step_dup_words (error);

      psr_push_quote_later (run, document, words, error);
    }

  return g_steal_pointer (&quote);
}

/**
 * psr_push_has_kept_quote:
 * @run: the run
 * @document: (transfer none): an approved document whose quote is kept
 * @plan: what it is to be
 * @again: (out) (transfer full) (nullable): otherwise, the document without it, when it may
 *   be tried again at once
 *
 * What was made of a quote counts before anything else does that ends an approval. To be
 * called in a fiber.
 *
 * Returns: whether the quote is there, so that nothing was made of it
 */
gboolean
psr_push_has_kept_quote (PsrPushRun         *run,
                         PsrLedgerDocument  *document,
                         PsrPushPlan        *plan,
                         PsrLedgerDocument **again)
{
  g_autoptr(PsrBcDocument) quote = NULL;

  *again = NULL;
  quote = read_kept_quote (run, document, plan, again);

  return quote != NULL;
}

/* As long as that quote is there no other is made, nor a document beside it. Of one that is
 * for what Wello says no more nothing is made either. Whether it goes on with @fitting. */
static gboolean
clear_the_way (PsrPushRun         *run,
               PsrLedgerDocument  *document,
               PsrPushPlan        *plan,
               PsrPushWay          way,
               PsrBcDocument     **fitting,
               PsrLedgerDocument **again)
{
  g_autoptr(PsrBcDocument) quote = read_kept_quote (run, document, plan, again);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *differs = NULL;
  PsrLedgerTransition *step;

  if (quote == NULL)
    return FALSE;

  if (quote->lines != NULL && way == PSR_PUSH_WAY_QUOTE && psr_bc_document_is_draft (quote) &&
      !psr_billing_step_is_newer_known (document))
    {
      differs = psr_echo_check_shape (plan->billable, quote);

      if (differs == NULL)
        differs = psr_echo_check_vat (plan->billable, quote);

      if (differs == NULL)
        {
          *fitting = g_steal_pointer (&quote);
          return TRUE;
        }
    }

  if (psr_push_quote_is_changed (document, quote) || !psr_bc_document_is_draft (quote))
    {
      psr_push_quote_move (run, document, PSR_BILLING_EVENT_DIFFERS,
                           psr_bc_document_is_draft (quote) ? PSR_REASON_QUOTE_CHANGED : PSR_REASON_QUOTE_NOT_DRAFT,
                           quote->number);
      return FALSE;
    }

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_DROP_QUOTE, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
  moved = psr_push_run_commit (run, step);

  if (moved != NULL)
    *again = psr_push_unquote (run, moved, plan);

  return FALSE;
}

/**
 * psr_push_choose_way:
 * @run: the run
 * @document: (transfer none): an approved document that isn't there yet
 * @plan: what it is to be
 * @again: (out) (transfer full) (nullable): with %PSR_PUSH_WAY_OTHER, the document,
 *   when it may be tried again at once
 *
 * Says how an approved document goes on, and gets a quote of before out of its way.
 * To be called in a fiber.
 *
 * Returns: the way
 */
PsrPushWay
psr_push_choose_way (PsrPushRun         *run,
                     PsrLedgerDocument  *document,
                     PsrPushPlan        *plan,
                     PsrLedgerDocument **again)
{
  g_autoptr(PsrBcDocument) quote = NULL;
  PsrPushWay way;

  *again = NULL;

  if (!choose (run, document, plan, &way))
    return PSR_PUSH_WAY_OTHER;

  if (document->quote_id[0] == '\0')
    return way;

  if (clear_the_way (run, document, plan, way, &quote, again))
    *again = psr_push_quote_again (run, document, plan, quote);

  return PSR_PUSH_WAY_OTHER;
}

/**
 * psr_push_drop_kept_quote:
 * @run: the run
 * @document: (transfer none): an approved document whose quote is kept, and is of what
 *   Wello says no more
 * @plan: what it was to be
 *
 * Removes the quote, so that nothing can be made of it any more, by no request that is still
 * under way either. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document without it
 */
PsrLedgerDocument *
psr_push_drop_kept_quote (PsrPushRun        *run,
                          PsrLedgerDocument *document,
                          PsrPushPlan       *plan)
{
  g_autoptr(PsrBcDocument) fitting = NULL;
  PsrLedgerDocument *again = NULL;

  clear_the_way (run, document, plan, PSR_PUSH_WAY_DIRECT, &fitting, &again);

  return again;
}
