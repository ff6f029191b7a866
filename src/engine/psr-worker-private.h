/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-worker-task.h"
#include "psr-worker.h"

G_BEGIN_DECLS

#define PSR_WORKER_N_LANES 2

typedef struct
{
  PsrEngineWork  work;
  DexFuture     *running;
  gboolean       is_asked;  /* somebody may have asked for something */
} PsrWorkerLane;

struct _PsrWorker
{
  GObject        parent_instance;

  PsrEngine     *engine;
  PsrWorkerFunc  func;
  gpointer       data;
  PsrWorkerNewsFunc news_func;
  gpointer       news_data;

  GPtrArray     *tasks;
  PsrWorkerLane  lanes[PSR_WORKER_N_LANES];
  DexFuture     *reading;   /* (nullable): of what was done, beside the lanes */
  gint64         version;
  gboolean       is_woken;  /* what failed is to be tried at once */
  GError        *fatal;
};

void           psr_worker_tell      (PsrWorker       *self,
                                     PsrWorkerLevel   level,
                                     const char      *text);
void           psr_worker_inform    (PsrWorker       *self,
                                     PsrWorkerNews   *news);
gboolean       psr_worker_is_fatal  (const GError    *error);
gboolean       psr_worker_is_stop   (PsrWorker       *self,
                                     const GError    *error);
PsrWorkerTask *psr_worker_find_task (PsrWorker       *self,
                                     const char      *name);
void           psr_worker_look_again
                                    (PsrWorker       *self,
                                     PsrTimestamp     now);
void           psr_worker_begin_reading
                                    (PsrWorker       *self);
gboolean       psr_worker_run_task  (PsrWorker       *self,
                                     PsrWorkerLane   *lane,
                                     PsrWorkerTask   *task,
                                     GError         **error);

G_END_DECLS
