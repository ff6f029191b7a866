# SPDX-License-Identifier: GPL-3.0-or-later
"""delete-data: refused while something is unfinished or in use, and then all of it is gone."""

import json
import os
import subprocess

from harness import PATIENCE, PROGRAM, Desktop, Sandbox, expect_explained, run, wait_for

SMALL = {"customers": 20, "items": 20, "work_orders": 8}

MAPPING = "customers-bc-to-wello.json"


def first_ready(desktop):
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows if row["state"] == "ready"]


def kept(desktop):
    return sorted(os.listdir(desktop.state)) if os.path.isdir(desktop.state) else []


def test_refused_while_a_draft_lives():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        numbers = first_ready(desktop)
        desktop.run("bill", numbers[0], "--json", expect=(0, 1))
        told = desktop.run("delete-data", "--json", expect=1).json()
        assert not told["deleted"] and told["unfinished"] == 1 and told["documents"] > 1, told
        expect_explained(desktop.run("delete-data", "--yes", expect=1), "can’t be deleted yet", "isn’t posted yet")
        assert "ledger.db" in kept(desktop)
        # Nothing was taken away in the attempt.
        assert desktop.run("status", "--json", expect=0).json()["documents"]["followed"] == 1

        # Once it is posted nothing is left to look after.
        desktop.run("bill", numbers[0], "--post", expect=(0, 1))
        desktop.run("delete-data", "--yes", expect=0)
        assert kept(desktop) == [], kept(desktop)


def test_deletes_all_but_the_profile():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        numbers = first_ready(desktop)
        desktop.run("skip", numbers[0], "--reason", "free", expect=0)
        foreign = os.path.join(desktop.state, "profiles")
        os.mkdir(foreign)

        # Without --yes it is only told.
        result = desktop.run("delete-data", expect=1)
        assert "Nothing was deleted" in result.out and "listed again" in result.out, str(result)
        assert "ledger.db" in kept(desktop)

        told = desktop.run("delete-data", "--yes", "--secrets", "--json", expect=0).json()
        assert told["deleted"] and told["listedAgain"] == 1, told
        assert kept(desktop) == ["profiles"], kept(desktop)
        assert told["left"] == [desktop.profile, desktop.credentials], told

        # There is nothing any more, and whoever begins anew begins with nothing.
        assert desktop.run("delete-data", "--yes", "--json", expect=0).json()["documents"] == 0
        assert desktop.run("status", "--json", expect=0).json()["documents"] == {}
        assert numbers[0] in first_ready(desktop)


def test_what_is_left_is_named():
    """What starts it, too: somebody chose that on this computer."""
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        config = os.path.join(desktop.folder, "config")
        started = os.path.join(config, "autostart", "app.passerelle.Passerelle.desktop")
        units = os.path.join(config, "systemd", "user", "default.target.wants")
        os.makedirs(os.path.dirname(started))
        os.makedirs(units)
        with open(started, "w", encoding="utf-8"):
            pass
        # As systemd writes them; what they lead to may be gone with the program.
        for name in ("passerelle-watch.service", "passerelle-watch@north.service", "other.service"):
            os.symlink("/nonexistent/" + name, os.path.join(units, name))
        timer = os.path.join(config, "systemd", "user", "timers.target.wants", "passerelle-sync.timer")
        os.makedirs(os.path.dirname(timer))
        os.symlink("/nonexistent/passerelle-sync.timer", timer)
        result = desktop.run("delete-data", "--yes", expect=0)
        for path in (desktop.profile, desktop.credentials, started, os.path.join(units, "passerelle-watch.service"),
                     os.path.join(units, "passerelle-watch@north.service"), timer):
            assert path in result.out, f"{path} isn’t named\n{result}"
        assert "other.service" not in result.out, str(result)


class Own:
    """A user's own profiles, where they lie by themselves, and what the window wrote."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.config = os.path.join(desktop.folder, "config")
        self.folder = os.path.join(self.config, "passerelle")
        self.started = self.write("autostart/app.passerelle.Passerelle.desktop")
        self.settings = os.path.join(self.config, "glib-2.0", "settings", "keyfile")
        self.environment = {"GSETTINGS_BACKEND": "keyfile", "GSETTINGS_SCHEMA_DIR": os.environ["PASSERELLE_SCHEMAS"]}
        self.write("glib-2.0/settings/keyfile", "[app/passerelle/Passerelle]\nautostart=true\nwindow-width=1234\n")

    def write(self, name, text=""):
        path = os.path.join(self.config, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def add(self, stem):
        """A profile with mappings of its own, and an assistant that was broken off."""
        with open(self.desktop.profile, encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join(os.environ["PASSERELLE_DATA"], "mappings", MAPPING), encoding="utf-8") as file:
            mapping = file.read()
        for name, content in ((".ini", text), (".ini.setup", ""), ("-mappings/" + MAPPING, mapping)):
            self.write("passerelle/" + stem + name, content)

    def run(self, *words, profile="", expect=None):
        """As its user would: state and profile are where they are by themselves."""
        environment = self.desktop.environment(self.environment)
        result = subprocess.run([PROGRAM, *words, *(["--profile", profile] if profile else []),
                                 "--credentials", self.desktop.credentials],
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, timeout=PATIENCE)
        assert result.returncode == expect, f"{words} ended with {result.returncode}\n{result.stdout}{result.stderr}"
        return result.stdout

    def chosen(self):
        with open(self.settings, encoding="utf-8") as file:
            return file.read()


def test_files_beside_the_profile_are_named():
    """What the window wrote is one’s own work: it is named, and stays unless somebody says so."""
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        own = Own(desktop)
        own.add("profile")
        out = own.run("delete-data", "--yes", expect=0)
        for name in ("profile.ini", "profile.ini.setup", "profile-mappings"):
            assert f"  {own.folder}/{name}\n" in out, f"{name} isn’t named\n{out}"
            assert os.path.exists(os.path.join(own.folder, name)), name
        elsewhere = os.path.dirname(own.write("mine/" + MAPPING, "{}"))
        text = own.desktop.settings.setdefault("Sync", {})
        text["Mappings"] = elsewhere
        own.desktop.write_profile()
        own.add("profile")
        assert f"  {elsewhere}\n" in own.run("delete-data", "--yes", expect=0)


def test_nothing_is_left_when_asked():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        own = Own(desktop)
        own.add("profile")
        own.add("profiles/north")
        own.run("sync", expect=0)

        # Without --yes it is only told.
        assert f"{own.folder}/profile-mappings" in own.run("delete-data", "--profile-too", expect=1)
        assert os.path.exists(own.folder + "/profile.ini") and os.path.exists(own.folder + "/profile-mappings")

        # The other profile keeps what is its own, and what belongs to both.
        out = own.run("delete-data", "--yes", "--profile-too", expect=0)
        assert f"  {own.folder}/profile.ini\n" in out and "for your other profiles" in out, out
        assert sorted(os.listdir(own.folder)) == ["profiles"], os.listdir(own.folder)
        assert sorted(os.listdir(own.folder + "/profiles")) == ["north-mappings", "north.ini", "north.ini.setup"]
        assert os.path.exists(own.started) and "1234" in own.chosen()

        # With the last one all of it goes, but what lies elsewhere.
        told = json.loads(own.run("delete-data", "--yes", "--profile-too", "--json", profile="north", expect=0))
        assert told["profile"] and told["left"] == [desktop.credentials], told
        assert own.started in told["files"] and own.folder + "/profiles/north.ini" in told["files"], told
        assert not os.path.exists(own.folder) and not os.path.exists(own.started)
        assert "1234" not in own.chosen() and "autostart" not in own.chosen(), own.chosen()


def test_mappings_of_two_profiles_stay():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        own = Own(desktop)
        own.add("profile")
        desktop.set("Sync", Mappings=own.folder + "/profile-mappings")
        own.add("profiles/north")
        notes = own.write("passerelle/profiles/north-mappings/notes.txt")
        own.run("delete-data", "--yes", "--profile-too", expect=0)
        assert os.listdir(own.folder + "/profile-mappings/") and not os.path.exists(own.folder + "/profile.ini")

        # Nor does what isn't a mapping go.
        out = own.run("delete-data", "--yes", "--profile-too", profile="north", expect=0)
        assert f"  {os.path.dirname(notes)}\n" in out[out.index("What is left"):], out
        assert os.listdir(os.path.dirname(notes)) == ["notes.txt"]


def test_refused_while_somebody_works():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        watch = desktop.start("watch")
        try:
            wait_for(lambda: "passerellectl" in (desktop.run("status", "--json").json().get("worker") or ""), "a worker")
            expect_explained(desktop.run("delete-data", "--yes", expect=4), "while it is used", "passerellectl")
            assert "ledger.db" in kept(desktop)
        finally:
            watch.terminate()
            watch.wait()
        desktop.run("delete-data", "--yes", expect=0)
        assert kept(desktop) == [], kept(desktop)


def test_begun_and_broken_off():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        first_ready(desktop)
        # As a power cut leaves it: it was decided, and one file is gone already.
        with open(os.path.join(desktop.state, "passerelle-deletion"), "w", encoding="ascii") as file:
            file.write("What Passerelle kept in this folder is being deleted.\n")
        os.unlink(os.path.join(desktop.state, "mirror.db"))
        assert desktop.run("status", "--json", expect=0).json()["documents"] == {}
        assert "passerelle-deletion" not in kept(desktop)


def test_folder_of_something_else():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        os.makedirs(os.path.join(desktop.state, "holders"))
        for name in ("holders/notes", "worker.lock.txt", "deleted"):
            with open(os.path.join(desktop.state, name), "w", encoding="ascii"):
                pass
        assert desktop.run("delete-data", "--yes", "--json", expect=0).json()["documents"] == 0
        desktop.run("status", expect=0)
        assert {"holders", "worker.lock.txt", "deleted"} <= set(kept(desktop)), kept(desktop)
        assert "notes" in os.listdir(os.path.join(desktop.state, "holders"))


def test_what_would_go_by_itself():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        numbers = first_ready(desktop)
        desktop.run("skip", numbers[0], "--reason", "free", expect=0)
        desktop.set("Automatic", Send="yes")
        expect_explained(desktop.run("delete-data", "--yes", expect=1), "sent by itself", "Send=no")
        assert "ledger.db" in kept(desktop)


def test_open_request():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        first_ready(desktop)
        desktop.write("INSERT INTO commands (kind, arguments, requested_by, requested_at, state, taken_by, result) "
                      "VALUES ('bill', '{}', 'an', 1, 'waiting', '', '')")
        told = desktop.run("delete-data", "--json", expect=1).json()
        assert told["requests"] == 1, told
        expect_explained(desktop.run("delete-data", "--yes", expect=1), "can’t be deleted yet", "1 request")


def test_wrong_usage():
    with Sandbox(**SMALL) as sandbox, Desktop(sandbox) as desktop:
        expect_explained(desktop.run("delete-data", "everything", expect=2), "takes options only")


run(globals())
