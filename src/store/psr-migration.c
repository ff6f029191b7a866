/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-migration"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "psr-connection-private.h"
#include "psr-explain.h"
#include "psr-migration.h"
#include "psr-store-error-private.h"
#include "psr-store-resources.h"

#define RESOURCE_FOLDER "/app/passerelle/Passerelle/store/migrations/"

struct _PsrMigrations
{
  GPtrArray *steps; /* GBytes with the SQL, step 1 first */
};

/**
 * psr_migrations_new:
 * @resource: where the files are
 * @folder: path of their folder, without a slash at its end
 * @error: return location for a %G_RESOURCE_ERROR
 *
 * Loads 1.sql, 2.sql and so on, to the last one without a gap.
 *
 * Returns: (transfer full): the migrations, or %NULL when there is no 1.sql
 */
PsrMigrations *
psr_migrations_new (GResource   *resource,
                    const char  *folder,
                    GError     **error)
{
  g_autoptr (PsrMigrations) self = NULL;

  g_return_val_if_fail (resource != NULL, NULL);
  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrMigrations);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint number = 1;; number++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autofree char *path = g_strdup_printf ("%s/%u.sql", folder, number);
      GBytes *step = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &local_error);

      if (step != NULL)
        {
          g_ptr_array_add (self->steps, step);
          continue;
        }

      if (number == 1 || !g_error_matches (local_error, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }

      return g_steal_pointer (&self);
    }
}

static PsrMigrations *
load_own (const char *folder)
{
  g_autoptr (GError) error = NULL;
  PsrMigrations *self = psr_migrations_new (psr_store_get_resource (), folder, &error);

  if (self == NULL)
    g_error ("This program was built without its own migrations: %s", error->message);

  return self;
}

/**
 * psr_migrations_new_ledger:
 *
 * Returns: (transfer full): the migrations of ledger.db
 */
PsrMigrations *
psr_migrations_new_ledger (void)
{
  return load_own (RESOURCE_FOLDER "ledger");
}

/**
 * psr_migrations_new_mirror:
 *
 * Returns: (transfer full): the migrations of mirror.db
 */
PsrMigrations *
psr_migrations_new_mirror (void)
{
  return load_own (RESOURCE_FOLDER "mirror");
}

/**
 * psr_migrations_ref:
 * @self: a #PsrMigrations
 *
 * Returns: (transfer full): @self
 */
PsrMigrations *
psr_migrations_ref (PsrMigrations *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_migrations_finalize (gpointer data)
{
  PsrMigrations *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->steps, g_ptr_array_unref);
}

/**
 * psr_migrations_unref:
 * @self: (transfer full): a #PsrMigrations
 */
void
psr_migrations_unref (PsrMigrations *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_migrations_finalize);
}

/**
 * psr_migrations_get_version:
 * @self: a #PsrMigrations
 *
 * Returns: the newest version
 */
guint
psr_migrations_get_version (const PsrMigrations *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->steps->len;
}

static char *
make_empty_copy (const char  *path,
                 guint        version,
                 GError     **error)
{
  g_assert (path != NULL);

  for (guint number = 1;; number++)
    {
      g_autofree char *copy = NULL;
      int fd;

      if (number == 1)
        copy = g_strdup_printf ("%s.version-%u", path, version);
      else
        copy = g_strdup_printf ("%s.version-%u-%u", path, version, number);

      fd = open (copy, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd >= 0)
        {
          close (fd);
          return g_steal_pointer (&copy);
        }

      if (errno != EEXIST)
        {
          psr_store_error_set_errno (error, errno, copy);
          return NULL;
        }
    }
}

static gboolean
sync_file (const char  *path,
           GError     **error)
{
  int fd;

  g_assert (path != NULL);

  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fsync (fd) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  close (fd);

  return TRUE;
}

static void
remove_copy (const char *copy)
{
  if (unlink (copy) != 0)
    g_message ("“%s” could not be removed: %s", copy, g_strerror (errno));
}

/* The migrating connection holds the write lock meanwhile, so that the copy is
 * of exactly what the migration starts from; a second connection makes it,
 * because VACUUM can't run within a transaction. */
static gboolean
make_copy (const char  *path,
           guint        version,
           char       **made,
           GError     **error)
{
  g_autoptr (PsrConnection) reader = NULL;
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *copy = NULL;

  g_assert (path != NULL);

  if (!(copy = make_empty_copy (path, version, error)))
    return FALSE;

  if ((reader = psr_connection_open (path, PSR_CONNECTION_READ_ONLY, error)) &&
      (statement = psr_connection_prepare (reader, "VACUUM INTO ?", error)))
    {
      psr_statement_bind_text (statement, 1, copy);

      if (psr_statement_run (statement, error) && sync_file (copy, error))
        {
          g_message ("Copied “%s” to “%s” before upgrading it", path, copy);
          *made = g_steal_pointer (&copy);
          return TRUE;
        }
    }

  /* What is there isn't a whole copy. */
  remove_copy (copy);

  return FALSE;
}

/* The copy isn't needed where the upgrade left no trace: each try would leave one more,
 * on a disk that may be full. */
static void
drop_copy (PsrConnection *connection,
           const char    *copy,
           guint          version)
{
  gint64 present;

  if (psr_connection_query_int64 (connection, "PRAGMA user_version", &present, NULL) && present < version)
    remove_copy (copy);
}

static void
explain_full (PsrConnection  *connection,
              gboolean        is_first,
              GError        **error)
{
  g_autofree char *name = g_path_get_basename (psr_connection_get_path (connection));
  g_autofree char *what = NULL;
  g_autofree char *needed = NULL;
  g_autofree char *mend = NULL;
  struct stat info;

  if (error == NULL || !g_error_matches (*error, PSR_STORE_ERROR, PSR_STORE_ERROR_FULL) ||
      stat (psr_connection_get_path (connection), &info) != 0)
    return;

  /* The copy, the log, and what is changed. */
  needed = g_format_size (3 * (guint64) info.st_size + 1000000);
  what = g_strdup_printf (_("“%s” could not be upgraded."), name);
  mend = g_strdup_printf (is_first ? _("Free about %s on the disk, then start Passerelle again. Nothing was changed: a version of it that could open the file until now still can.")
                                   : _("Free about %s on the disk, then start Passerelle again: it goes on from there. Part of the upgrade is done already, so that the version used before can’t open the file any more."),
                          needed);
  g_clear_error (error);
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FULL, what,
                           _("The disk is full: an upgrade needs room for a copy of the file, and for what it changes."), mend);
}

static gboolean
apply_step (const PsrMigrations  *self,
            PsrConnection        *connection,
            guint                 version,
            gboolean              copy_first,
            char                **copy,
            GError              **error)
{
  g_autoptr (PsrStatement) check = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *pragma = NULL;
  GBytes *step;
  gint64 present;
  gboolean violated;

  g_assert (self != NULL);
  g_assert (connection != NULL);
  g_assert (version >= 1 && version <= self->steps->len);

  if (!psr_connection_query_int64 (connection, "PRAGMA user_version", &present, error))
    return FALSE;

  /* Another process was faster. */
  if (present >= version)
    return TRUE;

  if (copy_first && present > 0 &&
      !make_copy (psr_connection_get_path (connection), (guint) present, copy, error))
    return FALSE;

  step = g_ptr_array_index (self->steps, version - 1);
  sql = g_strndup (g_bytes_get_data (step, NULL), g_bytes_get_size (step));
  pragma = g_strdup_printf ("PRAGMA user_version = %u", version);

  if (!psr_connection_execute (connection, sql, error) ||
      !psr_connection_execute (connection, pragma, error) ||
      !(check = psr_connection_prepare (connection, "PRAGMA foreign_key_check", error)) ||
      !psr_statement_step (check, &violated, error))
    return FALSE;

  if (violated)
    {
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_DAMAGED,
                               _("The database could not be upgraded."),
                               _("Rows in it refer to others that are missing."),
                               _("Restore the file from a backup, or go on with a version of Passerelle that can still open it."));
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_migrations_apply:
 * @self: a #PsrMigrations
 * @connection: a connection that may write, outside a transaction
 * @up_to: the version to reach; 0 for the newest
 * @copy_first: copy the file before each step to the same name with
 *   “.version-N” added; of a step that fails no copy is left
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Brings a database to @up_to, each step in a transaction of its own. A
 * database of a newer version than this program knows is refused.
 *
 * Returns: whether that worked; otherwise the steps before the failed one stay
 */
gboolean
psr_migrations_apply (const PsrMigrations  *self,
                      PsrConnection        *connection,
                      guint                 up_to,
                      gboolean              copy_first,
                      GError              **error)
{
  gint64 present;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (up_to <= self->steps->len, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!psr_connection_query_int64 (connection, "PRAGMA user_version", &present, error))
    return FALSE;

  if (present > self->steps->len)
    {
      g_autofree char *what = g_strdup_printf (_("“%s” was written by a newer version of Passerelle."),
                                               psr_connection_get_path (connection));
      g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, present);
      g_autofree char *why = g_strdup_printf (_("It has version %s; this program knows versions up to %u."),
                                              version, self->steps->len);

      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_NEWER, what, why,
                               _("Install the newer version of Passerelle again. The file wasn’t changed."));
      return FALSE;
    }

  if (up_to == 0)
    up_to = self->steps->len;

  for (guint version = (guint) present + 1; version <= up_to; version++)
    {
      g_autofree char *copy = NULL;

      if (!psr_connection_execute (connection, "BEGIN IMMEDIATE", error))
        return FALSE;

      if (!apply_step (self, connection, version, copy_first, &copy, error) ||
          !psr_connection_execute (connection, "COMMIT", error))
        {
          g_autoptr (GError) rollback_error = NULL;

          if (psr_connection_is_in_transaction (connection) &&
              !psr_connection_execute (connection, "ROLLBACK", &rollback_error))
            g_message ("Undoing an upgrade: %s", rollback_error->message);
          if (copy != NULL)
            drop_copy (connection, copy, version);
          explain_full (connection, version == (guint) present + 1, error);
          return FALSE;
        }
    }

  return TRUE;
}
