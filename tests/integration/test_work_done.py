# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done in the field: shown with the invoice, kept for when nobody can be asked, and never in the way."""

from harness import Desktop, Sandbox, run, wait_for
from test_watch import Watch


def a_job(sandbox, visits=2, technicians=1):
    """A work order with an invoice that is ready, and what Wello has of it."""
    dump = sandbox.dump()["wello"]["invoices"]
    hours = rows(sandbox, "JobNonPartUsage")
    plans = rows(sandbox, "JobPlanningView")
    for invoice in dump:
        job = invoice["source_id_in_table"]
        mine = [row for row in hours if row["jobs_id"] == job]
        names = {}
        for row in plans:
            if row["jobs_id"] == job:
                name = f"{row['user_firstname']} {row['user_lastname']}"
                names[row.get("user_id", name)] = name
        if not invoice.get("case") and invoice["invoice_status_name"] == "Ready for ERP" and len(mine) >= visits and len(names) == technicians and \
                any(row["line_memo"] for row in mine):
            return invoice, mine, names
    raise AssertionError("no such work order")


def rows(sandbox, name):
    return sandbox.control("GET", f"/rows?service=wello&set={name}")["rows"]


def show(desktop, invoice, expect=0):
    return desktop.run("workorders", "show", invoice["internal_number"], "--json", expect=expect).json()["work"]


def test_shown():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox, technicians=2)
        job = next(row for row in rows(sandbox, "Jobs") if row["id"] == invoice["source_id_in_table"])
        work = show(desktop, invoice)
        assert work["name"] == job["name"] and work["description"] == job["description"], work
        assert len(work["visits"]) == len(hours), work
        for visit, row in zip(work["visits"], sorted(hours, key=lambda row: row["timesheet_date_from"])):
            assert visit["technician"] == names[row["user_id"]], (visit, row, names)
            assert visit["hours"] == row["quantity"] and visit["remark"] == row["line_memo"], (visit, row)
            assert visit["type"] == row["type_code"] and visit["from"] < visit["to"], (visit, row)
        assert set(work["technicians"]) == set(names.values()), work
        files = [row for row in rows(sandbox, "JobFiles") if row["jobs_id"] == job["id"]]
        assert sorted(file["name"] for file in work["files"]) == sorted(row["name"] or row["file_name"] for row in files), work

        text = desktop.run("workorders", "show", invoice["internal_number"], expect=0).out
        assert all(name in text for name in names.values()), text
        assert next(row["line_memo"] for row in hours if row["line_memo"])[:20] in text, text
        # Brussels’ clock, though the services tell UTC’s and the terminal has another.
        first = work["visits"][0]
        assert f"{int(first['from'][11:13]) + (2 if '03-29' <= first['day'][5:] < '10-25' else 1):02}:00–" in text, (first, text)

        # The content of files isn’t read for it, and what is known isn’t asked for again.
        asked = [request["path"] for request in sandbox.control("GET", "/requests")["requests"] if "JobFiles" in request["path"]]
        assert asked and all("$select" in path and "file_content" not in path for path in asked), asked
        show(desktop, invoice)
        again = [request["path"] for request in sandbox.control("GET", "/requests")["requests"] if "JobFiles" in request["path"]]
        assert again == asked, again


def test_kept_when_nobody_can_be_asked():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        before = show(desktop, invoice)
        sandbox.control("POST", "/faults", {"kind": "503", "service": "wello", "times": -1, "retry_after": None})
        result = desktop.run("workorders", "show", invoice["internal_number"], "--json")
        assert result.json()["work"] == before, result.json()["work"]


def test_read_again_after_a_change():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        before = show(desktop, invoice)
        sandbox.change("wello", "JobNonPartUsage", hours[0]["id"], {"line_memo": "Nog eens nagekeken."})
        sandbox.change("wello", "Invoice", invoice["id"], {"memo": "Gewijzigd"})
        after = show(desktop, invoice)
        assert "Nog eens nagekeken." in [visit["remark"] for visit in after["visits"]], (before, after)


def test_no_more_than_names():
    """Wello shows no more of JobPlanningView than names: who was alone there did it, and of two nobody knows who did what."""
    with Sandbox("--set", "wello.planning=no-user") as sandbox, Desktop(sandbox) as desktop:
        alone, hours, names = a_job(sandbox)
        assert {visit["technician"] for visit in show(desktop, alone)["visits"]} == set(names.values())
        two, hours, names = a_job(sandbox, technicians=2)
        work = show(desktop, two)
        assert {visit["technician"] for visit in work["visits"]} == {""} and set(work["technicians"]) == set(names.values()), work


def test_not_there_at_all():
    with Sandbox("--set", "wello.planning=missing", "--set", "wello.files=hidden") as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        work = show(desktop, invoice)
        assert work["files"] is None and work["technicians"] == [] and len(work["visits"]) == len(hours), work
        # Nothing is billed from it.
        desktop.run("sync", expect=(0, 1))
        assert show(desktop, invoice) == work
        desktop.run("bill", invoice["internal_number"], expect=0)


def test_helper_who_was_not_planned():
    """Whose hours they are that somebody else worked isn't known; they aren't those of who was planned."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        helper = "7ec40001-5a0d-4b0e-9a55-0000000000ff"
        sandbox.change("wello", "JobNonPartUsage", hours[0]["id"], {"user_id": helper})
        work = show(desktop, invoice)
        assert sorted(visit["technician"] for visit in work["visits"]) == [""] + sorted(names[row["user_id"]] for row in hours[1:]), work


def test_row_that_cannot_be_read():
    """It is in the way of its own work order only: the others are kept at once."""
    with Sandbox(customers=30, items=30, work_orders=40) as sandbox, Desktop(sandbox) as desktop:
        job = a_job(sandbox)[0]["source_id_in_table"]
        sandbox.control("POST", "/change", {"service": "wello", "set": "JobPartUsage", "id": None,
                                            "values": {"quantity": 92233720368547.75807, "jobs_id": job}})
        with Watch(desktop) as watch:
            watch.says("At work.")
            wait_for(lambda: desktop.ledger("SELECT count(*) FROM work WHERE job_id = ?", job)[0][0] and
                     desktop.ledger("SELECT count(*) FROM work WHERE content <> ''")[0][0] > 1, "what was done is kept")
            watch.end()
        assert [row[0] for row in desktop.ledger("SELECT job_id FROM work WHERE content = ''")] == [job]


def refused(status, kind="xml"):
    """Whatever is wrong with one list, the others are shown."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        sandbox.fault(kind=kind, service="wello", path="JobFiles", times=-1, **({"status": status} if kind == "xml" else {}))
        desktop.run("sync", expect=(0, 1))
        work = show(desktop, invoice)
        assert work["files"] is None and set(work["technicians"]) == set(names.values()), work
        assert len(work["visits"]) == len(hours), work


def test_files_not_for_this_account():
    refused(401, "expired-token")


def test_files_not_for_this_account_by_itself():
    """Nor is it asked again and again: the rest is kept."""
    with Sandbox(customers=30, items=30, work_orders=40) as sandbox, Desktop(sandbox) as desktop:
        sandbox.fault(kind="expired-token", service="wello", path="JobFiles", times=-1)
        with Watch(desktop) as watch:
            watch.says("At work.")
            wait_for(lambda: desktop.ledger("SELECT count(*) FROM work_technicians")[0][0], "who did it is kept")
            watch.end()


def test_files_forbidden():
    refused(403)


def test_files_too_large():
    refused(413)


def test_files_unavailable():
    refused(500)


def test_planning_not_for_this_account():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        sandbox.fault(kind="expired-token", service="wello", path="JobPlanningView", times=-1)
        work = show(desktop, invoice)
        assert work["files"] is not None and len(work["visits"]) == len(hours), work


def test_files_unavailable_for_once():
    """What couldn't be read once is read the next time."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        invoice, hours, names = a_job(sandbox)
        sandbox.fault(kind="xml", status=501, service="wello", path="JobFiles", times=-1)
        assert show(desktop, invoice)["files"] is None
        sandbox.clear_faults()
        assert show(desktop, invoice)["files"] is not None


run(globals())
