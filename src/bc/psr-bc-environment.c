/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-environment"

#include "config.h"

#include "psr-bc-environment.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcEnvironment, psr_bc_environment, psr_bc_environment_ref, psr_bc_environment_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcEnvironment, name, "name", TEXT),
  PSR_JSON_FIELD (PsrBcEnvironment, country, "countryCode", TEXT),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_environment_finalize (gpointer data)
{
  PsrBcEnvironment *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
  g_clear_pointer (&self->tenant_id, g_free);
}

/**
 * psr_bc_environment_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads an environment. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcEnvironment *
psr_bc_environment_from_json (JsonObject *object,
                              GError **error)
{
  g_autoptr (PsrBcEnvironment) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcEnvironment);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  self->tenant_id = psr_json_dup_guid (object, "aadTenantId");
  if (self->tenant_id == NULL)
    self->tenant_id = g_strdup ("");

  if (psr_bc_row_enum_is (object, "type", "Production"))
    self->type = PSR_BC_ENVIRONMENT_PRODUCTION;
  else if (psr_bc_row_enum_is (object, "type", "Sandbox"))
    self->type = PSR_BC_ENVIRONMENT_SANDBOX;
  else
    self->type = PSR_BC_ENVIRONMENT_UNKNOWN;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_environment_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcEnvironment *
psr_bc_environment_ref (PsrBcEnvironment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_environment_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_environment_unref (PsrBcEnvironment *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_environment_finalize);
}

/**
 * psr_bc_environment_type_to_string:
 * @type: a type
 *
 * Returns: the service's word for @type, or "" for an unknown one
 */
const char *
psr_bc_environment_type_to_string (PsrBcEnvironmentType type)
{
  switch (type)
    {
    case PSR_BC_ENVIRONMENT_PRODUCTION:
      return "Production";

    case PSR_BC_ENVIRONMENT_SANDBOX:
      return "Sandbox";

    case PSR_BC_ENVIRONMENT_UNKNOWN:
      return "";

    default:
      g_return_val_if_reached ("");
    }
}
