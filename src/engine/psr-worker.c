/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-worker"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-jobs.h"
#include "psr-explain.h"
#include "psr-interval.h"
#include "psr-profile-flow.h"
#include "psr-store-error.h"
#include "psr-worker-private.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

/* How soon what others ask is seen. */
#define TICK SECOND

/* How soon a service is asked again that could not be signed in to. */
#define SIGN_IN_FIRST (30 * SECOND)
#define SIGN_IN_MOST  (5 * MINUTE)

static const PsrEngineLane lanes[] = { PSR_ENGINE_LANE_BILLING, PSR_ENGINE_LANE_SYNC };

G_STATIC_ASSERT (G_N_ELEMENTS (lanes) == PSR_WORKER_N_LANES);

G_DEFINE_FINAL_TYPE (PsrWorker, psr_worker, G_TYPE_OBJECT)

static gboolean
is_look_up_due (PsrWorkerLane *lane,
                PsrTimestamp  now)
{
  return lane->work.context != NULL && lane->work.next != PSR_TIMESTAMP_NONE && lane->work.next <= now;
}

static gboolean
is_needed (PsrWorker *self,
           PsrWorkerLane *lane)
{
  PsrTimestamp now = psr_clock_now (self->engine->clock);

  if (lane->is_asked || is_look_up_due (lane, now))
    return TRUE;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      PsrWorkerTask *task = self->tasks->pdata[i];

      if (task->lane == lane->work.lanes && psr_worker_task_is_due (task, now))
        return TRUE;
    }

  return FALSE;
}

/* One round of a lane: what was asked for first, then what is due. */
static gboolean
work_lane (PsrWorker  *self,
           PsrWorkerLane *lane,
           GError    **error)
{
  PsrWorkerTask *followed = psr_worker_find_task (self, PSR_WORKER_FOLLOWED);
  gboolean sends = FALSE;

  if (!psr_engine_check_binding (self->engine, error))
    return FALSE;

  lane->is_asked = FALSE;
  if (!psr_engine_carry_out (self->engine, &lane->work, &sends, error))
    return FALSE;

  if (lane->work.brought)
    psr_worker_look_again (self, psr_clock_now (self->engine->clock));
  lane->work.brought = FALSE;

  if (followed != NULL && lane->work.lanes == followed->lane &&
      (sends || is_look_up_due (lane, psr_clock_now (self->engine->clock))))
    followed->due = psr_clock_now (self->engine->clock);

  for (guint i = 0; i < self->tasks->len && !psr_engine_is_stopped (self->engine); i++)
    {
      PsrWorkerTask *task = self->tasks->pdata[i];

      if (task->lane == lane->work.lanes &&
          psr_worker_task_is_due (task, psr_clock_now (self->engine->clock)) &&
          !psr_worker_run_task (self, lane, task, error))
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  PsrWorker *worker;
  PsrWorkerLane *lane;
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  g_object_unref (round->worker);
  g_free (round);
}

static DexFuture *
round_fiber (gpointer data)
{
  Round *round = data;
  g_autoptr(GError) error = NULL;

  if (!work_lane (round->worker, round->lane, &error) && !psr_worker_is_stop (round->worker, error) &&
      round->worker->fatal == NULL)
    round->worker->fatal = g_steal_pointer (&error);

  return dex_future_new_true ();
}

static DexFuture *
keep (DexFuture *future,
      gpointer   data)
{
  return dex_ref (future);
}

static void
begin_round (PsrWorker *self,
             PsrWorkerLane *lane)
{
  Round *round = g_new0 (Round, 1);

  round->worker = g_object_ref (self);
  round->lane = lane;
  dex_clear (&lane->running);
  lane->running = dex_future_finally (dex_scheduler_spawn (NULL, 0, round_fiber, round, round_free), keep, NULL, NULL);
}

static DexFuture *
read_fiber (gpointer data)
{
  PsrWorker *self = PSR_WORKER (data);
  g_autoptr(GError) error = NULL;

  if (psr_engine_read_jobs (self->engine, &error) || psr_worker_is_stop (self, error))
    return dex_future_new_true ();

  if (!psr_worker_is_fatal (error))
    g_message ("What was done can't be read: %s", error->message);
  else if (self->fatal == NULL)
    self->fatal = g_steal_pointer (&error);

  return dex_future_new_true ();
}

/**
 * psr_worker_begin_reading:
 * @self: a worker at work
 *
 * Begins to read what was done for work orders. It is only to look at: nothing waits for
 * it, and what can't be read now is read another time.
 */
void
psr_worker_begin_reading (PsrWorker *self)
{
  if (self->reading != NULL && dex_future_is_pending (self->reading))
    return;

  dex_clear (&self->reading);
  self->reading = dex_future_finally (dex_scheduler_spawn (NULL, 0, read_fiber, g_object_ref (self), g_object_unref),
                                      keep, NULL, NULL);
}

/* Whether another process has written something since. */
static gboolean
look_for_requests (PsrWorker  *self,
                   GError    **error)
{
  g_autoptr(GError) local = NULL;
  gint64 version = dex_await_int64 (psr_ledger_get_data_version (psr_store_get_ledger (self->engine->store)), &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (gsize i = 0; i < PSR_WORKER_N_LANES; i++)
    self->lanes[i].is_asked |= version != self->version;
  self->version = version;

  return TRUE;
}

/* What failed doesn't wait any longer, nor do documents that wait for a service. */
static void
hurry (PsrWorker *self)
{
  PsrTimestamp now = psr_clock_now (self->engine->clock);
  PsrWorkerTask *followed = psr_worker_find_task (self, PSR_WORKER_FOLLOWED);

  if (followed != NULL)
    followed->due = now;
  for (gsize i = 0; i < PSR_WORKER_N_LANES; i++)
    self->lanes[i].work.is_woken = TRUE;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      PsrWorkerTask *task = self->tasks->pdata[i];

      if (task->has_failed)
        task->due = now;
    }
  self->is_woken = FALSE;
}

static gboolean
tick (PsrWorker  *self,
      GError    **error)
{
  if (!look_for_requests (self, error))
    return FALSE;

  if (self->is_woken)
    hurry (self);

  for (gsize i = 0; i < PSR_WORKER_N_LANES; i++)
    {
      PsrWorkerLane *lane = &self->lanes[i];

      if ((lane->running == NULL || !dex_future_is_pending (lane->running)) && is_needed (self, lane))
        begin_round (self, lane);
    }

  if (self->fatal == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->fatal));

  return FALSE;
}

/* Nobody is left behind in the middle of a request. */
static void
end_rounds (PsrWorker *self)
{
  for (gsize i = 0; i < PSR_WORKER_N_LANES; i++)
    {
      if (self->lanes[i].running != NULL)
        dex_await (g_steal_pointer (&self->lanes[i].running), NULL);
    }
  if (self->reading != NULL)
    dex_await (g_steal_pointer (&self->reading), NULL);
}

static void
add_task (PsrWorker     *self,
          const char    *name,
          PsrEngineLane  lane)
{
  g_ptr_array_add (self->tasks, psr_worker_task_new (name, lane, psr_interval_get (self->engine->profile, name), psr_clock_now (self->engine->clock)));
}

static void
plan (PsrWorker *self)
{
  g_auto(GStrv) flows = psr_profile_flow_list (self->engine->profile);
  g_autoptr(PsrBillingContext) context = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; flows[i] != NULL; i++)
    add_task (self, flows[i], PSR_ENGINE_LANE_SYNC);

  context = psr_engine_make_billing (self->engine, TRUE, &error);
  if (context != NULL)
    {
      add_task (self, PSR_WORKER_WORK_ORDERS, PSR_ENGINE_LANE_BILLING);
      add_task (self, PSR_WORKER_FOLLOWED, PSR_ENGINE_LANE_BILLING);
    }
  else
    {
      g_autoptr(PsrExplanation) explanation = psr_explain (error);
      g_autofree char *words = psr_explanation_to_string (explanation);
      g_autofree char *text = g_strdup_printf (_("Nothing is billed: %s"), words);

      psr_worker_tell (self, PSR_WORKER_WARNING, text);
      psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_NO_BILLING, .error = error });
    }

  for (gsize i = 0; i < PSR_WORKER_N_LANES; i++)
    {
      psr_engine_work_init (&self->lanes[i].work, context);
      self->lanes[i].work.lanes = lanes[i];
      self->lanes[i].is_asked = TRUE;
    }
}

/* Until the time is over, or somebody says that it may be well again. */
static gboolean
wait_awake (PsrWorker  *self,
            gint64      usec,
            GError    **error)
{
  PsrTimestamp end = psr_clock_now (self->engine->clock) + usec;

  while (!self->is_woken && psr_clock_now (self->engine->clock) < end)
    {
      if (!psr_engine_sleep (self->engine, TICK, error))
        return FALSE;
    }
  self->is_woken = FALSE;

  return TRUE;
}

/* Signs in, as often as it takes. The lock isn't ours meanwhile, so that whoever
 * asks for something meets the same reason. */
static gboolean
sign_in (PsrWorker  *self,
         GError    **error)
{
  g_autofree char *told = NULL;
  gint64 wait = SIGN_IN_FIRST;

  while (TRUE)
    {
      g_autoptr(GError) local = NULL;
      g_autoptr(PsrExplanation) explanation = NULL;
      g_autofree char *words = NULL;

      if (psr_engine_open_session (self->engine, &local))
        return TRUE;

      if (psr_worker_is_fatal (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      explanation = psr_explain (local);
      words = psr_explanation_to_string (explanation);
      if (g_set_str (&told, words))
        {
          psr_worker_tell (self, PSR_WORKER_WARNING, words);
          psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_NO_ENTRY, .error = local });
        }

      if (!wait_awake (self, wait, error))
        return FALSE;
      wait = MIN (wait * 2, SIGN_IN_MOST);
    }
}

static gboolean
become_worker (PsrWorker  *self,
               GError    **error)
{
  g_autoptr(GError) local = NULL;

  if (psr_engine_try_lock (self->engine, &local))
    return TRUE;

  if (!g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_WAITS, .error = local });

  return psr_engine_wait_for_lock (self->engine, error);
}

static gboolean
work (PsrWorker  *self,
      GError    **error)
{
  gboolean good;

  if (!psr_engine_open_store (self->engine, error) ||
      !sign_in (self, error) ||
      !psr_engine_check_binding (self->engine, error) ||
      !become_worker (self, error))
    return FALSE;

  psr_worker_tell (self, PSR_WORKER_INFO, _("At work."));
  psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_AT_WORK });
  plan (self);

  do
    good = tick (self, error);
  while (good && psr_engine_sleep (self->engine, TICK, error));

  end_rounds (self);

  return FALSE;
}

static DexFuture *
run_fiber (gpointer data)
{
  PsrWorker *self = PSR_WORKER (data);
  g_autoptr(GError) error = NULL;

  work (self, &error);
  psr_engine_release_lock (self->engine);
  if (!psr_worker_is_stop (self, error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  psr_worker_tell (self, PSR_WORKER_INFO, _("Stopped."));

  return dex_future_new_true ();
}

/**
 * psr_worker_run:
 * @self: a worker that doesn't run yet
 *
 * Works until psr_engine_stop(), or until something is wrong that only a person
 * can mend. What can't be reached, or has enough for now, is tried again later.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once it was asked to
 *   stop and what was under way is done; it rejects with what a person has to
 *   mend
 */
DexFuture *
psr_worker_run (PsrWorker *self)
{
  dex_return_error_if_fail (PSR_IS_WORKER (self));
  dex_return_error_if_fail (self->tasks->len == 0);

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

static void
psr_worker_dispose (GObject *object)
{
  PsrWorker *self = PSR_WORKER (object);

  for (gsize i = 0; i < PSR_WORKER_N_LANES; i++)
    {
      dex_clear (&self->lanes[i].running);
      psr_engine_work_clear (&self->lanes[i].work);
    }
  dex_clear (&self->reading);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (psr_worker_parent_class)->dispose (object);
}

static void
psr_worker_finalize (GObject *object)
{
  PsrWorker *self = PSR_WORKER (object);

  g_ptr_array_unref (self->tasks);
  g_clear_error (&self->fatal);

  G_OBJECT_CLASS (psr_worker_parent_class)->finalize (object);
}

static void
psr_worker_class_init (PsrWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = psr_worker_dispose;
  object_class->finalize = psr_worker_finalize;
}

static void
psr_worker_init (PsrWorker *self)
{
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_worker_task_free);
}

/**
 * psr_worker_new:
 * @engine: what to work with; nobody else uses it while the worker runs
 * @func: told what happens, on the main thread
 * @data: passed to @func
 *
 * Returns: (transfer full): a worker that doesn't run yet
 */
PsrWorker *
psr_worker_new (PsrEngine     *engine,
                PsrWorkerFunc  func,
                gpointer       data)
{
  PsrWorker *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (PSR_TYPE_WORKER, NULL);
  self->engine = g_object_ref (engine);
  self->func = func;
  self->data = data;

  return self;
}

/**
 * psr_worker_set_news_func:
 * @self: a worker that doesn't run yet
 * @func: told what happens, as values and not as words
 * @data: passed to @func
 */
void
psr_worker_set_news_func (PsrWorker         *self,
                          PsrWorkerNewsFunc  func,
                          gpointer           data)
{
  g_return_if_fail (PSR_IS_WORKER (self));

  self->news_func = func;
  self->news_data = data;
}

/**
 * psr_worker_wake:
 * @self: a worker
 *
 * Says that what was wrong may be well again, as when the network is back: what
 * failed is tried at once.
 */
void
psr_worker_wake (PsrWorker *self)
{
  g_return_if_fail (PSR_IS_WORKER (self));

  self->is_woken = TRUE;
}

/**
 * psr_worker_get_due:
 * @self: a worker
 * @task: the stable name of a flow, `workorders` or `followed`
 *
 * Returns: when it is done next, or %PSR_TIMESTAMP_NONE where that isn't known
 */
PsrTimestamp
psr_worker_get_due (PsrWorker  *self,
                    const char *task)
{
  PsrWorkerTask *found;

  g_return_val_if_fail (PSR_IS_WORKER (self), PSR_TIMESTAMP_NONE);
  g_return_val_if_fail (task != NULL, PSR_TIMESTAMP_NONE);

  found = psr_worker_find_task (self, task);

  return found != NULL ? found->due : PSR_TIMESTAMP_NONE;
}
