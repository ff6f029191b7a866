/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-run.h"
#include "psr-sync-lack.h"
#include "sync-both.h"

#define CUSTOMERS "customers id:Guid:0 number:String:20 displayName:String:100 blocked:String:0 taxRegistrationNumber:String:20 " \
  "phoneNumber:String:30 email:String:80 addressLine1:String:100 addressLine2:String:50 postalCode:String:20 city:String:30 " \
  "country:String:10 paymentMethodId:Guid:0 paymentTermsId:Guid:0 currencyCode:String:10 lastModifiedDateTime:DateTimeOffset:0"
#define ITEMS "items id:Guid:0 number:String:20 displayName:String:100 gtin:String:14 itemCategoryCode:String:20 " \
  "baseUnitOfMeasureCode:String:10 unitPrice:Decimal:0 type:String:0 inventory:Decimal:0 blocked:Boolean:0 lastModifiedDateTime:DateTimeOffset:0"

/* As a desk does each time. */
static void
renew (World      *world,
       const char *schema)
{
  PsrSyncContext *context = world->context;
  PsrSyncRules rules = context->rules[PSR_SYNC_CUSTOMERS];
  g_autoptr (GError) error = NULL;

  world->context = psr_sync_context_new (context->bc, context->wello, context->links, context->mirror, context->clock,
                                         context->executor, NULL, NULL, &error);
  g_assert_no_error (error);
  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS, &rules);
  psr_sync_context_unref (context);
  if (schema != NULL)
    psr_sync_context_take_schema (world->context, psr_bc_schema_new_from_text (schema));
}

static char *
last_message (World *world)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_mirror_store_list_runs (psr_store_get_mirror (world->store), "customers", 0, 1));
  GPtrArray *runs = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (runs->len, ==, 1);

  return g_strdup (((const PsrRun *) runs->pdata[0])->message);
}

/* Whether a request for @set asked for @property. */
static gboolean
was_asked (World      *world,
           const char *set,
           const char *property)
{
  g_autofree char *pattern = g_strdup_printf ("/%s?", set);

  for (guint i = 0; i < psr_fake_transport_get_length (world->bc_transport); i++)
    {
      const char *url = psr_fake_transport_get_url (world->bc_transport, i);

      if (strstr (url, pattern) != NULL && strstr (url, "select") != NULL && strstr (url, property) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Neither asked for nor written, either way, and told; what is known again is read of all. */
static void
test_dropped (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) quiet = NULL;
  g_autoptr (PsrSyncReport) back = NULL;
  g_autofree char *message = NULL;
  const PsrSyncRow *note;

  begin (world, PSR_SYNC_WELLO_WINS);
  assert_quiet (world);
  g_assert_true (was_asked (world, "customers", "website"));

  renew (world, CUSTOMERS);
  world_clear_log (world);
  change_wello (world, 2, "url", "555");
  change_wello (world, 3, "city", "Ath");
  report = run (world);
  g_assert_no_error (report->error);
  g_assert_false (was_asked (world, "customers", "website"));
  g_assert_true (was_asked (world, "customers", "phoneNumber"));
  g_assert_cmpuint (world->bc_writes, ==, 1);
  assert_both (world, 3, "city", "Ath", "city", "Ath");
  assert_both (world, 2, "website", "", "url", "555");

  g_assert_cmpuint (report->notes->len, ==, 1);
  note = report->notes->pdata[0];
  g_assert_cmpstr (note->code, ==, "lacks-property");
  g_assert_cmpstr (note->number, ==, "customers.website");
  g_assert_nonnull (strstr (note->what, "website"));
  g_assert_nonnull (strstr (note->why, PSR_MAP_CUSTOMERS));
  g_assert_nonnull (strstr (note->why, "url"));
  message = last_message (world);
  g_assert_nonnull (strstr (message, "customers.website"));

  /* That it isn't there is no change. */
  renew (world, CUSTOMERS);
  quiet = run (world);
  g_assert_no_error (quiet->error);
  g_assert_cmpuint (quiet->changed + quiet->created, ==, 0);

  renew (world, CUSTOMERS " website:String:255");
  world_clear_log (world);
  json_object_set_string_member (world_get_bc (world->customers, 1), "website", "a.example");
  back = run (world);
  g_assert_no_error (back->error);
  g_assert_true (was_asked (world, "customers", "website"));
  assert_both (world, 1, "website", "a.example", "url", "a.example");
  g_assert_cmpuint (back->notes->len, ==, 0);
}

/* Records couldn't be told apart, found again, or read on from. */
static void
test_needed (World         *world,
             gconstpointer  data)
{
  static const char * const needed[] = { " id:Guid:0", " number:String:20", " displayName:String:100", " lastModifiedDateTime:DateTimeOffset:0" };

  add_customers (world, 2);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autoptr (PsrSyncReport) report = NULL;
      g_autoptr (GString) schema = g_string_new (CUSTOMERS);
      g_autofree char *message = NULL;

      g_assert_cmpuint (g_string_replace (schema, needed[i], "", 1), ==, 1);
      renew (world, schema->str);
      world_clear_log (world);
      report = run (world);
      g_assert_error (report->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
      g_assert_nonnull (strstr (report->error->message, "customers"));
      g_assert_cmpuint (psr_fake_transport_get_length (world->bc_transport), ==, 0);
      g_assert_cmpuint (world_count_writes (world), ==, 0);
      message = last_message (world);
      g_assert_nonnull (strstr (message, "customers"));
    }

  /* Others go on. */
  renew (world, "items id:Guid:0");
  {
    g_autoptr (PsrSyncReport) items = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
    g_autoptr (PsrSyncReport) customers = run (world);

    g_assert_error (items->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
    assert_report (customers, 2, 0, 0, 0, 0);
  }
}

/* Whether a price is without VAT can't be known: it isn't written. */
static void
test_condition (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  const PsrSyncRow *note;
  JsonObject *article;

  world_add_bc (world->items, 1, "2026-08-01T00:00:00Z",
                "\"number\":\"I1\",\"displayName\":\"Pump\",\"type\":\"Inventory\",\"inventory\":4,\"unitPrice\":12.5,"
                "\"blocked\":false,\"gtin\":\"\",\"itemCategoryCode\":\"\",\"baseUnitOfMeasureCode\":\"PCS\"");
  renew (world, ITEMS);
  report = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
  assert_report (report, 1, 0, 0, 0, 0);
  g_assert_false (was_asked (world, "items", "priceIncludesTax"));
  g_assert_false (was_asked (world, "items", "unitPrice"));
  g_assert_cmpuint (report->notes->len, ==, 1);
  note = report->notes->pdata[0];
  g_assert_cmpstr (note->number, ==, "items.priceIncludesTax");
  g_assert_nonnull (strstr (note->why, "entered_price"));
  article = world_get_wello (world->articles, 1);
  g_assert_false (json_object_has_member (article, "entered_price"));
  g_assert_cmpint (json_object_get_int_member (article, "physical_stock"), ==, 4);

  /* Which items have stock has to be known. */
  {
    g_autoptr (GString) schema = g_string_new (ITEMS);
    g_autoptr (PsrSyncReport) refused = NULL;

    g_string_replace (schema, " type:String:0", "", 1);
    renew (world, schema->str);
    refused = world_run (world, PSR_SYNC_ITEMS, PSR_SYNC_DEFAULT);
    g_assert_error (refused->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
  }
}

/* People who asked not to be passed on have to be left out. */
static void
test_privacy (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  renew (world, "contacts id:Guid:0 number:String:20 type:String:0 displayName:String:100 companyNumber:String:20 lastModifiedDateTime:DateTimeOffset:0");
  report = world_run (world, PSR_SYNC_CONTACTS, PSR_SYNC_DEFAULT);
  g_assert_error (report->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
  g_assert_nonnull (strstr (report->error->message, "privacyBlocked"));
}

/* By what isn't there nothing is recognised, and it isn't asked for. */
static void
test_recognised (World         *world,
                 gconstpointer  data)
{
  g_autoptr (GString) schema = g_string_new (CUSTOMERS " website:String:255");
  g_autoptr (PsrSyncReport) report = NULL;

  g_string_replace (schema, " taxRegistrationNumber:String:20", "", 1);
  add_customers (world, 1);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"\",\"name\":\"Other\",\"vat_reg_code\":\"BE0123456749\",\"is_client\":true,"
                   "\"modified_dateutc\":\"2026-08-01T00:00:00Z\"}");
  renew (world, schema->str);
  report = run (world);
  assert_report (report, 1, 0, 0, 0, 0);
  g_assert_false (was_asked (world, "customers", "taxRegistrationNumber"));
  g_assert_cmpuint (report->notes->len, ==, 1);
}

#define ADD(path, func) g_test_add (path, World, NULL, world_set_up, func, world_tear_down)

/* Prices that were reckoned without would be wrong. */
static void
test_prices (World         *world,
             gconstpointer  data)
{
  GPtrArray *lacks;

  renew (world, ITEMS " priceIncludesTax:Boolean:0 taxGroupCode:String:20");
  g_assert_null (world->context->lacks[PSR_SYNC_PRICES]);
  g_assert_null (world->context->lacks[PSR_SYNC_STOCK]);

  renew (world, ITEMS " taxGroupCode:String:20");
  lacks = world->context->lacks[PSR_SYNC_PRICES];
  g_assert_nonnull (lacks);
  g_assert_cmpuint (lacks->len, ==, 1);
  g_assert_cmpstr (((const PsrSyncLack *) lacks->pdata[0])->property, ==, "priceIncludesTax");
  g_assert_false (psr_sync_lacks_check (lacks, NULL));
}

/* In which currency a customer pays, and in which unit there is how much. */
static void
test_reckoned (World         *world,
               gconstpointer  data)
{
  g_autoptr (GString) customers = g_string_new (CUSTOMERS);
  g_autoptr (GString) items = g_string_new (ITEMS);
  GPtrArray *lacks;

  g_string_replace (customers, " currencyCode:String:10", "", 1);
  renew (world, customers->str);
  lacks = world->context->lacks[PSR_SYNC_PRICES];
  g_assert_cmpstr (((const PsrSyncLack *) lacks->pdata[0])->property, ==, "currencyCode");
  g_assert_false (psr_sync_lacks_check (lacks, NULL));

  g_string_replace (items, "baseUnitOfMeasureCode:String:10 ", "", 1);
  renew (world, items->str);
  lacks = world->context->lacks[PSR_SYNC_STOCK];
  g_assert_cmpstr (((const PsrSyncLack *) lacks->pdata[0])->property, ==, "baseUnitOfMeasureCode");
  g_assert_false (psr_sync_lacks_check (lacks, NULL));
}

/* All stock is read instead. */
static void
test_moves (World         *world,
            gconstpointer  data)
{
  GPtrArray *lacks;

  g_assert_true (psr_sync_context_shows_moves (world->context));
  renew (world, "itemLedgerEntries id:Guid:0 itemNumber:String:20");
  g_assert_false (psr_sync_context_shows_moves (world->context));
  lacks = world->context->lacks[PSR_SYNC_ITEMS];
  g_assert_cmpuint (lacks->len, ==, 1);
  g_assert_true (psr_sync_lacks_check (lacks, NULL));
  g_assert_null (world->context->lacks[PSR_SYNC_CUSTOMERS]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/sync/lacks/dropped", test_dropped);
  ADD ("/sync/lacks/needed", test_needed);
  ADD ("/sync/lacks/condition", test_condition);
  ADD ("/sync/lacks/privacy", test_privacy);
  ADD ("/sync/lacks/recognised", test_recognised);
  ADD ("/sync/lacks/prices", test_prices);
  ADD ("/sync/lacks/reckoned", test_reckoned);
  ADD ("/sync/lacks/moves", test_moves);

  return g_test_run ();
}
