/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sync-both.h"

#define OLD "2026-08-01T08:00:00Z"
#define NEW "bbbbbbbb-0000-0000-0000-000000000001"
#define PCS "d0000000-0000-0000-0000-000000000001"

static JsonObject *
add_item (World      *world,
          guint       number,
          const char *more)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"I%u\",\"displayName\":\"Item %u\",\"type\":\"Inventory\",\"blocked\":false,"
                                           "\"inventory\":5,\"unitPrice\":19.99,\"priceIncludesTax\":false,\"gtin\":\"\","
                                           "\"taxGroupCode\":\"G3\",\"baseUnitOfMeasureCode\":\"PCS\","
                                           "\"generalProductPostingGroupCode\":\"RETAIL\",\"inventoryPostingGroupCode\":\"RESALE\"%s",
                                           number, number, more);

  return world_add_bc (world->items, number, OLD, json);
}

static JsonObject *
add_article (World      *world,
             const char *id,
             const char *name,
             const char *more)
{
  g_autofree char *now = world_dup_now (world);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"code\":\"\",\"archived\":false,\"no_stock\":false,"
                                           "\"barcode\":\"\",\"description_short\":\"\",\"entered_price\":12.5,"
                                           "\"modified_dateutc\":\"%s\"%s}",
                                           id, name, now, more);

  return world_add_wello (world->articles, json);
}

static void
change_bc_item (World *world,
                guint  number)
{
  g_autofree char *now = world_dup_now (world);

  json_object_set_string_member (world_get_bc (world->items, number), "lastModifiedDateTime", now);
}

static PsrSyncReport *
run_items (World *world)
{
  world_let_pass (world, 5);

  return world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
}

static void
set_item_rules (World           *world,
                PsrSyncConflict  conflict,
                gboolean         prices)
{
  world->bc_may_write = TRUE;
  psr_sync_context_set_rules (world->context, PSR_SYNC_ITEMS,
                              &(PsrSyncRules) { .both_ways = TRUE, .conflict = conflict, .takes_prices = prices });
}

/* Two items in both services; nothing was written to Business Central for it. */
static void
begin_items (World           *world,
             PsrSyncConflict  conflict,
             gboolean         prices)
{
  g_autoptr (PsrSyncReport) first = NULL;

  set_item_rules (world, conflict, prices);
  psr_sync_context_set_item_template (world->context, "I1");
  add_item (world, 1, "");
  add_item (world, 2, ",\"itemCategoryCode\":\"PARTS\"");
  first = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->created, ==, 2);
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

static PsrSyncReport *
settle_new (World        *world,
            const char   *id,
            PsrSyncFlags  flags)
{
  return settle_shown (world, PSR_SYNC_ITEMS, id, NULL, flags);
}

static const PsrSyncRow *
get_row (PsrSyncReport *report,
         const char    *id)
{
  for (guint i = 0; i < report->rows->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->rows, i);

      if (g_str_equal (row->id, id))
        return row;
    }

  return NULL;
}

static void
assert_calm (World *world)
{
  g_autoptr (PsrSyncReport) report = NULL;
  guint before = world->bc_writes;

  world_clear_log (world);
  report = run_items (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created + report->changed + report->skipped + report->failed, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, before);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

/* What has a code, is hidden, or was there before isn't one. */
static void
test_propose (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) over = NULL;
  const PsrSyncRow *row;

  add_article (world, "bbbbbbbb-0000-0000-0000-000000000009", "Was there", "");
  json_object_set_string_member (g_hash_table_lookup (world->articles, "bbbbbbbb-0000-0000-0000-000000000009"),
                                 "modified_dateutc", OLD);
  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  add_article (world, NEW, "New thing", "");
  json_object_set_string_member (add_article (world, "bbbbbbbb-0000-0000-0000-000000000002", "Coded", ""), "code", "X1");
  json_object_set_boolean_member (add_article (world, "bbbbbbbb-0000-0000-0000-000000000003", "Hidden", ""), "archived", TRUE);

  report = run_items (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->skipped, ==, 1);
  row = get_row (report, NEW);
  g_assert_cmpstr (row->code, ==, PSR_SYNC_CODE_NEW_ACCOUNT);
  g_assert_cmpstr (row->number, ==, "New thing");
  g_assert_nonnull (strstr (row->why, "12.5"));
  g_assert_cmpuint (world->bc_writes, ==, 0);

  again = run_items (world);
  g_assert_cmpuint (again->skipped, ==, 1);

  json_object_set_string_member (g_hash_table_lookup (world->articles, NEW), "code", "X2");
  over = run_items (world);
  g_assert_cmpuint (over->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

static void
assert_text (JsonObject *object,
             const char *member,
             const char *value)
{
  g_assert_cmpstr (psr_json_get_string (object, member), ==, value);
}

static void
test_accept (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;
  g_autofree char *more = NULL;
  JsonObject *article;
  JsonObject *made;
  PsrDecimal price;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  more = g_strdup_printf (",\"article_category_id\":\"%s\",\"db_unit_of_measure_id_selling\":\"" PCS "\"",
                          psr_json_get_string (world_get_wello (world->articles, 2), "article_category_id"));
  world_add_table (world, "ArticleCategory", "");
  article = add_article (world, NEW, "New thing", more);
  json_object_set_string_member (article, "description_short", "New thing with a long name");
  json_object_set_string_member (article, "barcode", "05400000000017");
  report = run_items (world);
  g_assert_nonnull (get_row (report, NEW));

  accepted = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (accepted->error);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  g_assert_cmpuint (accepted->written_back, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  g_assert_cmpuint (world->items->len, ==, 3);

  made = g_ptr_array_index (world->items, 2);
  assert_text (made, "displayName", "New thing with a long name");
  assert_text (made, "type", "Inventory");
  assert_text (made, "gtin", "05400000000017");
  assert_text (made, "baseUnitOfMeasureCode", "PCS");
  assert_text (made, "taxGroupCode", "G3");
  assert_text (made, "generalProductPostingGroupCode", "RETAIL");
  assert_text (made, "inventoryPostingGroupCode", "RESALE");
  /* Nothing tells the code of its category. */
  g_assert_false (psr_json_has (made, "itemCategoryCode"));
  g_assert_true (psr_json_get_decimal (made, "unitPrice", &price, NULL));
  g_assert_cmpint (price.units, ==, 1250000);

  article = g_hash_table_lookup (world->articles, NEW);
  assert_text (article, "code", psr_json_get_string (made, "number"));
  g_assert_cmpuint (g_hash_table_size (world->articles), ==, 3);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_ITEM), ==, 3);
  assert_calm (world);
}

/* What has no stock in Wello isn't made with stock; a description of another kind is kept. */
static void
test_accept_service (World         *world,
                     gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;
  JsonObject *article;
  JsonObject *made;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  article = add_article (world, NEW, "Call-out", "");
  json_object_set_boolean_member (article, "no_stock", TRUE);
  json_object_set_string_member (article, "description_short", "Driving to the site");
  report = run_items (world);
  g_assert_nonnull (get_row (report, NEW));

  accepted = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (accepted->error);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  made = g_ptr_array_index (world->items, 2);
  assert_text (made, "type", "Non_x002D_Inventory");
  assert_text (made, "displayName", "Call-out");
  assert_text (made, "displayName2", "Driving to the site");
  g_assert_false (psr_json_has (made, "inventoryPostingGroupCode"));
}

/* Without a template, or with one that isn't there or doesn't suit, nothing is sent. */
static void
test_template (World         *world,
               gconstpointer  data)
{
  static const char *const templates[] = { NULL, "NONE", "I3" };
  g_autoptr (PsrSyncReport) report = NULL;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  json_object_set_string_member (add_item (world, 3, ""), "inventoryPostingGroupCode", "");
  add_article (world, NEW, "New thing", "");
  report = run_items (world);
  g_assert_nonnull (get_row (report, NEW));

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autoptr (PsrSyncReport) refused = NULL;

      psr_sync_context_set_item_template (world->context, templates[i]);
      refused = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
      g_assert_no_error (refused->error);
      g_assert_cmpstr (get_row (refused, NEW)->code, ==, PSR_SYNC_CODE_NEW_ACCOUNT);
      g_assert_nonnull (strstr (get_row (refused, NEW)->what, "posting groups"));
    }
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

/* Of an older Business Central, that lacks a property of the item, which one is told. */
static void
test_lacks (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  add_article (world, NEW, "New thing", "");
  report = run_items (world);
  g_assert_nonnull (get_row (report, NEW));

  psr_sync_context_take_schema (world->context,
                                psr_bc_schema_new_from_text ("items id:Guid:0 number:String:20 displayName:String:100 gtin:String:14 "
                                                             "itemCategoryCode:String:20 baseUnitOfMeasureCode:String:10 unitPrice:Decimal:0 "
                                                             "type:String:0 inventory:Decimal:0 blocked:Boolean:0 taxGroupCode:String:20 "
                                                             "generalProductPostingGroupCode:String:20 "
                                                             "lastModifiedDateTime:DateTimeOffset:0"));
  refused = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (refused->error);
  g_assert_nonnull (strstr (get_row (refused, NEW)->why, "inventoryPostingGroupCode"));
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

/* One that Business Central seems to have isn't made. */
static void
test_alike (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) named = NULL;
  g_autoptr (PsrSyncReport) scanned = NULL;
  JsonObject *article;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  article = add_article (world, NEW, "ITEM 2", "");
  report = run_items (world);
  named = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (named, NEW)->why, "I2"));

  json_object_set_string_member (article, "name", "Another");
  json_object_set_string_member (article, "barcode", "123");
  json_object_set_string_member (world_get_bc (world->items, 1), "gtin", "123");
  scanned = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (scanned, NEW)->why, "GTIN"));
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

/* The answer was lost: it is never sent again, and found once it must be there. */
static void
test_lost (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) lost = NULL;
  g_autoptr (PsrSyncReport) early = NULL;
  g_autoptr (PsrSyncReport) late = NULL;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  add_article (world, NEW, "New thing", "");
  report = run_items (world);
  world->bc_loses_answer = TRUE;
  lost = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (lost, NEW));
  world->bc_loses_answer = FALSE;
  early = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (early, NEW));
  g_assert_cmpuint (world->bc_writes, ==, 1);

  world_let_pass (world, 30);
  late = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (late->error);
  g_assert_cmpuint (late->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  g_assert_cmpuint (world->items->len, ==, 3);
  assert_text (g_hash_table_lookup (world->articles, NEW), "code",
               psr_json_get_string (g_ptr_array_index (world->items, 2), "number"));
}

static void
test_refused (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autoptr (PsrSyncReport) quiet = NULL;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  add_article (world, NEW, "New thing", "");
  report = run_items (world);
  world->bc_status = 400;
  refused = settle_new (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (refused, NEW)->mend, "Template"));
  world->bc_status = 0;

  rejected = settle_new (world, NEW, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (rejected->set_aside, ==, 0);
  json_object_set_string_member (g_hash_table_lookup (world->articles, NEW), "name", "Renamed");
  quiet = run_items (world);
  g_assert_cmpuint (quiet->skipped, ==, 0);
  g_assert_cmpuint (world->items->len, ==, 2);
}

static void
change_article (World      *world,
                guint       number,
                const char *member,
                double      value)
{
  JsonObject *row = world_get_wello (world->articles, number);
  g_autofree char *now = world_dup_now (world);

  json_object_set_double_member (row, member, value);
  json_object_set_string_member (row, "modified_dateutc", now);
}

static void
assert_prices (World  *world,
               guint   number,
               gint64  bc,
               gint64  wello)
{
  PsrDecimal price;

  g_assert_true (psr_json_get_decimal (world_get_bc (world->items, number), "unitPrice", &price, NULL));
  g_assert_cmpint (price.units, ==, bc);
  g_assert_true (psr_json_get_decimal (world_get_wello (world->articles, number), "entered_price", &price, NULL));
  g_assert_cmpint (price.units, ==, wello);
}

/* The name is Business Central's: what Wello makes of it waits. So does nothing else. */
static void
test_name (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL, rejected = NULL;
  g_autoptr (PsrSyncReport) after = NULL;
  g_autoptr (PsrSyncLook) shown = NULL, again = NULL;
  g_autofree char *id = world_dup_id (1);
  JsonObject *article;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  world_let_pass (world, 1);
  change_article (world, 1, "entered_price", 5);
  json_object_set_string_member (world_get_wello (world->articles, 1), "name", "Better name");
  report = run_items (world);
  g_assert_cmpstr (get_row (report, id)->code, ==, PSR_SYNC_CODE_PROPOSAL);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  assert_text (world_get_bc (world->items, 1), "displayName", "Item 1");

  shown = look (world, PSR_SYNC_ITEMS, id);
  accepted = settle_shown (world, PSR_SYNC_ITEMS, id, shown, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (accepted->error);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  assert_text (world_get_bc (world->items, 1), "displayName", "Better name");
  /* The price isn't Wello's unless the profile says so: it goes on waiting. */
  assert_prices (world, 1, 1999000, 500000);
  again = look (world, PSR_SYNC_ITEMS, id);
  g_assert_false (again->can_accept);
  rejected = settle_shown (world, PSR_SYNC_ITEMS, id, again, PSR_SYNC_SETTLE_BC);
  assert_prices (world, 1, 1999000, 1999000);
  after = run_items (world);
  g_assert_no_error (after->error);
  article = world_get_wello (world->articles, 1);
  assert_text (article, "description_short", "Better name");
  assert_text (article, "name", "Better name");
  assert_calm (world);
}

static void
test_price (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) gross = NULL;

  begin_items (world, PSR_SYNC_BC_WINS, TRUE);
  world_let_pass (world, 1);
  change_article (world, 1, "entered_price", 21.5);
  report = run_items (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->written_back, ==, 1);
  assert_prices (world, 1, 2150000, 2150000);
  assert_calm (world);

  /* A price with VAT isn't Wello's. */
  json_object_set_boolean_member (world_get_bc (world->items, 2), "priceIncludesTax", TRUE);
  change_bc_item (world, 2);
  gross = run_items (world);
  g_assert_no_error (gross->error);
  change_article (world, 2, "entered_price", 30);
  {
    g_autoptr (PsrSyncReport) left = run_items (world);

    g_assert_no_error (left->error);
    g_assert_cmpuint (left->written_back, ==, 0);
  }
  assert_prices (world, 2, 1999000, 3000000);
}

/* Whose price counts where both changed it. */
static void
test_price_conflict (World         *world,
                     gconstpointer  data)
{
  static const struct
  {
    PsrSyncConflict conflict;
    gint64          bc;
    gint64          wello;
    gboolean        asks;
  } cases[] = {
    { PSR_SYNC_BC_WINS, 3000000, 3000000, FALSE },
    { PSR_SYNC_WELLO_WINS, 2500000, 2500000, FALSE },
    { PSR_SYNC_NEWEST_WINS, 2500000, 2500000, FALSE },
    { PSR_SYNC_ASK, 3000000, 2500000, TRUE },
  };

  begin_items (world, PSR_SYNC_BC_WINS, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrSyncReport) report = NULL;
      g_autofree char *id = world_dup_id (1);

      set_item_rules (world, cases[i].conflict, TRUE);
      world_let_pass (world, 20);
      json_object_set_double_member (world_get_bc (world->items, 1), "unitPrice", 30);
      change_bc_item (world, 1);
      world_let_pass (world, 1);
      change_article (world, 1, "entered_price", 25);
      report = run_items (world);
      g_assert_no_error (report->error);
      assert_prices (world, 1, cases[i].bc, cases[i].wello);
      g_assert_true ((get_row (report, id) != NULL) == cases[i].asks);
      if (!cases[i].asks)
        {
          /* Back to where both began. */
          g_autoptr (PsrSyncReport) back = NULL;

          json_object_set_double_member (world_get_bc (world->items, 1), "unitPrice", 20);
          world_let_pass (world, 1);
          change_bc_item (world, 1);
          back = run_items (world);
          g_assert_no_error (back->error);
          assert_prices (world, 1, 2000000, 2000000);
        }
    }
}

/* What was changed before the profile said so isn't brought back with the first run. */
static void
test_price_begins (World         *world,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) next = NULL;

  begin_items (world, PSR_SYNC_BC_WINS, FALSE);
  json_object_set_double_member (world_get_wello (world->articles, 1), "entered_price", 99);
  set_item_rules (world, PSR_SYNC_BC_WINS, TRUE);
  first = run_items (world);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->written_back, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  assert_prices (world, 1, 1999000, 9900000);

  change_article (world, 1, "entered_price", 98);
  next = run_items (world);
  g_assert_cmpuint (next->written_back, ==, 1);
  assert_prices (world, 1, 9800000, 9800000);
  assert_calm (world);
}

/* Changes on both sides by turns: each goes over once, and nothing comes back. */
static void
test_loops (World         *world,
            gconstpointer  data)
{
  begin_items (world, PSR_SYNC_BC_WINS, TRUE);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (PsrSyncReport) report = NULL;
      guint before = world->bc_writes;

      world_let_pass (world, 1);
      world_clear_log (world);
      if (i % 2 == 0)
        {
          json_object_set_double_member (world_get_bc (world->items, 1), "unitPrice", 20 + i);
          change_bc_item (world, 1);
        }
      else
        {
          change_article (world, 1, "entered_price", 20 + i);
        }
      report = run_items (world);
      g_assert_no_error (report->error);
      g_assert_cmpuint (report->changed, ==, 1);
      g_assert_cmpuint (world->bc_writes - before, ==, i % 2);
      g_assert_cmpuint (world_count_writes (world), ==, i % 2 == 0 ? 1 : 0);
      assert_prices (world, 1, (20 + i) * PSR_DECIMAL_SCALE, (20 + i) * PSR_DECIMAL_SCALE);
    }
  for (guint i = 0; i < 35; i++)
    assert_calm (world);
}

#define ADD(path, func) \
  g_test_add ("/sync/articles/" path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("propose", test_propose);
  ADD ("accept", test_accept);
  ADD ("accept-service", test_accept_service);
  ADD ("template", test_template);
  ADD ("lacks", test_lacks);
  ADD ("alike", test_alike);
  ADD ("lost", test_lost);
  ADD ("refused", test_refused);
  ADD ("name", test_name);
  ADD ("price", test_price);
  ADD ("price-conflict", test_price_conflict);
  ADD ("price-begins", test_price_begins);
  ADD ("loops", test_loops);

  return g_test_run ();
}
