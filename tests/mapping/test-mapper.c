/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-mapper.h"
#include "psr-mapping-error.h"

#define ID "5d115c9c-44e3-ea11-bb43-000d3a2feca1"
#define OTHER "00000000-1111-2222-3333-444444444444"

static PsrFieldMap *
map_of (const char *field)
{
  g_autofree char *text = g_strdup_printf ("{\"entity\":\"item\",\"direction\":\"bc-to-wello\",\"source\":\"items\","
                                           "\"target\":\"Article\",\"fields\":[{\"target\":\"t\",%s}]}", field);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PsrFieldMap *map = psr_field_map_new_from_bytes (bytes, "test.json", &error);

  g_assert_no_error (error);
  return map;
}

static PsrJsonTree *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PsrJsonTree *root = psr_json_tree_new (bytes, &error);

  g_assert_no_error (error);
  return root;
}

static PsrRecord *
apply (const char   *field,
       const char   *source,
       PsrMapNotes  *notes,
       GError      **error)
{
  g_autoptr (PsrFieldMap) map = map_of (field);
  g_autoptr (PsrJsonTree) root = parse (source);

  return psr_mapper_apply (map, psr_json_tree_get_root (root), notes, error);
}

static void
test_transforms (void)
{
  static const struct
  {
    const char *field;
    const char *source;
    const char *target;
  } cases[] = {
    { "\"source\":\"s\",\"transform\":\"copy\"", "{\"s\":\" x \"}", "{\"t\":\" x \"}" },
    { "\"source\":\"s\",\"transform\":\"copy\"", "{\"s\":null}", "{\"t\":\"\"}" },
    { "\"source\":\"a/s\",\"transform\":\"copy\"", "{\"s\":\"x\",\"a\":{\"s\":\"y\"}}", "{\"t\":\"y\"}" },
    { "\"source\":\"s\",\"transform\":\"guid\",\"omit-empty\":true", "{\"s\":\"" PSR_GUID_ZERO_TEXT "\"}", "{}" },
    { "\"source\":\"s\",\"transform\":\"guid\",\"omit-empty\":true,\"clear\":true", "{\"s\":\"" PSR_GUID_ZERO_TEXT "\"}",
      "{\"t\":\"" PSR_GUID_ZERO_TEXT "\"}" },
    { "\"source\":\"s\",\"transform\":\"guid\",\"omit-empty\":true,\"clear\":true", "{}", "{}" },
    { "\"source\":\"s\",\"transform\":\"copy\",\"omit-empty\":true,\"clear\":true", "{\"s\":\"\"}", "{\"t\":\"\"}" },
    { "\"source\":\"a/s\",\"transform\":\"copy\"", "{\"s\":\"x\",\"a\":{\"b\":\"y\"}}", "{}" },
    { "\"source\":\"a/s\",\"transform\":\"copy\"", "{\"s\":\"x\",\"a\":null}", "{}" },
    { "\"source\":\"a/s\",\"transform\":\"copy\"", "{\"a\":[1]}", "{}" },
    { "\"source\":\"s\",\"line\":1,\"transform\":\"cut\",\"max-length\":9", "{\"s\":\"Rue 1\\r\\nBus 3\"}", "{\"t\":\"Rue 1\"}" },
    { "\"source\":\"s\",\"line\":2,\"transform\":\"cut\",\"max-length\":9", "{\"s\":\"Rue 1\\r\\nBus 3\"}", "{\"t\":\"Bus 3\"}" },
    { "\"source\":\"s\",\"line\":2,\"transform\":\"cut\",\"max-length\":9", "{\"s\":\"Rue 1\"}", "{\"t\":\"\"}" },
    { "\"source\":\"a/s\",\"line\":2,\"transform\":\"never-cut\",\"max-length\":9", "{\"a\":{\"s\":\"\"}}", "{\"t\":\"\"}" },
    { "\"source\":\"s\",\"transform\":\"copy\"", "{\"s\":12.5}", "{\"t\":\"12.5\"}" },
    { "\"source\":\"s\",\"transform\":\"cut\",\"max-length\":12", "{\"s\":\"Grand Hotel Terminus\"}", "{\"t\":\"Grand Hotel\"}" },
    { "\"source\":\"s\",\"transform\":\"never-cut\",\"max-length\":3", "{\"s\":\"abc\"}", "{\"t\":\"abc\"}" },
    { "\"source\":\"s\",\"transform\":\"upper\",\"max-length\":3", "{\"s\":\" abc \"}", "{\"t\":\"ABC\"}" },
    { "\"source\":\"s\",\"transform\":\"guid\"", "{\"s\":\"{5D115C9C-44E3-EA11-BB43-000D3A2FECA1}\"}", "{\"t\":\"" ID "\"}" },
    { "\"source\":\"s\",\"transform\":\"guid\",\"omit-empty\":true", "{\"s\":\"" PSR_GUID_ZERO_TEXT "\"}", "{}" },
    { "\"source\":\"s\",\"transform\":\"link\",\"link\":\"item\"", "{\"s\":\"" ID "\"}", "{\"t\":\"" ID "\"}" },
    { "\"source\":\"s\",\"transform\":\"link\",\"link\":\"item\",\"omit-empty\":true", "{}", "{}" },
    { "\"source\":\"s\",\"transform\":\"decimal\"", "{\"s\":19.99}", "{\"t\":19.99}" },
    { "\"source\":\"s\",\"transform\":\"decimal\"", "{\"s\":\"19.99\"}", "{\"t\":19.99}" },
    { "\"source\":\"s\",\"transform\":\"decimal\"", "{\"s\":null}", "{\"t\":0}" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":7.99999}", "{\"t\":7}" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":-0.5}", "{\"t\":0}" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":7}", "{\"t\":7}" },
    { "\"source\":\"s\",\"transform\":\"boolean\"", "{\"s\":true}", "{\"t\":true}" },
    { "\"source\":\"s\",\"transform\":\"boolean\"", "{\"s\":null}", "{\"t\":false}" },
    { "\"source\":\"s\",\"transform\":\"not\"", "{\"s\":true}", "{\"t\":false}" },
    { "\"source\":\"s\",\"transform\":\"not\"", "{\"s\":null}", "{\"t\":true}" },
    { "\"source\":\"s\",\"transform\":\"enum\",\"values\":{\"_x0020_\":\"none\",\"A_x0020_b\":5}", "{\"s\":\"_x0020_\"}",
      "{\"t\":\"none\"}" },
    { "\"source\":\"s\",\"transform\":\"enum\",\"values\":{\"_x0020_\":\"none\",\"A_x0020_b\":5}", "{\"s\":\" \"}",
      "{\"t\":\"none\"}" },
    { "\"source\":\"s\",\"transform\":\"enum\",\"values\":{\"_x0020_\":\"none\",\"A_x0020_b\":5}", "{\"s\":\"\"}",
      "{\"t\":\"none\"}" },
    { "\"source\":\"s\",\"transform\":\"enum\",\"values\":{\"_x0020_\":\"none\",\"A_x0020_b\":5}", "{\"s\":\"A b\"}",
      "{\"t\":5}" },
    { "\"source\":\"s\",\"transform\":\"enum\",\"values\":{\"a\":1},\"default\":9", "{\"s\":\"b\"}", "{\"t\":9}" },
    { "\"transform\":\"constant\",\"value\":true", "{}", "{\"t\":true}" },
    { "\"source\":\"s\",\"transform\":\"copy\",\"default\":\"x\"", "{}", "{\"t\":\"x\"}" },
    { "\"source\":\"s\",\"transform\":\"copy\",\"default\":\"x\"", "{\"s\":\"\"}", "{\"t\":\"x\"}" },
    { "\"source\":\"s\",\"transform\":\"copy\",\"omit-empty\":true", "{\"s\":\"\"}", "{}" },
    /* Nothing is known of what is absent, so nothing is written over it. */
    { "\"source\":\"s\",\"transform\":\"copy\"", "{}", "{}" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{}", "{}" },
    { "\"source\":\"s\",\"transform\":\"boolean\"", "{}", "{}" },
    { "\"source\":\"s\",\"transform\":\"copy\",\"when\":{\"k\":\"A-b\",\"f\":false}", "{\"s\":\"x\",\"k\":\"A_x002D_b\",\"f\":false}",
      "{\"t\":\"x\"}" },
    { "\"source\":\"s\",\"transform\":\"copy\",\"when\":{\"k\":\"A\",\"f\":false}", "{\"s\":\"x\",\"k\":\"A\",\"f\":true}", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrRecord) record = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s %s", cases[i].field, cases[i].source);
      record = apply (cases[i].field, cases[i].source, NULL, &error);
      g_assert_no_error (error);
      text = psr_record_to_json_text (record);
      g_assert_cmpstr (text, ==, cases[i].target);
    }
}

static void
test_set_aside (void)
{
  static const struct
  {
    const char *field;
    const char *source;
    const char *reason;
  } cases[] = {
    { "\"source\":\"s\",\"transform\":\"never-cut\",\"max-length\":3", "{\"s\":\"abcd\"}", "takes 3 characters" },
    { "\"source\":\"s\",\"transform\":\"upper\",\"max-length\":3", "{\"s\":\"abcd\"}", "takes 3 characters" },
    { "\"source\":\"s\",\"transform\":\"guid\"", "{\"s\":\"abcd\"}", "“abcd” isn’t a GUID" },
    { "\"source\":\"s\",\"transform\":\"guid\"", "{\"s\":\"" PSR_GUID_ZERO_TEXT "\"}", "the id is missing" },
    { "\"source\":\"s\",\"transform\":\"guid\"", "{}", "the id is missing" },
    { "\"source\":\"s\",\"transform\":\"decimal\"", "{\"s\":\"x\"}", "“x” isn’t a number" },
    { "\"source\":\"s\",\"transform\":\"decimal\"", "{\"s\":1e12}", "“s”" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":true}", "“s”" },
    { "\"source\":\"s\",\"transform\":\"enum\",\"values\":{\"a\":1}", "{\"s\":\"b\"}", "“b”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrExplanation) parts = NULL;

      g_assert_null (apply (cases[i].field, cases[i].source, NULL, &error));
      g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE);
      parts = psr_explain (error);
      g_test_message ("%s %s", parts->why, parts->mend);
      g_assert_nonnull (strstr (parts->why, cases[i].reason));
      g_assert_nonnull (strstr (parts->mend, "Business Central"));
    }
}

/* What is lost is remembered with its source. */
static void
test_notes (void)
{
  static const struct
  {
    const char     *field;
    const char     *source;
    PsrMapNoteKind  kind;
    const char     *original;
    const char     *written;
  } cases[] = {
    { "\"source\":\"s\",\"transform\":\"cut\",\"max-length\":12", "{\"s\":\"Grand Hotel Terminus\"}", PSR_MAP_NOTE_CUT,
      "Grand Hotel Terminus", "Grand Hotel" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":7.5}", PSR_MAP_NOTE_FLOORED, "7.5", "7" },
    { "\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":-2}", PSR_MAP_NOTE_RAISED, "-2", "0" },
    { "\"source\":\"s\",\"transform\":\"decimal\",\"when\":{\"g\":false},\"list-when-omitted\":true",
      "{\"s\":12.1,\"g\":true}", PSR_MAP_NOTE_OMITTED, "12.1", NULL },
  };
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrRecord) record = NULL;
      g_autofree char *text = NULL;
      const PsrMapNote *note;

      psr_map_notes_clear (notes);
      record = apply (cases[i].field, cases[i].source, notes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (psr_map_notes_get_n_notes (notes), ==, 1);
      note = psr_map_notes_find_target (notes, "t");
      g_assert_true (note == psr_map_notes_get_note (notes, 0));
      g_assert_cmpint (note->kind, ==, cases[i].kind);
      g_assert_cmpstr (note->source, ==, "s");
      g_assert_cmpstr (note->original, ==, cases[i].original);
      g_assert_cmpstr (note->written, ==, cases[i].written);

      text = psr_map_note_to_string (note);
      g_assert_nonnull (strstr (text, cases[i].original));
    }
}

static void
test_nothing_to_note (void)
{
  g_autoptr (PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrRecord) cut = NULL;
  g_autoptr (PsrRecord) floored = NULL;
  g_autoptr (PsrRecord) omitted = NULL;

  cut = apply ("\"source\":\"s\",\"transform\":\"cut\",\"max-length\":12", "{\"s\":\"Grand Hotel\"}", notes, &error);
  floored = apply ("\"source\":\"s\",\"transform\":\"floor-int\"", "{\"s\":7.0}", notes, &error);
  omitted = apply ("\"source\":\"s\",\"transform\":\"copy\",\"when\":{\"k\":\"A\"}", "{\"s\":\"x\",\"k\":\"B\"}", notes,
                   &error);
  g_assert_no_error (error);
  g_assert_cmpuint (psr_map_notes_get_n_notes (notes), ==, 0);
}

static char *
find_link (PsrEntity   entity,
           const char *id,
           gpointer    user_data)
{
  guint *calls = user_data;

  (*calls)++;
  g_assert_cmpint (entity, ==, PSR_ENTITY_ITEM);

  return strcmp (id, ID) == 0 ? g_strdup (OTHER) : NULL;
}

/* Ids of records that were there before are found in the link table. */
static void
test_links (void)
{
  g_autoptr (PsrFieldMap) map = map_of ("\"source\":\"s\",\"transform\":\"link\",\"link\":\"item\",\"omit-empty\":true");
  g_autoptr (PsrJsonTree) linked = parse ("{\"s\":\"" ID "\"}");
  g_autoptr (PsrJsonTree) unlinked = parse ("{\"s\":\"" OTHER "\"}");
  g_autoptr (PsrJsonTree) empty = parse ("{\"s\":\"" PSR_GUID_ZERO_TEXT "\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrRecord) record = NULL;
  g_autoptr (PsrRecord) nothing = NULL;
  guint calls = 0;

  record = psr_mapper_apply_linked (map, psr_json_tree_get_root (linked), NULL, find_link, &calls, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (psr_record_get_string (record, "t"), ==, OTHER);

  g_assert_null (psr_mapper_apply_linked (map, psr_json_tree_get_root (unlinked), NULL, find_link, &calls, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE);
  g_assert_nonnull (strstr (error->message, OTHER));
  g_clear_error (&error);
  g_assert_cmpuint (calls, ==, 2);

  nothing = psr_mapper_apply_linked (map, psr_json_tree_get_root (empty), NULL, find_link, &calls, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (psr_record_get_n_values (nothing), ==, 0);
  g_assert_cmpuint (calls, ==, 2);
}

static void
test_decode (void)
{
  static const struct
  {
    const char *text;
    const char *plain;
  } cases[] = {
    { "", "" },
    { "_x0020_", "" },
    { "Non_x002D_Inventory", "Non-Inventory" },
    { "In_x0020_Review", "In Review" },
    { "Fixed_x0020_Asset", "Fixed Asset" },
    { "_x00e9_t", "\xc3\xa9t" },
    { "a_x", "a_x" },
    { "a_x002", "a_x002" },
    { "a_x002D", "a_x002D" },
    { "_xD800_", "_xD800_" },
    { "_x0000_", "_x0000_" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = psr_field_decode_member (cases[i].text);

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mapping/mapper/transforms", test_transforms);
  g_test_add_func ("/mapping/mapper/set-aside", test_set_aside);
  g_test_add_func ("/mapping/mapper/notes", test_notes);
  g_test_add_func ("/mapping/mapper/nothing-to-note", test_nothing_to_note);
  g_test_add_func ("/mapping/mapper/links", test_links);
  g_test_add_func ("/mapping/field/decode-member", test_decode);

  return g_test_run ();
}
