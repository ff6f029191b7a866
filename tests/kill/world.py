# SPDX-License-Identifier: GPL-3.0-or-later
"""A pair of services, a desktop, and what must be true of them at any end.

Every case takes Wello invoices that nobody used. Whatever happened to them, and
once everything is settled, each is in exactly one document with its lines and
totals, and Wello has the document's number; and no other invoice was touched.
"""

import collections
import contextlib
import os
import re
import sqlite3
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from harness import Desktop, Sandbox, documents  # noqa: E402
from points import Request, expand  # noqa: E402

# What is preloaded into a program that is to be struck at a commit.
STRIKE = os.environ.get("PASSERELLE_STRIKE", "")

# Statuses of Wello, by their published ids.
READY = "284b65d7-d5c8-419f-91d5-10a2f5132bab"

FEATURES = ("parts", "labour", "discount", "vat")
KINDS = [(document, feature) for document in ("invoice", "order") for feature in FEATURES]

# Every group that Microsoft's Belgian company has; it has none for services at 12 %.
VAT = {"21,part": "G3", "12,part": "G2", "6,part": "G1", "0,part": "G0",
       "21,labour": "S3", "6,labour": "S1", "0,labour": "S0"}

# What the profile makes of hours: by line code, else by kind of time.
LABOUR = {"OT150": ("Item", "OVERTIME"), "WorkingTime": ("Item", "SERVICE-HOUR"), "TravelTime": ("Resource", "TRAVEL")}

# API v1.0 has no lines of resources.
LABOUR_V1 = {**LABOUR, "TravelTime": ("Account", "705000")}

# How a document may end: left as a draft, posted, drafted and refused to be posted, refused at once.
ENDINGS = ("draft", "posted", "unposted", "refused")


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


def mark_of(number):
    return ("WELLO-" + number).upper()


def is_create(request):
    """Whether a request of the log makes a document."""
    return (request["service"] == "bc" and request["method"] == "POST" and
            re.search(r"/sales(Invoices|Orders)(\?|$)", request["path"]) is not None)


def is_look_up(request, number):
    return (request["service"] == "bc" and request["method"] == "GET" and
            "externalDocumentNumber" in request["path"] and number in request["path"])


def is_near(one, other, tolerance=0.01):
    return abs(float(one) - float(other)) <= tolerance + 1e-6


class Striker:
    """Counts the commits of a program, or strikes it at one of them; see strike.c."""

    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.trace = tempfile.NamedTemporaryFile("r", prefix="passerelle-strike-")
        return self

    def __exit__(self, *unused):
        self.trace.close()

    def environment(self, commit=0, early=False, signal_number=0):
        # The sanitizers want to be loaded first; they find what they watch all the same.
        return {"LD_PRELOAD": STRIKE, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0",
                "STRIKE_FILE": self.log, "STRIKE_TRACE": self.trace.name, "STRIKE_COMMIT": str(commit),
                "STRIKE_EARLY": str(int(early)), "STRIKE_SIGNAL": str(int(signal_number))}

    def lines(self):
        self.trace.seek(0)
        return self.trace.read().splitlines()

    def commits(self):
        return len([line for line in self.lines() if line.startswith("commit ")])

    def struck(self):
        """At which commits it was struck."""
        return [int(line.split()[1]) for line in self.lines() if line.startswith("struck ")]


class World:
    def __init__(self, work_orders, longest="3s", api="v2.0", **sizes):
        self.sandbox = Sandbox(customers=40, items=60, work_orders=work_orders, **sizes)
        self.sandbox.add_colleague()
        self.longest = longest
        self.api = api
        labour = LABOUR_V1 if api == "v1.0" else LABOUR
        if api == "v1.0":
            # From now on nothing else is there.
            self.sandbox.control("POST", "/set", {"bc.apis": api})
        self.desktop = self.new_desktop()
        self.other = None
        dump = self.sandbox.dump()
        self.before = {invoice["internal_number"]: invoice for invoice in dump["wello"]["invoices"]}
        assert documents(dump) == [], "the stand-ins have documents already"
        usage = self.sandbox.control("GET", "/rows?service=wello&set=JobNonPartUsage")["rows"]
        self.labour = {row["id"]: labour.get(row["line_code"]) or labour.get(row["type_code"]) for row in usage}
        rows = self.desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
        self.pool = {feature: [] for feature in FEATURES}
        for row in rows:
            invoice = self.before[row["number"]]
            # Those that the stand-ins name are awkward on purpose: Business Central refuses some of them.
            if row["state"] == "ready" and float(row["net"]) > 0 and not invoice.get("case"):
                self.pool[feature_of(invoice)].append(row["number"])
        self.used = {}
        # How those end that are not to stay drafts.
        self.endings = {}
        self.lock = threading.Lock()

    def new_desktop(self):
        desktop = Desktop(self.sandbox, TimeZone="UTC")
        desktop.set("BusinessCentral", LongestRequest=self.longest, ApiVersion=self.api)
        if self.api == "v1.0":
            desktop.set("Labour", TravelTime="account:705000")
        desktop.set("Vat", **VAT)
        desktop.run("sync", expect=(0, 1))
        return desktop

    def second(self):
        """Somebody else's computer, with a state of its own."""
        if self.other is None:
            self.other = self.new_desktop()
        return self.other

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def close(self):
        self.desktop.__exit__()
        if self.other is not None:
            self.other.__exit__()
        self.sandbox.stop()

    def take(self, feature, document, with_part=False):
        """An invoice that nobody used; with_part: one that bills an item."""
        with self.lock:
            fit = [number for number in self.pool[feature] if not with_part or self.has_part(number)]
            assert fit, f"the stand-ins have too few invoices with {feature} for these cases"
            number = fit[-1]
            self.pool[feature].remove(number)
            self.used[number] = document
            return number

    def has_part(self, number):
        return any(line["source_db_table_name"] == "job_part_usage" for line in self.before[number]["lines"])

    def take_all(self, count, document):
        """As many as are wanted, of each feature in turn; the rest of Wello's is set back to open."""
        numbers = [self.take(FEATURES[place % len(FEATURES)], document) for place in range(count)]
        still_open = next(invoice["invoice_status_id"] for invoice in self.before.values()
                          if invoice["invoice_status_name"] == "Open")
        for number, invoice in self.before.items():
            if invoice["invoice_status_name"] == "Ready for ERP" and number not in numbers:
                self.sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": still_open})
                invoice["invoice_status_id"] = still_open
        return numbers

    def bill(self, number, document, *options, **more):
        return self.desktop.run("bill", number, "--as", document, *options, **more)

    def strace(self, words, number, document, *options, expect=None):
        before = ["strace", "-f", "-qq", *words]
        return self.bill(number, document, *options, before=before, environment=self.untraced(), expect=expect)

    # For the matrix

    @staticmethod
    def mark(number):
        return mark_of(number)

    @staticmethod
    def options_of(way):
        """What bill is to be told to go this way."""
        return ["--via", way.via] + (["--post"] if way.ending in ("posted", "unposted") else [])

    @staticmethod
    def pattern_of(point, way, number):
        assert isinstance(point, Request)
        return expand(point.pattern, way.kind, mark_of(number))

    def item_of(self, number):
        """The card of an item that an invoice bills."""
        line = next(line for line in self.before[number]["lines"] if line["source_db_table_name"] == "job_part_usage")
        rows = self.sandbox.control("GET", "/rows?service=bc&set=items")["rows"]
        return next(row["id"] for row in rows if row["number"] == line["article_code"])

    @contextlib.contextmanager
    def prepared(self, way, feature="parts"):
        """An invoice that ends as the way says; what Business Central has against it is mended afterwards."""
        values = {"refused": {"al.salesBlocked": True}, "unposted": {"al.tracking": "serial"}}.get(way.ending)
        number = self.take(feature, way.kind, with_part=values is not None)
        self.endings[number] = way.ending
        if values is None:
            yield number
            return
        item = self.item_of(number)
        before = {name: False if value is True else "" for name, value in values.items()}
        self.sandbox.change("bc", "items", item, values)
        try:
            yield number
        finally:
            self.sandbox.change("bc", "items", item, before)

    @staticmethod
    def let_time_pass(desktop):
        """What is tried again in a minute is due now. Doubts aren't: LongestRequest says how long those wait."""
        with contextlib.closing(sqlite3.connect(os.path.join(desktop.state, "ledger.db"), timeout=30)) as connection:
            connection.execute("UPDATE documents SET next_lookup_at = 0 WHERE next_lookup_at > 0 AND state NOT IN "
                               "('approved', 'checking', 'creating')")
            connection.commit()

    def invoice(self, number, dump=None):
        rows = (dump or self.sandbox.dump())["wello"]["invoices"]
        return next(row for row in rows if row["internal_number"] == number)

    def ready_again(self, number):
        """What somebody in Wello does once the cause of a refusal is gone."""
        invoice = self.invoice(number)
        if invoice["invoice_status_name"] == "ERP Error":
            self.sandbox.change("wello", "Invoice", invoice["id"], {"invoice_status_id": READY,
                                                                    "invoice_status_name": "Ready for ERP"})

    def is_refused(self, number):
        state = self.desktop.ledger("SELECT state FROM documents WHERE internal_number = ?", number)
        return state == [("refused",)] and self.invoice(number)["invoice_status_name"] == "ERP Error"

    def is_made(self, number):
        return any(row["externalDocumentNumber"] == mark_of(number) for row in documents(self.sandbox.dump()))

    def check_so_far(self, number):
        """What must be true at any moment: never two, and Wello isn't told of what isn't there."""
        dump = self.sandbox.dump()
        found = [row for row in documents(dump) if row["externalDocumentNumber"] == mark_of(number)]
        assert len(found) <= 1, f"{number} is in {len(found)} documents"
        assert found or self.invoice(number, dump)["invoice_status_name"] != "ERP Imported", f"{number} is in none"

    @staticmethod
    def untraced():
        # The leak checker can't run under a tracer.
        return {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "").replace("detect_leaks=1", "detect_leaks=0")}

    @contextlib.contextmanager
    def striker(self):
        with Striker(os.path.join(os.path.realpath(self.desktop.state), "ledger.db-wal")) as striker:
            yield striker

    def worker(self):
        """The process that works on the state, by the note in its lock; None when it left none."""
        try:
            with open(os.path.join(self.desktop.state, "worker.lock")) as file:
                found = re.search(r"process (\d+)", file.read())
        except FileNotFoundError:
            return None
        return int(found.group(1)) if found else None

    def kill_worker(self, processes):
        worker = self.worker()
        victim = next((process for process in processes if process.pid == worker), None)
        assert victim is not None, f"process {worker} is none of {[process.pid for process in processes]}"
        victim.kill()

    def check(self, number, what, may_be_withdrawn=False):
        """The right document, once, or none and the reason; and Wello and the ledger know it."""
        ending = self.endings.get(number, "draft")
        dump = self.sandbox.dump()
        found = [row for row in documents(dump) if row["externalDocumentNumber"] == mark_of(number)]
        posted = [row for row in dump["bc"]["postedSalesInvoices"] if row["externalDocumentNumber"] == mark_of(number)]
        invoice = self.invoice(number, dump)
        ledger = self.desktop.ledger("SELECT state, bc_number, reason_code, reason_what, reason_mend FROM documents "
                                     "WHERE internal_number = ?", number)
        told = (f"{what}: {number}: {[(row['kind'], row['number']) for row in found]}, {len(posted)} posted, "
                f"Wello {invoice['invoice_status_name']}, ledger {ledger}")

        assert len(ledger) == 1, told
        if ending == "refused":
            assert not found and not posted, told
            if not (may_be_withdrawn and ledger[0][0] == "withdrawn"):
                assert ledger[0][0] == "refused" and ledger[0][3] and ledger[0][4], told
            assert invoice["invoice_status_name"] == "ERP Error" and not invoice["invoice_number"], told
            return

        assert len(found) == 1, told
        is_order = self.used[number] == "order" and ending != "posted"
        assert found[0]["kind"] == ("salesOrders" if is_order else "salesInvoices"), told
        assert found[0]["customerNumber"] == invoice["company_code"], told
        assert len(posted) == (1 if ending == "posted" else 0), told
        assert (found[0]["status"] == "Draft") == (ending != "posted"), told
        problems = self.wrong_figures(invoice, found[0])
        assert not problems, f"{told}: {'; '.join(problems)}"

        if ending == "unposted":
            # It isn't told to Wello before it is what was approved; a person reads why.
            assert ledger[0][:3] == ("needs-look", found[0]["number"], "post-refused") and ledger[0][3], told
            assert invoice["invoice_status_name"] == "Ready for ERP", told
            return
        assert invoice["invoice_status_name"] == "ERP Imported", told
        assert invoice["invoice_number"] == found[0]["number"], told
        # A state from before, when Wello knows the number already, has nothing left to do.
        good = [("closed" if ending == "posted" else "followed", found[0]["number"], "")]
        good += [("withdrawn", "")] if may_be_withdrawn else []
        assert ledger[0][:3] in good or ledger[0][:2] in good, told

    def check_second(self, number, what):
        """On the other computer nothing is left that is under way."""
        rows = self.second().ledger("SELECT state, bc_number, reason_code FROM documents WHERE internal_number = ?", number)
        wanted = {"draft": ("followed", "withdrawn"), "posted": ("closed", "withdrawn"),
                  "unposted": ("needs-look",), "refused": ("refused", "withdrawn")}[self.endings.get(number, "draft")]
        assert not rows or rows[0][0] in wanted, f"{what}: {number}: on the other computer {rows}"

    def wrong_figures(self, invoice, document):
        """What differs between Wello's lines and totals and those of the document."""
        lines = [line for line in document["lines"] if line["lineType"] != "Comment"]
        wanted = sorted(invoice["lines"], key=lambda line: line["line_num"])
        left = 1 - float(invoice["discount"] or 0) / 100
        if len(lines) != len(wanted):
            return [f"{len(lines)} lines for {len(wanted)}"]

        problems = []
        for line, want in zip(lines, wanted):
            if want["source_db_table_name"] == "job_part_usage":
                what = ("Item", want["article_code"])
            else:
                what = self.labour[want["source_id_in_table"]]
            got = (line["lineType"], line["lineObjectNumber"])
            name = f"line {want['line_num']}: "
            if got != what:
                problems.append(f"{name}{got} for {what}")
            if not is_near(line["quantity"], want["quantity_decimal"], 0):
                problems.append(f"{name}quantity {line['quantity']} for {want['quantity_decimal']}")
            if not is_near(line["netAmount"], float(want["total_line"]) * left):
                problems.append(f"{name}net {line['netAmount']} for {float(want['total_line']) * left}")
            if not is_near(line["taxPercent"], float(want["vat_rate"]) * 100, 0):
                problems.append(f"{name}VAT {line['taxPercent']} % for {want['vat_rate']}")

        for name, total in (("totalAmountExcludingTax", "total_line"), ("totalAmountIncludingTax", "total_line_with_vat")):
            want = sum(float(line[total]) for line in wanted) * left
            if not is_near(document[name], want, 0.01 * max(1, len(lines))):
                problems.append(f"{name} {document[name]} for {want}")
        return problems

    def check_nothing_else(self):
        """What must be true of everything: nothing twice, nothing lost, nothing that nobody asked for."""
        dump = self.sandbox.dump()
        marks = collections.Counter(row["externalDocumentNumber"] for row in documents(dump))
        used = {mark_of(number) for number in self.used if self.endings.get(number) != "refused"}
        problems = [f"in {count} documents: {mark}" for mark, count in marks.items() if count > 1]
        problems += [f"a document of nobody's: {mark or 'without a number'}" for mark in marks if mark not in used]
        problems += [f"in no document: {mark}" for mark in used if mark not in marks]
        now = {invoice["internal_number"]: invoice for invoice in dump["wello"]["invoices"]}
        if now.keys() != self.before.keys():
            problems.append(f"Wello's invoices are others: {sorted(now.keys() ^ self.before.keys())}")
        for number, invoice in self.before.items():
            if number in self.used or number not in now:
                continue
            for name in ("invoice_status_id", "invoice_number"):
                if now[number][name] != invoice[name]:
                    problems.append(f"{number} was not asked for: {name} “{now[number][name]}”, was “{invoice[name]}”")
        assert not problems, "\n".join(problems)
