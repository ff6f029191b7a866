# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak's manifests ask for no more than they need, and are one but for the id."""

import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "build-aux", "flatpak")

# Files, printing, notifications, secrets, links and going on in the background are asked of portals.
ALLOWED = {"--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}


def app_id():
    with open(os.path.join(ROOT, "meson.options"), encoding="utf-8") as file:
        return re.search(r"option\('app_id', type: 'string', value: '([^']*)'", file.read()).group(1)


def read(name):
    with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
        return file.read()


def sources(manifest):
    return [source for module in manifest["modules"] for source in module["sources"]]


def unpinned(manifest):
    """What is fetched, and may be something else tomorrow: an address without a checksum, a repository without a commit."""
    return [source for source in sources(manifest)
            if source["type"] != "dir" and not re.fullmatch("[0-9a-f]{64}", source.get("sha256", ""))
            and not (source["type"] == "git" and re.fullmatch("[0-9a-f]{40}", source.get("commit", "")))]


# There may be nothing that is fetched: the check is shown that it sees what isn't as it should be, and that alone.
URL = "https://example.com/a.tar.xz"
PINNED = [{"type": "dir", "path": "."}, {"type": "archive", "url": URL, "sha256": "0" * 64}, {"type": "file", "url": URL, "sha256": "f" * 64},
          {"type": "git", "url": URL, "commit": "0" * 40, "tag": "1"}]
UNPINNED = [{"type": "archive", "url": URL}, {"type": "archive", "url": URL, "sha256": ""}, {"type": "file", "url": URL},
            {"type": "git", "url": URL, "tag": "1"}, {"type": "git", "url": URL, "commit": "main"}, {"type": "script", "url": URL}]


def sees_unpinned():
    planted = {"modules": [{"name": "a", "sources": PINNED}, {"name": "b", "sources": UNPINNED}]}
    return unpinned(planted) == UNPINNED


def main():
    name = app_id()
    text = read(name)
    manifest = json.loads(text)
    own = [module for module in manifest["modules"] if module["name"] == "passerelle"]
    built = {entry for entry in os.listdir(ROOT) if entry.startswith("build") and entry != "build-aux"}
    results = [
        ("the id is the one of meson.options", manifest["id"] == name and f"-Dapp_id={name}" in own[0]["config-opts"]),
        ("the one for developers differs in its id alone", read(name + ".Devel") == text.replace(name, name + ".Devel")),
        ("it asks for no more than it needs", set(manifest["finish-args"]) == ALLOWED),
        ("what is fetched has a checksum", unpinned(manifest) == []),
        ("what is fetched without one would be seen", sees_unpinned()),
        ("no build folder is copied", built <= set(own[0]["sources"][0]["skip"])),
    ]
    print(f"1..{len(results)}")
    for number, (what, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} {what}")
    return 0 if all(good for _, good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
