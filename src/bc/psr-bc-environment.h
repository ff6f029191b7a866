/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcEnvironmentType:
 * @PSR_BC_ENVIRONMENT_UNKNOWN: anything else that the service says
 * @PSR_BC_ENVIRONMENT_PRODUCTION: the books
 * @PSR_BC_ENVIRONMENT_SANDBOX: a place to try things out, often a copy
 */
typedef enum
{
  PSR_BC_ENVIRONMENT_UNKNOWN,
  PSR_BC_ENVIRONMENT_PRODUCTION,
  PSR_BC_ENVIRONMENT_SANDBOX,
} PsrBcEnvironmentType;

/**
 * PsrBcEnvironment:
 * @name: such as "Production"
 * @type: what it is for
 * @tenant_id: the Entra tenant, canonical, or ""
 * @country: such as "BE", or ""
 *
 * An environment of the tenant. Immutable and reference counted.
 *
 * Source: Microsoft, "Get environments" (environments/v1.2).
 */
typedef struct
{
  char                 *name;
  PsrBcEnvironmentType  type;
  char                 *tenant_id;
  char                 *country;
} PsrBcEnvironment;

#define PSR_TYPE_BC_ENVIRONMENT (psr_bc_environment_get_type ())

GType             psr_bc_environment_get_type       (void) G_GNUC_CONST;
PsrBcEnvironment *psr_bc_environment_from_json      (JsonObject            *object,
                                                     GError               **error);
PsrBcEnvironment *psr_bc_environment_ref            (PsrBcEnvironment      *self);
void              psr_bc_environment_unref          (PsrBcEnvironment      *self);
const char       *psr_bc_environment_type_to_string (PsrBcEnvironmentType   type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcEnvironment, psr_bc_environment_unref)

G_END_DECLS
