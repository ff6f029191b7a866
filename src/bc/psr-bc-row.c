/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-row"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-bc-row.h"
#include "psr-explain.h"

G_DEFINE_QUARK (psr-bc-error-quark, psr_bc_error)

static void
set_bad_row (GError     **error,
             const char  *why)
{
  psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                           _("Business Central sent a record that can’t be read."), why,
                           _("Look at the record in Business Central; if it looks right there, report this."));
}

/**
 * psr_bc_row_refuse:
 * @object: a row as the service sent it
 * @why: what is wrong with it
 * @error: return location for a #PsrBcError
 *
 * Says that a row can't be read, and which one.
 */
void
psr_bc_row_refuse (JsonObject  *object,
                   const char  *why,
                   GError     **error)
{
  g_autofree char *words = NULL;
  const char *number;

  g_return_if_fail (object != NULL);
  g_return_if_fail (why != NULL);

  number = psr_json_get_string (object, "number");
  if (*number == '\0')
    number = psr_json_get_string (object, "id");

  words = g_strdup_printf ("%s: %s", number, why);
  set_bad_row (error, words);
}

/**
 * psr_bc_row_read:
 * @fields: the record's table
 * @object: a row as the service sent it
 * @record: a struct of the table's type, zeroed
 * @error: return location for a #PsrBcError
 *
 * Fills @record from @object, and says which record it is when it can't.
 *
 * Returns: whether every field could be read
 */
gboolean
psr_bc_row_read (const PsrJsonField  *fields,
                 JsonObject          *object,
                 gpointer             record,
                 GError             **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (fields != NULL, FALSE);
  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  if (psr_json_fields_read (fields, object, record, &reason))
    return TRUE;

  psr_bc_row_refuse (object, reason->message, error);
  return FALSE;
}

/**
 * psr_bc_enum_decode:
 * @text: a member of an enumeration as Business Central sends it
 *
 * Undoes the encoding of names: "In_x0020_Review" is "In Review". A blank one
 * becomes "". Text that isn't encoded stays as it is.
 *
 * Source: Microsoft, "Transitioning from API v1.0 to v2.0", enums.
 *
 * Returns: (transfer full): the plain words
 */
char *
psr_bc_enum_decode (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  while (*text != '\0')
    {
      if (text[0] == '_' && text[1] == 'x' &&
          g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]) &&
          g_ascii_isxdigit (text[4]) && g_ascii_isxdigit (text[5]) && text[6] == '_')
        {
          gunichar c = 0;

          for (guint i = 2; i < 6; i++)
            c = c * 16 + g_ascii_xdigit_value (text[i]);

          if (c != 0 && g_unichar_validate (c))
            g_string_append_unichar (plain, c);

          text += 7;
          continue;
        }

      g_string_append_c (plain, *text++);
    }

  return g_strstrip (g_string_free (g_steal_pointer (&plain), FALSE));
}

/**
 * psr_bc_row_enum_is:
 * @object: a row as the service sent it
 * @member: name of a member that holds a word of an enumeration
 * @word: the plain word
 *
 * Returns: whether @member holds @word, encoded or not
 */
gboolean
psr_bc_row_enum_is (JsonObject *object,
                    const char *member,
                    const char *word)
{
  g_autofree char *plain = NULL;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (word != NULL, FALSE);

  plain = psr_bc_enum_decode (psr_json_get_string (object, member));
  return g_ascii_strcasecmp (plain, word) == 0;
}

/**
 * psr_bc_rows_read:
 * @rows: an array as the service sent it
 * @func: reads one row
 * @free_func: frees what @func returns
 * @error: return location for a #PsrBcError
 *
 * Returns: (transfer full) (nullable): what @func made of each row; %NULL with
 *   @error set when one couldn't be read
 */
GPtrArray *
psr_bc_rows_read (JsonArray       *rows,
                  PsrBcRowFunc     func,
                  GDestroyNotify   free_func,
                  GError         **error)
{
  g_autoptr (GPtrArray) records = NULL;
  guint n_rows;

  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  n_rows = json_array_get_length (rows);
  records = g_ptr_array_new_full (n_rows, free_func);

  for (guint i = 0; i < n_rows; i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      gpointer record;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          set_bad_row (error, _("A row isn’t an object."));
          return NULL;
        }

      record = func (json_node_get_object (node), error);
      if (record == NULL)
        return NULL;

      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}
