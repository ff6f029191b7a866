/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-example-apply"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-guid.h"
#include "psr-mapper.h"
#include "psr-mapping-example-private.h"

/**
 * psr_mapping_example_is_empty:
 * @self: an example
 *
 * Returns: whether there was no record to read
 */
gboolean
psr_mapping_example_is_empty (PsrMappingExample *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->tree == NULL;
}

/**
 * psr_mapping_example_find_source:
 * @self: an example
 * @source: a property of Business Central, or `OUTER/INNER`
 *
 * Returns: (transfer none) (nullable): what its record has there
 */
const PsrJsonItem *
psr_mapping_example_find_source (PsrMappingExample *self,
                                 const char        *source)
{
  const PsrJsonItem *outer;
  g_autofree char *name = NULL;
  const char *slash;

  g_return_val_if_fail (self != NULL && source != NULL, NULL);

  if (self->tree == NULL)
    return NULL;

  slash = strchr (source, '/');
  if (slash == NULL)
    return psr_json_item_find (psr_json_tree_get_root (self->tree), source);

  name = g_strndup (source, (gsize) (slash - source));
  outer = psr_json_item_find (psr_json_tree_get_root (self->tree), name);

  return outer != NULL && psr_json_item_get_type (outer) == PSR_JSON_OBJECT ? psr_json_item_find (outer, slash + 1) : NULL;
}

static PsrMappingKind
kind_of_type (const char *type)
{
  static const char * const numbers[] = { "Decimal", "Int16", "Int32", "Int64", "Double", "Single", "Byte", NULL };

  if (g_str_equal (type, "Boolean"))
    return PSR_MAPPING_BOOLEAN;
  if (g_str_equal (type, "Object"))
    return PSR_MAPPING_OBJECT;

  return g_strv_contains (numbers, type) ? PSR_MAPPING_NUMBER : PSR_MAPPING_TEXT;
}

static const PsrBcProperty *
find_property (PsrMappingExample *self,
               const char        *source)
{
  GPtrArray *properties = self->schema != NULL && self->set != NULL ? psr_bc_schema_list (self->schema, self->set) : NULL;

  for (guint i = 0; properties != NULL && i < properties->len; i++)
    {
      if (g_str_equal (((const PsrBcProperty *) properties->pdata[i])->name, source))
        return properties->pdata[i];
    }

  return NULL;
}

/**
 * psr_mapping_example_get_source_kind:
 * @self: an example
 * @source: a property of Business Central
 *
 * Returns: what it holds
 */
PsrMappingKind
psr_mapping_example_get_source_kind (PsrMappingExample *self,
                                     const char        *source)
{
  const PsrBcProperty *property;
  const PsrJsonItem *item;

  g_return_val_if_fail (self != NULL && source != NULL, PSR_MAPPING_UNKNOWN);

  property = find_property (self, source);
  if (property != NULL)
    return kind_of_type (property->type);

  item = psr_mapping_example_find_source (self, source);
  if (item == NULL)
    return PSR_MAPPING_UNKNOWN;

  switch (psr_json_item_get_type (item))
    {
    case PSR_JSON_BOOLEAN:
      return PSR_MAPPING_BOOLEAN;
    case PSR_JSON_INTEGER:
    case PSR_JSON_NUMBER:
      return PSR_MAPPING_NUMBER;
    case PSR_JSON_STRING:
      return PSR_MAPPING_TEXT;
    case PSR_JSON_ARRAY:
    case PSR_JSON_OBJECT:
      return PSR_MAPPING_OBJECT;
    case PSR_JSON_NULL:
    default:
      return PSR_MAPPING_UNKNOWN;
    }
}

/**
 * psr_mapping_example_get_target_kind:
 * @self: an example
 * @set: what Wello calls such records
 * @target: a property of them
 *
 * Returns: what it holds
 */
PsrMappingKind
psr_mapping_example_get_target_kind (PsrMappingExample *self,
                                     const char        *set,
                                     const char        *target)
{
  GHashTable *kinds;

  g_return_val_if_fail (self != NULL && set != NULL && target != NULL, PSR_MAPPING_UNKNOWN);

  kinds = g_hash_table_lookup (self->targets, set);

  return kinds != NULL ? (PsrMappingKind) GPOINTER_TO_INT (g_hash_table_lookup (kinds, target)) : PSR_MAPPING_UNKNOWN;
}

/**
 * psr_mapping_example_get_source_length:
 * @self: an example
 * @source: a property of Business Central
 *
 * Returns: how many characters it takes; 0 where that isn't known
 */
guint
psr_mapping_example_get_source_length (PsrMappingExample *self,
                                       const char        *source)
{
  const PsrBcProperty *property;

  g_return_val_if_fail (self != NULL && source != NULL, 0);

  property = find_property (self, source);

  return property != NULL ? property->max_length : 0;
}

/* The map with this field alone: another one can't keep it from being shown. */
static PsrFieldMap *
make_single (PsrFieldMap    *map,
             const PsrField *field)
{
  g_autoptr(GPtrArray) others = g_ptr_array_new ();

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      if (psr_field_map_get_field (map, i) != field)
        g_ptr_array_add (others, (gpointer) psr_field_map_get_field (map, i));
    }

  return psr_field_map_new_without (map, others);
}

static char *
dup_shown (const PsrValue *value)
{
  if (value == NULL)
    return g_strdup ("");
  if (value->type == PSR_VALUE_BOOLEAN)
    return g_strdup (value->boolean ? _("Yes") : _("No"));

  return psr_value_to_text (value);
}

/* Codes say more to people than ids. */
static void
look_up (PsrMappingExample  *self,
         const PsrField     *field,
         char              **text)
{
  char *code = psr_sync_tables_dup_code (self->tables, field, *text);

  g_free (*text);
  *text = code != NULL ? code : g_strdup ("");
}

/**
 * psr_mapping_example_apply:
 * @self: an example
 * @map: a mapping
 * @field: a field of it with a source
 * @from: (out): what Business Central's record has, or ""
 * @to: (out): what Wello would get of it, or "" for nothing
 * @problem: (out) (nullable): why it can't be carried over
 *
 * Carries one value over, by the mapper that the sync has.
 */
void
psr_mapping_example_apply (PsrMappingExample  *self,
                           PsrFieldMap        *map,
                           const PsrField     *field,
                           char              **from,
                           char              **to,
                           GError            **problem)
{
  g_autoptr(PsrMapNotes) notes = psr_map_notes_new ();
  g_autoptr(PsrFieldMap) single = NULL;
  g_autoptr(PsrRecord) record = NULL;
  const PsrJsonItem *item;

  g_return_if_fail (self != NULL && map != NULL && field != NULL && field->source != NULL);
  g_return_if_fail (from != NULL && to != NULL);

  *from = g_strdup ("");
  *to = g_strdup ("");
  item = psr_mapping_example_find_source (self, field->source);
  if (item == NULL)
    return;

  g_free (*from);
  *from = psr_json_item_get_type (item) == PSR_JSON_BOOLEAN
            ? g_strdup (psr_json_item_to_boolean (item) ? _("Yes") : _("No"))
            : psr_json_item_dup_text (item);
  if (field->transform == PSR_TRANSFORM_ENUM)
    {
      /* As the table of values names it. */
      g_autofree char *plain = psr_field_decode_member (*from);

      g_set_str (from, plain);
    }
  /* An id of nothing. */
  if (g_str_equal (*from, PSR_GUID_ZERO_TEXT))
    g_set_str (from, "");

  single = make_single (map, field);
  record = psr_mapper_apply (single, psr_json_tree_get_root (self->tree), notes, problem);
  if (record == NULL)
    return;

  g_free (*to);
  *to = dup_shown (psr_record_get_value (record, field->target));
  if (**to != '\0' && self->tables != NULL && psr_sync_tables_has (self->tables, field))
    look_up (self, field, to);
}
