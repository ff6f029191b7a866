/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "psr-inline-executor.h"
#include "psr-seeded-random.h"
#include "psr-service-client.h"
#include "psr-soup-transport.h"
#include "psr-virtual-clock.h"
#include "torture-proxy.h"
#include "torture-token.h"
#include "torture-transport.h"

/*
 * Sends requests one after another, and prints what each came to as a line of
 * JSON:
 *
 *   torture-client [--ca FILE] [--pad BYTES] WORD…
 *
 * Words: METHOD URL, where ACTION is a POST without a body; PROXY URL, for what
 * follows; and "new", which begins with new connections. No time passes by itself: waits before a retry
 * are over at once, and a byte on standard input says that it's late, which
 * ends the request that is on its way.
 */

#define HOUR (3600 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  PsrClock         *deadlines;
  PsrClock         *waits;
  PsrRandom        *random;
  PsrExecutor      *executor;
  TortureTransport *transport;
  PsrServiceClient *client;
} Torture;

static char *option_ca;
static int option_pad;
static char **option_words;

static const GOptionEntry entries[] = {
  { "ca", 0, 0, G_OPTION_ARG_FILENAME, &option_ca, "An authority to trust", "FILE" },
  { "pad", 0, 0, G_OPTION_ARG_INT, &option_pad, "Makes bodies larger", "BYTES" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_words, NULL, NULL },
  G_OPTION_ENTRY_NULL
};

static gboolean
late_cb (int           fd,
         GIOCondition  condition,
         gpointer      data)
{
  Torture *self = data;
  char byte;

  if (read (fd, &byte, 1) != 1)
    return G_SOURCE_REMOVE;

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->deadlines), HOUR);

  return G_SOURCE_CONTINUE;
}

static void
settle (void)
{
  for (guint idle = 0; idle < 5;)
    idle = g_main_context_iteration (NULL, FALSE) ? 0 : idle + 1;
}

static void
run (Torture   *self,
     DexFuture *future)
{
  while (dex_future_is_pending (future))
    {
      gint64 due;

      settle ();
      due = psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (self->waits));

      if (due >= 0)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->waits), due);
      else if (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
forget (Torture *self)
{
  settle ();
  g_clear_object (&self->client);
  g_clear_object (&self->transport);
  settle ();
}

static void
begin (Torture *self)
{
  static const char * const hosts[] = { "localhost", "127.0.0.1", "bc.torture.test", NULL };
  g_autoptr (PsrTransport) transport = NULL;
  g_autoptr (PsrTokenSource) tokens = torture_token_new ();
  g_autoptr (PsrThrottle) throttle = psr_throttle_new_for_bc (self->waits);
  g_autoptr (GError) error = NULL;

  forget (self);
  transport = psr_soup_transport_new ("Torture/1", option_ca, hosts, 4, self->deadlines, &error);
  g_assert_no_error (error);

  self->transport = torture_transport_new (transport);
  self->client = psr_service_client_new (PSR_TRANSPORT (self->transport), tokens, throttle, self->waits,
                                         self->random, self->executor, PSR_SERVICE_BC);
}

static PsrRequest *
make_request (const char *method,
              const char *url)
{
  gboolean action = g_str_equal (method, "ACTION");
  gboolean reads = g_str_equal (method, "GET");
  g_autoptr (PsrRequest) request = psr_request_new (reads ? PSR_REQUEST_READ : action ? PSR_REQUEST_ACTION : PSR_REQUEST_CREATE,
                                                    action ? "POST" : method, url);

  if (!action && !reads && !g_str_equal (method, "DELETE"))
    {
      g_autofree char *pad = g_strnfill (option_pad, 'x');
      g_autofree char *text = g_strdup_printf ("{\"method\":\"%s\",\"pad\":\"%s\"}", method, pad);
      g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

      psr_request_set_body (request, body, "application/json");
    }

  return g_steal_pointer (&request);
}

static void
send_one (Torture    *self,
          const char *method,
          const char *url)
{
  g_autoptr (PsrRequest) request = make_request (method, url);
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value;
  const char *outcome;
  guint status = 0;
  gint64 retry_after = -1;

  torture_transport_forget (self->transport);

  if (psr_request_is_read (request))
    {
      future = psr_service_client_read (self->client, request);
      run (self, future);
      value = dex_future_get_value (future, &error);
      outcome = value != NULL ? "read" : "failed";

      if (value != NULL)
        status = psr_response_get_status (g_value_get_object (value));
    }
  else
    {
      PsrWriteOutcome *result;

      future = psr_service_client_write (self->client, request);
      run (self, future);
      value = dex_future_get_value (future, &error);
      g_assert_no_error (error);
      result = g_value_get_object (value);
      outcome = psr_write_outcome_kind_to_string (psr_write_outcome_get_kind (result));
      retry_after = psr_write_outcome_get_retry_after (result);

      if (psr_write_outcome_get_response (result) != NULL)
        status = psr_response_get_status (psr_write_outcome_get_response (result));
    }

  g_print ("{\"method\":\"%s\",\"outcome\":\"%s\",\"transport\":\"%s\",\"sent\":%u,\"status\":%u,\"retry_after\":%" G_GINT64_FORMAT "}\n",
           method, outcome, torture_transport_get_last (self->transport),
           torture_transport_get_n_sent (self->transport), status, retry_after);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) options = g_option_context_new ("WORD…");
  g_autoptr (GError) error = NULL;
  Torture self = { 0 };

  g_option_context_add_main_entries (options, entries, NULL);

  if (!g_option_context_parse (options, &argc, &argv, &error) || option_words == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Nothing to send");
      return 2;
    }

  torture_proxy_set_up ();
  dex_init ();
  self.deadlines = psr_virtual_clock_new (0);
  self.waits = psr_virtual_clock_new (0);
  self.random = psr_seeded_random_new (11);
  self.executor = psr_inline_executor_new ();
  g_unix_fd_add (STDIN_FILENO, G_IO_IN, late_cb, &self);
  begin (&self);

  for (guint i = 0; option_words[i] != NULL;)
    {
      if (g_str_equal (option_words[i], "new"))
        {
          begin (&self);
          i++;
          continue;
        }

      g_assert_nonnull (option_words[i + 1]);

      if (g_str_equal (option_words[i], "PROXY"))
        torture_proxy_use (option_words[i + 1]);
      else
        send_one (&self, option_words[i], option_words[i + 1]);

      i += 2;
    }

  forget (&self);
  g_clear_object (&self.executor);
  g_clear_object (&self.random);
  g_clear_object (&self.waits);
  g_clear_object (&self.deadlines);
  g_clear_pointer (&option_words, g_strfreev);
  g_clear_pointer (&option_ca, g_free);

  return 0;
}
