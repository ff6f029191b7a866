/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-settle"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-ledger.h"
#include "psr-lookup.h"
#include "psr-price-gate.h"
#include "psr-push-own.h"
#include "psr-push-quote.h"
#include "psr-push-run.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

/* After so many look-ups without a proof, the server's answers have no Date. */
#define MAX_LOOKUPS 24

void
psr_push_clear_intent (PsrLedgerTransition *step)
{
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, PSR_TIMESTAMP_NONE);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
}

/* A look-up that found something has seen that kind of document; who may see what is
 * posted doesn't see drafts for that. */
void
psr_push_note_sight (PsrPushRun          *run,
                     const PsrBcDocument *found)
{
  if (found->kind == PSR_BC_DOCUMENT_ORDER || psr_bc_document_is_draft (found))
    run->sight |= 1u << found->kind;
}

/* One that isn't live yet may have a line or a number that another document has. */
static PsrLedgerDocument *
take_up (PsrPushRun          *run,
         PsrLedgerDocument   *document,
         PsrLedgerTransition *step)
{
  PsrLedgerDocument *moved = psr_push_run_commit (run, step);

  if (moved == NULL && !psr_push_run_is_over (run))
    psr_push_explain_conflict (run, document);

  return moved;
}

/* The one of several that the ledger knows is what it is, whatever it was approved as since. */
static void
note_own (PsrLedgerTransition *step,
          PsrLedgerDocument   *document,
          PsrBcLookup         *lookup)
{
  psr_push_restore_kind (step, document);

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      const PsrBcDocument *one = g_ptr_array_index (lookup->documents, i);

      if (g_str_equal (one->id, document->bc_id))
        psr_push_note_found (step, document, one, document->intent_server_date != PSR_TIMESTAMP_NONE);
    }
}

/* Which of two amounts or customers it is of, where the ledger has it for its own: it is
 * looked for by its id from then on. Else it has the number, and a person gives it another
 * one when it is somebody else's. */
static void
set_difference (PsrLedgerTransition *step,
                PsrLedgerDocument   *document,
                PsrPushPlan         *plan,
                const PsrBcDocument *found)
{
  g_autofree char *is = psr_decimal_to_string (found->total_excluding_tax);
  g_autofree char *should = psr_decimal_to_string (plan->built->pricing->net);
  g_autofree char *words = NULL;

  if (!g_str_equal (document->bc_id, found->id) || psr_billing_step_is_only_found (document))
    {
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, PSR_BILLING_STEP_ONLY_FOUND);
      psr_billing_step_set_reason (step, PSR_REASON_FOUND_DIFFERS, found->number);
      return;
    }

  if (g_strcmp0 (found->customer_id, plan->billable->customer_id) != 0)
    words = g_strdup_printf (_("it is for customer %s"), found->customer_number);
  else
    words = g_strdup_printf (_("it costs %s instead of %s"), is, should);

  psr_billing_step_set_reason (step, PSR_REASON_ECHO_DIFFERS, words);
}

/*
 * What a look-up means for a document that may have been made: taken over when
 * it is the right one, shown to a person when it isn't.
 *
 * Returns: whether there was something, so that nothing may be sent
 */
gboolean
psr_push_judge (PsrPushRun         *run,
                PsrLedgerDocument  *document,
                PsrPushPlan        *plan,
                PsrBcLookup        *lookup,
                PsrLedgerDocument **moved)
{
  PsrLedgerTransition *step;
  PsrBcDocument *found = NULL;
  g_autofree char *ids = NULL;
  g_autofree char *names = NULL;
  g_autofree char *shown = NULL;

  switch (psr_lookup_judge (lookup, document->external_number, plan->billable->customer_id,
                            psr_price_gate_is_open (plan->billable) ? NULL : &plan->built->pricing->net, plan->billable->lines->len, &found))
    {
    case PSR_SIGHT_FITS:
      psr_push_note_sight (run, found);
      step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_FITS, PSR_BILLING_WORKER);
      psr_push_set_found (step, document, found);
      psr_push_clear_intent (step);
      *moved = take_up (run, document, step);
      return TRUE;

    case PSR_SIGHT_DIFFERS:
      psr_push_note_sight (run, found);
      step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
      psr_push_set_found (step, document, found);
      psr_push_note_found (step, document, found, document->intent_server_date != PSR_TIMESTAMP_NONE);
      set_difference (step, document, plan, found);
      *moved = take_up (run, document, step);
      return TRUE;

    case PSR_SIGHT_SEVERAL:
      step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
      names = psr_lookup_dup_names (lookup, document->external_number);
      psr_billing_step_set_reason (step, PSR_REASON_DUPLICATE, names);
      ids = psr_lookup_dup_ids (lookup, document->external_number);
      shown = psr_push_dup_shown (document, ids);
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SHOWN, shown);
      note_own (step, document, lookup);
      *moved = take_up (run, document, step);
      return TRUE;

    case PSR_SIGHT_NOTHING:
    default:
      *moved = NULL;
      return FALSE;
    }
}

void
psr_push_give_up (PsrPushRun        *run,
                  PsrLedgerDocument *document,
                  const char        *words)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_GAVE_UP, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_billing_step_set_reason (step, PSR_REASON_GAVE_UP, words);
  psr_push_restore_kind (step, document);
  moved = psr_push_run_commit (run, step);
}

/* Not proven yet, or @error says why the proof isn't believed; without the server's clock,
 * nothing could be proven of what would be sent now. */
static void
not_seen (PsrPushRun        *run,
          PsrLedgerDocument *document,
          PsrBcLookup       *lookup,
          const GError      *error)
{
  PsrBillingContext *context = run->context;
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_SEEN_YET, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  if (error != NULL)
    {
      g_autofree char *words = psr_billing_step_dup_words (error);

      psr_billing_step_set_reason (step, PSR_REASON_CHECKING, words);
    }

  /* What nothing can be read with doesn't count against this one. */
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, document->lookups + !psr_push_run_concerns_all (error));
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_lookup_next (document->sent_at, psr_clock_now (context->clock),
                                                        psr_billing_rules_get_longest_request (context->rules)));

  if (lookup->earliest == PSR_TIMESTAMP_NONE && document->intent_server_date == PSR_TIMESTAMP_NONE)
    {
      psr_billing_step_set_reason (step, PSR_REASON_NO_DATE, document->external_number);
      psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, psr_clock_now (context->clock) + PSR_PUSH_LATER);
    }
  moved = psr_push_run_commit (run, step);
}

void
psr_push_not_seen_yet (PsrPushRun        *run,
                       PsrLedgerDocument *document,
                       PsrBcLookup       *lookup)
{
  not_seen (run, document, lookup, NULL);
}

/* What was sent may still arrive; it isn't looked for without an end. */
void
psr_push_not_proven (PsrPushRun        *run,
                     PsrLedgerDocument *document,
                     PsrBcLookup       *lookup)
{
  if (document->lookups >= MAX_LOOKUPS)
    psr_push_give_up (run, document, document->reason_why);
  else
    psr_push_not_seen_yet (run, document, lookup);
}

/* It may be there all the same, and a person tells. By the time that passed, no request of
 * before can make it any more, nor can a quote that is gone. */
static void
ask (PsrPushRun        *run,
     PsrLedgerDocument *document,
     PsrBillingReason   reason,
     gboolean           quote_gone)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_GAVE_UP, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *shown = psr_push_dup_shown_absent (document);

  psr_push_clear_intent (step);
  psr_push_restore_kind (step, document);
  psr_billing_step_set_reason (step, reason, document->external_number);
  /* Who bills it again all the same isn't asked a second time. */
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SHOWN, shown);

  if (document->bc_id[0] == '\0')
    psr_push_forget_sent (step);

  if (quote_gone)
    psr_push_forget_quote (step);

  moved = psr_push_run_commit (run, step);
}

/* Whoever has the right to see it tells. */
void
psr_push_ask_for_sight (PsrPushRun        *run,
                        PsrLedgerDocument *document,
                        gboolean           quote_gone)
{
  ask (run, document, PSR_REASON_UNSEEN, quote_gone);
}

/* An order that was shipped and then invoiced together with others is gone, and the invoice
 * has neither its number nor ours; its shipments keep ours (rule R13). Where they can't be
 * read a person looks. What is to be an invoice now may have been sent as an order, before it
 * was approved anew; API v1.0, which has no shipments, isn't asked about what never was one.
 * Else it went another way, or @error is set. */
gboolean
psr_push_is_unshipped (PsrPushRun         *run,
                       PsrLedgerDocument  *document,
                       gboolean            quote_gone,
                       GError            **error)
{
  g_autoptr(GError) local = NULL;
  gboolean shipped = FALSE;

  if (psr_bc_client_is_v1 (run->context->bc) && !psr_push_may_be (run, document, PSR_BILLING_KIND_ORDER))
    return TRUE;

  /* One that was made may have got another number since; what only had the number is
   * somebody else's. */
  if (document->bc_id[0] != '\0' && document->bc_number[0] != '\0' && !psr_billing_step_is_only_found (document) &&
      psr_push_may_be (run, document, PSR_BILLING_KIND_ORDER))
    shipped = dex_await_boolean (psr_bc_client_has_shipments (run->context->bc, document->bc_number), &local);

  if (!shipped && local == NULL)
    shipped = dex_await_boolean (psr_bc_client_has_shipments_named (run->context->bc, document->external_number), &local);

  if (shipped)
    ask (run, document, PSR_REASON_ORDER_SHIPPED, quote_gone);
  else if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
           g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED) ||
           g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    ask (run, document, PSR_REASON_SHIPMENTS_UNSEEN, quote_gone);
  else if (local == NULL)
    return TRUE;
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/* The right to see it may have come back since it was looked for. */
static gboolean
is_absent_still (PsrPushRun         *run,
                 PsrLedgerDocument  *document,
                 PsrPushPlan        *plan,
                 GError            **error)
{
  const char *numbers[] = { document->external_number, NULL };
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrBcLookup) again = NULL;
  g_autoptr(PsrBcLookup) whole = NULL;

  again = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, numbers), error);
  whole = again != NULL ? psr_push_look_by_id (run, document, again, error) : NULL;

  if (whole == NULL)
    return FALSE;

  if (!psr_push_judge (run, document, plan, whole, &moved))
    return psr_push_is_unshipped (run, document, FALSE, error);

  psr_push_verify_if_created (run, moved, plan, whole, PSR_ECHO_READ);

  return FALSE;
}

/* By the time of @lookup, which doesn't show it, it can't arrive any more. Whether that
 * means that it isn't there; otherwise it went another way. */
gboolean
psr_push_believe_absence (PsrPushRun        *run,
                          PsrLedgerDocument *document,
                          PsrPushPlan       *plan,
                          PsrBcLookup       *lookup)
{
  /* Hidden are drafts of invoices; what was sent as one may be approved as an order since. */
  PsrBcDocumentKind kind = psr_push_may_be (run, document, PSR_BILLING_KIND_INVOICE)
                             ? PSR_BC_DOCUMENT_INVOICE : psr_push_get_kind (run, document);
  g_autoptr(GError) error = NULL;
  gboolean absent = FALSE;

  if (psr_push_may_see (run, kind, &error))
    absent = is_absent_still (run, document, plan, &error);
  else if (error == NULL)
    psr_push_ask_for_sight (run, document, FALSE);

  if (error != NULL && document->lookups >= MAX_LOOKUPS && !psr_push_run_concerns_all (error))
    psr_push_ask_for_sight (run, document, FALSE);
  else if (error != NULL)
    not_seen (run, document, lookup, error);

  if (psr_push_run_concerns_all (error))
    psr_push_run_end (run, g_steal_pointer (&error));

  return absent;
}

/* Somebody moved it, or one of its lines is in another live document. */
void
psr_push_explain_conflict (PsrPushRun        *run,
                           PsrLedgerDocument *document)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) now = NULL;
  PsrLedgerDocument *same;

  psr_ledger_query_set_ids (query, &document->id, 1);
  now = psr_billing_step_find (run->context, query, NULL);
  same = now != NULL && now->len == 1 ? g_ptr_array_index (now, 0) : NULL;

  if (same != NULL && same->revision == document->revision &&
      psr_billing_step_is_possible (same, PSR_BILLING_EVENT_CHECKS_FAILED))
    {
      PsrLedgerTransition *step = psr_billing_step_new (same, PSR_BILLING_EVENT_CHECKS_FAILED, PSR_BILLING_WORKER);
      g_autoptr(PsrLedgerDocument) moved = NULL;

      psr_billing_step_set_reason (step, PSR_REASON_LIVE_ELSEWHERE, document->external_number);
      moved = psr_push_run_commit (run, step);
    }
}

/**
 * psr_push_settle:
 * @run: the run
 * @document: (transfer none): a document of which it isn't known whether it was
 *   made
 * @lookup: a look-up for its external number
 *
 * Settles a doubt by what was found, or by what can't appear any more. Sends
 * nothing. To be called in a fiber.
 */
void
psr_push_settle (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 PsrBcLookup       *lookup)
{
  PsrBillingContext *context = run->context;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrPushPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  PsrLedgerTransition *step;

  psr_push_run_touch (run, document);
  plan = psr_push_plan_make (context, document, psr_billing_step_get_kind (context, document), &error);

  if (plan == NULL)
    {
      g_autofree char *words = psr_billing_step_dup_words (error);

      psr_push_give_up (run, document, words);
      return;
    }

  if (psr_push_judge (run, document, plan, lookup, &moved))
    {
      psr_push_verify_if_created (run, moved, plan, lookup, PSR_ECHO_READ);
      return;
    }

  if (!psr_lookup_is_proof (lookup, document->intent_server_date,
                            psr_billing_rules_get_longest_request (context->rules)))
    {
      psr_push_not_proven (run, document, lookup);
      return;
    }

  if (!psr_push_believe_absence (run, document, plan, lookup))
    return;

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_THERE, PSR_BILLING_WORKER);
  psr_push_clear_intent (step);
  psr_push_forget_sent (step);
  moved = psr_push_run_commit (run, step);
}
