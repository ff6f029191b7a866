# SPDX-License-Identifier: GPL-3.0-or-later
"""How a customer pays goes to its company, where Wello has such a payment method."""

from harness import Desktop, Sandbox, run


NOTHING = "00000000-0000-0000-0000-000000000000"


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


def hide_table(sandbox):
    sandbox.fault(kind="xml", status=404, service="wello", path="DbPaymentMethods", times=-1)


def hidden_statuses(sandbox):
    return {request["status"] for request in sandbox.requests() if "DbPaymentMethods" in request["path"]}


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

        # Business Central decides: what it had and hasn’t any more is emptied; of what it never had Wello keeps its own.
        sandbox.change("wello", "Company", company(sandbox, "C00007")["id"], {"db_payment_method_id": there})
        assert not int(rows(sandbox, "bc", "customers", "number")["C00007"]["paymentMethodId"].replace("-", ""), 16)
        pay_by(sandbox, "C00005", NOTHING)
        sandbox.change("bc", "customers", rows(sandbox, "bc", "customers", "number")["C00007"]["id"], {"phoneNumber": "02 345 67 89"})
        assert sync(desktop)["changed"] == 2
        assert company(sandbox, "C00005")["db_payment_method_id"] == NOTHING
        assert company(sandbox, "C00007")["db_payment_method_id"] == there and company(sandbox, "C00007")["phone"] == "02 345 67 89"

        # What is chosen in Wello since stays: there is nothing in Business Central that it could be.
        sandbox.change("wello", "Company", company(sandbox, "C00005")["id"], {"db_payment_method_id": there})
        desktop.run("sync", "customers", "--full", expect=(0, 1))
        assert company(sandbox, "C00005")["db_payment_method_id"] == there
        pay_by(sandbox, "C00003", bank)
        pay_by(sandbox, "C00007", bank)
        desktop.run("sync", "customers", expect=(0, 1))

        # While Wello doesn’t show its table nothing is emptied: what was written isn’t known from what was chosen there.
        hide_table(sandbox)
        sandbox.reset_requests()
        pay_by(sandbox, "C00007", NOTHING)
        sandbox.change("bc", "customers", rows(sandbox, "bc", "customers", "number")["C00003"]["id"], {"phoneNumber": "02 345 67 80"})
        desktop.run("sync", "customers", expect=(0, 1))
        assert hidden_statuses(sandbox) == {404}
        assert company(sandbox, "C00003")["db_payment_method_id"] == there and company(sandbox, "C00003")["phone"] == "02 345 67 80"
        assert company(sandbox, "C00007")["db_payment_method_id"] == there
        sandbox.clear_faults()

        # What terms are there nobody says: nothing is written.
        assert all(not row.get("payement_conditions") and not row.get("due_monthend")
                   for row in rows(sandbox, "wello", "Company", "code").values())
        assert sync(desktop)["changed"] == 0


def test_goes_over():
    goes_over("v2.0")


def test_goes_over_with_the_older_interface():
    goes_over("v1.0")


def test_chosen_in_wello():
    """What never came from Business Central, or was chosen in Wello since, isn’t emptied when Business Central has nothing any more."""
    with Sandbox(customers=20) as sandbox, Desktop(sandbox) as desktop:
        sandbox.control("POST", "/change", {"service": "wello", "set": "DbPaymentMethods", "id": None,
                                            "values": {"name": "Card", "reference_back_office": "CARD"}})
        there, other = (rows(sandbox, "wello", "DbPaymentMethods", "reference_back_office")[code]["id"] for code in ("BANK", "CARD"))
        sandbox.control("POST", "/change", {"service": "bc", "set": "paymentMethods", "id": None,
                                            "values": {"code": "BARTER", "displayName": "Barter"}})
        methods = rows(sandbox, "bc", "paymentMethods", "code")
        pay_by(sandbox, "C00003", methods["BARTER"]["id"])
        for number in ("C00005", "C00007"):
            pay_by(sandbox, number, methods["BANK"]["id"])
        sync(desktop)
        assert company(sandbox, "C00005")["db_payment_method_id"] == company(sandbox, "C00007")["db_payment_method_id"] == there

        sandbox.change("wello", "Company", company(sandbox, "C00003")["id"], {"db_payment_method_id": there})
        sandbox.change("wello", "Company", company(sandbox, "C00005")["id"], {"db_payment_method_id": other})
        for number in ("C00003", "C00005", "C00007"):
            pay_by(sandbox, number, NOTHING)
        sync(desktop)
        assert company(sandbox, "C00003")["db_payment_method_id"] == there
        assert company(sandbox, "C00005")["db_payment_method_id"] == other
        assert company(sandbox, "C00007")["db_payment_method_id"] == NOTHING


def test_hidden():
    """Where Wello doesn't show its payment methods everything else goes over."""
    with Sandbox(customers=20) as sandbox, Desktop(sandbox) as desktop:
        hide_table(sandbox)
        there = rows(sandbox, "wello", "DbPaymentMethods", "reference_back_office")["BANK"]["id"]
        pay_by(sandbox, "C00003", rows(sandbox, "bc", "paymentMethods", "code")["BANK"]["id"])
        assert sync(desktop)["created"], "nothing went over"
        assert hidden_statuses(sandbox) == {404}
        assert company(sandbox, "C00003")["db_payment_method_id"] != there


if __name__ == "__main__":
    run(globals())
