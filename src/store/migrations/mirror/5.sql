-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Of Business Central, too, records are looked for by their number: which contacts
-- belong to a company, which customers a price is for. With the id at its end the
-- index gives them in order; without, SQLite walks all records of the entity rather
-- than sort a few.

DROP INDEX records_by_number;

CREATE INDEX records_by_number ON records (entity, side, number, id) WHERE number <> '';
