/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-transport.h"

#include <string.h>

typedef struct
{
  FakeTransport *transport;
  PsrResponse   *response;
  GError        *error;
} Answer;

struct _FakeTransport
{
  GObject    parent_instance;
  PsrClock  *clock;
  GQueue     answers;
  GPtrArray *sent;
  GArray    *times;
  gint64     delay;
  guint      busy;
  guint      max_busy;
};

static void fake_transport_iface_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTransport, fake_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, fake_transport_iface_init))

static void
answer_free (gpointer data)
{
  Answer *self = data;

  if (self->transport != NULL)
    self->transport->busy--;

  g_clear_object (&self->transport);
  g_clear_object (&self->response);
  g_clear_error (&self->error);
  g_free (self);
}

static void
fake_transport_finalize (GObject *object)
{
  FakeTransport *self = FAKE_TRANSPORT (object);

  g_queue_clear_full (&self->answers, answer_free);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->times, g_array_unref);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (fake_transport_parent_class)->finalize (object);
}

static void
fake_transport_class_init (FakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_transport_finalize;
}

static void
fake_transport_init (FakeTransport *self)
{
  self->sent = g_ptr_array_new_with_free_func (g_object_unref);
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_queue_init (&self->answers);
}

static DexFuture *
arrive (DexFuture *completed,
        gpointer   data)
{
  Answer *answer = data;

  if (answer->error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&answer->error));

  return dex_future_new_take_object (g_steal_pointer (&answer->response));
}

static DexFuture *
fake_transport_send (PsrTransport *transport,
                     PsrRequest   *request)
{
  FakeTransport *self = FAKE_TRANSPORT (transport);
  gint64 now = psr_clock_monotonic (self->clock);
  Answer *answer = g_queue_pop_head (&self->answers);

  /* A test that sends more than it planned fails here. */
  g_assert_nonnull (answer);

  g_ptr_array_add (self->sent, g_object_ref (request));
  g_array_append_val (self->times, now);
  answer->transport = g_object_ref (self);
  self->busy++;
  self->max_busy = MAX (self->max_busy, self->busy);

  return dex_future_finally (psr_clock_sleep (self->clock, self->delay), arrive, answer, answer_free);
}

static void
fake_transport_iface_init (PsrTransportInterface *iface)
{
  iface->send = fake_transport_send;
}

FakeTransport *
fake_transport_new (PsrClock *clock)
{
  FakeTransport *self = g_object_new (FAKE_TYPE_TRANSPORT, NULL);

  self->clock = g_object_ref (clock);
  self->delay = 10000;

  return self;
}

/* Plans the next answer; after the body come names and values of headers. */
void
fake_transport_answer (FakeTransport *self,
                       guint          status,
                       const char    *body,
                       ...)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  Answer *answer = g_new0 (Answer, 1);
  const char *name;
  va_list args;

  answer->response = psr_response_new (status, bytes, psr_clock_now (self->clock));
  va_start (args, body);

  while ((name = va_arg (args, const char *)) != NULL)
    psr_response_add_header (answer->response, name, va_arg (args, const char *));

  va_end (args);
  g_queue_push_tail (&self->answers, answer);
}

void
fake_transport_fail (FakeTransport *self,
                     int            code)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->error = g_error_new_literal (PSR_TRANSPORT_ERROR, code, "as planned");
  g_queue_push_tail (&self->answers, answer);
}

void
fake_transport_set_delay (FakeTransport *self,
                          gint64         usec)
{
  self->delay = usec;
}

guint
fake_transport_n_sent (FakeTransport *self)
{
  return self->sent->len;
}

PsrRequest *
fake_transport_get_sent (FakeTransport *self,
                         guint          position)
{
  g_assert_cmpuint (position, <, self->sent->len);

  return g_ptr_array_index (self->sent, position);
}

gint64
fake_transport_get_time (FakeTransport *self,
                         guint          position)
{
  g_assert_cmpuint (position, <, self->times->len);

  return g_array_index (self->times, gint64, position);
}

guint
fake_transport_max_busy (FakeTransport *self)
{
  return self->max_busy;
}
