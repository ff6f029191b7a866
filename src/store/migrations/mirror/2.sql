-- SPDX-License-Identifier: GPL-3.0-or-later

-- What became of each record that wasn't the same already; kept for a month.
CREATE TABLE row_events (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  flow TEXT NOT NULL,
  at INTEGER NOT NULL,
  row_id TEXT NOT NULL,
  number TEXT NOT NULL,
  outcome TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  mend TEXT NOT NULL
) STRICT;

CREATE INDEX row_events_by_time ON row_events (at);
CREATE INDEX row_events_by_number ON row_events (number, id);
