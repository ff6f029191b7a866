# SPDX-License-Identifier: GPL-3.0-or-later
"""watch: works by itself, does what others ask, and ends cleanly."""

import json
import signal
import sqlite3
import os
import threading

from harness import PATIENCE, Desktop, Sandbox, documents, run, wait_for


class Watch:
    """The program, and its lines."""

    def __init__(self, desktop, *words):
        self.process = desktop.start("watch", *words)
        self.lines = []
        for stream in (self.process.stdout, self.process.stderr):
            threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream):
        for line in stream:
            self.lines.append(line.rstrip("\n"))

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def says(self, words):
        wait_for(lambda: any(words in line for line in self.lines), words)

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        assert self.process.wait(timeout=PATIENCE) == 0, self.lines
        wait_for(lambda: any("Stopped" in line for line in self.lines), "its last line")
        assert not any("Sanitizer: " in line for line in self.lines), self.lines


def ready_numbers(desktop):
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows if row["state"] == "ready"]


def test_works_and_is_asked():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop, Watch(desktop) as watch:
        watch.says("At work.")
        # It begins with everything by itself.
        watch.says("Customers: ")
        watch.says("Items: ")
        watch.says("can be billed")
        assert "passerellectl" in desktop.run("status", "--json", expect=0).json()["worker"]

        # Others don't wait for it to end.
        wait_for(lambda: ready_numbers(desktop), "an invoice that can be billed")
        # One about which nothing has to be asked.
        planned = desktop.run("bill", "--all", "--dry-run", "--json", expect=(0, 1)).json()["documents"]
        number = next(document["number"] for document in planned if not document["mend"])
        assert desktop.run("bill", number, "--json", expect=0).json()["done"] == 1
        desktop.run("sync", expect=(0, 1))
        assert [row["externalDocumentNumber"] for row in documents(sandbox.dump())] == ["WELLO-" + number]
        watch.end()
        for name in os.listdir(desktop.credentials):
            with open(os.path.join(desktop.credentials, name)) as file:
                assert file.read() not in "\n".join(watch.lines)


def test_lines_for_programs_and_trouble():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        sandbox.fault(service="bc", path="companies", kind="html", times=1000)
        with Watch(desktop, "--json") as watch:
            watch.says('"level":"warning"')
            # Whoever asks meanwhile is told the same at once.
            desktop.run("sync", expect=3)
            watch.end(signal.SIGINT)
            for line in watch.lines:
                if line.startswith("{"):
                    assert set(json.loads(line)) == {"level", "what"}, line


def test_takes_a_changed_profile():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        flow = desktop.settings["Flow items"] = {"Enabled": "no"}
        desktop.write_profile()
        with Watch(desktop) as watch:
            watch.says("Customers: ")
            # What can't be used changes nothing.
            flow["Enabled"] = "perhaps"
            desktop.write_profile()
            watch.says("The profile was changed, and work goes on as before: ")
            assert not any("Stopped" in line for line in watch.lines), watch.lines
            # As the window does: in the place of the file.
            flow["Enabled"] = "yes"
            profile, desktop.profile = desktop.profile, desktop.profile + ".new"
            desktop.write_profile()
            os.rename(desktop.profile, profile)
            desktop.profile = profile
            watch.says("work goes on by what it says now")
            watch.says("Items: ")
            # It is still the one that works, and ends as before.
            assert "passerellectl" in desktop.run("status", "--json", expect=0).json()["worker"]
            watch.end()


def test_ends_where_a_person_is_needed():
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        with sqlite3.connect(os.path.join(desktop.state, "ledger.db")) as connection:
            connection.execute("UPDATE bindings SET company_id = '00000000-0000-4000-8000-000000000001'")
        assert "--confirm" in desktop.run("watch", "--json", expect=1).json()["error"]["mend"]
        desktop.set("BusinessCentral", Company="Nobody")
        desktop.run("watch", expect=2)
        desktop.run("watch", "now", expect=2)


if __name__ == "__main__":
    run(globals())
