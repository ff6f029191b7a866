/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-withdraw"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-echo-check.h"
#include "psr-lookup.h"
#include "psr-push-quote.h"
#include "psr-push-run.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

/* After so many readings that settle nothing a person looks: whoever withdrew it can do
 * nothing else with it until then. */
#define MAX_READINGS 24

static void
gone_otherwise (PsrPushRun        *run,
                PsrLedgerDocument *document,
                PsrBillingReason   reason)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
  gboolean is_other = reason == PSR_REASON_ORDER_SHIPPED || reason == PSR_REASON_SHIPMENTS_UNSEEN;
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
  psr_billing_step_set_reason (step, reason, is_other ? document->external_number : document->bc_number);
  moved = psr_push_run_commit (run, step);
}

/* Not settled: the next run reads again. The reason stays, because it says where the
 * document came from. */
static void
later (PsrPushRun        *run,
       PsrLedgerDocument *document,
       const GError      *error)
{
  gboolean all = psr_push_run_concerns_all (error);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  PsrLedgerTransition *step;

  if (!all && document->lookups >= MAX_READINGS)
    {
      gone_otherwise (run, document, PSR_REASON_NOT_WITHDRAWN_UNSETTLED);
      return;
    }

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, document->lookups + !all);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_push_run_get_later_by (run, psr_bc_client_get_service (run->context->bc)));
  moved = psr_push_run_commit (run, step);

  if (all)
    psr_push_run_end (run, g_error_copy (error));
}

/* It isn't deleted. What needed a look before needs one still; what was done stays
 * done, and that Wello shows another number stays said. */
static void
keep (PsrPushRun        *run,
      PsrLedgerDocument *document,
      PsrBillingReason   reason,
      const char        *subject)
{
  PsrBillingEvent event = document->reason_code[0] != '\0' ? PSR_BILLING_EVENT_FOUND_ODD : PSR_BILLING_EVENT_KEPT;
  PsrLedgerTransition *step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  g_autoptr(PsrExplanation) words = psr_billing_reason_explain (reason, subject);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  if (document->told_number[0] != '\0' && g_ascii_strcasecmp (document->told_number, document->bc_number) != 0)
    {
      g_autofree char *why = words->why;

      /* Translators: a sentence, and the number of a draft. */
      words->why = g_strdup_printf (_("%s Wello keeps the number %s."), why, document->told_number);
    }

  psr_billing_step_set_words (step, psr_billing_reason_to_string (reason), words);
  moved = psr_push_run_commit (run, step);
}

/* It was spent with the document that was made of it; but an extension may have kept it.
 * Only one that is certainly gone isn't; any other is looked after once the document is
 * billed anew. */
static gboolean
is_quote_gone (PsrPushRun              *run,
               const PsrLedgerDocument *document)
{
  g_autoptr(PsrBcDocument) quote = NULL;
  g_autoptr(GError) error = NULL;

  if (document->quote_id[0] == '\0')
    return TRUE;

  quote = dex_await_boxed (psr_bc_client_get_document (run->context->bc, PSR_BC_DOCUMENT_QUOTE, document->quote_id, FALSE),
                           &error);

  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) &&
         psr_push_is_quote_gone (run, document, NULL);
}

/* Nothing of it is left, so that what comes next begins anew; unless a request of before may
 * make something still. */
static void
deleted (PsrPushRun        *run,
         PsrLedgerDocument *document,
         PsrBcLookup       *lookup)
{
  gboolean pending = document->intent_server_date != PSR_TIMESTAMP_NONE &&
                     !psr_lookup_is_proof (lookup, document->intent_server_date,
                                           psr_billing_rules_get_longest_request (run->context->rules));
  gboolean quote_gone = is_quote_gone (run, document);
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_DELETED, PSR_BILLING_WORKER);
  const PsrBcDocument *left = lookup->voids->len > 0 ? g_ptr_array_index (lookup->voids, 0) : NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, "deleted");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SHOWN, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_PRICE_SHOWN, "");

  if (!pending)
    psr_push_clear_intent (step);

  if (quote_gone)
    psr_push_forget_quote (step);

  if (!pending && quote_gone)
    psr_push_forget_sent (step);

  if (left != NULL)
    psr_billing_step_set_reason (step, PSR_REASON_WITHDRAWN_VOID, left->number);
  else
    psr_billing_step_set_reason (step, PSR_REASON_WITHDRAWN, document->bc_number);

  moved = psr_push_run_commit (run, step);

  if (moved != NULL)
    psr_push_return (run, moved, FALSE);
}

/* Ours is gone, and another has its number: the lines are still in a document. */
static void
another_is_there (PsrPushRun          *run,
                  PsrLedgerDocument   *document,
                  const PsrBcDocument *other)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, other->id);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, other->number);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, psr_push_follow_word (other, FALSE));
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, PSR_BILLING_STEP_ONLY_FOUND);
  psr_push_note_found (step, document, other, FALSE);
  psr_billing_step_set_reason (step, PSR_REASON_STILL_THERE, other->number);
  moved = psr_push_run_commit (run, step);
}

/* Among what has its number, the document itself goes before any other. */
static const PsrBcDocument *
find_live (PsrBcLookup             *lookup,
           const PsrLedgerDocument *document)
{
  const PsrBcDocument *first = NULL;

  for (guint i = 0; i < lookup->documents->len; i++)
    {
      const PsrBcDocument *one = g_ptr_array_index (lookup->documents, i);

      if (!psr_bc_document_is_live (one))
        continue;

      if (g_str_equal (one->id, document->bc_id))
        return one;

      if (first == NULL)
        first = one;
    }

  return first;
}

static gboolean
is_denied (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
}

/* Whether a person was shown another document that had its number. */
static gboolean
has_shown_other (const PsrLedgerDocument *document)
{
  g_auto(GStrv) ids = g_strsplit (document->shown, " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (ids[i][0] != '\0' && strchr (ids[i], ':') == NULL && !g_str_equal (ids[i], document->bc_id))
        return TRUE;
    }

  return FALSE;
}

/* Ours is gone; but of two orders with its number, since somebody copied one, the other may
 * have been shipped and be on an invoice of several. Where a person was shown no other, a
 * shipment is one of an order that was billed and credited before, and says nothing. */
static PsrBillingReason
find_other_shipped (PsrPushRun         *run,
                    PsrLedgerDocument  *document,
                    GError            **error)
{
  g_autoptr(GError) local = NULL;

  if (!has_shown_other (document))
    return PSR_REASON_NONE;

  if (dex_await_boolean (psr_bc_client_has_shipments_named (run->context->bc, document->external_number), &local))
    return PSR_REASON_ORDER_SHIPPED;

  if (local != NULL && is_denied (local))
    return PSR_REASON_SHIPMENTS_UNSEEN;

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return PSR_REASON_NONE;
}

/*
 * It can't be found by its id. An invoice that was posted would be: it keeps its
 * GUID. An order is gone once it is invoiced, perhaps by an invoice for several
 * shipments, which names neither the order nor our number. What this run has seen, as
 * @seen says, is gone by now; else not to be shown it may mean not to be allowed to.
 */
static void
settle_gone (PsrPushRun        *run,
             PsrLedgerDocument *document,
             gboolean           seen,
             gboolean           by_us)
{
  const char *numbers[] = { document->external_number, NULL };
  g_autoptr(PsrBcPosted) posted = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(GError) error = NULL;
  const PsrBcDocument *live;
  gboolean shipped = FALSE;
  PsrBillingReason other = PSR_REASON_NONE;
  gboolean sure = seen || !psr_push_may_be (run, document, PSR_BILLING_KIND_INVOICE);

  posted = psr_push_find_posted (run, document, &error);

  if (posted != NULL)
    {
      psr_push_posted (run, document, posted);
      return;
    }

  if (error == NULL)
    lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, numbers), &error);

  if (error == NULL && !by_us && (psr_push_get_made_kind (document) == PSR_BC_DOCUMENT_ORDER ||
                                  psr_push_may_be (run, document, PSR_BILLING_KIND_ORDER)))
    {
      shipped = dex_await_boolean (psr_bc_client_has_shipments (run->context->bc, document->bc_number), &error);

      /* What was shipped may be on an invoice of several, and bills it: where that can't be
       * seen, as in API v1.0, a person has to look. */
      if (error != NULL && is_denied (error))
        {
          gone_otherwise (run, document, PSR_REASON_ORDER_GONE);
          return;
        }
    }

  if (error == NULL && !shipped)
    other = find_other_shipped (run, document, &error);

  if (error == NULL && !sure)
    sure = psr_push_may_see (run, PSR_BC_DOCUMENT_INVOICE, &error);

  if (error != NULL && !sure && is_denied (error))
    {
      gone_otherwise (run, document, PSR_REASON_NOT_WITHDRAWN_UNSEEN);
      return;
    }

  if (error != NULL)
    {
      later (run, document, error);
      return;
    }

  live = find_live (lookup, document);

  /* Gone and listed at once: it is read again. */
  if (live != NULL && g_str_equal (live->id, document->bc_id) && live->kind == psr_push_get_made_kind (document))
    later (run, document, NULL);
  else if (live != NULL && g_str_equal (live->id, document->bc_id))
    psr_push_later_as (run, document, live);
  else if (live != NULL)
    another_is_there (run, document, live);
  else if (shipped)
    gone_otherwise (run, document, PSR_REASON_ORDER_GONE);
  else if (other != PSR_REASON_NONE)
    gone_otherwise (run, document, other);
  else if (!sure)
    gone_otherwise (run, document, PSR_REASON_NOT_WITHDRAWN_UNSEEN);
  else
    deleted (run, document, lookup);
}

/* Posted by somebody meanwhile, or not a draft any more for another reason. */
static void
settle_not_draft (PsrPushRun        *run,
                  PsrLedgerDocument *document)
{
  g_autoptr(PsrBcPosted) posted = NULL;
  g_autoptr(GError) error = NULL;

  posted = psr_push_find_posted (run, document, &error);

  if (posted != NULL)
    psr_push_posted (run, document, posted);
  else if (error != NULL)
    later (run, document, error);
  else
    keep (run, document, PSR_REASON_NOT_WITHDRAWN_OPEN, document->bc_number);
}

/* Where a line is, which was sent, only API v2.0 tells. */
static gboolean
has_places (PsrPushPlan *plan)
{
  for (guint i = 0; i < plan->billable->lines->len; i++)
    {
      if (((PsrBillableLine *) g_ptr_array_index (plan->billable->lines, i))->location_id[0] != '\0')
        return TRUE;
    }

  return FALSE;
}

/*
 * Whether nobody but us has written to it. What was certainly ours was noted when it
 * was compared; else only what is as it was sent is ours. What one version of the API tells
 * of a document another one doesn't: nothing is deleted that can't be compared.
 *
 * Returns: %PSR_REASON_NONE, or why it stays
 */
static PsrBillingReason
find_change (PsrPushRun          *run,
             PsrLedgerDocument   *document,
             const PsrBcDocument *draft)
{
  gboolean is_v1 = psr_bc_client_is_v1 (run->context->bc);
  PsrEchoPrint print = PSR_ECHO_PRINT_CHANGED;
  g_autoptr(PsrPushPlan) plan = NULL;

  /* It only has the number, and nobody took it for ours. */
  if (psr_billing_step_is_only_found (document))
    return PSR_REASON_NOT_WITHDRAWN_CHANGED;

  if (document->made_as[0] != '\0')
    {
      print = psr_echo_check_compare_print (document->made_as, draft, is_v1);

      switch (print)
        {
        case PSR_ECHO_PRINT_SAME:
          return PSR_REASON_NONE;

        case PSR_ECHO_PRINT_SAME_LINES:
          break;

        case PSR_ECHO_PRINT_OTHER_API:
          return PSR_REASON_NOT_WITHDRAWN_VERSION;

        case PSR_ECHO_PRINT_CHANGED:
        default:
          return PSR_REASON_NOT_WITHDRAWN_CHANGED;
        }
    }

  plan = psr_push_plan_make (run->context, document, psr_billing_step_get_kind (run->context, document), NULL);

  /* Of the header it is known only what we would have sent. */
  if (print == PSR_ECHO_PRINT_SAME_LINES)
    return plan != NULL && psr_push_has_sent_header (run, document, plan, draft) ? PSR_REASON_NONE
                                                                                : PSR_REASON_NOT_WITHDRAWN_CHANGED;

  if (plan != NULL && psr_push_is_ours (run, document, plan, draft, PSR_ECHO_READ))
    return PSR_REASON_NONE;

  return plan != NULL && is_v1 && has_places (plan) ? PSR_REASON_NOT_WITHDRAWN_VERSION : PSR_REASON_NOT_WITHDRAWN_CHANGED;
}

static gboolean
tells_of_invoices (const PsrBcDocument *order)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      const PsrBcLine *line = g_ptr_array_index (order->lines, i);

      if (!psr_decimal_is_zero (line->invoiced_quantity))
        return TRUE;
    }

  return FALSE;
}

/* What of an order is invoiced already would be billed once more with all of it. It isn't
 * lost from sight: whoever invoices some after it was read has changed the order. Whoever
 * may not see what is posted is shown no such invoice, but the order's lines tell. */
static gboolean
is_invoiced_in_part (PsrPushRun           *run,
                     PsrLedgerDocument    *document,
                     const PsrBcDocument  *draft,
                     GError              **error)
{
  g_autoptr(PsrBcLookup) lookup = NULL;

  if (draft->kind != PSR_BC_DOCUMENT_ORDER || draft->number[0] == '\0')
    return FALSE;

  lookup = dex_await_boxed (psr_bc_client_find_invoices_of_order (run->context->bc, draft->number), error);

  for (guint i = 0; lookup != NULL && i < lookup->documents->len; i++)
    {
      const PsrBcDocument *invoice = g_ptr_array_index (lookup->documents, i);

      if (!psr_bc_document_is_live (invoice))
        continue;

      keep (run, document, PSR_REASON_NOT_WITHDRAWN_INVOICED, invoice->number);
      return TRUE;
    }

  if (lookup == NULL || lookup->documents->len > 0 || lookup->voids->len > 0 || !tells_of_invoices (draft))
    return FALSE;

  keep (run, document, PSR_REASON_NOT_WITHDRAWN_INVOICED_UNSEEN, draft->number);

  return TRUE;
}

/* Reads it anew. Returns the draft when it may be deleted; else it has gone its
 * way. */
static PsrBcDocument *
read_draft (PsrPushRun        *run,
            PsrLedgerDocument *document,
            gboolean           seen,
            gboolean           by_us)
{
  g_autoptr(PsrBcDocument) draft = NULL;
  g_autoptr(GError) error = NULL;
  PsrBillingReason change;

  draft = dex_await_boxed (psr_bc_client_get_document (run->context->bc, psr_push_get_made_kind (document), document->bc_id, TRUE),
                           &error);

  if (draft == NULL && g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_autoptr(PsrBcDocument) other = NULL;
      g_autoptr(GError) unread = NULL;

      other = !seen ? psr_push_read_as_other (run, document, &unread) : NULL;

      if (other != NULL)
        psr_push_later_as (run, document, other);
      else if (unread != NULL)
        later (run, document, unread);
      else
        settle_gone (run, document, seen, by_us);
    }
  else if (draft == NULL || draft->lines == NULL || draft->etag[0] == '\0')
    later (run, document, error);
  else if (!psr_bc_document_is_draft (draft))
    settle_not_draft (run, document);
  else if ((change = find_change (run, document, draft)) != PSR_REASON_NONE)
    keep (run, document, change, draft->number);
  else if (is_invoiced_in_part (run, document, draft, &error))
    return NULL;
  else if (error != NULL)
    later (run, document, error);
  else
    return g_steal_pointer (&draft);

  return NULL;
}

/**
 * psr_push_withdraw:
 * @run: the run
 * @document: (transfer none): a document whose withdrawing is held by this instance
 *
 * Deletes a draft: only one that was read just before as *Draft* and as what we
 * made, and only in the version that was read. Business Central itself would delete
 * a posted invoice, too ([AL] SalesInvoiceAggregator, PropagateOnDelete). Whatever is
 * answered, what became of it is read. To be called in a fiber.
 */
void
psr_push_withdraw (PsrPushRun        *run,
                   PsrLedgerDocument *document)
{
  PsrWriteOutcomeKind kind = PSR_WRITE_NOT_MADE;
  g_autofree char *refused = NULL;
  gboolean by_us = FALSE;

  g_return_if_fail (run != NULL && document != NULL);

  psr_push_run_touch (run, document);

  /* Each answer is followed by reading. */
  for (guint tried = 0; tried <= PSR_PUSH_TRIES; tried++)
    {
      g_autoptr(PsrBcDocument) draft = read_draft (run, document, tried > 0, by_us);
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autoptr(GError) error = NULL;

      if (draft == NULL)
        return;

      if (refused != NULL)
        {
          keep (run, document, PSR_REASON_NOT_WITHDRAWN_REFUSED, refused);
          return;
        }

      if (tried == PSR_PUSH_TRIES)
        break;

      if (psr_push_run_may_send (run, &error))
        outcome = dex_await_object (psr_bc_client_delete_document (run->context->bc, draft->kind, draft->id,
                                                                   draft->etag), &error);

      if (outcome == NULL)
        {
          later (run, document, error);
          return;
        }

      kind = psr_write_outcome_get_kind (outcome);
      by_us |= kind == PSR_WRITE_MADE;

      if (kind == PSR_WRITE_REFUSED)
        refused = psr_push_run_dup_reason (outcome);

      if (kind == PSR_WRITE_NOT_MADE && psr_push_run_concerns_all (psr_write_outcome_get_reason (outcome)))
        {
          later (run, document, psr_write_outcome_get_reason (outcome));
          return;
        }

      if (kind == PSR_WRITE_NOT_MADE || kind == PSR_WRITE_UNKNOWN)
        psr_push_run_wait (run, tried, psr_write_outcome_get_retry_after (outcome));
    }

  if (kind == PSR_WRITE_STALE)
    keep (run, document, PSR_REASON_NOT_WITHDRAWN_CHANGED, document->bc_number);
  else
    later (run, document, NULL);
}
