# SPDX-License-Identifier: GPL-3.0-or-later
"""Several processes on one state, and requests that come to nothing."""

import signal
import time

from harness import Desktop, Sandbox, documents, run, wait_for

CREATE = "sales(Invoices|Orders)"


def ready_numbers(desktop):
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows if row["state"] == "ready"]


def posts(sandbox):
    return [request for request in sandbox.requests()
            if request["service"] == "bc" and request["method"] == "POST"]


def test_failed_bill_is_not_carried_out_later():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        numbers = ready_numbers(desktop)
        # Wello can't be read, so nothing can be billed …
        sandbox.fault(service="wello", path="Invoice", kind="html", times=1000)
        desktop.run("bill", "--all", expect=3)
        sandbox.clear_faults()
        # … and what was asked for then is not done by what is asked for now.
        answer = desktop.run("bill", numbers[0], "--json", expect=0).json()
        assert answer["done"] == 1, answer
        assert len(documents(sandbox.dump())) == 1


def test_interrupted_bill_is_not_carried_out_later():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        numbers = ready_numbers(desktop)
        sandbox.fault(service="wello", path="Invoice", kind="queue", seconds=2, times=1)
        process = desktop.start("bill", "--all")
        wait_for(lambda: any(fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]), "a request")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        sandbox.clear_faults()
        made = len(documents(sandbox.dump()))
        desktop.run("bill", numbers[0], expect=0)
        assert len(documents(sandbox.dump())) <= made + 1


def test_due_row_with_dead_server_ends():
    """A document is being checked, its look-up is due, and Business Central is away."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("BusinessCentral", LongestRequest="2s")
        desktop.run("sync", expect=(0, 1))
        number = ready_numbers(desktop)[0]
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="drop-after", times=1)
        sandbox.fault(service="bc", method="GET", path=CREATE, kind="html", after=2, times=1000)
        desktop.run("bill", number, expect=(1, 3))
        time.sleep(2.5)
        begun = time.monotonic()
        desktop.run("bill", number, expect=(1, 3))
        assert time.monotonic() - begun < 60
        sandbox.clear_faults()
        answer = desktop.run("bill", number, "--wait", "--json", expect=0).json()
        assert answer["done"] == 1 and len(documents(sandbox.dump())) == 1, answer


def test_right_lost_in_doubt():
    """Made, but the answer was lost; posted by a colleague; and then the account may not see what is posted."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sandbox.add_colleague()
        desktop.set("BusinessCentral", LongestRequest="2s")
        desktop.run("sync", expect=(0, 1))
        number = ready_numbers(desktop)[0]
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="drop-after", times=1)
        desktop.run("bill", number, "--as", "invoice", expect=1)
        made = documents(sandbox.dump())
        assert len(made) == 1, made
        sandbox.control("POST", "/act", {"verb": "post", "id": made[0]["id"]})
        sandbox.control("POST", "/set", {"bc.posted-visible": "no"})
        answer = desktop.run("bill", number, "--wait", "--json", expect=1).json()
        assert "isn’t known whether the document was made" in answer["documents"][0]["reason"], answer
        assert len(documents(sandbox.dump())) == 1
        sandbox.control("POST", "/set", {"bc.posted-visible": "yes"})
        desktop.run("bill", number, "--wait", expect=0)
        assert len(documents(sandbox.dump())) == 1


def test_second_process_bills_what_came_meanwhile():
    """One process waits for a document that is being checked; another one bills a new one at once."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("BusinessCentral", LongestRequest="30s")
        desktop.run("sync", expect=(0, 1))
        first, second = ready_numbers(desktop)[:2]
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="drop-before", times=1)
        waiting = desktop.start("bill", first, "--wait")
        wait_for(lambda: desktop.ledger("SELECT 1 FROM documents WHERE state = 'checking'"), "a document being checked")
        answer = desktop.run("bill", second, "--json", expect=0).json()
        assert answer["done"] == 1, answer
        assert waiting.poll() is None, "the first process did not wait"
        waiting.send_signal(signal.SIGINT)
        waiting.communicate(timeout=60)


def test_withdrawn_is_not_done():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        number = ready_numbers(desktop)[0]
        invoice = next(row for row in sandbox.dump()["wello"]["invoices"] if row["internal_number"] == number)
        statuses = sandbox.control("GET", "/rows?service=wello&set=InvoiceStatus")["rows"]
        other = next(row["id"] for row in statuses if row["name"] == "Ready for review")
        sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": other})
        answer = desktop.run("bill", number, "--json", expect=1).json()
        assert answer["done"] == 0 and answer["refused"] == 1, answer
        assert answer["documents"][0]["reason"], answer
        assert documents(sandbox.dump()) == []


def test_sync_and_bill_wait_for_each_other():
    with Sandbox("--latency", "20") as sandbox, Desktop(sandbox) as desktop:
        processes = [desktop.start(*words) for words in (("sync",), ("sync", "items"), ("bill", "--all"), ("status",))]
        for process in processes:
            out, err = process.communicate(timeout=120)
            assert process.returncode in (0, 1), (process.returncode, out, err)
        desktop.run("sync", expect=(0, 1))
        desktop.run("bill", "--all", expect=(0, 1))
        marks = [row["externalDocumentNumber"] for row in documents(sandbox.dump())]
        assert len(marks) == len(set(marks)) > 0


def test_confirming_another_company_waits_for_the_end():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        number = ready_numbers(desktop)[0]
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="drop-before", times=1)
        desktop.run("bill", number, expect=1)
        result = desktop.run("check", "--confirm", sandbox.ready["company"], expect=1)
        assert "on their way" in result.out, str(result)


def test_waiting_process_sees_another_company():
    """The state is given to another company while a process waits to work on it."""
    import sqlite3
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        first, second = ready_numbers(desktop)[:2]
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="queue", seconds=3, times=1)
        working = desktop.start("bill", first)
        wait_for(lambda: any(fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]), "a request")
        waiting = desktop.start("bill", second)
        wait_for(lambda: desktop.ledger("SELECT 1 FROM commands WHERE state = 'waiting'"), "a request that waits")
        with sqlite3.connect(desktop.state + "/ledger.db", timeout=30) as connection:
            connection.execute("UPDATE bindings SET company_id = '00000000-0000-4000-8000-000000000001'")
        out, err = waiting.communicate(timeout=60)
        assert waiting.returncode == 1 and "--confirm" in out + err, (waiting.returncode, out, err)
        working.communicate(timeout=60)
        marks = [row["externalDocumentNumber"] for row in documents(sandbox.dump())]
        assert marks == ["WELLO-" + first], marks


run(globals())
