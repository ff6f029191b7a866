# SPDX-License-Identifier: GPL-3.0-or-later
"""One case of the matrix: a Wello invoice is billed, and something happens at one point of its way.

Then everything is run again as a person would, and what must be true is
checked. A case is aimed at a request or at a commit, and says whether it struck:
what strikes nothing proves nothing.
"""

import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE  # noqa: E402
from points import Arrow  # noqa: E402

# A lost answer is settled this long after its request; 20 minutes in real life.
LONGEST = 4
# Longer than it takes to run again; shorter than LONGEST by more than the second that a Date hides.
LATE = 1.5
# So long a look-up holds, and an intent that was committed after it less (PSR_PUSH_STALE).
STALE = 60

KILLS = ("killed early", "killed late")
# What happens to a request. A request that is struck early is still in the server's queue, and arrives all the same;
# late, its answer is on its way. A commit is struck early at a write of its, late when it is synced.
EVENTS = {
    "killed early": "queue",
    "killed late": "slow",
    "stopped": "queue",
    "dropped before": "drop-before",
    "dropped after": "drop-after",
    "504 after": "504-after",
    "commit late": "commit-late",
    "queued": "queue",
    "409": "409",
    "deadlock": "deadlock",
    "token expired": "expired-token",
}
# Further answers, to requests that change something.
WRITE_EVENTS = {"locked": "lock", "503": "503", "429": "429", "truncated": "truncate", "malformed": "malformed", "html": "html"}
EVENTS.update(WRITE_EVENTS)
ARROW_EVENTS = (*KILLS, "stopped")

# What the ledger says of a document while a request is on its way, by what that is for.
INTENTS = {"create": ("creating",), "quote": ("quoting",), "convert": ("converting",), "post": ("posting",),
           "tell Wello": ("confirming", "refusing")}


class Aim:
    """How many kills, stops and faults were aimed, and how many struck."""

    def __init__(self):
        self.aimed = self.struck = 0

    def add(self, struck, what):
        self.aimed += 1
        assert struck, f"nothing was struck: {what}"
        self.struck += 1


def finish(process, allowed=(0, 1, 3)):
    """Waits for a process; an abort or a sanitizer's report is never an expected way to end."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"it did not end\n{out}\n{err}") from None
    assert "Sanitizer: " not in err and process.returncode in allowed, f"ended with {process.returncode}\n{out}\n{err}"


def is_stopped(process):
    with open(f"/proc/{process.pid}/stat", encoding="utf-8", errors="replace") as file:
        return file.read().rpartition(")")[2].split()[0] == "T"


class Case:
    def __init__(self, world, way, name, point, event, who, number, aim):
        self.world, self.way, self.name, self.point, self.event, self.who = world, way, name, point, event, who
        self.number, self.aim = number, aim
        self.struck_at = None
        self.seen = {"hits": 0, "victim": 0}
        self.options = world.options_of(way)

    def words(self):
        return ["bill", self.number, "--as", self.way.kind, *self.options]

    def run(self):
        if isinstance(self.point, Arrow):
            self.run_arrow()
        else:
            self.run_request()
        if self.who == "desktop":
            self.run_desktop()

    # At a request

    def strikes_at_once(self):
        """What the stand-ins themselves do to the program whose request is there, so that it can't be anywhere else."""
        if self.event in KILLS:
            return {"signal": int(signal.SIGKILL)}
        return {"signal": int(signal.SIGSTOP)} if self.event == "stopped" else {}

    def run_request(self):
        world, point = self.world, self.point
        world.sandbox.fault(service=point.service, method=point.method, path=world.pattern_of(point, self.way, self.number),
                            kind=EVENTS[self.event], after=point.occurrence, times=1, seconds=LATE, **self.strikes_at_once())
        count = int(self.who) if self.who.isdigit() else 1
        processes = [world.desktop.start(*self.words()) for _ in range(count)]
        victim = None
        try:
            if self.event in KILLS:
                victim = self.wait_for_killed(processes)
                self.struck_at = time.monotonic()
                if victim is not None:
                    self.check_intent()
            elif self.event == "stopped":
                stopped = self.wait_for_stopped(processes)
                self.struck_at = time.monotonic()
                if stopped is not None:
                    self.stop_and_continue(stopped)
            elif self.who == "desktop":
                self.wait_until(lambda: self.faulted()["hits"] > 0 or self.are_through(processes))
                self.struck_at = time.monotonic()
        finally:
            for process in processes:
                finish(process, (-signal.SIGKILL,) if process is victim else (0, 1, 3))
        self.judge(processes)

    @staticmethod
    def are_through(processes):
        return all(process.poll() is not None for process in processes)

    def wait_for_killed(self, processes):
        """The process that was killed; None when they all ended in peace."""
        def find():
            return next((process for process in processes if process.poll() == -signal.SIGKILL), None)
        self.wait_until(lambda: find() is not None or self.are_through(processes))
        return find()

    def wait_for_stopped(self, processes):
        self.wait_until(lambda: self.faulted()["victim"] != 0 or self.are_through(processes))
        return next((process for process in processes if process.pid == self.faulted()["victim"]), None)

    def faulted(self):
        """The fault as it was last seen: it is cleared when somebody else is let work."""
        faults = self.world.sandbox.control("GET", "/faults")["faults"]
        if faults:
            self.seen = faults[0]
        return self.seen

    def judge(self, processes):
        """Whether it struck, once, and whom it was to strike."""
        fault = self.faulted()
        told = f"{fault}, they ended with {[process.returncode for process in processes]}"
        good = fault["hits"] == 1
        if self.strikes_at_once():
            good = good and fault["victim"] in [process.pid for process in processes]
        if self.event in KILLS:
            good = good and [process.returncode for process in processes].count(-signal.SIGKILL) == 1
        self.aim.add(good, told)

    def stop_and_continue(self, victim):
        """Frozen until its request, its queue and everybody's patience are long over."""
        if self.who == "desktop":
            may_send = self.may_send()
            self.run_desktop()
            self.who = "1"
            if may_send:
                time.sleep(max(self.struck_at + STALE + 1 - time.monotonic(), 0))
        else:
            time.sleep(LATE + 1)
        victim.send_signal(signal.SIGCONT)

    def may_send(self):
        """Whether it may have looked already, and send as soon as it goes on: both kinds are looked for at once."""
        at_look_up = isinstance(self.point, Arrow) or self.point.what.startswith("look up")
        return at_look_up and self.way.via == "direct" and not self.world.is_made(self.number)

    def check_intent(self):
        """What may change something is on the disk before it is sent."""
        if self.who not in ("1", "desktop") or self.point.method == "GET" or self.point.service == "entra":
            return
        state = self.world.desktop.ledger("SELECT state FROM documents WHERE internal_number = ?", self.number)
        intent = INTENTS.get(self.point.what)
        assert intent is None or (len(state) == 1 and state[0][0] in intent), f"sent while the ledger said {state}"

    # At a commit

    def run_arrow(self):
        world = self.world
        stops = self.event == "stopped"
        with world.striker() as striker:
            first = world.desktop.start(*self.words(), environment=striker.environment(
                self.point.number, self.event == "killed early", signal.SIGSTOP if stops else signal.SIGKILL))
            others = []
            if self.who.isdigit() and int(self.who) > 1:
                self.wait_until(lambda: world.worker() == first.pid or first.poll() is not None or striker.struck())
                others = [world.desktop.start(*self.words()) for _ in range(int(self.who) - 1)]
            try:
                self.wait_until(lambda: first.poll() is not None or (stops and is_stopped(first)))
                self.struck_at = time.monotonic()
                if stops and first.poll() is None:
                    self.stop_and_continue(first)
            finally:
                for process in (first, *others):
                    finish(process, (-signal.SIGKILL,) if process is first and striker.struck() and not stops else (0, 1, 3))
            self.aim.add(striker.struck() == [self.point.number],
                         f"after {striker.commits()} commits it ended with {first.returncode}")

    @staticmethod
    def wait_until(condition):
        end = time.monotonic() + PATIENCE
        while not condition() and time.monotonic() < end:
            time.sleep(0.02)

    # On another computer

    def run_desktop(self):
        """Somebody bills the same on another computer, whose state is its own.

        Two that send directly in the same moment rest on the look-up before, and on
        the sweep; so where a request to create is on its way it is let arrive first, and
        who has looked already stays frozen until that doesn't hold any more. Over a quote
        both convert the same one.
        """
        if not isinstance(self.point, Arrow) and self.point.what == "create" and self.struck_at is not None:
            time.sleep(max(self.struck_at + LATE + 1 - time.monotonic(), 0))
        self.world.sandbox.clear_faults()
        finish(self.world.second().start(*self.words()), (0, 1, 2, 3))


def settle(world, case, with_second):
    """What a person does after a bad run: runs it again, and waits.

    What Business Central refused is marked in Wello; once the cause is gone
    somebody there sets it to Ready for ERP again.
    """
    world.sandbox.clear_faults()
    number, way = case.number, case.way
    world.check_so_far(number)
    world.let_time_pass(world.desktop)
    if with_second:
        world.let_time_pass(world.second())
    if way.ending != "refused":
        world.ready_again(number)
    result = None
    if way.ending != "refused" or not world.is_refused(number):
        result = world.desktop.run(*case.words(), "--wait", expect=(0, 1, 2, 3))
    if with_second:
        world.second().run(*case.words(), "--wait", expect=(0, 1, 2, 3))
    return result
