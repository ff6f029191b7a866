-- SPDX-License-Identifier: GPL-3.0-or-later

-- How the document was asked to be made, and the sales quote that it is made of.
ALTER TABLE documents ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN quote_id TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN quote_number TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN quote_modified INTEGER;
