/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-response"

#include "config.h"

#include "psr-response.h"

struct _PsrResponse
{
  GObject       parent_instance;
  GPtrArray    *headers; /* name, value, name, value … */
  GBytes       *body;
  PsrTimestamp  date;
  PsrTimestamp  received;
  guint         status;
};

G_DEFINE_FINAL_TYPE (PsrResponse, psr_response, G_TYPE_OBJECT)

static void
psr_response_finalize (GObject *object)
{
  PsrResponse *self = PSR_RESPONSE (object);

  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (psr_response_parent_class)->finalize (object);
}

static void
psr_response_class_init (PsrResponseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_response_finalize;
}

static void
psr_response_init (PsrResponse *self)
{
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->date = PSR_TIMESTAMP_NONE;
}

/**
 * psr_response_new:
 * @status: the HTTP status
 * @body: (nullable): the decoded body; %NULL for an empty one
 * @received: when its last byte came
 *
 * Returns: (transfer full): a complete answer without headers
 */
PsrResponse *
psr_response_new (guint         status,
                  GBytes       *body,
                  PsrTimestamp  received)
{
  PsrResponse *self = g_object_new (PSR_TYPE_RESPONSE, NULL);

  self->status = status;
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new_static ("", 0);
  self->received = received;

  return self;
}

/**
 * psr_response_add_header:
 * @self: a response that nobody else has seen yet
 * @name: a header's name
 * @value: its value
 */
void
psr_response_add_header (PsrResponse *self,
                         const char  *name,
                         const char  *value)
{
  g_return_if_fail (PSR_IS_RESPONSE (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));

  if (g_ascii_strcasecmp (name, "Date") == 0 && self->date == PSR_TIMESTAMP_NONE)
    {
      g_autoptr (GError) error = NULL;

      if (!psr_timestamp_parse_http_date (value, &self->date, &error))
        {
          g_debug ("Date header can't be read: %s", error->message);
          self->date = PSR_TIMESTAMP_NONE;
        }
    }
}

/**
 * psr_response_get_status:
 * @self: a response
 *
 * Returns: the HTTP status
 */
guint
psr_response_get_status (PsrResponse *self)
{
  g_return_val_if_fail (PSR_IS_RESPONSE (self), 0);

  return self->status;
}

/**
 * psr_response_is_success:
 * @self: a response
 *
 * Returns: whether the status is 2xx
 */
gboolean
psr_response_is_success (PsrResponse *self)
{
  g_return_val_if_fail (PSR_IS_RESPONSE (self), FALSE);

  return self->status >= 200 && self->status < 300;
}

/**
 * psr_response_get_header:
 * @self: a response
 * @name: a header's name, in any case
 *
 * Returns: (nullable): the first value under that name
 */
const char *
psr_response_get_header (PsrResponse *self,
                         const char  *name)
{
  g_return_val_if_fail (PSR_IS_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (self->headers, i), name) == 0)
        return g_ptr_array_index (self->headers, i + 1);
    }

  return NULL;
}

/**
 * psr_response_dup_content_type:
 * @self: a response
 *
 * Returns: (transfer full): the media type in lower case and without its
 *   parameters, such as "application/json"; "" without the header
 */
char *
psr_response_dup_content_type (PsrResponse *self)
{
  const char *value;
  g_autofree char *type = NULL;

  g_return_val_if_fail (PSR_IS_RESPONSE (self), NULL);

  value = psr_response_get_header (self, "Content-Type");
  type = value != NULL ? g_strndup (value, strcspn (value, ";,")) : g_strdup ("");

  return g_ascii_strdown (g_strstrip (type), -1);
}

/**
 * psr_response_get_body:
 * @self: a response
 *
 * Returns: (transfer none): the decoded body, empty when there is none
 */
GBytes *
psr_response_get_body (PsrResponse *self)
{
  g_return_val_if_fail (PSR_IS_RESPONSE (self), NULL);

  return self->body;
}

/**
 * psr_response_get_date:
 * @self: a response
 *
 * Returns: the server's own time from the Date header, in whole seconds;
 *   %PSR_TIMESTAMP_NONE without one
 */
PsrTimestamp
psr_response_get_date (PsrResponse *self)
{
  g_return_val_if_fail (PSR_IS_RESPONSE (self), PSR_TIMESTAMP_NONE);

  return self->date;
}

/**
 * psr_response_get_received:
 * @self: a response
 *
 * Returns: when its last byte came, by our clock
 */
PsrTimestamp
psr_response_get_received (PsrResponse *self)
{
  g_return_val_if_fail (PSR_IS_RESPONSE (self), PSR_TIMESTAMP_NONE);

  return self->received;
}

/**
 * psr_response_get_request_id:
 * @self: a response
 *
 * Returns: (nullable): the identifier that the service's support asks for
 */
const char *
psr_response_get_request_id (PsrResponse *self)
{
  static const char * const names[] = { "request-id", "ms-correlation-x", "x-ms-request-id", "x-ms-correlation-id", "x-request-id" };

  g_return_val_if_fail (PSR_IS_RESPONSE (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = psr_response_get_header (self, names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }

  return NULL;
}
