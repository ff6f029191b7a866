/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

/* Await in a fiber. */
gboolean psr_sync_reference_work (PsrSyncRun  *run,
                                  GError     **error);

G_END_DECLS
