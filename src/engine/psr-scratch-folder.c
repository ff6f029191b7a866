/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-scratch-folder"

#include "config.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>

#include "psr-scratch-folder.h"

#define MAX_OPEN 8

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
