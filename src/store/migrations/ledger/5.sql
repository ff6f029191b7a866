-- SPDX-License-Identifier: GPL-3.0-or-later

-- What the checks found, what of it a person accepted, and the day that a person
-- named for the document.
ALTER TABLE documents ADD COLUMN checks TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN accepted TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN asked_day TEXT NOT NULL DEFAULT '';
