/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-test.h"
#include "psr-virtual-clock.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* 2026-08-24T09:12:33Z */
#define TEST_START ((PsrTimestamp) 1787562753 * G_USEC_PER_SEC)

/* Lets everything happen that needs no time to pass. */
static inline void
net_test_settle (void)
{
  for (guint idle = 0; idle < 5;)
    idle = g_main_context_iteration (NULL, FALSE) ? 0 : idle + 1;
}

/* Runs a future to its end, letting time pass whenever nothing else can
 * happen; when no time is waited for either, a thread is at work.
 */
static inline void
net_test_drive (DexFuture *future,
                PsrClock  *clock)
{
  for (;;)
    {
      gint64 due;

      net_test_settle ();

      if (!dex_future_is_pending (future))
        return;

      due = psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (clock));

      if (due >= 0)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), due);
      else
        g_main_context_iteration (NULL, TRUE);
    }
}

static inline gpointer
net_test_object (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_assert_no_error (error);

  return g_value_get_object (value);
}

static inline GError *
net_test_error (DexFuture *future)
{
  GError *error = NULL;

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_nonnull (error);

  return error;
}
