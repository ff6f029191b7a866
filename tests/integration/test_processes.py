# SPDX-License-Identifier: GPL-3.0-or-later
"""Several processes on one state, and requests that come to nothing."""

import json
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


def hold_worker(sandbox, desktop, *words):
    """Starts a process that is at work until the fault is over, and waits until it is."""
    sandbox.fault(service="wello", path="Invoice", kind="queue", seconds=4, times=1)
    process = desktop.start(*words)
    wait_for(lambda: any(fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]), "a worker")
    return process


def commands(desktop):
    return desktop.ledger("SELECT kind, state, taken_by FROM commands ORDER BY id")


def test_sync_is_carried_out_by_whoever_works():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", "customers", expect=(0, 1))
        worker = hold_worker(sandbox, desktop, "bill", "--all")
        result = desktop.run("sync", "items", "--json", expect=(0, 1))
        worker.communicate(timeout=60)
        flows = result.json()["flows"]
        assert [flow["flow"] for flow in flows] == ["items"] and flows[0]["created"] > 0, flows
        assert flows[0]["skipped"] == len([row for row in flows[0]["rows"] if row["kind"] == "skipped"]), flows
        assert all(row["reason"] for row in flows[0]["rows"]), flows
        # One holder took both.
        takers = {kind: taker for kind, state, taker in commands(desktop)[1:]}
        assert takers["sync"] == takers["refresh"] != "", commands(desktop)


def test_dry_runs_are_left_to_whoever_works():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        numbers = ready_numbers(desktop)
        worker = hold_worker(sandbox, desktop, "bill", numbers[0])
        bill = desktop.start("bill", numbers[1], "--dry-run", "--json")
        sync = desktop.run("sync", "--dry-run", "--json", expect=(0, 1)).json()
        out, err = bill.communicate(timeout=60)
        worker.communicate(timeout=60)
        assert bill.returncode in (0, 1), (out, err)
        assert sync["dryRun"] and len(sync["flows"]) == 2, sync
        answer = json.loads(out)
        assert answer["dryRun"] and len(answer["documents"]) == 1, answer
        assert numbers[1] in answer["documents"][0]["body"], answer
        assert [row["externalDocumentNumber"] for row in documents(sandbox.dump())] == ["WELLO-" + numbers[0]]


def test_failure_is_told_to_whoever_asked():
    """What the worker meets is what whoever asked is told, with its exit status."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        number = ready_numbers(desktop)[0]
        worker = hold_worker(sandbox, desktop, "bill", number)
        asked = desktop.start("bill", "no-such-number", "--json")
        away = desktop.start("sync", "items", "--json")
        wait_for(lambda: len([row for row in commands(desktop) if row[1] == "waiting"]) == 2, "two requests")
        sandbox.fault(service="bc", path="itemLedgerEntries", kind="html", times=1000)
        out, err = asked.communicate(timeout=60)
        assert asked.returncode == 2 and "no-such-number" in json.loads(out)["error"]["what"], (out, err)
        out, err = away.communicate(timeout=60)
        assert away.returncode == 3 and json.loads(out)["flows"][0]["error"], (out, err)
        worker.communicate(timeout=60)


def test_request_left_behind_is_shown_and_given_up():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        first, second, third = ready_numbers(desktop)[:3]
        worker = hold_worker(sandbox, desktop, "bill", first)
        killed = desktop.start("bill", second)
        wait_for(lambda: ("bill", "waiting", "") in commands(desktop), "a request that waits")
        killed.kill()
        killed.communicate(timeout=60)
        requests = desktop.run("status", "--json", expect=0).json()["requests"]
        assert [(row["kind"], row["begun"]) for row in requests] == [("bill", True), ("bill", False)], requests
        left = requests[1]
        assert second in left["what"] and left["person"] and left["asked"], left
        assert second in desktop.run("status", expect=0).out

        result = desktop.run("give-up", str(left["request"]), "--json", expect=0)
        assert result.json() == {"givenUp": left["request"]}
        error = desktop.run("give-up", str(left["request"]), "--json", expect=2).json()["error"]
        assert error["what"] and error["why"] and error["mend"], error
        error = desktop.run("give-up", str(requests[0]["request"]), "--json", expect=2).json()["error"]
        assert "carried out" in error["why"], error
        desktop.run("give-up", "x", expect=2)
        worker.communicate(timeout=60)

        desktop.run("bill", third, expect=0)
        marks = {row["externalDocumentNumber"] for row in documents(sandbox.dump())}
        assert marks == {"WELLO-" + first, "WELLO-" + third}, marks
        lines = desktop.ledger("SELECT who, action FROM audit WHERE action = 'give-up-request'")
        assert len(lines) == 1 and lines[0][0], lines


def test_request_of_a_killed_worker_can_be_given_up():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        first, second = ready_numbers(desktop)[:2]
        worker = hold_worker(sandbox, desktop, "bill", first)
        worker.kill()
        worker.communicate(timeout=60)
        left = desktop.run("status", "--json", expect=0).json()["requests"]
        assert [row["begun"] for row in left] == [True], left
        desktop.run("give-up", str(left[0]["request"]), expect=0)
        desktop.run("bill", second, expect=0)
        assert [row["externalDocumentNumber"] for row in documents(sandbox.dump())] == ["WELLO-" + second]


run(globals())
