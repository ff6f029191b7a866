# SPDX-License-Identifier: GPL-3.0-or-later
"""[Automatic]: what goes without a person, and that all else waits for one."""

from harness import Desktop, Sandbox, documents, run, wait_for
from test_watch import Watch


# Some that pass every check Business Central refuses, or makes another amount of.
SETTLED = ("followed", "closed", "refused", "needs-look")
DONE = ("followed", "closed")


def passes_all(desktop, number):
    """Also what only concerns orders, such as a customer that is blocked for shipping: a person sends such an invoice."""
    checks = desktop.ledger("SELECT checks FROM documents WHERE internal_number = ?", number)[0][0]
    return checks and all(line.startswith("+ ") for line in checks.strip().split("\n"))


def ready_halves(desktop):
    """What is ready and asks nothing: a limit in euros, the numbers that go by themselves up to it, and all others."""
    desktop.run("sync", expect=(0, 1))
    ready = [row for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]
             if row["state"] == "ready" and not row["reason"]]
    cheap = sorted(ready, key=lambda row: row["gross"])
    limit = cheap[len(cheap) // 2]["gross"]
    cheap = [row for row in cheap if row["gross"] <= limit]
    below = {row["number"] for row in cheap if row["currency"] == "EUR" and passes_all(desktop, row["number"])}
    # In another currency, and of a customer that gets no orders.
    assert any(row["currency"] == "USD" for row in cheap)
    assert any(not passes_all(desktop, row["number"]) for row in cheap)
    return limit, below, {row["number"] for row in ready} - below


def refused(rows):
    return {row["number"] for row in rows if row["state"] == "refused"}


def external(rows):
    return {row["externalDocumentNumber"].removeprefix("WELLO-") for row in rows}


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
        assert {row["number"] for row in rows} == below, (rows, below)
        assert all(row["automatic"] and row["approvedBy"] == "automatic" for row in rows)
        made = documents(sandbox.dump())
        assert len(made) == len(external(made)) and external(made) == below - refused(rows), (made, rows)
        assert [row for row in rows if row["state"] in DONE]
        assert all(row.get("status", "Draft") == "Draft" for row in made)
        assert sandbox.dump()["bc"]["postedSalesInvoices"] == []
        audit = desktop.run("audit", "--json", expect=0).json()["audit"]
        assert any(row["who"] == "automatic" and row["action"] == "approve" for row in audit)


def test_posts_up_to_the_limit():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        limit, below, above = ready_halves(desktop)
        desktop.set("Automatic", Send="yes", Post="yes", MaxAmount=f"{limit} EUR")
        rows = work_by_itself(sandbox, desktop)
        assert {row["number"] for row in rows} == below, (rows, below)
        posted = sandbox.dump()["bc"]["postedSalesInvoices"]
        # Business Central adds a service charge while it posts for one customer: it is posted, and needs a look.
        differs = {number for number, in desktop.ledger("SELECT internal_number FROM documents WHERE reason_code = 'posted-differs'")}
        done = {row["number"] for row in rows if row["state"] in DONE}
        assert done and len(posted) == len(external(posted)) and external(posted) == done | differs, (posted, rows)
        assert external(documents(sandbox.dump())) == below - refused(rows), rows
        assert not above & {row["externalDocumentNumber"].removeprefix("WELLO-") for row in documents(sandbox.dump())}
        states = {row["number"]: row["state"] for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]}
        assert all(states[number] == "ready" for number in above), states


def test_kinds_of_work():
    """Only work of the kinds that are named, by their name or their code, however it is written."""
    for column in ("name", "code"):
        with Sandbox(customers=10, items=10, work_orders=24) as sandbox, Desktop(sandbox) as desktop:
            desktop.run("sync", expect=(0, 1))
            ready = {row["number"] for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]
                     if row["state"] == "ready" and not row["reason"] and passes_all(desktop, row["number"])}
            types = sandbox.control("GET", "/rows?service=wello&set=JobType")["rows"]
            jobs = dict(desktop.ledger("SELECT internal_number, job_id FROM documents WHERE job_id <> ''"))
            chosen = {jobs[number] for number in sorted(ready & set(jobs))[:2]}
            wanted = {number for number in ready if jobs.get(number) in chosen}
            assert len(types) > 1 and wanted and wanted != ready, (types, ready)
            for job in chosen:
                sandbox.change("wello", "Jobs", job, {"job_type_id": types[1]["id"]})
            desktop.set("Automatic", Send="yes", JobTypes=f"No such kind;{types[1][column].upper()}")
            rows = work_by_itself(sandbox, desktop)
            assert {row["number"] for row in rows} == wanted, (rows, wanted)


def test_no_kind_of_work():
    with Sandbox(customers=5, items=5, work_orders=5) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        desktop.set("Automatic", Send="yes", JobTypes="No such kind")
        with Watch(desktop) as watch:
            watch.says("can be billed")
            watch.end()
        one_more_round(sandbox, desktop)
        assert desktop.run("workorders", "--automatic", "--json", expect=0).json()["workOrders"] == []
        assert not documents(sandbox.dump())


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
