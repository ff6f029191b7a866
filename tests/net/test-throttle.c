/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net-test.h"
#include "psr-retry.h"
#include "psr-throttle.h"

static guint
count_done (DexFuture **futures,
            guint       n_futures)
{
  guint done = 0;

  for (guint i = 0; i < n_futures; i++)
    done += futures[i] != NULL && !dex_future_is_pending (futures[i]);

  return done;
}

static void
test_at_once (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new (clock, 4, 6000, 300 * SECOND);
  DexFuture *futures[7];

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    futures[i] = psr_throttle_acquire (throttle);

  net_test_settle ();
  g_assert_cmpuint (count_done (futures, G_N_ELEMENTS (futures)), ==, 4);
  g_assert_cmpuint (psr_throttle_get_in_use (throttle), ==, 4);

  /* Dropping the pass lets the next one in; so does releasing it. */
  dex_clear (&futures[0]);
  net_test_settle ();
  g_assert_false (dex_future_is_pending (futures[4]));
  g_assert_true (dex_future_is_pending (futures[5]));
  psr_throttle_pass_release (net_test_object (futures[1]));
  psr_throttle_pass_release (net_test_object (futures[1]));
  net_test_settle ();
  g_assert_false (dex_future_is_pending (futures[5]));
  g_assert_true (dex_future_is_pending (futures[6]));
  g_assert_cmpuint (psr_throttle_get_in_use (throttle), ==, 4);

  for (guint i = 1; i < G_N_ELEMENTS (futures); i++)
    dex_clear (&futures[i]);

  net_test_settle ();
  g_assert_cmpuint (psr_throttle_get_in_use (throttle), ==, 0);
}

static void
test_giving_up (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new (clock, 1, 6000, 300 * SECOND);
  DexFuture *first = psr_throttle_acquire (throttle);
  DexFuture *second = psr_throttle_acquire (throttle);
  DexFuture *third = psr_throttle_acquire (throttle);

  net_test_settle ();
  dex_clear (&second);
  dex_clear (&first);
  net_test_settle ();
  g_assert_false (dex_future_is_pending (third));
  dex_clear (&third);
  net_test_settle ();
  g_assert_cmpuint (psr_throttle_get_in_use (throttle), ==, 0);
}

/* Whatever the order of events: never more than the window allows. */
static void
test_window (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new (clock, 4, 10, 300 * SECOND);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < 100; i++)
    {
      DexFuture *future = psr_throttle_acquire (throttle);
      gint64 now;

      net_test_drive (future, clock);
      now = psr_clock_monotonic (clock);
      g_array_append_val (times, now);
      dex_clear (&future);
      psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 7 * SECOND);
    }

  for (guint i = 10; i < times->len; i++)
    g_assert_cmpint (g_array_index (times, gint64, i) - g_array_index (times, gint64, i - 10), >=, 300 * SECOND);

  /* And as many as it allows. */
  g_assert_cmpint (g_array_index (times, gint64, 99) - g_array_index (times, gint64, 0), <=, 10 * 310 * SECOND);
}

static void
test_slow_down (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new (clock, 4, 6000, 300 * SECOND);
  DexFuture *future;
  gint64 start = psr_clock_monotonic (clock);

  psr_throttle_slow_down (throttle, 40 * SECOND);
  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 2);
  g_assert_cmpuint (psr_throttle_get_per_window (throttle), ==, 3000);

  /* Nothing goes out before the time that was asked for. */
  future = psr_throttle_acquire (throttle);
  net_test_settle ();
  g_assert_true (dex_future_is_pending (future));
  net_test_drive (future, clock);
  g_assert_cmpint (psr_clock_monotonic (clock) - start, ==, 40 * SECOND);
  dex_clear (&future);

  for (guint i = 0; i < 20; i++)
    psr_throttle_slow_down (throttle, PSR_RETRY_NO_ADVICE);

  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 1);
  g_assert_cmpuint (psr_throttle_get_per_window (throttle), ==, 300);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 31 * SECOND);
  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 2);
  g_assert_cmpuint (psr_throttle_get_per_window (throttle), ==, 600);
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 3600 * SECOND);
  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 4);
  g_assert_cmpuint (psr_throttle_get_per_window (throttle), ==, 6000);
}

/* A lowered window may rise before its oldest entry goes. */
static void
test_recovery_wakes (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new (clock, 4, 20, 300 * SECOND);
  DexFuture *future = NULL;
  gint64 start;

  for (guint i = 0; i < 10; i++)
    {
      future = psr_throttle_acquire (throttle);
      net_test_drive (future, clock);
      dex_clear (&future);
    }

  psr_throttle_slow_down (throttle, PSR_RETRY_NO_ADVICE);
  start = psr_clock_monotonic (clock);
  future = psr_throttle_acquire (throttle);
  net_test_drive (future, clock);
  g_assert_cmpint (psr_clock_monotonic (clock) - start, ==, 30 * SECOND);
  dex_clear (&future);
}

static void
test_long_pause_is_bounded (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new (clock, 4, 20, 300 * SECOND);
  gint64 start = psr_clock_monotonic (clock);
  DexFuture *future;

  psr_throttle_slow_down (throttle, 24 * 3600 * SECOND);
  future = psr_throttle_acquire (throttle);
  net_test_drive (future, clock);
  g_assert_cmpint (psr_clock_monotonic (clock) - start, ==, PSR_RETRY_LONGEST_WAIT);
  dex_clear (&future);
}

/* What nobody published isn't limited: as many as are answered go out. */
static void
test_adaptive_without_window (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new_for_wello (clock);

  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 4);
  g_assert_cmpuint (psr_throttle_get_per_window (throttle), ==, 0);

  for (guint i = 0; i < 40000; i++)
    {
      DexFuture *future = psr_throttle_acquire (throttle);

      net_test_settle ();
      g_assert_false (dex_future_is_pending (future));
      dex_clear (&future);
    }

  g_assert_cmpint (psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (clock)), ==, -1);
}

static void
test_adaptive (void)
{
  static const struct
  {
    guint  status;
    gint64 took;
    gint64 retry_after;
    guint  at_once; /* then, with BC's figures and without any */
    guint  adaptive_at_once;
    gint64 pause;
  } cases[] = {
    { 200, SECOND, PSR_RETRY_NO_ADVICE, 4, 4, 0 },
    { 500, SECOND, PSR_RETRY_NO_ADVICE, 4, 4, 0 },
    { 429, SECOND, 7 * SECOND, 2, 2, 7 * SECOND },
    { 429, SECOND, PSR_RETRY_NO_ADVICE, 2, 2, 2 * SECOND },
    { 503, SECOND, 9 * SECOND, 4, 2, 9 * SECOND },
    { 503, SECOND, PSR_RETRY_NO_ADVICE, 4, 2, 2 * SECOND },
    { 200, 11 * SECOND, PSR_RETRY_NO_ADVICE, 4, 3, 0 },
    { 0, 100 * SECOND, PSR_RETRY_NO_ADVICE, 4, 3, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
      g_autoptr (PsrThrottle) known = psr_throttle_new (clock, 4, 6000, 300 * SECOND);
      g_autoptr (PsrThrottle) adaptive = psr_throttle_new_adaptive (clock, 4);

      psr_throttle_note (known, cases[i].status, cases[i].took, cases[i].retry_after);
      psr_throttle_note (adaptive, cases[i].status, cases[i].took, cases[i].retry_after);
      g_assert_cmpuint (psr_throttle_get_at_once (known), ==, cases[i].at_once);
      g_assert_cmpuint (psr_throttle_get_at_once (adaptive), ==, cases[i].adaptive_at_once);
      g_assert_cmpint (psr_throttle_get_pause (adaptive), ==, cases[i].pause);

      psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 120 * SECOND);
      g_assert_cmpuint (psr_throttle_get_at_once (adaptive), ==, 4);
    }
}

/* Four slow answers at once are one complaint; a slow one after it is another. */
static void
test_slow_together (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new_adaptive (clock, 4);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 12 * SECOND);

  for (guint i = 0; i < 4; i++)
    psr_throttle_note (throttle, 200, 12 * SECOND, PSR_RETRY_NO_ADVICE);

  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 3);

  for (guint i = 0; i < 5; i++)
    {
      psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), 12 * SECOND);
      psr_throttle_note (throttle, 200, 12 * SECOND, PSR_RETRY_NO_ADVICE);
    }

  g_assert_cmpuint (psr_throttle_get_at_once (throttle), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/net/throttle/at-once", test_at_once);
  g_test_add_func ("/net/throttle/giving-up", test_giving_up);
  g_test_add_func ("/net/throttle/window", test_window);
  g_test_add_func ("/net/throttle/slow-down", test_slow_down);
  g_test_add_func ("/net/throttle/adaptive-without-window", test_adaptive_without_window);
  g_test_add_func ("/net/throttle/adaptive", test_adaptive);
  g_test_add_func ("/net/throttle/slow-together", test_slow_together);
  g_test_add_func ("/net/throttle/recovery-wakes", test_recovery_wakes);
  g_test_add_func ("/net/throttle/long-pause-is-bounded", test_long_pause_is_bounded);

  return g_test_run ();
}
