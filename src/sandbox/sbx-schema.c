/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-schema"

#include "sbx-schema.h"

#include <gio/gio.h>
#include <string.h>

static void
property_clear (gpointer data)
{
  SbxProperty *property = data;

  g_free (property->name);
  g_strfreev (property->values);
}

SbxSchema *
sbx_schema_new (const char *set,
                const char *entity,
                const char *type_name)
{
  SbxSchema *schema = g_new0 (SbxSchema, 1);

  schema->set = g_strdup (set);
  schema->entity = g_strdup (entity);
  schema->type_name = g_strdup (type_name);
  schema->properties = g_array_new (FALSE, TRUE, sizeof (SbxProperty));
  g_array_set_clear_func (schema->properties, property_clear);
  schema->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  schema->insert_allowed = schema->modify_allowed = schema->delete_allowed = TRUE;
  schema->id_column = schema->modified_column = -1;

  return schema;
}

void
sbx_schema_free (SbxSchema *schema)
{
  if (schema == NULL)
    return;
  g_free (schema->set);
  g_free (schema->entity);
  g_free (schema->type_name);
  g_array_unref (schema->properties);
  g_hash_table_unref (schema->by_name);
  g_free (schema);
}

int
sbx_schema_add (SbxSchema       *schema,
                const char      *name,
                SbxType          type,
                guint            max_length,
                SbxPropertyFlags flags)
{
  SbxProperty property = { .name = g_strdup (name), .type = type, .max_length = max_length, .flags = flags };
  int column = (int) schema->properties->len;

  g_array_append_val (schema->properties, property);
  g_hash_table_insert (schema->by_name, g_strdup (name), GINT_TO_POINTER (column + 1));

  if (strcmp (name, "id") == 0)
    schema->id_column = column;
  else if (strcmp (name, "lastModifiedDateTime") == 0 || strcmp (name, "modified_dateutc") == 0)
    schema->modified_column = column;

  return column;
}

int
sbx_schema_add_enum (SbxSchema       *schema,
                     const char      *name,
                     SbxPropertyFlags flags,
                     const char      *values_with_bars)
{
  int column = sbx_schema_add (schema, name, SBX_TYPE_ENUM, 0, flags);

  g_array_index (schema->properties, SbxProperty, column).values = g_strsplit (values_with_bars, "|", -1);
  return column;
}

int
sbx_schema_column (const SbxSchema *schema,
                   const char      *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (schema->by_name, name)) - 1;
}

int
sbx_schema_column_nocase (const SbxSchema *schema,
                          const char      *name)
{
  int column = sbx_schema_column (schema, name);

  for (guint i = 0; column < 0 && i < schema->properties->len; i++)
    {
      if (g_ascii_strcasecmp (g_array_index (schema->properties, SbxProperty, i).name, name) == 0)
        column = (int) i;
    }
  return column;
}

const SbxProperty *
sbx_schema_property (const SbxSchema *schema,
                     int              column)
{
  return &g_array_index (schema->properties, SbxProperty, column);
}

guint
sbx_schema_n_columns (const SbxSchema *schema)
{
  return schema->properties->len;
}

static gboolean
flag (JsonObject *object,
      const char *name,
      gboolean    otherwise)
{
  return json_object_get_boolean_member_with_default (object, name, otherwise);
}

static SbxType
type_from_name (const char *name)
{
  static const struct
  {
    const char *name;
    SbxType     type;
  } types[] = {
    { "guid", SBX_TYPE_GUID },       { "enum", SBX_TYPE_ENUM },         { "bool", SBX_TYPE_BOOL },
    { "int32", SBX_TYPE_INT },       { "int64", SBX_TYPE_INT },         { "int", SBX_TYPE_INT },
    { "decimal", SBX_TYPE_DECIMAL }, { "date", SBX_TYPE_DATE },         { "datetime", SBX_TYPE_DATETIME },
    { "null", SBX_TYPE_NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_strcmp0 (name, types[i].name) == 0)
        return types[i].type;
    }
  return SBX_TYPE_STRING;
}

static GStrv
values_from_json (JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *values;

  if (!json_object_has_member (object, "values"))
    return NULL;

  values = json_object_get_array_member (object, "values");
  for (guint i = 0; i < json_array_get_length (values); i++)
    g_strv_builder_add (builder, json_array_get_string_element (values, i));
  return g_strv_builder_end (builder);
}

SbxSchema *
sbx_schema_from_json (const char *set,
                      JsonObject *description,
                      const char *type_prefix)
{
  const char *entity = json_object_get_string_member_with_default (description, "entity", set);
  g_autofree char *type_name = g_strconcat (type_prefix, entity, NULL);
  SbxSchema *schema = sbx_schema_new (set, entity, type_name);
  JsonArray *properties = json_object_get_array_member (description, "properties");
  gboolean editable = flag (description, "editable", TRUE);

  schema->insert_allowed = editable && flag (description, "insertAllowed", TRUE);
  schema->modify_allowed = editable && flag (description, "modifyAllowed", TRUE);
  schema->delete_allowed = editable && flag (description, "deleteAllowed", TRUE);

  for (guint i = 0; i < json_array_get_length (properties); i++)
    {
      JsonObject *object = json_array_get_object_element (properties, i);
      SbxPropertyFlags flags = SBX_PROPERTY_NORMAL;
      GStrv values = values_from_json (object);
      SbxType type = type_from_name (json_object_get_string_member (object, "type"));
      int column;

      if (flag (object, "readOnly", FALSE))
        flags |= SBX_PROPERTY_READ_ONLY;
      if (flag (object, "alCode", FALSE))
        flags |= SBX_PROPERTY_CODE;
      if (flag (object, "required", FALSE))
        flags |= SBX_PROPERTY_REQUIRED;
      if (flag (object, "hidden", FALSE))
        flags |= SBX_PROPERTY_HIDDEN;
      if (flag (object, "noFilter", FALSE))
        flags |= SBX_PROPERTY_NO_FILTER;

      column = sbx_schema_add (schema, json_object_get_string_member (object, "name"),
                               type == SBX_TYPE_ENUM && values == NULL ? SBX_TYPE_STRING : type,
                               (guint) json_object_get_int_member_with_default (object, "maxLength", 0), flags);
      g_array_index (schema->properties, SbxProperty, column).values = values;
    }

  return schema;
}

JsonObject *
sbx_schema_load_resource (const char *path)
{
  static GHashTable *parsers;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonParser *parser;

  if (parsers == NULL)
    parsers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  parser = g_hash_table_lookup (parsers, path);
  if (parser == NULL)
    {
      gsize size;
      const char *text;

      bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      if (bytes == NULL)
        g_error ("%s", error->message);
      text = g_bytes_get_data (bytes, &size);
      parser = json_parser_new_immutable ();
      if (!json_parser_load_from_data (parser, text, (gssize) size, &error))
        g_error ("%s: %s", path, error->message);
      g_hash_table_insert (parsers, g_strdup (path), parser);
    }

  return json_node_get_object (json_parser_get_root (parser));
}
