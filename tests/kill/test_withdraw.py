# SPDX-License-Identifier: GPL-3.0-or-later
"""Withdrawing a draft, whatever is killed, lost, late or done by somebody in between.

At the end either the draft is gone, its invoice is free and can be billed again, once;
or it is kept for a reason that is told, and still is the invoice's only document.
"""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE, Desktop, Sandbox, documents, run, wait_for  # noqa: E402
from world import Striker  # noqa: E402

DELETE = r"/sales(Invoices|Orders)\("
TELL = r"/ChangeStatusId$"
FATES = ("drop-before", "drop-after", "504-after", "commit-late", "409", "deadlock", "429", "expired-token", "truncate")


class Draft:
    """A draft of a Wello invoice, made and told."""

    def __init__(self, kind, **switches):
        self.sandbox = Sandbox()
        self.sandbox.control("POST", "/set", {"wello.imported-final": "no", **switches})
        self.desktop = Desktop(self.sandbox)
        self.desktop.set("BusinessCentral", LongestRequest="3s")
        self.desktop.run("sync", expect=(0, 1))
        rows = self.desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
        ready = [row["number"] for row in rows if row["state"] == "ready"]
        self.number = ready[0]
        self.kind = kind
        # A draft and a posted invoice of somebody, so that the account is seen to see such.
        self.desktop.run("bill", ready[1], "--as", "invoice", expect=0)
        self.desktop.run("bill", ready[2], "--as", "invoice", "--post", expect=0)
        self.desktop.run("bill", self.number, "--as", kind, expect=0)
        self.document = self.live()[0]

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.desktop.__exit__()
        self.sandbox.stop()

    @property
    def mark(self):
        return "WELLO-" + self.number

    def live(self):
        """Those that bill something."""
        return [row for row in documents(self.sandbox.dump())
                if row["externalDocumentNumber"] == self.mark and float(row["totalAmountIncludingTax"]) > 0]

    def state(self):
        return self.desktop.ledger("SELECT state, reason_code FROM documents WHERE internal_number = ?", self.number)[0]

    def act(self, verb, **more):
        self.sandbox.control("POST", "/act", {"verb": verb, "set": self.document["kind"], "id": self.document["id"], **more})

    def withdraw(self, expect=0):
        return self.desktop.run("withdraw", self.number, "--json", expect=expect)

    def wello(self):
        return next(row for row in self.sandbox.dump()["wello"]["invoices"] if row["internal_number"] == self.number)

    def lines_live(self):
        return self.desktop.ledger("SELECT count(*) FROM lines WHERE live = 1 AND document_id = "
                                   "(SELECT id FROM documents WHERE internal_number = ?)", self.number)[0][0]

    def fault(self, what, kind, **more):
        self.sandbox.fault(service="bc" if what is DELETE else "wello", method="DELETE" if what is DELETE else "POST",
                           path=what, kind=kind, times=1, **more)

    def hit(self):
        """The fault, once it has happened."""
        def find():
            return next((fault for fault in self.sandbox.control("GET", "/faults")["faults"] if fault["hits"]), None)
        wait_for(find, "the request")
        return find()

    def striker(self):
        return Striker(os.path.join(os.path.realpath(self.desktop.state), "ledger.db-wal"))

    def finish(self):
        """Whatever is run next takes it over, but for what nobody has begun."""
        # What was committed last is seen at the latest once the log was read anew.
        if self.state()[0] == "followed":
            self.withdraw(expect=(0, 1))
        if self.state()[0] != "withdrawn":
            self.desktop.run("bill", self.number, "--as", self.kind, expect=(0, 1))
        self.check_withdrawn(is_doubted=True)

    def check_withdrawn(self, is_doubted=False):
        assert self.state()[0] == "withdrawn", self.state()
        assert self.live() == [], self.live()
        assert self.lines_live() == 0
        assert self.wello()["invoice_status_name"] == "Ready for ERP", self.wello()
        # Free again: billed anew, under the same number, once.
        self.desktop.run("bill", self.number, "--as", self.kind, expect=(0, 1) if is_doubted else 0)
        assert len(self.live()) == 1, self.live()
        # For three minutes nothing else is told to Wello where a word to it may still arrive.
        if is_doubted and self.state() == ("confirming", "confirm-waiting"):
            return
        assert self.state()[0] == "followed", self.state()
        assert self.wello()["invoice_number"] == self.live()[0]["number"], self.wello()

    def check_kept(self, state, reason):
        assert self.state() == (state, reason), self.state()
        assert len(self.live()) == 1, self.live()
        assert self.lines_live() > 0


def kill(kind, fate, what=DELETE, intent="withdrawing"):
    """Killed while the request waits in the server's queue, or after it was done."""
    with Draft(kind) as draft:
        draft.fault(what, fate, seconds=2, signal=int(signal.SIGKILL))
        process = draft.desktop.start("withdraw", draft.number)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == -signal.SIGKILL, f"it wasn't killed\n{out}\n{err}"
        # It is on the disk before it is sent.
        assert draft.state()[0] == intent, draft.state()
        draft.sandbox.clear_faults()
        draft.finish()


def test_right_lost():
    """Killed while the deletion was under way; the account may not see drafts, or what is posted, any more."""
    for switch in ("bc.drafts-visible", "bc.posted-visible"):
        with Draft("invoice") as draft:
            draft.sandbox.fault(service="bc", method="DELETE", path=DELETE, kind="queue", times=1, seconds=2)
            process = draft.desktop.start("withdraw", draft.number)
            wait_for(lambda: any(fault["hits"] for fault in draft.sandbox.control("GET", "/faults")["faults"]), "the deletion")
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if switch == "bc.posted-visible":
                draft.act("post")
            draft.sandbox.clear_faults()
            draft.sandbox.control("POST", "/set", {switch: "no"})
            draft.desktop.run("bill", draft.number, expect=(0, 1, 3))
            assert draft.state() == ("needs-look", "not-withdrawn-unseen"), draft.state()
            assert draft.lines_live() > 0
            draft.sandbox.control("POST", "/set", {switch: "yes"})
            draft.desktop.run("withdraw", draft.number, expect=(0, 1))
            if switch == "bc.posted-visible":
                assert draft.state()[0] == "closed", draft.state()
                assert len(draft.live()) == 1
            else:
                draft.check_withdrawn()


def test_killed_before():
    for kind in ("invoice", "order"):
        kill(kind, "queue")


def test_killed_after():
    for kind in ("invoice", "order"):
        kill(kind, "slow")


def test_killed_while_telling():
    """The draft is gone by then; Wello is told by whoever takes over."""
    kill("invoice", "queue", TELL, "returning")
    kill("order", "slow", TELL, "returning")


def test_killed_at_each_commit():
    with Draft("invoice") as draft, draft.striker() as striker:
        draft.desktop.run("withdraw", draft.number, expect=0, environment=striker.environment())
        commits = striker.commits()
        draft.check_withdrawn()
    # That it is to be withdrawn, that the draft is deleted, and that Wello was told.
    assert commits >= 3, commits
    for commit in range(1, commits + 1):
        for early in (True, False):
            with Draft("order" if commit % 2 else "invoice") as draft, draft.striker() as striker:
                process = draft.desktop.start("withdraw", draft.number,
                                              environment=striker.environment(commit, early, signal.SIGKILL))
                out, err = process.communicate(timeout=PATIENCE)
                assert process.returncode == -signal.SIGKILL and striker.struck() == [commit], f"{commit} {early}\n{out}\n{err}"
                draft.finish()
    print(f"# covered: withdraw: {2 * commits} kills at {commits} commits", flush=True)


def stop(what):
    """Stopped while its request is in the server's hands, and let go on when that is long over."""
    with Draft("invoice") as draft:
        draft.fault(what, "queue", seconds=1, signal=int(signal.SIGSTOP))
        draft.sandbox.reset_requests()
        process = draft.desktop.start("withdraw", draft.number)
        assert draft.hit()["victim"] == process.pid
        time.sleep(3)
        # Who is stopped isn't gone: nobody takes its intent.
        state = draft.state()
        draft.sandbox.clear_faults()
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, f"{out}\n{err}"
        assert state[0] == ("withdrawing" if what is DELETE else "returning"), state
        draft.check_withdrawn()


def test_stopped():
    stop(DELETE)
    stop(TELL)


def test_two_at_once():
    """Both are asked to withdraw it; it is deleted once, and each is told how it ended."""
    with Draft("invoice") as draft:
        draft.fault(DELETE, "queue", seconds=1)
        draft.sandbox.reset_requests()
        processes = [draft.desktop.start("withdraw", draft.number) for _ in range(2)]
        for process in processes:
            out, err = process.communicate(timeout=PATIENCE)
            assert process.returncode in (0, 1), f"{out}\n{err}"
        assert 0 in [process.returncode for process in processes]
        draft.sandbox.clear_faults()
        deletions = [row for row in draft.sandbox.requests() if row["method"] == "DELETE"]
        assert len(deletions) == 1, deletions
        draft.check_withdrawn()


def lose(kind, fate, what=DELETE):
    with Draft(kind) as draft:
        draft.fault(what, fate, seconds=1)
        draft.withdraw()
        draft.check_withdrawn(is_doubted=what is TELL)


def test_answer_lost():
    for place, fate in enumerate(FATES):
        lose("order" if place % 2 else "invoice", fate)


def test_word_to_wello_lost():
    for place, fate in enumerate(("drop-before", "drop-after", "504-after", "429")):
        lose("order" if place % 2 else "invoice", fate, TELL)


def test_edited_meanwhile():
    """Somebody edits the draft after it was read: the server says 409, and it is kept."""
    with Draft("invoice") as draft:
        draft.sandbox.fault(service="bc", method="DELETE", path=DELETE, kind="queue", times=1, seconds=2)
        process = draft.desktop.start("withdraw", draft.number)
        wait_for(lambda: any(fault["hits"] for fault in draft.sandbox.control("GET", "/faults")["faults"]), "the deletion")
        lines = draft.sandbox.control("GET", "/rows?service=bc&set=salesInvoiceLines")["rows"]
        line = next(row for row in lines if row["documentId"] == draft.document["id"] and row["lineType"] != "Comment")
        draft.sandbox.change("bc", "salesInvoiceLines", line["id"], {"description": "Somebody’s words"})
        draft.act("edit", values={"billToName": "Somebody"})
        process.communicate()
        assert process.returncode == 1, process.returncode
        draft.check_kept("followed", "not-withdrawn-changed")


def test_posted_meanwhile():
    with Draft("invoice", **{"wello.repeat-status": "accepted"}) as draft:
        draft.sandbox.fault(service="bc", method="DELETE", path=DELETE, kind="queue", times=1, seconds=2)
        process = draft.desktop.start("withdraw", draft.number)
        wait_for(lambda: any(fault["hits"] for fault in draft.sandbox.control("GET", "/faults")["faults"]), "the deletion")
        draft.act("post")
        process.communicate()
        assert process.returncode == 1, process.returncode
        draft.check_kept("closed", "")
        assert draft.wello()["invoice_number"] == draft.live()[0]["number"], draft.wello()


def test_released():
    for kind in ("invoice", "order"):
        with Draft(kind) as draft:
            draft.act("release")
            draft.sandbox.reset_requests()
            draft.withdraw(expect=1)
            draft.check_kept("followed", "not-withdrawn-open")
            assert not [row for row in draft.sandbox.requests() if row["method"] == "DELETE"]
            draft.act("reopen")
            draft.withdraw()
            draft.check_withdrawn()


def test_void_left():
    """An empty posted invoice with our number is neither taken for the document nor for a duplicate."""
    with Draft("invoice", **{"bc.invoice-series": "shared"}) as draft:
        draft.withdraw()
        left = [row for row in documents(draft.sandbox.dump()) if row["externalDocumentNumber"] == draft.mark]
        assert len(left) == 1 and float(left[0]["totalAmountIncludingTax"]) == 0, left
        assert draft.state() == ("withdrawn", "withdrawn-void"), draft.state()
        draft.check_withdrawn()


if __name__ == "__main__":
    run(globals())
