# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes out electronically: asked about before it is sent, and refused by the stand-in as it was foretold."""

from harness import Desktop, Sandbox, documents, run


def ready(sandbox, desktop, count):
    """Ready invoices of Belgian businesses, each of a customer of its own, and the customers' rows."""
    desktop.run("sync", expect=(0, 1))
    rows = {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]}
    found = {}
    for invoice in sandbox.dump()["wello"]["invoices"]:
        row = rows.get(invoice["company_code"])
        if not invoice.get("case") and invoice["invoice_status_name"] == "Ready for ERP" and row and row["country"] == "BE":
            found.setdefault(row["number"], (invoice["internal_number"], row))
    chosen = list(found.values())[:count]
    assert len(chosen) == count
    for _, row in chosen:
        sandbox.change("bc", "customers", row["id"], {"al.eInvoice": True})
    return chosen


def bill(desktop, number, *words, expect):
    return desktop.run("bill", number, "--json", *words, expect=expect).json()["documents"][0]


def test_card_is_incomplete():
    with Sandbox() as sandbox, Desktop(sandbox, EInvoice="auto") as desktop:
        (lacking, row), (complete, _) = ready(sandbox, desktop, 2)
        sandbox.change("bc", "customers", row["id"], {"postalCode": ""})
        document = bill(desktop, lacking, expect=1)
        assert document["state"] == "ready" and row["number"] in document["reason"], document
        shown = desktop.run("workorders", "show", lacking, "--json").json()["checks"]
        assert [check["result"] for check in shown if check["id"] == "e-invoice"] == ["asks"], shown
        assert documents(sandbox.dump()) == []
        # It is accepted, and refused by Business Central as it was said.
        document = bill(desktop, lacking, "--post", "--accept", "e-invoice", expect=1)
        assert document["state"] == "needs-look", document
        assert "Post Code" in desktop.ledger("SELECT reason_why FROM documents WHERE internal_number = ?", lacking)[0][0]
        assert bill(desktop, complete, "--post", expect=0)["state"] == "closed"


def test_orders_ask():
    with Sandbox() as sandbox, Desktop(sandbox, EInvoice="auto") as desktop:
        (number, row), (other, _), (third, _) = ready(sandbox, desktop, 3)
        assert bill(desktop, number, "--as", "order", expect=1)["state"] == "ready"
        assert documents(sandbox.dump()) == []
        # Nobody says that a person saw every check pass.
        last = desktop.ledger("SELECT who, action, reason FROM audit WHERE document_id = (SELECT id FROM documents "
                              "WHERE internal_number = ?) ORDER BY id DESC LIMIT 1", number)
        assert last == [("passerelle", "check-asks", "e-invoice-order")], last
        document = bill(desktop, number, "--as", "order", "--accept", "e-invoice-order", expect=0)
        assert (document["state"], document["document"]) == ("followed", "order"), document
        accepted = desktop.ledger("SELECT accepted FROM documents WHERE internal_number = ?", number)
        assert accepted == [("e-invoice-order",)], accepted
        # It can't be posted, until somebody writes on it what it lacks.
        document = bill(desktop, number, "--post", expect=1)
        assert document["state"] == "needs-look", document
        # As an invoice it isn't even asked about; nor where the profile makes orders.
        assert bill(desktop, other, "--post", expect=0)["state"] == "closed"
        desktop.set("Billing", Document="order")
        assert bill(desktop, third, expect=1)["state"] == "ready"
        assert bill(desktop, third, "--as", "invoice", "--post", expect=0)["state"] == "closed"


def count(sandbox, path):
    return sum(path in request["path"] for request in sandbox.requests())


def test_two_requests_or_none():
    with Sandbox() as sandbox, Desktop(sandbox, EInvoice="auto") as desktop:
        desktop.set("Flow reference", Enabled="no")
        chosen = ready(sandbox, desktop, 4)
        for settings, asked in ({}, 1), ({"EInvoice": "none"}, 0):
            desktop.set("Billing", **settings)
            sandbox.reset_requests()
            desktop.run("workorders", expect=0)
            for path in ("/companyInformation", "/unitsOfMeasure"):
                assert count(sandbox, path) == asked, (path, settings)
        # The country is known once reference data was read; units are asked for.
        desktop.set("Billing", EInvoice="auto")
        desktop.run("sync", "reference", expect=0)
        sandbox.reset_requests()
        desktop.run("workorders", expect=0)
        assert count(sandbox, "/companyInformation") == 0 and count(sandbox, "/unitsOfMeasure") == 1
        # A unit without a standard code concerns everybody.
        unit = next(row for row in sandbox.control("GET", "/rows?service=bc&set=unitsOfMeasure")["rows"] if row["code"] == "HOUR")
        sandbox.change("bc", "unitsOfMeasure", unit["id"], {"internationalStandardCode": ""})
        desktop.set("Billing", EInvoice="auto")
        desktop.run("workorders", expect=0)
        checks = dict(desktop.ledger("SELECT internal_number, checks FROM documents"))
        assert any("? e-invoice " in checks[number] and "HOUR" in checks[number] for number, _ in chosen), checks


run(globals())
