/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-json.h"
#include "psr-odata-pager.h"
#include "psr-service-error.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

#define BASE "https://bc.example/v2.0/contoso/Production/api/v2.0/"

/* The body of a page, which is also that of every page after it. */
static GBytes *body;

static PsrResponse *
answer (const char *method,
        const char *url,
        const char *sent,
        gpointer    data)
{
  PsrResponse *response = psr_response_new (200, body, 0);

  psr_response_add_header (response, "Content-Type", "application/json");

  return response;
}

static GPtrArray *
read_rows (JsonArray  *rows,
           gpointer    data,
           GError    **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (row))
        g_ptr_array_add (names, psr_json_dup_text (json_node_get_object (row), "id"));
    }

  return g_steal_pointer (&names);
}

static GPtrArray *
read_items (const PsrJsonItem  *rows,
            gpointer            data,
            GError            **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (const PsrJsonItem *row = psr_json_item_get_first (rows); row != NULL; row = psr_json_item_get_next (rows, row))
    {
      if (psr_json_item_get_type (row) == PSR_JSON_OBJECT)
        g_ptr_array_add (names, psr_json_item_dup_text (psr_json_item_find (row, "id")));
    }

  return g_steal_pointer (&names);
}

/* Our credentials go where it leads: to the same server, and there to the same
 * part of it. */
static void
check_link (const char *link)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *path = NULL;

  if (link == NULL)
    return;

  fuzz_check_text (link);
  uri = g_uri_parse (link, G_URI_FLAGS_ENCODED, NULL);
  g_assert_nonnull (uri);
  g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
  g_assert_cmpint (g_ascii_strcasecmp (g_uri_get_host (uri), "bc.example"), ==, 0);
  g_assert_true (g_uri_get_port (uri) == -1 || g_uri_get_port (uri) == 443);
  g_assert_null (g_uri_get_userinfo (uri));
  g_assert_cmpint (g_ascii_strncasecmp (g_uri_get_path (uri), "/v2.0/", 6), ==, 0);

  path = g_uri_unescape_string (g_uri_get_path (uri), NULL);
  g_assert_nonnull (path);
  g_strdelimit (path, "\\", '/');
  g_assert_null (strstr (path, "/../"));
  g_assert_false (g_str_has_suffix (path, "/.."));
}

static gboolean
read_page (PsrODataPager *pager,
           gboolean       by_items)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) done = psr_test_await (by_items ? psr_odata_pager_next_items (pager, read_items, NULL, NULL)
                                                        : psr_odata_pager_next (pager, read_rows, NULL, NULL));
  const GValue *value = dex_future_get_value (done, &error);
  PsrODataPage *page;

  if (value == NULL)
    {
      g_assert_cmpuint (error->domain, ==, PSR_SERVICE_ERROR);
      fuzz_check_words (error);
      return FALSE;
    }

  page = g_value_get_object (value);
  g_assert_cmpuint (psr_odata_page_get_rows (page)->len, <=, psr_odata_page_get_n_rows (page));

  check_link (psr_odata_page_get_next_link (page));

  return !psr_odata_pager_is_done (pager);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static PsrFakeTransport *transport;
  static PsrServiceClient *client;
  static PsrClock *clock;

  if (transport == NULL)
    {
      dex_init ();
      transport = psr_fake_transport_new (answer, NULL);
      clock = psr_virtual_clock_new (0);
      client = psr_fake_service_client_new (transport, PSR_SERVICE_BC, clock, psr_inline_executor_new ());
    }

  /* So that the throttle has no reason to wait. */
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (clock), G_USEC_PER_SEC);

  body = g_bytes_new (data, size);
  for (gboolean by_items = FALSE; by_items <= TRUE; by_items++)
    {
      g_autoptr (PsrODataPager) pager = psr_odata_pager_new (client, BASE "companies(1)/items", 0);

      for (guint pages = 0; pages < 3 && read_page (pager, by_items); pages++)
        ;
      psr_fake_transport_clear (transport);
    }
  g_clear_pointer (&body, g_bytes_unref);

  return 0;
}
