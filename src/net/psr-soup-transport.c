/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-soup-transport"

#include "config.h"

#include "psr-soup-transport.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "psr-explain.h"
#include "psr-origin.h"
#include "psr-proxy-resolver.h"
#include "psr-soup-connections.h"
#include "psr-soup-exchange.h"
#include "psr-trust.h"

struct _PsrSoupTransport
{
  GObject      parent_instance;
  SoupSession *session;
  PsrTrust    *trust;
  PsrClock    *clock;
};

static void psr_soup_transport_iface_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrSoupTransport, psr_soup_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, psr_soup_transport_iface_init))

/*
 * The only place that makes a SoupMessage. libsoup may send a message a second
 * time by itself: on a connection that the server had closed, on 421, on an
 * HTTP/2 stream that was refused, on a redirect (a POST then as a GET) and on
 * 401. For a write that would mean a second document, or one from an empty
 * body. So all messages refuse redirects and the cache of credentials, none is
 * ever marked idempotent, and a write gets a connection that nobody used
 * before, on HTTP/1.1, where a server can't refuse a stream.
 */
static SoupMessage *
make_message (PsrSoupTransport  *self,
              PsrRequest        *request,
              GError           **error)
{
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *headers;
  GBytes *body;

  if (!psr_url_is_allowed (psr_request_get_url (request), error))
    return NULL;

  message = soup_message_new (psr_request_get_method (request), psr_request_get_url (request));

  if (message == NULL)
    {
      psr_set_explained_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED,
                               _("The address of the service can’t be used."),
                               NULL,
                               _("Correct BaseUrl or Authority in the profile."));
      return NULL;
    }

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);

  /* Credentials are ours alone. Without this, libsoup also gathers the whole
   * body of a 401 in memory before it hands over the stream.
   */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);

  headers = soup_message_get_request_headers (message);

  for (guint i = 0; i < psr_request_get_n_headers (request); i++)
    {
      const char *value = NULL;
      const char *name = psr_request_get_header_at (request, i, &value);

      soup_message_headers_replace (headers, name, value);
    }

  body = psr_request_get_body (request);

  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, psr_request_get_content_type (request), body);

  if (!psr_request_is_read (request) || !psr_soup_connections_trust (psr_soup_connections_get (self->session)))
    soup_message_set_force_http1 (message, TRUE);

  if (!psr_request_is_read (request))
    {
      soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);

      /* The service answers 411 to a bound action without a length. */
      if (body == NULL)
        soup_message_headers_set_content_length (headers, 0);
    }

  return g_steal_pointer (&message);
}

static DexFuture *
psr_soup_transport_send (PsrTransport *transport,
                         PsrRequest   *request)
{
  PsrSoupTransport *self = PSR_SOUP_TRANSPORT (transport);
  g_autoptr (SoupMessage) message = NULL;
  GError *error = NULL;

  g_assert (PSR_IS_REQUEST (request));

  message = make_message (self, request, &error);

  if (message == NULL)
    return dex_future_new_for_error (error);

  return psr_soup_exchange_start (self->session, message, request, self->trust, self->clock);
}

static void
psr_soup_transport_iface_init (PsrTransportInterface *iface)
{
  iface->send = psr_soup_transport_send;
}

/* libsoup warns when it frees a session with a connection that it has lost
 * count of (see psr-soup-connections.c), so such a session stays.
 */
static void
keep (SoupSession *session)
{
  static GSList *kept;

  kept = g_slist_prepend (kept, g_object_ref (session));
}

static void
psr_soup_transport_dispose (GObject *object)
{
  PsrSoupTransport *self = PSR_SOUP_TRANSPORT (object);

  /* Not soup_session_abort(): it would cancel requests that are on their way
   * at a moment at which that mustn't be (see psr-soup-exchange.c). They hold
   * the session until they end, and whoever drops their futures ends them.
   */
  if (self->session != NULL && !psr_soup_connections_trust (psr_soup_connections_get (self->session)))
    keep (self->session);

  g_clear_object (&self->session);
  g_clear_object (&self->trust);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_soup_transport_parent_class)->dispose (object);
}

static void
psr_soup_transport_class_init (PsrSoupTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_soup_transport_dispose;
}

static void
psr_soup_transport_init (PsrSoupTransport *self)
{
}

/**
 * psr_soup_transport_new:
 * @user_agent: how we present ourselves, such as "Passerelle/1.0"
 * @ca_file: (nullable): a PEM file with an authority to trust for @ca_hosts,
 *   besides the system's
 * @ca_hosts: (nullable): the hosts for which @ca_file holds, and no others
 * @max_conns: how many connections to one host; more than the throttle lets
 *   through at once, because libsoup's own default is 2
 * @clock: for deadlines and the time of arrival
 * @error: return location for an unusable @ca_file
 *
 * A transport over libsoup with a session of its own: one a service. The checks
 * of certificates can't be switched off. The system's proxy is honoured, but
 * never for loopback addresses.
 *
 * Returns: (transfer full) (nullable): a transport
 */
PsrTransport *
psr_soup_transport_new (const char          *user_agent,
                        const char          *ca_file,
                        const char * const  *ca_hosts,
                        guint                max_conns,
                        PsrClock            *clock,
                        GError             **error)
{
  g_autoptr (PsrSoupTransport) self = NULL;
  g_autoptr (PsrTrust) trust = NULL;
  g_autoptr (GProxyResolver) proxies = NULL;

  g_return_val_if_fail (user_agent != NULL, NULL);
  g_return_val_if_fail (max_conns > 0, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  trust = psr_trust_new (ca_file, ca_hosts, error);

  if (trust == NULL)
    return NULL;

  proxies = psr_proxy_resolver_new (g_proxy_resolver_get_default ());

  self = g_object_new (PSR_TYPE_SOUP_TRANSPORT, NULL);
  self->trust = g_steal_pointer (&trust);
  self->clock = g_object_ref (clock);

  /* Each request has a deadline of its own, so the session has no timeout. */
  self->session = soup_session_new_with_options ("user-agent", user_agent,
                                                 "max-conns", 2 * max_conns,
                                                 "max-conns-per-host", max_conns,
                                                 "proxy-resolver", proxies,
                                                 "timeout", 0,
                                                 NULL);

  return PSR_TRANSPORT (g_steal_pointer (&self));
}
