/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-net-future"

#include "config.h"

#include "psr-net-future.h"

static DexFuture *
pass_on (DexFuture *completed,
         gpointer   data)
{
  return NULL;
}

/**
 * psr_net_keep:
 * @future: (transfer full): a future
 *
 * Somebody else may hold a reference to a promise, so dropping ours says
 * nothing. A future chained to it tells it when it's dropped.
 *
 * Returns: (transfer full): a future with the same result; dropping it cancels
 *   @future
 */
DexFuture *
psr_net_keep (DexFuture *future)
{
  return dex_future_finally (future, pass_on, NULL, NULL);
}

/**
 * psr_net_spawn:
 * @func: a fiber
 * @data: (transfer full): what it is given
 * @data_free: frees @data
 *
 * Starts a fiber on the main scheduler. Dropping the future of
 * dex_scheduler_spawn() doesn't cancel; dropping this one does.
 *
 * Returns: (transfer full): a future of what @func returns
 */
DexFuture *
psr_net_spawn (DexFiberFunc    func,
               gpointer        data,
               GDestroyNotify  data_free)
{
  return psr_net_keep (dex_scheduler_spawn (dex_scheduler_get_default (), 0, func, data, data_free));
}
