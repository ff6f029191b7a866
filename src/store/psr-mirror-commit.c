/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-commit"

#include "config.h"

#include <string.h>

#include "psr-fields.h"
#include "psr-kept-words.h"
#include "psr-mirror-commit.h"
#include "psr-mirror-page-private.h"

typedef struct {
  PsrMirrorPage *page;
  PsrTimestamp now;
  GPtrArray *words; /* of each row that is set aside what, why and mend, in English */
  PsrRun *run;      /* with its message in English */
} CommitJob;

/*
 * What psr_mirror_commit_run() is given.
 */
gpointer
psr_mirror_commit_job_new (PsrMirrorPage *page,
                           PsrTimestamp   now)
{
  CommitJob *job;

  g_return_val_if_fail (page != NULL, NULL);

  job = g_new0 (CommitJob, 1);
  job->page = psr_mirror_page_ref (page);
  job->now = now;
  job->words = g_ptr_array_new_with_free_func (g_free);

  return job;
}

/*
 * Why records are set aside, and what became of them, is kept in English; telling it so takes a
 * moment, for which nobody who writes has to wait.
 */
void
psr_mirror_commit_prepare (gpointer data)
{
  CommitJob *job = data;
  PsrMirrorPage *page;

  g_return_if_fail (job != NULL);

  page = job->page;

  for (guint i = 0; i < page->skipped->len; i++)
    {
      const PsrSkippedRow *row = g_ptr_array_index (page->skipped, i);

      g_ptr_array_add (job->words, psr_kept_words_write (row->what));
      g_ptr_array_add (job->words, psr_kept_words_write (row->why));
      g_ptr_array_add (job->words, psr_kept_words_write (row->mend));
    }

  for (guint i = 0; i < page->events->len; i++)
    {
      PsrRowEvent *event = g_ptr_array_index (page->events, i);

      psr_kept_words_take (&event->what);
      psr_kept_words_take (&event->why);
      psr_kept_words_take (&event->mend);
    }

  if (page->run != NULL)
    {
      job->run = psr_run_copy (page->run);
      psr_kept_words_take (&job->run->message);
    }
}

void
psr_mirror_commit_job_free (gpointer data)
{
  CommitJob *job = data;

  g_return_if_fail (job != NULL);

  g_clear_pointer (&job->page, psr_mirror_page_free);
  g_ptr_array_unref (job->words);
  g_clear_pointer (&job->run, psr_run_unref);
  g_free (job);
}

static gboolean
put_rows (PsrConnection      *connection,
          GPtrArray          *rows,
          const PsrRowField  *fields,
          const char         *table,
          const char         *on_conflict,
          GError            **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *insert = NULL;
  g_autofree char *sql = NULL;

  g_assert (connection != NULL);
  g_assert (rows != NULL);

  if (rows->len == 0)
    return TRUE;

  insert = psr_row_insert_sql (fields, table);
  sql = g_strconcat (insert, on_conflict, NULL);
  if (!(statement = psr_connection_prepare (connection, sql, error)))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      psr_row_bind (g_ptr_array_index (rows, i), fields, statement);
      if (!psr_statement_run (statement, error))
        return FALSE;
    }

  return psr_connection_bump_revision (connection, table, error);
}

static gboolean
put_records (PsrConnection  *connection,
             GPtrArray      *records,
             GError        **error)
{
  return put_rows (connection, records, psr_mirror_record_fields, "records",
                   " ON CONFLICT (entity, side, id) DO UPDATE SET number = excluded.number, hash = excluded.hash, "
                   "modified = excluded.modified, seen_run = excluded.seen_run, \"values\" = excluded.\"values\"",
                   error);
}

static gboolean
put_agreed (PsrConnection  *connection,
            GPtrArray      *agreed,
            GError        **error)
{
  return put_rows (connection, agreed, psr_agreed_fields, "agreed",
                   " ON CONFLICT (entity, bc_id) DO UPDATE SET hash = excluded.hash, "
                   "\"values\" = excluded.\"values\", lossy = excluded.lossy, agreed_at = excluded.agreed_at",
                   error);
}

static gboolean
put_watermarks (PsrConnection  *connection,
                GPtrArray      *watermarks,
                GError        **error)
{
  return put_rows (connection, watermarks, psr_watermark_fields, "watermarks",
                   " ON CONFLICT (flow) DO UPDATE SET since = excluded.since, until = excluded.until, "
                   "next_link = excluded.next_link, run_id = excluded.run_id",
                   error);
}

/* Tries and times are the store's: the row that is given doesn't know them. */
static gboolean
put_skipped (PsrConnection  *connection,
             GPtrArray      *rows,
             GPtrArray      *words,
             PsrTimestamp    now,
             GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);
  g_assert (rows != NULL);

  if (rows->len == 0)
    return TRUE;

  if (!(statement = psr_connection_prepare (connection,
                                            "INSERT INTO skipped (flow, row_id, number, code, what, why, mend, tries, "
                                            "first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?8) "
                                            "ON CONFLICT (flow, row_id) DO UPDATE SET number = excluded.number, "
                                            "code = excluded.code, what = excluded.what, why = excluded.why, "
                                            "mend = excluded.mend, tries = tries + 1, last_at = excluded.last_at",
                                            error)))
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrSkippedRow *row = g_ptr_array_index (rows, i);

      psr_statement_bind_static_text (statement, 1, row->flow);
      psr_statement_bind_static_text (statement, 2, row->row_id);
      psr_statement_bind_static_text (statement, 3, row->number);
      psr_statement_bind_static_text (statement, 4, row->code);
      psr_statement_bind_static_text (statement, 5, g_ptr_array_index (words, 3 * i));
      psr_statement_bind_static_text (statement, 6, g_ptr_array_index (words, 3 * i + 1));
      psr_statement_bind_static_text (statement, 7, g_ptr_array_index (words, 3 * i + 2));
      psr_statement_bind_timestamp (statement, 8, now);
      if (!psr_statement_run (statement, error))
        return FALSE;
    }

  return psr_connection_bump_revision (connection, "skipped", error);
}

/* Runs @sql, whose parameters are flow and id or entity, id and side, for each
 * of the keys. */
static gboolean
run_for_keys (PsrConnection  *connection,
              GPtrArray      *keys,
              const char     *sql,
              const char     *table,
              GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  gint64 changes = 0;

  g_assert (connection != NULL);
  g_assert (keys != NULL);

  if (keys->len == 0)
    return TRUE;

  if (!(statement = psr_connection_prepare (connection, sql, error)))
    return FALSE;

  for (guint i = 0; i < keys->len; i++)
    {
      const PsrMirrorKey *key = g_ptr_array_index (keys, i);

      psr_statement_bind_static_text (statement, 1, key->flow != NULL ? key->flow : psr_entity_to_string (key->entity));
      psr_statement_bind_static_text (statement, 2, key->id);
      if (strstr (sql, "?3") != NULL)
        psr_statement_bind_int64 (statement, 3, key->side);
      if (!psr_statement_run (statement, error))
        return FALSE;

      changes += psr_connection_get_changes (connection);
    }

  return changes == 0 || psr_connection_bump_revision (connection, table, error);
}

/* A page is committed at one time, which is when all of it happened. */
static gboolean
put_events (PsrConnection  *connection,
            GPtrArray      *events,
            PsrTimestamp    now,
            GError        **error)
{
  for (guint i = 0; i < events->len; i++)
    {
      PsrRowEvent *event = g_ptr_array_index (events, i);

      event->at = now;
    }

  return put_rows (connection, events, psr_row_event_fields, "row_events", "", error);
}

static gboolean
update_run (PsrConnection  *connection,
            PsrRun         *run,
            GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);

  if (run == NULL)
    return TRUE;

  if (!(statement = psr_connection_prepare (connection,
                                            "UPDATE runs SET full = ?3, ended = ?5, outcome = ?6, message = ?7, "
                                            "n_read = ?8, created = ?9, changed = ?10, unchanged = ?11, skipped = ?12, "
                                            "failed = ?13 WHERE id = ?1 AND flow = ?2 AND started = ?4", error)))
    return FALSE;

  psr_row_bind (run, psr_run_fields, statement);

  return psr_statement_run (statement, error) &&
         psr_connection_bump_revision (connection, "runs", error);
}

static gboolean
commit (PsrConnection    *connection,
        const CommitJob  *job,
        GError          **error)
{
  const PsrMirrorPage *page = job->page;
  PsrTimestamp now = job->now;

  g_assert (connection != NULL);
  g_assert (page != NULL);

  return put_records (connection, page->records, error) &&
         run_for_keys (connection, page->removed_records,
                       "DELETE FROM records WHERE entity = ?1 AND id = ?2 AND side = ?3", "records", error) &&
         put_agreed (connection, page->agreed, error) &&
         run_for_keys (connection, page->removed_agreed,
                       "DELETE FROM agreed WHERE entity = ?1 AND bc_id = ?2", "agreed", error) &&
         put_skipped (connection, page->skipped, job->words, now, error) &&
         run_for_keys (connection, page->cleared_skipped,
                       "DELETE FROM skipped WHERE flow = ?1 AND row_id = ?2", "skipped", error) &&
         run_for_keys (connection, page->pending,
                       "INSERT OR IGNORE INTO pending (flow, row_id) VALUES (?1, ?2)", "pending", error) &&
         run_for_keys (connection, page->cleared_pending,
                       "DELETE FROM pending WHERE flow = ?1 AND row_id = ?2", "pending", error) &&
         put_watermarks (connection, page->watermarks, error) &&
         put_events (connection, page->events, now, error) &&
         update_run (connection, job->run, error);
}

/*
 * Writes a page that was prepared, within a write.
 */
DexFuture *
psr_mirror_commit_run (PsrConnection *connection,
                       gpointer       data)
{
  CommitJob *job = data;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!commit (connection, job, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}
