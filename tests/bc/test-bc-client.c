/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-bc-client.h"
#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-json.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

#define COMPANY "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"

typedef struct
{
  PsrFakeTransport *transport;
  PsrBcClient      *client;
} Fixture;

static PsrResponse *
serve (const char *method,
       const char *url,
       const char *body,
       gpointer    data)
{
  if (g_str_has_suffix (url, "/companies"))
    return psr_fake_answer (200, "{\"value\":["
                                 "{\"id\":\"" COMPANY "\",\"name\":\"CRONUS BE\",\"displayName\":\"Cronus\"},"
                                 "{\"id\":\"1f7e1c6a-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"Other\",\"displayName\":\"CRONUS be\"},"
                                 "{\"id\":\"2f7e1c6a-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"Third\",\"displayName\":\"Twin\"},"
                                 "{\"id\":\"3f7e1c6a-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"Fourth\",\"displayName\":\"twin\"}]}");

  if (strstr (url, "/environments/v1.2") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"type\":\"Production\",\"name\":\"Production\"}]}");

  if (strstr (url, "/locations") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"c0de0000-7b2d-ef11-8409-6045bde9ca0b\",\"code\":\"main\",\"displayName\":\"Main\"}]}");

  if (strstr (url, "/analytics/v1.0/companies(" COMPANY ")/resources") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"resourceNo\":\"linda\",\"resourceName\":\"Linda\",\"unitPrice\":60.5}]}");

  if (strstr (url, "/taxGroups") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"code\":\"G3\",\"displayName\":\"Goods 21 %\"},{\"code\":\"\"}]}");

  if (strstr (url, "/accounts") != NULL)
    return psr_fake_answer (200, "{\"value\":["
                                 "{\"number\":\"700000\",\"displayName\":\"Sales\",\"accountType\":\"Posting\",\"directPosting\":true,\"blocked\":false},"
                                 "{\"number\":\"700001\",\"displayName\":\"Old\",\"accountType\":\"Posting\",\"directPosting\":true,\"blocked\":true},"
                                 "{\"number\":\"700999\",\"displayName\":\"Total\",\"accountType\":\"Total\",\"directPosting\":true,\"blocked\":false},"
                                 "{\"number\":\"400000\",\"displayName\":\"Customers\",\"accountType\":\"Posting\",\"directPosting\":false,\"blocked\":false}]}");

  if (strstr (url, "Inventory") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"number\":\"SERVICE-HOUR\",\"displayName\":\"Hour\",\"blocked\":false},"
                                 "{\"number\":\"OLD-HOUR\",\"displayName\":\"Hour\",\"blocked\":true}]}");

  if (strstr (url, "/items") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"77a0b1f2-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"1896-S\"}]}");

  if (strstr (url, "skiptoken=2") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"B\"}]}");

  if (strstr (url, "/customers") != NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"1f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"A\"}],"
                                 "\"@odata.nextLink\":\"https://bc.example/v2.0/t/Production/api/v2.0/companies(" COMPANY ")/customers?aid=FIN&$skiptoken=2\"}");

  return psr_fake_answer (404, "{\"error\":{\"code\":\"BadRequest_NotFound\",\"message\":\"?\"}}");
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (0);
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr (PsrBcEndpoint) endpoint = psr_bc_endpoint_new ("https://bc.example/v2.0", "t", TRUE, "Production", "v2.0");
  g_autoptr (PsrServiceClient) service = NULL;

  dex_init ();
  fixture->transport = psr_fake_transport_new (serve, fixture);
  service = psr_fake_service_client_new (fixture->transport, PSR_SERVICE_BC, clock, executor);
  fixture->client = psr_bc_client_new (service, endpoint);
  psr_bc_client_set_company (fixture->client, COMPANY);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_finalize_object (fixture->client);
  g_object_unref (fixture->transport);
}

static void
test_company (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *asked;
    const char *id;
    PsrBcError  error;
  } cases[] = {
    { "CRONUS BE", COMPANY, 0 },
    { "{0F7E1C6A-7B2D-EF11-8409-6045BDE9CA0B}", COMPANY, 0 },
    { "third", "2f7e1c6a-7b2d-ef11-8409-6045bde9ca0b", 0 },
    { "cronus be", NULL, PSR_BC_ERROR_MANY_COMPANIES },
    { "Twin", NULL, PSR_BC_ERROR_MANY_COMPANIES },
    { "Nobody", NULL, PSR_BC_ERROR_NO_COMPANY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_find_company (fixture->client, cases[i].asked));
      g_autoptr (GError) error = NULL;
      const GValue *value = dex_future_get_value (future, &error);

      if (cases[i].id == NULL)
        {
          g_assert_error (error, PSR_BC_ERROR, (int) cases[i].error);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (((PsrBcCompany *) g_value_get_boxed (value))->id, ==, cases[i].id);
    }
}

static void
test_environments (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_get_environments (fixture->client));
  GPtrArray *environments = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (environments->len, ==, 1);
  g_assert_cmpint (((PsrBcEnvironment *) g_ptr_array_index (environments, 0))->type, ==, PSR_BC_ENVIRONMENT_PRODUCTION);
  g_assert_cmpstr (psr_fake_transport_get_url (fixture->transport, 0), ==, "https://bc.example/environments/v1.2");
}

static GPtrArray *
read_numbers (JsonArray  *rows,
              gpointer    data,
              GError    **error)
{
  GPtrArray *numbers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_ptr_array_add (numbers, g_strdup (psr_json_get_string (json_array_get_object_element (rows, i), "number")));

  return numbers;
}

static void
test_pull (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (GString) numbers = g_string_new (NULL);
  PsrTimestamp since;

  g_assert_true (psr_timestamp_parse ("2026-08-24T08:50:00Z", &since, NULL));
  pager = psr_bc_client_pull (fixture->client, PSR_BC_SET_CUSTOMERS, "id,number", NULL, since, 1000, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (DexFuture) future = psr_test_await (psr_odata_pager_next (pager, read_numbers, NULL, NULL));
      PsrODataPage *page = g_value_get_object (dex_future_get_value (future, NULL));

      g_assert_nonnull (page);
      g_string_append (numbers, g_ptr_array_index (psr_odata_page_get_rows (page), 0));
    }

  g_assert_cmpstr (numbers->str, ==, "AB");
  g_assert_nonnull (strstr (psr_fake_transport_get_url (fixture->transport, 0), "$filter=lastModifiedDateTime ge 2026-08-24T08:50:00.000Z"));
  g_assert_nonnull (strstr (psr_fake_transport_get_url (fixture->transport, 0), "$orderby=lastModifiedDateTime"));
  g_assert_cmpstr (psr_request_get_header (psr_fake_transport_get (fixture->transport, 0), "Prefer"), ==, "odata.maxpagesize=1000");
  g_assert_null (psr_request_get_header (psr_fake_transport_get (fixture->transport, 0), "Data-Access-Intent"));
}

static void
test_by_numbers (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) numbers = NULL;
  g_autoptr (DexFuture) future = NULL;
  guint asked = 0;

  for (guint i = 0; i < 400; i++)
    g_strv_builder_take (builder, g_strdup_printf ("O'BRIEN-%04u", i));

  numbers = g_strv_builder_end (builder);
  future = psr_test_await (psr_bc_client_get_items_by_numbers (fixture->client, (const char * const *) numbers));
  g_assert_true (dex_future_is_resolved (future));

  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), >, 1);

  for (guint i = 0; i < psr_fake_transport_get_length (fixture->transport); i++)
    {
      const char *url = psr_fake_transport_get_url (fixture->transport, i);
      const char *p = url;

      g_assert_cmpuint (strlen (psr_request_get_url (psr_fake_transport_get (fixture->transport, i))), <=, 7000);

      while ((p = strstr (p, "number eq 'O''BRIEN-")) != NULL)
        {
          asked++;
          p++;
        }
    }

  g_assert_cmpuint (asked, ==, 400);
}

static void
test_nothing_asked (Fixture       *fixture,
                    gconstpointer  data)
{
  const char * const none[] = { NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_get_items_by_ids (fixture->client, none));
  GPtrArray *items = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (items->len, ==, 0);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 0);
}

static void
test_no_company (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  psr_bc_client_set_company (fixture->client, NULL);
  future = psr_test_await (psr_bc_client_get_locations (fixture->client));

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_NO_COMPANY);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 0);
}

static void
test_locations (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_get_locations (fixture->client));
  GPtrArray *locations = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (locations->len, ==, 1);
  g_assert_cmpstr (((PsrBcLocation *) g_ptr_array_index (locations, 0))->code, ==, "MAIN");
}

/* Only what a line can name is offered. */
static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const numbers[] = {
    [PSR_BC_CHOICE_ITEM] = "SERVICE-HOUR",
    [PSR_BC_CHOICE_RESOURCE] = "LINDA",
    [PSR_BC_CHOICE_ACCOUNT] = "700000",
    [PSR_BC_CHOICE_TAX_GROUP] = "G3",
  };

  for (guint kind = 0; kind < PSR_BC_N_CHOICE_KINDS; kind++)
    {
      g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_list_choices (fixture->client, kind));
      g_autoptr (GError) error = NULL;
      const GValue *value = dex_future_get_value (future, &error);
      GPtrArray *choices;
      const PsrBcChoice *choice;

      g_assert_no_error (error);
      choices = g_value_get_boxed (value);
      g_assert_cmpuint (choices->len, ==, 1);
      choice = choices->pdata[0];
      g_assert_cmpint (choice->kind, ==, kind);
      g_assert_cmpstr (choice->number, ==, numbers[kind]);
      g_assert_cmpstr (choice->name, !=, "");
    }
}

#define ADD(path, func) \
  g_test_add ("/bc/client/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("company", test_company);
  ADD ("environments", test_environments);
  ADD ("pull", test_pull);
  ADD ("by-numbers", test_by_numbers);
  ADD ("nothing-asked", test_nothing_asked);
  ADD ("no-company", test_no_company);
  ADD ("locations", test_locations);
  ADD ("choices", test_choices);

  return g_test_run ();
}
