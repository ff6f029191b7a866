/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-push-run.h"

G_BEGIN_DECLS

void psr_quote_sweep_run       (PsrPushRun *run);
void psr_quote_sweep_note_left (PsrPushRun *run,
                                const char *number);

G_END_DECLS
