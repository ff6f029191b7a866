-- SPDX-License-Identifier: GPL-3.0-or-later

CREATE TABLE account_marks (
  wello_id TEXT PRIMARY KEY CHECK (wello_id <> ''),
  mark TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  host TEXT NOT NULL,
  program TEXT NOT NULL,
  action TEXT NOT NULL,
  document_id INTEGER NOT NULL,
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE bindings (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  environment TEXT NOT NULL,
  environment_type TEXT NOT NULL,
  company_id TEXT NOT NULL,
  company_name TEXT NOT NULL,
  wello_domain TEXT NOT NULL,
  wello_organisation TEXT NOT NULL,
  confirmed_at INTEGER NOT NULL,
  confirmed_by TEXT NOT NULL
) STRICT;

CREATE TABLE command_documents (
  command_id INTEGER NOT NULL REFERENCES commands (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  PRIMARY KEY (command_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE commands (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  arguments TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'done', 'failed')),
  taken_by TEXT NOT NULL,
  finished_at INTEGER,
  result TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  wello_invoice_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  internal_number TEXT NOT NULL,
  version TEXT NOT NULL,
  newer_version TEXT NOT NULL,
  job_id TEXT NOT NULL,
  job_number TEXT NOT NULL,
  company_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  customer_number TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  date TEXT NOT NULL,
  currency TEXT NOT NULL,
  hours INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  net INTEGER NOT NULL,
  vat INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state <> ''),
  reason_code TEXT NOT NULL,
  reason_what TEXT NOT NULL,
  reason_why TEXT NOT NULL,
  reason_mend TEXT NOT NULL,
  external_number TEXT NOT NULL,
  bc_id TEXT NOT NULL,
  bc_number TEXT NOT NULL,
  bc_status TEXT NOT NULL,
  holder TEXT NOT NULL,
  intent_server_date INTEGER,
  sent_at INTEGER,
  next_lookup_at INTEGER,
  lookups INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  not_sent INTEGER NOT NULL,
  approved_by TEXT NOT NULL,
  approved_at INTEGER,
  wello_status TEXT NOT NULL,
  wello_changed INTEGER,
  live INTEGER NOT NULL,
  details TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, post INTEGER NOT NULL DEFAULT 0, told_number TEXT NOT NULL DEFAULT '', via TEXT NOT NULL DEFAULT '', quote_id TEXT NOT NULL DEFAULT '', quote_number TEXT NOT NULL DEFAULT '', quote_modified INTEGER, made_as TEXT NOT NULL DEFAULT '', shown TEXT NOT NULL DEFAULT '', checks TEXT NOT NULL DEFAULT '', accepted TEXT NOT NULL DEFAULT '', asked_day TEXT NOT NULL DEFAULT '', price_shown TEXT NOT NULL DEFAULT '', by_hand INTEGER NOT NULL DEFAULT 0, told_until INTEGER, card_id TEXT NOT NULL DEFAULT '', site TEXT NOT NULL DEFAULT '', internal INTEGER NOT NULL DEFAULT 0, sent_kind TEXT NOT NULL DEFAULT '',
  UNIQUE (wello_invoice_id, sequence)
) STRICT;

CREATE TABLE lines (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  wello_line_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  article_id TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id TEXT NOT NULL,
  target_number TEXT NOT NULL,
  description TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  unit_price INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  net INTEGER NOT NULL,
  vat_percent INTEGER NOT NULL,
  vat_code TEXT NOT NULL,
  bc_line_id TEXT NOT NULL,
  details TEXT NOT NULL,
  live INTEGER NOT NULL
) STRICT;

CREATE TABLE links (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  bc_id TEXT NOT NULL CHECK (bc_id <> ''),
  wello_id TEXT NOT NULL CHECK (wello_id <> ''),
  bc_number TEXT NOT NULL,
  how TEXT NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (entity, bc_id),
  UNIQUE (entity, wello_id)
) STRICT;

CREATE TABLE revisions (
  name TEXT PRIMARY KEY NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE state_counts (
  state TEXT PRIMARY KEY NOT NULL,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE technicians (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE work (
  job_id TEXT NOT NULL PRIMARY KEY,
  changed INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE work_technicians (
  job_id TEXT NOT NULL REFERENCES work (job_id) ON DELETE CASCADE,
  technician TEXT NOT NULL,
  PRIMARY KEY (job_id, technician)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_by_document ON audit (document_id, id);

CREATE INDEX commands_open ON commands (state, id) WHERE state IN ('waiting', 'taken');

CREATE INDEX documents_by_bc_id ON documents (bc_id) WHERE bc_id <> '';

CREATE INDEX documents_by_bc_status ON documents (bc_status) WHERE bc_status <> '';

CREATE INDEX documents_by_date ON documents (date, id);

CREATE INDEX documents_by_external_number ON documents (external_number) WHERE external_number <> '';

CREATE INDEX documents_by_holder ON documents (holder) WHERE holder <> '';

CREATE INDEX documents_by_internal_number ON documents (internal_number);

CREATE INDEX documents_by_job ON documents (job_id) WHERE job_id <> '';

CREATE INDEX documents_by_job_number ON documents (job_number) WHERE job_number <> '';

CREATE INDEX documents_by_next_lookup ON documents (next_lookup_at) WHERE next_lookup_at IS NOT NULL;

CREATE INDEX documents_by_state ON documents (state, date, id);

CREATE INDEX documents_by_updated ON documents (updated_at);

CREATE INDEX documents_listed ON documents
  (state, date, id, (internal_number || char (10) || job_number || char (10) || customer_name || char (10) ||
                     customer_number || char (10) || bc_number || char (10) || site),
   internal_number, customer_number, customer_name, site, kind, internal, hours, parts, net, vat, gross);

CREATE UNIQUE INDEX documents_live_external_number
  ON documents (external_number COLLATE NOCASE) WHERE live = 1 AND external_number <> '';

CREATE INDEX lines_by_document ON lines (document_id, position);

CREATE UNIQUE INDEX lines_live ON lines (wello_line_id) WHERE live = 1 AND wello_line_id <> '';

CREATE INDEX work_technicians_by_name ON work_technicians (technician, job_id);

CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit BEGIN
  SELECT RAISE (ABORT, 'the audit is only added to');
END;

CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit BEGIN
  SELECT RAISE (ABORT, 'the audit is only added to');
END;

CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN
  SELECT RAISE (ABORT, 'the audit is only added to');
END;

CREATE TRIGGER documents_counted_in AFTER INSERT ON documents BEGIN
  INSERT INTO state_counts (state, count) VALUES (NEW.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER documents_counted_over AFTER UPDATE OF state ON documents WHEN OLD.state <> NEW.state BEGIN
  UPDATE state_counts SET count = count - 1 WHERE state = OLD.state;
  INSERT INTO state_counts (state, count) VALUES (NEW.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER documents_kept BEFORE DELETE ON documents BEGIN
  SELECT RAISE (ABORT, 'documents are kept');
END;
