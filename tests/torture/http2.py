# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of HTTP/2, as far as it takes to misbehave: frames, no flow control, and of HPACK only what is sent.

The requests' own headers aren't decoded: each case has a server of its own, so who sent what is known.
"""

import struct

import http1
from wire import Arrival

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
END_STREAM, END_HEADERS, PADDED, ACK = 1, 4, 8, 1
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM, HTTP_1_1_REQUIRED = 0, 1, 2, 7, 8, 11, 13
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def literal(index, value):
    """A header of the static table's name, with a value of its own, never indexed."""
    name = bytes([index]) if index < 15 else bytes([15, index - 15])
    return name + bytes([len(value)]) + value


class Frames:
    """The frames on one connection."""

    def __init__(self, connection):
        self.connection = connection
        self.streams = {}

    def take(self, size):
        while len(self.connection.pending) < size:
            if not self.connection.receive():
                return None
        data, self.connection.pending = self.connection.pending[:size], self.connection.pending[size:]
        return data

    def frame(self, kind, flags, stream, payload=b""):
        self.connection.send(struct.pack("!I", len(payload))[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + payload)

    def head(self, stream, status=200, flags=END_HEADERS):
        self.frame(HEADERS, flags, stream, literal(8, str(status).encode()) + literal(31, b"application/json"))

    def body(self, stream, data=http1.MADE, flags=END_STREAM):
        self.frame(DATA, flags, stream, data)

    def answer(self, stream, status=200):
        self.head(stream, status)
        self.body(stream)

    def cancel(self, stream, code):
        self.frame(RST_STREAM, 0, stream, struct.pack("!I", code))

    def go_away(self, last, code=NO_ERROR):
        self.frame(GOAWAY, 0, 0, struct.pack("!II", last, code))

    def read(self):
        """One frame; its stream when a request is complete with it, 0 for other frames, nothing at the end."""
        head = self.take(9)
        payload = self.take(int.from_bytes(head[:3], "big")) if head else None
        if payload is None:
            return None
        kind, flags, stream = head[3], head[4], struct.unpack("!I", head[5:])[0] & 0x7fffffff
        if kind == HEADERS:
            self.streams[stream] = Arrival(self.connection.number, self.connection.places, "HTTP/2")
            self.connection.places += 1
            self.connection.server.arrivals.append(self.streams[stream])
        elif kind == DATA:
            pad = payload[0] + 1 if flags & PADDED else 0
            self.streams[stream].body += payload[1:len(payload) - pad + 1] if pad else payload
        elif kind == SETTINGS and not flags & ACK:
            self.frame(SETTINGS, ACK, 0)
        elif kind == PING and not flags & ACK:
            self.frame(PING, ACK, 0, payload)
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            self.streams[stream].whole = True
            return stream
        return 0

    def serve(self, behave):
        if self.take(len(PREFACE)) != PREFACE:
            return
        self.frame(SETTINGS, 0, 0)
        while True:
            stream = self.read()
            if stream is None or (stream and not behave(self, stream)):
                return

    def silence(self):
        self.connection.server.late()
        while (stream := self.read()) is not None:
            if stream:
                self.connection.server.late()


def server(behave):
    """Whoever agrees on HTTP/2 gets it, with that behaviour; others find an HTTP/1.1 server in order."""
    def serve(connection):
        if connection.sock.selected_alpn_protocol() == "h2":
            Frames(connection).serve(behave)
        else:
            http1.always(http1.answer(201))(connection)
    return serve


def in_turn(*behaviours):
    """Another behaviour for each request; the last one stays."""
    def behave(frames, stream):
        turn = min(len(frames.connection.server.arrivals), len(behaviours)) - 1
        return behaviours[turn](frames, stream)
    return behave


def fine(frames, stream):
    frames.answer(stream)
    return True


def misdirected(frames, stream):
    frames.answer(stream, 421)
    return True


def cancels(code):
    def behave(frames, stream):
        frames.cancel(stream, code)
        return True
    return behave


def goes_away_before(frames, stream):
    """Says that this stream and all later ones weren't looked at."""
    frames.go_away(stream - 1 if stream > 1 else 0)
    return False


def goes_away_but_stays(frames, stream):
    """The same, without closing the connection."""
    frames.go_away(stream - 1 if stream > 1 else 0)
    return True


def goes_away_after(frames, stream):
    """Finishes this stream and takes no other."""
    frames.go_away(stream)
    frames.answer(stream)
    return False


def goes_away_in_error(frames, stream):
    frames.go_away(stream, INTERNAL_ERROR)
    return False


def goes_away_in_the_answer(frames, stream):
    frames.head(stream)
    frames.go_away(0)
    return False


def closes(frames, stream):
    return False


def resets(frames, stream):
    frames.connection.reset()
    return False


def closes_in_the_answer(frames, stream):
    frames.head(stream)
    frames.body(stream, http1.MADE[:9], 0)
    frames.connection.close()
    # libsoup tells nobody who reads a body.
    frames.connection.server.late()
    return False


def cancels_in_the_answer(frames, stream):
    frames.head(stream)
    frames.body(stream, http1.MADE[:9], 0)
    frames.cancel(stream, INTERNAL_ERROR)
    frames.connection.server.late()
    return True


def talks_nonsense(frames, stream):
    frames.connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    return False


def is_silent(frames, stream):
    frames.silence()
    return False


def is_silent_in_the_answer(frames, stream):
    frames.head(stream)
    frames.silence()
    return False
