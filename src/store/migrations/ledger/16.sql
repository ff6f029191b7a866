-- SPDX-License-Identifier: GPL-3.0-or-later

-- What only had the number of a document, and wasn't as it should be, is noted as that ("-"): a person who is asked gives
-- it another number, and then it is somebody else's. Who was asked before this was noted is asked about the same.
-- What is known to be made by us stays ours.
UPDATE documents SET made_as = '-'
WHERE state = 'needs-look' AND reason_code = 'found-differs' AND made_as = ''
  AND NOT EXISTS (SELECT 1 FROM audit WHERE document_id = documents.id AND action IN ('made', 'found-fits', 'take'));
