# SPDX-License-Identifier: GPL-3.0-or-later
"""Properties that a tenant's API doesn't have, and mappings of one's own with properties that ours don't name."""

import json
import os
import urllib.parse

from harness import Desktop, Sandbox, expect_explained, run
from test_price_labels import CUSTOMERS, compare as compare_prices, open_desktop as prices_desktop, units_of
from test_prices import ITEMS
from test_stock import compare, expected
from test_v1 import LABOUR, v1_desktop, v1_sandbox

OWN = os.path.join(os.path.dirname(__file__), "..", "..", "data", "mappings")


def rows(sandbox, service, name):
    return sandbox.control("GET", f"/rows?service={service}&set={name}")["rows"]


def flow_of(desktop, name, *words, expect=(0, 1)):
    flows = desktop.run("sync", name, *words, "--json", expect=expect).json()["flows"]
    return next(flow for flow in flows if flow["flow"] == name)


def queries(sandbox, name):
    found = [request["path"].partition("?") for request in sandbox.requests() if request["service"] == "bc"]
    return [query for path, _, query in found if path.endswith("/" + name)]


def selects(sandbox, name):
    """What was asked of the records of a set."""
    asked = [urllib.parse.unquote(query) for query in queries(sandbox, name) if "select" in query]
    assert asked
    return asked


def own_mapping(desktop, name, change):
    """A copy of ours with other fields, as somebody would write it."""
    folder = os.path.join(desktop.folder, "my-mappings")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(OWN, name), encoding="utf-8") as file:
        mapping = json.load(file)
    change(mapping["fields"])
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(mapping, file, indent=1)
    desktop.set("Sync", Mappings=folder)
    return os.path.join(folder, name)


def sides():
    yield "v2.0", lambda **sizes: Sandbox(**sizes), Desktop
    yield "v1.0", lambda **sizes: v1_sandbox(**sizes), v1_desktop


def test_missing():
    """Not asked for, named in the report, in check and in the history; the rest is synced. Once it is there, it is read of all."""
    for version, sandboxes, desktops in sides():
        with sandboxes(customers=8, items=5, work_orders=1) as sandbox, desktops(sandbox) as desktop:
            sandbox.control("POST", "/set", {"bc.missing-properties": "customers.website,items.gtin"})
            customer = rows(sandbox, "bc", "customers")[0]
            sandbox.reset_requests()
            customers = flow_of(desktop, "customers")
            assert customers["read"] > 0 and not customers["error"], (version, customers)
            notes = [row for row in customers["rows"] if row["number"] == "customers.website"]
            assert len(notes) == 1 and notes[0]["kind"] == "note", customers["rows"]
            assert "website" in notes[0]["reason"] and "customers-bc-to-wello" in notes[0]["reason"] and notes[0]["mend"], notes
            assert all("website" not in query for query in selects(sandbox, "customers"))
            assert any("phoneNumber" in query for query in selects(sandbox, "customers"))
            items = flow_of(desktop, "items")
            assert items["read"] > 0 and not items["error"], items
            assert all("gtin" not in query for query in selects(sandbox, "items"))
            assert len(queries(sandbox, "$metadata") + queries(sandbox, "%24metadata")) == 1

            check = desktop.run("check", "--json", expect=(0, 1)).json()
            found = [finding["what"] for finding in check["findings"] if finding["id"] == "sync.properties"]
            assert any("website" in what for what in found) and any("gtin" in what for what in found), found
            runs = desktop.run("log", "--json").json()["runs"]
            assert any("customers.website" in entry["message"] for entry in runs), runs

            # An update brings it; check learns of it, and what hadn't been read is.
            sandbox.control("POST", "/set", {"bc.missing-properties": "none"})
            sandbox.change("bc", "customers", customer["id"], {"website": "www.new.example"})
            assert "all properties" in desktop.run("check", expect=(0, 1)).out
            customers = flow_of(desktop, "customers")
            assert not [row for row in customers["rows"] if row["number"] == "customers.website"], customers
            company = next(row for row in rows(sandbox, "wello", "Company") if row["code"] == customer["number"])
            assert company["url"] == "www.new.example", company


def test_never_known():
    """It was taken away after it was learnt that it is there: the refusal says so, and the next run learns."""
    with Sandbox(customers=4, items=3, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
        flow_of(desktop, "customers")
        sandbox.control("POST", "/set", {"bc.missing-properties": "customers.website"})
        expect_explained(desktop.run("sync", "customers", expect=(1, 2, 3)), "Could not find a property named 'website'")
        again = flow_of(desktop, "customers")
        assert not again["error"] and [row for row in again["rows"] if row["number"] == "customers.website"], again


def test_mistyped_table():
    """A table that only one's own mapping names has to be there; one that ours name may be missing."""
    def look_up_in(table, member="look-up"):
        return lambda fields: next(field for field in fields if member in field).update({member: table})

    with Sandbox(customers=6, items=3, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
        flow_of(desktop, "customers")
        file = own_mapping(desktop, "customers-bc-to-wello.json", look_up_in("DbPaymentMethodz"))
        broken = flow_of(desktop, "customers", expect=(1, 2, 3))
        assert file in broken["error"], broken
        for words in (("sync", "customers"), ("check",)):
            said = desktop.run(*words, expect=(0, 1, 2, 3))
            expect_explained(said, file, "“look-up”", "DbPaymentMethodz", "Correct the name of the table")
        items = flow_of(desktop, "items")
        assert not items["error"] and items["read"] > 0, items

        own_mapping(desktop, "customers-bc-to-wello.json", look_up_in("paymentMethodz", "via"))
        expect_explained(desktop.run("sync", "customers", expect=(1, 2, 3)), file, "“via”", "paymentMethodz")

        own_mapping(desktop, "customers-bc-to-wello.json", lambda fields: None)
        mended = flow_of(desktop, "customers")
        assert not mended["error"] and mended["read"] > 0, mended
        assert "mappings of your own can be used" in desktop.run("check", expect=(0, 1)).out
        sandbox.fault(kind="xml", status=404, service="wello", path="DbPaymentMethods", times=-1)
        again = flow_of(desktop, "customers", "--full")
        assert not again["error"] and again["read"] > 0, again


def test_back():
    """What isn't there isn't written to either."""
    with Sandbox(customers=4, items=3, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both")
        sandbox.control("POST", "/set", {"bc.missing-properties": "customers.website"})
        flow_of(desktop, "customers")
        customer = rows(sandbox, "bc", "customers")[0]
        company = next(row for row in rows(sandbox, "wello", "Company") if row["code"] == customer["number"])
        sandbox.change("wello", "Company", company["id"], {"url": "www.wello.example", "phone": "0479 11 22 33"})
        back = flow_of(desktop, "customers")
        assert back["writtenBack"] == 1 and not back["error"], back
        assert next(row for row in rows(sandbox, "bc", "customers") if row["id"] == customer["id"])["phoneNumber"] == "0479 11 22 33"
        company = next(row for row in rows(sandbox, "wello", "Company") if row["code"] == customer["number"])
        assert company["url"] == "www.wello.example", company


def test_needed():
    """Without what tells records apart nothing is done, and it is said."""
    for version, sandboxes, desktops in sides():
        for name in ("number", "lastModifiedDateTime"):
            with sandboxes(customers=4, items=3, work_orders=1) as sandbox, desktops(sandbox) as desktop:
                sandbox.control("POST", "/set", {"bc.missing-properties": "customers." + name})
                sandbox.reset_requests()
                broken = flow_of(desktop, "customers", expect=(1, 2, 3))
                assert name in json.dumps(broken["error"]) and broken["read"] == 0, (version, broken)
                assert not queries(sandbox, "customers")
                expect_explained(desktop.run("check", expect=(0, 1, 2)), name, "→")
                items = flow_of(desktop, "items")
                assert not items["error"] and items["read"] > 0, items
                sandbox.control("POST", "/set", {"bc.missing-properties": "none"})
                assert flow_of(desktop, "customers")["read"] > 0


def test_reckoned():
    """Of what prices and stock are reckoned: each one would be wrong without. It is said, and nothing is asked for or written."""
    lacks = [("prices", name) for name in ("items.taxGroupCode", "items.baseUnitOfMeasureCode", "customers.currencyCode")]
    lacks += [("stock", name) for name in ("items.type", "items.baseUnitOfMeasureCode")]
    with Sandbox() as sandbox, prices_desktop(sandbox) as desktop:
        desktop.set("Stock", Source="analytics")
        desktop.run("sync", "--json", expect=(0, 1))
        for name, lack in lacks:
            sandbox.control("POST", "/set", {"bc.missing-properties": lack})
            desktop.run("check", expect=(0, 1, 2))
            sandbox.reset_requests()
            broken = flow_of(desktop, name, "--full", expect=(1, 2, 3))
            assert lack.partition(".")[2] in json.dumps(broken["error"]) and not broken["failed"], (lack, broken)
            assert not any(request["service"] == "wello" and request["method"] != "GET" for request in sandbox.requests()), lack
            expect_explained(desktop.run("check", expect=(0, 1, 2)), lack.partition(".")[2], "→")
        sandbox.control("POST", "/set", {"bc.missing-properties": "none"})
        desktop.run("check", expect=(0, 1))
        for name in ("prices", "stock"):
            assert not flow_of(desktop, name)["error"]


def test_moves():
    """Where it isn't shown what moved, the stock of everything is read, and it is told once a run."""
    with Sandbox(customers=3, items=8, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Stock", Source="analytics")
        sandbox.control("POST", "/set", {"bc.missing-properties": "itemLedgerEntries.lastModifiedDateTime"})
        for _ in range(2):
            found = {result["flow"]: result for result in desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]}
            for name in ("items", "stock"):
                assert not found[name]["error"] and found[name]["failed"] == 0, found[name]
                notes = [row for row in found[name]["rows"] if row["number"] == "itemLedgerEntries.lastModifiedDateTime"]
                assert len(notes) == 1 and "all of them" in notes[0]["reason"], notes
        assert not [request for request in sandbox.requests() if "/api/v2.0/" in request["path"] and "itemLedgerEntries" in request["path"]]

        # A move is carried over all the same: the total, and at its location.
        numbers = {number for number, _ in expected(sandbox)}
        item = next(row for row in rows(sandbox, "bc", "items") if row["number"] in numbers and not row["blocked"])
        location = next(place for number, place in expected(sandbox) if number == item["number"])
        sandbox.control("POST", "/act", {"verb": "adjust-stock", "number": item["number"], "location": location, "quantity": 7})
        desktop.run("sync", "--json", expect=(0, 1))
        article = next(row for row in rows(sandbox, "wello", "Article") if row["code"] == item["number"])
        total = next(row for row in rows(sandbox, "bc", "items") if row["id"] == item["id"])["inventory"]
        assert total == item["inventory"] + 7 and article["physical_stock"] == int(total), (item, article, total)
        compare(sandbox)


def test_prices_v1():
    """The unit of an item has another name there."""
    with v1_sandbox() as sandbox, prices_desktop(sandbox) as desktop:
        desktop.settings["Labour"] = dict(LABOUR)
        desktop.set("BusinessCentral", ApiVersion="v1.0")
        found = {result["flow"]: result for result in desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]}
        assert not found["prices"]["error"] and found["prices"]["failed"] == 0 and found["prices"]["created"] > 0, found["prices"]
        assert not [row for row in found["prices"]["rows"] if row["number"].startswith("items.")], found["prices"]["rows"]
        # The clerk has the newer one.
        sandbox.control("POST", "/set", {"bc.apis": "both"})
        compare_prices(sandbox, units_of(sandbox, ITEMS), [number for number in CUSTOMERS if number != "C00009"])
        # There are no exchange rates; that a price couldn’t be converted is told.
        assert any("C00009" in row["number"] or "C00009" in row["reason"] for row in found["prices"]["rows"]), found["prices"]["rows"]
        sandbox.control("POST", "/set", {"bc.apis": "v1.0", "bc.missing-properties": "customers.currencyCode"})
        desktop.run("check", expect=(0, 1, 2))
        broken = flow_of(desktop, "prices", expect=(1, 2, 3))
        assert "currencyCode" in json.dumps(broken["error"]), broken


def test_unreadable():
    """Nothing changes by it but that it is told."""
    for what in ("404", "html"):
        with Sandbox(customers=4, items=3, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
            sandbox.control("POST", "/set", {"bc.metadata": what})
            first = flow_of(desktop, "customers")
            assert first["read"] > 0 and not first["error"], first
            assert [row["number"] for row in first["rows"] if row["kind"] == "note"].count("$metadata") == 1, first
            assert "$metadata" not in [row["number"] for row in flow_of(desktop, "customers")["rows"]]
            expect_explained(desktop.run("check", expect=(0, 1)), "couldn’t be read")


def test_custom():
    """Properties of both sides that our mappings don't name."""
    for version, sandboxes, desktops in sides():
        with sandboxes(customers=6, items=5, work_orders=1) as sandbox, desktops(sandbox) as desktop:
            ending = ".json" if version == "v2.0" else "-v1.json"
            source = "salespersonCode" if version == "v2.0" else "taxAreaDisplayName"
            for number, row in enumerate(rows(sandbox, "bc", "customers")):
                sandbox.change("bc", "customers", row["id"], {source: f"X{number}"})
            own_mapping(desktop, "customers-bc-to-wello" + ending,
                        lambda fields: fields.append({"source": source, "target": "notes", "transform": "cut", "max-length": 200}))
            customers = flow_of(desktop, "customers")
            assert not customers["error"] and customers["failed"] == 0, customers
            bc = {row["number"]: row[source] for row in rows(sandbox, "bc", "customers")}
            wello = {row["code"]: row["notes"] for row in rows(sandbox, "wello", "Company") if row["code"] in bc}
            assert any(bc.values()) and wello == {number: bc[number] for number in wello}, (version, bc, wello)

            # One that isn't there: a mistake that is told, not one that stops the sync.
            own_mapping(desktop, "customers-bc-to-wello" + ending,
                        lambda fields: fields.append({"source": "favouriteColour", "target": "notes", "transform": "copy"}))
            customers = flow_of(desktop, "customers")
            assert not customers["error"], customers
            note, = [row for row in customers["rows"] if row["number"] == "customers.favouriteColour"]
            assert "notes" in note["reason"], note


def test_custom_terms():
    """Payment terms, as README has them."""
    for version, sandboxes, desktops in sides():
        with sandboxes(customers=6, items=3, work_orders=1) as sandbox, desktops(sandbox) as desktop:
            terms = next(row["id"] for row in rows(sandbox, "bc", "paymentTerms"))
            number = rows(sandbox, "bc", "customers")[0]["number"]
            sandbox.change("bc", "customers", rows(sandbox, "bc", "customers")[0]["id"], {"paymentTermsId": terms})
            own_mapping(desktop, "customers-bc-to-wello" + (".json" if version == "v2.0" else "-v1.json"), lambda fields: fields.append(
                {"source": "paymentTermsId", "target": "payement_conditions", "transform": "enum", "values": {terms: 30}, "default": 0}))
            customers = flow_of(desktop, "customers")
            assert not customers["error"] and customers["failed"] == 0, customers
            bc = {row["number"]: 30 if row["paymentTermsId"] == terms else 0 for row in rows(sandbox, "bc", "customers")}
            wello = {row["code"]: int(row["payement_conditions"]) for row in rows(sandbox, "wello", "Company") if row["code"] in bc}
            assert wello[number] == 30 and wello == {code: bc[code] for code in wello}, (version, wello)


def test_custom_code():
    """An id becomes a code, and a code that is no more becomes nothing, not the id of nothing."""
    with Sandbox(customers=6, items=3, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
        terms = rows(sandbox, "bc", "paymentTerms")[0]
        customer = rows(sandbox, "bc", "customers")[0]
        own_mapping(desktop, "customers-bc-to-wello.json", lambda fields: fields.append(
            {"source": "paymentTermsId", "target": "notes", "transform": "guid", "omit-empty": True, "clear": True, "via": "paymentTerms"}))
        for id, code in ((terms["id"], terms["code"]), ("00000000-0000-0000-0000-000000000000", "")):
            sandbox.change("bc", "customers", customer["id"], {"paymentTermsId": id})
            customers = flow_of(desktop, "customers")
            assert not customers["error"] and customers["failed"] == 0, customers
            company = next(row for row in rows(sandbox, "wello", "Company") if row["code"] == customer["number"])
            assert (company["notes"] or "") == code, company


def test_custom_wrong():
    """A mistake is told with its file and its line."""
    cases = [
        ({"source": "salespersonCode", "target": "notes", "transform": "shout"}, "“shout” is no “transform”"),
        ({"source": "salespersonCode", "target": "name", "transform": "copy"}, "“name” is written twice"),
        ({"source": "salespersonCode", "target": "e_password", "transform": "copy"}, "is a secret"),
        ({"source": "salespersonCode", "target": "notes", "transform": "cut"}, "needs “max-length”"),
    ]
    with Sandbox(customers=3, items=3, work_orders=1) as sandbox, Desktop(sandbox) as desktop:
        for field, words in cases:
            path = own_mapping(desktop, "customers-bc-to-wello.json", lambda fields, field=field: fields.append(field))
            with open(path, encoding="utf-8") as file:
                lines = file.read().split("\n")
            # The last field, or the member that is wrong.
            first = max(number for number, line in enumerate(lines, 1) if '"source": "salespersonCode"' in line) - 1
            result = desktop.run("sync", expect=2)
            expect_explained(result, words, "→")
            assert any(f"{path}:{line}:" in result.err for line in range(first, first + 6)), str(result)
        path = own_mapping(desktop, "customers-bc-to-wello.json", lambda fields: fields.pop(0))
        expect_explained(desktop.run("sync", expect=2), "how a record is found again", "→")


if __name__ == "__main__":
    run(globals())
