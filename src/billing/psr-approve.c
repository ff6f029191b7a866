/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-approve"

#include "config.h"

#include "psr-approve-ask.h"
#include "psr-approve.h"
#include "psr-billing-step.h"
#include "psr-billing-table.h"
#include "psr-billing-words.h"
#include "psr-billing.h"
#include "psr-check-results.h"
#include "psr-clock.h"
#include "psr-e-invoice.h"
#include "psr-net-future.h"
#include "psr-push-run.h"

/* A check that holds orders only. */
#define NO_ORDERS "customer-no-orders"

/**
 * psr_approve_no_start_error:
 *
 * Returns: (transfer full): that nobody said from which day on to bill
 */
GError *
psr_approve_no_start_error (void)
{
  g_autoptr(PsrExplanation) words = psr_billing_reason_explain (PSR_REASON_NO_START, NULL);

  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES, words->what, words->why, words->mend);
}

static gboolean
has_to_be_readied (PsrApproveAsk           *ask,
                   const PsrLedgerDocument *document,
                   PsrBillingKind           kind)
{
  PsrBillingState state = psr_billing_step_get_state (document);

  /* It may be billed as an invoice after all. */
  if (state == PSR_BILLING_STATE_BLOCKED && kind == PSR_BILLING_KIND_INVOICE && document->details[0] != '\0' &&
      g_str_equal (document->reason_code, NO_ORDERS))
    return TRUE;

  if (state == PSR_BILLING_STATE_REFUSED)
    return document->details[0] != '\0';

  /* Who names one from before the first day wants it. */
  return (ask->flags & PSR_APPROVE_NAMED) != 0 && state == PSR_BILLING_STATE_BEFORE_START &&
         document->details[0] != '\0';
}

/* Stands where it stood, with the question; @open has the checks that ask. Asked the same once more, it is as it was seen,
 * and what was accepted of it on a screen holds. */
static PsrLedgerDocument *
leave_open (PsrApproveAsk      *ask,
            PsrLedgerDocument  *document,
            PsrBillingEvent     event,
            const char         *code,
            const char         *open,
            PsrExplanation     *words,
            GError            **error)
{
  g_autoptr(PsrExplanation) kept = psr_billing_words_write (code, words);
  PsrLedgerTransition *step;
  PsrBillingState next;

  if (psr_billing_table_look_up (psr_billing_step_get_state (document), event, &next) == PSR_BILLING_VERDICT_STAYS &&
      g_str_equal (document->reason_code, code) &&
      g_strcmp0 (document->reason_what, kept->what) == 0 && g_strcmp0 (document->reason_why, kept->why) == 0 &&
      g_strcmp0 (document->reason_mend, kept->mend) == 0)
    return psr_ledger_document_ref (document);

  step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  psr_ledger_transition_set_audit (step, PSR_BILLING_WORKER, open[0] != '\0' ? "check-asks" : "not-checked", open);
  psr_billing_step_set_words (step, code, words);

  return psr_billing_step_commit (ask->context, step, error);
}

/* The audit tells which version was approved, by its first digits, and what of it was
 * accepted. */
static void
set_approved (PsrApproveAsk           *ask,
              PsrLedgerTransition     *step,
              const PsrLedgerDocument *document,
              PsrBillingEvent          event,
              const char              *accepted)
{
  g_autofree char *words = g_strdup_printf ("%s%s%sversion %.8s", accepted[0] != '\0' ? "accepted: " : "", accepted,
                                            accepted[0] != '\0' ? "; " : "", document->version);

  psr_ledger_transition_set_audit (step, ask->person, psr_billing_event_to_string (event), words);
}

static void
set_accepted (PsrApproveAsk           *ask,
              PsrLedgerTransition     *step,
              const PsrLedgerDocument *document,
              PsrBillingKind           kind)
{
  g_autoptr(GPtrArray) results = psr_e_invoice_get_results (ask->context, document, kind);
  g_autofree char *accepted = psr_check_results_dup_accepted (results, document->accepted,
                                                              (const char * const *) ask->accept);

  set_approved (ask, step, document, PSR_BILLING_EVENT_APPROVE, accepted);

  if (accepted[0] != '\0')
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_ACCEPTED, accepted);
}

/* The document that the ledger knows stays what it is, whatever this is to be made as. */
static void
set_known (PsrLedgerTransition     *step,
           const PsrLedgerDocument *document)
{
  if (document->bc_id[0] == '\0' || g_str_equal (document->sent_kind, document->kind))
    return;

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, document->sent_kind[0] == '\0' ? document->kind : "any");
}

/* What somebody already chose for it stays, unless something else is asked for. */
static PsrBillingKind
asked_kind (PsrApproveAsk           *ask,
            const PsrLedgerDocument *document)
{
  if (psr_approve_ask_is_internal (ask, document))
    return PSR_BILLING_KIND_ORDER;

  return ask->kind != PSR_BILLING_KIND_DEFAULT ? ask->kind : psr_billing_step_get_kind (ask->context, document);
}

/* Number of the customer that may get no orders, when this is to be one. */
static char *
dup_no_orders (PsrApproveAsk           *ask,
               const PsrLedgerDocument *document,
               PsrBillingKind           kind)
{
  g_autoptr(PsrPushPlan) plan = NULL;

  if (kind != PSR_BILLING_KIND_ORDER)
    return NULL;

  /* What can't be built is shown when it is sent. */
  plan = psr_push_plan_make (ask->context, document, kind, NULL);

  return plan != NULL && plan->billable->no_orders[0] != '\0' ? g_strdup (plan->billable->no_orders) : NULL;
}

static void
set_no_orders (PsrLedgerTransition *step,
               const char          *customer)
{
  g_autoptr(PsrExplanation) words = psr_check_explain (psr_check_find (NO_ORDERS), customer);

  psr_billing_step_set_words (step, NO_ORDERS, words);
}

/* Nothing was made of it, as far as is known; Wello's invoice has another content by now,
 * and that nobody has approved. */
static PsrLedgerDocument *
read_anew (PsrApproveAsk      *ask,
           PsrLedgerDocument  *approved,
           GError            **error)
{
  g_autoptr(PsrLedgerDocument) document = approved;
  PsrLedgerTransition *step;

  if (document == NULL)
    return NULL;

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_CHANGED, PSR_BILLING_WORKER);
  psr_billing_step_set_reason (step, PSR_REASON_CHANGED, document->internal_number);

  return psr_billing_step_commit (ask->context, step, error);
}

/* It was approved to be made, not to be posted; a draft is compared again before. */
static gboolean
is_to_be_posted_too (PsrApproveAsk           *ask,
                     const PsrLedgerDocument *document)
{
  return (ask->flags & PSR_APPROVE_POST_MADE) != 0 && !document->post &&
         psr_billing_step_is_possible (document, PSR_BILLING_EVENT_APPROVE_POST) &&
         (psr_billing_step_get_state (document) != PSR_BILLING_STATE_FOLLOWED ||
          g_str_equal (document->bc_status, "draft"));
}

static PsrLedgerDocument *
approve_posting (PsrApproveAsk            *ask,
                 const PsrLedgerDocument  *document,
                 GError                  **error)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_APPROVE_POST, ask->person);

  set_approved (ask, step, document, PSR_BILLING_EVENT_APPROVE_POST, "");
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_POST, TRUE);

  return psr_billing_step_commit (ask->context, step, error);
}

static PsrLedgerDocument *
approve_one (PsrApproveAsk      *ask,
             PsrLedgerDocument  *document,
             GError            **error)
{
  PsrBillingContext *context = ask->context;
  g_autoptr(PsrLedgerDocument) current = psr_ledger_document_ref (document);
  PsrBillingKind kind = asked_kind (ask, document);
  gboolean has_to_be_ready = has_to_be_readied (ask, current, kind);
  g_autoptr(PsrExplanation) words = NULL;
  g_autofree char *no_orders = NULL;
  g_autofree char *open = NULL;
  const char *code = "";
  PsrLedgerTransition *step;

  open = psr_approve_ask_has_to_answer (current) ? psr_approve_ask_dup_open (ask, current, kind, &words, &code) : g_strdup ("");

  if (open[0] != '\0' &&
      (has_to_be_ready || psr_billing_step_get_state (current) == PSR_BILLING_STATE_READY))
    return leave_open (ask, current,
                       psr_billing_step_get_state (current) == PSR_BILLING_STATE_BEFORE_START
                         ? PSR_BILLING_EVENT_READ_EARLY : PSR_BILLING_EVENT_CHECKS_PASSED,
                       code, open, words, error);

  if (psr_approve_ask_is_unchecked (ask, current))
    {
      words = psr_billing_reason_explain (PSR_REASON_UNCHECKED, current->internal_number);

      return leave_open (ask, current, PSR_BILLING_EVENT_CHECKS_PASSED,
                         psr_billing_reason_to_string (PSR_REASON_UNCHECKED), "", words, error);
    }

  if (has_to_be_ready)
    {
      g_autoptr(PsrLedgerDocument) readied = NULL;

      step = psr_billing_step_new (current, PSR_BILLING_EVENT_CHECKS_PASSED, PSR_BILLING_WORKER);
      readied = psr_billing_step_commit (context, step, error);

      if (readied == NULL)
        return NULL;

      g_clear_pointer (&current, psr_ledger_document_unref);
      current = g_steal_pointer (&readied);
    }

  if (is_to_be_posted_too (ask, current))
    return approve_posting (ask, current, error);

  /* What can't be approved is answered as it stands, with its reason. */
  if (!psr_billing_step_is_possible (current, PSR_BILLING_EVENT_APPROVE) ||
      psr_billing_step_get_state (current) == PSR_BILLING_STATE_APPROVED ||
      current->details[0] == '\0')
    return g_steal_pointer (&current);

  no_orders = dup_no_orders (ask, current, kind);

  if (no_orders != NULL && psr_billing_step_is_possible (current, PSR_BILLING_EVENT_CHECKS_FAILED))
    {
      step = psr_billing_step_new (current, PSR_BILLING_EVENT_CHECKS_FAILED, PSR_BILLING_WORKER);
      set_no_orders (step, no_orders);

      return psr_billing_step_commit (context, step, error);
    }

  step = psr_billing_step_new (current, PSR_BILLING_EVENT_APPROVE, ask->person);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_APPROVED_BY, ask->person);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_APPROVED_AT, psr_clock_now (context->clock));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_ATTEMPTS, 0);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_POST, (ask->flags & PSR_APPROVE_POST) != 0);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_VIA,
                                  (ask->flags & PSR_APPROVE_VIA_QUOTE) != 0    ? "quote"
                                  : (ask->flags & PSR_APPROVE_VIA_DIRECT) != 0 ? "direct"
                                  : (ask->flags & PSR_APPROVE_VIA_AUTO) != 0   ? "auto" : "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND,
                                  psr_billing_kind_to_string (kind));
  set_known (step, current);
  set_accepted (ask, step, current, kind);
  if (ask->day != NULL)
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_ASKED_DAY, ask->day);

  /* What was made is looked for first: its document may be there still. */
  if (psr_billing_step_get_state (current) == PSR_BILLING_STATE_NEEDS_LOOK && psr_billing_step_is_newer_known (current) &&
      !psr_billing_step_is_made (current))
    return read_anew (ask, psr_billing_step_commit (context, step, error), error);

  return psr_billing_step_commit (context, step, error);
}

static DexFuture *
approve_fiber (gpointer data)
{
  PsrApproveAsk *ask = data;
  g_autoptr(PsrBillingReport) report = psr_billing_report_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) error = NULL;

  if (psr_billing_rules_get_from (ask->context->rules) == NULL)
    return dex_future_new_for_error (psr_approve_no_start_error ());

  documents = psr_approve_ask_find (ask, &error);

  if (documents == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      g_autoptr(PsrLedgerDocument) now = approve_one (ask, document, &error);

      if (now == NULL && !psr_billing_step_is_conflict (error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_clear_error (&error);

      if (now == NULL)
        now = psr_ledger_document_ref (document);

      report->approved += psr_billing_step_get_state (now) == PSR_BILLING_STATE_APPROVED;
      g_ptr_array_add (report->results, psr_billing_step_result (ask->context, now));
    }

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_REPORT, g_steal_pointer (&report));
}

/**
 * psr_billing_approve:
 * @context: the context
 * @ids: (array length=n_ids): numbers of documents in the ledger
 * @n_ids: how many
 * @kind: invoice, order, or what the rules say
 * @flags: how far the approval goes
 * @person: who approves
 *
 * Approves documents; psr_billing_push() sends them. What can't be approved is
 * answered as it stands, with its reason.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport with a result for
 *   each document; rejects with %PSR_BILLING_ERROR_RULES when nobody said from
 *   which day on to bill
 */
DexFuture *
psr_billing_approve (PsrBillingContext *context,
                     const gint64      *ids,
                     gsize              n_ids,
                     PsrBillingKind     kind,
                     PsrApproveFlags    flags,
                     const char        *person)
{
  return psr_billing_approve_accepting (context, ids, n_ids, kind, flags, NULL, NULL, person);
}

/**
 * psr_billing_approve_accepting:
 * @context: the context
 * @ids: (array length=n_ids): numbers of documents in the ledger
 * @n_ids: how many
 * @kind: invoice, order, or what the rules say
 * @flags: how far the approval goes
 * @accept: (nullable) (array zero-terminated=1): names of the checks that ask and
 *   are accepted by @person
 * @day: (nullable): the day that the documents bear, "YYYY-MM-DD", where the rules
 *   leave it to whoever approves them
 * @person: who approves
 *
 * As psr_billing_approve(). A document of which a check asks something that nobody
 * has accepted stays where it is, with the question as its reason.
 *
 * Returns: (transfer full): as psr_billing_approve()
 */
DexFuture *
psr_billing_approve_accepting (PsrBillingContext  *context,
                               const gint64       *ids,
                               gsize               n_ids,
                               PsrBillingKind      kind,
                               PsrApproveFlags     flags,
                               const char * const *accept,
                               const char         *day,
                               const char         *person)
{
  PsrApproveAsk *ask;

  g_return_val_if_fail (context != NULL && person != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  ask = psr_approve_ask_new (context, ids, n_ids, person);
  ask->kind = kind;
  ask->flags = flags;
  ask->accept = g_strdupv ((char **) accept);
  ask->day = g_strdup (day);

  return psr_net_spawn (approve_fiber, ask, psr_approve_ask_free);
}
