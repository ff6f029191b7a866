/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-database-files"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <sqlite3.h>

#include "psr-database-files.h"
#include "psr-explain.h"
#include "psr-lock-file.h"
#include "psr-store-error-private.h"

/* Up to this size a file is always checked as a whole when it is opened (a few
 * tens of milliseconds); a larger one only if it wasn't closed properly. */
#define ALWAYS_CHECKED (64 * 1024 * 1024)

static const char *const suffixes[] = { "", "-wal", "-shm" };

static goffset
get_size (const char *path,
          const char *suffix)
{
  g_autofree char *file = g_strconcat (path, suffix, NULL);
  struct stat info;

  return stat (file, &info) == 0 ? info.st_size : -1;
}

static gboolean
sync_folder (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0 || fsync (fd) != 0)
    {
      psr_store_error_set_errno (error, errno, folder);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  close (fd);

  return TRUE;
}

/* A file is made under another name and appears complete, so that an empty one
 * under its own name is always a damaged one. */
static gboolean
create (const char           *path,
        const PsrMigrations  *migrations,
        gboolean              precious,
        GError              **error)
{
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  g_autoptr (PsrConnection) connection = NULL;
  int fd;

  g_assert (path != NULL);
  g_assert (migrations != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *left_over = g_strconcat (made, suffixes[i], NULL);

      if (unlink (left_over) != 0 && errno != ENOENT)
        {
          psr_store_error_set_errno (error, errno, left_over);
          return FALSE;
        }
    }

  /* SQLite gives its other files the same mode. */
  fd = open (made, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      psr_store_error_set_errno (error, errno, made);
      return FALSE;
    }
  close (fd);

  /* Nobody knows the file yet: it is enough that all of it is on the disk before
   * it gets its name. The checkpoint syncs the log, and then the file. */
  if (!(connection = psr_connection_open (made, precious ? PSR_CONNECTION_FULL : PSR_CONNECTION_DEFAULT, error)) ||
      !psr_connection_execute (connection, "PRAGMA synchronous = OFF", error) ||
      !psr_migrations_apply (migrations, connection, 0, FALSE, error) ||
      !psr_connection_execute (connection, "PRAGMA synchronous = FULL", error) ||
      !psr_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", error))
    return FALSE;

  g_clear_pointer (&connection, psr_connection_unref);

  if (rename (made, path) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      return FALSE;
    }

  return sync_folder (path, error);
}

static void
set_missing (GError     **error,
             const char  *path)
{
  g_autofree char *what = g_strdup_printf (_("“%s” is missing."), path);
  g_autofree char *why = g_strdup_printf (_("Its companion “%s-wal” is there, so it was moved or deleted."), path);

  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED, what, why,
                           _("Close Passerelle and put the file back beside its companion. If it is lost, restore both from the same backup."));
}

static void
set_damaged (GError     **error,
             const char  *path,
             const char  *why)
{
  g_autofree char *what = g_strdup_printf (_("“%s”, the record of what was billed, is damaged."), path);
  /* Translators: both %s are the same file */
  g_autofree char *mend = g_strdup_printf (_("Nothing is sent until it is restored, because documents could be made twice. Close Passerelle, move “%s” and the files beside it whose names begin the same to another place, and put the newest backup in its stead. Copies made before upgrades are named “%s.version-…”."),
                                           path, path);

  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED, what, why, mend);
}

/* Whether the file is a sound database that was migrated at least once. */
static gboolean
check (PsrConnection  *connection,
       gboolean        whole,
       GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  gboolean has_row;
  gint64 version;

  g_assert (connection != NULL);

  if (!psr_connection_query_int64 (connection, "PRAGMA user_version", &version, error))
    return FALSE;

  if (version <= 0)
    {
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED,
                               _("The database is damaged."), _("It is empty, or it wasn’t made by Passerelle."), "");
      return FALSE;
    }

  if (!whole)
    return TRUE;

  if (!(statement = psr_connection_prepare (connection, "PRAGMA quick_check (1)", error)) ||
      !psr_statement_step (statement, &has_row, error))
    return FALSE;

  if (!has_row || !g_str_equal (psr_statement_get_text (statement, 0), "ok"))
    {
      g_autofree char *why = g_strdup_printf (_("Its check says: %s"),
                                              has_row ? psr_statement_get_text (statement, 0) : "?");

      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED,
                               _("The database is damaged."), why, "");
      return FALSE;
    }

  return TRUE;
}

static PsrConnection *
open_checked (const char  *path,
              gboolean     precious,
              GError     **error)
{
  g_autoptr (PsrConnection) connection = NULL;
  gboolean whole;

  g_assert (path != NULL);

  /* Looked at before SQLite empties it. */
  whole = get_size (path, "") <= ALWAYS_CHECKED || get_size (path, "-wal") > 0;

  if (get_size (path, "") == 0)
    {
      psr_store_error_set_sqlite (error, SQLITE_CORRUPT, _("The file is empty."), path);
      return NULL;
    }

  connection = psr_connection_open (path, precious ? PSR_CONNECTION_FULL : PSR_CONNECTION_DEFAULT, error);
  if (connection == NULL || !check (connection, whole, error))
    return NULL;

  return g_steal_pointer (&connection);
}

static gboolean
move_aside (const char  *path,
            PsrClock    *clock,
            char       **set_aside,
            GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc_usec (psr_clock_now (clock));
  g_autofree char *stamp = now != NULL ? g_date_time_format (now, "%Y%m%dT%H%M%SZ") : g_strdup ("unknown");
  g_autofree char *target = g_strdup_printf ("%s.damaged-%s", path, stamp);

  g_assert (path != NULL);
  g_assert (set_aside != NULL && *set_aside == NULL);

  for (guint number = 2; g_file_test (target, G_FILE_TEST_EXISTS); number++)
    {
      g_free (target);
      target = g_strdup_printf ("%s.damaged-%s-%u", path, stamp, number);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (target, suffixes[i], NULL);

      if (rename (from, to) != 0 && errno != ENOENT)
        {
          psr_store_error_set_errno (error, errno, from);
          return FALSE;
        }
    }

  *set_aside = g_steal_pointer (&target);

  return TRUE;
}

static PsrConnection *
open_locked (const char           *path,
             const PsrMigrations  *migrations,
             gboolean              precious,
             PsrClock             *clock,
             char                **set_aside,
             GError              **error)
{
  g_autoptr (PsrConnection) connection = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert (path != NULL);

  if (get_size (path, "") < 0 && get_size (path, "-wal") > 0)
    {
      /* SQLite would play the old log into a new file. */
      if (precious)
        {
          set_missing (error, path);
          return NULL;
        }

      if (!move_aside (path, clock, set_aside, error))
        return NULL;
    }

  if (get_size (path, "") < 0 && !create (path, migrations, precious, error))
    return NULL;

  if (chmod (path, 0600) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      return NULL;
    }

  connection = open_checked (path, precious, &local_error);

  if (connection == NULL && g_error_matches (local_error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED))
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (local_error);

      if (precious)
        {
          set_damaged (error, path, explanation->why);
          return NULL;
        }

      g_clear_error (&local_error);
      g_clear_pointer (set_aside, g_free);
      if (!move_aside (path, clock, set_aside, error) ||
          !create (path, migrations, precious, error))
        return NULL;

      g_message ("“%s” was damaged (%s) and set aside as “%s”", path, explanation->why, *set_aside);
      connection = open_checked (path, precious, &local_error);
    }

  if (connection == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (!psr_migrations_apply (migrations, connection, 0, precious, error))
    return NULL;

  return g_steal_pointer (&connection);
}

/*
 * Makes, checks and migrates a file, while no other process does. A @precious
 * file that is damaged is reported and left where it is; another one is set
 * aside under the name returned in @set_aside, and a new one is begun.
 */
PsrConnection *
psr_database_files_open (const char           *path,
                         const PsrMigrations  *migrations,
                         gboolean              precious,
                         PsrClock             *clock,
                         char                **set_aside,
                         GError              **error)
{
  g_autofree char *lock_path = NULL;
  PsrConnection *connection;
  int lock;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (migrations != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (set_aside != NULL && *set_aside == NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  lock_path = g_strconcat (path, ".lock", NULL);
  lock = psr_lock_file_wait (lock_path, error);
  if (lock < 0)
    return NULL;

  connection = open_locked (path, migrations, precious, clock, set_aside, error);
  close (lock);

  return connection;
}
