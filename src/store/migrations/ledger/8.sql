-- SPDX-License-Identifier: GPL-3.0-or-later

-- Whether a person had the document in hand and gave it back, after which it isn't sent
-- without one.
ALTER TABLE documents ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
UPDATE documents SET by_hand = 1
  WHERE id IN (SELECT document_id FROM audit WHERE action IN ('unskip', 'unmark', 'unapprove') AND who <> 'passerelle');
