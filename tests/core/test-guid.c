/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-guid.h"

#define CANONICAL "5d115c9c-44e3-ea11-bb43-000d3a2feca1"

static void
test_parse (void)
{
  static const char *const forms[] = {
    CANONICAL,
    "5D115C9C-44E3-EA11-BB43-000D3A2FECA1",
    "{5D115C9C-44e3-EA11-bb43-000D3A2FECA1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *normal = psr_guid_normalize (forms[i]);
      PsrGuid guid;

      g_assert_true (psr_guid_parse (forms[i], &guid, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (guid.text, ==, CANONICAL);
      g_assert_cmpstr (normal, ==, CANONICAL);
      g_assert_true (psr_guid_is_set (forms[i]));
      g_assert_false (psr_guid_is_zero (&guid));
    }
}

static void
test_refused (void)
{
  static const char *const forms[] = {
    "", "x", "5d115c9c44e3ea11bb43000d3a2feca1", CANONICAL "0", "{" CANONICAL, CANONICAL "}",
    "5d115c9c-44e3-ea11-bb43-000d3a2fecag", "5d115c9c-44e3-ea11-bb43+000d3a2feca1",
    "5d115c9c-44e3-ea11-bb43-000d3a2feca\xc3\xa9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      PsrGuid guid;

      g_assert_false (psr_guid_parse (forms[i], &guid, &error));
      g_assert_error (error, PSR_GUID_ERROR, PSR_GUID_ERROR_SYNTAX);
      g_assert_null (psr_guid_normalize (forms[i]));
      g_assert_false (psr_guid_is_set (forms[i]));
    }

  g_assert_null (psr_guid_normalize (NULL));
  g_assert_false (psr_guid_is_set (NULL));
}

static void
test_zero (void)
{
  PsrGuid zero;
  PsrGuid other;

  g_assert_true (psr_guid_parse ("{" PSR_GUID_ZERO_TEXT "}", &zero, NULL));
  g_assert_true (psr_guid_parse (CANONICAL, &other, NULL));
  g_assert_true (psr_guid_is_zero (&zero));
  g_assert_false (psr_guid_is_set (PSR_GUID_ZERO_TEXT));
  g_assert_true (psr_guid_equal (&other, &other));
  g_assert_false (psr_guid_equal (&zero, &other));
}

static void
test_from_name (void)
{
  g_autofree char *one = psr_guid_from_name ("stock|a|b");
  g_autofree char *again = psr_guid_from_name ("stock|a|b");
  g_autofree char *other = psr_guid_from_name ("stock|a|c");

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, other);
  g_assert_true (psr_guid_is_canonical (one));
  g_assert_cmpint (one[14], ==, '8');
  g_assert_nonnull (strchr ("89ab", one[19]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/guid/parse", test_parse);
  g_test_add_func ("/core/guid/refused", test_refused);
  g_test_add_func ("/core/guid/zero", test_zero);
  g_test_add_func ("/core/guid/from-name", test_from_name);

  return g_test_run ();
}
