/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-work.h"

G_BEGIN_DECLS

/**
 * PsrWorkerTask:
 * @name: the stable name of a flow, or `workorders` or `followed`
 * @lane: where it is done
 * @interval: how often, in microseconds
 * @wait: how long until the next time; longer while it fails
 * @due: when the next time is
 * @has_failed: whether it went wrong the last time
 * @is_outdated: whether it is to be done once more, because what it reads changed since
 *   it began
 * @told: (nullable): what was told of it last, so that it isn't told twice
 *
 * Something that is done again and again.
 */
typedef struct
{
  char          *name;
  PsrEngineLane  lane;
  gint64         interval;
  gint64         wait;
  PsrTimestamp   due;
  gboolean       has_failed;
  gboolean       is_outdated;
  char          *told;
} PsrWorkerTask;

PsrWorkerTask *psr_worker_task_new     (const char     *name,
                                        PsrEngineLane   lane,
                                        gint64          interval,
                                        PsrTimestamp    due);
void           psr_worker_task_free    (PsrWorkerTask  *self);
gboolean       psr_worker_task_is_due  (PsrWorkerTask  *self,
                                        PsrTimestamp    now);
void           psr_worker_task_well    (PsrWorkerTask  *self,
                                        PsrTimestamp    now);
void           psr_worker_task_failed  (PsrWorkerTask  *self,
                                        const GError   *error,
                                        PsrTimestamp    now);
gboolean       psr_worker_task_is_news (PsrWorkerTask  *self,
                                        const char     *text);

G_END_DECLS
