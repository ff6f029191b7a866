# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of an item is at which location, in Wello as in Business Central."""

import collections
import json
import math
from decimal import Decimal

from harness import Desktop, Sandbox, documents, expect_explained, run


def rows(sandbox, table):
    return sandbox.control("GET", f"/rows?service=bc&set={table}")["rows"]


def entries(sandbox):
    """By item and location, from the entries themselves."""
    sums = collections.defaultdict(Decimal)
    for row in rows(sandbox, "itemLedgerEntries"):
        sums[row["itemNumber"], row.get("al.locationCode", "")] += Decimal(str(row["quantity"]))
    return sums


def expected(sandbox, unposted=None):
    """What Wello is to have: only of what is above zero, or was."""
    types = {row["number"]: row["type"] for row in rows(sandbox, "items")}
    sums = entries(sandbox)
    for key, quantity in (unposted or {}).items():
        sums[key] -= quantity
    return {key: max(math.floor(quantity), 0) for key, quantity in sums.items()
            if key[1] and types.get(key[0]) == "Inventory"}


def in_wello(sandbox):
    articles = {row["id"]: row["code"] for row in sandbox.read_wello("Article")}
    places = {row["id"]: row["reference_back_office"] for row in sandbox.read_wello("ArticleStockLocation")}
    found = {}
    for row in sandbox.read_wello("ArticleStockLocationList"):
        key = articles[row["article_id"]], places[row["article_stock_location_id"]]
        assert key not in found, key
        assert isinstance(row["quantity"], int), row
        found[key] = row["quantity"]
    return found


def compare(sandbox, unposted=None):
    wanted, found = expected(sandbox, unposted), in_wello(sandbox)
    for key in wanted.keys() | found.keys():
        assert wanted.get(key, 0) == found.get(key, 0), (key, wanted.get(key), found.get(key))
    return found


def sync(desktop, *words):
    return desktop.run("sync", *words, "--json", expect=(0, 1)).json()["flows"]


def flow(results, name):
    return next(result for result in results if result["flow"] == name)


def follow_moves(options, **stock):
    with Sandbox(*options) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Stock", **stock)
        first = flow(sync(desktop), "stock")
        assert first["error"] == "" and first["created"] > 0, first
        found = compare(sandbox)
        assert any(found.values()), "nothing lies anywhere"

        # It moved, came in with a fraction, and was used up below zero.
        (number, location), quantity = next((key, value) for key, value in found.items() if value >= 3)
        other = "VAN02" if location != "VAN02" else "VAN03"
        sandbox.control("POST", "/act", {"verb": "transfer-stock", "number": number, "location": location, "to": other, "quantity": 2})
        sandbox.control("POST", "/act", {"verb": "adjust-stock", "number": number, "location": other, "quantity": 0.5})
        sandbox.control("POST", "/act", {"verb": "adjust-stock", "number": number, "location": location, "quantity": -quantity - 3})
        sandbox.reset_requests()
        second = flow(sync(desktop, "stock"), "stock")
        assert {row["number"] for row in second["rows"] if row["kind"] == "note"} >= {number}, second
        assert any("below zero" in row["reason"] for row in second["rows"]), second
        assert any("whole numbers" in row["reason"] for row in second["rows"]), second
        compare(sandbox)
        # The total of an item is never written to Business Central.
        assert not [line for line in sandbox.requests() if line["service"] == "bc" and line["method"] not in ("GET",)]

        third = flow(sync(desktop, "stock"), "stock")
        assert third["created"] == third["changed"] == 0, third


def test_from_the_query_for_reports():
    follow_moves([], Source="analytics")


def test_from_a_published_web_service():
    follow_moves(["--set=bc.analytics=no"], Source="service:ItemLedgerEntries")


def test_only_some_locations():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Stock", Source="analytics", Locations="VAN01")
        sync(desktop)
        assert {location for _, location in in_wello(sandbox)} <= {"VAN01"}
        desktop.set("Stock", Source="analytics", Locations=None)
        sync(desktop)
        compare(sandbox)


def test_parts_on_drafts():
    """They were used, and Business Central has them in its stock until the draft is posted."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sandbox.add_colleague()
        desktop.set("Stock", Source="analytics")
        sync(desktop)
        planned = desktop.run("bill", "--all", "--dry-run", "--json", expect=(0, 1)).json()["documents"]
        for document in planned:
            if not document["mend"] and "locationId" in json.dumps(document.get("body") or {}):
                break
        else:
            raise AssertionError("no invoice has a part from a location")
        assert desktop.run("bill", document["number"], "--json", expect=0).json()["done"] == 1

        items = {row["id"]: row for row in rows(sandbox, "items")}
        places = {row["id"]: row["code"] for row in rows(sandbox, "locations")}
        made = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + document["number"])
        used = collections.defaultdict(Decimal)
        for line in made["lines"]:
            if line["itemId"] in items and line["locationId"] in places:
                used[items[line["itemId"]]["number"], places[line["locationId"]]] += Decimal(str(line["quantity"]))
        assert used
        sync(desktop, "stock")
        compare(sandbox, used)

        # Posted by somebody: Business Central's stock has fallen, and nothing is subtracted twice.
        sandbox.control("POST", "/act", {"verb": "post", "id": made["id"]})
        sync(desktop, "stock")
        compare(sandbox)

        desktop.set("Stock", Subtract="none")
        sync(desktop, "stock", "--full")
        compare(sandbox)


def unbilled(desktop):
    parts = desktop.run("stock", "--unbilled", "--since", "2020-01-01", "--json", expect=0).json()["parts"]
    return collections.Counter((part["item"], part["where"], part["invoice"], str(part["quantity"])) for part in parts), parts


def test_parts_that_are_not_billed():
    """What technicians used and Business Central’s stock still has, for the storekeeper."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sandbox.add_colleague()
        desktop.run("sync", expect=(0, 1))
        usages = sandbox.read_wello("JobPartUsage")
        lines = {row["source_id_in_table"]: row["invoice_id"] for row in sandbox.read_wello("InvoiceDetails")}
        invoices = {row["id"]: row for row in sandbox.read_wello("Invoice")}
        wanted = collections.Counter()
        for usage in usages:
            invoice = invoices.get(lines.get(usage["id"]))
            # What was imported before was billed by somebody else.
            if invoice is None:
                wanted[usage["code"], "not-invoiced", "", str(usage["quantity"])] += 1
            elif invoice["invoice_status_name"] != "ERP Imported":
                wanted[usage["code"], "not-sent", invoice["internal_number"], str(usage["quantity"])] += 1
        found, parts = unbilled(desktop)
        assert found == wanted and sum(wanted.values()) > 0, (found - wanted, wanted - found)
        assert any(part["location"] == "VAN01" for part in parts), parts[:3]

        numbers = {part["invoice"] for part in parts}
        planned = desktop.run("bill", "--all", "--dry-run", "--json", expect=(0, 1)).json()["documents"]
        number = next(document["number"] for document in planned if not document["mend"] and document["number"] in numbers)
        desktop.run("bill", number, expect=0)
        assert {part["where"] for part in unbilled(desktop)[1] if part["invoice"] == number} == {"unposted"}
        desktop.run("bill", number, "--post", expect=0)
        assert not [part for part in unbilled(desktop)[1] if part["invoice"] == number]
        # Only what is, or was, to be billed is known to be skipped.
        other = next(document["number"] for document in planned if document["number"] in numbers - {number})
        desktop.run("skip", other, "--reason", "goodwill", expect=0)
        assert {part["where"] for part in unbilled(desktop)[1] if part["invoice"] == other} == {"skipped"}

        text = desktop.run("stock", "--unbilled", "--since", "2020-01-01", expect=0).out
        assert "not to be billed" in text and "on no invoice" in text or "not sent" in text, text
        assert "--unbilled" in desktop.run("stock", expect=2).err


def test_what_is_missing_is_said():
    with Sandbox("--set=bc.analytics=no") as sandbox, Desktop(sandbox) as desktop:
        failed = desktop.run("sync", "stock", expect=(1, 3))
        expect_explained(failed, "Stock per location isn’t set up", "[Stock]")
        desktop.set("Stock", Source="service:NoSuchService")
        failed = desktop.run("sync", "stock", expect=(1, 3))
        assert "Stock per Location" in failed.out + failed.err, failed
        desktop.set("Stock", Source="service:Customers")
        expect_explained(desktop.run("sync", "stock", expect=(1, 3)), "can’t be used", "Remaining Quantity")
        desktop.set("Stock", Source="sometimes")
        expect_explained(desktop.run("sync", "stock", expect=2), "analytics")
        desktop.set("Stock", Source=None)
        assert "there are no records to couple" in desktop.run("couple", "stock", "P00001", "P00001", expect=(1, 2)).err


def open_new_van(sandbox):
    """A location that Wello lacks, and what lies there."""
    sandbox.change("bc", "locations", None, {"code": "VAN09", "displayName": "Van 9"})
    items = [row["number"] for row in rows(sandbox, "items") if row["type"] == "Inventory" and row["blocked"] is False][:3]
    for number in items:
        sandbox.control("POST", "/act", {"verb": "adjust-stock", "number": number, "location": "VAN09", "quantity": 5})


def made_locations(sandbox):
    """How often a location was to be made in Wello."""
    return [request for request in sandbox.requests()
            if request["service"] == "wello" and request["method"] == "POST" and request["path"].split("?")[0].endswith("/ArticleStockLocation")]


def test_a_location_that_fails_once():
    """What lies there comes with the next run, though nothing moved meanwhile."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        open_new_van(sandbox)
        desktop.set("Stock", Source="analytics")
        sandbox.fault(service="wello", method="POST", path="ArticleStockLocation$", kind="503", times=1)
        first = flow(sync(desktop), "stock")
        assert first["failed"] == 1 and not first["error"], first
        lacking = expected(sandbox).keys() - in_wello(sandbox).keys()
        assert any(expected(sandbox)[key] for key in lacking), "nothing lies there"

        second = flow(sync(desktop, "stock"), "stock")
        assert second["created"] and not second["failed"], second
        compare(sandbox)
        # Only what just moved is looked at again.
        third = flow(sync(desktop, "stock"), "stock")
        assert third["created"] == third["changed"] == 0 and third["read"] < 20 < second["read"], third


def test_a_location_that_goes_wrong_too_often():
    """It is tried five times, then a person has to look; meanwhile nothing else is read again."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        open_new_van(sandbox)
        desktop.set("Stock", Source="analytics", Locations="VAN09")
        sandbox.fault(service="wello", method="POST", path="ArticleStockLocation$", kind="503", times=-1)
        sandbox.reset_requests()
        for number in range(7):
            result = flow(sync(desktop) if number == 0 else sync(desktop, "stock"), "stock")
            assert not result["error"] and result["failed"] == (number < 5), (number, result)
        assert len(made_locations(sandbox)) == 5, made_locations(sandbox)
        sandbox.clear_faults()
        assert flow(sync(desktop, "stock"), "stock")["created"] == 0
        assert flow(sync(desktop, "stock", "--retry"), "stock")["created"] > 1
        assert any(in_wello(sandbox).values())


def test_a_location_that_is_refused():
    """It waits for a person, and isn’t asked for again; all else isn’t read again either."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        open_new_van(sandbox)
        desktop.set("Stock", Source="analytics")
        sandbox.fault(service="wello", method="POST", path="ArticleStockLocation$", kind="409", times=1)
        first = flow(sync(desktop), "stock")
        assert first["skipped"] == 1 and not first["error"], first
        sandbox.reset_requests()
        second = flow(sync(desktop, "stock"), "stock")
        assert second["created"] == second["changed"] == 0 and second["read"] < 20 < first["read"], second
        assert not made_locations(sandbox), sandbox.requests()

        # Nor when something moved: it is left out, and the rest goes over.
        (number, location), quantity = next((key, value) for key, value in in_wello(sandbox).items() if value >= 3)
        sandbox.control("POST", "/act", {"verb": "adjust-stock", "number": number, "location": location, "quantity": -1})
        assert flow(sync(desktop, "stock"), "stock")["changed"] == 1
        assert in_wello(sandbox)[number, location] == quantity - 1 and not made_locations(sandbox)

        # A person has it tried again: it is made, with all that lies there.
        again = flow(sync(desktop, "stock", "--retry"), "stock")
        assert again["created"] > 1 and len(made_locations(sandbox)) == 1, again
        compare(sandbox)


if __name__ == "__main__":
    run(globals())
