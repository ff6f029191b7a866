/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-scratch-folder"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "psr-scratch-folder.h"

#define MAX_OPEN 8

/* Younger ones may be about to be locked. */
#define LEFT_AFTER (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static int
remove_entry (const char        *path,
              const struct stat *info,
              int                kind,
              struct FTW        *where)
{
  return g_remove (path);
}

/**
 * psr_scratch_folder_remove:
 * @path: (type filename): a folder that this program made for a while
 *
 * Removes a folder and all in it; links are removed, not followed.
 */
void
psr_scratch_folder_remove (const char *path)
{
  g_return_if_fail (path != NULL);

  if (nftw (path, remove_entry, MAX_OPEN, FTW_DEPTH | FTW_PHYS) != 0)
    g_warning ("%s could not be removed: %s", path, g_strerror (errno));
}

static int
open_folder (const char *path)
{
  return open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/**
 * psr_scratch_folder_make:
 * @prefix: what its name begins with, such as "passerelle-try-"
 * @lock: (out): closed by the caller once the folder is removed
 * @error: return location for a #GFileError
 *
 * Makes a folder for a while, among the temporary files. Should this program be
 * killed, psr_scratch_folder_sweep() removes it at another time.
 *
 * Returns: (transfer full) (type filename) (nullable): its path
 */
char *
psr_scratch_folder_make (const char  *prefix,
                         int         *lock,
                         GError     **error)
{
  g_autofree char *template = NULL;
  char *path;

  g_return_val_if_fail (prefix != NULL && lock != NULL, NULL);

  *lock = -1;
  template = g_strconcat (prefix, "XXXXXX", NULL);
  path = g_dir_make_tmp (template, error);

  if (path != NULL)
    {
      *lock = open_folder (path);

      if (*lock >= 0 && flock (*lock, LOCK_EX | LOCK_NB) != 0)
        g_message ("%s isn’t locked: %s", path, g_strerror (errno));
    }

  return path;
}

/* Ours, nobody else's to change, some time old, and of a program that has ended: its lock
 * ended with it. Among the temporary files only its owner can put something else in its
 * place, so that it is still the same when it is removed. */
static gboolean
is_left (const char   *path,
         PsrTimestamp  now)
{
  g_autofd int lock = open_folder (path);
  struct stat info;

  return lock >= 0 && fstat (lock, &info) == 0 && info.st_uid == geteuid () && (info.st_mode & 077) == 0 &&
         now - info.st_mtim.tv_sec * G_USEC_PER_SEC >= LEFT_AFTER && flock (lock, LOCK_EX | LOCK_NB) == 0;
}

/**
 * psr_scratch_folder_sweep:
 * @prefix: what the names begin with
 * @now: the time
 *
 * Removes what programs left behind that were killed after psr_scratch_folder_make().
 * What others own is left alone, as is a folder whose program lives.
 *
 * Returns: how many were removed
 */
guint
psr_scratch_folder_sweep (const char   *prefix,
                          PsrTimestamp  now)
{
  g_autoptr(GDir) files = NULL;
  const char *name;
  guint removed = 0;

  g_return_val_if_fail (prefix != NULL, 0);

  files = g_dir_open (g_get_tmp_dir (), 0, NULL);

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = NULL;

      if (!g_str_has_prefix (name, prefix) || strlen (name) != strlen (prefix) + strlen ("XXXXXX"))
        continue;

      path = g_build_filename (g_get_tmp_dir (), name, NULL);

      if (is_left (path, now))
        {
          psr_scratch_folder_remove (path);
          removed++;
        }
    }

  return removed;
}
