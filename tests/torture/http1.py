# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server, or something in front of it, may do to a request over HTTP/1.1."""

MADE = b'{"id":"5d115c9c-44e3-ea11-bb43-000d3a2feca1"}'
ERROR = b'{"error":{"code":"%s","message":"It is so.  CorrelationId:  00000000-0000-4000-8000-000000000001."}}'
PAGE = b"<html><body>A page of something in between</body></html>"


def answer(status, body=MADE, *headers, content_type="application/json", length=None):
    lines = [f"HTTP/1.1 {status} Words", f"Content-Type: {content_type}",
             f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def error(status, code=b"BadRequest", *headers):
    return answer(status, ERROR % code, *headers)


def page(status, *headers):
    return answer(status, PAGE, *headers, content_type="text/html")


def always(*parts, end=None):
    """Answers each request with the same bytes; end is "close", "reset" or nothing: then the connection is kept."""
    def behave(connection):
        while connection.read() is not None:
            for part in parts:
                connection.send(part)
            if end == "reset":
                connection.reset()
            if end:
                return
    return behave


def in_turn(*behaviours):
    """Another behaviour for each request that arrives, wherever; the last one stays."""
    def behave(connection):
        while True:
            arrival = connection.read()
            if arrival is None:
                return
            turn = min(len(connection.server.arrivals), len(behaviours)) - 1
            if not behaviours[turn](connection):
                return
    return behave


def say(data, keep=True):
    def do(connection):
        connection.send(data)
        return keep
    return do


def nothing(connection):
    return False


def at_once(connection):
    return


def reset_at_once(connection):
    connection.reset()


def in_the_head(connection):
    connection.read_head(stop_early=True)
    connection.reset()


def after_the_head(connection):
    connection.read_head()
    connection.reset()


def in_the_body(connection):
    arrival = connection.read_head()
    if arrival is not None:
        connection.read_body(arrival, connection.length(arrival) // 2)
        connection.reset()


def early(data):
    """Answers before it has read the body, and closes."""
    def behave(connection):
        if connection.read_head() is not None:
            connection.send(data)
    return behave


def silent(*parts):
    def behave(connection):
        if connection.read() is not None:
            for part in parts:
                connection.send(part)
            connection.silence()
    return behave


def deaf(connection):
    """Reads the head only, and says nothing."""
    if connection.read_head() is not None:
        connection.server.late()
        while connection.receive():
            connection.pending = b""


def warm(then):
    """The first request is answered and the connection kept; then something happens to that connection. Any other
    connection is in order."""
    def behave(connection):
        if connection.number > 0:
            always(answer(201))(connection)
        elif connection.read() is not None:
            connection.send(answer(200))
            then(connection)
    return behave


def closes_on_use(connection):
    """Its time is up at the very moment at which the next request is on its way."""
    connection.read()


def resets_on_use(connection):
    if connection.read() is not None:
        connection.reset()


def closes_on_use_with(data):
    def then(connection):
        if connection.read() is not None:
            connection.send(data)
    return then


def says_unasked(data):
    def then(connection):
        connection.send(data)
    return then
