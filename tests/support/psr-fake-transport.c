/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-fake-transport"

#include <string.h>

#include "psr-fake-transport.h"
#include "psr-seeded-random.h"
#include "psr-service-error.h"
#include "psr-throttle.h"
#include "psr-token-source.h"

typedef struct
{
  PsrRequest *request;
  char       *url;
  char       *body;
} Sent;

struct _PsrFakeTransport
{
  GObject         parent_instance;

  PsrFakeHandler  handler;
  gpointer        data;
  GPtrArray      *sent;
};

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_clear_object (&sent->request);
  g_clear_pointer (&sent->url, g_free);
  g_clear_pointer (&sent->body, g_free);
  g_free (sent);
}

static DexFuture *
psr_fake_transport_send (PsrTransport *transport,
                         PsrRequest   *request)
{
  PsrFakeTransport *self = PSR_FAKE_TRANSPORT (transport);
  g_autoptr (PsrResponse) response = NULL;
  GBytes *body = psr_request_get_body (request);
  Sent *sent = g_new0 (Sent, 1);

  sent->request = g_object_ref (request);
  sent->url = g_uri_unescape_string (psr_request_get_url (request), NULL);
  sent->body = body != NULL ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body)) : g_strdup ("");
  g_ptr_array_add (self->sent, sent);

  response = self->handler (psr_request_get_method (request), sent->url, sent->body, self->data);

  if (response == NULL)
    return dex_future_new_reject (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NO_ANSWER, "The connection broke");

  return dex_future_new_take_object (g_steal_pointer (&response));
}

static void
transport_iface_init (PsrTransportInterface *iface)
{
  iface->send = psr_fake_transport_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrFakeTransport, psr_fake_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, transport_iface_init))

static void
psr_fake_transport_finalize (GObject *object)
{
  PsrFakeTransport *self = PSR_FAKE_TRANSPORT (object);

  g_clear_pointer (&self->sent, g_ptr_array_unref);

  G_OBJECT_CLASS (psr_fake_transport_parent_class)->finalize (object);
}

static void
psr_fake_transport_class_init (PsrFakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_fake_transport_finalize;
}

static void
psr_fake_transport_init (PsrFakeTransport *self)
{
  self->sent = g_ptr_array_new_with_free_func (sent_free);
}

PsrFakeTransport *
psr_fake_transport_new (PsrFakeHandler handler,
                        gpointer       data)
{
  PsrFakeTransport *self = g_object_new (PSR_TYPE_FAKE_TRANSPORT, NULL);

  self->handler = handler;
  self->data = data;

  return self;
}

/* How many requests had this method (NULL: any) and this text in their URLs
 * (NULL: any). */
guint
psr_fake_transport_count (PsrFakeTransport *self,
                          const char       *method,
                          const char       *part)
{
  guint count = 0;

  for (guint i = 0; i < self->sent->len; i++)
    {
      const Sent *sent = g_ptr_array_index (self->sent, i);

      if (method != NULL && !g_str_equal (method, psr_request_get_method (sent->request)))
        continue;
      if (part != NULL && strstr (sent->url, part) == NULL)
        continue;

      count++;
    }

  return count;
}

guint
psr_fake_transport_get_length (PsrFakeTransport *self)
{
  return self->sent->len;
}

PsrRequest *
psr_fake_transport_get (PsrFakeTransport *self,
                        guint             position)
{
  g_assert_cmpuint (position, <, self->sent->len);

  return ((Sent *) g_ptr_array_index (self->sent, position))->request;
}

const char *
psr_fake_transport_get_url (PsrFakeTransport *self,
                            guint             position)
{
  g_assert_cmpuint (position, <, self->sent->len);

  return ((Sent *) g_ptr_array_index (self->sent, position))->url;
}

const char *
psr_fake_transport_get_body (PsrFakeTransport *self,
                             guint             position)
{
  g_assert_cmpuint (position, <, self->sent->len);

  return ((Sent *) g_ptr_array_index (self->sent, position))->body;
}

void
psr_fake_transport_clear (PsrFakeTransport *self)
{
  g_ptr_array_set_size (self->sent, 0);
}

PsrResponse *
psr_fake_answer_dated (guint       status,
                       const char *json,
                       const char *date)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  PsrResponse *response = psr_response_new (status, body, 0);

  psr_response_add_header (response, "Content-Type", "application/json; odata.metadata=minimal");
  if (date != NULL)
    psr_response_add_header (response, "Date", date);

  return response;
}

PsrResponse *
psr_fake_answer (guint       status,
                 const char *json)
{
  return psr_fake_answer_dated (status, json, "Mon, 24 Aug 2026 09:00:00 GMT");
}

/* A sign-in that always works. */
#define PSR_TYPE_FAKE_TOKEN_SOURCE (psr_fake_token_source_get_type ())
G_DECLARE_FINAL_TYPE (PsrFakeTokenSource, psr_fake_token_source, PSR, FAKE_TOKEN_SOURCE, GObject)

struct _PsrFakeTokenSource
{
  GObject parent_instance;
};

static DexFuture *
psr_fake_token_source_authorize (PsrTokenSource *self,
                                 const char     *rejected)
{
  return dex_future_new_take_string (g_strdup ("Basic dGVzdDp0ZXN0"));
}

static void
psr_fake_token_source_explain_rejection (PsrTokenSource  *self,
                                         GError         **error)
{
  g_set_error_literal (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, "Signed out");
}

static void
token_source_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = psr_fake_token_source_authorize;
  iface->explain_rejection = psr_fake_token_source_explain_rejection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrFakeTokenSource, psr_fake_token_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, token_source_iface_init))

static void
psr_fake_token_source_class_init (PsrFakeTokenSourceClass *klass)
{
}

static void
psr_fake_token_source_init (PsrFakeTokenSource *self)
{
}

PsrServiceClient *
psr_fake_service_client_new (PsrFakeTransport *transport,
                             PsrServiceKind    kind,
                             PsrClock         *clock,
                             PsrExecutor      *executor)
{
  g_autoptr (PsrFakeTokenSource) token_source = g_object_new (PSR_TYPE_FAKE_TOKEN_SOURCE, NULL);
  g_autoptr (PsrThrottle) throttle = psr_throttle_new_for_bc (clock);
  g_autoptr (PsrRandom) random = psr_seeded_random_new (1);

  return psr_service_client_new (PSR_TRANSPORT (transport), PSR_TOKEN_SOURCE (token_source), throttle,
                                 clock, random, executor, kind);
}
