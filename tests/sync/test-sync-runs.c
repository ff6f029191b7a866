/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

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
  /* With the table of payment methods. */
  g_assert_cmpuint (n_pages, <=, 4);

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
 * often the run is stopped. */
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

  for (guint n_stops = 1; n_stops <= 5; n_stops++)
    {
      g_autoptr (PsrSyncReport) stopped = NULL;

      world->stop_after = 4 * n_stops;
      stopped = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
      g_cancellable_reset (world->stop);
    }
  world->stop_after = 0;

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

/* What would be done is what is done then. */
static void
assert_report_like (PsrSyncReport *dry,
                    PsrSyncReport *real)
{
  g_assert_no_error (dry->error);
  g_assert_cmpuint (dry->created, ==, real->created);
  g_assert_cmpuint (dry->changed, ==, real->changed);
  g_assert_cmpuint (dry->unchanged, ==, real->unchanged);
  g_assert_cmpuint (dry->skipped, ==, real->skipped);
  g_assert_cmpuint (dry->rows->len, ==, real->rows->len);
  for (guint i = 0; i < dry->rows->len; i++)
    g_assert_cmpstr (((const PsrSyncRow *) dry->rows->pdata[i])->code, ==, ((const PsrSyncRow *) real->rows->pdata[i])->code);
}

/* A full run also sees what happened in Wello, and what is gone. */
static void
test_full (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) dry_again = NULL;
  g_autoptr (PsrSyncReport) calm = NULL;
  g_autofree char *deleted = world_dup_id (2);

  add_customers (world, 4);
  json_object_set_string_member (world->customers->pdata[2], "email", "same@example.com");
  json_object_set_string_member (world->customers->pdata[3], "email", "same@example.com");
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

  json_object_set_string_member (world_get_wello (world->companies, 1), "name", "Typed over");
  g_hash_table_remove (world->companies, deleted);
  g_ptr_array_remove_index (world->customers, 3);

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL | PSR_SYNC_DRY_RUN);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (full->error);
  assert_report_like (dry, full);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 1), "name"), ==, "Customer 1");
  g_assert_nonnull (world_get_wello (world->companies, 2));
  g_assert_cmpuint (full->created, ==, 1);
  g_assert_cmpuint (full->changed, ==, 1);
  g_assert_cmpuint (full->unchanged, ==, 1);
  g_assert_cmpuint (full->skipped, ==, 1);
  g_assert_cmpstr (((PsrSyncRow *) g_ptr_array_index (full->rows, 0))->code, ==, "gone-in-bc");
  /* Whom it may have been merged with. */
  g_assert_nonnull (strstr (((PsrSyncRow *) g_ptr_array_index (full->rows, 0))->why, "C3"));
  g_assert_nonnull (world_get_wello (world->companies, 4));

  world_clear_log (world);
  dry_again = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL | PSR_SYNC_DRY_RUN);
  calm = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (calm->error);
  assert_report_like (dry_again, calm);
  g_assert_cmpuint (calm->unchanged, ==, 3);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
}

static void
next_day (World *world)
{
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->clock), 25 * G_TIME_SPAN_HOUR);
}

static const PsrSyncRow *
only_row (PsrSyncReport *report)
{
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->skipped, ==, 1);
  g_assert_cmpuint (report->rows->len, ==, 1);

  return report->rows->pdata[0];
}

/* What is deleted is found once a day, without reading everything, and told until
 * somebody sees to it. A list that passes over a record is no proof. */
static void
test_sweep (World         *world,
            gconstpointer  data)
{
  g_autofree char *deleted = world_dup_id (3);
  JsonObject *back;

  add_customers (world, 4);
  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

      g_assert_no_error (report->error);
      g_assert_cmpuint (report->skipped, ==, 0);
    }

  back = json_object_ref (world->customers->pdata[2]);
  g_assert_cmpstr (psr_json_get_string (back, "id"), ==, deleted);
  g_ptr_array_remove_index (world->customers, 2);
  world->pass_over = "C2";

  {
    g_autoptr (PsrSyncReport) same_day = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

    g_assert_cmpuint (same_day->skipped, ==, 0);
  }

  next_day (world);
  {
    g_autoptr (PsrSyncReport) dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);

    g_assert_cmpstr (only_row (dry)->code, ==, "gone-in-bc");
  }
  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

      g_assert_cmpstr (only_row (report)->code, ==, "gone-in-bc");
      g_assert_cmpstr (only_row (report)->number, ==, "C3");
      g_assert_cmpuint (report->requests, ==, run == 0 ? 4 : 1);
    }
  g_assert_nonnull (world_get_wello (world->companies, 3));

  /* The next day it is there again. */
  g_ptr_array_add (world->customers, back);
  next_day (world);
  {
    g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

    g_assert_no_error (report->error);
    g_assert_cmpuint (report->skipped, ==, 0);
  }
}

/* An account that sees half of the customers hasn't deleted the others. */
static void
test_sweep_stops (World         *world,
                  gconstpointer  data)
{
  g_autoptr (GPtrArray) hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (PsrSyncReport) first = NULL;

  add_customers (world, 40);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

  while (world->customers->len > 20)
    {
      g_ptr_array_add (hidden, json_object_ref (world->customers->pdata[0]));
      g_ptr_array_remove_index (world->customers, 0);
    }

  next_day (world);
  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

      g_assert_cmpstr (only_row (report)->code, ==, "many-gone");
      g_assert_nonnull (strstr (only_row (report)->what, "20 of 40"));
    }

  while (hidden->len > 0)
    g_ptr_array_add (world->customers, g_ptr_array_steal_index (hidden, 0));

  next_day (world);
  {
    g_autoptr (PsrSyncReport) report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);

    g_assert_no_error (report->error);
    g_assert_cmpuint (report->skipped, ==, 0);
  }
}

/* Unless somebody says that they are, or that so many may be. */
static void
test_sweep_many (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) stopped = NULL;
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) all = NULL;
  g_autoptr (PsrSyncReport) after = NULL;

  add_customers (world, 40);
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_ptr_array_remove_range (world->customers, 0, 12);
  next_day (world);
  stopped = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_cmpstr (only_row (stopped)->code, ==, "many-gone");

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_ALL_GONE | PSR_SYNC_DRY_RUN);
  all = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_ALL_GONE);
  g_assert_no_error (all->error);
  g_assert_cmpuint (all->skipped, ==, 12);
  g_assert_cmpstr (((const PsrSyncRow *) all->rows->pdata[0])->code, ==, "gone-in-bc");
  assert_report_like (dry, all);

  /* Eleven of forty that are coupled are less than a third. */
  g_ptr_array_remove_range (world->customers, 0, 11);
  world->context->most_gone = 34;
  next_day (world);
  after = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (after->error);
  g_assert_cmpuint (after->skipped, ==, 23);
}

/* What another mapping makes of the customers goes to all of them, also to those that
 * haven’t changed, and once. */
static void
test_mapping_changes (World         *world,
                      gconstpointer  data)
{
  static const char map[] =
    "{\"entity\":\"customer\",\"direction\":\"bc-to-wello\",\"source\":\"customers\",\"target\":\"Company\",\"fields\":["
    "{\"source\":\"id\",\"target\":\"id\",\"transform\":\"guid\",\"identity\":true},"
    "{\"source\":\"number\",\"target\":\"code\",\"transform\":\"upper\",\"max-length\":50},"
    "{\"source\":\"displayName\",\"target\":\"name\",\"transform\":\"cut\",\"max-length\":100},"
    "{\"source\":\"salespersonCode\",\"target\":\"notes\",\"transform\":\"copy\"}]}";
  g_autofree char *folder = g_build_filename (world->folder, "mappings", NULL);
  g_autofree char *path = g_build_filename (folder, PSR_MAP_CUSTOMERS ".json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrSyncReport) first = NULL;
  PsrSyncContext *context = world->context;

  add_customers (world, 5);
  for (guint i = 0; i < 5; i++)
    json_object_set_string_member (world->customers->pdata[i], "salespersonCode", "PS");
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 5, 0, 0, 0, 0);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_file_set_contents (path, map, -1, &error);
  g_assert_no_error (error);
  world->context = psr_sync_context_new (context->bc, context->wello, context->links, context->mirror,
                                         context->clock, context->executor, folder, NULL, &error);
  g_assert_no_error (error);
  psr_sync_context_unref (context);

  {
    g_autoptr (PsrSyncReport) predicted = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
    g_autoptr (PsrSyncReport) second = NULL;
    g_autoptr (PsrSyncReport) third = NULL;

    assert_report (predicted, 0, 5, 0, 0, 0);
    second = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
    assert_report (second, 0, 5, 0, 0, 0);
    for (guint i = 1; i <= 5; i++)
      g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, i), "notes"), ==, "PS");

    third = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
    assert_report (third, 0, 0, 0, 0, 0);
  }
}

typedef struct
{
  guint calls;
  guint last;
} Seen;

static void
note_progress (PsrSyncReport *report,
               gpointer       data)
{
  Seen *seen = data;
  guint n = report->n_read + report->at_hand;

  g_assert_cmpuint (n, >=, seen->last);
  g_assert_cmpuint (report->at_hand_written, <=, report->at_hand);
  if (n > seen->last && report->at_hand > 0)
    seen->calls++;
  seen->last = n;
}

/* A page takes long to write: what is seen of it doesn't wait for its end. */
static void
test_progress (World         *world,
               gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  Seen seen = { 0, };
  const PsrSyncReport *report;

  add_customers (world, 100);
  future = psr_test_await (psr_sync_run (world->context, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT, NULL,
                                         note_progress, &seen, NULL));
  report = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_assert_cmpuint (report->created, ==, 100);
  g_assert_cmpuint (report->at_hand + report->at_hand_written, ==, 0);
  g_assert_cmpuint (seen.last, ==, 100);
  g_assert_cmpuint (seen.calls, >=, 2);
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
  g_test_add ("/sync/runs/" path, World, NULL, world_set_up, func, world_tear_down)

/* What the filter leaves out isn't read, isn't retried, and isn't gone. */
static void
test_filter (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) filtered = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) next = NULL;
  JsonObject *abroad;

  add_customers (world, 3);
  abroad = add_customer (world, 4, "Abroad");
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 4, 0, 0, 0, 0);

  /* Another filter is another set of records: it is read from the beginning. */
  json_object_set_string_member (abroad, "country", "FR");
  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS, &(PsrSyncRules) { .filter = (char *) "country eq 'BE'" });
  filtered = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (filtered, 0, 0, 3, 0, 0);

  touch (abroad, "phoneNumber", "1");
  next = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (next, 0, 0, 0, 0, 0);

  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  assert_report (full, 0, 0, 3, 0, 0);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 4);

  /* What is gone is still found. */
  g_ptr_array_remove_index (world->customers, 0);
  g_clear_pointer (&full, psr_sync_report_unref);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (full->error);
  g_assert_cmpuint (full->skipped, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("resume", test_resume);
  ADD ("resume-writes", test_resume_writes);
  ADD ("stop", test_stop);
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("default-contact", test_default_contact);
  ADD ("expired-token", test_expired_token);
  ADD ("dry-run", test_dry_run);
  ADD ("full", test_full);
  ADD ("filter", test_filter);
  ADD ("mapping-changes", test_mapping_changes);
  ADD ("sweep", test_sweep);
  ADD ("sweep-stops", test_sweep_stops);
  ADD ("sweep-many", test_sweep_many);
  ADD ("progress", test_progress);
  ADD ("general-failure", test_general_failure);

  return g_test_run ();
}
