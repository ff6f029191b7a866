# SPDX-License-Identifier: GPL-3.0-or-later
"""What build-aux/dist packs is the same each time, is all there is, and can be built and tested without git.

The last commit is packed, so what isn't committed isn't tested here. Of the archive a part
is built and tested; with --long “meson dist” builds it and runs all of its tests but those that
simulate or kill, or need a sandbox.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.environ["DIST_FOLDER"]
LONG = os.environ.get("PASSERELLE_LONG") == "1"
GIT = ["git", "-c", "safe.directory=*"]

# Those that need little to be built, and those that look at the whole tree.
SOME = ["core-decimal", "core-json", "core-text", "mapping-mappings", "lint-bites", "lint-help", "lint-po", "lint-reuse", "sbom",
        "flatpak-manifests", "lint-file-length", "lint-layer-edges", "lint-licence-line", "lint-potfiles"]
# Fewer than there are in lint, unit, ui and integration together: a selection that became empty passes, too.
LEAST = 150

CLEAN = {name: value for name, value in os.environ.items()
         if not name.startswith(("MESON", "G_TEST", "PASSERELLE_L", "DIST_")) and name != "SOURCE_DATE_EPOCH"}


def call(*words, cwd=None, umask=0o022, **more):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=cwd, umask=umask,
                          env=dict(CLEAN, PASSERELLE_DIST_INSIDE="1", **more))
    assert done.returncode == 0, f"{' '.join(words)} → {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def pack(name, **more):
    """From a clone of its own: nothing that lies about in this checkout can get in."""
    clone = os.path.join(FOLDER, name)
    call(*GIT, "clone", "--quiet", "--no-hardlinks", ROOT, clone, **more)
    path = call("build-aux/dist", os.path.join(clone, "out"), cwd=clone, **more).strip()
    with open(path, "rb") as file:
        return path, file.read()


class Archive:
    path = tree = clone = None


def test_the_same_bytes():
    Archive.path, one = pack("one")
    Archive.clone = os.path.join(FOLDER, "one")
    # Somebody else, somewhere else, at another hour of another zone.
    _, other = pack("another place", umask=0o077, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert one == other, "two archives of one commit differ"
    with open(Archive.path + ".sha256sum", encoding="utf-8") as file:
        assert file.read().split()[0] == hashlib.sha256(one).hexdigest()


def test_all_is_in_it():
    wanted = set(call(*GIT, "ls-files", cwd=Archive.clone).split("\n")) - {""} | {"passerelle.spdx.json"}
    name = os.path.basename(Archive.path).removesuffix(".tar.xz")
    epoch = int(call(*GIT, "log", "-1", "--format=%ct", cwd=Archive.clone))
    with tarfile.open(Archive.path) as archive:
        members = archive.getmembers()
        assert {member.mtime for member in members} == {epoch}, "a file has another time"
        assert {(member.uid, member.gid, member.uname, member.gname) for member in members} == {(0, 0, "", "")}
        assert {member.mode for member in members if not member.issym()} <= {0o644, 0o755}, "a file has other rights"
        files = {member.name.removeprefix(name + "/") for member in members if not member.isdir()}
        assert files == wanted, f"missing: {sorted(wanted - files)}, too many: {sorted(files - wanted)}"
        archive.extractall(FOLDER, filter="data")
    Archive.tree = os.path.join(FOLDER, name)
    with open(os.path.join(Archive.tree, "passerelle.spdx.json"), encoding="utf-8") as file:
        assert json.load(file)["name"] == name
    assert os.path.exists(os.path.join(os.path.dirname(Archive.path), name + ".spdx.json"))


def test_meson_packs_the_same():
    """Whoever uses “meson dist” gets the same files, with the same times, and they pass their tests."""
    build = os.path.join(Archive.clone, "build")
    call("meson", "setup", build, "-Dwerror=true", "-Doptimization=0", "-Ddebug=false", cwd=Archive.clone)
    told = call("meson", "dist", "-C", build, "--formats", "xztar")
    passed = re.search(r"^Ok: +(\d+)", told, re.MULTILINE)
    assert passed and int(passed[1]) >= LEAST, told[-2000:]
    listed = []
    for path in (Archive.path, os.path.join(build, "meson-dist", os.path.basename(Archive.path))):
        with tarfile.open(path) as archive:
            listed.append({member.name: (member.mtime, member.mode, hashlib.sha256(archive.extractfile(member).read()).hexdigest())
                           for member in archive.getmembers() if member.isreg()})
    assert listed[0] == listed[1], "they differ"


def test_it_passes_its_tests():
    """Without git, and without this checkout."""
    assert not os.path.exists(os.path.join(Archive.tree, ".git"))
    build = os.path.join(Archive.tree, "build")
    call("meson", "setup", build, "-Dwerror=true", "-Doptimization=0", "-Ddebug=false", cwd=Archive.tree)
    call("meson", "test", "-C", build, "--print-errorlogs", *SOME)


def main():
    if shutil.which("git") is None or not os.path.exists(os.path.join(ROOT, ".git")):
        print("1..0 # SKIP there is no commit to pack")
        return 0
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    tests = [test_the_same_bytes, test_all_is_in_it] + [test_meson_packs_the_same] * LONG + [test_it_passes_its_tests]
    print(f"1..{len(tests)}", flush=True)
    for number, test in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {test.__name__}", flush=True)
        except AssertionError as error:
            print("\n".join(f"# {line}" for line in str(error).splitlines()))
            print(f"not ok {number} {test.__name__}")
            return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
