/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "psr-format.h"

/* 2026-08-24T09:12:33Z */
#define NOW G_GINT64_CONSTANT (1787562753000000)
#define SECOND G_GINT64_CONSTANT (1000000)

static void
expect (char       *text,
        const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_amounts (void)
{
  expect (psr_format_amount (PSR_DECIMAL_INIT (123456700), NULL), "1234.57");
  expect (psr_format_amount (PSR_DECIMAL_INIT (123456700), "EUR"), "1234.57 EUR");
  expect (psr_format_amount (PSR_DECIMAL_INIT (-50000), ""), "\xe2\x88\x92" "0.50");
  expect (psr_format_quantity (PSR_DECIMAL_INIT (150000)), "1.5");
  expect (psr_format_count (1234567), "1234567");
}

static void
test_days (void)
{
  expect (psr_format_day ("2026-08-24", NOW), "Today");
  expect (psr_format_day ("2026-08-23", NOW), "Yesterday");
  expect (psr_format_day ("2026-08-22", NOW), "2026-08-22");
  expect (psr_format_day ("nonsense", NOW), "");
  expect (psr_format_day (NULL, NOW), "");
  expect (psr_format_ago (PSR_TIMESTAMP_NONE, NOW), "Never");
  expect (psr_format_ago (NOW + 5, NOW), "Just now");
  expect (psr_format_ago (NOW - 61 * SECOND, NOW), "1 minute ago");
  expect (psr_format_ago (NOW - 7200 * SECOND, NOW), "2 hours ago");
  expect (psr_format_ago (NOW - 3 * 86400 * SECOND, NOW), "3 days ago");
}

static void
test_every (void)
{
  expect (psr_format_every (1), "every second");
  expect (psr_format_every (59), "every 59 seconds");
  expect (psr_format_every (60), "every minute");
  expect (psr_format_every (300), "every 5 minutes");
  expect (psr_format_every (3599), "every hour");
  expect (psr_format_every (7200), "every 2 hours");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/format/amounts", test_amounts);
  g_test_add_func ("/app/format/days", test_days);
  g_test_add_func ("/app/format/every", test_every);

  return g_test_run ();
}
