/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-activity-pages"

#include "config.h"

#include "psr-activity-pages.h"
#include "psr-activity-private.h"

/* One of the two lists that make the timeline. */
typedef struct
{
  GPtrArray *activities;  /* read and not told yet, the newest first */
  guint      n_told;      /* of them */
  gint64     before;      /* the number of the oldest row that was read; 0 for none yet */
  gboolean   is_over;
} Source;

struct _PsrActivityPages
{
  PsrEngine *engine;
  guint      size;
  Source     audit;
  Source     runs;
};

static GPtrArray *
new_page (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) psr_activity_free);
}

/* What was told has left. */
static void
free_left (gpointer data)
{
  if (data != NULL)
    psr_activity_free (data);
}

static GPtrArray *
new_activities (void)
{
  return g_ptr_array_new_with_free_func (free_left);
}

/**
 * psr_activity_pages_new:
 * @engine: an engine
 * @size: how many rows of each list are read at once
 *
 * Returns: (transfer full): the timeline, from its newest line on
 */
PsrActivityPages *
psr_activity_pages_new (PsrEngine *engine,
                        guint      size)
{
  PsrActivityPages *self;

  g_return_val_if_fail (PSR_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (size > 0, NULL);

  self = g_atomic_rc_box_new0 (PsrActivityPages);
  self->engine = g_object_ref (engine);
  self->size = size;
  self->audit.activities = new_activities ();
  self->runs.activities = new_activities ();

  return self;
}

static void
psr_activity_pages_clear (gpointer data)
{
  PsrActivityPages *self = data;

  g_clear_object (&self->engine);
  g_ptr_array_unref (self->audit.activities);
  g_ptr_array_unref (self->runs.activities);
}

/**
 * psr_activity_pages_unref:
 * @self: (transfer full): a timeline
 */
void
psr_activity_pages_unref (PsrActivityPages *self)
{
  g_atomic_rc_box_release_full (self, psr_activity_pages_clear);
}

static void
pages_unref (gpointer data)
{
  psr_activity_pages_unref (data);
}

static gboolean
is_used_up (const Source *source)
{
  return source->n_told == source->activities->len;
}

static const PsrActivity *
peek (const Source *source)
{
  return is_used_up (source) ? NULL : source->activities->pdata[source->n_told];
}

static void
begin_page (Source *source)
{
  g_ptr_array_unref (source->activities);
  source->activities = new_activities ();
  source->n_told = 0;
}

/* Most rows are no news: a page of them may give nothing. */
static gboolean
read_audit (PsrActivityPages  *self,
            GError           **error)
{
  Source *source = &self->audit;

  while (is_used_up (source) && !source->is_over)
    {
      g_autoptr(GPtrArray) rows = dex_await_boxed (psr_engine_read_audit (self->engine, NULL, source->before, self->size), error);

      if (rows == NULL)
        return FALSE;

      begin_page (source);
      for (guint i = 0; i < rows->len; i++)
        psr_activity_add_audit (source->activities, rows->pdata[i]);
      source->is_over = rows->len < self->size;
      if (rows->len > 0)
        source->before = ((const PsrAuditRow *) rows->pdata[rows->len - 1])->id;
    }

  return TRUE;
}

static gboolean
read_runs (PsrActivityPages  *self,
           GError           **error)
{
  Source *source = &self->runs;

  while (is_used_up (source) && !source->is_over)
    {
      g_autoptr(GPtrArray) runs = dex_await_boxed (psr_mirror_store_list_runs (psr_store_get_mirror (self->engine->store), NULL,
                                                                               source->before, self->size), error);

      if (runs == NULL)
        return FALSE;

      begin_page (source);
      for (guint i = 0; i < runs->len; i++)
        psr_activity_add_run (source->activities, runs->pdata[i]);
      source->is_over = runs->len < self->size;
      if (runs->len > 0)
        source->before = ((const PsrRun *) runs->pdata[runs->len - 1])->id;
    }

  return TRUE;
}

static PsrActivity *
take (Source *source)
{
  PsrActivity *activity = g_steal_pointer (&source->activities->pdata[source->n_told]);

  source->n_told++;

  return activity;
}

static DexFuture *
next_fiber (gpointer data)
{
  PsrActivityPages *self = data;
  g_autoptr(GPtrArray) page = new_page ();
  GError *error = NULL;

  if (!psr_engine_open_store (self->engine, &error))
    return dex_future_new_for_error (error);

  while (page->len < self->size)
    {
      const PsrActivity *decision;
      const PsrActivity *run;

      if (!read_audit (self, &error) || !read_runs (self, &error))
        return dex_future_new_for_error (error);

      decision = peek (&self->audit);
      run = peek (&self->runs);
      if (decision == NULL && run == NULL)
        break;

      g_ptr_array_add (page, take (run == NULL || (decision != NULL && decision->at >= run->at) ? &self->audit : &self->runs));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&page));
}

/**
 * psr_activity_pages_next:
 * @self: a timeline, of which no page is being read
 *
 * Reads what happened before what was read last. Neither service is asked.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrActivity, the newest
 *   first, which is empty at the end; it rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_activity_pages_next (PsrActivityPages *self)
{
  dex_return_error_if_fail (self != NULL);

  return dex_scheduler_spawn (NULL, 0, next_fiber, g_atomic_rc_box_acquire (self), pages_unref);
}
