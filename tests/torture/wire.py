# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers on plain sockets: every byte and every closed connection is told by the test, and all that arrives is kept."""

import os
import socket
import ssl
import struct
import subprocess
import threading
import traceback

from harness import PATIENCE


class Arrival:
    """One request as it reached a server, complete or not."""

    def __init__(self, connection, place, version="HTTP/1.1"):
        self.connection, self.place, self.version = connection, place, version
        self.method, self.target, self.headers = None, None, {}
        self.body, self.whole = b"", False

    def __repr__(self):
        end = "whole" if self.whole else "cut"
        return (f"<{self.version} {self.method} {self.target} on connection {self.connection}, place {self.place}, "
                f"{len(self.body)} bytes of {self.headers.get('content-length')}, {end}>")


class Connection:
    """The server's end of one connection."""

    def __init__(self, server, sock, number):
        self.server, self.sock, self.number = server, sock, number
        self.pending, self.places = b"", 0

    def receive(self):
        try:
            data = self.sock.recv(65536)
        except OSError:
            data = b""
        self.pending += data
        return bool(data)

    def read_head(self, stop_early=False):
        """The next request without its body, or nothing at the end of the connection."""
        while not self.pending:
            if not self.receive():
                return None
        arrival = Arrival(self.number, self.places)
        self.places += 1
        self.server.arrivals.append(arrival)
        while b"\r\n\r\n" not in self.pending:
            if stop_early or not self.receive():
                return arrival
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        arrival.method, arrival.target, arrival.version = lines[0].split(" ")
        for line in lines[1:]:
            name, value = line.split(":", 1)
            assert name.lower() not in arrival.headers, f"{name} twice"
            arrival.headers[name.lower()] = value.strip()
        arrival.whole = self.length(arrival) == 0
        return arrival

    @staticmethod
    def length(arrival):
        return int(arrival.headers.get("content-length", 0))

    def read_body(self, arrival, at_most=None):
        """The body, or as much of it as is wanted."""
        length = self.length(arrival)
        wanted = length if at_most is None else min(at_most, length)
        while len(arrival.body) < wanted:
            if not self.pending and not self.receive():
                break
            part = wanted - len(arrival.body)
            arrival.body += self.pending[:part]
            self.pending = self.pending[part:]
        arrival.whole = len(arrival.body) == length

    def read(self):
        """The next request with its body, or nothing."""
        arrival = self.read_head()
        if arrival is not None:
            self.read_body(arrival)
        return arrival

    def send(self, data):
        try:
            self.sock.sendall(data)
        except OSError:
            pass

    def silence(self):
        """Says nothing any more. The client is told that it's late; what it sends then is an arrival like any other."""
        self.server.late()
        while self.read() is not None:
            pass

    def reset(self):
        """Ends with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def close(self):
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.sock.close()

    def wrap(self, context):
        """Goes on with TLS; false when the other side doesn't."""
        try:
            self.sock = context.wrap_socket(self.sock, server_side=True)
        except (OSError, ssl.SSLError):
            return False
        return True


class Server:
    """Listens on a free port of 127.0.0.1 and lets a function behave on each connection, in a thread of its own."""

    def __init__(self, behave, tls=None):
        self.behave, self.tls = behave, tls
        self.arrivals, self.faults, self.threads = [], [], []
        self.connections = 0
        self.late = lambda: None
        self.state = {}
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.accepting = threading.Thread(target=self.accept, daemon=True)
        self.accepting.start()

    def accept(self):
        while True:
            try:
                sock, _ = self.socket.accept()
            except OSError:
                return
            sock.settimeout(PATIENCE)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(self, sock, self.connections)
            self.connections += 1
            thread = threading.Thread(target=self.serve, args=(connection,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def serve(self, connection):
        try:
            if self.tls is None or connection.wrap(self.tls):
                self.behave(connection)
        except Exception:  # pylint: disable=broad-except
            self.faults.append(traceback.format_exc())
        finally:
            connection.close()

    def stop(self):
        """Ends when all that was sent has arrived: the client has to have ended before."""
        # A connection that waits to be accepted is accepted first.
        end = socket.create_connection(("127.0.0.1", self.port))
        end.close()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.accepting.join(PATIENCE)
        for thread in self.threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                self.faults.append("a connection is still open")


class Certificates:
    """A certificate that is its own authority."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = self.make("server", "DNS:localhost,DNS:bc.torture.test,IP:127.0.0.1")
        self.other = self.make("other", "DNS:other.torture.test")

    def path(self, name, kind):
        return os.path.join(self.folder, f"{name}.{kind}")

    def make(self, name, names):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "30", "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}",
                        "-keyout", self.path(name, "key"), "-out", self.path(name, "pem")],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self.path(name, "pem")

    def context(self, *alpn, name="server"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(name, "pem"), self.path(name, "key"))
        if alpn:
            context.set_alpn_protocols(list(alpn))
        return context
