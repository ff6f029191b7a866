/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_CLOCK (psr_clock_get_type ())
G_DECLARE_INTERFACE (PsrClock, psr_clock, PSR, CLOCK, GObject)

/**
 * PsrClockInterface:
 * @now: the time of day
 * @monotonic: a time that never jumps
 * @sleep: a future that resolves after a while
 *
 * The one way to learn the time and to wait.
 */
struct _PsrClockInterface
{
  GTypeInterface parent_iface;

  PsrTimestamp  (*now)       (PsrClock *self);
  gint64        (*monotonic) (PsrClock *self);
  DexFuture    *(*sleep)     (PsrClock *self,
                              gint64    usec);
};

PsrTimestamp  psr_clock_now       (PsrClock *self);
gint64        psr_clock_monotonic (PsrClock *self);
DexFuture    *psr_clock_sleep     (PsrClock *self,
                                   gint64    usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
