/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-clock"

#include "config.h"

#include "psr-clock.h"

G_DEFINE_INTERFACE (PsrClock, psr_clock, G_TYPE_OBJECT)

static void
psr_clock_default_init (PsrClockInterface *iface)
{
}

/**
 * psr_clock_now:
 * @self: a clock
 *
 * Returns: the time of day; it may jump
 */
PsrTimestamp
psr_clock_now (PsrClock *self)
{
  g_return_val_if_fail (PSR_IS_CLOCK (self), PSR_TIMESTAMP_NONE);

  return PSR_CLOCK_GET_IFACE (self)->now (self);
}

/**
 * psr_clock_monotonic:
 * @self: a clock
 *
 * Returns: microseconds since some moment; it never jumps
 */
gint64
psr_clock_monotonic (PsrClock *self)
{
  g_return_val_if_fail (PSR_IS_CLOCK (self), 0);

  return PSR_CLOCK_GET_IFACE (self)->monotonic (self);
}

/**
 * psr_clock_sleep:
 * @self: a clock
 * @usec: how many microseconds to wait; 0 or less is no wait
 *
 * Dropping the future ends the wait.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when they are over
 */
DexFuture *
psr_clock_sleep (PsrClock *self,
                 gint64    usec)
{
  g_return_val_if_fail (PSR_IS_CLOCK (self), NULL);

  if (usec <= 0)
    return dex_future_new_true ();

  return PSR_CLOCK_GET_IFACE (self)->sleep (self, usec);
}
