/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

/* The watermark that says how far prices were read. "2": since what is remembered goes by the
 * article, too. */
#define PSR_SYNC_PRICES_STREAM "prices.2"

gboolean psr_sync_prices_work (PsrSyncRun  *run,
                               GError     **error);

G_END_DECLS
