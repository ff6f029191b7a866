# SPDX-License-Identifier: GPL-3.0-or-later
"""Items and articles: what goes over, what comes back, and who decides."""

from harness import Desktop, Sandbox, run, wait_for


def items(sandbox):
    return {row["number"]: row for row in sandbox.control("GET", "/rows?service=bc&set=items")["rows"]}


def articles(sandbox):
    return {row["code"]: row for row in sandbox.read_wello("Article") if row.get("code") and not row["archived"]}


def sync(desktop, *words):
    return desktop.run("sync", "items", *words, "--json", expect=(0, 1)).json()["flows"][0]


def writes(sandbox):
    return [request for request in sandbox.requests() if request["method"] != "GET" and "/token" not in request["path"]]


def test_categories():
    """A category goes over with its name, the unit where Wello has it."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sync(desktop)
        categories = {row["id"]: row for row in sandbox.read_wello("ArticleCategory")}
        units = {row["id"]: row["code"] for row in sandbox.read_wello("DbUnitOfMeasure")}
        there = articles(sandbox)
        seen = set()
        for number, item in items(sandbox).items():
            if number not in there or not item["itemCategoryCode"]:
                continue
            category = categories[there[number]["article_category_id"]]
            assert category["code"] == item["itemCategoryCode"], (item, category)
            seen.add(category["code"])
            unit = units.get(there[number]["db_unit_of_measure_id_selling"])
            assert unit == (item["baseUnitOfMeasureCode"] if item["baseUnitOfMeasureCode"] in units.values() else None), (item, unit)
        # One that Wello didn't have came with its name, once.
        assert seen == {"PARTS", "SERVICE", "TOOLS"}, seen
        assert [row["name"] for row in categories.values() if row["code"] == "TOOLS"] == ["Hand tools"]

        number = next(number for number, item in sorted(items(sandbox).items()) if item["itemCategoryCode"] == "TOOLS")
        sandbox.change("bc", "items", items(sandbox)[number]["id"], {"itemCategoryCode": "PARTS"})
        assert sync(desktop)["changed"] == 1
        assert categories[articles(sandbox)[number]["article_category_id"]]["code"] == "PARTS"
        sandbox.reset_requests()
        quiet = sync(desktop, "--full")
        assert quiet["changed"] == 0 and not writes(sandbox), quiet


def test_hidden_tables():
    """Where Wello shows none of its small tables everything else goes over all the same."""
    with Sandbox("--set", "wello.small-tables=hidden") as sandbox, Desktop(sandbox) as desktop:
        result = sync(desktop)
        assert result["created"] and not result["failed"] and not result["error"], result
        sandbox.control("POST", "/set", {"wello.small-tables": "readable"})
        tools = [row for row in sandbox.read_wello("ArticleCategory") if row["code"] == "TOOLS"]
        assert len(tools) == 1, tools


def proposals(desktop):
    return desktop.run("proposals", "--json", expect=(0, 1)).json()["proposals"]


def make_article(sandbox, **values):
    return sandbox.control("POST", "/change", {"service": "wello", "set": "Article", "values": values})["done"]


def test_one_way():
    """Unless the profile says so nothing that is made in Wello is told or sent."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        sync(desktop)
        before = items(sandbox)
        make_article(sandbox, name="Made in the field", entered_price=12.5)
        assert not sync(desktop)["writtenBack"]
        assert not proposals(desktop) and items(sandbox).keys() == before.keys()


def test_new_article():
    """A new article is proposed, made once when it is accepted, with the groups of the template, and gets its number."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow items", Direction="both")
        begun = sync(desktop)
        assert not begun["writtenBack"], begun
        before = items(sandbox)
        assert not [request for request in writes(sandbox) if "/items" in request["path"]]
        units = {row["code"]: row["id"] for row in sandbox.read_wello("DbUnitOfMeasure")}
        categories = {row["code"]: row["id"] for row in sandbox.read_wello("ArticleCategory")}
        made = make_article(sandbox, name="Angle grinder", description_short="Angle grinder 125 mm with case", entered_price=89.95,
                            barcode="05412345678908", article_category_id=categories["TOOLS"], db_unit_of_measure_id_selling=units["PCS"])
        other = make_article(sandbox, name="Never mind", no_stock=True)
        sync(desktop)
        listed = {row["row"]: row for row in proposals(desktop)}
        assert listed.keys() == {made, other} and {row["kind"] for row in listed.values()} == {"new-account"}, listed
        assert "89.95" in listed[made]["reason"] and listed[made]["flow"] == "items", listed
        assert items(sandbox).keys() == before.keys()

        # Without a template nothing is made.
        desktop.run("proposals", "--accept", "angle grinder", expect=1)
        assert items(sandbox).keys() == before.keys()
        waiting = next(row for row in proposals(desktop) if row["row"] == made)
        assert "posting groups" in waiting["reason"], waiting

        stocked = next(number for number, row in sorted(before.items()) if row["type"] == "Inventory" and row["inventoryPostingGroupCode"])
        desktop.set("Items", Template=stocked.lower())
        desktop.run("proposals", "--accept", "angle grinder", expect=(0, 1))
        desktop.run("proposals", "--reject", "never mind", expect=(0, 1))
        assert not proposals(desktop)
        number, item = next((number, row) for number, row in items(sandbox).items() if number not in before)
        assert len(items(sandbox)) == len(before) + 1
        assert item["displayName"] == "Angle grinder 125 mm with case" and item["gtin"] == "05412345678908", item
        assert item["itemCategoryCode"] == "TOOLS" and item["baseUnitOfMeasureCode"] == "PCS" and item["unitPrice"] == 89.95, item
        for name in ("generalProductPostingGroupCode", "inventoryPostingGroupCode", "taxGroupCode"):
            assert item[name] == before[stocked][name], (name, item)
        article = articles(sandbox)[number]
        assert article["id"] == made and article["name"] == "Angle grinder 125 mm with case"[:50], article
        sandbox.reset_requests()
        quiet = sync(desktop)
        assert quiet["created"] + quiet["changed"] + quiet["writtenBack"] == 0 and not writes(sandbox), quiet


def test_lost_answer():
    """What was sent once isn't sent again: it is found, or a person looks."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow items", Direction="both")
        desktop.set("Items", Template="P00001")
        sync(desktop)
        before = items(sandbox)
        made = make_article(sandbox, name="Angle grinder", entered_price=89.95)
        sync(desktop)
        sandbox.fault(kind="drop-after", service="bc", method="POST", path="items", times=1)
        desktop.run("proposals", "--accept", "angle grinder", expect=1)
        assert len(items(sandbox)) == len(before) + 1
        desktop.run("proposals", "--accept", "angle grinder", expect=1)
        assert len(items(sandbox)) == len(before) + 1
        desktop.set("BusinessCentral", LongestRequest="1s")

        def is_settled():
            desktop.run("proposals", "--accept", made, expect=(0, 1))
            return not proposals(desktop)

        wait_for(is_settled, "the item to be found")
        number = next(number for number in items(sandbox) if number not in before)
        assert len(items(sandbox)) == len(before) + 1 and articles(sandbox)[number]["name"] == "Angle grinder"


def test_prices_back():
    """A price of Wello goes to the item only where the profile says so, and never with the first run."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("Flow items", Direction="both")
        sync(desktop)
        plain = [number for number, row in sorted(items(sandbox).items())
                 if number in articles(sandbox) and row["type"] == "Inventory" and not row["priceIncludesTax"]]
        first, second = plain[0], plain[1]
        old = items(sandbox)[first]["unitPrice"]
        sandbox.change("wello", "Article", articles(sandbox)[first]["id"], {"entered_price": old + 5})
        assert not sync(desktop)["writtenBack"]
        assert items(sandbox)[first]["unitPrice"] == old

        desktop.set("Items", UnitPrice="wello")
        assert not sync(desktop)["writtenBack"]
        assert items(sandbox)[first]["unitPrice"] == old
        price = items(sandbox)[second]["unitPrice"] + 1.25
        sandbox.change("wello", "Article", articles(sandbox)[second]["id"], {"entered_price": price})
        assert sync(desktop)["writtenBack"] == 1
        assert items(sandbox)[second]["unitPrice"] == price
        sandbox.reset_requests()
        sync(desktop)
        assert not writes(sandbox), writes(sandbox)
        desktop.set("Items", UnitPrice="both")
        assert "[Items] UnitPrice" in desktop.run("status", expect=2).err


if __name__ == "__main__":
    run(globals())
