/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-send"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-explain.h"
#include "psr-ledger.h"
#include "psr-lookup.h"
#include "psr-price-gate.h"
#include "psr-push-own.h"
#include "psr-push-quote.h"
#include "psr-push-run.h"
#include "psr-push-send-private.h"

static void
block (PsrPushRun        *run,
       PsrLedgerDocument *document,
       const GError      *error)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_CHECKS_FAILED, PSR_BILLING_WORKER);
  g_autoptr(PsrExplanation) words = psr_explain (error);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_words (step, "amounts-unclear", words);
  moved = psr_push_run_commit (run, step);
}

/**
 * prove_sight:
 *
 * Without the right to read drafts Business Central silently shows fewer, and
 * every look-up would find nothing ([AL] SetPermissionFilters). So the same
 * look-up has to find what was just made, before anything else is sent.
 */
static void
prove_sight (PsrPushRun          *run,
             PsrLedgerDocument   *document,
             const PsrBcDocument *made)
{
  const char *numbers[] = { document->external_number, NULL };
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(PsrExplanation) words = NULL;
  g_autoptr(GError) error = NULL;

  if ((run->sight & (1u << made->kind)) != 0)
    return;

  lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, numbers), &error);

  if (lookup == NULL)
    {
      psr_push_run_end (run, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      const PsrBcDocument *found = g_ptr_array_index (lookup->documents, i);

      if (g_str_equal (found->id, made->id))
        {
          run->sight |= 1u << made->kind;
          return;
        }
    }

  psr_push_run_end (run, psr_push_run_blind_error (made->kind));
}

static void
made (PsrPushRun        *run,
      PsrLedgerDocument *document,
      PsrPushPlan       *plan,
      PsrBcDocument     *echo)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_set_found (step, document, echo);
  psr_push_clear_intent (step);
  moved = psr_push_run_commit (run, step);

  if (moved == NULL)
    return;

  prove_sight (run, moved, echo);
  psr_push_verify (run, moved, plan, echo, PSR_ECHO_ANSWERED);
}

static void
unknown (PsrPushRun        *run,
         PsrLedgerDocument *document,
         const char        *words)
{
  PsrBillingContext *context = run->context;
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_UNKNOWN, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_lookup_next (document->sent_at, psr_clock_now (context->clock),
                                                        psr_billing_rules_get_longest_request (context->rules)));
  psr_billing_step_set_reason (step, PSR_REASON_CHECKING, words);
  moved = psr_push_run_commit (run, step);
}

void
psr_push_refused (PsrPushRun        *run,
                  PsrLedgerDocument *document,
                  const char        *words)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_REFUSED, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_clear_intent (step);
  psr_push_forget_sent (step);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_billing_step_set_reason (step, PSR_REASON_REFUSED, words);
  moved = psr_push_run_commit (run, step);

  if (moved != NULL)
    psr_push_tell (run, moved, FALSE);
}

static PsrLedgerDocument *
commit_intent (PsrPushRun          *run,
               PsrLedgerDocument   *document,
               PsrBcLookup         *lookup,
               const PsrPushMoment *looked_up)
{
  PsrBillingContext *context = run->context;
  g_autoptr(PsrLedgerTransition) step = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(GError) error = NULL;
  PsrTimestamp server_date = lookup->latest + psr_push_run_get_age (run, looked_up);

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_SEND, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND,
                                  psr_billing_kind_to_string (psr_billing_step_get_kind (context, document)));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, "");
  psr_push_forget_quote (step);
  psr_push_note_sent (run, step, document, FALSE);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, server_date);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_SENT_AT, psr_clock_now (context->clock));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_ATTEMPTS, document->attempts + 1);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_NOT_SENT, FALSE);

  moved = dex_await_boxed (psr_ledger_transition (context->ledger, step), &error);

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

/* Back to approved. Returns the document when it may be tried again at once. */
PsrLedgerDocument *
psr_push_not_made (PsrPushRun        *run,
                   PsrLedgerDocument *document,
                   PsrWriteOutcome   *outcome,
                   guint              tried)
{
  PsrBillingContext *context = run->context;
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autofree char *words = psr_push_run_dup_reason (outcome);
  const GError *reason = psr_write_outcome_get_reason (outcome);
  gint64 retry_after = psr_write_outcome_get_retry_after (outcome);
  gboolean signed_out = g_error_matches (reason, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN) ||
                        g_error_matches (reason, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CERTIFICATE);
  gboolean last = signed_out || tried + 1 >= PSR_PUSH_TRIES;
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_clear_intent (step);
  psr_push_forget_sent (step);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_NOT_SENT, TRUE);
  psr_billing_step_set_reason (step, PSR_REASON_WAITING, words);

  if (last && !psr_push_run_concerns_all (reason))
    psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                         psr_clock_now (context->clock) + psr_push_run_get_later (retry_after));

  /* What isn't the document's fault doesn't count against it. */
  if (psr_push_run_concerns_all (reason))
    psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_ATTEMPTS, MAX (document->attempts - 1, 0));

  moved = psr_push_run_commit (run, step);

  if (moved == NULL)
    return NULL;

  if (last)
    {
      if (psr_push_run_concerns_all (reason))
        psr_push_run_end (run, g_error_copy (reason));
      return NULL;
    }

  psr_push_run_wait (run, tried, retry_after);

  return psr_push_run_is_over (run) ? NULL : g_steal_pointer (&moved);
}

/* One try. Returns the document when it may be tried again. */
static PsrLedgerDocument *
try_once (PsrPushRun          *run,
          PsrLedgerDocument   *document,
          PsrPushPlan         *plan,
          PsrBcLookup         *lookup,
          const PsrPushMoment *looked_up,
          gboolean             was_made,
          guint                tried)
{
  PsrBillingContext *context = run->context;
  PsrBcDocumentKind kind = psr_push_get_kind (run, document);
  g_autoptr(PsrLedgerDocument) intent = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrWriteOutcome) outcome = NULL;
  g_autoptr(PsrBcDocument) echo = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  PsrLedgerDocument *again = NULL;
  PsrPushMoment began;
  PsrPushWay way;

  if (psr_push_judge (run, document, plan, lookup, &moved))
    {
      psr_push_verify_if_created (run, moved, plan, lookup, PSR_ECHO_READ);
      return NULL;
    }

  if (psr_push_renumber (run, document, lookup, &moved))
    return g_steal_pointer (&moved);

  /* An earlier request may still arrive: the rule holds for this one too. */
  if (document->intent_server_date != PSR_TIMESTAMP_NONE)
    {
      if (!psr_lookup_is_proof (lookup, document->intent_server_date,
                                psr_billing_rules_get_longest_request (context->rules)))
        {
          psr_push_not_proven (run, document, lookup);
          return NULL;
        }

      if (!psr_push_believe_absence (run, document, plan, lookup))
        return NULL;
    }
  else if (psr_billing_step_is_made (document) && !psr_push_was_shown_absent (document) &&
           !psr_push_believe_absence (run, document, plan, lookup))
    {
      return NULL;
    }

  if (document->quote_id[0] != '\0' && !psr_push_has_kept_quote (run, document, plan, &again))
    return again;

  /* An approval holds for what was seen. What is under way isn't disturbed by a
   * change in Wello; once nothing of it is, the change counts. */
  if (psr_billing_step_is_newer_known (document) && document->quote_id[0] != '\0')
    return psr_push_drop_kept_quote (run, document, plan);

  if (psr_billing_step_is_newer_known (document))
    {
      PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_CHANGED, PSR_BILLING_WORKER);

      psr_push_clear_intent (step);
      psr_billing_step_set_reason (step, PSR_REASON_CHANGED, document->internal_number);
      moved = psr_push_run_commit (run, step);
      return NULL;
    }

  if (!psr_push_is_still_ready (run, document, was_made))
    return NULL;

  if (document->attempts >= PSR_PUSH_MAX_ATTEMPTS)
    {
      psr_push_give_up (run, document, document->reason_why);
      return NULL;
    }

  way = psr_push_choose_way (run, document, plan, &again);

  if (way == PSR_PUSH_WAY_OTHER)
    return again;

  if (!psr_document_builder_can_write (plan->billable, context->rules, &error))
    {
      block (run, document, error);
      return NULL;
    }

  if (way == PSR_PUSH_WAY_QUOTE)
    return psr_push_quote (run, document, plan, tried);

  /* What was made once can't be taken back meanwhile, and doesn't wait without an end. */
  if (lookup->earliest == PSR_TIMESTAMP_NONE && psr_billing_step_is_made (document))
    {
      psr_push_not_proven (run, document, lookup);
      return NULL;
    }

  if (lookup->earliest == PSR_TIMESTAMP_NONE)
    {
      psr_push_not_seen_yet (run, document, lookup);
      return NULL;
    }

  if (psr_push_run_get_age (run, looked_up) > PSR_PUSH_STALE)
    return psr_ledger_document_ref (document);

  began = psr_push_run_get_moment (run);
  intent = commit_intent (run, document, lookup, looked_up);

  if (intent == NULL)
    return NULL;

  if (!psr_push_run_is_timely (run, &began, &error))
    outcome = psr_write_outcome_new_not_made (error);
  else if (psr_push_run_may_send (run, &error))
    outcome = dex_await_object (psr_bc_client_create_document (context->bc, kind, plan->built->body), &error);

  if (outcome == NULL)
    {
      words = psr_billing_step_dup_words (error);
      unknown (run, intent, words);
      return NULL;
    }

  words = psr_push_run_dup_reason (outcome);

  switch (psr_write_outcome_get_kind (outcome))
    {
    case PSR_WRITE_MADE:
      echo = dex_await_boxed (psr_bc_client_parse_document (context->bc, kind,
                                                            psr_write_outcome_get_response (outcome)), &error);
      if (echo != NULL)
        {
          made (run, intent, plan, echo);
        }
      else
        {
          g_autofree char *unreadable = psr_billing_step_dup_words (error);

          unknown (run, intent, unreadable);
        }
      return NULL;

    case PSR_WRITE_NOT_MADE:
      return psr_push_not_made (run, intent, outcome, tried);

    case PSR_WRITE_REFUSED:
    case PSR_WRITE_STALE:
      psr_push_refused (run, intent, words);
      return NULL;

    case PSR_WRITE_UNKNOWN:
    default:
      unknown (run, intent, words);
      return NULL;
    }
}

/**
 * psr_push_send:
 * @run: the run
 * @document: (transfer none): an approved document
 * @lookup: a look-up for its external number
 * @looked_up: when @lookup was asked for
 *
 * Sends a document, if it isn't there already. To be called in a fiber.
 */
void
psr_push_send (PsrPushRun          *run,
               PsrLedgerDocument   *document,
               PsrBcLookup         *lookup,
               const PsrPushMoment *looked_up)
{
  PsrBillingContext *context = run->context;
  g_autoptr(PsrLedgerDocument) current = psr_ledger_document_ref (document);
  g_autoptr(PsrBcLookup) seen = psr_bc_lookup_ref (lookup);
  g_autoptr(GError) error = NULL;
  PsrPushMoment asked = *looked_up;

  psr_push_run_touch (run, document);

  for (guint tried = 0; current != NULL; tried++)
    {
      g_autoptr(PsrPushPlan) plan = NULL;
      g_autoptr(PsrLedgerDocument) again = NULL;
      g_autoptr(PsrBcLookup) whole = NULL;
      const char *numbers[] = { NULL, NULL };

      /* Its number may have changed. */
      plan = psr_push_plan_make (context, current, psr_billing_step_get_kind (context, current), &error);

      if (plan == NULL)
        {
          block (run, current, error);
          return;
        }

      whole = psr_push_look_by_id (run, current, seen, &error);

      if (whole == NULL)
        {
          g_autofree char *words = psr_billing_step_dup_words (error);

          psr_push_quote_later (run, current, words, error);
          return;
        }

      again = try_once (run, current, plan, whole, &asked, psr_billing_step_is_made (document), tried);
      g_clear_pointer (&current, psr_ledger_document_unref);

      if (again == NULL)
        return;

      numbers[0] = again->external_number;
      g_clear_pointer (&seen, psr_bc_lookup_unref);
      asked = psr_push_run_get_moment (run);
      seen = dex_await_boxed (psr_bc_client_find_documents (context->bc, numbers), &error);

      if (seen == NULL)
        {
          psr_push_run_end (run, g_steal_pointer (&error));
          return;
        }

      current = g_steal_pointer (&again);
    }
}
