#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a checkout against the rules of rules.py.

    tests/lint/lint.py [--rule NAME]… [FOLDER]
    tests/lint/lint.py --list
    tests/lint/lint.py --write-potfiles [FOLDER]
"""

import argparse
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from rules import RULES, translated  # noqa: E402
from tree import Tree  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description="Checks a checkout against its own rules.")
    parser.add_argument("--rule", action="append", choices=sorted(RULES), help="only this rule")
    parser.add_argument("--list", action="store_true", help="names the rules")
    parser.add_argument("--write-potfiles", action="store_true", help="writes po/POTFILES.in anew")
    parser.add_argument("folder", nargs="?", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    options = parser.parse_args()

    if options.list:
        for name, check in RULES.items():
            print(f"{name}: {check.__doc__}")
        return 0

    tree = Tree(os.path.realpath(options.folder))
    if options.write_potfiles:
        name = "POTFILES" if tree.get("po/POTFILES") else "POTFILES.in"
        with open(os.path.join(tree.root, "po", name), "w", encoding="utf-8") as file:
            file.write("# Files with texts to translate; “tests/lint/lint.py --write-potfiles” writes this.\n")
            file.writelines(path + "\n" for path in translated(tree))
        return 0

    faults = 0
    for name in options.rule or RULES:
        for path, line, what in sorted(set(RULES[name](tree))):
            print(f"{path}:{line}: {what} [{name}]")
            faults += 1
    print(f"# covered: {len(tree.files)} files, {len(options.rule or RULES)} rules" if not options.rule else
          f"{len(tree.files)} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
