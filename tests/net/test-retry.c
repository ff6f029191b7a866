/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net-test.h"
#include "psr-retry-budget.h"
#include "psr-retry.h"
#include "psr-seeded-random.h"

static void
test_parse (void)
{
  g_assert_cmpint (psr_retry_parse_after ("0", TEST_START), ==, 0);
  g_assert_cmpint (psr_retry_parse_after ("40", TEST_START), ==, 40 * SECOND);
  g_assert_cmpint (psr_retry_parse_after (" 40 ", TEST_START), ==, 40 * SECOND);
  g_assert_cmpint (psr_retry_parse_after ("Mon, 24 Aug 2026 09:13:33 GMT", TEST_START), ==, 60 * SECOND);
  g_assert_cmpint (psr_retry_parse_after ("Mon, 24 Aug 2026 09:00:00 GMT", TEST_START), ==, 0);
  g_assert_cmpint (psr_retry_parse_after ("Mon, 24 Aug 2026 09:13:33 GMT", PSR_TIMESTAMP_NONE), ==, PSR_RETRY_NO_ADVICE);
  g_assert_cmpint (psr_retry_parse_after ("-1", TEST_START), ==, PSR_RETRY_NO_ADVICE);
  g_assert_cmpint (psr_retry_parse_after ("1.5", TEST_START), ==, PSR_RETRY_NO_ADVICE);
  g_assert_cmpint (psr_retry_parse_after ("soon", TEST_START), ==, PSR_RETRY_NO_ADVICE);
  g_assert_cmpint (psr_retry_parse_after ("", TEST_START), ==, PSR_RETRY_NO_ADVICE);
  g_assert_cmpint (psr_retry_parse_after ("99999999999999999999", TEST_START), ==, PSR_RETRY_NO_ADVICE);
}

/* A date is the server's: our own clock may be an hour off. */
static void
test_date_against_date (void)
{
  g_autoptr (PsrResponse) response = psr_response_new (503, NULL, TEST_START);

  psr_response_add_header (response, "Date", "Mon, 24 Aug 2026 10:00:00 GMT");
  psr_response_add_header (response, "Retry-After", "Mon, 24 Aug 2026 10:00:30 GMT");
  g_assert_cmpint (psr_retry_get_after (response, TEST_START), ==, 30 * SECOND);
}

static void
test_delay (void)
{
  static const gint64 ceilings[] = { 500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
  g_autoptr (PsrRandom) random = psr_seeded_random_new (1);

  for (guint retry = 0; retry < G_N_ELEMENTS (ceilings); retry++)
    {
      gint64 ceiling = ceilings[retry] * 1000;
      gint64 least = G_MAXINT64;
      gint64 most = 0;

      for (guint i = 0; i < 2000; i++)
        {
          gint64 delay = psr_retry_get_delay (random, retry, FALSE, PSR_RETRY_NO_ADVICE);

          least = MIN (least, delay);
          most = MAX (most, delay);
        }

      /* Full jitter: anything from nothing to the ceiling. */
      g_assert_cmpint (least, >=, 0);
      g_assert_cmpint (least, <, ceiling / 20);
      g_assert_cmpint (most, <=, ceiling);
      g_assert_cmpint (most, >, ceiling - ceiling / 20);
    }

  for (guint i = 0; i < 2000; i++)
    {
      g_assert_cmpint (psr_retry_get_delay (random, 0, TRUE, PSR_RETRY_NO_ADVICE), <=, 5 * SECOND);
      g_assert_cmpint (psr_retry_get_delay (random, 4, TRUE, PSR_RETRY_NO_ADVICE), <=, 60 * SECOND);
      g_assert_cmpint (psr_retry_get_delay (random, 0, TRUE, 40 * SECOND), >=, 40 * SECOND);
      g_assert_cmpint (psr_retry_get_delay (random, 4, TRUE, 40 * SECOND), <=, 45 * SECOND);
    }
}

static void
test_budget (void)
{
  PsrRetryBudget budget;

  psr_retry_budget_init (&budget);

  for (guint i = 0; i < 20; i++)
    g_assert_true (psr_retry_budget_take (&budget));

  g_assert_false (psr_retry_budget_take (&budget));

  for (guint i = 0; i < 9; i++)
    psr_retry_budget_repay (&budget);

  g_assert_false (psr_retry_budget_take (&budget));
  psr_retry_budget_repay (&budget);
  g_assert_true (psr_retry_budget_take (&budget));

  for (guint i = 0; i < 1000; i++)
    psr_retry_budget_repay (&budget);

  g_assert_cmpuint (budget.tenths, ==, PSR_RETRY_BUDGET_FULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/retry/parse", test_parse);
  g_test_add_func ("/net/retry/date-against-date", test_date_against_date);
  g_test_add_func ("/net/retry/delay", test_delay);
  g_test_add_func ("/net/retry/budget", test_budget);

  return g_test_run ();
}
