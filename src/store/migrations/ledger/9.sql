-- SPDX-License-Identifier: GPL-3.0-or-later

-- Until when something that Wello was told, and whose answer was lost, may still arrive.
ALTER TABLE documents ADD COLUMN told_until INTEGER;
UPDATE documents SET told_until = next_lookup_at, next_lookup_at = NULL
  WHERE state = 'followed' AND next_lookup_at IS NOT NULL;
