/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "replay-server"

/* A server that replays prepared bytes, so that a benchmark measures the client
 * and not a stand-in:
 *
 *   replay-server --port N --latency MS RECORDING
 *
 * RECORDING holds exchanges, each as a line of seven words separated by tabs
 * (method, address, status, and the lengths of the request's body, of the
 * answer's header lines and of the answer's body; the last word is “end”)
 * followed by those three pieces of bytes and a newline.
 *
 * A request is answered by the exchange of the same method, address and body,
 * where moments of time count as equal; several such are answered in turn, and
 * the last again and again. A GET that was never recorded is answered by the
 * first one of that path. Anything else is answered with 404 and counted.
 *
 * Prints “ready” and then waits; GET /replay/stats tells what was asked since
 * POST /replay/reset. Ends when its standard input does.
 */

#include <errno.h>
#include <glib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define HEAD_LIMIT 65536

typedef struct
{
  guint       status;
  const char *head;
  gsize       head_length;
  const char *body;
  gsize       body_length;
} Answer;

typedef struct
{
  GArray *answers;
  guint   next;
} Series;

typedef struct
{
  GHashTable *by_key;
  GHashTable *by_path;
  GRegex     *moment;
  GMutex      mutex;
  gint64      latency;
  GString    *asked;
  guint       n_reads;
  guint       n_writes;
  guint       n_missed;
  gint64      first;
  gint64      last;
} Server;

typedef struct
{
  Server *server;
  int     socket;
} Connection;

static void
series_free (gpointer data)
{
  Series *series = data;

  g_array_unref (series->answers);
  g_free (series);
}

static char *
without_moments (Server     *server,
                 const char *text,
                 gssize      length)
{
  return g_regex_replace_literal (server->moment, text, length, 0, "T", 0, NULL);
}

static char *
make_key (Server     *server,
          const char *method,
          const char *address,
          const char *body,
          gsize       length)
{
  g_autofree char *plain = without_moments (server, address, -1);
  g_autofree char *written = NULL;

  /* A sign-in carries a secret; which one doesn't matter here. */
  if (length == 0 || g_str_has_suffix (plain, "/token"))
    return g_strdup_printf ("%s %s", method, plain);

  written = without_moments (server, body, (gssize) length);

  return g_strdup_printf ("%s %s\n%s", method, plain, written);
}

static char *
make_path (const char *address)
{
  return g_strndup (address, strcspn (address, "?"));
}

static void
add (GHashTable   *table,
     char         *key,
     const Answer *answer)
{
  Series *series = g_hash_table_lookup (table, key);

  if (series == NULL)
    {
      series = g_new0 (Series, 1);
      series->answers = g_array_new (FALSE, FALSE, sizeof (Answer));
      g_hash_table_insert (table, g_strdup (key), series);
    }
  g_array_append_val (series->answers, *answer);
  g_free (key);
}

static gboolean
load (Server     *server,
      const char *contents,
      gsize       length)
{
  const char *at = contents;
  const char *end = contents + length;

  while (at < end)
    {
      const char *newline = memchr (at, '\n', (gsize) (end - at));
      g_autofree char *line = NULL;
      g_auto(GStrv) words = NULL;
      Answer answer = { 0, };
      gsize request_length;
      const char *request;

      if (newline == NULL)
        return FALSE;
      line = g_strndup (at, (gsize) (newline - at));
      words = g_strsplit (line, "\t", -1);
      if (g_strv_length (words) != 7 || !g_str_equal (words[6], "end"))
        return FALSE;

      answer.status = (guint) g_ascii_strtoull (words[2], NULL, 10);
      request_length = (gsize) g_ascii_strtoull (words[3], NULL, 10);
      answer.head_length = (gsize) g_ascii_strtoull (words[4], NULL, 10);
      answer.body_length = (gsize) g_ascii_strtoull (words[5], NULL, 10);
      if (request_length + answer.head_length + answer.body_length + 1 > (gsize) (end - newline - 1))
        return FALSE;
      request = newline + 1;
      answer.head = request + request_length;
      answer.body = answer.head + answer.head_length;
      at = answer.body + answer.body_length + 1;

      add (server->by_key, make_key (server, words[0], words[1], request, request_length), &answer);
      if (g_str_equal (words[0], "GET"))
        add (server->by_path, make_path (words[1]), &answer);
    }

  return TRUE;
}

static gboolean
find (Server     *server,
      const char *method,
      const char *address,
      const char *body,
      gsize       length,
      Answer     *answer)
{
  g_autofree char *key = make_key (server, method, address, body, length);
  Series *series;
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&server->mutex);
  if (server->first == 0)
    server->first = now;
  server->last = now;
  if (g_str_equal (method, "GET"))
    server->n_reads++;
  else
    server->n_writes++;
  g_string_append_printf (server->asked, "%" G_GINT64_FORMAT " %s %s\n", now, method, address);

  series = g_hash_table_lookup (server->by_key, key);
  if (series != NULL)
    {
      *answer = g_array_index (series->answers, Answer, series->next);
      if (series->next + 1 < series->answers->len)
        series->next++;
    }
  else if (g_str_equal (method, "GET"))
    {
      g_autofree char *path = make_path (address);

      series = g_hash_table_lookup (server->by_path, path);
      if (series != NULL)
        *answer = g_array_index (series->answers, Answer, 0);
    }
  if (series == NULL)
    {
      server->n_missed++;
      fprintf (stderr, "never recorded: %s\n", key);
    }
  g_mutex_unlock (&server->mutex);

  return series != NULL;
}

static char *
dup_stats (Server *server)
{
  char *text;

  g_mutex_lock (&server->mutex);
  text = g_strdup_printf ("reads %u\nwrites %u\nmissed %u\nmicroseconds %" G_GINT64_FORMAT "\n%s",
                          server->n_reads, server->n_writes, server->n_missed,
                          server->last - server->first, server->asked->str);
  g_mutex_unlock (&server->mutex);

  return text;
}

static void
reset (Server *server)
{
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&server->mutex);
  g_hash_table_iter_init (&iter, server->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Series *) value)->next = 0;
  server->n_reads = server->n_writes = server->n_missed = 0;
  server->first = server->last = 0;
  g_string_truncate (server->asked, 0);
  g_mutex_unlock (&server->mutex);
}

static gboolean
write_answer (int           fd,
              const Answer *answer)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%a, %d %b %Y %H:%M:%S GMT");
  g_autofree char *head = NULL;
  struct iovec pieces[2];
  guint first = 0;

  head = g_strdup_printf ("HTTP/1.1 %u Replayed\r\nDate: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n%.*s\r\n",
                          answer->status, date, answer->body_length,
                          (int) answer->head_length, answer->head);
  pieces[0].iov_base = head;
  pieces[0].iov_len = strlen (head);
  pieces[1].iov_base = (gpointer) answer->body;
  pieces[1].iov_len = answer->body_length;

  while (first < 2)
    {
      gssize n = writev (fd, pieces + first, (int) (2 - first));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      while (first < 2 && (gsize) n >= pieces[first].iov_len)
        n -= (gssize) pieces[first++].iov_len;
      if (first < 2)
        {
          pieces[first].iov_base = (char *) pieces[first].iov_base + n;
          pieces[first].iov_len -= (gsize) n;
        }
    }

  return TRUE;
}

static gsize
get_length (const char *head)
{
  g_auto(GStrv) lines = g_strsplit (head, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], "content-length:", 15) == 0)
      return (gsize) g_ascii_strtoull (lines[i] + 15, NULL, 10);

  return 0;
}

/* One request that was read whole; FALSE when the connection is of no use. */
static gboolean
answer_request (Server     *server,
                int         fd,
                const char *head,
                const char *body,
                gsize       length)
{
  g_autofree char *line = g_strndup (head, strcspn (head, "\r"));
  g_auto(GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *text = NULL;
  Answer answer = { .status = 404, };

  if (g_strv_length (words) != 3)
    return FALSE;

  if (g_str_has_prefix (words[1], "/replay/"))
    {
      if (g_str_equal (words[0], "POST"))
        reset (server);
      text = dup_stats (server);
      answer.status = 200;
      answer.body = text;
      answer.body_length = strlen (text);
    }
  else
    {
      (void) find (server, words[0], words[1], body, length, &answer);
      if (server->latency > 0)
        g_usleep ((gulong) server->latency);
    }

  return write_answer (fd, &answer);
}

static gpointer
serve (gpointer data)
{
  Connection *connection = data;
  g_autoptr(GString) buffer = g_string_new (NULL);
  char bytes[16384];
  gboolean good = TRUE;

  while (good)
    {
      const char *stop = strstr (buffer->str, "\r\n\r\n");

      if (stop != NULL)
        {
          gsize head_length = (gsize) (stop - buffer->str) + 4;
          g_autofree char *head = g_strndup (buffer->str, head_length);
          gsize length = get_length (head);

          if (buffer->len >= head_length + length)
            {
              g_autofree char *body = g_strndup (buffer->str + head_length, length);

              good = answer_request (connection->server, connection->socket, head, body, length);
              g_string_erase (buffer, 0, (gssize) (head_length + length));
              continue;
            }
        }
      else if (buffer->len > HEAD_LIMIT)
        {
          break;
        }

      {
        gssize n = read (connection->socket, bytes, sizeof bytes);

        if (n < 0 && errno == EINTR)
          continue;
        if (n <= 0)
          break;
        g_string_append_len (buffer, bytes, n);
      }
    }

  close (connection->socket);
  g_free (connection);

  return NULL;
}

static gpointer
accept_all (gpointer data)
{
  Connection *listener = data;

  for (;;)
    {
      int one = 1;
      int fd = accept (listener->socket, NULL, NULL);
      Connection *connection;

      if (fd < 0)
        continue;
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      connection = g_new0 (Connection, 1);
      connection->server = listener->server;
      connection->socket = fd;
      g_thread_unref (g_thread_new ("connection", serve, connection));
    }

  return NULL;
}

int
main (int   argc,
      char *argv[])
{
  int port = 0;
  int latency = 0;
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &port, "Port to listen on", "N" },
    { "latency", 'l', 0, G_OPTION_ARG_INT, &latency, "Milliseconds before each answer", "MS" },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("RECORDING");
  g_autoptr(GError) error = NULL;
  g_autoptr(GMappedFile) file = NULL;
  struct sockaddr_in address = { .sin_family = AF_INET, };
  Server server = { 0, };
  Connection listener = { &server, -1 };
  int one = 1;
  char byte;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || port <= 0)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "replay-server --port N [--latency MS] RECORDING");
      return 2;
    }

  server.moment = g_regex_new ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}(:|%3A|%3a)[0-9.:%A-Fa-f]*Z?", G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, &error);
  server.by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, series_free);
  server.by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, series_free);
  server.asked = g_string_new (NULL);
  server.latency = (gint64) latency * 1000;

  file = server.moment != NULL ? g_mapped_file_new (argv[1], FALSE, &error) : NULL;
  if (file == NULL || !load (&server, g_mapped_file_get_contents (file), g_mapped_file_get_length (file)))
    {
      fprintf (stderr, "%s: %s\n", argv[1], error != NULL ? error->message : "not a recording");
      return 1;
    }

  listener.socket = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  address.sin_port = htons ((guint16) port);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (listener.socket, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind (listener.socket, (struct sockaddr *) &address, sizeof address) != 0 || listen (listener.socket, 128) != 0)
    {
      fprintf (stderr, "port %d: %s\n", port, g_strerror (errno));
      return 1;
    }

  g_thread_unref (g_thread_new ("accept", accept_all, &listener));
  puts ("ready");
  fflush (stdout);
  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;

  /* The threads may be in the middle of something: nothing is freed. */
  _exit (0);
}
