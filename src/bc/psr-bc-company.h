/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcCompany:
 * @id: canonical GUID
 * @name: its name, unique in an environment
 * @display_name: what people call it; may be "" or the same for several
 *
 * A company of an environment. Immutable and reference counted.
 */
typedef struct
{
  char *id;
  char *name;
  char *display_name;
} PsrBcCompany;

#define PSR_TYPE_BC_COMPANY (psr_bc_company_get_type ())

GType         psr_bc_company_get_type  (void) G_GNUC_CONST;
PsrBcCompany *psr_bc_company_from_json (JsonObject    *object,
                                        GError       **error);
PsrBcCompany *psr_bc_company_ref       (PsrBcCompany  *self);
void          psr_bc_company_unref     (PsrBcCompany  *self);
PsrBcCompany *psr_bc_company_choose    (GPtrArray     *companies,
                                        const char    *id_or_name,
                                        GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcCompany, psr_bc_company_unref)

G_END_DECLS
