/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-database"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-connection-private.h"
#include "psr-database-files.h"
#include "psr-database.h"
#include "psr-explain.h"
#include "psr-log-mover.h"
#include "psr-store-error-private.h"

/* The writer moves a log of so many pages into the file before it goes on. What may
 * be lost is written in bulk, by pages that are four times as large: there another
 * thread is at it long before. */
#define LONG_LOG 1000
#define LONG_LOG_OF_BULK 8000

struct _PsrDatabase
{
  GObject parent_instance;

  char *path;
  char *set_aside;
  char *write_lane;
  char *read_lane;
  PsrDatabaseFlags flags;
  PsrExecutor *executor;
  PsrClock *clock;
  GObject *kept; /* until the connections are closed */

  PsrConnection *writer; /* used on write_lane only */
  PsrConnection *reader; /* used on read_lane only */
  PsrLogMover *mover;    /* %NULL where each commit has to be on the disk */

  GMutex mutex;
  GError *stop_reason; /* guarded by mutex */
};

G_DEFINE_FINAL_TYPE (PsrDatabase, psr_database, G_TYPE_OBJECT)

typedef struct {
  PsrDatabase *database;
  PsrMigrations *migrations;
} Opening;

typedef struct {
  PsrDatabase *database;
  PsrDatabasePrepareFunc prepare;
  PsrDatabaseFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Job;

static void
psr_database_finalize (GObject *object)
{
  PsrDatabase *self = PSR_DATABASE (object);

  /* Every job holds a reference, so nothing uses the connections any more. The
   * writer goes last: it empties the log. */
  g_clear_pointer (&self->mover, psr_log_mover_free);
  g_clear_pointer (&self->reader, psr_connection_unref);
  g_clear_pointer (&self->writer, psr_connection_unref);
  g_clear_object (&self->kept);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->set_aside, g_free);
  g_clear_pointer (&self->write_lane, g_free);
  g_clear_pointer (&self->read_lane, g_free);
  g_clear_object (&self->executor);
  g_clear_object (&self->clock);
  g_clear_error (&self->stop_reason);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (psr_database_parent_class)->finalize (object);
}

static void
psr_database_class_init (PsrDatabaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_database_finalize;
}

static void
psr_database_init (PsrDatabase *self)
{
  g_mutex_init (&self->mutex);
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_assert (opening != NULL);

  g_clear_object (&opening->database);
  g_clear_pointer (&opening->migrations, psr_migrations_unref);
  g_free (opening);
}

static DexFuture *
open_job (gpointer data)
{
  Opening *opening = data;
  PsrDatabase *self;
  GError *error = NULL;

  g_assert (opening != NULL);

  self = opening->database;

  if (!(self->writer = psr_database_files_open (self->path, opening->migrations,
                                                (self->flags & PSR_DATABASE_FULL) != 0,
                                                self->clock, &self->set_aside, &error)) ||
      !(self->reader = psr_connection_open (self->path, PSR_CONNECTION_READ_ONLY, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_for_object (self);
}

/**
 * psr_database_open_kept:
 * @path: the file, in a folder that exists
 * @migrations: how to make and upgrade it
 * @flags: how to use it
 * @executor: what runs its lanes
 * @clock: tells the time for what is written, and for the name of a damaged file
 * @kept: (nullable): what is kept until the database is closed
 *
 * Opens a database, makes it when it doesn't exist, and brings it to the newest
 * version.
 *
 * Returns: (transfer full): a future that resolves to a #PsrDatabase or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_database_open_kept (const char       *path,
                        PsrMigrations    *migrations,
                        PsrDatabaseFlags  flags,
                        PsrExecutor      *executor,
                        PsrClock         *clock,
                        GObject          *kept)
{
  g_autoptr (PsrDatabase) self = NULL;
  g_autofree char *name = NULL;
  Opening *opening;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (migrations != NULL, NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  name = g_path_get_basename (path);

  self = g_object_new (PSR_TYPE_DATABASE, NULL);
  self->path = g_strdup (path);
  self->write_lane = g_strconcat (name, " writer", NULL);
  self->read_lane = g_strconcat (name, " reader", NULL);
  self->flags = flags;
  if ((flags & PSR_DATABASE_FULL) == 0)
    {
      g_autofree char *log_lane = g_strconcat (name, " log", NULL);

      self->mover = psr_log_mover_new (path, log_lane);
    }
  self->executor = g_object_ref (executor);
  self->clock = g_object_ref (clock);
  g_set_object (&self->kept, kept);

  opening = g_new0 (Opening, 1);
  opening->database = g_object_ref (self);
  opening->migrations = psr_migrations_ref (migrations);

  return psr_executor_run (executor, self->write_lane, open_job, opening, opening_free);
}

/**
 * psr_database_get_path:
 * @self: a #PsrDatabase
 *
 * Returns: (transfer none): the file
 */
const char *
psr_database_get_path (PsrDatabase *self)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);

  return self->path;
}

/**
 * psr_database_get_clock:
 * @self: a #PsrDatabase
 *
 * Returns: (transfer none): the clock with which it was opened
 */
PsrClock *
psr_database_get_clock (PsrDatabase *self)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);

  return self->clock;
}

/**
 * psr_database_get_set_aside:
 * @self: a #PsrDatabase
 *
 * Returns: (transfer none) (nullable): where the damaged file is that was found
 *   when this one was opened, or %NULL when there was none
 */
const char *
psr_database_get_set_aside (PsrDatabase *self)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);

  return self->set_aside;
}

static Job *
job_new (PsrDatabase            *database,
         PsrDatabasePrepareFunc  prepare,
         PsrDatabaseFunc         func,
         gpointer                data,
         GDestroyNotify          data_free)
{
  Job *job = g_new0 (Job, 1);

  job->database = g_object_ref (database);
  job->prepare = prepare;
  job->func = func;
  job->data = data;
  job->data_free = data_free;

  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_assert (job != NULL);

  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->database);
  g_free (job);
}

/* The body of a transaction, within it. */
static DexFuture *
call_func (Job           *job,
           PsrConnection *connection)
{
  DexFuture *future;

  g_assert (job != NULL);
  g_assert (connection != NULL);

  future = job->func (connection, job->data);

  g_assert (future != NULL);
  g_assert (!dex_future_is_pending (future));

  return future;
}

static void
roll_back (PsrConnection *connection)
{
  g_autoptr (GError) error = NULL;

  g_assert (connection != NULL);

  /* SQLite has done so itself after some errors. */
  if (psr_connection_is_in_transaction (connection) &&
      !psr_connection_execute (connection, "ROLLBACK", &error))
    g_message ("Rolling back: %s", error->message);
}

/* Whether a write failed, as opposed to having been found out of place. */
static gboolean
is_failure (const GError *error)
{
  g_assert (error != NULL);

  if (error->domain != PSR_STORE_ERROR)
    return FALSE;

  return error->code != PSR_STORE_ERROR_CONFLICT &&
         error->code != PSR_STORE_ERROR_NOT_FOUND &&
         error->code != PSR_STORE_ERROR_BOUND;
}

static void
note_failure (PsrDatabase  *self,
              const GError *error)
{
  g_assert (PSR_IS_DATABASE (self));
  g_assert (error != NULL);

  if ((self->flags & PSR_DATABASE_STOP_ON_FAILURE) == 0 || !is_failure (error))
    return;

  g_mutex_lock (&self->mutex);
  if (self->stop_reason == NULL)
    {
      g_message ("Nothing more is written to “%s”: %s", self->path, error->message);
      self->stop_reason = g_error_copy (error);
    }
  g_mutex_unlock (&self->mutex);
}

/* A log that can't be moved into the file only gets longer. */
static gboolean
shorten_log (PsrDatabase  *self,
             GError      **error)
{
  int length;

  g_assert (PSR_IS_DATABASE (self));

  length = psr_connection_get_log_length (self->writer);

  return length < (self->mover != NULL ? LONG_LOG_OF_BULK : LONG_LOG) ||
         psr_connection_move_log (self->writer, error);
}

static DexFuture *
write_job (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) stop_reason = NULL;
  Job *job = data;
  PsrDatabase *self;
  DexFuture *future;

  g_assert (job != NULL);

  self = job->database;

  if ((stop_reason = psr_database_dup_stop_reason (self)))
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (stop_reason);

      psr_set_explained_error (&error, PSR_STORE_ERROR, PSR_STORE_ERROR_STOPPED,
                               _("Nothing more is saved or sent, because saving failed before."),
                               explanation->what,
                               explanation->mend[0] != '\0' ? explanation->mend
                                                            : _("Start Passerelle again."));
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (job->prepare != NULL)
    job->prepare (job->data);

  if (!shorten_log (self, &error) ||
      !psr_connection_execute (self->writer, "BEGIN IMMEDIATE", &error))
    {
      note_failure (self, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  future = call_func (job, self->writer);

  if (dex_future_get_value (future, &error) == NULL)
    {
      roll_back (self->writer);
      note_failure (self, error);
      return future;
    }

  if (!psr_connection_execute (self->writer, "COMMIT", &error))
    {
      roll_back (self->writer);
      note_failure (self, error);
      dex_unref (future);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (self->mover != NULL)
    psr_log_mover_note (self->mover, psr_connection_get_log_length (self->writer));

  return future;
}

static DexFuture *
read_job (gpointer data)
{
  GError *error = NULL;
  Job *job = data;
  PsrDatabase *self;
  DexFuture *future;

  g_assert (job != NULL);

  self = job->database;

  if (!psr_connection_execute (self->reader, "BEGIN", &error))
    return dex_future_new_for_error (error);

  future = call_func (job, self->reader);

  if (!psr_connection_execute (self->reader, "COMMIT", &error))
    {
      roll_back (self->reader);
      dex_unref (future);
      return dex_future_new_for_error (error);
    }

  return future;
}

/**
 * psr_database_write_prepared:
 * @self: a #PsrDatabase
 * @prepare: (nullable): what to do on that lane before the transaction begins, so that nobody waits for it
 * @func: what to do
 * @data: passed to @func
 * @data_free: (nullable): frees @data afterwards
 *
 * Runs @func in a transaction of its own on the writer's lane. It is committed
 * when @func resolves and rolled back when it rejects.
 *
 * Returns: (transfer full): a future that resolves to what @func returned, once
 *   it is committed, or rejects with its error or a %PSR_STORE_ERROR
 */
DexFuture *
psr_database_write_prepared (PsrDatabase            *self,
                             PsrDatabasePrepareFunc  prepare,
                             PsrDatabaseFunc         func,
                             gpointer                data,
                             GDestroyNotify          data_free)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (self->mover != NULL)
    psr_log_mover_run (self->mover, self->executor, G_OBJECT (self));

  return psr_executor_run (self->executor, self->write_lane, write_job,
                           job_new (self, prepare, func, data, data_free), job_free);
}

/**
 * psr_database_read:
 * @self: a #PsrDatabase
 * @func: what to do
 * @data: passed to @func
 * @data_free: (nullable): frees @data afterwards
 *
 * Runs @func on the reader's lane, with a connection that can't change the
 * database and sees it as it was at one moment.
 *
 * Returns: (transfer full): a future that resolves to what @func returned, or
 *   rejects with its error or a %PSR_STORE_ERROR
 */
DexFuture *
psr_database_read (PsrDatabase     *self,
                   PsrDatabaseFunc  func,
                   gpointer         data,
                   GDestroyNotify   data_free)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return psr_executor_run (self->executor, self->read_lane, read_job,
                           job_new (self, NULL, func, data, data_free), job_free);
}

static DexFuture *
data_version_job (gpointer data)
{
  GError *error = NULL;
  Job *job = data;
  gint64 version;

  g_assert (job != NULL);

  if (!psr_connection_query_int64 (job->database->reader, "PRAGMA data_version", &version, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (version);
}

/**
 * psr_database_get_data_version:
 * @self: a #PsrDatabase
 *
 * Asks for a number that changes whenever any process, this one included,
 * commits something. Cheap enough to be asked ten times a second.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_database_get_data_version (PsrDatabase *self)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);

  return psr_executor_run (self->executor, self->read_lane, data_version_job,
                           job_new (self, NULL, NULL, NULL, NULL), job_free);
}

static DexFuture *
revision_func (PsrConnection *connection,
               gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  const char *table = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (table != NULL);

  if (!(statement = psr_connection_prepare (connection, "SELECT revision FROM revisions WHERE name = ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, table);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (has_row ? psr_statement_get_int64 (statement, 0) : 0);
}

/**
 * psr_database_get_revision:
 * @self: a #PsrDatabase
 * @table: name of a table
 *
 * Asks how often the table was changed. Views ask again for its rows when this
 * moves.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_database_get_revision (PsrDatabase *self,
                           const char  *table)
{
  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);
  g_return_val_if_fail (table != NULL, NULL);

  return psr_database_read (self, revision_func, g_strdup (table), g_free);
}

/**
 * psr_database_is_stopped:
 * @self: a #PsrDatabase
 *
 * Tells whether a write failed, so that nothing more is written until the
 * database is opened anew. Only with %PSR_DATABASE_STOP_ON_FAILURE. Rows that
 * weren't as expected are no failure. May be called from any thread.
 *
 * Returns: whether it is stopped
 */
gboolean
psr_database_is_stopped (PsrDatabase *self)
{
  gboolean stopped;

  g_return_val_if_fail (PSR_IS_DATABASE (self), TRUE);

  g_mutex_lock (&self->mutex);
  stopped = self->stop_reason != NULL;
  g_mutex_unlock (&self->mutex);

  return stopped;
}

/**
 * psr_database_dup_stop_reason:
 * @self: a #PsrDatabase
 *
 * Returns: (transfer full) (nullable): the first failure of a write, or %NULL;
 *   from any thread
 */
GError *
psr_database_dup_stop_reason (PsrDatabase *self)
{
  GError *reason = NULL;

  g_return_val_if_fail (PSR_IS_DATABASE (self), NULL);

  g_mutex_lock (&self->mutex);
  if (self->stop_reason != NULL)
    reason = g_error_copy (self->stop_reason);
  g_mutex_unlock (&self->mutex);

  return reason;
}
