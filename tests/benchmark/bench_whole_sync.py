#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A first sync of customers and items, with an answer of either service taking 30 ms.

Printed beside the ideal: all requests to the service that is asked more, as many at once as the
throttle allows it, without a pause. The bar is 1.3 times that. A machine that is busy with something
else makes it slower than it is, so the processor time of the program is printed, too: where it is far
below the time by the clock, it waited for the services or for the machine.

    CUSTOMERS=20000 ITEMS=20000 LATENCY=30 build-aux/benchmark whole-sync
"""

import os
import resource
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from desk import PATIENCE, Desktop, Sandbox  # noqa: E402

CUSTOMERS = int(os.environ.get("CUSTOMERS", "20000"))
ITEMS = int(os.environ.get("ITEMS", "20000"))
LATENCY = int(os.environ.get("LATENCY", "30"))
BAR = 1.3

# What psr-throttle.c allows at once.
AT_ONCE = {"bc": 4, "wello": 4}


def main():
    # The limit of requests in five minutes isn't what is measured.
    with Sandbox("--set=bc.limit-requests=10000000", customers=CUSTOMERS, items=ITEMS, work_orders=10, latency=LATENCY) as sandbox, \
            Desktop(sandbox) as desktop:
        sandbox.reset_requests()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        result = desktop.run("sync", "customers", "items", "--json", expect=(0, 1), timeout=4 * PATIENCE)
        seconds = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        flows = result.json()["flows"]
        asked = {service: 0 for service in AT_ONCE}
        for request in sandbox.requests():
            if request["service"] in asked:
                asked[request["service"]] += 1
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ideal = max(asked[service] * LATENCY / 1000 / AT_ONCE[service] for service in asked)
    done = {flow["flow"]: flow["created"] + flow["changed"] + flow["unchanged"] for flow in flows}
    print(f"first sync of {done.get('customers')} customers and {done.get('items')} items, {LATENCY} ms latency on both sides")
    print(f"  requests: {asked['bc']} to Business Central, {asked['wello']} to Wello")
    print(f"  {seconds:.1f} s by the clock, {processor:.1f} s of processor time")
    print(f"  ideal: {ideal:.1f} s; {seconds / ideal:.2f} times as long (bar: {BAR})")


if __name__ == "__main__":
    main()
