# SPDX-License-Identifier: GPL-3.0-or-later
"""A pass over all flows in which nothing has changed asks little: at most 16 requests, and one for 25 documents that are
followed."""

import math
import urllib.parse

from harness import Desktop, Sandbox, run, wait_for
from test_price_labels import RATES
from test_watch import Watch

# What is kept the same; how Business Central is set up is read once a day.
FLOWS = ("customers", "items", "contacts", "stock", "prices")
BAR = 16
DOCUMENTS = 25


def follows(request):
    """Whether it reads documents that are followed; stock reads their lines as well, and counts among its own."""
    path = urllib.parse.unquote(request["path"])
    return "/sales" in path and "$filter=id eq" in path and "$expand" not in path


def test_at_most_sixteen():
    # So few that what was written just now, which the overlap shows again, is one page.
    with Sandbox(customers=30, items=60, work_orders=120) as sandbox, Desktop(sandbox) as desktop:
        sandbox.add_colleague()
        desktop.set("Stock", Source="analytics")
        desktop.set("Prices", Lines="PriceListLines", Customers="Customers")
        desktop.set("VatRates", **RATES)
        desktop.set("Flow prices", Enabled="yes")
        for flow in ("customers", "items", "contacts"):
            desktop.set("Flow " + flow, Direction="both")
        desktop.run("sync", expect=(0, 1))
        desktop.run("bill", "--all", expect=(0, 1))
        followed = desktop.ledger("SELECT count(*) FROM documents WHERE state = 'followed'")[0][0]
        assert followed > DOCUMENTS, followed
        # The drafts that were just made are taken off, and what that wrote is read back.
        for _ in range(2):
            desktop.run("sync", expect=(0, 1))

        flows = desktop.run("sync", *FLOWS, "--json", expect=(0, 1)).json()["flows"]
        assert {flow["flow"] for flow in flows} == set(FLOWS)
        assert all(flow["created"] == flow["changed"] == 0 for flow in flows), flows
        asked = {flow["flow"]: flow["requests"] for flow in flows}

        sandbox.reset_requests()
        with Watch(desktop) as watch:
            wait_for(lambda: any(follows(request) for request in sandbox.requests()), "the documents are followed")
            watch.end()
        asked["documents"] = sum(follows(request) for request in sandbox.requests())
        assert sum(asked.values()) <= BAR + math.ceil(followed / DOCUMENTS), (asked, followed)


if __name__ == "__main__":
    run(globals())
