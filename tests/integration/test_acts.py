# SPDX-License-Identifier: GPL-3.0-or-later
"""What people decide about documents, from the command line."""

import csv
import io

from harness import Desktop, Sandbox, documents, expect_explained, run


def ready_rows(desktop):
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row for row in rows if row["state"] == "ready" and row["net"] > 0]


def state_of(desktop, number):
    return desktop.ledger("SELECT state, reason_code FROM documents WHERE internal_number = ?", number)[0]


def invoice_of(sandbox, number):
    return next(row for row in sandbox.dump()["wello"]["invoices"] if row["internal_number"] == number)


def documents_of(sandbox, number):
    return [row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number]


def withdraw_with(final, status, reason):
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sandbox.control("POST", "/set", {"wello.imported-final": final})
        number = ready_rows(desktop)[0]["number"]
        desktop.run("bill", number, expect=0)
        first = documents_of(sandbox, number)[0]["number"]
        answer = desktop.run("withdraw", number, "--reason", "wrong site", "--json", expect=0).json()
        assert answer["act"] == "withdraw" and answer["done"] == 1 and answer["failed"] == 0, answer
        assert answer["documents"][0]["state"] == "withdrawn", answer
        assert documents_of(sandbox, number) == []
        assert invoice_of(sandbox, number)["invoice_status_name"] == status
        assert state_of(desktop, number) == ("withdrawn", reason)

        # The reason is kept, and who gave it.
        lines = desktop.run("audit", number, "--json", expect=0).json()["audit"]
        line = next(line for line in lines if line["action"] == "withdraw")
        assert line["reason"] == "wrong site" and "@" in line["who"], line
        assert (line["old"], line["new"]) == ("followed", "withdrawing"), line
        return_to(sandbox, desktop, number, status, first)


def return_to(sandbox, desktop, number, status, first):
    """It can be made again, each in its way."""
    if status == "ERP Imported":
        desktop.run("retry", number, expect=0)
        assert state_of(desktop, number) == ("followed", "number-untold")
        assert invoice_of(sandbox, number)["invoice_number"] == first
    else:
        if status == "ERP Error":
            invoice = invoice_of(sandbox, number)
            ready = next(row["invoice_status_id"] for row in sandbox.dump()["wello"]["invoices"]
                         if row["invoice_status_name"] == "Ready for ERP")
            sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": ready})
        desktop.run("bill", number, expect=0)
        assert state_of(desktop, number) == ("followed", "")
    assert len(documents_of(sandbox, number)) == 1


def test_withdraws_to_ready():
    withdraw_with("no", "Ready for ERP", "withdrawn")


def test_withdraws_to_error():
    withdraw_with("but-error", "ERP Error", "withdrawn")


def test_withdraws_from_imported():
    withdraw_with("yes", "ERP Imported", "withdrawn-imported")


def test_withdraw_refused():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = ready_rows(desktop)[0]["number"]
        result = desktop.run("withdraw", number, expect=1)
        expect_explained(result, number, "→")
        desktop.run("bill", number, "--post", expect=0)
        expect_explained(desktop.run("withdraw", number, expect=1), "credited")
        expect_explained(desktop.run("withdraw", "NOBODYS", expect=1), "NOBODYS")
        assert not [row for row in sandbox.requests() if row["method"] == "DELETE"]


HEADER = {
    "customerPurchaseOrderReference": "PO 77", "invoiceDate": "2031-01-02", "orderDate": "2031-01-02", "postingDate": "2031-01-02",
    "dueDate": "2031-02-03", "shipToName": "Somebody else", "shipToContact": "Mr. B.", "shipToAddressLine1": "Rue du Feu 2",
    "shipToAddressLine2": "Back door", "shipToCity": "Liège", "shipToCountry": "FR", "shipToState": "LG", "shipToPostCode": "4000",
    "salesperson": "ZZ",
}


def edit(sandbox, row, **values):
    sandbox.control("POST", "/act", {"verb": "edit", "set": row["kind"], "id": row["id"], "values": values})


def test_withdraw_edited_header():
    """Nothing is deleted in whose header a person wrote; what we wrote ourselves after the quote isn't that."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        numbers = [row["number"] for row in ready_rows(desktop)]
        for words in (("--via", "direct"), ("--via", "direct", "--as", "order"), ("--via", "quote")):
            number = numbers.pop(0)
            desktop.run("bill", number, *words, expect=0)
            draft = documents_of(sandbox, number)[0]
            row = sandbox.control("GET", "/rows?service=bc&set=" + draft["kind"])["rows"]
            row = dict(next(one for one in row if one["id"] == draft["id"]), kind=draft["kind"])
            edited = [member for member in HEADER if member in row]
            assert len(edited) >= 11, row
            for member in edited:
                edit(sandbox, row, **{member: HEADER[member]})
                desktop.run("withdraw", number, expect=1)
                assert state_of(desktop, number) == ("followed", "not-withdrawn-changed"), member
                edit(sandbox, row, **{member: row[member]})
            assert len(documents_of(sandbox, number)) == 1
            desktop.run("withdraw", number, expect=0)
            assert documents_of(sandbox, number) == []


def everything_of(sandbox, number):
    rows = sandbox.control("GET", "/rows?service=bc&set=salesInvoices")["rows"]
    return [row for row in rows if row["externalDocumentNumber"] == "WELLO-" + number]


def test_empty_invoice_left():
    """Where drafts and posted invoices share their numbers, deleting a draft leaves an empty posted invoice: it bills nothing."""
    with Sandbox("--set", "bc.invoice-series=shared", "--set", "wello.imported-final=no") as sandbox, Desktop(sandbox) as desktop:
        number = ready_rows(desktop)[0]["number"]
        desktop.run("bill", number, expect=0)
        draft = everything_of(sandbox, number)[0]
        desktop.run("withdraw", number, expect=0)
        assert state_of(desktop, number) == ("withdrawn", "withdrawn-void"), state_of(desktop, number)
        left = everything_of(sandbox, number)
        assert [row["status"] for row in left] == ["Paid"] and left[0]["number"] == draft["number"], left

        # It is made again beside it, and nothing takes that for two.
        desktop.run("bill", number, expect=0)
        desktop.run("bill", "--all", "--dry-run", expect=(0, 1))
        assert len(everything_of(sandbox, number)) == 2
        assert state_of(desktop, number) == ("followed", ""), state_of(desktop, number)


def test_skips_and_undoes():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        numbers = [row["number"] for row in ready_rows(desktop)[:2]]
        desktop.run("skip", *numbers, expect=2)
        desktop.run("skip", *numbers, "--reason", " ", expect=2)
        answer = desktop.run("skip", *numbers, "NOBODYS", "--reason", "goodwill", "--json", expect=1).json()
        assert answer["done"] == 2 and answer["failed"] == 1, answer
        assert answer["failures"][0]["number"] == "NOBODYS" and answer["failures"][0]["mend"], answer
        desktop.run("bill", "--all", expect=(0, 1))
        assert [state_of(desktop, number) for number in numbers] == [("skipped", "skipped")] * 2
        assert all(documents_of(sandbox, number) == [] for number in numbers)
        rows = desktop.run("workorders", "--queue", "done", "--json", expect=0).json()["workOrders"]
        assert "goodwill" in next(row["reason"] for row in rows if row["number"] == numbers[0])
        desktop.run("skip", *numbers, "--undo", expect=0)
        desktop.run("bill", *numbers, expect=0)
        assert all(len(documents_of(sandbox, number)) == 1 for number in numbers)


def test_retries_refused():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = ready_rows(desktop)[0]["number"]
        sandbox.fault(service="bc", method="POST", path=r"/salesInvoices(\?|$)", kind="409", times=1, status=400)
        desktop.run("bill", number, expect=(0, 1))
        if state_of(desktop, number)[0] != "refused":
            # The stand-in's 409 is taken for a stale version, which is as much of a refusal.
            raise AssertionError(state_of(desktop, number))
        assert invoice_of(sandbox, number)["invoice_status_name"] == "ERP Error"
        answer = desktop.run("retry", "--all", "--json", expect=0).json()
        assert [row["number"] for row in answer["documents"]] == [number], answer
        assert state_of(desktop, number) == ("followed", "")
        assert invoice_of(sandbox, number)["invoice_status_name"] == "ERP Imported"
        assert desktop.run("retry", "--all", "--json", expect=0).json()["documents"] == []


def type_by_hand(sandbox, row, number):
    """An invoice that somebody made before Passerelle was there."""
    customers = sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
    customer = next(one for one in customers if one["number"] == row["customerNumber"])
    sandbox.change("bc", "salesInvoices", None, {
        "number": number, "customerId": customer["id"], "customerNumber": customer["number"],
        "status": "Open", "totalAmountExcludingTax": row["net"], "totalAmountIncludingTax": row["gross"]})


def test_marks_billed():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        rows = ready_rows(desktop)
        one, other = rows[0], rows[1]
        type_by_hand(sandbox, one, "HAND-1")
        type_by_hand(sandbox, dict(other, net=other["net"] + 5), "HAND-2")
        answer = desktop.run("mark-billed", one["number"], "hand-1", "--json", expect=0).json()
        row = answer["documents"][0]
        assert row["state"] == "already-invoiced" and row["bcNumber"] == "HAND-1", answer
        assert "without VAT" in row["reason"], answer
        expect_explained(desktop.run("mark-billed", other["number"], "HAND-1", expect=1), one["number"] if
                         one["customerNumber"] == other["customerNumber"] else "customer")
        expect_explained(desktop.run("mark-billed", other["number"], "HAND-2", expect=1), "--despite")
        expect_explained(desktop.run("mark-billed", other["number"], "HAND-9", expect=1), "HAND-9")
        desktop.run("mark-billed", other["number"], "HAND-2", "--despite", expect=0)
        desktop.run("bill", "--all", expect=(0, 1))
        assert documents_of(sandbox, one["number"]) == [] == documents_of(sandbox, other["number"])
        desktop.run("mark-billed", one["number"], "--undo", expect=0)
        desktop.run("bill", one["number"], expect=0)
        assert len(documents_of(sandbox, one["number"])) == 1


def test_marks_a_list():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        rows = ready_rows(desktop)[:3]
        for place, row in enumerate(rows[:2]):
            type_by_hand(sandbox, row, f"HAND-{place}")
        path = desktop.state + ".txt"
        with open(path, "w", encoding="utf-8") as file:
            file.write("# Wello; Business Central\n" +
                       "".join(f"{row['number']};HAND-{place}\n" for place, row in enumerate(rows)))
        answer = desktop.run("mark-billed", "--file", path, "--json", expect=1).json()
        assert answer["done"] == 2 and answer["failed"] == 1, answer
        assert answer["failures"][0]["number"] == rows[2]["number"], answer
        # Once more does no harm.
        assert desktop.run("mark-billed", "--file", path, "--json", expect=1).json()["done"] == 2
        with open(path, "w", encoding="utf-8") as file:
            file.write("1001\n")
        desktop.run("mark-billed", "--file", path, expect=2)


def test_audit_is_a_table():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = ready_rows(desktop)[0]["number"]
        desktop.run("skip", number, "--reason", "=cmd|' /C calc'!A0, \"so\"", expect=0)
        text = desktop.run("audit", "--csv", number, expect=0).out
        table = list(csv.DictReader(io.StringIO(text)))
        line = next(line for line in table if line["action"] == "skip")
        assert line["reason"] == "'=cmd|' /C calc'!A0, \"so\"", line
        assert line["number"] == number and line["old"] == "ready" and line["new"] == "skipped", line
        # Newest first, and each line only once, however many pages it takes.
        lines = desktop.run("audit", "--json", expect=0).json()["audit"]
        ids = [line["id"] for line in lines]
        assert ids == sorted(set(ids), reverse=True) and len(ids) > 10
        assert desktop.run("audit", "--since", "2999-01-01", "--json", expect=0).json()["audit"] == []
        assert len(desktop.run("audit", "--since", "2000-01-01", "--json", expect=0).json()["audit"]) == len(ids)
        desktop.run("audit", "--since", "yesterday", expect=2)
        assert sandbox.dump()["bc"]["salesInvoices"] == []


def test_tells_only_what_is_posted():
    with Sandbox() as sandbox, Desktop(sandbox, Confirm="posted") as desktop:
        number = ready_rows(desktop)[0]["number"]
        desktop.run("bill", number, expect=0)
        assert state_of(desktop, number) == ("followed", "")
        assert invoice_of(sandbox, number)["invoice_status_name"] == "Ready for ERP"
        desktop.run("bill", number, expect=0)
        assert len(documents_of(sandbox, number)) == 1
        desktop.run("bill", number, "--post", expect=0)
        assert state_of(desktop, number) == ("closed", "")
        assert invoice_of(sandbox, number)["invoice_status_name"] == "ERP Imported"
        assert invoice_of(sandbox, number)["invoice_number"] == documents_of(sandbox, number)[0]["number"]


if __name__ == "__main__":
    run(globals(), at_once=3)
