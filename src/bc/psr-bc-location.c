/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-location"

#include "config.h"

#include "psr-bc-location.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcLocation, psr_bc_location, psr_bc_location_ref, psr_bc_location_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcLocation, id, "id", ID),
  PSR_JSON_FIELD (PsrBcLocation, code, "code", CODE),
  PSR_JSON_FIELD (PsrBcLocation, display_name, "displayName", TEXT),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_location_finalize (gpointer data)
{
  PsrBcLocation *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_location_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a location. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcLocation *
psr_bc_location_from_json (JsonObject *object,
                           GError **error)
{
  g_autoptr (PsrBcLocation) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcLocation);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_location_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcLocation *
psr_bc_location_ref (PsrBcLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_location_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_location_unref (PsrBcLocation *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_location_finalize);
}
