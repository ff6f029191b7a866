/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-audit-entry"

#include "config.h"

#include "psr-audit-entry.h"
#include "psr-fields.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_audit_entry_fields[] = {
  PSR_ROW_FIELD (PsrAuditEntry, id, ID),
  PSR_ROW_FIELD (PsrAuditEntry, at, TIMESTAMP),
  PSR_ROW_FIELD (PsrAuditEntry, who, TEXT),
  PSR_ROW_FIELD (PsrAuditEntry, host, TEXT),
  PSR_ROW_FIELD (PsrAuditEntry, program, TEXT),
  PSR_ROW_FIELD (PsrAuditEntry, action, TEXT),
  PSR_ROW_FIELD (PsrAuditEntry, document_id, INT64),
  PSR_ROW_FIELD (PsrAuditEntry, old_value, TEXT),
  PSR_ROW_FIELD (PsrAuditEntry, new_value, TEXT),
  PSR_ROW_FIELD (PsrAuditEntry, reason, TEXT),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrAuditEntry, psr_audit_entry, psr_audit_entry_ref, psr_audit_entry_unref)

/**
 * psr_audit_entry_new:
 * @who: who does it
 * @action: what is done
 * @document_id: the document it is done to, or 0
 *
 * Makes a line of the audit; set the other members before handing it over.
 *
 * Returns: (transfer full): a new #PsrAuditEntry
 */
PsrAuditEntry *
psr_audit_entry_new (const char *who,
                     const char *action,
                     gint64      document_id)
{
  PsrAuditEntry *self;

  g_return_val_if_fail (who != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrAuditEntry);
  psr_row_init (self, psr_audit_entry_fields);
  g_set_str (&self->who, who);
  g_set_str (&self->action, action);
  self->document_id = document_id;

  return self;
}

/**
 * psr_audit_entry_ref:
 * @self: a #PsrAuditEntry
 *
 * Returns: (transfer full): @self
 */
PsrAuditEntry *
psr_audit_entry_ref (PsrAuditEntry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_audit_entry_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_audit_entry_fields);
}

/**
 * psr_audit_entry_unref:
 * @self: (transfer full): a #PsrAuditEntry
 */
void
psr_audit_entry_unref (PsrAuditEntry *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_audit_entry_finalize);
}
