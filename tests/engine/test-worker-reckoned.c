/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-seeded-random.h"
#include "psr-worker.h"

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
#define MAIN "10000001-7b2d-ef11-8409-6045bde9ca0b"
#define VAN "10000002-7b2d-ef11-8409-6045bde9ca0b"
#define N_ITEMS 15
#define FIRST_ITEM 50

/* How Business Central is set up isn't in this world. */
#define RECKONED "[Flow reference]\nEnabled=no\n[Stock]\nSource=analytics\n[Prices]\nLines=Lines\nFill=all\n[Flow prices]\nEnabled=yes\n"

/* What Business Central knows beside its standard rows. */
typedef struct
{
  guint stock[N_ITEMS][2];
  guint price[N_ITEMS];
  guint n_entries;
} Books;

static char *
dup_entries (const Books *books,
             const char  *url)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  /* The item of the invoices. */
  if (strstr (url, "itemNo eq '") == NULL || strstr (url, "itemNo eq '1896-S'") != NULL)
    g_string_append (json, "{\"itemNo\":\"1896-S\",\"locationCode\":\"\",\"remainingQuantity\":4}");

  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *number = g_strdup_printf ("I%u", FIRST_ITEM + i);
      g_autofree char *asked = g_strdup_printf ("itemNo eq '%s'", number);

      if (books->stock[i][0] == 0 || (strstr (url, "itemNo eq '") != NULL && strstr (url, asked) == NULL))
        continue;
      for (guint place = 0; place < 2; place++)
        g_string_append_printf (json, "%s{\"itemNo\":\"%s\",\"locationCode\":\"%s\",\"remainingQuantity\":%u}",
                                json->str[json->len - 1] == '[' ? "" : ",", number, place == 0 ? "MAIN" : "VAN01", books->stock[i][place]);
    }

  return g_strdup_printf ("%s]}", json->str);
}

/* A price for everybody on each item, one that ends at midnight, and one that begins then. */
static char *
dup_lines (const Books *books)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  for (guint i = 0; i < N_ITEMS; i++)
    g_string_append_printf (json,
                            "%s{\"Price_List_Code\":\"S1\",\"Line_No\":%u,\"Status\":\"Active\",\"Price_Type\":\"Sale\","
                            "\"SourceType\":\"All Customers\",\"SourceNo\":\"\",\"AssetType\":\"Item\",\"AssetNo\":\"I%u\","
                            "\"AmountType\":\"Price\",\"UnitPrice\":%u,\"AllowLineDisc\":true,\"PriceIncludesVAT\":false%s}",
                            i > 0 ? "," : "", i + 1, FIRST_ITEM + i, books->price[i],
                            i == 0 ? ",\"EndingDate\":\"2026-08-24\"" : i == 1 ? ",\"StartingDate\":\"2026-08-25\"" : "");

  return g_strdup_printf ("%s]}", json->str);
}

static PsrResponse *
serve_more (World      *world,
            const char *url)
{
  const Books *books = world->more_data;
  g_autofree char *json = NULL;

  if (strstr (url, "/analytics/") != NULL)
    json = dup_entries (books, url);
  else if (strstr (url, "/Lines") != NULL)
    json = dup_lines (books);
  else if (strstr (url, "/locations") != NULL)
    json = g_strdup ("{\"value\":[{\"id\":\"" MAIN "\",\"code\":\"MAIN\",\"displayName\":\"Main\"},"
                     "{\"id\":\"" VAN "\",\"code\":\"VAN01\",\"displayName\":\"Van\"}]}");
  else if (strstr (url, "/generalLedgerSetup") != NULL)
    json = g_strdup ("{\"value\":[{\"localCurrencyCode\":\"EUR\"}]}");
  else if (strstr (url, "/currencyExchangeRates") != NULL)
    json = g_strdup ("{\"value\":[]}");

  return json != NULL ? world_answer_now (world, 200, json) : NULL;
}

static void
move_stock (EngineWorld *world,
            Books       *books,
            PsrRandom   *random,
            guint        item)
{
  g_autofree char *json = g_strdup_printf ("\"entryNumber\":%u,\"itemNumber\":\"I%u\",\"quantity\":1", ++books->n_entries,
                                           FIRST_ITEM + item);
  g_autofree char *now = world_dup_now (&world->sync);
  g_autofree char *inventory = NULL;

  books->stock[item][0] = 1 + (guint) psr_random_below (random, 40);
  books->stock[item][1] = 1 + (guint) psr_random_below (random, 5);
  inventory = g_strdup_printf ("%u", books->stock[item][0] + books->stock[item][1]);
  engine_world_add_item (world, FIRST_ITEM + item, inventory);
  world_add_bc (world->sync.entries, 0x9000 + books->n_entries, now, json);
}

/* Something happens in Business Central. */
static void
happen (EngineWorld *world,
        Books       *books,
        PsrRandom   *random,
        guint        step)
{
  guint item = (guint) psr_random_below (random, N_ITEMS);

  switch (psr_random_below (random, 4))
    {
    case 0:
      books->price[item] = 1 + (guint) psr_random_below (random, 90);
      break;

    case 1:
      {
        g_autofree char *name = g_strdup_printf ("Atelier %u", step);

        engine_world_add_customer (world, 20 + (guint) psr_random_below (random, 10), name);
      }
      break;

    default:
      move_stock (world, books, random, item);
      break;
    }
}

static void
on_said (PsrWorkerLevel  level,
         const char     *text,
         gpointer        data)
{
  g_string_append_printf (data, "%s\n", text);
}

static void
run_for (EngineWorld *world,
         gint64       usec)
{
  PsrTimestamp end = psr_clock_now (world->sync.clock) + usec;

  while (psr_clock_now (world->sync.clock) < end)
    {
      if (!engine_world_step (world))
        g_usleep (100);
    }
}

/* A second Wello, synced once in full with nothing going wrong. */
static char *
describe_clean_sync (EngineWorld *world)
{
  g_autoptr(PsrEngine) engine = NULL;
  g_autoptr(GPtrArray) flows = NULL;

  g_hash_table_remove_all (world->sync.companies);
  g_hash_table_remove_all (world->sync.contacts);
  g_hash_table_remove_all (world->sync.articles);
  g_hash_table_remove_all (world->sync.more);
  engine_world_add_first_wello (world);
  engine = engine_world_new_engine (world, "clean", RECKONED);
  flows = engine_world_boxed (world, psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_FULL));
  for (guint i = 0; i < flows->len; i++)
    g_assert_no_error (((PsrFlowResult *) flows->pdata[i])->error);
  g_assert_cmpuint (flows->len, >=, 5);

  return engine_world_describe_wello (world);
}

/* A whole day, over midnight, in which every tenth request goes wrong, the network comes and
 * goes, tokens end early and the computer sleeps, ends where a clean full sync ends: with the
 * same stock at each location, and the same prices. */
static void
test_day (EngineWorld   *world,
          gconstpointer  data)
{
  g_autoptr(PsrRandom) random = psr_seeded_random_new (GPOINTER_TO_UINT (data));
  g_autoptr(PsrEngine) engine = NULL;
  g_autoptr(PsrWorker) worker = NULL;
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GString) said = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *watched = NULL;
  g_autofree char *clean = NULL;
  PsrTimestamp end = psr_clock_now (world->sync.clock) + 24 * 60 * MINUTE;
  Books books = { 0 };

  for (guint i = 0; i < N_ITEMS; i++)
    books.price[i] = 10 + i;
  world->sync.bc_more = serve_more;
  world->sync.more_data = &books;
  world->faults = psr_seeded_random_new (GPOINTER_TO_UINT (data) + 1);
  world->token_life = 900;
  engine = engine_world_new_engine (world, NULL, RECKONED);
  worker = psr_worker_new (engine, on_said, said);
  future = psr_worker_run (worker);

  for (guint step = 0; psr_clock_now (world->sync.clock) < end; step++)
    {
      world->fault_percent = 10;
      world->is_offline = psr_random_below (random, 10) == 0;
      for (guint i = 0; i < 3; i++)
        happen (world, &books, random, step);
      if (step % 17 == 16)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), (gint64) 40 * MINUTE);
      run_for (world, 10 * MINUTE);
    }

  world->fault_percent = 0;
  world->is_offline = FALSE;
  run_for (world, 90 * MINUTE);
  psr_engine_stop (engine);
  engine_world_drive (world, future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  g_test_message ("%u requests, %u of them went wrong, %u with an old token\n%s", world->n_requests, world->n_faults,
                  world->n_expired, said->str);
  g_assert_cmpuint (world->n_faults, >, 100);

  watched = engine_world_describe_wello (world);
  clean = describe_clean_sync (world);
  g_assert_nonnull (strstr (clean, "ALL:EUR"));
  g_assert_nonnull (strstr (clean, "quantity="));
  g_assert_cmpstr (watched, ==, clean);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/worker/day-of-stock-and-prices", EngineWorld, GUINT_TO_POINTER (7), engine_world_set_up, test_day,
              engine_world_tear_down);

  return g_test_run ();
}
