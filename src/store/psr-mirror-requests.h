/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-request-entry.h"

G_BEGIN_DECLS

/* For PsrMirrorStore: the log of requests. */

typedef struct {
  PsrRequestEntry *entry;
  PsrTimestamp before; /* those that are older are forgotten */
  gint64 limit; /* -1 for none */
} PsrMirrorRequestsJob;

void       psr_mirror_requests_job_free (gpointer       data);
DexFuture *psr_mirror_requests_add      (PsrConnection *connection,
                                         gpointer       data);
DexFuture *psr_mirror_requests_list     (PsrConnection *connection,
                                         gpointer       data);

G_END_DECLS
