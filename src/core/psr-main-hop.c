/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-main-hop"

#include "config.h"

#include "psr-main-hop.h"

typedef struct
{
  DexPromise *promise;
  GValue      value;
  GError     *error;
} Hop;

static void
hop_free (gpointer data)
{
  Hop *hop = data;

  dex_unref (hop->promise);
  if (G_IS_VALUE (&hop->value))
    g_value_unset (&hop->value);
  g_clear_error (&hop->error);
  g_free (hop);
}

static gboolean
land (gpointer data)
{
  Hop *hop = data;

  if (hop->error != NULL)
    dex_promise_reject (hop->promise, g_steal_pointer (&hop->error));
  else
    dex_promise_resolve (hop->promise, &hop->value);

  return G_SOURCE_REMOVE;
}

static DexFuture *
jump (DexFuture *future,
      gpointer   data)
{
  Hop *hop = g_new0 (Hop, 1);
  DexPromise *promise = dex_promise_new ();
  g_autoptr(GSource) source = g_idle_source_new ();
  const GValue *value = dex_future_get_value (future, &hop->error);

  hop->promise = dex_ref (promise);
  if (value != NULL)
    {
      g_value_init (&hop->value, G_VALUE_TYPE (value));
      g_value_copy (value, &hop->value);
    }

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "psr-main-hop");
  g_source_set_callback (source, land, hop, hop_free);
  g_source_attach (source, NULL);

  return DEX_FUTURE (promise);
}

/**
 * psr_main_hop:
 * @future: (transfer full): a future
 *
 * What is chained on the future of a fiber may run on the fiber's own stack,
 * which is far too small for a toolkit. What is chained on the future that this
 * returns runs from the main loop, on the main thread's stack.
 *
 * Dropping the future that this returns drops the answer, and doesn't cancel the
 * fiber: whoever drops one is about to ask for something else, or goes away. In
 * libdex 0.10 a fiber that is cancelled just when what it waits for comes is twice in
 * the queue of its scheduler, and then the main loop turns for ever. What takes long
 * is given a way to be stopped.
 *
 * Returns: (transfer full): a future with the same result, a turn of the main
 *   loop later
 */
DexFuture *
psr_main_hop (DexFuture *future)
{
  g_return_val_if_fail (DEX_IS_FUTURE (future), NULL);

  dex_future_disown (dex_ref (future));

  return dex_future_finally (future, jump, NULL, NULL);
}
