# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that were copied from somewhere: in the profile, and given to connect."""

from harness import Desktop, Sandbox, expect_explained, run


def whole(sandbox, version="v2.0"):
    ready = sandbox.ready
    return f"{ready['bc']}/{ready['environment']}/api/{version}/companies({ready['company_id'].upper()})/items"


def chosen(answer):
    return [place["name"] for place in answer["companies"] if place["chosen"]]


def test_in_the_profile():
    """It takes the place of four keys."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.set("BusinessCentral", BaseUrl=whole(sandbox), Environment=None, Company=None)
        assert chosen(desktop.run("connect", "--json", expect=0).json()) == [sandbox.ready["company"]]
        desktop.run("check", expect=0)

        desktop.set("BusinessCentral", Environment="Other")
        expect_explained(desktop.run("check", expect=2), "BaseUrl", "Other", "Environment")


def test_lacking():
    """What it lacks is named."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        ready = sandbox.ready
        desktop.set("BusinessCentral", BaseUrl=f"{ready['bc']}/companies({ready['company_id']})/salesOrders", Environment=None, Company=None)
        expect_explained(desktop.run("check", expect=2), "Environment=")
        desktop.set("BusinessCentral", Environment=ready["environment"])
        expect_explained(desktop.run("check", expect=2), "ApiVersion=", "v2.0")
        desktop.set("BusinessCentral", ApiVersion="v2.0")
        desktop.run("check", expect=0)


def test_connect():
    """connect writes what an address says into the profile, and keeps the rest."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        ready = sandbox.ready
        desktop.set("BusinessCentral", BaseUrl="https://elsewhere.example/v2.0", Environment="Test", Company="Nobody")
        result = desktop.run("connect", whole(sandbox), "--json", expect=0)
        assert chosen(result.json()) == [ready["company"]]
        assert ready["company_id"] in result.err, str(result)
        with open(desktop.profile) as file:
            text = file.read()
        for line in (f"BaseUrl={ready['bc']}", f"Environment={ready['environment']}", f"Company={ready['company_id']}",
                     f"Tenant={ready['tenant']}", "ExternalNumberPrefix=WELLO-"):
            assert line + "\n" in text, text

        expect_explained(desktop.run("connect", f"{ready['bc']}/companies({ready['company_id']})/salesOrders", expect=2), "version")
        expect_explained(desktop.run("connect", "somewhere", expect=2), "“somewhere”", "https://")
        expect_explained(desktop.run("connect", "http://bc.example/BC", expect=2), "https")
        with open(desktop.profile) as file:
            assert file.read() == text
        desktop.run("connect", whole(sandbox), "--sign-out", expect=2)


if __name__ == "__main__":
    run(globals())
