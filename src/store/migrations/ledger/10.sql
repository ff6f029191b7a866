-- SPDX-License-Identifier: GPL-3.0-or-later

-- What a list is searched by, so that not one row has to be read for it. The text is
-- spelled as in psr-ledger-view.c; no word that is searched for has a line break in it.
CREATE INDEX documents_searched ON documents
  (state, date, id, (internal_number || char (10) || job_number || char (10) || customer_name || char (10) ||
                     customer_number || char (10) || bc_number));
