/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-refresh"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-main-hop.h"
#include "psr-work-order-list-private.h"

/* What the ledger orders by, for each PsrWorkOrderOrder. */
static const PsrLedgerOrder ledger_orders[] = {
  PSR_LEDGER_ORDER_DATE,
  PSR_LEDGER_ORDER_NUMBER,
  PSR_LEDGER_ORDER_CUSTOMER,
  PSR_LEDGER_ORDER_HOURS,
  PSR_LEDGER_ORDER_PARTS,
  PSR_LEDGER_ORDER_NET,
  PSR_LEDGER_ORDER_GROSS,
  PSR_LEDGER_ORDER_STATE,
};

typedef struct
{
  GWeakRef       list;
  PsrEngine     *engine;
  GArray        *ids;         /* to read */
  PsrLedgerView *view;        /* to list */
  PsrLedgerView *queue;       /* all that may be marked, where the view is narrower */
  guint          changed;
  DexPromise    *shown;
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
  g_clear_pointer (&job->view, psr_ledger_view_free);
  g_clear_pointer (&job->queue, psr_ledger_view_free);
  dex_clear (&job->shown);
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

/* A view makes widgets for some two hundred rows as soon as it hears of them. It hears of
 * so many at once, with frames in between, until it has enough. */
#define STEP   60
#define ENOUGH 240

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
 * one only the begin. */
static void
take_ids (PsrWorkOrderList *self,
          GArray           *ids)
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
  if (n_before > head + tail && (added > STEP || head + added + tail < n_after))
    psr_work_order_list_set_replacing (self, TRUE);

  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  self->n_told = head + added + tail;
  if (n_before > head + tail || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_before - head - tail, added);
  if (self->n_told == self->ids->len)
    psr_work_order_list_set_replacing (self, FALSE);
}

static DexFuture *
refresh_fiber (gpointer data)
{
  Job *job = data;
  PsrLedger *ledger = psr_store_get_ledger (job->engine->store);
  GError *error = NULL;

  job->found = dex_await_boxed (psr_ledger_list_ids (ledger, job->view), &error);
  if (job->found != NULL && job->queue != NULL)
    job->present = dex_await_boxed (psr_ledger_list_ids (ledger, job->queue), &error);
  if (error == NULL && job->ids->len > 0)
    job->work_orders = psr_work_order_list_read (job->engine, job->ids, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static gboolean
resolve (gpointer promise)
{
  dex_promise_resolve_boolean (promise, TRUE);

  return G_SOURCE_REMOVE;
}

/* After what is to be drawn. */
static DexFuture *
wait_for_idle (void)
{
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_static_name (source, "psr-work-order-list");
  g_source_set_callback (source, resolve, dex_ref (promise), dex_unref);
  g_source_attach (source, NULL);

  return DEX_FUTURE (promise);
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

  return dex_future_finally (wait_for_idle (), on_idle, g_atomic_rc_box_acquire (job), job_unref);
}

/* Shows what was read, unless something else is to be listed since. */
static DexFuture *
on_found (DexFuture *future,
          gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrWorkOrderList) self = g_weak_ref_get (&job->list);

  if (self == NULL || dex_future_get_value (future, NULL) == NULL ||
      (self->changed != job->changed && self->again != NULL))
    return dex_ref (future);

  if (job->work_orders != NULL)
    psr_work_order_list_show (self, job->work_orders);
  take_ids (self, job->found);
  if (self->changed == job->changed)
    psr_work_order_list_drop_marks (self, job->present != NULL ? job->present : job->found);
  if (self->n_told == self->ids->len)
    return dex_ref (future);

  return dex_future_finally (wait_for_idle (), on_idle, g_atomic_rc_box_acquire (job), job_unref);
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
  gboolean is_read = dex_future_get_value (future, &error) != NULL;

  if (self != NULL)
    {
      dex_clear (&self->refreshing);
      if (self->again != NULL)
        start_refresh (self);
      /* Nothing follows that would tell the rest of what was left for it. */
      while (self->refreshing == NULL && self->n_told < self->ids->len)
        tell_more (self);
    }

  if (is_read)
    dex_promise_resolve_boolean (job->shown, TRUE);
  else
    dex_promise_reject (job->shown, g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* All of the queue, in any order. */
static PsrLedgerView *
make_queue_view (PsrWorkOrderList *self)
{
  g_auto(GStrv) states = psr_engine_dup_queue_states (self->queue);

  return psr_ledger_view_new ((const char * const *) states, NULL, PSR_LEDGER_ORDER_DATE, FALSE);
}

static void
start_refresh (PsrWorkOrderList *self)
{
  GHashTableIter iter;
  gpointer id;
  Job *job = job_new (self);
  DexFuture *future;

  job->shown = g_steal_pointer (&self->again);
  job->changed = self->changed;
  job->view = psr_work_order_list_make_view (self);
  if (g_hash_table_size (self->marked) > 0 && psr_work_order_list_is_narrowed (self))
    job->queue = make_queue_view (self);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (job->ids, id, 1);

  future = psr_main_hop (dex_scheduler_spawn (NULL, 0, refresh_fiber, g_atomic_rc_box_acquire (job), job_unref));
  future = dex_future_finally (future, on_found, g_atomic_rc_box_acquire (job), job_unref);
  self->refreshing = dex_future_finally (future, on_shown, job, job_unref);
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
  psr_ledger_view_filter (view, self->since, self->until, self->customer);

  return view;
}

/**
 * psr_work_order_list_refresh:
 * @self: a list
 *
 * Reads what there is now. Rows that are shown take over what changed; the rest
 * of the list moves no more than it has to. One refresh runs at a time: what is asked
 * for meanwhile is read together, after it, and its answer is dropped when something
 * else is to be listed by then.
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

  return shown;
}
