/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-throttle-pass.h"

G_BEGIN_DECLS

#define PSR_TYPE_THROTTLE (psr_throttle_get_type ())
G_DECLARE_FINAL_TYPE (PsrThrottle, psr_throttle, PSR, THROTTLE, GObject)

PsrThrottle *psr_throttle_new            (PsrClock    *clock,
                                          guint        max_at_once,
                                          guint        max_per_window,
                                          gint64       window_usec);
PsrThrottle *psr_throttle_new_adaptive   (PsrClock    *clock,
                                          guint        max_at_once);
PsrThrottle *psr_throttle_new_for_bc     (PsrClock    *clock);
PsrThrottle *psr_throttle_new_for_wello  (PsrClock    *clock);
DexFuture   *psr_throttle_acquire        (PsrThrottle *self);
void         psr_throttle_slow_down      (PsrThrottle *self,
                                          gint64       retry_after);
void         psr_throttle_set_impatient  (PsrThrottle *self,
                                          gboolean     is_impatient);
void         psr_throttle_note           (PsrThrottle *self,
                                          guint        status,
                                          gint64       took,
                                          gint64       retry_after);
gint64       psr_throttle_get_pause      (PsrThrottle *self);
guint        psr_throttle_get_in_use     (PsrThrottle *self);
guint        psr_throttle_get_at_once    (PsrThrottle *self);
guint        psr_throttle_get_per_window (PsrThrottle *self);

G_END_DECLS
