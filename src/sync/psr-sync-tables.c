/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-tables"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-mapping-error.h"
#include "psr-service-error.h"
#include "psr-sync-tables.h"
#include "psr-text.h"

struct _PsrSyncTables
{
  /* What was read → a GHashTable of texts; both services have names of their own for theirs. */
  GHashTable *tables;
  /* Those among them that aren't shown. */
  GHashTable *hidden;
};

static void
tables_finalize (gpointer data)
{
  PsrSyncTables *self = data;

  g_clear_pointer (&self->tables, g_hash_table_unref);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
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
    {
      g_debug ("“%s” can’t be read: %s", name, local->message);
      g_hash_table_add (self->hidden, g_strdup (name));
    }

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
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

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

static gboolean
check_table (const PsrSyncTables *self,
             const PsrFieldMap   *map,
             const PsrField      *field,
             const char          *member,
             const char          *table,
             GError             **error)
{
  const char *file = table != NULL && g_hash_table_contains (self->hidden, table) ? psr_field_map_get_own_file (map, table) : NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;

  if (file == NULL)
    return TRUE;

  what = g_strdup_printf (_("The mapping “%s” can’t be used."), file);
  /* Translators: what a mapping says of a property, the property, a service and the name of a table in it. */
  why = g_strdup_printf (_("“%s” of “%s”: %s shows no table “%s” to this account."), member, field->target,
                         g_str_equal (member, "look-up") ? "Wello" : "Business Central", table);
  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID, what, why,
                           _("Correct the name of the table in that file, or let the account read it."));

  return FALSE;
}

/**
 * psr_sync_tables_check:
 * @self: tables
 * @targets: what the parts of a record are
 * @n_parts: how many there are
 * @error: return location for %PSR_MAPPING_ERROR_INVALID
 *
 * A table that the program's own mappings name may be missing, and counts as empty. One that
 * only a person names is mistyped: without a word nothing would ever come of that field.
 *
 * Returns: whether every table that only a person's own mapping names was shown
 */
gboolean
psr_sync_tables_check (PsrSyncTables        *self,
                       const PsrSyncTarget  *targets,
                       guint                 n_parts,
                       GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (targets != NULL, FALSE);

  for (guint part = 0; part < n_parts; part++)
    {
      const PsrFieldMap *map = targets[part].map;

      for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
        {
          const PsrField *field = psr_field_map_get_field (map, i);

          if (!check_table (self, map, field, "via", field->via, error) ||
              !check_table (self, map, field, "look-up", field->look_up, error) ||
              !check_table (self, map, field, "embed", field->embed, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
names_own (const PsrFieldMap *map)
{
  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);
      const char *tables[] = { field->via, field->look_up, field->embed };

      for (gsize k = 0; k < G_N_ELEMENTS (tables); k++)
        {
          if (tables[k] != NULL && psr_field_map_get_own_file (map, tables[k]) != NULL)
            return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_sync_tables_check_flow:
 * @context: what the flows work with
 * @flow: a flow
 * @error: return location for %PSR_MAPPING_ERROR_INVALID, or for why they couldn't be read
 *
 * Looks whether the tables are there that only a person's own mappings name. Asks for nothing
 * where they name none. Has to be called in a fiber.
 *
 * Returns: whether they are
 */
gboolean
psr_sync_tables_check_flow (PsrSyncContext  *context,
                            PsrSyncFlow      flow,
                            GError         **error)
{
  g_autoptr (PsrSyncTables) self = NULL;
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  guint n_parts;
  gboolean any = FALSE;

  g_return_val_if_fail (context != NULL, FALSE);

  n_parts = psr_sync_target_list (context, flow, targets);
  for (guint part = 0; part < n_parts; part++)
    any |= names_own (targets[part].map);
  if (!any)
    return TRUE;

  self = psr_sync_tables_read (context, targets, n_parts, error);

  return self != NULL && psr_sync_tables_check (self, targets, n_parts, error);
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
 * psr_sync_tables_dup_back:
 * @self: tables
 * @field: a field that is looked up in Wello
 * @id: what Wello has there
 *
 * Returns: (transfer full) (nullable): the code that it stands for; %NULL where the table
 *   doesn't have it
 */
char *
psr_sync_tables_dup_back (const PsrSyncTables *self,
                          const PsrField      *field,
                          const char          *id)
{
  GHashTable *table;
  GHashTableIter iter;
  gpointer code, found;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL && field->look_up != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  table = g_hash_table_lookup (self->tables, field->look_up);
  if (table == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &code, &found))
    {
      if (g_ascii_strcasecmp (found, id) == 0)
        return g_strdup (code);
    }

  return NULL;
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
