/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-record.h"

#define ID "5d115c9c-44e3-ea11-bb43-000d3a2feca1"

static PsrRecord *
make_record (void)
{
  PsrRecord *record = psr_record_new ();

  psr_record_set_guid (record, "id", "{5D115C9C-44E3-EA11-BB43-000D3A2FECA1}");
  psr_record_set_string (record, "name", "Caf\xc3\xa9 \"O'Brien\"");
  psr_record_set_decimal (record, "entered_price", PSR_DECIMAL_INIT (1999000));
  psr_record_set_int64 (record, "physical_stock", 7);
  psr_record_set_boolean (record, "archived", FALSE);

  return record;
}

static void
test_values (void)
{
  g_autoptr (PsrRecord) record = make_record ();

  g_assert_cmpuint (psr_record_get_n_values (record), ==, 5);
  g_assert_cmpstr (psr_record_get_name (record, 2), ==, "entered_price");
  g_assert_cmpstr (psr_record_get_string (record, "id"), ==, ID);
  g_assert_cmpint (psr_record_get_decimal (record, "entered_price").units, ==, 1999000);
  g_assert_cmpint (psr_record_get_decimal (record, "physical_stock").units, ==, 700000);
  g_assert_cmpint (psr_record_get_int64 (record, "physical_stock"), ==, 7);
  g_assert_false (psr_record_get_boolean (record, "archived"));
  g_assert_true (psr_record_has (record, "archived"));
  g_assert_false (psr_record_has (record, "x"));
  g_assert_null (psr_record_get_string (record, "x"));
  g_assert_cmpint (psr_record_get_int64 (record, "x"), ==, 0);

  /* A value that is set again keeps its place. */
  psr_record_set_string (record, "name", "New");
  g_assert_cmpstr (psr_record_get_name (record, 1), ==, "name");
  g_assert_cmpstr (psr_record_get_string (record, "name"), ==, "New");

  psr_record_remove (record, "name");
  psr_record_remove (record, "x");
  g_assert_cmpuint (psr_record_get_n_values (record), ==, 4);
  g_assert_cmpstr (psr_record_get_name (record, 1), ==, "entered_price");
}

static void
test_json (void)
{
  g_autoptr (PsrRecord) record = make_record ();
  g_autoptr (PsrRecord) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = psr_record_to_json_text (record);
  g_autofree char *again = NULL;
  g_autofree char *hash = psr_record_hash (record);
  g_autofree char *back_hash = NULL;
  g_auto (GStrv) differences = NULL;

  g_assert_cmpstr (text, ==,
                   "{\"id\":\"" ID "\",\"name\":\"Caf\xc3\xa9 \\\"O'Brien\\\"\",\"entered_price\":19.99,"
                   "\"physical_stock\":7,\"archived\":false}");

  back = psr_record_from_json_text (text, &error);
  g_assert_no_error (error);
  again = psr_record_to_json_text (back);
  back_hash = psr_record_hash (back);
  differences = psr_record_diff (record, back);
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpstr (back_hash, ==, hash);
  g_assert_cmpuint (g_strv_length (differences), ==, 0);
}

static void
test_json_refused (void)
{
  static const char *const texts[] = { "", "[]", "{\"a\":{}}", "{\"a\":null}", "{\"a\":0.1234567}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (psr_record_from_json_text (texts[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_hash (void)
{
  g_autoptr (PsrRecord) a = psr_record_new ();
  g_autoptr (PsrRecord) b = psr_record_new ();
  g_autofree char *hash = NULL;
  g_autofree char *same = NULL;
  g_autofree char *other = NULL;
  g_autofree char *shifted = NULL;

  psr_record_set_string (a, "x", "1");
  psr_record_set_int64 (a, "y", 2);
  psr_record_set_decimal (b, "y", PSR_DECIMAL_INIT (200000));
  psr_record_set_string (b, "x", "1");

  hash = psr_record_hash (a);
  same = psr_record_hash (b);
  g_assert_cmpuint (strlen (hash), ==, 32);
  g_assert_cmpstr (hash, ==, same);

  psr_record_set_string (b, "y", "2");
  other = psr_record_hash (b);
  g_assert_cmpstr (hash, !=, other);

  /* What stands on either side of a boundary counts. */
  psr_record_set_string (a, "x", "1\",\"y\":2");
  psr_record_remove (a, "y");
  shifted = psr_record_hash (a);
  g_assert_cmpstr (hash, !=, shifted);
}

static void
test_diff (void)
{
  g_autoptr (PsrRecord) a = make_record ();
  g_autoptr (PsrRecord) b = psr_record_copy (a);
  g_auto (GStrv) none = psr_record_diff (a, b);
  g_auto (GStrv) some = NULL;
  g_autofree char *joined = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);

  psr_record_set_boolean (b, "archived", TRUE);
  psr_record_set_decimal (b, "physical_stock", PSR_DECIMAL_INIT (700000));
  psr_record_remove (b, "name");
  psr_record_set_string (b, "phone", "");
  some = psr_record_diff (a, b);
  joined = g_strjoinv (",", some);
  g_assert_cmpstr (joined, ==, "name,archived,phone");

  /* The copy was not the same record. */
  g_assert_true (psr_record_has (a, "name"));
}

static void
test_members (void)
{
  g_autoptr (PsrRecord) record = psr_record_new ();
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr (GBytes) body = NULL;

  psr_record_set_string (record, "a", "b");
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_int64 (writer, "first", 1);
  psr_record_write_members (record, writer);
  psr_json_writer_end_object (writer);
  body = psr_json_writer_finish (writer);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "{\"first\":1,\"a\":\"b\"}", 19);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mapping/record/values", test_values);
  g_test_add_func ("/mapping/record/json", test_json);
  g_test_add_func ("/mapping/record/json-refused", test_json_refused);
  g_test_add_func ("/mapping/record/hash", test_hash);
  g_test_add_func ("/mapping/record/diff", test_diff);
  g_test_add_func ("/mapping/record/members", test_members);

  return g_test_run ();
}
