# SPDX-License-Identifier: GPL-3.0-or-later
"""The real manifest, built against a stand-in of GNOME's runtime, at work in Flatpak's sandbox.

What it is told to run lies in a session of its own: a display, a bus, a keyring
and a home folder that end with it.
"""

import configparser
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from dconf_file import write_dconf  # noqa: E402
from harness import PROGRAM, Desktop, Sandbox, run, wait_for  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPTS = os.path.join(ROOT, "build-aux", "flatpak")
FOLDER = os.environ["FLATPAK_FOLDER"]
ID = "app.passerelle.Passerelle"
KEY = "Passerelle of CONTOSO <passerelle@contoso.example>"
PROFILE = "[Log]\nRequests=off\nLocked=Requests\n"
TOOLS = ("flatpak", "flatpak-builder", "gpg", "gnome-keyring-daemon", "Xvfb", "xwininfo", "xwd")

# Seconds for one program; the machine may be very busy.
PATIENCE = 240

# What Flatpak passes on must not lead to the programs of the build folder.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE")}


def call(*words, expect=0, text=None, environment=None):
    done = subprocess.run(words, input=text, stdin=subprocess.DEVNULL if text is None else None, capture_output=True,
                          text=True, timeout=PATIENCE, check=False, env=environment or CLEAN)
    assert done.returncode == expect, f"{' '.join(words)} → {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def inside(*words, **more):
    """passerellectl in the sandbox."""
    return call("flatpak", "run", "--command=passerellectl", ID, *words, **more)


def own_folder(name):
    return os.path.join(os.environ["HOME"], ".var", "app", ID, name)


def test_it_is_installed_from_its_repository():
    if ID in call("flatpak", "--user", "list", "--app", "--columns=application").split():
        call("flatpak", "--user", "uninstall", "--noninteractive", "-y", ID)
    # What an earlier run left was signed with its own key.
    if "passerelle" in call("flatpak", "--user", "remotes", "--columns=name").split():
        call("flatpak", "--user", "remote-delete", "--force", "passerelle")
    call("flatpak", "--user", "remote-add", "passerelle", f"{FOLDER}/passerelle.flatpakrepo")
    call("flatpak", "--user", "install", "--noninteractive", "-y", "passerelle", f"{ID}//stable")
    metadata = configparser.ConfigParser()
    metadata.optionxform = str
    metadata.read_string(call("flatpak", "info", "--show-metadata", ID))
    # With the fallback goes X11, which a Flatpak that knows the fallback takes out where there is Wayland.
    assert dict(metadata["Context"]) == {"shared": "network;ipc;", "sockets": "x11;wayland;fallback-x11;",
                                         "devices": "dri;"}, dict(metadata["Context"])
    assert "Session Bus Policy" not in metadata and "System Bus Policy" not in metadata, metadata.sections()
    call("flatpak", "--user", "update", "--noninteractive", "-y", ID)


def test_what_nobody_signed_is_refused():
    """Somebody who changes what lies on the server gets it onto no desktop."""
    other = os.path.join(FOLDER, "changed")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(os.path.join(FOLDER, "repo"), other)
    for folder, _, names in os.walk(os.path.join(other, "objects")):
        for name in names:
            if name.endswith(".commitmeta"):
                os.unlink(os.path.join(folder, name))
    for name in ("summary", "summary.sig"):
        os.unlink(os.path.join(other, name))
    call("ostree", "summary", "--update", f"--repo={other}")
    call("flatpak", "--user", "uninstall", "--noninteractive", "-y", ID)
    call("flatpak", "--user", "remote-modify", f"--url=file://{other}", "passerelle")
    done = subprocess.run(["flatpak", "--user", "install", "--noninteractive", "-y", "passerelle", f"{ID}//stable"],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False, env=CLEAN)
    assert done.returncode != 0 and "signature" in done.stderr.lower() + done.stdout.lower(), done
    call("flatpak", "--user", "remote-modify", f"--url=file://{FOLDER}/repo", "passerelle")
    call("flatpak", "--user", "remote-delete", "--force", "passerelle")
    # As README says: one address, and all that belongs to it.
    call("flatpak", "--user", "install", "--noninteractive", "-y", "--from", f"{FOLDER}/passerelle.flatpakref")


def test_the_profile_for_everybody_is_in_it():
    shown = call("flatpak", "run", "--command=cat", ID, "/app/etc/passerelle/profile.ini")
    assert shown == PROFILE, shown


def test_it_is_installed_from_one_file():
    call("flatpak", "--user", "uninstall", "--noninteractive", "-y", ID)
    call("flatpak", "--user", "install", "--noninteractive", "-y", f"{FOLDER}/passerelle.flatpak")
    exported = os.path.join(os.environ["FLATPAK_USER_DIR"], "exports", "share")
    for name in (f"applications/{ID}.desktop", f"dbus-1/services/{ID}.service", f"metainfo/{ID}.metainfo.xml",
                 f"gnome-shell/search-providers/{ID}.search-provider.ini", f"icons/hicolor/scalable/apps/{ID}.svg", f"icons/hicolor/symbolic/apps/{ID}-symbolic.svg"):
        assert os.path.exists(os.path.join(exported, name)), f"{name} isn’t exported"


def test_the_demo_of_the_terminal():
    assert inside("demo").rstrip().splitlines()[-1].startswith("All is well"), "the demo isn’t well"
    french = inside("--help", environment=dict(CLEAN, LANGUAGE="fr", LC_ALL="fr_BE.UTF-8"))
    assert french != inside("--help"), "there is no French"


def count_coloured():
    """How many points of the display are neither black, white nor grey, of each seventh one."""
    data = subprocess.run(["xwd", "-root", "-silent"], capture_output=True, check=True).stdout
    header = struct.unpack(">25I", data[:100])
    pixels = data[header[0] + header[19] * 12:]
    size = header[11] // 8
    points = (pixels[at:at + 3] for at in range(0, len(pixels) - size + 1, size * 7))
    return sum(max(point) - min(point) > 30 for point in points)


def test_the_window():
    with subprocess.Popen(["flatpak", "run", ID, "--demo"], stdin=subprocess.DEVNULL, env=CLEAN) as process:
        try:
            wait_for(lambda: re.search(r'"[^"]*Passerelle"', subprocess.run(["xwininfo", "-root", "-tree"],
                                                                           capture_output=True, text=True, check=True).stdout),
                     "a window with its title", PATIENCE)
            # While it opens all is grey; the work orders come with colours.
            wait_for(lambda: count_coloured() > 1000, "a picture with something on it", PATIENCE)
            assert process.poll() is None, f"it ended with {process.returncode}"
            keep = os.environ.get("FLATPAK_PICTURE")
            if keep:
                call("xwd", "-root", "-silent", "-out", keep)
        finally:
            subprocess.run(["flatpak", "kill", ID], check=False, capture_output=True)
            process.wait(timeout=PATIENCE)


def test_the_search():
    """The desktop's search reaches into the sandbox, and no more of the bus is open for it."""
    path = "/" + ID.replace(".", "/") + "/SearchProvider"
    with subprocess.Popen(["flatpak", "run", ID, "--gapplication-service"], stdin=subprocess.DEVNULL, env=CLEAN) as process:
        call("gdbus", "wait", "--session", "--timeout", str(PATIENCE), ID)
        found = call("gdbus", "call", "--session", "--dest", ID, "--object-path", path,
                     "--method", "org.gnome.Shell.SearchProvider2.GetInitialResultSet", "['a']")
        assert found.strip() == "(@as [],)", found
        # Nothing is there yet, and nothing was made: it ends by itself.
        process.wait(timeout=PATIENCE)
        assert process.returncode == 0, process.returncode
        assert not os.path.exists(own_folder("data/passerelle")), "a search made a state"


def test_what_an_administrator_locks():
    """Values and locks of the computer’s dconf count in the sandbox, where nobody can undo them."""
    here = "/" + ID.replace(".", "/") + "/"
    with tempfile.TemporaryDirectory(prefix="passerelle-dconf-") as folder:
        with open(os.path.join(folder, "profile"), "w", encoding="utf-8") as file:
            file.write(f"user-db:user\nfile-db:{folder}/local\n")
        write_dconf(os.path.join(folder, "local"), {here + "run-in-background": True, here + "autostart": True, "/org/other": True},
                    [here + "run-in-background", "/org/other"])
        locked = dict(CLEAN, DCONF_PROFILE=os.path.join(folder, "profile"))

        def setting(*words, environment, expect=0):
            return call("flatpak", "run", "--command=gsettings", ID, *words, expect=expect, environment=environment).strip()

        for key, there, may_change in (("run-in-background", "true", "false"), ("autostart", "true", "true")):
            assert setting("get", ID, key, environment=CLEAN) == "false", f"{key} isn’t off by itself"
            assert setting("get", ID, key, environment=locked) == there, f"{key} isn’t the administrator’s"
            assert setting("writable", ID, key, environment=locked) == may_change, f"{key} is locked, or isn’t"
        # Nor does what somebody chose before count.
        setting("set", ID, "run-in-background", "false", environment=CLEAN)
        assert setting("get", ID, "run-in-background", environment=locked) == "true"
        assert "/org/other" not in call("flatpak", "run", "--command=cat", ID, "/etc/glib-2.0/settings/locks", environment=locked)


def in_session(*attributes):
    """What secret-tool finds in the keyring of the session."""
    done = subprocess.run(["secret-tool", "search", "--all", *attributes], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=PATIENCE, check=False, env=CLEAN)
    return done.stdout + done.stderr


def test_secrets_are_its_own_and_its_state_is_respected():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        os.makedirs(own_folder("config/passerelle"))
        shutil.copy(desktop.profile, own_folder("config/passerelle/profile.ini"))
        secrets = {"bc-client-secret": sandbox.ready["client_secret"], "wello-password": sandbox.ready["wello_password"]}
        for name, value in secrets.items():
            inside("secret", "set", name, text=value + "\n")

        # In a file of the application that is encrypted with what the portal gave it, and not in the session's.
        keyring = own_folder("data/keyrings/default.keyring")
        assert os.path.exists(keyring), "it has no keyring of its own"
        files = [os.path.join(folder, name) for part in (".var", ".local", ".config")
                 for folder, _, names in os.walk(os.path.join(os.environ["HOME"], part)) for name in names]
        for path in files:
            with open(path, "rb") as file:
                content = file.read()
            assert not [value for value in secrets.values() if value.encode() in content], f"{path} has a secret"
        call("secret-tool", "store", "--label=witness", "account", "witness", text="seen")
        assert "label = witness" in in_session("account", "witness"), in_session("account", "witness")
        assert in_session("xdg:schema", ID) == "", in_session("xdg:schema", ID)

        # They are found again, and what was sent by it is its own.
        inside("sync")
        assert "laid over: /app/etc/passerelle/profile.ini" in inside("doctor"), inside("doctor")

        # The host's own command stays off the company.
        environment = desktop.environment()
        environment["HOME"] = os.environ["HOME"]
        done = subprocess.run([PROGRAM, "bill", "--all", "--profile", desktop.profile, "--state", desktop.state,
                               "--credentials", desktop.credentials], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=PATIENCE, check=False, env=environment)
        assert done.returncode == 1 and f"flatpak run --command=passerellectl {ID}”" in done.stderr, done


class Session:
    """A display, and a home folder that is removed."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="passerelle-flatpak-")
        read, write = os.pipe()
        self.display = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1000x700x24", "-nolisten", "tcp"],
                                        pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb could not be started"
        os.makedirs(os.path.join(self.home, "runtime"), 0o700)
        portals = os.path.join(self.home, ".config", "xdg-desktop-portal")
        os.makedirs(portals)
        with open(os.path.join(portals, "portals.conf"), "w", encoding="utf-8") as file:
            file.write("[preferred]\ndefault=none\norg.freedesktop.impl.portal.Secret=gnome-keyring\n")
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith("XDG_") and
                            name not in ("DBUS_SESSION_BUS_ADDRESS", "G_DEBUG", "WAYLAND_DISPLAY", "GSETTINGS_BACKEND")}
        self.environment.update(HOME=self.home, XDG_RUNTIME_DIR=os.path.join(self.home, "runtime"), DISPLAY=f":{number}",
                                GSK_RENDERER="cairo", FLATPAK_USER_DIR=os.path.join(FOLDER, "installation"))

    def run(self, *words):
        script = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$@\""
        return subprocess.run([os.path.join(SCRIPTS, "enter"), "dbus-run-session", "--", "sh", "-c", script, "sh", *words],
                              env=self.environment, stdin=subprocess.DEVNULL, check=False).returncode

    def end(self):
        self.display.send_signal(signal.SIGTERM)
        self.display.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def main():
    if "--inside" in sys.argv:
        sys.argv.remove("--inside")
        run(globals())
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        print(f"1..0 # SKIP {', '.join(missing)} not installed")
        return 0
    # As an office publishes it: signed with a key of its own, with the address where it will be.
    keys = tempfile.mkdtemp(prefix="passerelle-keys-")
    os.environ["GNUPGHOME"] = keys
    subprocess.run(["gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-gen-key", KEY, "default", "sign",
                    "never"], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, "profile.ini"), "w", encoding="utf-8") as file:
        file.write(PROFILE)
    built = subprocess.run([os.path.join(SCRIPTS, "build"), "--stand-in", "--gpg-key", KEY, "--url", f"file://{FOLDER}/repo",
                            "--profile", os.path.join(FOLDER, "profile.ini"), FOLDER],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    subprocess.run(["gpgconf", "--kill", "all"], check=False)
    shutil.rmtree(keys, ignore_errors=True)
    if built.returncode != 0:
        print("Bail out! It could not be built")
        print("\n".join("# " + line for line in built.stdout.splitlines()))
        return 1
    session = Session()
    try:
        return session.run(sys.executable, os.path.abspath(__file__), "--inside", *sys.argv[1:])
    finally:
        session.end()


if __name__ == "__main__":
    sys.exit(main())
