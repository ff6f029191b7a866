/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-planning"

#include "config.h"

#include "psr-wello-planning.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloPlanning, psr_wello_planning, psr_wello_planning_ref, psr_wello_planning_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloPlanning, job_id, "jobs_id", GUID),
  PSR_JSON_FIELD (PsrWelloPlanning, user_id, "user_id", GUID),
  PSR_JSON_FIELD (PsrWelloPlanning, first_name, "user_firstname", TEXT),
  PSR_JSON_FIELD (PsrWelloPlanning, last_name, "user_lastname", TEXT),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_planning_finalize (gpointer data)
{
  PsrWelloPlanning *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_planning_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads who was planned for a work order. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloPlanning *
psr_wello_planning_from_json (JsonObject  *object,
                              GError     **error)
{
  g_autoptr(PsrWelloPlanning) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloPlanning);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_planning_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloPlanning *
psr_wello_planning_ref (PsrWelloPlanning *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_planning_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_planning_unref (PsrWelloPlanning *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_planning_finalize);
}
