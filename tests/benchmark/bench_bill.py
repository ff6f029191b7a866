#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bills 500 work orders while each answer takes 50 ms: directly and, beside it,
by quotes.

Figures are printed, not asserted. The bars, for direct: at most 4 requests a
document beyond the look-ups that documents share, and at most 1.3 times the
ideal, ⌈documents / 4⌉ × requests × latency.
"""

import math
import os
import shutil
import sys
import time
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desk import Stage  # noqa: E402

WORK_ORDERS = int(os.environ.get("WORK_ORDERS", "500"))
LATENCY = 50
AT_ONCE = 4


SETS = ("salesQuotes", "salesInvoices", "salesOrders")


def kind_of(method, address):
    """What a request is for; “shared” is what several documents have in common."""
    path, _, query = urllib.parse.unquote(address).partition("?")
    last = path.rsplit("/", 1)[-1]
    if method != "GET":
        if last == "token":
            return "sign in"
        if last == "ChangeStatusId":
            return "write back"
        if last.startswith("Microsoft.NAV."):
            return "convert"
        if method == "POST" and last in SETS:
            return "create"
        return "complete"
    if last.split("(")[0] in SETS and query.count("externalDocumentNumber eq") == 1:
        return "look"
    return "shared"


def measure(way):
    with Stage(customers=WORK_ORDERS, items=200, work_orders=WORK_ORDERS) as stage:
        before = stage.desktop.state + ".before"
        bill = ("bill", "--all", "--via", way)
        with stage.record():
            stage.run("sync")
            if way == "quote":
                stage.run("check", "--try-quote")
        shutil.copytree(stage.desktop.state, before)
        with stage.record():
            stage.run(*bill)
        shutil.rmtree(stage.desktop.state)
        os.rename(before, stage.desktop.state)
        with stage.replay(LATENCY) as replay:
            started = time.monotonic()
            stage.run(*bill)
            seconds = time.monotonic() - started
            numbers, asked = replay.stats()

    # What comes before the first document is for all of them.
    times = {}
    begun = min(moment for moment, method, address in asked if kind_of(method, address) == "create")
    for moment, method, address in asked:
        times.setdefault(kind_of(method, address) if moment >= begun else "shared", []).append(moment)
    documents = len(times["write back"])
    each = {name: len(times[name]) / documents for name in ("create", "look", "convert", "complete", "write back") if name in times}
    requests = sum(each.values())
    ideal = math.ceil(documents / AT_ONCE) * requests * LATENCY / 1000
    # The last answer comes a latency after its request.
    sending = (max(times["write back"]) - begun) / 1e6 + LATENCY / 1000

    print(f"bill {documents} documents of {WORK_ORDERS} work orders, {way}, {LATENCY} ms to each answer")
    print(f"  {requests:.2f} requests a document{' (bar: 4)' if way == 'direct' else ''}: "
          + ", ".join(f"{name} {count:.2f}" for name, count in each.items()))
    print(f"  {len(times.get('shared', []))} shared look-ups")
    print(f"  sending: {sending:.1f} s, {sending / ideal:.2f} times the ideal of {ideal:.1f} s{' (bar: 1.3)' if way == 'direct' else ''}")
    print(f"  the whole command, with collecting and looking up: {seconds:.1f} s, {seconds / ideal:.2f} times")
    if numbers["missed"]:
        print(f"  NOT AS EXPECTED: {numbers}")
    return sending / documents


def main():
    direct, quote = measure("direct"), measure("quote")
    print(f"a document takes {quote / direct:.2f} times as long by quote as directly")


if __name__ == "__main__":
    main()
