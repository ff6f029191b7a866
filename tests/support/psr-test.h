/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

/**
 * psr_test_run_fiber:
 * @func: what to run; it returns a future or %NULL, as any fiber does
 * @data: passed to @func
 * @error: return location for the error with which the fiber ended
 *
 * Runs @func in a fiber on the main scheduler and iterates the main context
 * until it is done.
 *
 * Returns: (transfer full): the fiber's future, resolved or rejected
 */
static inline DexFuture *
psr_test_run_fiber (DexFiberFunc func,
                    gpointer     data)
{
  DexFuture *future;

  dex_init ();
  future = dex_scheduler_spawn (dex_scheduler_get_default (), 0, func, data, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return future;
}

static inline DexFuture *
psr_test_await_cb (DexFuture *future,
                   gpointer   user_data)
{
  return dex_ref (future);
}

/**
 * psr_test_await:
 * @future: (transfer full): a future
 *
 * Iterates the main context until @future is done, on whatever thread that is.
 *
 * Returns: (transfer full): a future with the same result
 */
static inline DexFuture *
psr_test_await (DexFuture *future)
{
  /* A bare future that another thread completes doesn't wake this one. */
  future = dex_future_finally (future, psr_test_await_cb, NULL, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return future;
}
