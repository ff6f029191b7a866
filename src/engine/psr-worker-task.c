/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-worker-task"

#include "config.h"

#include "psr-service-error.h"
#include "psr-worker-task.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* Without a network the next try costs nothing, so it comes soon … */
#define OFFLINE_FIRST (30 * SECOND)
#define OFFLINE_MOST  (5 * 60 * SECOND)

/* … and a service that says that it has enough gets more time each time. */
#define BUSY_MOST     (30 * 60 * SECOND)

/**
 * psr_worker_task_new:
 * @name: its stable name
 * @lane: where it is done
 * @interval: how often, in microseconds
 * @due: when for the first time
 *
 * Returns: (transfer full): the task
 */
PsrWorkerTask *
psr_worker_task_new (const char    *name,
                     PsrEngineLane  lane,
                     gint64         interval,
                     PsrTimestamp   due)
{
  PsrWorkerTask *self = g_new0 (PsrWorkerTask, 1);

  self->name = g_strdup (name);
  self->lane = lane;
  self->interval = interval;
  self->wait = interval;
  self->due = due;

  return self;
}

/**
 * psr_worker_task_free:
 * @self: (transfer full): a task
 */
void
psr_worker_task_free (PsrWorkerTask *self)
{
  g_free (self->name);
  g_free (self->told);
  g_free (self);
}

/**
 * psr_worker_task_is_due:
 * @self: a task
 * @now: the time
 *
 * The time of day is asked, since it goes on while the computer sleeps. It may
 * also be set back: then what was due later than it can be is due now.
 *
 * Returns: whether it is time
 */
gboolean
psr_worker_task_is_due (PsrWorkerTask *self,
                        PsrTimestamp   now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->due <= now || self->due > now + self->wait;
}

/**
 * psr_worker_task_well:
 * @self: a task
 * @now: the time
 *
 * It was done: the next time comes after its interval, or at once when it is outdated.
 */
void
psr_worker_task_well (PsrWorkerTask *self,
                      PsrTimestamp   now)
{
  g_return_if_fail (self != NULL);

  self->has_failed = FALSE;
  self->wait = self->interval;
  self->due = self->is_outdated ? now : now + self->wait;
}

/**
 * psr_worker_task_failed:
 * @self: a task
 * @error: why
 * @now: the time
 *
 * It went wrong: says when it is tried again.
 */
void
psr_worker_task_failed (PsrWorkerTask *self,
                        const GError  *error,
                        PsrTimestamp   now)
{
  g_return_if_fail (self != NULL && error != NULL);

  self->has_failed = TRUE;
  if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNREACHABLE))
    self->wait = self->wait >= OFFLINE_FIRST && self->wait < self->interval ? MIN (self->wait * 2, OFFLINE_MOST)
                                                                            : OFFLINE_FIRST;
  else if (g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED) ||
           g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE))
    self->wait = MIN (MAX (self->wait, self->interval) * 2, BUSY_MOST);
  else
    self->wait = self->interval;

  self->due = now + self->wait;
}

/**
 * psr_worker_task_is_news:
 * @self: a task
 * @text: (nullable): what there is to tell, or %NULL when there is nothing
 *
 * Returns: whether it was not what was told last
 */
gboolean
psr_worker_task_is_news (PsrWorkerTask *self,
                         const char    *text)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_set_str (&self->told, text) && text != NULL;
}
