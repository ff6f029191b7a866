/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-engine-error.h"
#include "psr-service-error.h"
#include "psr-store.h"
#include "psr-sync-command.h"
#include "psr-worker-lock.h"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)
#define SECOND ((gint64) G_USEC_PER_SEC)

static GPtrArray *
sync_now (EngineWorld        *world,
          PsrEngine          *engine,
          PsrEngineSyncFlags  flags)
{
  return engine_world_boxed (world, psr_engine_sync (engine, NULL, "An", flags));
}

static void
synced (EngineWorld *world,
        PsrEngine   *engine)
{
  g_autoptr(GPtrArray) flows = sync_now (world, engine, PSR_ENGINE_SYNC_NONE);

  g_assert_cmpuint (flows->len, ==, 4);
}

static DexFuture *
ask_bill (PsrEngine  *engine,
          const char *number,
          gboolean    dry_run,
          gboolean    wait)
{
  const char * const numbers[] = { number, NULL };
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (number != NULL ? numbers : NULL, NULL, "An");

  request->dry_run = dry_run;
  request->wait = wait;

  return psr_engine_bill (engine, request);
}

static PsrEngineStatus *
status_of (EngineWorld *world,
           PsrEngine   *engine)
{
  return engine_world_boxed (world, psr_engine_get_status (engine));
}

static PsrWorkerLock *
take_lock (EngineWorld *world)
{
  g_autofree char *path = engine_world_state (world, NULL);
  g_autoptr(PsrStateFolder) folder = NULL;
  g_autoptr(GError) error = NULL;
  PsrWorkerLock *lock;

  folder = psr_state_folder_open (path, world->sync.clock, &error);
  g_assert_no_error (error);
  lock = psr_worker_lock_acquire (folder, "somebody", &error);
  g_assert_no_error (error);

  return lock;
}

static void
run_for (EngineWorld *world,
         gint64       usec)
{
  PsrTimestamp end = psr_clock_now (world->sync.clock) + usec;

  while (psr_clock_now (world->sync.clock) < end && engine_world_step (world))
    continue;
}

static void
test_sync_and_again (EngineWorld   *world,
                     gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) second = NULL;
  PsrFlowResult *customers;

  engine_world_add_customer (world, 20, "Atelier");
  first = sync_now (world, engine, PSR_ENGINE_SYNC_NONE);
  customers = first->pdata[0];
  g_assert_cmpstr (customers->flow, ==, "customers");
  g_assert_cmpuint (customers->read, ==, 2);
  /* A company and its default contact; and the contact of the other one. */
  g_assert_cmpuint (customers->created, >=, 1);
  g_assert_no_error (customers->error);

  second = sync_now (world, engine, PSR_ENGINE_SYNC_NONE);
  customers = second->pdata[0];
  g_assert_cmpuint (customers->created + customers->changed + customers->failed, ==, 0);
}

static void
test_dry_run_writes_nothing (EngineWorld   *world,
                             gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autofree char *before = engine_world_describe_wello (world);
  g_autofree char *after = NULL;
  g_autoptr(GPtrArray) flows = sync_now (world, engine, PSR_ENGINE_SYNC_DRY_RUN);
  PsrFlowResult *customers = flows->pdata[0];

  g_assert_cmpuint (customers->created + customers->changed, >, 0);
  after = engine_world_describe_wello (world);
  g_assert_cmpstr (before, ==, after);
}

/* Who can't have the lock asks, and does it once nobody else is at work. */
static void
test_waits_for_the_lock (EngineWorld   *world,
                         gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrWorkerLock) lock = NULL;
  g_autoptr(PsrEngineStatus) status = NULL;
  g_autoptr(GPtrArray) flows = NULL;
  DexFuture *future;
  const PsrOpenRequest *request;

  synced (world, engine);
  lock = take_lock (world);
  engine_world_add_customer (world, 20, "Atelier");
  future = psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_NONE);
  run_for (world, 60 * SECOND);
  g_assert_true (dex_future_is_pending (future));

  status = status_of (world, other);
  g_assert_cmpuint (status->requests->len, ==, 1);
  request = status->requests->pdata[0];
  g_assert_cmpstr (request->kind, ==, "sync");
  g_assert_cmpstr (request->person, ==, "An");
  g_assert_false (request->is_taken);
  g_assert_nonnull (strstr (request->what, "customers"));
  g_assert_nonnull (status->worker);

  g_clear_pointer (&lock, psr_worker_lock_free);
  flows = engine_world_boxed (world, future);
  g_assert_cmpuint (((PsrFlowResult *) flows->pdata[0])->created, >, 0);
}

/* Two ask at once: one works, for both, and the same run answers both. */
static void
test_one_works_for_both (EngineWorld   *world,
                         gconstpointer  data)
{
  g_autoptr(PsrEngine) one = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) two = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrWorkerLock) lock = NULL;
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) second = NULL;
  DexFuture *futures[2];
  guint reads;

  synced (world, one);
  synced (world, two);
  lock = take_lock (world);
  futures[0] = psr_engine_sync (one, NULL, "An", PSR_ENGINE_SYNC_NONE);
  futures[1] = psr_engine_sync (two, NULL, "Bo", PSR_ENGINE_SYNC_NONE);
  run_for (world, 10 * SECOND);
  reads = psr_fake_transport_count (world->sync.bc_transport, "GET", "/items?");
  g_clear_pointer (&lock, psr_worker_lock_free);

  first = engine_world_boxed (world, futures[0]);
  second = engine_world_boxed (world, futures[1]);
  g_assert_cmpuint (first->len, ==, 4);
  g_assert_cmpuint (second->len, ==, 4);
  g_assert_cmpuint (psr_fake_transport_count (world->sync.bc_transport, "GET", "/items?"), ==, reads + 1);
}

/* The worker meets a failure: whoever asked is told the same, with its domain. */
static void
test_failure_comes_back (EngineWorld   *world,
                         gconstpointer  data)
{
  g_autoptr(PsrEngine) one = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) two = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrWorkerLock) lock = NULL;
  g_autoptr(GPtrArray) flows = NULL;
  DexFuture *futures[2];

  synced (world, one);
  synced (world, two);
  lock = take_lock (world);
  futures[0] = psr_engine_sync (one, NULL, "An", PSR_ENGINE_SYNC_NONE);
  futures[1] = ask_bill (two, "no-such-number", FALSE, FALSE);
  run_for (world, 10 * SECOND);
  world->sync.bc_sign_in_after = 1;
  g_clear_pointer (&lock, psr_worker_lock_free);

  engine_world_fails (world, futures[1], PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND);
  flows = engine_world_boxed (world, futures[0]);
  g_assert_nonnull (((PsrFlowResult *) flows->pdata[0])->error);
  g_assert_true (((PsrFlowResult *) flows->pdata[0])->error->domain == PSR_SERVICE_ERROR);
}

static void
test_stopped_while_waiting (EngineWorld   *world,
                            gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrWorkerLock) lock = NULL;
  g_autoptr(PsrEngineStatus) status = NULL;
  DexFuture *future;

  synced (world, engine);
  lock = take_lock (world);
  future = psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_NONE);
  run_for (world, 10 * SECOND);
  psr_engine_stop (engine);
  engine_world_fails (world, future, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED);

  status = status_of (world, other);
  g_assert_cmpuint (status->requests->len, ==, 0);
}

/* Leaves a request in the ledger, as a program does that is killed then. */
static gint64
leave_behind (EngineWorld *world)
{
  const char * const flows[] = { "customers", NULL };
  g_autofree char *path = engine_world_state (world, NULL);
  g_autoptr(PsrSyncCommand) sync = psr_sync_command_new (flows, PSR_ENGINE_SYNC_FULL);
  g_autoptr(PsrCommand) command = psr_sync_command_to_command (sync, "Cy");
  g_autoptr(PsrStateFolder) folder = NULL;
  g_autoptr(PsrStore) store = NULL;
  g_autoptr(DexFuture) opened = NULL;
  g_autoptr(DexFuture) added = NULL;
  g_autoptr(GError) error = NULL;

  folder = psr_state_folder_open (path, world->sync.clock, &error);
  g_assert_no_error (error);
  opened = engine_world_drive (world, psr_store_open (folder, world->sync.executor));
  store = g_value_dup_object (dex_future_get_value (opened, &error));
  g_assert_no_error (error);
  added = engine_world_drive (world, psr_ledger_add_command (psr_store_get_ledger (store), command, ""));

  return g_value_get_int64 (dex_future_get_value (added, NULL));
}

/* A request left behind is given up, or else carried out by whoever works. */
static void
test_left_behind (EngineWorld   *world,
                  gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngineStatus) before = NULL;
  g_autoptr(PsrEngineStatus) after = NULL;
  g_autoptr(DexFuture) given_up = NULL;
  guint reads;
  gint64 first, second;

  synced (world, engine);
  first = leave_behind (world);
  second = leave_behind (world);
  before = status_of (world, engine);
  g_assert_cmpuint (before->requests->len, ==, 2);
  g_assert_cmpint (((PsrOpenRequest *) before->requests->pdata[0])->id, ==, first);
  g_assert_cmpstr (((PsrOpenRequest *) before->requests->pdata[0])->person, ==, "Cy");

  given_up = engine_world_drive (world, psr_engine_give_up_request (engine, first, "Bo"));
  g_assert_true (dex_future_is_resolved (given_up));
  engine_world_fails (world, psr_engine_give_up_request (engine, first, "Bo"), PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND);

  /* The one that is left is a full run, and so reads all of Wello once. */
  reads = psr_fake_transport_count (world->sync.wello_transport, "GET", "/Company?");
  synced (world, engine);
  g_assert_cmpuint (psr_fake_transport_count (world->sync.wello_transport, "GET", "/Company?"), ==, reads + 1);
  after = status_of (world, engine);
  g_assert_cmpuint (after->requests->len, ==, 0);
  engine_world_fails (world, psr_engine_give_up_request (engine, second, "Bo"), PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND);
}

static void
test_bills_all_once (EngineWorld   *world,
                     gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillAnswer) planned = NULL;
  g_autoptr(PsrBillAnswer) first = NULL;
  g_autoptr(PsrBillAnswer) second = NULL;

  synced (world, engine);
  fake_world_add_invoice (world->billing, "INV-1");
  fake_world_add_invoice (world->billing, "INV-2");

  planned = engine_world_boxed (world, ask_bill (engine, NULL, TRUE, FALSE));
  g_assert_cmpuint (planned->rows->len, ==, 2);
  g_assert_nonnull (strstr (planned->bodies->pdata[0], "W-INV-1"));
  g_assert_cmpuint (world->billing->n_posts, ==, 0);

  first = engine_world_boxed (world, ask_bill (engine, NULL, FALSE, FALSE));
  g_assert_cmpuint (first->sent, ==, 2);
  g_assert_cmpuint (first->refused + first->checking + first->approved, ==, 0);
  second = engine_world_boxed (world, ask_bill (engine, NULL, FALSE, FALSE));
  g_assert_cmpuint (second->rows->len, ==, 0);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-2"), ==, 1);
}

/* An answer is lost; whoever waits sees the end of the waiting rule. */
static void
test_waits_for_what_is_checked (EngineWorld   *world,
                                gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillAnswer) first = NULL;
  g_autoptr(PsrBillAnswer) second = NULL;
  PsrTimestamp begun;

  synced (world, engine);
  fake_world_add_invoice (world->billing, "INV-1");
  fake_world_plan (world->billing, FAKE_DROP_BEFORE);
  first = engine_world_boxed (world, ask_bill (engine, "INV-1", FALSE, FALSE));
  g_assert_cmpuint (first->checking, ==, 1);
  g_assert_cmpuint (world->billing->n_posts, ==, 1);

  begun = psr_clock_now (world->sync.clock);
  second = engine_world_boxed (world, ask_bill (engine, "INV-1", FALSE, TRUE));
  g_assert_cmpuint (second->sent, ==, 1);
  g_assert_cmpuint (world->billing->n_posts, ==, 2);
  g_assert_cmpint (psr_clock_now (world->sync.clock) - begun, >=, 19 * 60 * SECOND);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
}

static PsrBillAnswer *
bill_and_post (EngineWorld *world,
               PsrEngine   *engine,
               gboolean     wait)
{
  const char * const numbers[] = { "INV-1", NULL };
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (numbers, NULL, "An");

  request->post = TRUE;
  request->wait = wait;

  return engine_world_boxed (world, psr_engine_bill (engine, request));
}

static void
lose_posts (EngineWorld *world,
            guint        count)
{
  FakeFate fate = FAKE_DROP_BEFORE;

  for (guint i = 0; i < count; i++)
    g_array_append_val (world->billing->post_fates, fate);
}

static void
assert_posted_once (EngineWorld   *world,
                    PsrBillAnswer *answer)
{
  g_assert_cmpuint (answer->sent, ==, 1);
  g_assert_cmpuint (answer->due + answer->approved + answer->checking + answer->refused, ==, 0);
  g_assert_cmpuint (world->billing->n_posted, ==, 1);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
}

/* Nobody answers whether it is posted: that too is waited for, and no longer. */
static void
test_waits_for_what_is_posting (EngineWorld   *world,
                                gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillAnswer) first = NULL;
  g_autoptr(PsrBillAnswer) second = NULL;

  synced (world, engine);
  fake_world_add_invoice (world->billing, "INV-1");
  lose_posts (world, 5);

  first = bill_and_post (world, engine, FALSE);
  g_assert_cmpuint (first->due, ==, 1);
  g_assert_cmpuint (first->approved, ==, 1);
  g_assert_cmpuint (world->billing->n_posted, ==, 0);

  second = bill_and_post (world, engine, TRUE);
  assert_posted_once (world, second);
}

/* It is another program's, which goes on living and never comes back to it. */
static void
test_waits_for_what_another_began (EngineWorld   *world,
                                   gconstpointer  data)
{
  g_autoptr(PsrEngine) one = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) two = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillAnswer) first = NULL;
  g_autoptr(PsrBillAnswer) second = NULL;
  PsrBillRequest *request;
  const char * const numbers[] = { "INV-1", NULL };
  DexFuture *waiting;

  synced (world, one);
  synced (world, two);
  fake_world_add_invoice (world->billing, "INV-1");
  lose_posts (world, 3);
  first = bill_and_post (world, one, FALSE);
  g_assert_cmpuint (first->due, ==, 1);

  request = psr_bill_request_new (numbers, NULL, "An");
  request->wait = TRUE;
  waiting = psr_engine_bill (two, request);
  psr_bill_request_unref (request);

  for (PsrTimestamp begun = psr_clock_now (world->sync.clock);
       psr_clock_now (world->sync.clock) - begun < 10 * 60 * SECOND;)
    engine_world_step (world);
  g_assert_true (dex_future_is_pending (waiting));
  g_assert_cmpuint (world->billing->n_actions, ==, 3);

  g_clear_object (&one);
  second = engine_world_boxed (world, waiting);
  assert_posted_once (world, second);
}

/* Two programs bill the same at once. */
static void
test_two_bill_at_once (EngineWorld   *world,
                       gconstpointer  data)
{
  g_autoptr(PsrEngine) one = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) two = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillAnswer) first = NULL;
  g_autoptr(PsrBillAnswer) second = NULL;
  DexFuture *futures[2];

  synced (world, one);
  synced (world, two);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *number = g_strdup_printf ("INV-%u", i);

      fake_world_add_invoice (world->billing, number);
    }

  world->latency = SECOND / 20;
  futures[0] = ask_bill (one, NULL, FALSE, TRUE);
  futures[1] = ask_bill (two, NULL, FALSE, TRUE);
  first = engine_world_boxed (world, futures[0]);
  second = engine_world_boxed (world, futures[1]);
  g_assert_cmpuint (MAX (first->sent, second->sent), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *external = g_strdup_printf ("W-INV-%u", i);

      g_assert_cmpuint (fake_world_count (world->billing, external), ==, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine-work/sync-and-again", test_sync_and_again);
  ADD ("/engine-work/dry-run-writes-nothing", test_dry_run_writes_nothing);
  ADD ("/engine-work/waits-for-the-lock", test_waits_for_the_lock);
  ADD ("/engine-work/one-works-for-both", test_one_works_for_both);
  ADD ("/engine-work/failure-comes-back", test_failure_comes_back);
  ADD ("/engine-work/stopped-while-waiting", test_stopped_while_waiting);
  ADD ("/engine-work/left-behind", test_left_behind);
  ADD ("/engine-work/bills-all-once", test_bills_all_once);
  ADD ("/engine-work/waits-for-what-is-checked", test_waits_for_what_is_checked);
  ADD ("/engine-work/waits-for-what-is-posting", test_waits_for_what_is_posting);
  ADD ("/engine-work/waits-for-what-another-began", test_waits_for_what_another_began);
  ADD ("/engine-work/two-bill-at-once", test_two_bill_at_once);

  return g_test_run ();
}
