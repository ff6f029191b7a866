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
  g_assert_true (find (before, "company_sales_status_code")->is_special);
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
  ADD ("/engine/mapping-change/without", test_without);

  return g_test_run ();
}
