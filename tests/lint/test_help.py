#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the user guide are whole, lead to each other, and are the same in all languages.

    tests/lint/test_help.py [FOLDER]
"""

import os
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", ".."))
MALLARD = "{http://projectmallard.org/1.0/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# What our pages are made of; anything else is a slip of the pen.
KNOWN = {"page", "info", "link", "desc", "title", "p", "section", "list", "steps", "terms", "item", "note", "code", "cmd", "gui", "key"}
BLOCKS = {"page", "section", "list", "steps", "terms", "item", "note", "title", "p"}


class Page:
    def __init__(self, path, language):
        self.name = os.path.basename(path)[:-len(".page")]
        self.faults = []
        self.root = xml.parse(path).getroot()
        elements = [element for element in self.root.iter()]
        for element in elements:
            if not element.tag.startswith(MALLARD) or element.tag[len(MALLARD):] not in KNOWN:
                self.faults.append(f"<{element.tag.replace(MALLARD, '')}> is unknown")
        wanted = "en" if language == "C" else language
        if self.root.get("id") != self.name or self.root.get(XML + "lang") != wanted:
            self.faults.append(f"is called {self.root.get('id')} in {self.root.get(XML + 'lang')}")
        if not self.text("title") or not self.text("info/desc"):
            self.faults.append("has no title or no description")
        self.sections = [section.get("id") for section in self.root.iter(MALLARD + "section")]
        if len(set(self.sections)) != len(self.sections) or None in self.sections:
            self.faults.append("has two sections of one name, or one without")
        self.links = [link.get("xref") for link in self.root.iter(MALLARD + "link")]
        self.guides = [link.get("xref") for link in self.root.findall(MALLARD + "info/" + MALLARD + "link") if link.get("type") == "guide"]
        # What a translator may not change: the order of blocks, where links lead, and what is typed.
        self.shape = [(element.tag[len(MALLARD):], element.get("id"), element.get("type"), element.get("xref"), element.get("style"))
                      for element in elements if element.tag[len(MALLARD):] in BLOCKS | {"link"}]
        self.typed = sorted(re.sub(r"\b[A-ZÉ]{3,}\b", "", element.text or "") for element in elements
                            if element.tag in (MALLARD + "cmd",) or (element.tag == MALLARD + "code" and re.match(r"^[A-Z][A-Za-z]+$", element.text or "")))

    def text(self, path):
        element = self.root.find("/".join(MALLARD + step for step in path.split("/")))
        return "".join(element.itertext()).strip() if element is not None else ""


def read(root, language, faults):
    pages = {}
    folder = os.path.join(root, "help", language)
    for name in sorted(os.listdir(folder)):
        try:
            page = Page(os.path.join(folder, name), language)
        except xml.ParseError as error:
            faults.append(f"{language}/{name}: {error}")
            continue
        pages[page.name] = page
        faults += [f"{language}/{name}: {fault}" for fault in page.faults]
    return pages


def check_links(language, pages):
    for name, page in pages.items():
        for target in page.links:
            where, _, section = (target or "").partition("#")
            if where not in pages or (section and section not in pages[where].sections):
                yield f"{language}/{name}: there is no {target}"
    reached, left = set(), ["index"]
    while left:
        guide = left.pop()
        reached.add(guide)
        left += [name for name, page in pages.items() if guide in page.guides and name not in reached]
    yield from (f"{language}/{name}: no guide leads to it" for name in sorted(set(pages) - reached))


def find_faults(root):
    faults = []
    with open(os.path.join(root, "help", "meson.build"), encoding="utf-8") as file:
        text = file.read()
    listed = set(re.findall(r"^  '([a-z-]+)',$", text, re.MULTILINE))
    languages = re.findall(r"'(\w+)'", re.search(r"^foreach language : (.*)$", text, re.MULTILINE).group(1))
    there = sorted(name for name in os.listdir(os.path.join(root, "help")) if os.path.isdir(os.path.join(root, "help", name)))
    if sorted(languages) != there:
        faults.append(f"meson.build installs {languages}, and there is {there}")
    source = read(root, "C", faults)
    if set(source) != listed:
        faults.append(f"meson.build: {sorted(set(source) ^ listed)} is listed or there, but not both")
    for language in there:
        pages = read(root, language, faults) if language != "C" else source
        faults += check_links(language, pages)
        faults += [f"{language}: {name} is only in one language" for name in sorted(set(pages) ^ set(source))]
        for name in sorted(set(pages) & set(source)):
            if pages[name].shape != source[name].shape:
                faults.append(f"{language}/{name}: isn’t made as the one in English")
            elif pages[name].typed != source[name].typed:
                faults.append(f"{language}/{name}: has other commands or keys than the one in English")
    return faults


FAULTS = {
    "a page that isn’t XML": ("C/daily.page", "</page>", "</pag>"),
    "a link to nowhere": ("C/setup.page", 'xref="corrections"', 'xref="correction"'),
    "a link to no section": ("C/connection.page", "admin-entra#rights", "admin-entra#right"),
    "an unknown element": ("fr/state.page", "p>", "para>"),
    "a paragraph too many": ("fr/refused.page", "<p>", "<p>Encore.</p><p>"),
    "another command": ("fr/admin-support.page", "<cmd>passerellectl check</cmd>", "<cmd>passerellectl chek</cmd>"),
    "a page that no guide leads to": ("C/state.page", 'xref="admin"', 'xref="state"'),
}


def try_fault(name, old, new):
    with tempfile.TemporaryDirectory(prefix="passerelle-help-") as root:
        shutil.copytree(os.path.join(ROOT, "help"), os.path.join(root, "help"))
        path = os.path.join(root, "help", name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert old in text, f"{name} has no place for the fault"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))
        return find_faults(root)


# What shows a mend in the window; a toast is gone before anybody could press a link.
MEND = re.compile(r"psr_details_dup \(|psr_details_dup_mend \(|psr_mend_new\w* \(|->mend\b")
LINK = re.compile(r"psr_help_link_\w+ \(|psr_error_dialog_present \(")
# These make the texts and the buttons that others show, or write them to a file, where nothing can be pressed.
LEFT_OUT = {"psr-details.c", "psr-flow-export.c"}
EXPLAINED = re.compile(r"psr_(?:set_explained_error|explained_error_new) \((?:\w+, )?\s*(PSR_\w+_ERROR)\b")


def find_mends(root):
    """What says how to mend something leads to the page about it."""
    faults = []
    folder = os.path.join(root, "src", "app")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        if name.endswith(".c") and name not in LEFT_OUT and MEND.search(text) and not LINK.search(text):
            faults.append(f"src/app/{name}: shows how to mend something, and has no link to the page about it (psr-help-link.h)")
    with open(os.path.join(root, "src", "engine", "psr-help.c"), encoding="utf-8") as file:
        known = file.read()
    domains = {}
    for folder, _, names in os.walk(os.path.join(root, "src")):
        for name in names:
            if name.endswith(".c") and os.path.basename(folder) != "sandbox":
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    domains.update({domain: name for domain in EXPLAINED.findall(file.read())})
    assert len(domains) > 8, domains
    faults += [f"{name}: errors of {domain} have no page in psr-help.c" for domain, name in sorted(domains.items())
               if f"error->domain == {domain}" not in known]
    return faults


def main():
    results = [("the pages are whole", find_faults(ROOT)), ("each mend leads to its page", find_mends(ROOT))]
    results += [(f"found: {name}", [] if try_fault(*fault) else ["nothing was found"]) for name, fault in FAULTS.items()]
    failed = 0
    print(f"1..{len(results)}")
    for number, (name, faults) in enumerate(results, 1):
        failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {number} {name}")
        for fault in faults:
            print(f"# {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
