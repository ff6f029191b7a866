/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw-server.h"

#include <string.h>

#define BOMB_SIZE (20 * 1024 * 1024)

struct _RawServer
{
  GObject          parent_instance;
  GSocketService  *service;
  GTlsCertificate *certificate; /* %NULL for plain text */
  GMutex           mutex;
  GPtrArray       *requests;    /* head and body, as they came */
  guint            n_hang_ups;
  guint            n_begun;
  guint            n_closed;
  guint16          port;
};

G_DEFINE_FINAL_TYPE (RawServer, raw_server, G_TYPE_OBJECT)

static void
raw_server_finalize (GObject *object)
{
  RawServer *self = RAW_SERVER (object);

  g_clear_object (&self->service);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (raw_server_parent_class)->finalize (object);
}

static void
raw_server_class_init (RawServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = raw_server_finalize;
}

static void
raw_server_init (RawServer *self)
{
  g_mutex_init (&self->mutex);
  self->requests = g_ptr_array_new_with_free_func (g_free);
}

/* Reads one request; %NULL when the other side hangs up before one. */
static char *
read_request (GInputStream *input)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *length;
  gsize wanted = 0;
  char *end = NULL;

  while (end == NULL)
    {
      char c;

      if (g_input_stream_read (input, &c, 1, NULL, NULL) != 1)
        return NULL;

      g_string_append_c (text, c);
      end = strstr (text->str, "\r\n\r\n");
    }

  length = strcasestr (text->str, "\r\nContent-Length: ");

  if (length != NULL)
    wanted = g_ascii_strtoull (length + strlen ("\r\nContent-Length: "), NULL, 10);

  for (gsize i = 0; i < wanted; i++)
    {
      char c;

      if (g_input_stream_read (input, &c, 1, NULL, NULL) != 1)
        return NULL;

      g_string_append_c (text, c);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_text (GOutputStream *output,
            const char    *text)
{
  g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
}

static void
answer (GOutputStream *output,
        const char    *status,
        const char    *headers,
        const char    *body)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %zu\r\nContent-Type: application/json\r\n%s\r\n%s", status, strlen (body), headers, body);

  write_text (output, text);
}

/* Many megabytes of zeros in a few kilobytes. */
static void
answer_bomb (GOutputStream *output,
             const char    *status,
             const char    *headers)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  g_autofree guint8 *zeros = g_malloc0 (BOMB_SIZE);
  g_autofree char *head = NULL;

  g_output_stream_write_all (stream, zeros, BOMB_SIZE, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  head = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Encoding: gzip\r\n%sContent-Length: %zu\r\n\r\n", status, headers,
                          g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
  write_text (output, head);
  g_output_stream_write_all (output, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                             g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)), NULL, NULL, NULL);
}

static void
count (RawServer *self,
       guint     *counter)
{
  g_mutex_lock (&self->mutex);
  (*counter)++;
  g_mutex_unlock (&self->mutex);
}

static guint
get_count (RawServer *self,
           guint     *counter)
{
  guint value;

  g_mutex_lock (&self->mutex);
  value = *counter;
  g_mutex_unlock (&self->mutex);

  return value;
}

/* Returns whether the connection stays open. */
static gboolean
handle (RawServer     *self,
        const char    *request,
        GIOStream     *stream,
        GInputStream  *input,
        GOutputStream *output)
{
  g_auto (GStrv) words = g_strsplit (request, " ", 3);
  const char *path = words[1];

  if (g_str_equal (words[0], "CONNECT"))
    {
      write_text (output, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return FALSE;
    }

  if (g_str_equal (path, "/ok"))
    {
      answer (output, "200 OK", "Date: Mon, 24 Aug 2026 09:12:33 GMT\r\nrequest-id: r-1\r\n", "{\"ok\":true}");
      return TRUE;
    }

  /* The connection looks alive until the next request comes. */
  if (g_str_equal (path, "/then-stale"))
    {
      g_autofree char *next = NULL;

      answer (output, "200 OK", "", "{}");
      next = read_request (input);

      if (next != NULL)
        {
          count (self, &self->n_hang_ups);
          g_io_stream_close (stream, NULL, NULL);
          count (self, &self->n_closed);
        }

      return FALSE;
    }

  if (g_str_equal (path, "/drop"))
    return FALSE;

  if (g_str_equal (path, "/half-head"))
    {
      write_text (output, "HTTP/1.1 200 OK\r\nContent-Le");
      return FALSE;
    }

  if (g_str_equal (path, "/truncated"))
    {
      write_text (output, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":\"x\"");
      return FALSE;
    }

  if (g_str_equal (path, "/truncated-chunks"))
    {
      write_text (output, "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n");
      return FALSE;
    }

  if (g_str_equal (path, "/garbage"))
    {
      write_text (output, "this is not HTTP\r\n\r\n");
      return FALSE;
    }

  if (g_str_equal (path, "/redirect"))
    {
      answer (output, "302 Found", "Location: /ok\r\n", "");
      return TRUE;
    }

  if (g_str_equal (path, "/421"))
    {
      answer (output, "421 Misdirected Request", "", "{}");
      return TRUE;
    }

  if (g_str_equal (path, "/401"))
    {
      answer (output, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "{}");
      return TRUE;
    }

  if (g_str_equal (path, "/bomb"))
    {
      answer_bomb (output, "200 OK", "");
      return FALSE;
    }

  if (g_str_equal (path, "/401-bomb"))
    {
      answer_bomb (output, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n");
      return FALSE;
    }

  if (g_str_equal (path, "/endless"))
    {
      g_autofree char *chunk = g_strnfill (65536, 'x');

      write_text (output, "HTTP/1.1 200 OK\r\n\r\n");

      while (g_output_stream_write_all (output, chunk, 65536, NULL, NULL, NULL))
        continue;

      return FALSE;
    }

  if (g_str_equal (path, "/never"))
    {
      g_autofree char *next = read_request (input);

      g_assert_null (next);
      count (self, &self->n_hang_ups);
      return FALSE;
    }

  /* An answer that is never finished. */
  if (g_str_equal (path, "/begun"))
    {
      g_autofree char *next = NULL;

      write_text (output, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
      count (self, &self->n_begun);
      next = read_request (input);
      g_assert_null (next);
      count (self, &self->n_hang_ups);
      return FALSE;
    }

  answer (output, "404 Not Found", "", "{\"error\":{\"code\":\"x\",\"message\":\"x\"}}");
  return TRUE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                data)
{
  RawServer *self = data;
  g_autoptr (GIOStream) stream = NULL;
  GInputStream *input;
  GOutputStream *output;
  gboolean open = TRUE;

  if (self->certificate != NULL)
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  else
    stream = g_object_ref (G_IO_STREAM (connection));

  input = g_io_stream_get_input_stream (stream);
  output = g_io_stream_get_output_stream (stream);

  while (open)
    {
      char *request = read_request (input);

      if (request == NULL)
        break;

      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->requests, request);
      g_mutex_unlock (&self->mutex);
      open = handle (self, request, stream, input, output);
    }

  g_io_stream_close (stream, NULL, NULL);

  return TRUE;
}

RawServer *
raw_server_new (GTlsCertificate *certificate)
{
  RawServer *self = g_object_new (RAW_TYPE_SERVER, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  if (certificate != NULL)
    self->certificate = g_object_ref (certificate);

  self->service = g_threaded_socket_service_new (20);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);

  return self;
}

char *
raw_server_make_url (RawServer  *self,
                     const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http", self->port, path);
}

guint
raw_server_get_port (RawServer *self)
{
  return self->port;
}

guint
raw_server_n_requests (RawServer *self)
{
  guint n_requests;

  g_mutex_lock (&self->mutex);
  n_requests = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return n_requests;
}

char *
raw_server_get_request (RawServer *self,
                        guint      position)
{
  char *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (position, <, self->requests->len);
  request = g_strdup (g_ptr_array_index (self->requests, position));
  g_mutex_unlock (&self->mutex);

  return request;
}

guint
raw_server_n_hang_ups (RawServer *self)
{
  return get_count (self, &self->n_hang_ups);
}

/* How many answers were begun that will never be finished. */
guint
raw_server_n_begun (RawServer *self)
{
  return get_count (self, &self->n_begun);
}

/* Stale connections that are closed by now. */
guint
raw_server_n_closed (RawServer *self)
{
  return get_count (self, &self->n_closed);
}

void
raw_server_stop (RawServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
}
