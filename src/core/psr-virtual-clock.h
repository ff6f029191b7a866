/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"

G_BEGIN_DECLS

#define PSR_TYPE_VIRTUAL_CLOCK (psr_virtual_clock_get_type ())
G_DECLARE_FINAL_TYPE (PsrVirtualClock, psr_virtual_clock, PSR, VIRTUAL_CLOCK, GObject)

PsrClock *psr_virtual_clock_new      (PsrTimestamp     start) G_GNUC_WARN_UNUSED_RESULT;
void      psr_virtual_clock_advance  (PsrVirtualClock *self,
                                      gint64           usec);
void      psr_virtual_clock_suspend  (PsrVirtualClock *self,
                                      gint64           usec);
gint64    psr_virtual_clock_next_due (PsrVirtualClock *self);

G_END_DECLS
