/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "psr-json.h"
#include "psr-test.h"
#include "sync-world.h"

/* Items, and how much of them is at two locations. */

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

static inline void
post_draft (Extra *extra)
{
  g_string_assign (extra->invoices, "");
  g_string_assign (extra->entries, "{\"itemNo\":\"I1\",\"locationCode\":\"VAN01\",\"remainingQuantity\":1}");
  extra->posts_on = NULL;
}

static inline PsrResponse *
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

static inline void
add_item (World      *world,
          guint       number,
          const char *type)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"I%u\",\"displayName\":\"Item %u\",\"type\":\"%s\",\"blocked\":false,"
                                           "\"baseUnitOfMeasureCode\":\"PCS\",\"unitPrice\":1,\"priceIncludesTax\":false",
                                           number, number, type);

  world_add_bc (world->items, number, OLD, json);
}

static inline void
add_entry (Fixture    *f,
           const char *item,
           const char *location,
           const char *quantity)
{
  g_string_append_printf (f->extra.entries, "%s{\"itemNo\":\"%s\",\"locationCode\":\"%s\",\"remainingQuantity\":%s}",
                          f->extra.entries->len > 0 ? "," : "", item, location, quantity);
}

/* A move that the next run is shown. */
static inline void
move (Fixture    *f,
      guint       number,
      const char *item)
{
  g_autofree char *json = g_strdup_printf ("\"entryNumber\":%u,\"itemNumber\":\"%s\"", number, item);
  g_autofree char *now = world_dup_now (&f->world);

  world_add_bc (f->world.entries, 0x5000 + number, now, json);
}

static inline void
set_rules (Fixture   *f,
           GPtrArray *documents)
{
  g_autoptr (PsrBcStockSource) source = psr_bc_stock_source_new (NULL, NULL, NULL, NULL);

  psr_sync_context_take_stock (f->world.context, psr_sync_stock_rules_new (source, "CRONUS", NULL, documents));
}

static inline void
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

static inline void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_string_free (f->extra.entries, TRUE);
  g_string_free (f->extra.invoices, TRUE);
  g_string_free (f->extra.orders, TRUE);
  world_tear_down (&f->world, NULL);
}

/* How many of an item Wello has at a location; -1 = no row. */
static inline gint64
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

static inline PsrSyncReport *
run (Fixture      *f,
     PsrSyncFlags  flags)
{
  PsrSyncReport *report = world_run (&f->world, PSR_SYNC_STOCK, flags);

  g_assert_no_error (report->error);
  return report;
}

static inline gboolean
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
