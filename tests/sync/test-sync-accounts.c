/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sync-accounts.h"

/* A site, what is archived, and what is no client isn't one. */
static void
test_propose (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) over = NULL;
  const PsrSyncRow *row;
  JsonObject *account;

  begin (world, PSR_SYNC_BC_WINS);
  json_object_set_string_member (world_get_bc (world->customers, 2), "taxRegistrationNumber", "0123.456.749");
  account = add_account (world, NEW, "New BV", "");
  json_object_set_string_member (account, "vat_reg_code", "BE 0123 456 749");
  add_account (world, SITE, "Site", ",\"parent_id\":\"" NEW "\"");
  json_object_set_boolean_member (add_account (world, OLD, "Old", ""), "archived", TRUE);
  change_bc (world, 2, "email", "x@example.com");

  report = run (world);
  g_assert_cmpuint (report->skipped, ==, 1);
  row = get_row (report, NEW);
  g_assert_cmpstr (row->code, ==, PSR_SYNC_CODE_NEW_ACCOUNT);
  g_assert_cmpstr (row->number, ==, "New BV");
  g_assert_nonnull (strstr (row->why, "C2"));
  g_assert_nonnull (strstr (row->mend, "couple"));
  g_assert_cmpuint (world->bc_writes, ==, 0);

  /* It goes on waiting. */
  again = run (world);
  g_assert_cmpuint (again->skipped, ==, 1);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->skipped, ==, 1);
  g_assert_nonnull (get_row (full, NEW));

  /* Somebody gave it a number in Wello, or hid it. */
  account = g_hash_table_lookup (world->companies, NEW);
  json_object_set_boolean_member (account, "archived", TRUE);
  over = run (world);
  g_assert_cmpuint (over->set_aside, ==, 0);
  g_assert_cmpuint (over->skipped, ==, 0);
}

static void
set_awaited (World      *world,
             const char *who)
{
  GHashTable *awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (who != NULL)
    g_hash_table_add (awaited, g_strdup (who));
  psr_sync_context_take_awaited (world->context, awaited);
}

/* Only those are proposed for which there is something to bill, though they were made long ago. */
static void
test_first_invoice (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) none = NULL;
  g_autoptr (PsrSyncReport) one = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autoptr (PsrSyncReport) quiet = NULL;
  g_autoptr (PsrSyncReport) named = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  set_awaited (world, NULL);
  add_account (world, NEW, "New BV", "");
  add_account (world, OLD, "Old NV", "");
  none = run (world);
  g_assert_no_error (none->error);
  g_assert_cmpuint (none->skipped, ==, 0);

  world_let_pass (world, 60);
  set_awaited (world, NEW);
  one = run (world);
  g_assert_no_error (one->error);
  g_assert_cmpuint (one->skipped, ==, 1);
  g_assert_cmpstr (get_row (one, NEW)->code, ==, PSR_SYNC_CODE_NEW_ACCOUNT);

  /* What is billed otherwise meanwhile goes on waiting, and nobody else comes. */
  set_awaited (world, NULL);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->skipped, ==, 1);
  g_assert_nonnull (get_row (full, NEW));

  rejected = settle (world, NEW, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (rejected->set_aside, ==, 0);
  world_let_pass (world, 60);
  set_awaited (world, NEW);
  quiet = run (world);
  g_assert_cmpuint (quiet->skipped, ==, 0);

  /* Who pays is known by name. */
  set_awaited (world, "Old NV");
  named = run (world);
  g_assert_no_error (named->error);
  g_assert_cmpuint (named->skipped, ==, 1);
  g_assert_nonnull (get_row (named, OLD));
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

/* Who can never be proposed, as nobody in Wello has that name, keeps nobody else waiting. */
static void
test_awaited_many (World         *world,
                   gconstpointer  data)
{
  GHashTable *awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_proposed = 0;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "AA first", "");
  add_account (world, OLD, "ZZ last", "");
  g_hash_table_add (awaited, g_strdup ("AA first"));
  g_hash_table_add (awaited, g_strdup ("ZZ last"));
  for (guint i = 0; i < 120; i++)
    g_hash_table_add (awaited, g_strdup_printf ("Nobody %u", i));
  psr_sync_context_take_awaited (world->context, awaited);

  /* They were made long ago. */
  world_let_pass (world, 600);
  json_object_set_string_member (g_hash_table_lookup (world->companies, NEW), "modified_dateutc", "2020-01-01T00:00:00Z");
  json_object_set_string_member (g_hash_table_lookup (world->companies, OLD), "modified_dateutc", "2020-01-01T00:00:00Z");
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (PsrSyncReport) report = run (world);

      g_assert_no_error (report->error);
      n_proposed = MAX (n_proposed, report->skipped);
    }
  g_assert_cmpuint (n_proposed, ==, 2);
}

/* Wello says of one property only that accounts can be asked for by it. */
static void
test_awaited_refused (World         *world,
                      gconstpointer  data)
{
  GHashTable *awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (PsrSyncReport) report = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  add_account (world, OLD, "Old NV", "");
  g_hash_table_add (awaited, g_strdup ("Old NV"));
  g_hash_table_add (awaited, g_strdup (NEW));
  psr_sync_context_take_awaited (world->context, awaited);
  world_let_pass (world, 600);
  json_object_set_string_member (g_hash_table_lookup (world->companies, NEW), "modified_dateutc", "2020-01-01T00:00:00Z");
  json_object_set_string_member (g_hash_table_lookup (world->companies, OLD), "modified_dateutc", "2020-01-01T00:00:00Z");

  world->refuse_filter = "name eq";
  report = run (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->skipped, ==, 1);
  g_assert_nonnull (get_row (report, NEW));
}

/* However many there are from the beginning, none is passed over. */
static void
test_many (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;

  set_rules (world, PSR_SYNC_BC_WINS);
  add_customers (world, 2);
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *id = g_strdup_printf ("dddddddd-0000-0000-0000-00000000000%u", i);
      g_autofree char *name = g_strdup_printf ("New %u", i);

      add_account (world, id, name, "");
    }

  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->skipped, ==, 7);
}

static void
test_accept (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;
  JsonObject *made;
  JsonObject *account;

  /* There from the beginning, too. */
  set_rules (world, PSR_SYNC_BC_WINS);
  add_customers (world, 2);
  add_account (world, NEW, "New BV", ",\"db_country_code\":\"BE\"");
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_nonnull (get_row (first, NEW));
  g_assert_cmpuint (world->bc_writes, ==, 0);

  accepted = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (accepted->error);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  g_assert_cmpuint (accepted->written_back, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  g_assert_cmpuint (world->customers->len, ==, 3);

  made = g_ptr_array_index (world->customers, 2);
  g_assert_cmpstr (psr_json_get_string (made, "displayName"), ==, "New BV");
  g_assert_cmpstr (psr_json_get_string (made, "type"), ==, "Company");
  g_assert_cmpstr (psr_json_get_string (made, "country"), ==, "BE");
  g_assert_cmpstr (psr_json_get_string (made, "postalCode"), ==, "1000");
  account = g_hash_table_lookup (world->companies, NEW);
  g_assert_cmpstr (psr_json_get_string (account, "code"), ==, psr_json_get_string (made, "number"));
  g_assert_cmpstr (psr_json_get_string (account, "name"), ==, "New BV");
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 3);

  report = run (world);
  g_assert_cmpuint (report->created + report->changed + report->skipped + report->failed, ==, 0);
  assert_quiet (world);
}

static void
test_reject (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autoptr (PsrSyncReport) full = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);
  g_assert_nonnull (get_row (report, NEW));

  rejected = settle (world, NEW, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (rejected->set_aside, ==, 0);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->skipped, ==, 0);
  assert_quiet (world);
}

/* A customer that nothing is coupled with may be this one. */
static void
test_twin (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  JsonObject *customer;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);

  customer = add_customer (world, 9, "New BV");
  json_object_set_string_member (customer, "postalCode", "1000");
  refused = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  g_assert_nonnull (strstr (get_row (refused, NEW)->mend, "couple customers C9 " NEW));
}

/* The answer is lost: nothing is made twice. */
static void
test_lost (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) lost = NULL;
  g_autoptr (PsrSyncReport) early = NULL;
  g_autoptr (PsrSyncReport) late = NULL;
  JsonObject *account;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);

  world->bc_loses_answer = TRUE;
  lost = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (lost, NEW));
  g_assert_cmpuint (world->bc_writes, ==, 1);
  world->bc_loses_answer = FALSE;

  world_let_pass (world, 10);
  early = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (early, NEW));
  g_assert_cmpuint (world->bc_writes, ==, 1);

  world_let_pass (world, 11);
  late = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (late->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  g_assert_cmpuint (world->customers->len, ==, 4);
  account = g_hash_table_lookup (world->companies, NEW);
  g_assert_cmpstr (psr_json_get_string (account, "code"), ==, "N3");
}

static void
test_refused (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);

  world->bc_status = 400;
  refused = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (refused, NEW)->mend, "API Setup"));

  world->bc_status = 0;
  accepted = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  g_assert_cmpuint (world->customers->len, ==, 4);
}

/* No customer was made of it, as far as anybody can see: it is sent once all the same. */
static void
test_lost_for_good (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) lost = NULL;
  g_autoptr (PsrSyncReport) late = NULL;
  g_autoptr (PsrSyncReport) later = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autoptr (DexFuture) future = NULL;
  const char *mark;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);

  world->bc_status = 504;
  lost = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (lost, NEW));
  g_assert_cmpuint (world->bc_writes, ==, 1);
  world->bc_status = 0;

  world_let_pass (world, 60);
  late = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (late, NEW)->mend, "couple customers NUMBER " NEW));
  later = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (later, NEW));
  g_assert_cmpuint (world->bc_writes, ==, 1);

  rejected = settle (world, NEW, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (rejected->set_aside, ==, 0);
  /* In the database that a power cut leaves whole, and that isn't read anew. */
  future = psr_test_await (psr_link_store_get_mark (world->context->links, NEW));
  mark = g_value_get_string (dex_future_get_value (future, NULL));
  g_assert_true (g_str_has_prefix (mark, "rejected 20"));
  g_assert_nonnull (strstr (mark, "New BV"));
}

/* What was sent is looked for, not what the account has become. */
static void
test_lost_renamed (World         *world,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) lost = NULL;
  g_autoptr (PsrSyncReport) late = NULL;
  JsonObject *account;

  begin (world, PSR_SYNC_BC_WINS);
  account = add_account (world, NEW, "New BV", "");
  report = run (world);

  world->bc_loses_answer = TRUE;
  lost = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (get_row (lost, NEW));
  world->bc_loses_answer = FALSE;

  json_object_set_string_member (account, "name", "Newer BV");
  world_let_pass (world, 60);
  late = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (late->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  g_assert_cmpuint (world->customers->len, ==, 4);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, NEW), "code"), ==, "N3");
}

/* Two are like what was sent: a person has to say which. */
static void
test_lost_twice (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) lost = NULL;
  g_autoptr (PsrSyncReport) late = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);

  world->bc_loses_answer = TRUE;
  lost = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  world->bc_loses_answer = FALSE;
  json_object_set_string_member (add_customer (world, 9, "New BV"), "postalCode", "1000");

  world_let_pass (world, 60);
  late = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_nonnull (strstr (get_row (late, NEW)->mend, "couple customers NUMBER " NEW));
  g_assert_cmpuint (world->bc_writes, ==, 1);
}

/* Somebody coupled it while it waited. */
static void
test_coupled (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr (DexFuture) added = NULL;
  g_autofree char *bc_id = world_dup_id (9);

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);
  g_assert_nonnull (get_row (report, NEW));

  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CUSTOMER, bc_id, NEW, "C9", PSR_LINK_MADE));
  added = psr_test_await (psr_link_store_add (world->context->links, links));
  g_assert_nonnull (dex_future_get_value (added, NULL));

  accepted = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_no_error (accepted->error);
  g_assert_cmpuint (accepted->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

/* The profile was changed while it waited. */
static void
test_one_way (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  add_account (world, NEW, "New BV", "");
  report = run (world);
  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS, &(PsrSyncRules) { .both_ways = FALSE });

  refused = settle (world, NEW, PSR_SYNC_SETTLE_WELLO);
  g_assert_error (refused->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED);
  g_assert_cmpuint (world->bc_writes, ==, 0);
}

#define ADD(path, func) \
  g_test_add ("/sync/accounts/" path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("propose", test_propose);
  ADD ("first-invoice", test_first_invoice);
  ADD ("awaited-many", test_awaited_many);
  ADD ("awaited-refused", test_awaited_refused);
  ADD ("many", test_many);
  ADD ("accept", test_accept);
  ADD ("reject", test_reject);
  ADD ("twin", test_twin);
  ADD ("lost", test_lost);
  ADD ("lost-for-good", test_lost_for_good);
  ADD ("lost-renamed", test_lost_renamed);
  ADD ("lost-twice", test_lost_twice);
  ADD ("coupled", test_coupled);
  ADD ("one-way", test_one_way);
  ADD ("refused", test_refused);

  return g_test_run ();
}
