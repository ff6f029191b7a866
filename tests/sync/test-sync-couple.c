/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-couple.h"
#include "psr-sync-error.h"
#include "psr-sync-there.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

#define OTHER "bbbbbbbb-0000-0000-0000-000000000001"

typedef struct
{
  World      *world;
  const char *bc;
  const char *wello; /* NULL to uncouple */
} Ask;

static DexFuture *
ask_fiber (gpointer data)
{
  const Ask *ask = data;
  g_autoptr (PsrLink) link = NULL;
  GError *error = NULL;

  link = ask->wello != NULL ? psr_sync_couple (ask->world->context, PSR_SYNC_CUSTOMERS, ask->bc, ask->wello, "An", &error)
                            : psr_sync_uncouple (ask->world->context, PSR_SYNC_CUSTOMERS, ask->bc, "An", &error);
  if (link == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_LINK, g_steal_pointer (&link));
}

static PsrLink *
ask (World       *world,
     const char  *bc,
     const char  *wello,
     GError     **error)
{
  Ask asked = { world, bc, wello };
  g_autoptr (DexFuture) future = psr_test_run_fiber (ask_fiber, &asked);
  const GValue *value = dex_future_get_value (future, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static void
expect_coupled (World      *world,
                const char *bc,
                const char *wello,
                const char *wello_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrLink) link = ask (world, bc, wello, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (link->wello_id, ==, wello_id);
}

static void
expect_refused (World      *world,
                const char *bc,
                const char *wello,
                GQuark      domain,
                int         code,
                const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrLink) link = ask (world, bc, wello, &error);
  g_autoptr (PsrExplanation) words = NULL;

  g_assert_null (link);
  g_assert_error (error, domain, code);
  words = psr_explain (error);
  g_assert_cmpstr (words->mend, !=, "");
  g_assert_nonnull (strstr (words->why, says));
}

static guint
count_audit (World      *world,
             const char *action)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_ledger_list_audit (psr_store_get_ledger (world->store), 0, 0, 100));
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;
  guint n = 0;

  g_assert_nonnull (dex_future_get_value (future, &error));
  entries = g_value_get_boxed (dex_future_get_value (future, NULL));
  for (guint i = 0; i < entries->len; i++)
    n += g_str_equal (((PsrAuditEntry *) entries->pdata[i])->action, action);

  return n;
}

/* What can't be guessed is named by a person, and the next run takes it from there:
 * also a record that it had tried in vain as often as it does. */
static void
test_settles_ambiguous (World         *world,
                        gconstpointer  data)
{
  g_autoptr (PsrSyncReport) after = NULL;

  add_customers (world, 1);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"One\",\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"" OTHER "\",\"code\":\"C1\",\"name\":\"Two\",\"archived\":false}");

  for (guint run = 0; run < 7; run++)
    {
      g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

      g_assert_no_error (report->error);
      g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 0);
    }

  expect_refused (world, "C1", "C1", PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS, OTHER);
  expect_coupled (world, "c1", OTHER, OTHER);
  g_assert_cmpuint (count_audit (world, "couple"), ==, 1);

  after = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (after, 0, 1, 0, 0, 0);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, OTHER), "name"), ==, "Customer 1");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, FOREIGN), "name"), ==, "One");

  /* Once more changes nothing. */
  expect_coupled (world, "C1", OTHER, OTHER);
  g_assert_cmpuint (count_audit (world, "couple"), ==, 1);
}

static void
test_refuses (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *first = world_dup_id (1);

  add_customers (world, 2);
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"X\",\"name\":\"X\",\"archived\":false}");

  expect_refused (world, "C99", "C1", PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND, "number");
  expect_refused (world, "C1", "C99", PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND, "number");
  expect_refused (world, "C99", NULL, PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND, "number");

  /* Either of them belongs to another one. */
  expect_refused (world, "C2", first, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN, first);
  expect_refused (world, "C2", FOREIGN, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN, "C2");
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 2);
  g_assert_cmpuint (count_audit (world, "couple"), ==, 0);
}

static void
test_another_organization (World         *world,
                           gconstpointer  data)
{
  add_customers (world, 1);
  world_add_wello (world->companies,
                   "{\"id\":\"" FOREIGN "\",\"code\":\"X\",\"name\":\"Theirs\",\"archived\":false,\"sales_organization_id\":\"" OTHER "\"}");
  world_add_wello (world->companies, "{\"id\":\"" OTHER "\",\"code\":\"Y\",\"name\":\"Nobody’s\",\"archived\":false}");
  world->context->has_organizations = TRUE;
  g_set_str (&world->context->sales_organization_id, FOREIGN);

  expect_refused (world, "C1", "X", PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN, "Theirs");
  expect_refused (world, "C1", "Y", PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN, "Nobody’s");
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 0);
}

/* A customer and its default contact go to another company as a whole: what was
 * agreed on with the first one counts no more. */
static void
test_moves (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autofree char *id = world_dup_id (1);
  JsonObject *customer;

  add_customers (world, 2);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"X\",\"name\":\"X\",\"archived\":false}");

  expect_coupled (world, "C1", NULL, id);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 1);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 1);
  g_assert_cmpuint (count_audit (world, "uncouple"), ==, 2);

  expect_coupled (world, id, "x", FOREIGN);
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 1, 0, 0, 0);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, FOREIGN), "name"), ==, "Customer 1");
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 2);

  /* A change goes to the new one, and the old one stays as it is. */
  customer = g_ptr_array_index (world->customers, 0);
  touch (customer, "displayName", "Moved");
  g_clear_pointer (&second, psr_sync_report_unref);
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 1, 0, 0, 0);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, FOREIGN), "name"), ==, "Moved");
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 1), "name"), ==, "Customer 1");
}

static DexFuture *
reset_fiber (gpointer data)
{
  World *world = data;
  GError *error = NULL;

  psr_sync_reset (world->context, PSR_SYNC_CUSTOMERS, &error);
  g_assert_no_error (error);

  return dex_future_new_true ();
}

static void
test_reset (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autoptr (PsrSyncReport) third = NULL;

  add_customers (world, 5);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 0, 0, 0, 0);

  dex_unref (psr_test_run_fiber (reset_fiber, world));
  world_clear_log (world);
  third = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (third, 0, 0, 5, 0, 0);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 5);
}

static void
put_code (World      *world,
          guint       number,
          const char *code)
{
  g_autofree char *name = g_strdup_printf ("Customer %s", code);
  guint bc = (guint) g_ascii_strtoull (code + 1, NULL, 10);

  json_object_set_string_member (world_get_wello (world->companies, number), "code", code);
  touch (add_customer (world, bc, name), "displayName", name);
}

/* Somebody gave the record of a customer that is gone the code of another one; that of a
 * customer who is there stays theirs. */
static void
test_takes_over (World        *world,
                 gconstpointer unused)
{
  g_autofree char *right = world_dup_id (9);
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) calm = NULL;

  add_customers (world, 3);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_ptr_array_remove_index (world->customers, 1);
  put_code (world, 2, "C9");
  put_code (world, 3, "C8");

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  assert_report (dry, 0, 1, 0, 1, 0);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 3);

  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 1, 0, 1, 0);
  g_assert_cmpstr (((const PsrSyncRow *) report->rows->pdata[0])->number, ==, "C8");
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "name"), ==, "Customer C9");
  g_assert_null (g_hash_table_lookup (world->companies, right));
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 3);
  expect_coupled (world, "C9", "C9", psr_json_get_string (world_get_wello (world->companies, 2), "id"));

  calm = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (calm->error);
  g_assert_cmpuint (calm->skipped, ==, 1);
}

/* What is gone gives its place to the one that a person names; what is there doesn’t. */
static void
test_takes_place (World        *world,
                  gconstpointer unused)
{
  g_autofree char *left = world_dup_id (2);
  g_autofree char *there = world_dup_id (3);
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) calm = NULL;

  add_customers (world, 3);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (g_hash_table_size (world->contacts), ==, 3);
  g_ptr_array_remove_index (world->customers, 1);
  touch (add_customer (world, 9, "Survivor"), "displayName", "Survivor");

  expect_refused (world, "C9", there, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN, "C3");
  expect_coupled (world, "C9", left, left);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 3);
  /* With its default contact, which stays the same one. */
  g_assert_cmpuint (count_audit (world, "uncouple"), ==, 2);
  g_assert_cmpuint (count_audit (world, "couple"), ==, 2);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 3);

  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 1, 0, 0, 0);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "name"), ==, "Survivor");
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "code"), ==, "C9");
  calm = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (calm->created + calm->changed + calm->skipped + calm->failed, ==, 0);
  g_assert_cmpuint (g_hash_table_size (world->contacts), ==, 3);
}

/* Its number was given to a new customer: nobody in Wello said that they are the same. */
static void
test_number_again (World        *world,
                   gconstpointer unused)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  g_autofree char *name = NULL;
  JsonObject *other;

  add_customers (world, 3);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  name = g_strdup (psr_json_get_string (world_get_wello (world->companies, 2), "name"));
  g_ptr_array_remove_index (world->customers, 1);
  other = add_customer (world, 9, "Somebody else");
  json_object_set_string_member (other, "number", "C2");
  touch (other, "displayName", "Somebody else");

  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 0, 0, 1, 0);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "name"), ==, name);
}

static DexFuture *
list_fiber (gpointer data)
{
  World *world = data;

  for (PsrSyncFlow flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      g_autoptr (GPtrArray) all = NULL;
      g_autoptr (GError) error = NULL;

      if (psr_sync_flow_couples (flow))
        continue;

      all = psr_sync_list_there (world->context, flow, &error);
      g_assert_null (all);
      g_assert_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND);
    }

  return dex_future_new_true ();
}

/* Of what is only read, and of what is reckoned, Wello has nothing to choose from. */
static void
test_nothing_to_couple (World        *world,
                        gconstpointer unused)
{
  dex_unref (psr_test_run_fiber (list_fiber, world));
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

/* A dry run of everything tells how many Wello has that nobody in Business Central is: of
 * these only one, since a supplier, a site and what is hidden are nobody's. */
static void
test_alone (World        *world,
            gconstpointer unused)
{
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) changes = NULL;
  g_autoptr (PsrSyncReport) all = NULL;

  add_customers (world, 3);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"Old\",\"is_client\":true,\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"" ALONE "a1\",\"code\":\"X1\",\"name\":\"Alone\",\"is_client\":true,\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"" ALONE "a2\",\"code\":\"X2\",\"name\":\"Supplier\",\"is_client\":false,\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"" ALONE "a3\",\"code\":\"X3\",\"name\":\"Site\",\"is_client\":true,\"archived\":false,"
                                     "\"parent_id\":\"" FOREIGN "\"}");
  world_add_wello (world->companies, "{\"id\":\"" ALONE "a4\",\"code\":\"X4\",\"name\":\"Hidden\",\"is_client\":true,\"archived\":true}");

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  assert_report (dry, 2, 1, 0, 0, 0);
  g_assert_true (dry->knows_alone);
  g_assert_cmpuint (dry->alone, ==, 1);

  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_false (first->knows_alone);
  changes = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  g_assert_no_error (changes->error);
  g_assert_false (changes->knows_alone);
  all = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL | PSR_SYNC_DRY_RUN);
  g_assert_no_error (all->error);
  g_assert_cmpuint (all->alone, ==, 1);
}

/* Whoever may be meant isn't alone. */
static void
test_meant (World        *world,
            gconstpointer unused)
{
  g_autoptr (PsrSyncReport) dry = NULL;

  add_customers (world, 3);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"One\",\"is_client\":true,\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"" ALONE "a1\",\"code\":\"C1\",\"name\":\"Other\",\"is_client\":true,\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"" ALONE "a2\",\"code\":\"X1\",\"name\":\"Alone\",\"is_client\":true,\"archived\":false}");

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  g_assert_no_error (dry->error);
  g_assert_true (dry->knows_alone);
  g_assert_cmpuint (dry->alone, ==, 1);
}

#define ADD(path, func) g_test_add (path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("/sync/couple/nothing-to-couple", test_nothing_to_couple);
  ADD ("/sync/couple/settles-ambiguous", test_settles_ambiguous);
  ADD ("/sync/couple/refuses", test_refuses);
  ADD ("/sync/couple/another-organization", test_another_organization);
  ADD ("/sync/couple/moves", test_moves);
  ADD ("/sync/couple/reset", test_reset);
  ADD ("/sync/couple/takes-over", test_takes_over);
  ADD ("/sync/couple/takes-place", test_takes_place);
  ADD ("/sync/couple/number-again", test_number_again);
  ADD ("/sync/couple/alone", test_alone);
  ADD ("/sync/couple/meant", test_meant);

  return g_test_run ();
}
