# SPDX-License-Identifier: GPL-3.0-or-later
"""The window over 100 000 documents that are done: start, memory, sync, scrolling, searching."""

import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "integration"))

from harness import Desktop, Sandbox  # noqa: E402

ROWS = 100_000


def fill(state):
    """Copies what was billed until there are enough."""
    with sqlite3.connect(os.path.join(state, "ledger.db")) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info (documents)")]
        given = {
            "id": "NULL", "wello_invoice_id": "wello_invoice_id || '-' || n", "internal_number": "internal_number || '-' || n",
            "external_number": "''", "bc_id": "''", "live": "0", "state": "'closed'", "bc_status": "'paid'",
        }
        source = ", ".join(given.get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        count = connection.execute("SELECT count (*) FROM documents WHERE state = 'followed'").fetchone()[0]
        connection.execute(f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS // count + 1}) "
                           f"INSERT INTO documents ({names}) SELECT {source} FROM documents, numbers WHERE state = 'followed'")


def main():
    with Sandbox() as sandbox, Desktop(sandbox) as desktop:
        desktop.run("sync", expect=(0, 1))
        desktop.run("bill", "--all", expect=(0, 1))
        fill(desktop.state)
        # What was read is forgotten, so that the sync that is measured reads all of it.
        for name in os.listdir(desktop.state):
            if name.startswith("mirror.db"):
                os.unlink(os.path.join(desktop.state, name))
        subprocess.run([os.environ["WITH_DISPLAY"], os.environ["BENCH_WINDOW"], desktop.profile, desktop.state, desktop.credentials],
                       check=True)


if __name__ == "__main__":
    main()
