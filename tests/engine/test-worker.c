/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
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
  guint      n_warnings;
} Watch;

static void
on_said (PsrWorkerLevel  level,
         const char     *text,
         gpointer        data)
{
  Watch *watch = data;

  watch->n_warnings += level == PSR_WORKER_WARNING;
  g_string_append_printf (watch->said, "%s\n", text);
}

static Watch *
watch_new_for (EngineWorld *world,
               PsrEngine   *engine)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->engine = g_object_ref (engine);
  watch->said = g_string_new (NULL);
  watch->worker = psr_worker_new (watch->engine, on_said, watch);
  watch->future = psr_worker_run (watch->worker);

  return watch;
}

static Watch *
watch_new (EngineWorld *world)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);

  return watch_new_for (world, engine);
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

static guint
count_reads (EngineWorld *world,
             const char  *part)
{
  guint n = psr_fake_transport_count (world->sync.bc_transport, "GET", part);

  /* The flow of contacts asks for customers, too. */
  return g_str_equal (part, "/customers") ? n - psr_fake_transport_count (world->sync.bc_transport, "GET", "contactsInformation") : n;
}

static void
test_schedule (EngineWorld   *world,
               gconstpointer  data)
{
  g_autoptr(Watch) watch = watch_new (world);
  guint customers, items;

  run_for (world, 30 * SECOND);
  customers = count_reads (world, "/customers");
  items = count_reads (world, "/itemLedgerEntries");
  run_for (world, 60 * MINUTE);

  /* Every five minutes, and every two; each takes a moment itself. */
  g_assert_cmpuint (count_reads (world, "/customers") - customers, >=, 11);
  g_assert_cmpuint (count_reads (world, "/customers") - customers, <=, 13);
  g_assert_cmpuint (count_reads (world, "/itemLedgerEntries") - items, >=, 28);
  g_assert_cmpuint (count_reads (world, "/itemLedgerEntries") - items, <=, 31);
  g_assert_cmpuint (watch->n_warnings, ==, 0);
  stop (world, watch);
}

/* What others ask for is done within a second or two, and while a flow runs. */
static void
test_carries_out (EngineWorld   *world,
                  gconstpointer  data)
{
  g_autoptr(Watch) watch = watch_new (world);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (NULL, NULL, "Bo");
  g_autoptr(PsrBillAnswer) answer = NULL;
  g_autoptr(GPtrArray) flows = NULL;
  PsrTimestamp begun;

  /* It signs in, for which files are read on a thread while the clock runs. */
  run_for (world, 30 * SECOND);
  flows = engine_world_boxed (world, psr_engine_sync (other, NULL, "Bo", PSR_ENGINE_SYNC_NONE));
  g_clear_pointer (&flows, g_ptr_array_unref);

  fake_world_add_invoice (world->billing, "INV-1");
  begun = psr_clock_now (world->sync.clock);
  answer = engine_world_boxed (world, psr_engine_bill (other, request));
  g_assert_cmpuint (answer->sent, ==, 1);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
  g_assert_cmpint (psr_clock_now (world->sync.clock) - begun, <=, 5 * SECOND);

  engine_world_add_customer (world, 20, "Atelier");
  begun = psr_clock_now (world->sync.clock);
  flows = engine_world_boxed (world, psr_engine_sync (other, NULL, "Bo", PSR_ENGINE_SYNC_NONE));
  g_assert_cmpuint (((PsrFlowResult *) flows->pdata[0])->created, >, 0);
  g_assert_cmpint (psr_clock_now (world->sync.clock) - begun, <=, 3 * SECOND);
  stop (world, watch);
}

/* A night without network, and a clock that was set back: both are told once, and
 * mended by themselves. */
static void
test_network_and_clock (EngineWorld   *world,
                        gconstpointer  data)
{
  g_autoptr(Watch) watch = NULL;
  guint reads;

  world->is_offline = TRUE;
  watch = watch_new (world);
  run_for (world, 60 * MINUTE);
  g_assert_cmpuint (watch->n_warnings, ==, 1);
  g_assert_cmpuint (world->n_requests, <, 200);
  world->is_offline = FALSE;
  run_for (world, 6 * MINUTE);
  g_assert_cmpuint (count_reads (world, "/customers"), >, 0);

  world->is_offline = TRUE;
  run_for (world, 20 * MINUTE);
  world->is_offline = FALSE;
  engine_world_add_customer (world, 21, "Boulangerie");
  run_for (world, 6 * MINUTE);
  g_assert_nonnull (strstr (watch->said->str, "1 created"));

  /* It slept: all is due at once. */
  reads = count_reads (world, "/customers");
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), (gint64) 8 * 60 * MINUTE);
  for (guint i = 0; i < 1000 && count_reads (world, "/customers") == reads; i++)
    {
      engine_world_step (world);
      /* A file with a secret is being read on a thread. */
      g_usleep (1000);
    }
  g_assert_cmpuint (count_reads (world, "/customers"), ==, reads + 1);
  stop (world, watch);
}

static void
test_ends_where_a_person_is_needed (EngineWorld   *world,
                                    gconstpointer  data)
{
  g_autoptr(Watch) first = watch_new (world);
  g_autoptr(Watch) second = NULL;
  g_autoptr(GError) error = NULL;

  run_for (world, 30 * SECOND);
  stop (world, first);

  world->organization = "cccc0000-0000-4000-8000-000000000002";
  second = watch_new (world);
  engine_world_drive (world, second->future);
  g_assert_null (dex_future_get_value (second->future, &error));
  g_assert_cmpint (psr_trouble_of_error (error), ==, PSR_TROUBLE_PERSON);
}

/* Two workers: the second one waits, and takes over. */
static void
test_takes_over (EngineWorld   *world,
                 gconstpointer  data)
{
  g_autoptr(Watch) first = watch_new (world);
  g_autoptr(Watch) second = NULL;

  run_for (world, 30 * SECOND);
  second = watch_new (world);
  run_for (world, 30 * SECOND);
  g_assert_null (strstr (second->said->str, "At work"));
  stop (world, first);
  run_for (world, 5 * SECOND);
  g_assert_nonnull (strstr (second->said->str, "At work"));
  stop (world, second);
}

/* What a program that shows a worker is told, by kinds and figures. */
static void
on_news (const PsrWorkerNews *news,
         gpointer             data)
{
  GString *told = data;

  if (news->kind == PSR_WORKER_NEWS_DONE && news->found > 0)
    g_string_append_printf (told, "found %u %s%s;", news->found, news->number, news->id > 0 ? "" : " without id");
  else if (news->kind == PSR_WORKER_NEWS_DONE && news->refused > 0)
    g_string_append_printf (told, "refused %u;", news->refused);
  else if (news->kind == PSR_WORKER_NEWS_AT_WORK)
    g_string_append (told, "at work;");
  else if (news->kind == PSR_WORKER_NEWS_WAITS)
    g_string_append (told, "waits;");
  else if (news->kind == PSR_WORKER_NEWS_NO_ENTRY)
    g_string_append_printf (told, "no entry %d;", psr_condition_of_error (news->error) == PSR_CONDITION_OFFLINE);
}

static void
test_tells_news (EngineWorld   *world,
                 gconstpointer  data)
{
  g_autoptr(Watch) watch = NULL;
  g_autoptr(GString) told = g_string_new (NULL);
  PsrTimestamp due;

  world->is_offline = TRUE;
  watch = watch_new (world);
  psr_worker_set_news_func (watch->worker, on_news, told);
  run_for (world, 40 * SECOND);
  g_assert_cmpstr (told->str, ==, "no entry 1;");
  g_assert_cmpint (psr_worker_get_due (watch->worker, "customers"), ==, PSR_TIMESTAMP_NONE);

  /* It waits for a minute, unless it is woken. */
  world->is_offline = FALSE;
  psr_worker_wake (watch->worker);
  run_for (world, 20 * SECOND);
  g_assert_cmpstr (told->str, ==, "no entry 1;at work;");

  fake_world_add_invoice (world->billing, "INV-1");
  due = psr_worker_get_due (watch->worker, PSR_WORKER_WORK_ORDERS);
  g_assert_cmpint (due, >, psr_clock_now (world->sync.clock));
  run_for (world, due - psr_clock_now (world->sync.clock) + 10 * SECOND);
  g_assert_cmpstr (told->str, ==, "no entry 1;at work;found 1 INV-1;");
  stop (world, watch);
}

/* What is asked for while nothing can be reached is done once it can. */
static void
test_left_while_offline (EngineWorld   *world,
                         gconstpointer  data)
{
  g_autoptr(Watch) watch = watch_new (world);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (NULL, NULL, "Bo");
  g_autoptr(GError) error = NULL;

  run_for (world, 30 * SECOND);
  fake_world_add_invoice (world->billing, "INV-1");
  run_for (world, 10 * MINUTE);

  world->is_offline = TRUE;
  dex_unref (engine_world_drive (world, psr_engine_leave_bill (other, request)));
  run_for (world, 10 * MINUTE);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 0);

  world->is_offline = FALSE;
  run_for (world, 6 * MINUTE);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
  stop (world, watch);
}

static void
leave_one (EngineWorld      *world,
           PsrEngine        *engine,
           const GPtrArray  *rows,
           const char       *number)
{
  const char * const numbers[] = { number, NULL };
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (numbers, NULL, "Bo");

  request->documents = g_array_new (FALSE, TRUE, sizeof (PsrSeenDocument));
  for (guint i = 0; i < rows->len; i++)
    {
      const PsrWorkOrder *row = rows->pdata[i];
      PsrSeenDocument seen = { row->id, row->revision };

      if (g_str_equal (row->number, number))
        g_array_append_val (request->documents, seen);
    }
  g_assert_cmpuint (request->documents->len, ==, 1);
  dex_unref (engine_world_drive (world, psr_engine_leave_bill (engine, request)));
}

/* Who sends a single one has seen it, too: with another content it isn't sent. */
static void
test_one_left_while_offline (EngineWorld   *world,
                             gconstpointer  data)
{
  g_autoptr(Watch) watch = watch_new (world);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GPtrArray) rows = NULL;
  FakeInvoice *changed;

  run_for (world, 30 * SECOND);
  changed = fake_world_add_invoice (world->billing, "INV-1");
  fake_world_add_invoice (world->billing, "INV-2");
  run_for (world, 10 * MINUTE);

  rows = engine_world_boxed (world, psr_engine_list_known (other, PSR_QUEUE_REVIEW));
  g_assert_cmpuint (rows->len, ==, 2);
  world->is_offline = TRUE;
  leave_one (world, other, rows, "INV-1");
  leave_one (world, other, rows, "INV-2");
  g_set_str (&changed->price, "1999.00");

  world->is_offline = FALSE;
  run_for (world, 10 * MINUTE);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 0);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-2"), ==, 1);
  g_clear_pointer (&rows, g_ptr_array_unref);

  /* Seen as it is now, it is. */
  rows = engine_world_boxed (world, psr_engine_list_known (other, PSR_QUEUE_REVIEW));
  leave_one (world, other, rows, "INV-1");
  run_for (world, 10 * MINUTE);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
  stop (world, watch);
}

/* A flow that somebody pauses is left alone until it goes on; how often the others
 * run is what the profile says. */
static void
test_paused (EngineWorld   *world,
             gconstpointer  data)
{
  g_autoptr(Watch) watch = watch_new (world);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, "[Intervals]\ncustomers=30min\n");
  g_autoptr(PsrEngineStatus) status = NULL;
  g_autoptr(PsrEngineStatus) later = NULL;
  guint reads;

  run_for (world, 30 * SECOND);
  dex_unref (engine_world_drive (world, psr_engine_pause_flow (other, "customers", TRUE, "Bo")));
  reads = count_reads (world, "/customers");
  run_for (world, 30 * MINUTE);
  g_assert_cmpuint (count_reads (world, "/customers"), ==, reads);
  status = engine_world_boxed (world, psr_engine_get_status (other));
  g_assert_cmpint (((PsrFlowStatus *) status->flows->pdata[0])->health, ==, PSR_FLOW_PAUSED);
  g_assert_cmpint (((PsrFlowStatus *) status->flows->pdata[0])->interval, ==, 30 * MINUTE);
  g_assert_cmpint (((PsrFlowStatus *) status->flows->pdata[1])->health, ==, PSR_FLOW_ON_TIME);

  dex_unref (engine_world_drive (world, psr_engine_pause_flow (other, "customers", FALSE, "Bo")));
  run_for (world, 10 * MINUTE);
  g_assert_cmpuint (count_reads (world, "/customers"), >, reads);
  stop (world, watch);

  /* Nobody works any more. */
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), (gint64) 60 * MINUTE);
  later = engine_world_boxed (world, psr_engine_get_status (other));
  g_assert_cmpint (((PsrFlowStatus *) later->flows->pdata[1])->health, ==, PSR_FLOW_LATE);
}

/* What passes every check and the rules goes by itself, once, and is marked so; what
 * doesn't waits, and so does what somebody took back. */
static void
test_automatic (EngineWorld   *world,
                gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, "[Automatic]\nSend=yes\nMaxAmount=100.00 EUR\n");
  g_autoptr(Watch) watch = watch_new_for (world, engine);
  g_autoptr(GPtrArray) rows = NULL;
  FakeInvoice *dear;
  guint n_automatic = 0;

  run_for (world, 30 * SECOND);
  dex_unref (engine_world_drive (world, psr_engine_sync (engine, NULL, "Bo", PSR_ENGINE_SYNC_NONE)));
  fake_world_add_invoice (world->billing, "INV-1");
  dear = fake_world_add_invoice (world->billing, "INV-2");
  g_set_str (&dear->price, "1999.00");
  run_for (world, 10 * MINUTE);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 1);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-2"), ==, 0);

  rows = engine_world_boxed (world, psr_engine_list_known (engine, PSR_QUEUE_ALL));
  for (guint i = 0; i < rows->len; i++)
    {
      const PsrWorkOrder *row = rows->pdata[i];

      n_automatic += row->is_automatic;
      g_assert_true (row->is_automatic == g_str_equal (row->number, "INV-1"));
    }
  g_assert_cmpuint (n_automatic, ==, 1);
  g_assert_nonnull (strstr (watch->said->str, "sent by itself"));
  stop (world, watch);
}

/* Where Wello doesn't say which kinds of work there are, the work is read all the same. */
static void
test_kinds_unknown (EngineWorld   *world,
                    gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, "[Automatic]\nSend=yes\nJobTypes=Repair\n");
  g_autoptr(Watch) watch = watch_new_for (world, engine);

  run_for (world, 30 * SECOND);
  dex_unref (engine_world_drive (world, psr_engine_sync (engine, NULL, "Bo", PSR_ENGINE_SYNC_NONE)));
  fake_world_add_invoice (world->billing, "INV-1");
  run_for (world, 10 * MINUTE);
  g_assert_nonnull (strstr (watch->said->str, "Completed work: 1 new invoice in Wello; 1 can be billed"));
  g_assert_nonnull (strstr (watch->said->str, "[Automatic]: nothing is sent by itself. "));
  g_assert_cmpuint (watch->n_warnings, ==, 1);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 0);
  stop (world, watch);
}

/* Without the switch nothing goes by itself. */
static void
test_not_automatic (EngineWorld   *world,
                    gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, "[Automatic]\nMaxAmount=100.00 EUR\n");
  g_autoptr(Watch) watch = watch_new_for (world, engine);

  run_for (world, 30 * SECOND);
  fake_world_add_invoice (world->billing, "INV-1");
  run_for (world, 10 * MINUTE);
  g_assert_cmpuint (fake_world_count (world->billing, "W-INV-1"), ==, 0);
  stop (world, watch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/worker/schedule", test_schedule);
  ADD ("/worker/carries-out", test_carries_out);
  ADD ("/worker/network-and-clock", test_network_and_clock);
  ADD ("/worker/ends-where-a-person-is-needed", test_ends_where_a_person_is_needed);
  ADD ("/worker/takes-over", test_takes_over);
  ADD ("/worker/tells-news", test_tells_news);
  ADD ("/worker/left-while-offline", test_left_while_offline);
  ADD ("/worker/one-left-while-offline", test_one_left_while_offline);
  ADD ("/worker/paused", test_paused);
  ADD ("/worker/automatic", test_automatic);
  ADD ("/worker/kinds-unknown", test_kinds_unknown);
  ADD ("/worker/not-automatic", test_not_automatic);

  return g_test_run ();
}
