# SPDX-License-Identifier: GPL-3.0-or-later
"""Days, times and numbers are written as people do where they live, and for programs always the same."""

import contextlib
import csv
import datetime
import difflib
import io
import os
import re
import sqlite3
import subprocess
import tempfile
import zoneinfo

from harness import PROGRAM, Desktop, Sandbox, run

HERE = os.path.dirname(os.path.abspath(__file__))
LOCALES = os.path.join(HERE, "..", "..", "build-aux", "locales")
LEAKS = "print_suppressions=0:suppressions=" + os.path.join(HERE, "leaks-locales.txt")
ZONE = "Europe/Brussels"
# How a day, and a time of that day, look there.
FORMS = {
    "C": ("%Y-%m-%d", "%H:%M:%S"),
    "fr_FR": ("%d/%m/%Y", "%H:%M:%S"),
    "nl_NL": ("%d-%m-%Y", "%H:%M:%S"),
    "de_DE": ("%d.%m.%Y", "%H:%M:%S"),
    "en_US": ("%m/%d/%Y", "%I:%M:%S %p"),
}
SKIPPED = {"C": "Skipped", "en_US": "Skipped", "fr_FR": "Ignoré", "nl_NL": "Overgeslagen", "de_DE": "Übersprungen"}
# One document, not all of them as the queue.
DONE = {"C": "Done", "en_US": "Done", "fr_FR": "Terminé", "nl_NL": "Afgehandeld", "de_DE": "Erledigt"}
POINTS = {"C": ("", "."), "fr_FR": ("\u202f", ","), "nl_NL": (".", ","), "de_DE": (".", ","), "en_US": (",", ".")}


def test_people_read_their_own():
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox, Desktop(sandbox) as desktop:
        subprocess.run([LOCALES, folder], check=True)
        desktop.run("sync", expect=(0, 1))
        rows = desktop.run("workorders", "--json", expect=0).json()["workOrders"]
        row = max((row for row in rows if row["state"] == "ready"), key=lambda row: row["net"])
        assert row["net"] >= 1000, row
        desktop.run("skip", row["number"], "--reason", "goodwill", expect=0)
        audit = desktop.run("audit", row["number"], "--json", expect=0).json()["audit"][0]
        blocked = [row for row in rows if row["state"] == "blocked"][:2]
        runs = desktop.run("log", "--json", expect=0).json()["runs"]
        parts = desktop.run("stock", "--unbilled", "--since", "2020-01-01", "--json", expect=0).json()["parts"]
        before = {}

        for name, (day_form, time_form) in FORMS.items():
            here = {"LOCPATH": folder, "LC_ALL": name + ".UTF-8", "TZ": ZONE, "LSAN_OPTIONS": LEAKS}

            def out(*words):
                return desktop.run(*words, expect=0, environment=here).out

            def day(text):
                return datetime.date.fromisoformat(text).strftime(day_form)

            def time(text):
                return datetime.datetime.fromisoformat(text).astimezone(zoneinfo.ZoneInfo(ZONE)).strftime(f"{day_form} {time_form}")

            def zoned(text):
                return time(text) + datetime.datetime.fromisoformat(text).astimezone(zoneinfo.ZoneInfo(ZONE)).strftime(" %Z")

            separator, point = POINTS[name]
            net = f"{row['net']:,.2f}".replace(",", "\0").replace(".", point).replace("\0", separator)
            line = next(line for line in out("workorders").splitlines() if line.startswith(row["number"] + " "))
            assert day(row["completed"]) in line and net in line, (name, line)
            shown = out("workorders", "show", row["number"])
            assert shown.splitlines()[0].endswith(" " + day(row["completed"])), (name, shown)
            assert time(audit["at"]) in shown, (name, shown)
            assert time(runs[0]["started"]) in out("log"), (name, runs[0])
            assert out("audit", row["number"]).splitlines()[0].startswith(zoned(audit["at"]) + "  "), name
            # What was done, and from where to where, is told in words; the names are for programs.
            for line in (out("audit", row["number"]).splitlines()[0], shown.splitlines()[-1]):
                assert f"  {SKIPPED[name]}  " in line and line.endswith("(goodwill)"), (name, line)
                assert "skip " not in line and "→ skipped" not in line, (name, line)
            assert day(parts[0]["day"]) in out("stock", "--unbilled", "--since", "2020-01-01"), (name, parts[0])
            assert re.search(r"\b\d\d:\d\d:\d\d\b", out("status")), name

            # What was found when English was spoken is told in the language of who reads it.
            told = [row["reason"] in out("workorders", "show", row["number"]) for row in blocked]
            assert set(told) == {name in ("C", "en_US")}, (name, told)

            # Programs read the same everywhere.
            table = list(csv.DictReader(io.StringIO(out("audit", "--csv", row["number"]))))
            assert table[0]["at"] == audit["at"], (name, table[0])
            for words in (["audit"], ["workorders"], ["log"], ["workorders", "show", row["number"]]):
                now = out(*words, "--json")
                assert before.setdefault(words[-1], now) == now, (name, words, *difflib.unified_diff(before[words[-1]].split(","), now.split(","), n=3))


def test_why_it_was_refused_is_told_to_each_reader():
    """Who bills speaks French; who reads it later is told in their own language, and the service's words are as it said them."""
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox, Desktop(sandbox) as desktop:
        subprocess.run([LOCALES, folder], check=True)
        french = {"LOCPATH": folder, "LC_ALL": "fr_FR.UTF-8", "TZ": ZONE, "LSAN_OPTIONS": LEAKS}
        synced = desktop.run("sync", expect=(0, 1), environment=french).out
        assert "54,5 a des décimales" in synced and "54.5" not in synced, synced
        assert "54.5 has a fraction" in desktop.run("sync", "items", "--full", "--dry-run", "--json", expect=(0, 1), environment=french).out
        refused, lost, done = [row["number"] for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]
                         if row["state"] == "ready"][:3]

        def speak(name):
            return {"LOCPATH": folder, "LC_ALL": name + ".UTF-8", "TZ": ZONE, "LSAN_OPTIONS": LEAKS}

        sandbox.fault(service="bc", method="POST", path=r"/salesInvoices(\?|$)", kind="409", times=1, status=400)
        billed = desktop.run("bill", refused, expect=1, environment=speak("fr_FR")).out
        sandbox.fault(service="bc", method="POST", path=r"/salesInvoices(\?|$)", kind="drop-before", times=1)
        desktop.run("bill", lost, expect=(0, 1), environment=speak("fr_FR"))

        said = {}
        for name in FORMS:
            for number in (refused, lost):
                lines = desktop.run("workorders", "show", number, expect=0, environment=speak(name)).out.splitlines()
                at = next(index for index, line in enumerate(lines) if line.startswith("    "))
                said[name, number] = lines[at].strip()
        assert said["fr_FR", refused] in billed, (said, billed)
        for number in (refused, lost):
            assert said["C", number] == said["en_US", number], said
            assert len({said[name, number] for name in ("C", "fr_FR", "nl_NL", "de_DE")}) == 4, said
        service = "Another user has already changed the record."
        assert all(service in said[name, refused] for name in FORMS), said
        # All that is said of the lost answer is ours.
        assert said["C", lost].startswith("Sent, but it isn’t known whether it arrived"), said
        for name, words in (("fr_FR", ("The ", " answer", " isn’t")), ("nl_NL", ("The ", "didn’t", " réponse")), ("de_DE", ("The ", "didn’t", " réponse"))):
            assert not [word for word in words if word in said[name, lost]], (name, said)
        rows = desktop.run("workorders", "--queue", "exceptions", "--json", expect=0, environment=speak("de_DE")).json()["workOrders"]
        assert next(row["reason"] for row in rows if row["number"] == refused) == said["C", refused], rows

        desktop.run("bill", done, expect=(0, 1), environment=speak("fr_FR"))
        for name in FORMS:
            audit = desktop.run("audit", done, expect=0, environment=speak(name)).out
            assert re.search(rf"→ {DONE[name]}\b", audit), (name, audit)

        # Amounts are kept as programs write them, and told as people do.
        with contextlib.closing(sqlite3.connect(os.path.join(desktop.state, "ledger.db"))) as ledger, ledger:
            ledger.execute("UPDATE documents SET reason_code = 'echo-differs', reason_why = ? WHERE internal_number = ?",
                           ("Business Central made it otherwise: it costs 1234.5 instead of -999", refused))
        for name, (separator, point) in POINTS.items():
            shown = desktop.run("workorders", "show", refused, expect=0, environment=speak(name)).out
            assert f" 1{separator}234{point}5 " in shown and "-999" in shown, (name, shown)


def test_a_day_is_the_persons():
    """What was decided after midnight is of the new day where the person lives."""
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        number = next(row["number"] for row in desktop.run("workorders", "--json", expect=0).json()["workOrders"]
                      if row["state"] == "ready")
        desktop.run("skip", number, "--reason", "goodwill", expect=0)
        lines = desktop.run("audit", "--json", expect=0).json()["audit"]
        at = datetime.datetime.fromisoformat(lines[0]["at"])
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", ZONE):
            local = at.astimezone(zoneinfo.ZoneInfo(zone))
            here = {"TZ": zone}
            after = (local + datetime.timedelta(days=1)).strftime("%Y-%m-%d")
            since = desktop.run("audit", "--json", "--since", local.strftime("%Y-%m-%d"), expect=0, environment=here).json()["audit"]
            assert since and since[0]["id"] == lines[0]["id"], zone
            assert desktop.run("audit", "--json", "--since", after, expect=0, environment=here).json()["audit"] == [], zone
        assert "2026-01-31" in desktop.run("audit", "--since", "31/01/2026", expect=2).err


# Whose owner this program isn't, and without the rights of an administrator.
STRANGER = ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", "--dev-bind", "/", "/"]
# Words that aren't translated: what is typed, and what the system says.
WHOLE = re.compile(r"[“«„][^”»“]*[”»“]|\S*[/=]\S*|--\S+")


def bad_days(desktop, folder):
    """What can be wrong before any service is asked: a name, the exit status, what is run, and how."""
    def profile(text):
        path = os.path.join(folder, "other.ini")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    with open(desktop.profile, encoding="utf-8") as file:
        good = file.read()
    locked, hidden, full = (os.path.join(folder, name) for name in ("locked.ini", "hidden", "full"))
    with open(locked, "w", encoding="utf-8") as file:
        file.write(good)
    os.chmod(locked, 0)
    os.mkdir(hidden, 0)
    os.mkdir(full)
    for number, words in enumerate((["nonsense"], ["bill"], ["bill", "--all", "7"], ["bill", "--all", "--as", "quote"], ["bill", "--all", "--date", "31/01/2026"],
                                    ["sync", "employees"], ["sync", "--bogus"], ["workorders", "--queue", "x"], ["workorders", "show"],
                                    ["secret", "set", "other"], ["secret"], ["audit", "--since", "31/01/2026"], ["audit", "1", "2"],
                                    ["stock"], ["stock", "--unbilled", "--since", "soon"], ["prices"], ["prices", "explain", "X", "--date", "soon"],
                                    ["couple", "items"], ["reset", "everything"], ["skip", "7"], ["mark-billed", "7"], ["give-up", "seven"],
                                    ["log", "--limit", "x"], ["status", "now"], ["delete-data", "now"], ["conflicts", "--take", "both", "1"],
                                    ["--log-requests", "some", "status"])):
        yield f"usage {number}: {' '.join(words)}", 2, words, []
    yield "no profile", 2, ["status", "--profile", os.path.join(folder, "nowhere.ini")], []
    yield "a folder as profile", 2, ["status", "--profile", folder + "/"], []
    yield "a profile that can’t be read", 2, ["status", "--profile", locked], STRANGER
    yield "no profile at all", 2, ["status", "--profile", profile("")], []
    yield "an unknown key", 2, ["status", "--profile", profile(good + "[Wello2]\nDomane=X\n")], []
    yield "a wrong value", 2, ["status", "--profile", profile(good.replace("Via=direct", "Via=air"))], []
    yield "no key file", 2, ["status", "--profile", profile("nonsense\n")], []
    yield "a state in a folder that can’t be entered", 4, ["status", "--state", os.path.join(hidden, "state")], STRANGER
    yield "a state that can’t be entered", 4, ["status", "--state", hidden], STRANGER
    yield "a file as state", 4, ["status", "--state", locked], []
    yield "a full disk", 4, ["status", "--state", full], ["bwrap", "--dev-bind", "/", "/", "--size", "4096", "--tmpfs", full]
    yield "no credentials", (2, 3), ["check", "--credentials", os.path.join(folder, "none")], []


def test_what_is_wrong_is_said_in_each_language():
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as locales, \
            Sandbox(customers=5, items=5, work_orders=2) as sandbox, Desktop(sandbox) as desktop:
        subprocess.run([LOCALES, locales], check=True)
        faults = []
        for name, status, words, before in bad_days(desktop, folder):
            said = {}
            for language in ("C", "fr_FR", "nl_NL", "de_DE"):
                here = {"LOCPATH": locales, "LC_ALL": language + ".UTF-8", "LSAN_OPTIONS": LEAKS}
                given = [word for option, value in (("--profile", desktop.profile), ("--state", desktop.state), ("--credentials", desktop.credentials))
                         if option not in words for word in (option, value)]
                done = subprocess.run([*before, PROGRAM, *words, *given], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                                      timeout=60, env=desktop.environment(here))
                text = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("=="))
                said[language] = [line.strip() for line in text.splitlines() if line.strip()]
                if done.returncode not in (status if isinstance(status, tuple) else (status,)):
                    faults.append(f"{name} in {language} → {done.returncode}\n{text}")
                if not any(line.startswith("→") or "--help" in line for line in said[language]) or len(said[language]) < 2:
                    faults.append(f"{name} in {language}: no mend\n{text}")
                if "Sanitizer: " in done.stderr:
                    faults.append(f"{name} in {language}: {done.stderr}")
                if "WARNING" in text or "CRITICAL" in text or "**" in text or "(null)" in text:
                    faults.append(f"{name} in {language}: logged\n{text}")
            for language in ("fr_FR", "nl_NL", "de_DE"):
                faults += [f"{name} in {language}: “{line}” isn’t translated" for line in said[language]
                           if line in said["C"] and re.search(r"\w{4} \w+", WHOLE.sub("", line))]
        assert not faults, "\n".join(faults)


if __name__ == "__main__":
    run(globals())
