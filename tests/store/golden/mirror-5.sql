-- SPDX-License-Identifier: GPL-3.0-or-later

CREATE TABLE agreed (
  entity TEXT NOT NULL,
  bc_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  "values" TEXT NOT NULL,
  lossy TEXT NOT NULL,
  agreed_at INTEGER,
  PRIMARY KEY (entity, bc_id)
) STRICT;

CREATE TABLE facts (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pending (
  flow TEXT NOT NULL,
  row_id TEXT NOT NULL,
  PRIMARY KEY (flow, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
  entity TEXT NOT NULL,
  side INTEGER NOT NULL,
  id TEXT NOT NULL,
  number TEXT NOT NULL,
  hash TEXT NOT NULL,
  modified INTEGER,
  seen_run INTEGER NOT NULL,
  "values" TEXT NOT NULL,
  PRIMARY KEY (entity, side, id)
) STRICT;

CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  service TEXT NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER NOT NULL,
  microseconds INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  correlation TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE TABLE revisions (
  name TEXT PRIMARY KEY NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  flow TEXT NOT NULL,
  full INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  outcome TEXT NOT NULL,
  message TEXT NOT NULL,
  n_read INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  failed INTEGER NOT NULL
) STRICT;

CREATE TABLE skipped (
  flow TEXT NOT NULL,
  row_id TEXT NOT NULL,
  number TEXT NOT NULL,
  code TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  mend TEXT NOT NULL,
  tries INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (flow, row_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE watermarks (
  flow TEXT PRIMARY KEY NOT NULL,
  since INTEGER,
  until INTEGER,
  next_link TEXT NOT NULL,
  run_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX records_by_number ON records (entity, side, number, id) WHERE number <> '';

CREATE INDEX requests_by_time ON requests (at);

CREATE INDEX row_events_by_number ON row_events (number, id);

CREATE INDEX row_events_by_time ON row_events (at);

CREATE INDEX runs_by_flow ON runs (flow, id);
