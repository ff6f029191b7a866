/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-job"

#include "config.h"

#include "psr-wello-job.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloJob, psr_wello_job, psr_wello_job_ref, psr_wello_job_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloJob, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloJob, number, "id2", INT64),
  PSR_JSON_FIELD (PsrWelloJob, reference, "reference_back_office", TEXT),
  PSR_JSON_FIELD (PsrWelloJob, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloJob, description, "description", TEXT),
  PSR_JSON_FIELD (PsrWelloJob, type_id, "job_type_id", GUID),
  PSR_JSON_FIELD (PsrWelloJob, project_id, "project_id", GUID),
  PSR_JSON_FIELD (PsrWelloJob, contact_id, "contact_id", GUID),
  PSR_JSON_FIELD (PsrWelloJob, status_id, "job_status_id", GUID),
  PSR_JSON_FIELD (PsrWelloJob, date_created, "date_create", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloJob, date_closed, "date_closed", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloJob, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_job_finalize (gpointer data)
{
  PsrWelloJob *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_job_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a work order. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloJob *
psr_wello_job_from_json (JsonObject *object,
                         GError **error)
{
  g_autoptr (PsrWelloJob) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloJob);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_job_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloJob *
psr_wello_job_ref (PsrWelloJob *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_job_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_job_unref (PsrWelloJob *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_job_finalize);
}
