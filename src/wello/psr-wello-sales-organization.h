/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloSalesOrganization:
 * @id: canonical GUID
 * @code: or ""
 * @name: its name
 * @vat_number: or ""
 * @archived: no longer used
 *
 * A sales organisation: one of several sellers in one Wello. Immutable and
 * reference counted.
 */
typedef struct
{
  char     *id;
  char     *code;
  char     *name;
  char     *vat_number;
  gboolean  archived;
} PsrWelloSalesOrganization;

#define PSR_TYPE_WELLO_SALES_ORGANIZATION (psr_wello_sales_organization_get_type ())

GType                      psr_wello_sales_organization_get_type  (void) G_GNUC_CONST;
PsrWelloSalesOrganization *psr_wello_sales_organization_from_json (JsonObject                 *object,
                                                                   GError                    **error);
PsrWelloSalesOrganization *psr_wello_sales_organization_ref       (PsrWelloSalesOrganization  *self);
void                       psr_wello_sales_organization_unref     (PsrWelloSalesOrganization  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloSalesOrganization, psr_wello_sales_organization_unref)

G_END_DECLS
