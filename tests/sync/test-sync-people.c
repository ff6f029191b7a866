/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-people.h"

#include <string.h>

#define WELLO_ONE "bbbbbbbb-0000-0000-0000-000000000001"
#define WELLO_TWO "bbbbbbbb-0000-0000-0000-000000000002"

/* A contact of Wello that this program didn't make. */
static JsonObject *
add_wello_person (World      *world,
                  const char *id,
                  guint       customer,
                  const char *first,
                  const char *last)
{
  g_autofree char *company = world_dup_id (customer);
  g_autofree char *now = world_dup_now (world);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"company_id\":\"%s\",\"firstname\":\"%s\",\"lastname\":\"%s\","
                                           "\"email\":\"\",\"phone\":\"\",\"functions\":\"\",\"mobile\":\"\",\"archived\":false,"
                                           "\"modified_dateutc\":\"%s\"}",
                                           id, company, first, last, now);

  return world_add_wello (world->contacts, json);
}

static const PsrSyncRow *
find_row (PsrSyncReport *report,
          const char    *number)
{
  for (guint i = 0; i < report->rows->len; i++)
    {
      const PsrSyncRow *row = report->rows->pdata[i];

      if (g_str_equal (row->number, number))
        return row;
    }

  return NULL;
}

/* One that was made in Wello with its company is proposed once that is a customer's. */
static void
test_late (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) early = NULL;
  g_autoptr (PsrSyncReport) still = NULL;
  g_autoptr (PsrSyncReport) late = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autofree char *company = NULL;
  JsonObject *piet;

  psr_sync_context_set_rules (world->context, PSR_SYNC_CONTACTS,
                              &(PsrSyncRules) { .both_ways = TRUE, .wello_filter = (char *) "phone eq 'within'" });
  add_customers (world, 1);
  relate (world, 1, 0);
  first = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (first, 0, 0, 0, 0, 0);

  world_let_pass (world, 60);
  company = g_strdup_printf ("{\"id\":\"" WELLO_TWO "\",\"code\":\"C2\",\"name\":\"Two\",\"is_client\":true,\"archived\":false}");
  world_add_wello (world->companies, company);
  piet = add_wello_person (world, WELLO_ONE, 2, "Piet", "Claes");
  json_object_set_string_member (piet, "company_id", WELLO_TWO);
  json_object_set_string_member (piet, "phone", "within");
  early = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (early, 0, 0, early->unchanged, 0, 0);

  /* Long after, nothing in Wello says it again. */
  world_let_pass (world, 60);
  json_object_set_string_member (piet, "phone", "");
  still = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (still, 0, 0, still->unchanged, 0, 0);
  world_let_pass (world, 60);
  json_object_set_string_member (add_customer (world, 2, "Two"), "lastModifiedDateTime", "2026-08-24T11:59:00Z");
  relate (world, 2, 0);
  late = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (late->skipped, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) late->rows->pdata[0])->code, ==, PSR_SYNC_CODE_NEW_ACCOUNT);
  g_assert_cmpstr (((const PsrSyncRow *) late->rows->pdata[0])->number, ==, "Piet Claes");

  world_let_pass (world, 60);
  again = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (again->skipped, ==, 1);
}

/* Where only the company is coupled yet, which contact is the default one isn't known: a
 * person of its name waits. */
static void
test_default (World         *world,
              gconstpointer  data)
{
  g_autofree char *id = world_dup_id (1);
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr (DexFuture) linked = NULL;
  g_autoptr (PsrSyncReport) early = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  JsonObject *row;

  add_customers (world, 1);
  relate (world, 1, 101, 0);
  add_person (world, 101, 1, "Customer 1");
  row = add_wello_person (world, WELLO_ONE, 1, "", "Customer 1");
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CUSTOMER, id, id, "C1", PSR_LINK_MANUAL));
  linked = psr_test_await (psr_link_store_add (psr_store_get_links (world->store), links));
  g_assert_true (dex_future_is_resolved (linked));

  early = world_run (world, PSR_SYNC_CONTACTS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (early->skipped, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) early->rows->pdata[0])->code, ==, "waits");
  g_assert_cmpstr (psr_json_get_string (row, "mobile"), ==, "");

  world_let_pass (world, 5);
  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 1, 0, 0, 0, 0);
  assert_person (world, 101, 1, "", "Customer 1");
}

/* What is coupled already is no choice: neither is the default contact of the name a person
 * in Wello, nor he of the name the default one. */
static void
test_taken (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  JsonObject *row;

  add_customers (world, 1);
  relate (world, 1, 101, 0);
  add_person (world, 101, 1, "Customer 1");
  row = add_wello_person (world, WELLO_ONE, 1, "Customer", "1");
  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 1, 0, 0, 0);
  row = g_hash_table_lookup (world->contacts, WELLO_ONE);
  g_assert_cmpstr (psr_json_get_string (row, "mobile"), ==, "0470 101");
  g_assert_cmpuint (g_hash_table_size (world->contacts), ==, 2);
}

/* Of two people of one name none is coupled with the one that Wello has. */
static void
test_twins (World         *world,
            gconstpointer  data)
{
  gboolean later = GPOINTER_TO_INT (data);
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) made = NULL;
  JsonObject *row;

  add_customers (world, 2);
  relate (world, 1, 101, 102, 0);
  relate (world, 2, 103, 0);
  add_person (world, 103, 2, "An Peeters");
  if (later)
    {
      g_autoptr (PsrSyncReport) first = sync_both (world, PSR_SYNC_DEFAULT);

      assert_report (first, 1, 0, 0, 0, 0);
      world_let_pass (world, 5);
    }
  json_object_set_string_member (add_person (world, 101, 1, "An Peeters"), "lastModifiedDateTime", "2026-08-24T09:04:00Z");
  json_object_set_string_member (add_person (world, 102, 1, "An Peeters"), "lastModifiedDateTime", "2026-08-24T09:04:00Z");
  row = add_wello_person (world, WELLO_ONE, 1, "An", "Peeters");

  report = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (report->skipped, ==, 2);
  g_assert_cmpstr (find_row (report, "CT101")->code, ==, "ambiguous");
  g_assert_cmpstr (find_row (report, "CT102")->code, ==, "ambiguous");
  g_assert_cmpstr (psr_json_get_string (row, "mobile"), ==, "");
  g_assert_null (world_get_wello (world->contacts, 101));
  g_assert_null (world_get_wello (world->contacts, 102));
  assert_person (world, 103, 2, "", "An Peeters");

  {
    g_autofree char *id = world_dup_id (101);
    g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);

    g_ptr_array_add (links, psr_link_new (PSR_ENTITY_PERSON, id, WELLO_ONE, "CT101", PSR_LINK_MANUAL));
    dex_unref (psr_test_await (psr_link_store_add (psr_store_get_links (world->store), links)));
  }
  world_let_pass (world, 5);
  made = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (made, 1, 1, made->unchanged, 0, 0);
  assert_person (world, 102, 1, "", "An Peeters");
}

/* A name that is longer than Wello's last name takes is found in its two fields. */
static void
test_long_name (World         *world,
                gconstpointer  data)
{
  static const char first[] = "Marie-Antoinette Joséphine Jeanne";
  static const char last[] = "de Habsbourg-Lorraine de la Tour et Taxis";
  gboolean later = GPOINTER_TO_INT (data);
  g_autofree char *whole = g_strconcat (first, " ", last, NULL);
  g_autoptr (PsrSyncReport) report = NULL;

  add_customers (world, 1);
  relate (world, 1, 101, 0);
  if (later)
    {
      g_autoptr (PsrSyncReport) before = sync_both (world, PSR_SYNC_DEFAULT);

      assert_report (before, 0, 0, 0, 0, 0);
      world_let_pass (world, 5);
    }
  json_object_set_string_member (add_person (world, 101, 1, whole), "lastModifiedDateTime", "2026-08-24T09:04:00Z");
  add_wello_person (world, WELLO_ONE, 1, first, last);

  report = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (report, 0, 1, 0, 0, 0);
  g_assert_null (world_get_wello (world->contacts, 101));
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->contacts, WELLO_ONE), "mobile"), ==, "0470 101");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->contacts, WELLO_ONE), "firstname"), ==, first);
}

/* One that is in Wello and loses its customer isn't forgotten without a word. */
static void
test_nobodys (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) lost = NULL;
  g_autoptr (PsrSyncReport) still = NULL;
  g_autoptr (PsrSyncReport) back = NULL;
  JsonObject *an;

  add_customers (world, 1);
  relate (world, 1, 101, 0);
  an = add_person (world, 101, 1, "An Peeters");
  first = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (first, 1, 0, 0, 0, 0);

  world_let_pass (world, 5);
  json_object_set_string_member (an, "lastModifiedDateTime", "2026-08-24T09:04:00Z");
  json_object_set_string_member (an, "companyNumber", "CT77");
  lost = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (lost->skipped, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) lost->rows->pdata[0])->code, ==, "waits");

  world_let_pass (world, 60);
  still = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (still->skipped, ==, 1);

  json_object_set_string_member (an, "companyNumber", "CT1");
  json_object_set_string_member (an, "displayName", "An Maes");
  back = sync_both (world, PSR_SYNC_DEFAULT);
  assert_report (back, 0, 1, 0, 0, 0);
  assert_person (world, 101, 1, "", "An Maes");
}

/* How many alternatives the longest filter over contacts had. */
static guint n_alternatives;

static PsrResponse *
count_alternatives (World      *world,
                    const char *url)
{
  guint n = 1;

  if (strstr (url, "/contacts?") == NULL || strstr (url, "(id eq ") == NULL)
    return NULL;

  for (const char *place = strstr (url, " or "); place != NULL; place = strstr (place + 1, " or "))
    n++;
  n_alternatives = MAX (n_alternatives, n);
  /* They are one condition beside that they may be passed on. */
  g_assert_nonnull (strstr (url, ") and ("));
  g_assert_nonnull (strstr (url, "privacyBlocked eq false"));

  return NULL;
}

/* Many who wait for one customer are read together, by a filter of more than fifty alternatives,
 * and none of them is lost, also who may not be passed on. */
static void
test_alternatives (World         *world,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) early = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (JsonArray) contacts = json_array_new ();
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "contactId", "cccccccc-0000-0000-0000-000000000001");
  json_object_set_string_member (row, "contactNumber", "CT1");
  json_object_set_string_member (row, "contactType", "Company");
  json_array_add_object_element (contacts, row);
  add_customers (world, 1);
  for (guint number = 101; number <= 160; number++)
    {
      g_autofree char *id = world_dup_id (number);
      g_autofree char *name = g_strdup_printf ("Person %u", number);

      row = json_object_new ();
      json_object_set_string_member (row, "contactId", id);
      json_object_set_string_member (row, "contactType", "Person");
      json_array_add_object_element (contacts, row);
      json_object_set_boolean_member (add_person (world, number, 1, name), "privacyBlocked", number == 130);
    }
  json_object_set_array_member (world->customers->pdata[0], "contactsInformation", json_array_ref (contacts));

  /* Their customer isn't in Wello yet. */
  early = world_run (world, PSR_SYNC_CONTACTS, PSR_SYNC_DEFAULT);
  g_assert_no_error (early->error);
  g_assert_cmpuint (early->created, ==, 0);

  n_alternatives = 0;
  world->bc_more = count_alternatives;
  world_let_pass (world, 60);
  report = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, 59);
  g_assert_cmpuint (n_alternatives, >=, 50);
  assert_person (world, 101, 1, "", "Person 101");
  assert_person (world, 160, 1, "", "Person 160");
  g_assert_null (world_get_wello (world->contacts, 130));

  world_let_pass (world, 60);
  again = sync_both (world, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (again->created + again->changed + again->failed, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func, data) \
  g_test_add ("/sync/people/" path, World, GINT_TO_POINTER (data), world_set_up, func, world_tear_down)
  ADD ("late", test_late, 0);
  ADD ("default", test_default, 0);
  ADD ("taken", test_taken, 0);
  ADD ("twins", test_twins, FALSE);
  ADD ("twins-later", test_twins, TRUE);
  ADD ("long-name", test_long_name, FALSE);
  ADD ("long-name-later", test_long_name, TRUE);
  ADD ("nobodys", test_nobodys, 0);
  ADD ("alternatives", test_alternatives, 0);
#undef ADD

  return g_test_run ();
}
