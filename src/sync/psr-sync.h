/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-sync-context.h"
#include "psr-sync-flow.h"
#include "psr-sync-report.h"

G_BEGIN_DECLS

/**
 * PsrSyncFlags:
 * @PSR_SYNC_DEFAULT: only what changed since the last run
 * @PSR_SYNC_FULL: read everything again, on both sides, and compare
 * @PSR_SYNC_DRY_RUN: make every decision and write nothing: Wello, the link
 *   table, what was agreed on and how far was read all stay as they are. What
 *   is read of Wello may be remembered.
 *
 * How to run a flow.
 */
typedef enum
{
  PSR_SYNC_DEFAULT = 0,
  PSR_SYNC_FULL    = 1 << 0,
  PSR_SYNC_DRY_RUN = 1 << 1,
} PsrSyncFlags;

/**
 * PsrSyncProgressFunc:
 * @report: what was done so far; not to be kept or changed
 * @data: as given
 *
 * Called on the main thread now and then while a flow runs.
 */
typedef void (*PsrSyncProgressFunc) (PsrSyncReport *report,
                                     gpointer       data);

DexFuture *psr_sync_run (PsrSyncContext      *context,
                         PsrSyncFlow          flow,
                         PsrSyncFlags         flags,
                         GCancellable        *stop,
                         PsrSyncProgressFunc  progress,
                         gpointer             data,
                         GDestroyNotify       data_free);
DexFuture *psr_sync_run_rows
                        (PsrSyncContext      *context,
                         PsrSyncFlow          flow,
                         PsrSyncFlags         flags,
                         const char * const  *rows,
                         GCancellable        *stop,
                         PsrSyncProgressFunc  progress,
                         gpointer             data,
                         GDestroyNotify       data_free);

G_END_DECLS
