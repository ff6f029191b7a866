/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-people.h"

#include <string.h>

#define WELLO_AN "bbbbbbbb-0000-0000-0000-000000000001"

static void
assert_quiet (World *world)
{
  g_autoptr (PsrSyncReport) report = NULL;

  world_let_pass (world, 5);
  world_clear_log (world);
  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 0, report->unchanged, 0, 0);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

/* People of a customer become contacts of its company; those of a supplier, a person who
 * is the customer, and who asked not to be passed on, don't. */
static void
test_people (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_customers (world, 2);
  relate (world, 1, 101, 102, 0);
  relate (world, 2, 0);
  add_person (world, 101, 1, "An Peeters");
  json_object_set_boolean_member (add_person (world, 102, 1, "Bert Maes"), "privacyBlocked", TRUE);
  add_person (world, 103, 77, "Carl of a supplier");
  json_object_set_string_member (add_person (world, 104, 2, "Customer 2"), "companyNumber", "");

  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 1, 0, 0, 0, 0);
  assert_person (world, 101, 1, "", "An Peeters");
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->contacts, 101), "mobile"), ==, "0470 101");
  g_assert_cmpuint (g_hash_table_size (world->contacts), ==, 3);
  assert_quiet (world);
}

/* One that is there already is coupled, however its name is split, and keeps its first
 * name when the last one changes. */
static void
test_there_already (World         *world,
                    gconstpointer  data)
{
  g_autofree char *company = world_dup_id (1);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"" WELLO_AN "\",\"company_id\":\"%s\",\"firstname\":\"An\",\"lastname\":\"PEETERS\","
                                           "\"email\":\"\",\"phone\":\"09 1\",\"functions\":\"\",\"mobile\":\"\",\"archived\":false}",
                                           company);
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autoptr (PsrSyncReport) third = NULL;
  JsonObject *an;
  JsonObject *row;

  add_customers (world, 1);
  relate (world, 1, 101, 0);
  an = add_person (world, 101, 1, "An Peeters");
  row = world_add_wello (world->contacts, json);
  g_assert_nonnull (row);

  first = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (first, 0, 1, 0, 0, 0);
  row = g_hash_table_lookup (world->contacts, WELLO_AN);
  g_assert_cmpstr (psr_json_get_string (row, "firstname"), ==, "An");
  g_assert_cmpstr (psr_json_get_string (row, "lastname"), ==, "Peeters");
  g_assert_cmpstr (psr_json_get_string (row, "email"), ==, "p101@a.example");
  /* What is there isn't wiped out by what is empty. */
  g_assert_cmpstr (psr_json_get_string (row, "phone"), ==, "09 1");
  assert_quiet (world);

  touch (an, "displayName", "An Maes");
  second = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 1, 0, 0, 0);
  row = g_hash_table_lookup (world->contacts, WELLO_AN);
  g_assert_cmpstr (psr_json_get_string (row, "firstname"), ==, "An");
  g_assert_cmpstr (psr_json_get_string (row, "lastname"), ==, "Maes");

  world_let_pass (world, 30);
  json_object_set_string_member (an, "lastModifiedDateTime", "2026-08-24T09:20:00Z");
  json_object_set_string_member (an, "displayName", "A. Maes");
  third = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (third, 0, 1, 0, 0, 0);
  row = g_hash_table_lookup (world->contacts, WELLO_AN);
  g_assert_cmpstr (psr_json_get_string (row, "firstname"), ==, "");
  g_assert_cmpstr (psr_json_get_string (row, "lastname"), ==, "A. Maes");
  assert_quiet (world);
}

/* A name that is longer than one field of Wello takes isn't cut where it is divided in two. */
static void
test_long_name (World         *world,
                gconstpointer  data)
{
  static const char first[] = "Marie-Antoinette Joséphine Jeanne";
  static const char last[] = "de Habsbourg-Lorraine de la Tour et Taxis";
  g_autofree char *company = world_dup_id (1);
  g_autofree char *whole = g_strconcat (first, " ", last, NULL);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"" WELLO_AN "\",\"company_id\":\"%s\",\"firstname\":\"%s\",\"lastname\":\"%s\","
                                           "\"email\":\"p101@a.example\",\"phone\":\"\",\"functions\":\"\",\"mobile\":\"0470 101\",\"archived\":false}",
                                           company, first, last);
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autofree char *id = world_dup_id (101);
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr (DexFuture) linked = NULL;
  JsonObject *row;

  add_customers (world, 1);
  relate (world, 1, 101, 0);
  add_person (world, 101, 1, whole);
  world_add_wello (world->contacts, json);
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_PERSON, id, WELLO_AN, "CT101", PSR_LINK_MANUAL));
  linked = psr_test_await (psr_link_store_add (psr_store_get_links (world->store), links));
  g_assert_true (dex_future_is_resolved (linked));

  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 0, 1, 0, 0);
  world_let_pass (world, 5);
  full = sync_both (world, PSR_SYNC_FULL);
  assert_report (full, 0, 0, 1, 0, 0);
  row = g_hash_table_lookup (world->contacts, WELLO_AN);
  g_assert_cmpstr (psr_json_get_string (row, "firstname"), ==, first);
  g_assert_cmpstr (psr_json_get_string (row, "lastname"), ==, last);
}

/* Of two of the same name none is guessed, and the default contact is no person. */
static void
test_kept_apart (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;

  add_customers (world, 1);
  relate (world, 1, 101, 102, 103, 0);
  add_person (world, 101, 1, "Customer 1");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *company = world_dup_id (1);
      g_autofree char *json = g_strdup_printf ("{\"id\":\"bbbbbbbb-0000-0000-0000-00000000000%u\",\"company_id\":\"%s\","
                                               "\"firstname\":\"\",\"lastname\":\"Bert Maes\",\"archived\":false}",
                                               i + 1, company);

      world_add_wello (world->contacts, json);
    }
  add_person (world, 102, 1, "Bert Maes");

  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 1, 0, 0, 1, 0);
  /* The customer's default contact has the customer's id, the person his own. */
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->contacts, 1), "lastname"), ==, "Customer 1");
  assert_person (world, 101, 1, "", "Customer 1");
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 1);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_PERSON), ==, 1);

  /* The same when Wello is asked for each. */
  world_let_pass (world, 5);
  json_object_set_string_member (add_person (world, 103, 1, "Customer 1"), "lastModifiedDateTime", "2026-08-24T09:04:00Z");
  again = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (again, 1, 0, again->unchanged, 1, 0);
  assert_person (world, 103, 1, "", "Customer 1");
}

/* A contact waits for its customer, however often it takes. */
static void
test_waits (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) last = NULL;

  add_customers (world, 2);
  relate (world, 1, 101, 0);
  add_person (world, 101, 1, "An Peeters");
  world->refuse_code = "C1";

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (PsrSyncReport) report = sync_both (world, PSR_SYNC_DEFAULT);

      g_assert_cmpuint (report->skipped, ==, 1);
      g_assert_cmpstr (((const PsrSyncRow *) g_ptr_array_index (report->rows, 0))->code, ==, "waits");
      world_let_pass (world, 5);
    }

  world->refuse_code = NULL;
  {
    g_autofree char *id = world_dup_id (1);
    const char *rows[] = { id, NULL };

    dex_unref (psr_test_await (psr_sync_run_rows (world->context, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT, rows, NULL, NULL, NULL, NULL, NULL)));
  }
  last = world_run (world, PSR_SYNC_CONTACTS, PSR_SYNC_DEFAULT);
  assert_report (last, 1, 0, 0, 0, 0);
  assert_person (world, 101, 1, "", "An Peeters");
  assert_quiet (world);
}

/* One that is new together with its customer is told once, and made once. */
static void
test_new_with_customer (World         *world,
                        gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) waits = NULL;
  g_autoptr (PsrSyncReport) made = NULL;

  add_customers (world, 1);
  first = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (first, 0, 0, 0, 0, 0);

  world_let_pass (world, 60);
  json_object_set_string_member (add_customer (world, 2, "Late"), "lastModifiedDateTime", "2026-08-24T09:59:00Z");
  relate (world, 2, 101, 0);
  json_object_set_string_member (add_person (world, 101, 2, "An Peeters"), "lastModifiedDateTime", "2026-08-24T09:59:00Z");
  waits = world_run (world, PSR_SYNC_CONTACTS, PSR_SYNC_DEFAULT);
  assert_report (waits, 0, 0, 0, 1, 0);

  made = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (made, 1, 0, 0, 0, 0);
  assert_person (world, 101, 2, "", "An Peeters");
  assert_quiet (world);
}

/* People of a customer that a filter leaves out aren't told; they come with it. */
static void
test_filter (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) none = NULL;
  g_autoptr (PsrSyncReport) come = NULL;

  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS, &(PsrSyncRules) { .filter = (char *) "country eq 'BE'" });
  add_customers (world, 2);
  json_object_set_string_member (world->customers->pdata[0], "country", "FR");
  relate (world, 1, 101, 0);
  add_person (world, 101, 1, "An Peeters");

  none = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (none, 0, 0, 0, 0, 0);

  world_let_pass (world, 60);
  for (guint i = 0; i < world->customers->len; i++)
    {
      if (g_str_equal (psr_json_get_string (world->customers->pdata[i], "number"), "C1"))
        {
          json_object_set_string_member (world->customers->pdata[i], "country", "BE");
          json_object_set_string_member (world->customers->pdata[i], "lastModifiedDateTime", "2026-08-24T09:59:00Z");
        }
    }
  come = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (come, 1, 0, 0, 0, 0);
  assert_quiet (world);
}

/* One who moves to another customer moves in Wello, too, and one who is gone is told. */
static void
test_moves (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) moved = NULL;
  g_autoptr (PsrSyncReport) gone = NULL;
  JsonObject *an;

  add_customers (world, 2);
  relate (world, 1, 101, 0);
  relate (world, 2, 0);
  an = add_person (world, 101, 1, "An Peeters");
  first = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (first, 1, 0, 0, 0, 0);

  touch (an, "companyNumber", "CT2");
  moved = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (moved, 0, 1, 0, 0, 0);
  assert_person (world, 101, 2, "", "An Peeters");
  assert_quiet (world);

  g_ptr_array_set_size (world->people, 0);
  gone = sync_both (world, PSR_SYNC_FULL);
  g_assert_cmpuint (gone->skipped, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) g_ptr_array_index (gone->rows, 0))->code, ==, "gone-in-bc");
  assert_person (world, 101, 2, "", "An Peeters");
}

/* A dry run says what a real one does, also where nothing was ever synced. */
static void
test_dry_run (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) real = NULL;

  add_customers (world, 2);
  relate (world, 1, 101, 102, 0);
  relate (world, 2, 103, 0);
  add_person (world, 101, 1, "An Peeters");
  add_person (world, 102, 1, "Bert Maes");
  add_person (world, 103, 2, "Carl Claes");

  dry = sync_both (world, PSR_SYNC_DRY_RUN);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
  real = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (real, 3, 0, 0, 0, 0);
  assert_report (dry, real->created, real->changed, real->unchanged, real->skipped, real->failed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/sync/contacts/" path, World, NULL, world_set_up, func, world_tear_down)
  ADD ("people", test_people);
  ADD ("there-already", test_there_already);
  ADD ("long-name", test_long_name);
  ADD ("kept-apart", test_kept_apart);
  ADD ("waits", test_waits);
  ADD ("new-with-customer", test_new_with_customer);
  ADD ("filter", test_filter);
  ADD ("moves", test_moves);
  ADD ("dry-run", test_dry_run);
#undef ADD

  return g_test_run ();
}
