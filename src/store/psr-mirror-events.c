/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-events"

#include "config.h"

#include "psr-fields.h"
#include "psr-kept-words.h"
#include "psr-mirror-events.h"
#include "psr-mirror-rows.h"
#include "psr-row-event.h"
#include "psr-run-day.h"

/* So many at once, that others needn't wait; the next run goes on. */
#define FORGET_AT_ONCE 5000

static gboolean
forget (PsrConnection  *connection,
        const char     *sql,
        PsrTimestamp    before,
        GError        **error)
{
  g_autoptr (PsrStatement) statement = psr_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;

  psr_statement_bind_timestamp (statement, 1, before);
  psr_statement_bind_int64 (statement, 2, FORGET_AT_ONCE);

  return psr_statement_run (statement, error);
}

/*
 * Forgets runs that ended, and events, of before, within a write.
 */
gboolean
psr_mirror_events_forget (PsrConnection  *connection,
                          PsrTimestamp    before,
                          GError        **error)
{
  g_return_val_if_fail (connection != NULL, FALSE);

  /* The last run of each flow is what its state is known by. */
  return forget (connection,
                 "DELETE FROM row_events WHERE id IN (SELECT id FROM row_events WHERE at < ?1 LIMIT ?2)", before, error) &&
         forget (connection,
                 "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE ended < ?1 AND id NOT IN "
                 "(SELECT max (id) FROM runs GROUP BY flow) AND id NOT IN (SELECT run_id FROM watermarks) LIMIT ?2)",
                 before, error);
}

/*
 * The events of the number @value, or of all, of the flow @name, or of all, of the
 * run @run_id, or of all, before the event @before, or at any time.
 */
DexFuture *
psr_mirror_events_list (PsrConnection *connection,
                        gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_row_event_unref);
  columns = psr_row_columns (psr_row_event_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM row_events WHERE (?2 = '' OR flow = ?2) %s %s %s ORDER BY id DESC LIMIT ?1", columns,
                         job->value != NULL ? "AND number = ?3" : "", job->run_id != 0 ? "AND run_id = ?4" : "",
                         job->before != 0 ? "AND id < ?5" : "");
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, 1, job->limit);
  psr_statement_bind_static_text (statement, 2, job->name != NULL ? job->name : "");
  if (job->value != NULL)
    psr_statement_bind_static_text (statement, 3, job->value);
  if (job->run_id != 0)
    psr_statement_bind_int64 (statement, 4, job->run_id);
  if (job->before != 0)
    psr_statement_bind_int64 (statement, 5, job->before);

  for (;;)
    {
      PsrRowEvent *event;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      event = psr_row_event_new (0, "", "");
      g_ptr_array_add (events, event);
      if (!psr_row_read (event, psr_row_event_fields, statement, 0, &error))
        return dex_future_new_for_error (error);
      psr_kept_words_give (&event->what);
      psr_kept_words_give (&event->why);
      psr_kept_words_give (&event->mend);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&events));
}

/*
 * What the runs of the flow @name came to, for each day since the time @run_id, the
 * oldest first.
 */
DexFuture *
psr_mirror_events_list_days (PsrConnection *connection,
                             gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) days = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  days = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_run_day_free);
  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT date (started / 1000000, 'unixepoch', 'localtime') AS day, count (*), "
                                            "sum (outcome = 'broken-off'), sum (n_read), sum (created), sum (changed), "
                                            "max (skipped + failed) FROM runs WHERE flow = ?1 AND started >= ?2 "
                                            "GROUP BY day ORDER BY day", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  psr_statement_bind_int64 (statement, 2, job->run_id);

  for (;;)
    {
      PsrRunDay *day;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      day = psr_run_day_new ();
      day->day = psr_statement_dup_text (statement, 0);
      day->runs = psr_statement_get_int64 (statement, 1);
      day->broken = psr_statement_get_int64 (statement, 2);
      day->read = psr_statement_get_int64 (statement, 3);
      day->created = psr_statement_get_int64 (statement, 4);
      day->changed = psr_statement_get_int64 (statement, 5);
      day->open = psr_statement_get_int64 (statement, 6);
      g_ptr_array_add (days, day);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&days));
}
