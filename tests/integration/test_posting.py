# SPDX-License-Identifier: GPL-3.0-or-later
"""Posting: once, proven, and told to Wello by its legal number."""

import signal

from harness import Desktop, Sandbox, documents, run, wait_for

ACTION = r".*Microsoft\.NAV\.(post|shipAndInvoice)$"


def first_ready(desktop):
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return next(row["number"] for row in rows if row["state"] == "ready")


def state_of(desktop, number):
    return desktop.ledger("SELECT state, reason_code FROM documents WHERE internal_number = ?", number)[0]


def assert_posted_once(sandbox, desktop, number):
    dump = sandbox.dump()
    assert state_of(desktop, number) == ("closed", ""), state_of(desktop, number)
    posted = [row for row in dump["bc"]["postedSalesInvoices"] if row["externalDocumentNumber"] == "WELLO-" + number]
    assert len(posted) == 1, posted
    assert [row["kind"] for row in documents(dump)
            if row["externalDocumentNumber"] == "WELLO-" + number] == ["salesInvoices"], documents(dump)
    invoice = next(row for row in dump["wello"]["invoices"] if row["internal_number"] == number)
    assert invoice["invoice_status_name"] == "ERP Imported", invoice
    assert invoice["invoice_number"] == posted[0]["number"], (invoice, posted)


def test_posts_invoice():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, "--post", expect=0)
        assert_posted_once(sandbox, desktop, number)


def test_posts_order():
    with Sandbox() as sandbox, Desktop(sandbox, Post="yes") as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, "--as", "order", expect=0)
        assert_posted_once(sandbox, desktop, number)


def test_only_what_is_approved_for_it():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, expect=0)
        assert state_of(desktop, number) == ("followed", "")
        assert sandbox.dump()["bc"]["postedSalesInvoices"] == []


def lose(kind, document):
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        sandbox.fault(service="bc", method="POST", path=ACTION, kind=kind, times=1)
        desktop.run("bill", number, "--post", "--as", document, expect=(0, 1))
        assert_posted_once(sandbox, desktop, number)


def test_answer_lost():
    for kind in ("drop-before", "drop-after", "504-after", "deadlock", "lock"):
        for document in ("invoice", "order"):
            lose(kind, document)


def test_killed_while_posting():
    for document in ("invoice", "order"):
        with Sandbox() as sandbox, Desktop(sandbox) as desktop:
            number = first_ready(desktop)
            sandbox.fault(service="bc", method="POST", path=ACTION, kind="queue", times=1, seconds=2)
            process = desktop.start("bill", number, "--post", "--as", document)
            wait_for(lambda: any(fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]), "posting")
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert state_of(desktop, number)[0] == "posting"
            sandbox.clear_faults()
            desktop.run("bill", "--all", expect=(0, 1))
            assert_posted_once(sandbox, desktop, number)


def test_refused_stays_draft():
    with Sandbox("--set", "bc.may-post=no") as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, "--post", expect=1)
        assert state_of(desktop, number) == ("needs-look", "post-refused"), state_of(desktop, number)
        drafts = [row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number]
        assert [row["status"] for row in drafts] == ["Draft"], drafts
        sandbox.control("POST", "/set", {"bc.may-post": "yes"})
        desktop.run("bill", number, "--post", expect=0)
        assert_posted_once(sandbox, desktop, number)


def test_posted_by_a_person():
    with Sandbox("--set", "wello.repeat-status=accepted") as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, expect=0)
        draft = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number)
        for verb, status in (("release", "released"), ("reopen", "draft"), ("post", "posted"), ("pay", "paid")):
            sandbox.control("POST", "/act", {"verb": verb, "set": "salesInvoices", "id": draft["id"]})
            desktop.run("bill", number, expect=(0, 1))
            found = desktop.ledger("SELECT bc_status FROM documents WHERE internal_number = ?", number)
            assert found == [(status,)], (verb, found)
            if verb == "post":
                assert_posted_once(sandbox, desktop, number)


def test_legal_number_that_wello_refuses():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, expect=0)
        draft = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number)
        sandbox.control("POST", "/act", {"verb": "post", "set": "salesInvoices", "id": draft["id"]})
        desktop.run("bill", number, expect=(0, 1))
        assert state_of(desktop, number) == ("closed", "legal-number-untold"), state_of(desktop, number)


def test_deleted_by_a_person():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        number = first_ready(desktop)
        desktop.run("bill", number, expect=0)
        draft = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number)
        sandbox.control("POST", "/act", {"verb": "delete", "set": "salesInvoices", "id": draft["id"]})
        desktop.run("bill", "--all", expect=(0, 1))
        assert state_of(desktop, number) == ("needs-look", "gone"), state_of(desktop, number)


def ready_of_one_customer(sandbox, desktop, count):
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    by_customer = {}
    for row in rows:
        if row["state"] == "ready" and not row["reason"]:
            by_customer.setdefault(row["customerNumber"], []).append(row["number"])
    return next(numbers[:count] for numbers in by_customer.values() if len(numbers) >= count)


def test_shipped_and_invoiced_with_others():
    """An invoice of combined shipments names no order."""
    with Sandbox() as sandbox, Desktop(sandbox, Document="order") as desktop:
        numbers = ready_of_one_customer(sandbox, desktop, 2)
        desktop.run("bill", *numbers, expect=0)
        orders = [row for row in documents(sandbox.dump()) if row["kind"] == "salesOrders"]
        assert len(orders) == 2, orders
        for order in orders:
            assert sandbox.control("POST", "/act", {"verb": "ship", "set": "salesOrders", "id": order["id"]}) == {"done": "done"}
        assert sandbox.control("POST", "/act", {"verb": "combine", "orders": [order["number"] for order in orders]}) == {"done": "done"}
        desktop.run("bill", numbers[0], expect=1)
        for number in numbers:
            assert state_of(desktop, number) == ("needs-look", "order-shipped"), state_of(desktop, number)


run(globals())
