/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-holder"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

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

  result = psr_lock_file_try (path, TRUE, PSR_LOCK_FILE_EXCLUSIVE, &fd, error);
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
