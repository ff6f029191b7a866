/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fake-token-source.h"
#include "fake-transport.h"
#include "net-test.h"
#include "psr-json.h"
#include "psr-odata-pager.h"
#include "psr-seeded-random.h"
#include "psr-thread-executor.h"

#define URL "https://bc.example/v2.0/Production/api/v2.0/items?$filter=x"

typedef struct
{
  PsrClock         *clock;
  FakeTransport    *transport;
  PsrServiceClient *client;
  /* Whether pages are read by the reader for many rows. */
  gboolean          by_items;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (PsrRandom) random = psr_seeded_random_new (7);
  g_autoptr (PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr (PsrThrottle) throttle = NULL;
  g_autoptr (FakeTokenSource) tokens = fake_token_source_new ();

  self->by_items = data != NULL;
  self->clock = psr_virtual_clock_new (TEST_START);
  self->transport = fake_transport_new (self->clock);
  throttle = psr_throttle_new_for_bc (self->clock);
  self->client = psr_service_client_new (PSR_TRANSPORT (self->transport), PSR_TOKEN_SOURCE (tokens), throttle,
                                         self->clock, random, executor, PSR_SERVICE_BC);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  net_test_settle ();
  g_assert_finalize_object (self->client);
  g_assert_finalize_object (self->transport);
  g_clear_object (&self->clock);
}

static GPtrArray *
make_rows (JsonArray  *value,
           gpointer    data,
           GError    **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  gint *calls = data;

  g_atomic_int_inc (calls);

  for (guint i = 0; i < json_array_get_length (value); i++)
    {
      const char *id = psr_json_get_string (json_array_get_object_element (value, i), "id");

      if (g_str_equal (id, "bad"))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "bad row");
          return NULL;
        }

      g_ptr_array_add (rows, g_strdup (id));
    }

  return g_steal_pointer (&rows);
}

static GPtrArray *
make_items (const PsrJsonItem  *value,
            gpointer            data,
            GError            **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  gint *calls = data;

  g_atomic_int_inc (calls);

  for (const PsrJsonItem *row = psr_json_item_get_first (value); row != NULL; row = psr_json_item_get_next (value, row))
    {
      const char *id = psr_json_item_get_string (row, "id");

      if (g_str_equal (id, "bad"))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "bad row");
          return NULL;
        }

      g_ptr_array_add (rows, g_strdup (id));
    }

  return g_steal_pointer (&rows);
}

static void
forget (gpointer data)
{
  gint *calls = data;

  g_atomic_int_add (calls, 100);
}

static DexFuture *
start_page (Fixture       *self,
            PsrODataPager *pager,
            gint          *calls)
{
  return self->by_items ? psr_odata_pager_next_items (pager, make_items, calls, forget)
                        : psr_odata_pager_next (pager, make_rows, calls, forget);
}

static DexFuture *
next_page (Fixture       *self,
           PsrODataPager *pager,
           gint          *calls)
{
  DexFuture *future = start_page (self, pager, calls);

  net_test_drive (future, self->clock);

  return future;
}

static void
check_fails (Fixture       *self,
             PsrODataPager *pager,
             GQuark         domain,
             int            code)
{
  gint calls = 0;
  g_autoptr (DexFuture) future = next_page (self, pager, &calls);
  g_autoptr (GError) error = net_test_error (future);

  g_assert_error (error, domain, code);
}

static void
test_pages (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 1000);
  g_autoptr (DexFuture) first = NULL;
  g_autoptr (DexFuture) second = NULL;
  PsrODataPage *page;
  gint calls = 0;

  fake_transport_answer (self->transport, 200,
                         "{\"@odata.context\":\"c\",\"value\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"@odata.nextLink\":\"https://bc.example/v2.0/Production/api/v2.0/items?aid=FIN&$skiptoken=2\"}",
                         "Date", "Mon, 24 Aug 2026 09:13:33 GMT", NULL);
  fake_transport_answer (self->transport, 200, "{\"value\":[{\"id\":\"3\"}]}", NULL);

  first = next_page (self, pager, &calls);
  page = net_test_object (first);
  g_assert_cmpuint (psr_odata_page_get_n_rows (page), ==, 2);
  g_assert_cmpuint (psr_odata_page_get_rows (page)->len, ==, 2);
  g_assert_cmpstr (psr_odata_page_get_next_link (page), ==, "https://bc.example/v2.0/Production/api/v2.0/items?aid=FIN&$skiptoken=2");
  g_assert_cmpint (psr_odata_page_get_date (page), ==, TEST_START + 60 * SECOND);
  g_assert_false (psr_odata_pager_is_done (pager));
  g_assert_cmpstr (psr_request_get_header (fake_transport_get_sent (self->transport, 0), "Prefer"), ==, "odata.maxpagesize=1000");

  second = next_page (self, pager, &calls);
  page = net_test_object (second);
  g_assert_cmpstr (g_ptr_array_index (psr_odata_page_get_rows (page), 0), ==, "3");
  g_assert_null (psr_odata_page_get_next_link (page));
  g_assert_true (psr_odata_pager_is_done (pager));
  g_assert_cmpstr (psr_request_get_url (fake_transport_get_sent (self->transport, 1)), ==, "https://bc.example/v2.0/Production/api/v2.0/items?aid=FIN&$skiptoken=2");
  g_assert_cmpint (g_atomic_int_get (&calls), ==, 202);
}

static void
test_either_case (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);
  g_autoptr (DexFuture) first = NULL;
  gint calls = 0;

  fake_transport_answer (self->transport, 200, "{\"value\":[],\"@odata.nextlink\":\"https://bc.example/v2.0/x?$skip=100\"}", NULL);
  first = next_page (self, pager, &calls);
  g_assert_cmpstr (psr_odata_page_get_next_link (net_test_object (first)), ==, "https://bc.example/v2.0/x?$skip=100");
  g_assert_null (psr_request_get_header (fake_transport_get_sent (self->transport, 0), "Prefer"));
}

static void
test_foreign_link (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);

  fake_transport_answer (self->transport, 200, "{\"value\":[],\"@odata.nextLink\":\"https://evil.example/v2.0/x\"}", NULL);
  check_fails (self, pager, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);
}

static void
test_loop (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);
  gint calls = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DexFuture) page = NULL;

      fake_transport_answer (self->transport, 200, "{\"value\":[],\"@odata.nextLink\":\"https://bc.example/v2.0/x?$skiptoken=same\"}", NULL);
      page = next_page (self, pager, &calls);
      g_assert_true (dex_future_is_resolved (page));
    }

  check_fails (self, pager, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 2);
}

static void
test_bound (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);
  gint calls = 0;

  psr_odata_pager_set_max_pages (pager, 3);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"value\":[],\"@odata.nextLink\":\"https://bc.example/v2.0/x?$skiptoken=%u\"}", i);
      g_autoptr (DexFuture) page = NULL;

      fake_transport_answer (self->transport, 200, body, NULL);
      page = next_page (self, pager, &calls);
      g_assert_true (dex_future_is_resolved (page));
    }

  check_fails (self, pager, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
}

static void
test_resume (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);
  g_autoptr (PsrODataPager) other = psr_odata_pager_new (self->client, URL, 0);
  g_autoptr (DexFuture) page = NULL;
  g_autoptr (DexFuture) other_page = NULL;
  gint calls = 0;

  psr_odata_pager_set_resume (pager, "https://bc.example/v2.0/x?$skiptoken=5");
  fake_transport_answer (self->transport, 200, "{\"value\":[]}", NULL);
  page = next_page (self, pager, &calls);
  g_assert_cmpstr (psr_request_get_url (fake_transport_get_sent (self->transport, 0)), ==, "https://bc.example/v2.0/x?$skiptoken=5");

  psr_odata_pager_set_resume (other, "https://evil.example/v2.0/x?$skiptoken=5");
  fake_transport_answer (self->transport, 200, "{\"value\":[]}", NULL);
  other_page = next_page (self, other, &calls);
  g_assert_cmpstr (psr_request_get_url (fake_transport_get_sent (self->transport, 1)), ==, URL);
}

static void
test_skip_token (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);

  fake_transport_answer (self->transport, 400, "{\"error\":{\"code\":\"SkipTokenIsNoLongerValid\",\"message\":\"x\"}}", NULL);
  check_fails (self, pager, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SKIP_TOKEN);
}

static void
test_garbage (Fixture       *self,
              gconstpointer  data)
{
  static const char * const bodies[] = {
    "", "{", "[]", "null", "{}", "{\"value\":5}", "<html></html>", "{\"value\":[", "{\"value\":[{\"id\":\"1\"}],\"@odata.nextLink\":\"http://[\"}",
    "{\"value\":[],\"@odata.nextLink\":5}", "{\"value\":[],\"@odata.nextLink\":{}}",
  };
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);
  g_autoptr (DexFuture) good = NULL;
  gint calls = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_test_message ("%s", bodies[i]);
      fake_transport_answer (self->transport, 200, bodies[i], NULL);
      check_fails (self, pager, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
    }

  fake_transport_answer (self->transport, 200, brackets, NULL);
  check_fails (self, pager, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
  fake_transport_answer (self->transport, 200, "{\"value\":[{\"id\":\"bad\"}]}", NULL);
  check_fails (self, pager, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);

  /* After all that, the same page can still be had. */
  fake_transport_answer (self->transport, 200, "{\"value\":[{\"id\":\"1\"}]}", NULL);
  good = next_page (self, pager, &calls);
  g_assert_cmpuint (psr_odata_page_get_n_rows (net_test_object (good)), ==, 1);
  g_assert_true (psr_odata_pager_is_done (pager));
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PsrODataPager) pager = psr_odata_pager_new (self->client, URL, 0);
  DexFuture *future;
  g_autoptr (DexFuture) again = NULL;
  gint calls = 0;

  fake_transport_answer (self->transport, 200, "{\"value\":[]}", NULL);
  future = start_page (self, pager, &calls);
  net_test_settle ();
  dex_clear (&future);
  net_test_settle ();

  /* What the caller gave is freed, and the rows function never ran. */
  g_assert_cmpint (calls, ==, 100);

  fake_transport_answer (self->transport, 200, "{\"value\":[]}", NULL);
  again = next_page (self, pager, &calls);
  g_assert_true (dex_future_is_resolved (again));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, func) \
  g_test_add ("/net/odata-pager/" path, Fixture, NULL, set_up, func, tear_down); \
  g_test_add ("/net/odata-pager/items/" path, Fixture, GINT_TO_POINTER (TRUE), set_up, func, tear_down)
  ADD ("pages", test_pages);
  ADD ("either-case", test_either_case);
  ADD ("foreign-link", test_foreign_link);
  ADD ("loop", test_loop);
  ADD ("bound", test_bound);
  ADD ("resume", test_resume);
  ADD ("skip-token", test_skip_token);
  ADD ("garbage", test_garbage);
  ADD ("cancel", test_cancel);
#undef ADD

  return g_test_run ();
}
