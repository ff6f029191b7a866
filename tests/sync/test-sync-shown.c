/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sync-accounts.h"

/* Customers that got the number or the address since the proposal was shown. */
static void
test_alike (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) vat = NULL;
  g_autoptr (PsrSyncReport) email = NULL;
  g_autoptr (PsrSyncReport) free_one = NULL;
  JsonObject *account;

  begin (world, PSR_SYNC_BC_WINS);
  account = add_account (world, NEW, "New BV", "");
  json_object_set_string_member (account, "vat_reg_code", "BE 0123 456 749");
  json_object_set_string_member (account, "email", "info@new.example");
  report = run (world);
  g_assert_nonnull (get_row (report, NEW));

  json_object_set_string_member (world_get_bc (world->customers, 2), "taxRegistrationNumber", "0123.456.749");
  vat = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (vat, NEW)->why, "C2"));
  g_assert_cmpuint (world->bc_writes, ==, 0);

  json_object_set_string_member (world_get_bc (world->customers, 2), "taxRegistrationNumber", "");
  json_object_set_string_member (world_get_bc (world->customers, 3), "email", "Info@new.example");
  email = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (email, NEW)->why, "C3"));
  g_assert_cmpuint (world->bc_writes, ==, 0);

  json_object_set_string_member (world_get_bc (world->customers, 3), "email", "");
  json_object_set_string_member (add_customer (world, 9, "Other"), "taxRegistrationNumber", "BE0123456749");
  free_one = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (free_one, NEW)->mend, "couple customers C9 " NEW));
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

/* A person saw the customer that it is like, and takes them for two. */
static void
test_shown (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  change_bc (world, 2, "taxRegistrationNumber", "0123.456.749");
  json_object_set_string_member (add_account (world, NEW, "New BV", ""), "vat_reg_code", "BE 0123 456 749");
  report = run (world);
  g_assert_nonnull (strstr (get_row (report, NEW)->why, "C2"));

  accepted = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 1);
}

/* What was refused otherwise meanwhile doesn't undo what a person saw. */
static void
test_shown_refused (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  change_bc (world, 2, "taxRegistrationNumber", "0123.456.749");
  json_object_set_string_member (add_account (world, NEW, "New BV", ""), "vat_reg_code", "BE 0123 456 749");
  report = run (world);
  g_assert_nonnull (strstr (get_row (report, NEW)->why, "C2"));

  world->bc_status = 400;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PsrSyncReport) refused = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);

      g_assert_nonnull (strstr (get_row (refused, NEW)->mend, "API Setup"));
    }

  world->bc_status = 0;
  accepted = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  g_assert_cmpuint (world->customers->len, ==, 4);
}

/* What an account is called says nothing of what a person was shown. */
static void
test_named_alike (World         *world,
                  gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  JsonObject *account;

  begin (world, PSR_SYNC_BC_WINS);
  account = add_account (world, NEW, "New BV. it may be the customer C2: the same VAT number; of Gent", "");
  json_object_set_string_member (account, "vat_reg_code", "BE 0123 456 749");
  report = run (world);
  g_assert_nonnull (get_row (report, NEW));

  json_object_set_string_member (world_get_bc (world->customers, 2), "taxRegistrationNumber", "0123.456.749");
  refused = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  g_assert_nonnull (strstr (get_row (refused, NEW)->why, "coupled with another account"));
}

#define ADD(path, func) \
  g_test_add ("/sync/shown/" path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("alike", test_alike);
  ADD ("shown", test_shown);
  ADD ("refused", test_shown_refused);
  ADD ("named-alike", test_named_alike);

  return g_test_run ();
}
