/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-json.h"

static JsonNode *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return psr_json_parse (body, error);
}

static JsonNode *
parse_good (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = parse (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

static void
test_parse (void)
{
  static const char *const texts[] = {
    "{}", "[]", " [1, 2.5, -3e2, true, false, null, \"x\"] ", "\xef\xbb\xbf{\"a\":{}}\r\n",
    "{\"value\":[{\"@odata.etag\":\"W/\\\"JzE5\\\"\",\"name\":\"Caf\xc3\xa9 \\u00e9 \\ud83d\\ude00 // [[[ /* {\"}]}",
    "\"text\"", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) root = parse_good (texts[i]);

      g_assert_nonnull (root);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char   *text;
    PsrJsonError  code;
  } cases[] = {
    { "", PSR_JSON_ERROR_SYNTAX },
    { "\xef\xbb\xbf", PSR_JSON_ERROR_SYNTAX },
    { "  ", PSR_JSON_ERROR_SYNTAX },
    { "{", PSR_JSON_ERROR_SYNTAX },
    { "}", PSR_JSON_ERROR_SYNTAX },
    { "[}", PSR_JSON_ERROR_SYNTAX },
    { "{\"a\":", PSR_JSON_ERROR_SYNTAX },
    { "{\"a\":1", PSR_JSON_ERROR_SYNTAX },
    { "{\"a\" 1}", PSR_JSON_ERROR_SYNTAX },
    { "{\"a\":\"b", PSR_JSON_ERROR_SYNTAX },
    { "[1] [2]", PSR_JSON_ERROR_SYNTAX },
    { "hello", PSR_JSON_ERROR_SYNTAX },
    { "<html></html>", PSR_JSON_ERROR_SYNTAX },
    { "['a']", PSR_JSON_ERROR_SYNTAX },
    { "[1] // [", PSR_JSON_ERROR_SYNTAX },
    { "/* \" */ [1]", PSR_JSON_ERROR_SYNTAX },
    { "[NaN]", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\x\"]", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\ud83d\"]", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\ud83d\\u0041\"]", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\ude00\"]", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\u0000\"]", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\u00", PSR_JSON_ERROR_SYNTAX },
    { "[\"\\", PSR_JSON_ERROR_SYNTAX },
    { "[\"\xff\"]", PSR_JSON_ERROR_ENCODING },
    { "\xff\xfe[", PSR_JSON_ERROR_ENCODING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].text, NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", shown);
      g_assert_null (parse (cases[i].text, &error));
      g_assert_error (error, PSR_JSON_ERROR, (int) cases[i].code);
    }
}

static void
test_offset (void)
{
  g_autoptr (GBytes) nul = g_bytes_new ("[1,\0]", 5);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse ("{\n\"a\": ;}", &error));
  g_assert_true (g_str_has_prefix (error->message, "line 2: "));
  g_assert_nonnull (strstr (error->message, "byte 7"));
  g_clear_error (&error);

  g_assert_null (parse ("{\n\"a\": 1\n\"b\": 2}", &error));
  g_assert_true (g_str_has_prefix (error->message, "line 2: "));
  g_clear_error (&error);

  g_assert_null (psr_json_parse (nul, &error));
  g_assert_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_ENCODING);
}

static char *
nested (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, i % 2 == 0 ? "{\"a\":" : "[");
  g_string_append (text, "1");
  for (guint i = depth; i > 0; i--)
    g_string_append_c (text, i % 2 == 1 ? '}' : ']');

  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *allowed = nested (PSR_JSON_MAX_DEPTH);
  g_autofree char *refused = nested (PSR_JSON_MAX_DEPTH + 1);
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autoptr (JsonNode) root = parse_good (allowed);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (refused, &error));
  g_assert_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_DEPTH);
  g_clear_error (&error);

  g_assert_null (parse (brackets, &error));
  g_assert_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_DEPTH);
}

/* A parser fed with rubbish says no and lives. */
static void
test_mangled (void)
{
  static const char good[] =
    "{\"@odata.context\":\"x\",\"value\":[{\"id\":\"5d115c9c\",\"n\":19.99,\"t\":true,\"z\":null,\"s\":\"\\u00e9\\n\"}]}";

  for (gsize at = 0; at < sizeof good - 1; at++)
    {
      for (guint byte = 0; byte < 256; byte++)
        {
          g_autofree char *copy = g_memdup2 (good, sizeof good);
          g_autoptr (GBytes) body = NULL;
          g_autoptr (GBytes) cut = g_bytes_new (good, at);
          g_autoptr (JsonNode) root = NULL;
          g_autoptr (GError) error = NULL;

          copy[at] = (char) byte;
          body = g_bytes_new_take (g_steal_pointer (&copy), sizeof good - 1);
          root = psr_json_parse (body, &error);
          g_assert_true ((root == NULL) == (error != NULL));

          if (byte == 0)
            g_assert_null (psr_json_parse (cut, NULL));
        }
    }
}

static void
check_decimal (JsonObject *object,
               const char *member,
               gint64      units)
{
  g_autoptr (GError) error = NULL;
  PsrDecimal value;

  g_test_message ("%s", member);
  g_assert_true (psr_json_get_decimal (object, member, &value, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value.units, ==, units);
}

static void
test_decimal (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"number\":19.99,\"int\":-3,\"text\":\"19.99\",\"exponent\":1.5e3,\"empty\":\"\",\"null\":null,\"tiny\":0.00001,"
    "\"noise\":19.989999999999998,\"sum\":0.30000000000000004,\"residue\":1.4e-17,\"large\":68719476735.99999,"
    "\"larger\":89999999999.9999,\"bigint\":90000000000000,\"negative\":-0.00001,\"minus-zero\":-0.0,"
    "\"million\":1234567.89012}");
  JsonObject *object = json_node_get_object (root);

  check_decimal (object, "number", 1999000);
  check_decimal (object, "int", -300000);
  check_decimal (object, "text", 1999000);
  check_decimal (object, "exponent", 150000000);
  check_decimal (object, "empty", 0);
  check_decimal (object, "null", 0);
  check_decimal (object, "absent", 0);
  check_decimal (object, "tiny", 1);
  check_decimal (object, "noise", 1999000);
  check_decimal (object, "sum", 30000);
  check_decimal (object, "residue", 0);
  check_decimal (object, "large", G_GINT64_CONSTANT (6871947673599999));
  check_decimal (object, "larger", G_GINT64_CONSTANT (8999999999999990));
  check_decimal (object, "bigint", PSR_DECIMAL_MAX_UNITS);
  check_decimal (object, "negative", -1);
  check_decimal (object, "minus-zero", 0);
  check_decimal (object, "million", 123456789012);
}

static void
test_decimal_refused (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"six\":0.123456,\"sixth\":1.000001,\"half\":0.000005,\"nine\":90000000000.5,\"minus-nine\":-90000000000.5,"
    "\"unsure\":80000000000.00001,\"infinite\":1e999,\"text\":\"1,5\",\"text-six\":\"0.123456\",\"bool\":true,"
    "\"object\":{},\"array\":[1],\"bigint\":90000000000001}");
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autoptr (GError) error = NULL;
      PsrDecimal value;

      g_test_message ("%s", (const char *) l->data);
      g_assert_false (psr_json_get_decimal (object, l->data, &value, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, l->data));
    }
}

static void
test_text (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"s\":\"x\",\"n\":19.99,\"i\":7,\"b\":true,\"null\":null,\"o\":{\"a\":1},\"l\":[1,2]}");
  JsonObject *object = json_node_get_object (root);
  g_autofree char *s = psr_json_dup_text (object, "s");
  g_autofree char *n = psr_json_dup_text (object, "n");
  g_autofree char *i = psr_json_dup_text (object, "i");
  g_autofree char *b = psr_json_dup_text (object, "b");
  g_autofree char *o = psr_json_dup_text (object, "o");

  g_assert_cmpstr (psr_json_get_string (object, "s"), ==, "x");
  g_assert_cmpstr (psr_json_get_string (object, "n"), ==, "");
  g_assert_cmpstr (psr_json_get_string (object, "null"), ==, "");
  g_assert_cmpstr (psr_json_get_string (object, "absent"), ==, "");
  g_assert_cmpstr (s, ==, "x");
  g_assert_cmpstr (n, ==, "19.99");
  g_assert_cmpstr (i, ==, "7");
  g_assert_cmpstr (b, ==, "true");
  g_assert_cmpstr (o, ==, "");
  g_assert_true (psr_json_has (object, "s"));
  g_assert_false (psr_json_has (object, "null"));
  g_assert_false (psr_json_has (object, "absent"));
  g_assert_nonnull (psr_json_get_object (object, "o"));
  g_assert_null (psr_json_get_object (object, "l"));
  g_assert_null (psr_json_get_object (object, "null"));
  g_assert_nonnull (psr_json_get_array (object, "l"));
  g_assert_null (psr_json_get_array (object, "o"));
}

static void
test_guid (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"id\":\"{5D115C9C-44E3-EA11-BB43-000D3A2FECA1}\",\"zero\":\"" PSR_GUID_ZERO_TEXT "\",\"x\":\"x\",\"null\":null}");
  JsonObject *object = json_node_get_object (root);
  g_autofree char *id = psr_json_dup_guid (object, "id");

  g_assert_cmpstr (id, ==, "5d115c9c-44e3-ea11-bb43-000d3a2feca1");
  g_assert_null (psr_json_dup_guid (object, "zero"));
  g_assert_null (psr_json_dup_guid (object, "x"));
  g_assert_null (psr_json_dup_guid (object, "null"));
  g_assert_null (psr_json_dup_guid (object, "absent"));
}

static void
test_boolean (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"t\":true,\"T\":\"True\",\"one\":1,\"one-text\":\"1\",\"f\":false,\"F\":\"false\",\"zero\":0,\"null\":null}");
  JsonObject *object = json_node_get_object (root);

  g_assert_true (psr_json_get_boolean (object, "t"));
  g_assert_true (psr_json_get_boolean (object, "T"));
  g_assert_true (psr_json_get_boolean (object, "one"));
  g_assert_true (psr_json_get_boolean (object, "one-text"));
  g_assert_false (psr_json_get_boolean (object, "f"));
  g_assert_false (psr_json_get_boolean (object, "F"));
  g_assert_false (psr_json_get_boolean (object, "zero"));
  g_assert_false (psr_json_get_boolean (object, "null"));
  g_assert_false (psr_json_get_boolean (object, "absent"));
}

static void
test_int64 (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"i\":9007199254740993,\"s\":\"-42\",\"d\":3.0,\"null\":null,\"half\":3.5,\"x\":\"x\",\"o\":{}}");
  JsonObject *object = json_node_get_object (root);
  static const struct
  {
    const char *member;
    gint64      value;
  } good[] = { { "i", G_GINT64_CONSTANT (9007199254740993) }, { "s", -42 }, { "d", 3 }, { "null", 0 }, { "absent", 0 } };
  static const char *const bad[] = { "half", "x", "o" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value;

      g_assert_true (psr_json_get_int64 (object, good[i].member, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpint (value, ==, good[i].value);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value;

      g_assert_false (psr_json_get_int64 (object, bad[i], &value, &error));
      g_assert_nonnull (error);
    }
}

static void
test_timestamp (void)
{
  g_autoptr (JsonNode) root = parse_good (
    "{\"t\":\"1970-01-01T00:00:01.5Z\",\"none\":\"0001-01-01T00:00:00Z\",\"null\":null,\"n\":5,\"x\":\"x\"}");
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GError) error = NULL;
  PsrTimestamp value;

  g_assert_true (psr_json_get_timestamp (object, "t", &value, &error));
  g_assert_cmpint (value, ==, 1500000);
  g_assert_true (psr_json_get_timestamp (object, "none", &value, &error));
  g_assert_cmpint (value, ==, PSR_TIMESTAMP_NONE);
  g_assert_true (psr_json_get_timestamp (object, "null", &value, &error));
  g_assert_cmpint (value, ==, PSR_TIMESTAMP_NONE);
  g_assert_no_error (error);

  g_assert_false (psr_json_get_timestamp (object, "n", &value, &error));
  g_assert_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE);
  g_clear_error (&error);
  g_assert_false (psr_json_get_timestamp (object, "x", &value, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/json/parse", test_parse);
  g_test_add_func ("/core/json/refused", test_refused);
  g_test_add_func ("/core/json/offset", test_offset);
  g_test_add_func ("/core/json/depth", test_depth);
  g_test_add_func ("/core/json/mangled", test_mangled);
  g_test_add_func ("/core/json/decimal", test_decimal);
  g_test_add_func ("/core/json/decimal-refused", test_decimal_refused);
  g_test_add_func ("/core/json/text", test_text);
  g_test_add_func ("/core/json/guid", test_guid);
  g_test_add_func ("/core/json/boolean", test_boolean);
  g_test_add_func ("/core/json/int64", test_int64);
  g_test_add_func ("/core/json/timestamp", test_timestamp);

  return g_test_run ();
}
