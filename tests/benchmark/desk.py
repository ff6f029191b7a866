# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop whose traffic goes through one port: first a proxy that records the
stand-ins, then a server that replays the recording."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

from harness import Desktop, Sandbox  # noqa: E402
from recording import Recorder, Replay, free_port  # noqa: E402

# A benchmark may well take longer than a test.
PATIENCE = 1800


class Stage:
    """The stand-ins, a desktop, and the port between them."""

    def __init__(self, **sizes):
        self.port = free_port()
        self.sandbox = Sandbox(**sizes)
        here = f"http://127.0.0.1:{self.port}"
        places = {name: "/".join(self.sandbox.ready[name].split("/")[:3]) for name in ("bc", "wello", "authority")}
        self.routes = [("/api", places["wello"]), ("/v2.0", places["bc"]), ("/environments", places["bc"]), ("", places["authority"])]
        direct = self.sandbox.ready
        self.sandbox.ready = {name: value.replace(places[name], here) if name in places else value
                              for name, value in direct.items()}
        self.desktop = Desktop(self.sandbox)
        self.recording = os.path.join(self.desktop.folder, "recording")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.desktop.__exit__()
        self.sandbox.stop()

    def record(self):
        return Recorder(self.recording, self.port, self.routes)

    def replay(self, latency=0):
        return Replay(self.recording, self.port, latency)

    def run(self, *words):
        return self.desktop.run(*words, expect=(0, 1), timeout=PATIENCE)
