/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcReference:
 * @id: canonical GUID
 * @code: its code or number, or "" where the set has one record only
 * @name: what it is called, or ""
 * @values: all that it has, as a JSON object in order
 *
 * A record of reference data: a unit, a payment term, a G/L account. Immutable and reference
 * counted.
 */
typedef struct
{
  char *id;
  char *code;
  char *name;
  char *values;
} PsrBcReference;

#define PSR_TYPE_BC_REFERENCE (psr_bc_reference_get_type ())

GType           psr_bc_reference_get_type  (void) G_GNUC_CONST;
PsrBcReference *psr_bc_reference_from_json (JsonObject      *object,
                                            GError         **error);
PsrBcReference *psr_bc_reference_ref       (PsrBcReference  *self);
void            psr_bc_reference_unref     (PsrBcReference  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcReference, psr_bc_reference_unref)

G_END_DECLS
