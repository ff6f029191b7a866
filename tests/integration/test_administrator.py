# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator gives to everybody on a computer, and what is told to whoever helps."""

import hashlib
import os

from harness import Desktop, Sandbox, run


def lay_under(desktop, **groups):
    """Moves sections into a profile of the whole system; returns what the program has to be told of it."""
    folder = os.path.join(desktop.folder, "etc", "passerelle")
    os.makedirs(folder)
    with open(os.path.join(folder, "profile.ini"), "w", encoding="utf-8") as file:
        for group, values in groups.items():
            file.write(f"[{group}]\n" + "".join(f"{name}={value}\n" for name, value in values.items()))
    desktop.profile = os.path.join(desktop.folder, "config", "passerelle", "profile.ini")
    os.makedirs(os.path.dirname(desktop.profile))
    desktop.write_profile()
    return {"PASSERELLE_SYSCONFDIR": os.path.join(desktop.folder, "etc")}


def findings(result):
    return {finding["id"]: finding for finding in result.json()["findings"]}


def test_a_profile_for_everybody():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        bc, wello = desktop.settings.pop("BusinessCentral"), desktop.settings.pop("Wello")
        desktop.settings["Billing"]["Post"] = "yes"
        desktop.settings["Billing"]["Document"] = "order"
        environment = lay_under(desktop, BusinessCentral={**bc, "Locked": "*"}, Wello=wello,
                                Billing={"Document": "invoice", "Locked": "Post"})
        desktop.run("check", expect=2)

        result = desktop.run("check", "--json", environment=environment)
        found = findings(result)
        assert found["connection.bc"]["kind"] == "ok" and found["connection.wello"]["kind"] == "ok", str(result)
        assert os.path.join(desktop.folder, "etc") in found["profile.system"]["what"], str(result)
        assert found["profile.locked"]["kind"] == "warning" and "[Billing] Post" in found["profile.locked"]["what"], str(result)
        assert found["profile.locked"]["mend"], str(result)

        # The user's own counts where nothing is locked, and not where it is.
        desktop.run("sync", expect=(0, 1), environment=environment)
        numbers = [row["number"] for row in desktop.run("workorders", "--queue", "review", "--json", environment=environment,
                                                        expect=0).json()["workOrders"] if row["state"] == "ready"]
        answer = desktop.run("bill", numbers[0], "--json", expect=(0, 1), environment=environment).json()
        assert answer["done"] == 1 and answer["documents"][0]["document"] == "order", answer
        dump = sandbox.dump()["bc"]
        assert [row["externalDocumentNumber"] for row in dump["salesOrders"]].count("WELLO-" + numbers[0]) == 1, dump["salesOrders"]


def hash_of(desktop, name):
    with open(os.path.join(desktop.state, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def test_a_report():
    """Of real runs, some of which failed; Desktop.run() looks for the secrets in all that is printed."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        empty = desktop.run("doctor", expect=0)
        assert "ledger.db: not there" in empty.out and not os.path.exists(desktop.state), str(empty)

        desktop.run("sync", "--log-requests", "all", expect=(0, 1))
        sandbox.fault(service="bc", path="customers", kind="503", times=-1, retry_after=1)
        desktop.run("sync", "customers", "--log-requests", "all")
        before = hash_of(desktop, "ledger.db")
        asked = len(sandbox.requests())

        result = desktop.run("doctor", "--json", expect=0)
        lines = result.json()["report"]
        sections = {line["section"] for line in lines}
        assert {"program", "system", "profile", "secrets", "state", "work", "runs", "answers", "off"} <= sections, sections
        values = {(line["section"], line["name"]): line["value"] for line in lines}
        assert values["secrets", "wello-password"] == "stored", values
        assert values["state", "ledger.db"].endswith(", ok"), values
        assert any("503" in line["value"] for line in lines if line["section"] == "answers"), lines
        assert hash_of(desktop, "ledger.db") == before and len(sandbox.requests()) == asked

        # What every command takes may stand before it, too.
        text = desktop.run("--log-requests", "off", "doctor", expect=0).out
        for hidden in ("tenant", "company", "client_id", "wello_domain", "wello_user"):
            assert sandbox.ready[hidden] not in text and sandbox.ready[hidden] not in result.out, (hidden, text)
        assert "127.0.0.1" not in text, text


def test_a_report_of_what_is_broken():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", "items", expect=(0, 1))
        with open(os.path.join(desktop.state, "ledger.db"), "r+b") as file:
            file.write(b"nonsense" * 100)
        desktop.set("Billing", Psot="My-Passw0rd")
        text = desktop.run("doctor", expect=0).out
        assert "problem: has a section or a key that isn’t known" in text, text
        assert "My-Passw0rd" not in text and "ledger.db: version -1 of " in text, text


if __name__ == "__main__":
    run(globals(), at_once=3)
