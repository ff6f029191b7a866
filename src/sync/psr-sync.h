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
 * @PSR_SYNC_SETTLE_BC: of rows that wait for a person, Business Central's values count
 * @PSR_SYNC_SETTLE_WELLO: of rows that wait for a person, Wello's values count
 * @PSR_SYNC_ALL_GONE: what is gone in Business Central is looked for now, and told however
 *   much it is
 *
 * How to run a flow.
 */
typedef enum
{
  PSR_SYNC_DEFAULT = 0,
  PSR_SYNC_FULL    = 1 << 0,
  PSR_SYNC_DRY_RUN = 1 << 1,
  PSR_SYNC_SETTLE_BC = 1 << 2,
  PSR_SYNC_SETTLE_WELLO = 1 << 3,
  PSR_SYNC_ALL_GONE = 1 << 4,
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
                         const char * const  *marks,
                         GCancellable        *stop,
                         PsrSyncProgressFunc  progress,
                         gpointer             data,
                         GDestroyNotify       data_free);

G_END_DECLS
