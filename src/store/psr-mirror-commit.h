/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-connection.h"
#include "psr-mirror-page.h"

G_BEGIN_DECLS

/* For PsrMirrorStore: the body of psr_mirror_store_commit(). */

gpointer   psr_mirror_commit_job_new  (PsrMirrorPage *page,
                                       PsrTimestamp   now);
void       psr_mirror_commit_job_free (gpointer       data);
void       psr_mirror_commit_prepare  (gpointer       data);
DexFuture *psr_mirror_commit_run      (PsrConnection *connection,
                                       gpointer       data);

G_END_DECLS
