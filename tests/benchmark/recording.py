# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings for replay-server: prepared ones, and those of a real run through
a proxy that stands between passerellectl and the stand-ins."""

import http.client
import http.server
import os
import socket
import subprocess
import threading
import urllib.parse
import urllib.request

SERVER = os.environ.get("REPLAY_SERVER", "replay-server")

# The server sends its own, or they belong to one connection.
LEFT_OUT = {"date", "content-length", "connection", "keep-alive", "transfer-encoding", "content-encoding"}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def exchange(method, address, request, status, head, body):
    lines = "".join(f"{name}: {value}\r\n" for name, value in head).encode()
    first = f"{method}\t{address}\t{status}\t{len(request)}\t{len(lines)}\t{len(body)}\tend\n"
    return first.encode() + request + lines + body + b"\n"


class Replay:
    """A replay-server as a child process."""

    def __init__(self, recording, port, latency=0):
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen([SERVER, "--port", str(port), "--latency", str(latency), recording],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("the replay server did not start")

    def reset(self):
        urllib.request.urlopen(urllib.request.Request(self.url + "/replay/reset", data=b"", method="POST")).read()

    def stats(self):
        """Numbers by name, and what was asked: (microseconds, method, address)."""
        lines = urllib.request.urlopen(self.url + "/replay/stats").read().decode().splitlines()
        numbers = {name: int(value) for name, value in (line.split() for line in lines[:4])}
        asked = [(int(time), method, address) for time, method, address in (line.split(" ", 2) for line in lines[4:])]
        return numbers, asked

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.stdin.close()
        self.process.wait(10)


class Recorder:
    """A proxy on one port for several services, told apart by how an address begins."""

    def __init__(self, path, port, routes):
        """routes: [(prefix of the path, "http://127.0.0.1:N")], the first that fits is taken."""
        self.file = open(path, "wb")
        self.lock = threading.Lock()
        here = f"http://127.0.0.1:{port}".encode()
        places = {target for _, target in routes}
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                request = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                target = next(target for prefix, target in routes if self.path.startswith(prefix))
                connection = http.client.HTTPConnection(urllib.parse.urlsplit(target).netloc, timeout=600)
                head = {name: value for name, value in self.headers.items() if name.lower() not in LEFT_OUT | {"host", "accept-encoding"}}
                head["Host"] = urllib.parse.urlsplit(target).netloc
                connection.request(self.command, self.path, body=request or None, headers=head)
                answer = connection.getresponse()
                body = answer.read()
                connection.close()
                for place in places:
                    body = body.replace(place.encode(), here)
                kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in LEFT_OUT]
                with recorder.lock:
                    recorder.file.write(exchange(self.command, self.path, request, answer.status, kept, body))
                self.send_response_only(answer.status)
                for name, value in kept:
                    self.send_header(name, value)
                self.send_header("Date", answer.getheader("Date") or self.date_time_string())
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

            def log_message(self, *unused):
                pass

        http.server.ThreadingHTTPServer.request_queue_size = 128
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
        self.file.close()
