#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text has its translation, none is doubtful, and their formats agree.

    tests/lint/test_po.py [FOLDER]
"""

import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", ".."))

# As meson's preset “glib” has them.
OPTIONS = [
    "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=ngettext:1,2", "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
    "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format", "--flag=ngettext:1:pass-c-format",
    "--flag=ngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format", "--flag=g_print:1:c-format",
]


def run(*words):
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print("\n".join(f"# {line}" for line in done.stderr.splitlines()))
    return done.returncode == 0


def extract(pot):
    with open(os.path.join(ROOT, "po", "POTFILES.in"), encoding="utf-8") as file:
        names = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    return run("xgettext", *OPTIONS, "-o", pot, *names)


def check(language, pot, folder):
    po = os.path.join("po", language + ".po")
    return (run("msgfmt", "--check", "-o", os.path.join(folder, language + ".mo"), po) and
            run("msgcmp", po, pot))


def bites(language, pot, folder):
    """A text without a translation, a doubtful one, and one with another format are found."""
    with open(os.path.join(ROOT, "po", language + ".po"), encoding="utf-8") as file:
        text = file.read()
    faults = {
        "missing": (r'msgid "Runs"\n', 'msgid "Runs of old"\n'),
        "doubtful": (r'msgid "Runs"\n', '#, fuzzy\nmsgid "Runs"\n'),
        "format": (r'(msgid "Runs: %s"\nmsgstr ".*)%s"\n', r'\1%d"\n'),
    }
    for name, (old, new) in faults.items():
        changed, places = re.subn(old, new, text, count=1)
        if places == 0:
            print(f"# there is no place for the fault “{name}” in {language}")
            return False
        path = os.path.join(folder, name + ".po")
        with open(path, "w", encoding="utf-8") as file:
            file.write(changed)
        found = (subprocess.run(["msgfmt", "--check", "-o", os.devnull, path], capture_output=True, check=False).returncode != 0 or
                 subprocess.run(["msgcmp", path, pot], capture_output=True, check=False).returncode != 0)
        if not found:
            print(f"# the fault “{name}” isn’t found in {language}")
            return False
    return True


def named(languages):
    """Each translation is named in LINGUAS, or it isn't installed; in order."""
    found = sorted(name[:-3] for name in os.listdir(os.path.join(ROOT, "po")) if name.endswith(".po"))
    if languages != found:
        print(f"# LINGUAS names {' '.join(languages)}; there is {' '.join(found)}")
    return languages == found


def main():
    with open(os.path.join(ROOT, "po", "LINGUAS"), encoding="utf-8") as file:
        languages = file.read().split()
    failed = False
    with tempfile.TemporaryDirectory(prefix="passerelle-po-") as folder:
        pot = os.path.join(folder, "passerelle.pot")
        results = [("the texts can be read", extract(pot)), ("LINGUAS names all translations", named(languages))]
        results += [(f"{language} is complete", check(language, pot, folder)) for language in languages]
        results += [(f"faults are found in {language}", bites(language, pot, folder)) for language in languages]
    print(f"1..{len(results)}")
    for number, (what, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} {what}")
        failed |= not good
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
