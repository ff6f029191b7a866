/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For the store's own use: files that are locked with flock(), which ends with
 * the process and works across sandboxes. */

typedef enum {
  PSR_LOCK_FILE_SHARED,
  PSR_LOCK_FILE_EXCLUSIVE,
} PsrLockFileMode;

typedef enum {
  PSR_LOCK_FILE_DONE,
  PSR_LOCK_FILE_TAKEN,
  PSR_LOCK_FILE_MISSING,
  PSR_LOCK_FILE_FAILED,
} PsrLockFileResult;

PsrLockFileResult psr_lock_file_try  (const char       *path,
                                      gboolean          create,
                                      PsrLockFileMode   mode,
                                      int              *fd,
                                      GError          **error);
int               psr_lock_file_wait (const char       *path,
                                      GError          **error);

G_END_DECLS
