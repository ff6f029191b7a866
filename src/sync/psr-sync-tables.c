/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-tables"

#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-service-error.h"
#include "psr-sync-tables.h"
#include "psr-text.h"

struct _PsrSyncTables
{
  /* What was read → a GHashTable of texts; both services have names of their own for theirs. */
  GHashTable *tables;
};

static void
tables_finalize (gpointer data)
{
  PsrSyncTables *self = data;

  g_clear_pointer (&self->tables, g_hash_table_unref);
}

/**
 * psr_sync_tables_ref:
 * @self: tables
 *
 * Returns: (transfer full): @self
 */
PsrSyncTables *
psr_sync_tables_ref (PsrSyncTables *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_sync_tables_unref:
 * @self: (transfer full): tables
 *
 * Gives up a reference.
 */
void
psr_sync_tables_unref (PsrSyncTables *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, tables_finalize);
}

/**
 * psr_sync_tables_are_needed:
 * @targets: what the parts of a record are
 * @n_parts: how many there are
 *
 * Returns: whether a mapping names a table
 */
gboolean
psr_sync_tables_are_needed (const PsrSyncTarget *targets,
                            guint                n_parts)
{
  g_return_val_if_fail (targets != NULL, FALSE);

  for (guint part = 0; part < n_parts; part++)
    {
      for (guint i = 0; i < psr_field_map_get_n_fields (targets[part].map); i++)
        {
          const PsrField *field = psr_field_map_get_field (targets[part].map, i);

          if (field->via != NULL || field->look_up != NULL || field->embed != NULL)
            return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_sync_tables_is_hidden:
 * @error: why a table wasn't read
 *
 * What isn't shown to us is as if it were empty; whether a service can be reached at all
 * is another matter. Wello says 401 of a table that the account may not see, too.
 *
 * Returns: whether it isn't there, or the account may not see it
 */
gboolean
psr_sync_tables_is_hidden (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
}

static gboolean
take_table (PsrSyncTables  *self,
            const char     *name,
            DexFuture      *future,
            GError        **error)
{
  g_autoptr (GError) local = NULL;
  GHashTable *table = dex_await_boxed (future, &local);

  if (table == NULL && !psr_sync_tables_is_hidden (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (table == NULL)
    g_debug ("“%s” can’t be read: %s", name, local->message);

  g_hash_table_insert (self->tables, g_strdup (name),
                       table != NULL ? table : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free));

  return TRUE;
}

static gboolean
read_field (PsrSyncTables   *self,
            PsrSyncContext  *context,
            const PsrField  *field,
            GError         **error)
{
  if (field->via != NULL && !g_hash_table_contains (self->tables, field->via) &&
      !take_table (self, field->via, psr_bc_client_list_codes (context->bc, field->via), error))
    return FALSE;
  if (field->embed != NULL && !g_hash_table_contains (self->tables, field->embed) &&
      !take_table (self, field->embed, psr_bc_client_list_names (context->bc, field->embed), error))
    return FALSE;

  return field->look_up == NULL || g_hash_table_contains (self->tables, field->look_up) ||
         take_table (self, field->look_up, psr_wello_client_list_codes (context->wello, field->look_up), error);
}

/**
 * psr_sync_tables_read:
 * @context: what the flows work with
 * @targets: what the parts of a record are
 * @n_parts: how many there are
 * @error: return location for an error
 *
 * Reads the tables that the mappings name, each in one request as a rule. One that
 * isn't there, or that the account may not see, is empty. Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the tables
 */
PsrSyncTables *
psr_sync_tables_read (PsrSyncContext       *context,
                      const PsrSyncTarget  *targets,
                      guint                 n_parts,
                      GError              **error)
{
  g_autoptr (PsrSyncTables) self = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (targets != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrSyncTables);
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);

  for (guint part = 0; part < n_parts; part++)
    {
      for (guint i = 0; i < psr_field_map_get_n_fields (targets[part].map); i++)
        {
          if (!read_field (self, context, psr_field_map_get_field (targets[part].map, i), error))
            return NULL;
        }
    }

  return g_steal_pointer (&self);
}

static const char *
look_up (const PsrSyncTables *self,
         const char          *name,
         const char          *key)
{
  GHashTable *table = g_hash_table_lookup (self->tables, name);
  g_autofree char *code = psr_text_code (key);
  const char *found = table != NULL ? g_hash_table_lookup (table, key) : NULL;

  /* Codes are the same whatever their case; ids are written in one. */
  return found != NULL || table == NULL ? found : g_hash_table_lookup (table, code);
}

/* What a value stands for in Wello. */
static const char *
find (const PsrSyncTables *self,
      const PsrField      *field,
      const char          *text)
{
  const char *found = field->via != NULL ? look_up (self, field->via, text) : text;

  return found != NULL && field->look_up != NULL ? look_up (self, field->look_up, found) : found;
}

/**
 * psr_sync_tables_resolve:
 * @self: tables
 * @map: how @record was made
 * @record: what Wello is to have
 *
 * Gives ids their codes, and codes their ids in Wello. What a table doesn't have is taken
 * out of the record: nothing is written for it.
 */
void
psr_sync_tables_resolve (const PsrSyncTables *self,
                         const PsrFieldMap   *map,
                         PsrRecord           *record)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (map != NULL);
  g_return_if_fail (record != NULL);

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);
      const PsrValue *value = psr_record_get_value (record, field->name);
      g_autofree char *text = NULL;
      const char *found;

      if ((field->via == NULL && field->look_up == NULL) || value == NULL)
        continue;

      /* Nothing is nothing in every table. */
      if (field->clears && psr_value_is_nothing (value))
        {
          if (field->look_up != NULL)
            psr_record_set_guid (record, field->name, PSR_GUID_ZERO_TEXT);
          else
            psr_record_set_string (record, field->name, "");
          continue;
        }

      text = psr_value_to_text (value);
      found = find (self, field, text);

      if (found == NULL)
        psr_record_remove (record, field->name);
      else if (field->look_up != NULL)
        psr_record_set_guid (record, field->name, found);
      else
        {
          g_autofree char *code = g_strdup (found);

          psr_record_set_string (record, field->name, code);
        }
    }
}

/**
 * psr_sync_tables_stand_for:
 * @self: (nullable): tables
 * @field: a field that is looked up
 * @value: what Business Central had
 * @theirs: (nullable): what Wello has, where it says so
 *
 * Returns: whether what Wello has came of @value, for all that is known: a table may have
 *   had nothing for it, so that nothing was written
 */
gboolean
psr_sync_tables_stand_for (const PsrSyncTables *self,
                           const PsrField      *field,
                           const PsrValue      *value,
                           const PsrValue      *theirs)
{
  g_autofree char *text = NULL;
  g_autofree char *there = NULL;
  const char *found;

  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (self == NULL)
    return FALSE;

  text = psr_value_to_text (value);
  found = find (self, field, text);
  if (found == NULL || theirs == NULL)
    return found != NULL;

  there = psr_value_to_text (theirs);

  return g_ascii_strcasecmp (found, there) == 0;
}

/**
 * psr_sync_tables_has:
 * @self: tables
 * @field: a field of a mapping
 *
 * Returns: whether the tables that it is looked up in were read
 */
gboolean
psr_sync_tables_has (const PsrSyncTables *self,
                     const PsrField      *field)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  return (field->via == NULL || g_hash_table_contains (self->tables, field->via)) &&
         (field->look_up == NULL || g_hash_table_contains (self->tables, field->look_up));
}

/**
 * psr_sync_tables_dup_code:
 * @self: tables
 * @field: a field whose tables were read
 * @text: what the record has there
 *
 * Returns: (transfer full) (nullable): the code that it stands for; %NULL where a table
 *   doesn't have it, and nothing is written
 */
char *
psr_sync_tables_dup_code (const PsrSyncTables *self,
                          const PsrField      *field,
                          const char          *text)
{
  const char *code;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  code = field->via != NULL ? look_up (self, field->via, text) : text;

  return code != NULL && (field->look_up == NULL || look_up (self, field->look_up, code) != NULL) ? g_strdup (code) : NULL;
}

/**
 * psr_sync_tables_write:
 * @self: (nullable): tables
 * @field: (nullable): how the value was made
 * @name: the name of the value
 * @value: a value of a record
 * @writer: a writer in an object
 *
 * Writes the value as a member. A code with a name becomes a row of its own, with both:
 * Wello looks for it by its code, makes it where there is none, and gives it this name
 * (Source: Wello, "Embedded entities"). Where the name isn't known only the code is
 * written: then the row has to be there.
 */
void
psr_sync_tables_write (const PsrSyncTables *self,
                       const PsrField      *field,
                       const char          *name,
                       const PsrValue      *value,
                       PsrJsonWriter       *writer)
{
  const char *label = NULL;
  g_autofree char *node = NULL;

  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);
  g_return_if_fail (writer != NULL);

  if (self != NULL && field != NULL && field->embed != NULL && value->type == PSR_VALUE_STRING)
    label = look_up (self, field->embed, value->text);
  if (label == NULL || *label == '\0')
    {
      psr_json_writer_member (writer, name);
      psr_value_write_json (value, writer);
      return;
    }

  node = g_strndup (name, strlen (name) - strlen ("_code"));
  psr_json_writer_member (writer, node);
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "code", value->text);
  psr_json_writer_add_string (writer, "name", label);
  psr_json_writer_end_object (writer);
}
