#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text has its translation, none is doubtful, and their formats agree.

    tests/lint/test_po.py [FOLDER]
"""

import os
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


def bites(pot, folder):
    """A text without a translation, a doubtful one, and one with another format are found."""
    with open(os.path.join(ROOT, "po", "fr.po"), encoding="utf-8") as file:
        text = file.read()
    faults = {
        "missing": ('msgid "Runs"\nmsgstr "', 'msgid "Runs of old"\nmsgstr "'),
        "doubtful": ('msgid "Runs"', '#, fuzzy\nmsgid "Runs"'),
        "format": ('msgstr "Exécutions\u00a0: %s"', 'msgstr "Exécutions\u00a0: %d"'),
    }
    for name, (old, new) in faults.items():
        if old not in text:
            print(f"# there is no place for the fault “{name}”")
            return False
        path = os.path.join(folder, name + ".po")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new, 1))
        found = (subprocess.run(["msgfmt", "--check", "-o", os.devnull, path], capture_output=True, check=False).returncode != 0 or
                 subprocess.run(["msgcmp", path, pot], capture_output=True, check=False).returncode != 0)
        if not found:
            print(f"# the fault “{name}” isn’t found")
            return False
    return True


def main():
    with open(os.path.join(ROOT, "po", "LINGUAS"), encoding="utf-8") as file:
        languages = file.read().split()
    failed = False
    with tempfile.TemporaryDirectory(prefix="passerelle-po-") as folder:
        pot = os.path.join(folder, "passerelle.pot")
        results = [("the texts can be read", extract(pot))]
        results += [(f"{language} is complete", check(language, pot, folder)) for language in languages]
        results.append(("faults are found", bites(pot, folder)))
    print(f"1..{len(results)}")
    for number, (what, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} {what}")
        failed |= not good
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
