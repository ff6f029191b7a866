# SPDX-License-Identifier: GPL-3.0-or-later
"""What one process asks of another: carried out by whoever works, shown, and given up."""

import json

from harness import Desktop, Sandbox, documents, run, wait_for


def ready_numbers(desktop):
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows if row["state"] == "ready"]


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
        assert sync["dryRun"] and [flow["flow"] for flow in sync["flows"]] == ["customers", "items", "contacts", "reference"], sync
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
