# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules. Each takes a Tree and yields (path, line, what is wrong)."""

import re

RULES = {}


def rule(function):
    RULES[function.__name__.replace("_", "-")] = function
    return function


INCLUDE = r'^\s*#\s*include\s*(?:"([^"]*)"|<([^>]*)>)'


def includes(file):
    for number, match in file.find(INCLUDE):
        yield number, match.group(1), match.group(2)


def allowed_layers(tree, file):
    """The folders whose headers a file may include: its layer's own edges, and for a test its layer."""
    layer = file.layer
    known = tree.table["layers"]
    if layer in known:
        return {layer} | set(known[layer]["uses"])
    return set(known) - {"sandbox"}


@rule
def layer_edges(tree):
    """Own headers by bare name, and only of the layers that this one may use."""
    home = {}
    for file in tree.c_files("src"):
        if file.name in home and file.name.endswith(".h"):
            yield file.path, 1, f"another header of this name lies in src/{home[file.name]}"
        home[file.name] = file.layer
        if file.layer not in tree.table["layers"]:
            yield file.path, 1, "lies in a folder that layers.json doesn't know"

    for file in tree.c_files("src", "tests"):
        # A test sees the helpers of its own layer's tests, and of those of the layers below.
        near = {file.layer, "support", *tree.table["layers"].get(file.layer, {"uses": []})["uses"]}
        beside = {other.name for other in tree.c_files("tests") if other.layer in near}
        made = "".join(other.text for other in tree.under("src", "tests")
                       if other.name == "meson.build" and other.layer == file.layer)
        for number, own, foreign in includes(file):
            name = own if own is not None else foreign
            if own is not None and ("/" in own or ".." in own):
                yield file.path, number, f"“{own}”: include by bare name; the layer's folder is on the path"
            elif own is None and name in home:
                yield file.path, number, f"<{name}> is ours: write it between quotes"
            elif own is None or own == "config.h":
                continue
            elif file.parts[0] == "tests" and own in beside:
                continue
            elif own in home:
                if home[own] not in allowed_layers(tree, file):
                    yield file.path, number, f"“{own}” belongs to {home[own]}/, which {file.layer}/ may not use"
                elif own.endswith("-private.h") and home[own] != file.layer:
                    yield file.path, number, f"“{own}” is private to {home[own]}/"
            elif not own.endswith(".h") or f"'{own[:-2]}'" not in made:
                yield file.path, number, f"“{own}” is no header of ours, and meson.build makes none of that name"


@rule
def foreign_libraries(tree):
    """Foreign headers only of the libraries that the layer may use."""
    table = tree.table
    for file in tree.c_files("src", "tests"):
        layer = table["layers"].get(file.layer)
        may = {"glib"} | (set(layer["libraries"]) if layer else {"dex", "json", "sqlite", "soup"})
        # A test plays the other side of the wire, so it may be a server.
        if file.parts[0] == "tests" and layer and "net" in [file.layer, *layer["uses"]]:
            may.add("soup")
        for number, own, name in includes(file):
            if name is None or name in table["system"]:
                continue
            library = next((key for key, entry in table["libraries"].items()
                            if any(name == header or (header.endswith("/") and name.startswith(header))
                                   for header in entry["headers"])), None)
            if library is None:
                yield file.path, number, f"<{name}> belongs to no library that Passerelle uses"
            elif library not in may:
                yield file.path, number, f"<{name}>: {file.layer}/ may not use {library}"


@rule
def meson_edges(tree):
    """The dependencies that meson links agree with the table."""
    table = tree.table
    for file in tree.under("src"):
        if file.name != "meson.build" or file.layer not in table["layers"]:
            continue
        layer = table["layers"][file.layer]
        ours = {file.layer} | set(layer["uses"])
        foreign = {table["libraries"][name]["dependency"] for name in ["glib", *layer["libraries"]]}
        code = [line.split("#")[0] for line in file.lines]
        for number, match in file.find(r"\bpsr_(\w+)_dep\b", code):
            if match.group(1) not in ours:
                yield file.path, number, f"{match.group(0)}: {file.layer}/ may not use {match.group(1)}/"
        for number, match in file.find(r"\b(?!psr_)[a-z0-9]+_dep\b", code):
            every = {entry["dependency"] for entry in table["libraries"].values()}
            if match.group(0) in every - foreign:
                yield file.path, number, f"{match.group(0)}: {file.layer}/ may not use it"
        for number, match in file.find(r"\bdependency\s*\(", code):
            yield file.path, number, "dependencies are found in the meson.build at the top"


@rule
def seams(tree):
    """Time, waiting, randomness, the network and threads only through their interfaces."""
    for seam in tree.table["seams"]:
        pattern = r"(?<![\w>.])(?:" + "|".join(word if word.endswith("(") else word + r"(?!\w)" for word in seam["words"]) + ")"
        for path in seam["files"]:
            if tree.get(path) is None and tree.get("src/core/meson.build") is not None:
                yield path, 1, "layers.json names this file, which doesn't exist"
        for file in tree.c_files("src"):
            if file.layer == "sandbox" or file.path in seam["files"]:
                continue
            for number, match in file.find(pattern):
                yield file.path, number, f"{match.group(0).strip(' (')}: {seam['what']} only through {seam['through']}"


@rule
def json_doubles(tree):
    """One file turns the doubles of json-glib into decimals."""
    only = tree.table["json_doubles"]
    for file in tree.c_files("src"):
        if file.layer == "sandbox" or file.path == only:
            continue
        for number, match in file.find(r"\bjson_\w*double\w*|\bjson_node_get_value\b|\bG_TYPE_DOUBLE\b|\bG_TYPE_FLOAT\b"):
            yield file.path, number, f"{match.group(0)}: only in {only}"


@rule
def floating_point(tree):
    """Money and quantities never pass through floating point."""
    only = tree.table["json_doubles"]
    pattern = (r"\b(?:double|float|gdouble|gfloat|g_ascii_strtod|g_strtod|strtod|strtof|strtold|atof|g_ascii_dtostr|g_ascii_formatd"
               r"|sqlite3_\w*double|g_variant_\w*double|g_key_file_\w*double\w*)\b|(?<![\w.])\d+\.\d+[fFlL]?(?![\w.])")
    for file in tree.c_files("src"):
        if file.layer == "sandbox" or file.path == only:
            continue
        for number, match in file.find(pattern):
            yield file.path, number, f"{match.group(0)}: use PsrDecimal"


@rule
def never_idempotent(tree):
    """A message marked so is sent a second time by libsoup, with an empty body."""
    for file in tree.c_files("src", "tests"):
        for number, match in file.find(r"\bSOUP_MESSAGE_IDEMPOTENT\b"):
            yield file.path, number, f"{match.group(0)}: libsoup would send such a message again by itself"


@rule
def licence_line(tree):
    """Each source names its licence at the top."""
    line = "SPDX-License-" + "Identifier: GPL-3.0-or-later"
    for file in tree.files:
        script = file.raw.startswith(b"#!")
        if file.is_c:
            if file.lines[0] != f"/* {line} */":
                yield file.path, 1, f"the first line is not “/* {line} */”"
        elif script or file.name.endswith((".py", ".sh", ".sql", ".css", ".blp")) or file.name in ("meson.build", "meson.options"):
            if not any(line in text for text in file.lines[:3]):
                yield file.path, 1, f"“{line}” is missing from the first three lines"


@rule
def file_length(tree):
    """One type per file; a file that grows beyond this is two."""
    longest = tree.table["longest_file"]
    for file in tree.under("src", "tests", "build-aux"):
        length = file.text.count("\n")
        if (file.is_c or file.name.endswith(".py") or file.raw.startswith(b"#!")) and length > longest:
            yield file.path, longest, f"{length} lines: split what is longer than {longest}"


@rule
def config_first(tree):
    """config.h comes first, or the macros it defines change half of a file."""
    for file in tree.c_files("src"):
        found = list(includes(file))
        if file.name.endswith(".c"):
            if not found or found[0][1] != "config.h":
                yield file.path, found[0][0] if found else 1, "the first include is not \"config.h\""
        else:
            for number, own, foreign in found:
                if own == "config.h":
                    yield file.path, number, "a header doesn't include config.h"
            if not any(line.strip() == "#pragma once" for line in file.code):
                yield file.path, 1, "“#pragma once” is missing"


@rule
def log_domain(tree):
    """What a file logs is found under the file's name, or under that of the file it was split from."""
    for file in tree.c_files("src"):
        if not file.name.endswith(".c"):
            continue
        found = [(number, match.group(1)) for number, match in file.find(r'^#define G_LOG_DOMAIN "([^"]*)"', file.lines)]
        for number, domain in found:
            if not f"{file.name[:-2]}-".startswith(f"{domain}-"):
                yield file.path, number, f"logs under “{domain}”, which isn't its name"
        logs = next(file.find(r"\bg_(?:debug|info|message|warning|critical|log|log_structured|return_\w+_if_fail|return_if_fail)\s*\("), None)
        if logs and not found:
            yield file.path, logs[0], f'logs, and “#define G_LOG_DOMAIN "{file.name[:-2]}"” is missing'


# Takes apart what people are told of an error; and tells them with its link, or writes a table.
MEND = re.compile(r"\bpsr_details_dup\w*|\bpsr_mend_new\b|->mend\b")
LINKED = re.compile(r"\bpsr_help_\w+|\bpsr_error_(dialog|row)_\w+|\bpsr_csv_add\b")
# It says nothing itself.
UNLINKED = ("psr-details.c",)


@rule
def linked_mends(tree):
    """In the window a mend has a link to its page beside it; what only composes a text for others is called dup_…"""
    for file in tree.c_files("src"):
        if file.layer != "app" or file.name in UNLINKED:
            continue
        code = "\n".join(file.code)
        for match in re.finditer(r"^(\w+) \(.*?^\}", code, re.MULTILINE | re.DOTALL):
            if not match[1].startswith("dup_") and MEND.search(match[0]) and not LINKED.search(match[0]):
                number = code.count("\n", 0, match.start()) + 1
                yield file.path, number, f"{match[1]}() tells how to mend it without a link to the page about it"


@rule
def nothing_switched_off(tree):
    """What is switched off is forgotten."""
    for file in tree.c_files("src", "tests"):
        for number, match in file.find(r"\bg_test_skip\w*|^\s*#\s*if\s+(?:0|FALSE)\b|\bg_test_incomplete\w*"):
            yield file.path, number, f"{match.group(0).strip()}: mend it or take it away"
    for file in tree.under("tests"):
        if file.name.endswith(".py") and file.layer != "lint":
            for number, match in file.find(r"\bskipIf\b|\bskipUnless\b|\bpytest\.mark\.skip|\bxfail\b|\braise Skipped\b", file.lines):
                yield file.path, number, f"{match.group(0)}: mend it or take it away"


MARK = re.compile(r"(?<!\w)(?:_|N_|C_|NC_|ngettext|g_dgettext|g_dngettext|g_dpgettext2?)\s*\(\s*\"")


def translated(tree):
    """The files with texts for a person."""
    paths = []
    for file in tree.c_files("src"):
        code = re.sub(r"/\*.*?\*/", "", file.text, flags=re.DOTALL)
        code = "\n".join(line for line in code.split("\n") if not line.lstrip().startswith("#define _"))
        if MARK.search(code):
            paths.append(file.path)
    for file in tree.under("src", "data"):
        if (file.name.endswith(".blp") and MARK.search(file.text)) or file.name.endswith((".desktop.in.in", ".gschema.xml.in", ".metainfo.xml.in.in")):
            paths.append(file.path)
    return sorted(paths)


@rule
def potfiles(tree):
    """po/POTFILES names exactly the files with texts to translate, in order."""
    list_file = tree.get("po/POTFILES") or tree.get("po/POTFILES.in")
    if list_file is None:
        yield "po/POTFILES", 1, "doesn't exist"
        return
    entries = [(number, line.strip()) for number, line in enumerate(list_file.lines, 1)
               if line.strip() and not line.startswith("#")]
    names = [name for _, name in entries]
    wanted = translated(tree)
    for (number, name), before in zip(entries[1:], names):
        if name <= before:
            yield list_file.path, number, f"{name} doesn't come after {before}"
    for number, name in entries:
        if tree.get(name) is None:
            yield list_file.path, number, f"{name} doesn't exist"
        elif name not in wanted and name.endswith((".c", ".h")):
            yield list_file.path, number, f"{name} has no texts to translate"
    for name in wanted:
        if name not in names:
            yield name, 1, f"has texts to translate and is missing from {list_file.path}"


LITERAL = r'"(?:\\.|[^"\\])*"'
LITERALS = rf"{LITERAL}(?:\s*{LITERAL})*"
TEXTS = re.compile(rf"{MARK.pattern[:-2]}({LITERALS})(?:\s*,\s*({LITERALS}))?")


@rule
def whole_texts(tree):
    """What is translated is a whole text: what begins or ends with a space is put together with others."""
    for file in tree.c_files("src"):
        for match in TEXTS.finditer(file.text):
            for text in filter(None, match.groups()):
                words = "".join(literal[1:-1] for literal in re.findall(LITERAL, text))
                # A line may begin with an empty one.
                if words.startswith(" ") or words.endswith(" ") or words.startswith("\\n") > words.endswith("\\n"):
                    yield file.path, file.text.count("\n", 0, match.start()) + 1, f"“{words}” is a part of a text"


@rule
def apostrophes(tree):
    """Texts for a person are set with ’, as everywhere; programs read the straight one."""
    for path in translated(tree):
        if not path.endswith((".c", ".h", ".blp")):
            continue
        for number, line in enumerate(tree.get(path).lines, 1):
            if MARK.search(line) and any(re.search(r"[A-Za-z]'(?:s|t|re|ll|ve|d)\b", text) for text in re.findall(r'"(?:\\.|[^"\\])*"', line)):
                yield path, number, "’ instead of ' in a text"


@rule
def self_contained(tree):
    """A clone knows nothing of the folders that it was made in."""
    # Written so that this file doesn't find itself.
    pattern = r"\.\./" + r"shared\b|(?<![\w.])/" + r"work/|/" + r"tmp/work\b|\b(?:deb|ftp)\.[\w.]*debian\.org\b"
    for file in tree.files:
        if b"\0" in file.raw or file.name == "COPYING":
            continue
        for number, match in file.find(pattern, file.lines):
            yield file.path, number, f"{match.group(0)}: means nothing in another clone"


@rule
def checked_arguments(tree):
    """The compiler checks the arguments of each function that takes any number of them."""
    for file in tree.c_files("src"):
        code = "\n".join(file.code)
        for match in re.finditer(r"[^;{}#]*?\.\.\.\s*\)\s*([^;{]*)([;{])", code):
            if match.group(2) == "{" and file.name.endswith(".c"):
                name = re.search(r"(\w+)\s*\($", match.group(0)[:match.group(0).find("(") + 1])
                declared = name and any(re.search(r"\b" + name.group(1) + r"\b[^;{]*\.\.\.\s*\)\s*G_GNUC_(?:PRINTF|NULL_TERMINATED)",
                                                  "\n".join(other.code)) for other in tree.c_files("src"))
                if declared:
                    continue
            if "G_GNUC_PRINTF" in match.group(0) or "G_GNUC_NULL_TERMINATED" in match.group(0):
                continue
            number = code.count("\n", 0, match.end()) + 1
            yield file.path, number, "add G_GNUC_PRINTF or G_GNUC_NULL_TERMINATED to the declaration"


@rule
def white_space(tree):
    """Two spaces, no tabs, nothing at the ends of lines, one newline at the end."""
    for file in tree.under("src", "tests", "build-aux", ".ci", "po"):
        if not (file.is_c or file.name.endswith((".py", ".build", ".sql")) or file.raw.startswith(b"#!")):
            continue
        for number, line in enumerate(file.lines, 1):
            if "\t" in line:
                yield file.path, number, "a tab"
            if line != line.rstrip():
                yield file.path, number, "spaces at the end of the line"
        if not file.text.endswith("\n") or file.text.endswith("\n\n"):
            yield file.path, len(file.lines), "ends with one newline"
