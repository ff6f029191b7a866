-- SPDX-License-Identifier: GPL-3.0-or-later

-- Where the work was done, and whether it costs the customer nothing. Both are in the
-- details of what can be billed; of all else they are there with the next reading.
ALTER TABLE documents ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN internal INTEGER NOT NULL DEFAULT 0;

UPDATE documents SET internal = ifnull (details ->> 'internal', 0), site =
  concat_ws (', ', nullif (details ->> 'shipToName', ''), nullif (details ->> 'shipToAddress', ''),
             nullif (trim ((details ->> 'shipToPostCode') || ' ' || (details ->> 'shipToCity')), ''))
  WHERE details <> '' AND json_valid (details);

-- All that a list is searched, narrowed down and ordered by, so that not one row has to be
-- read for it. What is searched is spelled as in psr-ledger-view.c; no word that is
-- searched for has a line break in it.
DROP INDEX documents_searched;
CREATE INDEX documents_listed ON documents
  (state, date, id, (internal_number || char (10) || job_number || char (10) || customer_name || char (10) ||
                     customer_number || char (10) || bc_number || char (10) || site),
   internal_number, customer_number, customer_name, site, kind, internal, hours, parts, net, vat, gross);
