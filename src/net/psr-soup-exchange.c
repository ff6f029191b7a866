/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-soup-exchange"

#include "config.h"

#include "psr-soup-exchange.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-origin.h"
#include "psr-soup-connections.h"

#define CHUNK (64 * 1024)

/*
 * One request on its way. It lives from being sent until libsoup has let go of
 * the message, which may be later than the moment at which its future was
 * dropped; it is kept alive by the callback that is outstanding.
 */
typedef struct
{
  SoupSession          *session;
  SoupMessage          *message;
  PsrRequest           *request;
  PsrTrust             *trust;
  PsrClock             *clock;
  DexPromise           *promise;
  GCancellable         *sending;
  DexFuture            *deadline;
  GInputStream         *stream;
  GByteArray           *body;
  GTlsCertificateFlags  tls_errors;
  guint                 started : 1;
  guint                 answered : 1;
  guint                 timed_out : 1;
  guint                 misdirected : 1;
  guint                 repeated : 1;
  guint                 restarted : 1;
} Exchange;

static void exchange_read (Exchange *self);

static void
exchange_clear (gpointer data)
{
  Exchange *self = data;

  dex_clear (&self->deadline);
  dex_clear (&self->promise);
  g_clear_object (&self->sending);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->stream);
  g_clear_object (&self->clock);
  g_clear_object (&self->trust);
  g_clear_object (&self->request);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
}

static void
exchange_unref (Exchange *self)
{
  g_rc_box_release_full (self, exchange_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_unref)

static void
exchange_cancel (Exchange *self)
{
  g_cancellable_cancel (dex_promise_get_cancellable (self->promise));
}

/*
 * Ends the sending, but only as long as no answer has begun. Before
 * 3.6.6, libsoup takes a message out of its queue twice when it's cancelled
 * between the end of the answer's head and the main loop's next turn, in which
 * it hands over the stream: its session then loses a reference to each of its
 * features, and goes on with freed ones. The stream does come in that turn, and
 * reading it ends at once.
 */
static void
exchange_stop_sending_cb (Exchange     *self,
                          GCancellable *cancellable)
{
  if (!self->answered)
    g_cancellable_cancel (self->sending);
}

static void
exchange_finish (Exchange *self)
{
  /* The signals hold a bare pointer. */
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_signal_handlers_disconnect_by_data (dex_promise_get_cancellable (self->promise), self);
  dex_clear (&self->deadline);

  if (self->stream != NULL)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
exchange_reject (Exchange   *self,
                 int         code,
                 const char *what,
                 const char *why,
                 const char *mend)
{
  GError *error = NULL;

  psr_set_explained_error (&error, PSR_TRANSPORT_ERROR, code, what, why, mend);
  exchange_finish (self);
  dex_promise_reject (self->promise, error);
}

/*
 * Says what a failure means for the request. The order matters: as long as
 * "starting" was never emitted, not one byte was sent, whatever else went
 * wrong; afterwards nothing proves that it wasn't carried out.
 */
static void
exchange_fail (Exchange     *self,
               const GError *reason)
{
  g_autofree char *host = psr_url_get_host (psr_request_get_url (self->request));
  g_autofree char *what = NULL;

  g_assert (reason != NULL);

  if (!self->started)
    {
      if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) || self->tls_errors != 0)
        {
          g_autofree char *why = self->tls_errors != 0 ? psr_trust_describe (self->tls_errors) : g_strdup (reason->message);

          what = g_strdup_printf (_("The certificate of “%s” isn’t trusted. Nothing was sent."), host);
          exchange_reject (self, PSR_TRANSPORT_ERROR_BAD_CERTIFICATE, what, why,
                           _("Check the address and this computer’s clock. If the server belongs to your company and has a certificate of your own authority, name that authority’s file as CaFile in the profile."));
        }
      else
        {
          what = g_strdup_printf (_("“%s” can’t be reached. Nothing was sent."), host);
          exchange_reject (self, PSR_TRANSPORT_ERROR_NOT_SENT, what,
                           self->timed_out ? _("It didn’t accept a connection in time.") : reason->message,
                           _("Check the network connection, the proxy, and the address in the profile."));
        }

      return;
    }

  what = g_strdup_printf (_("“%s” didn’t answer completely."), host);

  if (self->timed_out || self->misdirected || self->restarted || !g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    psr_soup_connections_doubt (psr_soup_connections_get (self->session), self->message);

  if (self->timed_out)
    {
      gint64 seconds = psr_request_get_deadline (self->request) / G_USEC_PER_SEC;
      g_autofree char *why = g_strdup_printf (ngettext ("It took longer than %d second.", "It took longer than %d seconds.", (int) seconds), (int) seconds);

      exchange_reject (self, PSR_TRANSPORT_ERROR_TIMED_OUT, what, why, _("Try again later."));
    }
  else if (self->misdirected || self->restarted)
    {
      exchange_reject (self, PSR_TRANSPORT_ERROR_NO_ANSWER, what,
                       _("The server wanted the request on another connection."), _("Try again later."));
    }
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      exchange_reject (self, PSR_TRANSPORT_ERROR_CANCELLED,
                       _("The request was cancelled."), NULL, NULL);
    }
  else
    {
      exchange_reject (self, PSR_TRANSPORT_ERROR_NO_ANSWER, what, reason->message, _("Try again later."));
    }
}

static void
add_header (const char *name,
            const char *value,
            gpointer    data)
{
  PsrResponse *response = data;

  g_assert (PSR_IS_RESPONSE (response));

  psr_response_add_header (response, name, value);
}

static void
exchange_complete (Exchange *self)
{
  g_autoptr (PsrResponse) response = NULL;
  g_autoptr (GBytes) body = NULL;

  body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  response = psr_response_new (soup_message_get_status (self->message), body, psr_clock_now (self->clock));
  soup_message_headers_foreach (soup_message_get_response_headers (self->message), add_header, response);

  g_debug ("%s %s: %u, %" G_GSIZE_FORMAT " bytes",
           psr_request_get_method (self->request),
           g_uri_get_path (soup_message_get_uri (self->message)),
           psr_response_get_status (response), g_bytes_get_size (body));

  exchange_finish (self);
  dex_promise_resolve_object (self->promise, g_steal_pointer (&response));
}

static void
exchange_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *data;
  gsize size;

  g_assert (G_IS_INPUT_STREAM (object));
  g_assert (G_IS_ASYNC_RESULT (result));

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  if (bytes == NULL)
    {
      exchange_fail (self, error);
      return;
    }

  data = g_bytes_get_data (bytes, &size);

  if (size == 0)
    {
      exchange_complete (self);
      return;
    }

  if (size > psr_request_get_max_body (self->request) - self->body->len)
    {
      g_autofree char *host = psr_url_get_host (psr_request_get_url (self->request));
      g_autofree char *limit = g_format_size_full (psr_request_get_max_body (self->request), G_FORMAT_SIZE_IEC_UNITS);
      g_autofree char *what = g_strdup_printf (_("The answer of “%s” is too large."), host);
      g_autofree char *why = g_strdup_printf (_("It is longer than %s."), limit);

      exchange_cancel (self);
      exchange_reject (self, PSR_TRANSPORT_ERROR_TOO_LARGE, what, why,
                       _("Check the address in the profile; if it is right, tell us about it."));
      return;
    }

  g_byte_array_append (self->body, data, size);
  exchange_read (self);
}

static void
exchange_read (Exchange *self)
{
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   dex_promise_get_cancellable (self->promise),
                                   exchange_read_cb,
                                   g_rc_box_acquire (self));
}

static void
exchange_sent_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert (SOUP_IS_SESSION (object));
  g_assert (G_IS_ASYNC_RESULT (result));

  self->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  /* A proxy that refuses the tunnel leaves its own status in the message,
   * with an empty body and without an error: that isn't the service's answer.
   */
  if (self->stream != NULL && !self->started)
    {
      g_autofree char *text = g_strdup_printf (_("The proxy refused the connection (%u)."), soup_message_get_status (self->message));

      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, text);
    }

  if (error != NULL)
    {
      exchange_fail (self, error);
      return;
    }

  self->body = g_byte_array_new ();
  exchange_read (self);
}

static void
exchange_starting_cb (Exchange    *self,
                      SoupMessage *message)
{
  g_assert (SOUP_IS_MESSAGE (message));

  self->started = TRUE;
}

static void
exchange_restarted_cb (Exchange    *self,
                       SoupMessage *message)
{
  g_assert (SOUP_IS_MESSAGE (message));

  /* Before "starting" it's only the tunnel through a proxy that begins anew. */
  if (!self->started)
    return;

  self->answered = FALSE;

  /* A read may go over to another connection once. A server that refuses each
   * stream, or goes away on each connection, is asked again without end. It has
   * to be a new connection: on one that is at hand libsoup begins anew before it
   * has come to the end of the first attempt, which then takes the message out of
   * its queue, too, and frees what the session goes on with.
   */
  if (psr_request_is_read (self->request) && !self->repeated &&
      !g_cancellable_is_cancelled (dex_promise_get_cancellable (self->promise)))
    {
      self->repeated = TRUE;
      soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
      return;
    }

  /* libsoup is about to send it again; a write with a body that has been read
   * to its end already: an empty one. It was perhaps cancelled before, but with
   * an answer begun.
   */
  g_info ("%s would have been sent again: cancelled", psr_request_get_method (self->request));
  self->restarted = TRUE;

  /* Over HTTP/2 a request is sent before it's looked whether it was cancelled;
   * a connection isn't opened.
   */
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  g_cancellable_cancel (self->sending);
  exchange_cancel (self);
}

static void
exchange_got_headers_cb (Exchange    *self,
                         SoupMessage *message)
{
  g_assert (SOUP_IS_MESSAGE (message));

  /* At the end of this body libsoup sends the message again, and until then
   * gathers it in memory without a limit. Cancelled from in here, it doesn't
   * hand over a stream.
   */
  if (soup_message_get_status (message) == SOUP_STATUS_MISDIRECTED_REQUEST)
    {
      self->misdirected = TRUE;
      exchange_cancel (self);
    }

  self->answered = TRUE;
}

static gboolean
exchange_accept_certificate_cb (Exchange             *self,
                                GTlsCertificate      *certificate,
                                GTlsCertificateFlags  errors,
                                SoupMessage          *message)
{
  g_autofree char *host = NULL;

  g_assert (SOUP_IS_MESSAGE (message));
  g_assert (G_IS_TLS_CERTIFICATE (certificate));

  host = psr_url_get_host (psr_request_get_url (self->request));

  if (psr_trust_accepts (self->trust, host, certificate, errors))
    return TRUE;

  self->tls_errors = errors;

  return FALSE;
}

static DexFuture *
exchange_deadline_cb (DexFuture *completed,
                      gpointer   data)
{
  Exchange *self = data;

  self->timed_out = TRUE;
  exchange_cancel (self);

  /* Only reads go over HTTP/2: what else is on its way there can be read again. */
  if (self->started && soup_message_get_http_version (self->message) == SOUP_HTTP_2_0)
    psr_soup_connections_shut (psr_soup_connections_get (self->session), self->message);

  return NULL;
}

/**
 * psr_soup_exchange_start:
 * @session: the session to send on
 * @message: what to send; with all its flags set, and in use nowhere else
 * @request: what @message was made from
 * @trust: what is trusted besides the system's authorities
 * @clock: for the deadline
 *
 * Returns: (transfer full): a future of a #PsrResponse; dropping it cancels
 */
DexFuture *
psr_soup_exchange_start (SoupSession *session,
                         SoupMessage *message,
                         PsrRequest  *request,
                         PsrTrust    *trust,
                         PsrClock    *clock)
{
  g_autoptr (Exchange) self = NULL;
  DexFuture *promise;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (PSR_IS_REQUEST (request), NULL);
  g_return_val_if_fail (PSR_IS_TRUST (trust), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_rc_box_new0 (Exchange);
  self->session = g_object_ref (session);
  self->message = g_object_ref (message);
  self->request = g_object_ref (request);
  self->trust = g_object_ref (trust);
  self->clock = g_object_ref (clock);
  self->promise = dex_promise_new_cancellable ();
  self->sending = g_cancellable_new ();
  promise = dex_ref (DEX_FUTURE (self->promise));

  g_signal_connect_swapped (dex_promise_get_cancellable (self->promise), "cancelled",
                            G_CALLBACK (exchange_stop_sending_cb), self);
  g_signal_connect_swapped (message, "starting", G_CALLBACK (exchange_starting_cb), self);
  g_signal_connect_swapped (message, "restarted", G_CALLBACK (exchange_restarted_cb), self);
  g_signal_connect_swapped (message, "got-headers", G_CALLBACK (exchange_got_headers_cb), self);
  g_signal_connect_swapped (message, "accept-certificate", G_CALLBACK (exchange_accept_certificate_cb), self);

  psr_soup_connections_watch (psr_soup_connections_get (session), message);

  self->deadline = dex_future_then (psr_clock_sleep (clock, psr_request_get_deadline (request)),
                                    exchange_deadline_cb,
                                    g_rc_box_acquire (self),
                                    (GDestroyNotify) exchange_unref);

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT,
                           self->sending,
                           exchange_sent_cb,
                           g_rc_box_acquire (self));

  return psr_net_keep (promise);
}
