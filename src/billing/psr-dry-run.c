/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-dry-run"

#include "config.h"

#include "psr-approve-ask.h"
#include "psr-billing-step.h"
#include "psr-billing.h"
#include "psr-check.h"
#include "psr-net-future.h"
#include "psr-push-run.h"

/* A check that holds orders only. */
#define NO_ORDERS "customer-no-orders"

/* Shown with the reason for which a real run wouldn't send it. */
static void
refuse (PsrBillingResult *result,
        const char       *code,
        PsrExplanation   *words)
{
  g_set_str (&result->reason, code);
  g_set_str (&result->what, words->what);
  g_set_str (&result->why, words->why);
  g_set_str (&result->mend, words->mend);
  g_clear_pointer (&result->body, g_free);
}

static void
refuse_order (PsrBillingResult *result,
              const char       *customer)
{
  g_autoptr(PsrExplanation) words = psr_check_explain (psr_check_find (NO_ORDERS), customer);

  refuse (result, NO_ORDERS, words);
}

static void
refuse_open (PsrApproveAsk           *ask,
             const PsrLedgerDocument *document,
             PsrBillingResult        *result)
{
  g_autoptr(PsrExplanation) words = NULL;
  g_autofree char *open = NULL;
  const char *code;

  if (!psr_approve_ask_has_to_answer (document))
    return;

  open = psr_approve_ask_dup_open (ask, document, result->kind, &words, &code);

  if (open[0] != '\0')
    refuse (result, code, words);
}

static void
refuse_unchecked (const PsrLedgerDocument *document,
                  PsrBillingResult        *result)
{
  g_autoptr(PsrExplanation) words = psr_billing_reason_explain (PSR_REASON_UNCHECKED, document->internal_number);

  refuse (result, psr_billing_reason_to_string (PSR_REASON_UNCHECKED), words);
}

static DexFuture *
dry_run_fiber (gpointer data)
{
  PsrApproveAsk *ask = data;
  g_autoptr(PsrBillingReport) report = psr_billing_report_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) error = NULL;

  documents = psr_approve_ask_find (ask, &error);

  if (documents == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      PsrBillingResult *result = psr_billing_step_result (ask->context, document);
      g_autoptr(PsrPushPlan) plan = NULL;

      if (psr_approve_ask_is_internal (ask, document))
        result->kind = PSR_BILLING_KIND_ORDER;
      else if (ask->kind != PSR_BILLING_KIND_DEFAULT)
        result->kind = ask->kind;

      g_ptr_array_add (report->results, result);

      if (document->details[0] == '\0')
        continue;

      plan = psr_push_plan_make (ask->context, document, result->kind, &error);

      if (plan != NULL && psr_document_builder_can_write (plan->billable, ask->context->rules, &error))
        {
          gsize size;
          const char *text = g_bytes_get_data (plan->built->body, &size);

          result->body = g_strndup (text, size);
          result->net = plan->built->pricing->net;
          result->vat = plan->built->pricing->vat;
          result->gross = plan->built->pricing->gross;

          if (result->kind == PSR_BILLING_KIND_ORDER && plan->billable->no_orders[0] != '\0')
            refuse_order (result, plan->billable->no_orders);

          refuse_open (ask, document, result);

          if (result->body != NULL && psr_approve_ask_is_unchecked (ask, document))
            refuse_unchecked (document, result);
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
 * @flags: how far the approval would go
 * @accept: (nullable) (array zero-terminated=1): names of the checks that ask and
 *   would be accepted
 *
 * Builds the requests and predicts the totals. Sends nothing and changes nothing.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport with a result for
 *   each document
 */
DexFuture *
psr_billing_dry_run (PsrBillingContext  *context,
                     const gint64       *ids,
                     gsize               n_ids,
                     PsrBillingKind      kind,
                     PsrApproveFlags     flags,
                     const char * const *accept)
{
  PsrApproveAsk *ask;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  ask = psr_approve_ask_new (context, ids, n_ids, PSR_BILLING_WORKER);
  ask->kind = kind;
  ask->flags = flags;
  ask->accept = g_strdupv ((char **) accept);

  return psr_net_spawn (dry_run_fiber, ask, psr_approve_ask_free);
}
