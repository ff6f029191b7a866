/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-test.h"
#include "sync-world.h"

/* Customers, items and price lists, and the labels that they come to. */

#define OLD "2026-08-01T08:00:00Z"

typedef struct
{
  World    world;
  GString *lines;
  GString *groups;
} Fixture;

static inline PsrResponse *
serve_more (World      *world,
            const char *url)
{
  Fixture *f = world->more_data;
  g_autofree char *json = NULL;

  if (strstr (url, "/Lines") != NULL)
    json = g_strdup_printf ("{\"value\":[%s]}", f->lines->str);
  else if (strstr (url, "/Groups") != NULL)
    json = g_strdup_printf ("{\"value\":[%s]}", f->groups->str);
  else if (strstr (url, "/generalLedgerSetup") != NULL)
    json = g_strdup ("{\"value\":[{\"localCurrencyCode\":\"EUR\"}]}");
  else if (strstr (url, "/currencyExchangeRates") != NULL)
    json = g_strdup ("{\"value\":[{\"id\":\"60000001-0000-4000-8000-000000000000\",\"currencyCode\":\"USD\",\"startingDate\":\"2026-01-01\",\"exchangeRateAmount\":110,"
                     "\"relationalCurrencyCode\":\"\",\"relationalExchangeRateAmount\":100}]}");

  return json != NULL ? world_answer_now (world, 200, json) : NULL;
}

static inline void
add_item (Fixture *f,
          guint    number,
          guint    price)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"I%u\",\"displayName\":\"Item %u\",\"type\":\"Inventory\",\"blocked\":false,"
                                           "\"baseUnitOfMeasureCode\":\"PCS\",\"taxGroupCode\":\"VAT21\",\"inventory\":0,"
                                           "\"unitPrice\":%u,\"priceIncludesTax\":false", number, number, price);

  world_add_bc (f->world.items, number, OLD, json);
}

static inline JsonObject *
add_customer (Fixture    *f,
              guint       number,
              const char *currency,
              const char *bill_to,
              const char *price_group)
{
  g_autofree char *json = g_strdup_printf ("\"number\":\"C%u\",\"displayName\":\"Customer %u\",\"currencyCode\":\"%s\",\"blocked\":\"_x0020_\","
                                           "\"addressLine1\":\"\",\"addressLine2\":\"\",\"city\":\"\",\"postalCode\":\"\",\"phoneNumber\":\"\","
                                           "\"email\":\"\",\"website\":\"\",\"taxRegistrationNumber\":\"\",\"country\":\"\"",
                                           number, number, currency);

  g_string_append_printf (f->groups, "%s{\"No\":\"C%u\",\"Bill_to_Customer_No\":\"%s\",\"Customer_Price_Group\":\"%s\",\"Allow_Line_Disc\":true}",
                          f->groups->len > 0 ? "," : "", number, bill_to, price_group);
  return world_add_bc (f->world.customers, number, OLD, json);
}

/* @more: members in JSON, with a comma in front, or "". */
static inline void
add_line (Fixture    *f,
          guint       number,
          const char *source,
          const char *of,
          const char *item,
          const char *price,
          const char *more)
{
  g_string_append_printf (f->lines,
                          "%s{\"Price_List_Code\":\"S1\",\"Line_No\":%u,\"Status\":\"Active\",\"Price_Type\":\"Sale\","
                          "\"SourceType\":\"%s\",\"SourceNo\":\"%s\",\"AssetType\":\"Item\",\"AssetNo\":\"%s\",\"AmountType\":\"Price\","
                          "\"UnitPrice\":%s,\"AllowLineDisc\":true%s%s}",
                          f->lines->len > 0 ? "," : "", number, source, of, item, price,
                          strstr (more, "PriceIncludesVAT") == NULL ? ",\"PriceIncludesVAT\":false" : "", more);
}

static inline void
set_rules (Fixture    *f,
           const char *date,
           gboolean    fills_all)
{
  const char *services[] = { "Lines", NULL };

  psr_sync_context_take_prices (f->world.context, psr_sync_price_rules_new ("CRONUS", services, "Groups", date, fills_all));
}

static inline void
couple (Fixture *f)
{
  g_autoptr (PsrSyncReport) customers = world_run (&f->world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_autoptr (PsrSyncReport) items = world_run (&f->world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);

  g_assert_no_error (customers->error);
  g_assert_no_error (items->error);
}

static inline void
set_up (Fixture       *f,
        gconstpointer  data)
{
  world_set_up (&f->world, NULL);
  f->lines = g_string_new (NULL);
  f->groups = g_string_new (NULL);
  f->world.bc_more = serve_more;
  f->world.more_data = f;
  add_item (f, 1, 100);
  add_item (f, 2, 50);
  add_customer (f, 1, "EUR", "", "");
  add_customer (f, 2, "EUR", "", "GOLD");
  add_customer (f, 3, "EUR", "", "GOLD");
  add_customer (f, 4, "USD", "", "GOLD");
  add_customer (f, 5, "EUR", "C6", "");
  add_customer (f, 6, "EUR", "", "");
  couple (f);
  set_rules (f, "2026-08-24", FALSE);
}

static inline void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_string_free (f->lines, TRUE);
  g_string_free (f->groups, TRUE);
  world_tear_down (&f->world, NULL);
}

static inline GHashTable *
get_rows (Fixture    *f,
          const char *controller)
{
  GHashTable *rows = g_hash_table_lookup (f->world.more, controller);

  g_assert_nonnull (rows);
  return rows;
}

static inline const char *
get_label_of (Fixture *f,
              guint    customer)
{
  JsonObject *company = world_get_wello (f->world.companies, customer);
  JsonObject *label = g_hash_table_lookup (get_rows (f, "ArticlePriceLabel"), psr_json_get_string (company, "article_price_label_id"));

  return label != NULL ? psr_json_get_string (label, "code") : "";
}

/* The price of an item by a label, in cents; -1 = no row. */
static inline gint64
get_price (Fixture    *f,
           const char *code,
           guint       item)
{
  g_autofree char *article = world_dup_id (item);
  GHashTable *rows = g_hash_table_lookup (f->world.more, "ArticlePriceList");
  GHashTableIter iter;
  gpointer value;

  if (rows == NULL)
    return -1;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      JsonObject *label = g_hash_table_lookup (get_rows (f, "ArticlePriceLabel"), psr_json_get_string (value, "article_price_label_id"));
      PsrDecimal price;

      if (!g_str_equal (psr_json_get_string (value, "article_id"), article) || g_strcmp0 (psr_json_get_string (label, "code"), code) != 0)
        continue;

      g_assert_true (psr_json_get_decimal (value, "price", &price, NULL));
      return price.units / (PSR_DECIMAL_SCALE / 100);
    }

  return -1;
}

static inline PsrSyncReport *
run (Fixture      *f,
     PsrSyncFlags  flags)
{
  PsrSyncReport *report = world_run (&f->world, PSR_SYNC_PRICES, flags);

  g_assert_no_error (report->error);
  return report;
}

static inline GPtrArray *
list_skipped (Fixture *f)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_mirror_store_list_skipped (f->world.context->mirror, "prices", NULL, 0));

  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

static inline guint
count_skipped (Fixture *f)
{
  g_autoptr (GPtrArray) rows = list_skipped (f);

  return rows->len;
}
