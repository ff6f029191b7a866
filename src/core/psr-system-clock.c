/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-system-clock"

#include "config.h"

#include "psr-system-clock.h"

/**
 * PsrSystemClock:
 *
 * The clock of this computer. It may be read from any thread.
 */
struct _PsrSystemClock
{
  GObject parent_instance;
};

static void psr_system_clock_clock_init (PsrClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrSystemClock, psr_system_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_CLOCK, psr_system_clock_clock_init))

static PsrTimestamp
psr_system_clock_now (PsrClock *clock)
{
  g_assert (PSR_IS_SYSTEM_CLOCK (clock));

  return g_get_real_time ();
}

static gint64
psr_system_clock_monotonic (PsrClock *clock)
{
  g_assert (PSR_IS_SYSTEM_CLOCK (clock));

  return g_get_monotonic_time ();
}

/* libdex rejects with a time-out; for a sleeper that is the good end. */
static DexFuture *
wake_cb (DexFuture *timeout,
         gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert (DEX_IS_FUTURE (timeout));

  if (dex_future_get_value (timeout, &error) == NULL &&
      !g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
psr_system_clock_sleep (PsrClock *clock,
                        gint64    usec)
{
  g_assert (PSR_IS_SYSTEM_CLOCK (clock));
  g_assert (usec > 0);

  return dex_future_finally (dex_timeout_new_usec (usec), wake_cb, NULL, NULL);
}

static void
psr_system_clock_clock_init (PsrClockInterface *iface)
{
  iface->now = psr_system_clock_now;
  iface->monotonic = psr_system_clock_monotonic;
  iface->sleep = psr_system_clock_sleep;
}

static void
psr_system_clock_class_init (PsrSystemClockClass *klass)
{
}

static void
psr_system_clock_init (PsrSystemClock *self)
{
}

/**
 * psr_system_clock_new:
 *
 * Returns: (transfer full): the clock of this computer
 */
PsrClock *
psr_system_clock_new (void)
{
  return g_object_new (PSR_TYPE_SYSTEM_CLOCK, NULL);
}
