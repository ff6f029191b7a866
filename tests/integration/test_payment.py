# SPDX-License-Identifier: GPL-3.0-or-later
"""How a customer pays goes to its company, where Wello has such a payment method."""

from harness import Desktop, Sandbox, run


def rows(sandbox, service, name, key):
    return {row[key]: row for row in sandbox.control("GET", f"/rows?service={service}&set={name}")["rows"] if row.get(key)}


def sync(desktop):
    result = desktop.run("sync", "customers", "--json", expect=(0, 1)).json()["flows"][0]
    assert not result["error"] and not result["failed"], result
    return result


def pay_by(sandbox, number, method):
    customer = rows(sandbox, "bc", "customers", "number")[number]
    sandbox.change("bc", "customers", customer["id"], {"paymentMethodId": method})


def company(sandbox, number):
    return rows(sandbox, "wello", "Company", "code")[number]


def goes_over(version):
    with Sandbox(customers=20) as sandbox, Desktop(sandbox) as desktop:
        desktop.set("BusinessCentral", ApiVersion=version)
        desktop.set("Labour", TravelTime="account:705000")
        bank = rows(sandbox, "bc", "paymentMethods", "code")["BANK"]["id"]
        there = rows(sandbox, "wello", "DbPaymentMethods", "reference_back_office")["BANK"]["id"]
        pay_by(sandbox, "C00003", bank)
        sync(desktop)
        before = company(sandbox, "C00003")
        assert before["db_payment_method_id"] == there, before
        assert company(sandbox, "C00005")["db_payment_method_id"] != there

        # One that Wello doesn't have leaves what is there, and stops nothing.
        sandbox.control("POST", "/change", {"service": "bc", "set": "paymentMethods", "id": None,
                                            "values": {"code": "CASH", "displayName": "Cash"}})
        pay_by(sandbox, "C00003", rows(sandbox, "bc", "paymentMethods", "code")["CASH"]["id"])
        pay_by(sandbox, "C00005", bank)
        assert sync(desktop)["changed"] == 1
        assert company(sandbox, "C00003")["db_payment_method_id"] == there
        assert company(sandbox, "C00005")["db_payment_method_id"] == there

        # What terms are there nobody says: nothing is written.
        assert all(not row.get("payement_conditions") and not row.get("due_monthend")
                   for row in rows(sandbox, "wello", "Company", "code").values())
        assert sync(desktop)["changed"] == 0


def test_goes_over():
    goes_over("v2.0")


def test_goes_over_with_the_older_interface():
    goes_over("v1.0")


def test_hidden():
    """Where Wello doesn't show its payment methods everything else goes over."""
    with Sandbox("--set", "wello.small-tables=hidden", customers=20) as sandbox, Desktop(sandbox) as desktop:
        pay_by(sandbox, "C00003", rows(sandbox, "bc", "paymentMethods", "code")["BANK"]["id"])
        assert sync(desktop)["created"], "nothing went over"


if __name__ == "__main__":
    run(globals())
