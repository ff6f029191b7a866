#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop shows of the program agrees with itself.

    tests/lint/test_data.py BUILD-FOLDER APP-ID VERSION
"""

import configparser
import os
import re
import struct
import sys
import xml.etree.ElementTree as xml

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD, APP_ID, VERSION = sys.argv[1:4]
SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# GTK gives these a colour of their own choice, whatever they are drawn with.
COLOURED = {SVG + "path", SVG + "rect", SVG + "circle"}


def path(*words):
    return os.path.join(ROOT, "data", *words)


def check_icon(name, size):
    """On the canvas of GNOME's grid, without anything that is loaded from elsewhere."""
    root = xml.parse(path("icons", name)).getroot()
    assert root.tag == SVG + "svg"
    assert root.get("viewBox") == f"0 0 {size} {size}", root.get("viewBox")
    assert root.get("width") == root.get("height") == str(size)
    for element in root.iter():
        assert element.tag not in (SVG + "image", SVG + "text", SVG + "script"), element.tag
        for key, value in element.attrib.items():
            assert not key.endswith("href"), f"{key}={value}"


def check_symbolic():
    """Filled shapes of one colour: GTK fills each path, and knows no strokes."""
    check_icon("passerelle-symbolic.svg", 16)
    colours = set()
    for element in xml.parse(path("icons", "passerelle-symbolic.svg")).getroot().iter():
        assert "stroke" not in element.attrib, "a stroke"
        assert element.get("fill") != "none", "a shape without filling"
        colours |= {element.get("fill")} - {None}
    assert len(colours) == 1, colours


def check_release():
    """NEWS and the metainfo begin with the version that is built, of the same day."""
    release = xml.parse(os.path.join(BUILD, "data", APP_ID + ".metainfo.xml")).find("releases/release")
    with open(os.path.join(ROOT, "NEWS"), encoding="utf-8") as file:
        news = file.read()
    assert news.startswith(f"Version {VERSION}\n"), news.split("\n")[0]
    assert release.get("version") == VERSION, release.get("version")
    assert re.search(r"^Released: (\S+)$", news, re.MULTILINE).group(1) == release.get("date")


def check_metainfo():
    """It belongs to the desktop entry, its pictures are there, and it is translated."""
    root = xml.parse(os.path.join(BUILD, "data", APP_ID + ".metainfo.xml")).getroot()
    assert root.find("id").text == APP_ID
    assert root.find("launchable").text == APP_ID + ".desktop"
    assert len(root.find("name").text) <= 20 and len(root.find("summary").text) <= 35
    for summary in root.findall("summary"):
        assert not summary.text.endswith("."), summary.text
        assert "Microsoft" not in summary.text and "Dynamics" not in summary.text
    images = root.findall("screenshots/screenshot/image")
    assert images
    for image in images:
        with open(path("screenshots", os.path.basename(image.text)), "rb") as file:
            size = struct.unpack(">II", file.read(24)[16:])
        assert size == (int(image.get("width")), int(image.get("height"))), f"{image.text}: {size}"
        assert size[0] <= 1000 and size[1] <= 700, f"{image.text}: {size}"
    with open(os.path.join(ROOT, "po", "LINGUAS"), encoding="utf-8") as file:
        for language in file.read().split():
            for tag in ("summary", "description/p", "screenshots/screenshot/caption"):
                assert any(found.get(XML_LANG) == language for found in root.findall(tag)), f"{tag} isn’t translated to {language}"
    schemes = {color.get("scheme_preference") for color in root.findall("branding/color")}
    assert schemes == {"light", "dark"}, schemes


def check_permission_sets():
    """Sets to import: on top of Microsoft’s, without what nobody should have, and none deletes what is posted."""
    root = xml.parse(path("permission-sets", "passerelle.xml")).getroot()
    assert root.tag == "PermissionSets" and root.get("Version") == "2.0"
    names = {}
    for role in root:
        included = [relation.find("ObjectRelatedRoleId").text for relation in role.findall("TenantPermissionSetRel")
                    if relation.find("ObjectType").text == "0"]
        taken = {(item.find("ObjectType").text, item.find("ObjectID").text, item.find("DeletePermission").text)
                 for item in role.findall("TenantPermission") if item.find("PermissionType").text == "1"}
        names[role.get("RoleID")] = included
        assert len(role.get("RoleID")) <= 20 and len(role.get("RoleName")) <= 30, role.attrib
        assert len(included) == len(role.findall("TenantPermissionSetRel")) > 0, role.attrib
        assert not [name for name in included if name == "SUPER" or "AUTOMATION" in name or "FULL" in name], included
        if any("SALES DOC" in name for name in included):
            assert taken == {("0", table, "1") for table in ("110", "112", "114")}, taken
        assert len(taken) == len(role.findall("TenantPermission")), "something is given beside the sets of Microsoft"
    assert set(names) == {"PASSERELLE SYNC", "PASSERELLE BILLING", "PASSERELLE POST"}, names


def check_entry():
    """What the desktop starts is called as it is on the bus, and can be searched for."""
    entry = configparser.RawConfigParser(strict=True, interpolation=None)
    entry.optionxform = str
    entry.read(os.path.join(BUILD, "data", APP_ID + ".desktop"), encoding="utf-8")
    words = entry["Desktop Entry"]
    service = configparser.RawConfigParser(interpolation=None)
    service.read(os.path.join(BUILD, "data", APP_ID + ".service"), encoding="utf-8")
    assert words["Icon"] == APP_ID
    assert words["DBusActivatable"] == "true"
    assert service["D-BUS Service"]["Name"] == APP_ID
    for key in ("Keywords", "Keywords[fr]"):
        assert words[key].endswith(";") and words[key].count(";") >= 4, words[key]
    assert words["Comment[fr]"] != words["Comment"]


def check_units():
    """What systemd starts has its secrets as files, and may write its own state only; a timer has its service."""
    kept = []
    secrets = ("bc-client-secret", "bc-password", "wello-password")
    for name, credentials in (("", "%h/.config/passerelle/credentials"), ("@", "%h/.config/passerelle/credentials/%i")):
        profile = ["--profile", "%i"] if name else []
        for unit, command in (("passerelle-watch", "watch"), ("passerelle-sync", "sync")):
            with open(os.path.join(BUILD, "data", "systemd", f"{unit}{name}.service"), encoding="utf-8") as file:
                text = file.read()
            assert re.search(r"^ExecStart=\S*/passerellectl (.*)$", text, re.MULTILINE).group(1).split() == [command, *profile], unit
            assert set(re.findall(r"^LoadCredential=(.*)$", text, re.MULTILINE)) == {
                f"{secret}:{credentials}/{secret}" for secret in secrets}, unit
            # systemd starts nothing for which a file is missing, unless something stands in for it.
            assert set(re.findall(r"^SetCredential=(.*)$", text, re.MULTILINE)) == {f"{secret}:\\n" for secret in secrets}, unit
            kept.append(text[text.index("UMask="):].split("\n\n")[0].rstrip())
            assert "@" not in re.sub(r"@(NAME|system-service)\b", "", text), f"{unit} has something to be filled in"
        with open(os.path.join(BUILD, "data", "systemd", f"passerelle-sync{name}.timer"), encoding="utf-8") as file:
            text = file.read()
        assert "\nOnCalendar=" in text and "\nPersistent=true\n" in text and "\nWantedBy=timers.target\n" in text
    assert len(set(kept)) == 1 and "ProtectSystem=strict" in kept[0] and "NoNewPrivileges=yes" in kept[0], "the services may do different things"


CHECKS = {
    "the icon": lambda: check_icon("passerelle.svg", 128),
    "the icon of developers": lambda: check_icon("passerelle-devel.svg", 128),
    "the symbolic icon": check_symbolic,
    "the version": check_release,
    "the metainfo": check_metainfo,
    "the permission sets": check_permission_sets,
    "the desktop entry": check_entry,
    "the units of systemd": check_units,
}


def main():
    failed = 0
    print(f"1..{len(CHECKS)}")
    for number, (name, check) in enumerate(CHECKS.items(), 1):
        try:
            check()
            print(f"ok {number} {name}")
        except (AssertionError, OSError, KeyError, AttributeError, TypeError, xml.ParseError, configparser.Error) as error:
            failed += 1
            print(f"not ok {number} {name}\n# {type(error).__name__} {error}, line {error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else '?'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
