/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "sbx-decimal.h"

static SbxDecimal
number (const char *text)
{
  SbxDecimal value;

  g_assert_true (sbx_decimal_parse (text, &value));
  return value;
}

static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "sandbox", "decimals.golden", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint checked = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      g_autofree char *result = NULL;
      SbxDecimal value = 0;

      g_assert_cmpuint (g_strv_length (words), ==, 4);
      if (strcmp (words[0], "mul") == 0)
        value = sbx_decimal_mul (number (words[1]), number (words[2]));
      else if (strcmp (words[0], "div") == 0)
        value = sbx_decimal_div (number (words[1]), number (words[2]));
      else if (strcmp (words[0], "round") == 0)
        value = sbx_decimal_round (number (words[1]), (guint) number (words[2]) / SBX_DECIMAL_ONE);
      else if (strcmp (words[0], "percent") == 0)
        value = sbx_decimal_round (sbx_decimal_mul_div (number (words[1]), number (words[2]), SBX_DECIMAL_INT (100)), 2);
      else if (strcmp (words[0], "parse") == 0)
        value = number (words[1]);
      else
        g_assert_not_reached ();

      result = sbx_decimal_to_string (value);
      if (strcmp (result, words[3]) != 0)
        g_error ("%s: got %s", lines[i], result);
      checked++;
    }
  g_assert_cmpuint (checked, >, 1000);
}

static void
test_text (void)
{
  static const char *const bad[] = { "", "-", ".", "1.2.3", "1e", "abc", "1 ", "99999999999999999999", "1e30" };
  SbxDecimal value;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sbx_decimal_parse (bad[i], &value));
  g_assert_cmpint (number ("19.99"), ==, 1999000);
  g_assert_cmpint (number ("-0.000005"), ==, -1);
  g_assert_cmpint (number ("0.000004"), ==, 0);
  g_assert_cmpint (number ("1e-40"), ==, 0);
  g_assert_cmpint (sbx_decimal_from_double (19.99), ==, 1999000);
  g_assert_cmpint (sbx_decimal_from_double (-0.1), ==, -10000);
  /* Multiplied as a double it would be 12345.499999999998. */
  g_assert_cmpint (sbx_decimal_from_double (0.123455), ==, 12346);
  g_assert_cmpint (sbx_decimal_from_double (1e-9), ==, 0);
  g_assert_cmpint (sbx_decimal_from_double (1e300), ==, G_MAXINT64);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/decimal/golden", test_golden);
  g_test_add_func ("/sandbox/decimal/text", test_text);
  return g_test_run ();
}
