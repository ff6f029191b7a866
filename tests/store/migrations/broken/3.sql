-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE things SET size = 8;
CREATE TABLE parts (id INTEGER PRIMARY KEY);
INSERT INTO nowhere VALUES (1);
