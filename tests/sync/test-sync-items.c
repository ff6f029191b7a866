/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-json.h"
#include "sync-world.h"

#define OLD "2026-08-01T08:00:00Z"

static JsonObject *
add_item (World      *world,
          guint       number,
          const char *type,
          const char *inventory)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"I%u\",\"displayName\":\"Item %u\",\"type\":\"%s\",\"blocked\":false,"
                                           "\"inventory\":%s,\"unitPrice\":19.99,\"priceIncludesTax\":false",
                                           number, number, type, inventory);

  return world_add_bc (world->items, number, OLD, json);
}

static void
add_entry (World      *world,
           guint       number,
           const char *item,
           const char *modified)
{
  g_autofree char *json = g_strdup_printf ("\"entryNumber\":%u,\"itemNumber\":\"%s\",\"quantity\":-1", number, item);

  world_add_bc (world->entries, 0x1000 + number, modified, json);
}

static gint64
get_stock (World *world,
           guint  number)
{
  PsrDecimal stock;

  g_assert_true (psr_json_get_decimal (world_get_wello (world->articles, number), "physical_stock", &stock, NULL));
  return stock.units / PSR_DECIMAL_SCALE;
}

static void
test_create (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  PsrDecimal price;

  add_item (world, 1, "Inventory", "12.5");
  add_item (world, 2, "Service", "0");
  add_item (world, 3, "Inventory", "-4");

  report = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, 3);

  g_assert_cmpint (get_stock (world, 1), ==, 12);
  g_assert_true (psr_json_get_decimal (world_get_wello (world->articles, 1), "entered_price", &price, NULL));
  g_assert_cmpint (price.units, ==, 1999000);
  g_assert_false (psr_json_get_boolean (world_get_wello (world->articles, 1), "no_stock"));

  /* What has no stock never gets any. */
  g_assert_true (psr_json_get_boolean (world_get_wello (world->articles, 2), "no_stock"));
  g_assert_false (psr_json_has (world_get_wello (world->articles, 2), "physical_stock"));

  /* Below zero is zero, and noted, as is the fraction that was dropped. */
  g_assert_cmpint (get_stock (world, 3), ==, 0);
  g_assert_cmpuint (report->notes->len, ==, 2);
}

static void
test_unchanged (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;

  add_item (world, 1, "Inventory", "5");
  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  world_clear_log (world);

  second = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (second->requests, ==, 2);
  g_assert_cmpuint (second->n_read, ==, 0);
}

/* A stock move doesn't touch the item: the move itself says so. */
static void
test_stock_move (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autoptr (PsrSyncReport) third = NULL;
  JsonObject *item;

  item = add_item (world, 1, "Inventory", "5");
  add_item (world, 2, "Inventory", "7");
  add_entry (world, 1, "I1", "2026-08-24T08:55:00Z");
  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->created, ==, 2);

  json_object_set_double_member (item, "inventory", 4);
  add_entry (world, 2, "I1", "2026-08-24T08:59:30Z");
  world_clear_log (world);
  second = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (second->changed, ==, 1);
  g_assert_cmpuint (second->n_read, ==, 1);
  g_assert_cmpint (get_stock (world, 1), ==, 4);
  g_assert_nonnull (strstr (psr_fake_transport_get_url (world->bc_transport, 2), "$filter=number eq 'I1'"));
  g_assert_null (strstr (psr_fake_transport_get_url (world->bc_transport, 2), "I2"));

  /* The overlap shows the same moves again: nothing more is asked. */
  world_clear_log (world);
  third = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (third->error);
  g_assert_cmpuint (third->requests, ==, 2);
}

/* The moves were read, then the run was cut off: the items aren't forgotten. */
static void
test_stock_move_cut_off (World         *world,
                         gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) cut = NULL;
  g_autoptr (PsrSyncReport) last = NULL;
  JsonObject *item;

  item = add_item (world, 1, "Inventory", "5");
  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);

  json_object_set_double_member (item, "inventory", 3);
  add_entry (world, 2, "I1", "2026-08-24T08:59:30Z");
  world->bc_requests = 0;
  world->bc_sign_in_after = 2;
  cut = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_error (cut->error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpint (get_stock (world, 1), ==, 5);

  world->bc_sign_in_after = 0;
  last = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (last->error);
  g_assert_cmpint (get_stock (world, 1), ==, 3);
}

static void
test_blocked (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  JsonObject *item = add_item (world, 1, "Inventory", "5");

  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);

  json_object_set_boolean_member (item, "blocked", TRUE);
  json_object_set_string_member (item, "lastModifiedDateTime", "2026-08-24T08:59:00Z");
  second = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (second->changed, ==, 1);
  g_assert_true (psr_json_get_boolean (world_get_wello (world->articles, 1), "archived"));
}

/* Articles that were archived are coupled too, but only where no other one has
 * the code, and they stay archived. */
static void
test_archived (World         *world,
               gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_item (world, 1, "Inventory", "5");
  add_item (world, 2, "Inventory", "6");
  world_add_wello (world->articles, "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000001\",\"code\":\"I1\",\"archived\":true}");
  world_add_wello (world->articles, "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000002\",\"code\":\"I2\",\"archived\":true}");
  world_add_wello (world->articles, "{\"id\":\"bbbbbbbb-0000-0000-0000-000000000002\",\"code\":\"I2\",\"archived\":false}");

  report = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, 0);
  g_assert_cmpuint (report->coupled, ==, 2);
  g_assert_cmpuint (g_hash_table_size (world->articles), ==, 3);

  g_assert_true (psr_json_get_boolean (g_hash_table_lookup (world->articles, "aaaaaaaa-0000-0000-0000-000000000001"), "archived"));
  g_assert_true (psr_json_has (g_hash_table_lookup (world->articles, "bbbbbbbb-0000-0000-0000-000000000002"), "physical_stock"));
  g_assert_false (psr_json_has (g_hash_table_lookup (world->articles, "aaaaaaaa-0000-0000-0000-000000000002"), "physical_stock"));
}

/* A name that was cut isn't a change when it comes back. */
static void
test_lossy (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  JsonObject *item = add_item (world, 1, "Inventory", "5");

  json_object_set_string_member (item, "displayName",
                                 "A very long name of an item that certainly has more than fifty characters");
  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (strlen (psr_json_get_string (world_get_wello (world->articles, 1), "name")), <=, 50);
  g_assert_cmpuint (first->notes->len, >, 0);

  world_clear_log (world);
  full = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_FULL);
  g_assert_no_error (full->error);
  g_assert_cmpuint (full->unchanged, ==, 1);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

static void
assert_notes (PsrSyncReport *report,
              const char    *first,
              const char    *second)
{
  const char *expected[] = { first, second, NULL };
  guint n_expected = g_strv_length ((GStrv) expected);

  g_assert_no_error (report->error);

  for (guint i = 0; i < report->notes->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->notes, i);
      g_autofree char *text = g_strconcat (row->number, " ", row->what, NULL);

      g_test_message ("%s", text);
      if (i < n_expected)
        g_assert_cmpstr (text, ==, expected[i]);
    }

  g_assert_cmpuint (report->notes->len, ==, n_expected);
}

/* What Wello can't have as it is in Business Central is told, though Wello
 * already has what it can have. */
static void
test_notes_unchanged (World         *world,
                      gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) calm = NULL;
  g_autoptr (PsrSyncReport) full = NULL;

  add_item (world, 1, "Inventory", "54.5");
  add_item (world, 2, "Inventory", "-3");
  world_add_wello (world->articles,
                   "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000001\",\"code\":\"I1\",\"name\":\"Item 1\",\"description_short\":\"Item 1\","
                   "\"entered_price\":19.99,\"no_stock\":false,\"physical_stock\":54,\"archived\":false}");
  world_add_wello (world->articles,
                   "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000002\",\"code\":\"I2\",\"name\":\"Item 2\",\"description_short\":\"Item 2\","
                   "\"entered_price\":19.99,\"no_stock\":false,\"physical_stock\":0,\"archived\":false}");

  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (first->unchanged, ==, 2);
  assert_notes (first, "I1 Stock: 54.5 has a fraction; 54 was written", "I2 Stock: -3 is below zero; 0 was written");

  /* Once is enough, until somebody asks for everything. */
  calm = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  assert_notes (calm, NULL, NULL);
  full = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->unchanged, ==, 2);
  assert_notes (full, "I1 Stock: 54.5 has a fraction; 54 was written", "I2 Stock: -3 is below zero; 0 was written");
}

/* Also what is lost newly, where what is written stays the same. */
static void
test_notes_later (World         *world,
                  gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) fallen = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) gross = NULL;
  g_autoptr (PsrSyncReport) dearer = NULL;
  JsonObject *item = add_item (world, 1, "Inventory", "0");

  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  assert_notes (first, NULL, NULL);

  json_object_set_double_member (item, "inventory", -3);
  add_entry (world, 1, "I1", "2026-08-24T08:59:30Z");
  world_clear_log (world);
  fallen = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  assert_notes (fallen, "I1 Stock: -3 is below zero; 0 was written", NULL);
  g_assert_cmpuint (psr_fake_transport_get_length (world->wello_transport), ==, 0);

  /* The overlap shows the record again; that is no news. */
  json_object_set_string_member (item, "lastModifiedDateTime", "2026-08-24T08:59:00Z");
  again = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (again->unchanged, ==, 1);
  assert_notes (again, NULL, NULL);

  json_object_set_double_member (item, "inventory", 2);
  json_object_set_boolean_member (item, "priceIncludesTax", TRUE);
  gross = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  assert_notes (gross, "I1 Price: 19.99 was left out because of “Price includes VAT”", NULL);

  json_object_set_double_member (item, "unitPrice", 24.5);
  dearer = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (dearer->unchanged, ==, 1);
  assert_notes (dearer, "I1 Price: 24.5 was left out because of “Price includes VAT”", NULL);
}

static JsonObject *
add_grouped (World      *world,
             guint       number,
             const char *category,
             const char *unit)
{
  JsonObject *item = add_item (world, number, "Inventory", "5");

  json_object_set_string_member (item, "itemCategoryCode", category);
  json_object_set_string_member (item, "baseUnitOfMeasureCode", unit);

  return item;
}

static void
touch (JsonObject *item)
{
  json_object_set_string_member (item, "lastModifiedDateTime", "2026-08-24T08:59:00Z");
}

/* The category is made in Wello with its name; the unit is one that Wello has. */
static void
test_category (World         *world,
               gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) moved = NULL;
  g_autofree char *before = NULL;
  JsonObject *item = add_grouped (world, 1, "PARTS", "PCS");
  JsonObject *article;

  add_grouped (world, 2, "GONE", "BOX");
  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->created, ==, 2);

  article = world_get_wello (world->articles, 1);
  g_assert_cmpstr (psr_json_get_string (article, "test_category_name"), ==, "Parts");
  g_assert_cmpstr (psr_json_get_string (article, "db_unit_of_measure_id_selling"), ==, "d0000000-0000-0000-0000-000000000001");
  before = psr_json_dup_guid (article, "article_category_id");
  g_assert_nonnull (before);

  /* What has no name here has to be there; what Wello doesn't have isn't written. */
  article = world_get_wello (world->articles, 2);
  g_assert_cmpstr (psr_json_get_string (article, "article_category_code"), ==, "GONE");
  g_assert_false (psr_json_has (article, "db_unit_of_measure_id_selling"));

  /* None of it is looked at again. */
  world_clear_log (world);
  again = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (again->requests, ==, 2);
  full = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->changed, ==, 0);
  g_assert_cmpuint (world_count_writes (world), ==, 0);

  /* Another category takes the place of the id that is there. */
  world_add_table (world, "itemCategories", "{\"code\":\"TOOLS\",\"displayName\":\"Hand tools\"}");
  json_object_set_string_member (item, "itemCategoryCode", "TOOLS");
  touch (item);
  moved = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (moved->error);
  g_assert_cmpuint (moved->changed, ==, 1);
  article = world_get_wello (world->articles, 1);
  g_assert_cmpstr (psr_json_get_string (article, "test_category_name"), ==, "Hand tools");
  g_assert_cmpstr (psr_json_get_string (article, "article_category_id"), !=, before);
}

/* What Wello has as category stays; its unit is Business Central's. */
static void
test_category_there (World         *world,
                     gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  JsonObject *article;

  add_grouped (world, 1, "PARTS", "PCS");
  world_add_wello (world->articles,
                   "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000001\",\"code\":\"I1\",\"name\":\"Item 1\","
                   "\"article_category_id\":\"ca000000-0000-0000-0000-0000000000ff\",\"article_category_code\":null,"
                   "\"db_unit_of_measure_id_selling\":\"d0000000-0000-0000-0000-0000000000ff\"}");

  report = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  article = g_hash_table_lookup (world->articles, "aaaaaaaa-0000-0000-0000-000000000001");
  g_assert_cmpstr (psr_json_get_string (article, "article_category_id"), ==, "ca000000-0000-0000-0000-0000000000ff");
  g_assert_cmpstr (psr_json_get_string (article, "db_unit_of_measure_id_selling"), ==, "d0000000-0000-0000-0000-000000000001");
}

/* Tables that can't be read stop nothing. */
static void
test_tables_hidden (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  JsonObject *article;

  add_grouped (world, 1, "PARTS", "PCS");
  world_add_table (world, "itemCategories", NULL);
  world_add_table (world, "DbUnitOfMeasure", NULL);

  report = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, 1);
  article = world_get_wello (world->articles, 1);
  g_assert_cmpstr (psr_json_get_string (article, "article_category_code"), ==, "PARTS");
  g_assert_false (psr_json_has (article, "db_unit_of_measure_id_selling"));
}

#define ADD(path, func) \
  g_test_add ("/sync/items/" path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("create", test_create);
  ADD ("unchanged", test_unchanged);
  ADD ("stock-move", test_stock_move);
  ADD ("stock-move-cut-off", test_stock_move_cut_off);
  ADD ("blocked", test_blocked);
  ADD ("archived", test_archived);
  ADD ("lossy", test_lossy);
  ADD ("notes-unchanged", test_notes_unchanged);
  ADD ("notes-later", test_notes_later);
  ADD ("category", test_category);
  ADD ("category-there", test_category_there);
  ADD ("tables-hidden", test_tables_hidden);

  return g_test_run ();
}
