/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-connection"

#include "config.h"

#include <errno.h>

#include "psr-connection-private.h"
#include "psr-store-error-private.h"

/* Statements that are kept prepared. Far more than the store has texts. */
#define MAX_CACHED 256

/* After so many steps of a statement it is looked whether anybody still wants it: some
 * tenths of a millisecond. */
#define STEPS 10000

struct _PsrConnection
{
  char *path;
  sqlite3 *handle;
  GHashTable *statements; /* SQL text, owned by the statement → sqlite3_stmt */
  int log_length; /* in pages, after the last commit */
};

static void
finalize_statement (gpointer data)
{
  /* Returns the error of the last step once more: it was reported there. */
  (void) sqlite3_finalize (data);
}

static void
psr_connection_finalize (gpointer data)
{
  PsrConnection *self = data;
  int result;

  g_assert (self != NULL);

  g_clear_pointer (&self->statements, g_hash_table_unref);

  result = sqlite3_close (self->handle);
  if (result != SQLITE_OK)
    g_critical ("Closing “%s”: %s", self->path, sqlite3_errstr (result));

  g_clear_pointer (&self->path, g_free);
}

/* SQLite reports some full disks and read-only places as other errors: its
 * shared memory can't grow, or a file can't be made. */
static int
refine (PsrConnection *self,
        int            result)
{
  int primary = result & 0xff;

  if (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)
    return result;

  switch (sqlite3_system_errno (self->handle))
    {
    case ENOSPC:
    case EDQUOT:
      return SQLITE_FULL;

    case EROFS:
    case EACCES:
    case EPERM:
      return SQLITE_READONLY;

    default:
      return result;
    }
}

/*
 * Turns a result of SQLite into an error, unless it is SQLITE_OK.
 */
gboolean
psr_connection_check (PsrConnection  *self,
                      int             result,
                      GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (result == SQLITE_OK)
    return TRUE;

  psr_store_error_set_sqlite (error, refine (self, result),
                              sqlite3_errcode (self->handle) == result
                                ? sqlite3_errmsg (self->handle) : sqlite3_errstr (result),
                              self->path);

  return FALSE;
}

static int
note_log_length (void       *data,
                 sqlite3    *handle,
                 const char *name,
                 int         length)
{
  PsrConnection *self = data;

  self->log_length = length;

  return SQLITE_OK;
}

static gboolean
set_up (PsrConnection       *self,
        PsrConnectionFlags   flags,
        GError             **error)
{
  g_autoptr (PsrStatement) journal = NULL;
  gboolean has_row;
  gboolean is_log;
  int enabled;
  const char *cache_size;

  g_assert (self != NULL);

  /* Each of four connections keeps as many pages as it may, once it came across
   * them: a long run seems to need more and more. The system keeps them, too. */
  if (flags & PSR_CONNECTION_READ_ONLY)
    cache_size = "PRAGMA cache_size = -1024";
  else if (flags & PSR_CONNECTION_FULL)
    cache_size = "PRAGMA cache_size = -2048";
  else
    cache_size = "PRAGMA cache_size = -4096";

  if (!psr_connection_check (self, sqlite3_busy_timeout (self->handle, PSR_STORE_BUSY_SECONDS * 1000), error) ||
      !psr_connection_check (self, sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, &enabled), error) ||
      !psr_connection_execute (self,
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA recursive_triggers = ON;"
                               "PRAGMA temp_store = MEMORY;", error) ||
      !psr_connection_execute (self, cache_size, error))
    return FALSE;

  if (flags & PSR_CONNECTION_READ_ONLY)
    return TRUE;

  /* Of a file that is made now. Pages of rows go through few large pages of the
   * file faster than through many small ones. */
  if ((flags & PSR_CONNECTION_FULL) == 0 && !psr_connection_execute (self, "PRAGMA page_size = 16384", error))
    return FALSE;

  if (!(journal = psr_connection_prepare (self, "PRAGMA journal_mode = WAL", error)) ||
      !psr_statement_step (journal, &has_row, error))
    return FALSE;

  /* It is committed by the step after the row, which may fail. */
  is_log = has_row && g_str_equal (psr_statement_get_text (journal, 0), "wal");
  if (has_row && !psr_statement_step (journal, &has_row, error))
    return FALSE;

  if (!is_log)
    {
      psr_store_error_set_sqlite (error, SQLITE_CANTOPEN,
                                  "The file system does not allow a write-ahead log", self->path);
      return FALSE;
    }

  /* SQLite would move the log into the file by itself, in the middle of a bulk of
   * writes, and keep to itself that it failed. */
  sqlite3_wal_hook (self->handle, note_log_length, self);

  if (flags & PSR_CONNECTION_FULL)
    return psr_connection_execute (self, "PRAGMA synchronous = FULL", error);

  return psr_connection_execute (self,
                                 "PRAGMA synchronous = NORMAL;"
                                 "PRAGMA journal_size_limit = 33554432;",
                                 error);
}

/**
 * psr_connection_open:
 * @path: a database file; it is made when it doesn't exist and @flags allow it
 * @flags: how to use it
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Opens a connection that waits up to ten seconds for other processes.
 *
 * Returns: (transfer full): the connection, or %NULL
 */
PsrConnection *
psr_connection_open (const char          *path,
                     PsrConnectionFlags   flags,
                     GError             **error)
{
  g_autoptr (PsrConnection) self = NULL;
  int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrConnection);
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                            finalize_statement);

  if (flags & PSR_CONNECTION_READ_ONLY)
    open_flags |= SQLITE_OPEN_READONLY;
  else
    open_flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

  if (!psr_connection_check (self, sqlite3_open_v2 (path, &self->handle, open_flags, NULL), error) ||
      !set_up (self, flags, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_connection_ref:
 * @self: a #PsrConnection
 *
 * Returns: (transfer full): @self
 */
PsrConnection *
psr_connection_ref (PsrConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_connection_unref:
 * @self: (transfer full): a #PsrConnection
 *
 * Drops a reference; the last one closes the connection.
 */
void
psr_connection_unref (PsrConnection *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_connection_finalize);
}

/**
 * psr_connection_get_path:
 * @self: a #PsrConnection
 *
 * Returns: (transfer none): the file
 */
const char *
psr_connection_get_path (PsrConnection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * psr_connection_prepare:
 * @self: a #PsrConnection
 * @sql: one statement
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Prepares a statement, or takes one that is kept from before.
 *
 * Returns: (transfer full): the statement, or %NULL
 */
PsrStatement *
psr_connection_prepare (PsrConnection  *self,
                        const char     *sql,
                        GError        **error)
{
  sqlite3_stmt *statement = NULL;
  gpointer kept = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_hash_table_steal_extended (self->statements, sql, NULL, &kept))
    return psr_statement_new (self, kept);

  if (!psr_connection_check (self,
                             sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL),
                             error))
    return NULL;

  return psr_statement_new (self, statement);
}

/*
 * Keeps a statement for the next psr_connection_prepare() of its text.
 */
void
psr_connection_take_back (PsrConnection *self,
                          sqlite3_stmt  *statement)
{
  const char *sql;

  g_return_if_fail (self != NULL);
  g_return_if_fail (statement != NULL);

  sql = sqlite3_sql (statement);
  (void) sqlite3_reset (statement);
  (void) sqlite3_clear_bindings (statement);

  if (g_hash_table_contains (self->statements, sql))
    {
      finalize_statement (statement);
      return;
    }

  if (g_hash_table_size (self->statements) >= MAX_CACHED)
    g_hash_table_remove_all (self->statements);

  g_hash_table_insert (self->statements, (gpointer) sql, statement);
}

/**
 * psr_connection_execute:
 * @self: a #PsrConnection
 * @sql: one or several statements, without parameters
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Runs statements whose rows are of no interest.
 *
 * Returns: whether that worked
 */
gboolean
psr_connection_execute (PsrConnection  *self,
                        const char     *sql,
                        GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return psr_connection_check (self, sqlite3_exec (self->handle, sql, NULL, NULL, NULL), error);
}

/**
 * psr_connection_query_int64:
 * @self: a #PsrConnection
 * @sql: a statement without parameters
 * @value: (out): the first column of its first row; 0 without one
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Asks for one number.
 *
 * Returns: whether that worked
 */
gboolean
psr_connection_query_int64 (PsrConnection  *self,
                            const char     *sql,
                            gint64         *value,
                            GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  *value = 0;

  if (!(statement = psr_connection_prepare (self, sql, error)) ||
      !psr_statement_step (statement, &has_row, error))
    return FALSE;

  if (has_row)
    *value = psr_statement_get_int64 (statement, 0);

  return TRUE;
}

static int
give_up (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/**
 * psr_connection_set_cancellable:
 * @self: a #PsrConnection
 * @cancellable: (nullable): ends what runs on it, with an error, from any thread; has
 *   to outlive that
 *
 * Lets statements that read much be ended before they are through.
 */
void
psr_connection_set_cancellable (PsrConnection *self,
                                GCancellable  *cancellable)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  sqlite3_progress_handler (self->handle, STEPS, cancellable != NULL ? give_up : NULL, cancellable);
}

/**
 * psr_connection_get_last_insert_id:
 * @self: a #PsrConnection
 *
 * Returns: number of the row inserted last
 */
gint64
psr_connection_get_last_insert_id (PsrConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * psr_connection_get_changes:
 * @self: a #PsrConnection
 *
 * Returns: how many rows the last statement inserted, changed or deleted
 */
gint64
psr_connection_get_changes (PsrConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_changes64 (self->handle);
}

/*
 * Whether a transaction is open.
 */
gboolean
psr_connection_is_in_transaction (PsrConnection *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !sqlite3_get_autocommit (self->handle);
}

/*
 * How many pages the log has after the last commit of this connection.
 */
int
psr_connection_get_log_length (PsrConnection *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->log_length;
}

/*
 * Moves the log into the file, as far as nobody reads it. What was committed is
 * safe in the log, whatever this comes to. Outside a transaction.
 */
gboolean
psr_connection_move_log (PsrConnection  *self,
                         GError        **error)
{
  int result;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (!psr_connection_is_in_transaction (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  result = sqlite3_wal_checkpoint_v2 (self->handle, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  self->log_length = 0;

  /* Another connection is at it. */
  if ((result & 0xff) == SQLITE_BUSY || (result & 0xff) == SQLITE_LOCKED)
    return TRUE;

  return psr_connection_check (self, result, error);
}

/**
 * psr_connection_bump_revision:
 * @self: a #PsrConnection within a write
 * @table: name of the table that was changed
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Tells those who show the table that it moved: see psr_database_get_revision().
 *
 * Returns: whether that worked
 */
gboolean
psr_connection_bump_revision (PsrConnection  *self,
                              const char     *table,
                              GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (table != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!(statement = psr_connection_prepare (self,
                                            "INSERT INTO revisions (name, revision) VALUES (?, 1) "
                                            "ON CONFLICT (name) DO UPDATE SET revision = revision + 1",
                                            error)))
    return FALSE;

  psr_statement_bind_static_text (statement, 1, table);

  return psr_statement_run (statement, error);
}
