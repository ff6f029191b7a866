/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "net-test.h"
#include "psr-explain.h"
#include "psr-service-error.h"
#include "psr-sign-in-words.h"

static PsrServiceError *
read_error (guint       status,
            const char *type,
            const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (PsrResponse) response = psr_response_new (status, bytes, TEST_START);

  if (type != NULL)
    psr_response_add_header (response, "Content-Type", type);

  psr_response_add_header (response, "request-id", "r-1");

  return psr_service_error_from_response (response);
}

static void
test_json (void)
{
  g_autoptr (PsrServiceError) error = read_error (400, "application/json",
    "{\"error\":{\"code\":\"Internal_RecordNotFound\",\"message\":\"The Customer does not exist.  CorrelationId:  0ea11d61-4e52-4eee-a945-bd8c26b52b45.\"}}");

  g_assert_cmpuint (error->status, ==, 400);
  g_assert_cmpstr (error->code, ==, "Internal_RecordNotFound");
  g_assert_cmpstr (error->message, ==, "The Customer does not exist.");
  g_assert_cmpstr (error->correlation_id, ==, "0ea11d61-4e52-4eee-a945-bd8c26b52b45");
  g_assert_cmpstr (error->request_id, ==, "r-1");
  g_assert_true (error->is_own);
}

static void
test_bodies (void)
{
  static const struct
  {
    const char *type;
    const char *body;
    const char *code;
    const char *message;
    gboolean    own;
    gboolean    complete;
  } cases[] = {
    { "application/xml", "<?xml version=\"1.0\"?><error xmlns=\"http://docs.oasis-open.org/odata/ns/metadata\"><code>NoEnvironment</code><message>Environment does not exist.</message></error>", "NoEnvironment", "Environment does not exist.", TRUE, TRUE },
    { "application/xml", "<m:error xmlns:m=\"x\"><m:code>A</m:code><m:message xml:lang=\"en\">B &amp; C</m:message></m:error>", "A", "B & C", TRUE, TRUE },
    { "application/xml", "<error><code>A</code><message>B", "", "", FALSE, FALSE },
    { "text/html", "<HTML><HEAD><TITLE>Length Required</TITLE></HEAD></HTML>", "", "Length Required", FALSE, TRUE },
    { "application/json", "<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>", "", "Bad Gateway", FALSE, TRUE },
    { "text/html", "<html></html>", "", "", FALSE, TRUE },
    { NULL, "", "", "", FALSE, TRUE },
    { "application/json", "  \r\n ", "", "", FALSE, TRUE },
    { "application/json", "{\"Message\":\"The request is invalid.\",\"ModelState\":{\"a\":[\"b\",\"c\"]}}", "", "The request is invalid. b c", TRUE, TRUE },
    { "application/json", "{\"message\":\"m\"}", "", "m", TRUE, TRUE },
    { "application/json", "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: x\"}", "invalid_client", "AADSTS7000215: x", TRUE, TRUE },
    { "application/json", "{\"odata.error\":{\"code\":\"c\",\"message\":{\"lang\":\"en\",\"value\":\"v\"}}}", "c", "v", TRUE, TRUE },
    { "application/json", "\"plain text\"", "", "plain text", TRUE, TRUE },
    { "application/json", "[1,2]", "", "", FALSE, TRUE },
    { "application/json", "{}", "", "", FALSE, TRUE },
    { "application/json", "{\"error\":{\"code\":5,\"message\":[]}}", "", "", FALSE, TRUE },
    { "application/json", "{\"error\":{\"code\":\"c\",\"mess", "", "", FALSE, FALSE },
    { "text/plain", "busy", "", "busy", FALSE, TRUE },
    { "application/octet-stream", "\x01\x02\xff", "", "", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrServiceError) error = read_error (400, cases[i].type, cases[i].body);

      g_test_message ("case %u", i);
      g_assert_cmpstr (error->code, ==, cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpint (error->is_own, ==, cases[i].own);
      g_assert_cmpint (error->is_complete, ==, cases[i].complete);
    }
}

static void
test_hostile (void)
{
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *elements = g_malloc (400001);
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *long_body = g_strdup_printf ("{\"error\":{\"code\":\"c\",\"message\":\"%s\"}}", long_text);
  g_autoptr (PsrServiceError) deep = NULL;
  g_autoptr (PsrServiceError) nested = NULL;
  g_autoptr (PsrServiceError) big = NULL;

  for (guint i = 0; i < 100000; i++)
    memcpy (elements + 4 * i, "<a> ", 4);
  elements[400000] = '\0';

  deep = read_error (500, "application/json", brackets);
  nested = read_error (500, "application/xml", elements);
  big = read_error (500, "application/json", long_body);
  g_assert_false (deep->is_complete);
  g_assert_false (nested->is_complete);
  g_assert_cmpuint (strlen (big->message), <=, 4000);
}

static void
test_codes (void)
{
  static const struct
  {
    guint       status;
    const char *body;
    int         code;
  } cases[] = {
    { 400, "{\"error\":{\"code\":\"SkipTokenIsNoLongerValid\",\"message\":\"x\"}}", PSR_SERVICE_ERROR_SKIP_TOKEN },
    { 400, "{\"error\":{\"code\":\"BadRequest\",\"message\":\"x\"}}", PSR_SERVICE_ERROR_REFUSED },
    { 400, "", PSR_SERVICE_ERROR_BAD_ANSWER },
    { 401, "", PSR_SERVICE_ERROR_SIGN_IN },
    { 403, "", PSR_SERVICE_ERROR_FORBIDDEN },
    { 404, "{\"error\":{\"code\":\"x\",\"message\":\"x\"}}", PSR_SERVICE_ERROR_NOT_FOUND },
    { 408, "", PSR_SERVICE_ERROR_UNAVAILABLE },
    { 409, "{\"error\":{\"code\":\"Request_EntityChanged\",\"message\":\"x\"}}", PSR_SERVICE_ERROR_STALE },
    { 412, "{\"error\":{\"code\":\"x\",\"message\":\"x\"}}", PSR_SERVICE_ERROR_STALE },
    { 412, "", PSR_SERVICE_ERROR_BAD_ANSWER },
    { 414, "", PSR_SERVICE_ERROR_TOO_LARGE },
    { 429, "", PSR_SERVICE_ERROR_THROTTLED },
    { 500, "", PSR_SERVICE_ERROR_UNAVAILABLE },
    { 302, "", PSR_SERVICE_ERROR_BAD_ANSWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PsrServiceError) said = read_error (cases[i].status, "application/json", cases[i].body);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) copy = NULL;
      g_autoptr (PsrExplanation) explanation = NULL;

      psr_service_error_set_gerror (said, PSR_SERVICE_BC, &error);
      g_assert_error (error, PSR_SERVICE_ERROR, cases[i].code);
      explanation = psr_explain (error);
      g_assert_cmpstr (explanation->what, !=, "");
      g_assert_cmpstr (explanation->why, !=, "");
      g_assert_cmpstr (explanation->mend, !=, "");

      /* The detail travels with every copy. */
      copy = g_error_copy (error);
      g_assert_true (psr_service_error_peek (copy) == said);
    }

  g_assert_null (psr_service_error_peek (NULL));
}

static void
test_mend_by_code (void)
{
  g_autoptr (PsrServiceError) said = read_error (404, "application/xml", "<error><code>NoEnvironment</code><message>Environment does not exist.</message></error>");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrExplanation) explanation = NULL;

  psr_service_error_set_gerror (said, PSR_SERVICE_BC, &error);
  explanation = psr_explain (error);
  g_assert_cmpstr (explanation->why, ==, "Environment does not exist.");
  g_assert_nonnull (strstr (explanation->mend, "Environment in the profile"));
}

static void
test_sign_in_words (void)
{
  static const struct
  {
    const char *description;
    const char *part;
  } cases[] = {
    { "AADSTS7000215: Invalid client secret provided.", "passerellectl secret set bc-client-secret" },
    { "AADSTS7000222: The provided client secret keys are expired.", "expired" },
    { "AADSTS90002: Tenant 'x' not found.", "Tenant in the profile" },
    { "AADSTS700016: Application with identifier 'x' was not found in the directory.", "ClientId" },
    { "AADSTS65001: The user or administrator has not consented to use the application.", "Grant admin consent" },
    { "AADSTS500011: The resource principal was not found in the tenant.", "Business Central" },
    { "AADSTS99999999: Something new.", "passerellectl check" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"error\":\"invalid_client\",\"error_description\":\"%s Trace ID: t\\r\\nCorrelation ID: c\\r\\nTimestamp: 1\"}", cases[i].description);
      g_autoptr (PsrServiceError) said = read_error (401, "application/json", body);
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrExplanation) explanation = NULL;

      psr_sign_in_set_error (said, "with “passerellectl secret set bc-client-secret”", &error);
      g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
      explanation = psr_explain (error);
      g_assert_cmpstr (explanation->why, ==, cases[i].description);
      g_assert_true (strstr (explanation->mend, cases[i].part) != NULL || strstr (explanation->what, cases[i].part) != NULL);
    }
}

static void
test_sign_in_busy (void)
{
  g_autoptr (PsrServiceError) busy = read_error (400, "application/json", "{\"error\":\"temporarily_unavailable\",\"error_description\":\"AADSTS90033: x\"}");
  g_autoptr (PsrServiceError) foreign = read_error (200, "text/html", "<html><title>Sign in to the hotel</title></html>");
  g_autoptr (GError) busy_error = NULL;
  g_autoptr (GError) foreign_error = NULL;

  psr_sign_in_set_error (busy, "bc-client-secret", &busy_error);
  g_assert_error (busy_error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE);
  psr_sign_in_set_error (foreign, "bc-client-secret", &foreign_error);
  g_assert_error (foreign_error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/service-error/json", test_json);
  g_test_add_func ("/net/service-error/bodies", test_bodies);
  g_test_add_func ("/net/service-error/hostile", test_hostile);
  g_test_add_func ("/net/service-error/codes", test_codes);
  g_test_add_func ("/net/service-error/mend-by-code", test_mend_by_code);
  g_test_add_func ("/net/service-error/sign-in-words", test_sign_in_words);
  g_test_add_func ("/net/service-error/sign-in-busy", test_sign_in_busy);

  return g_test_run ();
}
