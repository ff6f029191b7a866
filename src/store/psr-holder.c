/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-holder"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "psr-explain.h"
#include "psr-holder.h"
#include "psr-lock-file.h"
#include "psr-store-error-private.h"

struct _PsrHolder
{
  char *id;
  char *path;
  int fd;
};

/* A file so young may be of a program that hasn't locked it yet. */
#define LEFT_AFTER (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

static gboolean
id_is_valid (const char *id)
{
  return id != NULL && id[0] != '\0' && id[0] != '.' && strchr (id, '/') == NULL;
}

static char *
build_path (PsrStateFolder *folder,
            const char     *id)
{
  return g_build_filename (psr_state_folder_get_path (folder), "holders", id, NULL);
}

/* A file that somebody removed between opening and locking it gives no sign of life
 * any more. */
static PsrLockFileResult
lock_new (const char  *path,
          int         *fd,
          GError     **error)
{
  for (guint tried = 0; tried < 10; tried++)
    {
      PsrLockFileResult result = psr_lock_file_try (path, TRUE, PSR_LOCK_FILE_EXCLUSIVE, fd, error);
      struct stat status;

      if (result != PSR_LOCK_FILE_DONE)
        return result;

      if (fstat (*fd, &status) == 0 && status.st_nlink > 0)
        return PSR_LOCK_FILE_DONE;

      close (*fd);
    }

  return PSR_LOCK_FILE_TAKEN;
}

/**
 * psr_holder_acquire:
 * @folder: a #PsrStateFolder
 * @id: a random id that nobody else ever uses, such as psr_random_guid() makes
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Gives a sign of life until psr_holder_free() or the end of the process.
 *
 * Returns: (transfer full): the holder, or %NULL
 */
PsrHolder *
psr_holder_acquire (PsrStateFolder  *folder,
                    const char      *id,
                    GError         **error)
{
  g_autofree char *path = NULL;
  PsrLockFileResult result;
  PsrHolder *self;
  int fd;

  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), NULL);
  g_return_val_if_fail (id_is_valid (id), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  path = build_path (folder, id);

  result = lock_new (path, &fd, error);
  if (result == PSR_LOCK_FILE_TAKEN)
    {
      g_autofree char *what = g_strdup_printf (_("“%s” could not be locked."), path);

      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED, what,
                               _("Another program holds it."),
                               _("Close other programs that use the folder and try again."));
      return NULL;
    }

  if (result != PSR_LOCK_FILE_DONE)
    return NULL;

  self = g_new0 (PsrHolder, 1);
  self->id = g_strdup (id);
  self->path = g_steal_pointer (&path);
  self->fd = fd;

  return self;
}

/**
 * psr_holder_free:
 * @self: (transfer full): a #PsrHolder
 *
 * Ends the sign of life. Only for a holder that has no intent open any more, or
 * at the end of the program.
 */
void
psr_holder_free (PsrHolder *self)
{
  g_return_if_fail (self != NULL);

  /* A holder without a file is gone, too. */
  if (unlink (self->path) != 0)
    g_message ("“%s” could not be removed: %s", self->path, g_strerror (errno));

  close (self->fd);
  g_free (self->id);
  g_free (self->path);
  g_free (self);
}

/**
 * psr_holder_get_id:
 * @self: a #PsrHolder
 *
 * Returns: (transfer none): its id
 */
const char *
psr_holder_get_id (PsrHolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * psr_holder_is_gone:
 * @folder: a #PsrStateFolder
 * @id: id of a holder, found in the ledger
 *
 * Finds out whether a holder lives, by trying to lock its file. In doubt it
 * does.
 *
 * Returns: whether it is certain that the holder lives no more
 */
gboolean
psr_holder_is_gone (PsrStateFolder *folder,
                    const char     *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  PsrLockFileResult result;
  int fd;

  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), FALSE);
  g_return_val_if_fail (id_is_valid (id), FALSE);

  path = build_path (folder, id);

  /* Shared, so that two who ask at once don't take each other for the
   * holder. */
  result = psr_lock_file_try (path, FALSE, PSR_LOCK_FILE_SHARED, &fd, &error);

  switch (result)
    {
    case PSR_LOCK_FILE_MISSING:
      return TRUE;

    case PSR_LOCK_FILE_DONE:
      close (fd);
      return TRUE;

    case PSR_LOCK_FILE_FAILED:
      g_message ("Looking for holder %s: %s", id, error->message);
      return FALSE;

    case PSR_LOCK_FILE_TAKEN:
    default:
      return FALSE;
    }
}

/* Only what is locked is removed, so that nobody can have begun to hold it. */
static gboolean
remove_if_gone (const char   *path,
                PsrTimestamp  now)
{
  GStatBuf status;
  gboolean removed;
  int fd;

  if (g_stat (path, &status) != 0 || (gint64) status.st_mtime * G_USEC_PER_SEC > now - LEFT_AFTER ||
      psr_lock_file_try (path, FALSE, PSR_LOCK_FILE_EXCLUSIVE, &fd, NULL) != PSR_LOCK_FILE_DONE)
    return FALSE;

  removed = unlink (path) == 0;
  close (fd);

  return removed;
}

/**
 * psr_holder_sweep:
 * @folder: a #PsrStateFolder
 * @now: the time
 *
 * Removes the files that programs left behind which ended without
 * psr_holder_free(), some time after they were made. Their holders are as gone
 * without them.
 *
 * Returns: how many were removed
 */
guint
psr_holder_sweep (PsrStateFolder *folder,
                  PsrTimestamp    now)
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) files = NULL;
  const char *name;
  guint removed = 0;

  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), 0);

  path = g_build_filename (psr_state_folder_get_path (folder), "holders", NULL);
  files = g_dir_open (path, 0, NULL);

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      removed += id_is_valid (name) && remove_if_gone (file, now);
    }

  return removed;
}
