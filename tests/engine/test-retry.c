/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "fake-world.h"

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine/retry/many", test_many);
  ADD ("/engine/retry/told", test_told);

  return g_test_run ();
}
