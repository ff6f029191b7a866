# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a checkout, and C without its comments and texts."""

import json
import os
import re

# Folders that hold no sources of ours.
LEFT_OUT = re.compile(r"^(\..*|build|build-.*|__pycache__)$")
KEPT = {"build-aux", ".ci"}


class File:
    def __init__(self, root, path):
        self.path = path
        self.name = os.path.basename(path)
        self.parts = path.split("/")
        with open(os.path.join(root, path), "rb") as file:
            self.raw = file.read()
        self.text = self.raw.decode("utf-8", "replace")
        self.lines = self.text.split("\n")
        self._code = None

    @property
    def layer(self):
        """The folder of src/ or tests/ that the file lies in, or nothing."""
        return self.parts[1] if len(self.parts) > 2 and self.parts[0] in ("src", "tests") else None

    @property
    def is_c(self):
        return self.name.endswith((".c", ".h"))

    @property
    def code(self):
        """The lines without comments and without what stands between quotes."""
        if self._code is None:
            self._code = strip(self.text).split("\n")
        return self._code

    def find(self, pattern, lines=None):
        """Yields (line number, match) for each place."""
        for number, line in enumerate(self.code if lines is None else lines, 1):
            for match in re.finditer(pattern, line):
                yield number, match


TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
INCLUDE = re.compile(r"^\s*#\s*include\b")


def strip(text):
    def blank(match):
        token = match.group(0)
        if token[0] == "/":
            return "\n" * token.count("\n") or " "
        start = text.rfind("\n", 0, match.start()) + 1
        if INCLUDE.match(text[start:match.start()]):
            return token
        return token[0] * 2

    return TOKEN.sub(blank, text)


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = []
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name in KEPT or not LEFT_OUT.match(name))
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), root)
                if os.path.islink(os.path.join(folder, name)):
                    continue
                self.files.append(File(root, path))
        self.table = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.json"), encoding="utf-8"))

    def under(self, *folders):
        return [file for file in self.files if file.parts[0] in folders and len(file.parts) > 1]

    def c_files(self, *folders):
        return [file for file in self.under(*folders) if file.is_c]

    def get(self, path):
        return next((file for file in self.files if file.path == path), None)
