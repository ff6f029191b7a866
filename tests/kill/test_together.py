# SPDX-License-Identifier: GPL-3.0-or-later
"""Many documents at once, several processes, and answers that come late.

The cases of test_matrix.py bill one document each. Here several are on their way
when something happens, a state is put back as it was before, and one case shows
at which moment a program that sends again as soon as it finds nothing would send
twice.
"""

import concurrent.futures
import itertools
import os
import re
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE, run, wait_for  # noqa: E402
from world import FEATURES, World, is_create, is_look_up  # noqa: E402

# Holds a request long enough for something to be in the middle.
HOLD = 0.5


def creates(world):
    return [request for request in world.sandbox.requests() if is_create(request)]


def states(world, numbers):
    rows = dict(world.desktop.ledger("SELECT internal_number, state FROM documents"))
    return {number: rows.get(number) for number in numbers}


def check_all(world, numbers, what):
    for number in numbers:
        world.check(number, what)
    world.check_nothing_else()


def settle_all(world, document, patience=PATIENCE):
    """Run again until nothing is left to do, as a timer would."""
    world.sandbox.clear_faults()
    end = time.monotonic() + patience
    while True:
        answer = world.desktop.run("bill", "--all", "--as", document, "--wait", "--json", expect=(0, 1, 3)).json()
        if answer["checking"] == answer["toSend"] == 0 or time.monotonic() > end:
            return answer
        time.sleep(1)


def middle(world, processes, count):
    """Waits until some documents are made, and others are on their way."""
    def is_reached():
        assert any(process.poll() is None for process in processes), "all was over before the middle was reached"
        asked = creates(world)
        return (len([request for request in asked if request["handled"]]) >= count and
                any(not request["finished"] for request in asked))
    wait_for(is_reached, "the middle")


def test_four_processes_bill_all_one_killed():
    with World(40) as world:
        numbers = world.take_all(12, "invoice")
        world.sandbox.fault(service="bc", method="POST", path="salesInvoices", kind="queue", seconds=HOLD, times=-1)
        processes = [world.desktop.start("bill", "--all", "--as", "invoice") for _ in range(4)]
        middle(world, processes, 2)
        world.kill_worker(processes)
        for process in processes:
            process.communicate(timeout=PATIENCE)
        assert sorted(process.returncode for process in processes)[0] == -signal.SIGKILL, "nothing was killed"
        assert [process.returncode for process in processes].count(-signal.SIGKILL) == 1
        assert {process.returncode for process in processes} <= {-signal.SIGKILL, 0, 1}
        settle_all(world, "invoice")
        check_all(world, numbers, "four processes, one killed")


def test_interrupted_in_the_middle_and_run_again():
    with World(40) as world:
        numbers = world.take_all(12, "order")
        world.sandbox.fault(service="bc", method="POST", path="salesOrders", kind="queue", seconds=HOLD, times=-1)
        process = world.desktop.start("bill", "--all", "--as", "order")
        middle(world, [process], 2)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, 1), f"ended with {process.returncode}\n{out}\n{err}"
        assert time.monotonic() - asked < 30, "it took long to stop"

        # It stops between documents: what was begun is finished, the rest isn't begun.
        made = len(creates(world))
        after = states(world, numbers)
        assert 0 < made < len(numbers), f"{made} of {len(numbers)} were made: that is not the middle"
        assert set(after.values()) <= {"followed", "approved", "ready"}, after
        assert list(after.values()).count("followed") == made, (made, after)

        world.sandbox.clear_faults()
        world.desktop.run("bill", "--all", "--as", "order", expect=0)
        check_all(world, numbers, "interrupted and run again")
        assert len(creates(world)) == len(numbers), "something was sent twice"


def storm(times, retry_after):
    """Each look-up and each document is turned away, until the storm is over."""
    with World(20) as world:
        numbers = world.take_all(4, "invoice")
        world.sandbox.fault(service="bc", path="sales(Invoices|Orders)", kind="429", times=times,
                            retry_after=retry_after)
        end = time.monotonic() + PATIENCE
        while world.sandbox.control("GET", "/faults")["faults"][0]["times"] > 0:
            assert time.monotonic() < end, "the storm did not pass"
            world.desktop.run("bill", "--all", "--as", "invoice", "--wait", expect=(0, 1, 3))
        settle_all(world, "invoice")
        check_all(world, numbers, f"429, Retry-After {retry_after}")
        handled = [request for request in creates(world) if request["handled"]]
        assert len(handled) == len(numbers), "something was made twice"


def test_too_many_requests():
    storms = ((20, 0), (8, None))
    with concurrent.futures.ThreadPoolExecutor(len(storms)) as pool:
        list(pool.map(lambda options: storm(*options), storms))
    print("# covered: 429 {} times with Retry-After {}, {} times without".format(*storms[0], storms[1][0]), flush=True)


def test_resending_at_once_would_be_caught():
    """The answer is lost at once, the document appears later: looking finds nothing, and yet it is on its way.

    A program that looks and, finding nothing, sends again would make two. The
    look-ups in between are asserted, so that the moment to be wrong was there.
    """
    commit_after, longest = 8, 14
    with World(20, longest=f"{longest}s") as world:
        number = world.take("parts", "invoice")
        world.sandbox.reset_requests()
        world.sandbox.fault(service="bc", method="POST", path="salesInvoices", kind="commit-late",
                            seconds=commit_after, times=1)
        world.bill(number, "invoice", expect=1)
        lost = time.monotonic()
        assert len(creates(world)) == 1 and not creates(world)[0]["handled"]
        sent = creates(world)[0]["sequence"]
        assert states(world, [number]) == {number: "checking"}

        # A person who is impatient, and one who waits.
        world.bill(number, "invoice", expect=1)
        waiting = world.desktop.start("bill", number, "--as", "invoice", "--wait")
        try:
            looked = 0
            while not creates(world)[0]["handled"]:
                assert len(creates(world)) == 1, "sent again before the first one could arrive"
                looked = len([request for request in world.sandbox.requests()
                              if request["sequence"] > sent and is_look_up(request, number)])
                assert time.monotonic() - lost < PATIENCE, "the document never came"
                time.sleep(0.05)
            assert looked > 0, "nobody looked between the lost answer and the document: this proves nothing"
            out, err = waiting.communicate(timeout=PATIENCE)
            assert waiting.returncode == 0, f"{out}\n{err}"
        finally:
            waiting.kill()
            waiting.communicate()
        assert len(creates(world)) == 1, "sent again"
        check_all(world, [number], "resending at once")


def restore(world, number, kind, options, wello_is_told):
    """Bills, and puts the state back as it was before; then runs again."""
    copy = world.desktop.state + ".before"
    shutil.copytree(world.desktop.state, copy)
    if not wello_is_told:
        world.sandbox.fault(service="wello", method="POST", path="ChangeStatusId", kind="drop-before", times=100)
    world.bill(number, kind, *options, expect=0 if wello_is_told else (0, 1, 3))
    world.sandbox.clear_faults()
    shutil.rmtree(world.desktop.state)
    os.rename(copy, world.desktop.state)
    world.bill(number, kind, *options, "--wait", expect=(0, 1))


def test_state_restored_from_before():
    """A backup is played back, or another computer begins anew: what was made is found again, and nothing is made twice."""
    with World(40, longest="4s") as world:
        vias, kinds, endings = ("direct", "quote"), ("invoice", "order"), ("draft", "posted")
        cases = list(itertools.product(vias, kinds, endings, (True, False)))
        for via, kind, ending, wello_is_told in cases:
            options = ["--via", via] + (["--post"] if ending == "posted" else [])
            # Each of the eight kinds of document occurs told and untold.
            feature = FEATURES[(2 * vias.index(via) + endings.index(ending) + kinds.index(kind)) % len(FEATURES)]
            number = world.take(feature, kind)
            world.endings[number] = ending
            restore(world, number, kind, options, wello_is_told)
            what = f"restored, {via}, {kind}, {feature}, {ending}, {'' if wello_is_told else 'not '}told"
            # What Wello knows already has nothing left to do.
            world.check(number, what, may_be_withdrawn=wello_is_told)
        world.check_nothing_else()
    print(f"# covered: {len(cases)} databases restored from before the run", flush=True)


def index_of_create(world, number):
    """Which of the main thread's calls sends the document: the tracer counts for each thread by itself."""
    with tempfile.NamedTemporaryFile("r", prefix="passerelle-strace-") as trace:
        world.strace(["-s", "200", "-e", "trace=sendto,sendmsg", "-o", trace.name], number, "invoice", expect=0)
        calls = [line.split(None, 1) for line in trace.read().splitlines()]
    sends = [index for index, (_, call) in enumerate(calls) if re.search(r'"POST [^"]*/salesInvoices', call)]
    assert len(sends) == 1, f"the document was sent {len(sends)} times"
    return len([thread for thread, _ in calls[:sends[0] + 1] if thread == calls[sends[0]][0]])


def test_an_intent_is_its_holders():
    """Held up between the intent and the request, and meanwhile its lock is thrown away.

    Another process then sees an old intent and no document. It must leave both
    to the one that is alive, however long ago that was, and take over only when
    it is dead.
    """
    longest, held = 2, 12
    with World(20, longest=f"{longest}s") as world:
        numbers = world.take_all(3, "invoice")
        world.bill(numbers[0], "invoice", expect=0)
        place = index_of_create(world, numbers[1])
        number = numbers[2]
        world.sandbox.reset_requests()
        process = world.desktop.start(
            "bill", number, "--as", "invoice", environment=world.untraced(),
            before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=sendto,sendmsg",
                    "-e", f"inject=sendto,sendmsg:delay_enter={held}s:when={place}"])
        try:
            wait_for(lambda: states(world, [number])[number] == "creating" or process.poll() is not None, "the intent")
            begun = time.monotonic()
            assert states(world, [number])[number] == "creating" and not creates(world)
            os.unlink(os.path.join(world.desktop.state, "worker.lock"))
            # Twice: now, and when a request of a dead holder could not arrive any more.
            for wait in (0, longest + 3):
                time.sleep(max(begun + wait - time.monotonic(), 0))
                world.bill(number, "invoice", expect=(0, 1))
                assert time.monotonic() - begun < held, "this machine is too slow for this test"
                assert not creates(world), "somebody else sent it"
                assert states(world, [number])[number] == "creating", states(world, [number])
            out, err = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, f"{out}\n{err}"
        finally:
            process.kill()
            process.communicate()
        assert len(creates(world)) == 1
        check_all(world, numbers, "held up after its intent")


# Most of their time they wait.
run(globals(), at_once=3)
