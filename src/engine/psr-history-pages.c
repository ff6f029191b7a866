/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-history-pages"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-history-pages.h"
#include "psr-history-rows.h"

typedef enum
{
  RUNS,
  RUN,
  SET_ASIDE,
} Kind;

struct _PsrHistoryPages
{
  PsrEngine *engine;
  Kind       kind;
  char      *flow;
  gint64     run;
  guint      size;
  gint64     before;  /* the number of what was read last; 0 for nothing yet */
  char      *after;   /* of what is set aside, its id, or NULL */
  gboolean   is_over;
};

static PsrHistoryPages *
pages_new (PsrEngine *engine,
           Kind       kind,
           guint      size)
{
  PsrHistoryPages *self = g_atomic_rc_box_new0 (PsrHistoryPages);

  self->engine = g_object_ref (engine);
  self->kind = kind;
  self->size = size;

  return self;
}

/**
 * psr_history_pages_new_for_runs:
 * @engine: an engine
 * @flow: the stable name of a flow
 * @size: how many are read at once
 *
 * Returns: (transfer full): its runs, the newest first
 */
PsrHistoryPages *
psr_history_pages_new_for_runs (PsrEngine  *engine,
                                const char *flow,
                                guint       size)
{
  PsrHistoryPages *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (flow != NULL && size > 0, NULL);

  self = pages_new (engine, RUNS, size);
  self->flow = g_strdup (flow);

  return self;
}

/**
 * psr_history_pages_new_for_run:
 * @engine: an engine
 * @run: the number of a run
 * @size: how many are read at once
 *
 * Returns: (transfer full): what became of records in it, the last ones first
 */
PsrHistoryPages *
psr_history_pages_new_for_run (PsrEngine *engine,
                               gint64     run,
                               guint      size)
{
  PsrHistoryPages *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (run > 0 && size > 0, NULL);

  self = pages_new (engine, RUN, size);
  self->run = run;

  return self;
}

/**
 * psr_history_pages_new_for_set_aside:
 * @engine: an engine
 * @flow: the stable name of a flow
 * @size: how many are read at once
 *
 * Returns: (transfer full): which records are set aside, and why
 */
PsrHistoryPages *
psr_history_pages_new_for_set_aside (PsrEngine  *engine,
                                     const char *flow,
                                     guint       size)
{
  PsrHistoryPages *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (flow != NULL && size > 0, NULL);

  self = pages_new (engine, SET_ASIDE, size);
  self->flow = g_strdup (flow);

  return self;
}

/**
 * psr_history_pages_lists_runs:
 * @self: pages
 *
 * Returns: whether they have a #PsrHistoryRun each, and no #PsrHistoryEvent
 */
gboolean
psr_history_pages_lists_runs (PsrHistoryPages *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == RUNS;
}

static void
psr_history_pages_clear (gpointer data)
{
  PsrHistoryPages *self = data;

  g_clear_object (&self->engine);
  g_free (self->flow);
  g_free (self->after);
}

/**
 * psr_history_pages_unref:
 * @self: (transfer full): pages
 */
void
psr_history_pages_unref (PsrHistoryPages *self)
{
  g_atomic_rc_box_release_full (self, psr_history_pages_clear);
}

static void
pages_unref (gpointer data)
{
  psr_history_pages_unref (data);
}

static DexFuture *
list (PsrHistoryPages *self)
{
  PsrMirrorStore *mirror = psr_store_get_mirror (self->engine->store);

  if (self->kind == RUNS)
    return psr_mirror_store_list_runs (mirror, self->flow, self->before, self->size);
  if (self->kind == RUN)
    return psr_mirror_store_list_run_events (mirror, self->run, self->before, self->size);

  return psr_mirror_store_list_skipped (mirror, self->flow, self->after, self->size);
}

static void
take (PsrHistoryPages *self,
      PsrHistory      *history,
      gpointer         row)
{
  switch (self->kind)
    {
    case RUNS:
      psr_history_take_run (history, row);
      self->before = ((const PsrRun *) row)->id;
      break;

    case RUN:
      psr_history_take_event (history, row);
      self->before = ((const PsrRowEvent *) row)->id;
      break;

    case SET_ASIDE:
    default:
      psr_history_take_skipped (history, row);
      g_set_str (&self->after, ((const PsrSkippedRow *) row)->row_id);
      break;
    }
}

static DexFuture *
next_fiber (gpointer data)
{
  PsrHistoryPages *self = data;
  g_autoptr(PsrHistory) history = psr_history_new ();
  g_autoptr(GPtrArray) rows = NULL;
  GError *error = NULL;

  if (!self->is_over)
    {
      if (psr_engine_open_store (self->engine, &error))
        rows = dex_await_boxed (list (self), &error);
      if (rows == NULL)
        return dex_future_new_for_error (error);

      for (guint i = 0; i < rows->len; i++)
        take (self, history, rows->pdata[i]);
      self->is_over = rows->len < self->size;
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (self->kind == RUNS ? history->runs : history->events));
}

/**
 * psr_history_pages_next:
 * @self: pages, of which none is being read
 *
 * Reads what comes after what was read last. Neither service is asked.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrHistoryRun or
 *   #PsrHistoryEvent, which is empty at the end; it rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_history_pages_next (PsrHistoryPages *self)
{
  dex_return_error_if_fail (self != NULL);

  return dex_scheduler_spawn (NULL, 0, next_fiber, g_atomic_rc_box_acquire (self), pages_unref);
}
