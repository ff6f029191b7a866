/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PSR_TYPE_THROTTLE_PASS (psr_throttle_pass_get_type ())
G_DECLARE_FINAL_TYPE (PsrThrottlePass, psr_throttle_pass, PSR, THROTTLE_PASS, GObject)

void psr_throttle_pass_release (PsrThrottlePass *self);

G_END_DECLS
