/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-both.h"

#include <string.h>

/* A choice holds for the values that were shown: of newer ones nothing is chosen, whether or
 * not a run came across them meanwhile. */
static void
test_shown (World         *world,
            gconstpointer  data)
{
  gboolean compared = GPOINTER_TO_INT (data);
  g_autofree char *id = world_dup_id (1);
  g_autoptr (PsrSyncReport) asked = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  g_autoptr (PsrSyncReport) unbound = NULL;
  g_autoptr (PsrSyncReport) settled = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncLook) old = NULL;
  g_autoptr (PsrSyncLook) shown = NULL;

  begin (world, PSR_SYNC_ASK);
  world_let_pass (world, 60);
  change_wello (world, 1, "name", "Shown");
  asked = run (world);
  g_assert_cmpuint (asked->skipped, ==, 1);

  old = look (world, PSR_SYNC_CUSTOMERS, id);
  g_assert_nonnull (strstr (old->question, "Shown"));
  world_let_pass (world, 60);
  change_wello (world, 1, "name", "Newer");
  if (compared)
    {
      g_autoptr (PsrSyncReport) meanwhile = run (world);

      g_assert_nonnull (strstr (((const PsrSyncRow *) meanwhile->rows->pdata[0])->why, "Newer"));
    }
  refused = settle_shown (world, PSR_SYNC_CUSTOMERS, id, old, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  g_assert_cmpuint (refused->skipped, ==, 1);
  g_assert_nonnull (strstr (((const PsrSyncRow *) refused->rows->pdata[0])->why, "Newer"));
  assert_both (world, 1, "displayName", "Customer 1", "name", "Newer");

  unbound = settle_shown (world, PSR_SYNC_CUSTOMERS, id, NULL, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (unbound->skipped, ==, 1);
  assert_both (world, 1, "displayName", "Customer 1", "name", "Newer");

  /* Now it was shown, whatever the last run said. */
  world_let_pass (world, 60);
  change_wello (world, 1, "name", "Newest");
  shown = look (world, PSR_SYNC_CUSTOMERS, id);
  settled = settle_shown (world, PSR_SYNC_CUSTOMERS, id, shown, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (settled->skipped, ==, 0);
  assert_both (world, 1, "displayName", "Newest", "name", "Newest");

  /* A window that still shows it settles nothing of what came later. */
  world_let_pass (world, 60);
  change_wello (world, 1, "name", "Another");
  again = settle_shown (world, PSR_SYNC_CUSTOMERS, id, shown, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (again->skipped, ==, 1);
  assert_both (world, 1, "displayName", "Newest", "name", "Another");
}

/* The default contact is asked about, too: nothing of a record is written where what was shown
 * of any of its parts is another value. */
static void
test_shown_contact (World         *world,
                    gconstpointer  data)
{
  g_autofree char *id = world_dup_id (1);
  g_autofree char *now = NULL;
  g_autoptr (PsrSyncReport) asked = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  g_autoptr (PsrSyncReport) settled = NULL;
  g_autoptr (PsrSyncLook) old = NULL;
  JsonObject *contact;

  begin (world, PSR_SYNC_ASK);
  contact = world_get_wello (world->contacts, 1);
  world_let_pass (world, 60);
  change_bc (world, 1, "website", "https://bc.example");
  change_bc (world, 1, "phoneNumber", "1");
  change_wello (world, 1, "url", "https://wello.example");
  now = world_dup_now (world);
  json_object_set_string_member (contact, "phone", "2");
  json_object_set_string_member (contact, "modified_dateutc", now);
  asked = run (world);
  g_assert_cmpuint (asked->skipped, ==, 1);

  old = look (world, PSR_SYNC_CUSTOMERS, id);
  g_assert_nonnull (strstr (old->question, "“2”"));
  json_object_set_string_member (contact, "phone", "3");
  refused = settle_shown (world, PSR_SYNC_CUSTOMERS, id, old, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (refused->skipped, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  assert_both (world, 1, "website", "https://bc.example", "url", "https://wello.example");

  settled = settle (world, id, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (settled->skipped, ==, 0);
  assert_both (world, 1, "website", "https://wello.example", "url", "https://wello.example");
  g_assert_cmpstr (psr_json_get_string (contact, "phone"), ==, "3");
}

/* Where the flow went one way meanwhile nothing is settled before a run both ways: it would
 * take along what was changed in Wello since. */
static void
test_shown_turned (World         *world,
                   gconstpointer  data)
{
  g_autofree char *id = world_dup_id (1);
  g_autoptr (PsrSyncReport) asked = NULL;
  g_autoptr (PsrSyncReport) one_way = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;

  begin (world, PSR_SYNC_ASK);
  world_let_pass (world, 60);
  change_wello (world, 1, "name", "Shown");
  asked = run (world);
  g_assert_cmpuint (asked->skipped, ==, 1);

  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS, &(PsrSyncRules) { .both_ways = FALSE });
  one_way = run (world);
  g_assert_no_error (one_way->error);
  world_let_pass (world, 60);
  change_wello (world, 1, "url", "https://drifted.example");

  set_rules (world, PSR_SYNC_ASK);
  refused = settle (world, id, PSR_SYNC_SETTLE_BC);
  g_assert_error (refused->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  assert_both (world, 1, "website", "", "url", "https://drifted.example");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func, data) \
  g_test_add ("/sync/choice/" path, World, GINT_TO_POINTER (data), world_set_up, func, world_tear_down)
  ADD ("shown", test_shown, FALSE);
  ADD ("shown-and-compared", test_shown, TRUE);
  ADD ("contact", test_shown_contact, 0);
  ADD ("turned", test_shown_turned, 0);
#undef ADD

  return g_test_run ();
}
