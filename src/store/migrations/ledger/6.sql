-- SPDX-License-Identifier: GPL-3.0-or-later

-- What is posted and not paid yet is looked for with every run.
CREATE INDEX documents_by_bc_status ON documents (bc_status) WHERE bc_status <> '';
