/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-executor"

#include "config.h"

#include "psr-executor.h"

G_DEFINE_INTERFACE (PsrExecutor, psr_executor, G_TYPE_OBJECT)

static void
psr_executor_default_init (PsrExecutorInterface *iface)
{
}

/**
 * psr_executor_run:
 * @self: an executor
 * @lane: the lane on which to run, such as "parse"; jobs of a lane run one
 *   after another in the order in which they were given
 * @func: (scope notified): the job; it returns a completed future
 * @data: passed to @func
 * @data_free: (nullable): frees @data, on the lane, after @func
 *
 * The job runs even if nobody waits for its result any more.
 *
 * Returns: (transfer full): a future with the result of @func, which a fiber
 *   may await
 */
DexFuture *
psr_executor_run (PsrExecutor    *self,
                  const char     *lane,
                  PsrJobFunc      func,
                  gpointer        data,
                  GDestroyNotify  data_free)
{
  g_return_val_if_fail (PSR_IS_EXECUTOR (self), NULL);
  g_return_val_if_fail (lane != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return PSR_EXECUTOR_GET_IFACE (self)->run (self, lane, func, data, data_free);
}
