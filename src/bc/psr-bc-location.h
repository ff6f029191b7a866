/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcLocation:
 * @id: canonical GUID
 * @code: the location's code, upper case, up to 10 characters
 * @display_name: its name
 *
 * A stock location. Immutable and reference counted.
 */
typedef struct
{
  char *id;
  char *code;
  char *display_name;
} PsrBcLocation;

#define PSR_TYPE_BC_LOCATION (psr_bc_location_get_type ())

GType          psr_bc_location_get_type  (void) G_GNUC_CONST;
PsrBcLocation *psr_bc_location_from_json (JsonObject     *object,
                                          GError        **error);
PsrBcLocation *psr_bc_location_ref       (PsrBcLocation  *self);
void           psr_bc_location_unref     (PsrBcLocation  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcLocation, psr_bc_location_unref)

G_END_DECLS
