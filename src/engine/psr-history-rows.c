/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-history-rows"

#include "config.h"

#include "psr-engine-private.h"
#include "psr-guid.h"
#include "psr-history-rows.h"
#include "psr-sync-error.h"

/* What is told of rows of the mirror. */

/**
 * psr_history_take_run:
 * @history: a history that nobody else has yet
 * @run: a run
 *
 * Adds a run.
 */
void
psr_history_take_run (PsrHistory   *history,
                      const PsrRun *run)
{
  PsrHistoryRun *row = psr_history_add_run (history, run->id, run->flow);

  row->started = run->started;
  row->ended = run->ended;
  row->full = run->full;
  row->outcome = g_strdup (*run->outcome != '\0' ? run->outcome : "running");
  row->message = g_strdup (run->message);
  row->read = run->n_read;
  row->created = run->created;
  row->changed = run->changed;
  row->unchanged = run->unchanged;
  row->skipped = run->skipped;
  row->failed = run->failed;
}

/**
 * psr_history_take_event:
 * @history: a history that nobody else has yet
 * @event: what became of a record
 *
 * Adds an event.
 */
void
psr_history_take_event (PsrHistory        *history,
                        const PsrRowEvent *event)
{
  PsrHistoryEvent *row = psr_history_add_event (history, event->run_id, event->flow);

  row->at = event->at;
  row->row = g_strdup (event->row_id);
  row->number = g_strdup (event->number);
  row->outcome = g_strdup (event->outcome);
  row->reason = psr_engine_join (event->what, event->why);
  row->mend = g_strdup (event->mend);
}

static PsrNeed
get_need (const PsrSkippedRow *row)
{
  if (psr_sync_code_is_question (row->code))
    return PSR_NEED_DECISION;

  return psr_sync_code_is_coupling (row->code) ? PSR_NEED_COUPLING : PSR_NEED_MEND;
}

/**
 * psr_history_take_skipped:
 * @history: a history that nobody else has yet
 * @skipped: a record that is set aside
 *
 * Adds it as an event, with the time since when it is so.
 */
void
psr_history_take_skipped (PsrHistory          *history,
                          const PsrSkippedRow *skipped)
{
  PsrHistoryEvent *row = psr_history_add_event (history, 0, skipped->flow);

  row->at = skipped->first_at;
  /* Not each is about a record. */
  row->row = g_strdup (psr_guid_is_canonical (skipped->row_id) ? skipped->row_id : "");
  row->number = g_strdup (skipped->number);
  row->outcome = g_strdup ("skipped");
  row->reason = psr_engine_join (skipped->what, skipped->why);
  row->mend = g_strdup (skipped->mend);
  row->need = get_need (skipped);
}
