#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists what the layers below the engine say to people, as phrases in C.

    make-phrases.py SOURCEROOT OUTPUT DEPFILE

Why a record was set aside is kept in English, and told to each reader in the reader’s language:
what it was put together from has to be known. The longer of two phrases that are alike comes
first, and what has hardly a word of its own is none.
"""

import re
import sys
from pathlib import Path

LAYERS = ("core", "net", "mapping", "store", "bc", "wello", "sync")
TEXT = r'"((?:[^"\\]|\\.)*)"'
ONE = re.compile(r"\b_\s*\(\s*" + TEXT + r"\s*\)|\bN_\s*\(\s*" + TEXT + r"\s*\)")
MANY = re.compile(r"\bngettext\s*\(\s*" + TEXT + r"\s*,\s*" + TEXT)
PLACEHOLDER = re.compile(r"%[sud]|\{[a-z]+\}|%%")

# What is given for a placeholder where it is the name of a field, which is ours.
LABEL = re.compile(r"\bpsr_field_label_get\b|^label$")


def weigh(text):
    """How much of it stands fixed."""
    return len(PLACEHOLDER.sub("", text))


def has_words(text):
    return len(re.findall(r"\w", PLACEHOLDER.sub("", text))) >= 3


def split_arguments(source, place):
    """What follows a text, up to the end of the call that it is filled in by."""
    arguments, depth, first = [], 0, place
    while place < len(source):
        char = source[place]
        if char == '"':
            place = re.compile(TEXT).match(source, place).end()
            continue
        if char in ",)" and depth == 0:
            arguments.append(source[first:place].strip())
            first = place + 1
        if char == ")" and depth == 0:
            break
        depth += (char in "([") - (char in ")]")
        place += 1
    return arguments[1:]


def find_labels(source, match):
    place = match.end()
    if match.re is MANY:
        # The number, and the end of ngettext() itself.
        place += len(source[place:]) - len(re.sub(r"^[^()]*(\([^()]*\)[^()]*)*\)", "", source[place:]))
    n_places = len(PLACEHOLDER.findall(match[0].replace("%%", ""))) // (2 if match.re is MANY else 1)
    arguments = split_arguments(source, place)[:n_places]
    return sum(1 << i for i, argument in enumerate(arguments) if LABEL.search(argument))


def main():
    root, output, depfile = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    files = [root / line for line in (root / "po" / "POTFILES.in").read_text(encoding="utf-8").splitlines()
             if line.startswith(tuple(f"src/{layer}/" for layer in LAYERS))]
    phrases, labels = {}, {}
    for file in files:
        source = file.read_text(encoding="utf-8")
        for match in ONE.finditer(source):
            phrases.setdefault(match[1] or match[2], None)
            labels[match[1] or match[2]] = labels.get(match[1] or match[2], 0) | find_labels(source, match)
        for match in MANY.finditer(source):
            phrases[match[1]] = match[2]
            labels[match[1]] = labels.get(match[1], 0) | find_labels(source, match)
    kept = sorted((text for text in phrases if text and has_words(text)), key=lambda text: (-weigh(text), text))
    lines = [f'  {{ "{text}"' + (f', "{phrases[text]}"' if phrases[text] else "") +
             (f", .labels = {labels[text]}" if labels[text] else "") + " },\n" for text in kept]
    output.write_text("/* Made by make-phrases.py. */\n" + "".join(lines), encoding="utf-8")
    inputs = " ".join(str(path).replace(" ", "\\ ") for path in [root / "po" / "POTFILES.in", *files])
    depfile.write_text(f"{str(output).replace(' ', chr(92) + ' ')}: {inputs}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
