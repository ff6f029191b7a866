/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-json.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"
#include "psr-wello-client.h"

#define ID "1f1c6a5e-7b2d-ef11-8409-6045bde9ca0b"

#define CONTACT \
  "{\"@odata.context\":\"https://wello.example/api/$metadata#Contact/$entity\",\"id\":\"" ID "\"," \
  "\"lastname\":\"Old\",\"e_login\":\"canary-login\",\"e_password\":\"canary-password\"," \
  "\"private_phone\":\"04\",\"score\":19.989999999999998,\"db_title\":null}"

typedef struct
{
  PsrFakeTransport *transport;
  PsrWelloClient   *client;
  gboolean          saw_secret;
  const char       *jobs_that_fail;
  gboolean          no_or;
} Fixture;

static PsrResponse *
serve (const char *method,
       const char *url,
       const char *body,
       gpointer    data)
{
  Fixture *fixture = data;

  if (g_str_equal (method, "POST"))
    return psr_fake_answer (201, "{\"id\":\"" ID "\"}");

  if (g_str_equal (method, "PUT"))
    return psr_fake_answer (200, "{\"id\":\"" ID "\"}");

  if (strstr (url, "/Contact(" ID ")") != NULL)
    return psr_fake_answer (200, CONTACT);

  if (strstr (url, "/Company?") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"" ID "\",\"code\":\"O'BRIEN\",\"name\":\"O'Brien\"}]}");

  if (strstr (url, "/Jobs?") != NULL)
    {
      if (fixture->jobs_that_fail != NULL && strstr (url, fixture->jobs_that_fail) != NULL)
        return psr_fake_answer (409, "{\"Message\":\"Not now.\"}");

      if (fixture->no_or && strstr (url, " or ") != NULL)
        return psr_fake_answer (400, "{\"Message\":\"Logical operator 'Or' is not allowed.\"}");

      return psr_fake_answer (200, "{\"value\":[{\"id\":\"" ID "\"}]}");
    }

  if (strstr (url, "/InvoiceStatus") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"" ID "\",\"name\":\"Ready for ERP\"}]}");

  return psr_fake_answer (404, "{\"Message\":\"No such thing.\"}");
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (0);
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr (PsrServiceClient) service = NULL;

  dex_init ();
  fixture->transport = psr_fake_transport_new (serve, fixture);
  service = psr_fake_service_client_new (fixture->transport, PSR_SERVICE_WELLO, clock, executor);
  fixture->client = psr_wello_client_new (service, "https://wello.example/api/");
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_finalize_object (fixture->client);
  g_object_unref (fixture->transport);
}

static GBytes *
set_lastname (JsonObject  *current,
              gpointer     data,
              GError     **error)
{
  Fixture *fixture = data;

  fixture->saw_secret = json_object_has_member (current, "e_login") || json_object_has_member (current, "e_password");
  g_assert_cmpstr (psr_json_get_string (current, "lastname"), ==, "Old");

  return g_bytes_new_static ("{\"lastname\":\"New\"}", strlen ("{\"lastname\":\"New\"}"));
}

static GBytes *
set_nothing (JsonObject  *current,
             gpointer     data,
             GError     **error)
{
  return NULL;
}

static void
test_modify (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (DexFuture) future =
    psr_test_await (psr_wello_client_modify (fixture->client, PSR_WELLO_SET_CONTACTS, ID, set_lastname, fixture, NULL));
  PsrWelloUpdate *update = g_value_get_boxed (dex_future_get_value (future, NULL));
  PsrRequest *put;

  g_assert_nonnull (update);
  g_assert_nonnull (update->outcome);
  g_assert_cmpint (psr_write_outcome_get_kind (update->outcome), ==, PSR_WRITE_MADE);
  g_assert_false (fixture->saw_secret);

  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 2);
  put = psr_fake_transport_get (fixture->transport, 1);
  g_assert_cmpstr (psr_request_get_method (put), ==, "PUT");
  g_assert_cmpstr (psr_request_get_url (put), ==, "https://wello.example/api/Contact(" ID ")");
  g_assert_cmpstr (psr_request_get_header (put, "Prefer"), ==, "return=minimal");

  /* Everything but the change goes back as it came, the secrets as well. */
  g_assert_cmpstr (psr_fake_transport_get_body (fixture->transport, 1), ==,
                   "{\"id\":\"" ID "\",\"lastname\":\"New\",\"e_login\":\"canary-login\",\"e_password\":\"canary-password\","
                   "\"private_phone\":\"04\",\"score\":19.989999999999998,\"db_title\":null}");
}

static void
test_modify_nothing (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (DexFuture) future =
    psr_test_await (psr_wello_client_modify (fixture->client, PSR_WELLO_SET_CONTACTS, ID, set_nothing, fixture, NULL));
  PsrWelloUpdate *update = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_nonnull (update);
  g_assert_null (update->outcome);
  g_assert_cmpuint (psr_fake_transport_count (fixture->transport, "PUT", NULL), ==, 0);
}

static void
test_modify_gone (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (DexFuture) future =
    psr_test_await (psr_wello_client_modify (fixture->client, PSR_WELLO_SET_ARTICLES, ID, set_nothing, fixture, NULL));
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND);
}

/* A typed contact is never asked for its secrets. */
static void
test_select (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (DexFuture) one = psr_test_await (psr_wello_client_get_contact (fixture->client, ID));
  g_autoptr (DexFuture) several = psr_test_await (psr_wello_client_find_contacts (fixture->client, ID));
  g_autoptr (PsrODataPager) pager = psr_wello_client_pull (fixture->client, PSR_WELLO_SET_CONTACTS, NULL, NULL, PSR_TIMESTAMP_NONE, NULL);

  g_assert_true (dex_future_is_resolved (one));
  g_assert_false (psr_odata_pager_is_done (pager));

  for (guint i = 0; i < psr_fake_transport_get_length (fixture->transport); i++)
    {
      const char *url = psr_fake_transport_get_url (fixture->transport, i);

      g_assert_nonnull (strstr (url, "$select=id,company_id,"));
      g_assert_null (strstr (url, "e_login"));
      g_assert_null (strstr (url, "e_password"));
    }
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_wello_client_find_companies (fixture->client, "O'BRIEN"));
  GPtrArray *companies = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (companies->len, ==, 1);
  g_assert_nonnull (strstr (psr_fake_transport_get_url (fixture->transport, 0), "$filter=code eq 'O''BRIEN'"));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (DexFuture) future = psr_test_await (psr_wello_client_create (fixture->client, PSR_WELLO_SET_COMPANIES, body));
  PsrWriteOutcome *outcome = g_value_get_object (dex_future_get_value (future, NULL));

  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_MADE);
  g_assert_cmpstr (psr_fake_transport_get_url (fixture->transport, 0), ==, "https://wello.example/api/Company");
}

static void
test_statuses (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DexFuture) future = psr_test_await (psr_wello_client_get_statuses (fixture->client));
      PsrWelloStatuses *statuses = g_value_get_boxed (dex_future_get_value (future, NULL));

      g_assert_cmpstr (statuses->ready, ==, ID);
      g_assert_cmpstr (statuses->imported, ==, PSR_WELLO_STATUS_ID_IMPORTED);
    }

  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 1);
}

static void
test_change_status (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (DexFuture) imported =
    psr_test_await (psr_wello_client_change_status (fixture->client, ID, PSR_WELLO_STATUS_ID_IMPORTED, "S-INV1", NULL));
  g_autoptr (DexFuture) refused =
    psr_test_await (psr_wello_client_change_status (fixture->client, ID, PSR_WELLO_STATUS_ID_ERROR, NULL, "It's \"blocked\""));

  g_assert_true (dex_future_is_resolved (imported));
  g_assert_true (dex_future_is_resolved (refused));
  g_assert_cmpstr (psr_fake_transport_get_url (fixture->transport, 0), ==, "https://wello.example/api/Invoice/ChangeStatusId");
  g_assert_cmpstr (psr_fake_transport_get_body (fixture->transport, 0), ==,
                   "{\"invoice_id\":\"" ID "\",\"target_status_id\":\"" PSR_WELLO_STATUS_ID_IMPORTED "\",\"erp_invoice_number\":\"S-INV1\"}");
  g_assert_cmpstr (psr_fake_transport_get_body (fixture->transport, 1), ==,
                   "{\"invoice_id\":\"" ID "\",\"target_status_id\":\"" PSR_WELLO_STATUS_ID_ERROR "\",\"error_message\":\"It's \\\"blocked\\\"\"}");
}

/* More than fit into one address, so that several requests are on their way. */
static DexFuture *
ask_for_jobs (Fixture *fixture,
              guint    count)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < count; i++)
    g_strv_builder_take (builder, g_strdup_printf ("%08x-7b2d-ef11-8409-6045bde9ca0b", i));

  ids = g_strv_builder_end (builder);

  return psr_test_await (psr_wello_client_get_jobs (fixture->client, (const char * const *) ids));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (DexFuture) future = ask_for_jobs (fixture, 80);
  GPtrArray *jobs = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), >, 2);
  g_assert_cmpuint (jobs->len, ==, psr_fake_transport_get_length (fixture->transport));
}

/* What one of several requests doesn't bring isn't left out silently. */
static void
test_many_one_fails (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char * const failing[] = { "00000000-", "00000028-", "0000004f-" };

  for (guint i = 0; i < G_N_ELEMENTS (failing); i++)
    {
      g_autoptr (DexFuture) future = NULL;
      g_autoptr (GError) error = NULL;

      fixture->jobs_that_fail = failing[i];
      future = ask_for_jobs (fixture, 80);
      g_assert_null (dex_future_get_value (future, &error));
      g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "Not now."));
    }
}

/* Where one or the other can't be asked for, each is by itself, and later on at once. */
static void
test_many_without_or (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (DexFuture) again = NULL;
  guint asked;

  fixture->no_or = TRUE;
  future = ask_for_jobs (fixture, 80);
  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (dex_future_get_value (future, NULL)))->len, ==, 80);

  asked = psr_fake_transport_get_length (fixture->transport);
  again = ask_for_jobs (fixture, 80);
  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (dex_future_get_value (again, NULL)))->len, ==, 80);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, asked + 80);
}

#define ADD(path, func) \
  g_test_add ("/wello/client/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("modify", test_modify);
  ADD ("modify-nothing", test_modify_nothing);
  ADD ("modify-gone", test_modify_gone);
  ADD ("select", test_select);
  ADD ("find", test_find);
  ADD ("create", test_create);
  ADD ("statuses", test_statuses);
  ADD ("change-status", test_change_status);
  ADD ("many", test_many);
  ADD ("many-one-fails", test_many_one_fails);
  ADD ("many-without-or", test_many_without_or);

  return g_test_run ();
}
