/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-lock-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "psr-lock-file.h"
#include "psr-store-error-private.h"

static int
flock_uninterrupted (int fd,
                     int operation)
{
  int result;

  do
    result = flock (fd, operation);
  while (result != 0 && errno == EINTR);

  return result;
}

/*
 * Tries to lock a file without waiting. On PSR_LOCK_FILE_DONE the lock lasts
 * until @fd is closed; on PSR_LOCK_FILE_FAILED @error is set.
 */
PsrLockFileResult
psr_lock_file_try (const char       *path,
                   gboolean          create,
                   PsrLockFileMode   mode,
                   int              *fd,
                   GError          **error)
{
  int opened;

  g_return_val_if_fail (path != NULL, PSR_LOCK_FILE_FAILED);
  g_return_val_if_fail (fd != NULL, PSR_LOCK_FILE_FAILED);
  g_return_val_if_fail (error == NULL || *error == NULL, PSR_LOCK_FILE_FAILED);

  *fd = -1;

  opened = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0600);
  if (opened < 0)
    {
      if (errno == ENOENT && !create)
        return PSR_LOCK_FILE_MISSING;

      psr_store_error_set_errno (error, errno, path);
      return PSR_LOCK_FILE_FAILED;
    }

  if (flock_uninterrupted (opened, (mode == PSR_LOCK_FILE_SHARED ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0)
    {
      int saved_errno = errno;

      close (opened);
      if (saved_errno == EWOULDBLOCK)
        return PSR_LOCK_FILE_TAKEN;

      psr_store_error_set_errno (error, saved_errno, path);
      return PSR_LOCK_FILE_FAILED;
    }

  *fd = opened;

  return PSR_LOCK_FILE_DONE;
}

/*
 * Makes a file if need be and waits until it is locked. Returns the descriptor
 * to close, or -1.
 */
int
psr_lock_file_wait (const char  *path,
                    GError     **error)
{
  int fd;

  g_return_val_if_fail (path != NULL, -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || flock_uninterrupted (fd, LOCK_EX) != 0)
    {
      psr_store_error_set_errno (error, errno, path);
      if (fd >= 0)
        close (fd);
      return -1;
    }

  return fd;
}
