/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

gboolean  psr_sync_articles_is_new    (JsonObject  *article);
/* Await in a fiber. */
gboolean  psr_sync_articles_propose   (PsrSyncRun  *run,
                                       GPtrArray   *articles,
                                       GError     **error);
GBytes   *psr_sync_articles_make_body (PsrSyncRun  *run,
                                       JsonObject  *article,
                                       GError     **error);

G_END_DECLS
