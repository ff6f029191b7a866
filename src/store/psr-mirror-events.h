/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/* For PsrMirrorStore: what became of records in earlier runs. */

gboolean   psr_mirror_events_forget (PsrConnection  *connection,
                                     PsrTimestamp    before,
                                     GError        **error);
DexFuture *psr_mirror_events_list   (PsrConnection  *connection,
                                     gpointer        data);
DexFuture *psr_mirror_events_list_days
                                    (PsrConnection  *connection,
                                     gpointer        data);

G_END_DECLS
