/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"

G_BEGIN_DECLS

#define PSR_TYPE_SYSTEM_CLOCK (psr_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (PsrSystemClock, psr_system_clock, PSR, SYSTEM_CLOCK, GObject)

PsrClock *psr_system_clock_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
