/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-collector"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-step.h"
#include "psr-billing-error.h"
#include "psr-check-results.h"
#include "psr-clock.h"
#include "psr-collector.h"
#include "psr-document-maker.h"
#include "psr-executor.h"
#include "psr-explain.h"
#include "psr-fact-finder.h"
#include "psr-ledger.h"
#include "psr-net-future.h"
#include "psr-organization-filter.h"
#include "psr-push-quote.h"
#include "psr-push-run.h"
#include "psr-service-error.h"
#include "psr-wello-client.h"

/* How many documents are handed to the ledger at once. */
#define SLICE 200

/* How many that left the list are asked about in a run. */
#define MAX_LEFT 100

typedef struct
{
  PsrBillingContext      *context;
  PsrBillingProgressFunc  progress;
  gpointer                progress_data;
  GDestroyNotify          progress_destroy;
  PsrBillingReport       *report;
  PsrWelloStatuses       *statuses;
  PsrInvoiceFacts        *facts;
  GHashTable             *foreign; /* ids of invoices of other sales organizations */
  PsrTimestamp            began;
  char                   *wello_invoice_id;
} Collect;

static void
collect_free (gpointer data)
{
  Collect *self = data;

  if (self->progress_destroy != NULL)
    self->progress_destroy (self->progress_data);

  g_free (self->wello_invoice_id);
  psr_billing_context_unref (self->context);
  psr_billing_report_unref (self->report);
  g_clear_pointer (&self->statuses, psr_wello_statuses_unref);
  g_clear_pointer (&self->facts, psr_invoice_facts_unref);
  g_hash_table_unref (self->foreign);
  g_free (self);
}

typedef struct
{
  PsrInvoiceFacts *facts;
  GPtrArray       *invoices;
} MakeJob;

static void
make_job_free (gpointer data)
{
  MakeJob *job = data;

  psr_invoice_facts_unref (job->facts);
  g_ptr_array_unref (job->invoices);
  g_free (job);
}

static DexFuture *
make_job_run (gpointer data)
{
  MakeJob *job = data;
  GPtrArray *documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  for (guint i = 0; i < job->invoices->len; i++)
    g_ptr_array_add (documents, psr_document_maker_make (job->facts, g_ptr_array_index (job->invoices, i)));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, documents);
}

static GPtrArray *
make_documents (Collect    *self,
                GPtrArray  *invoices,
                GError    **error)
{
  MakeJob *job = g_new0 (MakeJob, 1);

  job->facts = psr_invoice_facts_ref (self->facts);
  job->invoices = g_ptr_array_ref (invoices);

  return dex_await_boxed (psr_executor_run (self->context->executor, "parse", make_job_run, job, make_job_free), error);
}

static gboolean
is_refreshable (PsrBillingState state)
{
  return state == PSR_BILLING_STATE_FOUND || state == PSR_BILLING_STATE_BEFORE_START ||
         state == PSR_BILLING_STATE_BLOCKED || state == PSR_BILLING_STATE_READY ||
         state == PSR_BILLING_STATE_WITHDRAWN;
}

/* From before the first day, and still the same: nothing to be found out. */
static gboolean
is_settled (Collect                 *self,
            const PsrLedgerDocument *existing,
            const PsrWelloInvoice   *invoice)
{
  const char *from = psr_billing_rules_get_from (self->context->rules);

  return psr_billing_step_get_state (existing) == PSR_BILLING_STATE_BEFORE_START &&
         existing->wello_changed == invoice->modified &&
         from != NULL && existing->date[0] != '\0' && g_strcmp0 (existing->date, from) < 0;
}

/* Those of which a document is made, or made anew. */
static GPtrArray *
choose (Collect   *self,
        GPtrArray *invoices)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_wello_invoice_unref);

  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);
      const PsrLedgerDocument *existing = g_hash_table_lookup (self->facts->existing, invoice->id);

      if (existing != NULL && is_settled (self, existing, invoice))
        self->report->unchanged++;
      else
        g_ptr_array_add (chosen, psr_wello_invoice_ref (invoice));
    }

  return chosen;
}

/* @made, if it isn't %NULL, was reckoned with what this step makes of the row. */
static gboolean
commit (Collect              *self,
        PsrLedgerTransition  *step,
        PsrLedgerDocument    *made,
        GError              **error)
{
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(GError) failure = NULL;

  moved = psr_billing_step_commit (self->context, step, &failure);

  if (moved != NULL && made != NULL)
    made->based_on = moved->revision;

  if (moved != NULL || psr_billing_step_is_conflict (failure))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* Why what was read ends an approval. */
static const PsrCheckResult *
find_objection (const PsrLedgerDocument *existing,
                GPtrArray               *results,
                char                   **open)
{
  const PsrCheckResult *blocker = psr_check_results_get_blocker (results, g_str_equal (existing->kind, "order"));
  const PsrCheckResult *first = NULL;

  *open = psr_check_results_dup_open (results, existing->accepted, &first);

  return blocker != NULL ? blocker : first;
}

/* An approval holds for what was seen: a change, a check that fails, and one that
 * asks what nobody has answered, end it. */
static gboolean
meet_approved (Collect                  *self,
               const PsrLedgerDocument  *existing,
               PsrLedgerDocument        *made,
               gboolean                 *refresh,
               GError                  **error)
{
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(PsrExplanation) words = NULL;
  g_autofree char *open = NULL;
  const PsrCheckResult *objection;
  PsrLedgerTransition *step;

  /* That there is a newer version is noted. */
  *refresh = psr_billing_step_is_made (existing);

  if (*refresh)
    return TRUE;

  if (!g_str_equal (existing->version, made->version))
    {
      *refresh = TRUE;
      return commit (self, psr_billing_step_new (existing, PSR_BILLING_EVENT_CHANGED, PSR_BILLING_WORKER), made, error);
    }

  results = psr_check_results_from_text (made->checks);
  objection = find_objection (existing, results, &open);

  if (objection == NULL)
    return TRUE;

  words = psr_check_result_explain (objection, open);
  step = psr_billing_step_new (existing, PSR_BILLING_EVENT_CHECKS_FAILED, PSR_BILLING_WORKER);
  psr_ledger_transition_set_reason (step, objection->check->id, words->what, words->why, words->mend);

  return commit (self, step, NULL, error);
}

/* What Wello shows as ready stands where the ledger says it is under way, or
 * done. */
static gboolean
meet_existing (Collect                  *self,
               const PsrLedgerDocument  *existing,
               PsrLedgerDocument        *made,
               gboolean                 *refresh,
               GError                  **error)
{
  PsrBillingState state = psr_billing_step_get_state (existing);
  PsrLedgerTransition *step;

  *refresh = TRUE;

  if (state == PSR_BILLING_STATE_APPROVED)
    return meet_approved (self, existing, made, refresh, error);

  if (psr_document_maker_is_skipped_anew (existing, made->version))
    return commit (self, psr_billing_step_new (existing, PSR_BILLING_EVENT_UNSKIP, PSR_BILLING_WORKER), made, error);

  if (state == PSR_BILLING_STATE_REFUSED)
    return commit (self, psr_billing_step_new (existing, PSR_BILLING_EVENT_READY_AGAIN, PSR_BILLING_WORKER), made, error);

  /* Read before Wello was told doesn't count, and neither does what Wello isn't told
   * of before it is posted. */
  if ((state == PSR_BILLING_STATE_FOLLOWED || state == PSR_BILLING_STATE_CLOSED) &&
      existing->told_number[0] != '\0' && existing->updated_at < self->began)
    {
      gboolean is_credited = g_str_equal (existing->bc_status, "credited");

      step = psr_billing_step_new (existing, PSR_BILLING_EVENT_READY_AGAIN, PSR_BILLING_WORKER);
      psr_billing_step_set_reason (step, is_credited ? PSR_REASON_READY_CREDITED : PSR_REASON_READY_AGAIN,
                                   existing->bc_number);

      /* What comes next begins anew: the quote became the invoice that was credited, and
       * nothing about that one is in doubt any more. */
      if (is_credited)
        {
          psr_push_forget_quote (step);
          psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, "");
          psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, PSR_TIMESTAMP_NONE);
        }

      return commit (self, step, NULL, error);
    }

  return TRUE;
}

static gboolean
store (Collect    *self,
       GPtrArray  *documents,
       GError    **error)
{
  const char *refreshable[] = {
    psr_billing_state_to_string (PSR_BILLING_STATE_FOUND),
    psr_billing_state_to_string (PSR_BILLING_STATE_BEFORE_START),
    psr_billing_state_to_string (PSR_BILLING_STATE_BLOCKED),
    psr_billing_state_to_string (PSR_BILLING_STATE_READY),
    psr_billing_state_to_string (PSR_BILLING_STATE_WITHDRAWN),
    NULL,
  };

  for (guint start = 0; start < documents->len; start += SLICE)
    {
      g_autoptr(GPtrArray) slice = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
      const PsrLedgerDocument *added = NULL;
      PsrLedgerUpsert *counts;

      for (guint i = start; i < MIN (start + SLICE, documents->len); i++)
        {
          PsrLedgerDocument *made = g_ptr_array_index (documents, i);
          const PsrLedgerDocument *existing = g_hash_table_lookup (self->facts->existing, made->wello_invoice_id);
          gboolean refresh = TRUE;

          if (existing == NULL)
            added = made;
          if (existing != NULL && !is_refreshable (psr_billing_step_get_state (existing)) &&
              !meet_existing (self, existing, made, &refresh, error))
            return FALSE;

          if (refresh)
            g_ptr_array_add (slice, psr_ledger_document_ref (made));
          else
            self->report->unchanged++;
        }

      counts = dex_await_boxed (psr_ledger_upsert_found (self->context->ledger, slice, refreshable, PSR_BILLING_WORKER), error);

      if (counts == NULL)
        return FALSE;

      self->report->found += counts->added;
      if (counts->added > 0 && added != NULL)
        {
          self->report->found_id = counts->added_id;
          g_set_str (&self->report->found_number, added->internal_number);
        }
      self->report->changed += counts->changed;
      self->report->unchanged += counts->unchanged + counts->left;
      g_boxed_free (PSR_TYPE_LEDGER_UPSERT, counts);

      if (self->progress != NULL)
        self->progress (NULL, MIN (start + SLICE, documents->len), documents->len, self->progress_data);
    }

  return TRUE;
}

/* Asked about once more before it is let go: lists shift while they are read. */
static gboolean
let_go (Collect                  *self,
        const PsrLedgerDocument  *document,
        GError                  **error)
{
  g_autoptr(PsrWelloInvoice) invoice = NULL;
  g_autoptr(GError) failure = NULL;
  PsrLedgerTransition *step;
  const char *now;

  invoice = dex_await_boxed (psr_wello_client_get_invoice (self->context->wello, document->wello_invoice_id), &failure);

  if (invoice == NULL && !g_error_matches (failure, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (g_hash_table_contains (self->foreign, document->wello_invoice_id))
    now = _("of another sales organization");
  else if (invoice == NULL)
    now = _("gone");
  else if (psr_wello_statuses_classify (self->statuses, invoice->status_id) == PSR_WELLO_STATUS_READY)
    return TRUE;
  else
    now = invoice->status_name;

  if (invoice != NULL && !g_hash_table_contains (self->foreign, document->wello_invoice_id) &&
      psr_push_is_made_again (document, invoice, psr_wello_statuses_classify (self->statuses, invoice->status_id)))
    return TRUE;

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_LEFT_QUEUE, PSR_BILLING_WORKER);
  psr_billing_step_set_reason (step, PSR_REASON_LEFT_QUEUE, now);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_WELLO_STATUS, invoice != NULL ? invoice->status_name : "");
  self->report->withdrawn++;

  return commit (self, step, NULL, error);
}

static gboolean
find_left (Collect    *self,
           GPtrArray  *invoices,
           GError    **error)
{
  g_autoptr(GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) waiting = NULL;
  guint n = 0;

  for (guint i = 0; i < invoices->len; i++)
    g_hash_table_add (listed, ((PsrWelloInvoice *) g_ptr_array_index (invoices, i))->id);

  waiting = psr_billing_step_find_states (self->context,
                                          PSR_BILLING_BIT (FOUND) | PSR_BILLING_BIT (BEFORE_START) |
                                          PSR_BILLING_BIT (BLOCKED) | PSR_BILLING_BIT (READY) |
                                          PSR_BILLING_BIT (APPROVED),
                                          error);

  if (waiting == NULL)
    return FALSE;

  for (guint i = 0; i < waiting->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (waiting, i);

      if (g_hash_table_contains (listed, document->wello_invoice_id))
        {
          PsrBillingState state = psr_billing_step_get_state (document);

          self->report->ready += state == PSR_BILLING_STATE_READY;
          self->report->blocked += state == PSR_BILLING_STATE_BLOCKED;
          self->report->before_start += state == PSR_BILLING_STATE_BEFORE_START;
          self->report->approved += state == PSR_BILLING_STATE_APPROVED;
          continue;
        }

      if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_APPROVED && psr_billing_step_is_made (document))
        continue;

      if (n++ < MAX_LEFT && !let_go (self, document, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
collect (Collect    *self,
         GError    **error)
{
  g_autoptr(GHashTable) unassigned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) listed = NULL;
  g_autoptr(GPtrArray) invoices = NULL;
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(GPtrArray) documents = NULL;

  self->statuses = dex_await_boxed (psr_wello_client_get_statuses (self->context->wello), error);
  if (self->statuses == NULL)
    return FALSE;

  listed = dex_await_boxed (psr_wello_client_list_invoices (self->context->wello, self->statuses->ready), error);
  if (listed == NULL)
    return FALSE;

  invoices = psr_organization_filter_apply (self->context, listed, self->foreign, unassigned, error);
  if (invoices == NULL)
    return FALSE;

  self->report->read = invoices->len;
  self->facts = psr_fact_finder_begin (self->context, invoices, error);
  if (self->facts == NULL)
    return FALSE;

  g_set_str (&self->facts->ready_status, self->statuses->ready);

  g_hash_table_unref (self->facts->unassigned);
  self->facts->unassigned = g_steal_pointer (&unassigned);
  chosen = choose (self, invoices);

  if (!psr_fact_finder_find (self->context, self->facts, chosen, error))
    return FALSE;

  documents = make_documents (self, chosen, error);

  return documents != NULL &&
         store (self, documents, error) &&
         find_left (self, invoices, error);
}

static GError *
not_ours_error (const PsrWelloInvoice *invoice)
{
  g_autofree char *why = invoice->invoice_number[0] != '\0'
                           /* Translators: the number of an invoice, and its status. */
                           ? g_strdup_printf (_("In Wello the invoice %s is “%s”."), invoice->invoice_number, invoice->status_name)
                           : g_strdup_printf (_("In Wello the invoice is “%s”."), invoice->status_name);

  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_NOT_ALLOWED,
                                  _("That can’t be made again"), why,
                                  _("Set it to Ready for ERP in Wello if it is to be billed."));
}

/* The row of an invoice that isn't on the list of what is ready. */
static gboolean
collect_one (Collect    *self,
             GError    **error)
{
  g_autoptr(GPtrArray) invoices = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_wello_invoice_unref);
  g_autoptr(GPtrArray) documents = NULL;
  const PsrLedgerDocument *existing;
  PsrWelloInvoice *invoice;
  PsrWelloStatus status;

  self->statuses = dex_await_boxed (psr_wello_client_get_statuses (self->context->wello), error);
  invoice = self->statuses != NULL
              ? dex_await_boxed (psr_wello_client_get_invoice (self->context->wello, self->wello_invoice_id), error)
              : NULL;
  if (invoice == NULL)
    return FALSE;

  g_ptr_array_add (invoices, invoice);
  self->facts = psr_fact_finder_begin (self->context, invoices, error);
  if (self->facts == NULL)
    return FALSE;

  existing = g_hash_table_lookup (self->facts->existing, invoice->id);
  status = psr_wello_statuses_classify (self->statuses, invoice->status_id);

  if (existing == NULL || (status != PSR_WELLO_STATUS_READY && status != PSR_WELLO_STATUS_ERROR &&
                           !psr_push_is_made_again (existing, invoice, status)))
    {
      g_propagate_error (error, not_ours_error (invoice));
      return FALSE;
    }

  if (!psr_fact_finder_find (self->context, self->facts, invoices, error))
    return FALSE;

  documents = make_documents (self, invoices, error);

  return documents != NULL && store (self, documents, error);
}

static DexFuture *
collect_fiber (gpointer data)
{
  Collect *self = data;
  PsrPushMoment read_at = psr_push_moment_now (self->context->clock);
  GError *error = NULL;

  self->began = psr_clock_now (self->context->clock);

  if (self->wello_invoice_id != NULL ? !collect_one (self, &error) : !collect (self, &error))
    return dex_future_new_for_error (error);

  if (self->wello_invoice_id == NULL)
    {
      self->context->has_read = TRUE;
      self->context->read_at = read_at;
      g_clear_pointer (&self->context->looked_up, g_hash_table_unref);
      self->context->looked_up = g_hash_table_ref (self->facts->looked_up);
    }

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_REPORT, psr_billing_report_ref (self->report));
}

/**
 * psr_collector_run:
 * @context: the context
 * @progress: (nullable): told how much was read
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * Brings every Wello invoice that is ready into the ledger, with what it takes to
 * bill it and why that can't be done yet. Sends nothing.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; rejects when
 *   something couldn't be read, with the error of whoever said so
 */
DexFuture *
psr_collector_run (PsrBillingContext      *context,
                   PsrBillingProgressFunc  progress,
                   gpointer                progress_data,
                   GDestroyNotify          progress_destroy)
{
  Collect *self;

  g_return_val_if_fail (context != NULL, NULL);

  self = g_new0 (Collect, 1);
  self->context = psr_billing_context_ref (context);
  self->progress = progress;
  self->progress_data = progress_data;
  self->progress_destroy = progress_destroy;
  self->report = psr_billing_report_new ();
  self->foreign = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return psr_net_spawn (collect_fiber, self, collect_free);
}

/**
 * psr_collector_run_one:
 * @context: the context
 * @wello_invoice_id: GUID of a Wello invoice that the ledger knows
 *
 * Reads one invoice again, although it needn't be ready in Wello: one that was
 * refused, or is imported as a document that was withdrawn. Sends nothing.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; rejects with
 *   %PSR_BILLING_ERROR_NOT_ALLOWED when somebody decided otherwise in Wello
 */
DexFuture *
psr_collector_run_one (PsrBillingContext *context,
                       const char        *wello_invoice_id)
{
  Collect *self;

  g_return_val_if_fail (context != NULL && wello_invoice_id != NULL, NULL);

  self = g_new0 (Collect, 1);
  self->context = psr_billing_context_ref (context);
  self->report = psr_billing_report_new ();
  self->foreign = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wello_invoice_id = g_strdup (wello_invoice_id);

  return psr_net_spawn (collect_fiber, self, collect_free);
}
