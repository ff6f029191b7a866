/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-file"

#include "config.h"

#include "psr-wello-file.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloFile, psr_wello_file, psr_wello_file_ref, psr_wello_file_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloFile, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloFile, job_id, "jobs_id", GUID),
  PSR_JSON_FIELD (PsrWelloFile, file_name, "file_name", TEXT),
  PSR_JSON_FIELD (PsrWelloFile, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloFile, mime_type, "mime_type", TEXT),
  PSR_JSON_FIELD (PsrWelloFile, file_type, "file_type", TEXT),
  PSR_JSON_FIELD (PsrWelloFile, size, "file_size", INT64),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_file_finalize (gpointer data)
{
  PsrWelloFile *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_file_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads what is attached to a work order. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloFile *
psr_wello_file_from_json (JsonObject  *object,
                          GError     **error)
{
  g_autoptr(PsrWelloFile) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloFile);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_file_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloFile *
psr_wello_file_ref (PsrWelloFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_file_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_file_unref (PsrWelloFile *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_file_finalize);
}
