/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-service-error.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"

/* How many records are asked for by id or number at a time. */
#define SLICE 100

/* How often a pull may begin again because its paging token has expired. */
#define MAX_RESTARTS 10

static void
psr_sync_run_finalize (gpointer data)
{
  PsrSyncRun *run = data;

  g_clear_pointer (&run->context, psr_sync_context_unref);
  g_clear_pointer (&run->maps, psr_sync_maps_unref);
  g_clear_pointer (&run->select, g_free);
  g_clear_pointer (&run->report, psr_sync_report_unref);
  g_clear_pointer (&run->run, psr_run_unref);
  g_clear_pointer (&run->was_skipped, g_hash_table_unref);

  if (run->progress_data_free != NULL)
    run->progress_data_free (run->progress_data);
}

/**
 * psr_sync_run_ref:
 * @run: a run
 *
 * Returns: (transfer full): @run
 */
PsrSyncRun *
psr_sync_run_ref (PsrSyncRun *run)
{
  g_return_val_if_fail (run != NULL, NULL);

  return g_atomic_rc_box_acquire (run);
}

/**
 * psr_sync_run_unref:
 * @run: (transfer full): a run
 *
 * Gives up a reference.
 */
void
psr_sync_run_unref (PsrSyncRun *run)
{
  g_return_if_fail (run != NULL);

  g_atomic_rc_box_release_full (run, psr_sync_run_finalize);
}

static void
run_unref (gpointer run)
{
  psr_sync_run_unref (run);
}

static guint
count_requests (PsrSyncContext *context)
{
  return psr_service_client_get_n_requests (psr_bc_client_get_service (context->bc)) +
         psr_service_client_get_n_requests (psr_wello_client_get_service (context->wello));
}

/**
 * psr_sync_run_notify:
 * @run: a run
 *
 * Tells how far it has come.
 */
void
psr_sync_run_notify (PsrSyncRun *run)
{
  g_return_if_fail (run != NULL);

  run->report->requests = count_requests (run->context) - run->requests_before;

  if (run->progress != NULL)
    run->progress (run->report, run->progress_data);
}

/**
 * psr_sync_run_put_figures:
 * @run: a run
 * @page: what is about to be stored
 *
 * Has the run's figures stored with the page that they are of.
 */
void
psr_sync_run_put_figures (PsrSyncRun    *run,
                          PsrMirrorPage *page)
{
  const PsrSyncReport *report = run->report;
  g_autoptr (PsrRun) figures = NULL;

  g_return_if_fail (run != NULL);
  g_return_if_fail (page != NULL);

  if (run->run == NULL)
    return;

  run->run->n_read = report->n_read;
  run->run->created = report->created;
  run->run->changed = report->changed;
  run->run->unchanged = report->unchanged;
  run->run->skipped = report->skipped;
  run->run->failed = report->failed;

  figures = psr_run_copy (run->run);
  psr_mirror_page_set_run (page, figures);
}

static gboolean
load_skipped (PsrSyncRun  *run,
              GError     **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  rows = dex_await_boxed (psr_mirror_store_list_skipped (run->context->mirror,
                                                         psr_sync_flow_to_string (run->flow), 0),
                          error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      PsrSkippedRow *row = g_ptr_array_index (rows, i);

      g_hash_table_insert (run->was_skipped, row->row_id, psr_skipped_row_ref (row));
    }

  return TRUE;
}

static gboolean
begin (PsrSyncRun  *run,
       GError     **error)
{
  g_autoptr (PsrRun) fresh = NULL;

  run->report->started = psr_clock_now (run->context->clock);
  run->report->full = psr_sync_run_is_full (run);
  run->report->dry_run = psr_sync_run_is_dry (run);
  run->requests_before = count_requests (run->context);

  if (!load_skipped (run, error))
    return FALSE;

  if (psr_sync_run_is_dry (run))
    {
      /* A number of its own, that no run can have. */
      run->seen_run = -(run->report->started / G_USEC_PER_SEC);
      return TRUE;
    }

  fresh = psr_run_new (psr_sync_flow_to_string (run->flow));
  fresh->full = run->report->full;
  run->run = dex_await_boxed (psr_mirror_store_begin_run (run->context->mirror, fresh), error);
  if (run->run == NULL)
    return FALSE;

  run->seen_run = run->run->id;
  return TRUE;
}

static PsrODataPager *
make_pager (PsrSyncRun   *run,
            PsrTimestamp  since,
            const char   *resume)
{
  return psr_bc_client_pull (run->context->bc, psr_sync_target_get_bc_set (run->flow), run->select, since,
                             PSR_SYNC_PAGE, resume != NULL && *resume != '\0' ? resume : NULL);
}

static DexFuture *
read_ahead (PsrSyncRun    *run,
            PsrODataPager *pager)
{
  return psr_odata_pager_next (pager, psr_sync_candidate_make_rows, psr_sync_maps_ref (run->maps),
                               psr_sync_maps_unref);
}

/* A record that was changed twice while a list was read is in it twice: the
 * later one counts. Within a page the ids have to be different. */
static void
drop_doubles (GPtrArray *candidates)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = candidates->len; i > 0; i--)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i - 1);

      if (g_hash_table_contains (seen, candidate->id))
        g_ptr_array_remove_index (candidates, i - 1);
      else
        g_hash_table_add (seen, candidate->id);
    }
}

/* Reads the records that changed, a page ahead of the one that is written, and
 * stores with each page how far it has come. */
static gboolean
pull (PsrSyncRun    *run,
      PsrWatermark  *watermark,
      PsrTimestamp   since,
      GError       **error)
{
  g_autoptr (PsrWatermark) began = NULL;
  g_autoptr (PsrODataPager) pager = NULL;
  g_autofree char *began_name = g_strconcat (psr_sync_flow_to_string (run->flow), ".began", NULL);
  DexFuture *next = NULL;
  guint n_restarts = 0;

  began = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, began_name), error);
  if (began == NULL)
    return FALSE;

  /* Not that of a run before. */
  if (*watermark->next_link == '\0')
    began->since = PSR_TIMESTAMP_NONE;

  pager = make_pager (run, since, watermark->next_link);
  next = read_ahead (run, pager);

  while (next != NULL)
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) stored = NULL;
      g_autoptr (PsrWatermark) mark = NULL;
      g_autoptr (GError) local = NULL;
      GPtrArray *candidates;

      page = dex_await_object (g_steal_pointer (&next), &local);

      if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SKIP_TOKEN) && n_restarts++ < MAX_RESTARTS)
        {
          g_info ("The paging token has expired; the pull begins again at the last change seen");

          if (watermark->until != PSR_TIMESTAMP_NONE)
            since = MAX (since, watermark->until - PSR_SYNC_OVERLAP);

          g_object_unref (pager);
          pager = make_pager (run, since, NULL);
          next = read_ahead (run, pager);
          continue;
        }

      if (page == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      if (!psr_odata_pager_is_done (pager))
        next = read_ahead (run, pager);

      candidates = psr_odata_page_get_rows (page);
      drop_doubles (candidates);

      for (guint i = 0; i < candidates->len; i++)
        watermark->until = MAX (watermark->until, ((const PsrSyncCandidate *) g_ptr_array_index (candidates, i))->modified);

      if (began->since == PSR_TIMESTAMP_NONE)
        began->since = psr_odata_page_get_date (page) != PSR_TIMESTAMP_NONE ? psr_odata_page_get_date (page)
                                                                              : watermark->until;

      stored = psr_mirror_page_new ();

      if (next != NULL)
        {
          g_set_str (&watermark->next_link, psr_odata_page_get_next_link (page));
          watermark->run_id = run->seen_run;
          psr_mirror_page_set_watermark (stored, began);
        }
      else
        {
          /* All is read: what changed after the first page was asked for comes
           * with the next run. */
          g_set_str (&watermark->next_link, "");
          watermark->run_id = 0;
          watermark->since = began->since;
        }

      mark = psr_watermark_copy (watermark);
      psr_mirror_page_set_watermark (stored, mark);

      if (!psr_sync_page_process (run, candidates, stored, error))
        {
          dex_clear (&next);
          return FALSE;
        }
    }

  return TRUE;
}

static void
clear_of_flow (PsrSyncRun         *run,
               PsrMirrorPage      *page,
               const char * const *keys,
               void              (*func) (PsrMirrorPage *page,
                                          const char    *flow,
                                          const char    *key))
{
  for (; *keys != NULL; keys++)
    func (page, psr_sync_flow_to_string (run->flow), *keys);
}

/* Reads records by id or number and writes them, a slice at a time; @clear
 * takes them off the list of what is to be done. */
static gboolean
process_listed (PsrSyncRun  *run,
                GPtrArray   *keys,
                gboolean     by_number,
                void       (*clear) (PsrMirrorPage *page,
                                     const char    *flow,
                                     const char    *key),
                GError     **error)
{
  PsrBcSet set = psr_sync_target_get_bc_set (run->flow);

  for (guint first = 0; first < keys->len; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();
      g_autoptr (GPtrArray) pagers = NULL;
      g_autoptr (PsrMirrorPage) done = psr_mirror_page_new ();

      for (guint i = first; i < MIN (first + SLICE, keys->len); i++)
        g_ptr_array_add (slice, g_ptr_array_index (keys, i));
      g_ptr_array_add (slice, NULL);

      if (by_number)
        pagers = psr_bc_client_pull_by_number (run->context->bc, set, run->select, (const char * const *) slice->pdata);
      else
        pagers = psr_bc_client_pull_by_id (run->context->bc, set, run->select, (const char * const *) slice->pdata);

      for (guint i = 0; i < pagers->len; i++)
        {
          PsrODataPager *pager = g_ptr_array_index (pagers, i);

          while (!psr_odata_pager_is_done (pager))
            {
              g_autoptr (PsrODataPage) page = dex_await_object (read_ahead (run, pager), error);

              if (page == NULL || !psr_sync_page_process (run, psr_odata_page_get_rows (page), NULL, error))
                return FALSE;
            }
        }

      if (clear != NULL)
        clear_of_flow (run, done, (const char * const *) slice->pdata, clear);
      psr_sync_run_put_figures (run, done);

      if (!psr_sync_run_is_dry (run) &&
          !dex_await (psr_mirror_store_commit (run->context->mirror, done), error))
        return FALSE;
    }

  return TRUE;
}

/* Rows that were asked for and didn't come: their records are gone, and nothing
 * is left to be mended. */
static gboolean
forget_missing (PsrSyncRun  *run,
                GPtrArray   *ids,
                GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  if (psr_sync_run_is_dry (run))
    return TRUE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (g_hash_table_contains (run->was_skipped, id))
        psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), id);
    }

  return dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* Records that went wrong in earlier runs, and haven't come up again by
 * themselves in this one. */
static gboolean
retry_failed (PsrSyncRun  *run,
              GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, run->was_skipped);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrSkippedRow *row = value;

      if (row->tries < PSR_SYNC_MAX_TRIES && !g_str_equal (row->code, "set-aside") &&
          !g_str_equal (row->code, "gone-in-bc"))
        g_ptr_array_add (ids, g_strdup (row->row_id));
    }

  return process_listed (run, ids, FALSE, NULL, error) && forget_missing (run, ids, error);
}

/* What a run that read everything didn't come across is gone in Business
 * Central. A merge deletes the double's id, so nothing is archived by itself. */
static gboolean
note_gone (PsrSyncRun  *run,
           GError     **error)
{
  PsrEntity entity = run->targets[0].entity;
  const char *flow = psr_sync_flow_to_string (run->flow);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  g_auto (GStrv) ids = NULL;
  GHashTableIter iter;
  gpointer value;

  if (psr_sync_run_is_dry (run))
    return TRUE;

  missing = g_hash_table_get_keys_as_ptr_array (run->was_skipped);
  if (!forget_missing (run, missing, error))
    return FALSE;

  ids = dex_await_boxed (psr_mirror_store_list_unseen (run->context->mirror, entity, PSR_MIRROR_BC,
                                                       run->seen_run, PSR_SYNC_MAX_ROWS),
                         error);
  if (ids == NULL)
    return FALSE;

  links = dex_await_boxed (psr_link_store_map_by_bc (run->context->links, entity, (const char * const *) ids), error);
  if (links == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrLink *link = value;
      g_autoptr (PsrSkippedRow) skipped = NULL;
      g_autoptr (PsrSyncRow) row = NULL;

      row = psr_sync_row_new (PSR_SYNC_SKIPPED, link->bc_id, link->bc_number, "gone-in-bc",
                              _("The record is gone in Business Central."),
                              _("It was deleted there, or merged with another one."),
                              _("Couple its record in Wello with the one that remains, or archive it."));
      psr_sync_report_add_row (run->report, row);
      psr_sync_report_count (run->report, PSR_SYNC_SKIPPED);

      skipped = psr_skipped_row_new (flow, link->bc_id);
      g_set_str (&skipped->number, row->number);
      g_set_str (&skipped->code, row->code);
      g_set_str (&skipped->what, row->what);
      g_set_str (&skipped->why, row->why);
      g_set_str (&skipped->mend, row->mend);
      psr_mirror_page_add_skipped (page, skipped);
    }

  return dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

static gboolean
work (PsrSyncRun  *run,
      GError     **error)
{
  g_autoptr (PsrWatermark) watermark = NULL;
  PsrTimestamp since;
  gboolean everything;
  gboolean resumes;

  if (!begin (run, error))
    return FALSE;

  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror,
                                                               psr_sync_flow_to_string (run->flow)),
                               error);
  if (watermark == NULL)
    return FALSE;

  if (psr_sync_run_is_full (run))
    g_set_str (&watermark->next_link, "");

  everything = psr_sync_run_is_full (run) || watermark->since == PSR_TIMESTAMP_NONE;
  resumes = *watermark->next_link != '\0';
  since = everything ? PSR_TIMESTAMP_NONE : watermark->since - PSR_SYNC_OVERLAP;

  if (resumes)
    run->seen_run = watermark->run_id;
  else
    watermark->until = PSR_TIMESTAMP_NONE;

  if (everything && !resumes && run->flow == PSR_SYNC_ITEMS && !psr_sync_stock_begin (run, error))
    return FALSE;

  if (everything && !psr_sync_index_build (run, error))
    return FALSE;

  if (!pull (run, watermark, since, error))
    return FALSE;

  if (run->flow == PSR_SYNC_ITEMS && (!everything || resumes))
    {
      g_autoptr (GPtrArray) numbers = NULL;

      if (!psr_sync_stock_follow (run, &numbers, error) ||
          !process_listed (run, numbers, TRUE, psr_mirror_page_clear_pending, error))
        return FALSE;
    }

  if (!everything && !retry_failed (run, error))
    return FALSE;

  return !(psr_sync_run_is_full (run) && !resumes) || note_gone (run, error);
}

/* Stores how the run ended, and counts what stays set aside. */
static void
end (PsrSyncRun *run)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GError) error = NULL;

  run->report->ended = psr_clock_now (run->context->clock);
  run->report->requests = count_requests (run->context) - run->requests_before;

  if (run->run != NULL)
    {
      run->run->ended = run->report->ended;
      g_set_str (&run->run->outcome, run->report->error != NULL ? "broken-off" : "done");

      if (run->report->error != NULL)
        {
          g_autoptr (PsrExplanation) explanation = psr_explain (run->report->error);

          g_set_str (&run->run->message, explanation->what);
        }

      psr_sync_run_put_figures (run, page);

      if (!dex_await (psr_mirror_store_commit (run->context->mirror, page), &error) && run->report->error == NULL)
        run->report->error = g_steal_pointer (&error);

      g_clear_error (&error);
    }

  rows = dex_await_boxed (psr_mirror_store_list_skipped (run->context->mirror,
                                                         psr_sync_flow_to_string (run->flow), 0),
                          &error);
  if (rows != NULL)
    run->report->set_aside = rows->len;
  else if (run->report->error == NULL)
    run->report->error = g_steal_pointer (&error);
}

static DexFuture *
run_fiber (gpointer data)
{
  PsrSyncRun *run = data;
  g_autoptr (GError) error = NULL;

  if (!work (run, &error))
    run->report->error = g_steal_pointer (&error);

  end (run);

  return dex_future_new_take_boxed (PSR_TYPE_SYNC_REPORT, psr_sync_report_ref (run->report));
}

/**
 * psr_sync_run:
 * @context: what to work with
 * @flow: what to synchronise
 * @flags: how
 * @progress: (nullable): told how far it has come
 * @data: passed to @progress
 * @data_free: (nullable): frees @data
 *
 * Runs a flow: reads what changed in Business Central, compares it with what
 * both sides last agreed on, writes to Wello only what differs, and remembers
 * links, values and how far it read only after each write was confirmed. A run
 * that was cut off goes on where it was; a record that goes wrong is set aside
 * with its reason and doesn't stop the others. Business Central is only read.
 *
 * Only one run of a flow at a time: the worker lock sees to it.
 *
 * Returns: (transfer full): a future of a #PsrSyncReport, also for a run that
 *   ended before its time: see its error. Dropping the future ends the run.
 */
DexFuture *
psr_sync_run (PsrSyncContext      *context,
              PsrSyncFlow          flow,
              PsrSyncFlags         flags,
              PsrSyncProgressFunc  progress,
              gpointer             data,
              GDestroyNotify       data_free)
{
  PsrSyncRun *run;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (flow < PSR_N_SYNC_FLOWS, NULL);

  run = g_atomic_rc_box_new0 (PsrSyncRun);
  run->context = psr_sync_context_ref (context);
  run->flow = flow;
  run->flags = flags;
  run->progress = progress;
  run->progress_data = data;
  run->progress_data_free = data_free;
  run->n_parts = psr_sync_target_list (context, flow, run->targets);
  run->maps = psr_sync_maps_new (run->targets, run->n_parts);
  run->select = psr_sync_target_dup_bc_select (context, flow);
  run->report = psr_sync_report_new (flow);
  run->was_skipped = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_skipped_row_unref);

  return psr_net_spawn (run_fiber, run, run_unref);
}
