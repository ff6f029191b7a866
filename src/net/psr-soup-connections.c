/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-soup-connections"

#include "config.h"

#include "psr-soup-connections.h"

/*
 * What is known of a session's connections. libsoup keeps them to itself, and
 * with HTTP/2, which only reads use, it has these faults (3.6.5, 3.6.6):
 *
 * - that a request was cancelled is noticed when something arrives on its
 *   connection, so with a server that is silent never;
 * - who reads a body isn't told that its stream or connection has ended;
 * - a connection that can't be written to any more counts as in use for good,
 *   until no further ones may be opened;
 * - a connection that is dead in the middle of the network is used for each
 *   further request.
 *
 * So a connection on which a deadline passed is shut, and after the first read
 * that failed, all go over HTTP/1.1.
 */
struct _PsrSoupConnections
{
  GObject     parent_instance;
  GHashTable *sockets; /* number of the connection → GSocket */
  guint       doubted : 1;
};

G_DEFINE_FINAL_TYPE (PsrSoupConnections, psr_soup_connections, G_TYPE_OBJECT)

static gboolean
is_closed (gpointer key,
           gpointer value,
           gpointer data)
{
  return g_socket_is_closed (value);
}

static void
network_event_cb (PsrSoupConnections *self,
                  GSocketClientEvent  event,
                  GIOStream          *stream,
                  SoupMessage        *message)
{
  guint64 number;

  g_assert (PSR_IS_SOUP_CONNECTIONS (self));
  g_assert (SOUP_IS_MESSAGE (message));

  if (event != G_SOCKET_CLIENT_CONNECTED || !G_IS_SOCKET_CONNECTION (stream))
    return;

  number = soup_message_get_connection_id (message);
  g_hash_table_foreach_remove (self->sockets, is_closed, NULL);
  g_hash_table_insert (self->sockets, g_memdup2 (&number, sizeof number),
                       g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream))));
}

static void
psr_soup_connections_finalize (GObject *object)
{
  PsrSoupConnections *self = PSR_SOUP_CONNECTIONS (object);

  g_clear_pointer (&self->sockets, g_hash_table_unref);

  G_OBJECT_CLASS (psr_soup_connections_parent_class)->finalize (object);
}

static void
psr_soup_connections_class_init (PsrSoupConnectionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_soup_connections_finalize;
}

static void
psr_soup_connections_init (PsrSoupConnections *self)
{
  self->sockets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

/**
 * psr_soup_connections_get:
 * @session: a session; libsoup numbers the connections of each
 *
 * Returns: (transfer none): its connections, which live as long as it does
 */
PsrSoupConnections *
psr_soup_connections_get (SoupSession *session)
{
  static GQuark quark;
  PsrSoupConnections *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);

  if (quark == 0)
    quark = g_quark_from_static_string ("psr-soup-connections");

  self = g_object_get_qdata (G_OBJECT (session), quark);

  if (self == NULL)
    {
      self = g_object_new (PSR_TYPE_SOUP_CONNECTIONS, NULL);
      g_object_set_qdata_full (G_OBJECT (session), quark, self, g_object_unref);
    }

  return self;
}

/**
 * psr_soup_connections_watch:
 * @self: the connections of a session
 * @message: a message that the session is about to send
 *
 * Takes note of the connection that is opened for @message, if one is.
 */
void
psr_soup_connections_watch (PsrSoupConnections *self,
                            SoupMessage        *message)
{
  g_return_if_fail (PSR_IS_SOUP_CONNECTIONS (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  g_signal_connect_object (message, "network-event", G_CALLBACK (network_event_cb), self, G_CONNECT_SWAPPED);
}

/**
 * psr_soup_connections_shut:
 * @self: the connections of a session
 * @message: a message that was sent by it
 *
 * Shuts the connection that @message was sent on last. libsoup then finds it at
 * its end, and uses it no more. Whatever else is on its way there fails, too.
 */
void
psr_soup_connections_shut (PsrSoupConnections *self,
                           SoupMessage        *message)
{
  g_autoptr (GError) error = NULL;
  guint64 number;
  GSocket *socket;

  g_return_if_fail (PSR_IS_SOUP_CONNECTIONS (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  number = soup_message_get_connection_id (message);
  socket = g_hash_table_lookup (self->sockets, &number);

  if (socket == NULL || g_socket_is_closed (socket))
    return;

  /* For reading only: libsoup has to be able to write its goodbye. */
  if (!g_socket_shutdown (socket, TRUE, FALSE, &error))
    g_debug ("Connection %" G_GUINT64_FORMAT " was shut already: %s", number, error->message);
}

/**
 * psr_soup_connections_doubt:
 * @self: the connections of a session
 * @message: a message that was sent by it and has no complete answer
 *
 * If that went over HTTP/2, no other one should.
 */
void
psr_soup_connections_doubt (PsrSoupConnections *self,
                            SoupMessage        *message)
{
  g_return_if_fail (PSR_IS_SOUP_CONNECTIONS (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  if (soup_message_get_http_version (message) != SOUP_HTTP_2_0 || self->doubted)
    return;

  g_info ("A request over HTTP/2 failed; going on with HTTP/1.1");
  self->doubted = TRUE;
}

/**
 * psr_soup_connections_trust:
 * @self: the connections of a session
 *
 * Returns: whether messages may still go over HTTP/2
 */
gboolean
psr_soup_connections_trust (PsrSoupConnections *self)
{
  g_return_val_if_fail (PSR_IS_SOUP_CONNECTIONS (self), FALSE);

  return !self->doubted;
}
