#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manual pages, README and completion know the commands and options that the programs have, and no others.

    tests/lint/test_words.py PASSERELLECTL PASSERELLE PAGE… COMPLETION…
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
PASSERELLECTL, PASSERELLE, *FILES = sys.argv[1:]
PAGES = [path for path in FILES if path.endswith(".1")]
COMPLETIONS = [path for path in FILES if not path.endswith(".1")]
OPTION = re.compile(r"^  (?:-\w, )?--([a-z-]+)", re.MULTILINE)
# Of GLib, or of programs without a command.
EVERYWHERE = {"help", "version"}
COMPLETION = os.path.join(ROOT, "data", "completions", "passerellectl")


def ask(*words):
    # GLib ends the program itself once the help is printed, with all that it holds.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
    done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return done.stdout


class Known:
    """What the programs say of themselves."""

    def __init__(self):
        self.help = ask(PASSERELLECTL, "--help")
        commands = self.help[self.help.index("Commands:\n"):].split("\n\n")[0]
        self.commands = re.findall(r"^  ([a-z-]+)", commands, re.MULTILINE)
        self.shared = set(OPTION.findall(self.help))
        self.helps = {name: ask(PASSERELLECTL, name, "--help") for name in self.commands}
        self.options = {name: set(OPTION.findall(text)) - self.shared - EVERYWHERE for name, text in self.helps.items()}
        window = ask(PASSERELLE, "--help")
        self.window = set(OPTION.findall(window[window.index("Application Options:"):])) - EVERYWHERE


def read_page(path):
    """Returns the options by section: a command's name, or the number of a .SH."""
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("\\-", "-")
    sections, name, number = {}, "", 0
    for line in text.split("\n"):
        if line.startswith(".SH "):
            number += 1
            name = number
            sections.setdefault(name, set())
        elif line.startswith(".SS "):
            name = line[4:].split()[0]
            sections[name] = set()
        elif line.startswith("\\fB--"):
            sections[name] |= set(re.findall(r"^\\fB--([a-z-]+)", line))
    return sections


def differences(what, found, wanted):
    return ([f"{what}: {word} is missing" for word in sorted(wanted - found)] +
            [f"{what}: there is no {word}" for word in sorted(found - wanted)])


def check_page(known, path):
    sections = read_page(path)
    name = os.path.basename(path)
    if name.startswith("passerelle."):
        return differences(name, set().union(*sections.values()) - EVERYWHERE, known.window)
    commands = {key for key in sections if isinstance(key, str) and key}
    faults = differences(name, commands, set(known.commands))
    for command in commands & set(known.commands):
        faults += differences(f"{name}: {command}", sections[command], known.options[command])
    shared = set().union(*(options for key, options in sections.items() if not isinstance(key, str)))
    return faults + differences(f"{name}: shared options", shared - EVERYWHERE, known.shared)


def check_languages():
    """The same sections and options, in the same order."""
    faults = []
    for program in ("passerelle", "passerellectl"):
        orders = {path: [line.split()[1] if line.startswith(".SS") else line[:3] + line[3:20] * line.startswith("\\fB--")
                         for line in open(path, encoding="utf-8").read().split("\n")
                         if line.startswith((".SH", ".SS", "\\fB--"))]
                  for path in PAGES if os.path.basename(path).split(".")[0] == program}
        first, *others = orders.items()
        faults += [f"{path} isn’t in the order of {first[0]}" for path, order in others if order != first[1]]
    return faults


def check_typeset(path):
    if shutil.which("groff") is None:
        return ["groff is missing here: install it"]
    done = subprocess.run(["groff", "-man", "-Tutf8", "-k", "-ww", "-rLL=100n", path], capture_output=True, text=True, check=False)
    return [line for line in done.stderr.split("\n") if line] + ([] if done.stdout.strip() else ["nothing is printed"])


def check_readme(known):
    """Its table has each command and each option of it."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        text = file.read()
    faults = [f"README.md: {name} is missing" for name in known.commands if not re.search(rf"^\|[^|]*`{name}\b", text, re.MULTILINE)]
    faults += [f"README.md: --{option} of {name} is missing" for name, options in known.options.items() for option in sorted(options)
               if f"--{option}" not in text]
    return faults + [f"README.md: --{option} is missing" for option in sorted(known.shared) if f"`--{option}" not in text]


def complete(folder, *words):
    """What bash offers for the last word."""
    quoted = " ".join("'" + word + "'" for word in (os.path.join(folder, "passerellectl"), *words))
    script = f'source "$1"; COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _passerellectl; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "--norc", "-c", script, "bash", COMPLETION], capture_output=True, text=True, timeout=60, check=False,
                          env={"PATH": os.environ["PATH"], "HOME": folder})
    assert done.returncode == 0 and not done.stderr, done.stderr
    return set(done.stdout.split())


def check_completion(known):
    with tempfile.TemporaryDirectory(prefix="passerelle-words-") as folder:
        # The program's own words, told by something faster.
        for name, text in {"": known.help, **known.helps}.items():
            with open(os.path.join(folder, "help-" + name), "w", encoding="utf-8") as file:
                file.write(text)
        stand_in = os.path.join(folder, "passerellectl")
        with open(stand_in, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\n[ "$1" != --help ] || exec cat "${0%/*}/help-"\nexec cat "${0%/*}/help-$1"\n')
        os.chmod(stand_in, 0o755)
        os.makedirs(os.path.join(folder, ".config", "passerelle", "profiles"))
        with open(os.path.join(folder, ".config", "passerelle", "profiles", "north.ini"), "w", encoding="utf-8"):
            pass

        faults = differences("commands", complete(folder, ""), set(known.commands))
        faults += differences("options", {word[2:] for word in complete(folder, "--")} - EVERYWHERE, known.shared)
        for name in known.commands:
            found = {word[2:] for word in complete(folder, "--profile", "north", name, "--")}
            faults += differences(name, found - EVERYWHERE, known.options[name] | known.shared)
        with open(os.path.join(ROOT, "src", "sync", "psr-sync-flow.c"), encoding="utf-8") as file:
            flows = set(re.findall(r'\] = \{ "([a-z-]+)"', file.read()))
        assert "customers" in flows
        for words, wanted in ((("sync", ""), flows), (("log", "--flow", ""), flows), (("couple", ""), {"customers", "items", "contacts"}), (("reset", ""), flows), (("st",), {"status", "stock"}), (("bill", "--as", ""), {"invoice", "order"}), (("sync", "it"), {"items"}),
                              (("secret", "set", "w"), {"wello-password"}), (("bill", "--date", ""), set()),
                              (("--profile", "n"), {"north"}), (("proposals", "--accept", "--re"), {"--reject"}),
                              (("--log-requests", "off", "wat"), {"watch"})):
            found = complete(folder, *words)
            faults += [] if found == wanted else [f"{' '.join(words)}: {sorted(found)}, not {sorted(wanted)}"]
    return faults


def read_completion(path):
    """Commands, shared options, and the options of each command, in what was made for fish or zsh."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    commands, shared, own = set(), set(), {}
    if path.endswith(".fish"):
        for line in (line for line in lines if line.startswith("complete ")):
            command = re.search(r"-n __fish_use_subcommand -a ([a-z-]+) ", line)
            where = re.search(r"-n '__fish_seen_subcommand_from ([a-z-]+)'", line)
            option = re.search(r" -l ([a-z-]+)", line)
            if command:
                commands.add(command.group(1))
            elif option:
                (own.setdefault(where.group(1), set()) if where else shared).add(option.group(1))
        return commands, shared, own
    part = ""
    for line in lines:
        part = {"  common=(": "common", "  commands=(": "commands", "  )": ""}.get(line, part)
        case = re.match(r"        ([a-z-]+)\)$", line)
        option = re.match(r" +(?:'[^']*'\{-\w,)?--([a-z-]+)", line)
        if case:
            part = case.group(1)
            own[part] = set()
        elif part == "commands" and line.startswith("    '"):
            commands.add(line.strip()[1:].split(":")[0])
        elif option:
            (shared if part == "common" else own[part]).add(option.group(1))
    return commands, shared, own


def check_made_completion(known, path):
    commands, shared, own = read_completion(path)
    faults = differences("commands", commands, set(known.commands)) + differences("options", shared - EVERYWHERE, known.shared)
    for name in known.commands:
        faults += differences(name, own.get(name, set()), known.options[name])
    return faults


def check_shell(path):
    """That the shell understands it, where it is installed."""
    shell = "fish" if path.endswith(".fish") else "zsh"
    if shutil.which(shell) is None:
        return []
    done = subprocess.run([shell, "-n", path], capture_output=True, text=True, timeout=60, check=False)
    return [] if done.returncode == 0 and not done.stderr else [done.stderr.strip()]


def main():
    known = Known()
    assert len(known.commands) > 20 and "bill" in known.commands and "post" in known.options["bill"] and "json" in known.shared
    checks = {f"{os.path.basename(path)} has all words": lambda path=path: check_page(known, path) for path in PAGES}
    checks |= {f"{os.path.basename(path)} can be typeset": lambda path=path: check_typeset(path) for path in PAGES}
    checks |= {
        "all languages have the same": check_languages,
        "README has all words": lambda: check_readme(known),
        "bash completes all words": lambda: check_completion(known),
    }
    checks |= {f"{os.path.basename(path)} completes all words": lambda path=path: check_made_completion(known, path) + check_shell(path)
               for path in COMPLETIONS}
    failed = 0
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks.items(), 1):
        faults = check()
        failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {number} {name}")
        for fault in faults:
            print(f"# {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
