/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-sync-account.h"
#include "psr-sync-contacts.h"
#include "psr-sync-error.h"
#include "psr-sync-places.h"
#include "psr-sync-prices.h"
#include "psr-sync-private.h"
#include "psr-sync-reference.h"

static void
psr_sync_run_finalize (gpointer data)
{
  PsrSyncRun *run = data;

  g_clear_pointer (&run->context, psr_sync_context_unref);
  g_clear_object (&run->stop);
  g_clear_pointer (&run->maps, psr_sync_maps_unref);
  g_clear_pointer (&run->tables, psr_sync_tables_unref);
  g_clear_pointer (&run->select, g_free);
  g_clear_pointer (&run->filter, g_free);
  g_clear_pointer (&run->report, psr_sync_report_unref);
  g_clear_pointer (&run->run, psr_run_unref);
  g_clear_pointer (&run->was_skipped, g_hash_table_unref);
  g_clear_pointer (&run->rows, g_strfreev);
  g_clear_pointer (&run->marks, g_strfreev);
  g_clear_pointer (&run->told, g_hash_table_unref);
  g_clear_pointer (&run->compared, g_hash_table_unref);
  g_clear_pointer (&run->there, g_hash_table_unref);
  g_clear_pointer (&run->keys, psr_sync_keys_free);
  g_clear_pointer (&run->n_alike, g_hash_table_unref);

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
 * psr_sync_run_goes_on:
 * @run: a run
 * @error: return location for %PSR_SYNC_ERROR_CANCELLED
 *
 * To be asked before something that takes a while is begun.
 *
 * Returns: %TRUE unless somebody asked the run to stop
 */
gboolean
psr_sync_run_goes_on (PsrSyncRun  *run,
                      GError     **error)
{
  g_return_val_if_fail (run != NULL, FALSE);

  if (!g_cancellable_is_cancelled (run->stop))
    return TRUE;

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_CANCELLED,
                           _("Stopped."), _("You asked for it."), _("The next run goes on from there."));
  return FALSE;
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
 * psr_sync_run_fill_terms:
 * @run: a run
 * @candidate: a record; it has to stay
 * @part: number of a part
 * @terms: (out caller-allocates): what its part is compared by
 *
 * Fills in all but what is wanted.
 */
void
psr_sync_run_fill_terms (const PsrSyncRun       *run,
                         const PsrSyncCandidate *candidate,
                         guint                   part,
                         PsrSyncTerms           *terms)
{
  const PsrSyncRules *rules;

  g_return_if_fail (run != NULL);
  g_return_if_fail (candidate != NULL && part < candidate->n_parts);
  g_return_if_fail (terms != NULL);

  rules = &run->context->rules[run->flow];
  *terms = (PsrSyncTerms) {
    .map = run->targets[part].map,
    .agreed = candidate->parts[part].agreed_record,
    .lossy = candidate->parts[part].lossy,
    .tables = candidate->tables,
    .bc_modified = candidate->modified,
    .both_ways = rules->both_ways && !candidate->one_way,
    .conflict = rules->conflict,
    .begins = run->begins,
    .asked = candidate->parts[part].question,
    .take = !candidate->chosen || *candidate->parts[part].question == '\0' ? PSR_SYNC_TAKE_NONE
            : (run->flags & PSR_SYNC_SETTLE_BC) != 0                       ? PSR_SYNC_TAKE_BC
                                                                           : PSR_SYNC_TAKE_WELLO,
  };
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
                                                         psr_sync_flow_to_string (run->flow), NULL, 0),
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

/* What a person decides holds for what the flow compared both ways before: else all that
 * was changed in Wello while it went one way would go to Business Central along with it. */
static gboolean
check_begun (PsrSyncRun  *run,
             GError     **error)
{
  if ((run->flags & (PSR_SYNC_SETTLE_BC | PSR_SYNC_SETTLE_WELLO)) == 0 || !run->begins)
    return TRUE;

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                           _("Nothing was settled."),
                           _("The flow hasn’t been synced since it was set to go both ways."),
                           _("Sync it, and look at what is listed then."));

  return FALSE;
}

/* What Wello has is written to Business Central only where the flow goes both ways. An
 * answer for Wello, and any to a conflict, would come to something else than was asked. */
static gboolean
check_direction (PsrSyncRun  *run,
                 GError     **error)
{
  gboolean wrong = (run->flags & PSR_SYNC_SETTLE_WELLO) != 0;

  if (run->rows == NULL || psr_sync_run_is_both_ways (run))
    return TRUE;

  for (gsize i = 0; (run->flags & PSR_SYNC_SETTLE_BC) != 0 && run->rows[i] != NULL && !wrong; i++)
    {
      const PsrSkippedRow *row = g_hash_table_lookup (run->was_skipped, run->rows[i]);

      wrong = row != NULL && g_str_equal (row->code, PSR_SYNC_CODE_CONFLICT);
    }
  if (!wrong)
    return TRUE;

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                           _("Nothing was settled."),
                           _("This flow writes only from Business Central to Wello."),
                           _("Set Direction=both for the flow in the profile, and do it again."));

  return FALSE;
}

static gboolean
work (PsrSyncRun  *run,
      GError     **error)
{
  g_autoptr (PsrWatermark) watermark = NULL;
  PsrTimestamp since;
  gboolean everything;
  gboolean remapped;
  gboolean turned;
  gboolean resumes;

  if (!begin (run, error) || !psr_sync_lacks_tell (run, error))
    return FALSE;
  if (run->flow == PSR_SYNC_STOCK)
    return psr_sync_places_work (run, error);
  if (run->flow == PSR_SYNC_PRICES)
    return psr_sync_prices_work (run, error);
  if (run->flow == PSR_SYNC_REFERENCE)
    return psr_sync_reference_work (run, error);
  if (!check_direction (run, error))
    return FALSE;

  run->looks = run->rows != NULL;
  if (run->rows != NULL && (!psr_sync_follow_check (run, NULL, error) || !check_begun (run, error)))
    return FALSE;
  if (run->rows != NULL)
    return psr_sync_listed_process_ids (run, (const char * const *) run->rows, error);

  if (!psr_sync_mappings_check (run, &remapped, error) || !psr_sync_follow_check (run, &turned, error))
    return FALSE;

  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror,
                                                               psr_sync_flow_to_string (run->flow)),
                               error);
  if (watermark == NULL)
    return FALSE;

  if (psr_sync_run_is_full (run) || turned)
    g_set_str (&watermark->next_link, "");

  everything = psr_sync_run_is_full (run) || remapped || run->begins || watermark->since == PSR_TIMESTAMP_NONE;
  resumes = *watermark->next_link != '\0';
  since = everything ? PSR_TIMESTAMP_NONE : watermark->since - PSR_SYNC_OVERLAP;

  if (resumes)
    run->seen_run = watermark->run_id;
  else
    watermark->until = PSR_TIMESTAMP_NONE;

  if (everything && !resumes && run->flow == PSR_SYNC_ITEMS && !psr_sync_stock_begin (run, error))
    return FALSE;

  if (everything && !resumes && psr_sync_run_is_both_ways (run) && !psr_sync_follow_begin (run, error))
    return FALSE;

  if (everything && !resumes)
    psr_sync_alone_begin (run);

  if (everything && (!psr_sync_index_build (run, error) || !psr_sync_match_keys_count (run, error)))
    return FALSE;

  if (run->flow == PSR_SYNC_CONTACTS && !psr_sync_contacts_relate (run, everything, error))
    return FALSE;

  if (!psr_sync_pull (run, watermark, since, error))
    return FALSE;

  if (run->flow == PSR_SYNC_CONTACTS)
    {
      g_autoptr (GPtrArray) ids = psr_sync_contacts_list (run, error);

      if (ids == NULL || !psr_sync_listed_process_pending (run, ids, PSR_SYNC_CONTACTS_PENDING, error))
        return FALSE;
    }

  if (run->flow == PSR_SYNC_ITEMS && (!everything || resumes))
    {
      g_autoptr (GPtrArray) numbers = NULL;

      if (!psr_sync_stock_follow (run, &numbers, error) ||
          !psr_sync_listed_process (run, numbers, error))
        return FALSE;
    }

  if (psr_sync_run_is_both_ways (run) && run->flow == PSR_SYNC_CUSTOMERS && run->indexed &&
      !psr_sync_accounts_find (run, error))
    return FALSE;

  if (psr_sync_run_is_both_ways (run) && !run->follows_from_now)
    {
      g_autoptr (GPtrArray) ids = NULL;

      if (!psr_sync_follow (run, &ids, error) || !psr_sync_listed_process_followed (run, ids, error))
        return FALSE;
    }

  if (psr_sync_run_is_both_ways (run) && run->flow == PSR_SYNC_CUSTOMERS && !psr_sync_accounts_find_awaited (run, error))
    return FALSE;

  if (psr_sync_run_is_both_ways (run) && run->flow == PSR_SYNC_CONTACTS && !psr_sync_contacts_propose_late (run, error))
    return FALSE;

  if (!everything && !psr_sync_listed_retry (run, error))
    return FALSE;

  if (!psr_sync_follow_begun (run, error))
    return FALSE;

  /* What a filter leaves out isn't seen, and there. */
  if (psr_sync_run_is_full (run) && !resumes && run->filter == NULL)
    return psr_sync_gone_note_unseen (run, error);

  return psr_sync_gone_sweep (run, everything, error);
}

/* Records that earlier runs set aside are told again, until they are mended: a
 * run doesn't look like a success over them. */
static void
tell_set_aside (PsrSyncRun *run,
                GPtrArray  *rows)
{
  run->report->set_aside = rows->len;

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrSkippedRow *skipped = g_ptr_array_index (rows, i);
      g_autoptr (PsrSyncRow) row = NULL;

      if (g_hash_table_contains (run->told, skipped->row_id))
        continue;

      row = psr_sync_row_new (PSR_SYNC_SKIPPED, skipped->row_id, skipped->number, skipped->code,
                              skipped->what, skipped->why, skipped->mend);
      psr_sync_report_add_row (run->report, row);
      psr_sync_report_count (run->report, PSR_SYNC_SKIPPED);
    }
}

/* Stores how the run ended, and tells what stays set aside. */
static void
end (PsrSyncRun *run)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GError) error = NULL;

  run->report->ended = psr_clock_now (run->context->clock);
  run->report->requests = count_requests (run->context) - run->requests_before;

  rows = dex_await_boxed (psr_mirror_store_list_skipped (run->context->mirror,
                                                         psr_sync_flow_to_string (run->flow), NULL, 0),
                          &error);
  if (rows != NULL)
    tell_set_aside (run, rows);
  else if (run->report->error == NULL)
    run->report->error = g_steal_pointer (&error);

  g_clear_error (&error);

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
    }
}

static DexFuture *
run_fiber (gpointer data)
{
  PsrSyncRun *run = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) stopped = NULL;

  if (!work (run, &error) || !psr_sync_alone_end (run, &error))
    run->report->error = g_steal_pointer (&error);

  /* What a service said meanwhile isn't why it ends. */
  if (run->report->error != NULL && run->report->error->domain == PSR_SERVICE_ERROR && !psr_sync_run_goes_on (run, &stopped))
    {
      g_clear_error (&run->report->error);
      run->report->error = g_steal_pointer (&stopped);
    }

  end (run);

  return dex_future_new_take_boxed (PSR_TYPE_SYNC_REPORT, psr_sync_report_ref (run->report));
}

/**
 * psr_sync_run:
 * @context: what to work with
 * @flow: what to synchronise
 * @flags: how
 * @stop: (nullable): cancelled to have the run end before the next page or
 *   record; what was done until then is kept
 * @progress: (nullable): told how far it has come
 * @data: passed to @progress
 * @data_free: (nullable): frees @data
 *
 * Runs a flow: reads what changed in Business Central, compares it with what
 * both sides last agreed on, writes to Wello only what differs, and remembers
 * links, values and how far it read only after each write was confirmed. A run
 * that was cut off goes on where it was; a record that goes wrong is set aside
 * with its reason and doesn't stop the others. Business Central is only read, unless
 * the flow goes both ways: then what was changed in Wello since is written to it.
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
              GCancellable        *stop,
              PsrSyncProgressFunc  progress,
              gpointer             data,
              GDestroyNotify       data_free)
{
  return psr_sync_run_rows (context, flow, flags, NULL, NULL, stop, progress, data, data_free);
}

/**
 * psr_sync_run_rows:
 * @context: what to work with
 * @flow: what to synchronise
 * @flags: how
 * @rows: (nullable) (array zero-terminated=1): canonical GUIDs of records in
 *   Business Central, or %NULL for all that changed
 * @marks: (nullable) (array zero-terminated=1): for each of @rows that a person decides
 *   about, the mark of the #PsrSyncLook that was shown
 * @stop: (nullable): cancelled to have the run end
 * @progress: (nullable): told how far it has come
 * @data: passed to @progress
 * @data_free: (nullable): frees @data
 *
 * The same for records that somebody named, however often they were tried before;
 * how far the flow has read stays as it is. A decision is carried out only where both sides
 * still have what was shown: else the record is asked about again.
 *
 * Returns: (transfer full): a future of a #PsrSyncReport
 */
DexFuture *
psr_sync_run_rows (PsrSyncContext      *context,
                   PsrSyncFlow          flow,
                   PsrSyncFlags         flags,
                   const char * const  *rows,
                   const char * const  *marks,
                   GCancellable        *stop,
                   PsrSyncProgressFunc  progress,
                   gpointer             data,
                   GDestroyNotify       data_free)
{
  PsrSyncRun *run;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (flow < PSR_N_SYNC_FLOWS, NULL);
  g_return_val_if_fail (stop == NULL || G_IS_CANCELLABLE (stop), NULL);

  run = g_atomic_rc_box_new0 (PsrSyncRun);
  run->context = psr_sync_context_ref (context);
  run->flow = flow;
  run->flags = flags;
  run->rows = g_strdupv ((char **) rows);
  run->marks = g_strdupv ((char **) marks);
  g_set_object (&run->stop, stop);
  run->progress = progress;
  run->progress_data = data;
  run->progress_data_free = data_free;
  run->n_parts = psr_sync_target_list (context, flow, run->targets);
  run->maps = psr_sync_maps_new (run->targets, run->n_parts);
  run->select = psr_sync_target_dup_bc_select (context, flow);
  run->filter = psr_sync_target_dup_bc_filter (flow, context->rules[flow].filter);
  run->report = psr_sync_report_new (flow);
  run->was_skipped = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_skipped_row_unref);
  run->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->compared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->n_alike = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return psr_net_spawn (run_fiber, run, run_unref);
}
