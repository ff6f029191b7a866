# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the simulation: so many documents, shared by two processes.

    test_simulation.py PROGRAM DOCUMENTS

With --long ten times as many.
"""

import os
import subprocess
import sys
import time

SEED = "1"

# So many worlds are lived through twice.
TWICE = "20"

# Each process has worlds of its own: with another number of them other worlds would be
# run, and what one computer finds another wouldn't.
SHARES = 2
APART = 10_000_000


def start(program, *words):
    return subprocess.Popen([program, "--seed", SEED, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def read(process):
    """Returns the counts, and what else was printed."""
    output = process.communicate()[0]
    counts = {}
    rest = []
    for line in output.splitlines():
        words = line.split()
        if words and words[0] == "count":
            counts[words[1]] = int(words[2])
        elif "WARNING: ASan doesn't fully support" not in line:
            # That has the number of the process in it.
            rest.append(line)
    return counts, rest


def tell(number, fine, what, rest):
    print(f"{'ok' if fine else 'not ok'} {number} - {what}")
    if not fine:
        for line in rest[-30:]:
            print("# " + line)
    sys.stdout.flush()
    return 0 if fine else 1


def main(program, documents):
    if os.environ.get("PASSERELLE_LONG"):
        documents *= 10
    failed = 0
    began = time.monotonic()

    print(f"1..{SHARES + 1}")
    twins = [start(program, "--worlds", TWICE) for _ in range(2)]
    first, second = (read(twin) for twin in twins)
    same = first == second and all(twin.returncode == 0 for twin in twins)
    failed += tell(1, same, "the same seed gives the same trace", first[1] + second[1])

    share = -(-documents // SHARES)
    runs = [start(program, "--world", str(APART * number), "--documents", str(share)) for number in range(SHARES)]
    total = {}
    for number, run in enumerate(runs):
        counts, rest = read(run)
        for name, value in counts.items():
            total[name] = total.get(name, 0) + value
        failed += tell(number + 2, run.returncode == 0, f"{counts.get('documents', 0)} documents", rest)

    if not failed:
        seconds = time.monotonic() - began
        print(f"# covered: {total['documents']} documents in {total['worlds']} worlds and {seconds:.0f} s: "
              f"{total['creates']} creates, {total['posts']} posts, {total['withdrawals']} withdrawn, {total['lost']} requests lost, {total['late']} late, "
              f"{total['doubled']} doubled, {total['busy']} refused as busy, {total['deadlocks']} deadlocks, "
              f"{total['unsigned_in']} with an old token, {total['crashes']} crashes, {total['pauses']} stops, "
              f"{total['jumps']} clock jumps, {total['edits']} edits by others, {total['meddled']} while it was about to be deleted, "
              f"{total['hidden']} times rights taken away, {total['parts']} orders invoiced in part, {total['credits']} credits")
        print(f"# covered: their ends: {total['followed']} followed, {total['closed']} closed, {total['refused']} refused or blocked, "
              f"{total['needs_look']} need a look, {total['others']} not approved or withdrawn")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
