# SPDX-License-Identifier: GPL-3.0-or-later
"""Records that are the same thing, whatever their numbers are: coupled by a person, also while another program works."""

import json
import os
import signal
import sqlite3

from harness import PATIENCE, Desktop, Sandbox, run


def company_rows(sandbox):
    return {row["id"]: row for row in sandbox.read_wello("Company")}


def flows(desktop, *words):
    answer = desktop.run("sync", "customers", *words, "--json", expect=(0, 1)).json()
    return {flow["flow"]: flow for flow in answer["flows"]}["customers"]


def test_moves_to_another_company():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        flows(desktop)
        before = company_rows(sandbox)
        mine, other = [row for row in before.values() if row.get("code") and not row.get("archived")][:2]

        # Either belongs to somebody.
        refused = desktop.run("couple", "customers", mine["code"], other["id"], expect=1)
        assert other["id"] in refused.err and "uncouple" in refused.err, refused

        freed = desktop.run("uncouple", "customers", other["code"], "--json").json()
        assert freed["number"] == other["code"] and freed["welloId"] == other["id"], freed
        again = desktop.run("uncouple", "customers", other["code"], expect=1)
        assert "isn’t coupled" in again.err, again

        desktop.run("uncouple", "customers", mine["code"])
        coupled = desktop.run("couple", "customers", mine["code"].lower(), other["id"], "--json").json()
        assert coupled == {"flow": "customers", "businessCentralId": coupled["businessCentralId"],
                           "number": mine["code"], "welloId": other["id"]}, coupled

        flows(desktop)
        after = company_rows(sandbox)
        assert after[other["id"]]["name"] == mine["name"], after[other["id"]]
        audit = desktop.run("audit", "--json").json()["audit"]
        assert [row["action"] for row in audit if "couple" in row["action"]].count("couple") == 1, audit


def test_reads_everything_again():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        first = flows(desktop)
        assert flows(desktop)["read"] < first["read"]
        assert desktop.run("reset", "customers", "--json").json() == {"flow": "customers"}
        again = flows(desktop)
        assert again["read"] == first["read"] and again["created"] + again["changed"] == 0, (first, again)


def test_finds_what_was_merged():
    """A merge deletes the double: the next day that is told, and a person says what belongs together."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        flows(desktop)
        rows = [row for row in company_rows(sandbox).values() if row.get("code") and not row.get("archived")]
        gone, stays = (desktop.run("uncouple", "customers", row["code"], "--json").json() for row in rows[:2])
        flows(desktop)
        sandbox.change("bc", "customers", gone["businessCentralId"], delete=True)
        assert not flows(desktop)["skipped"]

        a_day_later(desktop)
        told = flows(desktop)
        assert [row["number"] for row in told["rows"] if "gone in Business Central" in row["reason"]] == [gone["number"]], told

        row = next(row for row in told["rows"] if row["number"] == gone["number"])
        assert f"passerellectl couple customers NUMBER {gone['welloId']}" in row["mend"], row

        # What is gone gives its place by itself, what is there doesn’t.
        desktop.run("uncouple", "customers", stays["number"])
        desktop.run("couple", "customers", stays["number"], gone["welloId"])
        after = flows(desktop)
        assert after["changed"] == 1 and not after["skipped"], after


def a_day_later(desktop):
    with sqlite3.connect(os.path.join(desktop.state, "mirror.db")) as mirror:
        changed = mirror.execute("UPDATE watermarks SET since = since - ? WHERE flow = 'customers.swept'", (25 * 3600 * 10**6,))
        assert changed.rowcount == 1


def test_many_are_hidden():
    """That is told in a row of its own, which is no record that could be tried again."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        flows(desktop)
        with sqlite3.connect(os.path.join(desktop.state, "ledger.db")) as ledger:
            ids = [row[0] for row in ledger.execute("SELECT bc_id FROM links WHERE entity = 'customer' ORDER BY id LIMIT 25")]
        for customer in ids:
            sandbox.change("bc", "customers", customer, delete=True)
        a_day_later(desktop)
        told = flows(desktop)
        assert len(told["rows"]) == 1 and "25 of " in told["rows"][0]["reason"], told
        assert flows(desktop, "--retry")["failed"] == 0
        # Who asks for everything is told of each.
        assert flows(desktop, "--full")["skipped"] == 25


def test_matching():
    """What is coupled, what several could be meant by, and what is alone."""
    with Sandbox(customers=20) as sandbox, Desktop(sandbox) as desktop:
        # One that isn’t in Wello under its own id is found by its number.
        ids = {row["id"] for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]}
        row = next(row for row in company_rows(sandbox).values() if row.get("code") and not row.get("archived") and row["id"] not in ids)
        sandbox.change("wello", "Company", None, {"name": row["name"] + " bis", "code": row["code"], "is_client": True})
        flows(desktop)
        told = desktop.run("matching", "customers", "--json", expect=1).json()
        assert [one["number"] for one in told["ambiguous"]] == [row["code"]] and told["ambiguous"][0]["mend"], told
        assert sum(one["number"] == row["code"] for one in told["wello"]) >= 2, told["wello"]
        coupled = {one["number"]: one["welloId"] for one in told["coupled"]}
        assert coupled == dict(desktop.ledger("SELECT bc_number, wello_id FROM links WHERE entity = 'customer'")), coupled

        text = desktop.run("matching", "customers", expect=1).out
        other = told["coupled"][0]
        assert f"Coupled: {len(coupled)}" in text and "To settle: 1" in text and row["code"] in text, text
        assert other["id"] not in text and other["id"] in desktop.run("matching", "customers", "--coupled", expect=1).out

        desktop.run("couple", "customers", row["code"], next(one["id"] for one in told["wello"] if one["number"] == row["code"]))
        flows(desktop)
        assert desktop.run("matching", "customers", "--json", expect=0).json()["ambiguous"] == []
        assert "couple" in desktop.run("matching", "stock", expect=(1, 2)).err
        assert "Name the flow" in desktop.run("matching", expect=2).err


def test_wrong_words():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        assert "Name the flow, the record" in desktop.run("couple", "customers", "10000", expect=2).err
        assert "There is no flow" in desktop.run("uncouple", "planets", "10000", expect=2).err
        assert "wasn’t found in Business Central" in desktop.run("couple", "customers", "NOBODY", "10000", expect=1).err
        assert "wasn’t found in Wello" in desktop.run("couple", "items", next(row["code"] for row in sandbox.read_wello("Article") if row["code"]), "NOTHING", expect=1).err


def test_left_to_whoever_works():
    """While “watch” works on the same state, it couples."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        flows(desktop)
        mine = next(row for row in company_rows(sandbox).values() if row.get("code") and not row.get("archived"))
        watch = desktop.start("watch", "--json")
        try:
            json.loads(watch.stdout.readline())
            freed = desktop.run("uncouple", "customers", mine["code"], "--json").json()
            assert freed["welloId"] == mine["id"], freed
            watch.send_signal(signal.SIGTERM)
            assert watch.wait(PATIENCE) == 0
        finally:
            watch.kill()
            watch.communicate()


run(globals())
