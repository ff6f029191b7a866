/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-throttle.h"

G_BEGIN_DECLS

PsrThrottlePass *psr_throttle_pass_new (PsrThrottle *throttle);
void             psr_throttle_release  (PsrThrottle *self);

G_END_DECLS
