/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-schema-xml"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-error.h"
#include "psr-bc-schema-private.h"
#include "psr-explain.h"

/* Business Central's own has some 100 types with some 40 properties each. */
#define MAX_TYPES      10000
#define MAX_PROPERTIES 200000
#define MAX_NAME       200
#define MAX_DEPTH      64
#define MAX_BASES      8

/* An entity type or a complex one. */
typedef struct
{
  GPtrArray *properties; /* of PsrBcProperty; their types in full */
  char      *base;
} Type;

typedef struct
{
  GHashTable *types; /* name without its namespace → Type */
  GHashTable *sets;  /* name → name of its type */
  Type       *open;
  guint       depth;
  guint       n_properties;
  gboolean    has_root;
} Reader;

static void
type_free (gpointer data)
{
  Type *type = data;

  g_ptr_array_unref (type->properties);
  g_free (type->base);
  g_free (type);
}

/* "edmx:Edmx" → "Edmx". */
static const char *
after_prefix (const char *name)
{
  const char *colon = strrchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

/* "Microsoft.NAV.customer" → "customer". */
static const char *
after_namespace (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL ? dot + 1 : name;
}

static const char *
find_attribute (const char **names,
                const char **values,
                const char  *wanted)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (strcmp (names[i], wanted) == 0)
        return values[i];
    }

  return NULL;
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, why);

  return FALSE;
}

/* What is too long to be a name, or would spoil the text that is kept, is none. */
static gboolean
is_name (const char *text)
{
  return text != NULL && *text != '\0' && strlen (text) <= MAX_NAME && strpbrk (text, " :/\t\r\n") == NULL;
}

static gboolean
open_type (Reader      *reader,
           const char **names,
           const char **values,
           GError     **error)
{
  const char *name = find_attribute (names, values, "Name");
  const char *base = find_attribute (names, values, "BaseType");

  if (!is_name (name))
    return refuse (error, _("A type has no name."));
  if (g_hash_table_size (reader->types) >= MAX_TYPES)
    return refuse (error, _("There are too many types."));

  reader->open = g_new0 (Type, 1);
  reader->open->properties = g_ptr_array_new_with_free_func (psr_bc_property_free);
  reader->open->base = base != NULL ? g_strdup (after_namespace (base)) : NULL;
  g_hash_table_replace (reader->types, g_strdup (after_namespace (name)), reader->open);

  return TRUE;
}

static gboolean
add_property (Reader      *reader,
              const char **names,
              const char **values,
              GError     **error)
{
  const char *name = find_attribute (names, values, "Name");
  const char *type = find_attribute (names, values, "Type");
  const char *max = find_attribute (names, values, "MaxLength");
  guint64 length = 0;

  if (!is_name (name) || (type != NULL && !is_name (type)))
    return refuse (error, _("A property has no name."));
  if (++reader->n_properties > MAX_PROPERTIES)
    return refuse (error, _("There are too many properties."));

  /* It may be "max". */
  if (max != NULL && !g_ascii_string_to_unsigned (max, 10, 0, G_MAXUINT16, &length, NULL))
    length = 0;
  g_ptr_array_add (reader->open->properties, psr_bc_property_new (name, type != NULL ? type : "Edm.String", (guint) length));

  return TRUE;
}

static void
start_element (GMarkupParseContext  *context,
               const char           *element,
               const char          **names,
               const char          **values,
               gpointer              data,
               GError              **error)
{
  Reader *reader = data;
  const char *local = after_prefix (element);

  if (++reader->depth > MAX_DEPTH)
    refuse (error, _("It is nested too deeply."));
  else if (reader->depth == 1 && strcmp (local, "Edmx") != 0)
    refuse (error, _("It describes no API."));
  else if (reader->depth == 1)
    reader->has_root = TRUE;
  else if (strcmp (local, "EntityType") == 0 || strcmp (local, "ComplexType") == 0)
    open_type (reader, names, values, error);
  else if (strcmp (local, "Property") == 0 && reader->open != NULL)
    add_property (reader, names, values, error);
  else if (strcmp (local, "EntitySet") == 0)
    {
      const char *name = find_attribute (names, values, "Name");
      const char *type = find_attribute (names, values, "EntityType");

      if (!is_name (name) || !is_name (type))
        refuse (error, _("An entity set has no name."));
      else
        g_hash_table_replace (reader->sets, g_strdup (name), g_strdup (after_namespace (type)));
    }
}

static void
end_element (GMarkupParseContext  *context,
             const char           *element,
             gpointer              data,
             GError              **error)
{
  Reader *reader = data;
  const char *local = after_prefix (element);

  reader->depth--;
  if (strcmp (local, "EntityType") == 0 || strcmp (local, "ComplexType") == 0)
    reader->open = NULL;
}

/* "Edm.Decimal" → "Decimal"; "Object" of what isn't one of OData's own. */
static const char *
get_short_type (const PsrBcProperty *property)
{
  if (!g_str_has_prefix (property->type, "Edm."))
    return "Object";

  return property->type[strlen ("Edm.")] != '\0' ? property->type + strlen ("Edm.") : "String";
}

/* Of an object also what is in it. */
static void
add_described (Reader              *reader,
               GPtrArray           *into,
               const PsrBcProperty *property)
{
  const Type *inner;

  g_ptr_array_add (into, psr_bc_property_new (property->name, get_short_type (property), property->max_length));
  if (g_str_has_prefix (property->type, "Edm."))
    return;

  inner = g_hash_table_lookup (reader->types, after_namespace (property->type));
  for (guint i = 0; inner != NULL && i < inner->properties->len; i++)
    {
      const PsrBcProperty *part = inner->properties->pdata[i];
      g_autofree char *name = g_strconcat (property->name, "/", part->name, NULL);

      /* Nothing deeper is ever mapped. */
      g_ptr_array_add (into, psr_bc_property_new (name, get_short_type (part), part->max_length));
    }
}

static GPtrArray *
describe (Reader     *reader,
          const char *name)
{
  g_autoptr (GPtrArray) properties = g_ptr_array_new_with_free_func (psr_bc_property_free);
  const Type *type = g_hash_table_lookup (reader->types, name);

  for (guint level = 0; type != NULL && level < MAX_BASES; level++)
    {
      for (guint i = 0; i < type->properties->len; i++)
        add_described (reader, properties, type->properties->pdata[i]);
      type = type->base != NULL ? g_hash_table_lookup (reader->types, type->base) : NULL;
    }

  return g_steal_pointer (&properties);
}

static PsrBcSchema *
collect (Reader             *reader,
         const char * const *sets)
{
  g_autoptr (PsrBcSchema) schema = NULL;

  for (; *sets != NULL; sets++)
    {
      const char *type = g_hash_table_lookup (reader->sets, *sets);
      g_autoptr (GPtrArray) properties = type != NULL ? describe (reader, type) : NULL;

      /* A type without any is one that wasn't described. */
      if (properties == NULL || properties->len == 0)
        continue;
      if (schema == NULL)
        schema = psr_bc_schema_new ();
      psr_bc_schema_take_set (schema, *sets, g_steal_pointer (&properties));
    }

  return g_steal_pointer (&schema);
}

/**
 * psr_bc_schema_new_from_xml:
 * @data: what `$metadata` answered
 * @length: its length
 * @sets: (array zero-terminated=1): the entity sets that are wanted; of all others nothing
 *   is kept
 * @error: return location for %PSR_BC_ERROR_BAD_SCHEMA
 *
 * Reads the description of an API in the OData Common Schema Definition Language, piece by
 * piece: memory grows with the number of its properties, not with the document.
 *
 * Source: OASIS, OData CSDL XML Representation 4.01.
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL
 */
PsrBcSchema *
psr_bc_schema_new_from_xml (const char          *data,
                            gsize                length,
                            const char * const  *sets,
                            GError             **error)
{
  static const GMarkupParser parser = { .start_element = start_element, .end_element = end_element };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (PsrBcSchema) schema = NULL;
  g_autoptr (GError) local = NULL;
  Reader reader = { 0 };

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (sets != NULL, NULL);

  reader.types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, type_free);
  reader.sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  context = g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &reader, NULL);

  /* .NET writes a byte order mark. */
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (length > PSR_BC_SCHEMA_MAX_BYTES)
    refuse (&local, _("It is too long."));
  else if (g_markup_parse_context_parse (context, data, (gssize) length, &local) &&
           g_markup_parse_context_end_parse (context, &local) && reader.has_root)
    schema = collect (&reader, sets);

  g_hash_table_unref (reader.types);
  g_hash_table_unref (reader.sets);
  if (schema == NULL)
    psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_SCHEMA,
                             _("What Business Central says of its properties can’t be read."),
                             local != NULL ? local->message : _("It describes none of the records that are synced."),
                             _("All properties are asked for as before. It is read again later."));

  return g_steal_pointer (&schema);
}
