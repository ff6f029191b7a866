# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of billing over HTTP: credited invoices, proofs of posting, approvals of quotes, prices, and the log of requests."""

from harness import Desktop, Sandbox, documents, run


def ready(desktop):
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows if row["state"] == "ready"]


def state_of(desktop, number):
    return desktop.ledger("SELECT state, reason_code FROM documents WHERE internal_number = ?", number)[0]


def status_of(desktop, number):
    return desktop.ledger("SELECT bc_status FROM documents WHERE internal_number = ?", number)[0][0]


def made(sandbox, mark):
    return [row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == mark]


def customer_of(desktop, sandbox, number):
    ready(desktop)
    return desktop.ledger("SELECT customer_id FROM documents WHERE internal_number = ?", number)[0][0]


def stock_of(sandbox, article):
    items = sandbox.control("GET", "/rows?service=bc&set=items")["rows"]
    return next(float(row["inventory"]) for row in items if row["number"] == article)


def test_credited():
    """What a credit memo closes shows Paid; it is credited, and what was paid is paid."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number, other, third = ready(desktop)[:3]
        desktop.run("bill", number, "--post", expect=0)
        desktop.run("bill", other, "--post", expect=0)
        credited = made(sandbox, "WELLO-" + number)[0]
        paid = made(sandbox, "WELLO-" + other)[0]
        sandbox.control("POST", "/act", {"verb": "pay", "set": "salesInvoices", "id": paid["id"]})
        sandbox.control("POST", "/act", {"verb": "credit", "set": "salesInvoices", "id": credited["id"]})
        assert made(sandbox, "WELLO-" + number)[0]["status"] == "Paid"
        desktop.run("bill", third, expect=0)
        assert status_of(desktop, number) == "credited", status_of(desktop, number)
        assert status_of(desktop, other) == "paid", status_of(desktop, other)
        assert len(made(sandbox, "WELLO-" + number)) == 1


def test_no_list_of_posted():
    """Posting is proven by the general ledger where the API automate isn't there."""
    for kind in ("invoice", "order"):
        with Sandbox("--set", "bc.automate=no") as sandbox, Desktop(sandbox) as desktop:
            number = ready(desktop)[0]
            desktop.run("bill", number, "--as", kind, "--post", expect=0)
            assert state_of(desktop, number) == ("closed", ""), state_of(desktop, number)
            assert len(made(sandbox, "WELLO-" + number)) == 1
            assert any("generalLedgerEntries" in row["path"] for row in sandbox.requests())


def test_quotes_need_approval():
    """With Via=auto the first quote tells, and is removed; all are made directly."""
    with Sandbox("--set", "bc.quote-approval=needed") as sandbox, Desktop(sandbox, Via="auto") as desktop:
        first, second = ready(desktop)[:2]
        desktop.run("bill", first, expect=0)
        desktop.run("bill", second, expect=0)
        for number in (first, second):
            assert len(made(sandbox, "WELLO-" + number)) == 1
            assert state_of(desktop, number) == ("followed", ""), state_of(desktop, number)
        assert sandbox.control("GET", "/rows?service=bc&set=salesQuotes")["rows"] == []
        conversions = [row for row in sandbox.requests() if "Microsoft.NAV.make" in row["path"]]
        assert len(conversions) == 1, conversions


def test_prices_of_bc():
    """With Prices=bc the customer pays what Business Central asks; a total other than Wello's is accepted as it was seen."""
    for via in ("direct", "quote"):
        with Sandbox() as sandbox, Desktop(sandbox, Prices="bc", Via=via) as desktop:
            invoices = {row["internal_number"]: row for row in sandbox.dump()["wello"]["invoices"]}
            number = next(number for number in ready(desktop) if not invoices[number].get("case") and
                          any(line["article_code"] for line in invoices[number]["lines"]))
            article = next(line["article_code"] for line in invoices[number]["lines"] if line["article_code"])
            items = sandbox.control("GET", "/rows?service=bc&set=items")["rows"]
            item = next(row for row in items if row["number"] == article)

            def ask(price):
                sandbox.change("bc", "items", item["id"], {"unitPrice": price})

            def net():
                lines = [line for line in made(sandbox, "WELLO-" + number)[0]["lines"] if line["lineObjectNumber"] == article]
                return [float(line["unitPrice"]) for line in lines]

            ask(4711.5)
            desktop.run("bill", number, "--post", expect=1)
            assert state_of(desktop, number) == ("needs-look", "price-differs"), state_of(desktop, number)
            found = made(sandbox, "WELLO-" + number)
            assert len(found) == (1 if via == "direct" else 0), found
            assert sandbox.dump()["bc"]["postedSalesInvoices"] == []
            assert not [row for row in sandbox.requests() if "ChangeStatusId" in row["path"]]

            # Whoever bills it again has seen that very amount.
            desktop.run("bill", number, "--post", expect=0)
            assert state_of(desktop, number) == ("closed", ""), state_of(desktop, number)
            assert len(made(sandbox, "WELLO-" + number)) == 1 and set(net()) == {4711.5}, net()
            invoice = next(row for row in sandbox.dump()["wello"]["invoices"] if row["internal_number"] == number)
            assert invoice["invoice_status_name"] == "ERP Imported", invoice


def test_internal():
    """What costs the customer nothing is an order of a card of our own, without prices, and takes its parts out of stock."""
    for via in ("direct", "quote"):
        with Sandbox() as sandbox, Desktop(sandbox, Via=via, WarrantyAs="list-100") as desktop:
            invoice = next(row for row in sandbox.dump()["wello"]["invoices"] if row.get("case") == "zero-total")
            number, article = invoice["internal_number"], invoice["lines"][0]["article_code"]
            customers = sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
            served = next(row for row in customers if row["id"] == customer_of(desktop, sandbox, number))
            own = next(row for row in customers if row["blocked"] == "_x0020_" and row["id"] != served["id"])

            desktop.set("Billing", Internal="customer:NO-SUCH")
            shown = desktop.run("workorders", "show", number, "--json", expect=0).json()
            assert [row["id"] for row in shown["checks"] if row["result"] == "blocks"] == ["internal-customer"], shown["checks"]

            desktop.set("Billing", Internal="customer:" + own["number"])
            shown = desktop.run("workorders", "show", number, "--json", expect=0).json()
            assert shown["internal"] and shown["billTo"] == own["number"], shown
            assert shown["workOrder"]["customerNumber"] == served["number"], shown
            assert not [row for row in shown["checks"] if row["result"] != "passed"], shown["checks"]
            assert "internal: an order without prices" in desktop.run("workorders", "show", number, expect=0).out

            stock = stock_of(sandbox, article)
            desktop.run("bill", number, "--as", "invoice", "--post", expect=0)
            assert state_of(desktop, number) == ("closed", ""), state_of(desktop, number)
            posted = made(sandbox, "WELLO-" + number)
            assert len(posted) == 1 and posted[0]["customerNumber"] == own["number"], posted
            assert [line["unitPrice"] for line in posted[0]["lines"] if line["lineType"] == "Item"] == [0], posted
            assert stock_of(sandbox, article) == stock - 1


def test_closed_period():
    """The company's dates for posting are a hint: a warning of check, and a question where each document has a day of its own."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        setup = sandbox.control("GET", "/rows?service=bc&set=generalLedgerSetup")["rows"][0]

        def findings():
            found = desktop.run("check", "--json", expect=(0, 1)).json()["findings"]
            return [row for row in found if row["id"] == "billing.period"]

        assert findings() == []
        sandbox.change("bc", "generalLedgerSetup", setup["id"], {"allowPostingFrom": "2001-01-01", "allowPostingTo": "2001-01-31"})
        assert [row["kind"] for row in findings()] == ["warning"] and "2001-01-31" in findings()[0]["why"], findings()

        # It doesn't ask of today's documents, and a draft is made.
        number, other = ready(desktop)[:2]
        desktop.run("bill", number, expect=0)

        desktop.set("Billing", PostingDate="completed")
        assert findings() == []
        desktop.run("bill", other, expect=1)
        assert state_of(desktop, other) == ("ready", "posting-date"), state_of(desktop, other)
        desktop.run("bill", other, "--accept", "posting-date", "--post", expect=1)
        state, reason = state_of(desktop, other)
        assert (state, reason) == ("needs-look", "post-refused"), (state, reason)

        sandbox.change("bc", "generalLedgerSetup", setup["id"], {"allowPostingTo": "0001-01-01"})
        third = ready(desktop)[0]
        desktop.run("bill", third, "--post", expect=0)
        assert state_of(desktop, third) == ("closed", ""), state_of(desktop, third)


def test_heading():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Heading", default="Job {number} · {invoice}", fr="Bon {number}")
        number = ready(desktop)[0]
        body = desktop.run("bill", number, "--dry-run", "--json", expect=0).json()["documents"][0]["body"]
        assert "Job " in str(body) and number in str(body), body


def test_request_log():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("check", expect=(0, 1))
        assert desktop.run("log", "--requests", "--json", expect=0).json()["requests"] == []
        desktop.run("check", "--log-requests", "all", expect=(0, 1))
        rows = desktop.run("log", "--requests", "--json", "--limit", "500", expect=0).json()["requests"]
        assert {row["service"] for row in rows} == {"bc", "wello"}, rows
        assert all(row["status"] == 200 for row in rows if row["method"] == "GET"), rows
        text = desktop.run("log", "--requests", expect=0).out
        assert "GET http://127.0.0.1" in text, text
        secrets = (sandbox.ready["client_secret"], sandbox.ready["wello_password"])
        assert not any(secret in str(rows) + text for secret in secrets)
        assert [name for name in desktop.files_with(*secrets) if "credentials" not in name] == []
        desktop.run("log", "--requests", "--row", "1", expect=2)
        desktop.run("check", "--log-requests", "some", expect=2)


run(globals())
