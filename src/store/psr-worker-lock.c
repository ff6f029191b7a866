/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-worker-lock"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-lock-file.h"
#include "psr-store-error-private.h"
#include "psr-timestamp.h"
#include "psr-worker-lock.h"

#define FILE_NAME "worker.lock"

/* psr_worker_lock_describe() of another process holds the lock for some
 * microseconds: it mustn't be taken for a worker. */
#define TRIES 50

struct _PsrWorkerLock
{
  int fd;
};

/* The text helps people only; what counts is the lock. */
static void
write_text (int         fd,
            const char *text)
{
  gsize length = strlen (text);
  gsize written = 0;

  g_assert (fd >= 0);

  if (ftruncate (fd, 0) != 0)
    {
      g_message ("Emptying the worker's lock file: %s", g_strerror (errno));
      return;
    }

  while (written < length)
    {
      ssize_t result = pwrite (fd, text + written, length - written, (off_t) written);

      if (result < 0 && errno == EINTR)
        continue;

      if (result <= 0)
        {
          g_message ("Writing the worker's lock file: %s", g_strerror (errno));
          return;
        }

      written += (gsize) result;
    }
}

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    {
      g_debug ("Reading the worker's lock file: %s", error->message);
      return g_strdup ("");
    }

  return g_strstrip (text);
}

/**
 * psr_worker_lock_acquire:
 * @folder: a #PsrStateFolder
 * @who: what others are told: the program and the person
 * @error: return location for a %PSR_STORE_ERROR; %PSR_STORE_ERROR_LOCKED when
 *   another process is the worker, with who and since when
 *
 * Tries to become the worker of a state folder.
 *
 * Returns: (transfer full): the lock, or %NULL
 */
PsrWorkerLock *
psr_worker_lock_acquire (PsrStateFolder  *folder,
                         const char      *who,
                         GError         **error)
{
  g_autofree char *path = NULL;
  PsrLockFileResult result;
  PsrWorkerLock *self;
  int fd;

  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), NULL);
  g_return_val_if_fail (who != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  path = psr_state_folder_build_filename (folder, FILE_NAME);

  result = psr_lock_file_try (path, TRUE, PSR_LOCK_FILE_EXCLUSIVE, &fd, error);
  for (guint i = 1; i < TRIES && result == PSR_LOCK_FILE_TAKEN; i++)
    {
      g_thread_yield ();
      result = psr_lock_file_try (path, TRUE, PSR_LOCK_FILE_EXCLUSIVE, &fd, error);
    }

  if (result == PSR_LOCK_FILE_TAKEN)
    {
      g_autofree char *why = read_text (path);

      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED,
                               _("Another Passerelle is at work on the same data."),
                               why[0] != '\0' ? why : _("It didn’t say which one it is."),
                               _("Wait until it has finished, or close it. What you ask for meanwhile is done by it."));
      return NULL;
    }

  if (result != PSR_LOCK_FILE_DONE)
    return NULL;

  {
    g_autofree char *since = psr_timestamp_localise_zone (psr_clock_now (psr_state_folder_get_clock (folder)));
    /* Translators: first a program or person, then a machine, a process number and a time */
    g_autofree char *text = g_strdup_printf (_("%s on %s (process %d) since %s"),
                                             who, g_get_host_name (), (int) getpid (), since);
    g_autofree char *line = g_strconcat (text, "\n", NULL);

    write_text (fd, line);
  }

  self = g_new0 (PsrWorkerLock, 1);
  self->fd = fd;

  return self;
}

/**
 * psr_worker_lock_free:
 * @self: (transfer full): a #PsrWorkerLock
 *
 * Lets others be the worker.
 */
void
psr_worker_lock_free (PsrWorkerLock *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  g_free (self);
}

/**
 * psr_worker_lock_describe:
 * @folder: a #PsrStateFolder
 *
 * Tells who is the worker, of any process including this one.
 *
 * Returns: (transfer full) (nullable): who and since when, or %NULL when there
 *   is none
 */
char *
psr_worker_lock_describe (PsrStateFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  PsrLockFileResult result;
  int fd;

  g_return_val_if_fail (PSR_IS_STATE_FOLDER (folder), NULL);

  path = psr_state_folder_build_filename (folder, FILE_NAME);

  /* Shared, so that two who ask at once don't take each other for a worker. */
  result = psr_lock_file_try (path, FALSE, PSR_LOCK_FILE_SHARED, &fd, &error);

  switch (result)
    {
    case PSR_LOCK_FILE_TAKEN:
      return read_text (path);

    case PSR_LOCK_FILE_DONE:
      close (fd);
      return NULL;

    case PSR_LOCK_FILE_FAILED:
      g_message ("Looking at the worker's lock: %s", error->message);
      return NULL;

    case PSR_LOCK_FILE_MISSING:
    default:
      return NULL;
    }
}
