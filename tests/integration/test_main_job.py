# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end: check, sync, bill, and the same again."""

import re

from harness import Desktop, Sandbox, documents, run, wait_for


def test_check_names_company_and_account():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        findings = desktop.run("check", "--json", expect=0).json()["findings"]
        kinds = {finding["id"]: finding["kind"] for finding in findings}
        assert kinds["connection.bc"] == "ok", findings
        assert kinds["connection.wello"] == "ok", findings
        assert kinds["state.binding"] == "ok", findings
        assert any(sandbox.ready["company"] in finding["what"] for finding in findings)


def test_check_looks_for_what_the_profile_names():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox, HandTypedPart="account:700000") as desktop:
        desktop.run("check", expect=0)
        desktop.set("Vat", **{"21,part": "G9"})
        desktop.set("Billing", HandTypedPart="account:999999")
        desktop.set("Labour", TravelTime="item:NO-SUCH")
        findings = desktop.run("check", "--json", expect=1).json()["findings"]
        wrong = {finding["id"]: finding["what"] for finding in findings if finding["kind"] == "problem"}
        assert set(wrong) == {"billing.vat", "billing.accounts", "billing.items"}, findings
        assert "G9" in wrong["billing.vat"] and "999999" in wrong["billing.accounts"] and "NO-SUCH" in wrong["billing.items"]

        # Who may not read them is told so, and may work.
        desktop.set("Vat", **{"21,part": "G3"})
        desktop.set("Billing", HandTypedPart=None)
        desktop.set("Labour", TravelTime="resource:TRAVEL")
        sandbox.fault(service="bc", path="taxGroups", kind="xml", status=403, times=1)
        findings = desktop.run("check", "--json", expect=0).json()["findings"]
        assert [finding["id"] for finding in findings if finding["kind"] == "warning"] == ["billing.vat"], findings
        assert not [finding for finding in findings if finding["kind"] == "problem"], findings


def test_places():
    """The forms of the address, and the company by its id."""
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox:
        for settings in ({"TenantInUrl": "no"}, {"Tenant": sandbox.ready["tenant_domain"]}, {"Company": sandbox.ready["company_id"]}):
            with Desktop(sandbox) as desktop:
                desktop.set("BusinessCentral", **settings)
                findings = desktop.run("check", "--json", expect=0).json()["findings"]
                assert [finding for finding in findings if finding["kind"] != "ok"] == [], findings


def test_on_premises():
    """A server of one's own: a password, no environment, and a tenant that each address has to name."""
    with Sandbox("--tls", "--set", "bc.on-premises-tenant=acme", "--set", "bc.page-size=7",
                 customers=20, items=20, work_orders=6) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("BusinessCentral", BaseUrl=sandbox.ready["bc_on_premises"], Tenant="acme", Environment="",
                    SignIn="basic", User=sandbox.ready["bc_user"], ClientId=None)
        desktop.secret("bc-password", sandbox.ready["bc_password"])
        desktop.run("check", expect=0)
        for flow in desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]:
            assert flow["read"] >= (20 if flow["flow"] != "contacts" else 5) and flow["failed"] == 0, flow
        bill = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
        assert bill["done"] > 3 and bill["checking"] == bill["toSend"] == 0, bill
        assert len(documents(sandbox.dump())) == bill["done"]

        sandbox.reset_requests()
        again = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        assert all(flow["created"] == flow["changed"] == 0 for flow in again), again
        asked = [request["path"] for request in sandbox.requests() if request["service"] == "bc"]
        assert asked and all(path.startswith("/BC/") and "tenant=acme" in path for path in asked), asked
        assert not [request for request in sandbox.requests() if request["service"] == "entra"]


def test_sync_then_nothing_to_do():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        first = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        assert {flow["flow"] for flow in first} == {"customers", "items", "contacts", "reference"}
        for flow in first:
            assert flow["created"] + flow["changed"] > 0, flow
            assert flow["failed"] == 0, flow
            for row in flow["rows"]:
                assert row["reason"] and row["kind"] in ("skipped", "note"), row
            assert flow["skipped"] == len([row for row in flow["rows"] if row["kind"] == "skipped"]), flow

        sandbox.reset_requests()
        second = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        for flow in second:
            assert flow["created"] == flow["changed"] == flow["failed"] == 0, flow
        writes = [request for request in sandbox.requests()
                  if request["method"] != "GET" and request["service"] != "entra"]
        assert writes == [], writes

        twice = desktop.run("sync", "items", "items", "--json", expect=(0, 1)).json()["flows"]
        assert [flow["flow"] for flow in twice] == ["items"], twice


def test_killed_in_the_first_sync_and_run_again():
    """It goes on with the page that it was at, and makes nothing twice."""
    with Sandbox("--set", "bc.page-size=40", customers=300, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        process = desktop.start("sync", "customers")

        # Not those that only count who is like an account that isn't coupled yet.
        def pages():
            return [request["path"] for request in sandbox.requests()
                    if request["service"] == "bc" and "/customers?" in request["path"] and "addressLine1" in request["path"]]

        wait_for(lambda: len(pages()) >= 4 or process.poll() is not None, "the middle of the first sync")
        assert process.poll() is None, "it was over before it could be killed"
        process.kill()
        process.communicate()
        sandbox.reset_requests()
        flow, = desktop.run("sync", "customers", "--json", expect=(0, 1)).json()["flows"]
        assert flow["failed"] == 0 and 0 < flow["read"] < 300, flow
        assert "skiptoken" in pages()[0], pages()

        customers = [row["number"] for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]]
        companies = [row["code"] for row in sandbox.control("GET", "/rows?service=wello&set=Company")["rows"]]
        made = {number: companies.count(number) for number in customers}
        skipped = {row["number"] for row in flow["rows"] if row["kind"] == "skipped"}
        assert {number for number, count in made.items() if count > 1} == set(), made
        assert {number for number, count in made.items() if count == 0} <= skipped, (made, skipped)
        contacts = sandbox.control("GET", "/rows?service=wello&set=Contact")["rows"]
        ids = [contact["id"] for contact in contacts]
        assert len(ids) == len(set(ids))


def test_dry_run_writes_nothing():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        flows = desktop.run("sync", "--dry-run", "--json", expect=(0, 1)).json()["flows"]
        assert sum(flow["created"] + flow["changed"] for flow in flows) > 0
        writes = [request for request in sandbox.requests()
                  if request["method"] != "GET" and request["service"] != "entra"]
        assert writes == [], writes
        real = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        for planned, done in zip(flows, real):
            assert (planned["created"], planned["changed"]) == (done["created"], done["changed"])


def test_bill_all_and_again():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Vat", **{"6,labour": None, "6,part": None})
        desktop.run("sync", expect=(0, 1))
        answer = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
        assert answer["done"] > 0 and answer["checking"] == answer["toSend"] == 0, answer

        dump = sandbox.dump()
        ours = [row for row in documents(dump) if row["externalDocumentNumber"].startswith("WELLO-")]
        made = [row for row in answer["documents"] if row["bcNumber"]]
        assert len(ours) == len(made)
        marks = [row["externalDocumentNumber"] for row in ours]
        assert len(set(marks)) == len(marks)
        numbers = {row["externalDocumentNumber"]: row["number"] for row in ours}
        by_number = {invoice["internal_number"]: invoice for invoice in dump["wello"]["invoices"]}
        for row in answer["documents"]:
            invoice = by_number[row["number"]]
            if row["bcNumber"]:
                assert numbers[row["externalDocumentNumber"]] == row["bcNumber"]
            if row["state"] == "followed":
                assert invoice["invoice_status_name"] == "ERP Imported", invoice
                assert invoice["invoice_number"] == row["bcNumber"], invoice
            else:
                assert row["reason"] and row["mend"], row
                assert invoice["invoice_status_name"] != "ERP Imported", invoice

        # A rate that the profile doesn't map may be charged otherwise by Business
        # Central; that is never done without anybody seeing it.
        dwelling = next(row for row in answer["documents"] if by_number[row["number"]].get("case") == "dwelling-6-percent")
        assert dwelling["state"] == "ready" and "--accept vat-not-mapped" in dwelling["mend"], dwelling

        # Nothing but sales documents is ever written to Business Central.
        written = [request["path"] for request in sandbox.requests() if request["service"] == "bc" and request["method"] != "GET"]
        assert written
        assert not [path for path in written if not re.search(r"/sales(Invoice|Order|Quote)(Line)?s\b", path)], written

        again = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
        assert again["done"] == 0, again
        assert len(documents(sandbox.dump())) == len(documents(dump))

        # Who says so gets the document, and it isn't told to Wello with the wrong rate.
        accepted = desktop.run("bill", dwelling["number"], "--accept", "vat-not-mapped", "--json", expect=1).json()
        dwelling = accepted["documents"][0]
        assert dwelling["state"] == "needs-look" and "6 %" in dwelling["reason"], dwelling


def test_bill_one_as_order():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
        ready = [row for row in rows if row["state"] == "ready"]
        answer = desktop.run("bill", ready[0]["number"], "--as", "order", "--json", expect=0).json()
        assert answer["done"] == 1, answer
        orders = sandbox.dump()["bc"]["salesOrders"]
        assert [order["number"] for order in orders] == [answer["documents"][0]["bcNumber"]]


def test_dry_run_of_bill_sends_nothing():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        sandbox.reset_requests()
        result = desktop.run("bill", "--all", "--dry-run", expect=(0, 1))
        assert "externalDocumentNumber" in result.out
        writes = [request for request in sandbox.requests()
                  if request["method"] != "GET" and request["service"] != "entra"]
        assert writes == [], writes
        assert documents(sandbox.dump()) == []


def test_work_order_with_several_invoices_stops():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        rows = desktop.run("workorders", "--json", expect=0).json()["workOrders"]
        jobs = [row["workOrder"] for row in rows if row["workOrder"]]
        several = next(job for job in jobs if jobs.count(job) > 1)
        numbers = [row["number"] for row in rows if row["workOrder"] == several]
        result = desktop.run("bill", several, expect=2)
        for number in numbers:
            assert number in result.err, str(result)
        assert documents(sandbox.dump()) == []


def test_status_tells_freshness():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        before = desktop.run("status", "--json", expect=0).json()
        assert all(flow["lastRun"] == "" for flow in before["flows"])
        desktop.run("sync", expect=(0, 1))
        desktop.run("bill", "--all", expect=(0, 1))
        after = desktop.run("status", "--json", expect=0).json()
        assert all(flow["lastRun"] and flow["freshUntil"] for flow in after["flows"]), after
        assert after["documents"]["followed"] > 0, after


def test_log_tells_runs_and_records():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        assert desktop.run("log", "--json", expect=0).json() == {"runs": []}
        flows = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        runs = desktop.run("log", "--json", expect=0).json()["runs"]
        assert [run["flow"] for run in runs] == ["reference", "contacts", "items", "customers"], runs
        for run, flow in zip(reversed(runs), flows):
            assert run["outcome"] == "done" and run["started"] and run["ended"], run
            for name in ("read", "created", "changed", "unchanged", "skipped", "failed"):
                assert run[name] == flow[name], (name, run, flow)
        assert len(desktop.run("log", "--flow", "items", "--json", expect=0).json()["runs"]) == 1

        # A record that is made, then changed, then refused by Wello.
        customer = next(row for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
                        if row["number"].startswith("C000"))
        number = customer["number"]
        sandbox.change("bc", "customers", customer["id"], {"displayName": "Renamed Ltd"})
        desktop.run("sync", "customers", expect=(0, 1))
        sandbox.change("bc", "customers", customer["id"], {"displayName": "Renamed Again Ltd"})
        sandbox.fault(service="wello", method="PUT", path="Company", kind="html", times=1000)
        desktop.run("sync", "customers", expect=(1, 3))
        sandbox.clear_faults()
        events = desktop.run("log", "--row", number, "--json", expect=0).json()["events"]
        assert [event["outcome"] for event in events][:2] == ["failed", "changed"], events
        assert events[0]["reason"] and events[0]["number"] == number and events[0]["run"] > events[1]["run"], events
        assert number in desktop.run("log", "--row", number, expect=0).out
        assert desktop.run("log", "--row", "no-such", "--json", expect=0).json() == {"events": []}
        desktop.run("log", "--limit", "0", expect=2)


def test_no_secret_is_kept_or_printed():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        contacts = sandbox.control("GET", "/rows?service=wello&set=Contact")["rows"]
        logins = [contact[name] for contact in contacts for name in ("e_password", "e_login") if contact.get(name)]
        assert logins, "the stand-ins have no contact with a login"
        results = [desktop.run(*words, "--verbose", expect=(0, 1), environment={"G_MESSAGES_DEBUG": "all"})
                   for words in (("check",), ("sync",), ("sync", "--full"), ("bill", "--all"), ("status",))]
        secrets = [sandbox.ready["client_secret"], sandbox.ready["wello_password"], *logins]
        for result in results:
            for secret in secrets:
                assert secret not in result.out + result.err, f"{secret} in {result}"
            assert "Bearer ey" not in result.err, str(result)
        assert desktop.files_with(*secrets) == []
        # And what was written to Wello still has them.
        after = sandbox.control("GET", "/rows?service=wello&set=Contact")["rows"]
        assert [contact[name] for contact in after for name in ("e_password", "e_login") if contact.get(name)] == logins


run(globals())
