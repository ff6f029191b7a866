/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "psr-timestamp.h"

/* 2026-08-24T22:30:05.273Z, after midnight in Brussels. */
#define EVENING G_GINT64_CONSTANT (1787610605273000)
#define HOUR    (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static void
expect (char       *text,
        const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

/* What the locales of fr_FR, nl_NL, de_DE, en_US, fa_IR and ja_JP say, and what others might. */
static void
test_widen (void)
{
  static const struct { const char *format; const char *expected; } cases[] = {
    { "%d/%m/%Y", "%d/%m/%Y" },
    { "%d-%m-%y", "%d-%m-%Y" },
    { "%d.%m.%Y", "%d.%m.%Y" },
    { "%m/%d/%y", "%m/%d/%Y" },
    { "%D", "%m/%d/%Y" },
    { "%-d.%-m.%-y", "%-d.%-m.%-Y" },
    { "%Oy/%Om/%Od", "%OY/%Om/%Od" },
    { "%Ey年%m月%d日", "%Ey年%m月%d日" },
    { "y%%y%", "y%%y%" },
    { "%r", "%r" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    expect (psr_timestamp_widen_format (cases[i].format), cases[i].expected);
}

static void
test_plain (void)
{
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  expect (psr_date_localise ("2026-08-24"), "2026-08-24");
  expect (psr_timestamp_localise (EVENING), "2026-08-25 00:30:05");
  expect (psr_timestamp_localise_zone (EVENING), "2026-08-25 00:30:05 CEST");
  expect (psr_timestamp_localise_clock (EVENING), "00:30:05");

  g_assert_nonnull (setlocale (LC_ALL, "C"));
  expect (psr_date_localise ("2026-08-24"), "2026-08-24");
}

/* An hour comes twice. */
static void
test_zone (void)
{
  const PsrTimestamp summer = G_GINT64_CONSTANT (1792888200000000); /* 2026-10-25T00:30:00Z */

  expect (psr_timestamp_localise_zone (summer), "2026-10-25 02:30:00 CEST");
  expect (psr_timestamp_localise_zone (summer + HOUR), "2026-10-25 02:30:00 CET");
}

static void
test_odd (void)
{
  expect (psr_timestamp_localise (PSR_TIMESTAMP_NONE), "");
  expect (psr_timestamp_localise_zone (PSR_TIMESTAMP_NONE), "");
  expect (psr_timestamp_localise_clock (PSR_TIMESTAMP_NONE), "");
  expect (psr_date_localise (NULL), "");
  expect (psr_date_localise (""), "");
  expect (psr_date_localise ("2026-02-30"), "2026-02-30");
  expect (psr_date_localise ("soon"), "soon");
}

static void
test_day (void)
{
  PsrTimestamp day;

  g_assert_true (psr_timestamp_parse_day ("2026-08-25", &day));
  expect (psr_timestamp_to_string (day), "2026-08-24T22:00:00.000Z");
  g_assert_true (psr_timestamp_parse_day ("2026-01-31", &day));
  expect (psr_timestamp_to_string (day), "2026-01-30T23:00:00.000Z");
  g_assert_false (psr_timestamp_parse_day ("2026-02-30", &day));
  g_assert_false (psr_timestamp_parse_day ("2026-08-25T00:00:00Z", &day));
  g_assert_false (psr_timestamp_parse_day ("25/08/2026", &day));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Brussels", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/timestamp-local/widen", test_widen);
  g_test_add_func ("/core/timestamp-local/plain", test_plain);
  g_test_add_func ("/core/timestamp-local/zone", test_zone);
  g_test_add_func ("/core/timestamp-local/odd", test_odd);
  g_test_add_func ("/core/timestamp-local/day", test_day);

  return g_test_run ();
}
