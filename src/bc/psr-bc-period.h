/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcPeriod:
 * @from: the first day, "YYYY-MM-DD", or "" where there is no first
 * @to: the last day, or ""
 *
 * When a company lets something be posted. Users and journal templates may have dates of
 * their own, which count first; these can't be read ([AL] UserSetupManagement). Immutable
 * and reference counted.
 */
typedef struct
{
  char *from;
  char *to;
} PsrBcPeriod;

#define PSR_TYPE_BC_PERIOD (psr_bc_period_get_type ())

GType        psr_bc_period_get_type  (void) G_GNUC_CONST;
PsrBcPeriod *psr_bc_period_new       (const char        *from,
                                      const char        *to);
PsrBcPeriod *psr_bc_period_ref       (PsrBcPeriod       *self);
void         psr_bc_period_unref     (PsrBcPeriod       *self);
gboolean     psr_bc_period_has       (const PsrBcPeriod *self,
                                      const char        *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcPeriod, psr_bc_period_unref)

G_END_DECLS
