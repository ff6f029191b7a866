/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-pusher"

#include "config.h"

#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-holder.h"
#include "psr-ledger.h"
#include "psr-net-future.h"
#include "psr-push-queue.h"
#include "psr-pusher.h"
#include "psr-quote-sweep.h"
#include "psr-recovery.h"
#include "psr-sweep.h"
#include "psr-wello-client.h"

typedef struct
{
  PsrPushRun     *run;
  PsrPusherFlags  flags;
} Push;

static void
push_free (gpointer data)
{
  Push *push = data;

  psr_push_run_unref (push->run);
  g_free (push);
}

static void
add_due (Push      *push,
         GPtrArray *to,
         GPtrArray *documents)
{
  PsrPushRun *run = push->run;
  PsrTimestamp now = psr_clock_now (run->context->clock) + ((push->flags & PSR_PUSHER_AWAKE) != 0 ? PSR_PUSH_LATER : 0);

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      psr_push_run_touch (run, document);

      if (psr_push_run_is_due (document, now))
        g_ptr_array_add (to, psr_ledger_document_ref (document));
    }
}

/* What was begun: doubts to be settled, documents to be compared, Wello to be
 * told. */
static gboolean
settle (Push    *push,
        GError **error)
{
  PsrPushRun *run = push->run;
  g_autoptr(GPtrArray) work = NULL;
  g_autoptr(GPtrArray) begun = NULL;

  work = psr_recovery_take_over (run, error);

  if (work == NULL)
    return FALSE;

  begun = psr_billing_step_find_states (run->context,
                                        psr_billing_step_get_under_way (FALSE), error);

  if (begun == NULL)
    return FALSE;

  add_due (push, work, begun);
  run->total += work->len;

  return dex_await (psr_push_queue_run (run, work), error);
}

static gboolean
send (Push    *push,
      GError **error)
{
  PsrPushRun *run = push->run;
  g_autoptr(GPtrArray) work = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_autoptr(GPtrArray) approved = NULL;

  approved = psr_billing_step_find_states (run->context,
                                           PSR_BILLING_BIT (APPROVED),
                                           error);

  if (approved == NULL)
    return FALSE;

  add_due (push, work, approved);
  run->total += work->len;

  return dex_await (psr_push_queue_run (run, work), error);
}

/* What a run that stopped didn't come to is still due; when to try that again is
 * for whoever put right why it stopped. */
static void
count (PsrBillingReport        *report,
       const PsrLedgerDocument *document,
       PsrTimestamp             after)
{
  PsrBillingState state = psr_billing_step_get_state (document);

  if (state == PSR_BILLING_STATE_FOLLOWED || state == PSR_BILLING_STATE_CLOSED)
    report->done++;
  else if (state == PSR_BILLING_STATE_REFUSED || state == PSR_BILLING_STATE_BLOCKED)
    report->refused++;
  else if (state == PSR_BILLING_STATE_NEEDS_LOOK)
    report->needs_look++;
  else if (state == PSR_BILLING_STATE_CHECKING)
    report->checking++;
  else
    report->approved++;

  if (!psr_billing_state_is_end (state) &&
      psr_billing_state_get_queue (state) == PSR_BILLING_QUEUE_SENDING &&
      document->next_lookup_at != PSR_TIMESTAMP_NONE &&
      document->next_lookup_at > after &&
      (report->next_look_up == PSR_TIMESTAMP_NONE || document->next_lookup_at < report->next_look_up))
    report->next_look_up = document->next_lookup_at;
}

static PsrBillingReport *
make_report (PsrPushRun  *run,
             GError     **error)
{
  g_autoptr(PsrBillingReport) report = psr_billing_report_new ();
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) documents = NULL;
  PsrTimestamp after = psr_push_run_is_over (run) ? psr_clock_now (run->context->clock) : PSR_TIMESTAMP_NONE;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, run->touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (ids, key, 1);

  report->stopped = g_steal_pointer (&run->stopped);
  g_ptr_array_extend_and_steal (report->quotes_left, g_ptr_array_ref (run->quotes_left));
  g_ptr_array_extend_and_steal (report->quotes_removed, g_ptr_array_ref (run->quotes_removed));

  if (report->stopped == NULL && psr_ledger_is_stopped (run->context->ledger))
    report->stopped = psr_ledger_dup_stop_reason (run->context->ledger);

  if (ids->len == 0)
    return g_steal_pointer (&report);

  psr_ledger_query_set_ids (query, (const gint64 *) (gpointer) ids->data, ids->len);
  psr_ledger_query_set_oldest_first (query, TRUE);
  documents = psr_billing_step_find (run->context, query, error);

  if (documents == NULL)
    return NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      count (report, document, after);
      g_ptr_array_add (report->results, psr_billing_step_result (run->context, document));
    }

  return g_steal_pointer (&report);
}

/* A service that is away isn't asked again at once: what is due waits as long as
 * it has waited already, within these bounds. */
#define SHORTEST_POSTPONEMENT (G_GINT64_CONSTANT (5) * G_USEC_PER_SEC)

static gboolean
is_of_another (PsrPushRun              *run,
               const PsrLedgerDocument *document)
{
  return document->holder[0] != '\0' && !g_str_equal (document->holder, psr_push_run_get_holder (run)) &&
         !psr_holder_is_gone (run->context->folder, document->holder);
}

static gboolean
postpone (PsrPushRun  *run,
          GError     **error)
{
  PsrTimestamp now = psr_clock_now (run->context->clock);
  g_autoptr(GPtrArray) documents = NULL;

  documents = psr_billing_step_find_states (run->context,
                                            PSR_BILLING_BIT (APPROVED) |
                                            psr_billing_step_get_under_way (TRUE) |
                                            psr_billing_step_get_under_way (FALSE),
                                            error);

  if (documents == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len && !psr_ledger_is_stopped (run->context->ledger); i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      gint64 waited = document->sent_at != PSR_TIMESTAMP_NONE ? now - document->sent_at : 0;
      g_autoptr(PsrLedgerDocument) moved = NULL;
      PsrBillingState state = psr_billing_step_get_state (document);
      PsrBillingEvent event = state == PSR_BILLING_STATE_CHECKING ? PSR_BILLING_EVENT_NOT_SEEN_YET
                                                                  : PSR_BILLING_EVENT_NOT_MADE;
      PsrLedgerTransition *step;

      /* To wait moves nothing: what isn't known any more is settled otherwise. */
      if (document->next_lookup_at == PSR_TIMESTAMP_NONE || !psr_push_run_is_due (document, now) ||
          is_of_another (run, document) ||
          psr_billing_table_look_up (state, event, NULL) != PSR_BILLING_VERDICT_STAYS)
        continue;

      step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
      psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                           now + CLAMP (waited, SHORTEST_POSTPONEMENT, PSR_PUSH_LATER));
      psr_push_run_touch (run, document);
      moved = psr_push_run_commit (run, step);
    }

  return TRUE;
}

/* A run that finds nothing to do doesn't ask Wello anything. */
static gboolean
has_work (PsrPushRun      *run,
          PsrPusherFlags   flags,
          gboolean        *work,
          GError         **error)
{
  g_autoptr(GHashTable) counts = dex_await_boxed (psr_ledger_count (run->context->ledger), error);

  if (counts == NULL)
    return FALSE;

  *work = FALSE;

  for (PsrBillingState state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      if (psr_billing_state_get_queue (state) != PSR_BILLING_QUEUE_SENDING ||
          (state == PSR_BILLING_STATE_APPROVED && (flags & PSR_PUSHER_SETTLE_ONLY) != 0))
        continue;

      *work |= psr_ledger_counts_get (counts, psr_billing_state_to_string (state)) > 0;
    }

  return TRUE;
}

static DexFuture *
push_fiber (gpointer data)
{
  Push *push = data;
  PsrPushRun *run = push->run;
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(GError) error = NULL;
  gboolean work;

  if (!has_work (run, push->flags, &work, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (work)
    {
      run->statuses = dex_await_boxed (psr_wello_client_get_statuses (run->context->wello), &error);

      if (run->statuses == NULL)
        psr_push_run_end (run, g_steal_pointer (&error));
    }

  if (work && !psr_push_run_is_over (run) && !settle (push, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!psr_push_run_is_over (run) && (!psr_push_follow (run, &error) || !psr_push_follow_credits (run, &error)))
    psr_push_run_end (run, g_steal_pointer (&error));

  if (!psr_push_run_is_over (run) && (push->flags & PSR_PUSHER_SETTLE_ONLY) == 0 && !psr_sweep_run (run, &error))
    psr_push_run_end (run, g_steal_pointer (&error));

  if (work && !psr_push_run_is_over (run) && (push->flags & PSR_PUSHER_SETTLE_ONLY) == 0 && !send (push, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!psr_push_run_is_over (run) && (push->flags & PSR_PUSHER_SETTLE_ONLY) == 0)
    psr_quote_sweep_run (run);

  /* What a service said meanwhile isn't why it ends, and may have been said before others were sent. */
  if (g_cancellable_is_cancelled (run->stop) &&
      (g_error_matches (run->stopped, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED) ||
       g_error_matches (run->stopped, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE)))
    g_clear_error (&run->stopped);

  if (run->stopped != NULL && !postpone (run, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  report = make_report (run, &error);

  if (report == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_REPORT, g_steal_pointer (&report));
}

/**
 * psr_pusher_run:
 * @context: the context
 * @flags: what to leave out
 * @stop: (nullable): cancelled to begin no further document
 * @progress: (nullable): told about every arrow
 * @progress_data: given to @progress
 * @progress_destroy: (nullable): frees @progress_data
 *
 * Finishes what was begun and sends what is approved.
 *
 * Returns: (transfer full): a future of a #PsrBillingReport; it rejects only when
 *   the ledger can't be read
 */
DexFuture *
psr_pusher_run (PsrBillingContext      *context,
                PsrPusherFlags          flags,
                GCancellable           *stop,
                PsrBillingProgressFunc  progress,
                gpointer                progress_data,
                GDestroyNotify          progress_destroy)
{
  Push *push;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (stop == NULL || G_IS_CANCELLABLE (stop), NULL);

  push = g_new0 (Push, 1);
  push->flags = flags;
  push->run = psr_push_run_new (context);
  push->run->stop = stop != NULL ? g_object_ref (stop) : NULL;
  push->run->progress = progress;
  push->run->progress_data = progress_data;
  push->run->progress_destroy = progress_destroy;

  return psr_net_spawn (push_fiber, push, push_free);
}
