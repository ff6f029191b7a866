/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-store"

#include "config.h"

#include "psr-fields.h"
#include "psr-mirror-commit.h"
#include "psr-mirror-store.h"

struct _PsrMirrorStore
{
  GObject parent_instance;

  PsrDatabase *database;
  PsrClock *clock;
};

G_DEFINE_FINAL_TYPE (PsrMirrorStore, psr_mirror_store, G_TYPE_OBJECT)

/* What the functions on the lanes are given; each uses what it needs. */
typedef struct {
  PsrEntity entity;
  PsrMirrorSide side;
  GStrv ids;
  gboolean by_number;
  char *name;
  char *value;
  gint64 run_id;
  gint64 limit;
  PsrRun *run;
} MirrorJob;

static void
psr_mirror_store_finalize (GObject *object)
{
  PsrMirrorStore *self = PSR_MIRROR_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_mirror_store_parent_class)->finalize (object);
}

static void
psr_mirror_store_class_init (PsrMirrorStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_mirror_store_finalize;
}

static void
psr_mirror_store_init (PsrMirrorStore *self)
{
}

/**
 * psr_mirror_store_new:
 * @mirror: mirror.db
 * @clock: tells when a run begins or a record is set aside
 *
 * Returns: (transfer full): a new #PsrMirrorStore
 */
PsrMirrorStore *
psr_mirror_store_new (PsrDatabase *mirror,
                      PsrClock    *clock)
{
  PsrMirrorStore *self;

  g_return_val_if_fail (PSR_IS_DATABASE (mirror), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_MIRROR_STORE, NULL);
  self->database = g_object_ref (mirror);
  self->clock = g_object_ref (clock);

  return self;
}

static MirrorJob *
job_new (const char *name,
         guint       limit)
{
  MirrorJob *job = g_new0 (MirrorJob, 1);

  job->name = g_strdup (name);
  job->limit = limit > 0 ? (gint64) limit : -1;

  return job;
}

static MirrorJob *
job_new_for_records (PsrEntity           entity,
                     PsrMirrorSide       side,
                     const char * const *ids)
{
  MirrorJob *job = job_new (NULL, 0);

  job->entity = entity;
  job->side = side;
  job->ids = g_strdupv ((GStrv) ids);

  return job;
}

static void
job_free (gpointer data)
{
  MirrorJob *job = data;

  g_clear_pointer (&job->ids, g_strfreev);
  g_clear_pointer (&job->name, g_free);
  g_clear_pointer (&job->value, g_free);
  g_clear_pointer (&job->run, psr_run_unref);
  g_free (job);
}

/**
 * psr_mirror_store_commit:
 * @self: a #PsrMirrorStore
 * @page: (transfer none): what to change; not to be changed any more
 *
 * Writes everything of a page in one transaction, or nothing of it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_commit (PsrMirrorStore *self,
                         PsrMirrorPage  *page)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  return psr_database_write (self->database, psr_mirror_commit_run,
                             psr_mirror_commit_job_new (page, psr_clock_now (self->clock)),
                             psr_mirror_commit_job_free);
}

static DexFuture *
get_records_func (PsrConnection *connection,
                  gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GHashTable) records = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_mirror_record_unref);
  columns = psr_row_columns (psr_mirror_record_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM records WHERE entity = ? AND side = ? AND %s ORDER BY id LIMIT 1", columns,
                         job->by_number ? "number = ? AND number <> ''" : "id = ?");
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

/**
 * psr_mirror_store_get_records:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from GUID
 *   to #PsrMirrorRecord, without those that were never read, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_records (PsrMirrorStore     *self,
                              PsrEntity           entity,
                              PsrMirrorSide       side,
                              const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return psr_database_read (self->database, get_records_func, job_new_for_records (entity, side, ids), job_free);
}

/**
 * psr_mirror_store_get_by_numbers:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 * @numbers: (array zero-terminated=1): numbers or codes, exactly as they were
 *   stored
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from number
 *   to the first #PsrMirrorRecord with it, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_by_numbers (PsrMirrorStore     *self,
                                 PsrEntity           entity,
                                 PsrMirrorSide       side,
                                 const char * const *numbers)
{
  MirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  job = job_new_for_records (entity, side, numbers);
  job->by_number = TRUE;

  return psr_database_read (self->database, get_records_func, job, job_free);
}

static DexFuture *
list_unseen_func (PsrConnection *connection,
                  gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

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

/**
 * psr_mirror_store_list_unseen:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 * @run_id: a run that read everything
 * @limit: at most so many; 0 for all
 *
 * Asks which records the run, and any later one, did not come across: they are
 * gone.
 *
 * Returns: (transfer full): a future that resolves to a #GStrv of GUIDs, or
 *   rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_unseen (PsrMirrorStore *self,
                              PsrEntity       entity,
                              PsrMirrorSide   side,
                              gint64          run_id,
                              guint           limit)
{
  MirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (run_id > 0, NULL);

  job = job_new (NULL, limit);
  job->entity = entity;
  job->side = side;
  job->run_id = run_id;

  return psr_database_read (self->database, list_unseen_func, job, job_free);
}

static DexFuture *
count_records_func (PsrConnection *connection,
                    gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT count (*) FROM records WHERE entity = ? AND side = ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, psr_entity_to_string (job->entity));
  psr_statement_bind_int64 (statement, 2, job->side);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (psr_statement_get_int64 (statement, 0));
}

/**
 * psr_mirror_store_count_records:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_count_records (PsrMirrorStore *self,
                                PsrEntity       entity,
                                PsrMirrorSide   side)
{
  const char *none[] = { NULL };

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  return psr_database_read (self->database, count_records_func, job_new_for_records (entity, side, none), job_free);
}

static DexFuture *
get_agreed_func (PsrConnection *connection,
                 gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GHashTable) found = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

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

/**
 * psr_mirror_store_get_agreed:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @bc_ids: (array zero-terminated=1): canonical GUIDs in Business Central
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from GUID
 *   to #PsrAgreed, without those for which nothing was agreed on, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_agreed (PsrMirrorStore     *self,
                             PsrEntity           entity,
                             const char * const *bc_ids)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (bc_ids != NULL, NULL);

  return psr_database_read (self->database, get_agreed_func,
                            job_new_for_records (entity, PSR_MIRROR_BC, bc_ids), job_free);
}

static DexFuture *
get_watermark_func (PsrConnection *connection,
                    gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrWatermark) watermark = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

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

/**
 * psr_mirror_store_get_watermark:
 * @self: a #PsrMirrorStore
 * @flow: name of the flow
 *
 * Returns: (transfer full): a future that resolves to a #PsrWatermark, an empty
 *   one for a flow that has read nothing, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_watermark (PsrMirrorStore *self,
                                const char     *flow)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  return psr_database_read (self->database, get_watermark_func, job_new (flow, 0), job_free);
}

static DexFuture *
begin_run_func (PsrConnection *connection,
                gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *sql = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  PsrRun *run;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  sql = psr_row_insert_sql (psr_run_fields, "runs");
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_row_bind (job->run, psr_run_fields, statement);
  if (!psr_statement_run (statement, &error) ||
      !psr_connection_bump_revision (connection, "runs", &error))
    return dex_future_new_for_error (error);

  run = psr_run_copy (job->run);
  run->id = psr_connection_get_last_insert_id (connection);

  return dex_future_new_take_boxed (PSR_TYPE_RUN, run);
}

/**
 * psr_mirror_store_begin_run:
 * @self: a #PsrMirrorStore
 * @run: (transfer none): the run, copied; its id is 0
 *
 * Stores that a run begins. Its figures and its end are stored with pages: see
 * psr_mirror_page_set_run().
 *
 * Returns: (transfer full): a future that resolves to a new #PsrRun with its
 *   number and its start, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_begin_run (PsrMirrorStore *self,
                            PsrRun         *run)
{
  MirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (run->id == 0, NULL);

  job = job_new (NULL, 0);
  job->run = psr_run_copy (run);
  if (job->run->started == PSR_TIMESTAMP_NONE)
    job->run->started = psr_clock_now (self->clock);

  return psr_database_write (self->database, begin_run_func, job, job_free);
}

static DexFuture *
list_runs_func (PsrConnection *connection,
                gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  runs = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_run_unref);
  columns = psr_row_columns (psr_run_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM runs %s ORDER BY id DESC LIMIT ?1", columns,
                         job->name != NULL ? "WHERE flow = ?2" : "");
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, 1, job->limit);
  if (job->name != NULL)
    psr_statement_bind_static_text (statement, 2, job->name);

  for (;;)
    {
      PsrRun *run;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      run = psr_run_new ("");
      g_ptr_array_add (runs, run);
      if (!psr_row_read (run, psr_run_fields, statement, 0, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&runs));
}

/**
 * psr_mirror_store_list_runs:
 * @self: a #PsrMirrorStore
 * @flow: (nullable): name of a flow; %NULL for all
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrRun,
 *   newest first, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_runs (PsrMirrorStore *self,
                            const char     *flow,
                            guint           limit)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  return psr_database_read (self->database, list_runs_func, job_new (flow, limit), job_free);
}

static DexFuture *
list_skipped_func (PsrConnection *connection,
                   gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_skipped_row_unref);
  columns = psr_row_columns (psr_skipped_row_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM skipped WHERE flow = ? ORDER BY row_id LIMIT ?", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  psr_statement_bind_int64 (statement, 2, job->limit);

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
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/**
 * psr_mirror_store_list_skipped:
 * @self: a #PsrMirrorStore
 * @flow: name of the flow
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrSkippedRow, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_skipped (PsrMirrorStore *self,
                               const char     *flow,
                               guint           limit)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  return psr_database_read (self->database, list_skipped_func, job_new (flow, limit), job_free);
}

static DexFuture *
list_pending_func (PsrConnection *connection,
                   gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

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

/**
 * psr_mirror_store_list_pending:
 * @self: a #PsrMirrorStore
 * @flow: name of the flow
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GStrv of GUIDs that
 *   still have to be read, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_pending (PsrMirrorStore *self,
                               const char     *flow,
                               guint           limit)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  return psr_database_read (self->database, list_pending_func, job_new (flow, limit), job_free);
}

static DexFuture *
set_fact_func (PsrConnection *connection,
               gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  MirrorJob *job = data;
  GError *error = NULL;

  g_assert (connection != NULL);
  g_assert (job != NULL);

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

/**
 * psr_mirror_store_set_fact:
 * @self: a #PsrMirrorStore
 * @name: a name
 * @value: (nullable): a text that may be forgotten with the mirror, such as
 *   something learnt of a service; %NULL forgets it
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_set_fact (PsrMirrorStore *self,
                           const char     *name,
                           const char     *value)
{
  MirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  job = job_new (name, 0);
  job->value = g_strdup (value);

  return psr_database_write (self->database, set_fact_func, job, job_free);
}

static DexFuture *
get_fact_func (PsrConnection *connection,
               gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  MirrorJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (!(statement = psr_connection_prepare (connection, "SELECT value FROM facts WHERE name = ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->name);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (has_row ? psr_statement_dup_text (statement, 0) : NULL);
}

/**
 * psr_mirror_store_get_fact:
 * @self: a #PsrMirrorStore
 * @name: a name
 *
 * Returns: (transfer full): a future that resolves to a text, or to %NULL when
 *   there is none, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_fact (PsrMirrorStore *self,
                           const char     *name)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return psr_database_read (self->database, get_fact_func, job_new (name, 0), job_free);
}
