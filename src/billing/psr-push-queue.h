/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-push-run.h"

G_BEGIN_DECLS

DexFuture *psr_push_queue_run (PsrPushRun *run,
                               GPtrArray  *documents);

G_END_DECLS
