/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-log-mover"

#include "config.h"

#include <libdex.h>

#include "psr-connection-private.h"
#include "psr-log-mover.h"

/* The log is moved whenever it has grown by so many pages. */
#define STEP 2000

struct _PsrLogMover
{
  char *path;
  char *lane;
  PsrConnection *connection; /* used on the lane only */

  /* Pages; used from several threads. */
  gint length; /* after the last commit */
  gint moved;  /* when it was moved last */
  gint busy;
};

typedef struct {
  PsrLogMover *mover;
  GObject *owner;
} Job;

/*
 * Makes a mover of the log of the file @path, which works on @lane.
 */
PsrLogMover *
psr_log_mover_new (const char *path,
                   const char *lane)
{
  PsrLogMover *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (lane != NULL, NULL);

  self = g_new0 (PsrLogMover, 1);
  self->path = g_strdup (path);
  self->lane = g_strdup (lane);

  return self;
}

void
psr_log_mover_free (PsrLogMover *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->connection, psr_connection_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->lane, g_free);
  g_free (self);
}

/*
 * Tells how many pages the log has after a commit; on the writer’s lane.
 */
void
psr_log_mover_note (PsrLogMover *self,
                    int          length)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->length, length);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_assert (job != NULL);

  g_clear_object (&job->owner);
  g_free (job);
}

/* What can’t be moved stays in the log, where it is safe. The writer reports it
 * when it has to wait for the disk itself. */
static DexFuture *
move_job (gpointer data)
{
  g_autoptr (GError) error = NULL;
  Job *job = data;
  PsrLogMover *self;
  gint length;

  g_assert (job != NULL);

  self = job->mover;
  length = g_atomic_int_get (&self->length);

  if ((self->connection == NULL &&
       !(self->connection = psr_connection_open (self->path, PSR_CONNECTION_DEFAULT, &error))) ||
      !psr_connection_move_log (self->connection, &error))
    g_info ("The log of “%s” isn’t moved: %s", self->path, error->message);

  g_atomic_int_set (&self->moved, length);
  g_atomic_int_set (&self->busy, FALSE);

  return dex_future_new_true ();
}

/*
 * Starts to move the log if it is long and nobody is at it yet.
 *
 * @owner is kept until that is done; it has to own the mover.
 */
void
psr_log_mover_run (PsrLogMover *self,
                   PsrExecutor *executor,
                   GObject     *owner)
{
  gint length;
  gint moved;
  Job *job;

  g_return_if_fail (self != NULL);
  g_return_if_fail (PSR_IS_EXECUTOR (executor));
  g_return_if_fail (G_IS_OBJECT (owner));

  length = g_atomic_int_get (&self->length);
  moved = g_atomic_int_get (&self->moved);

  /* Once all of it is in the file the log begins anew. */
  if (length - (moved <= length ? moved : 0) < STEP ||
      !g_atomic_int_compare_and_exchange (&self->busy, FALSE, TRUE))
    return;

  job = g_new0 (Job, 1);
  job->mover = self;
  job->owner = g_object_ref (owner);

  dex_unref (psr_executor_run (executor, self->lane, move_job, job, job_free));
}
