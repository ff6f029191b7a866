/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-json-item.h"

static PsrJsonTree *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return psr_json_tree_new (body, error);
}

/* What RFC 8259 calls JSON, and nothing else. */
static void
test_accepted (void)
{
  static const char *const texts[] = {
    "{}", "[]", "0", "-0", "-0.0", "1.5", "1e5", "1E+5", "1e-5", "0e0", "123456789012345678901234567890", "1e400",
    "true", "false", "null", "\"\"", "\"\x7f\"", " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n",
    "{ \"a\" : { \"b\" : [ { } , [ ] ] } }", "{\"a\":1,\"a\":2}", "{\"\":1}", "\xef\xbb\xbf[]",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"", "\"Caf\xc3\xa9 \xf0\x9f\x98\x80\"", "\"// [[[ /* {\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrJsonTree) tree = parse (texts[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (tree);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char   *text;
    PsrJsonError  code;
    const char   *line;
  } cases[] = {
    { "", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\xef\xbb\xbf", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { " \n ", PSR_JSON_ERROR_SYNTAX, "line 2: " },
    { "[1,\n2,\n]", PSR_JSON_ERROR_SYNTAX, "line 3: " },
    /* The text before the fault is shorter by then, and has another line. */
    { "[\"\\n\\n\\u00e9\",\n?]", PSR_JSON_ERROR_SYNTAX, "line 2: " },
    { "{", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[]]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{}{}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[1 2]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[1,]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[,1]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[,]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{\"a\"}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{\"a\":}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{\"a\" 1}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{\"a\":1,}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{\"a\":1 \"b\":2}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{a:1}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "{1:1}", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[\"a\":1]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "01", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "-01", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "1.", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "1.e1", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { ".5", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "-", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "+1", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "1e", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "1e+", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "0x10", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "NaN", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "-Infinity", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "tru", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "True", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "nulll", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[truefalse]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "'a'", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"abc", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"abc\\", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"abc\\\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\v\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\u12\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\u12x4\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\u0000\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\ud83d\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\ud83d\\u0041\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"\\ude00\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"a\tb\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"a\nb\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\"a\x01" "b\"", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[1] // one", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\xc2\xa0[1]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "\f[1]", PSR_JSON_ERROR_SYNTAX, "line 1: " },
    { "[\n\"\xff\"]", PSR_JSON_ERROR_ENCODING, "line 2: " },
    { "\"\xed\xa0\xbd\"", PSR_JSON_ERROR_ENCODING, "line 1: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (cases[i].text, &error));
      g_assert_error (error, PSR_JSON_ERROR, (int) cases[i].code);
      g_assert_true (g_str_has_prefix (error->message, cases[i].line));
    }
}

/* A NUL ends no text. */
static void
test_nul (void)
{
  static const char *const texts[] = { "[1]\0", "[\"a\0b\"]", "[1\0]" };
  static const gsize lengths[] = { 4, 7, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (texts[i], lengths[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (psr_json_tree_new (body, &error));
      g_assert_nonnull (error);
    }
}

static void
test_depth (void)
{
  for (guint depth = PSR_JSON_MAX_DEPTH; depth <= PSR_JSON_MAX_DEPTH + 1; depth++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (PsrJsonTree) tree = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
      for (guint i = depth; i > 0; i--)
        g_string_append (text, i % 2 == 1 ? "]" : "}");

      /* The innermost object has a member without a value. */
      if (depth % 2 == 0)
        g_string_insert (text, (gssize) text->len - (gssize) depth, "0");

      tree = parse (text->str, &error);
      if (depth == PSR_JSON_MAX_DEPTH)
        g_assert_no_error (error);
      else
        g_assert_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_DEPTH);
    }
}

static void
test_walk (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrJsonTree) tree = parse ("{\"a\":[1,[2,3],{\"b\":4}],\"c\":{},\"d\":[],\"a\":\"x\",\"e\":null}", &error);
  const PsrJsonItem *root;
  const PsrJsonItem *item;
  const PsrJsonItem *element;

  g_assert_no_error (error);
  root = psr_json_tree_get_root (tree);
  g_assert_cmpuint (psr_json_item_get_length (root), ==, 5);

  item = psr_json_item_get_first (root);
  g_assert_cmpstr (psr_json_item_get_name (item), ==, "a");
  g_assert_cmpuint (psr_json_item_get_length (item), ==, 3);
  element = psr_json_item_get_first (item);
  g_assert_null (psr_json_item_get_name (element));
  element = psr_json_item_get_next (item, element);
  g_assert_cmpuint (psr_json_item_get_length (element), ==, 2);
  element = psr_json_item_get_next (item, element);
  g_assert_nonnull (psr_json_item_find (element, "b"));
  g_assert_null (psr_json_item_get_next (item, element));

  item = psr_json_item_get_next (root, item);
  g_assert_cmpstr (psr_json_item_get_name (item), ==, "c");
  g_assert_null (psr_json_item_get_first (item));
  g_assert_null (psr_json_item_find (item, "b"));
  item = psr_json_item_get_next (root, item);
  g_assert_cmpstr (psr_json_item_get_name (item), ==, "d");
  g_assert_null (psr_json_item_get_first (item));

  /* The last one of a name; a member of a member is none. */
  g_assert_cmpstr (psr_json_item_get_string (root, "a"), ==, "x");
  g_assert_null (psr_json_item_find (root, "b"));
  g_assert_cmpint (psr_json_item_get_type (psr_json_item_find (root, "e")), ==, PSR_JSON_NULL);
  g_assert_null (psr_json_item_find (root, "ee"));
}

static void
test_values (void)
{
  static const struct
  {
    const char *json;
    const char *text;
    const char *decimal;
  } cases[] = {
    { "\"\"", "", "0" },
    { "null", "", "0" },
    { "{}", "", NULL },
    { "[1]", "", NULL },
    { "true", "true", NULL },
    { "false", "false", NULL },
    { "\"Caf\\u00e9 \\ud83d\\ude00 \\\"x\\\"\\n\"", "Caf\xc3\xa9 \xf0\x9f\x98\x80 \"x\"\n", NULL },
    { "\"19.99\"", "19.99", "19.99" },
    { "19.99", "19.99", "19.99" },
    { "-19.990", "-19.99", "-19.99" },
    { "0.00001", "1e-05", "0.00001" },
    { "-0", "0", "0" },
    { "-0.0", "-0", "0" },
    { "7", "7", "7" },
    { "1e2", "100", "100" },
    { "2.5e-3", "0.0025", "0.0025" },
    { "0.1000000000000001", "0.1000000000000001", "0.1" },
    { "0.123456", "0.123456", NULL },
    { "68719476735.99999", "68719476735.99999", "68719476735.99999" },
    { "89999999999.5", "89999999999.5", "89999999999.5" },
    { "90000000000.5", "90000000000.5", NULL },
    { "90000000000000", "90000000000000", "90000000000000" },
    { "90000000000001", "90000000000001", NULL },
    { "99999999999999999999", "99999999999999999999", NULL },
    { "1e400", "null", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("[%s]", cases[i].json);
      g_autoptr (PsrJsonTree) tree = parse (json, NULL);
      const PsrJsonItem *item = psr_json_item_get_first (psr_json_tree_get_root (tree));
      g_autofree char *text = psr_json_item_dup_text (item);
      g_autofree char *number = NULL;
      g_autoptr (GError) error = NULL;
      PsrDecimal decimal;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (psr_json_item_to_decimal (item, &decimal, &error), ==, cases[i].decimal != NULL);
      if (cases[i].decimal == NULL)
        {
          g_assert_nonnull (error);
          continue;
        }

      number = psr_decimal_to_string (decimal);
      g_assert_cmpstr (number, ==, cases[i].decimal);
    }
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrJsonTree) tree = parse ("{\"id\":\"{5D115C9C-44E3-EA11-BB43-000D3A2FECA1}\",\"none\":"
                                        "\"00000000-0000-0000-0000-000000000000\",\"at\":\"1970-01-01T00:00:01Z\","
                                        "\"never\":\"0001-01-01T00:00:00Z\",\"yes\":true,\"one\":\"1\",\"zero\":-0,"
                                        "\"ten\":10,\"half\":0.5}", &error);
  const PsrJsonItem *root;
  g_autofree char *id = NULL;
  g_autofree char *none = NULL;
  g_autofree char *absent = NULL;
  PsrTimestamp at;

  g_assert_no_error (error);
  root = psr_json_tree_get_root (tree);

  id = psr_json_item_dup_guid (root, "id");
  none = psr_json_item_dup_guid (root, "none");
  absent = psr_json_item_dup_guid (root, "absent");
  g_assert_cmpstr (id, ==, "5d115c9c-44e3-ea11-bb43-000d3a2feca1");
  g_assert_null (none);
  g_assert_null (absent);

  g_assert_true (psr_json_item_get_timestamp (root, "at", &at, &error));
  g_assert_cmpint (at, ==, G_USEC_PER_SEC);
  g_assert_true (psr_json_item_get_timestamp (root, "never", &at, &error));
  g_assert_cmpint (at, ==, PSR_TIMESTAMP_NONE);
  g_assert_true (psr_json_item_get_timestamp (root, "absent", &at, &error));
  g_assert_cmpint (at, ==, PSR_TIMESTAMP_NONE);
  g_assert_false (psr_json_item_get_timestamp (root, "ten", &at, &error));
  g_assert_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE);

  g_assert_true (psr_json_item_get_boolean (root, "yes"));
  g_assert_true (psr_json_item_get_boolean (root, "one"));
  g_assert_true (psr_json_item_get_boolean (root, "ten"));
  g_assert_false (psr_json_item_get_boolean (root, "zero"));
  g_assert_false (psr_json_item_get_boolean (root, "half"));
  g_assert_false (psr_json_item_get_boolean (root, "absent"));
  g_assert_cmpstr (psr_json_item_get_string (root, "ten"), ==, "");
}

/* More items than there was room for at first. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("[0");
  g_autoptr (PsrJsonTree) tree = NULL;
  const PsrJsonItem *root;
  const PsrJsonItem *last = NULL;

  for (guint i = 1; i < 10000; i++)
    g_string_append (text, i % 3 == 0 ? ",{}" : ",1");
  g_string_append_c (text, ']');

  tree = parse (text->str, NULL);
  g_assert_nonnull (tree);
  root = psr_json_tree_get_root (tree);
  g_assert_cmpuint (psr_json_item_get_length (root), ==, 10000);
  for (const PsrJsonItem *item = psr_json_item_get_first (root); item != NULL; item = psr_json_item_get_next (root, item))
    last = item;
  g_assert_cmpint (psr_json_item_get_type (last), ==, PSR_JSON_OBJECT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/json-tree/accepted", test_accepted);
  g_test_add_func ("/core/json-tree/refused", test_refused);
  g_test_add_func ("/core/json-tree/nul", test_nul);
  g_test_add_func ("/core/json-tree/depth", test_depth);
  g_test_add_func ("/core/json-tree/walk", test_walk);
  g_test_add_func ("/core/json-tree/values", test_values);
  g_test_add_func ("/core/json-tree/members", test_members);
  g_test_add_func ("/core/json-tree/many", test_many);

  return g_test_run ();
}
