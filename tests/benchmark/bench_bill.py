#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bills 500 work orders while each answer takes 50 ms.

Figures are printed, not asserted. The bars: at most 4 requests a document
beyond the look-ups that documents share, and at most 1.3 times the ideal,
⌈documents / 4⌉ × requests × latency.
"""

import math
import os
import shutil
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desk import Stage  # noqa: E402

WORK_ORDERS = int(os.environ.get("WORK_ORDERS", "500"))
LATENCY = 50
AT_ONCE = 4


def kind_of(method, address):
    path = address.split("?")[0]
    if method != "GET":
        return "sign in" if path.endswith("/token") else "write back" if "ChangeStatus" in path else "create"
    if "(" in path.rsplit("/", 1)[-1] or path.rsplit("/", 1)[-1] in ("salesInvoiceLines", "salesOrderLines"):
        return "read back"
    return "shared"


def main():
    with Stage(customers=WORK_ORDERS, items=200, work_orders=WORK_ORDERS) as stage:
        before = stage.desktop.state + ".before"
        with stage.record():
            stage.run("sync")
        shutil.copytree(stage.desktop.state, before)
        with stage.record():
            stage.run("bill", "--all")
        shutil.rmtree(stage.desktop.state)
        os.rename(before, stage.desktop.state)
        with stage.replay(LATENCY) as replay:
            started = time.monotonic()
            stage.run("bill", "--all")
            seconds = time.monotonic() - started
            numbers, asked = replay.stats()

    times = {}
    for moment, method, address in asked:
        times.setdefault(kind_of(method, address), []).append(moment)
    documents = len(times.get("create", []))
    each = {name: len(times.get(name, [])) / documents for name in ("create", "read back", "write back")}
    requests = sum(each.values())
    ideal = math.ceil(documents / AT_ONCE) * requests * LATENCY / 1000
    # The last answer comes a latency after its request.
    sending = (max(times["write back"]) - min(times["create"])) / 1e6 + LATENCY / 1000

    print(f"bill {documents} documents of {WORK_ORDERS} work orders, {LATENCY} ms to each answer")
    print(f"  {requests:.2f} requests a document (bar: 4): " + ", ".join(f"{name} {count:.2f}" for name, count in each.items()))
    print(f"  {len(times.get('shared', []))} shared look-ups")
    print(f"  sending: {sending:.1f} s, {sending / ideal:.2f} times the ideal of {ideal:.1f} s (bar: 1.3)")
    print(f"  the whole command, with collecting and looking up: {seconds:.1f} s, {seconds / ideal:.2f} times")
    if numbers["missed"]:
        print(f"  NOT AS EXPECTED: {numbers}")


if __name__ == "__main__":
    main()
