/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-filter"

#include "config.h"

#include "psr-engine-work.h"
#include "psr-filter-trial.h"
#include "psr-sync-try.h"

typedef struct
{
  PsrEngine   *engine;
  char        *flow;
  PsrSyncSide  side;
  char        *filter;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->engine);
  g_free (ask->flow);
  g_free (ask->filter);
  g_free (ask);
}

static DexFuture *
try_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(GPtrArray) names = NULL;
  PsrSyncFlow flow;
  gboolean has_more = FALSE;
  GError *error = NULL;

  if (psr_engine_find_flow (ask->flow, &flow, &error) &&
      psr_engine_open_store (ask->engine, &error) && psr_engine_open_session (ask->engine, &error))
    context = psr_engine_make_sync (ask->engine, &error);
  if (context != NULL)
    names = psr_sync_try_filter (context, flow, ask->side, ask->filter, &has_more, &error);
  if (names == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_FILTER_TRIAL,
                                    psr_filter_trial_new (names->len, has_more, names->len > 0 ? names->pdata[0] : NULL));
}

/**
 * psr_engine_try_filter:
 * @self: an engine
 * @flow: the stable name of a flow whose records are coupled
 * @of_wello: whether it is for Wello, and not for Business Central
 * @filter: an OData expression
 *
 * Asks the service for the first records that a filter leaves, whatever the profile says.
 * Nothing is written.
 *
 * Returns: (transfer full): a future that resolves to a #PsrFilterTrial, or rejects with
 *   what the service says of the filter
 */
DexFuture *
psr_engine_try_filter (PsrEngine  *self,
                       const char *flow,
                       gboolean    of_wello,
                       const char *filter)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && filter != NULL);

  ask = g_new0 (Ask, 1);
  ask->engine = g_object_ref (self);
  ask->flow = g_strdup (flow);
  ask->side = of_wello ? PSR_SYNC_SIDE_WELLO : PSR_SYNC_SIDE_BC;
  ask->filter = g_strdup (filter);

  return dex_scheduler_spawn (NULL, 0, try_fiber, ask, ask_free);
}
