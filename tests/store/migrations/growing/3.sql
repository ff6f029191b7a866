-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE parts (id INTEGER PRIMARY KEY, thing_id INTEGER NOT NULL REFERENCES things (id));
INSERT INTO parts (thing_id) SELECT id FROM things;
