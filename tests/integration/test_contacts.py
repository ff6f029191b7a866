# SPDX-License-Identifier: GPL-3.0-or-later
"""The people at customers, between Business Central and Wello."""

from harness import Desktop, Sandbox, run, wait_for

OURS = ("contacts", "contactsInformation")


def people(sandbox):
    return {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=contacts")["rows"] if row["type"] == "Person"}


def contacts(sandbox):
    return {row["id"]: row for row in sandbox.read_wello("Contact")}


def sync(desktop, *words):
    desktop.run("sync", "customers", "--json", expect=(0, 1))
    return desktop.run("sync", "contacts", *words, "--json", expect=(0, 1)).json()["flows"][0]


def writes(sandbox):
    return [(request["service"], request["method"], request["path"]) for request in sandbox.requests()
            if request["method"] != "GET" and request["service"] in ("bc", "wello")]


def mine(sandbox):
    """Contacts of customers, as Business Central's own page lists them; but for those who are to be left alone."""
    customers = sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]
    companies = {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=contacts")["rows"] if row["type"] == "Company"}
    assert len(companies) > len(customers) / 2
    return {number: row for number, row in people(sandbox).items()
            if row["companyNumber"] and not row["privacyBlocked"] and companies[row["companyNumber"]]["contactBusinessRelation"] == "Customer"}


def test_people():
    with Sandbox(customers=60) as sandbox, Desktop(sandbox) as desktop:
        before = contacts(sandbox)
        dry = desktop.run("sync", "--dry-run", "--json", expect=(0, 1)).json()["flows"]
        assert contacts(sandbox) == before
        real = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        planned = next(flow for flow in dry if flow["flow"] == "contacts")
        done = next(flow for flow in real if flow["flow"] == "contacts")
        same = ("read", "created", "changed", "unchanged", "skipped", "failed")
        assert [planned[name] for name in same] == [done[name] for name in same], (planned, done)
        assert done["created"] > 3 and done["changed"] > 3 and not done["failed"], done

        there = contacts(sandbox)
        expected = mine(sandbox)
        assert done["read"] == len(expected), (done, len(expected))
        by_email = {row["email"]: row for row in there.values() if row["email"].startswith("persoon")}
        companies = {row["id"]: row for row in sandbox.read_wello("Company")}
        numbers = {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=contacts")["rows"]}
        for number, person in expected.items():
            row = by_email.pop(person["email"])
            whole = " ".join(name for name in (row["firstname"], row["lastname"]) if name)
            assert whole == person["displayName"], (row, person)
            assert (row["id"] == person["id"]) == (row["id"] not in before), row
            # Those that were there keep their two names.
            assert (row["firstname"] != "") == (row["id"] in before), row
            assert row["mobile"] == person["mobilePhoneNumber"] and row["functions"] == person["jobTitle"], row
            assert companies[row["company_id"]]["name"] == numbers[person["companyNumber"]]["displayName"][:64].rstrip() or \
                len(numbers[person["companyNumber"]]["displayName"]) > 64, row
        # Nobody who asked to be left alone, nor a supplier's.
        assert not by_email, by_email

        # The default contacts are as before: one each.
        customers = {row["id"]: row for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"]}
        for company in companies.values():
            if company["id"] in customers:
                assert len([row for row in there.values() if row["company_id"] == company["id"]
                            and row["firstname"] == "" and row["lastname"] == customers[company["id"]]["displayName"][:50]]) <= 1, company

        for _ in range(10):
            sandbox.reset_requests()
            quiet = sync(desktop)
            assert quiet["created"] + quiet["changed"] == 0, quiet
            assert not writes(sandbox), writes(sandbox)


def test_follows():
    with Sandbox(customers=60) as sandbox, Desktop(sandbox) as desktop:
        sync(desktop)
        ours = mine(sandbox)
        number = sorted(ours)[0]
        sandbox.change("bc", "contacts", ours[number]["id"], {"jobTitle": "Directie", "displayName": "Nieuwe Naam"})
        changed = sync(desktop)
        assert (changed["read"] >= 1) and changed["changed"] == 1 and not changed["created"], changed
        row = next(row for row in contacts(sandbox).values() if row["email"] == ours[number]["email"])
        assert row["functions"] == "Directie" and (row["firstname"], row["lastname"]) == ("", "Nieuwe Naam"), row

        # What Wello changed stays while the flow goes one way.
        sandbox.change("wello", "Contact", row["id"], {"functions": "Field"})
        assert not sync(desktop)["changed"]
        assert contacts(sandbox)[row["id"]]["functions"] == "Field"

        # Gone in Business Central: told, and left in Wello.
        sandbox.change("bc", "contacts", ours[number]["id"], delete=True)
        told = sync(desktop, "--full")
        assert [line["number"] for line in told["rows"] if "gone" in line["reason"]] == [number], told
        assert row["id"] in contacts(sandbox)


def test_waits_for_its_customer():
    with Sandbox(customers=60) as sandbox, Desktop(sandbox) as desktop:
        sync(desktop)
        made = sandbox.control("POST", "/change", {"service": "bc", "set": "contacts",
                                                   "values": {"number": "CT900001", "type": "Company", "displayName": "Nieuwe klant",
                                                              "companyNumber": "CT900001"}})["done"]
        assert made
        customer = sandbox.control("POST", "/change", {"service": "bc", "set": "customers",
                                                       "values": {"number": "C90001", "displayName": "Nieuwe klant", "country": "BE",
                                                                  "al.contactNumber": "CT900001"}})["done"]
        sandbox.control("POST", "/change", {"service": "bc", "set": "contacts",
                                            "values": {"number": "CT900002", "type": "Person", "displayName": "Wacht Even",
                                                       "companyNumber": "CT900001", "email": "wacht@klant.example"}})
        waits = desktop.run("sync", "contacts", "--json", expect=1).json()["flows"][0]
        assert [(row["number"], row["kind"]) for row in waits["rows"]] == [("CT900002", "skipped")], waits
        desktop.run("sync", "customers", expect=(0, 1))
        comes = desktop.run("sync", "contacts", "--json", expect=0).json()["flows"][0]
        assert comes["created"] == 1 and not comes["rows"], comes
        row = next(row for row in contacts(sandbox).values() if row["email"] == "wacht@klant.example")
        assert row["company_id"] == customer and row["lastname"] == "Wacht Even", row


def test_couple():
    with Sandbox(customers=60) as sandbox, Desktop(sandbox) as desktop:
        sync(desktop)
        ours = mine(sandbox)
        number = sorted(ours)[1]
        row = next(row for row in contacts(sandbox).values() if row["email"] == ours[number]["email"])
        answer = desktop.run("uncouple", "contacts", number, "--json").json()
        assert answer["welloId"] == row["id"] and answer["number"] == number, answer
        default = next(contact for contact in contacts(sandbox).values()
                       if contact["company_id"] == row["company_id"] and not contact["email"].startswith("persoon"))
        assert "default contact" in desktop.run("couple", "contacts", number, default["id"], expect=1).err
        assert "by its id" in desktop.run("couple", "contacts", number, "Peeters", expect=1).err
        desktop.run("couple", "contacts", number, row["id"])
        sandbox.change("bc", "contacts", ours[number]["id"], {"jobTitle": "Gekoppeld"})
        sync(desktop)
        assert contacts(sandbox)[row["id"]]["functions"] == "Gekoppeld"


def test_both_ways():
    with Sandbox(customers=60) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow contacts", Direction="both", Conflict="ask")
        before = people(sandbox)
        first = sync(desktop)
        assert not first["writtenBack"] and people(sandbox) == before, "a first sync wrote to Business Central"
        ours = mine(sandbox)
        one, two = sorted(ours)[:2]

        def of(number):
            return next(row for row in contacts(sandbox).values() if row["email"] == ours[number]["email"])

        sandbox.change("wello", "Contact", of(one)["id"], {"mobile": "0470 00 00 01", "firstname": "Nieuwe", "lastname": "Naam"})
        sandbox.change("wello", "Contact", of(two)["id"], {"functions": "Field"})
        sandbox.change("bc", "contacts", ours[two]["id"], {"jobTitle": "Office"})
        dry = sync(desktop, "--dry-run")
        real = sync(desktop)
        same = ("changed", "skipped", "writtenBack")
        assert [dry[name] for name in same] == [real[name] for name in same], (dry, real)
        assert real["writtenBack"] == 1, real
        after = people(sandbox)
        assert after[one]["mobilePhoneNumber"] == "0470 00 00 01" and after[one]["displayName"] == "Nieuwe Naam", after[one]
        assert (of(one)["firstname"], of(one)["lastname"]) == ("Nieuwe", "Naam"), of(one)

        listed = desktop.run("conflicts", "--json", expect=1).json()["conflicts"]
        assert [row["number"] for row in listed] == [two], listed
        assert [(field["businessCentral"], field["wello"]) for field in listed[0]["fields"] if field["differs"]] == [("Office", "Field")], listed
        desktop.run("conflicts", "--take", "wello", two, expect=(0, 1))
        assert people(sandbox)[two]["jobTitle"] == "Field"
        for _ in range(25):
            sandbox.reset_requests()
            quiet = sync(desktop)
            assert quiet["created"] + quiet["changed"] + quiet["skipped"] == 0, quiet
            assert not writes(sandbox), writes(sandbox)


def test_new_person():
    with Sandbox(customers=60) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow contacts", Direction="both")
        sync(desktop)
        before = people(sandbox)
        ours = mine(sandbox)
        number = sorted(ours)[0]
        account = next(row for row in contacts(sandbox).values() if row["email"] == ours[number]["email"])["company_id"]
        made = [sandbox.control("POST", "/change", {"service": "wello", "set": "Contact",
                                                    "values": {"firstname": first, "lastname": "Vandaag", "company_id": account,
                                                               "mobile": "0471 11 11 11", "email": f"{first.lower()}@nieuw.example"}})["done"]
                for first in ("Piet", "Jan")]
        told = sync(desktop)
        listed = desktop.run("proposals", "--json", expect=1).json()["proposals"]
        assert sorted(row["row"] for row in listed) == sorted(made), (listed, told)
        assert all(row["kind"] == "new-account" and row["flow"] == "contacts" for row in listed), listed
        assert people(sandbox) == before

        desktop.run("proposals", "--accept", "piet vandaag", expect=(0, 1))
        new, = [row for key, row in people(sandbox).items() if key not in before]
        assert new["displayName"] == "Piet Vandaag" and new["companyNumber"] == ours[number]["companyNumber"], new
        assert new["mobilePhoneNumber"] == "0471 11 11 11", new
        desktop.run("proposals", "--reject", made[1], expect=(0, 1))
        assert desktop.run("proposals", "--json", expect=0).json() == {"proposals": []}
        assert contacts(sandbox)[made[0]]["firstname"] == "Piet"
        sandbox.reset_requests()
        quiet = sync(desktop)
        assert quiet["created"] + quiet["changed"] + quiet["writtenBack"] == 0 and not writes(sandbox), (quiet, writes(sandbox))
        sandbox.change("wello", "Contact", made[1], {"phone": "09 2"})
        assert not sync(desktop)["rows"]

        # One who is there already isn't made twice; an answer that is lost doesn't make two either.
        twin = sandbox.control("POST", "/change", {"service": "wello", "set": "Contact",
                                                   "values": {"lastname": "Piet Vandaag", "company_id": account}})["done"]
        sync(desktop)
        refused = desktop.run("proposals", "--accept", twin, "--json", expect=1)
        assert "same name" in refused.out, refused
        lost = sandbox.control("POST", "/change", {"service": "wello", "set": "Contact",
                                                   "values": {"lastname": "Lost Answer", "company_id": account}})["done"]
        sync(desktop)
        sandbox.fault(service="bc", method="POST", path="contacts", kind="drop-after")
        desktop.run("proposals", "--accept", lost, expect=1)
        desktop.run("proposals", "--accept", lost, expect=1)
        assert [row["displayName"] for row in people(sandbox).values()].count("Lost Answer") == 1

        # Once it can't be on its way any more it is looked for, and found.
        desktop.set("BusinessCentral", LongestRequest="1s")

        def is_settled():
            desktop.run("proposals", "--accept", lost, expect=(0, 1))
            listed = desktop.run("proposals", "--json", expect=(0, 1)).json()["proposals"]
            return lost not in [row["row"] for row in listed]

        wait_for(is_settled, "the contact to be found")
        assert [row["displayName"] for row in people(sandbox).values()].count("Lost Answer") == 1
        made, = [row for row in people(sandbox).values() if row["displayName"] == "Lost Answer"]
        sandbox.change("bc", "contacts", made["id"], {"jobTitle": "Found"})
        sync(desktop)
        assert contacts(sandbox)[lost]["functions"] == "Found", contacts(sandbox)[lost]


run(globals())
