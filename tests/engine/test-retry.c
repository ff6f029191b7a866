/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "fake-world.h"
#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-engine-wait.h"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)

/* Among what is set aside is what tells of many records at once: that is none to try again,
 * and no reason not to try the others. */
static void
test_many (EngineWorld   *world,
           gconstpointer  data)
{
  static const char * const some[] = { "many-gone", FAKE_CUSTOMER, NULL };
  static const char * const none[] = { "many-gone", NULL };
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GPtrArray) results = engine_world_boxed (world, psr_engine_retry_rows (engine, "customers", i == 0 ? some : none, "An"));
      const PsrFlowResult *result;

      g_assert_cmpuint (results->len, ==, 1);
      result = results->pdata[0];
      g_assert_no_error (result->error);
      g_assert_cmpuint (result->read, ==, i == 0 ? 1 : 0);
    }
}

/* A run that did nothing but set a record aside is news, once for as long as nothing else
 * comes of it. */
static void
test_told (EngineWorld   *world,
           gconstpointer  data)
{
  static const char * const flows[] = { "customers", NULL };
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  guint expected[] = { 0, 1, 1 };

  for (guint run = 0; run < G_N_ELEMENTS (expected); run++)
    {
      g_autoptr(GPtrArray) results = engine_world_boxed (world, psr_engine_sync (engine, flows, "An", PSR_ENGINE_SYNC_NONE));
      g_autoptr(PsrTimeline) timeline = engine_world_boxed (world, psr_engine_read_activity (engine, 1000));
      guint n = 0;

      g_assert_no_error (((const PsrFlowResult *) results->pdata[0])->error);
      for (guint i = 0; i < timeline->activities->len; i++)
        {
          const PsrActivity *activity = timeline->activities->pdata[i];

          if (strstr (activity->text, "0 created, 0 changed, 1 set aside, 0 failed") == NULL)
            continue;
          n++;
          g_assert_cmpint (activity->kind, ==, PSR_ACTIVITY_ATTENTION);
        }
      g_assert_cmpuint (n, ==, expected[run]);

      if (run == 0)
        {
          g_autofree char *now = world_dup_now (&world->sync);
          JsonObject *customer = world->sync.customers->pdata[0];
          g_autofree char *phone = g_strnfill (60, '1');

          json_object_set_string_member (customer, "phoneNumber", phone);
          json_object_set_string_member (customer, "lastModifiedDateTime", now);
        }
    }
}

static guint n_refused;

/* Once, and for longer than anybody likes. */
static PsrResponse *
slow_down (World      *world,
           const char *url)
{
  PsrResponse *response;

  if (strstr (url, "/customers") == NULL || n_refused > 0)
    return NULL;

  n_refused++;
  response = world_answer_now (world, 429, "{\"error\":{\"code\":\"Application_TooManyRequests\",\"message\":\"Slow down.\"}}");
  psr_response_add_header (response, "Retry-After", "40");

  return response;
}

typedef struct
{
  EngineWorld  *world;
  guint         n_waits;
  guint         n_ends;
  PsrTimestamp  began;
  PsrTimestamp  until;
  char         *text;
  char         *progress;
} Waits;

static void
on_wait (gboolean      is_flow,
         const char   *text,
         PsrTimestamp  until,
         gpointer      data)
{
  Waits *waits = data;

  g_assert_true (is_flow);
  if (text == NULL)
    {
      waits->n_ends++;
      return;
    }
  waits->n_waits++;
  waits->began = psr_clock_now (waits->world->sync.clock);
  waits->until = until;
  g_set_str (&waits->text, text);
}

static void
on_progress (const char *text,
             gpointer    data)
{
  Waits *waits = data;

  if (waits->n_waits > 0 && waits->n_ends == 0)
    g_set_str (&waits->progress, text);
}

/* A service that makes us wait is why nothing happens, and until when; then it is over. */
static void
test_waits (EngineWorld   *world,
            gconstpointer  data)
{
  static const char * const flows[] = { "customers", NULL };
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  Waits waits = { .world = world };
  g_autoptr(GPtrArray) results = NULL;

  n_refused = 0;
  world->sync.bc_more = slow_down;
  psr_engine_set_wait_func (engine, on_wait, &waits);
  psr_engine_set_progress (engine, on_progress, &waits);
  results = engine_world_boxed (world, psr_engine_sync (engine, flows, "An", PSR_ENGINE_SYNC_NONE));
  g_assert_no_error (((const PsrFlowResult *) results->pdata[0])->error);
  g_assert_cmpuint (n_refused, ==, 1);
  g_assert_cmpuint (waits.n_waits, >, 0);
  g_assert_cmpuint (waits.n_ends, >, 0);
  g_assert_true (g_str_has_prefix (waits.text, "Business Central asks us to wait 4"));
  g_assert_cmpstr (waits.progress, ==, waits.text);
  g_assert_cmpint (waits.until - waits.began, >=, 40 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (waits.until, <=, psr_clock_now (world->sync.clock));
  psr_engine_set_wait_func (engine, NULL, NULL);
  psr_engine_set_progress (engine, NULL, NULL);
  g_free (waits.text);
  g_free (waits.progress);
}

/* As long as its name says. */
static PsrResponse *
ask_to_wait (World      *world,
             const char *url)
{
  const char *seconds = strstr (url, "/wait-");
  PsrResponse *response;

  if (seconds == NULL)
    return NULL;

  response = world_answer_now (world, 503, "");
  psr_response_add_header (response, "Retry-After", seconds + strlen ("/wait-"));

  return response;
}

typedef struct
{
  PsrClock     *clock;
  PsrTimestamp  until[2]; /* of documents, of flows; PSR_TIMESTAMP_NONE: nothing is waited for */
  guint         n_told[2];
} Told;

static void
on_told (gboolean      is_flow,
         const char   *text,
         PsrTimestamp  until,
         gpointer      data)
{
  Told *told = data;

  g_assert_true ((text == NULL) == (until == PSR_TIMESTAMP_NONE));
  g_assert_true (text == NULL || until >= psr_clock_now (told->clock));
  told->until[is_flow != FALSE] = until;
  told->n_told[is_flow != FALSE]++;
}

/* Lets @seconds pass. */
static void
pass (EngineWorld *world,
      gint64       seconds)
{
  world->not_after = psr_clock_now (world->sync.clock) + seconds * G_USEC_PER_SEC;
  while (engine_world_step (world))
    ;
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), world->not_after - psr_clock_now (world->sync.clock));
  while (engine_world_step (world))
    ;
}

static DexFuture *
ask (PsrBcClient *client,
     const char  *url)
{
  g_autoptr(PsrRequest) request = psr_request_new (PSR_REQUEST_READ, "GET", url);

  return psr_service_client_read (psr_bc_client_get_service (client), request);
}

/* What documents wait for isn't told of flows; and of several that wait the one is told that ends last,
 * never one that is over. */
static void
test_apart (EngineWorld   *world,
            gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrSession) session = psr_engine_new_session (engine, &error);
  Told told = { .clock = world->sync.clock, .until = { PSR_TIMESTAMP_NONE, PSR_TIMESTAMP_NONE } };
  g_autoptr(DexFuture) document = NULL;
  g_autoptr(DexFuture) flow = NULL;
  g_autoptr(DexFuture) later = NULL;
  PsrTimestamp first;

  g_assert_no_error (error);
  world->sync.bc_more = ask_to_wait;
  psr_engine_set_wait_func (engine, on_told, &told);

  document = ask (psr_session_get_bc (session), "https://bc.example/v2.0/wait-60");
  pass (world, 1);
  g_assert_cmpint (told.until[0], >, psr_clock_now (world->sync.clock));
  g_assert_cmpuint (told.n_told[1], ==, 0);
  dex_clear (&document);
  pass (world, 1);
  g_assert_cmpint (told.until[0], ==, PSR_TIMESTAMP_NONE);

  flow = ask (psr_session_get_flows_bc (session), "https://bc.example/v2.0/wait-40");
  pass (world, 1);
  first = told.until[1];
  g_assert_cmpint (first, >, psr_clock_now (world->sync.clock));
  g_assert_cmpuint (told.n_told[1], ==, 1);

  /* Ends before the first one, and isn't told. */
  later = ask (psr_session_get_flows_bc (session), "https://bc.example/v2.0/wait-20");
  pass (world, 1);
  g_assert_cmpint (told.until[1], ==, first);
  g_assert_cmpuint (told.n_told[1], ==, 1);

  /* The first one is given up: now the other one is what is waited for. */
  dex_clear (&flow);
  pass (world, 1);
  g_assert_cmpuint (told.n_told[1], ==, 2);
  g_assert_cmpint (told.until[1], >, psr_clock_now (world->sync.clock));
  g_assert_cmpint (told.until[1], <, first);
  dex_clear (&later);
  pass (world, 1);
  g_assert_cmpint (told.until[1], ==, PSR_TIMESTAMP_NONE);
  g_assert_cmpuint (told.n_told[0], ==, 2);

  psr_engine_set_wait_func (engine, NULL, NULL);
  world->not_after = 0;
}

/* A flow that is asked to wait ends at once where it is to, in the words of whoever asked for it. */
static void
test_stopped (EngineWorld   *world,
              gconstpointer  data)
{
  static const char * const flows[] = { "customers", NULL };
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  Told told = { .clock = world->sync.clock, .until = { PSR_TIMESTAMP_NONE, PSR_TIMESTAMP_NONE } };
  PsrTimestamp asked;

  n_refused = 0;
  world->sync.bc_more = slow_down;
  psr_engine_set_wait_func (engine, on_told, &told);
  future = psr_engine_sync (engine, flows, "An", PSR_ENGINE_SYNC_NONE);
  while (told.n_told[1] == 0)
    engine_world_step (world);

  asked = psr_clock_now (world->sync.clock);
  psr_engine_stop (engine);
  engine_world_drive (world, future);
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED);
  g_assert_cmpint (psr_clock_now (world->sync.clock) - asked, <, 5 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpuint (n_refused, ==, 1);
  psr_engine_set_wait_func (engine, NULL, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine/retry/many", test_many);
  ADD ("/engine/retry/told", test_told);
  ADD ("/engine/retry/waits", test_waits);
  ADD ("/engine/retry/apart", test_apart);
  ADD ("/engine/retry/stopped", test_stopped);

  return g_test_run ();
}
