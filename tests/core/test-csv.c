/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-csv.h"

static void
test_plain (void)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *cells[] = { "1", "", "Château d’eau", NULL };

  psr_csv_add (out, cells);
  g_assert_cmpstr (out->str, ==, "\"1\",\"\",\"Château d’eau\"\r\n");
}

static void
test_quoted (void)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *cells[] = { "say \"no\"", "a,b;c", "two\nlines", NULL };

  psr_csv_add (out, cells);
  g_assert_cmpstr (out->str, ==, "\"say \"\"no\"\"\",\"a,b;c\",\"two\nlines\"\r\n");
}

/* What a spreadsheet would run. */
static void
test_formulas (void)
{
  static const char * const texts[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=\"x\"" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GString) out = g_string_new (NULL);
      const char *cells[] = { texts[i], NULL };

      psr_csv_add (out, cells);
      g_assert_true (g_str_has_prefix (out->str, "\"'"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/plain", test_plain);
  g_test_add_func ("/csv/quoted", test_quoted);
  g_test_add_func ("/csv/formulas", test_formulas);

  return g_test_run ();
}
