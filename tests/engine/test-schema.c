/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-world.h"
#include "psr-finding.h"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)
#define HOUR (60 * 60 * (gint64) G_USEC_PER_SEC)

#define PROPERTY(name) "<Property Name=\"" name "\" Type=\"Edm.String\"/>"
#define NEEDED PROPERTY ("id") PROPERTY ("number") PROPERTY ("displayName") PROPERTY ("lastModifiedDateTime")
#define MOST NEEDED PROPERTY ("blocked") PROPERTY ("taxRegistrationNumber") PROPERTY ("phoneNumber") PROPERTY ("email") \
  PROPERTY ("addressLine1") PROPERTY ("addressLine2") PROPERTY ("postalCode") PROPERTY ("city") PROPERTY ("country") \
  PROPERTY ("paymentMethodId") PROPERTY ("paymentTermsId") PROPERTY ("currencyCode")

static PsrFlowResult *
sync_flow (EngineWorld *world,
           PsrEngine   *engine,
           const char  *flow)
{
  const char * const flows[] = { flow, NULL };
  g_autoptr(GPtrArray) results = engine_world_boxed (world, psr_engine_sync (engine, flows, "An", PSR_ENGINE_SYNC_NONE));

  return psr_flow_result_ref (results->pdata[0]);
}

static PsrFlowResult *
sync_customers (EngineWorld *world,
                PsrEngine   *engine)
{
  return sync_flow (world, engine, "customers");
}

static guint
count_notes (PsrFlowResult *result,
             const char    *word)
{
  guint n = 0;

  for (guint i = 0; i < result->rows->len; i++)
    {
      const PsrFlowRow *row = result->rows->pdata[i];

      n += row->kind == PSR_FLOW_ROW_NOTE && (strstr (row->reason, word) != NULL || strstr (row->number, word) != NULL);
    }

  return n;
}

/* Read once, kept by whoever works with the state, and read again the next day. */
static void
test_kept (EngineWorld   *world,
           gconstpointer  data)
{
  g_autoptr(PsrFlowResult) result = NULL;

  world->customer_properties = MOST;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
      g_autoptr(PsrFlowResult) again = sync_customers (world, engine);

      g_assert_no_error (again->error);
      g_assert_cmpuint (world->n_metadata, ==, 1);
      g_assert_cmpuint (count_notes (again, "customers.website"), ==, 1);
    }

  world->customer_properties = MOST PROPERTY ("website");
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), 13 * HOUR);
  {
    g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);

    result = sync_customers (world, engine);
    g_assert_no_error (result->error);
    g_assert_cmpuint (world->n_metadata, ==, 2);
    g_assert_cmpuint (count_notes (result, "website"), ==, 0);
  }
}

/* What couldn't be read changes nothing, is told, and isn't asked for over and over. */
static void
test_unreadable (EngineWorld   *world,
                 gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrFlowResult) first = NULL;
  g_autoptr(PsrFlowResult) second = NULL;
  g_autoptr(PsrFlowResult) third = NULL;

  world->metadata_status = 403;
  first = sync_customers (world, engine);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->read, >, 0);
  g_assert_cmpuint (count_notes (first, "$metadata"), ==, 1);
  second = sync_customers (world, engine);
  g_assert_cmpuint (count_notes (second, "$metadata"), ==, 0);
  g_assert_cmpuint (world->n_metadata, ==, 1);

  /* What was read before stays. */
  world->metadata_status = 0;
  world->customer_properties = MOST;
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), 13 * HOUR);
  third = sync_customers (world, engine);
  g_assert_cmpuint (count_notes (third, "customers.website"), ==, 1);
  world->metadata_status = 404;
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), 13 * HOUR);
  {
    g_autoptr(PsrFlowResult) fourth = sync_customers (world, engine);

    g_assert_no_error (fourth->error);
    g_assert_cmpuint (count_notes (fourth, "customers.website"), ==, 1);
    g_assert_cmpuint (count_notes (fourth, "$metadata"), ==, 1);
  }
}

/* A service that was just updated tells nonsense for a while. */
static void
test_nonsense (EngineWorld   *world,
               gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrFlowResult) refused = NULL;
  g_autoptr(PsrFlowResult) better = NULL;

  world->customer_properties = PROPERTY ("id") PROPERTY ("displayName");
  refused = sync_customers (world, engine);
  g_assert_nonnull (refused->error);
  g_assert_nonnull (strstr (refused->error->message, "number"));
  g_assert_cmpuint (refused->read, ==, 0);

  world->customer_properties = MOST PROPERTY ("website");
  better = sync_customers (world, engine);
  g_assert_no_error (better->error);
  g_assert_cmpuint (better->read, >, 0);
}

/* It is big: another flow that works has no reason to read it over and over. */
static void
test_beside (EngineWorld   *world,
             gconstpointer  data)
{
  g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrFlowResult) refused = NULL;

  world->customer_properties = PROPERTY ("id") PROPERTY ("displayName");
  refused = sync_customers (world, engine);
  g_assert_nonnull (refused->error);
  g_assert_cmpuint (world->n_metadata, ==, 1);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PsrFlowResult) items = sync_flow (world, engine, "items");

      g_assert_no_error (items->error);
      g_assert_cmpuint (world->n_metadata, ==, 1);
    }
}

/* A check reads it beside a flow that does, too, and gets an older answer later: that doesn't
 * take the place of the fresher one. */
static void
test_overtaken (EngineWorld   *world,
                gconstpointer  data)
{
  g_autoptr(PsrEngine) slow = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrEngine) quick = engine_world_new_engine (world, NULL, NULL);
  g_autoptr(PsrFlowResult) fresh = NULL;
  g_autoptr(PsrFlowResult) after = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  DexFuture *check;

  world->metadata_latency = 20 * (gint64) G_USEC_PER_SEC;
  check = psr_engine_check (slow, NULL);
  while (!world->is_metadata_under_way)
    engine_world_step (world);
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), G_USEC_PER_SEC);

  /* However long the sync waits for a thread, its answer comes first. */
  world->not_after = psr_clock_now (world->sync.clock) + 15 * (gint64) G_USEC_PER_SEC;
  world->metadata_latency = 0;
  world->customer_properties = MOST PROPERTY ("website");
  fresh = sync_customers (world, quick);
  g_assert_no_error (fresh->error);
  g_assert_cmpuint (world->n_metadata, ==, 1);
  g_assert_cmpuint (count_notes (fresh, "website"), ==, 0);

  world->not_after = 0;
  world->customer_properties = MOST;
  findings = engine_world_boxed (world, check);
  g_assert_cmpuint (world->n_metadata, ==, 2);
  after = sync_customers (world, quick);
  g_assert_no_error (after->error);
  g_assert_cmpuint (world->n_metadata, ==, 2);
  g_assert_cmpuint (count_notes (after, "website"), ==, 0);
}

static const PsrFinding *
find (GPtrArray  *findings,
      const char *word)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];

      if (g_str_equal (finding->id, "sync.properties") && strstr (finding->what, word) != NULL)
        return finding;
    }

  return NULL;
}

static void
test_check (EngineWorld   *world,
            gconstpointer  data)
{
  static const struct
  {
    const char     *properties;
    guint           status;
    const char     *word;
    PsrFindingKind  kind;
  } cases[] = {
    { MOST PROPERTY ("website"), 0, "all properties", PSR_FINDING_OK },
    { MOST, 0, "website", PSR_FINDING_WARNING },
    { PROPERTY ("id"), 0, "lastModifiedDateTime", PSR_FINDING_PROBLEM },
    { MOST PROPERTY ("website"), 403, "couldn’t be read", PSR_FINDING_WARNING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PsrEngine) engine = engine_world_new_engine (world, NULL, NULL);
      g_autoptr(GPtrArray) findings = NULL;
      const PsrFinding *finding;

      world->customer_properties = cases[i].properties;
      world->metadata_status = cases[i].status;
      findings = engine_world_boxed (world, psr_engine_check (engine, NULL));
      g_assert_cmpuint (world->n_metadata, ==, i + 1);
      finding = find (findings, cases[i].word);
      for (guint n = 0; finding == NULL && n < findings->len; n++)
        g_test_message ("case %u: %s: %s", i, ((const PsrFinding *) findings->pdata[n])->id, ((const PsrFinding *) findings->pdata[n])->what);
      g_assert_nonnull (finding);
      g_assert_cmpint (finding->kind, ==, cases[i].kind);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine/schema/kept", test_kept);
  ADD ("/engine/schema/unreadable", test_unreadable);
  ADD ("/engine/schema/nonsense", test_nonsense);
  ADD ("/engine/schema/beside", test_beside);
  ADD ("/engine/schema/overtaken", test_overtaken);
  ADD ("/engine/schema/check", test_check);

  return g_test_run ();
}
