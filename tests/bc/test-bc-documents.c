/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-bc-client.h"
#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

#define COMPANY  "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"
#define DOCUMENT "9c1d0000-7b2d-ef11-8409-6045bde9ca0b"
#define LINE     "a1b20000-7b2d-ef11-8409-6045bde9ca0b"

#define VOID "4c1d0000-7b2d-ef11-8409-6045bde9ca0b"
#define FREE "5c1d0000-7b2d-ef11-8409-6045bde9ca0b"

typedef struct
{
  PsrFakeTransport *transport;
  PsrBcClient      *client;
  gboolean          undated_orders;
  gboolean          break_orders;
  guint             status;
  const char       *answer;
} Fixture;

static PsrResponse *
serve (const char *method,
       const char *url,
       const char *body,
       gpointer    data)
{
  Fixture *fixture = data;

  if (!g_str_equal (method, "GET"))
    return fixture->answer != NULL ? psr_fake_answer (fixture->status, fixture->answer) : NULL;

  if (strstr (url, "salesOrders?$filter=") != NULL)
    {
      if (fixture->break_orders)
        return psr_fake_answer (403, "{\"error\":{\"code\":\"Authorization_Denied\",\"message\":\"No.\"}}");

      return psr_fake_answer_dated (200,
                                    strstr (url, "'WO-2'") != NULL
                                      ? "{\"value\":[{\"id\":\"" DOCUMENT "\",\"number\":\"S-ORD1\",\"externalDocumentNumber\":\"WO-2\",\"status\":\"Draft\"}]}"
                                      : "{\"value\":[]}",
                                    fixture->undated_orders ? NULL : "Mon, 24 Aug 2026 09:00:05 GMT");
    }

  if (strstr (url, "salesInvoices?$filter=") != NULL)
    return psr_fake_answer_dated (200,
                                  strstr (url, "'WO-1'") != NULL
                                    ? "{\"value\":[{\"id\":\"1c1d0000-7b2d-ef11-8409-6045bde9ca0b\",\"externalDocumentNumber\":\"WO-1\",\"status\":\"Canceled\"},"
                                      "{\"id\":\"2c1d0000-7b2d-ef11-8409-6045bde9ca0b\",\"externalDocumentNumber\":\"WO-1\",\"status\":\"Draft\"},"
                                      "{\"id\":\"3c1d0000-7b2d-ef11-8409-6045bde9ca0b\",\"externalDocumentNumber\":\"WO-1\",\"status\":\"Open\","
                                      "\"totalAmountExcludingTax\":10,\"totalAmountIncludingTax\":12.1}]}"
                                    : strstr (url, "'WO-4'") != NULL
                                    ? "{\"value\":[{\"id\":\"" VOID "\",\"externalDocumentNumber\":\"WO-4\",\"status\":\"Paid\"},"
                                      "{\"id\":\"" FREE "\",\"externalDocumentNumber\":\"WO-4\",\"status\":\"Open\"},"
                                      "{\"id\":\"" DOCUMENT "\",\"externalDocumentNumber\":\"WO-4\",\"status\":\"Draft\"}]}"
                                    : "{\"value\":[]}",
                                  "Mon, 24 Aug 2026 09:00:00 GMT");

  if (strstr (url, "/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices?$filter=") != NULL)
    return psr_fake_answer (200,
                            strstr (url, "'WO-1'") != NULL || strstr (url, "orderNumber eq 'S-ORD1'") != NULL
                              ? "{\"value\":[{\"number\":\"PS-INV1\",\"externalDocumentNumber\":\"WO-1\",\"orderNumber\":\"S-ORD1\",\"apiId\":\"" DOCUMENT "\"}]}"
                              : "{\"value\":[]}");

  if (strstr (url, "generalLedgerEntries?$filter=documentNumber eq ") != NULL)
    return psr_fake_answer (200, strstr (url, "'PS-INV1' and postingDate eq 2026-08-24") != NULL ? "{\"value\":[{\"id\":\"" LINE "\"}]}" : "{\"value\":[]}");

  if (strstr (url, "salesInvoiceLines") != NULL && strstr (url, "$expand") == NULL)
    return psr_fake_answer (200, "{\"value\":[{\"id\":\"" LINE "\",\"lineType\":\"Item\",\"quantity\":1}]}");

  if (strstr (url, "salesInvoices(" VOID ")?$expand=salesInvoiceLines") != NULL)
    return psr_fake_answer (200, "{\"id\":\"" VOID "\",\"status\":\"Paid\",\"salesInvoiceLines\":[{\"id\":\"" LINE "\",\"lineType\":\"Comment\"}]}");
  if (strstr (url, "salesInvoices(" FREE ")?$expand=salesInvoiceLines") != NULL)
    return psr_fake_answer (200, "{\"id\":\"" FREE "\",\"status\":\"Open\",\"salesInvoiceLines\":[{\"id\":\"" LINE "\",\"lineType\":\"Item\",\"quantity\":1}]}");

  if (strstr (url, "salesInvoices(" DOCUMENT ")") != NULL)
    return psr_fake_answer (200, "{\"id\":\"" DOCUMENT "\",\"number\":\"S-INV1\",\"salesInvoiceLines\":[{\"id\":\"" LINE "\",\"lineType\":\"Comment\"}]}");

  return psr_fake_answer (404, "{\"error\":{\"code\":\"Internal_RecordNotFound\",\"message\":\"Gone.\"}}");
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
assert_timestamp (PsrTimestamp  value,
                  const char   *expected)
{
  g_autofree char *text = psr_timestamp_to_string (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  const char * const numbers[] = { "wo-1 ", "WO-2", "WO-3", "WO-1", "", NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_find_documents (fixture->client, numbers));
  PsrBcLookup *lookup = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_nonnull (lookup);
  g_assert_cmpuint (lookup->documents->len, ==, 4);

  /* Both sets are asked once, each number once, as Business Central keeps it. */
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 2);
  g_assert_nonnull (strstr (psr_fake_transport_get_url (fixture->transport, 0),
                            "$filter=externalDocumentNumber eq 'WO-1' or externalDocumentNumber eq 'WO-2' or externalDocumentNumber eq 'WO-3'"));
  g_assert_null (psr_request_get_header (psr_fake_transport_get (fixture->transport, 0), "Data-Access-Intent"));

  assert_timestamp (lookup->earliest, "2026-08-24T09:00:00.000Z");
  assert_timestamp (lookup->latest, "2026-08-24T09:00:05.000Z");

  g_assert_cmpstr (psr_bc_lookup_find (lookup, "WO-1")->id, ==, "2c1d0000-7b2d-ef11-8409-6045bde9ca0b");
  g_assert_cmpuint (psr_bc_lookup_count (lookup, "wo-1"), ==, 2);
  g_assert_cmpint (psr_bc_lookup_find (lookup, "WO-2")->kind, ==, PSR_BC_DOCUMENT_ORDER);
  g_assert_null (psr_bc_lookup_find (lookup, "WO-3"));
}

/* An answer without a date proves nothing about when. */
static void
test_find_undated (Fixture       *fixture,
                   gconstpointer  data)
{
  const char * const numbers[] = { "WO-9", NULL };
  g_autoptr (DexFuture) future = NULL;
  PsrBcLookup *lookup;

  fixture->undated_orders = TRUE;
  future = psr_test_await (psr_bc_client_find_documents (fixture->client, numbers));
  lookup = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_nonnull (lookup);
  g_assert_cmpint (lookup->earliest, ==, PSR_TIMESTAMP_NONE);
}

/* Half a look-up is none. */
static void
test_find_half (Fixture       *fixture,
                gconstpointer  data)
{
  const char * const numbers[] = { "WO-9", NULL };
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  fixture->break_orders = TRUE;
  future = psr_test_await (psr_bc_client_find_documents (fixture->client, numbers));

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN);
}

static void
test_find_many (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) numbers = NULL;
  g_autoptr (DexFuture) future = NULL;
  guint asked = 0;

  for (guint i = 0; i < 500; i++)
    g_strv_builder_take (builder, g_strdup_printf ("WELLO-%06u", i));

  numbers = g_strv_builder_end (builder);
  future = psr_test_await (psr_bc_client_find_documents (fixture->client, (const char * const *) numbers));
  g_assert_true (dex_future_is_resolved (future));

  g_assert_cmpuint (psr_fake_transport_count (fixture->transport, "GET", "salesOrders"), ==,
                    psr_fake_transport_count (fixture->transport, "GET", "salesInvoices"));

  for (guint i = 0; i < psr_fake_transport_get_length (fixture->transport); i++)
    {
      const char *p = psr_fake_transport_get_url (fixture->transport, i);

      g_assert_cmpuint (strlen (psr_request_get_url (psr_fake_transport_get (fixture->transport, i))), <=, 7000);

      while ((p = strstr (p, "externalDocumentNumber eq 'WELLO-")) != NULL)
        {
          asked++;
          p++;
        }
    }

  g_assert_cmpuint (asked, ==, 1000);
}

static void
test_find_none (Fixture       *fixture,
                gconstpointer  data)
{
  const char * const numbers[] = { NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_find_documents (fixture->client, numbers));
  PsrBcLookup *lookup = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_cmpuint (lookup->documents->len, ==, 0);
  g_assert_cmpint (lookup->earliest, ==, PSR_TIMESTAMP_NONE);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 0);
}

static PsrWriteOutcome *
await_outcome (DexFuture *future)
{
  g_autoptr (DexFuture) done = psr_test_await (future);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  g_assert_no_error (error);
  return g_value_dup_object (value);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (DexFuture) parsed = NULL;
  PsrBcDocument *document;

  fixture->status = 201;
  fixture->answer = "{\"id\":\"" DOCUMENT "\",\"number\":\"S-ORD1\",\"externalDocumentNumber\":\"WO-1\",\"status\":\"Draft\"}";
  outcome = await_outcome (psr_bc_client_create_document (fixture->client, PSR_BC_DOCUMENT_ORDER, body));

  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_MADE);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 1);
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 0), "/salesOrders?$expand=salesOrderLines"));
  g_assert_cmpstr (psr_fake_transport_get_body (fixture->transport, 0), ==, "{\"a\":1}");

  parsed = psr_test_await (psr_bc_client_parse_document (fixture->client, PSR_BC_DOCUMENT_ORDER, psr_write_outcome_get_response (outcome)));
  document = g_value_get_boxed (dex_future_get_value (parsed, NULL));
  g_assert_cmpstr (document->id, ==, DOCUMENT);
  g_assert_true (psr_bc_document_is_draft (document));
  g_assert_null (document->lines);
}

/* A create whose answer is lost is unknown, and isn't sent again. */
static void
test_create_lost (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (PsrWriteOutcome) outcome = NULL;

  outcome = await_outcome (psr_bc_client_create_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, body));

  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, PSR_WRITE_UNKNOWN);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 1);
}

static void
test_stale (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (PsrWriteOutcome) conflict = NULL;
  g_autoptr (PsrWriteOutcome) precondition = NULL;
  g_autoptr (PsrWriteOutcome) duplicate = NULL;

  fixture->status = 409;
  fixture->answer = "{\"error\":{\"code\":\"Request_EntityChanged\",\"message\":\"Another user has already changed the record.\"}}";
  conflict = await_outcome (psr_bc_client_patch_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT, "W/\"e\"", body));
  g_assert_cmpint (psr_write_outcome_get_kind (conflict), ==, PSR_WRITE_STALE);
  g_assert_cmpstr (psr_request_get_method (psr_fake_transport_get (fixture->transport, 0)), ==, "PATCH");
  g_assert_cmpstr (psr_request_get_header (psr_fake_transport_get (fixture->transport, 0), "If-Match"), ==, "W/\"e\"");

  fixture->status = 412;
  precondition = await_outcome (psr_bc_client_delete_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT, "W/\"e\""));
  g_assert_cmpint (psr_write_outcome_get_kind (precondition), ==, PSR_WRITE_STALE);
  g_assert_cmpstr (psr_request_get_method (psr_fake_transport_get (fixture->transport, 1)), ==, "DELETE");

  fixture->status = 409;
  fixture->answer = "{\"error\":{\"code\":\"Internal_EntityWithSameKeyExists\",\"message\":\"The Item already exists.\"}}";
  duplicate = await_outcome (psr_bc_client_patch_line (fixture->client, PSR_BC_DOCUMENT_INVOICE, LINE, "W/\"e\"", body));
  g_assert_cmpint (psr_write_outcome_get_kind (duplicate), ==, PSR_WRITE_REFUSED);
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 2), "/salesInvoiceLines(" LINE ")"));
}

static void
test_get (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (DexFuture) with = psr_test_await (psr_bc_client_get_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT, TRUE));
  g_autoptr (DexFuture) lines = psr_test_await (psr_bc_client_get_lines (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT));
  g_autoptr (DexFuture) gone = psr_test_await (psr_bc_client_get_document (fixture->client, PSR_BC_DOCUMENT_ORDER, DOCUMENT, FALSE));
  g_autoptr (GError) error = NULL;
  PsrBcDocument *document = g_value_get_boxed (dex_future_get_value (with, NULL));

  g_assert_nonnull (document);
  g_assert_cmpuint (document->lines->len, ==, 1);
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 0), "/salesInvoices(" DOCUMENT ")?$expand=salesInvoiceLines"));
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 1), "/salesInvoices(" DOCUMENT ")/salesInvoiceLines"));
  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (dex_future_get_value (lines, NULL)))->len, ==, 1);

  g_assert_null (dex_future_get_value (gone, &error));
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND);
}

/* Each action once, with a body so that it has a length, and time to run. */
static void
test_post (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PsrWriteOutcome) posted = NULL;
  g_autoptr (PsrWriteOutcome) shipped = NULL;
  g_autoptr (PsrWriteOutcome) lost = NULL;

  fixture->status = 204;
  fixture->answer = "";
  posted = await_outcome (psr_bc_client_post_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT));
  shipped = await_outcome (psr_bc_client_post_document (fixture->client, PSR_BC_DOCUMENT_ORDER, DOCUMENT));

  g_assert_cmpint (psr_write_outcome_get_kind (posted), ==, PSR_WRITE_MADE);
  g_assert_cmpint (psr_write_outcome_get_kind (shipped), ==, PSR_WRITE_MADE);
  g_assert_false (psr_bc_outcome_says_posted (posted));
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 2);
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 0), "/salesInvoices(" DOCUMENT ")/Microsoft.NAV.post"));
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 1), "/salesOrders(" DOCUMENT ")/Microsoft.NAV.shipAndInvoice"));
  g_assert_cmpstr (psr_fake_transport_get_body (fixture->transport, 0), ==, "{}");
  g_assert_cmpint (psr_request_get_kind (psr_fake_transport_get (fixture->transport, 0)), ==, PSR_REQUEST_ACTION);

  fixture->answer = NULL;
  lost = await_outcome (psr_bc_client_post_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT));
  g_assert_cmpint (psr_write_outcome_get_kind (lost), ==, PSR_WRITE_UNKNOWN);
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 3);
}

static gboolean
says_posted (Fixture    *fixture,
             guint       status,
             const char *answer)
{
  g_autoptr (PsrWriteOutcome) outcome = NULL;

  fixture->status = status;
  fixture->answer = answer;
  outcome = await_outcome (psr_bc_client_post_document (fixture->client, PSR_BC_DOCUMENT_INVOICE, DOCUMENT));

  return psr_bc_outcome_says_posted (outcome);
}

static void
test_find_void (Fixture       *fixture,
                gconstpointer  data)
{
  const char * const numbers[] = { "WO-4", NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_find_documents (fixture->client, numbers));
  PsrBcLookup *lookup = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_nonnull (lookup);
  g_assert_cmpuint (lookup->documents->len, ==, 2);
  g_assert_cmpuint (lookup->voids->len, ==, 1);
  g_assert_cmpstr (((PsrBcDocument *) g_ptr_array_index (lookup->voids, 0))->id, ==, VOID);
  g_assert_cmpuint (psr_bc_lookup_count (lookup, "WO-4"), ==, 2);
}

static void
test_find_by_number (Fixture       *fixture,
                     gconstpointer  data)
{
  const char * const numbers[] = { "s-inv1", NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_find_documents_by_number (fixture->client, numbers));
  g_autoptr (DexFuture) shipped = psr_test_await (psr_bc_client_has_shipments (fixture->client, "S-ORD1"));

  g_assert_true (dex_future_is_resolved (future));
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 1), "salesOrders?$filter=number eq 'S-INV1'"));
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 0), "salesInvoices?$filter=number eq 'S-INV1'"));
  g_assert_nonnull (strstr (psr_fake_transport_get_url (fixture->transport, 2), "salesShipments?$filter=orderNumber eq 'S-ORD1'"));
}

/* Only these very words prove it, and only from Business Central itself. */
static void
test_post_twice (Fixture       *fixture,
                 gconstpointer  data)
{
  g_assert_true (says_posted (fixture, 400, "{\"error\":{\"code\":\"Application_DialogException\",\"message\":\"The action can be applied to a draft invoice only.  CorrelationId:  0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b.\"}}"));
  g_assert_false (says_posted (fixture, 400, "{\"error\":{\"code\":\"Application_DialogException\",\"message\":\"The action can be applied to a draft invoice.\"}}"));
  g_assert_false (says_posted (fixture, 500, "{\"error\":{\"code\":\"Internal_ServerError\",\"message\":\"The action can be applied to a draft invoice only.\"}}"));
  g_assert_false (says_posted (fixture, 400, "The action can be applied to a draft invoice only."));
}

static void
test_find_posted (Fixture       *fixture,
                  gconstpointer  data)
{
  const char * const numbers[] = { "wo-1", "WO-1", "", NULL };
  const char * const others[] = { "WO-9", NULL };
  const char * const orders[] = { "S-ORD1", NULL };
  g_autoptr (DexFuture) found = psr_test_await (psr_bc_client_find_posted (fixture->client, PSR_BC_POSTED_BY_EXTERNAL_NUMBER, numbers));
  g_autoptr (DexFuture) none = psr_test_await (psr_bc_client_find_posted (fixture->client, PSR_BC_POSTED_BY_EXTERNAL_NUMBER, others));
  g_autoptr (DexFuture) of_order = psr_test_await (psr_bc_client_find_posted (fixture->client, PSR_BC_POSTED_BY_ORDER_NUMBER, orders));
  g_autoptr (DexFuture) booked = psr_test_await (psr_bc_client_has_ledger_entries (fixture->client, "PS-INV1", PSR_BC_LEDGER_INVOICE,
                                                                                  "2026-08-24"));
  g_autoptr (DexFuture) other_day = psr_test_await (psr_bc_client_has_ledger_entries (fixture->client, "PS-INV1", PSR_BC_LEDGER_INVOICE,
                                                                                     "2026-08-25"));
  g_autoptr (DexFuture) no_day = psr_test_await (psr_bc_client_has_ledger_entries (fixture->client, "PS-INV1", PSR_BC_LEDGER_INVOICE, ""));
  g_autoptr (DexFuture) not_booked = psr_test_await (psr_bc_client_has_ledger_entries (fixture->client, "PS-INV2", PSR_BC_LEDGER_INVOICE,
                                                                                      "2026-08-24"));
  GPtrArray *rows = g_value_get_boxed (dex_future_get_value (found, NULL));
  const PsrBcPosted *posted;

  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, 1);
  posted = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (posted->number, ==, "PS-INV1");
  g_assert_cmpstr (posted->external_number, ==, "WO-1");
  g_assert_cmpstr (posted->order_number, ==, "S-ORD1");
  g_assert_cmpstr (posted->document_id, ==, DOCUMENT);
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 0), "$filter=externalDocumentNumber eq 'WO-1'"));

  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (dex_future_get_value (none, NULL)))->len, ==, 0);
  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (dex_future_get_value (of_order, NULL)))->len, ==, 1);
  g_assert_true (g_value_get_boolean (dex_future_get_value (booked, NULL)));
  g_assert_false (g_value_get_boolean (dex_future_get_value (not_booked, NULL)));
  g_assert_false (g_value_get_boolean (dex_future_get_value (other_day, NULL)));
  g_assert_false (g_value_get_boolean (dex_future_get_value (no_day, NULL)));
}

static void
test_by_ids (Fixture       *fixture,
             gconstpointer  data)
{
  const char * const ids[] = { DOCUMENT, "not-an-id", LINE, NULL };
  g_autoptr (DexFuture) future = psr_test_await (psr_bc_client_get_documents_by_ids (fixture->client, PSR_BC_DOCUMENT_INVOICE, ids));

  g_assert_true (dex_future_is_resolved (future));
  g_assert_cmpuint (psr_fake_transport_get_length (fixture->transport), ==, 1);
  g_assert_true (g_str_has_suffix (psr_fake_transport_get_url (fixture->transport, 0),
                                   "salesInvoices?$filter=id eq " DOCUMENT " or id eq " LINE));
}

#define ADD(path, func) \
  g_test_add ("/bc/documents/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("find", test_find);
  ADD ("find-undated", test_find_undated);
  ADD ("find-void", test_find_void);
  ADD ("find-by-number", test_find_by_number);
  ADD ("find-half", test_find_half);
  ADD ("find-many", test_find_many);
  ADD ("find-none", test_find_none);
  ADD ("create", test_create);
  ADD ("create-lost", test_create_lost);
  ADD ("stale", test_stale);
  ADD ("get", test_get);
  ADD ("post", test_post);
  ADD ("post-twice", test_post_twice);
  ADD ("find-posted", test_find_posted);
  ADD ("by-ids", test_by_ids);

  return g_test_run ();
}
