/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-test.h"
#include "sync-world.h"

#define FOREIGN "aaaaaaaa-0000-0000-0000-000000000001"

static JsonObject *
add_customer (World      *world,
              guint       number,
              const char *name)
{
  g_autofree char *modified = g_strdup_printf ("2026-08-01T%02u:%02u:%02uZ", number / 3600, number / 60 % 60, number % 60);
  g_autofree char *json = g_strdup_printf ("\"number\":\"C%u\",\"displayName\":\"%s\",\"blocked\":\"_x0020_\",\"phoneNumber\":\"04%u\","
                                           "\"email\":\"\",\"addressLine1\":\"\",\"country\":\"BE\"",
                                           number, name, number);

  return world_add_bc (world->customers, number, modified, json);
}

static void
add_customers (World *world,
               guint  n_customers)
{
  for (guint i = 1; i <= n_customers; i++)
    {
      g_autofree char *name = g_strdup_printf ("Customer %u", i);

      add_customer (world, i, name);
    }
}

static void
touch (JsonObject *row,
       const char *member,
       const char *value)
{
  json_object_set_string_member (row, member, value);
  json_object_set_string_member (row, "lastModifiedDateTime", "2026-08-24T08:59:00Z");
}

static void
assert_report (PsrSyncReport *report,
               guint          created,
               guint          changed,
               guint          unchanged,
               guint          skipped,
               guint          failed)
{
  if (report->error != NULL)
    g_test_message ("%s", report->error->message);

  for (guint i = 0; i < report->rows->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->rows, i);

      g_test_message ("%s %s: %s %s", row->number, row->code, row->what, row->why);
    }

  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, created);
  g_assert_cmpuint (report->changed, ==, changed);
  g_assert_cmpuint (report->unchanged, ==, unchanged);
  g_assert_cmpuint (report->skipped, ==, skipped);
  g_assert_cmpuint (report->failed, ==, failed);
  g_assert_cmpuint (report->n_read, ==, created + changed + unchanged + skipped + failed);
}

static void
test_create (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  JsonObject *company;
  JsonObject *contact;
  g_autofree char *id = world_dup_id (7);

  add_customers (world, 120);
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (report, 120, 0, 0, 0, 0);

  company = world_get_wello (world->companies, 7);
  g_assert_nonnull (company);
  g_assert_cmpstr (psr_json_get_string (company, "name"), ==, "Customer 7");
  g_assert_cmpstr (psr_json_get_string (company, "code"), ==, "C7");

  /* The customer's id and name are the contact's company and name. */
  contact = world_get_wello (world->contacts, 7);
  g_assert_nonnull (contact);
  g_assert_cmpstr (psr_json_get_string (contact, "company_id"), ==, id);
  g_assert_cmpstr (psr_json_get_string (contact, "lastname"), ==, "Customer 7");

  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 120);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 120);
}

static void
test_unchanged (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;

  add_customers (world, 30);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  world_clear_log (world);

  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 0, 0, 0, 0);
  g_assert_cmpuint (second->requests, ==, 1);
  g_assert_cmpuint (psr_fake_transport_get_length (world->wello_transport), ==, 0);
}

/* What comes again with the overlap, or was touched without a difference that
 * matters, costs no write and no question to Wello. */
static void
test_touched (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;

  add_customers (world, 3);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  world_clear_log (world);

  touch (g_ptr_array_index (world->customers, 1), "salespersonCode", "PS");
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 0, 1, 0, 0);
  g_assert_cmpuint (psr_fake_transport_get_length (world->wello_transport), ==, 0);
}

static void
test_change (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  JsonObject *contact;

  add_customers (world, 3);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

  /* Things that only Wello knows, and a phone number that only Wello changed. */
  contact = world_get_wello (world->contacts, 2);
  json_object_set_string_member (contact, "e_password", "canary-password");
  json_object_set_string_member (contact, "phone", "0499");
  json_object_set_double_member (world_get_wello (world->companies, 2), "credit_limit", 12.5);

  touch (g_ptr_array_index (world->customers, 1), "displayName", "Another name");
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 1, 0, 0, 0);

  contact = world_get_wello (world->contacts, 2);
  g_assert_cmpstr (psr_json_get_string (contact, "lastname"), ==, "Another name");
  g_assert_cmpstr (psr_json_get_string (contact, "e_password"), ==, "canary-password");
  g_assert_cmpstr (psr_json_get_string (contact, "phone"), ==, "0499");
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "name"), ==, "Another name");
  g_assert_true (psr_json_has (world_get_wello (world->companies, 2), "credit_limit"));
}

/* Half of Wello's records have ids of their own: they are coupled by code, and
 * the contact of a coupled company belongs to that company. */
static void
test_foreign (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  JsonObject *company;

  add_customers (world, 2);
  world_add_wello (world->companies,
                   "{\"id\":\"" FOREIGN "\",\"code\":\"c1\",\"name\":\"Old name\",\"phone\":\"\",\"archived\":false,\"notes\":\"Keep\"}");

  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (report, 1, 1, 0, 0, 0);
  g_assert_cmpuint (report->coupled, ==, 1);

  g_assert_null (world_get_wello (world->companies, 1));
  company = g_hash_table_lookup (world->companies, FOREIGN);
  g_assert_cmpstr (psr_json_get_string (company, "name"), ==, "Customer 1");
  g_assert_cmpstr (psr_json_get_string (company, "id"), ==, FOREIGN);
  g_assert_cmpstr (psr_json_get_string (company, "notes"), ==, "Keep");
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->contacts, 1), "company_id"), ==, FOREIGN);

  /* Later changes go to the coupled one. */
  touch (g_ptr_array_index (world->customers, 0), "displayName", "Third name");
  again = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (again, 0, 1, 0, 0, 0);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, FOREIGN), "name"), ==, "Third name");
}

/* The same for one that turned up in Wello after the first run. */
static void
test_foreign_later (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  JsonObject *customer;

  add_customers (world, 2);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C3\",\"name\":\"Customer 3\",\"archived\":false}");
  world_add_wello (world->contacts,
                   "{\"id\":\"" FOREIGN "\",\"company_id\":\"" FOREIGN "\",\"firstname\":\"\",\"lastname\":\"CUSTOMER 3\",\"archived\":false}");
  customer = add_customer (world, 3, "Customer 3");
  touch (customer, "displayName", "Customer 3");

  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 1, 0, 0, 0);
  g_assert_cmpuint (second->coupled, ==, 1);
  g_assert_null (world_get_wello (world->companies, 3));
  g_assert_null (world_get_wello (world->contacts, 3));
}

static void
test_ambiguous (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  JsonObject *customer;

  add_customers (world, 1);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C3\",\"archived\":false}");
  world_add_wello (world->companies, "{\"id\":\"bbbbbbbb-0000-0000-0000-000000000001\",\"code\":\"C3\",\"archived\":false}");
  customer = add_customer (world, 3, "Customer 3");
  touch (customer, "displayName", "Customer 3");

  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 0, 0, 1, 0);
  g_assert_cmpstr (((PsrSyncRow *) g_ptr_array_index (second->rows, 0))->code, ==, "ambiguous");
  g_assert_cmpuint (second->set_aside, ==, 1);
}

/* Nor does the first run choose, while a record that is archived is none to
 * choose from. */
static void
test_ambiguous_first (World         *world,
                      gconstpointer  data)
{
  static const char * const foreign[] = {
    "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"One\",\"archived\":false}",
    "{\"id\":\"bbbbbbbb-0000-0000-0000-000000000001\",\"code\":\"C1\",\"name\":\"Two\",\"archived\":false}",
    "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000002\",\"code\":\"C2\",\"archived\":true}",
    "{\"id\":\"bbbbbbbb-0000-0000-0000-000000000002\",\"code\":\"C2\",\"archived\":false}",
  };
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    world_add_wello (world->companies, foreign[i]);

  add_customers (world, 3);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 1, 1, 0, 1, 0);
  g_assert_cmpstr (((PsrSyncRow *) g_ptr_array_index (first->rows, 0))->number, ==, "C1");
  g_assert_cmpstr (((PsrSyncRow *) g_ptr_array_index (first->rows, 0))->code, ==, "ambiguous");
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 5);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, FOREIGN), "name"), ==, "One");
  g_assert_null (world_get_wello (world->contacts, 1));

  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  assert_report (full, 0, 0, 2, 1, 0);

  /* Mended in Wello. */
  json_object_set_string_member (g_hash_table_lookup (world->companies, FOREIGN), "code", "OTHER");
  last = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  assert_report (last, 0, 1, 2, 0, 0);
  g_assert_cmpuint (last->set_aside, ==, 0);
  g_assert_cmpuint (last->coupled, ==, 1);
}

static void
test_refused (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autoptr (PsrSyncReport) third = NULL;
  const PsrSyncRow *row;

  add_customers (world, 60);
  world->refuse_code = "C30";
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 59, 0, 0, 1, 0);
  row = g_ptr_array_index (first->rows, 0);
  g_assert_cmpstr (row->number, ==, "C30");
  g_assert_cmpstr (row->code, ==, "refused");
  g_assert_nonnull (strstr (row->why, "The field is not valid."));
  g_assert_cmpuint (first->set_aside, ==, 1);

  /* It is tried again, without having been touched, and at last succeeds. */
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 0, 0, 1, 0);
  world->refuse_code = NULL;
  third = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (third, 1, 0, 0, 0, 0);
  g_assert_cmpuint (third->set_aside, ==, 0);
}

/* But not for ever. */
static void
test_bounded (World         *world,
              gconstpointer  data)
{
  add_customers (world, 1);
  world->refuse_code = "C1";

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

      g_assert_no_error (report->error);
      g_assert_cmpuint (report->set_aside, ==, 1);
    }

  g_assert_cmpuint (world_count_writes (world), <=, 6);
}

static void
test_set_aside (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) between = NULL;
  g_autoptr (PsrSyncReport) second = NULL;
  g_autofree char *long_text = g_strnfill (60, '9');

  add_customers (world, 3);
  json_object_set_string_member (g_ptr_array_index (world->customers, 1), "phoneNumber", long_text);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 2, 0, 0, 1, 0);
  g_assert_cmpstr (((PsrSyncRow *) g_ptr_array_index (first->rows, 0))->code, ==, "set-aside");

  /* It isn't read again, but told again. */
  between = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (between->n_read, ==, 0);
  g_assert_cmpuint (between->skipped, ==, 1);
  g_assert_cmpuint (between->rows->len, ==, 1);

  /* Mended in Business Central. */
  touch (g_ptr_array_index (world->customers, 1), "phoneNumber", "04");
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 1, 0, 0, 0, 0);
  g_assert_cmpuint (second->set_aside, ==, 0);
}

/* A create whose answer is lost isn't made twice. */
static void
test_lost_answer (World         *world,
                  gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_customers (world, 3);
  world->lose_answer_code = "C2";
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (report, 3, 0, 0, 0, 0);
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 3);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 3);
}

/* Cut off in the middle of the first run, several times: the next one goes on,
 * and nothing is made twice. */
static void
test_resume (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) last = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  guint runs = 0;

  add_customers (world, 400);
  world->bc_sign_in_after = 3;

  while (TRUE)
    {
      g_clear_pointer (&last, psr_sync_report_unref);
      world->bc_requests = 0;
      last = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
      g_assert_cmpuint (runs++, <, 20);

      if (last->error == NULL)
        break;

      g_assert_error (last->error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
    }

  g_assert_cmpuint (runs, >, 2);
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 400);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 400);
  g_assert_cmpuint (psr_fake_transport_count (world->wello_transport, "POST", "/Company"), ==, 400);

  /* Only pages that weren't done were read again. */
  g_assert_cmpuint (psr_fake_transport_count (world->bc_transport, "GET", NULL), <, 8 + 2 * runs + 5);

  world->bc_sign_in_after = 0;
  world_clear_log (world);
  again = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (again, 0, 0, 0, 0, 0);
  g_assert_cmpuint (again->requests, ==, 1);
}

/* Cut off by Wello in the middle of a page: what was written is remembered. */
static void
test_resume_writes (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) second = NULL;

  add_customers (world, 100);
  world->wello_sign_in_after = 60;
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_error (first->error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpuint (first->created, >, 0);
  g_assert_cmpuint (first->created, <, 100);

  world->wello_sign_in_after = 0;
  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (second->error);
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 100);
  g_assert_cmpuint (g_hash_table_size (world->contacts), ==, 100);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 100);
  g_assert_cmpuint (psr_fake_transport_count (world->wello_transport, "PUT", NULL), ==, 0);
}

/* Stopped by a person in the middle of a page: nothing more is begun, and what
 * was done is kept. */
static void
test_stop (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) stopped = NULL;
  g_autoptr (PsrSyncReport) last = NULL;
  g_autoptr (PsrExplanation) explanation = NULL;
  guint n_companies;
  guint n_pages;

  add_customers (world, 200);
  world->stop_after = 150;
  stopped = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_error (stopped->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_CANCELLED);
  explanation = psr_explain (stopped->error);
  g_assert_cmpstr (explanation->what, ==, "Stopped.");
  g_assert_cmpstr (explanation->mend, !=, "");

  n_companies = g_hash_table_size (world->companies);
  g_assert_cmpuint (n_companies, >, 50);
  g_assert_cmpuint (n_companies, <, 100);
  g_assert_cmpuint (stopped->created, ==, n_companies);
  g_assert_cmpuint (stopped->failed + stopped->skipped, ==, 0);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, n_companies);
  n_pages = psr_fake_transport_count (world->bc_transport, "GET", NULL);
  g_assert_cmpuint (n_pages, <=, 3);

  g_cancellable_reset (world->stop);
  last = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (last, 200 - n_companies, 0, n_companies - 50, 0, 0);
  g_assert_cmpuint (psr_fake_transport_count (world->wello_transport, "POST", "/Company"), ==, 200);
  g_assert_cmpuint (psr_fake_transport_count (world->wello_transport, "POST", "/Contact"), ==, 200);
}

/* Before anything was begun. */
static void
test_stop_at_once (World         *world,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) stopped = NULL;

  add_customers (world, 3);
  g_cancellable_cancel (world->stop);
  stopped = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_error (stopped->error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_CANCELLED);
  g_assert_cmpuint (stopped->requests, ==, 0);
}

/* A company that is coupled by code keeps its people: the default contact is
 * one more, even beside somebody of the customer's name, and only one, however
 * often the run is killed before it could store what it made. */
static void
test_default_contact (World         *world,
                      gconstpointer  data)
{
  g_autoptr (PsrSyncReport) last = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  JsonObject *person;

  add_customers (world, 20);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"Customer 1\",\"archived\":false}");
  world_add_wello (world->contacts,
                   "{\"id\":\"" FOREIGN "\",\"company_id\":\"" FOREIGN "\",\"firstname\":\"\",\"lastname\":\"Peeters\",\"phone\":\"1\","
                   "\"archived\":false}");
  world_add_wello (world->contacts,
                   "{\"id\":\"aaaaaaaa-0000-0000-0000-000000000002\",\"company_id\":\"" FOREIGN "\",\"firstname\":\"An\","
                   "\"lastname\":\"Customer 1\",\"phone\":\"2\",\"archived\":false}");

  for (guint kill = 1; kill <= 5; kill++)
    world_kill (world, PSR_SYNC_CUSTOMERS, 6 + 4 * kill);

  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CONTACT), ==, 0);
  g_assert_nonnull (world_get_wello (world->contacts, 1));

  last = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (last->error);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  assert_report (full, 0, 0, 20, 0, 0);

  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 20);
  g_assert_cmpuint (g_hash_table_size (world->contacts), ==, 22);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->contacts, 1), "company_id"), ==, FOREIGN);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->contacts, 1), "lastname"), ==, "Customer 1");

  person = g_hash_table_lookup (world->contacts, FOREIGN);
  g_assert_cmpstr (psr_json_get_string (person, "lastname"), ==, "Peeters");
  g_assert_cmpstr (psr_json_get_string (person, "phone"), ==, "1");
  person = g_hash_table_lookup (world->contacts, "aaaaaaaa-0000-0000-0000-000000000002");
  g_assert_cmpstr (psr_json_get_string (person, "phone"), ==, "2");
}

static void
test_expired_token (World         *world,
                    gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_customers (world, 300);
  world->expire_tokens = 2;
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, 300);
  g_assert_cmpuint (g_hash_table_size (world->companies), ==, 300);
  g_assert_cmpuint (psr_fake_transport_count (world->wello_transport, "POST", "/Company"), ==, 300);
}

static void
test_dry_run (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) dry_again = NULL;
  g_autoptr (PsrSyncReport) second = NULL;

  add_customers (world, 3);
  world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"Old\",\"archived\":false}");

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  assert_report (dry, 2, 1, 0, 0, 0);
  g_assert_true (dry->dry_run);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 0);

  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 2, 1, 0, 0, 0);

  touch (g_ptr_array_index (world->customers, 0), "displayName", "New name");
  world_clear_log (world);
  dry_again = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  assert_report (dry_again, 0, 1, 0, 0, 0);
  g_assert_cmpuint (world_count_writes (world), ==, 0);

  second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (second, 0, 1, 0, 0, 0);
}

/* A full run also sees what happened in Wello, and what is gone. */
static void
test_full (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) calm = NULL;
  g_autofree char *deleted = world_dup_id (2);

  add_customers (world, 4);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

  json_object_set_string_member (world_get_wello (world->companies, 1), "name", "Typed over");
  g_hash_table_remove (world->companies, deleted);
  g_ptr_array_remove_index (world->customers, 3);

  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (full->error);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 1), "name"), ==, "Customer 1");
  g_assert_nonnull (world_get_wello (world->companies, 2));
  g_assert_cmpuint (full->created, ==, 1);
  g_assert_cmpuint (full->changed, ==, 1);
  g_assert_cmpuint (full->unchanged, ==, 1);
  g_assert_cmpuint (full->skipped, ==, 1);
  g_assert_cmpstr (((PsrSyncRow *) g_ptr_array_index (full->rows, 0))->code, ==, "gone-in-bc");
  g_assert_nonnull (world_get_wello (world->companies, 4));

  world_clear_log (world);
  calm = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (calm->error);
  g_assert_cmpuint (calm->unchanged, ==, 3);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

/* Something that would go wrong with every record ends the run. */
static void
test_general_failure (World         *world,
                      gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_customers (world, 200);
  world->wello_sign_in_after = 1;
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_error (report->error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_cmpuint (report->failed, ==, 0);
  g_assert_cmpuint (psr_fake_transport_get_length (world->wello_transport), <, 40);
}

#define ADD(path, func) \
  g_test_add ("/sync/customers/" path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("create", test_create);
  ADD ("unchanged", test_unchanged);
  ADD ("touched", test_touched);
  ADD ("change", test_change);
  ADD ("foreign", test_foreign);
  ADD ("foreign-later", test_foreign_later);
  ADD ("ambiguous", test_ambiguous);
  ADD ("ambiguous-first", test_ambiguous_first);
  ADD ("refused", test_refused);
  ADD ("bounded", test_bounded);
  ADD ("set-aside", test_set_aside);
  ADD ("lost-answer", test_lost_answer);
  ADD ("resume", test_resume);
  ADD ("resume-writes", test_resume_writes);
  ADD ("stop", test_stop);
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("default-contact", test_default_contact);
  ADD ("expired-token", test_expired_token);
  ADD ("dry-run", test_dry_run);
  ADD ("full", test_full);
  ADD ("general-failure", test_general_failure);

  return g_test_run ();
}
