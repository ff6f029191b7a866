/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-sync-look.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

/* Customers that are synced both ways. */

static inline JsonObject *
world_get_bc (GPtrArray *rows,
              guint      number)
{
  g_autofree char *id = world_dup_id (number);

  for (guint i = 0; i < rows->len; i++)
    {
      if (g_str_equal (psr_json_get_string (g_ptr_array_index (rows, i), "id"), id))
        return g_ptr_array_index (rows, i);
    }

  return NULL;
}

static inline void
set_rules (World           *world,
           PsrSyncConflict  conflict)
{
  world->bc_may_write = TRUE;
  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS,
                              &(PsrSyncRules) { .both_ways = TRUE, .conflict = conflict });
}

static inline PsrSyncLook *
look (World       *world,
      PsrSyncFlow  flow,
      const char  *id)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_sync_look (world->context, flow, id));
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_assert_no_error (error);

  return g_value_dup_boxed (value);
}

/* What a person decides who was shown @look; NULL: who was shown nothing. */
static inline PsrSyncReport *
settle_shown (World        *world,
              PsrSyncFlow   flow,
              const char   *id,
              PsrSyncLook  *look,
              PsrSyncFlags  flags)
{
  const char *rows[] = { id, NULL };
  const char *marks[] = { look != NULL ? look->mark : "", NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_sync_run_rows (world->context, flow, flags, rows,
                                                                    look != NULL ? marks : NULL,
                                                                    world->stop, NULL, NULL, NULL));

  return g_value_dup_boxed (dex_future_get_value (future, NULL));
}

/* Of what both sides have now; a new account is only in Wello. */
static inline PsrSyncReport *
settle (World        *world,
        const char   *id,
        PsrSyncFlags  flags)
{
  g_autoptr (PsrSyncLook) shown = NULL;

  for (guint i = 0; i < world->customers->len; i++)
    {
      if (shown == NULL && g_str_equal (psr_json_get_string (g_ptr_array_index (world->customers, i), "id"), id))
        shown = look (world, PSR_SYNC_CUSTOMERS, id);
    }

  return settle_shown (world, PSR_SYNC_CUSTOMERS, id, shown, flags);
}

static inline PsrSyncReport *
run (World *world)
{
  world_let_pass (world, 5);

  return world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
}

static inline void
change_bc (World      *world,
           guint       number,
           const char *member,
           const char *value)
{
  JsonObject *row = world_get_bc (world->customers, number);
  g_autofree char *now = world_dup_now (world);

  json_object_set_string_member (row, member, value);
  json_object_set_string_member (row, "lastModifiedDateTime", now);
}

static inline void
change_wello (World      *world,
              guint       number,
              const char *member,
              const char *value)
{
  JsonObject *row = world_get_wello (world->companies, number);
  g_autofree char *now = world_dup_now (world);

  if (member != NULL)
    json_object_set_string_member (row, member, value);
  json_object_set_string_member (row, "modified_dateutc", now);
}

static inline void
assert_both (World      *world,
             guint       number,
             const char *bc_member,
             const char *bc,
             const char *wello_member,
             const char *wello)
{
  g_assert_cmpstr (psr_json_get_string (world_get_bc (world->customers, number), bc_member), ==, bc);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, number), wello_member), ==, wello);
}

/* Nothing comes of a run, and nothing is written. */
static inline void
assert_quiet (World *world)
{
  g_autoptr (PsrSyncReport) report = NULL;
  guint before = world->bc_writes;

  world_clear_log (world);
  report = run (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created + report->changed + report->skipped + report->failed, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, before);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

static inline void
begin (World           *world,
       PsrSyncConflict  conflict)
{
  static const char *const members[] = { "city", "website", "taxRegistrationNumber", "postalCode", "addressLine2" };
  g_autoptr (PsrSyncReport) first = NULL;

  set_rules (world, conflict);
  add_customers (world, 3);
  for (guint i = 0; i < world->customers->len; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (members); j++)
        json_object_set_string_member (g_ptr_array_index (world->customers, i), members[j], "");
    }
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 3, 0, 0, 0, 0);
  g_assert_cmpuint (world->bc_writes, ==, 0);
}
