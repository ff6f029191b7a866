/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-server-time"

#include "config.h"

#include "psr-server-time.h"

/**
 * psr_server_time_init:
 * @self: memory
 *
 * Sets to nothing known.
 */
void
psr_server_time_init (PsrServerTime *self)
{
  g_return_if_fail (self != NULL);

  *self = (PsrServerTime) { PSR_TIMESTAMP_NONE, 0, PSR_TIMESTAMP_NONE, 0, 0 };
}

/**
 * psr_server_time_note:
 * @self: what is known
 * @response: (transfer none): an answer that came just now
 * @clock: our clock
 * @now: the time of day right before it was asked for
 * @monotonic: the same by the clock that nobody sets
 *
 * Learns from the answer's Date; one without changes nothing. Nor does an older one of an
 * answer that was under way together with the one that is known.
 */
void
psr_server_time_note (PsrServerTime *self,
                      PsrResponse   *response,
                      PsrClock      *clock,
                      PsrTimestamp   now,
                      gint64         monotonic)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (PSR_IS_RESPONSE (response));
  g_return_if_fail (PSR_IS_CLOCK (clock));

  if (psr_response_get_date (response) == PSR_TIMESTAMP_NONE)
    return;

  if (self->date != PSR_TIMESTAMP_NONE && psr_response_get_date (response) < self->date && monotonic < self->came)
    return;

  self->date = psr_response_get_date (response);
  self->skew = self->date - psr_response_get_received (response);
  self->now = now;
  self->monotonic = monotonic;
  self->came = psr_clock_monotonic (clock);
}

/**
 * psr_server_time_get_age:
 * @self: what is known
 * @clock: our clock
 *
 * The monotonic clock stands still while the computer sleeps and the other one may be set,
 * so the one that went further is believed.
 *
 * Returns: how many microseconds ago the answer was given, not less than it was;
 *   %G_MAXINT64 when there was none
 */
gint64
psr_server_time_get_age (const PsrServerTime *self,
                         PsrClock            *clock)
{
  gint64 passed;

  g_return_val_if_fail (self != NULL, G_MAXINT64);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), G_MAXINT64);

  if (self->date == PSR_TIMESTAMP_NONE)
    return G_MAXINT64;

  passed = MAX (psr_clock_now (clock) - self->now, psr_clock_monotonic (clock) - self->monotonic);

  return MAX (passed, 0);
}

/**
 * psr_server_time_get_least:
 * @self: what is known
 * @clock: our clock
 *
 * Between its answers, and where they have no Date any more, a server's time goes on as far
 * as the clock does that nobody sets; that one stands still while the computer sleeps.
 *
 * Returns: what the server's time is, not more than it is; %PSR_TIMESTAMP_NONE when it never
 *   told
 */
PsrTimestamp
psr_server_time_get_least (const PsrServerTime *self,
                           PsrClock            *clock)
{
  g_return_val_if_fail (self != NULL, PSR_TIMESTAMP_NONE);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), PSR_TIMESTAMP_NONE);

  if (self->date == PSR_TIMESTAMP_NONE)
    return PSR_TIMESTAMP_NONE;

  return self->date + MAX (psr_clock_monotonic (clock) - self->came, 0);
}
