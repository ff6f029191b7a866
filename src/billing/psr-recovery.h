/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-push-run.h"

G_BEGIN_DECLS

GPtrArray *psr_recovery_take_over (PsrPushRun  *run,
                                   GError     **error);

G_END_DECLS
