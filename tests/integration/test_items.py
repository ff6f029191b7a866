# SPDX-License-Identifier: GPL-3.0-or-later
"""Items and articles: what goes over, what comes back, and who decides."""

from harness import Desktop, Sandbox, run


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


if __name__ == "__main__":
    run(globals())
