# SPDX-License-Identifier: GPL-3.0-or-later
"""[Automatic]: what goes without a person, and that all else waits for one."""

from harness import Desktop, Sandbox, documents, run, wait_for
from test_watch import Watch


# Some that pass every check Business Central refuses, or makes another amount of.
SETTLED = ("followed", "closed", "refused", "needs-look")
DONE = ("followed", "closed")


def ready_halves(desktop):
    """What is ready and asks nothing: a limit, the numbers up to it, and those above."""
    desktop.run("sync", expect=(0, 1))
    ready = [row for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]
             if row["state"] == "ready" and not row["reason"]]
    cheap = sorted(ready, key=lambda row: row["gross"])
    limit = cheap[len(cheap) // 2]["gross"]
    below = {row["number"] for row in ready if row["gross"] <= limit and row["currency"] == "EUR"}
    above = {row["number"] for row in ready} - below
    assert below and above
    return limit, below, above


def one_more_round(sandbox, desktop):
    """Everything is read once more, in a program that begins with all of it; and what is approved would be sent."""
    sandbox.reset_requests()
    with Watch(desktop) as watch:
        wait_for(lambda: any("InvoiceView" in row["path"] for row in sandbox.requests()), "the work to be read")
        # It is done in turn: what follows the reading is done when this is.
        desktop.run("bill", "--all", "--dry-run", expect=(0, 1))
        watch.end()


def work_by_itself(sandbox, desktop):
    """Until everything that went is settled; then one more round."""
    with Watch(desktop) as watch:
        watch.says("the rules of [Automatic]")
        wait_for(lambda: documents(sandbox.dump()), "a document")
        wait_for(lambda: not desktop.run("workorders", "--queue", "sending", "--json", expect=0).json()["workOrders"]
                 or all(row["state"] in SETTLED for row in desktop.run("workorders", "--automatic", "--json", expect=0).json()["workOrders"]),
                 "all that goes by itself")
        watch.end()
    one_more_round(sandbox, desktop)
    return desktop.run("workorders", "--automatic", "--json", expect=0).json()["workOrders"]


def test_goes_by_itself():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        limit, below, above = ready_halves(desktop)
        desktop.set("Automatic", Send="yes", MaxAmount=f"{limit} EUR")
        rows = work_by_itself(sandbox, desktop)
        assert rows and {row["number"] for row in rows} <= below, (rows, below)
        assert all(row["automatic"] and row["approvedBy"] == "automatic" for row in rows)
        made = documents(sandbox.dump())
        sent = {row["externalDocumentNumber"] for row in made}
        done = {"WELLO-" + row["number"] for row in rows if row["state"] in DONE}
        assert done and done <= sent <= {"WELLO-" + number for number in below}, (sent, below)
        assert all(row.get("status", "Draft") == "Draft" for row in made)
        assert sandbox.dump()["bc"]["postedSalesInvoices"] == []
        audit = desktop.run("audit", "--json", expect=0).json()["audit"]
        assert any(row["who"] == "automatic" and row["action"] == "approve" for row in audit)


def test_posts_up_to_the_limit():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        limit, below, above = ready_halves(desktop)
        desktop.set("Automatic", Send="yes", Post="yes", MaxAmount=f"{limit} EUR")
        rows = work_by_itself(sandbox, desktop)
        assert rows and {row["number"] for row in rows} <= below, (rows, below)
        posted = [row["externalDocumentNumber"] for row in sandbox.dump()["bc"]["postedSalesInvoices"]]
        done = {"WELLO-" + row["number"] for row in rows if row["state"] in DONE}
        assert done and done <= set(posted) <= {"WELLO-" + number for number in below}, (posted, below)
        assert len(posted) == len(set(posted)), posted
        assert not above & {row["externalDocumentNumber"].removeprefix("WELLO-") for row in documents(sandbox.dump())}
        states = {row["number"]: row["state"] for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]}
        assert all(states[number] == "ready" for number in above), states


def test_kinds_of_work_that_wello_refuses():
    with Sandbox(customers=5, items=5, work_orders=5) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        desktop.set("Automatic", Send="yes", JobTypes="Repair;Maintenance;Installation")
        sandbox.fault(service="wello", path="JobType", kind="xml", status=403, times=1000)
        with Watch(desktop) as watch:
            watch.says("[Automatic]: nothing is sent by itself")
            watch.end()
        # The work itself was read, and is there.
        told = [line for line in watch.lines if "Completed work: " in line]
        assert all("can be billed" in line for line in told), watch.lines
        assert not documents(sandbox.dump())


def test_is_off_and_refused():
    with Sandbox(customers=5, items=5, work_orders=5) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Automatic", Post="yes")
        assert "MaxAmount" in desktop.run("check", "--json", expect=2).json()["error"]["what"]
        desktop.set("Automatic", Post="no")
        with Watch(desktop) as watch:
            watch.says("can be billed")
            watch.end()
        one_more_round(sandbox, desktop)
        states = {row["state"] for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]}
        assert "ready" in states and not states & {"approved", "creating", "created", "followed"}, states
        assert not documents(sandbox.dump())


if __name__ == "__main__":
    run(globals())
