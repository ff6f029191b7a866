#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pulls and stores 100 000 customers, beside a plain script that does the same.

Figures are printed, not asserted. The bars: at least twice the script's rows a
second at no more memory, and a peak of at most 64 MiB above the start.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

from recording import Replay, exchange, free_port  # noqa: E402

BENCH = os.environ.get("BENCH_PULL", "bench-pull")
COMPANY = "11111111-2222-3333-4444-555555555555"
ROWS = int(os.environ.get("ROWS", "100000"))
PAGE = 1000
RUNS = int(os.environ.get("RUNS", "5"))

# A customer as API v2.0 sends it, with every property that can be read.
CUSTOMER = (
    '{{"@odata.etag":"W/\\"JzIwOzEyMzQ1Njc4OTAxMjM0NTY3ODkwMTswMDsn{0:06d}\\"","id":"{0:08x}-5d2b-ee11-bdf6-6045bd000000",'
    '"number":"C{0:06d}","displayName":"Société d\'Étude & Installation {0} NV","additionalName":"","type":"Company",'
    '"addressLine1":"Rue de l\'Église {1}","addressLine2":"Bus {2}","city":"Bruxelles","state":"","country":"BE",'
    '"postalCode":"{3}","phoneNumber":"+32 2 {0:07d}","email":"info{0}@example.com","website":"https://www.example.com/{0}",'
    '"salespersonCode":"JO","balanceDue":{4},"creditLimit":25000,"taxLiable":true,"taxAreaId":"9d3b36c6-5d2b-ee11-bdf6-6045bd000001",'
    '"taxAreaDisplayName":"Binnenland","taxRegistrationNumber":"BE0{0:09d}","currencyId":"00000000-0000-0000-0000-000000000000",'
    '"currencyCode":"EUR","paymentTermsId":"1c2b36c6-5d2b-ee11-bdf6-6045bd000002","shipmentMethodId":"00000000-0000-0000-0000-000000000000",'
    '"paymentMethodId":"00000000-0000-0000-0000-000000000000","blocked":"_x0020_","lastModifiedDateTime":"2026-08-{5:02d}T09:12:33.273Z"}}'
)


def customer(i):
    return CUSTOMER.format(i, i % 200 + 1, i % 20, 1000 + i % 9000, f"{i % 5000}.{i % 100:02d}", i % 28 + 1)


def selected_properties():
    """What the flow asks for: the properties that its maps read."""
    names = {"id", "number", "displayName", "lastModifiedDateTime"}
    for name in ("customers", "contacts"):
        with open(os.path.join(HERE, "..", "..", "data", "mappings", f"{name}-bc-to-wello.json"), encoding="utf-8") as file:
            names |= set(re.findall(r'"source"\s*:\s*"(\w+)"', file.read()))
    return names


def prepare(path, url):
    """Returns the address of the set with all properties, and the length of a row of the one and the other kind."""
    address = f"/api/v2.0/companies({COMPANY})/customers"
    head = [("Content-Type", "application/json; odata.metadata=minimal; odata.streaming=true"), ("OData-Version", "4.0")]
    names = selected_properties()
    lengths = []
    with open(path, "wb") as file:
        # Whoever selects gets the first kind: the server takes it for any query that it doesn't know.
        for mark in ("$select=some&", ""):
            length = 0
            for first in range(0, ROWS, PAGE):
                rows = [customer(i) for i in range(first, min(first + PAGE, ROWS))]
                if mark:
                    rows = [json.dumps({name: value for name, value in json.loads(row).items() if name in names or name[0] == "@"},
                                       ensure_ascii=False, separators=(",", ":")) for row in rows]
                length += sum(map(len, rows))
                more = first + PAGE < ROWS
                link = f',"@odata.nextLink":"{url}{address}?{mark}aid=FIN&$skiptoken=page-{first + PAGE}"' if more else ""
                body = f'{{"@odata.context":"{url}/api/v2.0/$metadata#companies({COMPANY})/customers","value":[{",".join(rows)}]{link}}}'
                asked = f"{address}?{mark}aid=FIN&$skiptoken=page-{first}" if first or mark else address
                file.write(exchange("GET", asked, b"", 200, head, body.encode()))
            lengths.append(length / ROWS)
    return url + address, lengths


def measure(words):
    output = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    rows, seconds, before, peak = int(output[0]), float(output[1]), int(output[2]), int(output[3])
    assert rows == ROWS, f"{rows} rows of {ROWS}"
    return rows / seconds, peak / 1024, (peak - before) / 1024


def main():
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as folder:
        recording = os.path.join(folder, "recording")
        credentials = os.path.join(folder, "credentials")
        os.mkdir(credentials, 0o700)
        with open(os.open(os.path.join(credentials, "bc-password"), os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write("password")
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        address, lengths = prepare(recording, url)
        ours, theirs = [], []
        with Replay(recording, port) as replay:
            for run in range(RUNS):
                ours.append(measure([BENCH, url, COMPANY, str(PAGE), os.path.join(folder, f"state-{run}"), credentials]))
                theirs.append(measure([sys.executable, os.path.join(HERE, "script.py"), address, str(PAGE),
                                       os.path.join(folder, f"script-{run}.db")]))
            numbers, _ = replay.stats()
        assert numbers["missed"] == 0, numbers
        print(f"pull and store {ROWS} customers in pages of {PAGE}; medians of {RUNS} runs")
        print(f"  Passerelle selects what it maps, {lengths[0]:.0f} of {lengths[1]:.0f} characters a row; "
              "it maps two records and stores the first with its hash, the script stores all columns")
        for name, figures in (("Passerelle", ours), ("Python script", theirs)):
            rate, peak, above = (statistics.median(column) for column in zip(*figures))
            print(f"  {name:14} {rate:8.0f} rows/s, peak {peak:5.1f} MiB, {above:5.1f} MiB above the start")
        rate = statistics.median(row[0] for row in ours) / statistics.median(row[0] for row in theirs)
        more = max(row[1] for row in ours) - min(row[1] for row in theirs)
        above = max(row[2] for row in ours)
        print(f"  {rate:.2f} times the script's rows/s (bar: 2); {'less' if more <= 0 else 'MORE'} memory; "
              f"{above:.1f} MiB above the start (bar: 64)")


if __name__ == "__main__":
    main()
