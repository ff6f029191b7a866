/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-row"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-wello-error.h"
#include "psr-wello-row.h"
#include "psr-explain.h"

G_DEFINE_QUARK (psr-wello-error-quark, psr_wello_error)

static void
set_bad_row (GError     **error,
             const char  *why)
{
  psr_set_explained_error (error, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW,
                           _("Wello sent a record that can’t be read."), why,
                           _("Look at the record in Wello; if it looks right there, report this."));
}

/**
 * psr_wello_row_read:
 * @fields: the record's table
 * @object: a row as the service sent it
 * @record: a struct of the table's type, zeroed
 * @error: return location for a #PsrWelloError
 *
 * Fills @record from @object, and says which record it is when it can't.
 *
 * Returns: whether every field could be read
 */
gboolean
psr_wello_row_read (const PsrJsonField  *fields,
                 JsonObject          *object,
                 gpointer             record,
                 GError             **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *why = NULL;
  const char *number;

  g_return_val_if_fail (fields != NULL, FALSE);
  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  if (psr_json_fields_read (fields, object, record, &reason))
    return TRUE;

  number = psr_json_get_string (object, "code");
  if (*number == '\0')
    number = psr_json_get_string (object, "internal_number");
  if (*number == '\0')
    number = psr_json_get_string (object, "id");

  why = g_strdup_printf ("%s: %s", number, reason->message);
  set_bad_row (error, why);
  return FALSE;
}
