# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad days: whatever is wrong is said (what, why, how to mend), with the right exit status."""

import os
import socket
import threading
import urllib.parse

from harness import Desktop, Sandbox, documents, expect_explained, run

CANARY = "canary-Zq7-secret"


class Garbage:
    """A server that answers every request with the same bytes."""

    def __init__(self, body, content_type="text/html", status="200 OK"):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.answer = (f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
                       "Connection: close\r\n\r\n").encode() + body
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65536)
                    connection.sendall(self.answer)
                except OSError:
                    pass

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()


def with_desktop(function):
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        function(sandbox, desktop)
        assert documents(sandbox.dump()) == []


def test_wrong_bc_secret():
    def body(_, desktop):
        desktop.secret("bc-client-secret", CANARY)
        result = desktop.run("sync", expect=3)
        expect_explained(result, "→", f"in the file “{desktop.credentials}/bc-client-secret”")
        assert CANARY not in result.out + result.err
    with_desktop(body)


def test_wrong_wello_password():
    def body(_, desktop):
        desktop.secret("wello-password", CANARY)
        result = desktop.run("sync", expect=3)
        expect_explained(result, "Wello", "→", f"in the file “{desktop.credentials}/wello-password”")
        assert CANARY not in result.out + result.err
        import base64
        user = f"{desktop.settings['Wello']['User']}:{CANARY}@{desktop.settings['Wello']['Domain']}"
        assert base64.b64encode(user.encode()).decode() not in result.out + result.err
    with_desktop(body)


def test_no_secret_stored():
    def body(_, desktop):
        os.unlink(os.path.join(desktop.credentials, "wello-password"))
        result = desktop.run("sync", expect=3)
        expect_explained(result, "wello-password", "→")
    with_desktop(body)


def test_wrong_environment():
    def body(_, desktop):
        desktop.set("BusinessCentral", Environment="Produktion")
        expect_explained(desktop.run("sync", expect=(2, 3)), "Produktion", "→")
    with_desktop(body)


def test_wrong_mapping():
    def body(_, desktop):
        folder = os.path.join(desktop.folder, "mappings")
        desktop.set("Sync", Mappings=folder)
        expect_explained(desktop.run("sync", expect=2), folder, "Mappings=", "→")
        os.mkdir(folder)
        with open(os.path.join(folder, "items-bc-to-wello.json"), "w") as file:
            file.write('{"entity": "item",\n "direction": "sideways"}')
        expect_explained(desktop.run("sync", expect=2), "items-bc-to-wello.json", "→")
        expect_explained(desktop.run("check", expect=(1, 2)), "items-bc-to-wello.json", "→")
        os.unlink(os.path.join(folder, "items-bc-to-wello.json"))
        assert "mappings of your own" in desktop.run("check", expect=(0, 1)).out
    with_desktop(body)


def test_unknown_company():
    def body(_, desktop):
        desktop.set("BusinessCentral", Company="CRONUS XX")
        expect_explained(desktop.run("sync", expect=2), "CRONUS XX", "→")
    with_desktop(body)


def test_wrong_tenant():
    def body(_, desktop):
        desktop.set("BusinessCentral", Tenant="nobody.example")
        expect_explained(desktop.run("sync", expect=3), "→")
    with_desktop(body)


def test_unreachable_host():
    def body(_, desktop):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        desktop.set("Wello", BaseUrl=f"http://127.0.0.1:{port}/api")
        expect_explained(desktop.run("sync", expect=3), "→")
    with_desktop(body)


def test_untrusted_certificate():
    with Sandbox("--tls", customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        desktop.set("Wello", CaFile=None)
        expect_explained(desktop.run("sync", expect=3), "ertificate", "→")


def test_ca_file_that_is_none():
    """It is the profile that is wrong, not the service."""
    def body(_, desktop):
        for group in ("BusinessCentral", "Wello"):
            for path in (desktop.folder + "/none.pem", desktop.profile):
                desktop.set(group, CaFile=path)
                expect_explained(desktop.run("check", expect=2), f"[{group}] CaFile", path, "→")
            desktop.set(group, CaFile=None)
    with_desktop(body)


def test_html_instead_of_json():
    def body(_, desktop):
        with Garbage(b"<html><body>Please sign in to the Wi-Fi</body></html>") as garbage:
            desktop.set("Wello", BaseUrl=garbage.url + "/api")
            expect_explained(desktop.run("sync", expect=3), "→")
    with_desktop(body)


def test_twenty_megabytes_of_garbage():
    def body(_, desktop):
        with Garbage(os.urandom(1 << 20) * 20, "application/json") as garbage:
            desktop.set("Wello", BaseUrl=garbage.url + "/api")
            expect_explained(desktop.run("sync", expect=3), "→")
    with_desktop(body)


def test_brackets_and_bombs():
    def body(sandbox, desktop):
        for kind in ("brackets", "gzip-bomb", "malformed", "truncate", "html", "xml"):
            sandbox.clear_faults()
            sandbox.fault(service="bc", method="GET", path="customers", kind=kind, times=50)
            result = desktop.run("sync", "customers", expect=(1, 3))
            assert "→" in result.out + result.err, f"{kind}: {result}"
        sandbox.clear_faults()
        desktop.run("sync", "customers", expect=(0, 1))
    with_desktop(body)


def test_profile_with_a_typo():
    def body(_, desktop):
        with open(desktop.profile, "a") as file:
            file.write("[Billing]\nDocumnet=order\n")
        expect_explained(desktop.run("sync", expect=2), "Documnet", "Document", "line")
    with_desktop(body)


def test_profile_that_says_it_twice():
    def body(_, desktop):
        with open(desktop.profile, "a") as file:
            file.write("[BusinessCentral]\nCompany=My Company\n")
        expect_explained(desktop.run("sync", expect=2), "Company", "line", "→")
    with_desktop(body)


def test_stand_ins_with_wrong_options():
    def body(sandbox, desktop):
        taken = urllib.parse.urlsplit(sandbox.ready["authority"]).port
        for words in (["--customers", "100001"], ["--port", "x"], ["--port", "99999"], ["--port", str(taken)],
                      ["--set", "bc.nothing=1"], ["--fault", "kind=sideways"]):
            result = desktop.run("sandbox", *words, "--json", expect=2)
            error = result.json()["error"]
            assert error["why"] and "--help" in error["mend"] and error["why"] not in result.err, f"{words}: {result}"
        assert "bc.stale-status" in desktop.run("sandbox", "--list-switches", expect=0).out
    with_desktop(body)


def test_no_profile():
    def body(_, desktop):
        os.unlink(desktop.profile)
        expect_explained(desktop.run("status", expect=2), desktop.profile, "→")
    with_desktop(body)


def test_bill_without_from():
    def body(_, desktop):
        desktop.set("Billing", From=None)
        expect_explained(desktop.run("bill", "--all", expect=2), "From", "→")
    with_desktop(body)


def test_usage():
    def body(_, desktop):
        for words in (["nonsense"], ["bill"], ["bill", "--all", "1"], ["bill", "--all", "--as", "quote"],
                      ["sync", "employees"], ["workorders", "--queue", "x"], ["sync", "--bogus"],
                      ["secret", "set", "other"], ["secret"]):
            expect_explained(desktop.run(*words, expect=2), "--help")
    with_desktop(body)


def test_usage_for_programs():
    """Whoever asks for JSON gets it, also for what is wrong with the other words or the profile."""
    def body(_, desktop):
        for words in (["--json"], ["--json", "nonsense"], ["nonsense", "--json"], ["bill", "--json"],
                      ["bill", "--all", "--as", "quote", "--json"], ["--json", "sync", "employees"],
                      ["sync", "--bogus", "--json"], ["--json", "sync", "--bogus"], ["status", "now", "--json"],
                      ["workorders", "--queue", "x", "--json"], ["secret", "set", "other", "--json"]):
            result = desktop.run(*words, expect=2)
            error = result.json()["error"]
            assert error["what"] and "--help" in error["mend"], f"{words}: {result}"
            assert error["what"] not in result.err, f"{words}: {result}"
        desktop.set("Wello", Domane="x")
        error = desktop.run("status", "--json", expect=2).json()["error"]
        assert "Domane" in error["what"] + error["why"] and error["mend"], error
    with_desktop(body)


def test_number_that_nobody_knows():
    def body(_, desktop):
        expect_explained(desktop.run("bill", "NO-SUCH", expect=2), "NO-SUCH", "→")
    with_desktop(body)


def test_read_only_state():
    # Root may write anywhere, so the folder is mounted read-only in a namespace of its own.
    def body(_, desktop):
        desktop.run("status", expect=0)
        result = desktop.run("sync", expect=4,
                             before=["bwrap", "--dev-bind", "/", "/", "--ro-bind", desktop.state, desktop.state])
        expect_explained(result, desktop.state, "→")
    with_desktop(body)


def test_state_is_a_file():
    def body(_, desktop):
        with open(desktop.state, "w") as file:
            file.write("not a folder")
        expect_explained(desktop.run("status", expect=4), desktop.state, "→")
    with_desktop(body)


def test_full_disk():
    with Sandbox(work_orders=30) as sandbox, Desktop(sandbox) as desktop:
        os.mkdir(desktop.state, 0o700)
        full = ["bwrap", "--dev-bind", "/", "/", "--size", str(300 * 1024), "--tmpfs", desktop.state]
        result = desktop.run("sync", expect=4, before=full)
        expect_explained(result, "→")
        assert "full" in (result.out + result.err), str(result)
        # With room again everything is there.
        flows = desktop.run("sync", "--json", expect=(0, 1)).json()["flows"]
        assert all(flow["failed"] == 0 for flow in flows), flows


def test_damaged_ledger_stops_and_is_kept():
    def body(_, desktop):
        desktop.run("status", expect=0)
        path = os.path.join(desktop.state, "ledger.db")
        with open(path, "wb") as file:
            file.write(b"this is no database" * 500)
        for name in ("ledger.db-wal", "ledger.db-shm"):
            if os.path.exists(os.path.join(desktop.state, name)):
                os.unlink(os.path.join(desktop.state, name))
        expect_explained(desktop.run("bill", "--all", expect=4), "ledger.db", "→")
        with open(path, "rb") as file:
            assert file.read().startswith(b"this is no database")
    with_desktop(body)


def test_newer_ledger_is_refused():
    def body(_, desktop):
        desktop.run("status", expect=0)
        import sqlite3
        with sqlite3.connect(os.path.join(desktop.state, "ledger.db")) as connection:
            connection.execute("PRAGMA user_version = 9999")
        expect_explained(desktop.run("bill", "--all", expect=4), "newer", "→")
    with_desktop(body)


def test_another_company_needs_confirmation():
    def body(_, desktop):
        desktop.run("sync", expect=(0, 1))
        import sqlite3
        with sqlite3.connect(os.path.join(desktop.state, "ledger.db")) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'binding%'")]
            connection.execute(f"UPDATE {tables[0]} SET company_id = '00000000-0000-4000-8000-000000000001'")
        expect_explained(desktop.run("sync", expect=1), "check --confirm", "→")
        desktop.run("check", "--confirm", "nonsense", expect=1)
        desktop.run("check", "--confirm", desktop.settings["BusinessCentral"]["Company"], expect=0)
        desktop.run("sync", expect=(0, 1))
    with_desktop(body)


run(globals())
