/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-refresh"

#include "config.h"

#include "psr-billing-reason.h"
#include "psr-engine-private.h"
#include "psr-main-hop.h"
#include "psr-work-order-list-private.h"

/* What the ledger orders by, for each PsrWorkOrderOrder. */
static const PsrLedgerOrder ledger_orders[] = {
  PSR_LEDGER_ORDER_DATE,
  PSR_LEDGER_ORDER_NUMBER,
  PSR_LEDGER_ORDER_CUSTOMER,
  PSR_LEDGER_ORDER_SITE,
  PSR_LEDGER_ORDER_HOURS,
  PSR_LEDGER_ORDER_PARTS,
  PSR_LEDGER_ORDER_NET,
  PSR_LEDGER_ORDER_VAT,
  PSR_LEDGER_ORDER_GROSS,
  PSR_LEDGER_ORDER_KIND,
  PSR_LEDGER_ORDER_STATE,
  PSR_LEDGER_ORDER_BC_NUMBER,
  PSR_LEDGER_ORDER_APPROVED_BY,
};

typedef struct
{
  GWeakRef       list;
  PsrEngine     *engine;
  GArray        *ids;         /* to read */
  PsrLedgerView *page;        /* the begin of what is to be listed */
  PsrLedgerView *view;        /* to list */
  PsrLedgerView *queue;       /* all that may be marked, where the view is narrower */
  guint          changed;
  DexPromise    *shown;
  GArray        *first;       /* the begin of what was listed, of which the rows are read */
  GArray        *found;       /* what was listed */
  GArray        *present;
  GPtrArray     *work_orders; /* and read */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->list);
  g_clear_object (&job->engine);
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->page, psr_ledger_view_free);
  g_clear_pointer (&job->view, psr_ledger_view_free);
  g_clear_pointer (&job->queue, psr_ledger_view_free);
  dex_clear (&job->shown);
  g_clear_pointer (&job->first, g_array_unref);
  g_clear_pointer (&job->found, g_array_unref);
  g_clear_pointer (&job->present, g_array_unref);
  g_clear_pointer (&job->work_orders, g_ptr_array_unref);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static Job *
job_new (PsrWorkOrderList *self)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  g_weak_ref_init (&job->list, self);
  job->engine = g_object_ref (self->engine);

  return job;
}

#define STEP   PSR_WORK_ORDER_LIST_STEP
#define ENOUGH PSR_WORK_ORDER_LIST_ENOUGH

/* So many are read with the begin: what a high window shows. */
#define FIRST  40

static void
tell_more (PsrWorkOrderList *self)
{
  guint n_told = self->n_told;

  self->n_told = n_told < ENOUGH ? MIN (n_told + STEP, self->ids->len) : self->ids->len;
  if (self->n_told > n_told)
    g_list_model_items_changed (G_LIST_MODEL (self), n_told, 0, self->n_told - n_told);
  if (self->n_told == self->ids->len)
    psr_work_order_list_set_replacing (self, FALSE);
}

/* Takes the new ids over, telling only the stretch in which they differ, and of a long
 * one only the begin. There are more of them unless they are complete. */
static void
take_ids (PsrWorkOrderList *self,
          GArray           *ids,
          gboolean          is_complete)
{
  const gint64 *before = (const gint64 *) self->ids->data;
  const gint64 *after = (const gint64 *) ids->data;
  guint n_before = self->n_told;
  guint n_after = ids->len;
  guint head = 0;
  guint tail = 0;
  guint added;

  while (head < n_before && head < n_after && before[head] == after[head])
    head++;
  while (tail < n_before - head && tail < n_after - head &&
         before[n_before - 1 - tail] == after[n_after - 1 - tail])
    tail++;

  added = n_after - head - tail;
  if (tail == 0 && head < ENOUGH)
    added = MIN (added, STEP);

  /* A selection looks through what is added for the row that was selected. It lets go of
   * it beforehand where that may be late. */
  if (n_before > head + tail && (added > STEP || head + added + tail < n_after || !is_complete))
    psr_work_order_list_set_replacing (self, TRUE);

  if (n_before > head + tail || added > 0)
    psr_work_order_list_drop_blanks (self);
  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  self->n_told = head + added + tail;
  if (n_before > head + tail || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_before - head - tail, added);
  if (is_complete && self->n_told == self->ids->len)
    psr_work_order_list_set_replacing (self, FALSE);
}

/* Where something else is to be listed its begin comes first, with its rows: to find all
 * of a hundred thousand takes longer than anybody wants to wait for a letter. */
static DexFuture *
first_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(GArray) ids = NULL;
  GError *error = NULL;

  job->first = dex_await_boxed (psr_ledger_list_ids (psr_store_get_ledger (job->engine->store), job->page), &error);
  if (error == NULL && job->first->len > 0)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_vals (ids, job->first->data, MIN (job->first->len, FIRST));
      job->work_orders = psr_work_order_list_read (job->engine, ids, &error);
    }
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
refresh_fiber (gpointer data)
{
  Job *job = data;
  PsrLedger *ledger = psr_store_get_ledger (job->engine->store);
  GError *error = NULL;

  if (job->found == NULL)
    job->found = dex_await_boxed (psr_ledger_list_ids (ledger, job->view), &error);
  if (job->found != NULL && job->queue != NULL)
    job->present = dex_await_boxed (psr_ledger_list_ids (ledger, job->queue), &error);
  if (error == NULL && job->ids->len > 0)
    job->work_orders = psr_work_order_list_read (job->engine, job->ids, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
on_idle (DexFuture *future,
         gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);

  /* When something else is to be listed by now, it goes on from here. */
  if (self == NULL || (self->again != NULL && self->changed != job->changed))
    return dex_future_new_true ();

  tell_more (self);
  if (self->n_told == self->ids->len)
    return dex_future_new_true ();

  return dex_future_finally (psr_work_order_list_wait_for_idle (), on_idle, g_atomic_rc_box_acquire (job), job_unref);
}

/* Whether something else is to be listed since, and asked for. */
static gboolean
is_superseded (PsrWorkOrderList *self,
               Job              *job)
{
  return self == NULL || (self->changed != job->changed && self->again != NULL);
}

/* The rows that are alive and weren't read just now. */
static void
list_alive (PsrWorkOrderList *self,
            Job              *job)
{
  GHashTableIter iter;
  gpointer id, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, &row))
    {
      if (!g_hash_table_contains (self->wanted, id) &&
          (self->fresh == NULL || !g_hash_table_contains (self->fresh, id)))
        g_array_append_vals (job->ids, id, 1);
    }
}

static DexFuture *
start_rest (Job *job)
{
  return psr_main_hop (dex_scheduler_spawn (NULL, 0, refresh_fiber, g_atomic_rc_box_acquire (job), job_unref));
}

/* Shows the begin, with the rows that were read for it. */
static DexFuture *
on_first (DexFuture *future,
          gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);
  g_autoptr(GPtrArray) work_orders = g_steal_pointer (&job->work_orders);
  gboolean is_complete = job->first->len < job->page->limit;

  if (is_superseded (self, job))
    return dex_ref (future);

  self->fresh = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; work_orders != NULL && i < work_orders->len; i++)
    g_hash_table_insert (self->fresh, &((PsrWorkOrder *) work_orders->pdata[i])->id, work_orders->pdata[i]);
  psr_work_order_list_swap (self, job->first);
  if (is_complete && self->n_told == self->ids->len)
    psr_work_order_list_set_replacing (self, FALSE);
  list_alive (self, job);
  g_clear_pointer (&self->fresh, g_hash_table_unref);

  if (is_complete)
    job->found = g_array_ref (job->first);

  return start_rest (job);
}

/* Shows what was read, unless something else is to be listed since. */
static DexFuture *
on_found (DexFuture *future,
          gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);

  if (dex_future_get_value (future, NULL) == NULL || job->found == NULL || is_superseded (self, job))
    return dex_ref (future);

  self->listed = job->changed;
  if (job->work_orders != NULL)
    psr_work_order_list_show (self, job->work_orders);
  take_ids (self, job->found, TRUE);
  if (self->changed == job->changed)
    psr_work_order_list_drop_marks (self, job->present != NULL ? job->present : job->found);
  if (self->n_told == self->ids->len)
    return dex_ref (future);

  return dex_future_finally (psr_work_order_list_wait_for_idle (), on_idle, g_atomic_rc_box_acquire (job), job_unref);
}

static void start_refresh (PsrWorkOrderList *self);

/* What was asked for meanwhile is read next. */
static DexFuture *
on_shown (DexFuture *future,
          gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);
  g_autoptr(GError) error = NULL;
  gboolean is_read = dex_future_get_value (future, &error) != NULL ||
                     g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (self != NULL)
    {
      dex_clear (&self->refreshing);
      g_clear_object (&self->giving_up);
      if (self->again != NULL)
        start_refresh (self);
      /* Nothing follows that would tell the rest of what was left for it. */
      while (self->refreshing == NULL && self->n_told < self->ids->len)
        tell_more (self);
      if (self->refreshing == NULL)
        psr_work_order_list_set_replacing (self, FALSE);
    }

  if (is_read)
    dex_promise_resolve_boolean (job->shown, TRUE);
  else
    dex_promise_reject (job->shown, g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* What was begun and fails again and again needs a person, too. */
static void
add_stuck (PsrWorkOrderList *self,
           PsrLedgerView    *view)
{
  g_auto(GStrv) states = NULL;

  if (self->queue != PSR_QUEUE_EXCEPTIONS)
    return;

  states = psr_billing_state_dup_stuck ();
  psr_ledger_view_set_also (view, (const char * const *) states, psr_billing_reason_to_string (PSR_REASON_STUCK));
}

/* All of the queue, in any order. */
static PsrLedgerView *
make_queue_view (PsrWorkOrderList *self)
{
  g_auto(GStrv) states = psr_engine_dup_queue_states (self->queue);
  PsrLedgerView *view = psr_ledger_view_new ((const char * const *) states, NULL, PSR_LEDGER_ORDER_DATE, FALSE);

  add_stuck (self, view);

  return view;
}

static void
start_refresh (PsrWorkOrderList *self)
{
  Job *job = job_new (self);
  DexFuture *future;

  job->shown = g_steal_pointer (&self->again);
  job->changed = self->changed;
  job->view = psr_work_order_list_make_view (self);
  self->reads = self->changed;
  self->giving_up = g_cancellable_new ();
  psr_ledger_view_set_cancellable (job->view, self->giving_up);
  if (g_hash_table_size (self->marked) > 0 && psr_work_order_list_is_narrowed (self))
    job->queue = make_queue_view (self);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->changed != self->listed)
    {
      job->page = psr_ledger_view_copy (job->view);
      psr_ledger_view_set_limit (job->page, ENOUGH);
      future = psr_main_hop (dex_scheduler_spawn (NULL, 0, first_fiber, g_atomic_rc_box_acquire (job), job_unref));
      future = dex_future_then (future, on_first, g_atomic_rc_box_acquire (job), job_unref);
    }
  else
    {
      list_alive (self, job);
      future = start_rest (job);
    }
  future = dex_future_finally (future, on_found, g_atomic_rc_box_acquire (job), job_unref);
  self->refreshing = dex_future_finally (future, on_shown, job, job_unref);
}

/**
 * psr_work_order_list_narrow:
 * @self: a list
 * @view: a view of the same queue
 *
 * Narrows the view down by what the list is filtered by, its state excepted.
 */
void
psr_work_order_list_narrow (PsrWorkOrderList *self,
                            PsrLedgerView    *view)
{
  psr_ledger_view_filter (view, self->since, self->until, self->customer);
  psr_ledger_view_set_technician (view, self->technician);
  psr_ledger_view_set_kind (view, self->kind,
                            psr_profile_get_string (self->engine->profile, PSR_PROFILE_BILLING_DOCUMENT));
}

/**
 * psr_work_order_list_make_view:
 * @self: a list
 *
 * Returns: (transfer full): what it lists, in its order
 */
PsrLedgerView *
psr_work_order_list_make_view (PsrWorkOrderList *self)
{
  g_auto(GStrv) states = self->state != NULL ? g_strsplit (self->state, "\n", 1) : psr_engine_dup_queue_states (self->queue);
  PsrLedgerView *view;

  view = psr_ledger_view_new ((const char * const *) states, self->search, ledger_orders[self->order], self->descending);
  psr_work_order_list_narrow (self, view);
  if (self->state == NULL)
    add_stuck (self, view);

  return view;
}

/**
 * psr_work_order_list_refresh:
 * @self: a list
 *
 * Reads what there is now. Rows that are shown take over what changed; the rest
 * of the list moves no more than it has to. Where something else is to be listed, its
 * first rows come as soon as they are found. One refresh runs at a time: what is asked
 * for meanwhile is read together, after it, and when something else is to be listed by
 * then it is given up, and its answer dropped.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_work_order_list_refresh (PsrWorkOrderList *self)
{
  DexFuture *shown;

  dex_return_error_if_fail (PSR_IS_WORK_ORDER_LIST (self));
  dex_return_error_if_fail (self->engine->store != NULL);

  if (self->again == NULL)
    self->again = dex_promise_new ();
  shown = DEX_FUTURE (dex_ref (self->again));
  if (self->refreshing == NULL)
    start_refresh (self);
  else if (self->reads != self->changed)
    g_cancellable_cancel (self->giving_up);

  return shown;
}
