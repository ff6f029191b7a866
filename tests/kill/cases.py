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
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE  # noqa: E402
from points import SYNC, Arrow  # noqa: E402

# A lost answer is settled this long after its request; 20 minutes in real life.
LONGEST = 4
# Longer than it takes to run again; shorter than LONGEST by more than the second that a Date hides.
LATE = 1.5

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
WRITE_EVENTS = {"503": "503", "429": "429", "truncated": "truncate", "malformed": "malformed", "html": "html"}
EVENTS.update(WRITE_EVENTS)
ARROW_EVENTS = (*KILLS, "stopped")


class Aim:
    """How many kills, stops and faults were aimed, and how many struck."""

    def __init__(self):
        self.aimed = self.struck = 0

    def add(self, struck, what):
        self.aimed += 1
        assert struck, f"nothing was struck: {what}"
        self.struck += 1


def inode_of(port):
    """The socket whose own end has this port."""
    with open("/proc/net/tcp", encoding="ascii") as file:
        for line in file.readlines()[1:]:
            words = line.split()
            if int(words[1].split(":")[1], 16) == port and words[9] != "0":
                return words[9]
    return None


def owner_of(port, processes):
    """Which of our processes asks from this port. The kernel's list is read in pieces: what it misses is there again."""
    end = time.monotonic() + LATE / 2
    while time.monotonic() < end:
        found = find_owner(inode_of(port), processes)
        if found is not None:
            return found
    return None


def find_owner(inode, processes):
    for process in processes:
        folder = f"/proc/{process.pid}/fd"
        try:
            targets = [os.readlink(os.path.join(folder, name)) for name in os.listdir(folder)]
        except OSError:
            continue
        if inode is not None and f"socket:[{inode}]" in targets:
            return process
    return None


def finish(process, allowed=(0, 1, 3)):
    """Waits for a process; an abort or a sanitizer's report is never an expected way to end."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"it did not end\n{out}\n{err}") from None
    assert "Sanitizer: " not in err and process.returncode in allowed, f"ended with {process.returncode}\n{out}\n{err}"


class Case:
    def __init__(self, world, way, name, point, event, who, number, aim):
        self.world, self.way, self.name, self.point, self.event, self.who = world, way, name, point, event, who
        self.number, self.aim = number, aim
        self.struck_at = None
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

    def fault(self):
        faults = self.world.sandbox.control("GET", "/faults")["faults"]
        return faults[0] if faults else {"hits": 0, "port": 0}

    def wait_for_hit(self, processes):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            fault = self.fault()
            if fault["hits"] > 0:
                self.struck_at = time.monotonic()
                return fault
            if all(process.poll() is not None for process in processes):
                break
            time.sleep(0.02)
        return self.fault()

    def run_request(self):
        world, point = self.world, self.point
        world.sandbox.fault(service=point.service, method=point.method, path=world.pattern_of(point, self.way, self.number),
                            kind=EVENTS[self.event], after=point.occurrence, times=1, seconds=LATE)
        count = int(self.who) if self.who.isdigit() else 1
        processes = [world.desktop.start(*self.words()) for _ in range(count)]
        fault = self.wait_for_hit(processes)
        killed = ()
        try:
            if self.event in (*KILLS, "stopped"):
                victim = owner_of(fault["port"], processes)
                self.aim.add(fault["hits"] == 1 and victim is not None, f"{fault}, of {[one.returncode for one in processes]}")
                if self.event == "stopped":
                    self.stop_and_continue(victim)
                else:
                    victim.kill()
                    killed = (victim,)
                self.check_intent(killed)
            else:
                self.aim.add(fault["hits"] == 1, str(fault))
        finally:
            for process in processes:
                finish(process, (-signal.SIGKILL,) if process in killed else (0, 1, 3))

    def stop_and_continue(self, victim):
        """Frozen until its request, its queue and everybody's patience are long over."""
        if not isinstance(self.point, Arrow):
            victim.send_signal(signal.SIGSTOP)
        if self.who == "desktop":
            self.run_desktop()
            self.who = "1"
        else:
            time.sleep(LATE + 1)
        victim.send_signal(signal.SIGCONT)

    def check_intent(self, killed):
        """What may change something is on the disk before it is sent."""
        if not killed or self.who not in ("1", "desktop") or self.point.method == "GET" or self.point.service == "entra":
            return
        state = self.world.desktop.ledger("SELECT state FROM documents WHERE internal_number = ?", self.number)
        intent = {"create": ["creating"], "quote": ["quoting"], "convert": ["converting"], "post": ["posting"], "tell Wello": ["confirming", "refusing"]}.get(self.point.what)
        assert intent is None or (len(state) == 1 and state[0][0] in intent), f"sent while the ledger said {state}"

    # At a commit

    def run_arrow(self):
        world = self.world
        early = self.event == "killed early"
        calls = "pwrite64" if early else SYNC
        signal_name = "SIGSTOP" if self.event == "stopped" else "SIGKILL"
        world.checkpoint()
        trace = tempfile.NamedTemporaryFile("r", prefix="passerelle-strace-")
        first = world.desktop.start(
            *self.words(), environment=world.untraced(),
            before=["strace", "-D", "-f", "-qq", *world.ledger_files(), "-o", trace.name, "-e", f"trace={calls}", "-e",
                    f"inject={calls}:signal={signal_name}:when={self.point.write if early else self.point.number}"])
        others = []
        if self.who.isdigit() and int(self.who) > 1:
            self.wait_until(lambda: world.worker() == first.pid or first.poll() is not None)
            others = [world.desktop.start(*self.words()) for _ in range(int(self.who) - 1)]
        stopped = False
        try:
            if self.event == "stopped":
                self.wait_until(lambda: first.poll() is not None or self.is_stopped(trace.name))
                self.struck_at = time.monotonic()
                stopped = first.poll() is None
                if stopped:
                    self.stop_and_continue(first)
            else:
                self.wait_until(lambda: first.poll() is not None)
                self.struck_at = time.monotonic()
        finally:
            for process in (first, *others):
                finish(process, (-signal.SIGKILL, 0, 1, 3) if process is first else (0, 1, 3))
        trace.close()
        self.aim.add(stopped or first.returncode == -signal.SIGKILL, f"ended with {first.returncode}")

    @staticmethod
    def wait_until(condition):
        end = time.monotonic() + PATIENCE
        while not condition() and time.monotonic() < end:
            time.sleep(0.005)

    @staticmethod
    def is_stopped(trace):
        with open(trace, encoding="utf-8", errors="replace") as file:
            return "--- stopped by SIGSTOP ---" in file.read()

    # On another computer

    def run_desktop(self):
        """Somebody bills the same on another computer, whose state is its own.

        Two that send directly in the same moment rest on the look-up before, and on
        the sweep; so where a request to create is on its way it is let arrive first.
        Over a quote both convert the same one.
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
        if world.desktop.ledger("SELECT 1 FROM documents WHERE internal_number = ? AND state = 'posting'", number):
            # A refusal counts once no attempt to post that was lost can still be at work.
            time.sleep(LONGEST + 1)
            world.let_time_pass(world.desktop)
            result = world.desktop.run(*case.words(), "--wait", expect=(0, 1, 2, 3))
    if with_second:
        world.second().run(*case.words(), "--wait", expect=(0, 1, 2, 3))
    return result
