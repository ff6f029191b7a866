/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-thread-executor"

#include "config.h"

#include "psr-thread-executor.h"

/**
 * PsrThreadExecutor:
 *
 * A thread for each lane, made on its first job. When the executor is disposed
 * of, each lane finishes its queue and its thread is joined.
 */
struct _PsrThreadExecutor
{
  GObject     parent_instance;

  GMutex      mutex;
  GHashTable *lanes;
};

typedef struct
{
  char        *name;
  GAsyncQueue *jobs;
  GThread     *thread;
} Lane;

typedef struct
{
  PsrJobFunc      func;
  gpointer        data;
  GDestroyNotify  data_free;
  DexPromise     *promise;
} Job;

static void psr_thread_executor_executor_init (PsrExecutorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrThreadExecutor, psr_thread_executor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_EXECUTOR, psr_thread_executor_executor_init))

static void
job_free (gpointer data)
{
  Job *job = data;

  g_assert (job != NULL);

  dex_clear (&job->promise);
  g_free (job);
}

static void
job_run (Job        *job,
         const char *lane)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value;

  g_assert (job != NULL);
  g_assert (lane != NULL);

  future = job->func (job->data);
  if (job->data_free != NULL)
    job->data_free (job->data);

  if (future == NULL || dex_future_is_pending (future))
    {
      g_critical ("A job on lane “%s” returned no completed future", lane);
      dex_promise_reject (job->promise,
                          g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "The job has no result"));
    }
  else if ((value = dex_future_get_value (future, &error)) != NULL)
    {
      GValue copy = G_VALUE_INIT;

      g_value_init (&copy, G_VALUE_TYPE (value));
      g_value_copy (value, &copy);
      /* Let go of the result before anybody else can, so that the last
       * reference to it is never dropped here. */
      dex_clear (&future);
      dex_promise_resolve (job->promise, &copy);
      g_value_unset (&copy);
    }
  else
    {
      dex_promise_reject (job->promise, g_steal_pointer (&error));
    }
}

static gpointer
lane_thread (gpointer data)
{
  Lane *lane = data;

  g_assert (lane != NULL);

  for (;;)
    {
      Job *job = g_async_queue_pop (lane->jobs);
      gboolean last = job->func == NULL;

      if (!last)
        job_run (job, lane->name);
      job_free (job);

      if (last)
        break;
    }

  g_async_queue_unref (lane->jobs);
  g_free (lane->name);
  g_free (lane);

  return NULL;
}

static Lane *
lane_new (const char *name)
{
  Lane *lane = g_new0 (Lane, 1);
  g_autofree char *thread_name = NULL;

  g_assert (name != NULL);

  /* Linux shows no more of a thread's name. */
  thread_name = g_strndup (name, 15);
  lane->name = g_strdup (name);
  lane->jobs = g_async_queue_new_full (job_free);
  lane->thread = g_thread_new (thread_name, lane_thread, lane);

  return lane;
}

/* The lane frees itself at the end of its queue. */
static void
lane_finish (Lane *lane)
{
  GThread *thread;

  g_assert (lane != NULL);

  thread = lane->thread;
  g_async_queue_push (lane->jobs, g_new0 (Job, 1));

  /* The last reference may be dropped by a job. */
  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);
}

static DexFuture *
psr_thread_executor_run (PsrExecutor    *executor,
                         const char     *lane_name,
                         PsrJobFunc      func,
                         gpointer        data,
                         GDestroyNotify  data_free)
{
  PsrThreadExecutor *self = PSR_THREAD_EXECUTOR (executor);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  DexPromise *promise;
  Lane *lane;
  Job *job;

  g_assert (func != NULL);
  g_assert (self->lanes != NULL);

  lane = g_hash_table_lookup (self->lanes, lane_name);
  if (lane == NULL)
    {
      lane = lane_new (lane_name);
      g_hash_table_insert (self->lanes, lane->name, lane);
    }

  promise = dex_promise_new ();

  job = g_new0 (Job, 1);
  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->promise = dex_ref (promise);
  g_async_queue_push (lane->jobs, job);

  return DEX_FUTURE (promise);
}

static void
psr_thread_executor_executor_init (PsrExecutorInterface *iface)
{
  iface->run = psr_thread_executor_run;
}

static void
psr_thread_executor_finalize (GObject *object)
{
  PsrThreadExecutor *self = PSR_THREAD_EXECUTOR (object);
  GHashTableIter iter;
  gpointer lane;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane))
    {
      g_hash_table_iter_steal (&iter);
      lane_finish (lane);
    }

  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (psr_thread_executor_parent_class)->finalize (object);
}

static void
psr_thread_executor_class_init (PsrThreadExecutorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_thread_executor_finalize;
}

static void
psr_thread_executor_init (PsrThreadExecutor *self)
{
  g_mutex_init (&self->mutex);
  self->lanes = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * psr_thread_executor_new:
 *
 * Returns: (transfer full): an executor with a thread for each lane
 */
PsrExecutor *
psr_thread_executor_new (void)
{
  return g_object_new (PSR_TYPE_THREAD_EXECUTOR, NULL);
}
