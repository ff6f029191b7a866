-- SPDX-License-Identifier: GPL-3.0-or-later

-- What was done for a work order, as Wello has it: to look at and to search by, never to bill from. What is missing is
-- read again. "changed" is when Wello had last changed the invoice for which it was read.
CREATE TABLE work (
  job_id TEXT NOT NULL PRIMARY KEY,
  changed INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did it, by the names that people know.
CREATE TABLE work_technicians (
  job_id TEXT NOT NULL REFERENCES work (job_id) ON DELETE CASCADE,
  technician TEXT NOT NULL,
  PRIMARY KEY (job_id, technician)
) STRICT, WITHOUT ROWID;

CREATE INDEX work_technicians_by_name ON work_technicians (technician, job_id);

CREATE TABLE technicians (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX documents_by_job ON documents (job_id) WHERE job_id <> '';
