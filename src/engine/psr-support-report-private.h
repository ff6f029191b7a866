/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-status.h"
#include "psr-history.h"
#include "psr-profile.h"
#include "psr-support-report.h"

G_BEGIN_DECLS

void psr_report_add          (GPtrArray       *lines,
                              const char      *section,
                              const char      *name,
                              const char      *format,
                              ...) G_GNUC_PRINTF (4, 5);
void psr_report_add_status   (GPtrArray       *lines,
                              PsrEngineStatus *status);
void psr_report_add_runs     (GPtrArray       *lines,
                              PsrHistory      *history);
void psr_report_add_requests (GPtrArray       *lines,
                              PsrHistory      *history);
void psr_report_add_off      (GPtrArray       *lines,
                              PsrProfile      *profile);

G_END_DECLS
