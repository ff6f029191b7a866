/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sweep"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-lookup.h"
#include "psr-sweep.h"

/* Documents are swept so long after they last moved, and so many at most in a
 * run, the newest ones. */
#define SWEPT_FOR (G_GINT64_CONSTANT (3) * 24 * 60 * 60 * G_USEC_PER_SEC)
#define MAX_SWEPT 500

static GPtrArray *
find_recent (PsrPushRun  *run,
             GError     **error)
{
  const char *states[] = { psr_billing_state_to_string (PSR_BILLING_STATE_FOLLOWED),
                           psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED), NULL };
  g_autoptr(GPtrArray) recent = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;
  PsrTimestamp since = psr_clock_now (run->context->clock) - SWEPT_FOR;

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_limit (query, MAX_SWEPT);
  found = psr_billing_step_find (run->context, query, error);

  if (found == NULL)
    return NULL;

  for (guint i = 0; i < found->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (found, i);

      if (document->updated_at >= since && document->external_number[0] != '\0')
        g_ptr_array_add (recent, psr_ledger_document_ref (document));
    }

  return g_steal_pointer (&recent);
}

/**
 * psr_sweep_run:
 * @run: the run
 * @error: return location for an error
 *
 * Business Central takes several documents with the same external number, so
 * what was made lately is looked up once more: when there are two, a person has
 * to look. To be called in a fiber.
 *
 * Returns: whether it could be looked
 */
gboolean
psr_sweep_run (PsrPushRun  *run,
               GError     **error)
{
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_auto(GStrv) numbers = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  documents = find_recent (run, error);

  if (documents == NULL)
    return FALSE;
  if (documents->len == 0)
    return TRUE;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      g_strv_builder_add (builder, document->external_number);
    }

  numbers = g_strv_builder_end (builder);
  lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, (const char * const *) numbers), error);

  if (lookup == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len && !psr_push_run_is_over (run); i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      g_autoptr(PsrLedgerDocument) moved = NULL;
      PsrLedgerTransition *step;

      if (psr_lookup_judge (lookup, document->external_number, document->customer_id,
                            document->net, 1, NULL) != PSR_SIGHT_SEVERAL)
        continue;

      psr_push_run_touch (run, document);
      step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
      psr_billing_step_set_reason (step, PSR_REASON_DUPLICATE, document->external_number);
      moved = psr_push_run_commit (run, step);
    }

  return TRUE;
}
