/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-bc-error.h"
#include "psr-engine-error.h"
#include "psr-finding.h"
#include "psr-service-error.h"
#include "psr-store-error.h"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)

static const PsrFinding *
find (GPtrArray  *findings,
      const char *id)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];

      if (strcmp (finding->id, id) == 0)
        return finding;
    }

  g_error ("No finding “%s”", id);
}

static PsrFindingKind
check (EngineWorld *world,
       PsrEngine   *engine,
       const char  *confirm,
       const char  *id)
{
  g_autoptr(GPtrArray) findings = engine_world_boxed (world, psr_engine_check (engine, confirm));

  return find (findings, id)->kind;
}

static void
test_opens_both (EngineWorld   *world,
                 gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);

  g_assert_cmpint (check (world, engine, NULL, "connection.bc"), ==, PSR_FINDING_OK);
  g_assert_cmpint (check (world, engine, NULL, "connection.wello"), ==, PSR_FINDING_OK);
  g_assert_cmpint (check (world, engine, NULL, "state.binding"), ==, PSR_FINDING_OK);
}

static void
expect_synced (EngineWorld *world,
               PsrEngine   *engine)
{
  g_autoptr(GPtrArray) flows = engine_world_boxed (world, psr_engine_sync (engine, NULL, "An", PSR_ENGINE_SYNC_NONE));

  for (guint i = 0; i < flows->len; i++)
    g_assert_no_error (((PsrFlowResult *) flows->pdata[i])->error);
}

/* One token serves all requests of a session until it is old, and a new one is
 * asked for then. */
static void
test_token_is_kept (EngineWorld   *world,
                    gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);

  for (guint i = 0; i < 3; i++)
    expect_synced (world, engine);
  g_assert_cmpuint (world->n_tokens, ==, 1);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), (gint64) 3600 * G_USEC_PER_SEC);
  expect_synced (world, engine);
  g_assert_cmpuint (world->n_tokens, ==, 2);
  g_assert_cmpuint (world->n_expired, ==, 0);
}

static void
test_names_what_is_wrong (EngineWorld   *world,
                          gconstpointer  data)
{
  g_autoptr(PsrEngine) company = engine_world_new_engine (world, NULL, "Company=Nobody\n");
  g_autoptr(PsrEngine) environment = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(GPtrArray) flows = NULL;

  engine_world_fails (world, psr_engine_sync (company, NULL, "An", PSR_ENGINE_SYNC_NONE),
                      PSR_BC_ERROR, PSR_BC_ERROR_NO_COMPANY);

  world->refuses_sign_in = TRUE;
  engine_world_fails (world, psr_engine_sync (environment, NULL, "An", PSR_ENGINE_SYNC_NONE),
                      PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  world->refuses_sign_in = FALSE;
  world->is_offline = TRUE;
  engine_world_fails (world, psr_engine_sync (environment, NULL, "An", PSR_ENGINE_SYNC_NONE),
                      PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNREACHABLE);
  world->is_offline = FALSE;

  /* Who may not list environments may use one. */
  world->forbids_environments = TRUE;
  flows = engine_world_boxed (world, psr_engine_sync (environment, NULL, "An", PSR_ENGINE_SYNC_NONE));
  g_assert_cmpuint (flows->len, ==, 4);
}

/* R11: a state belongs to one company, environment and Wello. */
static void
test_other_company (EngineWorld   *world,
                    gconstpointer  data)
{
  g_autoptr(PsrEngine) first = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) other = engine_world_new_engine (world, NULL, "Company=Other\n");
  guint requests;

  expect_synced (world, first);
  requests = psr_fake_transport_get_length (world->sync.wello_transport);
  engine_world_fails (world, psr_engine_sync (other, NULL, "An", PSR_ENGINE_SYNC_NONE),
                      PSR_STORE_ERROR, PSR_STORE_ERROR_BOUND);
  g_assert_cmpuint (psr_fake_transport_get_length (world->sync.wello_transport), ==, requests);

  g_assert_cmpint (check (world, other, "Wrong", "state.binding"), ==, PSR_FINDING_PROBLEM);
  g_assert_cmpint (check (world, other, "Other", "state.binding"), ==, PSR_FINDING_OK);
  g_assert_cmpint (check (world, first, NULL, "state.binding"), ==, PSR_FINDING_PROBLEM);
}

static void
test_other_organization (EngineWorld   *world,
                         gconstpointer  data)
{
  g_autoptr(PsrEngine) first = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) second = engine_world_new_engine (world, NULL, NULL);

  expect_synced (world, first);
  world->organization = "cccc0000-0000-4000-8000-000000000002";
  engine_world_fails (world, psr_engine_sync (second, NULL, "An", PSR_ENGINE_SYNC_NONE),
                      PSR_STORE_ERROR, PSR_STORE_ERROR_BOUND);
}

/* R11: a copied sandbox has the addresses of the real Wello. */
static void
test_copied_sandbox (EngineWorld   *world,
                     gconstpointer  data)
{
  g_autoptr(PsrEngine) real = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) copy = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) sure = engine_world_new_engine (world, NULL, "SandboxMayWrite=yes\n");

  expect_synced (world, real);
  world->environment_type = "Sandbox";
  engine_world_fails (world, psr_engine_sync (copy, NULL, "An", PSR_ENGINE_SYNC_NONE),
                      PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_BOUND);
  g_assert_cmpint (check (world, sure, "CRONUS BE", "state.binding"), ==, PSR_FINDING_OK);
  expect_synced (world, sure);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/session/opens-both", test_opens_both);
  ADD ("/session/token-is-kept", test_token_is_kept);
  ADD ("/session/names-what-is-wrong", test_names_what_is_wrong);
  ADD ("/session/other-company", test_other_company);
  ADD ("/session/other-organization", test_other_organization);
  ADD ("/session/copied-sandbox", test_copied_sandbox);

  return g_test_run ();
}
