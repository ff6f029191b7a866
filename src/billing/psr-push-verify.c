/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-verify"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-echo-check.h"
#include "psr-json-writer.h"
#include "psr-price-gate.h"
#include "psr-push-quote.h"
#include "psr-push-run.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

/* What another document was made as says nothing about this one. */
void
psr_push_set_found (PsrLedgerTransition     *step,
                    const PsrLedgerDocument *document,
                    const PsrBcDocument     *found)
{
  if (!g_str_equal (document->bc_id, found->id) || psr_billing_step_is_only_found (document))
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, "");

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, found->id);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, found->number);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, psr_push_follow_word (found, FALSE));
  psr_push_note_found (step, document, found, FALSE);
}

/* What nobody else has written to is kept: what differs from that later on was changed
 * by somebody. What somebody may have written to is never taken for ours. */
static char *
dup_made_as (PsrPushRun          *run,
             PsrLedgerDocument   *document,
             PsrPushPlan         *plan,
             const PsrBcDocument *made,
             PsrEchoSource        source)
{
  if (psr_push_is_ours (run, document, plan, made, source))
    return psr_echo_check_dup_print (made, psr_bc_client_is_v1 (run->context->bc));

  return g_strdup (document->made_as);
}

static void
move_compared (PsrPushRun        *run,
               PsrLedgerDocument *document,
               const char        *made_as,
               PsrBillingEvent    event,
               PsrBillingReason   reason,
               const char        *subject)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_reason (step, reason, subject);

  if (made_as != NULL)
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, made_as);

  moved = psr_push_run_commit (run, step);
}

static void
move (PsrPushRun        *run,
      PsrLedgerDocument *document,
      PsrBillingEvent    event,
      PsrBillingReason   reason,
      const char        *subject)
{
  move_compared (run, document, NULL, event, reason, subject);
}

/* Business Central's prices come to another amount, which nobody has seen yet. */
static void
ask_for_price (PsrPushRun        *run,
               PsrLedgerDocument *document,
               const char        *made_as,
               const char        *words,
               const char        *shown)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_DIFFERS, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_reason (step, PSR_REASON_PRICE_DIFFERS, words);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_PRICE_SHOWN, shown != NULL ? shown : "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, made_as);
  moved = psr_push_run_commit (run, step);
}

static void
not_read_again (PsrPushRun        *run,
                PsrLedgerDocument *document,
                const GError      *error)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *words = psr_billing_step_dup_words (error);

  psr_push_set_later (run, step, document, psr_push_counts (error),
                      psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc)), PSR_REASON_WAITING, words);
  moved = psr_push_run_commit (run, step);

  if (psr_push_run_concerns_all (error))
    psr_push_run_end (run, g_error_copy (error));
}

/* Could not be read: later, unless it is gone. An order is gone, too, once somebody
 * has invoiced it: a person, or another desktop on which it was billed. */
static void
not_read (PsrPushRun        *run,
          PsrLedgerDocument *document,
          GError            *error)
{
  if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_autoptr(PsrBcPosted) posted = NULL;
      g_autoptr(PsrBcDocument) other = NULL;
      g_autoptr(GError) local = NULL;

      other = psr_push_read_as_other (run, document, &local);
      posted = other == NULL && local == NULL ? psr_push_find_posted (run, document, &local) : NULL;

      if (other != NULL)
        psr_push_later_as (run, document, other);
      else if (posted != NULL)
        psr_push_posted (run, document, posted);
      else if (local != NULL)
        not_read_again (run, document, local);
      else
        move (run, document, PSR_BILLING_EVENT_GAVE_UP, psr_push_why_gone (run, document), document->bc_number);
      return;
    }

  not_read_again (run, document, error);
}

/* After longer than that somebody else may have been there: the service may have had us wait. */
#define AT_ONCE (G_GINT64_CONSTANT (10) * G_USEC_PER_SEC)

/* @source says whether it was made right before. */
static PsrBcDocument *
read_echo (PsrPushRun         *run,
           PsrLedgerDocument  *document,
           PsrEchoSource      *source,
           GError            **error)
{
  PsrPushMoment asked = psr_push_run_get_moment (run);
  g_autoptr(PsrBcDocument) echo = NULL;

  echo = dex_await_boxed (psr_bc_client_get_document (run->context->bc, psr_push_get_made_kind (document),
                                                      document->bc_id, TRUE), error);

  if (echo == NULL)
    return NULL;

  if (psr_push_run_get_age (run, &asked) > AT_ONCE)
    *source = PSR_ECHO_READ;

  if (echo->lines == NULL)
    {
      g_set_error_literal (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER,
                           "Business Central sent the document without its lines");
      return NULL;
    }

  return g_steal_pointer (&echo);
}

/* A quote can't carry the buyer's reference; one that somebody wrote stays. */
static gboolean
lacks_reference (PsrPushPlan         *plan,
                 const PsrBcDocument *made)
{
  return made->kind == PSR_BC_DOCUMENT_INVOICE && psr_bc_document_is_draft (made) &&
         made->customer_po_reference[0] == '\0' && plan->built->reference[0] != '\0';
}

static GBytes *
make_reference_body (PsrPushPlan *plan)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "customerPurchaseOrderReference", plan->built->reference);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/* The reference couldn't be written now: with one of the next runs, but not for ever. */
static void
refer_later (PsrPushRun        *run,
             PsrLedgerDocument *document,
             const char        *words)
{
  PsrLedgerTransition *step;
  g_autoptr(PsrLedgerDocument) moved = NULL;

  if (document->lookups >= PSR_PUSH_MOST_LATER)
    {
      move (run, document, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_REFERENCE_REFUSED, words);
      return;
    }

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  psr_billing_step_set_reason (step, PSR_REASON_WAITING, words);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, document->lookups + 1);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc)));
  moved = psr_push_run_commit (run, step);
}

/*
 * Writes what the quote lacked. It may be written again and again. The document is as it
 * was read after that, so that what we wrote is no change of somebody's.
 *
 * Returns: the document, or %NULL when it went another way
 */
static PsrBcDocument *
write_reference (PsrPushRun         *run,
                 PsrLedgerDocument **document,
                 PsrPushPlan        *plan,
                 PsrBcDocument      *echo,
                 PsrEchoSource      *source)
{
  g_autoptr(PsrBcDocument) current = psr_bc_document_ref (echo);
  g_autoptr(GBytes) body = make_reference_body (plan);
  g_autofree char *words = NULL;

  if (psr_billing_step_get_state (*document) == PSR_BILLING_STATE_CREATED)
    {
      PsrLedgerTransition *step = psr_billing_step_new (*document, PSR_BILLING_EVENT_REFER, PSR_BILLING_WORKER);
      g_autoptr(PsrLedgerDocument) before = g_steal_pointer (document);

      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
      *document = psr_push_run_commit (run, step);

      if (*document == NULL)
        return NULL;
    }

  for (guint tried = 0; tried < PSR_PUSH_TRIES; tried++)
    {
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autoptr(PsrBcDocument) patched = NULL;
      g_autoptr(GError) error = NULL;
      PsrWriteOutcomeKind kind;

      if (current->etag[0] != '\0' && psr_push_run_may_send (run, &error))
        outcome = dex_await_object (psr_bc_client_patch_document (run->context->bc, current->kind, current->id,
                                                                  current->etag, body), &error);

      if (outcome == NULL)
        {
          not_read (run, *document, error);
          return NULL;
        }

      kind = psr_write_outcome_get_kind (outcome);

      if (kind == PSR_WRITE_MADE)
        patched = psr_push_read_patched (run, current, outcome);

      if (patched != NULL)
        return g_steal_pointer (&patched);

      *source = kind == PSR_WRITE_MADE ? MIN (*source, PSR_ECHO_READ_AT_ONCE) : PSR_ECHO_READ;
      g_free (words);
      words = psr_push_run_dup_reason (outcome);

      if (kind == PSR_WRITE_REFUSED)
        {
          move (run, *document, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_REFERENCE_REFUSED, words);
          return NULL;
        }

      if (kind != PSR_WRITE_STALE && kind != PSR_WRITE_MADE)
        psr_push_run_wait (run, tried, psr_write_outcome_get_retry_after (outcome));

      g_clear_pointer (&current, psr_bc_document_unref);
      current = read_echo (run, *document, source, &error);

      if (current == NULL)
        {
          not_read (run, *document, error);
          return NULL;
        }

      if (!lacks_reference (plan, current))
        return g_steal_pointer (&current);
    }

  refer_later (run, *document, words);

  return NULL;
}

/*
 * The customer's prices include VAT, so Business Central took ours for prices
 * with VAT. They are written anew, as they are with VAT.
 *
 * Returns: the document with the right prices, or %NULL when it went another way
 */
static PsrBcDocument *
reprice (PsrPushRun         *run,
         PsrLedgerDocument **document,
         PsrPushPlan        *plan,
         PsrBcDocument      *echo,
         PsrEchoSource      *source)
{
  g_autoptr(PsrBcDocument) current = psr_bc_document_ref (echo);

  *source = PSR_ECHO_READ;

  if (psr_billing_step_get_state (*document) != PSR_BILLING_STATE_REPRICING)
    {
      PsrLedgerTransition *step = psr_billing_step_new (*document, PSR_BILLING_EVENT_REPRICE, PSR_BILLING_WORKER);
      g_autoptr(PsrLedgerDocument) before = g_steal_pointer (document);

      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
      *document = psr_push_run_commit (run, step);

      if (*document == NULL)
        return NULL;
    }

  for (guint tried = 0; tried < PSR_PUSH_TRIES; tried++)
    {
      g_autofree char *refused = NULL;
      g_autofree char *differs = NULL;
      g_autoptr(GError) error = NULL;

      if (!psr_push_price_write (run, plan, current, TRUE, &refused, &error))
        {
          g_autofree char *words = error != NULL ? psr_billing_step_dup_words (error) : g_steal_pointer (&refused);

          move (run, *document, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_ECHO_DIFFERS, words);
          return NULL;
        }

      g_clear_pointer (&current, psr_bc_document_unref);
      current = read_echo (run, *document, source, &error);

      if (current == NULL)
        {
          not_read (run, *document, error);
          return NULL;
        }

      differs = psr_echo_check (plan->billable, plan->built->pricing, current);

      if (differs == NULL)
        break;

      if (refused != NULL)
        psr_push_run_wait (run, tried, 0);
    }

  return g_steal_pointer (&current);
}

/* The lines of the ledger are those of the billable, in the same order. */
static void
set_line_ids (PsrPushRun          *run,
              PsrLedgerTransition *step,
              PsrLedgerDocument   *document,
              PsrBcDocument       *echo)
{
  g_autoptr(GPtrArray) made = psr_echo_check_get_lines (echo);
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;
  PsrLedgerDocument *with_lines;

  psr_ledger_query_set_ids (query, &document->id, 1);
  psr_ledger_query_set_with_lines (query, TRUE);
  found = psr_billing_step_find (run->context, query, NULL);
  with_lines = found != NULL && found->len == 1 ? g_ptr_array_index (found, 0) : NULL;

  if (with_lines == NULL || with_lines->lines == NULL || with_lines->lines->len != made->len)
    return;

  for (guint i = 0; i < made->len; i++)
    {
      const PsrLedgerLine *line = g_ptr_array_index (with_lines->lines, i);
      const PsrBcLine *bc_line = g_ptr_array_index (made, i);

      psr_ledger_transition_set_line_bc_id (step, line->id, bc_line->id);
    }
}

static PsrBillingEvent
choose_way (PsrPushRun              *run,
            const PsrLedgerDocument *document)
{
  if (document->post)
    return PSR_BILLING_EVENT_FIT_TO_POST;

  return psr_billing_rules_get_tell_when_posted (run->context->rules) ? PSR_BILLING_EVENT_LEFT_UNTOLD
                                                                      : PSR_BILLING_EVENT_VERIFIED;
}

/**
 * psr_push_verify:
 * @run: the run
 * @document: (transfer none): a document that was created
 * @plan: (nullable): what it should be
 * @echo: (nullable): the document as Business Central answered it
 * @source: how @echo became known
 *
 * Compares the document that was made with what was sent, adds what its quote
 * couldn't carry, puts prices right that were taken for prices with VAT, and goes on to tell Wello. To be called in
 * a fiber.
 */
void
psr_push_verify (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 PsrPushPlan       *plan,
                 PsrBcDocument     *echo,
                 PsrEchoSource      source)
{
  g_autoptr(PsrLedgerDocument) current = psr_ledger_document_ref (document);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrPushPlan) own_plan = plan != NULL ? psr_push_plan_ref (plan) : NULL;
  g_autoptr(PsrBcDocument) made = echo != NULL && echo->lines != NULL ? psr_bc_document_ref (echo) : NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *differs = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *made_as = NULL;
  PsrLedgerTransition *step;
  PsrBillingEvent event;

  psr_push_run_touch (run, document);

  if (own_plan == NULL)
    own_plan = psr_push_plan_make (run->context, document,
                                   psr_billing_step_get_kind (run->context, document), &error);

  if (own_plan == NULL)
    {
      g_autofree char *words = psr_billing_step_dup_words (error);

      move (run, current, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_ECHO_DIFFERS, words);
      return;
    }

  if (made == NULL)
    {
      source = MIN (source, PSR_ECHO_READ_AT_ONCE);
      made = read_echo (run, current, &source, &error);
    }

  if (made == NULL)
    {
      not_read (run, current, error);
      return;
    }

  if (lacks_reference (own_plan, made) && psr_billing_step_get_state (current) != PSR_BILLING_STATE_REPRICING)
    {
      g_autoptr(PsrBcDocument) lacking = g_steal_pointer (&made);

      made = write_reference (run, &current, own_plan, lacking, &source);

      if (made == NULL)
        return;
    }

  differs = psr_echo_check (own_plan->billable, own_plan->built->pricing, made);

  if (differs != NULL && made->prices_include_tax && psr_bc_document_is_draft (made))
    {
      g_autoptr(PsrBcDocument) wrong = g_steal_pointer (&made);

      made = reprice (run, &current, own_plan, wrong, &source);

      if (made == NULL)
        return;

      g_clear_pointer (&differs, g_free);
      differs = psr_echo_check (own_plan->billable, own_plan->built->pricing, made);
    }

  made_as = dup_made_as (run, current, own_plan, made, source);

  if (differs != NULL)
    {
      move_compared (run, current, made_as, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_ECHO_DIFFERS, differs);
      return;
    }

  /* A draft stays one: nothing is posted, and Wello isn't told, until a person
   * has put the rate right. */
  differs = psr_echo_check_vat (own_plan->billable, made);

  if (differs != NULL)
    {
      move_compared (run, current, made_as, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_VAT_DIFFERS, differs);
      return;
    }

  differs = psr_price_gate_check (own_plan->billable, own_plan->built->pricing, made, current->price_shown, &shown);

  if (differs != NULL)
    {
      ask_for_price (run, current, made_as, differs, shown);
      return;
    }

  /* What Wello says by now isn't in it, and would never be asked about again. */
  if (psr_billing_step_is_newer_known (current))
    {
      move_compared (run, current, made_as, PSR_BILLING_EVENT_DIFFERS, PSR_REASON_CHANGED_SINCE, made->number);
      return;
    }

  event = choose_way (run, current);
  step = psr_billing_step_new (current, event, PSR_BILLING_WORKER);
  if (event == PSR_BILLING_EVENT_VERIFIED)
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, psr_push_follow_word (made, FALSE));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, made_as);
  set_line_ids (run, step, current, made);
  moved = psr_push_run_commit (run, step);

  if (moved == NULL)
    return;

  if (event == PSR_BILLING_EVENT_FIT_TO_POST)
    psr_push_post (run, moved);
  else if (event == PSR_BILLING_EVENT_VERIFIED)
    psr_push_confirm (run, moved, plan == NULL);
}

/* The document's lines may have been read with @lookup. */
void
psr_push_verify_if_created (PsrPushRun        *run,
                            PsrLedgerDocument *document,
                            PsrPushPlan       *plan,
                            PsrBcLookup       *lookup,
                            PsrEchoSource      source)
{
  PsrBcDocument *echo = NULL;

  if (document == NULL || psr_billing_step_get_state (document) != PSR_BILLING_STATE_CREATED)
    return;

  for (guint i = 0; i < lookup->documents->len && echo == NULL; i++)
    {
      PsrBcDocument *found = g_ptr_array_index (lookup->documents, i);

      if (g_str_equal (found->id, document->bc_id))
        echo = found;
    }

  psr_push_verify (run, document, plan, echo, source);
}
