/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "engine-world.h"
#include "psr-field-map.h"
#include "psr-mapping-change.h"
#include "psr-mapping-error.h"
#include "psr-mapping-place.h"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)
#define PROFILE "[BusinessCentral]\nTenant=contoso.example\nCompany=CRONUS\nEnvironment=Production\nClientId=1\n[Wello]\nDomain=X\nUser=api\n"

typedef struct
{
  PsrProfile        *profile;
  PsrMappingExample *example;
  char              *path;    /* of the mapping of one's own */
} Desk;

static void
desk_clear (Desk *desk)
{
  g_clear_object (&desk->profile);
  g_clear_pointer (&desk->example, psr_mapping_example_unref);
  g_free (desk->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static void
set_up (EngineWorld *world,
        Desk        *desk,
        gboolean     syncs)
{
  g_autofree char *profile = g_build_filename (world->folder, "office.ini", NULL);
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (profile, PROFILE, -1, &error));
  desk->profile = psr_profile_load (profile, &error);
  g_assert_no_error (error);
  desk->path = g_build_filename (world->folder, "office-mappings", "customers-bc-to-wello.json", NULL);
  if (!syncs)
    return;

  engine_world_add_customer (world, 20, "Atelier");
  for (guint i = 0; i < world->sync.customers->len; i++)
    {
      json_object_set_string_member (world->sync.customers->pdata[i], "currencyCode", "USD");
      json_object_set_string_member (world->sync.customers->pdata[i], "website", "");
      json_object_set_string_member (world->sync.customers->pdata[i], "email", "");
      json_object_set_string_member (world->sync.customers->pdata[i], "paymentMethodId", "00000000-0000-0000-0000-000000000000");
    }
  {
    g_autoptr(GPtrArray) flows = engine_world_boxed (world, psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_NONE));

    g_assert_nonnull (flows);
  }

  /* Wello shows all that a company has. */
  {
    GHashTableIter iter;
    gpointer row;

    g_hash_table_iter_init (&iter, world->sync.companies);
    while (g_hash_table_iter_next (&iter, NULL, &row))
      {
        json_object_set_string_member (row, "notes", "");
        json_object_set_string_member (row, "url", "");
        json_object_set_string_member (row, "email", "");
        json_object_set_string_member (row, "db_payment_method_id", "00000000-0000-0000-0000-000000000000");
      }
  }
  desk->example = engine_world_boxed (world, psr_engine_read_mapping_example (engine, "customers", 0));
  g_assert_cmpstr (psr_mapping_example_get_number (desk->example), !=, "");
}

static PsrMappingChange
change_of (const char *field,
           const char *source,
           const char *target,
           const char *transform,
           guint       max_length,
           const char *master)
{
  return (PsrMappingChange) { .field = field, .source = source, .target = target, .transform = transform,
                              .max_length = max_length, .master = master };
}

static const PsrMappingField *
find (const PsrMappingSheet *sheet,
      const char            *target)
{
  for (guint i = 0; i < sheet->fields->len; i++)
    {
      if (g_str_equal (((const PsrMappingField *) sheet->fields->pdata[i])->target, target))
        return sheet->fields->pdata[i];
    }

  return NULL;
}

static void
save (Desk             *desk,
      PsrMappingChange  change)
{
  g_autoptr(GError) error = NULL;

  psr_mapping_change_save (desk->profile, PSR_MAP_CUSTOMERS, &change, desk->example, &error);
  g_assert_no_error (error);
}

static void
refuses (Desk             *desk,
         PsrMappingChange  change,
         const char       *word)
{
  g_autoptr(GError) tried = NULL;
  g_autoptr(GError) saved = NULL;

  g_assert_null (psr_mapping_change_try (desk->profile, PSR_MAP_CUSTOMERS, &change, desk->example, &tried));
  g_assert_cmpuint (tried->domain, ==, PSR_MAPPING_ERROR);
  g_assert_null (strstr (tried->message, ".json"));
  if (strstr (tried->message, word) == NULL)
    g_error ("“%s” has no “%s”", tried->message, word);
  g_assert_false (psr_mapping_change_save (desk->profile, PSR_MAP_CUSTOMERS, &change, desk->example, &saved));
  g_assert_cmpstr (saved->message, ==, tried->message);
  g_assert_false (g_file_test (desk->path, G_FILE_TEST_EXISTS));
}

/* One field; the rest of the file stays to the byte, whatever somebody wrote there. */
static void
test_changes (EngineWorld   *world,
              gconstpointer  data)
{
  g_auto(Desk) desk = { 0, };
  g_autoptr(PsrMappingSheet) before = NULL;
  g_autoptr(PsrMappingSheet) after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(GError) error = NULL;

  set_up (world, &desk, TRUE);
  before = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, desk.example, &error);
  g_assert_no_error (error);
  g_assert_null (before->path);
  g_assert_cmpstr (before->set, ==, "Company");
  g_assert_true (find (before, "code")->is_fixed);
  g_assert_false (find (before, "company_sales_status_code")->is_special);
  g_assert_cmpstr (find (before, "name")->from, ==, find (before, "name")->to);
  g_assert_cmpstr (find (before, "name")->from, !=, "");

  save (&desk, change_of ("url", "displayName", "url", "cut", 5, "bc"));
  after = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, desk.example, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after->path, ==, desk.path);
  g_assert_cmpint (find (after, "url")->state, ==, PSR_MAPPING_CHANGED);
  g_assert_cmpuint (g_utf8_strlen (find (after, "url")->to, -1), <=, 5);
  g_assert_true (g_str_has_prefix (find (after, "url")->from, find (after, "url")->to));
  g_assert_cmpint (find (after, "phone")->state, ==, PSR_MAPPING_AS_IT_COMES);

  /* What another person wrote meanwhile stays. */
  g_assert_true (g_file_get_contents (desk.path, &first, NULL, &error));
  {
    g_autoptr(GString) text = g_string_new (first);

    g_assert_cmpuint (g_string_replace (text, "\"max-length\": 64", "\"max-length\":    63", 1), ==, 1);
    g_assert_true (g_file_set_contents (desk.path, text->str, -1, &error));
  }
  save (&desk, change_of (NULL, "currencyCode", "notes", "never-cut", 10, "bc"));
  g_assert_true (g_file_get_contents (desk.path, &second, NULL, &error));
  g_assert_nonnull (strstr (second, "\"max-length\":    63"));
  g_assert_nonnull (strstr (second, "{ \"source\": \"currencyCode\", \"target\": \"notes\", \"transform\": \"never-cut\", \"max-length\": 10 }\n  ]"));

  {
    g_autoptr(PsrMappingSheet) off = NULL;
    PsrMappingChange change = { .field = "email", .is_off = TRUE };

    save (&desk, change);
    off = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, NULL, &error);
    g_assert_cmpint (find (off, "email")->state, ==, PSR_MAPPING_OFF);
    g_assert_cmpint (find (off, "notes")->state, ==, PSR_MAPPING_ADDED);

    /* On again it is as it came. */
    save (&desk, change_of ("email", "email", "email", "never-cut", 250, "both"));
    psr_mapping_sheet_free (g_steal_pointer (&off));
    off = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, NULL, &error);
    g_assert_cmpint (find (off, "email")->state, ==, PSR_MAPPING_AS_IT_COMES);
  }

  g_assert_true (psr_mapping_change_reset (desk.profile, PSR_MAP_CUSTOMERS, &error));
  g_assert_false (g_file_test (desk.path, G_FILE_TEST_EXISTS));
  g_assert_true (psr_mapping_change_reset (desk.profile, PSR_MAP_CUSTOMERS, &error));
}

static void
test_refused (EngineWorld   *world,
              gconstpointer  data)
{
  g_auto(Desk) desk = { 0, };
  PsrMappingChange off = { .field = "code", .is_off = TRUE };
  g_autoptr(GError) error = NULL;

  set_up (world, &desk, TRUE);
  refuses (&desk, change_of (NULL, "", "notes", "copy", 0, "bc"), "No property of Business Central");
  refuses (&desk, change_of (NULL, "displayName", "", "copy", 0, "bc"), "No property of Wello");
  refuses (&desk, change_of ("url", "favouriteColour", "url", "copy", 0, "bc"), "favouriteColour");
  refuses (&desk, change_of ("url", "displayname", "url", "copy", 0, "bc"), "Write “displayName”");
  refuses (&desk, change_of ("url", "displayName", "URL", "copy", 0, "bc"), "URL");
  refuses (&desk, change_of ("url", "displayName", "name", "copy", 0, "bc"), "written twice");
  refuses (&desk, change_of ("url", "displayName", "url", "decimal", 0, "bc"), "is no number");
  refuses (&desk, change_of ("url", "displayName", "url", "boolean", 0, "bc"), "neither yes nor no");
  refuses (&desk, change_of ("url", "displayName", "e_password", "copy", 0, "bc"), "secret");
  refuses (&desk, change_of ("url", "displayName", "url", "cut", 0, "bc"), "max-length");
  refuses (&desk, change_of ("url", "displayName", "url", "shout", 0, "bc"), "shout");
  refuses (&desk, change_of ("code", "displayName", "code", "upper", 50, "bc"), "found again");
  refuses (&desk, change_of ("url", "displayName", "url", "copy", 0, "both"), "brought back");
  g_assert_false (psr_mapping_change_save (desk.profile, PSR_MAP_CUSTOMERS, &off, NULL, &error));
  g_assert_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID);
}

static void
save_as (Desk             *desk,
         const char       *way,
         PsrMappingMore   *more,
         const char       *source,
         const char       *target,
         guint             max_length)
{
  PsrMappingChange change = change_of (target, source, target, way, max_length, "bc");

  change.more = more;
  save (desk, change);
}

static char *
read_written (Desk       *desk,
              const char *target)
{
  g_autofree char *text = NULL;
  g_autofree char *member = g_strdup_printf ("\"target\": \"%s\"", target);
  g_autoptr(GError) error = NULL;
  const char *at;
  const char *start;

  g_assert_true (g_file_get_contents (desk->path, &text, NULL, &error));
  at = strstr (text, member);
  g_assert_nonnull (at);
  for (start = at; *start != '\n'; start--)
    continue;

  return g_strndup (start + 1, strchr (at, '\n') - start - 1);
}

static PsrMappingMore *
more_of (Desk       *desk,
         const char *target)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrMappingSheet) sheet = psr_mapping_sheet_load (desk->profile, PSR_MAP_CUSTOMERS, desk->example, &error);

  g_assert_no_error (error);

  return psr_mapping_more_copy (find (sheet, target)->more);
}

/* A table of values: what stays is as somebody wrote it, in its order. */
static void
test_values (EngineWorld   *world,
             gconstpointer  data)
{
  g_auto(Desk) desk = { 0, };
  g_autoptr(PsrMappingMore) more = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  PsrMappingPair *pair;

  set_up (world, &desk, TRUE);
  more = more_of (&desk, "company_sales_status_code");
  g_assert_cmpuint (more->values->len, ==, 4);
  g_assert_cmpstr (((PsrMappingPair *) more->values->pdata[0])->name, ==, "");
  g_assert_cmpstr (((PsrMappingPair *) more->values->pdata[0])->value, ==, "Normal");

  pair = more->values->pdata[1];
  g_set_str (&pair->value, "CreditRisk");
  g_ptr_array_add (more->values, psr_mapping_pair_new ("Non-payer", "BlockedbyCM", PSR_MAPPING_TEXT));
  save_as (&desk, "enum", more, "blocked", "company_sales_status_code", 0);
  first = read_written (&desk, "company_sales_status_code");
  g_assert_cmpstr (first, ==, "    { \"source\": \"blocked\", \"target\": \"company_sales_status_code\", \"transform\": \"enum\", "
                              "\"values\": { \"_x0020_\": \"Normal\", \"Ship\": \"CreditRisk\", \"Invoice\": \"BlockedbyCM\", "
                              "\"All\": \"OrderBlocked\", \"Non-payer\": \"BlockedbyCM\" } },");

  /* Twice the same, however it is written. */
  g_ptr_array_add (more->values, psr_mapping_pair_new ("Non_x002D_payer", "Normal", PSR_MAPPING_TEXT));
  {
    PsrMappingChange change = change_of ("company_sales_status_code", "blocked", "company_sales_status_code", "enum", 0, "bc");
    g_autoptr(GError) error = NULL;

    change.more = more;
    g_assert_false (psr_mapping_change_save (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
    g_assert_nonnull (strstr (error->message, "twice"));
    g_ptr_array_set_size (more->values, 0);
    g_clear_error (&error);
    g_assert_false (psr_mapping_change_save (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
    g_assert_nonnull (strstr (error->message, "empty"));
  }

  /* Another way has no table; and a number is written as one. */
  g_ptr_array_add (more->values, psr_mapping_pair_new ("A", "12.10", PSR_MAPPING_NUMBER));
  save_as (&desk, "copy", more, "blocked", "company_sales_status_code", 0);
  second = read_written (&desk, "company_sales_status_code");
  g_assert_null (strstr (second, "values"));
  {
    PsrMappingChange change = change_of ("company_sales_status_code", "blocked", "company_sales_status_code", "enum", 0, "bc");
    g_autoptr(GError) error = NULL;

    change.more = more;
    g_assert_false (psr_mapping_change_save (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
    g_assert_nonnull (strstr (error->message, "takes a text in Wello"));
    g_clear_error (&error);
    psr_mapping_change_save (desk.profile, PSR_MAP_CUSTOMERS, &change, NULL, &error);
    g_assert_no_error (error);
  }
  g_free (second);
  second = read_written (&desk, "company_sales_status_code");
  g_assert_nonnull (strstr (second, "\"values\": { \"A\": 12.1 }"));
}

static void
test_conditions (EngineWorld   *world,
                 gconstpointer  data)
{
  g_auto(Desk) desk = { 0, };
  g_autoptr(PsrMappingMore) more = psr_mapping_more_new ();
  g_autoptr(PsrMappingSheet) sheet = NULL;
  g_autofree char *written = NULL;
  g_autoptr(GError) error = NULL;

  set_up (world, &desk, TRUE);
  g_ptr_array_add (more->conditions, psr_mapping_pair_new ("currencyCode", "EUR", PSR_MAPPING_TEXT));
  save_as (&desk, "cut", more, "displayName", "url", 50);
  written = read_written (&desk, "url");
  g_assert_nonnull (strstr (written, "\"when\": { \"currencyCode\": \"EUR\" }"));

  /* It doesn't hold of this record, and that is seen. */
  sheet = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, desk.example, &error);
  g_assert_cmpstr (find (sheet, "url")->to, ==, "");
  g_assert_nonnull (strstr (find (sheet, "url")->rule, "only if currencyCode is “EUR”"));
  g_assert_cmpuint (find (sheet, "url")->more->conditions->len, ==, 1);

  /* Without being told of conditions they stay. */
  save (&desk, change_of ("url", "displayName", "url", "cut", 49, "bc"));
  g_free (written);
  written = read_written (&desk, "url");
  g_assert_nonnull (strstr (written, "currencyCode"));

  {
    PsrMappingChange change = change_of ("url", "displayName", "url", "cut", 50, "bc");
    PsrMappingPair *pair = more->conditions->pdata[0];

    change.more = more;
    g_set_str (&pair->name, "currencycode");
    g_assert_null (psr_mapping_change_try (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
    g_assert_nonnull (strstr (error->message, "Write “currencyCode”"));
    g_clear_error (&error);
    g_set_str (&pair->name, "");
    g_assert_null (psr_mapping_change_try (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
    g_assert_nonnull (strstr (error->message, "names no property"));
    g_clear_error (&error);
    g_set_str (&pair->name, "address/city");
    g_assert_null (psr_mapping_change_try (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
    g_assert_nonnull (strstr (error->message, "part of another"));
  }

  g_ptr_array_set_size (more->conditions, 0);
  save_as (&desk, "cut", more, "displayName", "url", 50);
  g_free (written);
  written = read_written (&desk, "url");
  g_assert_null (strstr (written, "when"));
}

/* What is empty, and what is looked up. */
static void
test_tables (EngineWorld   *world,
             gconstpointer  data)
{
  g_auto(Desk) desk = { 0, };
  g_autoptr(PsrMappingMore) more = NULL;
  g_autoptr(PsrMappingSheet) sheet = NULL;
  g_autofree char *written = NULL;
  g_autoptr(GError) error = NULL;
  PsrMappingChange change = change_of ("notes", "currencyCode", "notes", "look-up", 10, "bc");

  set_up (world, &desk, TRUE);
  more = more_of (&desk, "db_payment_method_id");
  g_assert_cmpstr (more->via, ==, "paymentMethods");
  g_assert_cmpstr (more->look_up, ==, "DbPaymentMethods");
  g_assert_true (more->omits_empty && more->clears);
  sheet = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, desk.example, &error);
  g_assert_cmpstr (find (sheet, "db_payment_method_id")->transform, ==, "via");
  g_assert_false (find (sheet, "db_payment_method_id")->is_special);
  g_assert_true (find (sheet, "is_client")->is_fixed);
  g_assert_cmpstr (find (sheet, "is_client")->to, ==, "Yes");

  /* Nothing chosen otherwise: nothing is written. */
  save_as (&desk, "via", more, "paymentMethodId", "db_payment_method_id", 0);
  g_assert_false (g_file_test (desk.path, G_FILE_TEST_EXISTS));

  g_clear_pointer (&more->look_up, g_free);
  g_clear_pointer (&more->via, g_free);
  change.field = NULL;
  change.more = more;
  g_assert_null (psr_mapping_change_try (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
  g_assert_nonnull (strstr (error->message, "No table of Wello"));
  g_clear_error (&error);
  change.transform = "embed";
  g_assert_null (psr_mapping_change_try (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
  g_assert_nonnull (strstr (error->message, "_code"));
  g_clear_error (&error);
  change.transform = "look-up";
  change.master = "both";
  more->look_up = g_strdup ("DbCurrency");
  g_assert_null (psr_mapping_change_try (desk.profile, PSR_MAP_CUSTOMERS, &change, desk.example, &error));
  g_assert_nonnull (strstr (error->message, "brought back"));
  g_clear_error (&error);

  save_as (&desk, "look-up", more, "currencyCode", "notes", 10);
  written = read_written (&desk, "notes");
  g_assert_cmpstr (written, ==, "    { \"source\": \"currencyCode\", \"target\": \"notes\", \"transform\": \"upper\", "
                                "\"max-length\": 10, \"omit-empty\": true, \"clear\": true, \"look-up\": \"DbCurrency\" }");

  /* A value instead of nothing. */
  more->omits_empty = FALSE;
  more->fallback = g_strdup ("none");
  more->fallback_kind = PSR_MAPPING_TEXT;
  save_as (&desk, "cut", more, "website", "notes", 10);
  g_free (written);
  written = read_written (&desk, "notes");
  g_assert_nonnull (strstr (written, "\"default\": \"none\""));
  g_assert_null (strstr (written, "omit-empty"));
  g_assert_null (strstr (written, "look-up"));
  psr_mapping_sheet_free (g_steal_pointer (&sheet));
  sheet = psr_mapping_sheet_load (desk.profile, PSR_MAP_CUSTOMERS, desk.example, &error);
  g_assert_cmpstr (find (sheet, "notes")->to, ==, "none");
}

/* Where Wello's property isn't known, the field itself says what its value is. */
static void
test_guessed (EngineWorld   *world,
              gconstpointer  data)
{
  static const struct
  {
    const char     *way;
    const char     *value;
    PsrMappingKind  kind;
    const char     *written;
  } cases[] = {
    { "enum", "false", PSR_MAPPING_BOOLEAN, "\"default\": false" },
    { "not", "true", PSR_MAPPING_TEXT, "\"default\": true" },
    { "decimal", "12.5", PSR_MAPPING_TEXT, "\"default\": 12.5" },
    { "floor-int", "3", PSR_MAPPING_TEXT, "\"default\": 3" },
    { "copy", "3", PSR_MAPPING_TEXT, "\"default\": \"3\"" },
  };
  g_auto(Desk) desk = { 0, };

  set_up (world, &desk, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PsrMappingMore) more = psr_mapping_more_new ();
      g_autofree char *target = g_strdup_printf ("my_own_%" G_GSIZE_FORMAT, i);
      g_autofree char *written = NULL;
      PsrMappingChange change = change_of (NULL, "myOwnProperty", target, cases[i].way, 0, "bc");

      g_ptr_array_add (more->values, psr_mapping_pair_new ("A", "true", cases[i].kind));
      more->fallback = g_strdup (cases[i].value);
      change.more = more;
      save (&desk, change);
      written = read_written (&desk, target);
      g_assert_nonnull (strstr (written, cases[i].written));
    }
}

/* Without a record what can't be known isn't refused. */
static void
test_without (EngineWorld   *world,
              gconstpointer  data)
{
  g_auto(Desk) desk = { 0, };
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrMappingExample) empty = NULL;
  g_autofree char *folder = NULL;

  set_up (world, &desk, FALSE);
  g_assert_null (folder = psr_mapping_place_dup_folder (desk.profile));
  empty = engine_world_boxed (world, psr_engine_read_mapping_example (engine, "customers", 3));
  g_assert_cmpstr (psr_mapping_example_get_number (empty), ==, "");
  g_assert_null (psr_mapping_example_get_sources (empty)[0]);
  refuses (&desk, change_of ("url", "displayName", "name", "copy", 0, "bc"), "written twice");
  save (&desk, change_of (NULL, "myOwnProperty", "my_own_property", "copy", 0, "bc"));
  g_assert_true (g_file_test (desk.path, G_FILE_TEST_EXISTS));
  folder = psr_mapping_place_dup_folder (desk.profile);
  g_assert_true (g_str_has_prefix (desk.path, folder));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine/mapping-change/changes", test_changes);
  ADD ("/engine/mapping-change/refused", test_refused);
  ADD ("/engine/mapping-change/values", test_values);
  ADD ("/engine/mapping-change/conditions", test_conditions);
  ADD ("/engine/mapping-change/tables", test_tables);
  ADD ("/engine/mapping-change/guessed", test_guessed);
  ADD ("/engine/mapping-change/without", test_without);

  return g_test_run ();
}
