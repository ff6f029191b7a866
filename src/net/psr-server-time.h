/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-response.h"

G_BEGIN_DECLS

/**
 * PsrServerTime:
 * @date: the server's time when it sent its last answer with a Date, which has whole
 *   seconds, or %PSR_TIMESTAMP_NONE
 * @skew: by how many microseconds that was ahead of our clock; 0 before the first
 * @now: when it was asked for, by the time of day; it was given after that
 * @monotonic: when it was asked for, by the clock that nobody sets
 * @came: when it came, by the clock that nobody sets
 *
 * What a service's answers tell of its clock.
 */
typedef struct
{
  PsrTimestamp date;
  gint64       skew;
  PsrTimestamp now;
  gint64       monotonic;
  gint64       came;
} PsrServerTime;

void   psr_server_time_init    (PsrServerTime       *self);
void   psr_server_time_note    (PsrServerTime       *self,
                                PsrResponse         *response,
                                PsrClock            *clock,
                                PsrTimestamp         now,
                                gint64               monotonic);
PsrTimestamp psr_server_time_get_least (const PsrServerTime *self,
                                        PsrClock            *clock);
gint64 psr_server_time_get_age (const PsrServerTime *self,
                                PsrClock            *clock);

G_END_DECLS
