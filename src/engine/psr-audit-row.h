/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrAuditRow:
 * @id: its number; grows with time
 * @at: when
 * @who: the person, or `passerelle`
 * @host: name of the computer
 * @program: version of the program
 * @action: what was done
 * @number: the number of the Wello invoice, or ""
 * @external_number: its external document number, or ""
 * @old_value: what was before, or ""
 * @new_value: what is after, or ""
 * @reason: why, or ""
 *
 * One line of the audit. Texts are never %NULL. Immutable.
 */
typedef struct
{
  gint64        id;
  PsrTimestamp  at;
  char         *who;
  char         *host;
  char         *program;
  char         *action;
  char         *number;
  char         *external_number;
  char         *old_value;
  char         *new_value;
  char         *reason;
} PsrAuditRow;

PsrAuditRow *psr_audit_row_new  (void);
void         psr_audit_row_free (PsrAuditRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrAuditRow, psr_audit_row_free)

G_END_DECLS
