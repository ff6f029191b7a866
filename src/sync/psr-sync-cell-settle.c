/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-cell"

#include "config.h"

#include "psr-explain.h"
#include "psr-sync-cell-private.h"
#include "psr-sync-error.h"

/* What became of cells, into the report and the mirror. */

static void
add_event (PsrSyncRun    *run,
           PsrSyncCell   *cell,
           PsrMirrorPage *page)
{
  g_autoptr (PsrRowEvent) event = NULL;

  if (run->run == NULL || (cell->problem == NULL && cell->outcome == PSR_SYNC_UNCHANGED))
    return;

  event = psr_row_event_new (run->run->id, psr_sync_flow_to_string (run->flow), cell->row_id);
  g_set_str (&event->number, cell->number);
  if (cell->problem != NULL)
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (cell->problem);

      g_set_str (&event->outcome, psr_sync_error_is_final (cell->problem) ? "skipped" : "failed");
      g_set_str (&event->what, explanation->what);
      g_set_str (&event->why, explanation->why);
      g_set_str (&event->mend, explanation->mend);
    }
  else
    {
      g_set_str (&event->outcome, cell->outcome == PSR_SYNC_CREATED ? "created" : "changed");
    }

  psr_mirror_page_add_event (page, event);
}

/* One row for all cells of a record, however many of them went wrong; it is tried again by
 * later runs as often as any other record. */
static void
set_aside (PsrSyncRun    *run,
           PsrSyncCell   *cell,
           PsrMirrorPage *page)
{
  const char *flow = psr_sync_flow_to_string (run->flow);
  gboolean final = psr_sync_error_is_final (cell->problem);
  const PsrSkippedRow *before = g_hash_table_lookup (run->was_skipped, cell->row_id);
  g_autoptr (PsrSkippedRow) skipped = psr_skipped_row_new (flow, cell->row_id);
  g_autoptr (PsrSyncRow) row = NULL;

  row = psr_sync_row_new_for_error (final ? PSR_SYNC_SKIPPED : PSR_SYNC_FAILED, cell->row_id, cell->number,
                                    psr_sync_error_get_code (cell->problem), cell->problem);
  psr_sync_report_add_row (run->report, row);
  psr_sync_report_count (run->report, row->outcome);

  g_set_str (&skipped->number, cell->number);
  g_set_str (&skipped->code, row->code);
  g_set_str (&skipped->what, row->what);
  g_set_str (&skipped->why, row->why);
  g_set_str (&skipped->mend, row->mend);
  psr_mirror_page_add_skipped (page, skipped);

  /* What may be on the list from before isn't asked for on each run for ever. */
  if (!final && (before == NULL || before->tries + 1 < PSR_SYNC_MAX_TRIES))
    psr_mirror_page_add_pending (page, flow, cell->row_id);
  else
    psr_mirror_page_clear_pending (page, flow, cell->row_id);
}

/**
 * psr_sync_cells_settle:
 * @run: a run
 * @cells: (element-type PsrSyncCell): what was written, or went wrong
 * @row_ids: (nullable) (element-type utf8): the records that were dealt with by this
 * @ended_early: whether the run was cut off meanwhile
 * @page: gets what is remembered of it
 *
 * Counts and remembers what became of them.
 */
void
psr_sync_cells_settle (PsrSyncRun    *run,
                       GPtrArray     *cells,
                       GPtrArray     *row_ids,
                       gboolean       ended_early,
                       PsrMirrorPage *page)
{
  const char *flow;
  g_autoptr (GHashTable) wrong = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (run != NULL && cells != NULL && page != NULL);

  flow = psr_sync_flow_to_string (run->flow);

  for (guint i = 0; i < cells->len; i++)
    {
      PsrSyncCell *cell = g_ptr_array_index (cells, i);

      if (!cell->done && cell->problem == NULL)
        continue;

      run->report->n_read++;
      add_event (run, cell, page);

      if (cell->done)
        {
          psr_sync_report_count (run->report, cell->outcome);
          if (!psr_sync_run_is_dry (run))
            {
              g_autoptr (PsrMirrorRecord) record = psr_mirror_record_new_read (cell->entity, PSR_MIRROR_WELLO, cell->id,
                                                                               cell->wello_id, cell->value, "");

              record->seen_run = run->seen_run;
              psr_mirror_page_add_record (page, record);
            }
        }
      else if (g_hash_table_add (wrong, cell->row_id))
        {
          set_aside (run, cell, page);
          g_hash_table_add (run->told, g_strdup (cell->row_id));
        }
    }

  /* Of a run that was cut off nobody knows which ones would have gone wrong. */
  for (guint i = 0; !ended_early && row_ids != NULL && i < row_ids->len; i++)
    {
      const char *row_id = g_ptr_array_index (row_ids, i);

      if (g_hash_table_contains (wrong, row_id))
        continue;

      psr_mirror_page_clear_pending (page, flow, row_id);
      if (g_hash_table_contains (run->was_skipped, row_id))
        psr_mirror_page_clear_skipped (page, flow, row_id);
    }
}

/**
 * psr_sync_cells_note:
 * @run: a run
 * @row_id: canonical GUID of a record
 * @number: its number
 * @code: a stable word
 * @what: what is worth knowing, translated
 * @why: (nullable): why, translated
 * @mend: (nullable): what to do about it, translated
 *
 * Tells what was carried over otherwise than it is.
 */
void
psr_sync_cells_note (PsrSyncRun *run,
                     const char *row_id,
                     const char *number,
                     const char *code,
                     const char *what,
                     const char *why,
                     const char *mend)
{
  g_autoptr (PsrSyncRow) row = NULL;

  g_return_if_fail (run != NULL);

  row = psr_sync_row_new (PSR_SYNC_UNCHANGED, row_id, number, code, what, why, mend);
  psr_sync_report_add_note (run->report, row);
}
