/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PSR_TYPE_COUPLING (psr_coupling_get_type ())

/**
 * PsrCoupling:
 * @bc_id: canonical GUID in Business Central, or "" when no record was asked about
 * @bc_number: number or code in Business Central, or ""
 * @wello_id: canonical GUID in Wello, or ""
 *
 * Two records that are, or were, coupled. Texts are never %NULL.
 */
typedef struct
{
  char *bc_id;
  char *bc_number;
  char *wello_id;
} PsrCoupling;

GType        psr_coupling_get_type (void) G_GNUC_CONST;
PsrCoupling *psr_coupling_new      (const char  *bc_id,
                                    const char  *bc_number,
                                    const char  *wello_id);
PsrCoupling *psr_coupling_ref      (PsrCoupling *self);
void         psr_coupling_unref    (PsrCoupling *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrCoupling, psr_coupling_unref)

G_END_DECLS
