/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-seeded-random.h"
#include "psr-worker.h"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

/* A worker under way, and what it said. */
typedef struct
{
  PsrEngine *engine;
  PsrWorker *worker;
  DexFuture *future;
  GString   *said;
} Watch;

static void
on_said (PsrWorkerLevel  level,
         const char     *text,
         gpointer        data)
{
  Watch *watch = data;

  g_string_append_printf (watch->said, "%s\n", text);
}

static Watch *
watch_new (EngineWorld *world,
           const char  *more)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->engine = engine_world_new_engine (world, NULL, more);
  watch->said = g_string_new (NULL);
  watch->worker = psr_worker_new (watch->engine, on_said, watch);
  watch->future = psr_worker_run (watch->worker);

  return watch;
}

static void
watch_free (Watch *watch)
{
  dex_clear (&watch->future);
  g_clear_object (&watch->worker);
  g_clear_object (&watch->engine);
  g_string_free (watch->said, TRUE);
  g_free (watch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

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

static void
stop (EngineWorld *world,
      Watch       *watch)
{
  g_autoptr(GError) error = NULL;

  psr_engine_stop (watch->engine);
  engine_world_drive (world, watch->future);
  dex_future_get_value (watch->future, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (watch->said->str, "Stopped"));
}

/* What happens in both services by day, of which no two runs see the same. */
static void
happen (EngineWorld *world,
        PsrRandom   *random,
        guint        step)
{
  switch (psr_random_below (random, 5))
    {
    case 0:
    case 1:
      {
        g_autofree char *name = g_strdup_printf ("Atelier %u", step);

        engine_world_add_customer (world, 20 + (guint) psr_random_below (random, 15), name);
      }
      break;

    case 2:
    case 3:
      {
        g_autofree char *inventory = g_strdup_printf ("%u", (guint) psr_random_below (random, 50));

        engine_world_add_item (world, 50 + (guint) psr_random_below (random, 15), inventory);
      }
      break;

    default:
      {
        g_autofree char *number = g_strdup_printf ("INV-%u", step);

        fake_world_add_invoice (world->billing, number);
      }
      break;
    }
}

/* Makes a second Wello with what the first one began with, and syncs it once, in
 * full, with nothing going wrong. */
static char *
describe_clean_sync (EngineWorld *world)
{
  g_autoptr(PsrEngine) engine = NULL;
  g_autoptr(GPtrArray) flows = NULL;

  g_hash_table_remove_all (world->sync.companies);
  g_hash_table_remove_all (world->sync.contacts);
  g_hash_table_remove_all (world->sync.articles);
  engine_world_add_first_wello (world);
  engine = engine_world_new_engine (world, "clean", NULL);
  flows = engine_world_boxed (world, psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_FULL));
  for (guint i = 0; i < flows->len; i++)
    g_assert_no_error (((PsrFlowResult *) flows->pdata[i])->error);

  return engine_world_describe_wello (world);
}

/* Hours of work in which every tenth request goes wrong, the network comes and
 * goes, tokens end early and the computer sleeps, end where a clean full sync
 * ends; and what was asked for is billed once. */
static void
test_day_with_faults (EngineWorld   *world,
                      gconstpointer  data)
{
  guint hours = g_getenv ("PASSERELLE_LONG") != NULL ? 24 : 6;
  g_autoptr(PsrRandom) random = psr_seeded_random_new (7);
  g_autoptr(Watch) watch = NULL;
  g_autoptr(PsrEngine) person = engine_world_new_engine (world, NULL, "LongestRequest=2min\n");
  g_autofree char *watched = NULL;
  g_autofree char *clean = NULL;
  guint billed = 0;

  world->faults = psr_seeded_random_new (8);
  world->token_life = 900;
  watch = watch_new (world, NULL);

  for (guint step = 0; step < hours * 20; step++)
    {
      world->fault_percent = 10;
      world->is_offline = psr_random_below (random, 10) == 0;
      happen (world, random, step);
      if (step % 10 == 5 && !world->is_offline)
        {
          g_autoptr(PsrBillRequest) request = psr_bill_request_new (NULL, NULL, "Bo");
          g_autoptr(DexFuture) asked = psr_engine_bill (person, request);

          engine_world_drive (world, asked);
        }
      if (step % 17 == 16)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), (gint64) 40 * MINUTE);
      run_for (world, 3 * MINUTE);
    }

  world->fault_percent = 0;
  world->is_offline = FALSE;
  run_for (world, 90 * MINUTE);
  stop (world, watch);
  g_test_message ("%u requests, %u of them went wrong, %u with an old token\n%s", world->n_requests, world->n_faults,
                  world->n_expired, watch->said->str);
  g_assert_cmpuint (world->n_faults, >, 50);

  for (guint i = 0; i < world->billing->documents->len; i++)
    {
      FakeDocument *document = world->billing->documents->pdata[i];

      g_assert_cmpuint (fake_world_count (world->billing, document->external), ==, 1);
      billed++;
    }
  g_assert_cmpuint (billed, >, 0);

  watched = engine_world_describe_wello (world);
  clean = describe_clean_sync (world);
  g_assert_cmpstr (watched, ==, clean);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/worker/day-with-faults", test_day_with_faults);

  return g_test_run ();
}
