/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "fake-transport.h"
#include "net-test.h"
#include "psr-basic-token-source.h"
#include "psr-client-credentials.h"
#include "psr-credentials-folder.h"
#include "psr-explain.h"
#include "psr-inline-executor.h"
#include "psr-redact.h"
#include "psr-service-error.h"

#define SECRET "canary-s3cret+&=é"

typedef struct
{
  char           *folder;
  PsrClock       *clock;
  FakeTransport  *transport;
  PsrSecretStore *secrets;
  PsrTokenSource *source;
} Fixture;

static void
write_secret (Fixture    *self,
              const char *name,
              const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();

  self->folder = g_dir_make_tmp ("passerelle-XXXXXX", NULL);
  self->clock = psr_virtual_clock_new (TEST_START);
  self->transport = fake_transport_new (self->clock);
  self->secrets = psr_credentials_folder_new (self->folder);
  write_secret (self, PSR_SECRET_BC_CLIENT_SECRET, SECRET "\n");
  self->source = psr_client_credentials_new (PSR_TRANSPORT (self->transport), self->clock, executor,
                                             "https://login.example/t1/oauth2/v2.0/token", "client-1", PSR_BC_SCOPE,
                                             self->secrets, PSR_SECRET_BC_CLIENT_SECRET);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  for (guint i = 0; psr_secret_store_get_names ()[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (self->folder, psr_secret_store_get_names ()[i], NULL);

      g_unlink (path);
    }

  net_test_settle ();
  g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_assert_finalize_object (self->source);
  g_assert_finalize_object (self->transport);
  g_clear_object (&self->secrets);
  g_clear_object (&self->clock);
}

static void
answer_token (Fixture    *self,
              const char *token,
              guint       lifetime)
{
  g_autofree char *body = g_strdup_printf ("{\"token_type\":\"Bearer\",\"expires_in\":%u,\"ext_expires_in\":%u,\"access_token\":\"%s\"}", lifetime, lifetime, token);

  fake_transport_answer (self->transport, 200, body, "Content-Type", "application/json", NULL);
}

static char *
authorize (Fixture    *self,
           const char *rejected)
{
  g_autoptr (DexFuture) future = psr_token_source_authorize (self->source, rejected);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  net_test_drive (future, self->clock);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return g_value_dup_string (value);
}

static GError *
authorize_in_vain (Fixture *self)
{
  g_autoptr (DexFuture) future = psr_token_source_authorize (self->source, NULL);

  net_test_drive (future, self->clock);

  return net_test_error (future);
}

static void
test_request (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *header = NULL;
  g_autofree char *masked = NULL;
  g_autofree char *body = NULL;
  PsrRequest *request;
  GBytes *bytes;

  answer_token (self, "tok-canary-1", 3600);
  header = authorize (self, NULL);
  g_assert_cmpstr (header, ==, "Bearer tok-canary-1");

  request = fake_transport_get_sent (self->transport, 0);
  g_assert_cmpstr (psr_request_get_method (request), ==, "POST");
  g_assert_cmpstr (psr_request_get_url (request), ==, "https://login.example/t1/oauth2/v2.0/token");
  g_assert_cmpint (psr_request_get_kind (request), ==, PSR_REQUEST_SIGN_IN);
  g_assert_cmpstr (psr_request_get_content_type (request), ==, "application/x-www-form-urlencoded");
  bytes = psr_request_get_body (request);
  body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (body, ==, "grant_type=client_credentials&client_id=client-1&client_secret=canary-s3cret%2B%26%3D%C3%A9"
                             "&scope=https%3A%2F%2Fapi.businesscentral.dynamics.com%2F.default");

  /* Neither the secret nor the token can get into a log. */
  masked = psr_redact ("secret " SECRET " token tok-canary-1");
  g_assert_null (strstr (masked, "canary"));
}

static void
test_refresh_early (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *still = NULL;
  g_autofree char *second = NULL;

  answer_token (self, "one", 3600);
  first = authorize (self, NULL);
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), (3600 - 301) * SECOND);
  still = authorize (self, NULL);
  g_assert_cmpstr (still, ==, "Bearer one");
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 2 * SECOND);
  answer_token (self, "two", 3600);
  second = authorize (self, NULL);
  g_assert_cmpstr (second, ==, "Bearer two");
}

static void
test_short_life (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;

  answer_token (self, "one", 20);
  first = authorize (self, NULL);
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 9 * SECOND);
  again = authorize (self, NULL);
  g_assert_cmpstr (again, ==, "Bearer one");
}

static void
test_single_flight (Fixture       *self,
                    gconstpointer  data)
{
  DexFuture *futures[50];

  answer_token (self, "one", 3600);

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    futures[i] = psr_token_source_authorize (self->source, NULL);

  /* The first who asked gives up; the others still get their answer. */
  dex_clear (&futures[0]);

  for (guint i = 1; i < G_N_ELEMENTS (futures); i++)
    {
      g_autoptr (GError) error = NULL;
      const GValue *value;

      net_test_drive (futures[i], self->clock);
      value = dex_future_get_value (futures[i], &error);
      g_assert_no_error (error);
      g_assert_cmpstr (g_value_get_string (value), ==, "Bearer one");
      dex_clear (&futures[i]);
    }

  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 1);
}

static void
test_forced_once (Fixture       *self,
                  gconstpointer  data)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *late = NULL;
  DexFuture *futures[10];

  answer_token (self, "one", 3600);
  one = authorize (self, NULL);

  answer_token (self, "two", 3600);

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    futures[i] = psr_token_source_authorize (self->source, "Bearer one");

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      net_test_drive (futures[i], self->clock);
      g_assert_true (dex_future_is_resolved (futures[i]));
      dex_clear (&futures[i]);
    }

  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 2);

  /* Somebody comes back with the old one: it has been replaced already. */
  late = authorize (self, "Bearer one");
  g_assert_cmpstr (late, ==, "Bearer two");
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 2);
}

static void
test_failures (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GError) bad_token = NULL;
  g_autoptr (GError) unreachable = NULL;
  g_autoptr (PsrExplanation) explanation = NULL;
  g_autofree char *header = NULL;

  fake_transport_answer (self->transport, 401,
                         "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided.\\r\\nTrace ID: x\",\"error_codes\":[7000215]}",
                         "Content-Type", "application/json", NULL);
  wrong = authorize_in_vain (self);
  g_assert_error (wrong, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  explanation = psr_explain (wrong);
  g_assert_nonnull (strstr (explanation->mend, "in the file “"));
  g_assert_null (strstr (wrong->message, "canary"));

  fake_transport_answer (self->transport, 200, "<html><title>Hotel</title></html>", "Content-Type", "text/html", NULL);
  foreign = authorize_in_vain (self);
  g_assert_error (foreign, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);

  fake_transport_answer (self->transport, 200, "{\"token_type\":\"Bearer\",\"access_token\":\"a\\r\\nX-Evil: 1\"}", NULL);
  bad_token = authorize_in_vain (self);
  g_assert_error (bad_token, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);

  fake_transport_fail (self->transport, PSR_TRANSPORT_ERROR_NOT_SENT);
  unreachable = authorize_in_vain (self);
  g_assert_error (unreachable, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT);

  /* A failure isn't kept. */
  answer_token (self, "one", 3600);
  header = authorize (self, NULL);
  g_assert_cmpstr (header, ==, "Bearer one");
}

static void
test_missing_secret (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, PSR_SECRET_BC_CLIENT_SECRET, NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  error = authorize_in_vain (self);
  g_assert_error (error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpuint (fake_transport_n_sent (self->transport), ==, 0);
}

static void
test_basic (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (PsrTokenSource) wello = psr_basic_token_source_new (PSR_SERVICE_WELLO, "APIUser", "TESTAPI", self->secrets, PSR_SECRET_WELLO_PASSWORD);
  g_autoptr (PsrTokenSource) bc = psr_basic_token_source_new (PSR_SERVICE_BC, "josé", NULL, self->secrets, PSR_SECRET_BC_PASSWORD);
  g_autoptr (DexFuture) with_domain = NULL;
  g_autoptr (DexFuture) without = NULL;
  g_autoptr (DexFuture) again = NULL;
  g_autoptr (DexFuture) changed = NULL;
  g_autoptr (GError) error = NULL;

  write_secret (self, PSR_SECRET_WELLO_PASSWORD, "123456\n");
  write_secret (self, PSR_SECRET_BC_PASSWORD, "pässword:@");

  /* The example of Wello's own documentation. */
  with_domain = psr_token_source_authorize (wello, NULL);
  net_test_drive (with_domain, self->clock);
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (with_domain, NULL)), ==, "Basic QVBJVXNlcjoxMjM0NTZAVEVTVEFQSQ==");

  without = psr_token_source_authorize (bc, NULL);
  net_test_drive (without, self->clock);
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (without, NULL)), ==, "Basic am9zw6k6cMOkc3N3b3JkOkA=");

  /* Rejected, and the password is still the same: no second request. */
  again = psr_token_source_authorize (wello, "Basic QVBJVXNlcjoxMjM0NTZAVEVTVEFQSQ==");
  net_test_drive (again, self->clock);
  error = net_test_error (again);
  g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_nonnull (strstr (error->message, "/wello-password”"));

  /* Somebody has stored the right one in the meantime. */
  write_secret (self, PSR_SECRET_WELLO_PASSWORD, "654321\n");
  changed = psr_token_source_authorize (wello, "Basic QVBJVXNlcjoxMjM0NTZAVEVTVEFQSQ==");
  net_test_drive (changed, self->clock);
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (changed, NULL)), ==, "Basic QVBJVXNlcjo2NTQzMjFAVEVTVEFQSQ==");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, func) g_test_add ("/net/token-source/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("request", test_request);
  ADD ("refresh-early", test_refresh_early);
  ADD ("short-life", test_short_life);
  ADD ("single-flight", test_single_flight);
  ADD ("forced-once", test_forced_once);
  ADD ("failures", test_failures);
  ADD ("missing-secret", test_missing_secret);
  ADD ("basic", test_basic);
#undef ADD

  return g_test_run ();
}
