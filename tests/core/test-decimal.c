/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "psr-decimal.h"

static PsrDecimal
decimal (const char *text)
{
  g_autoptr (GError) error = NULL;
  PsrDecimal value;

  psr_decimal_parse (text, &value, &error);
  g_assert_no_error (error);

  return value;
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64      units;
  } good[] = {
    { "0", 0 },
    { "-0", 0 },
    { "+1", 100000 },
    { "19.99", 1999000 },
    { "-19.99", -1999000 },
    { "  7 \n", 700000 },
    { "0.00001", 1 },
    { "-.5", -50000 },
    { "5.", 500000 },
    { "1.5E3", 150000000 },
    { "1.5e+3", 150000000 },
    { "1E-5", 1 },
    { "150000e-5", 150000 },
    { "0.10000000000000000000000000000000000000", 10000 },
    { "000000000000000000000000000000000000001", 100000 },
    { "0E99999999999999999999", 0 },
    { "90000000000000", PSR_DECIMAL_MAX_UNITS },
    { "-90000000000000", -PSR_DECIMAL_MAX_UNITS },
    /* Noise of a binary fraction: at most a billionth of the value. */
    { "0.30000000000000004", 30000 },
    { "19.989999999999998", 1999000 },
    { "-19.989999999999998", -1999000 },
    { "0.99999999999999999", 100000 },
    { "1e-17", 0 },
    { "123456.789010001", 12345678901 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_cmpint (decimal (good[i].text).units, ==, good[i].units);
}

static void
test_parse_refused (void)
{
  static const struct
  {
    const char      *text;
    PsrDecimalError  code;
  } bad[] = {
    { "", PSR_DECIMAL_ERROR_SYNTAX },
    { "-", PSR_DECIMAL_ERROR_SYNTAX },
    { ".", PSR_DECIMAL_ERROR_SYNTAX },
    { "1,5", PSR_DECIMAL_ERROR_SYNTAX },
    { "1 5", PSR_DECIMAL_ERROR_SYNTAX },
    { "1e", PSR_DECIMAL_ERROR_SYNTAX },
    { "0x10", PSR_DECIMAL_ERROR_SYNTAX },
    { "NaN", PSR_DECIMAL_ERROR_SYNTAX },
    { "inf", PSR_DECIMAL_ERROR_SYNTAX },
    { "\xff", PSR_DECIMAL_ERROR_SYNTAX },
    { "0.000001", PSR_DECIMAL_ERROR_PRECISION },
    { "0.123456", PSR_DECIMAL_ERROR_PRECISION },
    { "1.000005", PSR_DECIMAL_ERROR_PRECISION },
    { "1e-6", PSR_DECIMAL_ERROR_PRECISION },
    { "90000000000000.00001", PSR_DECIMAL_ERROR_OVERFLOW },
    { "-90000000000000.00001", PSR_DECIMAL_ERROR_OVERFLOW },
    { "1e14", PSR_DECIMAL_ERROR_OVERFLOW },
    { "1e99999999999999999999", PSR_DECIMAL_ERROR_OVERFLOW },
    { "100000000000000000000000000000000000000000000000", PSR_DECIMAL_ERROR_OVERFLOW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (bad[i].text, NULL);
      PsrDecimal value;

      g_test_message ("%s", shown);
      g_assert_false (psr_decimal_parse (bad[i].text, &value, &error));
      g_assert_error (error, PSR_DECIMAL_ERROR, (int) bad[i].code);
    }
}

static void
test_to_string (void)
{
  static const char *const texts[] = {
    "0", "1", "-1", "0.5", "-0.5", "19.99", "-3", "10", "100000", "0.00001", "-0.00001", "1.00001", "12345.6789",
    "90000000000000", "-90000000000000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = psr_decimal_to_string (decimal (texts[i]));

      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
check_operation (char **fields)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PsrDecimal a = decimal (fields[1]);
  PsrDecimal b = decimal (fields[2]);
  PsrDecimal result;

  if (strcmp (fields[0], "add") == 0)
    psr_decimal_add (a, b, &result, &error);
  else if (strcmp (fields[0], "sub") == 0)
    psr_decimal_sub (a, b, &result, &error);
  else if (strcmp (fields[0], "mul") == 0)
    psr_decimal_mul (a, b, &result, &error);
  else if (strcmp (fields[0], "div") == 0)
    psr_decimal_div (a, b, &result, &error);
  else
    g_assert_not_reached ();

  if (strcmp (fields[3], "overflow") == 0)
    g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_OVERFLOW);
  else if (strcmp (fields[3], "zero") == 0)
    g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_DIVISION_BY_ZERO);
  else
    {
      g_assert_no_error (error);
      text = psr_decimal_to_string (result);
      g_assert_cmpstr (text, ==, fields[3]);
    }
}

static void
check_rounding (char **fields)
{
  PsrDecimal value = decimal (fields[1]);
  guint places = (guint) g_ascii_strtoull (fields[2], NULL, 10);
  g_autofree char *text = NULL;

  if (strcmp (fields[0], "round") == 0)
    text = psr_decimal_to_string (psr_decimal_round (value, places));
  else
    text = psr_decimal_to_fixed (value, places);

  g_assert_cmpstr (text, ==, fields[3]);
}

static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "core", "decimal-golden.txt", NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint checked = 0;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = NULL;

      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;

      fields = g_strsplit (lines[i], " ", -1);
      g_assert_cmpuint (g_strv_length (fields), ==, 4);

      if (strcmp (fields[0], "round") == 0 || strcmp (fields[0], "fixed") == 0)
        check_rounding (fields);
      else
        check_operation (fields);
      checked++;
    }

  g_assert_cmpuint (checked, >, 9000);
}

static void
test_mul_div (void)
{
  PsrDecimal out;

  g_assert_true (psr_decimal_mul_div (decimal ("100"), decimal ("100"), decimal ("121"), &out, NULL));
  g_assert_cmpint (out.units, ==, 8264463);
  /* Rounded once: a third of a third of nine is one. */
  g_assert_true (psr_decimal_mul_div (decimal ("1"), decimal ("3"), decimal ("3"), &out, NULL));
  g_assert_cmpint (out.units, ==, PSR_DECIMAL_SCALE);
  /* What is between needn't be storable. */
  g_assert_true (psr_decimal_mul_div (decimal ("90000000000000"), decimal ("1000000"), decimal ("-1000000"), &out, NULL));
  g_assert_cmpint (out.units, ==, -PSR_DECIMAL_MAX_UNITS);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (psr_decimal_mul_div (decimal ("90000000000000"), decimal ("2"), decimal (i == 0 ? "1" : "0"), &out, &error));
      g_assert_true (g_error_matches (error, PSR_DECIMAL_ERROR,
                                      i == 0 ? PSR_DECIMAL_ERROR_OVERFLOW : PSR_DECIMAL_ERROR_DIVISION_BY_ZERO));
    }
}

static void
test_round (void)
{
  /* Half away from zero, on either side of it. */
  g_assert_cmpint (psr_decimal_round (decimal ("2.675"), 2).units, ==, decimal ("2.68").units);
  g_assert_cmpint (psr_decimal_round (decimal ("-2.675"), 2).units, ==, decimal ("-2.68").units);
  g_assert_cmpint (psr_decimal_round (decimal ("2.67499"), 2).units, ==, decimal ("2.67").units);
  g_assert_cmpint (psr_decimal_round (decimal ("0.5"), 0).units, ==, decimal ("1").units);
  g_assert_cmpint (psr_decimal_round (decimal ("-0.5"), 0).units, ==, decimal ("-1").units);
  g_assert_cmpint (psr_decimal_round (decimal ("1.23456"), 9).units, ==, decimal ("1.23456").units);
}

static void
test_round_to_step (void)
{
  static const struct
  {
    const char        *value;
    const char        *step;
    PsrRoundDirection  direction;
    const char        *result;
  } cases[] = {
    { "1.1", "0.25", PSR_ROUND_NEAREST, "1" },
    { "1.125", "0.25", PSR_ROUND_NEAREST, "1.25" },
    { "-1.125", "0.25", PSR_ROUND_NEAREST, "-1.25" },
    { "1.01", "0.25", PSR_ROUND_UP, "1.25" },
    { "-1.01", "0.25", PSR_ROUND_UP, "-1.25" },
    { "1", "0.25", PSR_ROUND_UP, "1" },
    { "1.24", "0.25", PSR_ROUND_DOWN, "1" },
    { "-1.24", "0.25", PSR_ROUND_DOWN, "-1" },
    { "0", "0.05", PSR_ROUND_UP, "0" },
    { "10", "3", PSR_ROUND_NEAREST, "9" },
  };
  g_autoptr (GError) error = NULL;
  PsrDecimal result;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (psr_decimal_round_to_step (decimal (cases[i].value), decimal (cases[i].step),
                                                cases[i].direction, &result, &error));
      g_assert_no_error (error);
      g_assert_cmpint (result.units, ==, decimal (cases[i].result).units);
    }

  g_assert_false (psr_decimal_round_to_step (decimal ("1"), decimal ("0"), PSR_ROUND_UP, &result, &error));
  g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_DIVISION_BY_ZERO);
  g_clear_error (&error);

  g_assert_false (psr_decimal_round_to_step (PSR_DECIMAL_INIT (PSR_DECIMAL_MAX_UNITS),
                                             PSR_DECIMAL_INIT (PSR_DECIMAL_MAX_UNITS - 1), PSR_ROUND_UP,
                                             &result, &error));
  g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_OVERFLOW);
}

static void
test_integers (void)
{
  g_autoptr (GError) error = NULL;
  PsrDecimal value;
  gint64 whole;

  g_assert_true (psr_decimal_from_int (-42, &value, &error));
  g_assert_cmpint (value.units, ==, -4200000);
  g_assert_true (psr_decimal_to_int (value, &whole, &error));
  g_assert_cmpint (whole, ==, -42);

  g_assert_false (psr_decimal_from_int (G_MAXINT64, &value, &error));
  g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_OVERFLOW);
  g_clear_error (&error);

  g_assert_false (psr_decimal_to_int (decimal ("1.5"), &whole, &error));
  g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_PRECISION);

  g_assert_cmpint (psr_decimal_floor (decimal ("2.99999")), ==, 2);
  g_assert_cmpint (psr_decimal_floor (decimal ("-0.00001")), ==, -1);
  g_assert_cmpint (psr_decimal_floor (decimal ("-2")), ==, -2);
}

static void
test_compare (void)
{
  g_assert_cmpint (psr_decimal_compare (decimal ("-1"), decimal ("1")), ==, -1);
  g_assert_cmpint (psr_decimal_compare (decimal ("1"), decimal ("-1")), ==, 1);
  g_assert_cmpint (psr_decimal_compare (decimal ("1.0"), decimal ("1")), ==, 0);
  g_assert_cmpint (psr_decimal_compare (PSR_DECIMAL_INIT (-PSR_DECIMAL_MAX_UNITS),
                                        PSR_DECIMAL_INIT (PSR_DECIMAL_MAX_UNITS)), ==, -1);
  g_assert_true (psr_decimal_equal (decimal ("2.50"), decimal ("2.5")));
  g_assert_true (psr_decimal_is_zero (decimal ("-0.0")));
  g_assert_true (psr_decimal_is_negative (decimal ("-0.00001")));
  g_assert_false (psr_decimal_is_negative (psr_decimal_abs (decimal ("-3"))));
  g_assert_cmpint (psr_decimal_negate (decimal ("3")).units, ==, -300000);
}

/* The decimal comma of the locale must not get into numbers. */
static void
test_locale (void)
{
  const char *old = setlocale (LC_NUMERIC, NULL);
  g_autofree char *saved = g_strdup (old);
  g_autofree char *text = NULL;

  if (setlocale (LC_NUMERIC, "nl_BE.UTF-8") == NULL && setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_message ("no locale with a decimal comma is installed");

  text = psr_decimal_to_string (decimal ("1.5"));
  setlocale (LC_NUMERIC, saved);

  g_assert_cmpstr (text, ==, "1.5");
}

static void
test_punctuate (void)
{
  static const struct { const char *plain; const char *point; const char *separator; const char *expected; } cases[] = {
    { "0", ",", ".", "0" },
    { "999.50", ",", ".", "999,50" },
    { "1234.5", ",", "\xe2\x80\xaf", "1\xe2\x80\xaf" "234,5" },
    { "-1234567.89", ",", ".", "~1.234.567,89" },
    { "1234.5", ".", "", "1234.5" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = psr_decimal_punctuate (cases[i].plain, cases[i].point, cases[i].separator, "~");

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/decimal/parse", test_parse);
  g_test_add_func ("/core/decimal/parse-refused", test_parse_refused);
  g_test_add_func ("/core/decimal/to-string", test_to_string);
  g_test_add_func ("/core/decimal/golden", test_golden);
  g_test_add_func ("/core/decimal/mul-div", test_mul_div);
  g_test_add_func ("/core/decimal/round", test_round);
  g_test_add_func ("/core/decimal/round-to-step", test_round_to_step);
  g_test_add_func ("/core/decimal/integers", test_integers);
  g_test_add_func ("/core/decimal/compare", test_compare);
  g_test_add_func ("/core/decimal/locale", test_locale);
  g_test_add_func ("/core/decimal/punctuate", test_punctuate);

  return g_test_run ();
}
