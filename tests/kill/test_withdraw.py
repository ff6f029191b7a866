# SPDX-License-Identifier: GPL-3.0-or-later
"""Withdrawing a draft, whatever is killed, lost, late or done by somebody in between.

At the end either the draft is gone, its invoice is free and can be billed again, once;
or it is kept for a reason that is told, and still is the invoice's only document.
"""

import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import PATIENCE, Desktop, Sandbox, documents, run, wait_for  # noqa: E402

DELETE = r"/sales(Invoices|Orders)\("
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

    def check_withdrawn(self):
        assert self.state()[0] == "withdrawn", self.state()
        assert self.live() == [], self.live()
        assert self.lines_live() == 0
        assert self.wello()["invoice_status_name"] == "Ready for ERP", self.wello()
        # Free again: billed anew, under the same number, once.
        self.desktop.run("bill", self.number, "--as", self.kind, expect=0)
        assert self.state()[0] == "followed", self.state()
        assert len(self.live()) == 1, self.live()
        assert self.wello()["invoice_number"] == self.live()[0]["number"], self.wello()

    def check_kept(self, state, reason):
        assert self.state() == (state, reason), self.state()
        assert len(self.live()) == 1, self.live()
        assert self.lines_live() > 0


def kill(kind, fate):
    """Killed while the deletion waits in the server's queue, or after it was done."""
    with Draft(kind) as draft:
        draft.sandbox.fault(service="bc", method="DELETE", path=DELETE, kind=fate, times=1, seconds=2,
                            signal=int(signal.SIGKILL))
        process = draft.desktop.start("withdraw", draft.number)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == -signal.SIGKILL, f"it wasn't killed\n{out}\n{err}"
        # It is on the disk before it is sent.
        assert draft.state()[0] == "withdrawing", draft.state()
        draft.sandbox.clear_faults()
        # Whatever is run next takes it over.
        draft.desktop.run("bill", draft.number, "--as", kind, expect=(0, 1))
        draft.check_withdrawn()


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


def lose(kind, fate):
    with Draft(kind) as draft:
        draft.sandbox.fault(service="bc", method="DELETE", path=DELETE, kind=fate, times=1, seconds=1)
        draft.withdraw()
        draft.check_withdrawn()


def test_answer_lost():
    for place, fate in enumerate(FATES):
        lose("order" if place % 2 else "invoice", fate)


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
