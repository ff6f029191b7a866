/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-inline-executor"

#include "config.h"

#include "psr-inline-executor.h"

/**
 * PsrInlineExecutor:
 *
 * Runs each job at once on the calling thread, so that a simulation has one
 * order of events. A job that starts another on the same lane finishes after
 * it.
 */
struct _PsrInlineExecutor
{
  GObject parent_instance;
};

static void psr_inline_executor_executor_init (PsrExecutorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrInlineExecutor, psr_inline_executor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_EXECUTOR, psr_inline_executor_executor_init))

static DexFuture *
psr_inline_executor_run (PsrExecutor    *executor,
                         const char     *lane,
                         PsrJobFunc      func,
                         gpointer        data,
                         GDestroyNotify  data_free)
{
  DexFuture *future;

  g_assert (PSR_IS_INLINE_EXECUTOR (executor));
  g_assert (func != NULL);

  future = func (data);
  if (data_free != NULL)
    data_free (data);

  if (future == NULL || dex_future_is_pending (future))
    {
      g_critical ("A job on lane “%s” returned no completed future", lane);
      dex_clear (&future);
      return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_FAILED, "The job has no result");
    }

  return future;
}

static void
psr_inline_executor_executor_init (PsrExecutorInterface *iface)
{
  iface->run = psr_inline_executor_run;
}

static void
psr_inline_executor_class_init (PsrInlineExecutorClass *klass)
{
}

static void
psr_inline_executor_init (PsrInlineExecutor *self)
{
}

/**
 * psr_inline_executor_new:
 *
 * Returns: (transfer full): an executor without threads
 */
PsrExecutor *
psr_inline_executor_new (void)
{
  return g_object_new (PSR_TYPE_INLINE_EXECUTOR, NULL);
}
