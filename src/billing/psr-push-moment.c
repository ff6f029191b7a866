/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-moment"

#include "config.h"

#include "psr-push-moment.h"

/**
 * psr_push_moment_now:
 * @clock: the clock
 *
 * Returns: this moment
 */
PsrPushMoment
psr_push_moment_now (PsrClock *clock)
{
  PsrPushMoment moment = { 0, PSR_TIMESTAMP_NONE };

  g_return_val_if_fail (PSR_IS_CLOCK (clock), moment);

  moment.monotonic = psr_clock_monotonic (clock);
  moment.now = psr_clock_now (clock);

  return moment;
}

/**
 * psr_push_moment_get_age:
 * @self: a moment of before
 * @clock: the clock
 *
 * Returns: how many microseconds passed since, not less than did
 */
gint64
psr_push_moment_get_age (const PsrPushMoment *self,
                         PsrClock            *clock)
{
  PsrPushMoment now;

  g_return_val_if_fail (self != NULL, G_MAXINT64);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), G_MAXINT64);

  now = psr_push_moment_now (clock);

  return MAX (MAX (now.monotonic - self->monotonic, now.now - self->now), 0);
}
