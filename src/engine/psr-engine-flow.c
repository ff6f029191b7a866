/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-flow"

#include "config.h"

#include <string.h>

#include "psr-engine-work.h"
#include "psr-flow-view.h"
#include "psr-history-rows.h"
#include "psr-run-day.h"
#include "psr-sync-flow.h"
#include "psr-sync-look.h"

#define DAY (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/* As long as runs are kept. */
#define N_DAYS 30

typedef struct
{
  PsrEngine *engine;
  char      *flow;
  char      *person;
  char      *row;
  gint64     run;
  guint      limit;
  gboolean   pauses;
} Ask;

static void
ask_clear (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->engine);
  g_free (ask->flow);
  g_free (ask->person);
  g_free (ask->row);
}

static void
ask_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ask_clear);
}

static Ask *
ask_new (PsrEngine  *engine,
         const char *flow)
{
  Ask *ask = g_atomic_rc_box_new0 (Ask);

  ask->engine = g_object_ref (engine);
  ask->flow = g_strdup (flow);

  return ask;
}

static PsrMirrorStore *
mirror_of (Ask *ask)
{
  return psr_store_get_mirror (ask->engine->store);
}

/* All days, those without a run too, so that a week without one can be seen. */
static GPtrArray *
fill_days (GPtrArray    *found,
           PsrTimestamp  now)
{
  g_autoptr(GPtrArray) days = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_flow_day_free);
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc_usec (now);
  g_autoptr(GDateTime) today = g_date_time_to_timezone (utc, zone);
  guint next = 0;

  for (int back = N_DAYS - 1; back >= 0; back--)
    {
      g_autoptr(GDateTime) date = g_date_time_add_days (today, -back);
      g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");
      PsrFlowDay *day = psr_flow_day_new (text);

      g_ptr_array_add (days, day);
      while (next < found->len && strcmp (((PsrRunDay *) found->pdata[next])->day, text) < 0)
        next++;
      if (next < found->len && strcmp (((PsrRunDay *) found->pdata[next])->day, text) == 0)
        {
          const PsrRunDay *run = found->pdata[next];

          day->runs = (guint) run->runs;
          day->broken = (guint) run->broken;
          day->created = (guint) run->created;
          day->changed = (guint) run->changed;
          day->open = (guint) run->open;
        }
    }

  return g_steal_pointer (&days);
}

static DexFuture *
days_fiber (gpointer data)
{
  Ask *ask = data;
  PsrTimestamp now = psr_clock_now (ask->engine->clock);
  g_autoptr(GPtrArray) found = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (ask->engine, &error))
    found = dex_await_boxed (psr_mirror_store_list_days (mirror_of (ask), ask->flow, now - N_DAYS * DAY), &error);
  if (found == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, fill_days (found, now));
}

/**
 * psr_engine_read_days:
 * @self: an engine
 * @flow: the stable name of a flow
 *
 * Tells what a flow did on each of the last thirty days, without asking either
 * service.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrFlowDay,
 *   oldest first, today last
 */
DexFuture *
psr_engine_read_days (PsrEngine  *self,
                      const char *flow)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL);

  return dex_scheduler_spawn (NULL, 0, days_fiber, ask_new (self, flow), ask_unref);
}

static DexFuture *
run_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrHistory) history = psr_history_new ();
  g_autoptr(GPtrArray) events = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (ask->engine, &error))
    events = dex_await_boxed (psr_mirror_store_list_run_events (mirror_of (ask), ask->run, 0, ask->limit), &error);
  if (events == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < events->len; i++)
    psr_history_take_event (history, events->pdata[i]);

  return dex_future_new_take_boxed (PSR_TYPE_HISTORY, g_steal_pointer (&history));
}

/**
 * psr_engine_read_run:
 * @self: an engine
 * @run: the number of a run
 * @limit: at most so many records, the last ones first
 *
 * Tells what became of records in a run; those that were the same already aren't
 * among them.
 *
 * Returns: (transfer full): a future that resolves to a #PsrHistory with events
 */
DexFuture *
psr_engine_read_run (PsrEngine *self,
                     gint64     run,
                     guint      limit)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (run > 0);

  ask = ask_new (self, NULL);
  ask->run = run;
  ask->limit = limit;

  return dex_scheduler_spawn (NULL, 0, run_fiber, ask, ask_unref);
}

static DexFuture *
set_aside_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrHistory) history = psr_history_new ();
  g_autoptr(GPtrArray) rows = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (ask->engine, &error))
    rows = dex_await_boxed (psr_mirror_store_list_skipped (mirror_of (ask), ask->flow, NULL, ask->limit), &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < rows->len; i++)
    psr_history_take_skipped (history, rows->pdata[i]);

  return dex_future_new_take_boxed (PSR_TYPE_HISTORY, g_steal_pointer (&history));
}

/**
 * psr_engine_read_set_aside:
 * @self: an engine
 * @flow: the stable name of a flow
 * @limit: at most so many records
 *
 * Tells which records are set aside now, and why.
 *
 * Returns: (transfer full): a future that resolves to a #PsrHistory with events,
 *   each with the time since when it is so, and without an id where it is about no
 *   single record
 */
DexFuture *
psr_engine_read_set_aside (PsrEngine  *self,
                           const char *flow,
                           guint       limit)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL);

  ask = ask_new (self, flow);
  ask->limit = limit;

  return dex_scheduler_spawn (NULL, 0, set_aside_fiber, ask, ask_unref);
}

static PsrRecordView *
to_view (PsrSyncLook *look)
{
  PsrRecordView *view = psr_record_view_new (look->number, look->name);

  view->has_bc = look->has_bc;
  view->has_wello = look->has_wello;
  view->is_coupled = look->is_coupled;
  g_set_str (&view->wello_id, look->wello_id);
  view->agreed_at = look->agreed_at;
  if (look->problem != NULL)
    view->problem = g_error_copy (look->problem);
  g_set_str (&view->mark, look->mark);
  view->can_accept = look->can_accept;
  g_set_str (&view->question, look->question);

  for (guint i = 0; i < look->fields->len; i++)
    {
      const PsrSyncLookField *value = look->fields->pdata[i];
      PsrRecordField *field = psr_record_view_add_field (view, value->label);

      field->bc = g_strdup (value->bc);
      field->wello = g_strdup (value->wello);
      field->agreed = g_strdup (value->agreed);
      field->differs = value->differs;
    }

  return view;
}

static DexFuture *
record_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrSyncContext) context = NULL;
  g_autoptr(PsrSyncLook) look = NULL;
  PsrSyncFlow flow;
  GError *error = NULL;

  if (psr_engine_find_flow (ask->flow, &flow, &error) &&
      psr_engine_open_store (ask->engine, &error) && psr_engine_open_session (ask->engine, &error))
    context = psr_engine_make_sync (ask->engine, &error);
  if (context != NULL)
    look = dex_await_boxed (psr_sync_look (context, flow, ask->row), &error);
  if (look == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_RECORD_VIEW, to_view (look));
}

/**
 * psr_engine_view_record:
 * @self: an engine
 * @flow: the stable name of a flow
 * @row: the record, as an event names it
 *
 * Reads a record of both services, beside what they last agreed on. Nothing is
 * written.
 *
 * Returns: (transfer full): a future that resolves to a #PsrRecordView
 */
DexFuture *
psr_engine_view_record (PsrEngine  *self,
                        const char *flow,
                        const char *row)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && row != NULL);

  ask = ask_new (self, flow);
  ask->row = g_strdup (row);

  return dex_scheduler_spawn (NULL, 0, record_fiber, ask, ask_unref);
}

static char *
pause_fact (const char *flow)
{
  return g_strconcat ("paused.", flow, NULL);
}

/**
 * psr_engine_is_paused:
 * @self: an engine whose store is open
 * @flow: the stable name of a flow
 * @paused: (out): whether the worker is to leave it alone
 * @error: return location for an error
 *
 * Returns: whether it could be read; in a fiber
 */
gboolean
psr_engine_is_paused (PsrEngine   *self,
                      const char  *flow,
                      gboolean    *paused,
                      GError     **error)
{
  g_autofree char *name = pause_fact (flow);
  g_autofree char *value = NULL;
  g_autoptr(GError) local = NULL;

  value = dex_await_string (psr_mirror_store_get_fact (psr_store_get_mirror (self->store), name), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *paused = value != NULL && *value != '\0';

  return TRUE;
}

static DexFuture *
pause_fiber (gpointer data)
{
  Ask *ask = data;
  g_autofree char *name = pause_fact (ask->flow);
  g_autoptr(PsrAuditEntry) entry = NULL;
  PsrSyncFlow flow;
  gboolean was_paused;
  GError *error = NULL;

  if (!psr_engine_find_flow (ask->flow, &flow, &error) ||
      !psr_engine_open_store (ask->engine, &error) ||
      !psr_engine_is_paused (ask->engine, ask->flow, &was_paused, &error))
    return dex_future_new_for_error (error);
  if (was_paused == ask->pauses)
    return dex_future_new_true ();

  entry = psr_audit_entry_new (ask->person, ask->pauses ? "pause-flow" : "resume-flow", 0);
  g_set_str (&entry->new_value, ask->flow);
  if (!dex_await (psr_ledger_add_audit (psr_store_get_ledger (ask->engine->store), entry), &error) ||
      !dex_await (psr_mirror_store_set_fact (mirror_of (ask), name, ask->pauses ? "yes" : ""), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_engine_pause_flow:
 * @self: an engine
 * @flow: the stable name of a flow
 * @pauses: whether it is to pause, or to go on
 * @person: who wants it
 *
 * Has the worker leave a flow alone, whichever program is the worker. It still runs
 * when somebody asks for it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once it is written down
 */
DexFuture *
psr_engine_pause_flow (PsrEngine  *self,
                       const char *flow,
                       gboolean    pauses,
                       const char *person)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && person != NULL);

  ask = ask_new (self, flow);
  ask->pauses = pauses;
  ask->person = g_strdup (person);

  return dex_scheduler_spawn (NULL, 0, pause_fiber, ask, ask_unref);
}
