/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-follow"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-ledger.h"
#include "psr-push-run.h"
#include "psr-service-error.h"
#include "psr-wello-client.h"

/* So many are read at once: a multiple of what one request asks for. */
#define PAGE 500

static gboolean
is_order (const PsrLedgerDocument *document)
{
  return g_str_equal (document->kind, "order");
}

/**
 * psr_push_follow_word:
 * @document: a document as read
 * @posted: whether it is proven to be posted
 *
 * What *Open* means depends on the proof: an invoice that was only released shows
 * the same status as a posted one ([AL] SalesInvoiceAggregator).
 *
 * Returns: the ledger's word: `draft`, `in-approval`, `released`, `posted`, `paid`
 *   or `credited`
 */
const char *
psr_push_follow_word (const PsrBcDocument *document,
                      gboolean             posted)
{
  g_return_val_if_fail (document != NULL, "");

  if (document->status == PSR_BC_STATUS_DRAFT)
    return posted ? "posted" : "draft";
  if (document->status == PSR_BC_STATUS_IN_REVIEW)
    return "in-approval";
  if (!posted)
    return "released";
  if (!psr_bc_document_is_live (document))
    return "credited";
  if (document->status == PSR_BC_STATUS_PAID)
    return "paid";

  return "posted";
}

static gboolean
is_posted_word (const char *word)
{
  return g_str_equal (word, "posted") || g_str_equal (word, "paid") || g_str_equal (word, "credited");
}

/* What can still change is read: not what has been paid or credited. */
static gboolean
is_followed (const PsrLedgerDocument *document)
{
  return document->bc_id[0] != '\0' &&
         (psr_billing_step_get_state (document) == PSR_BILLING_STATE_FOLLOWED ||
          g_str_equal (document->bc_status, "posted"));
}

/* Which of a state there are, oldest first: so many that only their numbers are kept. */
static GArray *
list_followed (PsrPushRun       *run,
               PsrBillingState   state,
               const char       *bc_status,
               GError          **error)
{
  const char *states[] = { psr_billing_state_to_string (state), NULL };
  g_autoptr(PsrLedgerView) view = psr_ledger_view_new (states, NULL, PSR_LEDGER_ORDER_DATE, FALSE);

  psr_ledger_view_set_bc_status (view, bc_status);

  return dex_await_boxed (psr_ledger_list_ids (run->context->ledger, view), error);
}

/* What is still in @state of the numbers from @first on. */
static GPtrArray *
read_page (PsrPushRun       *run,
           GArray           *ids,
           guint             first,
           PsrBillingState   state,
           GError          **error)
{
  const char *states[] = { psr_billing_state_to_string (state), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_ids (query, &g_array_index (ids, gint64, first), MIN (PAGE, ids->len - first));
  psr_ledger_query_set_oldest_first (query, TRUE);

  return psr_billing_step_find (run->context, query, error);
}

static GPtrArray *
read_many (PsrPushRun         *run,
           GPtrArray          *documents,
           gboolean            orders,
           GError            **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (is_followed (document) && is_order (document) == orders)
        g_ptr_array_add (ids, document->bc_id);
    }

  g_ptr_array_add (ids, NULL);

  return dex_await_boxed (psr_bc_client_get_documents_by_ids (run->context->bc,
                                                              orders ? PSR_BC_DOCUMENT_ORDER
                                                                     : PSR_BC_DOCUMENT_INVOICE,
                                                              (const char * const *) ids->pdata), error);
}

static void
index_by_id (GHashTable *by_id,
             GPtrArray  *documents)
{
  for (guint i = 0; i < documents->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (documents, i);

      g_hash_table_insert (by_id, document->id, document);
    }
}

/**
 * psr_push_note_word:
 * @run: the run
 * @document: (transfer none): a document that was made
 * @word: the ledger's word for what became of it
 *
 * Notes what became of a document, once. To be called in a fiber.
 */
void
psr_push_note_word (PsrPushRun        *run,
                    PsrLedgerDocument *document,
                    const char        *word)
{
  g_autoptr(PsrLedgerDocument) moved = NULL;
  PsrLedgerTransition *step;

  g_return_if_fail (run != NULL && document != NULL && word != NULL);

  if (g_str_equal (document->bc_status, word))
    return;

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOLLOWED_READ, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, word);
  moved = psr_push_run_commit (run, step);
}

/* Whether a single read says as well that it isn't there: a list may leave out
 * what one isn't allowed to see. */
static gboolean
is_gone (PsrPushRun        *run,
         PsrLedgerDocument *document)
{
  g_autoptr(PsrBcDocument) found = NULL;
  g_autoptr(GError) error = NULL;

  found = dex_await_boxed (psr_bc_client_get_document (run->context->bc,
                                                       is_order (document) ? PSR_BC_DOCUMENT_ORDER
                                                                           : PSR_BC_DOCUMENT_INVOICE,
                                                       document->bc_id, FALSE), &error);

  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND);
}

/**
 * psr_push_why_gone:
 * @run: the run
 * @document: (transfer none): a document that isn't there any more, and that no
 *   posted invoice names
 *
 * An order also ends in an invoice of combined shipments, which names none. What
 * can't be read is left for the person to find out. To be called in a fiber.
 *
 * Returns: why it is gone, as far as can be seen
 */
PsrBillingReason
psr_push_why_gone (PsrPushRun              *run,
                   const PsrLedgerDocument *document)
{
  PsrBcClient *bc;

  g_return_val_if_fail (run != NULL && document != NULL, PSR_REASON_GONE);

  if (!is_order (document))
    return PSR_REASON_GONE;

  bc = run->context->bc;

  if (document->bc_number[0] == '\0')
    return PSR_REASON_ORDER_GONE;
  if (dex_await_boolean (psr_bc_client_has_shipments (bc, document->bc_number), NULL))
    return PSR_REASON_ORDER_SHIPPED;
  if (dex_await_boolean (psr_bc_client_is_archived (bc, document->bc_number), NULL))
    return PSR_REASON_ORDER_ARCHIVED;

  return PSR_REASON_ORDER_GONE;
}

static void
look_gone (PsrPushRun        *run,
           PsrLedgerDocument *document)
{
  PsrBillingReason reason = psr_push_why_gone (run, document);
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_GONE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_run_touch (run, document);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, "gone");
  psr_billing_step_set_reason (step, reason, document->bc_number);
  moved = psr_push_run_commit (run, step);
}

static void
note_told_until (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 PsrTimestamp       until)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOLLOWED_READ, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_TOLD_UNTIL, until);
  moved = psr_push_run_commit (run, step);
}

static gboolean
follow_one (PsrPushRun         *run,
            PsrLedgerDocument  *document,
            PsrBcDocument      *found,
            GError            **error)
{
  g_autoptr(PsrBcPosted) posted = NULL;
  g_autoptr(GError) failed = NULL;
  PsrTimestamp until;

  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_CLOSED)
    {
      if (found != NULL)
        psr_push_note_word (run, document, psr_push_follow_word (found, TRUE));
      return TRUE;
    }

  if (found != NULL && (psr_bc_document_is_draft (found) || found->kind == PSR_BC_DOCUMENT_ORDER))
    {
      psr_push_note_word (run, document, psr_push_follow_word (found, FALSE));
      return TRUE;
    }

  /* The draft's number would take the place of the legal one. */
  if (psr_push_get_told_left (run, document, &until) > 0)
    {
      if (until != document->told_until)
        note_told_until (run, document, until);
      return TRUE;
    }

  posted = psr_push_find_posted (run, document, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }

  if (posted != NULL)
    {
      if (run->statuses == NULL)
        run->statuses = dex_await_boxed (psr_wello_client_get_statuses (run->context->wello), error);
      if (run->statuses == NULL)
        return FALSE;

      psr_push_posted (run, document, posted);
    }
  else if (found != NULL)
    {
      psr_push_note_word (run, document, psr_push_follow_word (found, is_posted_word (document->bc_status)));
    }
  else if (is_gone (run, document))
    {
      look_gone (run, document);
    }

  return TRUE;
}

static gboolean
follow_page (PsrPushRun  *run,
             GPtrArray   *documents,
             GError     **error)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) invoices = NULL;
  g_autoptr(GPtrArray) orders = NULL;

  invoices = read_many (run, documents, FALSE, error);
  orders = invoices != NULL ? read_many (run, documents, TRUE, error) : NULL;

  if (orders == NULL)
    return FALSE;

  index_by_id (by_id, invoices);
  index_by_id (by_id, orders);

  for (guint i = 0; i < documents->len && !psr_push_run_is_over (run); i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (is_followed (document) &&
          !follow_one (run, document, g_hash_table_lookup (by_id, document->bc_id), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
follow_all (PsrPushRun       *run,
            GArray           *ids,
            PsrBillingState   state,
            GError          **error)
{
  for (guint first = 0; first < ids->len && !psr_push_run_is_over (run); first += PAGE)
    {
      g_autoptr(GPtrArray) documents = read_page (run, ids, first, state, error);

      if (documents == NULL || !follow_page (run, documents, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_push_follow:
 * @run: the run
 * @error: return location for an error
 *
 * Reads the documents that were made, in bulk, and notes what became of them: a
 * person may release, post or delete a draft. Of what was posted Wello is told the
 * legal number. However many there are, only a page of them is in memory. To be
 * called in a fiber.
 *
 * Returns: whether they could be read
 */
gboolean
psr_push_follow (PsrPushRun  *run,
                 GError     **error)
{
  g_autoptr(GArray) followed = NULL;
  g_autoptr(GArray) unpaid = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  /* What is closed stays for ever: only what isn't paid yet is taken out of it, and
   * not what this run closes. */
  followed = list_followed (run, PSR_BILLING_STATE_FOLLOWED, NULL, error);
  unpaid = followed != NULL ? list_followed (run, PSR_BILLING_STATE_CLOSED, "posted", error) : NULL;

  return unpaid != NULL && follow_all (run, followed, PSR_BILLING_STATE_FOLLOWED, error) &&
         follow_all (run, unpaid, PSR_BILLING_STATE_CLOSED, error);
}
