/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libdex.h>
#include <string.h>

#include "net-test.h"
#include "psr-explain.h"
#include "psr-retry.h"
#include "psr-write-outcome.h"
#include "psr-transport.h"

#define OWN(code, message) "{\"error\":{\"code\":\"" code "\",\"message\":\"" message ".  CorrelationId:  0ea11d61-4e52-4eee-a945-bd8c26b52b45.\"}}"
#define HTML "<!DOCTYPE HTML><html><head><title>502 - Bad gateway</title></head><body><h2>x</h2></body></html>"

static PsrResponse *
make_response (guint       status,
               const char *type,
               const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  PsrResponse *response = psr_response_new (status, bytes, TEST_START);

  if (type != NULL)
    psr_response_add_header (response, "Content-Type", type);

  return response;
}

static void
check_row (guint                status,
           const char          *type,
           const char          *body,
           PsrServiceKind       service,
           PsrWriteOutcomeKind  expected)
{
  g_autoptr (PsrResponse) response = make_response (status, type, body);
  g_autoptr (PsrWriteOutcome) outcome = psr_write_outcome_new_for_response (response, service, TEST_START);
  PsrWriteOutcomeKind kind = psr_write_outcome_get_kind (outcome);

  g_test_message ("%u %s %s", status, type, body);
  g_assert_cmpstr (psr_write_outcome_kind_to_string (kind), ==, psr_write_outcome_kind_to_string (expected));
  g_assert_true (psr_write_outcome_get_response (outcome) == response);
  g_assert_cmpint (psr_write_outcome_get_reason (outcome) == NULL, ==, kind == PSR_WRITE_MADE);

  if (kind != PSR_WRITE_MADE)
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (psr_write_outcome_get_reason (outcome));

      g_assert_cmpstr (explanation->what, !=, "");
      g_assert_null (strstr (explanation->why, "CorrelationId:"));
    }
}

static void
test_rows (void)
{
  const char *json = "application/json; odata.metadata=minimal";

  /* Made. */
  check_row (201, json, "{\"id\":\"x\"}", PSR_SERVICE_BC, PSR_WRITE_MADE);
  check_row (200, json, "{\"id\":\"x\"}", PSR_SERVICE_BC, PSR_WRITE_MADE);
  check_row (204, NULL, "", PSR_SERVICE_BC, PSR_WRITE_MADE);
  check_row (200, "text/plain", "OK", PSR_SERVICE_WELLO, PSR_WRITE_MADE);

  /* A success that isn't the service's, or isn't whole. */
  check_row (200, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (200, "text/html", HTML, PSR_SERVICE_WELLO, PSR_WRITE_UNKNOWN);
  check_row (201, json, "{\"id\":\"x\"", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (201, json, "{\"id\":\"x\"", PSR_SERVICE_WELLO, PSR_WRITE_UNKNOWN);
  check_row (200, "text/plain", "OK", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);

  /* Not made. */
  check_row (401, NULL, "", PSR_SERVICE_BC, PSR_WRITE_NOT_MADE);
  check_row (401, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_NOT_MADE);
  check_row (429, json, OWN ("Application_TooManyRequests", "Too many requests reached. Actual (101). Maximum (100)"), PSR_SERVICE_BC, PSR_WRITE_NOT_MADE);
  check_row (429, NULL, "", PSR_SERVICE_BC, PSR_WRITE_NOT_MADE);

  /* Refused, in the service's own words. */
  check_row (400, json, OWN ("Application_DialogException", "You cannot create this type of document when Customer 10000 is blocked with type All"), PSR_SERVICE_BC, PSR_WRITE_REFUSED);
  check_row (403, json, OWN ("Authorization_RequestDenied", "Sorry"), PSR_SERVICE_BC, PSR_WRITE_REFUSED);
  check_row (404, json, OWN ("Internal_RecordNotFound", "The Customer does not exist"), PSR_SERVICE_BC, PSR_WRITE_REFUSED);
  check_row (404, "application/xml", "<error xmlns=\"http://docs.oasis-open.org/odata/ns/metadata\"><code>NoEnvironment</code><message>Environment does not exist.</message></error>", PSR_SERVICE_BC, PSR_WRITE_REFUSED);
  check_row (409, json, OWN ("Internal_EntityWithSameKeyExists", "The Item already exists"), PSR_SERVICE_BC, PSR_WRITE_REFUSED);
  check_row (413, json, OWN ("BadRequest", "x"), PSR_SERVICE_BC, PSR_WRITE_REFUSED);
  check_row (422, json, "{\"Message\":\"The request is invalid.\",\"ModelState\":{\"entity.name\":[\"too long\"]}}", PSR_SERVICE_WELLO, PSR_WRITE_REFUSED);

  /* Stale. */
  check_row (409, json, OWN ("Request_EntityChanged", "Another user has already changed the record"), PSR_SERVICE_BC, PSR_WRITE_STALE);
  check_row (412, json, OWN ("Request_EntityChanged", "Another user has already changed the record"), PSR_SERVICE_BC, PSR_WRITE_STALE);

  /* Unknown: time, locks, 5xx, and answers of somebody else. */
  check_row (408, json, OWN ("Application_Timeout", "x"), PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (409, json, OWN ("Internal_ServerError", "The activity was deadlocked with another user who was modifying the No. Series Line table"), PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (400, json, OWN ("Application_DialogException", "The activity was Deadlocked with another user"), PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (400, json, OWN ("Application_DialogException", "a record in the Sales Line table was locked by another user. Please retry the activity"), PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (500, json, OWN ("Internal_ServerError", "x"), PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (501, json, OWN ("BadRequest_MethodNotImplemented", "x"), PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (502, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (503, NULL, "", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (504, NULL, "", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (404, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (412, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (412, NULL, "", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (411, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (400, NULL, "", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (400, json, "{\"error\":{\"code\":\"Application", PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
  check_row (302, "text/html", HTML, PSR_SERVICE_BC, PSR_WRITE_UNKNOWN);
}

static void
check_failure (GQuark               domain,
               int                  code,
               PsrWriteOutcomeKind  expected,
               int                  expected_code)
{
  g_autoptr (GError) reason = g_error_new_literal (domain, code, "x");
  g_autoptr (PsrWriteOutcome) outcome = psr_write_outcome_new_for_failure (reason, PSR_SERVICE_BC);

  g_assert_cmpint (psr_write_outcome_get_kind (outcome), ==, expected);
  g_assert_null (psr_write_outcome_get_response (outcome));
  g_assert_error (psr_write_outcome_get_reason (outcome), PSR_SERVICE_ERROR, expected_code);
}

static void
test_failures (void)
{
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT, PSR_WRITE_NOT_MADE, PSR_SERVICE_ERROR_UNREACHABLE);
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_BAD_CERTIFICATE, PSR_WRITE_NOT_MADE, PSR_SERVICE_ERROR_CERTIFICATE);
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED, PSR_WRITE_NOT_MADE, PSR_SERVICE_ERROR_UNREACHABLE);
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NO_ANSWER, PSR_WRITE_UNKNOWN, PSR_SERVICE_ERROR_UNREACHABLE);
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_TIMED_OUT, PSR_WRITE_UNKNOWN, PSR_SERVICE_ERROR_UNREACHABLE);
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_TOO_LARGE, PSR_WRITE_UNKNOWN, PSR_SERVICE_ERROR_TOO_LARGE);
  check_failure (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_CANCELLED, PSR_WRITE_UNKNOWN, PSR_SERVICE_ERROR_CANCELLED);
  check_failure (DEX_ERROR, DEX_ERROR_FIBER_CANCELLED, PSR_WRITE_UNKNOWN, PSR_SERVICE_ERROR_CANCELLED);
}

static void
test_retry_after (void)
{
  g_autoptr (PsrResponse) response = make_response (429, NULL, "");
  g_autoptr (PsrResponse) silent = make_response (429, NULL, "");
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (PsrWriteOutcome) silent_outcome = NULL;

  psr_response_add_header (response, "Retry-After", "40");
  outcome = psr_write_outcome_new_for_response (response, PSR_SERVICE_BC, TEST_START);
  silent_outcome = psr_write_outcome_new_for_response (silent, PSR_SERVICE_BC, TEST_START);
  g_assert_cmpint (psr_write_outcome_get_retry_after (outcome), ==, 40 * SECOND);
  g_assert_cmpint (psr_write_outcome_get_retry_after (silent_outcome), ==, PSR_RETRY_NO_ADVICE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/net/write-outcome/rows", test_rows);
  g_test_add_func ("/net/write-outcome/failures", test_failures);
  g_test_add_func ("/net/write-outcome/retry-after", test_retry_after);

  return g_test_run ();
}
