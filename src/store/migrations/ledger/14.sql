-- SPDX-License-Identifier: GPL-3.0-or-later

-- As what a document was sent, or its quote was to be converted: approved anew, it is to be
-- another kind by now. Of what may have been approved anew already nobody knows.
ALTER TABLE documents ADD COLUMN sent_kind TEXT NOT NULL DEFAULT '';
UPDATE documents SET sent_kind = iif (state IN ('approved', 'needs-look', 'unquoting'), 'any', kind)
  WHERE intent_server_date IS NOT NULL OR quote_id <> '';
