/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-system-clock.h"
#include "psr-virtual-clock.h"

#include "psr-test.h"

#define START G_GINT64_CONSTANT (1787562753000000)

static void
iterate (void)
{
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_virtual_time (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);

  g_assert_cmpint (psr_clock_now (clock), ==, START);
  g_assert_cmpint (psr_clock_monotonic (clock), ==, 0);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 250);
  g_assert_cmpint (psr_clock_now (clock), ==, START + 250);
  g_assert_cmpint (psr_clock_monotonic (clock), ==, 250);
}

static DexFuture *
note_cb (DexFuture *future,
         gpointer   user_data)
{
  GString *order = user_data;

  g_string_append_c (order, *dex_future_get_name (future));
  return dex_future_new_true ();
}

static DexFuture *
sleep_and_note (PsrClock   *clock,
                gint64      usec,
                const char *name,
                GString    *order)
{
  DexFuture *sleep = psr_clock_sleep (clock, usec);

  dex_future_set_static_name (sleep, name);
  return dex_future_then (sleep, note_cb, order, NULL);
}

static void
test_virtual_suspend (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (1000);
  g_autoptr (DexFuture) sleep = psr_clock_sleep (clock, 5);

  psr_virtual_clock_suspend (PSR_VIRTUAL_CLOCK (clock), 60);
  g_assert_cmpint (psr_clock_now (clock), ==, 1060);
  g_assert_cmpint (psr_clock_monotonic (clock), ==, 0);
  g_assert_true (dex_future_is_pending (sleep));
}

static void
test_virtual_order (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  PsrVirtualClock *virtual = PSR_VIRTUAL_CLOCK (clock);
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (DexFuture) c = sleep_and_note (clock, 300, "c", order);
  g_autoptr (DexFuture) a = sleep_and_note (clock, 100, "a", order);
  g_autoptr (DexFuture) b = sleep_and_note (clock, 200, "b", order);
  g_autoptr (DexFuture) d = sleep_and_note (clock, 300, "d", order);

  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, 100);

  psr_virtual_clock_advance (virtual, 99);
  iterate ();
  g_assert_cmpstr (order->str, ==, "");
  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, 1);

  psr_virtual_clock_advance (virtual, 1);
  iterate ();
  g_assert_cmpstr (order->str, ==, "a");

  /* The earliest first; of two that are due at once, who slept first. */
  psr_virtual_clock_advance (virtual, G_USEC_PER_SEC);
  iterate ();
  g_assert_cmpstr (order->str, ==, "abcd");
  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, -1);
}

static void
test_virtual_dropped (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  PsrVirtualClock *virtual = PSR_VIRTUAL_CLOCK (clock);
  DexFuture *dropped = psr_clock_sleep (clock, 100);
  g_autoptr (DexFuture) kept = psr_clock_sleep (clock, 200);

  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, 100);
  dex_clear (&dropped);
  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, 200);

  psr_virtual_clock_advance (virtual, 200);
  iterate ();
  g_assert_true (dex_future_is_resolved (kept));
}

/* A clock that goes away takes its sleepers along. */
static void
test_virtual_disposed (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  g_autoptr (DexFuture) sleep = psr_clock_sleep (clock, 100);

  g_clear_object (&clock);
  iterate ();
  g_assert_false (dex_future_is_resolved (sleep));
}

typedef struct
{
  PsrClock *clock;
  guint     woken;
} Sleeping;

static DexFuture *
sleeping_fiber (gpointer data)
{
  Sleeping *sleeping = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      if (!dex_await (psr_clock_sleep (sleeping->clock, 1000), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      sleeping->woken++;
    }

  return dex_future_new_true ();
}

static void
test_virtual_fiber (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  PsrVirtualClock *virtual = PSR_VIRTUAL_CLOCK (clock);
  Sleeping sleeping = { clock, 0 };
  g_autoptr (DexFuture) fiber = dex_scheduler_spawn (NULL, 0, sleeping_fiber, &sleeping, NULL);

  for (guint i = 1; i <= 3; i++)
    {
      iterate ();
      g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, 1000);
      psr_virtual_clock_advance (virtual, 1000);
      iterate ();
      g_assert_cmpuint (sleeping.woken, ==, i);
    }

  g_assert_true (dex_future_is_resolved (fiber));
}

static DexFuture *
end_cb (DexFuture *future,
        gpointer   user_data)
{
  return dex_ref (future);
}

/* Dropping a flow ends the wait that it is in. */
static void
test_virtual_fiber_dropped (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  PsrVirtualClock *virtual = PSR_VIRTUAL_CLOCK (clock);
  Sleeping sleeping = { clock, 0 };
  DexFuture *flow = dex_future_finally (dex_scheduler_spawn (NULL, 0, sleeping_fiber, &sleeping, NULL),
                                        end_cb, NULL, NULL);

  iterate ();
  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, 1000);
  dex_clear (&flow);
  iterate ();
  g_assert_cmpint (psr_virtual_clock_next_due (virtual), ==, -1);
  g_assert_cmpuint (sleeping.woken, ==, 0);
}

static void
test_no_wait (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  g_autoptr (DexFuture) zero = psr_clock_sleep (clock, 0);
  g_autoptr (DexFuture) past = psr_clock_sleep (clock, -5);

  g_assert_true (dex_future_is_resolved (zero));
  g_assert_true (dex_future_is_resolved (past));
}

static void
test_system (void)
{
  g_autoptr (PsrClock) clock = psr_system_clock_new ();
  g_autoptr (DexFuture) sleep = NULL;
  gint64 before = psr_clock_monotonic (clock);

  /* Later than this was written. */
  g_assert_cmpint (psr_clock_now (clock), >, G_GINT64_CONSTANT (1700000000000000));

  sleep = psr_test_await (psr_clock_sleep (clock, 5000));
  g_assert_true (dex_future_is_resolved (sleep));
  g_assert_true (g_value_get_boolean (dex_future_get_value (sleep, NULL)));
  g_assert_cmpint (psr_clock_monotonic (clock) - before, >=, 4000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/core/clock/virtual/time", test_virtual_time);
  g_test_add_func ("/core/clock/virtual/suspend", test_virtual_suspend);
  g_test_add_func ("/core/clock/virtual/order", test_virtual_order);
  g_test_add_func ("/core/clock/virtual/dropped", test_virtual_dropped);
  g_test_add_func ("/core/clock/virtual/disposed", test_virtual_disposed);
  g_test_add_func ("/core/clock/virtual/fiber", test_virtual_fiber);
  g_test_add_func ("/core/clock/virtual/fiber-dropped", test_virtual_fiber_dropped);
  g_test_add_func ("/core/clock/no-wait", test_no_wait);
  g_test_add_func ("/core/clock/system", test_system);

  return g_test_run ();
}
