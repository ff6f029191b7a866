/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-field-map.h"
#include "psr-json-lines.h"
#include "psr-mapping-error.h"

#define HEAD "{\"entity\":\"item\",\"direction\":\"bc-to-wello\",\n\"source\":\"items\",\"target\":\"Article\",\n\"fields\":[\n"
#define GOOD "{\"source\":\"id\",\"target\":\"id\",\"transform\":\"guid\"}"

/* What each mapping of items has. */
#define ID "{\"source\":\"id\",\"target\":\"id\",\"transform\":\"guid\",\"identity\":true}"
#define NUMBER "{\"source\":\"number\",\"target\":\"code\",\"transform\":\"upper\",\"max-length\":50}"
#define STOCK "{\"source\":\"inventory\",\"target\":\"physical_stock\",\"transform\":\"floor-int\",\"identity\":true}"
#define FIXED ID "," NUMBER "," STOCK

static PsrFieldMap *
load (const char  *text,
      GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return psr_field_map_new_from_bytes (bytes, "test.json", error);
}

static void
test_lines (void)
{
  static const char text[] =
    "{\n  \"a\": 1, \"b\": [\n    true, {\"c\":\n \"}]\\\"\\n\"}, -1.5e3,\n    [[2]\n]],\n  \"d\": {}, \"e\": {\"f\": null}\n}\n";
  static const struct
  {
    const char *path;
    guint       line;
  } expected[] = {
    { "/a", 2 }, { "/b", 2 }, { "/b/0", 3 }, { "/b/1", 3 }, { "/b/1/c", 3 }, { "/b/2", 4 }, { "/b/3", 5 },
    { "/b/3/0", 5 }, { "/b/3/0/0", 5 }, { "/d", 7 }, { "/e", 7 }, { "/e/f", 7 }, { "/x", 0 }, { "/b/4", 0 },
  };
  g_autoptr (PsrJsonLines) lines = psr_json_lines_new (text, strlen (text));
  guint line;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i].path);
      g_assert_cmpuint (psr_json_lines_get (lines, expected[i].path), ==, expected[i].line);
    }

  g_assert_null (psr_json_lines_get_duplicate (lines, &line));
}

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrFieldMap) map = NULL;
  g_autofree char *select = NULL;
  const PsrField *field;

  map = load (HEAD GOOD ",\n"
              "{\"source\":\"displayName\",\"target\":\"name\",\"transform\":\"cut\",\"max-length\":50,\"default\":\"-\"},\n"
              "{\"source\":\"displayName\",\"target\":\"notes\",\"transform\":\"copy\",\"when\":{\"type\":\"Service\"}},\n"
              "{\"source\":\"address/city\",\"target\":\"city\",\"transform\":\"copy\"}]}",
              &error);
  g_assert_no_error (error);
  g_assert_cmpint (psr_field_map_get_entity (map), ==, PSR_ENTITY_ITEM);
  g_assert_cmpint (psr_field_map_get_direction (map), ==, PSR_MAP_BC_TO_WELLO);
  g_assert_false (psr_field_map_is_read_only (map));
  g_assert_cmpstr (psr_field_map_get_source (map), ==, "items");
  g_assert_cmpstr (psr_field_map_get_target (map), ==, "Article");
  g_assert_cmpuint (psr_field_map_get_n_fields (map), ==, 4);

  field = psr_field_map_find_target (map, "name");
  g_assert_nonnull (field);
  g_assert_true (field == psr_field_map_get_field (map, 1));
  g_assert_cmpint (field->transform, ==, PSR_TRANSFORM_CUT);
  g_assert_cmpuint (field->max_length, ==, 50);
  g_assert_cmpstr (field->fallback->text, ==, "-");
  g_assert_cmpint (field->master, ==, PSR_MASTER_BC);
  g_assert_null (psr_field_map_find_target (map, "x"));

  select = g_strjoinv (",", (char **) psr_field_map_get_select (map));
  g_assert_cmpstr (select, ==, "id,displayName,type,address");
}

/* Each fault is named with its file and line. */
static void
test_invalid (void)
{
  static const struct
  {
    const char *text;
    const char *where;
    const char *what;
  } cases[] = {
    { "[]", "test.json:1:", "object" },
    { "{\n\"entity\":\"item\"\n}", "test.json:1:", "“direction” is missing" },
    { "{\n\"entity\":\"itme\",\n\"direction\":\"bc-to-wello\",\"source\":\"a\",\"target\":\"b\",\"fields\":[]}",
      "test.json:2:", "“itme”" },
    { "{\"entity\":\"item\",\n\"direction\":\"up\",\"source\":\"a\",\"target\":\"b\",\"fields\":[]}",
      "test.json:2:", "bc-to-wello, wello-to-bc" },
    { "{\"entity\":\"item\",\"direction\":\"bc-to-wello\",\"source\":\"\",\"target\":\"b\",\n\"fields\":[]}",
      "test.json:1:", "“source”" },
    { "{\"entity\":\"item\",\"direction\":\"bc-to-wello\",\"source\":\"a\",\"target\":\"b\",\n\"fields\":[]}",
      "test.json:2:", "“fields”" },
    { "{\"entity\":\"item\",\"direction\":\"bc-to-wello\",\"source\":\"a\",\"target\":\"b\",\"fields\":[],\n\"colour\":1}",
      "test.json:2:", "“colour” is unknown" },
    { HEAD "5]}", "test.json:4:", "object" },
    { HEAD GOOD ",\n" GOOD "]}", "test.json:5:", "written twice" },
    { HEAD GOOD ",\n{\"source\":\"a\",\n\"target\":\"b\",\n\"transform\":\"cutt\"}]}", "test.json:7:", "“cutt”" },
    { HEAD GOOD ",\n{\"source\":\"a\",\n\"target\":\"b\",\n\"lenght\":5,\"transform\":\"copy\"}]}",
      "test.json:7:", "“lenght” is unknown" },
    { HEAD "{\"source\":\"a\",\"transform\":\"copy\"}]}", "test.json:4:", "“target” is missing" },
    { HEAD "{\"source\":\"a\",\n\"target\":\"\",\"transform\":\"copy\"}]}", "test.json:5:", "“target”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\"}]}", "test.json:4:", "“transform” is missing" },
    { HEAD "{\"target\":\"b\",\"transform\":\"copy\"}]}", "test.json:4:", "“source” is missing" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\n\"transform\":\"cut\"}]}", "test.json:5:", "needs “max-length”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"cut\",\n\"max-length\":0}]}", "test.json:5:", "whole number" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"cut\",\n\"max-length\":-5}]}", "test.json:5:", "whole number" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"cut\",\n\"max-length\":5.5}]}", "test.json:5:", "whole number" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"cut\",\n\"max-length\":99999}]}", "test.json:5:", "whole number" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"cut\",\n\"max-length\":\"x\"}]}", "test.json:5:", "whole number" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"decimal\",\n\"max-length\":5}]}", "test.json:5:", "no meaning" },
    { HEAD "{\"source\":\"a/b/c\",\"target\":\"b\",\"transform\":\"copy\"}]}", "test.json:4:", "within an object" },
    { HEAD "{\"source\":\"a/\",\"target\":\"b\",\"transform\":\"copy\"}]}", "test.json:4:", "within an object" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"line\":1}]}", "test.json:5:", "no meaning" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"cut\",\"max-length\":5,\n\"line\":0}]}", "test.json:5:", "from 1 to 9" },
    { HEAD "{\"source\":\"a/b\",\"target\":\"b\",\"transform\":\"cut\",\"max-length\":5,\n\"back-max-length\":5}]}", "test.json:5:", "never written back" },
    { HEAD "{\"source\":\"a\",\"line\":1,\"target\":\"b\",\"transform\":\"cut\",\"max-length\":5,\n\"back-max-length\":5}]}", "test.json:5:", "never written back" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"identity\":\"yes\"}]}", "test.json:5:", "true or false" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"master\":\"me\"}]}", "test.json:5:", "bc, wello, both" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\n\"transform\":\"enum\"}]}", "test.json:5:", "needs “values”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"enum\",\n\"values\":{}}]}", "test.json:5:", "isn’t empty" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"enum\",\n\"values\":{\"a\":null}}]}", "test.json:5:", "“a”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"enum\",\n\"values\":{\"a b\":1,\"a_x0020_b\":2}}]}",
      "test.json:5:", "twice" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"values\":{\"a\":1}}]}", "test.json:5:", "no meaning" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\n\"transform\":\"link\"}]}", "test.json:5:", "needs “link”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"link\",\n\"link\":\"x\"}]}", "test.json:5:", "“x”" },
    { HEAD "{\"target\":\"b\",\n\"transform\":\"constant\"}]}", "test.json:5:", "needs “value”" },
    { HEAD "{\"target\":\"b\",\"transform\":\"constant\",\n\"value\":{}}]}", "test.json:5:", "“value”" },
    { HEAD "{\n\"source\":\"a\",\"target\":\"b\",\"transform\":\"constant\",\"value\":1}]}", "test.json:5:", "no “source”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\"default\":\"x\",\n\"omit-empty\":true}]}",
      "test.json:5:", "exclude" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"list-when-omitted\":true}]}", "test.json:5:", "“when”" },
    { HEAD "{\"source\":\"a\",\n\"target\":\"e_password\",\"transform\":\"copy\"}]}", "test.json:5:", "secret" },
    { HEAD "{\n\"source\":\"e_login\",\"target\":\"a\",\"transform\":\"copy\"}]}", "test.json:5:", "secret" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"target\":\"c\"}]}", "test.json:5:", "twice" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"copy\",\n\"via\":\"paymentMethods\"}]}", "test.json:5:", "needs “guid”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\n\"transform\":\"copy\",\"look-up\":\"DbCurrency\"}]}", "test.json:5:", "needs “upper”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"upper\",\"max-length\":5,\n\"embed\":\"x\"}]}", "test.json:5:", "“_code”" },
    { HEAD "{\"source\":\"a\",\"target\":\"b_code\",\"transform\":\"upper\",\"max-length\":5,\"look-up\":\"x\",\n\"embed\":\"x\"}]}",
      "test.json:5:", "exclude" },
    { HEAD "{\"source\":\"a\",\"target\":\"b\",\"transform\":\"upper\",\"max-length\":5,\n\"look-up\":\"../Company\"}]}",
      "test.json:5:", "no name of a table" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrExplanation) parts = NULL;
      g_autofree char *shown = g_strescape (cases[i].text, "“”");

      g_test_message ("%s", shown);
      g_assert_null (load (cases[i].text, &error));
      g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID);

      parts = psr_explain (error);
      g_test_message ("%s", parts->why);
      g_assert_nonnull (strstr (parts->what, "test.json"));
      g_assert_true (g_str_has_prefix (parts->why, cases[i].where));
      g_assert_nonnull (strstr (parts->why, cases[i].what));
      g_assert_cmpstr (parts->mend, !=, "");
    }
}

static void
test_syntax (void)
{
  static const struct
  {
    const char *text;
    const char *where;
  } cases[] = {
    { "", "test.json:1: " },
    /* The comma is missing at the end of the second line. */
    { "{\n\"entity\": \"item\"\n\"x\": 1}", "test.json:2: " },
    { "{\n\n'", "test.json:3: " },
    { "{\n\n\"\xff\"}", "test.json:3: " },
    { "{\n\"a\":\n", "test.json:3: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrExplanation) parts = NULL;

      g_assert_null (load (cases[i].text, &error));
      g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SYNTAX);
      parts = psr_explain (error);
      g_test_message ("%s", parts->why);
      g_assert_true (g_str_has_prefix (parts->why, cases[i].where));
    }
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("psr-mapping-XXXXXX", &error);
  g_autofree char *path = NULL;
  g_autoptr (PsrFieldMap) own = NULL;
  g_autoptr (PsrFieldMap) built_in = NULL;

  g_assert_no_error (error);
  path = g_build_filename (folder, PSR_MAP_ITEMS ".json", NULL);

  g_assert_null (psr_field_map_load (path, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_FILE);
  g_clear_error (&error);

  /* One's own file comes first, and is not passed over when it is wrong. */
  g_file_set_contents (path, HEAD FIXED "]}", -1, &error);
  g_assert_no_error (error);
  own = psr_field_map_load_named (PSR_MAP_ITEMS, folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (psr_field_map_get_n_fields (own), ==, 3);
  g_assert_true (psr_field_map_check_folder (folder, &error));
  g_assert_no_error (error);

  g_file_set_contents (path, "{}", -1, &error);
  g_assert_no_error (error);
  g_assert_null (psr_field_map_load_named (PSR_MAP_ITEMS, folder, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  built_in = psr_field_map_load_named (PSR_MAP_ITEMS, folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (psr_field_map_get_n_fields (built_in), >, 1);
  g_assert_cmpstr (psr_field_map_get_fingerprint (built_in), !=, psr_field_map_get_fingerprint (own));
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  g_assert_null (psr_field_map_load_named ("no-such-mapping", NULL, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_FILE);
}

/* What a record is found by stays as it is, whoever writes the file. */
static void
test_fixed (void)
{
  static const char * const texts[] = {
    HEAD ID "," STOCK "]}",
    HEAD NUMBER "," STOCK "]}",
    HEAD ID "," NUMBER "]}",
    HEAD ID ",{\"source\":\"gtin\",\"target\":\"code\",\"transform\":\"upper\"}," STOCK "]}",
    HEAD "{\"source\":\"itemCategoryId\",\"target\":\"id\",\"transform\":\"guid\",\"identity\":true}," NUMBER "," STOCK "]}",
    "{\"entity\":\"customer\",\"direction\":\"bc-to-wello\",\"source\":\"customers\",\"target\":\"Company\",\"fields\":[" FIXED "]}",
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("psr-mapping-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, PSR_MAP_ITEMS ".json", NULL);
  g_autofree char *odd = g_build_filename (folder, "item-bc-to-wello.json", NULL);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_file_set_contents (path, texts[i], -1, &error);
      g_assert_no_error (error);
      g_assert_null (psr_field_map_load_named (PSR_MAP_ITEMS, folder, &error));
      g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, path));
      g_clear_error (&error);
    }

  /* A name with a mistake would be passed over without a word. */
  g_assert_cmpint (g_rename (path, odd), ==, 0);
  g_assert_false (psr_field_map_check_folder (folder, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (odd), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_false (psr_field_map_check_folder (folder, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_FILE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mapping/json-lines/paths", test_lines);
  g_test_add_func ("/mapping/field-map/load", test_load);
  g_test_add_func ("/mapping/field-map/invalid", test_invalid);
  g_test_add_func ("/mapping/field-map/syntax", test_syntax);
  g_test_add_func ("/mapping/field-map/file", test_file);
  g_test_add_func ("/mapping/field-map/fixed", test_fixed);

  return g_test_run ();
}
