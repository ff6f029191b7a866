-- SPDX-License-Identifier: GPL-3.0-or-later

-- What Business Central made of the document when it was compared last, and
-- which other documents with its number a person was shown.
ALTER TABLE documents ADD COLUMN made_as TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN shown TEXT NOT NULL DEFAULT '';

CREATE INDEX documents_by_bc_id ON documents (bc_id) WHERE bc_id <> '';
CREATE INDEX documents_by_updated ON documents (updated_at);
