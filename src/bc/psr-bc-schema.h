/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PSR_BC_SCHEMA_MAX_BYTES:
 *
 * How long a description of an API may be: Microsoft's own is one to two MB.
 */
#define PSR_BC_SCHEMA_MAX_BYTES (16 * 1024 * 1024)

/**
 * PsrBcProperty:
 * @name: its name; of one within an object, as those of an address in API v1.0,
 *   `OUTER/INNER`
 * @type: its type without `Edm.`, such as "String" or "Decimal"; "Object" of one that has
 *   properties of its own
 * @max_length: how many characters it takes; 0 where that isn't said
 *
 * A property of an entity set.
 */
typedef struct
{
  char  *name;
  char  *type;
  guint  max_length;
} PsrBcProperty;

/**
 * PsrBcSchema:
 *
 * Which properties the entity sets of a tenant's API have: what its `$metadata` says, as
 * far as it is about the sets that are read here. Versions of Business Central differ in
 * them. Immutable and reference counted; any thread may use it.
 */
typedef struct _PsrBcSchema PsrBcSchema;

#define PSR_TYPE_BC_SCHEMA (psr_bc_schema_get_type ())

GType        psr_bc_schema_get_type       (void) G_GNUC_CONST;
PsrBcSchema *psr_bc_schema_new_from_xml   (const char           *data,
                                           gsize                 length,
                                           const char * const   *sets,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
PsrBcSchema *psr_bc_schema_new_from_text  (const char           *text) G_GNUC_WARN_UNUSED_RESULT;
char        *psr_bc_schema_to_text        (PsrBcSchema          *self) G_GNUC_WARN_UNUSED_RESULT;
PsrBcSchema *psr_bc_schema_ref            (PsrBcSchema          *self);
void         psr_bc_schema_unref          (PsrBcSchema          *self);
gboolean     psr_bc_schema_has_set        (PsrBcSchema          *self,
                                           const char           *set);
gboolean     psr_bc_schema_has            (PsrBcSchema          *self,
                                           const char           *set,
                                           const char           *property);
GPtrArray   *psr_bc_schema_list           (PsrBcSchema          *self,
                                           const char           *set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcSchema, psr_bc_schema_unref)

G_END_DECLS
