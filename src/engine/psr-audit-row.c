/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-audit-row"

#include "config.h"

#include "psr-audit-row.h"

/**
 * psr_audit_row_new:
 *
 * Returns: (transfer full): a row without texts
 */
PsrAuditRow *
psr_audit_row_new (void)
{
  return g_new0 (PsrAuditRow, 1);
}

/**
 * psr_audit_row_free:
 * @self: (transfer full): a row
 */
void
psr_audit_row_free (PsrAuditRow *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->who);
  g_free (self->host);
  g_free (self->program);
  g_free (self->action);
  g_free (self->number);
  g_free (self->external_number);
  g_free (self->old_value);
  g_free (self->new_value);
  g_free (self->reason);
  g_free (self);
}
