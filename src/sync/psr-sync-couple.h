/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

PsrLink  *psr_sync_couple   (PsrSyncContext  *context,
                             PsrSyncFlow      flow,
                             const char      *bc,
                             const char      *wello,
                             const char      *who,
                             GError         **error);
PsrLink  *psr_sync_uncouple (PsrSyncContext  *context,
                             PsrSyncFlow      flow,
                             const char      *bc,
                             const char      *who,
                             GError         **error);
gboolean  psr_sync_reset    (PsrSyncContext  *context,
                             PsrSyncFlow      flow,
                             GError         **error);
void      psr_sync_set_no_coupling
                            (GError         **error,
                             PsrSyncFlow      flow);

G_END_DECLS
