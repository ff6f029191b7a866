/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-json.h"
#include "psr-test.h"
#include "sync-world.h"

#define OLD "2026-08-01T08:00:00Z"
#define MAIN "10000001-7b2d-ef11-8409-6045bde9ca0b"
#define VAN "10000002-7b2d-ef11-8409-6045bde9ca0b"
#define WELLO_VAN "20000002-0000-4000-8000-000000000000"
#define DRAFT "30000001-7b2d-ef11-8409-6045bde9ca0b"
#define ORDER "30000002-7b2d-ef11-8409-6045bde9ca0b"

/* What Business Central answers beside its standard rows. */
typedef struct
{
  GString    *entries;  /* what the query has */
  GString    *invoices;
  GString    *orders;
  const char *posts_on; /* when this is asked for, the draft is posted before the answer */
  guint       n_quantities;
  guint       n_documents;
  gboolean    has_ledger_entries;
} Extra;

static void
post_draft (Extra *extra)
{
  g_string_assign (extra->invoices, "");
  g_string_assign (extra->entries, "{\"itemNo\":\"I1\",\"locationCode\":\"VAN01\",\"remainingQuantity\":1}");
  extra->posts_on = NULL;
}

static PsrResponse *
serve_more (World      *world,
            const char *url)
{
  Extra *extra = world->more_data;
  g_autofree char *json = NULL;
  const GString *rows;

  if (strstr (url, "/analytics/") != NULL)
    {
      extra->n_quantities++;
      /* What is asked for is what is open. */
      g_assert_nonnull (strstr (url, "open eq true"));
      rows = extra->entries;
      json = g_strdup_printf ("{\"value\":[%s]}", rows->str);
      if (extra->posts_on != NULL && g_str_equal (extra->posts_on, "after-quantities"))
        post_draft (extra);
      return world_answer_now (world, 200, json);
    }

  if (strstr (url, "/locations") != NULL)
    return world_answer_now (world, 200,
                             "{\"value\":[{\"id\":\"" MAIN "\",\"code\":\"MAIN\",\"displayName\":\"Main warehouse\"},"
                             "{\"id\":\"" VAN "\",\"code\":\"VAN01\",\"displayName\":\"Van 1\"}]}");

  if (strstr (url, "/generalLedgerEntries") != NULL)
    return world_answer_now (world, 200, extra->has_ledger_entries ? "{\"value\":[{\"documentType\":\"Invoice\"}]}" : "{\"value\":[]}");

  if (strstr (url, "/salesInvoices") != NULL || strstr (url, "/salesOrders") != NULL)
    {
      extra->n_documents++;
      rows = strstr (url, "/salesInvoices") != NULL ? extra->invoices : extra->orders;
      json = g_strdup_printf ("{\"value\":[%s]}", rows->str);
      if (extra->posts_on != NULL && g_str_equal (extra->posts_on, "after-documents"))
        post_draft (extra);
      return world_answer_now (world, 200, json);
    }

  return NULL;
}

typedef struct
{
  World  world;
  Extra  extra;
} Fixture;

static void
add_item (World      *world,
          guint       number,
          const char *type)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"I%u\",\"displayName\":\"Item %u\",\"type\":\"%s\",\"blocked\":false,"
                                           "\"baseUnitOfMeasureCode\":\"PCS\",\"inventory\":1,\"unitPrice\":1,\"priceIncludesTax\":false",
                                           number, number, type);

  world_add_bc (world->items, number, OLD, json);
}

static void
add_entry (Fixture    *f,
           const char *item,
           const char *location,
           const char *quantity)
{
  g_string_append_printf (f->extra.entries, "%s{\"itemNo\":\"%s\",\"locationCode\":\"%s\",\"remainingQuantity\":%s}",
                          f->extra.entries->len > 0 ? "," : "", item, location, quantity);
}

/* A move that the next run is shown. */
static void
move (Fixture    *f,
      guint       number,
      const char *item)
{
  g_autofree char *json = g_strdup_printf ("\"entryNumber\":%u,\"itemNumber\":\"%s\"", number, item);
  g_autofree char *now = world_dup_now (&f->world);

  world_add_bc (f->world.entries, 0x5000 + number, now, json);
}

static void
set_rules (Fixture   *f,
           GPtrArray *documents)
{
  g_autoptr (PsrBcStockSource) source = psr_bc_stock_source_new (NULL, NULL, NULL, NULL);

  psr_sync_context_take_stock (f->world.context, psr_sync_stock_rules_new (source, "CRONUS", NULL, documents));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (PsrSyncReport) items = NULL;

  world_set_up (&f->world, NULL);
  f->extra.entries = g_string_new (NULL);
  f->extra.invoices = g_string_new (NULL);
  f->extra.orders = g_string_new (NULL);
  f->world.bc_more = serve_more;
  f->world.more_data = &f->extra;
  g_hash_table_insert (f->world.more, g_strdup ("ArticleStockLocation"), world_new_rows ());
  world_add_wello (g_hash_table_lookup (f->world.more, "ArticleStockLocation"),
                   "{\"id\":\"" WELLO_VAN "\",\"name\":\"Jan’s van\",\"reference_back_office\":\"VAN01\"}");

  add_item (&f->world, 1, "Inventory");
  add_item (&f->world, 2, "Inventory");
  add_item (&f->world, 3, "Service");
  items = world_run (&f->world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  g_assert_no_error (items->error);
  set_rules (f, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_string_free (f->extra.entries, TRUE);
  g_string_free (f->extra.invoices, TRUE);
  g_string_free (f->extra.orders, TRUE);
  world_tear_down (&f->world, NULL);
}

/* How many of an item Wello has at a location; -1 = no row. */
static gint64
get_stock (Fixture    *f,
           guint       number,
           const char *location)
{
  GHashTable *rows = g_hash_table_lookup (f->world.more, "ArticleStockLocationList");
  g_autofree char *article = world_dup_id (number);
  GHashTableIter iter;
  gpointer value;

  if (rows == NULL)
    return -1;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PsrDecimal quantity;

      if (!g_str_equal (psr_json_get_string (value, "article_id"), article) ||
          !g_str_equal (psr_json_get_string (value, "article_stock_location_id"), location))
        continue;

      g_assert_true (psr_json_get_decimal (value, "quantity", &quantity, NULL));
      return quantity.units / PSR_DECIMAL_SCALE;
    }

  return -1;
}

static PsrSyncReport *
run (Fixture      *f,
     PsrSyncFlags  flags)
{
  PsrSyncReport *report = world_run (&f->world, PSR_SYNC_STOCK, flags);

  g_assert_no_error (report->error);
  return report;
}

static gboolean
has_note (PsrSyncReport *report,
          const char    *code)
{
  for (guint i = 0; i < report->notes->len; i++)
    {
      if (g_str_equal (((PsrSyncRow *) g_ptr_array_index (report->notes, i))->code, code))
        return TRUE;
    }

  return FALSE;
}

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
