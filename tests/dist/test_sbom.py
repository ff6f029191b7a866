# SPDX-License-Identifier: GPL-3.0-or-later
"""What Passerelle is made of is told completely, as SPDX 2.3 wants it, and the same each time."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MANIFEST = "build-aux/flatpak/app.passerelle.Passerelle.json"
NEEDED = ("build-aux/sbom", MANIFEST, "meson.build", "meson.options", "NEWS")

MODULE = {
    "name": "libexample", "buildsystem": "meson", "x-license": "MIT",
    "sources": [{"type": "archive", "url": "https://example.org/libexample-1.2.3.tar.xz", "sha256": "ab" * 32}],
}


class Copy:
    """The files that it is made of, to plant something into."""

    def __init__(self, module=None, meson=""):
        self.folder = tempfile.mkdtemp(prefix="passerelle-sbom-")
        for name in NEEDED:
            os.makedirs(os.path.dirname(os.path.join(self.folder, name)), exist_ok=True)
            shutil.copy(os.path.join(ROOT, name), os.path.join(self.folder, name))
        if module:
            path = os.path.join(self.folder, MANIFEST)
            with open(path, encoding="utf-8") as file:
                manifest = json.load(file)
            manifest["modules"].insert(0, module)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(manifest, file)
        with open(os.path.join(self.folder, "meson.build"), "a", encoding="utf-8") as file:
            file.write(meson)

    def run(self, **environment):
        done = subprocess.run([os.path.join(self.folder, "build-aux", "sbom")], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                              timeout=60, check=False, env={"PATH": os.environ["PATH"], **environment})
        shutil.rmtree(self.folder)
        return done


def read(**more):
    done = Copy(**more).run(SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def find(document, name):
    return [package for package in document["packages"] if package["name"] == name]


def check_form():
    """What the specification says must be there (clauses 6, 7 and 11)."""
    document = read(module=MODULE)
    assert document["spdxVersion"] == "SPDX-2.3" and document["dataLicense"] == "CC0-1.0" and document["SPDXID"] == "SPDXRef-DOCUMENT"
    assert document["name"] and re.match(r"https://[^#]+$", document["documentNamespace"])
    assert document["creationInfo"]["created"] == "2023-11-14T22:13:20Z"
    assert all(re.match(r"(Person|Organization|Tool): .", creator) for creator in document["creationInfo"]["creators"])
    ids = [package["SPDXID"] for package in document["packages"]]
    assert len(set(ids)) == len(ids), ids
    for package in document["packages"]:
        assert re.match(r"SPDXRef-[A-Za-z0-9.-]+$", package["SPDXID"]), package
        assert package["name"] and package["filesAnalyzed"] is False, package
        assert package["downloadLocation"] == "NOASSERTION" or re.match(r"https://\S+$", package["downloadLocation"]), package
        for key in ("licenseDeclared", "licenseConcluded"):
            assert re.match(r"(NOASSERTION|NONE|[A-Za-z0-9.+-]+(?: (AND|OR|WITH) [A-Za-z0-9.+-]+)*)$", package[key]), package
    known = set(ids) | {document["SPDXID"]}
    for relation in document["relationships"]:
        assert {relation["spdxElementId"], relation["relatedSpdxElement"]} <= known, relation
    named = {word for relation in document["relationships"] for word in (relation["spdxElementId"], relation["relatedSpdxElement"])}
    assert set(ids) <= named, f"nothing is said about {set(ids) - named}"


def check_libraries():
    document = read()
    with open(os.path.join(ROOT, "meson.build"), encoding="utf-8") as file:
        text = file.read()
    names = set(re.findall(r"dependency\('([^']+)'", text))
    assert len(names) > 8 and names <= {package["name"] for package in document["packages"]}, names
    assert find(document, "gtk4")[0]["versionInfo"] == re.search(r"'gtk4', version: '>= ([^']+)'", text).group(1)
    assert find(document, "glib-2.0")[0]["versionInfo"] == re.search(r"min_glib = '([^']+)'", text).group(1)
    assert find(document, "passerelle")[0]["versionInfo"] == re.search(r"  version: '([^']+)'", text).group(1)


def check_manifest():
    """Each module with its version, address, checksum and licence, and what it stands on."""
    with open(os.path.join(ROOT, MANIFEST), encoding="utf-8") as file:
        manifest = json.load(file)
    document = read()
    for module in manifest["modules"]:
        for source in module["sources"]:
            if source["type"] != "dir":
                assert [package["downloadLocation"] for package in find(document, module["name"])] == [source["url"]], module
    assert find(document, manifest["runtime"])[0]["versionInfo"] == manifest["runtime-version"]
    planted = find(read(module=MODULE), "libexample")
    assert len(planted) == 1, planted
    assert planted[0]["versionInfo"] == "1.2.3" and planted[0]["licenseDeclared"] == "MIT", planted
    assert planted[0]["downloadLocation"] == MODULE["sources"][0]["url"], planted
    assert planted[0]["checksums"] == [{"algorithm": "SHA256", "checksumValue": "ab" * 32}], planted


def check_refusals():
    """It is never written incomplete."""
    source = {**MODULE["sources"][0]}
    del source["sha256"]
    for more, said in (({"module": {**MODULE, "sources": [source]}}, "checksum"),
                       ({"module": {key: value for key, value in MODULE.items() if key != "x-license"}}, "x-license"),
                       ({"meson": "x = dependency('libunheard-1', version: '>= 2')\n"}, "libunheard-1")):
        done = Copy(**more).run()
        assert done.returncode != 0 and said in done.stderr and not done.stdout, (more, done)


def check_same():
    one, other = (Copy().run(SOURCE_DATE_EPOCH="1700000000", **more) for more in ({}, {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}))
    assert one.stdout and one.stdout == other.stdout
    # Without git and without a time it has that of the release.
    assert re.search(r'"created": "20\d\d-\d\d-\d\dT00:00:00Z"', Copy().run().stdout)


def main():
    checks = {"it has the form of SPDX 2.3": check_form, "each library is in it": check_libraries,
              "so is what the manifest builds and stands on": check_manifest, "it is never incomplete": check_refusals,
              "it is the same each time": check_same}
    failed = 0
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks.items(), 1):
        fault = None
        try:
            check()
        except (AssertionError, IndexError, KeyError) as error:
            fault = repr(error)
            failed += 1
        print(f"{'not ok' if fault else 'ok'} {number} {name}")
        if fault:
            print(f"# {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
