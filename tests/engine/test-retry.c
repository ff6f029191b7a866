/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine/retry/many", test_many);

  return g_test_run ();
}
