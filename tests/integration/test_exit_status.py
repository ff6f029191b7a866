# SPDX-License-Identifier: GPL-3.0-or-later
"""What programs are told: the exit status and the JSON of every way in which bill --all can end."""

import os
import signal
import sqlite3

from harness import Desktop, Sandbox, documents, run, wait_for

COUNTS = ("done", "refused", "checking", "toSend", "exceptions")
CREATE = "sales(Invoices|Orders)"


def failed(desktop, status, *words, before=()):
    """Ends with that status and an error in three parts, as one object on the standard output."""
    result = desktop.run(*(words or ("bill", "--all")), "--json", expect=status, before=before)
    assert len(result.out.strip().splitlines()) == 1, str(result)
    error = result.json()["error"]
    assert set(result.json()) == {"error"} and error["what"] and error["mend"], str(result)
    assert error["what"] not in result.err, str(result)
    return error


def ended(desktop, status, *words):
    """Ends with that status and says of every document what became of it."""
    answer = desktop.run(*(words or ("bill", "--all")), "--json", expect=status).json()
    assert not answer["dryRun"] and all(isinstance(answer[name], int) for name in COUNTS), answer
    for row in answer["documents"]:
        assert row["state"] and row["number"], row
        assert row["bcNumber"] or row["reason"] or row["state"] in ("approved", "ready"), row
    shown = answer["done"] + answer["refused"] + answer["checking"] + answer["toSend"]
    assert shown == len(answer["documents"]), answer
    if status == 0:
        assert answer["refused"] == answer["checking"] == answer["toSend"] == 0 and not answer["stopped"], answer
    return answer


def ready(desktop):
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows if row["state"] == "ready"]


def test_profile_and_usage_2():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        failed(desktop, 2, "bill")
        failed(desktop, 2, "bill", "--all", "--as", "quote")
        failed(desktop, 2, "bill", "NO-SUCH")
        failed(desktop, 2, "bill", "NO-SUCH", "--dry-run")
        desktop.set("Billing", From=None)
        assert "From" in failed(desktop, 2)["mend"]
        desktop.set("Billing", From="2026-13-01")
        failed(desktop, 2)
        desktop.set("Billing", From="2026-01-01")
        desktop.set("BusinessCentral", Company="Nobody")
        assert "Nobody" in failed(desktop, 2)["what"]
        desktop.set("BusinessCentral", Company=sandbox.ready["company"], Environment="Nowhere")
        failed(desktop, 2)
        os.unlink(desktop.profile)
        failed(desktop, 2)
        assert documents(sandbox.dump()) == []


def test_services_3():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        for name in ("bc-client-secret", "wello-password"):
            right = sandbox.ready[name.replace("-", "_").replace("bc_", "")]
            desktop.secret(name, "wrong-" + name)
            failed(desktop, 3)
            os.unlink(os.path.join(desktop.credentials, name))
            failed(desktop, 3)
            desktop.secret(name, right)
        for service, path in (("bc", "companies"), ("wello", "SalesOrganization"), ("wello", "Invoice")):
            sandbox.fault(service=service, path=path, kind="html", times=1000)
            failed(desktop, 3)
            failed(desktop, 3, "bill", "--all", "--dry-run")
            sandbox.clear_faults()
        wello = sandbox.ready["wello"]
        desktop.set("Wello", BaseUrl="http://127.0.0.1:1/api")
        failed(desktop, 3)
        desktop.set("Wello", BaseUrl=wello)
        assert documents(sandbox.dump()) == []


def test_state_4():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        failed(desktop, 4, before=["bwrap", "--dev-bind", "/", "/", "--ro-bind", desktop.state, desktop.state])
        path = os.path.join(desktop.state, "ledger.db")
        with sqlite3.connect(path) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("PRAGMA user_version = 9999")
        assert "newer" in failed(desktop, 4)["what"]
        with sqlite3.connect(path) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
        for name in os.listdir(desktop.state):
            if name.startswith("ledger.db"):
                with open(os.path.join(desktop.state, name), "wb") as file:
                    file.write(b"this is no database" * 500)
        failed(desktop, 4)
        assert documents(sandbox.dump()) == []


def test_person_1_and_well_0():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sandbox.add_colleague()
        desktop.set("BusinessCentral", LongestRequest="2s")
        desktop.set("Billing", Via="direct")  # only a document made directly is ever in doubt
        desktop.run("sync", expect=(0, 1))
        numbers = ready(desktop)

        # One that is well.
        answer = ended(desktop, 0, "bill", numbers[0])
        assert answer["done"] == 1, answer

        # One whose answer is lost, and then found.
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="drop-after", times=1)
        answer = ended(desktop, 1, "bill", numbers[1])
        assert answer["checking"] == 1, answer
        sandbox.clear_faults()
        assert ended(desktop, 0, "bill", numbers[1], "--wait")["done"] == 1

        # Business Central goes away in the middle of sending: nothing is lost, and the reason is told.
        sandbox.fault(service="bc", method="POST", path=CREATE, kind="503", times=1000)
        answer = ended(desktop, (1, 3))
        assert answer["checking"] + answer["toSend"] > 0, answer
        sandbox.clear_faults()
        answer = ended(desktop, (0, 1), "bill", "--all", "--wait")
        assert answer["checking"] == answer["toSend"] == 0 and answer["done"] > 0, answer

        # Nothing is left but what asks a person, and what needs one and was not asked for.
        answer = ended(desktop, 1)
        assert answer["documents"] and answer["exceptions"] > len(answer["documents"]), answer
        assert all("--accept" in document["mend"] for document in answer["documents"]), answer


def test_interrupted_1():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        sandbox.fault(service="wello", path="Invoice", kind="queue", seconds=3, times=1)
        process = desktop.start("bill", "--all", "--json")
        wait_for(lambda: any(fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]), "a request")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 1 and '"error":{"what"' in out, (process.returncode, out, err)
        assert documents(sandbox.dump()) == []


def test_another_company_1():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        with sqlite3.connect(os.path.join(desktop.state, "ledger.db")) as connection:
            connection.execute("UPDATE bindings SET company_id = '00000000-0000-4000-8000-000000000001'")
        assert "--confirm" in failed(desktop, 1)["mend"]
        assert documents(sandbox.dump()) == []


run(globals())
