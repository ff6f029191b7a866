/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "net-test.h"
#include "psr-odata-literal.h"
#include "psr-odata-query.h"

static void
test_string (void)
{
  g_autofree char *plain = psr_odata_string ("abc");
  g_autofree char *apostrophe = psr_odata_string ("O'Brien");
  g_autofree char *attack = psr_odata_string ("' or 1 eq 1 or '");
  g_autofree char *empty = psr_odata_string ("");

  g_assert_cmpstr (plain, ==, "'abc'");
  g_assert_cmpstr (apostrophe, ==, "'O''Brien'");
  g_assert_cmpstr (attack, ==, "''' or 1 eq 1 or '''");
  g_assert_cmpstr (empty, ==, "''");
}

static void
test_other_literals (void)
{
  g_autofree char *guid = psr_odata_guid ("{C4BF96D5-0000-4000-8000-00000000ABCD}");
  g_autofree char *nonsense = psr_odata_guid ("1 or 1 eq 1");
  g_autofree char *bare = psr_odata_timestamp (TEST_START + 273000);
  g_autofree char *quoted = psr_odata_quoted_timestamp (TEST_START + 273000);

  g_assert_cmpstr (guid, ==, "c4bf96d5-0000-4000-8000-00000000abcd");
  g_assert_null (nonsense);
  g_assert_cmpstr (bare, ==, "2026-08-24T09:12:33.273Z");
  g_assert_cmpstr (quoted, ==, "'2026-08-24T09:12:33.273Z'");
}

static void
test_escaping (void)
{
  static const struct
  {
    const char *text;
    const char *escaped;
  } cases[] = {
    { "O'Brien", "'O''Brien'" },
    { "Café", "'Caf%C3%A9'" },
    { "a+b", "'a%2Bb'" },
    { "R&D", "'R%26D'" },
    { "#1", "'%231'" },
    { "50%", "'50%25'" },
    { "a=b", "'a%3Db'" },
    { "a b", "'a%20b'" },
    { "€/m²", "'%E2%82%AC/m%C2%B2'" },
    { "\"<>\\^`{|}", "'%22%3C%3E%5C%5E%60%7B%7C%7D'" },
    { "line\nbreak", "'line%0Abreak'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_new ("customers");
      g_autofree char *literal = psr_odata_string (cases[i].text);
      g_autofree char *filter = g_strconcat ("displayName eq ", literal, NULL);
      g_autofree char *expected = g_strconcat ("https://h.example/v2.0/customers?$filter=displayName%20eq%20", cases[i].escaped, NULL);
      g_autofree char *url = NULL;

      psr_odata_query_filter (query, filter);
      url = psr_odata_query_to_url (query, "https://h.example/v2.0");
      g_assert_cmpstr (url, ==, expected);
    }
}

static void
test_url (void)
{
  g_autoptr (PsrODataQuery) query = psr_odata_query_new ("companies(c4bf96d5-0000-4000-8000-00000000abcd)/items");
  g_autoptr (PsrODataQuery) copy = NULL;
  g_autofree char *url = NULL;
  g_autofree char *with_tenant = NULL;

  psr_odata_query_select (query, "id,number");
  psr_odata_query_orderby (query, "lastModifiedDateTime");
  psr_odata_query_top (query, 5);
  psr_odata_query_expand (query, "salesOrderLines($select=id)");
  psr_odata_query_top (query, 7);
  copy = psr_odata_query_copy (query);
  url = psr_odata_query_to_url (copy, "https://h.example/BC/api/v2.0/");
  g_assert_cmpstr (url, ==, "https://h.example/BC/api/v2.0/companies(c4bf96d5-0000-4000-8000-00000000abcd)/items"
                            "?$select=id,number&$orderby=lastModifiedDateTime&$top=7&$expand=salesOrderLines($select%3Did)");
  g_assert_cmpuint (psr_odata_query_get_length (query, "https://h.example/BC/api/v2.0/"), ==, strlen (url));

  with_tenant = psr_odata_query_to_url (query, "https://h.example/BC/api/v2.0?tenant=x");
  g_assert_true (g_str_has_prefix (with_tenant, "https://h.example/BC/api/v2.0/companies(c4bf96d5-0000-4000-8000-00000000abcd)/items?tenant=x&$select="));
}

static void
test_path (void)
{
  g_autoptr (PsrODataQuery) query = psr_odata_query_new ("Company/x y");
  g_autofree char *url = NULL;

  psr_odata_query_add_segment (query, "a/b?c#d");
  url = psr_odata_query_to_url (query, "https://h.example/api");
  g_assert_cmpstr (url, ==, "https://h.example/api/Company/x%20y/a%2Fb%3Fc%23d");
}

static void
test_chunks (void)
{
  g_autoptr (GPtrArray) literals = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chunks = NULL;
  guint terms = 0;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *number = g_strdup_printf ("É'%u", i);

      g_ptr_array_add (literals, psr_odata_string (number));
    }

  g_ptr_array_add (literals, NULL);
  chunks = psr_odata_or_chunks ("externalDocumentNumber", (const char * const *) literals->pdata, 3000);
  g_assert_cmpuint (chunks->len, >, 10);

  for (guint i = 0; i < chunks->len; i++)
    {
      g_autofree char *escaped = psr_odata_escape (g_ptr_array_index (chunks, i));
      g_auto (GStrv) parts = g_strsplit (g_ptr_array_index (chunks, i), " or ", -1);

      g_assert_cmpuint (strlen (escaped), <=, 3000);
      terms += g_strv_length (parts);
    }

  g_assert_cmpuint (terms, ==, 1000);
}

static void
test_chunks_of_long_values (void)
{
  const char *literals[] = { "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "'b'", NULL };
  const char *none[] = { NULL };
  g_autoptr (GPtrArray) chunks = psr_odata_or_chunks ("f", literals, 10);
  g_autoptr (GPtrArray) no_chunks = psr_odata_or_chunks ("f", none, 10);
  g_autofree char *all = psr_odata_or_equals ("f", literals);

  g_assert_cmpuint (chunks->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (chunks, 1), ==, "f eq 'b'");
  g_assert_cmpuint (no_chunks->len, ==, 0);
  g_assert_cmpstr (all, ==, "f eq 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' or f eq 'b'");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/odata-query/string", test_string);
  g_test_add_func ("/net/odata-query/other-literals", test_other_literals);
  g_test_add_func ("/net/odata-query/escaping", test_escaping);
  g_test_add_func ("/net/odata-query/url", test_url);
  g_test_add_func ("/net/odata-query/path", test_path);
  g_test_add_func ("/net/odata-query/chunks", test_chunks);
  g_test_add_func ("/net/odata-query/chunks-of-long-values", test_chunks_of_long_values);

  return g_test_run ();
}
