#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory of pulling and storing customers, 10 000 and 100 000 of them.

What the program needs must not depend on how many rows there are: it fails where the two peaks are
more than 8 MiB apart, which doesn't depend on the machine.
"""

import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

import bench_pull  # noqa: E402
from recording import Replay, free_port  # noqa: E402

SIZES = (10000, 100000)
BAR = 8


def peak(rows, folder):
    """In MiB, at most, of one run over so many rows."""
    bench_pull.ROWS = rows
    recording = os.path.join(folder, f"recording-{rows}")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    bench_pull.prepare(recording, url)
    with Replay(recording, port) as replay:
        figures = bench_pull.measure([bench_pull.BENCH, url, bench_pull.COMPANY, str(bench_pull.PAGE),
                                      os.path.join(folder, f"state-{rows}"), os.path.join(folder, "credentials")])
        numbers, _ = replay.stats()
    assert numbers["missed"] == 0, numbers
    os.remove(recording)
    return figures[1]


def main():
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as folder:
        credentials = os.path.join(folder, "credentials")
        os.mkdir(credentials, 0o700)
        with open(os.open(os.path.join(credentials, "bc-password"), os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write("password")
        peaks = {rows: peak(rows, folder) for rows in SIZES}
    for rows, mib in peaks.items():
        print(f"  {rows:7} rows: peak {mib:6.1f} MiB")
    apart = max(peaks.values()) - min(peaks.values())
    print(f"  {apart:.1f} MiB apart (bar: {BAR})")
    return 1 if apart > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
