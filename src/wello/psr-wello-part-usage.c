/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-part-usage"

#include "config.h"

#include "psr-wello-part-usage.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloPartUsage, psr_wello_part_usage, psr_wello_part_usage_ref, psr_wello_part_usage_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloPartUsage, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloPartUsage, job_id, "jobs_id", GUID),
  PSR_JSON_FIELD (PsrWelloPartUsage, user_id, "user_id", GUID),
  PSR_JSON_FIELD (PsrWelloPartUsage, article_id, "article_id", GUID),
  PSR_JSON_FIELD (PsrWelloPartUsage, stock_location_id, "article_stock_location_id", GUID),
  PSR_JSON_FIELD (PsrWelloPartUsage, code, "code", TEXT),
  PSR_JSON_FIELD (PsrWelloPartUsage, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloPartUsage, description, "description", TEXT),
  PSR_JSON_FIELD (PsrWelloPartUsage, remark, "remark", TEXT),
  PSR_JSON_FIELD (PsrWelloPartUsage, quantity, "quantity", DECIMAL),
  PSR_JSON_FIELD (PsrWelloPartUsage, price, "price", DECIMAL),
  PSR_JSON_FIELD (PsrWelloPartUsage, under_warranty, "is_under_warranty", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloPartUsage, working_date, "working_date", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloPartUsage, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_part_usage_finalize (gpointer data)
{
  PsrWelloPartUsage *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_part_usage_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a part that was used. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloPartUsage *
psr_wello_part_usage_from_json (JsonObject *object,
                                GError **error)
{
  g_autoptr (PsrWelloPartUsage) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloPartUsage);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_part_usage_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloPartUsage *
psr_wello_part_usage_ref (PsrWelloPartUsage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_part_usage_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_part_usage_unref (PsrWelloPartUsage *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_part_usage_finalize);
}
