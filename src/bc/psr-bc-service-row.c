/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-service-row"

#include "config.h"

#include "psr-bc-row.h"
#include "psr-bc-service-row.h"
#include "psr-json.h"

struct _PsrBcServiceRow
{
  JsonObject *object;
  /* Plain name → name of the member. */
  GHashTable *members;
};

/* Letters and digits, in lower case. */
static char *
dup_plain (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isalnum (*text))
        g_string_append_c (plain, g_ascii_tolower (*text));
    }

  return g_string_free_and_steal (plain);
}

/**
 * psr_bc_service_row_new:
 * @object: (transfer none): a row as the service sent it
 *
 * May run on any thread.
 *
 * Returns: (transfer full): the row
 */
PsrBcServiceRow *
psr_bc_service_row_new (JsonObject *object)
{
  g_autoptr (GList) members = NULL;
  PsrBcServiceRow *self;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_new0 (PsrBcServiceRow, 1);
  self->object = json_object_ref (object);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  members = json_object_get_members (object);
  for (GList *iter = members; iter != NULL; iter = iter->next)
    g_hash_table_insert (self->members, dup_plain (iter->data), iter->data);

  return self;
}

/**
 * psr_bc_service_row_free:
 * @self: (transfer full): a row
 *
 * Frees it.
 */
void
psr_bc_service_row_free (PsrBcServiceRow *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->members);
  json_object_unref (self->object);
  g_free (self);
}

static const char *
find (PsrBcServiceRow    *self,
      const char * const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *member = g_hash_table_lookup (self->members, names[i]);

      if (member != NULL)
        return member;
    }

  return NULL;
}

/**
 * psr_bc_service_row_has:
 * @self: a row
 * @names: plain names of one column, in letters and digits of lower case
 *
 * Returns: whether there is such a column
 */
gboolean
psr_bc_service_row_has (PsrBcServiceRow    *self,
                        const char * const *names)
{
  g_return_val_if_fail (self != NULL && names != NULL, FALSE);

  return find (self, names) != NULL;
}

/**
 * psr_bc_service_row_dup_text:
 * @self: a row
 * @names: plain names of one column; the first that is there counts
 *
 * Returns: (transfer full): its text, or "" where it has none
 */
char *
psr_bc_service_row_dup_text (PsrBcServiceRow    *self,
                             const char * const *names)
{
  const char *member;

  g_return_val_if_fail (self != NULL && names != NULL, NULL);

  member = find (self, names);

  return member != NULL ? psr_json_dup_text (self->object, member) : g_strdup ("");
}

/**
 * psr_bc_service_row_dup_word:
 * @self: a row
 * @names: plain names of one column
 *
 * Reads a word of an enumeration, encoded or not.
 *
 * Returns: (transfer full): its letters and digits in lower case: "All_x0020_Customers"
 *   is "allcustomers"; "" where there is none
 */
char *
psr_bc_service_row_dup_word (PsrBcServiceRow    *self,
                             const char * const *names)
{
  g_autofree char *text = psr_bc_service_row_dup_text (self, names);
  g_autofree char *word = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  word = psr_bc_enum_decode (text);

  return dup_plain (word);
}

/**
 * psr_bc_service_row_dup_date:
 * @self: a row
 * @names: plain names of one column
 *
 * Returns: (transfer full): "YYYY-MM-DD"; "" for a blank date, which a web service sends
 *   as 0001-01-01
 */
char *
psr_bc_service_row_dup_date (PsrBcServiceRow    *self,
                             const char * const *names)
{
  g_autofree char *text = psr_bc_service_row_dup_text (self, names);

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) < 10 || g_str_has_prefix (text, "0001-01-01"))
    return g_strdup ("");

  return g_strndup (text, 10);
}

/**
 * psr_bc_service_row_get_boolean:
 * @self: a row
 * @names: plain names of one column
 *
 * Returns: whether it is there and true
 */
gboolean
psr_bc_service_row_get_boolean (PsrBcServiceRow    *self,
                                const char * const *names)
{
  const char *member;

  g_return_val_if_fail (self != NULL && names != NULL, FALSE);

  member = find (self, names);

  return member != NULL && psr_json_get_boolean (self->object, member);
}

/**
 * psr_bc_service_row_get_decimal:
 * @self: a row
 * @names: plain names of one column
 * @out: (out): its number; 0 where there is none
 * @error: return location for a #PsrJsonError
 *
 * Returns: %FALSE with @error set when what is there is no number
 */
gboolean
psr_bc_service_row_get_decimal (PsrBcServiceRow     *self,
                                const char * const  *names,
                                PsrDecimal          *out,
                                GError             **error)
{
  const char *member;

  g_return_val_if_fail (self != NULL && names != NULL && out != NULL, FALSE);

  *out = psr_decimal_zero ();
  member = find (self, names);

  return member == NULL || psr_json_get_decimal (self->object, member, out, error);
}
