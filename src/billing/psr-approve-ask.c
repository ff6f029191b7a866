/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-approve-ask"

#include "config.h"

#include "psr-approve-ask.h"
#include "psr-billing-step.h"
#include "psr-check-results.h"
#include "psr-e-invoice.h"
#include "psr-push-run.h"

/**
 * psr_approve_ask_free:
 * @data: (transfer full): a #PsrApproveAsk
 *
 * Frees it.
 */
void
psr_approve_ask_free (gpointer data)
{
  PsrApproveAsk *self = data;

  g_return_if_fail (self != NULL);

  psr_billing_context_unref (self->context);
  g_array_unref (self->ids);
  g_strfreev (self->accept);
  g_free (self->day);
  g_free (self->person);
  g_free (self);
}

/**
 * psr_approve_ask_new:
 * @context: the context
 * @ids: (array length=n_ids): numbers of documents in the ledger
 * @n_ids: how many
 * @person: who asks
 *
 * Returns: (transfer full): what is asked, with nothing chosen yet
 */
PsrApproveAsk *
psr_approve_ask_new (PsrBillingContext *context,
                     const gint64      *ids,
                     gsize              n_ids,
                     const char        *person)
{
  PsrApproveAsk *self;

  g_return_val_if_fail (context != NULL && person != NULL, NULL);
  g_return_val_if_fail (ids != NULL || n_ids == 0, NULL);

  self = g_new0 (PsrApproveAsk, 1);
  self->context = psr_billing_context_ref (context);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (self->ids, ids, n_ids);
  self->person = g_strdup (person);

  return self;
}

/**
 * psr_approve_ask_find:
 * @self: what is asked
 * @error: return location for an error
 *
 * To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the documents as they are now, the oldest first
 */
GPtrArray *
psr_approve_ask_find (PsrApproveAsk  *self,
                      GError        **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  g_return_val_if_fail (self != NULL, NULL);

  if (self->ids->len == 0)
    return g_ptr_array_new ();

  psr_ledger_query_set_ids (query, (const gint64 *) (gpointer) self->ids->data, self->ids->len);
  psr_ledger_query_set_oldest_first (query, TRUE);

  return psr_billing_step_find (self->context, query, error);
}

/**
 * psr_approve_ask_has_to_answer:
 * @document: a document
 *
 * Returns: whether the checks that ask are asked for it: what was sent already was answered
 *   then
 */
gboolean
psr_approve_ask_has_to_answer (const PsrLedgerDocument *document)
{
  g_return_val_if_fail (document != NULL, FALSE);

  return psr_billing_step_get_state (document) != PSR_BILLING_STATE_NEEDS_LOOK;
}

/**
 * psr_approve_ask_dup_open:
 * @self: what is asked
 * @document: a document
 * @kind: what is to be made of it
 * @words: (out) (optional): what is asked
 * @code: (out): name of the first check that asks
 *
 * Returns: (transfer full): names of the checks that ask, and that nobody accepts; "" when
 *   there is none, with @words and @code as they were
 */
char *
psr_approve_ask_dup_open (PsrApproveAsk           *self,
                          const PsrLedgerDocument *document,
                          PsrBillingKind           kind,
                          PsrExplanation         **words,
                          const char             **code)
{
  g_autoptr(GPtrArray) results = psr_e_invoice_get_results (self->context, document, kind);
  g_autofree char *accepted = psr_check_results_dup_accepted (results, document->accepted,
                                                              (const char * const *) self->accept);
  const PsrCheckResult *first;
  g_autofree char *all = psr_check_results_dup_open (results, document->accepted, NULL);
  g_autofree char *open = psr_check_results_dup_open (results, accepted, &first);

  if (first != NULL && words != NULL)
    {
      /* All of them, so that one more try is enough. */
      *words = psr_check_result_explain (first, all);
      *code = first->check->id;
    }

  return g_steal_pointer (&open);
}

/**
 * psr_approve_ask_is_unchecked:
 * @self: what is asked
 * @document: a document
 *
 * Returns: whether @document waits for a reading that looks it up, because only what every
 *   check has looked at is asked for: sending looks at whether the number is taken, and not
 *   at whether a document looks alike
 */
gboolean
psr_approve_ask_is_unchecked (PsrApproveAsk           *self,
                              const PsrLedgerDocument *document)
{
  g_return_val_if_fail (self != NULL && document != NULL, FALSE);

  return (self->flags & PSR_APPROVE_CHECKED) != 0 && psr_billing_step_get_state (document) == PSR_BILLING_STATE_READY &&
         !psr_check_text_is_complete (document->checks);
}

/**
 * psr_approve_ask_is_internal:
 * @self: what is asked
 * @document: a document
 *
 * Returns: whether @document is internal, which makes it an order, whatever is asked for
 */
gboolean
psr_approve_ask_is_internal (PsrApproveAsk           *self,
                             const PsrLedgerDocument *document)
{
  g_autoptr(PsrPushPlan) plan = NULL;

  g_return_val_if_fail (self != NULL && document != NULL, FALSE);

  if (psr_billing_rules_get_internal (self->context->rules) == NULL || !psr_decimal_is_zero (document->net) ||
      document->details[0] == '\0')
    return FALSE;

  plan = psr_push_plan_make (self->context, document, PSR_BILLING_KIND_ORDER, NULL);

  return plan != NULL && plan->billable->internal;
}
