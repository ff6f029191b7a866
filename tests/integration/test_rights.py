# SPDX-License-Identifier: GPL-3.0-or-later
"""check names the rights that are missing, and what is off for it."""

from harness import Desktop, Sandbox, run

SETS = {"customers": "problem", "items": "problem", "itemLedgerEntries": "problem", "contacts": "problem", "locations": "problem",
        "itemCategories": "warning", "generalLedgerSetup": "warning", "salesShipments": "warning", "companyInformation": "warning",
        "unitsOfMeasure": "warning", "generalLedgerEntries": "warning"}


def findings_of(desktop, expect):
    findings = desktop.run("check", "--json", expect=expect).json()["findings"]
    return {finding["id"]: finding for finding in findings if finding["id"].startswith("rights.")}


def test_each_right():
    for status in ("400", "403"):
        with Sandbox("--set", f"bc.permission-status={status}", customers=5, items=5, work_orders=2) as sandbox, \
             Desktop(sandbox, Document="order", EInvoice="auto") as desktop:
            assert all(finding["kind"] == "ok" for finding in findings_of(desktop, 0).values())
            for name, kind in SETS.items():
                sandbox.control("POST", "/set", {"bc.unreadable": name})
                finding = findings_of(desktop, (0, 1, 3))["rights." + name]
                assert finding["kind"] == kind, finding
                # What is off, the right in Business Central's words, and what has it.
                assert ":" in finding["what"] and name in finding["why"] and "PASSERELLE SYNC" in finding["mend"], finding


def test_what_does_not_matter():
    """Nobody is told of rights that nothing needs."""
    with Sandbox("--set", "bc.unreadable=contacts,unitsOfMeasure", customers=5, items=5, work_orders=2) as sandbox, \
         Desktop(sandbox) as desktop:
        desktop.set("Sync", Flows="customers;items")
        assert all(finding["kind"] == "ok" for finding in findings_of(desktop, 0).values())


def test_lost_answers_need_shipments():
    """What isn’t found after its answer was lost may be an order that was approved as an invoice since."""
    for document in ("invoice", "order"):
        with Sandbox("--set", "bc.unreadable=salesShipments", customers=5, items=5, work_orders=2) as sandbox, \
             Desktop(sandbox, Document=document) as desktop:
            finding = findings_of(desktop, (0, 1, 3))["rights.salesShipments"]
            assert finding["kind"] == "warning" and "any document" in finding["what"], finding


if __name__ == "__main__":
    run(globals())
