# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests over real HTTP share: the stand-ins and passerellectl as processes.

A test is a function named test_*; run(globals()) runs them all and prints TAP.
The programs are named by the environment: PASSERELLECTL and PASSERELLE_SANDBOX.
"""

import base64
import concurrent.futures
import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse
import urllib.request

PROGRAM = os.environ.get("PASSERELLECTL", "passerellectl")
SANDBOX = os.environ.get("PASSERELLE_SANDBOX", "passerelle-sandbox")

# Long enough for a machine that is busy with something else; no test waits for it when all is well.
PATIENCE = 120


# What a document bears that a colleague typed, who doesn't use Passerelle.
COLLEAGUE = "COLLEAGUE"


class Skipped(Exception):
    pass


class Sandbox:
    """The stand-ins of both services and of the sign-in service."""

    def __init__(self, *options, **sizes):
        words = [SANDBOX, "--watch-stdin"]
        for name, value in sizes.items():
            words += ["--" + name.replace("_", "-"), str(value)]
        words += options
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the stand-ins did not start")
        self.ready = json.loads(line)
        if not self.ready["ready"]:
            raise RuntimeError(f"the stand-ins did not start: {self.ready['problem']}")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        self.process.stdin.close()
        self.process.stdout.close()
        status = self.process.returncode
        assert status in (0, -signal.SIGTERM), f"the stand-ins ended with {status}"

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        return self.send(method, self.ready["control"] + path, data, {"Content-Type": "application/json"})

    def send(self, method, url, data, headers):
        request = urllib.request.Request(url, data=data, method=method, headers=headers)
        context = None
        if self.ready["control"].startswith("https"):
            import ssl
            context = ssl.create_default_context(cafile=self.ready["ca_file"])
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}),
                                             urllib.request.HTTPSHandler(context=context))
        with opener.open(request, timeout=PATIENCE) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.strip() else None

    def add_colleague(self):
        """A draft and a posted invoice, as every company has some: by those an account sees that it sees such.

        documents() leaves them out.
        """
        ready = self.ready
        form = {"grant_type": "client_credentials", "client_id": ready["client_id"], "client_secret": ready["client_secret"],
                "scope": "https://api.businesscentral.dynamics.com/.default"}
        token = self.send("POST", f"{ready['authority']}/{ready['tenant']}/oauth2/v2.0/token",
                          urllib.parse.urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        customer = self.control("POST", "/change", {"service": "bc", "set": "customers",
                                                    "values": {"number": COLLEAGUE, "displayName": COLLEAGUE}})["done"]
        item = {"lineType": "Item", "lineObjectNumber": "SERVICE-HOUR", "quantity": 1, "unitPrice": 1.23}
        for place in range(2):
            body = {"customerId": customer, "externalDocumentNumber": COLLEAGUE + str(place), "salesInvoiceLines": [item]}
            made = self.send("POST", f"{ready['bc']}/{ready['environment']}/api/v2.0/companies({ready['company_id']})/salesInvoices",
                             json.dumps(body).encode(), {"Content-Type": "application/json", "Accept-Language": "en-US",
                                                         "Authorization": "Bearer " + token["access_token"]})
        self.control("POST", "/act", {"verb": "post", "id": made["id"]})
        # Nor are the requests for them any of the program's.
        self.reset_requests()

    def fault(self, **fault):
        self.control("POST", "/faults", fault)

    def clear_faults(self):
        self.control("DELETE", "/faults")

    def dump(self):
        return self.control("GET", "/dump")

    def requests(self):
        return self.control("GET", "/requests")["requests"]

    def read_wello(self, controller):
        """All rows of a table of Wello."""
        ready = self.ready
        user = f"{ready['wello_user']}:{ready['wello_password']}@{ready['wello_domain']}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        url, rows = f"{ready['wello']}/{controller}", []
        while url:
            request = urllib.request.Request(url, headers={"Authorization": "Basic " + base64.b64encode(user.encode()).decode()})
            with opener.open(request, timeout=PATIENCE) as answer:
                page = json.load(answer)
            rows += page["value"] if isinstance(page, dict) else page
            url = next((value for name, value in page.items() if name.lower().endswith("nextlink")), None) if isinstance(page, dict) else None
        return rows

    def reset_requests(self):
        self.control("POST", "/reset-requests")

    def change(self, service, table, row, values=None, delete=False):
        body = {"service": service, "set": table, "id": row, "values": values or {}}
        if delete:
            body["delete"] = True
        self.control("POST", "/change", body)


class Result:
    def __init__(self, words, status, out, err):
        self.words, self.status, self.out, self.err = words, status, out, err

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f"no JSON from {self.words}: {self.out!r} {self.err!r}")

    def __str__(self):
        return f"{' '.join(self.words)} → {self.status}\n{self.out}\n{self.err}"


class Desktop:
    """A profile, its secrets and its state, in a folder of their own."""

    def __init__(self, sandbox, **billing):
        self.sandbox = sandbox
        self.folder = tempfile.mkdtemp(prefix="passerelle-test-")
        self.state = os.path.join(self.folder, "state")
        self.profile = os.path.join(self.folder, "profile.ini")
        self.credentials = os.path.join(self.folder, "credentials")
        os.mkdir(self.credentials, 0o700)
        self.secret("bc-client-secret", sandbox.ready["client_secret"])
        self.secret("wello-password", sandbox.ready["wello_password"])
        self.settings = {
            "BusinessCentral": {
                "BaseUrl": sandbox.ready["bc"], "Tenant": sandbox.ready["tenant"],
                "Environment": sandbox.ready["environment"], "Company": sandbox.ready["company"],
                "Authority": sandbox.ready["authority"], "ClientId": sandbox.ready["client_id"],
            },
            "Wello": {"BaseUrl": sandbox.ready["wello"], "Domain": sandbox.ready["wello_domain"],
                      "User": sandbox.ready["wello_user"]},
            # The stand-ins send nothing electronically unless a customer says so.
            "Billing": {"From": "2026-01-01", "ExternalNumberPrefix": "WELLO-", "Via": "direct", "EInvoice": "none"},
            "Labour": {"WorkingTime": "item:SERVICE-HOUR", "TravelTime": "resource:TRAVEL",
                       "line:OT150": "item:OVERTIME"},
            "Vat": {"21,part": "G3", "12,part": "G2", "6,part": "G1", "21,labour": "S3", "6,labour": "S1"},
        }
        if sandbox.ready.get("ca_file"):
            self.settings["BusinessCentral"]["CaFile"] = sandbox.ready["ca_file"]
            self.settings["Wello"]["CaFile"] = sandbox.ready["ca_file"]
        self.settings["Billing"].update(billing)
        self.write_profile()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        shutil.rmtree(self.folder, ignore_errors=True)

    def secret(self, name, value):
        path = os.path.join(self.credentials, name)
        with open(path, "w") as file:
            file.write(value)
        os.chmod(path, 0o600)

    def set(self, group, **values):
        self.settings.setdefault(group, {}).update(values)
        self.write_profile()

    def write_profile(self):
        with open(self.profile, "w") as file:
            for group, values in self.settings.items():
                file.write(f"[{group}]\n")
                for name, value in values.items():
                    if value is not None:
                        file.write(f"{name}={value}\n")
                file.write("\n")

    def words(self, *words):
        return [PROGRAM, *words, "--profile", self.profile, "--state", self.state,
                "--credentials", self.credentials]

    def environment(self, more=None):
        environment = dict(os.environ)
        environment.update(more or {})
        environment["HOME"] = self.folder
        environment["XDG_CONFIG_HOME"] = os.path.join(self.folder, "config")
        environment["XDG_DATA_HOME"] = os.path.join(self.folder, "data")
        environment["XDG_CACHE_HOME"] = os.path.join(self.folder, "cache")
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        return environment

    def start(self, *words, before=(), environment=None):
        return subprocess.Popen([*before, *self.words(*words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, env=self.environment(environment))

    def run(self, *words, expect=None, before=(), environment=None, timeout=PATIENCE):
        process = self.start(*words, before=before, environment=environment)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"{' '.join(words)} did not end\n{out}\n{err}")
        result = Result(words, process.returncode, out, err)
        # An abort or a sanitizer's report is never an expected way to end.
        assert "Sanitizer: " not in err, str(result)
        for name in os.listdir(self.credentials):
            with open(os.path.join(self.credentials, name)) as file:
                assert file.read() not in out + err, f"the secret {name} was printed"
        if expect is not None:
            allowed = expect if isinstance(expect, tuple) else (expect,)
            assert result.status in allowed, str(result)
        return result

    def files_with(self, *texts):
        """Names of files of the local state in which one of the texts stands."""
        found = []
        for folder, _, names in os.walk(self.state):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                found += [name for text in texts if text and text.encode() in content]
        return found

    def write(self, statement):
        """Changes the ledger behind the program's back, while none runs."""
        with contextlib.closing(sqlite3.connect(f"{self.state}/ledger.db", timeout=30)) as connection, connection:
            connection.execute(statement)

    def ledger(self, query, *values):
        with sqlite3.connect(f"file:{self.state}/ledger.db?mode=ro", uri=True) as connection:
            return connection.execute(query, values).fetchall()


def wait_for(condition, what, patience=PATIENCE):
    """Waits until condition() is true; for things that another process does."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.02)


def documents(dump):
    """The unposted and posted sales documents of a dump, but for a colleague's."""
    bc = dump["bc"]
    return [dict(row, kind=kind) for kind in ("salesInvoices", "salesOrders") for row in bc[kind]
            if not row["externalDocumentNumber"].startswith(COLLEAGUE)]


def expect_explained(result, *parts):
    """An error that people can act on: what, then why or how to mend."""
    text = result.out + result.err
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) >= 2, str(result)
    for part in parts:
        assert part in text, f"“{part}” is not in:\n{result}"


def run(namespace, at_once=1):
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")]
    tests = [(name, function) for name, function in namespace.items()
             if name.startswith("test_") and callable(function) and (not wanted or name in wanted)]
    print("TAP version 13")
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        running = [(name, pool.submit(function)) for name, function in tests]
        for number, (name, test) in enumerate(running, 1):
            try:
                test.result()
                print(f"ok {number} {name}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                for line in traceback.format_exc().splitlines():
                    print("# " + re.sub(r"[\x00-\x08\x0b-\x1f]", "?", line))
                print(f"not ok {number} {name}", flush=True)
    sys.exit(1 if failed else 0)
