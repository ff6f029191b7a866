/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-json.h"
#include "psr-service-error.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

/* A record that Business Central can't show, as where a rule of its own fails for it, is set aside
 * and tried again; it stops neither the others nor the next run. */
static void
test_unreadable (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) third = NULL;
  g_autofree char *id = world_dup_id (60);
  const PsrSyncRow *row;

  add_customers (world, 180);
  world->bc_bad_id = id;
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->created, ==, 179);
  g_assert_cmpuint (first->failed, ==, 1);
  row = first->rows->pdata[0];
  g_assert_cmpstr (row->number, ==, "C60");
  g_assert_nonnull (strstr (row->why, "BARREL"));
  g_assert_null (world_get_wello (world->companies, 60));
  g_assert_nonnull (world_get_wello (world->companies, 180));

  /* Beside one that was changed. */
  touch (world->customers->pdata[2], "displayName", "Renamed");
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (second->changed, ==, 1);
  g_assert_cmpuint (second->failed, ==, 1);
  /* It is there: nobody takes it for gone. */
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (full->error);
  g_assert_cmpuint (full->failed, ==, 1);
  g_assert_cmpuint (full->skipped, ==, 0);

  /* Nor is it the fault of anything else when it is the only one that changed. */
  for (guint i = 0; i < world->customers->len; i++)
    {
      if (g_str_equal (psr_json_get_string (world->customers->pdata[i], "id"), id))
        touch (world->customers->pdata[i], "city", "Gent");
    }
  g_clear_pointer (&second, psr_sync_report_unref);
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (second->failed, ==, 1);

  world->bc_bad_id = NULL;
  third = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (third->error);
  g_assert_cmpuint (third->created, ==, 1);
  g_assert_cmpuint (third->failed, ==, 0);
  g_assert_nonnull (world_get_wello (world->companies, 60));
}

static char *
dup_ids (guint from,
         guint to)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = from; i <= to; i++)
    {
      g_autofree char *id = world_dup_id (i);

      g_string_append_printf (ids, "%s ", id);
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* Those that were made by the same import may all be alike, and the first ones. */
static void
test_neighbours (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autofree char *begin = dup_ids (1, 30);
  g_autofree char *middle = dup_ids (120, 139);
  g_autofree char *ids = g_strconcat (begin, middle, NULL);

  add_customers (world, 180);
  world->bc_bad_id = ids;
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->created, ==, 130);
  g_assert_cmpuint (first->failed, ==, 50);
  g_assert_null (world_get_wello (world->companies, 30));
  g_assert_nonnull (world_get_wello (world->companies, 31));
  g_assert_nonnull (world_get_wello (world->companies, 180));

  world->bc_bad_id = NULL;
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (second->created, ==, 50);
  g_assert_cmpuint (second->failed, ==, 0);
}

/* All that is to be tried again can't be read, nor the first of all: it is their own fault all the same. */
static void
test_nothing_else (World         *world,
                   gconstpointer  data)
{
  g_autofree char *ids = dup_ids (1, 30);

  add_customers (world, 180);
  world->bc_bad_id = ids;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

      g_assert_no_error (report->error);
      g_assert_cmpuint (report->failed, ==, 30);
      g_assert_cmpuint (report->created, ==, i == 0 ? 150 : 0);
    }
}

/* The token of the keys' second page has expired. */
static PsrResponse *
expire_keys (World      *world,
             const char *url)
{
  if (strstr (url, "$skiptoken=") == NULL || strstr (url, "displayName") != NULL)
    return NULL;

  world->bc_more = NULL;
  return world_answer_now (world, 400, "{\"error\":{\"code\":\"SkipTokenIsNoLongerValid\",\"message\":\"Expired.\"}}");
}

/* The keys are read again, and nothing is told or made twice. */
static void
test_expired (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *ids = dup_ids (3, 5);

  add_customers (world, 180);
  world->bc_bad_id = ids;
  world->bc_more = expire_keys;
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_null (world->bc_more);
  g_assert_cmpuint (report->created, ==, 177);
  g_assert_cmpuint (report->failed, ==, 3);
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 177);
}

/* Business Central refuses every record. */
static PsrResponse *
refuse_all (World      *world,
            const char *url)
{
  if (strstr (url, "/customers") == NULL || strstr (url, "displayName") == NULL)
    return NULL;

  return world_answer_now (world, 400, "{\"error\":{\"code\":\"BadRequest\",\"message\":\"No property of that name.\"}}");
}

/* What is refused of all isn't the fault of any: none is set aside, and few are asked for. */
static void
test_all_unreadable (World         *world,
                     gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) after = NULL;

  add_customers (world, 180);
  world->bc_more = refuse_all;
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_error (report->error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
  g_assert_nonnull (strstr (report->error->message, "No property"));
  g_assert_cmpuint (report->failed, ==, 0);
  g_assert_cmpuint (psr_fake_transport_count (world->bc_transport, "GET", "/customers"), <, 20);

  world->bc_more = NULL;
  after = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (after, 180, 0, 0, 0, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sync/apart/unreadable", World, NULL, world_set_up, test_unreadable, world_tear_down);
  g_test_add ("/sync/apart/neighbours", World, NULL, world_set_up, test_neighbours, world_tear_down);
  g_test_add ("/sync/apart/nothing-else", World, NULL, world_set_up, test_nothing_else, world_tear_down);
  g_test_add ("/sync/apart/expired", World, NULL, world_set_up, test_expired, world_tear_down);
  g_test_add ("/sync/apart/all-unreadable", World, NULL, world_set_up, test_all_unreadable, world_tear_down);

  return g_test_run ();
}
