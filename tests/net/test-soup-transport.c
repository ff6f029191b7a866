/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <locale.h>
#include <string.h>

#include "net-test.h"
#include "psr-explain.h"
#include "psr-soup-exchange.h"
#include "psr-soup-transport.h"
#include "raw-server.h"

typedef struct
{
  PsrClock     *clock;
  RawServer    *server;
  PsrTransport *transport;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->clock = psr_virtual_clock_new (TEST_START);
  self->server = raw_server_new (NULL);
  self->transport = psr_soup_transport_new ("Passerelle/test", NULL, NULL, 8, self->clock, &error);
  g_assert_no_error (error);
}

/* Threads of the server end when their connections do. */
static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  net_test_settle ();
  g_assert_finalize_object (self->transport);
  net_test_settle ();
  raw_server_stop (self->server);
  g_clear_object (&self->server);
  g_assert_cmpint (psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (self->clock)), ==, -1);
  g_clear_object (&self->clock);
}

static DexFuture *
send_to (Fixture    *self,
         const char *method,
         const char *url)
{
  g_autoptr (PsrRequest) request = psr_request_new (g_str_equal (method, "GET") ? PSR_REQUEST_READ : PSR_REQUEST_CREATE, method, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);

  psr_request_set_header (request, "Authorization", "Bearer canary");

  if (!g_str_equal (method, "GET"))
    psr_request_set_body (request, body, "application/json");

  return psr_transport_send (self->transport, request);
}

static DexFuture *
send_path (Fixture    *self,
           const char *method,
           const char *path)
{
  g_autofree char *url = raw_server_make_url (self->server, path);

  return send_to (self, method, url);
}

static void
check_fails (Fixture    *self,
             const char *method,
             const char *path,
             int         code)
{
  g_autoptr (DexFuture) future = psr_test_await (send_path (self, method, path));
  g_autoptr (GError) error = net_test_error (future);
  g_autoptr (PsrExplanation) explanation = psr_explain (error);

  g_test_message ("%s %s: %s", method, path, error->message);
  g_assert_error (error, PSR_TRANSPORT_ERROR, code);
  g_assert_cmpstr (explanation->what, !=, "");
  g_assert_cmpstr (explanation->mend, !=, "");
}

static void
test_get (Fixture       *self,
          gconstpointer  data)
{
  g_autoptr (DexFuture) future = psr_test_await (send_path (self, "GET", "/ok"));
  PsrResponse *response = net_test_object (future);
  g_autofree char *request = raw_server_get_request (self->server, 0);
  g_autofree char *type = psr_response_dup_content_type (response);

  g_assert_cmpuint (psr_response_get_status (response), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (psr_response_get_body (response), NULL), g_bytes_get_size (psr_response_get_body (response)), "{\"ok\":true}", 11);
  g_assert_cmpint (psr_response_get_date (response), ==, TEST_START);
  g_assert_cmpint (psr_response_get_received (response), ==, TEST_START);
  g_assert_cmpstr (psr_response_get_request_id (response), ==, "r-1");
  g_assert_cmpstr (psr_response_get_header (response, "CONTENT-type"), ==, "application/json");
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_nonnull (strstr (request, "Authorization: Bearer canary\r\n"));
  g_assert_nonnull (strstr (request, "User-Agent: Passerelle/test\r\n"));
}

/* Bound actions have no body, and the service wants to be told so. */
static void
test_no_body (Fixture       *self,
              gconstpointer  data)
{
  static const char * const methods[] = { "POST", "PATCH", "DELETE", "PUT" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *url = raw_server_make_url (self->server, "/ok");
      g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_ACTION, methods[i], url);
      g_autoptr (DexFuture) future = psr_test_await (psr_transport_send (self->transport, request));
      g_autofree char *sent = raw_server_get_request (self->server, i);

      g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 200);
      g_assert_true (g_str_has_prefix (sent, methods[i]));
      g_assert_nonnull (strstr (sent, "Content-Length: 0\r\n"));
    }
}

static void
renew_transport (Fixture *self)
{
  g_clear_object (&self->transport);
  self->transport = psr_soup_transport_new ("Passerelle/test", NULL, NULL, 8, self->clock, NULL);
}

/* The connection is closed exactly when the second request comes. */
static void
test_stale (Fixture       *self,
            gconstpointer  data)
{
  static const char * const methods[] = { "POST", "PUT", "DELETE", "PATCH" };
  g_autoptr (DexFuture) get = NULL;
  g_autoptr (DexFuture) again = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      guint before = raw_server_n_requests (self->server);
      g_autoptr (DexFuture) first = psr_test_await (send_path (self, "GET", "/then-stale"));
      g_autoptr (DexFuture) second = psr_test_await (send_path (self, methods[i], "/ok"));
      g_autofree char *sent = NULL;

      g_assert_cmpuint (psr_response_get_status (net_test_object (first)), ==, 200);
      g_assert_cmpuint (psr_response_get_status (net_test_object (second)), ==, 200);
      sent = raw_server_get_request (self->server, before + 1);
      g_assert_true (g_str_has_suffix (sent, "\r\n\r\n{\"a\":1}"));
      g_assert_cmpuint (raw_server_n_requests (self->server), ==, before + 2);

      /* It went over a connection of its own. */
      g_assert_cmpuint (raw_server_n_hang_ups (self->server), ==, 0);
      renew_transport (self);
    }

  /* The trap bites: a GET falls into it, and is sent again. */
  get = psr_test_await (send_path (self, "GET", "/then-stale"));
  again = psr_test_await (send_path (self, "GET", "/ok"));
  g_assert_cmpuint (psr_response_get_status (net_test_object (again)), ==, 200);
  g_assert_cmpuint (raw_server_n_hang_ups (self->server), ==, 1);
}

static void
test_no_answer (Fixture       *self,
                gconstpointer  data)
{
  static const char * const paths[] = { "/drop", "/half-head", "/truncated", "/truncated-chunks", "/garbage" };
  static const char * const methods[] = { "POST", "PUT" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (methods); j++)
        {
          guint before = raw_server_n_requests (self->server);

          check_fails (self, methods[j], paths[i], PSR_TRANSPORT_ERROR_NO_ANSWER);
          g_assert_cmpuint (raw_server_n_requests (self->server), ==, before + 1);
        }
    }
}

static void
test_redirect (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (DexFuture) get = psr_test_await (send_path (self, "GET", "/redirect"));
  g_autoptr (DexFuture) post = psr_test_await (send_path (self, "POST", "/redirect"));

  g_assert_cmpuint (psr_response_get_status (net_test_object (get)), ==, 302);
  g_assert_cmpuint (psr_response_get_status (net_test_object (post)), ==, 302);
  g_assert_cmpuint (raw_server_n_requests (self->server), ==, 2);
}

static void
test_misdirected (Fixture       *self,
                  gconstpointer  data)
{
  static const char * const methods[] = { "POST", "PUT", "PATCH", "DELETE" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      check_fails (self, methods[i], "/421", PSR_TRANSPORT_ERROR_NO_ANSWER);
      net_test_settle ();
      g_assert_cmpuint (raw_server_n_requests (self->server), ==, i + 1);
    }
}

static void
test_unauthorized (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (DexFuture) future = psr_test_await (send_path (self, "POST", "/401"));

  g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 401);
  g_assert_cmpuint (raw_server_n_requests (self->server), ==, 1);
}

static void
test_too_large (Fixture       *self,
                gconstpointer  data)
{
  check_fails (self, "POST", "/bomb", PSR_TRANSPORT_ERROR_TOO_LARGE);
  check_fails (self, "POST", "/401-bomb", PSR_TRANSPORT_ERROR_TOO_LARGE);
  check_fails (self, "POST", "/endless", PSR_TRANSPORT_ERROR_TOO_LARGE);
  check_fails (self, "GET", "/endless", PSR_TRANSPORT_ERROR_TOO_LARGE);
}

static void
test_bomb_within_limit (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (DexFuture) future = psr_test_await (send_path (self, "GET", "/bomb"));

  g_assert_cmpuint (g_bytes_get_size (psr_response_get_body (net_test_object (future))), ==, 20 * 1024 * 1024);
}

static void
test_not_sent (Fixture       *self,
               gconstpointer  data)
{
  static const char * const methods[] = { "GET", "POST" };

  raw_server_stop (self->server);
  net_test_settle ();

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    check_fails (self, methods[i], "/ok", PSR_TRANSPORT_ERROR_NOT_SENT);
}

/* A server that doesn't speak TLS: the handshake fails. */
static void
test_no_tls (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/garbage", raw_server_get_port (self->server));
  g_autoptr (DexFuture) future = send_to (self, "POST", url);
  g_autoptr (GError) error = NULL;

  /* It waits for a request that never comes, so the deadline ends it. */
  for (guint i = 0; i < 50 && dex_future_is_pending (future); i++)
    {
      g_usleep (2000);
      net_test_settle ();
    }

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 180 * SECOND);
  future = psr_test_await (g_steal_pointer (&future));
  error = net_test_error (future);
  g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT);
  g_assert_cmpuint (raw_server_n_requests (self->server), ==, 0);
}

static void
test_kinds (void)
{
  g_autoptr (PsrRequest) action = psr_request_new (PSR_REQUEST_ACTION, "POST", "https://h.example/");
  g_autoptr (PsrRequest) sign_in = psr_request_new (PSR_REQUEST_SIGN_IN, "POST", "https://h.example/");
  g_autoptr (PsrRequest) read = psr_request_new (PSR_REQUEST_READ, "GET", "https://h.example/");

  g_assert_cmpint (psr_request_get_deadline (action), ==, 540 * SECOND);
  g_assert_cmpint (psr_request_get_deadline (sign_in), ==, 30 * SECOND);
  g_assert_cmpuint (psr_request_get_max_body (action), ==, 1024 * 1024);
  g_assert_cmpuint (psr_request_get_max_body (read), ==, 64 * 1024 * 1024);
}

static void
test_not_allowed (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (DexFuture) plain = psr_test_await (send_to (self, "POST", "http://api.example/"));
  g_autoptr (DexFuture) nonsense = psr_test_await (send_to (self, "POST", "nonsense"));
  g_autoptr (GError) plain_error = net_test_error (plain);
  g_autoptr (GError) nonsense_error = net_test_error (nonsense);

  g_assert_error (plain_error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED);
  g_assert_error (nonsense_error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED);
  g_assert_true (psr_transport_error_is_unsent (plain_error));
}

/* A proxy that refuses gives an answer, but not the service's. */
static void
test_proxy_refuses (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *proxy = raw_server_make_url (self->server, "");
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy, NULL);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", resolver, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", "https://api.example/x");
  g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_CREATE, "POST", "https://api.example/x");
  g_autoptr (PsrTrust) trust = psr_trust_new (NULL, NULL, NULL);
  g_autoptr (DexFuture) future = psr_test_await (psr_soup_exchange_start (session, message, request, trust, self->clock));
  g_autoptr (GError) error = net_test_error (future);

  g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT);
  g_assert_cmpuint (raw_server_n_requests (self->server), ==, 1);
}

static GTlsCertificate *
load_certificate (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "net", "data", file, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static PsrTransport *
make_trusting (const char         *ca_file,
               const char * const *hosts,
               PsrClock           *clock)
{
  g_autofree char *path = ca_file != NULL ? g_test_build_filename (G_TEST_DIST, "net", "data", ca_file, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  PsrTransport *transport = psr_soup_transport_new ("Passerelle/test", path, hosts, 8, clock, &error);

  g_assert_no_error (error);

  return transport;
}

static void
check_certificate (const char         *file,
                   const char         *ca_file,
                   const char * const *hosts,
                   gboolean            accepted)
{
  static const char * const methods[] = { "GET", "POST" };
  g_autoptr (GTlsCertificate) certificate = load_certificate (file);
  g_autoptr (RawServer) server = raw_server_new (certificate);
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrTransport) transport = make_trusting (ca_file, hosts, clock);
  g_autofree char *url = raw_server_make_url (server, "/ok");

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_READ, methods[i], url);
      g_autoptr (DexFuture) future = psr_test_await (psr_transport_send (transport, request));

      if (accepted)
        {
          g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 200);
        }
      else
        {
          g_autoptr (GError) error = net_test_error (future);

          g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_BAD_CERTIFICATE);
        }
    }

  g_assert_cmpuint (raw_server_n_requests (server), ==, accepted ? G_N_ELEMENTS (methods) : 0);
  g_clear_object (&transport);
  net_test_settle ();
  raw_server_stop (server);
}

static void
test_certificates (void)
{
  static const char * const hosts[] = { "nav.example", "127.0.0.1", NULL };
  static const char * const other_hosts[] = { "nav.example", "localhost", NULL };

  check_certificate ("server.pem", "authority.pem", hosts, TRUE);

  /* Unknown authority; known for other hosts only; another name; another
   * authority.
   */
  check_certificate ("server.pem", NULL, NULL, FALSE);
  check_certificate ("server.pem", NULL, hosts, FALSE);
  check_certificate ("server.pem", "authority.pem", other_hosts, FALSE);
  check_certificate ("other-name.pem", "authority.pem", hosts, FALSE);
  check_certificate ("server.pem", "other-name.pem", hosts, FALSE);
}

static void
note_version (SoupServer        *server,
              SoupServerMessage *message,
              const char        *path,
              GHashTable        *query,
              gpointer           data)
{
  GArray *versions = data;
  SoupHTTPVersion version = soup_server_message_get_http_version (message);

  g_array_append_val (versions, version);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

/* Reads may share a connection of HTTP/2; a write has one of its own. */
static void
test_http2 (void)
{
  static const char * const hosts[] = { "127.0.0.1", NULL };
  static const char * const methods[] = { "GET", "GET", "POST" };
  g_autoptr (GArray) versions = g_array_new (FALSE, FALSE, sizeof (SoupHTTPVersion));
  g_autoptr (GTlsCertificate) certificate = load_certificate ("server.pem");
  g_autoptr (SoupServer) server = soup_server_new ("tls-certificate", certificate, NULL);
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autoptr (PsrTransport) transport = make_trusting ("authority.pem", hosts, clock);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  GSList *uris;

  soup_server_add_handler (server, NULL, note_version, versions, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  url = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (PsrRequest) request = psr_request_new (PSR_REQUEST_READ, methods[i], url);
      g_autoptr (DexFuture) future = psr_test_await (psr_transport_send (transport, request));

      g_assert_cmpuint (psr_response_get_status (net_test_object (future)), ==, 200);
    }

  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpint (g_array_index (versions, SoupHTTPVersion, 0), ==, SOUP_HTTP_2_0);
  g_assert_cmpint (g_array_index (versions, SoupHTTPVersion, 1), ==, SOUP_HTTP_2_0);
  g_assert_cmpint (g_array_index (versions, SoupHTTPVersion, 2), ==, SOUP_HTTP_1_1);
}

static void
test_ca_file (void)
{
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (TEST_START);
  g_autofree char *not_pem = g_test_build_filename (G_TEST_DIST, "net", "meson.build", NULL);
  const char *files[] = { "/nowhere/ca.pem", not_pem };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (psr_soup_transport_new ("x", files[i], NULL, 8, clock, &error));
      g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_BAD_CERTIFICATE);
      g_assert_nonnull (strstr (error->message, files[i]));
    }
}

int
main (int   argc,
      char *argv[])
{
  /* SoupServer speaks HTTP/2 only when asked to. */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, func) g_test_add ("/net/soup-transport/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("get", test_get);
  ADD ("no-body", test_no_body);
  ADD ("stale", test_stale);
  ADD ("no-answer", test_no_answer);
  ADD ("redirect", test_redirect);
  ADD ("misdirected", test_misdirected);
  ADD ("unauthorized", test_unauthorized);
  ADD ("too-large", test_too_large);
  ADD ("bomb-within-limit", test_bomb_within_limit);
  ADD ("not-sent", test_not_sent);
  ADD ("no-tls", test_no_tls);
  ADD ("not-allowed", test_not_allowed);
  ADD ("proxy-refuses", test_proxy_refuses);
#undef ADD
  g_test_add_func ("/net/soup-transport/kinds", test_kinds);
  g_test_add_func ("/net/soup-transport/certificates", test_certificates);
  g_test_add_func ("/net/soup-transport/http2", test_http2);
  g_test_add_func ("/net/soup-transport/ca-file", test_ca_file);

  return g_test_run ();
}
