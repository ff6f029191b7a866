/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-push-run.h"

G_BEGIN_DECLS

void psr_quote_sweep_run (PsrPushRun *run);

G_END_DECLS
