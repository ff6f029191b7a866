# SPDX-License-Identifier: GPL-3.0-or-later
"""The prices of Business Central in Wello’s labels: what a technician is shown is what a document would cost."""

import datetime
import random
from decimal import Decimal

from harness import Desktop, Sandbox, run
from test_prices import ITEMS, RATES, Clerk

# Of each group and of none, one in another currency, one whose invoices another one gets, one without discounts, one with
# discounts of a group.
CUSTOMERS = ["C00001", "C00003", "C00009", "C00020", "C00022", "C00024", "C00026", "C00028", "C00030"]


def open_desktop(sandbox, **prices):
    desktop = Desktop(sandbox)
    desktop.set("Prices", **{"Lines": "PriceListLines", "Customers": "Customers", **prices})
    desktop.set("VatRates", **RATES)
    desktop.set("Flow prices", Enabled="yes")
    return desktop


class Shown:
    """What Wello’s own rows say that an article costs a company."""

    def __init__(self, sandbox):
        self.companies = {row["code"]: row for row in sandbox.read_wello("Company")}
        self.articles = {row["code"]: row for row in sandbox.read_wello("Article")}
        self.labels = {row["id"]: row for row in sandbox.read_wello("ArticlePriceLabel")}
        self.prices = {}
        for row in sandbox.read_wello("ArticlePriceList"):
            key = row["article_price_label_id"], row["article_id"]
            assert key not in self.prices, row
            self.prices[key] = Decimal(str(row["price"]))

    def label(self, customer):
        return self.labels[self.companies[customer]["article_price_label_id"]]["code"]

    def price(self, customer, item):
        article = self.articles[item]
        label = self.companies[customer]["article_price_label_id"]
        return self.prices.get((label, article["id"]), Decimal(str(article["entered_price"])))


def compare(sandbox, items, customers=CUSTOMERS):
    clerk, shown = Clerk(sandbox), Shown(sandbox)
    for customer in customers:
        for (number, _), (price, discount) in zip(items, clerk.price(customer, items)):
            wanted = price * (100 - discount) / 100
            found = shown.price(customer, number)
            assert abs(found - wanted) < Decimal("0.00001"), (customer, number, shown.label(customer), found, wanted)
    return shown


def units_of(sandbox, numbers):
    units = {row["number"]: row["baseUnitOfMeasureCode"] for row in sandbox.control("GET", "/rows?service=bc&set=items")["rows"]}
    return [(number, units[number]) for number in numbers if number in units]


def test_as_a_document_would_cost():
    with Sandbox() as sandbox, open_desktop(sandbox) as desktop:
        flows = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        prices = next(flow for flow in flows if flow["flow"] == "prices")
        assert prices["error"] == "" and prices["failed"] == 0 and prices["created"] > 0, prices
        shown = compare(sandbox, units_of(sandbox, ITEMS))
        assert shown.label("C00001") == "G:GOLD:EUR" and shown.label("C00003") == "ALL:EUR", shown.label("C00003")
        assert shown.label("C00024") == "C:C00024:EUR"
        # The label follows who gets the invoices.
        assert shown.label("C00028") == shown.label("C00020")
        # What can’t be represented is counted and listed for each label.
        notes = [row for row in prices["rows"] if row["kind"] == "note"]
        assert any(row["number"] == "ALL:EUR" and "P00016" in row["reason"] for row in notes), notes

        again = desktop.run("sync", "prices", "--json", expect=0).json()["flows"][0]
        assert again["created"] == again["changed"] == 0 and again["requests"] <= 6, again


def random_line(choice, number, today):
    """A line of any kind that Business Central has."""
    source, of = choice.choice([("All_x0020_Customers", ""), ("Customer_x0020_Price_x0020_Group", "GOLD"),
                                ("Customer_x0020_Price_x0020_Group", "SILVER"), ("Customer", "C00003"), ("Customer", "C00020"),
                                ("Customer", "C00028"), ("Customer_x0020_Disc_x002E__x0020_Group", "RETAIL")])
    amount = "Discount" if source.endswith("Disc_x002E__x0020_Group") else choice.choice(["Price", "Price", "Discount", "Any"])
    if "Price_x0020_Group" in source:
        amount = "Price"
    start = choice.choice([None, None, today - datetime.timedelta(5), today + datetime.timedelta(2), today])
    end = choice.choice([None, None, today - datetime.timedelta(1), today, today + datetime.timedelta(9)])
    values = {"priceListCode": f"R{choice.randrange(4):05}", "lineNumber": number * 10000,
              "status": choice.choice(["Active"] * 6 + ["Draft", "Inactive"]), "priceType": "Sale", "sourceType": source,
              "sourceNumber": of, "assetType": "Item", "assetNumber": choice.choice(ITEMS[:5]), "amountType": amount,
              "minimumQuantity": choice.choice([0, 0, 0, 1, 10]), "currencyCode": choice.choice(["", "", "", "USD"]),
              "allowLineDiscount": choice.choice([True, True, False]), "priceIncludesVat": False}
    if amount != "Discount":
        values["unitPrice"] = choice.randrange(100, 20000) / 100
    if amount != "Price":
        values["lineDiscountPercent"] = choice.randrange(1, 30)
    for name, day in (("startingDate", start), ("endingDate", end)):
        if day is not None:
            values[name] = day.isoformat()
    return values


def test_whatever_the_lines_say():
    """Lines by chance, beside those of the seed: the same price as on a document, after each change."""
    for seed in range(3):
        choice = random.Random(seed)
        with Sandbox() as sandbox, open_desktop(sandbox) as desktop:
            desktop.run("sync", expect=(0, 1))
            today = datetime.datetime.now(datetime.timezone.utc).date()
            for number in range(40):
                sandbox.control("POST", "/change", {"service": "bc", "set": "al.priceListLines",
                                                    "values": random_line(choice, number + 1, today)})
            desktop.run("sync", "prices", expect=(0, 1))
            try:
                compare(sandbox, units_of(sandbox, ITEMS[:6]))
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}") from error


def test_all_prices_and_changes():
    with Sandbox(customers=30, items=60) as sandbox, open_desktop(sandbox, Fill="all") as desktop:
        desktop.run("sync", expect=(0, 1))
        shown = Shown(sandbox)
        label = shown.companies["C00003"]["article_price_label_id"]
        coupled = [code for code, row in shown.articles.items() if (label, row["id"]) in shown.prices]
        assert len(coupled) > 30, len(coupled)

        # Who pays, and in which group, changes: so does the label, and nothing else is written.
        customer = next(row for row in sandbox.control("GET", "/rows?service=bc&set=customers")["rows"] if row["number"] == "C00003")
        sandbox.change("bc", "customers", customer["id"], {"al.priceGroup": "GOLD"})
        after = desktop.run("sync", "prices", "--json", expect=(0, 1)).json()["flows"][0]
        assert Shown(sandbox).label("C00003").startswith("G:GOLD"), after
        assert after["created"] == 0 and after["changed"] == 1, after

        # A customer without a company has no label; and what the profile lacks is said.
        desktop.set("Prices", Lines=None)
        assert "Prices aren’t set up" in str(desktop.run("sync", "prices", expect=(1, 3)))


if __name__ == "__main__":
    run(globals())
