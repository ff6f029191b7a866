/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-state-use"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-lock-file.h"
#include "psr-state-use.h"
#include "psr-store-error-private.h"

/*
 * Whoever has a state open holds a shared lock on a file in it; whoever deletes it needs
 * that lock alone. A deletion is decided by one file, which is made in one go and is on
 * the disk before anything else is touched: until then all is there, and from then on
 * whoever opens the folder next finishes what was begun.
 */

#define USE    "in-use.lock"
#define MARKER "passerelle-deletion"

/* Nothing else is taken for the decision, whatever it is called. */
#define DECISION "What Passerelle kept in this folder is being deleted.\n"

/* What is removed: these files, with those beside them whose names go on with “-” or “.”,
 * and the signs of life in the folder of holders. What else is in the folder, as the
 * states of other profiles, stays. */
static const char *const ours[] = { "ledger.db", "mirror.db", "worker.lock" };

static gboolean
sync_folder (const char  *path,
             GError     **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

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

static gboolean
remove_file (const char  *folder,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  psr_store_error_set_errno (error, errno, path);

  return FALSE;
}

static gboolean
is_ours (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    {
      const char *rest = name + strlen (ours[i]);

      if (g_str_has_prefix (name, ours[i]) && (*rest == '\0' || *rest == '-' || *rest == '.'))
        return TRUE;
    }

  return FALSE;
}

static gboolean
remove_ours (const char  *path,
             GError     **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  /* What isn't there is removed. */
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (is_ours (name))
        g_ptr_array_add (names, g_strdup (name));
    }

  for (guint i = 0; i < names->len; i++)
    {
      if (!remove_file (path, names->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}

/* Holders are called by GUIDs. A link isn't followed, and what is foreign stays. */
static gboolean
remove_holders (const char  *path,
                GError     **error)
{
  g_autofree char *holders = g_build_filename (path, "holders", NULL);
  g_autoptr (GDir) folder = NULL;
  struct stat info;
  const char *name;

  if (lstat (holders, &info) != 0 || !S_ISDIR (info.st_mode))
    return TRUE;

  folder = g_dir_open (holders, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *id = psr_guid_normalize (name);

      if (id != NULL && strcmp (id, name) == 0 && !remove_file (holders, name, error))
        return FALSE;
    }

  if (rmdir (holders) != 0)
    g_debug ("“%s” stays: %s", holders, g_strerror (errno));

  return TRUE;
}

/* Everything is on the disk as removed before the mark is. */
static gboolean
finish (const char  *path,
        GError     **error)
{
  if (!remove_ours (path, error) || !remove_holders (path, error))
    return FALSE;

  return sync_folder (path, error) && remove_file (path, MARKER, error) && sync_folder (path, error);
}

static gboolean
is_marked (const char *path)
{
  g_autofree char *marker = g_build_filename (path, MARKER, NULL);
  g_autofree char *text = NULL;
  struct stat info;

  return lstat (marker, &info) == 0 && S_ISREG (info.st_mode) && info.st_uid == geteuid () &&
         info.st_size == (goffset) strlen (DECISION) && g_file_get_contents (marker, &text, NULL, NULL) &&
         strcmp (text, DECISION) == 0;
}

/* It is decided, and stays so: whoever opens the folder next goes on with it. */
static void
set_unfinished (GError **error,
                GError  *cause)
{
  g_autoptr (GError) owned = cause;
  g_autoptr (PsrExplanation) words = psr_explain (owned);
  g_autofree char *why = g_strdup_printf ("%s %s", words->what, words->why);
  /* Translators: %s is a sentence that says what to do */
  g_autofree char *mend = g_strdup_printf (_("%s The deletion is decided and goes on by itself: start Passerelle again after that."), words->mend);

  psr_set_explained_error (error, PSR_STORE_ERROR, owned->domain == PSR_STORE_ERROR ? owned->code : PSR_STORE_ERROR_FAILED,
                           _("What was kept here is deleted in part only."), why, mend);
}

/*
 * Whether a deletion of what is in the folder was begun and isn't finished.
 */
gboolean
psr_state_use_is_begun (const char *path)
{
  g_return_val_if_fail (path != NULL, FALSE);

  return is_marked (path);
}

/*
 * Has the folder used by us, with others or @alone, until @fd is closed. What somebody
 * began to delete is gone before that.
 */
PsrStateUseResult
psr_state_use_take (const char  *path,
                    gboolean     alone,
                    int         *fd,
                    GError     **error)
{
  g_autofree char *lock = g_build_filename (path, USE, NULL);
  gboolean is_begun = is_marked (path);
  g_autoptr (GError) failure = NULL;
  PsrLockFileResult result;
  struct stat info;

  g_return_val_if_fail (fd != NULL, PSR_STATE_USE_FAILED);
  g_return_val_if_fail (error == NULL || *error == NULL, PSR_STATE_USE_FAILED);

  result = psr_lock_file_try (lock, TRUE, alone || is_begun ? PSR_LOCK_FILE_EXCLUSIVE : PSR_LOCK_FILE_SHARED, fd, error);
  if (result == PSR_LOCK_FILE_TAKEN)
    return PSR_STATE_USE_TAKEN;

  if (result != PSR_LOCK_FILE_DONE)
    {
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return PSR_STATE_USE_FAILED;

      g_clear_error (error);
      return PSR_STATE_USE_AGAIN;
    }

  /* A file that was removed meanwhile keeps nobody away; and what the mark says may have
   * changed until the lock was ours. */
  if (fstat (*fd, &info) == 0 && info.st_nlink > 0 && is_marked (path) == is_begun)
    {
      if (!is_begun)
        return PSR_STATE_USE_DONE;

      if (!finish (path, &failure))
        {
          set_unfinished (error, g_steal_pointer (&failure));
          close (*fd);
          *fd = -1;
          return PSR_STATE_USE_FAILED;
        }
      g_message ("What was in “%s” is deleted now", path);
    }

  close (*fd);
  *fd = -1;

  return PSR_STATE_USE_AGAIN;
}

/* It gets its name when all of it is on the disk. */
static gboolean
mark (const char  *path,
      GError     **error)
{
  g_autofree char *marker = g_build_filename (path, MARKER, NULL);
  g_autoptr (GError) local = NULL;

  if (g_file_test (marker, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    {
      psr_store_error_set_errno (error, EEXIST, marker);
      return FALSE;
    }

  if (!g_file_set_contents_full (marker, DECISION, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local))
    {
      psr_store_error_set_errno (error, EIO, marker);
      return FALSE;
    }

  return sync_folder (path, error);
}

/*
 * Deletes all that is ours in a folder that is used by us alone, with the folder where
 * nothing else is in it. When it fails after the deletion was decided, the next one who
 * opens the folder goes on with it, and the error says so.
 */
gboolean
psr_state_use_delete (const char  *path,
                      GError     **error)
{
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!mark (path, &failure) || !finish (path, &failure))
    {
      if (is_marked (path))
        set_unfinished (error, g_steal_pointer (&failure));
      else
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  /* Only what nobody else has something in. */
  if (remove_file (path, USE, NULL) && rmdir (path) != 0)
    g_debug ("“%s” stays: %s", path, g_strerror (errno));

  return TRUE;
}
