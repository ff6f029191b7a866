# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the client against one behaviour, method after method, and counts at the server."""

import dataclasses
import json
import os
import subprocess
import threading

import http1
from harness import PATIENCE
from wire import Server

CLIENT = os.environ.get("TORTURE_CLIENT", "torture-client")
WRITES = ("POST", "PATCH", "PUT", "DELETE", "ACTION")
METHODS = (*WRITES, "GET")
ATTEMPTS = 5


@dataclasses.dataclass
class Case:
    """A behaviour, and what has to come of it.

    write, read: what the client says then; hits, read_hits: how many requests may reach the server, at most, and exact
    unless the case is loose; sent: whether anything may have left, or None; warm: a request before it, in the same
    session; elsewhere: adds a second server, to which the behaviour's function gets the address.
    """
    behave: object
    write: tuple = ("unknown",)
    read: str = "failed"
    hits: int = 1
    read_hits: int = ATTEMPTS
    loose: bool = False
    transport: tuple = ()
    status: int = None
    retry_after: int = None
    warm: str = None
    pad: int = 10
    tls: object = None
    ca: str = None
    proxied: bool = False
    elsewhere: bool = False
    methods: tuple = METHODS


class Tally:
    """What was covered by all cases together."""

    def __init__(self):
        self.lock = threading.Lock()
        self.cases = self.writes = self.reads = self.arrived = 0
        self.outcomes = {}

    def add(self, line, arrivals):
        with self.lock:
            self.arrived += len(arrivals)
            if line["method"] == "GET":
                self.reads += 1
            else:
                self.writes += 1
                self.outcomes[line["outcome"]] = self.outcomes.get(line["outcome"], 0) + 1

    def __str__(self):
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        return (f"{self.cases} behaviours of a server or proxy, {self.writes} writes ({outcomes}), {self.reads} reads, "
                f"{self.arrived} requests counted at the server")


TALLY = Tally()


def expected_body(method, pad):
    if method not in ("POST", "PATCH", "PUT"):
        return b""
    return json.dumps({"method": method, "pad": "x" * pad}, separators=(",", ":")).encode()


def check_request(arrival, method, body):
    """A write that arrived, or a part of it, is the one that was meant."""
    assert arrival.version == "HTTP/1.1", f"{arrival}: a server of HTTP/2 may refuse a stream"
    if arrival.method is not None:
        assert arrival.method == ("POST" if method == "ACTION" else method), arrival
        assert arrival.headers.get("content-length") == str(len(body)), f"{arrival}: another body"
        assert arrival.headers.get("authorization", "").startswith("Bearer secret-"), arrival
        assert "expect" not in arrival.headers and "transfer-encoding" not in arrival.headers, arrival
        assert body.startswith(arrival.body), f"{arrival}: {arrival.body[:60]} is another body"
        assert not arrival.whole or arrival.body == body, arrival
    assert arrival.place == 0, f"{arrival}: on a connection that was used before"


def check_write(case, method, line, arrivals):
    tokens = [arrival.headers["authorization"] for arrival in arrivals if "authorization" in arrival.headers]
    for arrival in arrivals:
        check_request(arrival, method, expected_body(method, case.pad))
    # A second one only as the answer to a 401, as somebody else.
    assert len(arrivals) <= case.hits, f"{method} arrived {len(arrivals)} times: {arrivals}"
    assert len(set(tokens)) == len(tokens), f"{method} was sent again: {arrivals}"
    assert case.loose or len(arrivals) == case.hits, f"{method} arrived {len(arrivals)} times: {arrivals}"
    assert line["sent"] >= len(arrivals), (line, arrivals)
    assert line["outcome"] in case.write, line
    unsent = line["transport"] in ("not-sent", "bad-certificate", "not-allowed")
    assert not (unsent and arrivals), f"{line}, and it arrived: {arrivals}"
    assert unsent == (line["outcome"] == "not-made" and line["status"] not in (401, 429) and line["transport"] != "answer"), line
    if line["outcome"] == "made" and not case.loose:
        assert arrivals and arrivals[-1].whole, (line, arrivals)
    if case.status is not None:
        assert line["status"] == case.status, line
    if case.retry_after is not None:
        assert line["retry_after"] == case.retry_after * 1000000, line


def check_read(case, line, arrivals):
    assert len(arrivals) <= case.read_hits, f"GET arrived {len(arrivals)} times: {arrivals}"
    assert case.loose or len(arrivals) == case.read_hits, f"GET arrived {len(arrivals)} times: {arrivals}"
    assert line["outcome"] == case.read, line
    for arrival in arrivals:
        assert arrival.method in ("GET", None) and not arrival.body, arrival


def make_server(case, certificates, elsewhere):
    tls = None if case.proxied else case.tls
    behave = case.behave(elsewhere) if case.elsewhere else case.behave
    server = Server(behave, tls)
    server.state["tls"] = certificates.context("http/1.1")
    return server


def words_for(case, method, server):
    scheme = "https" if case.tls or case.proxied else "http"
    host = "bc.torture.test" if case.proxied else f"127.0.0.1:{server.port}"
    url = f"{scheme}://{host}/v2.0/salesInvoices"
    proxy = ["PROXY", f"http://127.0.0.1:{server.port}"] if case.proxied else []
    return [*proxy, "new", *([case.warm, url] if case.warm else []), method, url]


def drive(case, words, servers, ca):
    options = ["--pad", str(case.pad), *(["--ca", ca] if ca else [])]
    process = subprocess.Popen([CLIENT, *options, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)

    def late():
        try:
            os.write(process.stdin.fileno(), b".")
        except OSError:
            pass

    for server in servers:
        server.late = late
    # stdin stays open until the client has ended: a closed one would be no byte, but never too late either.
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    err = []
    reader = threading.Thread(target=lambda: err.append(process.stderr.read().decode()))
    reader.start()
    out = process.stdout.read().decode()
    status = process.wait()
    reader.join()
    watch.cancel()
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    assert status == 0, f"the client ended with {status}\n{out}\n{err[0]}"
    return [json.loads(line) for line in out.splitlines()]


def run_case(case, certificates):
    """One client for all methods; each has a server of its own."""
    methods = case.methods
    other = Server(http1.always(http1.answer(200)))
    elsewhere = f"http://localhost:{other.port}/v2.0/salesInvoices"
    servers = [make_server(case, certificates, elsewhere) for method in methods]
    words = [word for method, server in zip(methods, servers) for word in words_for(case, method, server)]
    lines = []
    try:
        lines = drive(case, words, servers, case.ca or certificates.ca)
    finally:
        for server in [*servers, other]:
            server.stop()
    assert len(lines) == len(methods) * (2 if case.warm else 1), lines
    for place, (method, server) in enumerate(zip(methods, servers)):
        assert not server.faults, "\n".join(server.faults)
        mine = lines[2 * place:2 * place + 2] if case.warm else lines[place:place + 1]
        arrivals = list(server.arrivals)
        if case.warm:
            assert mine[0]["outcome"] in ("read", "made"), mine
            assert arrivals.pop(0).whole
        if case.transport:
            assert mine[-1]["transport"] in case.transport, mine
        (check_read(case, mine[-1], arrivals) if method == "GET" else check_write(case, method, mine[-1], arrivals))
        TALLY.add(mine[-1], arrivals)
    assert not other.arrivals, f"another host got {other.arrivals}: {other.arrivals[0].headers}"
    with TALLY.lock:
        TALLY.cases += 1
