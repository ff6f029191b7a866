/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "torture-transport.h"

/* Hands everything to the real transport, and notes what that makes of it: the
 * outcome of a write has it in words only.
 */
struct _TortureTransport
{
  GObject       parent_instance;
  PsrTransport *inner;
  const char   *last;
  guint         n_sent;
};

static void torture_transport_iface_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TortureTransport, torture_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, torture_transport_iface_init))

static const char *
get_name (const GError *error)
{
  static const char * const names[] = {
    [PSR_TRANSPORT_ERROR_NOT_SENT] = "not-sent",
    [PSR_TRANSPORT_ERROR_NO_ANSWER] = "no-answer",
    [PSR_TRANSPORT_ERROR_TIMED_OUT] = "timed-out",
    [PSR_TRANSPORT_ERROR_TOO_LARGE] = "too-large",
    [PSR_TRANSPORT_ERROR_BAD_CERTIFICATE] = "bad-certificate",
    [PSR_TRANSPORT_ERROR_CANCELLED] = "cancelled",
    [PSR_TRANSPORT_ERROR_NOT_ALLOWED] = "not-allowed",
  };

  g_assert (error->domain == PSR_TRANSPORT_ERROR);
  g_assert_cmpuint (error->code, <, G_N_ELEMENTS (names));

  return names[error->code];
}

static DexFuture *
note_cb (DexFuture *completed,
         gpointer   data)
{
  TortureTransport *self = data;
  g_autoptr (GError) error = NULL;

  g_assert (TORTURE_IS_TRANSPORT (self));

  self->last = dex_future_get_value (completed, &error) != NULL ? "answer" : get_name (error);

  return dex_ref (completed);
}

static DexFuture *
torture_transport_send (PsrTransport *transport,
                        PsrRequest   *request)
{
  TortureTransport *self = TORTURE_TRANSPORT (transport);

  self->n_sent++;

  return dex_future_finally (psr_transport_send (self->inner, request), note_cb, g_object_ref (self), g_object_unref);
}

static void
torture_transport_iface_init (PsrTransportInterface *iface)
{
  iface->send = torture_transport_send;
}

static void
torture_transport_dispose (GObject *object)
{
  TortureTransport *self = TORTURE_TRANSPORT (object);

  g_clear_object (&self->inner);

  G_OBJECT_CLASS (torture_transport_parent_class)->dispose (object);
}

static void
torture_transport_class_init (TortureTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = torture_transport_dispose;
}

static void
torture_transport_init (TortureTransport *self)
{
  torture_transport_forget (self);
}

TortureTransport *
torture_transport_new (PsrTransport *inner)
{
  TortureTransport *self = g_object_new (TORTURE_TYPE_TRANSPORT, NULL);

  self->inner = g_object_ref (inner);

  return self;
}

guint
torture_transport_get_n_sent (TortureTransport *self)
{
  return self->n_sent;
}

const char *
torture_transport_get_last (TortureTransport *self)
{
  return self->last;
}

void
torture_transport_forget (TortureTransport *self)
{
  self->last = "nothing";
  self->n_sent = 0;
}
