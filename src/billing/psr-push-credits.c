/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-credits"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-bc-credit-memo.h"
#include "psr-billing-step.h"
#include "psr-mirror-store.h"
#include "psr-push-run.h"

/* A change may become visible so long after the time that it bears. */
#define OVERLAP (G_GINT64_CONSTANT (10) * 60 * G_USEC_PER_SEC)

/* What is posted stays for ever, so that one tells whether there is any. */
static gboolean
has_posted (PsrPushRun  *run,
            GError     **error)
{
  const char *closed[] = { psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;

  psr_ledger_query_set_states (query, closed);
  psr_ledger_query_set_limit (query, 1);
  found = psr_billing_step_find (run->context, query, error);

  return found != NULL && found->len > 0;
}

static char *
dup_fact_name (PsrPushRun *run)
{
  return g_strconcat ("credit-memos:", psr_bc_client_get_company (run->context->bc), NULL);
}

/* From when on: what was seen last, or else the first day that is billed. */
static PsrTimestamp
get_since (PsrPushRun *run)
{
  const char *from = psr_billing_rules_get_from (run->context->rules);
  g_autofree char *name = dup_fact_name (run);
  g_autofree char *last = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, name), NULL);
  g_autofree char *time = NULL;
  PsrTimestamp since = PSR_TIMESTAMP_NONE;

  if (last != NULL)
    return g_ascii_strtoll (last, NULL, 10) - OVERLAP;

  if (from == NULL)
    return PSR_TIMESTAMP_NONE;

  time = g_strconcat (from, "T00:00:00Z", NULL);

  return psr_timestamp_parse (time, &since, NULL) ? since - OVERLAP : PSR_TIMESTAMP_NONE;
}

static void
keep_since (PsrPushRun   *run,
            PsrTimestamp  latest)
{
  g_autofree char *name = dup_fact_name (run);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) latest);
  g_autoptr(GError) error = NULL;

  /* They may be read again. */
  if (!dex_await (psr_mirror_store_set_fact (run->context->mirror, name, text), &error))
    g_message ("Up to where credit memos were read isn’t kept: %s", error->message);
}

/* Those of ours that the credit memos name, and that don't say so yet. */
static GPtrArray *
find_ours (PsrPushRun  *run,
           GPtrArray   *memos,
           GError     **error)
{
  static const char * const words[] = { "posted", "paid", NULL };
  const char *states[] = { psr_billing_state_to_string (PSR_BILLING_STATE_FOLLOWED),
                           psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED),
                           psr_billing_state_to_string (PSR_BILLING_STATE_CONFIRMING), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < memos->len; i++)
    {
      const PsrBcCreditMemo *memo = g_ptr_array_index (memos, i);

      if (memo->invoice_id != NULL)
        g_ptr_array_add (ids, memo->invoice_id);
    }

  if (ids->len == 0)
    return g_ptr_array_new ();

  g_ptr_array_add (ids, NULL);
  psr_ledger_query_set_bc_ids (query, (const char * const *) ids->pdata);
  psr_ledger_query_set_bc_statuses (query, words);
  psr_ledger_query_set_states (query, states);

  return psr_billing_step_find (run->context, query, error);
}

/* One of which Wello isn't told yet is noted once it is: until then its credit memo
 * isn't left behind. */
static PsrTimestamp
get_latest (GPtrArray *memos,
            GPtrArray *documents)
{
  PsrTimestamp latest = PSR_TIMESTAMP_NONE;
  PsrTimestamp first = G_MAXINT64;

  for (guint i = 0; i < memos->len; i++)
    {
      const PsrBcCreditMemo *memo = g_ptr_array_index (memos, i);

      latest = MAX (latest, memo->modified);

      for (guint j = 0; j < documents->len; j++)
        {
          const PsrLedgerDocument *document = g_ptr_array_index (documents, j);

          if (!psr_billing_step_is_possible (document, PSR_BILLING_EVENT_FOLLOWED_READ) &&
              g_strcmp0 (memo->invoice_id, document->bc_id) == 0)
            first = MIN (first, memo->modified);
        }
    }

  return MIN (latest, first);
}

static gboolean
note_credited (PsrPushRun  *run,
               GPtrArray   *documents,
               GError     **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GPtrArray) invoices = NULL;

  for (guint i = 0; i < documents->len; i++)
    g_ptr_array_add (ids, ((PsrLedgerDocument *) g_ptr_array_index (documents, i))->bc_id);

  g_ptr_array_add (ids, NULL);
  invoices = dex_await_boxed (psr_bc_client_get_documents_by_ids (run->context->bc, PSR_BC_DOCUMENT_INVOICE,
                                                                  (const char * const *) ids->pdata), error);

  if (invoices == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      for (guint j = 0; j < invoices->len; j++)
        {
          const PsrBcDocument *invoice = g_ptr_array_index (invoices, j);

          if (g_str_equal (invoice->id, document->bc_id) && !psr_bc_document_is_live (invoice) &&
              psr_billing_step_is_possible (document, PSR_BILLING_EVENT_FOLLOWED_READ))
            psr_push_note_word (run, document, psr_push_follow_word (invoice, TRUE));
        }
    }

  return TRUE;
}

/**
 * psr_push_follow_credits:
 * @run: the run
 * @error: return location for an error
 *
 * Reads the credit memos that changed since the last time, and notes which of our
 * invoices they credit, also of those that were paid long ago and aren't read any
 * more. That credit memos can't be read stops no run. To be called in a fiber.
 *
 * Returns: whether the run may go on
 */
gboolean
psr_push_follow_credits (PsrPushRun  *run,
                         GError     **error)
{
  g_autoptr(GPtrArray) memos = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GError) failed = NULL;
  PsrTimestamp since;
  PsrTimestamp latest = PSR_TIMESTAMP_NONE;

  g_return_val_if_fail (run != NULL, FALSE);

  if (!has_posted (run, &failed))
    {
      gboolean may_go_on = failed == NULL;

      if (failed != NULL)
        g_propagate_error (error, g_steal_pointer (&failed));
      return may_go_on;
    }

  since = get_since (run);

  if (since == PSR_TIMESTAMP_NONE)
    return TRUE;

  memos = dex_await_boxed (psr_bc_client_list_credit_memos (run->context->bc, since), &failed);

  if (memos != NULL)
    documents = find_ours (run, memos, &failed);

  if (documents != NULL && (documents->len == 0 || note_credited (run, documents, &failed)))
    {
      latest = get_latest (memos, documents);

      /* The same ones come again and again, within the overlap. */
      if (latest != PSR_TIMESTAMP_NONE && latest > since + OVERLAP)
        keep_since (run, latest);
      return TRUE;
    }

  if (psr_push_run_concerns_all (failed))
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }

  g_message ("Whether invoices were credited is looked for later: %s", failed->message);

  return TRUE;
}
