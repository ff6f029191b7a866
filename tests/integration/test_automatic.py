# SPDX-License-Identifier: GPL-3.0-or-later
"""[Automatic]: what goes without a person, and that all else waits for one."""

from harness import Desktop, Sandbox, documents, run, wait_for
from test_watch import Watch


def test_goes_by_itself():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        ready = [row for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]
                 if row["state"] == "ready" and not row["reason"]]
        cheap = sorted(ready, key=lambda row: row["gross"])
        limit = cheap[len(cheap) // 2]["gross"]
        below = {row["number"] for row in ready if row["gross"] <= limit}
        assert below and len(below) < len(ready)

        desktop.set("Automatic", Send="yes", MaxAmount=f"{limit} EUR")
        with Watch(desktop) as watch:
            watch.says("the rules of [Automatic]")
            wait_for(lambda: documents(sandbox.dump()), "a document")
            wait_for(lambda: not desktop.run("workorders", "--queue", "sending", "--json", expect=0).json()["workOrders"],
                     "all that goes by itself")
            rows = desktop.run("workorders", "--automatic", "--json", expect=0).json()["workOrders"]
            watch.end()

        assert rows and {row["number"] for row in rows} <= below, rows
        assert all(row["automatic"] and row["approvedBy"] == "automatic" for row in rows)
        made = documents(sandbox.dump())
        sent = {row["externalDocumentNumber"] for row in made}
        assert sent <= {"WELLO-" + number for number in below}, sent
        assert all(row.get("status", "Draft") == "Draft" for row in made)
        audit = desktop.run("audit", "--json", expect=0).json()["audit"]
        assert any(row["who"] == "automatic" and row["action"] == "approve" for row in audit)


def test_is_off_and_refused():
    with Sandbox(customers=5, items=5, work_orders=5) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Automatic", Post="yes")
        assert "MaxAmount" in desktop.run("check", "--json", expect=2).json()["error"]["what"]
        desktop.set("Automatic", Post="no")
        with Watch(desktop) as watch:
            watch.says("can be billed")
            watch.end()
        assert not documents(sandbox.dump())


if __name__ == "__main__":
    run(globals())
