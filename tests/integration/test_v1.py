# SPDX-License-Identifier: GPL-3.0-or-later
"""Business Central over API v1.0, where nothing else is there."""

from harness import Desktop, Sandbox, documents, expect_explained, run

# There are no lines of resources: hours are billed as items, and travel on an account.
LABOUR = {"WorkingTime": "item:SERVICE-HOUR", "TravelTime": "account:705000", "line:OT150": "item:OVERTIME"}


def v1_sandbox(apis="v1.0", **sizes):
    """API v2.0 is there only until a colleague has made what companies have."""
    sandbox = Sandbox(**sizes)
    sandbox.add_colleague()
    sandbox.control("POST", "/set", {"bc.apis": apis})
    return sandbox


def v1_desktop(sandbox, **billing):
    desktop = Desktop(sandbox, TimeZone="UTC", **billing)
    desktop.settings["Labour"] = dict(LABOUR)
    desktop.set("BusinessCentral", ApiVersion="v1.0")
    return desktop


def paths(sandbox):
    return [request["path"] for request in sandbox.requests() if request["service"] == "bc" and "/api/" in request["path"]]


def figures(dump):
    """What documents come to, whatever their ids and numbers are."""
    header = ("kind", "externalDocumentNumber", "customerNumber", "status", "shipToName", "shipToAddressLine1", "shipToCity",
              "shipToPostCode", "totalAmountExcludingTax", "totalTaxAmount", "totalAmountIncludingTax")
    line = ("lineType", "lineObjectNumber", "description", "unitOfMeasureCode", "quantity", "unitPrice", "discountPercent",
            "discountAmount", "taxPercent", "netAmount")
    return sorted((tuple(document[name] for name in header), [tuple(row[name] for name in line) for row in document["lines"]])
                  for document in documents(dump))


def test_as_with_v2():
    """The same comes of it, but for what v1.0 hasn't."""
    results = {}
    for version in ("v1.0", "v2.0"):
        with v1_sandbox(version) as sandbox, v1_desktop(sandbox) as desktop:
            desktop.set("BusinessCentral", ApiVersion=version)
            desktop.set("Sync", Flows="customers;items")
            # Of which v1.0 has less.
            desktop.set("Flow reference", Enabled="no")
            flows = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
            counts = [{name: flow[name] for name in ("flow", "read", "created", "changed", "unchanged", "skipped", "failed")}
                      for flow in flows]
            sandbox.reset_requests()
            again = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
            assert [flow["created"] + flow["changed"] + flow["failed"] for flow in again] == [0, 0], again
            wello = {name: sorted((row["code"], row["name"], row.get("street", ""), row.get("street2", ""), row.get("zip", ""),
                                   row.get("city", ""), row.get("physical_stock", 0), row.get("entered_price", 0))
                                  for row in sandbox.control("GET", f"/rows?service=wello&set={name}")["rows"] if row["code"])
                     for name in ("Company", "Article")}
            bill = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
            assert bill["done"] > 30 and bill["checking"] == bill["toSend"] == 0, bill
            assert all(f"/api/{version}/" in path or "/api/microsoft/" in path for path in paths(sandbox)), paths(sandbox)
            results[version] = counts, wello, figures(sandbox.dump())
            # Of locations v1.0 knows nothing, so that none has to be coupled.
            rows = desktop.run("workorders", "--json").json()["workOrders"]
            more = {"WELLO-" + row["number"] for row in rows if "stock location" in row["reason"]}
            assert bool(more) == (version == "v2.0"), rows
    (counts, wello, made), (other_counts, other_wello, other_made) = results["v1.0"], results["v2.0"]
    assert counts == other_counts
    assert wello == other_wello, [pair for name in wello for pair in zip(wello[name], other_wello[name]) if pair[0] != pair[1]][:3]
    assert [document for document in made if document[0][1] not in more] == other_made
    lines = [line for _, rows in made for line in rows]
    assert {line[0] for line in lines} == {"Comment", "Item", "Account"}
    assert ("Account", "705000") in {line[:2] for line in lines}


def test_stock():
    """A move doesn't touch the item, and v1.0 doesn't show the moves."""
    with v1_sandbox(customers=5, items=30, work_orders=2) as sandbox, v1_desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        item = next(row for row in sandbox.control("GET", "/rows?service=bc&set=items")["rows"]
                    if row["type"] == "Inventory" and float(row["inventory"]) > 5)
        assert sandbox.control("POST", "/act", {"verb": "adjust-stock", "number": item["number"], "quantity": 7})["done"]
        flow, = desktop.run("sync", "items", "--json", expect=(0, 1)).json()["flows"]
        assert (flow["changed"], flow["created"]) == (1, 0), flow
        article = next(row for row in sandbox.control("GET", "/rows?service=wello&set=Article")["rows"] if row["code"] == item["number"])
        assert float(article["physical_stock"]) == int(float(item["inventory"]) + 7), (article, item)
        flow, = desktop.run("sync", "items", "--json", expect=(0, 1)).json()["flows"]
        assert flow["changed"] == flow["created"] == 0, flow


def ways():
    for document in ("invoice", "order"):
        for via in ("direct", "quote"):
            yield document, via


def test_posted():
    """Both kinds, made both ways, are posted, proven and told."""
    for document, via in ways():
        with v1_sandbox(customers=30, items=40, work_orders=12) as sandbox, \
             v1_desktop(sandbox, Document=document, Via=via, Post="yes") as desktop:
            desktop.run("sync", expect=(0, 1))
            bill = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
            made = documents(sandbox.dump())
            posted = [row for row in sandbox.dump()["bc"]["postedSalesInvoices"] if row["externalDocumentNumber"].startswith("WELLO-")]
            assert bill["done"] == len(posted) == len(made) > 3, (document, via, bill)
            assert {row["bcStatus"] for row in bill["documents"] if row["state"] == "closed"} <= {"posted", "paid"}, bill
            told = {row["internal_number"]: row["invoice_number"] for row in sandbox.dump()["wello"]["invoices"]}
            for row in posted:
                assert told[row["externalDocumentNumber"][len("WELLO-"):]] == row["number"], row


def test_prices_with_vat():
    """A customer's card makes the prices of a document include VAT; v1.0 can't say otherwise, not even on orders."""
    for document in ("invoice", "order"):
        with v1_sandbox(customers=30, items=40, work_orders=12) as sandbox, v1_desktop(sandbox, Document=document) as desktop:
            for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]:
                sandbox.change("bc", "customers", row["id"], {"al.pricesIncludingVat": True})
            desktop.run("sync", expect=(0, 1))
            bill = desktop.run("bill", "--all", "--json", expect=(0, 1)).json()
            made = {row["externalDocumentNumber"]: row for row in documents(sandbox.dump())}
            assert bill["done"] > 3, bill
            for row in bill["documents"]:
                if row["state"] == "followed":
                    found = made[row["externalDocumentNumber"]]
                    assert found["pricesIncludeTax"] and abs(float(found["totalAmountExcludingTax"]) - float(row["net"])) < 0.05, found


def test_lost_answers():
    """What was made is found again by its external number, and made once."""
    for kind in ("drop-after", "504-after", "commit-late", "truncate"):
        for document, via in ways():
            with v1_sandbox(customers=30, items=40, work_orders=8) as sandbox, \
                 v1_desktop(sandbox, Document=document, Via=via) as desktop:
                desktop.set("BusinessCentral", LongestRequest="3s")
                desktop.run("sync", expect=(0, 1))
                sandbox.fault(service="bc", method="POST", path=r"/sales(Invoices|Orders|Quotes)(\?|$)|Microsoft.NAV.make", kind=kind,
                              times=1, seconds=1)
                desktop.run("bill", "--all", "--json", expect=(0, 1, 3))
                bill = desktop.run("bill", "--all", "--wait", "--json", expect=(0, 1)).json()
                marks = [row["externalDocumentNumber"] for row in documents(sandbox.dump())]
                followed, = desktop.ledger("SELECT count(*) FROM documents WHERE state = 'followed'")[0]
                assert len(marks) == len(set(marks)) == followed > 2, (kind, document, via, marks, bill)
                assert bill["checking"] == bill["toSend"] == 0, (kind, document, via, bill)


def test_lost_order():
    """Of an order that can't be found v1.0 can't say that it was never made: it may be shipped, and invoiced with others."""
    with v1_sandbox(customers=30, items=40, work_orders=8) as sandbox, v1_desktop(sandbox, Document="order") as desktop:
        desktop.set("BusinessCentral", LongestRequest="3s")
        desktop.run("sync", expect=(0, 1))
        number = next(row["number"] for row in desktop.run("workorders", "--json").json()["workOrders"] if row["state"] == "ready")
        sandbox.fault(service="bc", method="POST", path=r"/salesOrders(\?|$)", kind="drop-before", times=1)
        desktop.run("bill", number, "--wait", expect=(1, 3))
        state, = desktop.ledger("SELECT state FROM documents WHERE internal_number = ?", number)
        assert state == ("needs-look",) and documents(sandbox.dump()) == [], state
        # A person looked, and says that there is none.
        desktop.run("bill", number, "--wait", expect=0)
        assert [row["externalDocumentNumber"] for row in documents(sandbox.dump())] == ["WELLO-" + number]


def test_withdrawn():
    """A draft is deleted and made anew; of an order that somebody shipped a person has to look: v1.0 shows no shipments."""
    with v1_sandbox(customers=30, items=40, work_orders=12) as sandbox, v1_desktop(sandbox, Document="order") as desktop:
        desktop.run("sync", expect=(0, 1))
        first, second = [row["number"] for row in desktop.run("bill", "--all", "--json", expect=(0, 1)).json()["documents"]
                         if row["state"] == "followed"][:2]
        desktop.run("withdraw", first, expect=0)
        assert "WELLO-" + first not in {row["externalDocumentNumber"] for row in documents(sandbox.dump())}
        desktop.run("retry", first, expect=0)
        order = next(row for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + second)
        sandbox.change("bc", "salesOrders", order["id"], delete=True)
        result = desktop.run("withdraw", second, "--json", expect=1).json()
        state = desktop.ledger("SELECT state FROM documents WHERE internal_number = ?", second)
        assert state == [("needs-look",)], (result, state)


def test_withdraw_edited():
    """What v1.0 has in an object was edited as well."""
    with v1_sandbox(customers=30, items=40, work_orders=12) as sandbox, v1_desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        number = next(row["number"] for row in desktop.run("bill", "--all", "--json", expect=(0, 1)).json()["documents"]
                      if row["state"] == "followed")
        row = next(row for row in sandbox.control("GET", "/rows?service=bc&set=salesInvoices")["rows"]
                   if row["externalDocumentNumber"] == "WELLO-" + number)
        for values in ({"shipToAddressLine2": "Back door"}, {"shipToPostCode": "4000"}, {"customerPurchaseOrderReference": "PO 77"},
                       {"dueDate": "2031-02-03"}):
            for edit in (values, {member: row[member] for member in values}):
                sandbox.control("POST", "/act", {"verb": "edit", "set": "salesInvoices", "id": row["id"], "values": edit})
                if edit is values:
                    desktop.run("withdraw", number, expect=1)
                    state = desktop.ledger("SELECT reason_code FROM documents WHERE internal_number = ?", number)
                    assert state == [("not-withdrawn-changed",)], (values, state)
        desktop.run("withdraw", number, expect=0)
        assert "WELLO-" + number not in {row["externalDocumentNumber"] for row in documents(sandbox.dump())}


def test_refused():
    """What v1.0 can't do is said, and refused where it was asked for."""
    with v1_sandbox(customers=5, items=5, work_orders=2) as sandbox, v1_desktop(sandbox) as desktop:
        findings = {finding["id"]: finding for finding in desktop.run("check", "--json", expect=0).json()["findings"]}
        assert findings["api.version"]["kind"] == "warning" and "contacts" in findings["api.version"]["why"], findings
        assert "rights.contacts" not in findings and "rights.itemLedgerEntries" not in findings, findings
        assert len(desktop.run("connect", "--json", expect=0).json()["off"]) > 5
        assert "API v1.0" in desktop.run("connect", expect=0).out

        expect_explained(desktop.run("sync", "contacts", expect=2), "contacts", "API v1.0", "ApiVersion=v2.0")
        desktop.set("Labour", TravelTime="resource:TRAVEL")
        expect_explained(desktop.run("check", expect=2), "[Labour] TravelTime", "resources")
        desktop.set("Labour", TravelTime="account:999999")
        findings = {finding["id"]: finding for finding in desktop.run("check", "--json", expect=1).json()["findings"]}
        assert findings["billing.accounts"]["kind"] == "problem", findings
        desktop.set("Labour", TravelTime="account:705000")
        desktop.set("Sync", Flows="customers;contacts")
        expect_explained(desktop.run("check", expect=2), "[Sync] Flows", "contacts")
        desktop.set("Sync", Flows="customers")
        desktop.set("Flow contacts", Enabled="yes")
        expect_explained(desktop.run("check", expect=2), "[Flow contacts] Enabled", "contacts")


def test_both_ways():
    """Telephone and e-mail go back; an address, which v1.0 has in one piece, doesn't; a new client brings his."""
    with v1_sandbox(customers=8, items=5, work_orders=2) as sandbox, v1_desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both")
        desktop.run("sync", "customers", expect=(0, 1))
        desktop.run("sync", "customers", expect=(0, 1))
        row = next(row for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
                   if row["addressLine1"] and row["number"] != "COLLEAGUE")
        company = next(one for one in sandbox.control("GET", "/rows?service=wello&set=Company")["rows"] if one["code"] == row["number"])
        sandbox.change("wello", "Company", company["id"], {"phone": "+32 9 111", "street": "Elsewhere 1"})
        made = sandbox.control("POST", "/change", {"service": "wello", "set": "Company", "values": {
            "name": "Garage Neuf", "is_client": True, "street": "Rue 1", "street2": "Bus 3", "zip": "4000", "city": "Liège",
            "db_country_code": "BE"}})["done"]
        desktop.run("sync", "customers", expect=(0, 1))
        now = next(one for one in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"] if one["id"] == row["id"])
        assert (now["phoneNumber"], now["addressLine1"]) == ("+32 9 111", row["addressLine1"]), now
        proposals = desktop.run("proposals", "--json").json()["proposals"]
        assert made in [one["row"] for one in proposals if one["kind"] == "new-account"], proposals
        desktop.run("proposals", "--accept", made, expect=(0, 1))
        new = next(one for one in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"] if one["displayName"] == "Garage Neuf")
        assert (new["addressLine1"], new["addressLine2"], new["postalCode"], new["city"]) == ("Rue 1", "Bus 3", "4000", "Liège"), new


if __name__ == "__main__":
    run(globals())
