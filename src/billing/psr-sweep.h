/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-push-run.h"

G_BEGIN_DECLS

gboolean psr_sweep_run (PsrPushRun  *run,
                        GError     **error);

G_END_DECLS
