/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-rows"

#include "config.h"

#include "psr-fields.h"
#include "psr-kept-words.h"
#include "psr-mirror-events.h"
#include "psr-mirror-rows.h"

/* How long runs are remembered. */
#define HISTORY (30 * 24 * 3600 * (gint64) G_USEC_PER_SEC)

/*
 * What the functions below are given.
 */
PsrMirrorJob *
psr_mirror_job_new (const char *name,
                    guint       limit)
{
  PsrMirrorJob *job = g_new0 (PsrMirrorJob, 1);

  job->name = g_strdup (name);
  job->limit = limit > 0 ? (gint64) limit : -1;

  return job;
}

PsrMirrorJob *
psr_mirror_job_new_for_records (PsrEntity           entity,
                                PsrMirrorSide       side,
                                const char * const *ids)
{
  PsrMirrorJob *job = psr_mirror_job_new (NULL, 0);

  job->entity = entity;
  job->side = side;
  job->ids = g_strdupv ((GStrv) ids);

  return job;
}

void
psr_mirror_job_free (gpointer data)
{
  PsrMirrorJob *job = data;

  g_return_if_fail (job != NULL);

  g_clear_pointer (&job->ids, g_strfreev);
  g_clear_pointer (&job->name, g_free);
  g_clear_pointer (&job->value, g_free);
  g_clear_pointer (&job->run, psr_run_unref);
  g_free (job);
}

/*
 * Records by id, as a table.
 */
DexFuture *
psr_mirror_rows_get_records (PsrConnection *connection,
                             gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GHashTable) records = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_mirror_record_unref);
  columns = psr_row_columns (psr_mirror_record_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM records WHERE entity = ? AND side = ? AND id = ?", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  for (gsize i = 0; job->ids[i] != NULL; i++)
    {
      psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
      psr_statement_bind_int64 (statement, 2, job->side);
      psr_statement_bind_static_text (statement, 3, job->ids[i]);
      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (has_row)
        {
          PsrMirrorRecord *record = psr_mirror_record_new (job->entity, job->side, "");

          g_hash_table_insert (records, g_strdup (job->ids[i]), record);
          if (!psr_row_read (record, psr_mirror_record_fields, statement, 0, &error))
            return dex_future_new_for_error (error);
        }

      psr_statement_reset (statement);
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&records));
}

/*
 * Records that the run came across, by number, as a table of arrays. A few are
 * enough to know that a number is not that of one record alone. The index is named:
 * without it the statement would walk all records of the entity, and fails rather.
 */
DexFuture *
psr_mirror_rows_get_by_numbers (PsrConnection *connection,
                                gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GHashTable) found = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  columns = psr_row_columns (psr_mirror_record_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM records INDEXED BY records_by_number WHERE entity = ? AND side = ? AND number = ? "
                         "AND number <> '' AND seen_run = ? ORDER BY id LIMIT 20", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  for (gsize i = 0; job->ids[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_mirror_record_unref);

      psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
      psr_statement_bind_int64 (statement, 2, job->side);
      psr_statement_bind_static_text (statement, 3, job->ids[i]);
      psr_statement_bind_int64 (statement, 4, job->run_id);

      for (;;)
        {
          PsrMirrorRecord *record;
          gboolean has_row;

          if (!psr_statement_step (statement, &has_row, &error))
            return dex_future_new_for_error (error);

          if (!has_row)
            break;

          record = psr_mirror_record_new (job->entity, job->side, "");
          g_ptr_array_add (records, record);
          if (!psr_row_read (record, psr_mirror_record_fields, statement, 0, &error))
            return dex_future_new_for_error (error);
        }

      if (records->len > 0)
        g_hash_table_insert (found, g_strdup (job->ids[i]), g_steal_pointer (&records));

      psr_statement_reset (statement);
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&found));
}

/*
 * Ids of records that weren't seen since a run.
 */
DexFuture *
psr_mirror_rows_list_unseen (PsrConnection *connection,
                             gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT id FROM records WHERE entity = ? AND side = ? AND seen_run < ? "
                                            "ORDER BY id LIMIT ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
  psr_statement_bind_int64 (statement, 2, job->side);
  psr_statement_bind_int64 (statement, 3, job->run_id);
  psr_statement_bind_int64 (statement, 4, job->limit);

  for (;;)
    {
      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      g_strv_builder_add (ids, psr_statement_get_text (statement, 0));
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (ids));
}

/*
 * How many records there are.
 */
DexFuture *
psr_mirror_rows_count_records (PsrConnection *connection,
                               gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT count (*) FROM records WHERE entity = ? AND side = ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
  psr_statement_bind_int64 (statement, 2, job->side);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (psr_statement_get_int64 (statement, 0));
}

/*
 * What was agreed on, as a table by id.
 */
DexFuture *
psr_mirror_rows_get_agreed (PsrConnection *connection,
                            gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GHashTable) found = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_agreed_unref);
  columns = psr_row_columns (psr_agreed_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM agreed WHERE entity = ? AND bc_id = ?", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  for (gsize i = 0; job->ids[i] != NULL; i++)
    {
      psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
      psr_statement_bind_static_text (statement, 2, job->ids[i]);
      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (has_row)
        {
          PsrAgreed *agreed = psr_agreed_new (job->entity, "");

          g_hash_table_insert (found, g_strdup (job->ids[i]), agreed);
          if (!psr_row_read (agreed, psr_agreed_fields, statement, 0, &error))
            return dex_future_new_for_error (error);
        }

      psr_statement_reset (statement);
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&found));
}

/*
 * The watermark of the flow @name.
 */
DexFuture *
psr_mirror_rows_get_watermark (PsrConnection *connection,
                               gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrWatermark) watermark = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT flow, since, until, next_link, run_id FROM watermarks "
                                            "WHERE flow = ?", &error)))
    return dex_future_new_for_error (error);

  watermark = psr_watermark_new (job->name);
  psr_statement_bind_static_text (statement, 1, job->name);
  if (!psr_statement_step (statement, &has_row, &error) ||
      (has_row && !psr_row_read (watermark, psr_watermark_fields, statement, 0, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_WATERMARK, g_steal_pointer (&watermark));
}

/*
 * Inserts @run, within a write.
 */
DexFuture *
psr_mirror_rows_begin_run (PsrConnection *connection,
                           gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  PsrRun *run;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  sql = psr_row_insert_sql (psr_run_fields, "runs");
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_row_bind (job->run, psr_run_fields, statement);
  if (!psr_mirror_events_forget (connection, job->run->started - HISTORY, &error) ||
      !psr_statement_run (statement, &error) ||
      !psr_connection_bump_revision (connection, "runs", &error))
    return dex_future_new_for_error (error);

  run = psr_run_copy (job->run);
  run->id = psr_connection_get_last_insert_id (connection);

  return dex_future_new_take_boxed (PSR_TYPE_RUN, run);
}

/*
 * The runs of the flow @name, or of all, that began before the run @run_id, or at any time.
 */
DexFuture *
psr_mirror_rows_list_runs (PsrConnection *connection,
                           gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  runs = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_run_unref);
  columns = psr_row_columns (psr_run_fields, NULL);
  sql = g_strdup_printf ("SELECT coalesce ((SELECT skipped FROM runs AS earlier WHERE earlier.flow = runs.flow AND earlier.id < runs.id "
                         "ORDER BY earlier.id DESC LIMIT 1), 0), %s FROM runs WHERE id < ?2 %s ORDER BY id DESC LIMIT ?1", columns,
                         job->name != NULL ? "AND flow = ?3" : "");
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, 1, job->limit);
  psr_statement_bind_int64 (statement, 2, job->run_id > 0 ? job->run_id : G_MAXINT64);
  if (job->name != NULL)
    psr_statement_bind_static_text (statement, 3, job->name);

  for (;;)
    {
      PsrRun *run;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      run = psr_run_new ("");
      g_ptr_array_add (runs, run);
      run->skipped_before = psr_statement_get_int64 (statement, 0);
      if (!psr_row_read (run, psr_run_fields, statement, 1, &error))
        return dex_future_new_for_error (error);
      psr_kept_words_give (&run->message);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&runs));
}

/*
 * The rows of the flow @name that were set aside, after that of the id @value, or all.
 */
DexFuture *
psr_mirror_rows_list_skipped (PsrConnection *connection,
                              gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_skipped_row_unref);
  columns = psr_row_columns (psr_skipped_row_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM skipped WHERE flow = ?1 %s ORDER BY row_id LIMIT ?2", columns,
                         job->value != NULL ? "AND row_id > ?3" : "");
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  psr_statement_bind_int64 (statement, 2, job->limit);
  if (job->value != NULL)
    psr_statement_bind_static_text (statement, 3, job->value);

  for (;;)
    {
      PsrSkippedRow *row;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      row = psr_skipped_row_new ("", "");
      g_ptr_array_add (rows, row);
      if (!psr_row_read (row, psr_skipped_row_fields, statement, 0, &error))
        return dex_future_new_for_error (error);
      row->kept = g_strdup (row->why);
      psr_kept_words_give (&row->what);
      psr_kept_words_give (&row->why);
      psr_kept_words_give (&row->mend);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/*
 * Ids that the flow @name still has to read.
 */
DexFuture *
psr_mirror_rows_list_pending (PsrConnection *connection,
                              gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT row_id FROM pending WHERE flow = ? ORDER BY row_id LIMIT ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  psr_statement_bind_int64 (statement, 2, job->limit);

  for (;;)
    {
      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      g_strv_builder_add (ids, psr_statement_get_text (statement, 0));
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (ids));
}

/*
 * Sets or, without a @value, forgets the fact @name, within a write.
 */
DexFuture *
psr_mirror_rows_set_fact (PsrConnection *connection,
                          gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  statement = psr_connection_prepare (connection,
                                      job->value != NULL
                                        ? "INSERT INTO facts (name, value) VALUES (?1, ?2) "
                                          "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                                        : "DELETE FROM facts WHERE name = ?1", &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  if (job->value != NULL)
    psr_statement_bind_static_text (statement, 2, job->value);

  if (!psr_statement_run (statement, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/*
 * The fact @name.
 */
DexFuture *
psr_mirror_rows_get_fact (PsrConnection *connection,
                          gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrMirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection, "SELECT value FROM facts WHERE name = ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (has_row ? psr_statement_dup_text (statement, 0) : NULL);
}
