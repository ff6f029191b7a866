/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "psr-fake-transport.h"
#include "psr-inline-executor.h"
#include "psr-redact.h"
#include "psr-request-log.h"
#include "psr-store.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)

/* What must not be found anywhere. */
static const char * const canaries[] = {
  "CANARY-registered", "CANARY-in-url", "CANARY-in-header", "CANARY-in-body", "CANARY-in-answer", "CANARY-in-success",
  "CANARY-in-password",
};

typedef struct
{
  char           *path;
  PsrClock       *clock;
  PsrExecutor    *executor;
  PsrStateFolder *folder;
  PsrStore       *store;
} Fixture;

static gpointer
expect (DexFuture *future)
{
  g_autoptr(DexFuture) done = psr_test_await (future);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  g_assert_no_error (error);

  return G_VALUE_HOLDS_OBJECT (value) ? g_value_dup_object (value)
         : G_VALUE_HOLDS_BOXED (value) ? g_value_dup_boxed (value) : NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  PsrTimestamp start;

  dex_init ();
  g_assert_true (psr_timestamp_parse ("2026-08-24T09:12:33Z", &start, NULL));
  fixture->path = g_dir_make_tmp ("passerelle-log-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->clock = psr_virtual_clock_new (start);
  fixture->executor = psr_inline_executor_new ();
  fixture->folder = psr_state_folder_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
  fixture->store = expect (psr_store_open (fixture->folder, fixture->executor));
}

static void
remove_file (const char *path)
{
  g_unlink (path);
}

static void
each_file (const char *path,
           void      (*func) (const char *path))
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          each_file (child, func);
          if (func == remove_file)
            g_rmdir (child);
        }
      else
        {
          func (child);
        }
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->folder);
  g_clear_object (&fixture->executor);
  g_clear_object (&fixture->clock);
  each_file (fixture->path, remove_file);
  g_rmdir (fixture->path);
  g_free (fixture->path);
}

static PsrResponse *
answer (const char *method,
        const char *url,
        const char *body,
        gpointer    data)
{
  if (strstr (url, "lost") != NULL)
    return NULL;
  if (strstr (url, "refused") != NULL)
    return psr_fake_answer (400, "{\"error\":{\"code\":\"Application_DialogException\",\"message\":\"No: Bearer CANARY-in-answer, "
                                 "password=CANARY-in-password, CANARY-registered.  CorrelationId:  11112222-3333-4444-5555-666677778888.\"}}");

  return psr_fake_answer (200, "{\"value\":[{\"e_password\":\"CANARY-in-success\"}]}");
}

static void
send_one (PsrTransport *transport,
          const char   *method,
          const char   *url)
{
  g_autoptr(PsrRequest) request = psr_request_new (g_str_equal (method, "GET") ? PSR_REQUEST_READ : PSR_REQUEST_CREATE, method, url);
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"e_password\":\"CANARY-in-body\"}", strlen ("{\"e_password\":\"CANARY-in-body\"}"));
  g_autoptr(DexFuture) done = NULL;

  psr_request_set_header (request, "Authorization", "Bearer CANARY-in-header");
  if (!g_str_equal (method, "GET"))
    psr_request_set_body (request, body, "application/json");
  done = psr_test_await (psr_transport_send (transport, request));
}

static void
send_all (Fixture            *fixture,
          PsrRequestLogLevel  level,
          gboolean            late)
{
  g_autoptr(PsrFakeTransport) plain = psr_fake_transport_new (answer, NULL);
  g_autoptr(PsrRequestLog) log = psr_request_log_new (level, fixture->clock);
  g_autoptr(PsrTransport) transport = psr_request_log_wrap (log, PSR_TRANSPORT (plain), "bc");

  psr_redact_register ("CANARY-registered");

  if (!late)
    psr_request_log_set_mirror (log, psr_store_get_mirror (fixture->store));

  send_one (transport, "GET", "https://bc.example/customers?$filter=x%20eq%201&access_token=CANARY-in-url");
  send_one (transport, "POST", "https://bc.example/refused?client_secret=CANARY-in-url");
  send_one (transport, "GET", "https://bc.example/lost/CANARY-registered");

  if (late)
    psr_request_log_set_mirror (log, psr_store_get_mirror (fixture->store));

  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GPtrArray *
list (Fixture *fixture)
{
  return expect (psr_mirror_store_list_requests (psr_store_get_mirror (fixture->store), 0));
}

static void
assert_clean (const char *path)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (canaries); i++)
    g_assert_null (memmem (content, length, canaries[i], strlen (canaries[i])));
}

static void
test_levels (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct { PsrRequestLogLevel level; guint kept; } cases[] = {
    { PSR_REQUEST_LOG_OFF, 0 },
    { PSR_REQUEST_LOG_ERRORS, 2 },
    { PSR_REQUEST_LOG_ALL, 3 },
  };
  guint before = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) entries = NULL;

      send_all (fixture, cases[i].level, i == 2);
      entries = list (fixture);
      g_assert_cmpuint (entries->len - before, ==, cases[i].kept);
      before = entries->len;
    }
}

static void
test_content (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = NULL;
  const PsrRequestEntry *lost, *refused, *read;

  send_all (fixture, PSR_REQUEST_LOG_ALL, FALSE);
  entries = list (fixture);
  lost = g_ptr_array_index (entries, 0);
  refused = g_ptr_array_index (entries, 1);
  read = g_ptr_array_index (entries, 2);

  g_assert_cmpint (read->status, ==, 200);
  g_assert_cmpstr (read->method, ==, "GET");
  g_assert_cmpstr (read->service, ==, "bc");
  g_assert_cmpstr (read->message, ==, "");
  g_assert_cmpint (read->bytes, >, 0);
  g_assert_nonnull (strstr (read->url, "customers?$filter=x%20eq%201&access_token=" PSR_REDACT_MASK));

  g_assert_cmpint (refused->status, ==, 400);
  g_assert_cmpstr (refused->method, ==, "POST");
  g_assert_true (g_str_has_prefix (refused->message, "Application_DialogException: No: Bearer " PSR_REDACT_MASK));
  g_assert_cmpstr (refused->correlation, ==, "11112222-3333-4444-5555-666677778888");

  g_assert_cmpint (lost->status, ==, 0);
  g_assert_cmpstr (lost->message, !=, "");
  g_assert_true (g_str_has_suffix (lost->url, "/lost/" PSR_REDACT_MASK));

  /* Neither in the file nor in what isn't written to it yet. */
  each_file (fixture->path, assert_clean);
}

static void
test_forgotten (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;

  send_all (fixture, PSR_REQUEST_LOG_ALL, FALSE);
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), 29 * DAY);
  before = list (fixture);
  g_assert_cmpuint (before->len, ==, 3);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), 2 * DAY);
  for (guint i = 0; i < 40; i++)
    send_all (fixture, PSR_REQUEST_LOG_ALL, FALSE);

  after = list (fixture);
  g_assert_cmpuint (after->len, ==, 120);
  g_assert_cmpint (((PsrRequestEntry *) g_ptr_array_index (after, 119))->id, ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/engine/request-log/levels", Fixture, NULL, set_up, test_levels, tear_down);
  g_test_add ("/engine/request-log/content", Fixture, NULL, set_up, test_content, tear_down);
  g_test_add ("/engine/request-log/forgotten", Fixture, NULL, set_up, test_forgotten, tear_down);

  return g_test_run ();
}
