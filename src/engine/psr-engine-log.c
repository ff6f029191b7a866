/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-log"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-history-rows.h"

typedef struct
{
  PsrEngine *engine;
  char      *flow;
  char      *number;
  guint      limit;
} Log;

static void
log_clear (gpointer data)
{
  Log *log = data;

  g_clear_object (&log->engine);
  g_free (log->flow);
  g_free (log->number);
}

static void
log_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, log_clear);
}

static gboolean
read_runs (Log         *log,
           PsrHistory  *history,
           GError     **error)
{
  g_autoptr(GPtrArray) runs = dex_await_boxed (psr_mirror_store_list_runs (psr_store_get_mirror (log->engine->store),
                                                                           log->flow, 0, log->limit),
                                               error);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    psr_history_take_run (history, runs->pdata[i]);

  return runs != NULL;
}

static gboolean
read_events (Log         *log,
             PsrHistory  *history,
             GError     **error)
{
  g_autoptr(GPtrArray) events = dex_await_boxed (psr_mirror_store_list_events (psr_store_get_mirror (log->engine->store),
                                                                               log->flow, log->number, log->limit),
                                                 error);

  for (guint i = 0; events != NULL && i < events->len; i++)
    psr_history_take_event (history, events->pdata[i]);

  return events != NULL;
}

static DexFuture *
log_fiber (gpointer data)
{
  Log *log = data;
  g_autoptr(PsrHistory) history = psr_history_new ();
  GError *error = NULL;

  if (!psr_engine_open_store (log->engine, &error) ||
      (log->number == NULL && !read_runs (log, history, &error)) ||
      (log->number != NULL && !read_events (log, history, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_HISTORY, g_steal_pointer (&history));
}

/**
 * psr_engine_get_history:
 * @self: an engine
 * @flow: (nullable): the stable name of a flow, or %NULL for all
 * @number: (nullable): the number of a record whose events are asked for, or
 *   %NULL for the runs
 * @limit: at most so many, the newest first
 *
 * Tells what was done in the last thirty days, without asking either service.
 *
 * Returns: (transfer full): a future that resolves to a #PsrHistory
 */
DexFuture *
psr_engine_get_history (PsrEngine  *self,
                        const char *flow,
                        const char *number,
                        guint       limit)
{
  Log *log;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  log = g_atomic_rc_box_new0 (Log);
  log->engine = g_object_ref (self);
  log->flow = g_strdup (flow);
  log->number = g_strdup (number);
  log->limit = limit;

  return dex_scheduler_spawn (NULL, 0, log_fiber, log, log_unref);
}

static DexFuture *
requests_fiber (gpointer data)
{
  Log *log = data;
  g_autoptr(PsrHistory) history = psr_history_new ();
  g_autoptr(GPtrArray) entries = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (log->engine, &error))
    entries = dex_await_boxed (psr_mirror_store_list_requests (psr_store_get_mirror (log->engine->store), log->limit),
                               &error);

  if (entries == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < entries->len; i++)
    {
      const PsrRequestEntry *entry = entries->pdata[i];
      PsrHistoryRequest *request = psr_history_add_request (history, entry->id);

      request->at = entry->at;
      request->service = g_strdup (entry->service);
      request->method = g_strdup (entry->method);
      request->url = g_strdup (entry->url);
      request->status = entry->status;
      request->microseconds = entry->microseconds;
      request->bytes = entry->bytes;
      request->correlation = g_strdup (entry->correlation);
      request->message = g_strdup (entry->message);
    }

  return dex_future_new_take_boxed (PSR_TYPE_HISTORY, g_steal_pointer (&history));
}

/**
 * psr_engine_get_requests:
 * @self: an engine
 * @limit: at most so many, the newest first
 *
 * Tells which requests of the last thirty days were kept, as the profile wants, without
 * asking either service. None of their texts has a secret in it.
 *
 * Returns: (transfer full): a future that resolves to a #PsrHistory
 */
DexFuture *
psr_engine_get_requests (PsrEngine *self,
                         guint      limit)
{
  Log *log;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  log = g_atomic_rc_box_new0 (Log);
  log->engine = g_object_ref (self);
  log->limit = limit;

  return dex_scheduler_spawn (NULL, 0, requests_fiber, log, log_unref);
}
