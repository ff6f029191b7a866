# SPDX-License-Identifier: GPL-3.0-or-later
"""A pass over all flows in which nothing has changed asks little: at most 16 requests, and one for 25 documents that are
followed; and once a day 13 more, for how Business Central is set up."""

import math
import os
import sqlite3
import urllib.parse

from harness import Desktop, Sandbox, run, wait_for
from test_price_labels import RATES
from test_watch import Watch

FLOWS = ("customers", "items", "contacts", "stock", "prices", "reference")
BAR = 16
DOCUMENTS = 25
# How Business Central is set up is read once a day, each table of it in a request.
TABLES = 13
# What was done in the field, which is kept; the other lists of it are billed from, too.
WORK = ("JobPlanningView", "JobFiles", "JobPartUsage")


def sync(desktop):
    flows = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
    assert {flow["flow"] for flow in flows} == set(FLOWS)
    assert all(flow["created"] == flow["changed"] == 0 for flow in flows), flows
    return {flow["flow"]: flow["requests"] for flow in flows}


def a_day_later(desktop):
    """How Business Central is set up was read yesterday."""
    with sqlite3.connect(os.path.join(desktop.state, "mirror.db")) as mirror:
        changed = mirror.execute("UPDATE watermarks SET since = since - ? WHERE flow = 'reference'", (25 * 3600 * 10**6,))
        assert changed.rowcount == 1


def follows(request):
    """Whether it reads documents that are followed; stock reads their lines as well, and counts among its own."""
    path = urllib.parse.unquote(request["path"])
    return "/sales" in path and "$filter=id eq" in path and "$expand" not in path


def kept_work(desktop):
    return [row[0] for row in desktop.ledger("SELECT job_id FROM work ORDER BY job_id")]


def work_paths(sandbox):
    paths = [urllib.parse.unquote_plus(request["path"]) for request in sandbox.requests()]
    return [path for path in paths if any(f"/{name}?" in path for name in WORK)]


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

        asked = sync(desktop)
        assert asked["reference"] == 0, asked

        sandbox.reset_requests()
        with Watch(desktop) as watch:
            wait_for(lambda: any(follows(request) for request in sandbox.requests()), "the documents are followed")
            wait_for(lambda: kept_work(desktop), "what was done is kept")
            watch.end()
        asked["documents"] = sum(follows(request) for request in sandbox.requests())
        assert sum(asked.values()) <= BAR + math.ceil(followed / DOCUMENTS), (asked, followed)

        # What was done in the field is kept: only of what Wello changed it is read again.
        assert kept_work(desktop), "nothing was kept"
        job = kept_work(desktop)[0]
        invoice = next(row for row in sandbox.dump()["wello"]["invoices"] if row["source_id_in_table"] == job)
        sandbox.change("wello", "Invoice", invoice["id"], {"memo": "Changed"})
        sandbox.reset_requests()
        with Watch(desktop) as watch:
            wait_for(lambda: any("/JobFiles?" in path for path in work_paths(sandbox)), "what was done is read")
            watch.end()
        assert all(job in path and path.count(" eq ") == 1 for path in work_paths(sandbox)), work_paths(sandbox)

        # Once a day there is that more, and no more than that.
        a_day_later(desktop)
        due = sync(desktop)
        assert due.pop("reference") == TABLES, due
        assert all(n == asked[flow] for flow, n in due.items()), (due, asked)


if __name__ == "__main__":
    run(globals())
