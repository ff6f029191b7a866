# SPDX-License-Identifier: GPL-3.0-or-later
"""People sign in: with a browser and with a device code, over HTTP, kept in a real keyring."""

import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request

from harness import Desktop, Sandbox, documents, run, wait_for


class Keyring:
    """A session bus with an unlocked gnome-keyring of its own."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="passerelle-keyring-")
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "G_DEBUG")}
        for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            environment[name] = self.home
        script = ("printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
                  "echo \"$DBUS_SESSION_BUS_ADDRESS\" && exec cat")
        self.process = subprocess.Popen(["dbus-run-session", "--", "sh", "-c", script], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = self.process.stdout.readline().strip()
        assert self.address, "the keyring did not start"
        self.before = ["env", "DBUS_SESSION_BUS_ADDRESS=" + self.address]

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=60)
        shutil.rmtree(self.home, ignore_errors=True)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *unused):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)


def browse(url, form=None):
    """What a browser does with one address: the status, the page and where it is sent."""
    data = None if form is None else urllib.parse.urlencode(form).encode()
    try:
        with OPENER.open(url, data=data, timeout=60) as answer:
            return answer.status, answer.read().decode(), None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers.get("Location")


def read_until(process, pattern):
    """Reads what passerellectl shows to the person, until the pattern is there."""
    text = ""
    while not re.search(pattern, text):
        line = process.stderr.readline()
        assert line, f"it ended: {text}"
        text += line
    return re.search(pattern, text).group(1)


def person_desktop(sandbox, way):
    desktop = Desktop(sandbox)
    desktop.set("BusinessCentral", SignIn=way)
    os.unlink(os.path.join(desktop.credentials, "bc-client-secret"))
    return desktop


def start(desktop, keyring, *words):
    return desktop.start(*words, before=keyring.before)


def sign_in(desktop, keyring, person="an"):
    process = start(desktop, keyring, "connect", "--json")
    url = read_until(process, r"(http://127\.0\.0\.1:\S+/authorize\?\S+)")
    status, page, _ = browse(url)
    assert status == 200 and "Accept" in page, (status, page)
    status, _, location = browse(url, {"person": person, "decision": "accept"})
    assert status == 302, status
    status, page, _ = browse(location.replace("http://localhost:", "http://127.0.0.1:"))
    assert status == 200 and "signed in" in page, (status, page)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, (out, err)
    return location, out


def tokens_in(text):
    return re.findall(r"1\.AXkA[\w.-]*|eyJ[\w.-]+", text)


def test_browser():
    with Sandbox() as sandbox, person_desktop(sandbox, "browser") as desktop, Keyring() as keyring:
        error = desktop.run("sync", "--json", expect=3, before=keyring.before).json()["error"]
        assert "passerellectl connect" in error["mend"], error

        location, out = sign_in(desktop, keyring)
        assert '"person":"an@' in out and sandbox.ready["company"] in out and "Production" in out, out
        assert tokens_in(out) == [], out

        # Nothing but the keyring keeps it, and nobody has to sign in again.
        result = desktop.run("sync", "--json", expect=(0, 1), before=keyring.before)
        assert tokens_in(result.out + result.err) == []
        code = urllib.parse.parse_qs(urllib.parse.urlparse(location).query)["code"][0]
        assert desktop.files_with("1.AXkA", code) == []

        # Who approves is who signed in.
        number = [row["number"] for row in desktop.run("workorders", "--queue", "review", "--json", expect=0,
                                                       before=keyring.before).json()["workOrders"]
                  if row["state"] == "ready"][0]
        desktop.run("bill", number, expect=0, before=keyring.before)
        asked = {who for who, in desktop.ledger("SELECT requested_by FROM commands")}
        assert len(asked) == 1 and next(iter(asked)).startswith("an@"), asked
        assert len(documents(sandbox.dump())) == 1

        # Signed out means signed out.
        assert desktop.run("connect", "--sign-out", "--json", expect=0, before=keyring.before).json() == {"signedOut": True}
        desktop.run("sync", expect=3, before=keyring.before)


def test_rotation_and_revocation():
    with Sandbox("--set", "entra.old-refresh=revoked") as sandbox, \
            person_desktop(sandbox, "browser") as desktop, Keyring() as keyring:
        sign_in(desktop, keyring)
        # Each run uses the one token that holds and stores the next one.
        for _ in range(3):
            desktop.run("sync", expect=(0, 1), before=keyring.before)
        # Two at once: one of them uses a token that was replaced meanwhile.
        pair = [start(desktop, keyring, "sync") for _ in range(2)]
        for process in pair:
            out, err = process.communicate(timeout=120)
            assert process.returncode in (0, 1), (process.returncode, out, err)

        sandbox.control("POST", "/revoke", {})
        error = desktop.run("sync", "--json", expect=3, before=keyring.before).json()["error"]
        assert "again" in error["what"] and "passerellectl connect" in error["mend"], error
        sign_in(desktop, keyring, "bo")
        desktop.run("sync", expect=(0, 1), before=keyring.before)


def test_forged_answer():
    with Sandbox() as sandbox, person_desktop(sandbox, "browser") as desktop, Keyring() as keyring:
        process = start(desktop, keyring, "connect", "--json")
        url = read_until(process, r"(http://127\.0\.0\.1:\S+/authorize\?\S+)")
        query = urllib.parse.parse_qs(urllib.parse.urlparse(url).query)
        assert query["code_challenge_method"] == ["S256"] and len(query["code_challenge"][0]) == 43, query
        assert len(query["state"][0]) == 43 and "Financials.ReadWrite.All offline_access" in query["scope"][0], query
        back = query["redirect_uri"][0].replace("localhost", "127.0.0.1")
        assert browse(back + "/favicon.ico")[0] == 404
        assert browse(back + "/", {"code": "x"})[0] == 404
        status, page, _ = browse(back + "/?code=stolen&state=" + query["state"][0][:-1])
        assert status == 400 and "refused" in page, (status, page)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 3 and "state" in out, (process.returncode, out, err)
        assert all(request["path"].find("/token") < 0 for request in sandbox.requests()), "a forged code was redeemed"


def test_refused_and_given_up():
    with Sandbox() as sandbox, person_desktop(sandbox, "browser") as desktop, Keyring() as keyring:
        process = start(desktop, keyring, "connect", "--json")
        url = read_until(process, r"(http://127\.0\.0\.1:\S+/authorize\?\S+)")
        _, _, location = browse(url, {"person": "an", "decision": "cancel"})
        browse(location.replace("localhost", "127.0.0.1"))
        out, err = process.communicate(timeout=60)
        assert process.returncode == 3 and "AADSTS65004" in out, (process.returncode, out, err)

        process = start(desktop, keyring, "connect", "--json")
        read_until(process, r"(http://127\.0\.0\.1:\S+/authorize\?\S+)")
        process.terminate()
        out, err = process.communicate(timeout=60)
        assert process.returncode != 0 and '"error"' in out, (process.returncode, out, err)


def test_device_code():
    with Sandbox("--set", "entra.device-interval=1") as sandbox, \
            person_desktop(sandbox, "device-code") as desktop, Keyring() as keyring:
        process = start(desktop, keyring, "connect", "--json")
        url = read_until(process, r"(http://127\.0\.0\.1:\S+/devicelogin)")
        code = read_until(process, r"(S\d{8})")
        wait_for(lambda: any("/token" in request["path"] for request in sandbox.requests()), "a question about the code")
        assert browse(url)[0] == 200
        assert browse(url, {"user_code": "S0", "person": "bo", "decision": "accept"})[0] == 400
        assert browse(url, {"user_code": code, "person": "bo", "decision": "accept"})[0] == 200
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0 and '"person":"bo@' in out, (process.returncode, out, err)
        desktop.run("sync", expect=(0, 1), before=keyring.before)

        for decision, words in (("cancel", "AADSTS70017"), (None, "expired")):
            if decision is None:
                sandbox.control("POST", "/set", {"entra.device-seconds": "3"})
            process = start(desktop, keyring, "connect", "--json")
            code = read_until(process, r"(S\d{8})")
            if decision is not None:
                browse(url, {"user_code": code, "person": "bo", "decision": decision})
            out, err = process.communicate(timeout=60)
            assert process.returncode == 3 and words in out, (process.returncode, out, err)


def test_no_keyring():
    """Nobody is sent to a browser when the sign-in couldn't be kept."""
    with Sandbox(customers=5, items=5, work_orders=2) as sandbox, person_desktop(sandbox, "browser") as desktop:
        error = desktop.run("connect", "--json", expect=(3, 4)).json()["error"]
        assert "keyring" in (error["what"] + error["why"]).lower() and error["mend"], error


run(globals())
