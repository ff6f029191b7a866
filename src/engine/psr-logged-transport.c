/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-logged-transport"

#include "config.h"

#include "psr-logged-transport.h"
#include "psr-request-log-private.h"

struct _PsrLoggedTransport
{
  GObject        parent_instance;

  PsrTransport  *inner;
  char          *service;
  PsrRequestLog *log;
};

static void psr_logged_transport_transport_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrLoggedTransport, psr_logged_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, psr_logged_transport_transport_init))

typedef struct
{
  PsrLoggedTransport *transport;
  PsrRequest         *request;
  PsrTimestamp        at;
  gint64              began;
} Sent;

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_clear_object (&sent->transport);
  g_clear_object (&sent->request);
  g_free (sent);
}

static DexFuture *
on_answered (DexFuture *completed,
             gpointer   data)
{
  Sent *sent = data;
  PsrRequestLog *log = sent->transport->log;
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  psr_request_log_add (log, sent->transport->service, sent->request, sent->at,
                       psr_clock_monotonic (psr_request_log_get_clock (log)) - sent->began,
                       value != NULL ? g_value_get_object (value) : NULL, error);

  return dex_ref (completed);
}

static DexFuture *
psr_logged_transport_send (PsrTransport *transport,
                           PsrRequest   *request)
{
  PsrLoggedTransport *self = PSR_LOGGED_TRANSPORT (transport);
  PsrClock *clock = psr_request_log_get_clock (self->log);
  Sent *sent = g_new0 (Sent, 1);

  sent->transport = g_object_ref (self);
  sent->request = g_object_ref (request);
  sent->at = psr_clock_now (clock);
  sent->began = psr_clock_monotonic (clock);

  return dex_future_finally (psr_transport_send (self->inner, request), on_answered, sent, sent_free);
}

/**
 * psr_logged_transport_new:
 * @inner: what really sends
 * @service: `bc` or `wello`
 * @log: what sees each request once it was answered, or failed
 *
 * Changes nothing about a request or its answer.
 *
 * Returns: (transfer full): the transport
 */
PsrTransport *
psr_logged_transport_new (PsrTransport  *inner,
                          const char    *service,
                          PsrRequestLog *log)
{
  PsrLoggedTransport *self;

  g_return_val_if_fail (PSR_IS_TRANSPORT (inner), NULL);
  g_return_val_if_fail (service != NULL, NULL);
  g_return_val_if_fail (PSR_IS_REQUEST_LOG (log), NULL);

  self = g_object_new (PSR_TYPE_LOGGED_TRANSPORT, NULL);
  self->inner = g_object_ref (inner);
  self->service = g_strdup (service);
  self->log = g_object_ref (log);

  return PSR_TRANSPORT (self);
}

static void
psr_logged_transport_transport_init (PsrTransportInterface *iface)
{
  iface->send = psr_logged_transport_send;
}

static void
psr_logged_transport_finalize (GObject *object)
{
  PsrLoggedTransport *self = PSR_LOGGED_TRANSPORT (object);

  g_clear_object (&self->inner);
  g_clear_pointer (&self->service, g_free);
  g_clear_object (&self->log);

  G_OBJECT_CLASS (psr_logged_transport_parent_class)->finalize (object);
}

static void
psr_logged_transport_class_init (PsrLoggedTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_logged_transport_finalize;
}

static void
psr_logged_transport_init (PsrLoggedTransport *self)
{
}
