/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-post"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-echo-check.h"
#include "psr-explain.h"
#include "psr-price-gate.h"
#include "psr-push-run.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

/* Business Central's own time, not more than it is, or not less: this computer's clock may be
 * set meanwhile, and another computer has another one. Ours has to do where it never told. */
static PsrTimestamp
get_server_now (PsrPushRun *run,
                gboolean    at_most)
{
  PsrClock *clock = run->context->clock;
  const PsrServerTime *time = psr_service_client_get_time (psr_bc_client_get_service (run->context->bc));

  if (time->date == PSR_TIMESTAMP_NONE)
    return psr_clock_now (clock);

  return at_most ? time->date + psr_server_time_get_age (time, clock) + G_USEC_PER_SEC : psr_server_time_get_least (time, clock);
}

/* For how long an attempt whose answer was lost may still run, and come to its end
 * after a later one was refused because of it. */
static gint64
get_doubt_left (PsrPushRun              *run,
                const PsrLedgerDocument *document)
{
  if (document->intent_server_date == PSR_TIMESTAMP_NONE)
    return 0;

  return MAX (document->intent_server_date + psr_billing_rules_get_longest_request (run->context->rules) -
              get_server_now (run, FALSE), 0);
}

static gboolean
is_in_doubt (PsrPushRun              *run,
             const PsrLedgerDocument *document)
{
  return get_doubt_left (run, document) > 0;
}

/* When to read again what isn't settled: at the latest when a refusal counts. */
static PsrTimestamp
read_again (PsrPushRun              *run,
            const PsrLedgerDocument *document)
{
  PsrTimestamp later = psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc));

  return is_in_doubt (run, document) ? MIN (later, psr_clock_now (run->context->clock) + get_doubt_left (run, document)) : later;
}

/* A doubt that is over says nothing about what is sent later. */
static void
forget_doubt (PsrPushRun              *run,
              const PsrLedgerDocument *document,
              PsrLedgerTransition     *step)
{
  if (!is_in_doubt (run, document))
    psr_push_clear_intent (step);
}

static void
move (PsrPushRun        *run,
      PsrLedgerDocument *document,
      PsrBillingEvent    event,
      PsrBillingReason   reason,
      const char        *subject)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_reason (step, reason, subject);

  if (event == PSR_BILLING_EVENT_NOT_MADE || event == PSR_BILLING_EVENT_UNKNOWN)
    psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, read_again (run, document));
  else
    forget_doubt (run, document, step);

  moved = psr_push_run_commit (run, step);
}

/* Not settled: the next run reads first, and posts again without a proof. */
static void
later (PsrPushRun        *run,
       PsrLedgerDocument *document,
       const char        *words,
       gboolean           counts,
       const GError      *error)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_set_later (run, step, document, counts && psr_push_counts (error), read_again (run, document), PSR_REASON_POSTING, words);
  moved = psr_push_run_commit (run, step);

  if (psr_push_run_concerns_all (error))
    psr_push_run_end (run, g_error_copy (error));
}

static void
later_by_error (PsrPushRun        *run,
                PsrLedgerDocument *document,
                const GError      *error)
{
  g_autofree char *words = psr_billing_step_dup_words (error);

  later (run, document, words, TRUE, error);
}

static PsrBcDocument *
read_document (PsrPushRun         *run,
               PsrBcDocumentKind   kind,
               const char         *id,
               GError            **error)
{
  g_autoptr(PsrBcDocument) document = NULL;

  document = dex_await_boxed (psr_bc_client_get_document (run->context->bc, kind, id, TRUE), error);

  if (document != NULL && document->lines == NULL)
    {
      g_set_error_literal (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER,
                           "Business Central sent the document without its lines");
      return NULL;
    }

  return g_steal_pointer (&document);
}

/* Per line, per rate and in all; @shown is what a person is to be shown by it. */
static char *
compare (PsrPushPlan              *plan,
         const PsrBcDocument      *made,
         const PsrLedgerDocument  *document,
         PsrBillingReason          otherwise,
         PsrBillingReason         *reason,
         char                    **shown)
{
  char *differs = psr_echo_check (plan->billable, plan->built->pricing, made);

  *reason = otherwise;
  *shown = NULL;

  if (differs != NULL)
    return differs;

  differs = psr_echo_check_vat (plan->billable, made);

  if (differs != NULL)
    {
      if (otherwise == PSR_REASON_ECHO_DIFFERS)
        *reason = PSR_REASON_VAT_DIFFERS;
      return differs;
    }

  differs = psr_echo_check_totals (plan->billable, plan->built->pricing, made);

  if (differs != NULL)
    return differs;

  if (otherwise == PSR_REASON_ECHO_DIFFERS)
    *reason = PSR_REASON_PRICE_DIFFERS;

  return psr_price_gate_check (plan->billable, plan->built->pricing, made, document->price_shown, shown);
}

/* What is posted stays so, whatever becomes of another attempt to post it. */
static void
set_posted (PsrLedgerTransition *step,
            const PsrBcPosted   *posted,
            const PsrBcDocument *invoice)
{
  psr_push_clear_intent (step);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, invoice->id);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, posted->number);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND, "invoice");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, "invoice");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS,
                                  psr_push_follow_word (invoice, TRUE));
}

/**
 * psr_push_posted:
 * @run: the run
 * @document: (transfer none): a document that may be posted
 * @posted: (transfer none): the proof that it is
 *
 * Takes the legal number of a document that is proven to be posted, compares
 * what was posted with what was agreed, and goes on to tell Wello. To be called
 * in a fiber.
 */
void
psr_push_posted (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 PsrBcPosted       *posted)
{
  const char *id = posted->document_id != NULL ? posted->document_id : document->bc_id;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrBcDocument) invoice = NULL;
  g_autoptr(PsrPushPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *differs = NULL;
  g_autofree char *shown = NULL;
  PsrLedgerTransition *step;
  PsrBillingReason reason = PSR_REASON_POSTED_DIFFERS;

  psr_push_run_touch (run, document);
  invoice = read_document (run, PSR_BC_DOCUMENT_INVOICE, id, &error);

  if (invoice == NULL)
    {
      /* Followed documents are read anew with every run. */
      if (psr_billing_step_is_possible (document, PSR_BILLING_EVENT_NOT_MADE))
        later_by_error (run, document, error);
      return;
    }

  plan = psr_push_plan_make (run->context, document, PSR_BILLING_KIND_INVOICE, &error);
  differs = plan != NULL ? compare (plan, invoice, document, PSR_REASON_POSTED_DIFFERS, &reason, &shown)
                         : psr_billing_step_dup_words (error);

  step = psr_billing_step_new (document, differs == NULL ? PSR_BILLING_EVENT_POSTED : PSR_BILLING_EVENT_DIFFERS,
                               PSR_BILLING_WORKER);
  set_posted (step, posted, invoice);

  if (differs != NULL)
    psr_billing_step_set_reason (step, reason, differs);
  else
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));

  moved = psr_push_run_commit (run, step);

  if (moved != NULL && differs == NULL)
    psr_push_confirm (run, moved, TRUE);
}

/* Whether it has been settled by what is there. */
static gboolean
settle_by_proof (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 gboolean           is_gone)
{
  g_autoptr(PsrBcPosted) posted = NULL;
  g_autoptr(GError) error = NULL;

  posted = psr_push_find_posted (run, document, &error);

  if (posted != NULL)
    psr_push_posted (run, document, posted);
  else if (error != NULL)
    later_by_error (run, document, error);
  else if (is_gone)
    move (run, document, PSR_BILLING_EVENT_GONE, psr_push_why_gone (run, document), document->bc_number);
  else
    return FALSE;

  return TRUE;
}

/* Reads it anew and compares it: nothing is posted that differs by now. */
static gboolean
is_fit (PsrPushRun        *run,
        PsrLedgerDocument *document,
        PsrPushPlan       *plan)
{
  g_autoptr(PsrBcDocument) draft = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *differs = NULL;
  g_autofree char *shown = NULL;
  PsrBillingReason reason;

  draft = read_document (run, psr_push_get_made_kind (document), document->bc_id, &error);

  if (draft == NULL)
    {
      if (!g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        later_by_error (run, document, error);
      else
        settle_by_proof (run, document, TRUE);
      return FALSE;
    }

  if (!psr_bc_document_is_draft (draft))
    {
      if (!settle_by_proof (run, document, FALSE))
        move (run, document, PSR_BILLING_EVENT_POST_REFUSED, PSR_REASON_NOT_DRAFT, draft->number);
      return FALSE;
    }

  differs = compare (plan, draft, document, PSR_REASON_ECHO_DIFFERS, &reason, &shown);

  if (differs != NULL)
    {
      PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_DIFFERS, PSR_BILLING_WORKER);
      g_autoptr(PsrLedgerDocument) moved = NULL;

      psr_billing_step_set_reason (step, reason, differs);
      forget_doubt (run, document, step);
      if (shown != NULL)
        psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_PRICE_SHOWN, shown);
      moved = psr_push_run_commit (run, step);
    }

  return differs == NULL;
}

static PsrLedgerDocument *
commit_intent (PsrPushRun        *run,
               PsrLedgerDocument *document)
{
  PsrLedgerTransition *step;

  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_POSTING)
    return psr_ledger_document_ref (document);

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_POST, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_SENT_AT, psr_clock_now (run->context->clock));
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, PSR_TIMESTAMP_NONE);

  return psr_push_run_commit (run, step);
}

/* Refused while an earlier attempt may run: only read until that can't be any more. */
static gboolean
waits_for_earlier (PsrPushRun              *run,
                   const PsrLedgerDocument *document)
{
  return psr_billing_step_get_state (document) == PSR_BILLING_STATE_POSTING &&
         g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_POST_REFUSED)) &&
         is_in_doubt (run, document);
}

/* With the reason that it has. */
static void
wait_on (PsrPushRun        *run,
         PsrLedgerDocument *document)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, read_again (run, document));
  moved = psr_push_run_commit (run, step);
}

static PsrLedgerDocument *
note_doubt (PsrPushRun        *run,
            PsrLedgerDocument *document)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_UNKNOWN, PSR_BILLING_WORKER);

  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, get_server_now (run, TRUE));

  return psr_push_run_commit (run, step);
}

static void
refused (PsrPushRun        *run,
         PsrLedgerDocument *document,
         const char        *words)
{
  if (is_in_doubt (run, document))
    move (run, document, PSR_BILLING_EVENT_NOT_MADE, PSR_REASON_POST_REFUSED, words);
  else
    move (run, document, PSR_BILLING_EVENT_POST_REFUSED, PSR_REASON_POST_REFUSED, words);
}

static GError *
blind_error (void)
{
  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLIND,
                                  _("Business Central doesn’t show what it posts"),
                                  _("An invoice that was posted just now isn’t among the posted sales invoices, so that nothing would prove that it is posted."),
                                  _("Give the account in Business Central the right to read posted sales invoices (permission set D365 SALES DOC, EDIT), then bill again."));
}

/**
 * psr_push_post:
 * @run: the run
 * @document: (transfer none): a checked document, or one whose posting is held by
 *   this instance
 *
 * Posts a document and proves that it is posted. The intent is committed before;
 * posting may be asked for until there is a proof, because a posted invoice is
 * never posted again and an invoiced order is gone. To be called in a fiber.
 */
void
psr_push_post (PsrPushRun        *run,
               PsrLedgerDocument *document)
{
  g_autoptr(PsrLedgerDocument) intent = NULL;
  g_autoptr(PsrPushPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  gboolean is_asked_to_wait = FALSE;

  psr_push_run_touch (run, document);
  plan = psr_push_plan_make (run->context, document, psr_billing_step_get_kind (run->context, document), &error);

  if (plan == NULL)
    {
      words = psr_billing_step_dup_words (error);
      move (run, document, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_ECHO_DIFFERS, words);
      return;
    }

  /* Nothing is posted that Wello doesn't say any more; what may be posted already is
   * seen through. */
  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_CHECKED &&
      psr_billing_step_is_newer_known (document))
    {
      move (run, document, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_CHANGED_SINCE, document->bc_number);
      return;
    }

  for (guint tried = 0; tried < PSR_PUSH_TRIES; tried++)
    {
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      PsrWriteOutcomeKind kind;

      if (!is_fit (run, intent != NULL ? intent : document, plan))
        return;

      if (intent == NULL && waits_for_earlier (run, document))
        {
          wait_on (run, document);
          return;
        }

      if (intent == NULL)
        intent = commit_intent (run, document);

      if (intent == NULL)
        return;

      if (psr_push_run_may_send (run, &error))
        outcome = dex_await_object (psr_bc_client_post_document (run->context->bc, psr_push_get_made_kind (intent), intent->bc_id),
                                    &error);

      if (outcome == NULL)
        {
          later_by_error (run, intent, error);
          return;
        }

      kind = psr_write_outcome_get_kind (outcome);
      g_free (words);
      /* Translators: Business Central; this follows a colon. */
      words = kind == PSR_WRITE_MADE ? g_strdup (_("it accepted")) : psr_push_run_dup_reason (outcome);

      /* Whatever it answered: it is posted when it is among what is posted. */
      if (kind != PSR_WRITE_NOT_MADE && settle_by_proof (run, intent, FALSE))
        return;

      if (kind == PSR_WRITE_MADE || psr_bc_outcome_says_posted (outcome))
        {
          later (run, intent, words, TRUE, NULL);

          if (psr_push_get_made_kind (intent) == PSR_BC_DOCUMENT_INVOICE)
            psr_push_run_end (run, blind_error ());
          return;
        }

      if (kind == PSR_WRITE_REFUSED)
        {
          refused (run, intent, words);
          return;
        }

      if (kind == PSR_WRITE_UNKNOWN)
        {
          g_autoptr(PsrLedgerDocument) before = g_steal_pointer (&intent);

          intent = note_doubt (run, before);

          if (intent == NULL)
            return;
        }

      if (kind == PSR_WRITE_NOT_MADE &&
          psr_push_run_concerns_all (psr_write_outcome_get_reason (outcome)))
        {
          later (run, intent, words, TRUE, psr_write_outcome_get_reason (outcome));
          return;
        }

      is_asked_to_wait = psr_write_outcome_get_retry_after (outcome) > 0 ||
                         (g_cancellable_is_cancelled (run->stop) &&
                          g_error_matches (psr_write_outcome_get_reason (outcome), PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED));
      psr_push_run_wait (run, tried, psr_write_outcome_get_retry_after (outcome));

      if (psr_push_run_is_over (run))
        break;
    }

  later (run, intent, words, !is_asked_to_wait, NULL);
}
