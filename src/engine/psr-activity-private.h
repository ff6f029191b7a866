/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-activity.h"
#include "psr-audit-row.h"
#include "psr-engine-private.h"

G_BEGIN_DECLS

/* What lines of the timeline are made of. */

void psr_activity_add_audit (GPtrArray         *activities,
                             const PsrAuditRow *row);
void psr_activity_add_run   (GPtrArray         *activities,
                             const PsrRun      *run);

G_END_DECLS
