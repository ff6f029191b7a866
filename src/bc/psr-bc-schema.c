/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-schema"

#include "config.h"

#include <string.h>

#include "psr-bc-schema-private.h"

struct _PsrBcSchema
{
  GHashTable *sets; /* name → GPtrArray of PsrBcProperty */
};

G_DEFINE_BOXED_TYPE (PsrBcSchema, psr_bc_schema, psr_bc_schema_ref, psr_bc_schema_unref)

static void
schema_clear (gpointer data)
{
  PsrBcSchema *self = data;

  g_hash_table_unref (self->sets);
}

/**
 * psr_bc_property_new:
 * @name: its name
 * @type: its type
 * @max_length: how many characters it takes, or 0
 *
 * Returns: (transfer full): a property
 */
PsrBcProperty *
psr_bc_property_new (const char *name,
                     const char *type,
                     guint       max_length)
{
  PsrBcProperty *property;

  g_return_val_if_fail (name != NULL && type != NULL, NULL);

  property = g_new0 (PsrBcProperty, 1);
  property->name = g_strdup (name);
  property->type = g_strdup (type);
  property->max_length = max_length;

  return property;
}

/**
 * psr_bc_property_free:
 * @property: (transfer full): a #PsrBcProperty
 */
void
psr_bc_property_free (gpointer property)
{
  PsrBcProperty *self = property;

  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

/**
 * psr_bc_schema_new:
 *
 * Returns: (transfer full): one without sets, to be filled before anybody else sees it
 */
PsrBcSchema *
psr_bc_schema_new (void)
{
  PsrBcSchema *self = g_atomic_rc_box_new0 (PsrBcSchema);

  self->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  return self;
}

/**
 * psr_bc_schema_take_set:
 * @self: a schema that nobody else has seen yet
 * @set: name of an entity set
 * @properties: (transfer full) (element-type PsrBcProperty): what its records have
 */
void
psr_bc_schema_take_set (PsrBcSchema *self,
                        const char  *set,
                        GPtrArray   *properties)
{
  g_return_if_fail (self != NULL && set != NULL && properties != NULL);

  g_hash_table_replace (self->sets, g_strdup (set), properties);
}

/**
 * psr_bc_schema_ref:
 * @self: a schema
 *
 * Returns: (transfer full): @self
 */
PsrBcSchema *
psr_bc_schema_ref (PsrBcSchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_schema_unref:
 * @self: (transfer full): a schema
 */
void
psr_bc_schema_unref (PsrBcSchema *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, schema_clear);
}

/* "gtin:String:14"; FALSE where it is none. */
static gboolean
add_from_word (GPtrArray  *properties,
               const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", -1);
  guint64 length = 0;

  if (g_strv_length (parts) != 3 || *parts[0] == '\0' || *parts[1] == '\0' ||
      !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXUINT16, &length, NULL))
    return FALSE;

  g_ptr_array_add (properties, psr_bc_property_new (parts[0], parts[1], (guint) length));

  return TRUE;
}

/**
 * psr_bc_schema_new_from_text:
 * @text: what psr_bc_schema_to_text() made
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL where @text is none
 */
PsrBcSchema *
psr_bc_schema_new_from_text (const char *text)
{
  g_autoptr (PsrBcSchema) self = NULL;
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = psr_bc_schema_new ();
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) properties = g_ptr_array_new_with_free_func (psr_bc_property_free);
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

      if (words[0] == NULL)
        continue;
      for (guint w = 1; words[w] != NULL; w++)
        {
          if (!add_from_word (properties, words[w]))
            return NULL;
        }
      psr_bc_schema_take_set (self, words[0], g_steal_pointer (&properties));
    }

  return g_hash_table_size (self->sets) > 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * psr_bc_schema_to_text:
 * @self: a schema
 *
 * Returns: (transfer full): the schema in a few kB of text, to be kept
 */
char *
psr_bc_schema_to_text (PsrBcSchema *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) names = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  names = g_list_sort (g_hash_table_get_keys (self->sets), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    {
      GPtrArray *properties = g_hash_table_lookup (self->sets, l->data);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", (const char *) l->data);
      for (guint i = 0; i < properties->len; i++)
        {
          const PsrBcProperty *property = properties->pdata[i];

          g_string_append_printf (text, " %s:%s:%u", property->name, property->type, property->max_length);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_bc_schema_has_set:
 * @self: a schema
 * @set: name of an entity set
 *
 * Returns: whether anything is known of it
 */
gboolean
psr_bc_schema_has_set (PsrBcSchema *self,
                       const char  *set)
{
  g_return_val_if_fail (self != NULL && set != NULL, FALSE);

  return g_hash_table_contains (self->sets, set);
}

/**
 * psr_bc_schema_has:
 * @self: a schema
 * @set: name of an entity set
 * @property: a property, or `OUTER/INNER`; cases count, as they do in the answers
 *
 * Returns: whether the set has it. What nothing is known of, as a set that isn't described
 *   or what is within an object that isn't, is taken to be there.
 */
gboolean
psr_bc_schema_has (PsrBcSchema *self,
                   const char  *set,
                   const char  *property)
{
  GPtrArray *properties;
  gsize outer;
  gboolean has_outer = FALSE;
  gboolean has_others = FALSE;

  g_return_val_if_fail (self != NULL && set != NULL && property != NULL, FALSE);

  properties = g_hash_table_lookup (self->sets, set);
  if (properties == NULL)
    return TRUE;

  outer = strcspn (property, "/");
  for (guint i = 0; i < properties->len; i++)
    {
      const char *name = ((const PsrBcProperty *) properties->pdata[i])->name;

      if (strcmp (name, property) == 0)
        return TRUE;
      if (property[outer] == '/' && strncmp (name, property, outer) == 0)
        {
          has_outer |= name[outer] == '\0';
          has_others |= name[outer] == '/';
        }
    }

  return has_outer && !has_others;
}

/**
 * psr_bc_schema_list:
 * @self: a schema
 * @set: name of an entity set
 *
 * Returns: (transfer none) (nullable) (element-type PsrBcProperty): what its records have;
 *   %NULL where nothing is known of it
 */
GPtrArray *
psr_bc_schema_list (PsrBcSchema *self,
                    const char  *set)
{
  g_return_val_if_fail (self != NULL && set != NULL, NULL);

  return g_hash_table_lookup (self->sets, set);
}
