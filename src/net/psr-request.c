/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-request"

#include "config.h"

#include "psr-request.h"

#define MAX_BODY_READ  (64 * 1024 * 1024)
#define MAX_BODY_OTHER (1024 * 1024)

typedef struct
{
  char *name;
  char *value;
} Header;

struct _PsrRequest
{
  GObject         parent_instance;
  char           *method;
  char           *url;
  GArray         *headers;
  GBytes         *body;
  char           *content_type;
  gsize           max_body;
  gint64          deadline;
  gint64          patience;
  PsrRequestKind  kind;
};

G_DEFINE_FINAL_TYPE (PsrRequest, psr_request, G_TYPE_OBJECT)

static const gint64 deadlines[] = {
  [PSR_REQUEST_READ] = 100 * (gint64) G_USEC_PER_SEC,
  [PSR_REQUEST_CREATE] = 180 * (gint64) G_USEC_PER_SEC,
  [PSR_REQUEST_ACTION] = 540 * (gint64) G_USEC_PER_SEC,
  [PSR_REQUEST_SIGN_IN] = 30 * (gint64) G_USEC_PER_SEC,
};

static void
header_clear (gpointer data)
{
  Header *header = data;

  g_clear_pointer (&header->name, g_free);
  g_clear_pointer (&header->value, g_free);
}

static void
psr_request_finalize (GObject *object)
{
  PsrRequest *self = PSR_REQUEST (object);

  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->headers, g_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->content_type, g_free);

  G_OBJECT_CLASS (psr_request_parent_class)->finalize (object);
}

static void
psr_request_class_init (PsrRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_request_finalize;
}

static void
psr_request_init (PsrRequest *self)
{
  self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (self->headers, header_clear);
}

/**
 * psr_request_new:
 * @kind: what it is for; decides its deadline and the size of its answer
 * @method: an HTTP method in capitals, such as "GET"
 * @url: an absolute URL, escaped
 *
 * Returns: (transfer full): a request without headers and body
 */
PsrRequest *
psr_request_new (PsrRequestKind  kind,
                 const char     *method,
                 const char     *url)
{
  PsrRequest *self;

  g_return_val_if_fail (kind < G_N_ELEMENTS (deadlines), NULL);
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  self = g_object_new (PSR_TYPE_REQUEST, NULL);
  self->kind = kind;
  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->max_body = kind == PSR_REQUEST_READ ? MAX_BODY_READ : MAX_BODY_OTHER;
  self->deadline = deadlines[kind];

  return self;
}

/**
 * psr_request_copy:
 * @self: a request
 *
 * Returns: (transfer full): a request of its own with the same content, so that
 *   headers can be set without changing @self
 */
PsrRequest *
psr_request_copy (PsrRequest *self)
{
  PsrRequest *copy;

  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);

  copy = psr_request_new (self->kind, self->method, self->url);
  copy->max_body = self->max_body;
  copy->deadline = self->deadline;
  copy->patience = self->patience;

  for (guint i = 0; i < self->headers->len; i++)
    {
      const Header *header = &g_array_index (self->headers, Header, i);

      psr_request_set_header (copy, header->name, header->value);
    }

  if (self->body != NULL)
    psr_request_set_body (copy, self->body, self->content_type);

  return copy;
}

/**
 * psr_request_get_kind:
 * @self: a request
 *
 * Returns: what it is for
 */
PsrRequestKind
psr_request_get_kind (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), PSR_REQUEST_READ);

  return self->kind;
}

/**
 * psr_request_get_method:
 * @self: a request
 *
 * Returns: its HTTP method
 */
const char *
psr_request_get_method (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);

  return self->method;
}

/**
 * psr_request_get_url:
 * @self: a request
 *
 * Returns: its URL
 */
const char *
psr_request_get_url (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);

  return self->url;
}

/**
 * psr_request_is_read:
 * @self: a request
 *
 * Returns: whether sending it twice changes nothing: it's a GET
 */
gboolean
psr_request_is_read (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), FALSE);

  return g_str_equal (self->method, "GET");
}

static Header *
find_header (PsrRequest *self,
             const char *name)
{
  g_assert (PSR_IS_REQUEST (self));
  g_assert (name != NULL);

  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = &g_array_index (self->headers, Header, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header;
    }

  return NULL;
}

/**
 * psr_request_set_header:
 * @self: a request
 * @name: a header's name, in any case
 * @value: its value, replacing an earlier one; without line breaks
 */
void
psr_request_set_header (PsrRequest *self,
                        const char *name,
                        const char *value)
{
  Header *header;

  g_return_if_fail (PSR_IS_REQUEST (self));
  g_return_if_fail (name != NULL && *name != '\0');
  g_return_if_fail (value != NULL && strpbrk (value, "\r\n") == NULL);

  header = find_header (self, name);

  if (header != NULL)
    {
      g_free (header->value);
      header->value = g_strdup (value);
    }
  else
    {
      Header made = { g_strdup (name), g_strdup (value) };

      g_array_append_val (self->headers, made);
    }
}

/**
 * psr_request_get_header:
 * @self: a request
 * @name: a header's name, in any case
 *
 * Returns: (nullable): its value
 */
const char *
psr_request_get_header (PsrRequest *self,
                        const char *name)
{
  const Header *header;

  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  header = find_header (self, name);

  return header != NULL ? header->value : NULL;
}

/**
 * psr_request_get_n_headers:
 * @self: a request
 *
 * Returns: how many headers were set
 */
guint
psr_request_get_n_headers (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), 0);

  return self->headers->len;
}

/**
 * psr_request_get_header_at:
 * @self: a request
 * @position: less than the number of headers
 * @value: (out) (optional) (transfer none): the header's value
 *
 * Returns: the header's name
 */
const char *
psr_request_get_header_at (PsrRequest  *self,
                           guint        position,
                           const char **value)
{
  const Header *header;

  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);
  g_return_val_if_fail (position < self->headers->len, NULL);

  header = &g_array_index (self->headers, Header, position);

  if (value != NULL)
    *value = header->value;

  return header->name;
}

/**
 * psr_request_set_body:
 * @self: a request
 * @body: (nullable): the bytes to send
 * @content_type: (nullable): their type; required with @body
 */
void
psr_request_set_body (PsrRequest *self,
                      GBytes     *body,
                      const char *content_type)
{
  g_autofree char *type = NULL;

  g_return_if_fail (PSR_IS_REQUEST (self));
  g_return_if_fail (body == NULL || content_type != NULL);

  if (body != NULL)
    g_bytes_ref (body);

  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;

  type = g_steal_pointer (&self->content_type);
  self->content_type = g_strdup (content_type);
}

/**
 * psr_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the bytes to send
 */
GBytes *
psr_request_get_body (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);

  return self->body;
}

/**
 * psr_request_get_content_type:
 * @self: a request
 *
 * Returns: (nullable): the type of the body
 */
const char *
psr_request_get_content_type (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), NULL);

  return self->content_type;
}

/**
 * psr_request_get_max_body:
 * @self: a request
 *
 * Returns: how many bytes of the decoded answer are read before giving up
 */
gsize
psr_request_get_max_body (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), 0);

  return self->max_body;
}

/**
 * psr_request_set_max_body:
 * @self: a request
 * @bytes: the limit, at most what its kind allows
 *
 * Lowers the limit that the kind of the request gives it.
 */
void
psr_request_set_max_body (PsrRequest *self,
                          gsize       bytes)
{
  g_return_if_fail (PSR_IS_REQUEST (self));
  g_return_if_fail (bytes > 0 && bytes <= self->max_body);

  self->max_body = bytes;
}

/**
 * psr_request_get_deadline:
 * @self: a request
 *
 * Returns: how long it may take from being sent to the last byte of its answer,
 *   in microseconds
 */
gint64
psr_request_get_deadline (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), 0);

  return self->deadline;
}

/**
 * psr_request_set_deadline:
 * @self: a request
 * @usec: the time it may take, in microseconds; at most what its kind allows
 *
 * Shortens the time that the kind of the request gives it.
 */
void
psr_request_set_deadline (PsrRequest *self,
                          gint64      usec)
{
  g_return_if_fail (PSR_IS_REQUEST (self));
  g_return_if_fail (usec > 0 && usec <= self->deadline);

  self->deadline = usec;
}

/**
 * psr_request_get_patience:
 * @self: a request
 *
 * Returns: how long it may wait for its turn, in microseconds; 0 when that makes
 *   no difference
 */
gint64
psr_request_get_patience (PsrRequest *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST (self), 0);

  return self->patience;
}

/**
 * psr_request_set_patience:
 * @self: a write
 * @usec: how long it may wait for its turn, in microseconds
 *
 * A write that had to wait longer, for the service or for a sign-in, isn't sent
 * any more. For whoever noted when it would be sent.
 */
void
psr_request_set_patience (PsrRequest *self,
                          gint64      usec)
{
  g_return_if_fail (PSR_IS_REQUEST (self));
  g_return_if_fail (usec > 0);

  self->patience = usec;
}
