# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly once over API v1.0 as well: each way of making a document, struck where it counts.

Only what differs by the version of the API can go wrong here and nowhere else: what is sent, and how what came of it is
read and found again. So it is struck at the requests that make, convert, change, post and look up, by what leaves it in
doubt whether they arrived; the rest of the product is the matrix's. A third of the events strikes each request of a way,
the next third that of the next way; with PASSERELLE_LONG=1 all strike all.
"""

import concurrent.futures
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from cases import LONGEST, WRITE_EVENTS, Aim, Case, settle  # noqa: E402
from harness import run  # noqa: E402
from points import Arrow, Way, count_points  # noqa: E402
from world import FEATURES, World  # noqa: E402

WORK_ORDERS = 100
WORLDS = int(os.environ.get("PASSERELLE_WORLDS", "8"))

LONG = os.environ.get("PASSERELLE_LONG") == "1"

# Only the ways of which this is a word, for who works on one of them.
ONLY = os.environ.get("PASSERELLE_CASES", "")

WAYS = [Way(kind, via, ending) for kind in ("invoice", "order") for via in ("direct", "quote") for ending in ("draft", "posted")
        if ONLY in f"{kind} {via} {ending}"]
STRUCK = ("create", "quote", "convert", "change it", "change a line of it", "read it", "post", "proof of posting", "look up, own kind",
          "look up, other kind", "tell Wello")
EVENTS = ("killed early", "killed late", "dropped after", "commit late", "504 after", "truncated")


def is_chosen(way, what, event):
    return LONG or ONLY != "" or (WAYS.index(way) + STRUCK.index(what) + EVENTS.index(event)) % 3 == 0


def cases_of(way, points):
    for name, point in points.items():
        if isinstance(point, Arrow) or point.what not in STRUCK or point.occurrence > 0:
            continue
        for event in EVENTS:
            if is_chosen(way, point.what, event) and (point.method != "GET" or event not in (*WRITE_EVENTS, "commit late")):
                yield name, point, event


def run_way(way):
    """All cases of a way, in a world of its own."""
    aim, failures, count = Aim(), [], 0
    with World(WORK_ORDERS, longest=f"{LONGEST}s", api="v1.0") as world:
        world.bill(world.take("parts", way.kind), way.kind, "--via", way.via, expect=0)
        points = count_points(world, way)
        for place, (name, point, event) in enumerate(cases_of(way, points)):
            told = f"{event}: {name} ({way.kind}, {way.via}, {way.ending})"
            with world.prepared(way, FEATURES[place % len(FEATURES)]) as number:
                count += 1
                case = Case(world, way, told, point, event, "1", number, aim)
                try:
                    case.run()
                    settle(world, case, False)
                    world.check(number, told)
                except Exception as error:  # pylint: disable=broad-except
                    failures.append(f"{told}: {number}: {error}")
        try:
            world.check_nothing_else()
        except AssertionError as error:
            failures.append(f"at the end of {way}: {error}")
    return count, aim, failures


def test_v1():
    with concurrent.futures.ThreadPoolExecutor(WORLDS) as pool:
        results = list(pool.map(run_way, WAYS))
    failures = [failure for result in results for failure in result[2]]
    count = sum(result[0] for result in results)
    print(f"# covered: API v1.0: {count} cases of {len(WAYS)} ways; {sum(result[1].struck for result in results)} of "
          f"{sum(result[1].aimed for result in results)} struck", flush=True)
    assert not failures, f"{len(failures)} of {count}:\n" + "\n".join(failures)


run(globals())
