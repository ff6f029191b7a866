#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sync of both flows when nothing has changed on either side.

Figures are printed, not asserted. The bar: at most two requests a flow.
"""

import os
import statistics
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desk import Stage  # noqa: E402

CUSTOMERS = int(os.environ.get("CUSTOMERS", "1000"))
RUNS = int(os.environ.get("RUNS", "7"))

FLOWS = {"customers": ("/customers", "/Company", "/Contact"), "items": ("/items", "/itemLedgerEntries", "/Article")}


def flow_of(address):
    path = address.split("?")[0]
    return next((flow for flow, parts in FLOWS.items() if any(part in path for part in parts)), "signing in and finding the company")


def main():
    with Stage(customers=CUSTOMERS, items=CUSTOMERS, work_orders=10) as stage:
        with stage.record():
            stage.run("sync")
            stage.run("sync")
        # Only what a sync without changes asks: the recording of the third.
        with stage.record():
            stage.run("sync")
        with stage.replay() as replay:
            seconds, spans = [], []
            for _ in range(RUNS):
                replay.reset()
                started = time.monotonic()
                stage.run("sync")
                seconds.append(time.monotonic() - started)
                numbers, asked = replay.stats()
                spans.append(numbers["microseconds"] / 1000)
    counts = {}
    for _, method, address in asked:
        counts[flow_of(address)] = counts.get(flow_of(address), 0) + 1
    print(f"sync of {CUSTOMERS} customers and {CUSTOMERS} items when nothing has changed; medians of {RUNS} runs")
    for name in (*FLOWS, "signing in and finding the company"):
        print(f"  {name}: {counts.get(name, 0)} requests" + (" (bar: 2)" if name in FLOWS else ""))
    print(f"  {statistics.median(seconds) * 1000:.0f} ms from start to end of the program, "
          f"{statistics.median(spans):.0f} ms from the first request to the last")
    if numbers["writes"] > 1 or numbers["missed"]:
        print(f"  NOT AS EXPECTED: {numbers}")


if __name__ == "__main__":
    main()
