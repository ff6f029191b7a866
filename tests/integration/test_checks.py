# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks before sending, each with an invoice that fails it and one that passes."""

from harness import Desktop, Sandbox, documents, run

# Invoices of the stand-in's seed that fail a check, by the name of their case.
FAILING = {
    "credit-note": "credit-note",
    "unknown-customer": "customer-not-coupled",
    "blocked-customer": "customer-blocked",
    "blocked-customer-invoice": "customer-blocked",
    "bill-to-unknown": "bill-to-not-coupled",
    "bill-to-blocked": "bill-to-blocked",
    "mixed-vat-codes": "vat-customers-mixed",
    "long-number": "number-too-long",
    "order-number-missing": "order-number",
    "unknown-currency": "currency-unknown",
    "blocked-item": "item-blocked",
    "deleted-item": "item-not-coupled",
    "blocked-customer-ship": "customer-no-orders",
    "unmapped-labour": "labour-not-mapped",
    "hand-typed-part": "hand-typed-part",
    "lost-location": "location-not-coupled",
    "zero-total": "zero-total",
    "long-day": "hours-odd",
    "zero-price": "price-missing",
    "dwelling-6-percent": "vat-not-mapped",
}


def checks_of(desktop):
    """The results of the checks, by the Wello number: {id: (mark, about)}."""
    found = {}
    for number, text in desktop.ledger("SELECT internal_number, checks FROM documents"):
        lines = [line.split(" ", 2) for line in text.splitlines()]
        found[number] = {line[1]: (line[0], line[2] if len(line) > 2 else "") for line in lines}
    return found


def invoices_by_case(sandbox):
    return {invoice["case"]: invoice for invoice in sandbox.dump()["wello"]["invoices"] if invoice.get("case")}


def plain_ready(sandbox, count):
    """Ready invoices about which nothing is special."""
    invoices = [invoice for invoice in sandbox.dump()["wello"]["invoices"]
                if not invoice.get("case") and invoice["invoice_status_name"] == "Ready for ERP"]
    return invoices[:count]


def co_contractor(sandbox):
    rows = sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
    return next(row["number"] for row in rows if row["taxAreaDisplayName"] and row["al.vatBusPostingGroup"] == "CC")


def test_each_check_fails_and_passes():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        cases = invoices_by_case(sandbox)
        desktop.set("Vat", **{"6,labour": None, "6,part": None})
        code = cases["mixed-vat-codes"]["company_code"]
        desktop.set("VatCustomer", **{f"{code},CC": co_contractor(sandbox)})
        desktop.run("sync", expect=(0, 1))
        desktop.run("workorders", expect=(0, 1))
        found = checks_of(desktop)
        for case, check in FAILING.items():
            number = cases[case]["internal_number"]
            mark, about = found[number][check]
            assert mark in "?!" and about, (case, check, found[number])
        for check in set(FAILING.values()):
            assert any(results[check][0] == "+" for results in found.values()), f"nothing passes {check}"
        # And most of what is ready passes all.
        clean = [number for number, results in found.items() if all(mark == "+" for mark, _ in results.values())]
        assert len(clean) > len(found) / 3, found


def test_what_changes_meanwhile():
    """What was all right when it was read first, and isn't any more."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        desktop.run("workorders", expect=(0, 1))
        gone, lines, nothing = plain_ready(sandbox, 3)
        customers = sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
        customer = next(row for row in customers if row["number"] == gone["company_code"])
        sandbox.change("bc", "customers", customer["id"], delete=True)
        sandbox.change("wello", "Invoice", lines["id"], {"total_lines": lines["total_lines"] + 1})
        sandbox.change("wello", "Invoice", nothing["id"], {"total_lines": 0})
        for line in nothing["lines"]:
            sandbox.change("wello", "InvoiceDetails", line["id"], delete=True)
        desktop.run("workorders", expect=(0, 1))
        found = checks_of(desktop)
        assert found[gone["internal_number"]]["customer-gone"][0] == "!", found[gone["internal_number"]]
        assert found[lines["internal_number"]]["lines-missing"][0] == "!", found[lines["internal_number"]]
        assert found[nothing["internal_number"]]["no-lines"][0] == "!", found[nothing["internal_number"]]


def test_what_goes_meanwhile():
    """What a document needs was there, or was right, when it was read first."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        desktop.run("workorders", expect=(0, 1))
        payer = invoices_by_case(sandbox)["bill-to-another"]
        hours = [row for row in plain_ready(sandbox, 99) if any("non_part" in line["source_db_table_name"] for line in row["lines"])]
        parts = [row for row in plain_ready(sandbox, 99) if row not in hours and all(line["article_code"] for line in row["lines"])]
        part, taken, other = parts[:3]
        names = {"item-gone": part, "number-taken": taken, "vat-customer-gone": other,
                 "rule-item-gone": hours[0], "bill-to-gone": payer}
        before = checks_of(desktop)
        for check, invoice in names.items():
            assert before[invoice["internal_number"]][check][0] == "+", (check, before[invoice["internal_number"]])

        def find(table, number):
            rows = sandbox.control("GET", f"/rows?service=bc&set={table}")["rows"]
            return next(row["id"] for row in rows if row["number"] == number)

        # Somebody types the number on a document of another customer.
        desktop.run("bill", hours[1]["internal_number"], expect=0)
        made = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + hours[1]["internal_number"])
        sandbox.change("bc", "salesInvoices", made["id"], {"externalDocumentNumber": "WELLO-" + taken["internal_number"]})

        companies = {row["id"]: row for row in sandbox.control("GET", "/rows?service=wello&set=Company")["rows"]}
        sandbox.change("bc", "customers", find("customers", companies[payer["bill_to_company_id"]]["code"]), delete=True)
        sandbox.change("bc", "items", find("items", part["lines"][0]["article_code"]), delete=True)
        desktop.set("VatCustomer", **{f"{other['company_code']},{other['lines'][0]['company_vat_code']}": "NO-SUCH"})
        desktop.set("Labour", WorkingTime="item:NO-SUCH")
        desktop.run("workorders", expect=(0, 1))
        found = checks_of(desktop)
        for check, invoice in names.items():
            mark, about = found[invoice["internal_number"]][check]
            assert mark == "!" and about, (check, found[invoice["internal_number"]])


def test_look_alike():
    """Typed in by hand, without our number: it is asked about, once."""
    with Sandbox() as sandbox, Desktop(sandbox) as first, Desktop(sandbox) as second:
        first.run("sync", expect=(0, 1))
        invoice = plain_ready(sandbox, 1)[0]
        number = invoice["internal_number"]
        first.run("bill", number, expect=0)
        made = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == f"WELLO-{number}")
        ready = next(row["invoice_status_id"] for row in sandbox.dump()["wello"]["invoices"]
                     if row["invoice_status_name"] == "Ready for ERP")
        sandbox.change("bc", "salesInvoices", made["id"], {"externalDocumentNumber": ""})
        sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": ready,
                                                           "invoice_status_name": "Ready for ERP", "invoice_number": ""})

        second.run("sync", expect=(0, 1))
        asked = second.run("bill", number, "--json", expect=1).json()["documents"][0]
        assert asked["state"] == "ready" and made["number"] in asked["reason"], asked
        assert "--accept look-alike" in asked["mend"], asked
        assert len(documents(sandbox.dump())) == 1
        all_of_them = second.run("bill", "--all", "--json", expect=1).json()
        assert next(row for row in all_of_them["documents"] if row["number"] == number)["state"] == "ready"

        done = second.run("bill", number, "--accept", "look-alike", "--json", expect=0).json()
        assert done["done"] == 1, done
        ((version,),) = second.ledger(f"SELECT version FROM documents WHERE internal_number = '{number}'")
        audit = second.ledger("SELECT reason FROM audit WHERE action = 'approve' AND reason LIKE 'accepted:%'")
        assert audit == [(f"accepted: look-alike; version {version[:8]}",)], audit


def test_number_taken():
    with Sandbox() as sandbox, Desktop(sandbox) as first, Desktop(sandbox) as second:
        first.run("sync", expect=(0, 1))
        one, other = plain_ready(sandbox, 2)
        first.run("bill", one["internal_number"], expect=0)
        made = documents(sandbox.dump())[0]
        sandbox.change("bc", "salesInvoices", made["id"],
                       {"externalDocumentNumber": f"WELLO-{other['internal_number']}"})
        second.run("sync", expect=(0, 1))
        row = second.run("bill", other["internal_number"], "--json", expect=1).json()["documents"][0]
        assert row["state"] == "blocked" and made["number"] in row["reason"], row
        assert len(documents(sandbox.dump())) == 1


def test_vat_customer():
    """Work for a co-contractor goes to the card that has the VAT group for it."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice = invoices_by_case(sandbox)["co-contractor-job"]
        card = co_contractor(sandbox)
        desktop.run("sync", expect=(0, 1))
        wrong = desktop.run("bill", invoice["internal_number"], "--json", expect=1).json()["documents"][0]
        assert wrong["state"] == "needs-look" and "21 %" in wrong["reason"], wrong

    with Sandbox() as sandbox, Desktop(sandbox, Post="yes") as desktop:
        desktop.set("VatCustomer", **{f"{invoice['company_code']},CC": card})
        desktop.run("sync", expect=(0, 1))
        right = desktop.run("bill", invoice["internal_number"], "--json", expect=0).json()["documents"][0]
        assert right["state"] in ("followed", "closed") and right["vat"] == 0, right
        made = documents(sandbox.dump())[0]
        assert made["billToCustomerNumber"] == card and made["customerNumber"] == invoice["company_code"], made


def test_show():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        cases = invoices_by_case(sandbox)
        number = cases["warranty"]["internal_number"]
        before = desktop.run("workorders", "show", number, "--json", expect=0).json()
        assert before["workOrder"]["number"] == number and not before["exact"], before
        assert {check["result"] for check in before["checks"]} == {"passed"}, before["checks"]
        assert "businessCentral" not in before["totals"], before["totals"]
        site = next(row for row in sandbox.dump()["wello"]["invoices"] if row["internal_number"] == number)
        assert before["site"] == "{delivery_name}, {delivery_street}, {delivery_zip} {delivery_city}".format(**site), before["site"]
        listed = {row["number"]: row for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]}
        assert listed[number]["site"] == before["site"] and listed[number]["document"] == "invoice", listed[number]
        assert listed[number]["flags"] == [], listed[number]
        assert any("asks" in row["flags"] for row in listed.values()), listed
        assert before["site"][:20] in desktop.run("workorders", expect=0).out
        assert before["totals"]["wello"]["net"] == before["totals"]["predicted"]["net"], before["totals"]
        assert any("warranty" in line.get("priceFrom", "") for line in before["lines"]), before["lines"]
        assert any(line["text"] == "S/N SN-4711-É" and "net" not in line for line in before["lines"]), before["lines"]

        desktop.run("bill", number, expect=0)
        after = desktop.run("workorders", "show", number, "--json", expect=0).json()
        made = documents(sandbox.dump())[0]
        assert after["exact"] and after["workOrder"]["bcStatus"] == "draft", after
        assert after["totals"]["businessCentral"]["net"] == made["totalAmountExcludingTax"], after["totals"]
        assert [line["text"] for line in after["lines"]] == [line["text"] for line in before["lines"]], after["lines"]
        assert [event["action"] for event in after["history"]][:2] == ["found", "approve"], after["history"]
        text = desktop.run("workorders", "show", number, expect=0).out
        assert f"Draft {made['number']}" in text and "✔" in text, text

        # What a person changes there is shown as it is.
        line = next(row for row in sandbox.control("GET", "/rows?service=bc&set=salesInvoiceLines")["rows"]
                    if row["documentId"] == made["id"] and row["quantity"] == 2)
        sandbox.change("bc", "salesInvoiceLines", line["id"], {"unitPrice": 1})
        changed = desktop.run("workorders", "show", number, "--json", expect=0).json()
        assert any(row.get("price") == 1 and row["priceFrom"] == "Business Central" for row in changed["lines"]), changed

        asks = desktop.run("workorders", "show", cases["zero-price"]["internal_number"], "--json", expect=0).json()
        asked = next(check for check in asks["checks"] if check["result"] == "asks")
        assert asked["id"] == "price-missing" and asked["about"] and asked["why"] and "--accept" in asked["mend"], asked
        blocked = desktop.run("workorders", "show", cases["unknown-customer"]["internal_number"], expect=0)
        assert "✖" in blocked.out and "→" in blocked.out, blocked.out
        desktop.run("workorders", "show", "no-such-number", expect=2)
        desktop.run("workorders", "show", expect=2)


def test_accept_usage():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        unknown = desktop.run("bill", "1", "--accept", "customer-gone", expect=2)
        assert "look-alike" in unknown.err, str(unknown)
        desktop.run("bill", "--all", "--accept", "look-alike", expect=2)


def test_date_is_asked_for():
    with Sandbox() as sandbox, Desktop(sandbox, InvoiceDate="ask", PostingDate="ask") as desktop:
        desktop.run("sync", expect=(0, 1))
        number = plain_ready(sandbox, 1)[0]["internal_number"]
        asked = desktop.run("bill", number, expect=2)
        assert "--date" in asked.err, str(asked)
        desktop.run("bill", number, "--date", "2026-02-30", expect=2)
        desktop.run("bill", number, "--date", "2026-03-31", expect=0)
        made = documents(sandbox.dump())[0]
        assert made["invoiceDate"] == made["postingDate"] == "2026-03-31", made
        desktop.set("Billing", InvoiceDate="today", PostingDate="today")
        desktop.run("bill", number, "--date", "2026-03-31", expect=2)


run(globals())
