#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory of a first sync while it writes all customers to Wello.

Figures are printed, not asserted. What the program needs must not depend on how
many records it has written: the bar is that it grows by no more than 4 MiB from
the first fifth to the end.

    CUSTOMERS=20000 build-aux/benchmark first-sync
"""

import os
import sqlite3
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desk import Desktop, Sandbox  # noqa: E402

CUSTOMERS = int(os.environ.get("CUSTOMERS", "5000"))
STEPS = 10


def memory(process, name):
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
            return next((int(line.split()[1]) / 1024 for line in file if line.startswith(name + ":")), 0)
    except FileNotFoundError:
        return 0


def count_links(path):
    """Companies and contacts that were coupled; none as long as there is no ledger."""
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        try:
            return database.execute("SELECT count(*) FROM links").fetchone()[0]
        finally:
            database.close()
    except sqlite3.OperationalError:
        return 0


def main():
    with Sandbox(customers=CUSTOMERS, items=10, work_orders=10) as sandbox, Desktop(sandbox) as desktop:
        # Half of the seed's companies are in Wello already, and are only coupled.
        ledger = os.path.join(desktop.state, "ledger.db")
        process = desktop.start("sync", "customers")
        samples = []
        started = time.monotonic()
        while process.poll() is None:
            now = memory(process, "VmRSS")
            if now:
                samples.append((count_links(ledger), now))
            time.sleep(0.25)
        seconds = time.monotonic() - started
        process.communicate()
    total = samples[-1][0]
    print(f"first sync of {CUSTOMERS} customers: {total} records coupled or made in {seconds:.0f} s, status {process.returncode}")
    marks = []
    for step in range(1, STEPS + 1):
        at = total * step / STEPS
        reached = [rss for links, rss in samples if at - total / STEPS < links <= at]
        if reached:
            marks.append(max(reached))
            print(f"  up to {int(at):7} records: {marks[-1]:6.1f} MiB")
    later = max(rss for links, rss in samples if links > total / 5)
    early = max((rss for links, rss in samples if links <= total / 5), default=later)
    print(f"  {later - early:.1f} MiB more after the first fifth (bar: 4)")


if __name__ == "__main__":
    main()
