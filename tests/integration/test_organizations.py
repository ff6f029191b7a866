# SPDX-License-Identifier: GPL-3.0-or-later
"""One Wello that sells for two companies: what belongs to the other one is left alone."""

import os
import shutil

from harness import Desktop, Sandbox, documents, expect_explained, run

TWO = ("--set", "wello.sales-organizations=2")


def companies(sandbox):
    return {row["name"]: row for row in sandbox.read_wello("Company")}


def organizations(sandbox):
    return {row["code"]: row["id"] for row in sandbox.read_wello("SalesOrganization")}


def invoices(sandbox, case):
    return [row for row in sandbox.dump()["wello"]["invoices"] if row.get("case") == case]


def listed(desktop):
    return {row["number"]: row for queue in ("review", "exceptions", "sending", "done")
            for row in desktop.run("workorders", "--queue", queue, "--json", expect=(0, 1)).json()["workOrders"]}


def test_which_one_has_to_be_said():
    with Sandbox(*TWO) as sandbox, Desktop(sandbox) as desktop:
        answer = desktop.run("sync", expect=2)
        assert "CRONUS2" in answer.err and "SalesOrganization=" in answer.err, answer
        assert not [request for request in sandbox.requests() if request["method"] != "GET" and request["service"] == "wello"]


def test_companies_of_the_other_are_left_alone():
    with Sandbox(*TWO) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Wello", SalesOrganization="CRONUS")
        before = companies(sandbox)
        flows = {flow["flow"]: flow for flow in desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]}
        after = companies(sandbox)
        for name in ("Tweede huis", "Derde huis", "Niemands huis"):
            assert after[name] == before[name], (before[name], after[name])

        # The customer whose number only the other one's account has gets an account of its own.
        third = before["Derde huis"]
        same = [row for row in after.values() if row["code"] == third["code"] and row["id"] != third["id"]]
        assert len(same) == 1 and same[0]["sales_organization_id"] != third["sales_organization_id"], same

        # Of an account that belongs to nobody it isn't guessed whose it is.
        nobody = before["Niemands huis"]
        skipped = [row for row in flows["customers"]["rows"] if row["number"] == nobody["code"]]
        assert len(skipped) == 1 and "sales organization" in skipped[0]["reason"] and skipped[0]["mend"], skipped
        assert not [row for row in after.values() if row["code"] == nobody["code"] and row["id"] != nobody["id"]]

        sandbox.reset_requests()
        again = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        assert not sum(flow["created"] + flow["changed"] for flow in again), again


def test_a_new_customer_is_matched_within_its_organization():
    with Sandbox(*TWO) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Wello", SalesOrganization="CRONUS")
        desktop.run("sync", expect=(0, 1))
        # Not the first run: each is asked for by its code. What was set aside before is tried again.
        nobody = companies(sandbox)["Niemands huis"]
        sandbox.change("wello", "Company", nobody["id"], {"sales_organization_id": organizations(sandbox)["CRONUS2"]})
        flows = {flow["flow"]: flow for flow in desktop.run("sync", "customers", "--json", expect=(0, 1)).json()["flows"]}
        assert flows["customers"]["created"] == 1, flows
        same = [row for row in companies(sandbox).values() if row["code"] == nobody["code"]]
        assert sorted(row["sales_organization_id"] for row in same) == sorted(organizations(sandbox).values()), same


def test_invoices_of_the_other_are_not_billed():
    with Sandbox(*TWO) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Wello", SalesOrganization="CRONUS")
        desktop.run("sync", expect=(0, 1))
        answer = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
        assert answer["done"] > 0, answer
        rows = listed(desktop)
        other, nobody = invoices(sandbox, "other-organization"), invoices(sandbox, "no-organization")
        assert len(other) == len(nobody) == 1
        for invoice in other + nobody:
            assert invoice["invoice_status_name"] == "Ready for ERP", invoice
            mark = "WELLO-" + invoice["internal_number"]
            assert not [row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == mark]
        assert other[0]["internal_number"] not in rows, rows
        row = rows[nobody[0]["internal_number"]]
        assert row["state"] == "blocked" and "no sales organization" in row["reason"] and row["mend"], row


def test_an_invoice_that_turns_out_to_be_the_others_is_let_go():
    with Sandbox(*TWO) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Wello", SalesOrganization="CRONUS")
        desktop.run("sync", expect=(0, 1))
        invoice = invoices(sandbox, "no-organization")[0]
        assert listed(desktop)[invoice["internal_number"]]["state"] == "blocked"
        sandbox.change("wello", "Company", invoice["company_id"], {"sales_organization_id": organizations(sandbox)["CRONUS2"]})
        desktop.run("bill", "--all", "--dry-run", expect=(0, 1))
        row = listed(desktop)[invoice["internal_number"]]
        assert row["state"] == "withdrawn" and "another sales organization" in row["reason"], row


def billed(sandbox):
    return len(documents(sandbox.dump()))


def expect_refused(sandbox, desktop, *parts):
    """Whoever would send or write what another state sends, too, is told which one that is."""
    before = billed(sandbox)
    for words in (("sync",), ("bill", "--all")):
        answer = desktop.run(*words, expect=1)
        expect_explained(answer, *parts)
    problems = {row["id"]: row for row in desktop.run("check", "--json", expect=1).json()["findings"]}
    assert problems["state.binding"]["kind"] == "problem", problems["state.binding"]
    assert billed(sandbox) == before


def test_a_flatpak_has_the_company():
    with Sandbox() as sandbox, Desktop(sandbox) as inside, Desktop(sandbox) as host:
        inside.state = os.path.join(host.folder, ".var", "app", "org.example.Passerelle", "data", "passerelle")
        os.makedirs(inside.state, 0o700)
        inside.run("sync", expect=(0, 1))
        expect_refused(sandbox, host, inside.state, "flatpak run --command=passerellectl org.example.Passerelle”")
        # It is itself no neighbour of its own, wherever its home folder is.
        inside.run("bill", "--all", expect=(0, 1), environment={"HOME": host.folder})
        assert billed(sandbox) > 0

        # What is moved away is in nobody's way.
        shutil.rmtree(os.path.join(host.folder, ".var"))
        host.run("sync", expect=(0, 1))


def test_another_profile_has_the_company():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop, Desktop(sandbox) as other:
        other.state = os.path.join(desktop.folder, "data", "passerelle", "profiles", "north")
        os.makedirs(other.state, 0o700)
        other.run("sync", expect=(0, 1))
        expect_refused(sandbox, desktop, "“passerellectl --profile north”")


def test_profiles_of_two_organizations_get_on():
    with Sandbox(*TWO) as sandbox, Desktop(sandbox) as desktop, Desktop(sandbox) as other:
        other.state = os.path.join(desktop.folder, "data", "passerelle", "profiles", "north")
        os.makedirs(other.state, 0o700)
        desktop.set("Wello", SalesOrganization="CRONUS")
        other.set("Wello", SalesOrganization="CRONUS2")
        other.run("sync", expect=(0, 1))
        desktop.run("sync", expect=(0, 1))

        # What can't be read can't be judged, and stops nobody.
        for name in os.listdir(other.state):
            if name.startswith("ledger.db"):
                with open(os.path.join(other.state, name), "w", encoding="utf-8") as file:
                    file.write("no database")
        desktop.run("sync", expect=(0, 1))


run(globals())
