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

#define PSR_TYPE_WORKER (psr_worker_get_type ())

/**
 * PsrWorker:
 *
 * The one that works on a state folder, for as long as its program runs: flows,
 * completed work and followed documents on their intervals, and whatever other
 * processes ask for.
 */
G_DECLARE_FINAL_TYPE (PsrWorker, psr_worker, PSR, WORKER, GObject)

PsrWorker *psr_worker_new (PsrEngine     *engine,
                           PsrWorkerFunc  func,
                           gpointer       data);
DexFuture *psr_worker_run (PsrWorker     *self);

G_END_DECLS
