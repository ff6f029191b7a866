/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-engine-private.h"
#include "psr-worker.h"

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
#define SECOND ((gint64) G_USEC_PER_SEC)

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

static void
assert_state (EngineWorld *world,
              PsrEngine   *engine,
              const char  *number,
              const char  *state)
{
  g_autoptr(GPtrArray) rows = engine_world_boxed (world, psr_engine_list_known (engine, PSR_QUEUE_ALL));
  const char *found = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const PsrWorkOrder *row = rows->pdata[i];

      if (g_str_equal (row->number, number))
        found = row->state;
    }
  g_assert_cmpstr (found, ==, state);
}

/* An invoice whose customer is coupled with nothing can't be billed. */
static void
add_blocked (EngineWorld *world,
             PsrEngine   *engine,
             const char  *number)
{
  dex_unref (engine_world_drive (world, psr_engine_uncouple (engine, "customers", "10000", "Bo")));
  fake_world_add_invoice (world->billing, number);
  dex_unref (engine_world_drive (world, psr_engine_read_work (engine, "Bo")));
  assert_state (world, engine, number, "blocked");
}

/* A run that changes nothing and only couples, one that somebody asks for, and a person who
 * couples have what was blocked looked at again at once, not when it is due. */
static void
test_looks_again (EngineWorld   *world,
                  gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, "[Intervals]\nworkorders=24h\n");
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GString) said = g_string_new (NULL);
  g_autoptr(PsrWorker) worker = psr_worker_new (engine, on_said, said);
  g_autoptr(DexFuture) future = psr_worker_run (worker);
  const char * const flows[] = { "customers", NULL };

  run_for (world, 2 * MINUTE);
  add_blocked (world, other, "INV-1");
  g_string_truncate (said, 0);
  run_for (world, 6 * MINUTE);
  g_assert_null (strstr (said->str, "changed"));
  assert_state (world, other, "INV-1", "ready");

  add_blocked (world, other, "INV-2");
  dex_unref (engine_world_drive (world, psr_engine_couple (other, "customers", "10000", FAKE_WELLO_COMPANY, "Bo")));
  run_for (world, 10 * SECOND);
  assert_state (world, other, "INV-2", "ready");

  add_blocked (world, other, "INV-3");
  dex_unref (engine_world_drive (world, psr_engine_sync (other, flows, "Bo", PSR_ENGINE_SYNC_NONE)));
  run_for (world, 10 * SECOND);
  assert_state (world, other, "INV-3", "ready");

  psr_engine_stop (engine);
  engine_world_drive (world, future);
}

/* What was done is only to look at: nothing waits until Wello has told it. */
static void
test_looks_beside (EngineWorld   *world,
                   gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, "[Automatic]\nSend=yes\nMaxAmount=100.00 EUR\n");
  g_autoptr(GString) said = g_string_new (NULL);
  g_autoptr(PsrWorker) worker = psr_worker_new (engine, on_said, said);
  g_autoptr(DexFuture) future = psr_worker_run (worker);
  FakeInvoice *dear;

  run_for (world, 30 * SECOND);
  dex_unref (engine_world_drive (world, psr_engine_sync (engine, NULL, "Bo", PSR_ENGINE_SYNC_NONE)));
  world->billing->hold = "JobFiles";
  fake_world_add_invoice (world->billing, "INV-1");
  dear = fake_world_add_invoice (world->billing, "INV-2");
  g_set_str (&dear->price, "1999.00");
  run_for (world, 10 * MINUTE);
  g_assert_nonnull (world->billing->held);
  g_assert_nonnull (strstr (said->str, "Completed work: 2 new invoices in Wello; 2 can be billed"));
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);

  /* It waits for what is under way when it stops. */
  psr_engine_stop (engine);
  for (guint i = 0; i < 500; i++)
    engine_world_step (world);
  g_assert_true (dex_future_is_pending (future));
  fake_world_let_arrive (world->billing);
  engine_world_drive (world, future);
}

static void
assert_files (EngineWorld *world,
              PsrEngine   *engine,
              const char  *files)
{
  g_autoptr(PsrKeptWork) kept = engine_world_boxed (world, psr_work_store_get (psr_store_get_work (engine->store),
                                                                               "99990000-0000-4000-8000-000000000001"));

  g_assert_cmpstr (strstr (kept->content, "\"files\":"), ==, files);
}

/* What Wello refuses in passing is asked for again after a while, and what was kept without it is
 * read once more; what it refuses for good isn't asked for again and again. */
static void
test_refused_in_passing (EngineWorld   *world,
                         gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GString) said = g_string_new (NULL);
  g_autoptr(PsrWorker) worker = psr_worker_new (engine, on_said, said);
  g_autoptr(DexFuture) future = psr_worker_run (worker);

  world->wello_hides = "JobFiles";
  run_for (world, 30 * SECOND);
  dex_unref (engine_world_drive (world, psr_engine_sync (engine, NULL, "Bo", PSR_ENGINE_SYNC_NONE)));
  fake_world_add_invoice (world->billing, "INV-1");
  run_for (world, 25 * MINUTE);
  assert_files (world, engine, "\"files\":null}");
  g_assert_cmpuint (world->n_hidden, ==, 1);
  run_for (world, 60 * MINUTE);
  assert_files (world, engine, "\"files\":null}");
  g_assert_cmpuint (world->n_hidden, ==, 3);

  world->wello_hides = NULL;
  run_for (world, 40 * MINUTE);
  assert_files (world, engine, "\"files\":[]}");

  psr_engine_stop (engine);
  engine_world_drive (world, future);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/worker/looks-again", EngineWorld, NULL, engine_world_set_up, test_looks_again, engine_world_tear_down);
  g_test_add ("/worker/looks-beside", EngineWorld, NULL, engine_world_set_up, test_looks_beside, engine_world_tear_down);

  g_test_add ("/worker/refused-in-passing", EngineWorld, NULL, engine_world_set_up, test_refused_in_passing, engine_world_tear_down);

  return g_test_run ();
}
