# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the services do where their documentation is silent: an invoice is billed once, or it is told why not."""

import re
import subprocess

from harness import SANDBOX, Desktop, Sandbox, documents, run

# Where a value is free, the one that is tried.
FREE = {"bc.page-size": "3", "wello.page-size": "7", "bc.skip-token-seconds": "0", "bc.template-posting-window": "2019-01-01..2019-12-31",
        "bc.user-posting-window": "2019-01-01..2019-12-31"}

# What nothing can be billed under: the account may not read, or the service is another one.
ASIDE = {"bc.environment-type": "the company is another then, and has to be confirmed",
         "bc.on-premises-tenant": "an address of its own",
         "bc.missing-posting-setup": "depends on the groups of the invoice",
         "bc.blocked-dimensions": "depends on the dimensions of the invoice",
         "wello.sales-organizations": "at start only", "wello.status-names": "at start only", "wello.status-ids": "at start only",
         "bc.apis": "each needs a client of its own",
         "bc.web-services": "billing reads none", "bc.price-columns": "billing reads none", "bc.odata-enums": "billing reads none",
         "bc.unreadable": "test_rights.py takes each set",
         "bc.missing-properties": "billing leaves nothing out; test_properties.py takes them away",
         "bc.limit-requests": "only slower", "bc.limit-running": "only slower", "bc.limit-queued": "only slower"}

# What a document over a quote may meet besides.
OF_QUOTES = re.compile(r"quote|property-order|stale|not-found|reading|vat|automate|fails-late|ext-doc|deep-insert")

DONE = ("followed", "closed")


def readings(pattern):
    """Each value that isn't the expected one, of each switch: (name, value, expected)."""
    text = subprocess.run([SANDBOX, "--list-switches"], capture_output=True, text=True, check=True).stdout
    for line in text.splitlines():
        name, _, values = line.partition("=")
        if not values or name in ASIDE or not re.search(pattern, name):
            continue
        expected, *others = values.split("|")
        for value in others:
            yield name, FREE[name] if value == "*" else value, expected


def fit(sandbox, desktop):
    invoices = {row["internal_number"]: row for row in sandbox.dump()["wello"]["invoices"]}
    desktop.run("sync", expect=(0, 1))
    rows = desktop.run("workorders", "--queue", "review", "--json", expect=0).json()["workOrders"]
    return [row["number"] for row in rows
            if row["state"] == "ready" and float(row["net"]) > 0 and not invoices[row["number"]].get("case")]


def try_all(pattern, via):
    tried, told = 0, {}
    with Sandbox(customers=30, items=40, work_orders=220) as sandbox, Desktop(sandbox, Via=via) as desktop:
        sandbox.add_colleague()
        numbers = fit(sandbox, desktop)
        desktop.run("bill", numbers.pop(), "--post", expect=0)
        for place, (name, value, expected) in enumerate(readings(pattern)):
            kind = "order" if place % 4 == 3 else "invoice"
            number = numbers.pop()
            sandbox.control("POST", "/set", {name: value})
            result = desktop.run("bill", number, "--as", kind, "--post", expect=(0, 1, 3))
            what = f"{name}={value}, {kind}, {via}"
            state, reason, words, mend = row_of(desktop, number)
            assert len(live(sandbox, number)) <= 1, (what, live(sandbox, number))
            # What keeps everything from being billed is told once, and not with each.
            stopped = result.status == 3 and state in ("ready", "approved") and result.err.strip()
            assert state in DONE or (reason and words and mend) or stopped, (what, state, reason)
            sandbox.control("POST", "/set", {name: expected})
            if state not in DONE:
                told[f"{name}={value}"] = f"{state}: {reason}"
                finish(desktop, number, kind)
                state, reason, words, mend = row_of(desktop, number)
                assert state in DONE, (what, state, reason)
            assert len(live(sandbox, number)) == 1, (what, live(sandbox, number))
            tried += 1
    print(f"# covered: {tried} readings of {pattern.pattern}, {via}; of these told: {told}", flush=True)


def finish(desktop, number, kind):
    """What was in the way isn't any more: time passes, and the number is billed again."""
    for _ in range(2):
        desktop.write("UPDATE documents SET next_lookup_at = 0 WHERE next_lookup_at > 0")
        desktop.run("bill", number, "--as", kind, "--post", expect=(0, 1, 3))


def row_of(desktop, number):
    return desktop.ledger("SELECT state, reason_code, reason_what, reason_mend FROM documents WHERE internal_number = ?", number)[0]


def live(sandbox, number):
    return [row["number"] for row in documents(sandbox.dump()) if row["externalDocumentNumber"] == "WELLO-" + number
            and (row["lines"] or row["status"] == "Draft")]


def test_bc_direct():
    try_all(re.compile(r"^bc\."), "direct")


def test_bc_quote():
    try_all(re.compile(rf"^bc\.(?=.*({OF_QUOTES.pattern}))"), "auto")


def test_wello():
    try_all(re.compile(r"^wello\."), "direct")


run(globals(), at_once=3)
