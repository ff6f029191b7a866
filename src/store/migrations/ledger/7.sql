-- SPDX-License-Identifier: GPL-3.0-or-later

-- The amount that a person was shown, which took the place of the documents that were
-- shown before.
ALTER TABLE documents ADD COLUMN price_shown TEXT NOT NULL DEFAULT '';
UPDATE documents SET price_shown = shown, shown = '' WHERE shown LIKE 'net %';
