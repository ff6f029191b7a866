/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "sbx-query.h"

#define N_ROWS 1000

static SbxTable *
make_table (guint n)
{
  SbxSchema *schema = sbx_schema_new ("things", "thing", "Microsoft.NAV.thing");
  SbxTable *table;

  sbx_schema_add (schema, "id", SBX_TYPE_GUID, 0, SBX_PROPERTY_READ_ONLY);
  sbx_schema_add (schema, "number", SBX_TYPE_STRING, 20, SBX_PROPERTY_CODE);
  sbx_schema_add (schema, "name", SBX_TYPE_STRING, 50, SBX_PROPERTY_NORMAL);
  sbx_schema_add_enum (schema, "status", SBX_PROPERTY_NORMAL, "Draft|In_x0020_Review|Open");
  sbx_schema_add (schema, "price", SBX_TYPE_DECIMAL, 0, SBX_PROPERTY_NORMAL);
  sbx_schema_add (schema, "posted", SBX_TYPE_DATE, 0, SBX_PROPERTY_NORMAL);
  sbx_schema_add (schema, "secret", SBX_TYPE_STRING, 0, SBX_PROPERTY_HIDDEN);
  sbx_schema_add (schema, "lastModifiedDateTime", SBX_TYPE_DATETIME, 0, SBX_PROPERTY_READ_ONLY);
  table = sbx_table_new (schema);
  sbx_table_add_index (table, "number");

  for (guint i = 0; i < n; i++)
    {
      SbxRow *row = sbx_row_new (table);
      g_autofree char *number = g_strdup_printf ("T%04u", i);

      sbx_row_set_text (row, "number", number);
      sbx_row_set_text (row, "name", i % 10 == 0 ? "O'Brien" : "Étoile");
      sbx_row_set_text (row, "status", i % 2 == 0 ? "Draft" : "In_x0020_Review");
      sbx_row_set_decimal (row, "price", SBX_DECIMAL_INT (i));
      sbx_row_set_int (row, "posted", 20260800 + i % 28 + 1);
      row->modified = (gint64) (1000000000 + i) * G_TIME_SPAN_SECOND;
      g_assert_nonnull (sbx_table_insert (table, row));
    }
  return table;
}

static guint
count (SbxTable   *table,
       SbxDialect  dialect,
       const char *filter)
{
  g_autofree char *raw = g_uri_escape_string (filter, NULL, FALSE);
  g_autofree char *options = g_strconcat ("$count=true&$filter=", raw, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse (options, table, dialect, &error);
  g_autoptr (SbxPage) page = NULL;

  g_assert_no_error (error);
  page = sbx_query_run (query, 5, &error);
  g_assert_no_error (error);
  return (guint) page->total;
}

static void
refused (SbxTable   *table,
         SbxDialect  dialect,
         const char *filter,
         int         code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sbx_filter_parse (filter, table, dialect, &error));
  g_assert_error (error, SBX_ODATA_ERROR, code);
}

static void
test_filter (void)
{
  g_autoptr (SbxTable) table = make_table (N_ROWS);

  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "name eq 'O''Brien'"), ==, 100);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "NAME eq 'Étoile' and price ge 500.0"), ==, 450);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "number eq 't0005' or number eq 'T0006'"), ==, 2);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "status eq 'In Review'"), ==, 500);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "status eq 'In_x0020_Review'"), ==, 500);
}

static void
test_filter_more (void)
{
  g_autoptr (SbxTable) table = make_table (N_ROWS);
  g_autofree char *by_id = g_strdup_printf ("id eq %s", sbx_row_id (sbx_table_at (table, 7)));

  g_assert_cmpuint (count (table, SBX_DIALECT_BC, by_id), ==, 1);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "startswith(number,'T000')"), ==, 10);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "contains(tolower(name),'brien')"), ==, 100);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "posted eq 2026-08-01"), ==, 36);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "lastModifiedDateTime gt 2001-09-09T01:46:49Z"), ==, N_ROWS - 10);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "(price lt 3 or (price ge 998 and price le 999)) and status eq 'Draft'"), ==, 3);
  /* Wello documents quoted date-times and takes "or" over any fields. */
  g_assert_cmpuint (count (table, SBX_DIALECT_WELLO, "lastModifiedDateTime gt '2001-09-09T01:46:49.000Z'"), ==, N_ROWS - 10);
  g_assert_cmpuint (count (table, SBX_DIALECT_WELLO, "number eq 'T0001' or price eq 2"), ==, 2);

  refused (table, SBX_DIALECT_BC, "number eq 'T0001' or price eq 2", SBX_ODATA_ERROR_OR);
  refused (table, SBX_DIALECT_BC, "lastModifiedDateTime gt '2001-09-09T01:46:49Z'", SBX_ODATA_ERROR_LITERAL);
  refused (table, SBX_DIALECT_BC, "id eq 'c4bf96d5-0000-0000-0000-000000000000'", SBX_ODATA_ERROR_LITERAL);
  refused (table, SBX_DIALECT_BC, "colour eq 'red'", SBX_ODATA_ERROR_UNKNOWN_PROPERTY);
  refused (table, SBX_DIALECT_BC, "secret eq 'x'", SBX_ODATA_ERROR_UNKNOWN_PROPERTY);
  refused (table, SBX_DIALECT_BC, "status eq 'Nope'", SBX_ODATA_ERROR_LITERAL);
  refused (table, SBX_DIALECT_BC, "number in ('T0001')", SBX_ODATA_ERROR_NOT_IMPLEMENTED);
  refused (table, SBX_DIALECT_BC, "not (price eq 1)", SBX_ODATA_ERROR_NOT_IMPLEMENTED);
  refused (table, SBX_DIALECT_BC, "name eq 'O'Brien'", SBX_ODATA_ERROR_SYNTAX);
  refused (table, SBX_DIALECT_BC, "(price eq 1", SBX_ODATA_ERROR_SYNTAX);
  refused (table, SBX_DIALECT_WELLO, "Number eq 'T0001'", SBX_ODATA_ERROR_UNKNOWN_PROPERTY);
}

static guint
walk (SbxTable   *table,
      const char *options,
      guint       page_size,
      GHashTable *seen)
{
  g_autofree char *token = NULL;
  guint rows = 0;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *raw = token != NULL ? g_strdup_printf ("%s&$skiptoken=%s", options, token) : g_strdup (options);
      g_autoptr (SbxQuery) query = sbx_query_parse (raw, table, SBX_DIALECT_BC, &error);
      g_autoptr (SbxPage) page = NULL;

      g_assert_no_error (error);
      page = sbx_query_run (query, page_size, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->rows->len, <=, page_size);
      for (guint i = 0; i < page->rows->len; i++)
        g_hash_table_add (seen, page->rows->pdata[i]);
      rows += page->rows->len;
      g_free (token);
      token = g_strdup (page->token);
    }
  while (token != NULL);
  return rows;
}

static void
test_paging (void)
{
  static const char *const options[] = {
    "", "$orderby=lastModifiedDateTime", "$orderby=name,number%20desc",
    "$filter=lastModifiedDateTime%20ge%202001-01-01T00:00:00Z", "$filter=startswith(number,'T')&$orderby=lastModifiedDateTime",
  };
  g_autoptr (SbxTable) table = make_table (N_ROWS);

  sbx_table_remove (table, sbx_table_at (table, 500));
  sbx_table_touch (table, sbx_table_at (table, 3));
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      g_assert_cmpuint (walk (table, options[i], 37, seen), ==, N_ROWS - 1);
      g_assert_cmpuint (g_hash_table_size (seen), ==, N_ROWS - 1);
    }
}

static void
test_changes (void)
{
  g_autoptr (SbxTable) table = make_table (N_ROWS);
  SbxRow *row = sbx_table_find_by (table, "number", "T0123");
  guint64 revision = row->revision;

  sbx_row_set_text (row, "number", "RENAMED");
  sbx_table_touch (table, row);
  g_assert_cmpuint (row->revision, >, revision);
  g_assert_null (sbx_table_find_by (table, "number", "T0123"));
  g_assert_true (sbx_table_find_by (table, "number", "RENAMED") == row);
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "lastModifiedDateTime gt 2020-01-01T00:00:00Z"), ==, 1);

  /* A flow field moves without it (Microsoft, API v2.0: items.inventory). */
  sbx_table_bump (table, sbx_table_at (table, 9));
  g_assert_cmpuint (count (table, SBX_DIALECT_BC, "lastModifiedDateTime gt 2020-01-01T00:00:00Z"), ==, 1);
}

static void
test_json (void)
{
  g_autoptr (SbxTable) table = make_table (1);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse ("$select=price,number,Name", table, SBX_DIALECT_BC, &error);

  g_assert_no_error (error);
  sbx_row_set_decimal (sbx_table_at (table, 0), "price", 1999000);
  sbx_query_write_row (query, sbx_table_at (table, 0), out);
  g_assert_cmpstr (out->str, ==, "\"number\":\"T0000\",\"name\":\"O'Brien\",\"price\":19.99");

  g_string_truncate (out, 0);
  sbx_row_set_int (sbx_table_at (table, 0), "posted", 0);
  sbx_row_write_json (sbx_table_at (table, 0), SBX_DIALECT_BC, out);
  g_assert_nonnull (strstr (out->str, "\"posted\":\"0001-01-01\""));
  g_assert_null (strstr (out->str, "secret"));
  g_assert_nonnull (strstr (out->str, "\"lastModifiedDateTime\":\"2001-09-09T01:46:40Z\""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/filter/values", test_filter);
  g_test_add_func ("/sandbox/filter/dialects", test_filter_more);
  g_test_add_func ("/sandbox/table/paging", test_paging);
  g_test_add_func ("/sandbox/table/changes", test_changes);
  g_test_add_func ("/sandbox/table/json", test_json);
  return g_test_run ();
}
