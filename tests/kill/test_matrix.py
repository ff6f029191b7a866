# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly once, whatever is killed, frozen, lost, late or doubled: the matrix.

Its dimensions are the kind of document, what it bills, the way of making it, how
it ends, the point of that way, what happens there, and who else is at work: one,
two or four programs on one state, or another computer with its own. A selection in which
every pair of values occurs is run; with PASSERELLE_LONG=1 the whole product, or
of it, with PASSERELLE_SAMPLE=N, a part by chance (PASSERELLE_SEED). Where programs are
slow, PASSERELLE_EVERY=N takes each N-th case of the selection, and all of it with
PASSERELLE_LONG=1.
"""

import concurrent.futures
import os
import re
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from cases import ARROW_EVENTS, EVENTS, LONGEST, WRITE_EVENTS, Aim, Case, settle  # noqa: E402
from covering import select_pairs, select_sample  # noqa: E402
from harness import run  # noqa: E402
from points import Arrow, Way, count_points  # noqa: E402
from world import ENDINGS, FEATURES, KINDS, World  # noqa: E402

LONG = os.environ.get("PASSERELLE_LONG") == "1"
SAMPLE = int(os.environ.get("PASSERELLE_SAMPLE", "0"))
SEED = int(os.environ.get("PASSERELLE_SEED", "1"))
EVERY = int(os.environ.get("PASSERELLE_EVERY", "1"))
# Only the cases whose names match, for who works on one of them.
ONLY = os.environ.get("PASSERELLE_CASES", "")

# Most of the time is waited.
WORLDS = int(os.environ.get("PASSERELLE_WORLDS", "8"))
# A world has so many cases before another one takes over: what was made before is read with every run.
CASES_A_WORLD = 24
WORK_ORDERS = 100

VIAS = ("direct", "quote")
WAYS = [Way(kind, via, ending) for kind in ("invoice", "order") for via in VIAS for ending in ENDINGS]
WHO = ("1", "2", "4", "desktop")


def new_world():
    """Two services and a desktop that has billed before, in each way: what only a first run does is no part of a way,
    and there are documents to follow."""
    world = World(WORK_ORDERS, longest=f"{LONGEST}s")
    for kind in ("invoice", "order"):
        for via in VIAS:
            world.bill(world.take("parts", kind), kind, "--via", via, expect=0)
    return world


def count_all():
    """The points of each way; a world of their own for each, since they are counted undisturbed."""
    def count(way):
        with new_world() as world:
            return way, count_points(world, way)
    with concurrent.futures.ThreadPoolExecutor(WORLDS) as pool:
        return dict(pool.map(count, WAYS))


def dimensions_of(points):
    names = dict.fromkeys(name for way in WAYS for name in points[way])
    return {"kind": ["invoice", "order"], "content": list(FEATURES), "via": list(VIAS), "ending": list(ENDINGS), "point": list(names),
            "event": list(EVENTS), "who": list(WHO)}


def is_possible_in(points):
    def is_possible(case):
        point = points[Way(case["kind"], case["via"], case["ending"])].get(case["point"])
        if point is None:
            return False
        if isinstance(point, Arrow):
            return case["event"] in ARROW_EVENTS
        return case["event"] not in WRITE_EVENTS or point.method != "GET"
    return is_possible


def choose(points):
    """The cases, and what there is to say about them."""
    dimensions, is_possible = dimensions_of(points), is_possible_in(points)
    if LONG and EVERY == 1:
        cases, size = select_sample(dimensions, is_possible, SAMPLE or 10 ** 9, SEED)
        told = f"{len(cases)} of {size} cases of the whole product" + (f", by chance with seed {SEED}" if SAMPLE else "")
    else:
        cases, pairs = select_pairs(dimensions, is_possible, SEED)
        told = f"{len(cases)} cases that have all {pairs} pairs"
        if EVERY > 1 and not LONG and not ONLY:
            cases = cases[::EVERY]
            told = f"{len(cases)} of {told}"
    cases = [case for case in cases if re.search(ONLY, name_of(case))]
    return cases, (f"{told} of {len(KINDS)} kinds of document, {len(VIAS)} ways of making, "
                   f"{len(ENDINGS)} ends, {count_kind(dimensions['point'], False)} requests and "
                   f"{count_kind(dimensions['point'], True)} commits, {len(EVENTS)} events, {len(WHO)} companies")


def count_kind(names, is_commit):
    return sum(name.startswith("commit ") == is_commit for name in names)


def name_of(case):
    return "{event}: {point} ({kind}, {content}, {via}, {ending}, {who})".format(**case)


def run_case(world, points, chosen, aim):
    way = Way(chosen["kind"], chosen["via"], chosen["ending"])
    name = name_of(chosen)
    with world.prepared(way, chosen["content"]) as number:
        case = Case(world, way, name, points[way][chosen["point"]], chosen["event"], chosen["who"], number, aim)
        is_desktop = chosen["who"] == "desktop"
        problem = None
        try:
            case.run()
        except Exception as error:  # pylint: disable=broad-except
            problem = error
        try:
            result = settle(world, case, is_desktop)
            try:
                world.check(number, name, may_be_withdrawn=is_desktop)
            except AssertionError as error:
                raise AssertionError(f"{error}\n{result}") from None
            if is_desktop:
                world.check_second(number, name)
        except Exception as error:  # pylint: disable=broad-except
            problem = problem or error
    return f"{name}: {number}: {problem}" if problem is not None else None


def run_batch(points, batch):
    aim, failures = Aim(), []
    with new_world() as world:
        for chosen in batch:
            try:
                failure = run_case(world, points, chosen, aim)
            except Exception as error:  # pylint: disable=broad-except
                failure = f"{name_of(chosen)}: {error}"
            if failure is not None:
                failures.append(failure)
                print("# " + failure.replace("\n", "\n# "), flush=True)
        try:
            world.check_nothing_else()
        except AssertionError as error:
            failures.append(f"at the end of {[name_of(chosen) for chosen in batch]}: {error}")
    return aim, failures


def test_matrix():
    started = time.monotonic()
    points = count_all()
    cases, told = choose(points)
    count = max(-(-len(cases) // CASES_A_WORLD), min(len(cases), WORLDS))
    batches = [cases[place::count] for place in range(count)]
    with concurrent.futures.ThreadPoolExecutor(WORLDS) as pool:
        results = list(pool.map(lambda batch: run_batch(points, batch), batches))
    aimed, struck = (sum(getattr(result[0], name) for result in results) for name in ("aimed", "struck"))
    failures = [failure for result in results for failure in result[1]]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"# covered: matrix: {told}; {struck} of {aimed} struck; {used.ru_utime + used.ru_stime:.0f} s of processor in "
          f"{time.monotonic() - started:.0f} s", flush=True)
    assert not failures, f"{len(failures)} of {len(cases)}:\n" + "\n".join(failures)


run(globals())
