/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine.h"

G_BEGIN_DECLS

/**
 * PsrWorkerLevel:
 * @PSR_WORKER_INFO: something was done
 * @PSR_WORKER_WARNING: something is wrong, and is tried again
 *
 * How much a line of a worker matters.
 */
typedef enum
{
  PSR_WORKER_INFO,
  PSR_WORKER_WARNING,
} PsrWorkerLevel;

/**
 * PsrWorkerFunc:
 * @level: how much it matters
 * @text: what happened, one line, translated
 * @user_data: the data given with the function
 */
typedef void (*PsrWorkerFunc) (PsrWorkerLevel  level,
                               const char     *text,
                               gpointer        user_data);

/**
 * PsrWorkerNewsKind:
 * @PSR_WORKER_NEWS_AT_WORK: it begins to work
 * @PSR_WORKER_NEWS_WAITS: another program works on the same state
 * @PSR_WORKER_NEWS_NO_ENTRY: a service can't be reached, or doesn't let us in
 * @PSR_WORKER_NEWS_NO_BILLING: nothing can be billed as the profile is
 * @PSR_WORKER_NEWS_DONE: a task was done
 * @PSR_WORKER_NEWS_FAILED: a task could not be done, and is tried again
 *
 * What a program that shows a worker is told of it.
 */
typedef enum
{
  PSR_WORKER_NEWS_AT_WORK,
  PSR_WORKER_NEWS_WAITS,
  PSR_WORKER_NEWS_NO_ENTRY,
  PSR_WORKER_NEWS_NO_BILLING,
  PSR_WORKER_NEWS_DONE,
  PSR_WORKER_NEWS_FAILED,
} PsrWorkerNewsKind;

/**
 * PsrWorkerNews:
 * @kind: what it is about
 * @task: (nullable): the stable name of a flow, `workorders` or `followed`
 * @error: (nullable): why not
 * @found: how many invoices are new
 * @ready: how many can be billed
 * @refused: how many documents were refused, or need a look
 * @number: (nullable): the number of the invoice, where it is one that is new or was refused
 * @id: its id in the ledger, or 0
 * @at: when
 *
 * What happened, as plain values; whoever keeps it copies it.
 */
typedef struct
{
  PsrWorkerNewsKind  kind;
  const char        *task;
  const GError      *error;
  guint              found;
  guint              ready;
  guint              refused;
  const char        *number;
  gint64             id;
  PsrTimestamp       at;
} PsrWorkerNews;

/**
 * PsrWorkerNewsFunc:
 * @news: what happened; gone afterwards
 * @user_data: the data given with the function
 *
 * Called in a fiber, whose stack is small.
 */
typedef void (*PsrWorkerNewsFunc) (const PsrWorkerNews *news,
                                   gpointer             user_data);

#define PSR_WORKER_WORK_ORDERS "workorders"
#define PSR_WORKER_FOLLOWED    "followed"

#define PSR_TYPE_WORKER (psr_worker_get_type ())

/**
 * PsrWorker:
 *
 * The one that works on a state folder, for as long as its program runs: flows,
 * completed work and followed documents on their intervals, and whatever other
 * processes ask for.
 */
G_DECLARE_FINAL_TYPE (PsrWorker, psr_worker, PSR, WORKER, GObject)

PsrWorker    *psr_worker_new           (PsrEngine         *engine,
                                        PsrWorkerFunc      func,
                                        gpointer           data);
void          psr_worker_set_news_func (PsrWorker         *self,
                                        PsrWorkerNewsFunc  func,
                                        gpointer           data);
DexFuture    *psr_worker_run           (PsrWorker         *self);
void          psr_worker_wake          (PsrWorker         *self);
PsrTimestamp  psr_worker_get_due       (PsrWorker         *self,
                                        const char        *task);

G_END_DECLS
