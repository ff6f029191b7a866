/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-json.h"
#include "psr-sync-compare.h"

#define MAP \
  "{\"entity\":\"customer\",\"direction\":\"bc-to-wello\",\"source\":\"customers\",\"target\":\"Company\",\"fields\":[" \
  "{\"source\":\"id\",\"target\":\"id\",\"transform\":\"guid\"}," \
  "{\"source\":\"displayName\",\"target\":\"name\",\"transform\":\"cut\",\"max-length\":64}," \
  "{\"source\":\"phoneNumber\",\"target\":\"phone\",\"transform\":\"never-cut\",\"max-length\":50,\"master\":\"both\"}," \
  "{\"source\":\"country\",\"target\":\"db_country_code\",\"transform\":\"upper\",\"max-length\":10}," \
  "{\"source\":\"gtin\",\"target\":\"barcode\",\"transform\":\"upper\",\"max-length\":50,\"master\":\"wello\"}," \
  "{\"source\":\"inventory\",\"target\":\"stock\",\"transform\":\"decimal\"}," \
  "{\"source\":\"blocked\",\"target\":\"archived\",\"transform\":\"boolean\"}]}"

typedef struct
{
  const char *name;
  const char *wanted;
  const char *agreed;
  const char *current;
  const char *changes;
} Case;

static const Case cases[] = {
  { "equal", "{\"name\":\"A\",\"stock\":5}", "{\"name\":\"A\"}", "{\"name\":\"A\",\"stock\":5.0}", NULL },
  { "bc-changed", "{\"name\":\"B\"}", "{\"name\":\"A\"}", "{\"name\":\"A\"}", "{\"name\":\"B\"}" },
  { "wello-changed-what-bc-owns", "{\"name\":\"A\"}", "{\"name\":\"A\"}", "{\"name\":\"X\"}", "{\"name\":\"A\"}" },
  { "wello-changed-what-both-own", "{\"phone\":\"1\"}", "{\"phone\":\"1\"}", "{\"phone\":\"2\"}", NULL },
  { "both-changed-what-both-own", "{\"phone\":\"3\"}", "{\"phone\":\"1\"}", "{\"phone\":\"2\"}", "{\"phone\":\"3\"}" },
  { "first-time-empty-keeps-theirs", "{\"phone\":\"\"}", NULL, "{\"phone\":\"2\"}", NULL },
  { "first-time-bc-wins", "{\"phone\":\"1\"}", NULL, "{\"phone\":\"2\"}", "{\"phone\":\"1\"}" },
  { "later-empty-wipes", "{\"phone\":\"\"}", "{\"phone\":\"1\"}", "{\"phone\":\"1\"}", "{\"phone\":\"\"}" },
  { "wello-owned-is-filled-in", "{\"barcode\":\"1\"}", NULL, "{\"barcode\":\"\"}", "{\"barcode\":\"1\"}" },
  { "wello-owned-stays", "{\"barcode\":\"1\"}", NULL, "{\"barcode\":\"2\"}", NULL },
  { "wello-owned-that-came-from-bc", "{\"barcode\":\"2\"}", "{\"barcode\":\"1\"}", "{\"barcode\":\"1\"}", "{\"barcode\":\"2\"}" },
  { "wello-owned-that-wello-changed", "{\"barcode\":\"2\"}", "{\"barcode\":\"1\"}", "{\"barcode\":\"3\"}", NULL },
  { "id-stays", "{\"id\":\"a\",\"name\":\"A\"}", NULL, "{\"id\":\"b\",\"name\":\"A\"}", NULL },
  { "unreadable-unchanged", "{\"db_country_code\":\"BE\"}", "{\"db_country_code\":\"BE\"}", "{\"db_country_code\":null}", NULL },
  { "unreadable-first-time", "{\"db_country_code\":\"BE\"}", NULL, "{\"db_country_code\":null}", "{\"db_country_code\":\"BE\"}" },
  { "unreadable-first-time-but-there", "{\"db_country_code\":\"BE\"}", NULL,
    "{\"db_country_code\":null,\"db_country_id\":\"aaaaaaaa-0000-0000-0000-000000000001\"}", NULL },
  { "unreadable-first-time-and-not-there", "{\"db_country_code\":\"BE\"}", NULL,
    "{\"db_country_code\":null,\"db_country_id\":\"00000000-0000-0000-0000-000000000000\"}", "{\"db_country_code\":\"BE\"}" },
  { "unreadable-changed", "{\"db_country_code\":\"BE\"}", "{\"db_country_code\":\"NL\"}", "{}", "{\"db_country_code\":\"BE\"}" },
  { "archived-by-hand-stays", "{\"archived\":false}", "{\"archived\":false}", "{\"archived\":true}", NULL },
  { "archived-at-first-stays", "{\"archived\":false}", NULL, "{\"archived\":true}", NULL },
  { "unblocked-comes-back", "{\"archived\":false}", "{\"archived\":true}", "{\"archived\":true}", "{\"archived\":false}" },
  { "blocked-is-archived", "{\"archived\":true}", "{\"archived\":false}", "{\"archived\":false}", "{\"archived\":true}" },
};

static JsonNode *
parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) error = NULL;
  JsonNode *node = psr_json_parse (bytes, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_compare (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) map_bytes = g_bytes_new_static (MAP, strlen (MAP));
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrFieldMap) map = psr_field_map_new_from_bytes (map_bytes, "test.json", &error);
  g_autoptr (PsrRecord) wanted = psr_record_from_json_text (c->wanted, NULL);
  g_autoptr (PsrRecord) agreed = c->agreed != NULL ? psr_record_from_json_text (c->agreed, NULL) : NULL;
  g_autoptr (JsonNode) current = parse (c->current);
  g_autoptr (GBytes) changes = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  changes = psr_sync_compare (&(PsrSyncTerms) { .map = map, .wanted = wanted, .agreed = agreed }, json_node_get_object (current),
                              NULL);

  if (changes != NULL)
    text = g_strndup (g_bytes_get_data (changes, NULL), g_bytes_get_size (changes));

  g_assert_cmpstr (text, ==, c->changes);
}

#define BACK_MAP \
  "{\"entity\":\"customer\",\"direction\":\"bc-to-wello\",\"source\":\"customers\",\"target\":\"Company\",\"fields\":[" \
  "{\"source\":\"id\",\"target\":\"id\",\"transform\":\"guid\"}," \
  "{\"source\":\"addressLine1\",\"target\":\"street\",\"transform\":\"cut\",\"max-length\":10,\"back-max-length\":20," \
  "\"master\":\"both\"}]}"

/* What was cut on its way isn't written over the longer one, whoever wins, until a person
 * says so. */
static void
test_lossy (void)
{
  static const PsrSyncVerdict verdicts[] = { PSR_SYNC_TO_BC, PSR_SYNC_CONFLICT, PSR_SYNC_TO_BC };
  g_autoptr (GBytes) map_bytes = g_bytes_new_static (BACK_MAP, strlen (BACK_MAP));
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrFieldMap) map = psr_field_map_new_from_bytes (map_bytes, "test.json", &error);
  g_autoptr (PsrRecord) wanted = psr_record_from_json_text ("{\"street\":\"Long\"}", NULL);
  g_autoptr (JsonNode) current = parse ("{\"street\":\"Short\"}");

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
      g_autoptr (GBytes) changes = NULL;
      g_autofree char *question = NULL;
      PsrSyncTerms terms = { .map = map, .wanted = wanted, .agreed = wanted, .both_ways = TRUE,
                             .conflict = PSR_SYNC_WELLO_WINS,
                             .lossy = i > 0 ? "[{\"source\":\"addressLine1\",\"target\":\"street\"}]" : "" };

      changes = psr_sync_compare (&terms, json_node_get_object (current), differences);
      if (i > 1)
        {
          question = psr_sync_differences_dup_question (differences);
          terms.take = PSR_SYNC_TAKE_WELLO;

          /* What nobody was shown isn't taken. */
          for (guint shown = 0; shown < 2; shown++)
            {
              g_assert_cmpint (((const PsrSyncDifference *) differences->pdata[0])->verdict, ==, PSR_SYNC_CONFLICT);
              terms.asked = shown > 0 ? question : NULL;
              g_ptr_array_set_size (differences, 0);
              changes = psr_sync_compare (&terms, json_node_get_object (current), differences);
            }
        }
      g_assert_null (changes);
      g_assert_cmpuint (differences->len, ==, 1);
      g_assert_cmpint (((const PsrSyncDifference *) differences->pdata[0])->verdict, ==, verdicts[i]);
    }
}

typedef struct
{
  const char *name;
  const char *wanted;
  const char *agreed;
  const char *current;
  const char *changes;
  const char *apart;
  gboolean    to_bc;
} Apart;

#define APART_MAP \
  "{\"entity\":\"customer\",\"direction\":\"bc-to-wello\",\"source\":\"customers\",\"target\":\"Company\",\"fields\":[" \
  "{\"source\":\"id\",\"target\":\"id\",\"transform\":\"guid\"}," \
  "{\"source\":\"email\",\"target\":\"email\",\"transform\":\"never-cut\",\"max-length\":80,\"back-max-length\":80," \
  "\"master\":\"both\"}," \
  "{\"source\":\"city\",\"target\":\"city\",\"transform\":\"cut\",\"max-length\":80,\"back-max-length\":10," \
  "\"master\":\"both\"}," \
  "{\"source\":\"gtin\",\"target\":\"barcode\",\"transform\":\"upper\",\"max-length\":50,\"back-max-length\":50," \
  "\"master\":\"wello\"}]}"

static const Apart aparts[] = {
  { "first", "{\"email\":\"\"}", NULL, "{\"email\":\"a\"}", NULL, "{\"wello:email\":\"a\"}", FALSE },
  { "again", "{\"email\":\"\"}", "{\"email\":\"\",\"wello:email\":\"a\"}", "{\"email\":\"a\"}", NULL,
    "{\"wello:email\":\"a\"}", FALSE },
  { "wello-changed", "{\"email\":\"\"}", "{\"email\":\"\",\"wello:email\":\"a\"}", "{\"email\":\"b\"}", NULL,
    "{\"wello:email\":\"a\"}", TRUE },
  { "bc-changed", "{\"email\":\"b\"}", "{\"email\":\"\",\"wello:email\":\"a\"}", "{\"email\":\"a\"}",
    "{\"email\":\"b\"}", "{}", FALSE },
  { "became-equal", "{\"email\":\"a\"}", "{\"email\":\"\",\"wello:email\":\"a\"}", "{\"email\":\"a\"}", NULL, "{}", FALSE },
  { "barcode-first", "{\"barcode\":\"1\"}", NULL, "{\"barcode\":\"2\"}", NULL, "{\"wello:barcode\":\"2\"}", FALSE },
  { "barcode-again", "{\"barcode\":\"1\"}", "{\"barcode\":\"1\",\"wello:barcode\":\"2\"}", "{\"barcode\":\"2\"}", NULL,
    "{\"wello:barcode\":\"2\"}", FALSE },
  { "barcode-bc-changed", "{\"barcode\":\"3\"}", "{\"barcode\":\"1\",\"wello:barcode\":\"2\"}", "{\"barcode\":\"2\"}", NULL,
    "{\"wello:barcode\":\"2\"}", FALSE },
  { "barcode-wello-changed", "{\"barcode\":\"1\"}", "{\"barcode\":\"1\",\"wello:barcode\":\"2\"}", "{\"barcode\":\"3\"}", NULL,
    "{\"wello:barcode\":\"2\"}", TRUE },
  /* The beginning of a longer one isn't written over it. */
  { "longer-first", "{\"city\":\"Sint\"}", NULL, "{\"city\":\"Sint Pieters-Leeuw\"}", NULL, "{}", FALSE },
  { "shorter-first", "{\"city\":\"Gent\"}", NULL, "{\"city\":\"Sint Pieters-Leeuw\"}", "{\"city\":\"Gent\"}", "{}", FALSE },
};

static void
test_apart (gconstpointer data)
{
  const Apart *c = data;
  g_autoptr (GBytes) map_bytes = g_bytes_new_static (APART_MAP, strlen (APART_MAP));
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrFieldMap) map = psr_field_map_new_from_bytes (map_bytes, "test.json", &error);
  g_autoptr (PsrRecord) wanted = psr_record_from_json_text (c->wanted, NULL);
  g_autoptr (PsrRecord) agreed = c->agreed != NULL ? psr_record_from_json_text (c->agreed, NULL) : NULL;
  g_autoptr (PsrRecord) apart = psr_record_new ();
  g_autoptr (JsonNode) current = parse (c->current);
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
  g_autoptr (GString) left = g_string_new (NULL);
  g_autoptr (GBytes) changes = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  changes = psr_sync_compare (&(PsrSyncTerms) { .map = map, .wanted = wanted, .agreed = agreed, .both_ways = TRUE,
                                                .conflict = PSR_SYNC_WELLO_WINS, .apart = apart },
                              json_node_get_object (current), differences);
  if (changes != NULL)
    text = g_strndup (g_bytes_get_data (changes, NULL), g_bytes_get_size (changes));
  g_assert_cmpstr (text, ==, c->changes);
  psr_record_render (apart, left, NULL);
  g_assert_cmpstr (left->str, ==, c->apart);
  g_assert_cmpint (psr_sync_differences_have (differences, PSR_SYNC_TO_BC), ==, c->to_bc);
  if (agreed != NULL)
    g_assert_cmpint (psr_sync_compare_has_news (map, agreed, json_node_get_object (current)), ==, c->to_bc);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/compare/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_compare);
    }

  for (guint i = 0; i < G_N_ELEMENTS (aparts); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/compare/apart/", aparts[i].name, NULL);

      g_test_add_data_func (path, &aparts[i], test_apart);
    }

  g_test_add_func ("/sync/compare/lossy", test_lossy);

  return g_test_run ();
}
