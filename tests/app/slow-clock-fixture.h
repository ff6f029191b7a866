/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-system-clock.h"

/* A clock that is five minutes slow. */
#define TEST_TYPE_SLOW_CLOCK (test_slow_clock_get_type ())

G_DECLARE_FINAL_TYPE (TestSlowClock, test_slow_clock, TEST, SLOW_CLOCK, GObject)

struct _TestSlowClock
{
  GObject   parent_instance;

  PsrClock *clock;
};

static PsrTimestamp
slow_now (PsrClock *self)
{
  return psr_clock_now (TEST_SLOW_CLOCK (self)->clock) - 5 * G_TIME_SPAN_MINUTE;
}

static gint64
slow_monotonic (PsrClock *self)
{
  return psr_clock_monotonic (TEST_SLOW_CLOCK (self)->clock);
}

static DexFuture *
slow_sleep (PsrClock *self,
            gint64    usec)
{
  return psr_clock_sleep (TEST_SLOW_CLOCK (self)->clock, usec);
}

static void
slow_iface_init (PsrClockInterface *iface)
{
  iface->now = slow_now;
  iface->monotonic = slow_monotonic;
  iface->sleep = slow_sleep;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSlowClock, test_slow_clock, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (PSR_TYPE_CLOCK, slow_iface_init))

static void
test_slow_clock_finalize (GObject *object)
{
  g_clear_object (&TEST_SLOW_CLOCK (object)->clock);

  G_OBJECT_CLASS (test_slow_clock_parent_class)->finalize (object);
}

static void
test_slow_clock_class_init (TestSlowClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_slow_clock_finalize;
}

static void
test_slow_clock_init (TestSlowClock *self)
{
  self->clock = psr_system_clock_new ();
}
