/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-database-report"

#include "config.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "psr-connection.h"
#include "psr-database-report.h"

G_DEFINE_BOXED_TYPE (PsrDatabaseReport, psr_database_report, psr_database_report_ref, psr_database_report_unref)

typedef struct
{
  char          *path;
  PsrMigrations *migrations;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  psr_migrations_unref (job->migrations);
  g_free (job);
}

static void
psr_database_report_clear (gpointer data)
{
  PsrDatabaseReport *self = data;

  g_free (self->state);
}

/**
 * psr_database_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
PsrDatabaseReport *
psr_database_report_ref (PsrDatabaseReport *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_database_report_unref:
 * @self: (transfer full): a report
 */
void
psr_database_report_unref (PsrDatabaseReport *self)
{
  g_atomic_rc_box_release_full (self, psr_database_report_clear);
}

/* What SQLite says of its pages and indexes; the first thing is enough. */
static char *
check (PsrConnection  *connection,
       GError        **error)
{
  g_autoptr (PsrStatement) statement = psr_connection_prepare (connection, "PRAGMA quick_check (1)", error);
  gboolean has_row;

  if (statement == NULL || !psr_statement_step (statement, &has_row, error))
    return NULL;

  return has_row ? psr_statement_dup_text (statement, 0) : g_strdup ("no answer");
}

static DexFuture *
report_job (gpointer data)
{
  Job *job = data;
  PsrDatabaseReport *self = g_atomic_rc_box_new0 (PsrDatabaseReport);
  g_autoptr (PsrConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = g_strconcat (job->path, "-wal", NULL);
  struct stat info;

  self->known = psr_migrations_get_version (job->migrations);
  self->version = -1;
  self->size = -1;

  if (stat (job->path, &info) != 0)
    {
      self->state = g_strdup ("not there");
      return dex_future_new_take_boxed (PSR_TYPE_DATABASE_REPORT, self);
    }

  self->size = info.st_size;
  self->mode = info.st_mode & 07777;
  if (stat (log, &info) == 0)
    self->size += info.st_size;

  connection = psr_connection_open (job->path, PSR_CONNECTION_READ_ONLY, &error);
  if (connection != NULL && psr_connection_query_int64 (connection, "PRAGMA user_version", &self->version, &error))
    self->state = check (connection, &error);
  if (self->state == NULL)
    self->state = g_strdup (error->message);

  return dex_future_new_take_boxed (PSR_TYPE_DATABASE_REPORT, self);
}

/**
 * psr_database_report_make:
 * @path: a database file, which needn't be there
 * @migrations: what this program knows of it
 * @executor: what runs its lane
 *
 * Looks at the file without changing anything in it: it isn't made, mended or brought
 * to another version. Takes as long as reading the file.
 *
 * Returns: (transfer full): a future that resolves to a #PsrDatabaseReport
 */
DexFuture *
psr_database_report_make (const char    *path,
                          PsrMigrations *migrations,
                          PsrExecutor   *executor)
{
  Job *job;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (migrations != NULL, NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  job = g_new0 (Job, 1);
  job->path = g_strdup (path);
  job->migrations = psr_migrations_ref (migrations);

  return psr_executor_run (executor, "report", report_job, job, job_free);
}

/**
 * psr_database_report_sqlite:
 *
 * Returns: (transfer none): the version of SQLite at work
 */
const char *
psr_database_report_sqlite (void)
{
  return sqlite3_libversion ();
}
