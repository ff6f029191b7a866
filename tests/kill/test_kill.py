# SPDX-License-Identifier: GPL-3.0-or-later
"""Exactly once, whatever is killed, lost, late or doubled.

Every case bills one Wello invoice in the presence of one fault or one kill,
then runs again as a person would, until nothing is being checked, and then
looks at both services: the invoice is in exactly one document, with its lines
and totals, and Wello has the document's number.

A selection in which every kind of document, every point and every fault occurs
is run; with PASSERELLE_LONG=1 the whole product.
"""

import concurrent.futures
import os
import re
import shutil
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE, run  # noqa: E402
from world import KINDS, READY, SYNC, World  # noqa: E402

LONG = os.environ.get("PASSERELLE_LONG") == "1"
# Only the cases whose names match, for who works on one of them.
ONLY = re.compile(os.environ.get("PASSERELLE_CASES", ""))

# A lost answer is settled this long after its request; 20 minutes in real life.
LONGEST = "4s"
# Longer than it takes to run again; shorter than LONGEST by more than the second that a Date hides.
LATE = 2

WORLDS = 2


def settle(world, number, what, may_be_withdrawn=False):
    """What a person does after a bad run: runs it again, and waits.

    What Business Central refused is marked in Wello; once the cause is gone
    somebody there sets it to Ready for ERP again.
    """
    world.sandbox.clear_faults()
    invoice = next(row for row in world.sandbox.dump()["wello"]["invoices"] if row["internal_number"] == number)
    if invoice["invoice_status_name"] == "ERP Error":
        world.sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": READY})
    result = world.bill(number, world.used[number], "--wait", expect=(0, 1))
    try:
        world.check(number, what, may_be_withdrawn)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{result}") from None


def fault_hits(world):
    return sum(fault["hits"] for fault in world.sandbox.control("GET", "/faults")["faults"])


def wait_for_hit(world, process):
    """Waits until a fault struck, or the process is through without."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if fault_hits(world) > 0:
            return
        time.sleep(0.01)


class Kills:
    """How many kills were aimed, and how many of them struck a process that was at work."""

    def __init__(self):
        self.aimed = self.struck = 0

    def assert_struck(self, status, what):
        self.aimed += 1
        assert status == -signal.SIGKILL, f"nothing was killed ({what}): the program ended with {status}"
        self.struck += 1


# The cases. Each is called with a world, a number and a kind of document.

def kill_at_request(point, kind):
    """Killed while a request waits in the server's queue, or while its answer trickles in."""
    def case(world, number, document):
        world.sandbox.fault(service=point.service, method=point.method, path=f"/{point.what}(\\?|$)", kind=kind,
                            after=point.occurrence, times=1, seconds=LATE)
        process = world.desktop.start("bill", number, "--as", document)
        wait_for_hit(world, process)
        hits = fault_hits(world)
        process.kill()
        process.communicate()
        world.kills.assert_struck(process.returncode, f"{hits} requests struck")
        assert hits == 1, f"the request was never there, {hits} struck"
        # What may change something is on the disk before it is sent.
        if point.method == "POST" and point.service != "entra":
            state = world.desktop.ledger("SELECT state FROM documents WHERE internal_number = ?", number)
            intent = "creating" if point.service == "bc" else "confirming"
            assert state == [(intent,)], f"sent while the ledger said {state}"
    return case


def kill_at_disk(calls, point):
    """Killed at the n-th time that the ledger's thread writes, or has what it wrote kept.

    The tracer counts for each thread by itself. Only calls that concern the
    ledger count, and its own thread has by far the most of them.
    """
    def case(world, number, document):
        world.checkpoint()
        result = world.strace([*world.ledger_files(), "-o", "/dev/null", "-e", f"trace={calls}", "-e",
                               f"inject={calls}:signal=SIGKILL:when={point}"], number, document)
        world.kills.assert_struck(result.status, f"{calls} {point}")
    return case


def fault_on(service, path, kind, **more):
    def case(world, number, document):
        world.sandbox.fault(service=service, method="POST", path=path, kind=kind, times=1, **more)
        world.bill(number, document, expect=(0, 1, 3))
        assert fault_hits(world) == 1, "the fault struck nothing"
    return case


def several_processes(count, kind=None):
    """Desktop, terminal and timer at once on one state, and one of them killed."""
    def case(world, number, document):
        if kind is not None:
            world.sandbox.fault(service="bc", method="POST", path="sales(Invoices|Orders)", kind=kind, times=1,
                                seconds=LATE)
        # What comes late is waited for: nobody has ended by the time that one is killed, and nobody is at work.
        late = ["--wait"] if kind == "commit-late" else []
        processes = [world.desktop.start("bill", number, "--as", document, *late) for _ in range(count)]
        if kind is not None:
            wait_for_hit(world, processes[0])
            if late:
                processes[0].kill()
            else:
                world.kill_worker(processes)
        for process in processes:
            process.communicate(timeout=PATIENCE)
        if kind is not None:
            killed = [process.returncode for process in processes].count(-signal.SIGKILL)
            world.kills.assert_struck(-signal.SIGKILL if killed == 1 else 0, f"{killed} processes")
    return case


def restored(world, number, document):
    """The state is put back as it was before the run."""
    copy = world.desktop.state + ".before"
    shutil.copytree(world.desktop.state, copy)
    world.bill(number, document, expect=0)
    shutil.rmtree(world.desktop.state)
    os.rename(copy, world.desktop.state)


def restored_before_confirming(world, number, document):
    """As before, and Wello was never told: it still says Ready."""
    copy = world.desktop.state + ".before"
    shutil.copytree(world.desktop.state, copy)
    world.sandbox.fault(service="wello", method="POST", path="ChangeStatusId", kind="drop-before", times=100)
    world.bill(number, document, expect=(0, 1, 3))
    shutil.rmtree(world.desktop.state)
    os.rename(copy, world.desktop.state)


def stopped_and_continued(world, number, document):
    """Frozen in the middle of sending for longer than anybody waits, then awake again."""
    world.sandbox.fault(service="bc", method="POST", path="sales(Invoices|Orders)", kind="queue", times=1, seconds=LATE)
    process = world.desktop.start("bill", number, "--as", document)
    wait_for_hit(world, process)
    process.send_signal(signal.SIGSTOP)
    time.sleep(2 * LATE)
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=PATIENCE)


def all_cases(points):
    create = ("bc", "sales(Invoices|Orders)")
    confirm = ("wello", "ChangeStatusId")
    cases = {}
    for point in points.requests:
        name = f"{point.service} {point.method} {point.what} {point.occurrence + 1}"
        cases[f"killed, queued: {name}"] = kill_at_request(point, "queue")
        cases[f"killed, answer on its way: {name}"] = kill_at_request(point, "slow")
    for point in range(points.commits):
        # Some documents take fewer writes than the one that was counted.
        write = round((point + 0.5) / points.commits * points.writes * 0.8) + 1
        cases[f"killed at write {write}"] = kill_at_disk("pwrite64", write)
        cases[f"killed at commit {point + 1}"] = kill_at_disk(SYNC, point + 1)
    for name, (service, path) in (("create", create), ("confirm", confirm)):
        for kind in ("drop-before", "drop-after", "504-after", "503", "deadlock", "truncate", "malformed",
                     "html", "expired-token", "429"):
            cases[f"{name}: {kind}"] = fault_on(service, path, kind)
        cases[f"{name}: commit late"] = fault_on(service, path, "commit-late", seconds=LATE)
        cases[f"{name}: queued"] = fault_on(service, path, "queue", seconds=LATE)
    cases["create: 409"] = fault_on(*create, "409")
    cases["two processes"] = several_processes(2)
    cases["four processes"] = several_processes(4)
    cases["two processes, commit late, one killed"] = several_processes(2, "commit-late")
    cases["four processes, queued, one killed"] = several_processes(4, "queue")
    cases["state restored from before"] = restored
    cases["state restored from before, Wello not told"] = restored_before_confirming
    cases["frozen and continued"] = stopped_and_continued
    return cases


def select(cases):
    """Every case with one kind, the kinds in turn; with LONG every case with every kind."""
    if LONG:
        chosen = [(name, case, kind) for name, case in cases.items() for kind in KINDS]
    else:
        chosen = [(name, case, KINDS[index % len(KINDS)]) for index, (name, case) in enumerate(cases.items())]
    return [(name, case, kind) for name, case, kind in chosen if ONLY.search(name)]


def run_cases(index):
    failures = []
    with World(1200 if LONG else 160, longest=LONGEST) as world:
        world.kills = Kills()
        points = world.count_points()
        cases = all_cases(points)
        mine = [chosen for place, chosen in enumerate(select(cases)) if place % WORLDS == index]
        for name, case, (document, feature) in mine:
            what = f"{name} ({document}, {feature})"
            number = world.take(feature, document)
            problem = None
            try:
                case(world, number, document)
            except Exception as error:  # pylint: disable=broad-except
                problem = error
            try:
                settle(world, number, what, may_be_withdrawn=case is restored)
            except Exception as error:  # pylint: disable=broad-except
                problem = problem or error
            if problem is not None:
                failures.append(f"{what}: {problem}")
        try:
            world.check_nothing_else()
        except AssertionError as error:
            failures.append(f"at the end: {error}")
        return len(mine), len(cases) * len(KINDS), points, world.kills, failures


def test_exactly_once():
    with concurrent.futures.ThreadPoolExecutor(WORLDS) as pool:
        results = list(pool.map(run_cases, range(WORLDS)))
    done = sum(result[0] for result in results)
    points = results[0][2]
    aimed = sum(result[3].aimed for result in results)
    struck = sum(result[3].struck for result in results)
    print(f"# covered: kill: {len(KINDS)} kinds of document; {len(points.requests)} requests, {points.commits} commits "
          f"and {points.writes} writes of a document; {struck} of {aimed} kills struck; {done} of {results[0][1]} cases",
          flush=True)
    failures = [failure for result in results for failure in result[4]]
    assert not failures, "\n".join(failures)


run(globals())
