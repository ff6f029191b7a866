/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-server"

#include "sbx-server.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sbx-bad-answer.h"
#include "sbx-peer.h"

struct _SbxServer
{
  SbxService        service;
  gpointer          data;
  SbxServerSettings settings;
  SoupServer       *soup;
  char             *origin;
  GHashTable       *jobs;    /* of Job: those that wait for something */
  guint             expire;  /* source */
};

typedef struct
{
  SbxServer         *server;
  SoupServerMessage *message; /* NULL once the client got its answer, or is gone */
  SbxRequest        *request;
  SbxResponse       *response;
  SbxFault           fault;
  char              *account;
  guint64            sequence;
  guint              source;
  gboolean           limited; /* holds a place of the limiter */
  gboolean           logged;  /* control requests aren't */
  gboolean           paused, handled;
  gboolean           late;    /* a slow answer over HTTP/2 that has waited */
  gsize              sent;    /* of a slow answer */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_handle_id (&job->source, g_source_remove);
  if (job->message != NULL)
    {
      g_signal_handlers_disconnect_by_data (job->message, job);
      g_object_unref (job->message);
    }
  sbx_request_free (job->request);
  sbx_response_free (job->response);
  g_free (job->account);
  g_free (job);
}

static void
job_end (Job  *job,
         guint status)
{
  SbxServer *server = job->server;

  if (job->logged)
    sbx_log_finish (server->settings.log, job->sequence, status, job->handled,
                    job->fault.kind != SBX_FAULT_NONE ? sbx_fault_name (job->fault.kind) : NULL);
  if (job->limited)
    {
      job->limited = FALSE;
      sbx_limiter_leave (server->settings.limiter, job->account, g_get_monotonic_time ());
    }
  g_hash_table_remove (server->jobs, job);
}

static void
pause_message (Job *job)
{
  if (!job->paused && job->message != NULL)
    soup_server_message_pause (job->message);
  job->paused = TRUE;
}

static void
resume_message (Job *job)
{
  if (job->paused && job->message != NULL)
    soup_server_message_unpause (job->message);
  job->paused = FALSE;
}

/* The client sees its connection end without an answer. */
static void
drop_connection (Job *job)
{
  GSocket *socket;

  if (job->message == NULL)
    return;
  pause_message (job);
  socket = soup_server_message_get_socket (job->message);
  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
on_disconnected (SoupServerMessage *message,
                 gpointer           user_data)
{
  Job *job = user_data;

  g_signal_handlers_disconnect_by_data (message, job);
  g_clear_object (&job->message);
}

static void
handle (Job *job)
{
  if (job->handled)
    return;
  job->handled = TRUE;
  job->server->service.handle (job->request, job->response, job->server->data);
}

static gboolean
send_next_byte (gpointer user_data)
{
  Job *job = user_data;
  SoupMessageBody *body;

  if (job->message == NULL || job->sent >= job->response->body->len)
    {
      job->source = 0;
      if (job->message != NULL)
        {
          soup_message_body_complete (soup_server_message_get_response_body (job->message));
          soup_server_message_unpause (job->message);
        }
      job_end (job, job->message != NULL ? job->response->status : 0);
      return G_SOURCE_REMOVE;
    }
  body = soup_server_message_get_response_body (job->message);
  soup_message_body_append (body, SOUP_MEMORY_COPY, job->response->body->str + job->sent++, 1);
  soup_server_message_unpause (job->message);
  return G_SOURCE_CONTINUE;
}

static gboolean
drop_later (gpointer user_data)
{
  Job *job = user_data;

  job->source = 0;
  drop_connection (job);
  job_end (job, 0);
  return G_SOURCE_REMOVE;
}

static gboolean deliver_later (gpointer user_data);

static void
put_headers (Job *job)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (job->message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, job->response->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
  soup_server_message_set_status (job->message, job->response->status, NULL);
}

static guint
port_of (GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address) ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) : 0;
}

/* Kills or stops the program that asked, at this very point of its request: no test is so quick. */
static void
strike (Job *job)
{
  pid_t victim;

  if (job->fault.signal == 0 || job->message == NULL)
    return;

  victim = sbx_peer_find (port_of (soup_server_message_get_remote_address (job->message)),
                          port_of (soup_server_message_get_local_address (job->message)));
  if (victim == 0 || victim == getpid () || kill (victim, job->fault.signal) != 0)
    g_warning ("Nobody was found to strike");
  else
    sbx_faults_note (job->server->settings.faults, &job->fault, victim);
}

/* Puts the answer on the wire; the job may be gone afterwards. */
static void
deliver (Job *job)
{
  SoupMessageHeaders *headers;
  SoupMessageBody *body;
  gsize length = job->response->body->len;
  guint status = job->response->status;

  if (job->message == NULL)
    {
      job_end (job, 0);
      return;
    }

  /* libsoup sends an HTTP/2 body in one piece: there, a slow answer comes whole when its last byte would. */
  if (job->fault.kind == SBX_FAULT_SLOW && !job->late && soup_server_message_get_http_version (job->message) == SOUP_HTTP_2_0)
    {
      job->late = TRUE;
      pause_message (job);
      job->source = g_timeout_add_seconds ((guint) CLAMP (length, 1, 3600), deliver_later, job);
      return;
    }

  if (job->fault.kind == SBX_FAULT_SLOW && !job->late)
    strike (job);
  put_headers (job);
  headers = soup_server_message_get_response_headers (job->message);
  body = soup_server_message_get_response_body (job->message);

  if (job->fault.kind == SBX_FAULT_SLOW && !job->late)
    {
      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_message_body_set_accumulate (body, FALSE);
      resume_message (job);
      job->source = g_timeout_add (1000, send_next_byte, job);
      return;
    }
  if (job->fault.kind == SBX_FAULT_TRUNCATE && length > 1)
    {
      soup_message_headers_set_content_length (headers, (goffset) length);
      soup_message_body_append (body, SOUP_MEMORY_COPY, job->response->body->str, length / 2);
      resume_message (job);
      job->source = g_timeout_add (100, drop_later, job);
      return;
    }

  if (length > 0 || (status != 204 && status != 304))
    {
      GString *text = job->response->body;
      g_autoptr (GBytes) bytes = NULL;

      job->response->body = g_string_new (NULL);
      bytes = g_string_free_to_bytes (text);
      soup_message_body_append_bytes (body, bytes);
      soup_message_body_complete (body);
    }
  resume_message (job);
  job_end (job, status);
}

static gboolean
deliver_later (gpointer user_data)
{
  Job *job = user_data;

  job->source = 0;
  deliver (job);
  return G_SOURCE_REMOVE;
}

/* The service handles it, unless the fault forbids it; the answer follows after the latency. */
static void
run (Job *job)
{
  switch (job->fault.kind)
    {
    case SBX_FAULT_DROP_AFTER:
      handle (job);
      drop_connection (job);
      job_end (job, 0);
      return;
    case SBX_FAULT_NONE:
    case SBX_FAULT_QUEUE:
    case SBX_FAULT_SLOW:
    case SBX_FAULT_TRUNCATE:
      handle (job);
      break;
    case SBX_FAULT_504_AFTER:
    case SBX_FAULT_MALFORMED:
      handle (job);
      sbx_bad_answer (&job->fault, &job->server->service, job->server->data, job->response);
      break;
    case SBX_FAULT_DROP_BEFORE:
    case SBX_FAULT_COMMIT_LATE:
    case SBX_FAULT_429:
    case SBX_FAULT_503:
    case SBX_FAULT_409:
    case SBX_FAULT_DEADLOCK:
    case SBX_FAULT_LOCK:
    case SBX_FAULT_EXPIRED_TOKEN:
    case SBX_FAULT_GZIP_BOMB:
    case SBX_FAULT_BRACKETS:
    case SBX_FAULT_HTML:
    case SBX_FAULT_XML:
    case SBX_FAULT_GARBAGE:
    case SBX_FAULT_SKIP_TOKEN:
    default:
      if (job->fault.commit)
        handle (job);
      g_string_truncate (job->response->body, 0);
      sbx_bad_answer (&job->fault, &job->server->service, job->server->data, job->response);
      break;
    }

  if (job->server->settings.latency > 0 && job->logged)
    {
      pause_message (job);
      job->source = g_timeout_add (job->server->settings.latency, deliver_later, job);
      return;
    }
  deliver (job);
}

static void
on_turn (gpointer data,
         gboolean given_up)
{
  Job *job = data;

  if (given_up)
    {
      job->server->service.error (job->response, 503, NULL, NULL, job->server->data);
      sbx_response_header (job->response, "Retry-After", "60");
      deliver (job);
      return;
    }
  job->limited = TRUE;
  run (job);
}

static void
enter (Job *job)
{
  SbxLimiter *limiter = job->server->settings.limiter;

  if (limiter == NULL || job->account == NULL)
    {
      run (job);
      return;
    }

  switch (sbx_limiter_enter (limiter, job->account, g_get_monotonic_time (), on_turn, job))
    {
    case SBX_LIMIT_RUN:
      job->limited = TRUE;
      run (job);
      break;
    case SBX_LIMIT_WAIT:
      pause_message (job);
      break;
    case SBX_LIMIT_REFUSED:
    default:
      job->server->service.error (job->response, 429, NULL, NULL, job->server->data);
      deliver (job);
      break;
    }
}

static gboolean
run_late (gpointer user_data)
{
  Job *job = user_data;

  job->source = 0;
  if (job->fault.kind == SBX_FAULT_COMMIT_LATE)
    {
      handle (job);
      job_end (job, 0);
    }
  else
    enter (job);
  return G_SOURCE_REMOVE;
}

static void
start (Job *job)
{
  switch ((int) job->fault.kind)
    {
    case SBX_FAULT_DROP_BEFORE:
      drop_connection (job);
      job_end (job, 0);
      break;
    case SBX_FAULT_COMMIT_LATE:
      drop_connection (job);
      job->source = g_timeout_add ((guint) (job->fault.seconds * 1000), run_late, job);
      break;
    case SBX_FAULT_QUEUE:
      strike (job);
      pause_message (job);
      job->source = g_timeout_add ((guint) (job->fault.seconds * 1000), run_late, job);
      break;
    default:
      enter (job);
      break;
    }
}

static SbxRequest *
copy_request (SbxServer         *server,
              SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  SbxRequest *request = sbx_request_new (soup_server_message_get_method (message), g_uri_get_path (uri), g_uri_get_query (uri), bytes);
  SoupMessageHeadersIter iter;
  const char *name, *value, *host;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (request->headers, name, value);
  host = sbx_request_header (request, "Host");
  g_free (request->origin);
  request->origin = host != NULL ? g_strconcat (server->settings.certificate != NULL ? "https://" : "http://", host, NULL)
                                 : g_strdup (server->origin);
  return request;
}

static void
on_request (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *unused,
            gpointer           user_data)
{
  SbxServer *server = user_data;
  Job *job = g_new0 (Job, 1);
  g_autofree char *target = NULL;

  job->server = server;
  job->message = g_object_ref (message);
  job->request = copy_request (server, message);
  job->response = sbx_response_new ();
  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), job);
  g_hash_table_add (server->jobs, job);

  target = job->request->query != NULL ? g_strconcat (job->request->path, "?", job->request->query, NULL)
                                       : g_strdup (job->request->path);
  if (!g_str_has_prefix (job->request->path, "/control"))
    {
      job->logged = TRUE;
      job->sequence = sbx_log_start (server->settings.log, server->service.name, job->request->method, target);
      sbx_faults_take (server->settings.faults, server->service.name, job->request->method, target,
                       &job->fault);
      if (server->service.account != NULL)
        job->account = server->service.account (job->request, server->data);
    }
  start (job);
}

static gboolean
on_expire (gpointer user_data)
{
  SbxServer *server = user_data;

  sbx_limiter_expire (server->settings.limiter, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

SbxServer *
sbx_server_new (const SbxService        *service,
                gpointer                 data,
                const SbxServerSettings *settings,
                guint                    port,
                GError                 **error)
{
  g_autoptr (SbxServer) server = g_new0 (SbxServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  SoupServerListenOptions flags = settings->certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0;
  GSList *uris;

  server->service = *service;
  server->data = data;
  server->settings = *settings;
  server->jobs = g_hash_table_new_full (NULL, NULL, job_free, NULL);
  /* raw-paths: GUIDs and keys are decoded once, by us. */
  server->soup = soup_server_new ("server-header", "passerelle-sandbox", "raw-paths", TRUE, NULL);
  if (settings->certificate != NULL)
    soup_server_set_tls_certificate (server->soup, settings->certificate);
  soup_server_add_handler (server->soup, NULL, on_request, server, NULL);
  if (!soup_server_listen (server->soup, address, flags, error))
    return NULL;

  uris = soup_server_get_uris (server->soup);
  server->origin = g_strdup_printf ("%s://127.0.0.1:%d", settings->certificate != NULL ? "https" : "http",
                                    g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  if (settings->limiter != NULL)
    server->expire = g_timeout_add_seconds (5, on_expire, server);
  return g_steal_pointer (&server);
}

void
sbx_server_free (SbxServer *server)
{
  if (server == NULL)
    return;
  g_clear_handle_id (&server->expire, g_source_remove);
  if (server->soup != NULL)
    soup_server_disconnect (server->soup);
  g_hash_table_unref (server->jobs);
  g_clear_object (&server->soup);
  g_free (server->origin);
  g_free (server);
}

const char *
sbx_server_get_origin (SbxServer *server)
{
  return server->origin;
}
