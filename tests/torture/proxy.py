# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that is asked for a tunnel, and the server behind it, on one socket."""

import http1
from wire import Connection


def refuses(data):
    """Answers the CONNECT with something else than a tunnel."""
    def behave(connection):
        while ask(connection):
            connection.send(data)
    return behave


def ask(connection):
    """Reads a CONNECT; what it asks for is kept apart from the requests."""
    arrival = connection.read_head()
    if arrival is None:
        return False
    connection.server.arrivals.remove(arrival)
    asked = connection.server.state.setdefault("connects", [])
    asked.append(arrival)
    assert arrival.method == "CONNECT" and arrival.target == "bc.torture.test:443", arrival
    assert "authorization" not in arrival.headers, "the proxy was told the secret"
    return True


def drops(connection):
    ask(connection)


def resets(connection):
    if ask(connection):
        connection.reset()


def drops_in_the_answer(connection):
    if ask(connection):
        connection.send(b"HTTP/1.1 200 Conn")


def is_silent(connection):
    if ask(connection):
        connection.silence()


def opens_and_drops(connection):
    if ask(connection):
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")


def opens_and_is_silent(connection):
    if ask(connection):
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection.server.late()
        while connection.receive():
            connection.pending = b""


def opens_and_talks_nonsense(connection):
    if ask(connection):
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection.receive()
        connection.send(http1.page(200))


def tunnel(behave):
    """Opens the tunnel; at its other end is a server with that behaviour."""
    def through(connection):
        if not ask(connection):
            return
        connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inner = Connection(connection.server, connection.sock, connection.number)
        if inner.wrap(connection.server.state["tls"]):
            connection.sock = inner.sock
            behave(inner)
    return through
