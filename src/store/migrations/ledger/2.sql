-- SPDX-License-Identifier: GPL-3.0-or-later

-- Whether the document is to be posted, and the number that Wello was told last.
ALTER TABLE documents ADD COLUMN post INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN told_number TEXT NOT NULL DEFAULT '';

UPDATE documents SET told_number = bc_number WHERE state = 'followed';
