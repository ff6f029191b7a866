/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-fresh"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-document-maker.h"
#include "psr-draft.h"
#include "psr-executor.h"
#include "psr-organization-filter.h"
#include "psr-push-run.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"
#include "psr-wello-client.h"

/* What was read of Wello so long ago is read once more before it is sent. */
#define STALE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static DexFuture *
version_job_run (gpointer data)
{
  return dex_future_new_take_string (psr_document_maker_version (data));
}

static char *
dup_version (PsrPushRun       *run,
             PsrWelloInvoice  *invoice,
             GError          **error)
{
  return dex_await_string (psr_executor_run (run->context->executor, "parse", version_job_run,
                                             psr_wello_invoice_ref (invoice),
                                             (GDestroyNotify) psr_wello_invoice_unref),
                           error);
}

/* Nothing of it is on its way, as was proven before. */
static void
move (PsrPushRun        *run,
      PsrLedgerDocument *document,
      PsrBillingEvent    event,
      PsrBillingReason   reason,
      const char        *subject)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_clear_intent (step);
  psr_billing_step_set_reason (step, reason, subject);
  moved = psr_push_run_commit (run, step);
}

/* Could not be read: it waits, and so does all else where nothing can be read. */
static void
not_read (PsrPushRun        *run,
          PsrLedgerDocument *document,
          const GError      *error)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *words = psr_billing_step_dup_words (error);

  psr_billing_step_set_reason (step, PSR_REASON_UNREAD, words);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       psr_push_run_get_later_by (run, psr_wello_client_get_service (run->context->wello)));
  moved = psr_push_run_commit (run, step);

  if (psr_push_run_concerns_all (error))
    psr_push_run_end (run, g_error_copy (error));
}

static gboolean
is_fresh (PsrPushRun *run)
{
  PsrBillingContext *context = run->context;

  return context->has_read && psr_push_run_get_age (run, &context->read_at) <= STALE;
}

/* An account may be moved to another sales organization, whose books these aren't.
 * Whether it still is ours; otherwise it went another way. */
static gboolean
is_still_ours (PsrPushRun         *run,
               PsrLedgerDocument  *document,
               PsrWelloInvoice    *invoice,
               GError            **error)
{
  g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_wello_invoice_unref);
  g_autoptr(GHashTable) foreign = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) unassigned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) kept = NULL;

  g_ptr_array_add (listed, psr_wello_invoice_ref (invoice));
  kept = psr_organization_filter_apply (run->context, listed, foreign, unassigned, error);

  if (kept == NULL)
    return FALSE;

  /* One that isn't known is checked anew with the next reading. */
  if (g_hash_table_size (foreign) > 0)
    move (run, document, PSR_BILLING_EVENT_LEFT_QUEUE, PSR_REASON_LEFT_QUEUE, _("of another sales organization"));
  else if (g_hash_table_size (unassigned) > 0)
    move (run, document, PSR_BILLING_EVENT_CHANGED, PSR_REASON_CHANGED, document->internal_number);
  else
    return TRUE;

  return FALSE;
}

/**
 * psr_push_is_made_again:
 * @document: a document that has none in Business Central yet
 * @invoice: its invoice in Wello
 * @status: what that is
 *
 * Returns: whether a person wants it billed although it isn't ready in Wello: Wello
 *   was told that it was refused, or keeps it as imported by a document that was
 *   withdrawn
 */
gboolean
psr_push_is_made_again (const PsrLedgerDocument *document,
                        const PsrWelloInvoice   *invoice,
                        PsrWelloStatus           status)
{
  g_return_val_if_fail (document != NULL && invoice != NULL, FALSE);

  if (status == PSR_WELLO_STATUS_IMPORTED)
    return document->told_number[0] != '\0' &&
           g_ascii_strcasecmp (invoice->invoice_number, document->told_number) == 0;

  return status == PSR_WELLO_STATUS_ERROR && psr_billing_step_get_state (document) == PSR_BILLING_STATE_APPROVED;
}

/**
 * psr_push_is_still_ready:
 * @run: the run
 * @document: (transfer none): an approved document of which nothing is on its way
 * @was_made: whether there was a document of it, so that its approval didn't end with
 *   what was read
 *
 * An approval holds for what was seen. Unless all that is ready was read within
 * the last minute, the invoice is read once more: when it isn't ready any more, has
 * another content, or its account went to another sales organization, the approval
 * ends. To be called in a fiber.
 *
 * Returns: whether it may be sent; otherwise it went another way
 */
gboolean
psr_push_is_still_ready (PsrPushRun        *run,
                         PsrLedgerDocument *document,
                         gboolean           was_made)
{
  PsrBillingContext *context = run->context;
  g_autoptr(PsrWelloInvoice) invoice = NULL;
  g_autofree char *version = NULL;
  g_autoptr(GError) error = NULL;

  if (!was_made && is_fresh (run))
    return TRUE;

  if (run->statuses == NULL)
    run->statuses = dex_await_boxed (psr_wello_client_get_statuses (context->wello), &error);

  if (run->statuses != NULL)
    invoice = dex_await_boxed (psr_wello_client_get_invoice (context->wello, document->wello_invoice_id), &error);

  if (invoice != NULL)
    {
      PsrWelloStatus status = psr_wello_statuses_classify (run->statuses, invoice->status_id);

      if (status != PSR_WELLO_STATUS_READY && !psr_push_is_made_again (document, invoice, status))
        {
          move (run, document, PSR_BILLING_EVENT_LEFT_QUEUE, PSR_REASON_LEFT_QUEUE, invoice->status_name);
          return FALSE;
        }

      if (is_still_ours (run, document, invoice, &error))
        version = dup_version (run, invoice, &error);
      else if (error == NULL)
        return FALSE;
    }

  if (version == NULL)
    {
      if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        move (run, document, PSR_BILLING_EVENT_LEFT_QUEUE, PSR_REASON_LEFT_QUEUE, _("gone"));
      else
        not_read (run, document, error);
      return FALSE;
    }

  if (!g_str_equal (version, document->version))
    {
      move (run, document, PSR_BILLING_EVENT_CHANGED, PSR_REASON_CHANGED, document->internal_number);
      return FALSE;
    }

  return TRUE;
}

/* The number may look like that of another invoice, which has it. */
static gboolean
is_in_ledger (PsrPushRun  *run,
              const char  *external_number,
              GError     **error)
{
  const char *numbers[] = { external_number, NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;

  psr_ledger_query_set_external_numbers (query, numbers);
  psr_ledger_query_set_limit (query, 1);
  found = psr_billing_step_find (run->context, query, error);

  return found == NULL || found->len > 0;
}

/**
 * psr_push_renumber:
 * @run: the run
 * @document: (transfer none): an approved document of which nothing is on its way, and
 *   of which @lookup shows nothing that bills
 * @lookup: a look-up for its external number
 * @moved: (out) (transfer full) (nullable): the document with its new number
 *
 * What was credited or canceled stays what it was. What is made again has a number of
 * its own, which no other document of the ledger has, so that customers and look-ups tell
 * them apart. To be called in a fiber.
 *
 * Returns: whether the number was taken by what ended, so that another has to be looked
 *   for first
 */
gboolean
psr_push_renumber (PsrPushRun         *run,
                   PsrLedgerDocument  *document,
                   PsrBcLookup        *lookup,
                   PsrLedgerDocument **moved)
{
  const PsrBcDocument *ended;
  PsrLedgerTransition *step;
  g_autofree char *next = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (run != NULL && document != NULL && lookup != NULL && moved != NULL, FALSE);

  *moved = NULL;
  ended = psr_bc_lookup_find (lookup, document->external_number);

  if (ended == NULL || psr_bc_document_is_live (ended) ||
      document->intent_server_date != PSR_TIMESTAMP_NONE || document->quote_id[0] != '\0')
    return FALSE;

  next = psr_draft_dup_next_number (document->external_number, document->internal_number);

  while (error == NULL && is_in_ledger (run, next, &error))
    {
      g_autofree char *taken = g_steal_pointer (&next);

      next = psr_draft_dup_next_number (taken, document->internal_number);
    }

  if (error != NULL)
    {
      psr_push_run_end (run, g_steal_pointer (&error));
      return TRUE;
    }

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_SEEN_YET, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER, next);
  /* What ended would be found by its id for the next number, too. Another one that had the
   * number and ended says nothing of what is known by its id, and may be there unseen. */
  if (psr_bc_lookup_is_own (lookup, ended))
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, "");
  *moved = psr_push_run_commit (run, step);

  return TRUE;
}
