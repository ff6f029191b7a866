# SPDX-License-Identifier: GPL-3.0-or-later
"""How Business Central is set up: read once a day, never written, and used where that is as good as asking."""

from harness import Desktop, Sandbox, run

SETS = ("companyInformation", "generalLedgerSetup", "unitsOfMeasure", "currencies", "paymentTerms", "paymentMethods", "taxGroups",
        "taxAreas", "accounts", "locations", "itemCategories", "dimensions", "salespeoplePurchasers")


def sync(desktop, *words):
    flows = desktop.run("sync", *words, "--json", expect=(0, 1)).json()["flows"]
    return next(flow for flow in flows if flow["flow"] == "reference")


def asked(sandbox, *sets):
    return [request["path"] for request in sandbox.requests() if any("/" + name in request["path"] for name in sets)]


def test_daily():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        before = {name: sandbox.control("GET", f"/rows?service=bc&set={name}")["rows"] for name in SETS}
        first = sync(desktop)
        assert first["read"] == first["created"] == sum(len(rows) for rows in before.values()), first
        assert not first["error"] and not first["rows"] and not first["writtenBack"], first

        # Among the others it is read once a day; by itself whenever somebody wants it.
        sandbox.reset_requests()
        assert sync(desktop)["read"] == 0
        assert not asked(sandbox, *(name for name in SETS if name not in ("itemCategories", "unitsOfMeasure")))
        unit = before["unitsOfMeasure"][0]
        sandbox.change("bc", "unitsOfMeasure", unit["id"], {"displayName": "Each"})
        term = before["paymentTerms"][0]
        sandbox.change("bc", "paymentTerms", term["id"], delete=True)
        now = sync(desktop, "reference")
        assert (now["created"], now["changed"]) == (0, 1) and now["read"] == first["read"] - 1, now
        events = desktop.run("log", "--row", "unitsOfMeasure/" + unit["code"], "--json").json()["events"]
        assert [event["outcome"] for event in events] == ["changed", "created"], events
        health = {flow["flow"]: flow["health"] for flow in desktop.run("status", "--json").json()["flows"]}
        assert health["reference"] == "on-time", health

        off = desktop.run("couple", "reference", "PCS", unit["id"], expect=(1, 2))
        assert "only read" in off.err, off
        desktop.run("reset", "reference")
        assert sync(desktop)["read"] == now["read"]


def test_switches():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow reference", Direction="both")
        assert "[Flow reference] Direction" in desktop.run("status", expect=2).err
        desktop.set("Flow reference", Direction=None, Enabled="no")
        flows = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        assert "reference" not in [flow["flow"] for flow in flows]


def test_hidden():
    """What isn't shown is told, and the rest is read."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sandbox.fault(service="bc", path="salespeoplePurchasers", kind="xml", times=1)
        told = sync(desktop)
        assert not told["error"] and not told["failed"] and told["created"], told
        assert [row["number"] for row in told["rows"] if row["kind"] == "note"] == ["Salespeople"], told


def test_bill_asks_less():
    """The country of the company is known; what may just have been mended is asked for."""
    with Sandbox() as sandbox, Desktop(sandbox, EInvoice="auto") as desktop:
        desktop.run("sync", expect=(0, 1))
        sandbox.reset_requests()
        desktop.run("bill", "--all", "--dry-run", expect=(0, 1))
        assert not asked(sandbox, "companyInformation") and asked(sandbox, "unitsOfMeasure")


run(globals())
