# SPDX-License-Identifier: GPL-3.0-or-later
"""The variant for developers is set up anew, and what is installed of it lies beside the other one.

    tests/lint/test_devel.py APP-ID VERSION
"""

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
APP_ID, VERSION = sys.argv[1:3]
DEVEL = APP_ID.removesuffix(".Devel") + ".Devel"
OTHER = APP_ID.removesuffix(".Devel")

# What is of one id: the files that have it in their names.
OWN = {"applications": ".desktop", "metainfo": ".metainfo.xml", "dbus-1/services": ".service", "glib-2.0/schemas": ".gschema.xml",
       "gnome-shell/search-providers": ".search-provider.ini", "icons/hicolor/scalable/apps": ".svg",
       "icons/hicolor/symbolic/apps": "-symbolic.svg"}


class Build:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "build")
        self.root = os.path.join(folder, "root")

    def call(self, *words, **more):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MESON")}
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=dict(environment, **more))
        assert done.returncode == 0, f"{' '.join(words)} → {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-1000:]}"
        return done.stdout

    def read(self, suffix):
        words = configparser.RawConfigParser(strict=True, interpolation=None)
        words.optionxform = str
        words.read(os.path.join(self.folder, "data", DEVEL + suffix), encoding="utf-8")
        return words


def check_set_up(build):
    build.call("meson", "setup", build.folder, ROOT, f"-Dapp_id={DEVEL}", "-Dtests=false", "--prefix=/usr")
    build.call("ninja", "-C", build.folder, f"data/{DEVEL}.desktop", f"data/{DEVEL}.metainfo.xml", "data/gschemas.compiled")


def check_installed(build):
    """Nothing of it takes the place of what the other one has; the programs and their manual are the same."""
    installed = json.loads(build.call("meson", "introspect", "--installed", build.folder))
    places = {target.removeprefix("/usr/share/"): source for source, target in installed.items()}
    for folder, suffix in OWN.items():
        assert f"{folder}/{DEVEL}{suffix}" in places, f"{folder} has no {DEVEL}{suffix}"
        assert f"{folder}/{OTHER}{suffix}" not in places, f"{folder} has {OTHER}{suffix}"
    icon = places[f"icons/hicolor/scalable/apps/{DEVEL}.svg"]
    assert os.path.basename(icon) == "passerelle-devel.svg", icon


def check_valid(build):
    build.call("desktop-file-validate", os.path.join(build.folder, "data", DEVEL + ".desktop"))
    build.call("glib-compile-schemas", "--strict", "--dry-run", os.path.join(build.folder, "data"))
    if shutil.which("appstreamcli"):
        build.call("appstreamcli", "validate", "--no-net", "--pedantic", os.path.join(build.folder, "data", DEVEL + ".metainfo.xml"))
    build.call(sys.executable, os.path.join(ROOT, "tests", "lint", "test_data.py"), build.folder, DEVEL, VERSION)


def check_own(build):
    """Its name, its address on the bus, its search and its settings."""
    name = build.read(".desktop")["Desktop Entry"]
    assert name["Name"] == "Passerelle (Devel)" and name.get("Name[fr]", name["Name"]) == name["Name"], dict(name)
    assert name["Icon"] == DEVEL
    path = "/" + DEVEL.replace(".", "/") + "/"
    search = build.read(".search-provider.ini")["Shell Search Provider"]
    assert search["BusName"] == DEVEL and search["DesktopId"] == DEVEL + ".desktop" and search["ObjectPath"] == path + "SearchProvider", dict(search)
    assert build.read(".service")["D-BUS Service"]["Name"] == DEVEL
    settings = build.call("gsettings", "list-recursively", DEVEL, GSETTINGS_SCHEMA_DIR=os.path.join(build.folder, "data"), GSETTINGS_BACKEND="memory")
    assert "run-in-background" in settings, settings
    with open(os.path.join(build.folder, "data", DEVEL + ".gschema.xml"), encoding="utf-8") as file:
        assert f'path="{path}"' in file.read()
    with open(os.path.join(build.folder, "config", "config.h"), encoding="utf-8") as file:
        text = file.read()
    assert f'#define APP_ID "{DEVEL}"' in text and "#define IS_DEVEL 1" in text


def check_no_other(build):
    """No source has the usual id written out: it would be shared with the other one."""
    found = []
    for folder, _, names in os.walk(os.path.join(ROOT, "src")):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                found += [f"{path}: {line.strip()}" for line in file if re.search(r"\b" + re.escape(OTHER) + r"\b", line)]
    assert not found, "\n".join(found)


CHECKS = {
    "it is set up": check_set_up,
    "it takes no other’s place": check_installed,
    "what a desktop reads is valid": check_valid,
    "it is itself": check_own,
    "it shares nothing by its name": check_no_other,
}


def main():
    missing = [tool for tool in ("meson", "ninja", "desktop-file-validate", "gsettings") if shutil.which(tool) is None]
    if missing:
        print(f"1..0 # SKIP {', '.join(missing)} not installed")
        return 0
    print(f"1..{len(CHECKS)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="passerelle-devel-") as folder:
        build = Build(folder)
        for number, (name, check) in enumerate(CHECKS.items(), 1):
            try:
                check(build)
                print(f"ok {number} {name}", flush=True)
            except (AssertionError, OSError, KeyError, configparser.Error) as error:
                print("\n".join(f"# {line}" for line in f"{type(error).__name__} {error}".splitlines()))
                print(f"not ok {number} {name}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
