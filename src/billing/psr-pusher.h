/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-billing-context.h"
#include "psr-billing.h"

G_BEGIN_DECLS

/**
 * PsrPusherFlags:
 * @PSR_PUSHER_SETTLE_ONLY: finish what was begun, and begin nothing
 * @PSR_PUSHER_AWAKE: what was to be tried again within a minute is tried now
 */
typedef enum
{
  PSR_PUSHER_NONE        = 0,
  PSR_PUSHER_SETTLE_ONLY = 1 << 0,
  PSR_PUSHER_AWAKE       = 1 << 1,
} PsrPusherFlags;

DexFuture *psr_pusher_run (PsrBillingContext      *context,
                           PsrPusherFlags          flags,
                           GCancellable           *stop,
                           PsrBillingProgressFunc  progress,
                           gpointer                progress_data,
                           GDestroyNotify          progress_destroy);

G_END_DECLS
