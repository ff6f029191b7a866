-- SPDX-License-Identifier: GPL-3.0-or-later

-- What has to be remembered of an account of Wello that is no customer yet: that it was
-- sent to Business Central, with what, or that a person rejected it.
CREATE TABLE account_marks (
  wello_id TEXT PRIMARY KEY CHECK (wello_id <> ''),
  mark TEXT NOT NULL
) STRICT;
