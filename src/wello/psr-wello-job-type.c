/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-job-type"

#include "config.h"

#include "psr-wello-row.h"
#include "psr-wello-job-type.h"

G_DEFINE_BOXED_TYPE (PsrWelloJobType, psr_wello_job_type, psr_wello_job_type_ref, psr_wello_job_type_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloJobType, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloJobType, code, "code", TEXT),
  PSR_JSON_FIELD (PsrWelloJobType, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloJobType, archived, "archived", BOOLEAN),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_job_type_finalize (gpointer data)
{
  PsrWelloJobType *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_job_type_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a kind of work. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloJobType *
psr_wello_job_type_from_json (JsonObject *object,
                                        GError **error)
{
  g_autoptr (PsrWelloJobType) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloJobType);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_job_type_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloJobType *
psr_wello_job_type_ref (PsrWelloJobType *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_job_type_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_job_type_unref (PsrWelloJobType *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_job_type_finalize);
}
