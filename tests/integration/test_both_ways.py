# SPDX-License-Identifier: GPL-3.0-or-later
"""What is changed in Wello, brought to Business Central: by itself, after a question, or after a proposal."""

from harness import Desktop, Sandbox, run


def customers(sandbox):
    return {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]}


def companies(sandbox):
    return {row["code"]: row for row in sandbox.read_wello("Company") if row.get("code") and not row["archived"]}


def sync(desktop, *words):
    answer = desktop.run("sync", "customers", *words, "--json", expect=(0, 1)).json()
    return answer["flows"][0]


def plain(sandbox):
    """Numbers of customers that are in Wello under their code."""
    there = companies(sandbox)
    return [number for number, row in sorted(customers(sandbox).items())
            if number in there and row["blocked"] == "_x0020_" and len(row["displayName"]) < 40]


def test_goes_back():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both")
        before = customers(sandbox)
        sync(desktop)
        assert {number: row["lastModifiedDateTime"] for number, row in customers(sandbox).items()} == \
            {number: row["lastModifiedDateTime"] for number, row in before.items()}, "a first sync wrote to Business Central"
        first, second = plain(sandbox)[:2]
        there = companies(sandbox)
        sandbox.change("wello", "Company", there[first]["id"], {"url": "https://field.example"})
        sandbox.change("wello", "Company", there[second]["id"], {"name": "Renamed in the field"})

        dry = sync(desktop, "--dry-run")
        real = sync(desktop)
        same = ("changed", "skipped", "writtenBack")
        assert [dry[name] for name in same] == [real[name] for name in same], (dry, real)
        assert real["writtenBack"] == 1, real
        after = customers(sandbox)
        assert after[first]["website"] == "https://field.example", after[first]
        assert after[second]["displayName"] == before[second]["displayName"]

        listed = desktop.run("proposals", "--json", expect=1).json()["proposals"]
        # Two accounts of the seed are new ones.
        new = {row["number"] for row in listed if row["kind"] == "new-account"}
        assert new == {"Nieuwe klant van de portaalsite", "Prospect d’Avril"}, listed
        listed = [row for row in listed if row["kind"] != "new-account"]
        assert [(row["number"], row["kind"]) for row in listed] == [(second, "proposal")], listed
        name = next(field for field in listed[0]["fields"] if field["wello"] == "Renamed in the field")
        assert name["businessCentral"] == name["agreed"] == before[second]["displayName"] and name["differs"], name
        assert "Renamed in the field" in desktop.run("proposals", expect=1).out

        desktop.run("proposals", "--accept", second.lower(), expect=(0, 1))
        assert customers(sandbox)[second]["displayName"] == "Renamed in the field"
        assert {row["number"] for row in desktop.run("proposals", "--json", expect=1).json()["proposals"]} == new
        actions = [row["action"] for row in desktop.run("audit", "--json").json()["audit"]]
        assert actions.count("take-wello") == 1, actions
        chosen = next(row for row in desktop.run("audit", "--json").json()["audit"] if row["action"] == "take-wello")
        assert "Renamed in the field" in chosen["old"] and before[second]["displayName"] in chosen["old"], chosen

        # The default contact is called as the customer is.
        assert sync(desktop)["changed"] == 1
        quiet = sync(desktop)
        assert quiet["created"] + quiet["changed"] + quiet["writtenBack"] == 0, quiet


def test_asks():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both", Conflict="ask")
        sync(desktop)
        first, second = plain(sandbox)[:2]
        for number in (first, second):
            sandbox.change("bc", "customers", customers(sandbox)[number]["id"], {"website": "https://office.example"})
            sandbox.change("wello", "Company", companies(sandbox)[number]["id"], {"url": "https://field.example"})
        told = sync(desktop)
        assert {first, second} <= {row["number"] for row in told["rows"]}, told

        listed = desktop.run("conflicts", "--json", expect=1).json()["conflicts"]
        assert sorted(row["number"] for row in listed) == [first, second], listed
        assert all({"https://office.example", "https://field.example"} ==
                   {value for field in row["fields"] if field["differs"] for value in (field["businessCentral"], field["wello"])}
                   for row in listed), listed

        # What was listed is settled, and nothing that came later.
        one = next(row for row in listed if row["number"] == first)
        sandbox.change("wello", "Company", companies(sandbox)[first]["id"], {"url": "https://later.example"})
        for when in range(2):
            late = desktop.run("conflicts", "--take", "bc", f"{one['row']}:{one['mark']}", expect=1)
            assert "Nothing was chosen" in late.err and first in late.err, late.err
            assert companies(sandbox)[first]["url"] == "https://later.example"
            sync(desktop)
        shown = desktop.run("conflicts", expect=1).out
        assert "https://later.example" in shown and f"{one['row']}:" in shown, shown
        told = desktop.run("conflicts", "--take", "bc", first, expect=(0, 1)).out
        assert "https://later.example" in told, told
        desktop.run("conflicts", "--take", "wello", next(row["row"] for row in listed if row["number"] == second), expect=(0, 1))
        assert desktop.run("conflicts", expect=0).out
        websites = {number: (customers(sandbox)[number]["website"], companies(sandbox)[number]["url"]) for number in (first, second)}
        assert websites == {first: ("https://office.example",) * 2, second: ("https://field.example",) * 2}, websites


def test_first_invoice():
    """A new account is proposed once something can be billed to it, and what is blocked leads there."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both", NewAccounts="first-invoice")
        sync(desktop)
        assert not desktop.run("proposals", "--json", expect=0).json()["proposals"]
        invoice = next(row for row in sandbox.dump()["wello"]["invoices"] if row.get("case") == "unknown-customer")
        made, number = invoice["company_id"], invoice["internal_number"]
        name = next(row["name"] for row in sandbox.read_wello("Company") if row["id"] == made)

        def find():
            shown = desktop.run("workorders", "show", number, "--json").json()
            return next(check for check in shown["checks"] if check["id"] == "customer-not-coupled")

        assert "sync the customers" in find()["mend"], find()
        sync(desktop)
        assert [row["row"] for row in desktop.run("proposals", "--json", expect=1).json()["proposals"]] == [made]
        check = find()
        assert f"passerellectl proposals --accept {made}" in check["mend"] and name in check["why"], check
        desktop.run("proposals", "--accept", made, expect=(0, 1))
        assert "customer-not-coupled" not in [check["id"] for check in desktop.run("workorders", "show", number, "--json").json()["checks"]
                                              if check["result"] == "blocks"]


def test_payer():
    """Who pays is known by name: what is blocked leads to the proposal that has it, or asks where several do."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both")
        sync(desktop)
        invoice = next(row for row in sandbox.dump()["wello"]["invoices"] if row.get("case") == "bill-to-unknown")
        number, payer, name = invoice["internal_number"], invoice["bill_to_company_id"], invoice["bill_to_party"]
        desktop.run("workorders", expect=(0, 1))

        def find():
            shown = desktop.run("workorders", "show", number, "--json").json()
            return next(check for check in shown["checks"] if check["id"] == "bill-to-not-coupled")

        assert f"passerellectl proposals --accept {payer}" in find()["mend"], find()
        sandbox.control("POST", "/change", {"service": "wello", "set": "Company",
                                            "values": {"name": name, "is_client": True, "zip": "9000", "city": "Gent"}})
        sync(desktop)
        check = find()
        assert "--accept" not in check["mend"] and "which of them pays" in check["mend"], check
        assert "2 Wello accounts" in check["why"] and name in check["why"], check


def test_new_account():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow customers", Direction="both")
        sync(desktop)
        before = customers(sandbox)
        belgium = next(row["db_country_id"] for code, row in companies(sandbox).items()
                       if code in before and before[code]["country"] == "BE")
        made = sandbox.control("POST", "/change", {"service": "wello", "set": "Company",
                                                   "values": {"name": "Nieuw in het veld", "is_client": True, "zip": "9000", "db_country_id": belgium,
                                                              "city": "Gent", "phone": "09 123"}})["done"]
        told = sync(desktop)
        assert "Nieuw in het veld" in [row["number"] for row in told["rows"]], told
        listed = desktop.run("proposals", "--json", expect=1).json()["proposals"]
        mine = next(row for row in listed if row["row"] == made)
        assert mine["kind"] == "new-account" and not mine["fields"], mine
        assert customers(sandbox).keys() == before.keys()

        desktop.run("proposals", "--accept", "nieuw in het veld", expect=(0, 1))
        number, customer = next((number, row) for number, row in customers(sandbox).items() if number not in before)
        assert customer["displayName"] == "Nieuw in het veld" and customer["postalCode"] == "9000", customer
        assert customer["country"] == "BE", customer
        account = next(row for row in sandbox.read_wello("Company") if row["id"] == made)
        assert account["code"] == number, account
        assert made not in [row["row"] for row in desktop.run("proposals", "--json", expect=(0, 1)).json()["proposals"]]
        quiet = sync(desktop)
        assert quiet["created"] + quiet["changed"] + quiet["writtenBack"] == 0, quiet


def test_barcodes():
    """What a technician scanned is Wello's; it is brought to Business Central only where that is wanted."""
    def articles():
        return {row["code"]: row for row in sandbox.read_wello("Article") if row.get("code") and not row["archived"]}

    def items():
        return {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=items")["rows"]}

    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", "items", "--json", expect=(0, 1))
        number = next(number for number, row in sorted(articles().items()) if number in items() and items()[number]["gtin"])
        assert articles()[number]["barcode"] == items()[number]["gtin"]
        for both, scanned in ((False, "05400000000017"), (True, "05400000000024")):
            if both:
                desktop.set("Flow items", Direction="both")
                desktop.run("sync", "items", "--json", expect=(0, 1))
            before = items()[number]["gtin"]
            sandbox.change("wello", "Article", articles()[number]["id"], {"barcode": scanned})
            flow = desktop.run("sync", "items", "--json", expect=(0, 1)).json()["flows"][0]
            assert flow["writtenBack"] == both, flow
            assert items()[number]["gtin"] == (scanned if both else before), items()[number]
            assert articles()[number]["barcode"] == scanned


def test_usage():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        assert "bc or wello" in desktop.run("conflicts", "--take", "both", "C1", expect=2).err
        assert "--take" in desktop.run("conflicts", "C1", expect=2).err
        assert "exclude" in desktop.run("proposals", "--accept", "--reject", "C1", expect=2).err
        assert "C1" in desktop.run("proposals", "--accept", "C1", expect=2).err
        desktop.set("Flow items", Direction="back")
        assert "[Flow items] Direction" in desktop.run("status", expect=2).err


def test_filter():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        everything = sync(desktop)
        desktop.set("Flow customers", Filter="country eq 'BE' and blocked eq '_x0020_'", WelloFilter="is_client eq true", Direction="both")
        some = sync(desktop)
        assert 0 < some["read"] < everything["read"] and not some["error"], (some, everything)
        full = sync(desktop, "--full")
        assert not [row for row in full["rows"] if "gone" in row["reason"]], full

        desktop.set("Flow customers", Filter="nonsense eq 1")
        broken = desktop.run("sync", "customers", "--json", expect=(1, 3)).json()["flows"][0]
        assert broken["error"], broken


run(globals())
