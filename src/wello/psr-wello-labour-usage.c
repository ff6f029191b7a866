/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-labour-usage"

#include "config.h"

#include "psr-wello-labour-usage.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloLabourUsage, psr_wello_labour_usage, psr_wello_labour_usage_ref, psr_wello_labour_usage_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloLabourUsage, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloLabourUsage, job_id, "jobs_id", GUID),
  PSR_JSON_FIELD (PsrWelloLabourUsage, user_id, "user_id", GUID),
  PSR_JSON_FIELD (PsrWelloLabourUsage, type_code, "type_code", TEXT),
  PSR_JSON_FIELD (PsrWelloLabourUsage, line_code, "line_code", TEXT),
  PSR_JSON_FIELD (PsrWelloLabourUsage, description, "description", TEXT),
  PSR_JSON_FIELD (PsrWelloLabourUsage, memo, "line_memo", TEXT),
  PSR_JSON_FIELD (PsrWelloLabourUsage, hours, "quantity", DECIMAL),
  PSR_JSON_FIELD (PsrWelloLabourUsage, price, "price", DECIMAL),
  PSR_JSON_FIELD (PsrWelloLabourUsage, under_warranty, "is_under_warranty", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloLabourUsage, working_date, "working_date", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloLabourUsage, from, "timesheet_date_from", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloLabourUsage, to, "timesheet_date_to", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloLabourUsage, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_labour_usage_finalize (gpointer data)
{
  PsrWelloLabourUsage *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_labour_usage_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads hours that were worked. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloLabourUsage *
psr_wello_labour_usage_from_json (JsonObject *object,
                                  GError **error)
{
  g_autoptr (PsrWelloLabourUsage) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloLabourUsage);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_labour_usage_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloLabourUsage *
psr_wello_labour_usage_ref (PsrWelloLabourUsage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_labour_usage_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_labour_usage_unref (PsrWelloLabourUsage *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_labour_usage_finalize);
}
