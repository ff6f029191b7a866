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

# Statuses of Wello, by their published ids.
READY = "284b65d7-d5c8-419f-91d5-10a2f5132bab"

FEATURES = ("parts", "labour", "discount", "vat")
KINDS = [(document, feature) for document in ("invoice", "order") for feature in FEATURES]

# Every group that Microsoft's Belgian company has; it has none for services at 12 %.
VAT = {"21,part": "G3", "12,part": "G2", "6,part": "G1", "0,part": "G0",
       "21,labour": "S3", "6,labour": "S1", "0,labour": "S0"}

# What the profile makes of hours: by line code, else by kind of time.
LABOUR = {"OT150": ("Item", "OVERTIME"), "WorkingTime": ("Item", "SERVICE-HOUR"), "TravelTime": ("Resource", "TRAVEL")}

# SQLite says to the disk that a transaction is to stay with one of these.
SYNC = "fdatasync,fsync"

Request = collections.namedtuple("Request", "service method what occurrence")
Points = collections.namedtuple("Points", "requests commits writes")


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


def request_points(requests):
    """What one document's way asks for, each once.

    How many pages of Wello's lists there are depends on what is still to be
    billed, so of those only the first counts.
    """
    points, seen = [], collections.Counter()
    for request in requests:
        last = request["path"].split("?")[0].split("/")[-1]
        # The same request, whichever kind of document is made.
        what = "sales(Invoices|Orders)" if is_create(request) else re.escape(last)
        key = (request["service"], request["method"], what)
        if request["service"] == "bc" or seen[key] == 0:
            points.append(Request(*key, seen[key]))
        seen[key] += 1
    return points


def is_near(one, other, tolerance=0.01):
    return abs(float(one) - float(other)) <= tolerance + 1e-6


class World:
    def __init__(self, work_orders, longest="3s", **sizes):
        self.sandbox = Sandbox(customers=40, items=60, work_orders=work_orders, **sizes)
        self.desktop = Desktop(self.sandbox, TimeZone="UTC")
        self.desktop.set("BusinessCentral", LongestRequest=longest)
        self.desktop.set("Vat", **VAT)
        self.desktop.run("sync", expect=(0, 1))
        dump = self.sandbox.dump()
        self.before = {invoice["internal_number"]: invoice for invoice in dump["wello"]["invoices"]}
        assert documents(dump) == [], "the stand-ins have documents already"
        usage = self.sandbox.control("GET", "/rows?service=wello&set=JobNonPartUsage")["rows"]
        self.labour = {row["id"]: LABOUR.get(row["line_code"]) or LABOUR.get(row["type_code"]) for row in usage}
        rows = self.desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
        self.pool = {feature: [] for feature in FEATURES}
        for row in rows:
            invoice = self.before[row["number"]]
            # Those that the stand-ins name are awkward on purpose: Business Central refuses some of them.
            if row["state"] == "ready" and float(row["net"]) > 0 and not invoice.get("case"):
                self.pool[feature_of(invoice)].append(row["number"])
        self.used = {}
        self.lock = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def close(self):
        self.desktop.__exit__()
        self.sandbox.stop()

    def take(self, feature, document):
        with self.lock:
            assert self.pool[feature], f"the stand-ins have too few invoices with {feature} for these cases"
            number = self.pool[feature].pop()
            self.used[number] = document
            return number

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

    def strace(self, options, number, document, expect=None):
        before = ["strace", "-f", "-qq", *options]
        return self.bill(number, document, before=before, environment=self.untraced(), expect=expect)

    @staticmethod
    def untraced():
        # The leak checker can't run under a tracer.
        return {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "").replace("detect_leaks=1", "detect_leaks=0")}

    def checkpoint(self):
        """Has the next run begin the ledger's log anew, so that its calls are in known places."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.desktop.state, "ledger.db"))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ledger_files(self):
        """Has strace look at, and strike, only what is done to the ledger."""
        path = os.path.join(os.path.realpath(self.desktop.state), "ledger.db")
        return ["-P", path, "-P", path + "-wal"]

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

    def count_points(self):
        """What one document's way asks for, and how often the ledger's thread goes to the disk.

        The tracer counts for each thread by itself; the ledger has one that
        writes, the one with the most to do.
        """
        # Once, so that what only a first run does is not part of the cases.
        self.bill(self.take("parts", "invoice"), "invoice", expect=0)
        self.sandbox.reset_requests()
        self.bill(self.take("parts", "invoice"), "invoice", expect=0)
        requests = request_points(self.sandbox.requests())
        self.checkpoint()
        with tempfile.NamedTemporaryFile("r", prefix="passerelle-strace-") as trace:
            self.strace([*self.ledger_files(), "-e", f"trace={SYNC},pwrite64", "-o", trace.name],
                        self.take("parts", "invoice"), "invoice", expect=0)
            lines = [line.split(None, 1) for line in trace.read().splitlines()]
        commits, writes = collections.Counter(), collections.Counter()
        for thread, call in lines:
            if re.match(r"f(data)?sync\(", call):
                commits[thread] += 1
            elif call.startswith("pwrite64("):
                writes[thread] += 1
        writer = max(commits, key=commits.get)
        assert len(requests) > 10 and commits[writer] > 5, (requests, commits)
        return Points(requests, commits[writer], writes[writer])

    def check(self, number, what, may_be_withdrawn=False):
        """One document, the right one, and Wello and the ledger know it."""
        document = self.used[number]
        dump = self.sandbox.dump()
        found = [row for row in documents(dump) if row["externalDocumentNumber"] == mark_of(number)]
        invoice = next(row for row in dump["wello"]["invoices"] if row["internal_number"] == number)
        ledger = self.desktop.ledger("SELECT state, bc_number, reason_what FROM documents WHERE internal_number = ?",
                                     number)
        told = (f"{what}: {number}: {[(row['kind'], row['number']) for row in found]}, "
                f"Wello {invoice['invoice_status_name']}, ledger {ledger}")

        assert len(found) == 1, told
        assert found[0]["kind"] == ("salesOrders" if document == "order" else "salesInvoices"), told
        assert found[0]["customerNumber"] == invoice["company_code"], told
        assert invoice["invoice_status_name"] == "ERP Imported", told
        assert invoice["invoice_number"] == found[0]["number"], told
        # A state from before, when Wello knows the number already, has nothing left to do.
        good = [("followed", found[0]["number"])] + ([("withdrawn", "")] if may_be_withdrawn else [])
        assert len(ledger) == 1 and ledger[0][:2] in good, told
        problems = self.wrong_figures(invoice, found[0])
        assert not problems, f"{told}: {'; '.join(problems)}"

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
        used = {mark_of(number) for number in self.used}
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
