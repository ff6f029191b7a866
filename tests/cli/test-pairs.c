/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-cli-pairs.h"

static void
test_forms (void)
{
  g_auto(GStrv) first = NULL;
  g_auto(GStrv) second = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (psr_cli_pairs_parse ("\xef\xbb\xbf# Wello, Business Central\r\n1001\tPS-1\r\n\r\n"
                                      "1002, PS-2\n\"1003\";\"PS-3\"\n 1004   PS-4 ", &first, &second, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (first), ==, 4);
  g_assert_cmpuint (g_strv_length (second), ==, 4);
  g_assert_cmpstr (first[0], ==, "1001");
  g_assert_cmpstr (second[0], ==, "PS-1");
  g_assert_cmpstr (second[1], ==, "PS-2");
  g_assert_cmpstr (first[2], ==, "1003");
  g_assert_cmpstr (second[2], ==, "PS-3");
  g_assert_cmpstr (second[3], ==, "PS-4");
}

static void
assert_refused (const char *text,
                const char *words)
{
  g_auto(GStrv) first = NULL;
  g_auto(GStrv) second = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (psr_cli_pairs_parse (text, &first, &second, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (first);
}

/* Half a list is none. */
static void
test_refused (void)
{
  assert_refused ("", "empty");
  assert_refused ("# nothing\n\n", "empty");
  assert_refused ("1001 PS-1\n1002\n", "Line 2");
  assert_refused ("1001 PS-1 1002\n", "Line 1");
  assert_refused ("\xff\xfe""1001 PS-1\n", "UTF-8");
}

static void
test_long (void)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < 10001; i++)
    g_string_append (text, "1 2\n");

  assert_refused (text->str, "Line 10001");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/pairs/forms", test_forms);
  g_test_add_func ("/cli/pairs/refused", test_refused);
  g_test_add_func ("/cli/pairs/long", test_long);

  return g_test_run ();
}
