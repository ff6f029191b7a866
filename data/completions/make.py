#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the completion of passerellectl for zsh or fish.

    data/completions/make.py zsh|fish PASSERELLECTL

Commands and options are those that the program's own help lists, with what it says of
them, so that there is nothing here to keep up to date. What a value may be is below.
"""

import os
import re
import subprocess
import sys

OPTION = re.compile(r"^  (?:-(\w), )?--([a-z-]+)(?:[= ](\S+))? +(\S.*)$", re.MULTILINE)
COMMAND = re.compile(r"^  ([a-z-]+).*?   *(\S.*)$", re.MULTILINE)

FLOWS = ["customers", "items", "contacts", "stock", "prices", "reference"]
# Of the others there is nothing to couple.
COUPLED = ["customers", "items", "contacts"]
# What is allowed behind an option.
VALUES = {
    "log-requests": ["off", "errors", "all"],
    "as": ["invoice", "order"],
    "via": ["auto", "quote", "direct"],
    "take": ["bc", "wello"],
    "flow": FLOWS,
    "queue": ["review", "exceptions", "sending", "done"],
}
FOLDERS = {"state", "credentials", "folder"}
FILES = {"profile", "file"}
# What is allowed behind a command.
WORDS = {
    "sync": FLOWS, "matching": COUPLED, "couple": COUPLED, "uncouple": COUPLED, "reset": FLOWS,
    "workorders": ["show"], "prices": ["explain"], "secret": ["set"],
}
SECRETS = ["bc-client-secret", "bc-password", "wello-password"]


def ask(program, *words):
    # GLib ends the program itself once the help is printed, with all that it holds.
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="",
                       ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")
    return subprocess.run([program, *words, "--help"], env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", timeout=120, check=True).stdout


class Option:
    def __init__(self, match):
        self.short, self.name, self.value, self.text = match.groups()


class Known:
    """What the program says of itself."""

    def __init__(self, program):
        text = ask(program)
        commands = text[text.index("Commands:\n"):].split("\n\n")[0]
        self.commands = {match.group(1): match.group(2) for match in COMMAND.finditer(commands)}
        self.shared = {match.group(2) for match in OPTION.finditer(text)}
        self.options = {name: [Option(match) for match in OPTION.finditer(ask(program, name))] for name in self.commands}
        # Of a command's help, since the program's own says less of them.
        first = next(iter(self.options.values()))
        self.common = [option for option in first if option.name in self.shared | {"help"}]


def quote_fish(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def make_fish(known):
    yield "# Completion of passerellectl for fish."
    yield "complete -c passerellectl -f"
    yield ""
    yield "function __passerellectl_profiles"
    yield "    set -l folder ~/.config"
    yield "    set -q XDG_CONFIG_HOME; and set folder $XDG_CONFIG_HOME"
    yield "    for file in $folder/passerelle/profiles/*.ini"
    yield "        string replace -r '.*/(.*)\\.ini$' '$1' -- $file"
    yield "    end"
    yield "end"
    yield ""
    for name, text in known.commands.items():
        yield f"complete -c passerellectl -n __fish_use_subcommand -a {name} -d {quote_fish(text)}"
    for command, options in {"": known.common, **known.options}.items():
        yield ""
        for option in options:
            if command and option.name in known.shared | {"help"}:
                continue
            words = ["complete -c passerellectl"]
            if command:
                words.append(f"-n '__fish_seen_subcommand_from {command}'")
            words.append(f"-l {option.name}")
            if option.short:
                words.append(f"-s {option.short}")
            if option.name == "profile":
                words.append("-r -F -a '(__passerellectl_profiles)'")
            elif option.name in VALUES:
                words.append("-x -a " + quote_fish(" ".join(VALUES[option.name])))
            elif option.name in FOLDERS:
                words.append("-x -a '(__fish_complete_directories)'")
            elif option.name in FILES:
                words.append("-r -F")
            elif option.value:
                words.append("-x")
            words.append("-d " + quote_fish(option.text))
            yield " ".join(words)
        if command in WORDS:
            choices = WORDS[command]
            condition = f"__fish_seen_subcommand_from {command}"
            if command not in ("sync",):
                condition += f"; and not __fish_seen_subcommand_from {' '.join(choices)}"
            yield f"complete -c passerellectl -n '{condition}' -a '{' '.join(choices)}'"
        if command == "secret":
            yield f"complete -c passerellectl -n '__fish_seen_subcommand_from secret; and __fish_seen_subcommand_from set' -a '{' '.join(SECRETS)}'"


def quote_zsh(text):
    """Within single quotes, and within the brackets or behind the colon of a specification."""
    return re.sub(r"([\[\]:\\])", r"\\\1", text).replace("'", "'\\''")


def zsh_option(option):
    action = ""
    if option.name == "profile":
        action = ":profile:_passerellectl_profiles"
    elif option.name in VALUES:
        action = f":{option.value or 'value'}:({' '.join(VALUES[option.name])})"
    elif option.name in FOLDERS:
        action = ":folder:_files -/"
    elif option.name in FILES:
        action = ":file:_files"
    elif option.value:
        action = f":{quote_zsh(option.value)}: "
    names = f"'(-{option.short} --{option.name})'{{-{option.short},--{option.name}{'=' if action else ''}}}" if option.short \
        else f"--{option.name}{'=' if action else ''}"
    return f"{names}'[{quote_zsh(option.text)}]{action}'"


def make_zsh(known):
    yield "#compdef passerellectl"
    yield "# Completion of passerellectl for zsh."
    yield ""
    yield "_passerellectl_profiles () {"
    yield "  local -a profiles"
    yield "  profiles=(${XDG_CONFIG_HOME:-$HOME/.config}/passerelle/profiles/*.ini(N:t:r))"
    yield "  _alternative 'profiles:profile:compadd -a profiles' 'files:file:_files'"
    yield "}"
    yield ""
    yield "_passerellectl () {"
    yield "  local curcontext=$curcontext state line"
    yield "  local -a commands common"
    yield "  common=("
    for option in known.common:
        yield f"    {zsh_option(option)}"
    yield "  )"
    yield "  commands=("
    for name, text in known.commands.items():
        yield f"    '{name}:{quote_zsh(text)}'"
    yield "  )"
    yield ""
    yield "  _arguments -C $common '1:command:->command' '*::argument:->arguments'"
    yield "  case $state in"
    yield "    command) _describe command commands ;;"
    yield "    arguments)"
    yield "      case $words[1] in"
    for command, options in known.options.items():
        yield f"        {command})"
        own = [option for option in options if option.name not in known.shared | {"help"}]
        yield "          _arguments $common \\"
        for option in own:
            yield f"            {zsh_option(option)} \\"
        if command == "secret":
            yield "            '1:what:(set)' " + f"'2:secret:({' '.join(SECRETS)})' ;;"
        elif command == "sync":
            yield f"            '*:flow:({' '.join(WORDS[command])})' ;;"
        elif command in WORDS:
            yield f"            '1:what:({' '.join(WORDS[command])})' '*: : ' ;;"
        else:
            yield "            '*: : ' ;;"
    yield "      esac ;;"
    yield "  esac"
    yield "}"
    yield ""
    yield '_passerellectl "$@"'


def main():
    shell, program = sys.argv[1:]
    known = Known(program)
    licence = "# SPDX-License-" + "Identifier: GPL-3.0-or-later"
    lines = {"zsh": make_zsh, "fish": make_fish}[shell](known)
    sys.stdout.reconfigure(encoding="utf-8")
    first, *others = lines
    # zsh wants its word in the first line.
    print("\n".join([first, licence, *others]))


if __name__ == "__main__":
    main()
