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
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE, Desktop, Sandbox, documents, run  # noqa: E402

LONG = os.environ.get("PASSERELLE_LONG") == "1"

# A lost answer is settled this long after its request; 20 minutes in real life.
LONGEST = "3s"
# Longer than it takes to run again, shorter than LONGEST.
LATE = 1

FEATURES = ("parts", "labour", "discount", "vat")
KINDS = [(document, feature) for document in ("invoice", "order") for feature in FEATURES]
WORLDS = 2


def feature_of(invoice):
    """What is special about a Wello invoice, by its lines."""
    lines = invoice["lines"]
    if any(abs(float(line["vat_rate"]) - 0.21) > 1e-6 for line in lines):
        return "vat"
    if any(float(line["discount"]) or float(line["discount_percentage"]) for line in lines):
        return "discount"
    if any(line["source_db_table_name"] == "job_non_part_usage" for line in lines):
        return "labour"
    return "parts"


class World:
    """A pair of services and a desktop; every case takes an invoice that nobody used."""

    def __init__(self, work_orders):
        self.sandbox = Sandbox(customers=40, items=60, work_orders=work_orders)
        self.desktop = Desktop(self.sandbox, TimeZone="UTC")
        self.desktop.set("BusinessCentral", LongestRequest=LONGEST)
        self.desktop.run("sync", expect=(0, 1))
        invoices = {invoice["internal_number"]: invoice for invoice in self.sandbox.dump()["wello"]["invoices"]}
        rows = self.desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
        self.pool = {feature: [] for feature in FEATURES}
        for row in rows:
            invoice = invoices[row["number"]]
            # Those that the stand-ins name are awkward on purpose: Business Central refuses some of them.
            if row["state"] == "ready" and float(row["net"]) > 0 and not invoice.get("case"):
                self.pool[feature_of(invoice)].append(row["number"])
        # Once, so that what only a first run does is not part of the cases.
        self.points = self.count_points()

    def close(self):
        self.desktop.__exit__()
        self.sandbox.stop()

    def take(self, feature):
        pool = self.pool[feature] or max(self.pool.values(), key=len)
        assert pool, "the stand-ins have too few invoices for these cases"
        return pool.pop()

    def bill(self, number, document, *options, **more):
        return self.desktop.run("bill", number, "--as", document, *options, **more)

    def count_points(self):
        """How many requests, and commits, one document takes."""
        self.bill(self.take("parts"), "invoice", expect=0)
        self.sandbox.reset_requests()
        self.bill(self.take("parts"), "invoice", expect=0)
        requests = len(self.sandbox.requests())
        with tempfile.NamedTemporaryFile("r", prefix="passerelle-strace-") as trace:
            self.strace(["-o", trace.name], self.take("parts"), "invoice", expect=0)
            commits = len(re.findall(r"fdatasync|fsync", trace.read()))
        assert requests > 3 and commits > 3, (requests, commits)
        return requests, commits

    def strace(self, options, number, document, expect=None):
        before = ["strace", "-f", "-qq", "-e", "trace=fdatasync,fsync", *options]
        # The leak checker can't run under a tracer.
        options = os.environ.get("ASAN_OPTIONS", "").replace("detect_leaks=1", "detect_leaks=0")
        return self.bill(number, document, before=before, environment={"ASAN_OPTIONS": options}, expect=expect)


def check_exactly_once(world, number, document, what):
    dump = world.sandbox.dump()
    mark = "WELLO-" + number
    found = [row for row in documents(dump) if row["externalDocumentNumber"] == mark.upper()]
    invoice = next(row for row in dump["wello"]["invoices"] if row["internal_number"] == number)
    ledger = world.desktop.ledger("SELECT state, bc_number, reason_what FROM documents WHERE internal_number = ?",
                                  number)
    told = (f"{what}: {number}: {[(row['kind'], row['number']) for row in found]}, "
            f"Wello {invoice['invoice_status_name']}, ledger {ledger}")

    assert len(found) == 1, told
    assert found[0]["kind"] == ("salesOrders" if document == "order" else "salesInvoices"), told
    assert invoice["invoice_status_name"] == "ERP Imported", told
    assert invoice["invoice_number"] == found[0]["number"], told
    # A state from before, when Wello knows the number already, has nothing left to do.
    good = [("followed", found[0]["number"])] + ([("withdrawn", "")] if "restored" in what else [])
    assert len(ledger) == 1 and ledger[0][:2] in good, told

    lines = [line for line in found[0]["lines"] if line["lineType"] != "Comment"]
    net = sum(float(line["total_line"]) for line in invoice["lines"])
    net -= net * float(invoice["discount"] or 0) / 100
    assert len(lines) == len(invoice["lines"]), f"{told}: {len(lines)} lines for {len(invoice['lines'])}"
    total = float(found[0]["totalAmountExcludingTax"])
    assert abs(total - net) <= 0.01 * max(1, len(lines)) + 1e-9, f"{told}: net {total} for {net}"


READY = "284b65d7-d5c8-419f-91d5-10a2f5132bab"


def settle(world, number, document, what):
    """What a person does after a bad run: runs it again, and waits.

    What Business Central refused is marked in Wello; once the cause is gone
    somebody there sets it to Ready for ERP again.
    """
    world.sandbox.clear_faults()
    invoice = next(row for row in world.sandbox.dump()["wello"]["invoices"] if row["internal_number"] == number)
    if invoice["invoice_status_name"] == "ERP Error":
        world.sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": READY})
    result = world.bill(number, document, "--wait", expect=(0, 1))
    try:
        check_exactly_once(world, number, document, what)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{result}") from None


# The cases. Each is called with a world, a number and a kind of document.

def kill_at_request(point, held):
    """Killed while a request waits in the server's queue, or while its answer trickles in."""
    def case(world, number, document):
        world.sandbox.fault(path="^(?!/control)", kind="queue" if held else "slow", after=point, times=1,
                            seconds=LATE)
        process = world.desktop.start("bill", number, "--as", document)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            if any(fault["hits"] > 0 for fault in world.sandbox.control("GET", "/faults")["faults"]):
                break
            time.sleep(0.01)
        process.kill()
        process.communicate()
    return case


def kill_at_commit(point):
    """Killed at the n-th time that the ledger or the mirror is written to the disk."""
    def case(world, number, document):
        world.strace(["-o", "/dev/null", "-e", f"inject=fdatasync,fsync:signal=SIGKILL:when={point + 1}"],
                     number, document)
    return case


def fault_on(service, path, kind, **more):
    def case(world, number, document):
        world.sandbox.fault(service=service, method="POST", path=path, kind=kind, times=1, **more)
        world.bill(number, document, expect=(0, 1, 3))
    return case


def several_processes(count, kind=None):
    """Desktop, terminal and timer at once on one state, one of them killed."""
    def case(world, number, document):
        if kind is not None:
            world.sandbox.fault(service="bc", method="POST", path="sales(Invoices|Orders)", kind=kind, times=1,
                                seconds=LATE)
        processes = [world.desktop.start("bill", number, "--as", document) for _ in range(count)]
        if kind is not None:
            time.sleep(0.3)
            processes[0].kill()
        for process in processes:
            process.communicate(timeout=PATIENCE)
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
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if any(fault["hits"] > 0 for fault in world.sandbox.control("GET", "/faults")["faults"]):
            break
        time.sleep(0.01)
    process.send_signal(subprocess.signal.SIGSTOP)
    time.sleep(2 * LATE)
    process.send_signal(subprocess.signal.SIGCONT)
    process.communicate(timeout=PATIENCE)


def all_cases(points):
    requests, commits = points
    create = ("bc", "sales(Invoices|Orders)")
    confirm = ("wello", "ChangeStatusId")
    cases = {}
    for point in range(requests):
        cases[f"killed, request {point + 1} queued"] = kill_at_request(point, True)
        cases[f"killed, answer {point + 1} on its way"] = kill_at_request(point, False)
    for point in range(commits):
        cases[f"killed at commit {point + 1}"] = kill_at_commit(point)
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
        return [(name, case, kind) for name, case in cases.items() for kind in KINDS]
    return [(name, case, KINDS[index % len(KINDS)]) for index, (name, case) in enumerate(cases.items())]


def run_cases(index):
    world = World(1200 if LONG else 160)
    failures = []
    try:
        cases = all_cases(world.points)
        mine = [chosen for place, chosen in enumerate(select(cases)) if place % WORLDS == index]
        for name, case, (document, feature) in mine:
            number = world.take(feature)
            what = f"{name} ({document}, {feature})"
            try:
                case(world, number, document)
                settle(world, number, document, what)
            except Exception as error:  # pylint: disable=broad-except
                failures.append(f"{what}: {error}")
        # And over all of them at the end: nothing is in two documents.
        marks = [row["externalDocumentNumber"] for row in documents(world.sandbox.dump())]
        twice = {mark for mark in marks if marks.count(mark) > 1}
        if twice:
            failures.append(f"in two documents: {sorted(twice)}")
        return len(mine), len(cases) * len(KINDS), world.points, failures
    finally:
        world.close()


def test_exactly_once():
    with concurrent.futures.ThreadPoolExecutor(WORLDS) as pool:
        results = list(pool.map(run_cases, range(WORLDS)))
    done = sum(result[0] for result in results)
    requests, commits = results[0][2]
    print(f"# covered: kill: {len(KINDS)} kinds of document, {requests} requests and {commits} commits to be killed "
          f"at, {done} of {results[0][1]} cases", flush=True)
    failures = [failure for result in results for failure in result[3]]
    assert not failures, "\n".join(failures)


run(globals())
