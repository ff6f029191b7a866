/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_AUDIT_ENTRY (psr_audit_entry_get_type ())

/**
 * PsrAuditEntry:
 * @id: number of the row, 0 for one that isn't stored
 * @at: when; filled in by the ledger
 * @who: the person or "passerelle"
 * @host: name of the machine; filled in by the ledger
 * @program: version of the program; filled in by the ledger
 * @action: what was done
 * @document_id: the document it was done to, or 0
 * @old_value: what was before (a state, or JSON text), or ""
 * @new_value: what is after, or ""
 * @reason: why, or ""
 *
 * One line of the audit, which is only ever added to. Texts are never %NULL.
 */
typedef struct {
  gint64 id;
  PsrTimestamp at;
  char *who;
  char *host;
  char *program;
  char *action;
  gint64 document_id;
  char *old_value;
  char *new_value;
  char *reason;
} PsrAuditEntry;

GType          psr_audit_entry_get_type (void) G_GNUC_CONST;
PsrAuditEntry *psr_audit_entry_new      (const char    *who,
                                         const char    *action,
                                         gint64         document_id);
PsrAuditEntry *psr_audit_entry_ref      (PsrAuditEntry *self);
void           psr_audit_entry_unref    (PsrAuditEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrAuditEntry, psr_audit_entry_unref)

G_END_DECLS
