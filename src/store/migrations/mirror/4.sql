-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What was asked of the services, as far as the profile wants it kept; never with a
-- secret, a header or a body.

CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  service TEXT NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER NOT NULL,
  microseconds INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  correlation TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE INDEX requests_by_time ON requests (at);
