/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-wello-error.h"
#include "psr-wello-merge.h"

static char *
merge (const char  *current,
       const char  *changes,
       GError     **error)
{
  g_autoptr (GBytes) current_bytes = g_bytes_new_static (current, strlen (current));
  g_autoptr (GBytes) changes_bytes = g_bytes_new_static (changes, strlen (changes));
  g_autoptr (GBytes) merged = psr_wello_merge (current_bytes, changes_bytes, error);

  if (merged == NULL)
    return NULL;

  return g_strndup (g_bytes_get_data (merged, NULL), g_bytes_get_size (merged));
}

static void
test_merge (void)
{
  static const struct
  {
    const char *current;
    const char *changes;
    const char *merged;
  } cases[] = {
    /* What isn't ours goes back as it came: numbers, escapes, nulls, nodes. */
    { "{\"a\":1.10,\"b\":19.989999999999998,\"n\":null,\"o\":{\"x\":[1,\"}\"]},\"s\":\"\\u00e9\\\"\\\\\"}",
      "{\"b\":2}",
      "{\"a\":1.10,\"b\":2,\"n\":null,\"o\":{\"x\":[1,\"}\"]},\"s\":\"\\u00e9\\\"\\\\\"}" },
    { " \n{ \"a\" : 1 ,\t\"b\" : [ 1 , 2 ] }\n", "{\"c\":3}", "{\"a\":1,\"b\":[ 1 , 2 ],\"c\":3}" },
    { "{}", "{\"a\":1}", "{\"a\":1}" },
    { "{\"a\":1}", "{}", "{\"a\":1}" },
    { "\xef\xbb\xbf{\"a\":1}", "{\"a\":\"x\"}", "{\"a\":\"x\"}" },
    /* Annotations stay behind. */
    { "{\"@odata.context\":\"https://w/$metadata#Company/$entity\",\"a\":1}", "{\"b\":2}", "{\"a\":1,\"b\":2}" },
    /* A code that is set replaces the id that would win over it. */
    { "{\"db_country_id\":\"old\",\"db_country_code\":null,\"company_id\":\"x\"}",
      "{\"db_country_code\":\"BE\"}",
      "{\"db_country_code\":\"BE\",\"company_id\":\"x\"}" },
    { "{\"db_country_id\":\"old\"}",
      "{\"db_country_id\":\"new\",\"db_country_code\":\"BE\"}",
      "{\"db_country_id\":\"new\",\"db_country_code\":\"BE\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *merged = merge (cases[i].current, cases[i].changes, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (merged, ==, cases[i].merged);
    }
}

static void
test_not_an_object (void)
{
  static const char * const bad[] = {
    "", "[]", "null", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"1", "{\"a\":1,}", "{\"a\":}", "{a:1}", "{\"a\" 1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *merged = merge (bad[i], "{\"b\":1}", &error);

      g_assert_null (merged);
      g_assert_error (error, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW);
    }
}

static void
test_secret (void)
{
  g_assert_true (psr_wello_is_secret ("e_login"));
  g_assert_true (psr_wello_is_secret ("E_Password"));
  g_assert_false (psr_wello_is_secret ("email"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wello/merge/merge", test_merge);
  g_test_add_func ("/wello/merge/not-an-object", test_not_an_object);
  g_test_add_func ("/wello/merge/secret", test_secret);

  return g_test_run ();
}
