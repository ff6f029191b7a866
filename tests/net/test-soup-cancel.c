/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <locale.h>

#include "net-test.h"
#include "psr-soup-transport.h"
#include "raw-server.h"

/* Requests that are ended, or begun anew, before their answer is complete. */
typedef struct
{
  PsrClock     *clock;
  RawServer    *server;
  PsrTransport *transport;
  guint         n_written;
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
send_path (Fixture    *self,
           const char *method,
           const char *path)
{
  g_autofree char *url = raw_server_make_url (self->server, path);
  g_autoptr (PsrRequest) request = psr_request_new (g_str_equal (method, "GET") ? PSR_REQUEST_READ : PSR_REQUEST_CREATE, method, url);

  return psr_transport_send (self->transport, request);
}

static void
wait_for_request (Fixture *self,
                  guint    n_requests)
{
  while (raw_server_n_requests (self->server) < n_requests)
    {
      net_test_settle ();
      g_usleep (500);
    }
}

static void
test_deadline (Fixture       *self,
               gconstpointer  data)
{
  static const struct
  {
    const char *method;
    gint64      seconds;
  } cases[] = {
    { "GET", 100 },
    { "POST", 180 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DexFuture) future = send_path (self, cases[i].method, "/never");
      g_autoptr (GError) error = NULL;

      wait_for_request (self, i + 1);
      psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), cases[i].seconds * SECOND - 1);
      net_test_settle ();
      g_assert_true (dex_future_is_pending (future));
      psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 1);
      future = psr_test_await (g_steal_pointer (&future));
      error = net_test_error (future);
      g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_TIMED_OUT);
    }

  while (raw_server_n_hang_ups (self->server) < 2)
    net_test_settle ();
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data)
{
  DexFuture *future = send_path (self, "POST", "/never");

  wait_for_request (self, 1);
  dex_clear (&future);

  /* The server sees that we are gone. */
  while (raw_server_n_hang_ups (self->server) == 0)
    net_test_settle ();

  g_assert_cmpuint (raw_server_n_requests (self->server), ==, 1);
}

/* The request has left: goes on once the answer has begun. */
static gboolean
wait_for_answer_hook (GSignalInvocationHint *hint,
                      guint                  n_values,
                      const GValue          *values,
                      gpointer               data)
{
  Fixture *self = data;

  self->n_written++;

  while (raw_server_n_begun (self->server) < self->n_written)
    g_usleep (200);

  return TRUE;
}

static gboolean
late_cb (gpointer data)
{
  Fixture *self = data;

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), 600 * SECOND);

  return G_SOURCE_REMOVE;
}

/* The answer has begun: the deadline passes before anything else happens. */
static gboolean
be_late_hook (GSignalInvocationHint *hint,
              guint                  n_values,
              const GValue          *values,
              gpointer               data)
{
  g_idle_add_full (G_PRIORITY_HIGH, late_cb, data, NULL);

  return TRUE;
}

/* The deadline falls between the answer's head and libsoup's telling us so. A
 * session that took each of these out of its queue twice would be in ruins.
 */
static void
test_late_after_the_head (Fixture       *self,
                          gconstpointer  data)
{
  static const char * const methods[] = { "GET", "POST", "GET", "DELETE" };
  g_autoptr (GTypeClass) klass = g_type_class_ref (SOUP_TYPE_MESSAGE);
  guint wrote_body = g_signal_lookup ("wrote-body", SOUP_TYPE_MESSAGE);
  guint got_headers = g_signal_lookup ("got-headers", SOUP_TYPE_MESSAGE);
  gulong first = g_signal_add_emission_hook (wrote_body, 0, wait_for_answer_hook, self, NULL);
  gulong second = g_signal_add_emission_hook (got_headers, 0, be_late_hook, self, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (DexFuture) future = psr_test_await (send_path (self, methods[i], "/begun"));
      g_autoptr (GError) error = net_test_error (future);

      g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_TIMED_OUT);
    }

  g_signal_remove_emission_hook (wrote_body, first);
  g_signal_remove_emission_hook (got_headers, second);

  while (raw_server_n_hang_ups (self->server) < G_N_ELEMENTS (methods))
    net_test_settle ();

  g_assert_cmpuint (raw_server_n_requests (self->server), ==, G_N_ELEMENTS (methods));
}

/* The request has left: goes on once its connection is closed, or it has arrived. */
static gboolean
wait_for_end_hook (GSignalInvocationHint *hint,
                   guint                  n_values,
                   const GValue          *values,
                   gpointer               data)
{
  Fixture *self = data;

  while (raw_server_n_closed (self->server) == 0 && raw_server_n_requests (self->server) < 3)
    g_usleep (200);

  return TRUE;
}

/* A read finds its connection closed in the moment in which it is written, while
 * another one is at hand: it goes over to a new one. Whichever of the two libsoup
 * takes first.
 */
static void
test_closed_at_once (Fixture       *self,
                     gconstpointer  data)
{
  const char *first_path = data;
  const char *second_path = g_str_equal (first_path, "/ok") ? "/then-stale" : "/ok";
  g_autoptr (GTypeClass) klass = g_type_class_ref (SOUP_TYPE_MESSAGE);
  DexFuture *first = send_path (self, "GET", first_path);
  DexFuture *second = send_path (self, "GET", second_path);
  gulong hook;

  dex_unref (psr_test_await (first));
  dex_unref (psr_test_await (second));
  g_assert_cmpuint (raw_server_n_requests (self->server), ==, 2);

  hook = g_signal_add_emission_hook (g_signal_lookup ("wrote-body", SOUP_TYPE_MESSAGE), 0, wait_for_end_hook, self, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DexFuture) future = psr_test_await (send_path (self, "GET", "/ok"));
      g_autoptr (GError) error = NULL;
      const GValue *value = dex_future_get_value (future, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (psr_response_get_status (g_value_get_object (value)), ==, 200);
    }

  g_signal_remove_emission_hook (g_signal_lookup ("wrote-body", SOUP_TYPE_MESSAGE), hook);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, func) g_test_add ("/net/soup-cancel/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("deadline", test_deadline);
  ADD ("cancel", test_cancel);
  ADD ("late-after-the-head", test_late_after_the_head);
#undef ADD
  g_test_add ("/net/soup-cancel/closed-at-once/first", Fixture, "/then-stale", set_up, test_closed_at_once, tear_down);
  g_test_add ("/net/soup-cancel/closed-at-once/second", Fixture, "/ok", set_up, test_closed_at_once, tear_down);

  return g_test_run ();
}
