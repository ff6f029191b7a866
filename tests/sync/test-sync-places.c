/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "psr-sync-error.h"
#include "psr-sync-places-item.h"
#include "sync-stock.h"

static guint
count_skipped (Fixture *f)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_mirror_store_list_skipped (f->world.context->mirror, "stock", NULL, 0));

  return ((GPtrArray *) g_value_get_boxed (dex_future_get_value (future, NULL)))->len;
}

static void
set_locations (Fixture    *f,
               const char *code)
{
  g_autoptr (PsrBcStockSource) source = psr_bc_stock_source_new (NULL, NULL, NULL, NULL);
  const char *codes[] = { code, NULL };

  psr_sync_context_take_stock (f->world.context, psr_sync_stock_rules_new (source, "CRONUS", codes, NULL));
}

static void
move_to (Fixture    *f,
         guint       number,
         const char *item,
         const char *location,
         const char *quantity)
{
  world_let_pass (&f->world, 30);
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, item, location, quantity);
  move (f, number, item);
}

static void
uncouple (Fixture *f,
          guint    item)
{
  g_autofree char *id = world_dup_id (item);

  dex_unref (psr_test_await (psr_link_store_remove (f->world.context->links, PSR_ENTITY_ITEM, id, "test", "")));
}

static PsrSyncReport *
run_row (Fixture *f,
         guint    item)
{
  g_autofree char *id = world_dup_id (item);
  const char *rows[] = { id, NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_sync_run_rows (f->world.context, PSR_SYNC_STOCK, PSR_SYNC_DEFAULT, rows,
                                                                    NULL, NULL, NULL, NULL, NULL));

  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static void
set_total (Fixture *f,
           guint    item,
           gint64   total)
{
  json_object_set_int_member (f->world.items->pdata[item - 1], "inventory", total);
}

/* A source that hides some rows of an item takes nothing away of it, nor stops the others; it is
 * set aside until the source shows all of it. */
static void
test_partly_hidden (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  const PsrSyncRow *row;

  set_total (f, 1, 7);
  set_total (f, 2, 3);
  add_entry (f, "I1", "VAN01", "5");
  add_entry (f, "I1", "", "2");
  add_entry (f, "I2", "VAN01", "3");
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, 3);
  g_assert_cmpuint (report->failed, ==, 0);

  /* What moved is hidden of the one, and shown of the other. */
  set_total (f, 2, 4);
  move_to (f, 1, "I1", "", "2");
  add_entry (f, "I2", "VAN01", "4");
  move (f, 2, "I2");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, 4);
  g_assert_cmpuint (report->failed, ==, 1);
  g_assert_cmpuint (count_skipped (f), ==, 1);
  row = report->rows->pdata[0];
  g_assert_cmpstr (row->number, ==, "I1");
  g_assert_nonnull (strstr (row->what, "shows 2 of it, and there are 7 in all"));

  /* Nor does it when everything is read. */
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  /* Too much is as wrong as too little. */
  add_entry (f, "I1", "VAN01", "9");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  /* It is tried again by itself. */
  set_total (f, 1, 11);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 9);
  g_assert_cmpuint (count_skipped (f), ==, 0);
}

/* What moved between the total and what is where is read once more. */
static void
test_moved_meanwhile (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  set_total (f, 1, 1);
  add_entry (f, "I1", "VAN01", "5");
  f->extra.posts_on = "after-quantities";
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 1);
  g_assert_cmpuint (report->failed, ==, 0);
  g_assert_cmpuint (f->extra.n_quantities, ==, 2);
}

/* A source that is asked for some locations may show no others, and a column of somebody's choice
 * may count something else. */
static void
test_not_comparable (Fixture       *f,
                     gconstpointer  data)
{
  static const char * const codes[] = { "VAN01", NULL };
  g_autoptr (PsrBcStockSource) usual = psr_bc_stock_source_new ("Stock", "Item_No", "Location_Code", "Remaining_Quantity");
  g_autoptr (PsrBcStockSource) other = psr_bc_stock_source_new ("Stock", "Item_No", "Location_Code", "Available");
  g_autoptr (PsrSyncStockRules) all = psr_sync_stock_rules_new (usual, "CRONUS", NULL, NULL);
  g_autoptr (PsrSyncStockRules) some = psr_sync_stock_rules_new (usual, "CRONUS", codes, NULL);
  g_autoptr (PsrSyncStockRules) chosen = psr_sync_stock_rules_new (other, "CRONUS", NULL, NULL);
  const PsrSyncStockRules *rules[] = { all, some, chosen };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (GHashTable) links = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (GPtrArray) items = g_ptr_array_new ();
      PsrSyncPlacesItem item = { .id = (char *) "i", .number = (char *) "I1", .is_stocked = TRUE, .has_inventory = TRUE,
                                 .inventory = PSR_DECIMAL_INIT (3) };
      PsrSyncPlaces places = { .rules = rules[i], .source = rules[i]->source, .links = links };

      /* More than a page of them: they aren't read again. */
      g_hash_table_add (links, (char *) "i");
      for (guint n = 0; n < 300; n++)
        g_ptr_array_add (items, &item);
      g_assert_true (psr_sync_places_check_sums (&places, items, sums, NULL));
      g_assert_cmpint (item.is_doubtful, ==, i == 0);
    }
}

/* A source that shows nothing at all is more likely hidden from the account than empty. */
static void
test_empty_source (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  GHashTableIter iter;
  gpointer row;

  /* As long as Wello has nothing either, nothing is amiss. */
  report = run (f, PSR_SYNC_DEFAULT);
  add_entry (f, "I1", "VAN01", "5");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  g_string_truncate (f->extra.entries, 0);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = world_run (&f->world, PSR_SYNC_STOCK, PSR_SYNC_FULL);
  g_assert_error (report->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_STOPPED);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  /* A person says that nothing is left. */
  g_hash_table_iter_init (&iter, g_hash_table_lookup (f->world.more, "ArticleStockLocationList"));
  while (g_hash_table_iter_next (&iter, NULL, &row))
    json_object_set_int_member (row, "quantity", 0);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 0);
}

/* Nor is it believed of what moved alone; that the last of an item is gone is. */
static void
test_moved_to_nothing (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  GHashTableIter iter;
  gpointer row;
  guint asked;

  add_entry (f, "I1", "VAN01", "5");
  add_entry (f, "I2", "VAN01", "2");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  move_to (f, 1, "I1", "MAIN", "0");
  g_string_truncate (f->extra.entries, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&report, psr_sync_report_unref);
      report = world_run (&f->world, PSR_SYNC_STOCK, PSR_SYNC_DEFAULT);
      g_assert_error (report->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_STOPPED);
      g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);
    }

  /* It shows something again, though not of this item. */
  add_entry (f, "I2", "VAN01", "2");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 0);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, 2);

  /* Really nothing is left, as somebody says in Wello. */
  move_to (f, 2, "I2", "MAIN", "0");
  g_string_truncate (f->extra.entries, 0);
  g_hash_table_iter_init (&iter, g_hash_table_lookup (f->world.more, "ArticleStockLocationList"));
  while (g_hash_table_iter_next (&iter, NULL, &row))
    json_object_set_int_member (row, "quantity", 0);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, 0);

  /* Of what is 0 on both sides only the locations are read, not what Wello has at each. */
  move_to (f, 2, "I2", "MAIN", "0");
  g_string_truncate (f->extra.entries, 0);
  asked = f->world.wello_requests;
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (f->world.wello_requests, ==, asked + 1);
}

/* What an item had before it was uncoupled stays with its article, and is told once. */
static void
test_uncoupled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  const PsrSyncRow *note;

  add_entry (f, "I1", "VAN01", "5");
  add_entry (f, "I2", "VAN01", "2");
  report = run (f, PSR_SYNC_DEFAULT);
  uncouple (f, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&report, psr_sync_report_unref);
      report = run (f, PSR_SYNC_DEFAULT);
      g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);
      g_assert_cmpuint (report->notes->len, ==, i == 0 ? 1 : 0);
      if (i > 0)
        continue;
      note = report->notes->pdata[0];
      g_assert_cmpstr (note->code, ==, "uncoupled");
      g_assert_nonnull (strstr (note->what, "isn’t coupled any more"));
    }
}

/* A location that lacks its code again, which Wello refuses, stays the same one: what moves there
 * comes, and nothing is made a second time. */
static void
test_code_refused (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  GHashTable *locations = g_hash_table_lookup (f->world.more, "ArticleStockLocation");
  GHashTable *rows;

  add_entry (f, "I1", "VAN01", "5");
  report = run (f, PSR_SYNC_DEFAULT);
  json_object_set_string_member (g_hash_table_lookup (locations, WELLO_VAN), "reference_back_office", "");
  f->world.refuse_code = "VAN01";

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *quantity = g_strdup_printf ("%u", 6 + i);

      move_to (f, i + 1, "I1", "VAN01", quantity);
      g_clear_pointer (&report, psr_sync_report_unref);
      report = run (f, i == 1 ? PSR_SYNC_FULL : PSR_SYNC_DEFAULT);
      g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 6 + i);
      g_assert_cmpuint (report->skipped, ==, 1);
      g_assert_cmpuint (count_skipped (f), ==, 1);
    }

  /* It takes the code again. */
  f->world.refuse_code = NULL;
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpuint (count_skipped (f), ==, 0);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (locations, WELLO_VAN), "reference_back_office"), ==, "VAN01");
  rows = g_hash_table_lookup (f->world.more, "ArticleStockLocationList");
  g_assert_cmpuint (g_hash_table_size (rows), ==, 1);
}

/* A location that was refused, and isn't meant any more. */
static void
test_not_meant (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_entry (f, "I1", "VAN01", "5");
  f->world.refuse_code = "MAIN";
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (report->skipped, ==, 1);

  set_locations (f, "VAN01");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (report->skipped, ==, 0);
  g_assert_cmpuint (count_skipped (f), ==, 0);
}

/* A row that was refused, of an item that is uncoupled then. */
static void
test_refused_uncoupled (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_entry (f, "I1", "VAN01", "5");
  f->world.refuse_code = "VAN01/I1";
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (report->skipped, ==, 1);

  uncouple (f, 1);
  move_to (f, 1, "I2", "VAN01", "3");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, 3);
  g_assert_cmpuint (count_skipped (f), ==, 0);
}

/* One that waited as it was uncoupled is reckoned anew once it is coupled again. */
static void
test_waiting_uncoupled (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autofree char *id = world_dup_id (1);

  add_entry (f, "I1", "VAN01", "5");
  report = run (f, PSR_SYNC_DEFAULT);

  world_let_pass (&f->world, 30);
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, "I1", "VAN01", "7");
  psr_mirror_page_add_pending (page, "stock", id);
  dex_unref (psr_test_await (psr_mirror_store_commit (f->world.context->mirror, page)));
  uncouple (f, 1);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  world_couple_item (&f->world, 1, 1);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 7);
}

/* A row that is tried before anything was carried over: all is, once. */
static void
test_row_first (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_entry (f, "I1", "VAN01", "5");
  f->world.refuse_code = "MAIN";
  report = run_row (f, 1);
  g_assert_no_error (report->error);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);
  g_assert_cmpuint (report->skipped, ==, 1);
  g_assert_cmpuint (f->extra.n_quantities, ==, 1);
  g_assert_cmpuint (psr_fake_transport_count (f->world.wello_transport, "GET", "ArticleStockLocationList"), ==, 1);
  g_assert_cmpuint (psr_fake_transport_count (f->world.bc_transport, "GET", "/locations"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/sync/places/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("partly-hidden", test_partly_hidden);
  ADD ("moved-meanwhile", test_moved_meanwhile);
  ADD ("not-comparable", test_not_comparable);
  ADD ("empty-source", test_empty_source);
  ADD ("moved-to-nothing", test_moved_to_nothing);
  ADD ("uncoupled", test_uncoupled);
  ADD ("code-refused", test_code_refused);
  ADD ("not-meant", test_not_meant);
  ADD ("refused-uncoupled", test_refused_uncoupled);
  ADD ("waiting-uncoupled", test_waiting_uncoupled);
  ADD ("row-first", test_row_first);

  return g_test_run ();
}
