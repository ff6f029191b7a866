/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-audit-entry.h"
#include "psr-connection.h"

G_BEGIN_DECLS

/* For the store's own use. */

gboolean psr_audit_writer_add (PsrConnection       *connection,
                               const PsrAuditEntry *entry,
                               PsrTimestamp         at,
                               GError             **error);

G_END_DECLS
