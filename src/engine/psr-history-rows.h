/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-history.h"
#include "psr-row-event.h"
#include "psr-run.h"
#include "psr-skipped-row.h"

G_BEGIN_DECLS

void psr_history_take_run     (PsrHistory          *history,
                               const PsrRun        *run);
void psr_history_take_event   (PsrHistory          *history,
                               const PsrRowEvent   *event);
void psr_history_take_skipped (PsrHistory          *history,
                               const PsrSkippedRow *skipped);

G_END_DECLS
