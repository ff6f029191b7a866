/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-stock.h"

static void
test_first (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  GHashTable *locations = g_hash_table_lookup (f->world.more, "ArticleStockLocation");

  add_entry (f, "I1", "MAIN", "2.5");
  add_entry (f, "I1", "MAIN", "4");
  add_entry (f, "I1", "VAN01", "3");
  add_entry (f, "I2", "VAN01", "-2");
  add_entry (f, "I2", "", "7");
  /* A service has no stock, whatever was entered. */
  add_entry (f, "I3", "MAIN", "9");

  first = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, MAIN), ==, 6);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 3);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, -1);
  g_assert_cmpint (get_stock (f, 3, MAIN), ==, -1);
  g_assert_true (has_note (first, "fraction"));
  g_assert_true (has_note (first, "negative-stock"));
  g_assert_true (has_note (first, "no-location"));

  /* The one with the code is coupled, under its own name; the other one is made. */
  g_assert_cmpuint (g_hash_table_size (locations), ==, 2);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (locations, WELLO_VAN), "name"), ==, "Jan’s van");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (locations, MAIN), "reference_back_office"), ==, "MAIN");
  g_assert_cmpuint (world_count_links (&f->world, PSR_ENTITY_LOCATION), ==, 2);

  /* Nothing moved: one question, whatever the technicians used meanwhile. */
  world_clear_log (&f->world);
  world_let_pass (&f->world, 30);
  second = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (second->requests, ==, 1);
  g_assert_cmpuint (second->n_read, ==, 0);
}

static void
test_moves (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autoptr (PsrSyncReport) third = NULL;

  add_entry (f, "I1", "MAIN", "5");
  add_entry (f, "I2", "MAIN", "8");
  first = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, MAIN), ==, 5);

  /* Two went to the van. */
  world_let_pass (&f->world, 30);
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, "I1", "MAIN", "3");
  add_entry (f, "I1", "VAN01", "2");
  move (f, 1, "I1");
  world_clear_log (&f->world);
  second = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, MAIN), ==, 3);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 2);
  /* Of the other item nothing was asked. */
  g_assert_cmpint (get_stock (f, 2, MAIN), ==, 8);
  g_assert_cmpuint (psr_fake_transport_count (f->world.bc_transport, "GET", "itemNo eq 'I1'"), ==, 1);
  g_assert_cmpuint (second->changed, ==, 1);
  g_assert_cmpuint (second->created, ==, 1);

  /* All was used up: the row stays, with nothing. */
  world_let_pass (&f->world, 30);
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, "I2", "MAIN", "8");
  move (f, 2, "I1");
  third = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 0);
  g_assert_cmpint (get_stock (f, 1, MAIN), ==, 0);
}

static GPtrArray *
new_documents (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_stock_document_free);
}

static void
set_invoice (Fixture    *f,
             const char *status,
             guint       quantity)
{
  g_autofree char *id = world_dup_id (1);

  g_string_printf (f->extra.invoices,
                   "{\"id\":\"" DRAFT "\",\"number\":\"1001\",\"status\":\"%s\",\"postingDate\":\"2026-08-24\",\"salesInvoiceLines\":["
                   "{\"itemId\":\"%s\",\"locationId\":\"" VAN "\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":%u},"
                   "{\"itemId\":\"00000000-0000-0000-0000-000000000000\",\"quantity\":2}]}",
                   status, id, quantity);
}

/* What is on a draft was used, and is still in Business Central's stock. */
static void
test_unposted (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (GPtrArray) documents = new_documents ();
  g_autoptr (PsrSyncReport) report = NULL;
  PsrSyncStockDocument *document = psr_sync_stock_document_new (PSR_BC_DOCUMENT_INVOICE, DRAFT, FALSE);
  g_autofree char *item = world_dup_id (1);

  add_entry (f, "I1", "VAN01", "5");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  /* The ledger's own lines don't count beside those of Business Central. */
  g_ptr_array_add (document->parts, psr_bc_open_part_new (item, VAN, "PCS", PSR_DECIMAL_INIT (2 * PSR_DECIMAL_SCALE)));
  g_ptr_array_add (documents, document);
  set_rules (f, documents);
  set_invoice (f, "Draft", 2);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 3);

  /* Somebody changed the line there. */
  set_invoice (f, "Draft", 4);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 1);

  /* As it is posted the stock falls, and nothing is subtracted any more. */
  set_invoice (f, "Open", 4);
  f->extra.has_ledger_entries = TRUE;
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, "I1", "VAN01", "1");
  world_let_pass (&f->world, 30);
  move (f, 1, "I1");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 1);

  /* One that was only released shows the same status. */
  f->extra.has_ledger_entries = FALSE;
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 0);
  g_assert_true (has_note (report, "negative-stock"));
}

/* What an order has shipped has left the stock. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) documents = new_documents ();
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *id = world_dup_id (1);

  add_entry (f, "I1", "VAN01", "10");
  g_string_printf (f->extra.orders,
                   "{\"id\":\"" ORDER "\",\"number\":\"O1\",\"status\":\"Open\",\"salesOrderLines\":["
                   "{\"itemId\":\"%s\",\"locationId\":\"" VAN "\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":6,\"shippedQuantity\":4},"
                   "{\"itemId\":\"%s\",\"locationId\":\"" VAN "\",\"unitOfMeasureCode\":\"BOX\",\"quantity\":1,\"shippedQuantity\":0}]}",
                   id, id);
  g_ptr_array_add (documents, psr_sync_stock_document_new (PSR_BC_DOCUMENT_ORDER, ORDER, FALSE));
  set_rules (f, documents);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 8);
  g_assert_true (has_note (report, "other-unit"));

  /* It was invoiced whole, and is gone. */
  g_string_truncate (f->extra.orders, 0);
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, "I1", "VAN01", "8");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 8);
}

/* As long as nobody knows whether it was made, the ledger's lines count. */
static void
test_unsure (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) documents = new_documents ();
  g_autoptr (PsrSyncReport) report = NULL;
  PsrSyncStockDocument *document = psr_sync_stock_document_new (PSR_BC_DOCUMENT_INVOICE, "", FALSE);
  g_autofree char *item = world_dup_id (1);

  add_entry (f, "I1", "VAN01", "5");
  g_ptr_array_add (document->parts, psr_bc_open_part_new (item, VAN, "", PSR_DECIMAL_INIT (2 * PSR_DECIMAL_SCALE)));
  g_ptr_array_add (documents, document);
  set_rules (f, documents);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 3);
  g_assert_cmpuint (f->extra.n_documents, ==, 0);
}

/* It is posted while the run reads: nothing is subtracted twice, nor not at all. */
static void
test_posted_meanwhile (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr (GPtrArray) documents = new_documents ();
  g_autoptr (PsrSyncReport) report = NULL;

  add_entry (f, "I1", "VAN01", "5");
  report = run (f, PSR_SYNC_DEFAULT);
  g_ptr_array_add (documents, psr_sync_stock_document_new (PSR_BC_DOCUMENT_INVOICE, DRAFT, FALSE));
  set_rules (f, documents);
  set_invoice (f, "Draft", 4);
  f->extra.posts_on = data;
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  /* Left as it was: 1 of both would be right, and 5 less twice 4 wrong. */
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);

  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 1);
}

/* A dry run tells the same, and writes nothing. */
/* Where several companies share Wello, a location with the same code may be another one's. */
static void
test_organizations (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  f->world.context->has_organizations = TRUE;
  add_entry (f, "I1", "VAN01", "3");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, -1);
  g_assert_cmpint (get_stock (f, 1, VAN), ==, 3);
}

/* With another article the stock goes to that one, and nothing is written to the old one. */
static void
test_coupled_anew (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_entry (f, "I1", "VAN01", "3");
  report = run (f, PSR_SYNC_DEFAULT);
  world_couple_item (&f->world, 1, 9);
  world_let_pass (&f->world, 30);
  add_entry (f, "I1", "VAN01", "4");
  move (f, 1, "I1");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 3);
  g_assert_cmpint (get_stock (f, 9, WELLO_VAN), ==, 7);
  g_assert_true (has_note (report, "other-article"));
}

/* What Wello has of either article already is changed, and not made a second time. */
static void
test_swapped (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  GHashTable *rows;

  add_entry (f, "I1", "VAN01", "3");
  add_entry (f, "I2", "VAN01", "5");
  report = run (f, PSR_SYNC_DEFAULT);
  world_couple_item (&f->world, 1, 9);
  world_couple_item (&f->world, 2, 1);
  world_couple_item (&f->world, 1, 2);
  world_let_pass (&f->world, 30);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  rows = g_hash_table_lookup (f->world.more, "ArticleStockLocationList");
  g_assert_cmpuint (g_hash_table_size (rows), ==, 2);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 5);
  g_assert_cmpint (get_stock (f, 2, WELLO_VAN), ==, 3);
}

/* Nothing of it moves. */
static void
test_coupled_later (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_entry (f, "I4", "VAN01", "3");
  add_item (&f->world, 4, "Inventory");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 4, WELLO_VAN), ==, -1);
  world_let_pass (&f->world, 30);
  world_couple_item (&f->world, 4, 4);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 4, WELLO_VAN), ==, 3);
}

static void
test_dry (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) real = NULL;
  guint before;

  add_entry (f, "I1", "MAIN", "5");
  add_entry (f, "I2", "VAN01", "5");
  before = world_count_writes (&f->world);
  dry = run (f, PSR_SYNC_DRY_RUN);
  g_assert_cmpuint (world_count_writes (&f->world), ==, before);
  g_assert_cmpuint (world_count_links (&f->world, PSR_ENTITY_LOCATION), ==, 0);
  real = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (dry->created, ==, real->created);
  g_assert_cmpuint (dry->changed, ==, real->changed);
}

/* What Wello has already isn't made a second time, whoever made it; and a full run puts right
 * what somebody changed there. */
static void
test_theirs (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *article = world_dup_id (1);
  g_autofree char *json = NULL;
  GHashTable *rows = world_new_rows ();
  JsonObject *row;

  json = g_strdup_printf ("{\"id\":\"40000001-0000-4000-8000-000000000000\",\"article_id\":\"%s\",\"article_stock_location_id\":\"" WELLO_VAN
                          "\",\"quantity\":9}", article);
  g_hash_table_insert (f->world.more, g_strdup ("ArticleStockLocationList"), rows);
  row = world_add_wello (rows, json);
  add_entry (f, "I1", "VAN01", "4");
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (g_hash_table_size (rows), ==, 1);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 4);

  row = g_hash_table_lookup (rows, "40000001-0000-4000-8000-000000000000");
  json_object_set_int_member (row, "quantity", 77);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 77);
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_FULL);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 4);

  /* Somebody deleted it: the next change makes it again. */
  g_hash_table_remove_all (rows);
  g_string_truncate (f->extra.entries, 0);
  add_entry (f, "I1", "VAN01", "2");
  world_let_pass (&f->world, 30);
  move (f, 1, "I1");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (f, PSR_SYNC_DEFAULT);
  g_assert_cmpint (get_stock (f, 1, WELLO_VAN), ==, 2);
}

/* Without a source nothing is done, and it says why. */
static void
test_no_source (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_STOCK, PSR_SYNC_DEFAULT);

  g_assert_nonnull (report->error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, func) g_test_add ("/sync/stock/" name, Fixture, data, set_up, func, tear_down)
  ADD ("first", NULL, test_first);
  ADD ("moves", NULL, test_moves);
  ADD ("unposted", NULL, test_unposted);
  ADD ("order", NULL, test_order);
  ADD ("unsure", NULL, test_unsure);
  ADD ("posted-after-documents", "after-documents", test_posted_meanwhile);
  ADD ("posted-after-quantities", "after-quantities", test_posted_meanwhile);
  ADD ("organizations", NULL, test_organizations);
  ADD ("coupled-anew", NULL, test_coupled_anew);
  ADD ("swapped", NULL, test_swapped);
  ADD ("coupled-later", NULL, test_coupled_later);
  ADD ("dry", NULL, test_dry);
  ADD ("theirs", NULL, test_theirs);
  g_test_add ("/sync/stock/no-source", World, NULL, world_set_up, test_no_source, world_tear_down);

  return g_test_run ();
}
