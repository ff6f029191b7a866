-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE revisions (name TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL);
CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO things (name) VALUES ('one');
