-- SPDX-License-Identifier: GPL-3.0-or-later

-- Whom a document is made for, where that isn't the customer: the card of one's own that
-- gets what costs the customer nothing.
ALTER TABLE documents ADD COLUMN card_id TEXT NOT NULL DEFAULT '';
