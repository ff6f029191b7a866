/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-audit-writer"

#include "config.h"

#include "psr-audit-writer.h"

/*
 * Adds a line to the audit, within a write. What the entry says of id, time,
 * machine and program doesn't matter.
 */
gboolean
psr_audit_writer_add (PsrConnection        *connection,
                      const PsrAuditEntry  *entry,
                      PsrTimestamp          at,
                      GError              **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);
  g_return_val_if_fail (at != PSR_TIMESTAMP_NONE, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!(statement = psr_connection_prepare (connection,
                                            "INSERT INTO audit (at, who, host, program, action, document_id, "
                                            "old_value, new_value, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                            error)))
    return FALSE;

  psr_statement_bind_timestamp (statement, 1, at);
  psr_statement_bind_static_text (statement, 2, entry->who);
  psr_statement_bind_static_text (statement, 3, g_get_host_name ());
  psr_statement_bind_static_text (statement, 4, PACKAGE_VERSION);
  psr_statement_bind_static_text (statement, 5, entry->action);
  psr_statement_bind_int64 (statement, 6, entry->document_id);
  psr_statement_bind_static_text (statement, 7, entry->old_value);
  psr_statement_bind_static_text (statement, 8, entry->new_value);
  psr_statement_bind_static_text (statement, 9, entry->reason);

  return psr_statement_run (statement, error) &&
         psr_connection_bump_revision (connection, "audit", error);
}
