/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-timestamp.h"

/* 2026-08-24T09:12:33Z */
#define SECOND G_GINT64_CONSTANT (1787562753)

static PsrTimestamp
timestamp (const char *text)
{
  g_autoptr (GError) error = NULL;
  PsrTimestamp value;

  psr_timestamp_parse (text, &value, &error);
  g_assert_no_error (error);

  return value;
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64      usec;
  } cases[] = {
    { "2026-08-24T09:12:33Z", 0 },
    { "2026-08-24T09:12:33", 0 },
    { "2026-08-24 09:12:33z", 0 },
    { "2026-08-24T09:12:33.4Z", 400000 },
    { "2026-08-24T09:12:33.47Z", 470000 },
    { "2026-08-24T09:12:33.273Z", 273000 },
    { "2026-08-24T09:12:33.2731Z", 273100 },
    { "2026-08-24T09:12:33.273123", 273123 },
    /* The seventh digit is cut, never rounded up. */
    { "2026-08-24T09:12:33.2731239Z", 273123 },
    { "2026-08-24T11:12:33.273+02:00", 273000 },
    { "2026-08-24T04:42:33-0430", 0 },
    { "2026-08-24T11:12:33+02", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (timestamp (cases[i].text), ==, SECOND * G_USEC_PER_SEC + cases[i].usec);

  g_assert_cmpint (timestamp ("1970-01-01T00:00:00Z"), ==, 0);
  g_assert_cmpint (timestamp ("1969-12-31T23:59:59.5Z"), ==, -500000);
  g_assert_cmpint (timestamp ("2026-08-24T09:12Z"), ==, (SECOND - 33) * G_USEC_PER_SEC);
  g_assert_cmpint (timestamp ("2024-02-29"), ==, G_GINT64_CONSTANT (1709164800) * G_USEC_PER_SEC);
}

static void
test_none (void)
{
  static const char *const texts[] = {
    "", "1980-01-01T00:00:00", "1980-01-01T00:00:00.000Z", "1980-01-01", "1980-01-01T00:00:00+01:00",
    "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (timestamp (texts[i]), ==, PSR_TIMESTAMP_NONE);

  g_assert_cmpint (timestamp ("1980-01-01T00:00:01Z"), !=, PSR_TIMESTAMP_NONE);
  g_assert_cmpint (timestamp ("1980-01-02"), !=, PSR_TIMESTAMP_NONE);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "x", "2026", "2026-13-01", "2026-00-01", "2026-02-29", "2026-08-32", "0000-01-01", "2026-8-24",
    "2026-08-24T", "2026-08-24T09", "2026-08-24T24:00:00Z", "2026-08-24T09:60:00Z", "2026-08-24T09:12:61Z",
    "2026-08-24T09:12:33.12345678Z", "2026-08-24T09:12:33+2", "2026-08-24T09:12:33+99:00",
    "2026-08-24T09:12:33ZZ", "2026-08-24T09:12:33Z ", "\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (texts[i], NULL);
      PsrTimestamp value;

      g_test_message ("%s", shown);
      g_assert_false (psr_timestamp_parse (texts[i], &value, &error));
      g_assert_error (error, PSR_TIMESTAMP_ERROR, PSR_TIMESTAMP_ERROR_SYNTAX);
    }
}

static void
test_to_string (void)
{
  static const char *const texts[] = {
    "2026-08-24T09:12:33.273Z", "2026-08-24T09:12:33.000Z", "2026-08-24T09:12:33.273123Z",
    "1969-12-31T23:59:59.500Z", "0001-01-02T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
  };
  g_autofree char *none = psr_timestamp_to_string (PSR_TIMESTAMP_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = psr_timestamp_to_string (timestamp (texts[i]));

      g_assert_cmpstr (text, ==, texts[i]);
    }

  g_assert_cmpstr (none, ==, "");
}

static void
test_to_date (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) brussels = g_time_zone_new_identifier ("Europe/Brussels");
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;
  g_autofree char *before = NULL;

  g_assert_nonnull (brussels);

  /* An evening in UTC is the next day in Brussels. */
  here = psr_timestamp_to_date (timestamp ("2026-08-24T22:30:00Z"), utc);
  there = psr_timestamp_to_date (timestamp ("2026-08-24T22:30:00Z"), brussels);
  before = psr_timestamp_to_date (-1, utc);

  g_assert_cmpstr (here, ==, "2026-08-24");
  g_assert_cmpstr (there, ==, "2026-08-25");
  g_assert_cmpstr (before, ==, "1969-12-31");
}

static void
test_http_date (void)
{
  static const char *const bad[] = {
    "", "Mon 24 Aug 2026 09:12:33 GMT", "Mon, 24 Aug 2026 09:12:33", "Mon, 24 Foo 2026 09:12:33 GMT",
    "Mon, 31 Feb 2026 09:12:33 GMT", "Mon, 24 Aug 2026 25:12:33 GMT", "Mon, 24 Aug 2026 09:12:33 CET",
  };
  g_autoptr (GError) error = NULL;
  PsrTimestamp value;

  g_assert_true (psr_timestamp_parse_http_date ("Mon, 24 Aug 2026 09:12:33 GMT", &value, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, SECOND * G_USEC_PER_SEC);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (psr_timestamp_parse_http_date (bad[i], &value, &error));
      g_assert_error (error, PSR_TIMESTAMP_ERROR, PSR_TIMESTAMP_ERROR_SYNTAX);
      g_clear_error (&error);
    }
}

static void
test_date (void)
{
  g_assert_true (psr_date_is_valid ("2024-02-29"));
  g_assert_false (psr_date_is_valid ("2023-02-29"));
  g_assert_false (psr_date_is_valid ("2024-2-29"));
  g_assert_false (psr_date_is_valid ("2024-02-29T00:00:00"));
  g_assert_false (psr_date_is_valid (""));
  g_assert_false (psr_date_is_valid (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/timestamp/parse", test_parse);
  g_test_add_func ("/core/timestamp/none", test_none);
  g_test_add_func ("/core/timestamp/refused", test_refused);
  g_test_add_func ("/core/timestamp/to-string", test_to_string);
  g_test_add_func ("/core/timestamp/to-date", test_to_date);
  g_test_add_func ("/core/timestamp/http-date", test_http_date);
  g_test_add_func ("/core/timestamp/date", test_date);

  return g_test_run ();
}
