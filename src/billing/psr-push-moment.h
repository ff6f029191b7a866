/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"

G_BEGIN_DECLS

/**
 * PsrPushMoment:
 * @monotonic: the time by the clock that nobody sets, in microseconds
 * @now: the time of day
 *
 * A moment by both clocks. The monotonic one stands still while the computer sleeps and
 * the other one may be set, so the one that went further is believed.
 */
typedef struct
{
  gint64       monotonic;
  PsrTimestamp now;
} PsrPushMoment;

PsrPushMoment psr_push_moment_now     (PsrClock            *clock);
gint64        psr_push_moment_get_age (const PsrPushMoment *self,
                                       PsrClock            *clock);

G_END_DECLS
