/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

/**
 * PsrSyncSide:
 * @PSR_SYNC_SIDE_BC: Business Central
 * @PSR_SYNC_SIDE_WELLO: Wello
 *
 * Which of the two.
 */
typedef enum
{
  PSR_SYNC_SIDE_BC,
  PSR_SYNC_SIDE_WELLO,
} PsrSyncSide;

GPtrArray *psr_sync_try_filter (PsrSyncContext  *context,
                                PsrSyncFlow      flow,
                                PsrSyncSide      side,
                                const char      *filter,
                                gboolean        *has_more,
                                GError         **error);

G_END_DECLS
