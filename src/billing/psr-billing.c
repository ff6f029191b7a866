/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-step.h"
#include "psr-billing.h"
#include "psr-clock.h"
#include "psr-collector.h"
#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-push-run.h"
#include "psr-pusher.h"

typedef struct
{
  PsrBillingContext *context;
  GArray            *ids;
  PsrBillingKind     kind;
  PsrApproveFlags    flags;
  PsrBillingEvent    event;
  char              *person;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  psr_billing_context_unref (ask->context);
  g_array_unref (ask->ids);
  g_free (ask->person);
  g_free (ask);
}

static Ask *
ask_new (PsrBillingContext *context,
         const gint64      *ids,
         gsize              n_ids,
         const char        *person)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->context = psr_billing_context_ref (context);
  ask->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (ask->ids, ids, n_ids);
  ask->person = g_strdup (person);

  return ask;
}

static GPtrArray *
find_asked (Ask     *ask,
            GError **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  if (ask->ids->len == 0)
    return g_ptr_array_new ();

  psr_ledger_query_set_ids (query, (const gint64 *) (gpointer) ask->ids->data, ask->ids->len);
  psr_ledger_query_set_oldest_first (query, TRUE);

  return psr_billing_step_find (ask->context, query, error);
}

static GError *
no_start_error (void)
{
  g_autoptr(PsrExplanation) words = psr_billing_reason_explain (PSR_REASON_NO_START, NULL);

  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES, words->what, words->why, words->mend);
}

/**
 * psr_billing_collect:
 * @context: the context
 * @progress: (nullable): told how much was read
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * Brings every Wello invoice that is ready into the ledger, checked. Sends
 * nothing.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; rejects when
 *   something couldn't be read
 */
DexFuture *
psr_billing_collect (PsrBillingContext      *context,
                     PsrBillingProgressFunc  progress,
                     gpointer                progress_data,
                     GDestroyNotify          progress_destroy)
{
  return psr_collector_run (context, progress, progress_data, progress_destroy);
}

/* What a person may wave through by naming the document. */
static gboolean
may_be_waved_through (const PsrLedgerDocument *document)
{
  return document->details[0] != '\0' &&
         (g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_ZERO_TOTAL)) ||
          g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_BEFORE_START)));
}

static gboolean
has_to_be_readied (Ask                     *ask,
                   const PsrLedgerDocument *document,
                   PsrBillingKind           kind)
{
  PsrBillingState state = psr_billing_step_get_state (document);

  /* It may be billed as an invoice after all. */
  if (state == PSR_BILLING_STATE_BLOCKED && kind == PSR_BILLING_KIND_INVOICE && document->details[0] != '\0' &&
      g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_CUSTOMER_NO_ORDERS)))
    return TRUE;

  if (state == PSR_BILLING_STATE_REFUSED)
    return document->details[0] != '\0';

  return (ask->flags & PSR_APPROVE_NAMED) != 0 &&
         (state == PSR_BILLING_STATE_BLOCKED || state == PSR_BILLING_STATE_BEFORE_START) &&
         may_be_waved_through (document);
}

/* What somebody already chose for it stays, unless something else is asked for. */
static PsrBillingKind
asked_kind (Ask                     *ask,
            const PsrLedgerDocument *document)
{
  if (ask->kind != PSR_BILLING_KIND_DEFAULT)
    return ask->kind;

  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_NEEDS_LOOK)
    return psr_billing_step_get_kind (ask->context, document);

  return psr_billing_rules_get_kind (ask->context->rules);
}

/* Number of the customer that may get no orders, when this is to be one. */
static char *
dup_no_orders (Ask                     *ask,
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

static gboolean
is_newer_known (const PsrLedgerDocument *document)
{
  return document->newer_version[0] != '\0' && !g_str_equal (document->newer_version, document->version);
}

/* What was sent stays what it was; Wello's invoice has another content by now, and
 * that nobody has approved. */
static PsrLedgerDocument *
read_anew (Ask                *ask,
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

static PsrLedgerDocument *
approve_one (Ask                *ask,
             PsrLedgerDocument  *document,
             GError            **error)
{
  PsrBillingContext *context = ask->context;
  g_autoptr(PsrLedgerDocument) current = psr_ledger_document_ref (document);
  PsrBillingKind kind = asked_kind (ask, document);
  g_autofree char *no_orders = NULL;
  PsrLedgerTransition *step;

  if (has_to_be_readied (ask, current, kind))
    {
      g_autoptr(PsrLedgerDocument) readied = NULL;

      step = psr_billing_step_new (current, PSR_BILLING_EVENT_CHECKS_PASSED, ask->person);
      readied = psr_billing_step_commit (context, step, error);

      if (readied == NULL)
        return NULL;

      g_clear_pointer (&current, psr_ledger_document_unref);
      current = g_steal_pointer (&readied);
    }

  /* What can't be approved is answered as it stands, with its reason. */
  if (!psr_billing_step_is_possible (current, PSR_BILLING_EVENT_APPROVE) ||
      psr_billing_step_get_state (current) == PSR_BILLING_STATE_APPROVED ||
      current->details[0] == '\0')
    return g_steal_pointer (&current);

  no_orders = dup_no_orders (ask, current, kind);

  if (no_orders != NULL && psr_billing_step_is_possible (current, PSR_BILLING_EVENT_CHECKS_FAILED))
    {
      step = psr_billing_step_new (current, PSR_BILLING_EVENT_CHECKS_FAILED, PSR_BILLING_WORKER);
      psr_billing_step_set_reason (step, PSR_REASON_CUSTOMER_NO_ORDERS, no_orders);

      return psr_billing_step_commit (context, step, error);
    }

  step = psr_billing_step_new (current, PSR_BILLING_EVENT_APPROVE, ask->person);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_APPROVED_BY, ask->person);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_APPROVED_AT, psr_clock_now (context->clock));
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_ATTEMPTS, 0);
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_POST, (ask->flags & PSR_APPROVE_POST) != 0);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_VIA,
                                  (ask->flags & PSR_APPROVE_VIA_QUOTE) != 0    ? "quote"
                                  : (ask->flags & PSR_APPROVE_VIA_DIRECT) != 0 ? "direct"
                                  : (ask->flags & PSR_APPROVE_VIA_AUTO) != 0   ? "auto" : "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND,
                                  psr_billing_kind_to_string (kind));

  if (psr_billing_step_get_state (current) == PSR_BILLING_STATE_NEEDS_LOOK && is_newer_known (current))
    return read_anew (ask, psr_billing_step_commit (context, step, error), error);

  return psr_billing_step_commit (context, step, error);
}

static DexFuture *
approve_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrBillingReport) report = psr_billing_report_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) error = NULL;

  if (psr_billing_rules_get_from (ask->context->rules) == NULL)
    return dex_future_new_for_error (no_start_error ());

  documents = find_asked (ask, &error);

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
  Ask *ask;

  g_return_val_if_fail (context != NULL && person != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  ask = ask_new (context, ids, n_ids, person);
  ask->kind = kind;
  ask->flags = flags;

  return psr_net_spawn (approve_fiber, ask, ask_free);
}

static DexFuture *
event_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(GError) error = NULL;
  PsrLedgerDocument *document;

  documents = find_asked (ask, &error);

  if (documents == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  document = documents->len == 1 ? g_ptr_array_index (documents, 0) : NULL;

  if (document == NULL || !psr_billing_step_is_possible (document, ask->event) ||
      (ask->event == PSR_BILLING_EVENT_TAKE && document->bc_id[0] == '\0'))
    return dex_future_new_for_error (
      psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_NOT_ALLOWED,
                               _("That can’t be done with this document now"),
                               document != NULL ? psr_billing_state_get_label (psr_billing_step_get_state (document)) : "",
                               _("Look at it again: it may have moved meanwhile.")));

  moved = psr_billing_step_commit (ask->context, psr_billing_step_new (document, ask->event, ask->person), &error);

  if (moved == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_RESULT, psr_billing_step_result (ask->context, moved));
}

/**
 * psr_billing_unapprove:
 * @context: the context
 * @id: number of a document in the ledger
 * @person: who takes the approval back
 *
 * Returns: (transfer full): a future of a #PsrBillingResult; rejects with
 *   %PSR_BILLING_ERROR_NOT_ALLOWED when the document is on its way already
 */
DexFuture *
psr_billing_unapprove (PsrBillingContext *context,
                       gint64             id,
                       const char        *person)
{
  Ask *ask;

  g_return_val_if_fail (context != NULL && person != NULL, NULL);

  ask = ask_new (context, &id, 1, person);
  ask->event = PSR_BILLING_EVENT_UNAPPROVE;

  return psr_net_spawn (event_fiber, ask, ask_free);
}

/**
 * psr_billing_take:
 * @context: the context
 * @id: number of a document that needs a look
 * @person: who decides
 *
 * Takes the document that was found in Business Central for this one. It is
 * compared again and told to Wello with the next push.
 *
 * Returns: (transfer full): a future of a #PsrBillingResult; rejects with
 *   %PSR_BILLING_ERROR_NOT_ALLOWED when there is none to take
 */
DexFuture *
psr_billing_take (PsrBillingContext *context,
                  gint64             id,
                  const char        *person)
{
  Ask *ask;

  g_return_val_if_fail (context != NULL && person != NULL, NULL);

  ask = ask_new (context, &id, 1, person);
  ask->event = PSR_BILLING_EVENT_TAKE;

  return psr_net_spawn (event_fiber, ask, ask_free);
}

/**
 * psr_billing_push:
 * @context: the context
 * @stop: (nullable): cancelled to begin no further document; what was begun is
 *   finished
 * @progress: (nullable): told about every arrow
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * Finishes what was begun, settles what isn't known and is due, and sends what is
 * approved. Dropping the future leaves documents in their intents, to be settled
 * by the next run; use @stop.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; rejects with
 *   %PSR_BILLING_ERROR_RULES when nobody said from which day on to bill, and when
 *   the ledger can't be read
 */
DexFuture *
psr_billing_push (PsrBillingContext      *context,
                  GCancellable           *stop,
                  PsrBillingProgressFunc  progress,
                  gpointer                progress_data,
                  GDestroyNotify          progress_destroy)
{
  g_return_val_if_fail (context != NULL, NULL);

  if (psr_billing_rules_get_from (context->rules) == NULL)
    {
      if (progress_destroy != NULL)
        progress_destroy (progress_data);

      return dex_future_new_for_error (no_start_error ());
    }

  return psr_pusher_run (context, PSR_PUSHER_NONE, stop, progress, progress_data, progress_destroy);
}

/**
 * psr_billing_settle:
 * @context: the context
 * @stop: (nullable): cancelled to begin no further document
 * @progress: (nullable): told about every arrow
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * As psr_billing_push(), but sends nothing new.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport
 */
DexFuture *
psr_billing_settle (PsrBillingContext      *context,
                    GCancellable           *stop,
                    PsrBillingProgressFunc  progress,
                    gpointer                progress_data,
                    GDestroyNotify          progress_destroy)
{
  return psr_pusher_run (context, PSR_PUSHER_SETTLE_ONLY, stop, progress, progress_data, progress_destroy);
}

static void
refuse_order (PsrBillingResult *result,
              const char       *customer)
{
  g_autoptr(PsrExplanation) words = psr_billing_reason_explain (PSR_REASON_CUSTOMER_NO_ORDERS, customer);

  g_set_str (&result->reason, psr_billing_reason_to_string (PSR_REASON_CUSTOMER_NO_ORDERS));
  g_set_str (&result->what, words->what);
  g_set_str (&result->why, words->why);
  g_set_str (&result->mend, words->mend);
  g_clear_pointer (&result->body, g_free);
}

static DexFuture *
dry_run_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrBillingReport) report = psr_billing_report_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) error = NULL;

  documents = find_asked (ask, &error);

  if (documents == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      PsrBillingResult *result = psr_billing_step_result (ask->context, document);
      g_autoptr(PsrPushPlan) plan = NULL;

      if (ask->kind != PSR_BILLING_KIND_DEFAULT)
        result->kind = ask->kind;

      g_ptr_array_add (report->results, result);

      if (document->details[0] == '\0')
        continue;

      plan = psr_push_plan_make (ask->context, document, result->kind, &error);

      if (plan != NULL)
        {
          gsize size;
          const char *text = g_bytes_get_data (plan->built->body, &size);

          result->body = g_strndup (text, size);
          result->net = plan->built->pricing->net;
          result->vat = plan->built->pricing->vat;
          result->gross = plan->built->pricing->gross;

          if (result->kind == PSR_BILLING_KIND_ORDER && plan->billable->no_orders[0] != '\0')
            refuse_order (result, plan->billable->no_orders);
        }
      else
        {
          g_autoptr(PsrExplanation) words = psr_explain (error);

          g_set_str (&result->what, words->what);
          g_set_str (&result->why, words->why);
          g_set_str (&result->mend, words->mend);
          g_clear_error (&error);
        }
    }

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_REPORT, g_steal_pointer (&report));
}

/**
 * psr_billing_dry_run:
 * @context: the context
 * @ids: (array length=n_ids): numbers of documents in the ledger
 * @n_ids: how many
 * @kind: invoice, order, or what the rules say
 *
 * Builds the requests and predicts the totals. Sends nothing and changes nothing.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport with a result for
 *   each document
 */
DexFuture *
psr_billing_dry_run (PsrBillingContext *context,
                     const gint64      *ids,
                     gsize              n_ids,
                     PsrBillingKind     kind)
{
  Ask *ask;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  ask = ask_new (context, ids, n_ids, PSR_BILLING_WORKER);
  ask->kind = kind;

  return psr_net_spawn (dry_run_fiber, ask, ask_free);
}

static DexFuture *
next_look_up_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) error = NULL;
  PsrTimestamp next = PSR_TIMESTAMP_NONE;

  documents = psr_billing_step_find_states (ask->context,
                                            PSR_BILLING_BIT (APPROVED) |
                                            psr_billing_step_get_under_way (TRUE) |
                                            psr_billing_step_get_under_way (FALSE),
                                            &error);

  if (documents == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (document->next_lookup_at != PSR_TIMESTAMP_NONE &&
          (next == PSR_TIMESTAMP_NONE || document->next_lookup_at < next))
        next = document->next_lookup_at;
    }

  return dex_future_new_for_int64 (next);
}

/**
 * psr_billing_next_look_up:
 * @context: the context
 *
 * Returns: (transfer full): a future of a #gint64, the time at which
 *   psr_billing_push() has something to do again by itself, or
 *   %PSR_TIMESTAMP_NONE
 */
DexFuture *
psr_billing_next_look_up (PsrBillingContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  return psr_net_spawn (next_look_up_fiber, ask_new (context, NULL, 0, PSR_BILLING_WORKER), ask_free);
}
