# SPDX-License-Identifier: GPL-3.0-or-later
"""What an item costs a customer: as Business Central itself would put it on a line, and why."""

import json
import urllib.parse
from decimal import Decimal

from harness import Desktop, Sandbox, expect_explained, run

# The items that the stand-in has price lists for, customers of two groups and of none, and one who pays in another currency,
# and one who gets no discounts.
ITEMS = [f"P{number:05}" for number in range(14, 42, 2)]
CUSTOMERS = ["C00001", "C00022", "C00009", "C00003", "C00030"]
RATES = {"G1": "6", "G2": "12", "G3": "21", "S1": "6", "S2": "12", "S3": "21"}


class Clerk:
    """Writes documents in Business Central without saying a price."""

    def __init__(self, sandbox):
        ready = sandbox.ready
        form = {"grant_type": "client_credentials", "client_id": ready["client_id"], "client_secret": ready["client_secret"],
                "scope": "https://api.businesscentral.dynamics.com/.default"}
        token = sandbox.send("POST", f"{ready['authority']}/{ready['tenant']}/oauth2/v2.0/token",
                             urllib.parse.urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        self.sandbox = sandbox
        self.base = f"{ready['bc']}/{ready['environment']}/api/v2.0/companies({ready['company_id']})"
        self.headers = {"Content-Type": "application/json", "Accept-Language": "en-US",
                        "Authorization": "Bearer " + token["access_token"]}

    def read(self, path):
        return self.sandbox.send("GET", self.base + "/" + urllib.parse.quote(path, safe="/?$=&(),"), None, self.headers)["value"]

    def price(self, customer, items):
        lines = [{"lineType": "Item", "lineObjectNumber": number, "unitOfMeasureCode": unit, "quantity": 1}
                 for number, unit in items]
        made = self.sandbox.send("POST", self.base + "/salesOrders?$expand=salesOrderLines",
                                 json.dumps({"customerNumber": customer, "salesOrderLines": lines}).encode(), self.headers)
        return [(Decimal(str(line["unitPrice"])), Decimal(str(line["discountPercent"]))) for line in made["salesOrderLines"]]


def open_desktop(sandbox, **prices):
    desktop = Desktop(sandbox)
    desktop.set("Prices", **{"Lines": "PriceListLines", "Customers": "Customers", **prices})
    desktop.set("VatRates", **RATES)
    return desktop


def explain(desktop, *words):
    return json.loads(json.dumps(desktop.run("prices", "explain", *words, "--json", expect=0).json()), parse_float=Decimal)


def compare_with_documents(options, **prices):
    """Returns which verdicts were seen."""
    seen = set()
    with Sandbox(*options) as sandbox, open_desktop(sandbox, **prices) as desktop:
        clerk = Clerk(sandbox)
        units = {row["number"]: row["baseUnitOfMeasureCode"] for row in clerk.read("items?$select=number,baseUnitOfMeasureCode")}
        items = [(number, units[number]) for number in ITEMS if number in units]
        assert len(items) == len(ITEMS), units
        for customer in CUSTOMERS:
            for (number, _), (price, discount) in zip(items, clerk.price(customer, items)):
                answer = explain(desktop, number, customer)
                assert answer["known"], answer
                assert (Decimal(str(answer["unitPrice"])), Decimal(str(answer["lineDiscountPercent"]))) == (price, discount), \
                    (number, customer, price, discount, answer)
                seen.update(line["result"] for line in answer["lines"])
    return seen


def test_as_a_document_would_cost():
    seen = compare_with_documents([])
    wanted = {"wins", "dearer", "discounts", "others", "not-yet", "over", "inactive", "too-few", "other-currency"}
    assert wanted <= seen, wanted - seen


def test_as_a_document_would_cost_by_the_older_tables():
    seen = compare_with_documents(["--set=bc.prices=old"], Lines="SalesPrices;SalesLineDiscounts")
    assert {"wins", "dearer", "others"} <= seen, seen


def test_in_words():
    with Sandbox() as sandbox, open_desktop(sandbox) as desktop:
        text = desktop.run("prices", "explain", "P00014", "C00001", expect=0).out
        assert "P00014" in text and "C00001" in text and "says the price" in text, text
        assert "Price group GOLD" in text, text

        nobody = desktop.run("prices", "explain", "P00014", expect=0).out
        assert "C00001" not in nobody, nobody

        expect_explained(desktop.run("prices", "explain", "NOTHING", "C00001", expect=2), "There is no item “NOTHING”")
        expect_explained(desktop.run("prices", "explain", "P00014", "NOBODY", expect=2), "There is no customer “NOBODY”")
        assert "YYYY-MM-DD" in desktop.run("prices", "explain", "P00014", "--date", "tomorrow", expect=2).err


def test_without_price_lists():
    """Only the card counts, and it says so."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        result = desktop.run("prices", "explain", "P00014", "C00001", expect=0)
        assert "the one on the item’s card" in result.out and "[Prices]" in result.out, result


def test_what_is_published_is_not_enough():
    with Sandbox("--set=bc.price-columns=7001") as sandbox, open_desktop(sandbox) as desktop:
        expect_explained(desktop.run("prices", "explain", "P00014", "C00001", expect=(1, 3)), "which lines are active", "Status")

    with Sandbox("--set=bc.price-columns=7005") as sandbox, open_desktop(sandbox) as desktop:
        expect_explained(desktop.run("prices", "explain", "P00014", "C00001", expect=(1, 3)), "whether VAT is in the prices")

    with Sandbox() as sandbox, open_desktop(sandbox, Lines="NoSuchService") as desktop:
        failed = desktop.run("prices", "explain", "P00014", "C00001", expect=(1, 3))
        assert "NoSuchService" in failed.err, failed


if __name__ == "__main__":
    run(globals())
