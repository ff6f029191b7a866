/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <unistd.h>

#include "sbx-peer.h"

static guint
port_of (GSocketAddress *address)
{
  g_autoptr (GSocketAddress) owned = address;

  g_assert_nonnull (address);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/* Whoever has the client's end of a connection is found, as long as it has it. */
static void
test_find (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) asks = NULL;
  g_autoptr (GSocketConnection) answers = NULL;
  g_autoptr (GError) error = NULL;
  guint server_port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  guint client_port;

  g_assert_no_error (error);
  asks = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) server_port, NULL, &error);
  g_assert_no_error (error);
  answers = g_socket_listener_accept (listener, NULL, NULL, &error);
  g_assert_no_error (error);
  client_port = port_of (g_socket_connection_get_local_address (asks, NULL));

  g_assert_cmpint (sbx_peer_find (client_port, server_port), ==, getpid ());
  g_assert_cmpint (sbx_peer_find (client_port, server_port + 1), ==, 0);

  g_assert_true (g_io_stream_close (G_IO_STREAM (asks), NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sbx_peer_find (client_port, server_port), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/peer/find", test_find);

  return g_test_run ();
}
