/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

gboolean psr_sync_left_is_gone    (PsrSyncContext  *context,
                                   PsrSyncFlow      flow,
                                   const char      *bc_id,
                                   gboolean        *is_gone,
                                   GError         **error);
gboolean psr_sync_left_take_place (PsrSyncContext  *context,
                                   PsrSyncFlow      flow,
                                   const char      *left,
                                   PsrLink         *link,
                                   const char      *who,
                                   GError         **error);

G_END_DECLS
