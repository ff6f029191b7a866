# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the checker bites: each mutation of the product is found by the simulation.

The mutated file alone is compiled, as the build folder compiles it, and linked
before the libraries, so that its object takes the place of the right one.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import mutations

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TARGET = "tests/simulation/simulation"

# Documents of each kind of world in which a mutation has to be found. First they are dense:
# what is rare, as rights that are taken away, comes three times as often as where the
# product is tried. What isn't found there is looked for in those.
WORLDS = (("dense", ["--dense"]), ("usual", []))
LIMIT = 16000
LONG_LIMIT = 60000
SEED = "7"

# Seconds for one mutation, on a computer that is very busy.
PATIENCE = 900


class NotFound(Exception):
    pass


def compile_words(build, source):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for row in json.load(file):
            if os.path.normpath(os.path.join(build, row["file"])) == os.path.join(ROOT, source):
                return shlex.split(row["command"])
    raise NotFound(f"{source} isn't compiled")


def link_words(build):
    commands = subprocess.run(["ninja", "-C", build, "-t", "commands", TARGET], check=True, capture_output=True, text=True)
    return shlex.split(commands.stdout.splitlines()[-1])


def without(words, options):
    """Leaves out options that have a value."""
    result = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in options:
            skip = True
        else:
            result.append(word)
    return result


def make_object(build, folder, mutation):
    path = os.path.join(ROOT, mutation.file)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.count(mutation.old) != 1:
        raise NotFound(f"no longer applies: what it replaces is {text.count(mutation.old)} times in {mutation.file}")
    if mutation.old == mutation.new:
        raise NotFound("it changes nothing")
    source = os.path.join(folder, os.path.basename(path))
    with open(source, "w", encoding="utf-8") as file:
        file.write(text.replace(mutation.old, mutation.new))

    words = without(compile_words(build, mutation.file), {"-MQ", "-MF", "-o", "-c"})
    words = [word for word in words if word not in ("-MD", "-Werror")]
    made = source + ".o"
    # Meson compiles in the build folder; own headers lie beside the source.
    words += ["-w", "-I", os.path.dirname(path), "-o", made, "-c", source]
    run = subprocess.run(words, cwd=build, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise NotFound("it doesn't compile: " + run.stderr.strip()[-400:])
    return made


def make_program(build, folder, mutation):
    made = make_object(build, folder, mutation)
    program = os.path.join(folder, "simulation")
    words = link_words(build)
    words[words.index("-o") + 1] = program
    words.insert(words.index(program) + 1, made)
    run = subprocess.run(words, cwd=build, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise NotFound("it doesn't link: " + run.stderr.strip()[-400:])
    return program


def find(build, scratch, mutation, limit):
    """Returns which promise was seen to be broken, after how many documents, and in which worlds; None where that isn't looked for."""
    folder = tempfile.mkdtemp(dir=scratch)
    program = make_program(build, folder, mutation)
    if limit == 0:
        return None
    for kind, options in WORLDS:
        try:
            run = subprocess.run([program, *options, "--seed", SEED, "--documents", str(limit)], capture_output=True, text=True,
                                 check=False, timeout=PATIENCE)
        except subprocess.TimeoutExpired as late:
            raise NotFound(f"not found in {PATIENCE} s") from late
        if run.returncode != 0:
            break
    shutil.rmtree(folder)
    lines = run.stdout.splitlines()
    broken = [line for line in lines if line.startswith("broken ")]
    documents = [line.split()[-1] for line in lines if line.startswith("count documents ")]
    if run.returncode == 0:
        raise NotFound(f"not found in {limit} documents of each kind of world")
    critical = [line for line in run.stderr.splitlines() if "-CRITICAL" in line]
    if critical:
        return "an assertion of the program: " + critical[0].split(": ")[-1], documents[0] if documents else "some", kind
    if not broken:
        raise NotFound(f"the simulation ended with {run.returncode}: {(run.stdout + run.stderr).strip()[-400:]}")
    return broken[0][len("broken "):], documents[0], kind


def main(build):
    chosen = mutations.MUTATIONS
    is_long = os.environ.get("PASSERELLE_LONG")
    limit = LONG_LIMIT if is_long else LIMIT
    names = sys.argv[2:]
    if names:
        chosen = [one for one in chosen if any(name in one.name for name in names)]

    print(f"1..{len(chosen)}")
    failed = left = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="passerelle-mutations-") as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        # The rare ones take as long as all others together: they have to apply, and are found when they are named or with --long.
        runs = [(one, pool.submit(find, build, scratch, one, 0 if one.rare and not names and not is_long else limit)) for one in chosen]
        for number, (mutation, run) in enumerate(runs, 1):
            try:
                found = run.result()
                print(f"ok {number} - {mutation.name}")
                if found is None:
                    left += 1
                    print(f"# {mutation.name}: applies; it is looked for with --long")
                else:
                    broken, documents, kind = found
                    print(f"# {mutation.name}: found by the simulation after {documents} documents of {kind} worlds: {broken}")
            except NotFound as why:
                failed += 1
                print(f"not ok {number} - {mutation.name}")
                print(f"# {mutation.name}: {why}")
            sys.stdout.flush()
    print(f"# covered: in worlds of seed {SEED} {len(chosen) - failed - left} of {len(chosen)} mutations found by the simulation in "
          f"{time.monotonic() - began:.0f} s, {left} rare ones left to --long")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
