# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents made over quotes, over HTTP: once, compared before, and not waited for."""

from harness import Desktop, Sandbox, documents, run, wait_for

QUOTE = r"/salesQuotes(\?|$)"
CONVERT = r"Microsoft\.NAV\.make(Invoice|Order)$"


def first_ready(desktop):
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return next(row["number"] for row in rows if row["state"] == "ready")


def assert_converted_once(sandbox, desktop, number, kind="salesInvoices", quotes=0):
    dump = sandbox.dump()
    made = [row for row in documents(dump) if row["externalDocumentNumber"] == "WELLO-" + number]
    assert [row["kind"] for row in made] == [kind], made
    state = desktop.ledger("SELECT state, reason_code FROM documents WHERE internal_number = ?", number)
    assert state == [("followed", "")], state
    told = next(row for row in dump["wello"]["invoices"] if row["internal_number"] == number)
    assert told["invoice_number"] == made[0]["number"], (told, made)
    left = sandbox.control("GET", "/rows?service=bc&set=salesQuotes")["rows"]
    assert len(left) == quotes, left
    conversions = [row for row in sandbox.requests() if row["method"] == "POST" and "Microsoft.NAV.make" in row["path"]]
    assert conversions, "nothing was converted"


def test_invoice_and_order():
    with Sandbox() as sandbox, Desktop(sandbox, Via="quote") as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, expect=0)
        assert_converted_once(sandbox, desktop, number)
        invoice = next(row for row in sandbox.control("GET", "/rows?service=bc&set=salesInvoices")["rows"]
                       if row["externalDocumentNumber"] == "WELLO-" + number)
        assert invoice["customerPurchaseOrderReference"], invoice
        other = first_ready(desktop)
        desktop.run("bill", other, "--as", "order", expect=0)
        assert_converted_once(sandbox, desktop, other, "salesOrders")


def test_answers_lost():
    with Sandbox() as sandbox, Desktop(sandbox, Via="quote") as desktop:
        desktop.run("check", "--try-quote", expect=(0, 1))
        for path, kind in ((QUOTE, "drop-after"), (CONVERT, "drop-after"), (CONVERT, "drop-before")):
            number = first_ready(desktop)
            sandbox.fault(service="bc", method="POST", path=path, kind=kind, times=1)
            # The longest request would be waited for 20 minutes.
            desktop.run("bill", number, expect=0)
            assert_converted_once(sandbox, desktop, number)
            sandbox.clear_faults()


def test_killed_while_converting():
    with Sandbox() as sandbox, Desktop(sandbox, Via="quote") as desktop:
        number = first_ready(desktop)
        sandbox.fault(service="bc", method="POST", path=CONVERT, kind="queue", times=1, seconds=2)
        process = desktop.start("bill", number)
        wait_for(lambda: any(fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]), "the conversion")
        process.kill()
        process.communicate()
        state = desktop.ledger("SELECT state, quote_id <> '' FROM documents WHERE internal_number = ?", number)
        assert state == [("converting", 1)], state
        desktop.run("bill", number, expect=0)
        assert_converted_once(sandbox, desktop, number)


def test_prices_in_the_order_of_the_page():
    with Sandbox("--set", "bc.property-order=page") as sandbox, Desktop(sandbox, Via="quote") as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, expect=0)
        assert_converted_once(sandbox, desktop, number)


def test_trial_left():
    """What couldn't be removed is told, and listed from then on, even where documents are made directly."""
    with Sandbox() as sandbox, Desktop(sandbox, Via="direct") as desktop:
        number = first_ready(desktop)
        sandbox.fault(service="bc", method="DELETE", path="salesQuotes", kind="deadlock", times=-1)
        findings = desktop.run("check", "--try-quote", "--json", expect=(0, 1)).json()["findings"]
        finding = next(one for one in findings if one["id"] == "billing.quotes")
        left = [row["number"] for row in sandbox.control("GET", "/rows?service=bc&set=salesQuotes")["rows"]
                if row["externalDocumentNumber"] == "PASSERELLE-TRIAL"]
        assert len(left) == 1, left
        assert finding["kind"] == "warning" and left[0] in finding["what"] and finding["why"] and finding["mend"], finding
        sandbox.clear_faults()
        answer = desktop.run("bill", number, "--json", expect=0).json()
        assert answer["quotesLeft"] == left, answer

        # It isn't looked again within the hour: what was found is told all the same, by whatever process.
        other = first_ready(desktop)
        sandbox.reset_requests()
        answer = desktop.run("bill", other, "--json", expect=0).json()
        assert answer["quotesLeft"] == left, answer
        assert not [row for row in sandbox.requests() if "salesQuotes" in row["path"]]
        assert desktop.run("status", "--json").json()["quotesLeft"] == left
        assert f"Quote {left[0]} is left over" in desktop.run("status").out
        finding = next(row for row in desktop.run("check", "--json", expect=(0, 1)).json()["findings"]
                       if row["id"] == "billing.quotes-left")
        assert finding["kind"] == "warning" and left[0] in finding["what"] and finding["mend"], finding


def test_auto_without_quotes():
    for switch in ("bc.quotes=no", "bc.quote-status=Sent", "bc.quote-series=missing"):
        with Sandbox("--set", switch) as sandbox, Desktop(sandbox, Via="auto") as desktop:
            number = first_ready(desktop)
            findings = desktop.run("check", "--try-quote", "--json", expect=(0, 1)).json()["findings"]
            assert [row["kind"] for row in findings if row["id"] == "billing.quotes"] == ["warning"], findings
            desktop.run("bill", number, expect=0)
            made = [row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number]
            assert len(made) == 1, made


run(globals())
