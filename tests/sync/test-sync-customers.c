/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-sync-keys.h"
#include "psr-sync-look.h"
#include "psr-test.h"
#include "sync-customers.h"
#include "sync-world.h"

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

static gpointer
await_boxed (DexFuture *made)
{
  g_autoptr (DexFuture) future = psr_test_await (made);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

/* Somebody asks for one that isn't tried any more: it alone is read and written, and
 * how far the flow has read stays. */
static void
test_named (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrWatermark) before = NULL;
  g_autoptr (PsrWatermark) after = NULL;
  g_autofree char *id = world_dup_id (1);
  const char *rows[] = { id, NULL };

  add_customers (world, 3);
  world->refuse_code = "C1";
  for (guint i = 0; i < 7; i++)
    {
      g_clear_pointer (&report, psr_sync_report_unref);
      report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
    }
  g_assert_cmpuint (report->set_aside, ==, 1);

  world->refuse_code = NULL;
  before = await_boxed (psr_mirror_store_get_watermark (world->context->mirror, "customers"));
  again = await_boxed (psr_sync_run_rows (world->context, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT, rows, NULL, NULL,
                                             NULL, NULL, NULL));
  assert_report (again, 1, 0, 0, 0, 0);
  g_assert_cmpuint (again->n_read, ==, 1);
  g_assert_cmpuint (again->set_aside, ==, 0);
  g_assert_cmpuint (world_count_links (world, PSR_ENTITY_CUSTOMER), ==, 3);
  after = await_boxed (psr_mirror_store_get_watermark (world->context->mirror, "customers"));
  g_assert_cmpint (before->since, ==, after->since);
}

static const PsrSyncLookField *
find_field (PsrSyncLook *look,
            const char  *label)
{
  for (guint i = 0; i < look->fields->len; i++)
    {
      const PsrSyncLookField *field = look->fields->pdata[i];

      if (g_str_equal (field->label, label))
        return field;
    }

  g_assert_not_reached ();
}

/* Both sides beside each other, and nothing is written. */
static void
test_look (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncLook) same = NULL;
  g_autoptr (PsrSyncLook) other = NULL;
  g_autoptr (PsrSyncLook) gone = NULL;
  g_autofree char *id = world_dup_id (1);
  g_autofree char *unknown = world_dup_id (99);

  add_customers (world, 2);
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  world_clear_log (world);
  same = await_boxed (psr_sync_look (world->context, PSR_SYNC_CUSTOMERS, id));
  g_assert_true (same->has_bc && same->has_wello);
  g_assert_cmpstr (same->number, ==, "C1");
  g_assert_cmpstr (find_field (same, "Name")->bc, ==, "Customer 1");
  g_assert_cmpstr (find_field (same, "Name")->wello, ==, "Customer 1");
  g_assert_cmpstr (find_field (same, "Name")->agreed, ==, "Customer 1");
  g_assert_false (find_field (same, "Name")->differs);

  json_object_set_string_member (world_get_wello (world->companies, 1), "name", "Somebody");
  other = await_boxed (psr_sync_look (world->context, PSR_SYNC_CUSTOMERS, id));
  g_assert_cmpstr (find_field (other, "Name")->wello, ==, "Somebody");
  g_assert_true (find_field (other, "Name")->differs);
  g_assert_cmpuint (world_count_writes (world), ==, 0);

  gone = await_boxed (psr_sync_look (world->context, PSR_SYNC_CUSTOMERS, unknown));
  g_assert_false (gone->has_bc || gone->has_wello);
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

#define ADD(path, func) \
  g_test_add ("/sync/customers/" path, World, NULL, world_set_up, func, world_tear_down)

static JsonObject *
add_known (World      *world,
           const char *id,
           const char *code,
           const char *vat,
           const char *email)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"code\":\"%s\",\"name\":\"Known NV\",\"vat_reg_code\":\"%s\","
                                           "\"email\":\"%s\",\"is_client\":true,\"archived\":false,\"is_working_address\":true}", id, code, vat, email);

  return world_add_wello (world->companies, json);
}

static void
add_with_vat (World      *world,
              guint       number,
              const char *vat,
              const char *email)
{
  JsonObject *customer = add_customer (world, number, "Known nv");

  json_object_set_string_member (customer, "taxRegistrationNumber", vat);
  json_object_set_string_member (customer, "email", email);
}

/* What has another number is found by its VAT number, then by e-mail and name; of several
 * none is chosen, on either side. */
static void
test_keys (World         *world,
           gconstpointer  data)
{
#define KNOWN(n) "cccccccc-0000-0000-0000-00000000000" n
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;

  add_with_vat (world, 1, "0123.456.749", "");
  add_known (world, KNOWN ("1"), "OLD-1", "BE 0123456749", "");
  add_with_vat (world, 2, "", "Info@Known.example");
  add_known (world, KNOWN ("2"), "", "", "info@known.example");

  /* Two in Wello. */
  add_with_vat (world, 3, "0400000003", "");
  add_known (world, KNOWN ("3"), "OLD-3", "BE0400000003", "");
  add_known (world, KNOWN ("4"), "OLD-4", "BE0400000003", "");

  /* Two in Business Central. */
  add_with_vat (world, 5, "0400000005", "");
  add_with_vat (world, 6, "BE0400000005", "");
  add_known (world, KNOWN ("5"), "OLD-5", "BE 0400.000.005", "");

  /* Two in Business Central that don't come on one page. */
  world->bc_page = 3;

  /* The record with another customer's number is that customer's; a hidden one nobody's. */
  add_with_vat (world, 7, "0400000007", "");
  add_with_vat (world, 8, "", "");
  add_known (world, KNOWN ("7"), "C8", "BE0400000007", "");
  add_with_vat (world, 9, "0400000009", "");
  json_object_set_boolean_member (add_known (world, KNOWN ("9"), "OLD-9", "BE0400000009", ""), "archived", TRUE);

  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->skipped, ==, 3);
  g_assert_cmpuint (report->coupled, ==, 3);
  g_assert_cmpuint (report->created, ==, 2);
  g_assert_cmpuint (report->failed, ==, 0);
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, KNOWN ("1")), "code"), ==, "C1");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, KNOWN ("2")), "code"), ==, "C2");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, KNOWN ("3")), "code"), ==, "OLD-3");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, KNOWN ("5")), "code"), ==, "OLD-5");
  g_assert_cmpstr (psr_json_get_string (g_hash_table_lookup (world->companies, KNOWN ("7")), "code"), ==, "C8");
  g_assert_nonnull (world_get_wello (world->companies, 7));
  g_assert_nonnull (world_get_wello (world->companies, 9));

  again = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (again->created + again->changed, ==, 0);
  g_assert_cmpuint (again->skipped, ==, 3);
}

/* What isn't a number, or has the letters of another country, and who isn't a client, is
 * nobody else's. */
static void
test_no_keys (World         *world,
              gconstpointer  data)
{
  static const struct
  {
    const char *bc;
    const char *wello;
    gboolean    same;
  } pairs[] = {
    { "BE0123456749", "FR0123456749", FALSE },
    { "BE0123456749", "be 0123.456.749", TRUE },
    { "Non assujetti", "Non assujetti", FALSE },
    { "PARTICULIER", "PARTICULIER", FALSE },
    { "BE0000000000", "0000000000", FALSE },
    { "BE012345ABC", "012345ABC", FALSE },
    { "0123456749", "FR0123456749", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (PsrSyncKeys) keys = psr_sync_keys_new ();
      g_autoptr (JsonObject) wello = json_object_new ();
      g_autoptr (JsonObject) bc = json_object_new ();
      g_autoptr (GPtrArray) found = NULL;

      json_object_set_string_member (wello, "vat_reg_code", pairs[i].wello);
      json_object_set_string_member (bc, "vat_reg_code", pairs[i].bc);
      psr_sync_keys_add (keys, FOREIGN, "C1", wello);
      found = psr_sync_keys_find (keys, bc, PSR_SYNC_KEY_VAT);
      g_assert_cmpint (found != NULL, ==, pairs[i].same);
    }
}

static void
test_not_client (World         *world,
                 gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  add_with_vat (world, 1, "0123.456.749", "");
  json_object_set_boolean_member (add_known (world, KNOWN ("1"), "OLD-1", "BE0123456749", ""), "is_client", FALSE);
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->coupled, ==, 0);
  g_assert_cmpuint (report->created, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("create", test_create);
  ADD ("keys", test_keys);
  ADD ("no-keys", test_no_keys);
  ADD ("not-client", test_not_client);
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
  ADD ("named", test_named);
  ADD ("look", test_look);
  ADD ("lost-answer", test_lost_answer);

  return g_test_run ();
}
