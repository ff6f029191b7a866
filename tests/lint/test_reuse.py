#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each file says under which licence it may be used, as the REUSE specification 3.3 wants it.

    tests/lint/test_reuse.py [FOLDER]

A file has its licence at its top, or REUSE.toml names it; the text of each licence is in LICENSES.
"""

import os
import re
import sys
import tempfile
import tomllib

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from tree import Tree  # noqa: E402

# Written so that this file has one such line only.
TAG = re.compile(rb"SPDX-License-" + rb"Identifier: ([\w.+-]+)")
# What the tool reads, wherever it stands, also in a text that is written to another file.
READ = re.compile(rb"SPDX-License-" + rb"Identifier:[ \t]+(.*?)[ \t]*(?:\*/|-->)?[ \t]*$", re.MULTILINE)
TOP = 1000
# The specification leaves these alone; an archive has a list of its parts, which is such a document.
EXEMPT = re.compile(r"^(LICENSES/.*|COPYING.*|LICENSE.*|REUSE\.toml|.*\.spdx\.json)$")


def to_pattern(glob):
    """`*` is any name, `**` any path."""
    words = re.split(r"(\*\*|\*)", glob)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(word, re.escape(word)) for word in words) + "$")


def as_list(value):
    return value if isinstance(value, list) else [value]


def find_faults(root):
    """Yields what is wrong, a line each."""
    tree = Tree(root)
    with open(os.path.join(root, "REUSE.toml"), "rb") as file:
        annotations = [[(to_pattern(path), path) for path in as_list(entry["path"])] + [entry]
                       for entry in tomllib.load(file)["annotations"]]
    used = {}
    paths = [file for file in tree.files if not EXEMPT.match(file.path)]

    for file in paths:
        top = TAG.search(file.raw[:TOP])
        named = [entry[-1] for entry in annotations if any(pattern.match(file.path) for pattern, _ in entry[:-1])]
        licences = [entry["SPDX-License-Identifier"] for entry in named if "SPDX-License-Identifier" in entry]
        if not any("SPDX-FileCopyrightText" in entry for entry in named):
            yield f"{file.path}: nobody is named who made it; add it to REUSE.toml"
        for said in READ.findall(file.raw):
            if not re.fullmatch(rb"[\w.+-]+", said):
                yield f"{file.path}: “{said.decode(errors='replace')}” is taken for a licence; put the line together in two parts"
        if top:
            used.setdefault(top.group(1).decode(), file.path)
        elif licences:
            used.setdefault(licences[-1], file.path)
        else:
            yield f"{file.path}: has no licence; write “SPDX-License-" + "Identifier: GPL-3.0-or-later” at its top, or name it in REUSE.toml"

    for entry in annotations:
        for pattern, glob in entry[:-1]:
            if not any(pattern.match(file.path) for file in paths):
                yield f"REUSE.toml: no file is called {glob}"

    folder = os.path.join(root, "LICENSES")
    texts = {name.removesuffix(".txt") for name in os.listdir(folder) if os.path.getsize(os.path.join(folder, name)) > 1000}
    for name in sorted(set(used) - texts):
        yield f"{used[name]}: the text of {name} is missing from LICENSES"
    for name in sorted(texts - set(used)):
        yield f"LICENSES/{name}.txt: no file is under this licence"


REUSE = ('[[annotations]]\npath = "**"\nprecedence = "aggregate"\nSPDX-FileCopyrightText = "Somebody"\n'
         '[[annotations]]\npath = "words/*.md"\nSPDX-License-Identifier = "CC0-1.0"\n')
CLEAN = {
    "REUSE.toml": REUSE,
    "LICENSES/CC0-1.0.txt": "x" * 2000,
    "LICENSES/MIT.txt": "x" * 2000,
    "a.c": "/* SPDX-License-" + "Identifier: MIT */\n",
    "words/a.md": "Words.\n",
}
FAULTS = [
    ("a file without a licence", {"b.c": "int b;\n"}, "b.c:"),
    ("one below what is named", {"words/more/a.md": "Words.\n"}, "words/more/a.md:"),
    ("a licence without its text", {"b.c": "/* SPDX-License-" + "Identifier: ISC */\n"}, "b.c:"),
    ("an empty text", {"LICENSES/MIT.txt": "\n"}, "a.c:"),
    ("a licence that nothing has", {"LICENSES/ISC.txt": "x" * 2000}, "LICENSES/ISC.txt:"),
    ("a name that no file has", {"REUSE.toml": REUSE.replace("words/*.md", "words/*.txt"), "words/a.md": "SPDX-License-" + "Identifier: CC0-1.0\n"},
     "REUSE.toml:"),
    ("what only looks like one", {"b.c": "/* SPDX-License-" + "Identifier: MIT */\nprint (\"SPDX-License-" + "Identifier: MIT\\n\");\n"}, "b.c:"),
    ("nobody who made it", {"REUSE.toml": REUSE.replace('"**"', '"*.c"')}, "words/a.md:"),
]


def try_faults(planted):
    with tempfile.TemporaryDirectory(prefix="passerelle-reuse-") as root:
        for path, text in {**CLEAN, **planted}.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return list(find_faults(root))


def main():
    root = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", ".."))
    results = [("each file has its licence", list(find_faults(root)), None), ("a clean tree has no faults", try_faults({}), None)]
    results += [(f"found: {name}", try_faults(planted), where) for name, planted, where in FAULTS]
    failed = 0
    print(f"1..{len(results)}")
    for number, (name, faults, where) in enumerate(results, 1):
        good = not faults if where is None else len(faults) == 1 and faults[0].startswith(where)
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} {name}")
        if not good:
            print("\n".join(f"# {fault}" for fault in faults or ["nothing was found"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
