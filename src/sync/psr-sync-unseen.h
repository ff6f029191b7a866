/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

gboolean psr_sync_forget_unseen (PsrSyncRun  *run,
                                 PsrEntity    entity,
                                 GError     **error);

G_END_DECLS
