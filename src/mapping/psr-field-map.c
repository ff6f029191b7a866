/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-field-map"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-field-map-private.h"
#include "psr-fingerprint.h"
#include "psr-json.h"
#include "psr-json-lines.h"
#include "psr-mapping-error-private.h"

struct _PsrFieldMap
{
  PsrEntity        entity;
  PsrMapDirection  direction;
  gboolean         read_only;
  char            *source;
  char            *target;
  GPtrArray       *fields;
  GStrv            select;
  PsrFingerprint   fingerprint;
  char            *own_file;
  GStrv            own_tables;
};

G_DEFINE_BOXED_TYPE (PsrFieldMap, psr_field_map, psr_field_map_ref, psr_field_map_unref)

static void
psr_field_map_clear (gpointer data)
{
  PsrFieldMap *self = data;

  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->select, g_strfreev);
  g_clear_pointer (&self->own_tables, g_strfreev);
  g_free (self->own_file);
  g_free (self->source);
  g_free (self->target);
}

/**
 * psr_field_map_ref:
 * @self: a field map
 *
 * Returns: (transfer full): @self
 */
PsrFieldMap *
psr_field_map_ref (PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_field_map_unref:
 * @self: (transfer full): a field map
 */
void
psr_field_map_unref (PsrFieldMap *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_field_map_clear);
}

/* Every message names the file and the line. */
static gboolean
invalid_at (GError             **error,
            const char          *name,
            const PsrJsonLines  *lines,
            const char          *path,
            const char          *message)
{
  guint line = psr_json_lines_get (lines, path);
  g_autofree char *why = g_strdup_printf ("%s:%u: %s.", name, MAX (line, 1), message);

  return psr_mapping_error_set (error, PSR_MAPPING_ERROR_INVALID, name, why,
                   _("Correct that line, or remove the file: then the one that comes with the program is used."));
}

static gboolean
check_members (JsonObject          *root,
               const char          *name,
               const PsrJsonLines  *lines,
               GError             **error)
{
  static const char *const allowed[] = { "entity", "direction", "source", "target", "read-only", "fields", NULL };
  g_autofree char *list = g_strjoinv (", ", (char **) allowed);
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init_ordered (&iter, root);
  while (json_object_iter_next_ordered (&iter, &member, NULL))
    {
      if (!g_strv_contains (allowed, member))
        {
          g_autofree char *path = g_strconcat ("/", member, NULL);
          g_autofree char *message = g_strdup_printf (_("“%s” is unknown; allowed are %s"), member, list);

          return invalid_at (error, name, lines, path, message);
        }
    }

  for (guint i = 0; allowed[i] != NULL; i++)
    {
      if (strcmp (allowed[i], "read-only") != 0 && !json_object_has_member (root, allowed[i]))
        {
          g_autofree char *message = g_strdup_printf (_("“%s” is missing"), allowed[i]);

          return invalid_at (error, name, lines, "", message);
        }
    }

  return TRUE;
}

static gboolean
read_head (PsrFieldMap         *self,
           JsonObject          *root,
           const char          *name,
           const PsrJsonLines  *lines,
           GError             **error)
{
  const char *direction = psr_json_get_string (root, "direction");

  if (!psr_entity_from_string (psr_json_get_string (root, "entity"), &self->entity))
    {
      g_autofree char *message = g_strdup_printf (_("“%s” is no kind of record"),
                                                  psr_json_get_string (root, "entity"));

      return invalid_at (error, name, lines, "/entity", message);
    }

  if (strcmp (direction, "bc-to-wello") == 0)
    self->direction = PSR_MAP_BC_TO_WELLO;
  else if (strcmp (direction, "wello-to-bc") == 0)
    self->direction = PSR_MAP_WELLO_TO_BC;
  else
    {
      g_autofree char *message = g_strdup_printf (_("“%s” is no direction; allowed are %s"), direction,
                                                  "bc-to-wello, wello-to-bc");

      return invalid_at (error, name, lines, "/direction", message);
    }

  self->read_only = psr_json_get_boolean (root, "read-only");
  self->source = g_strdup (psr_json_get_string (root, "source"));
  self->target = g_strdup (psr_json_get_string (root, "target"));
  if (*self->source == '\0')
    return invalid_at (error, name, lines, "/source", _("“source” must be a text that isn’t empty"));
  if (*self->target == '\0')
    return invalid_at (error, name, lines, "/target", _("“target” must be a text that isn’t empty"));

  return TRUE;
}

static gboolean
read_field (PsrFieldMap         *self,
            JsonNode            *node,
            guint                index,
            const char          *name,
            const PsrJsonLines  *lines,
            GError             **error)
{
  g_autofree char *path = g_strdup_printf ("/fields/%u", index);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (PsrField) field = NULL;
  const char *offender = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return invalid_at (error, name, lines, path, _("A field must be an object"));

  field = psr_field_new_json (json_node_get_object (node), &offender, &local_error);
  if (field == NULL)
    {
      g_autofree char *member_path = offender != NULL ? g_strconcat (path, "/", offender, NULL) : g_strdup (path);

      return invalid_at (error, name, lines, member_path, local_error->message);
    }

  if (psr_field_map_find_target (self, field->target) != NULL)
    {
      g_autofree char *member_path = g_strconcat (path, "/target", NULL);
      g_autofree char *message = g_strdup_printf (_("“%s” is written twice"), field->target);

      return invalid_at (error, name, lines, member_path, message);
    }

  g_ptr_array_add (self->fields, g_steal_pointer (&field));
  return TRUE;
}

static gboolean
read_fields (PsrFieldMap         *self,
             JsonObject          *root,
             const char          *name,
             const PsrJsonLines  *lines,
             GError             **error)
{
  JsonArray *fields = psr_json_get_array (root, "fields");
  guint length = fields != NULL ? json_array_get_length (fields) : 0;

  if (length == 0)
    return invalid_at (error, name, lines, "/fields", _("“fields” must be a list that isn’t empty"));

  for (guint i = 0; i < length; i++)
    {
      if (!read_field (self, json_array_get_element (fields, i), i, name, lines, error))
        return FALSE;
    }

  return TRUE;
}

static void
add_name (GPtrArray  *names,
          const char *name)
{
  if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, (gpointer) name);
}

/* Each source property once, in the order of the file. */
static void
collect_select (PsrFieldMap *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->fields->len; i++)
    {
      const PsrField *field = g_ptr_array_index (self->fields, i);

      add_name (names, field->outer != NULL ? field->outer : field->source);
      if (field->conditions != NULL)
        {
          g_autoptr (GList) sources = g_hash_table_get_keys (field->conditions);

          sources = g_list_sort (sources, (GCompareFunc) strcmp);
          for (GList *l = sources; l != NULL; l = l->next)
            add_name (names, l->data);
        }
    }

  g_ptr_array_add (names, NULL);
  self->select = g_strdupv ((char **) names->pdata);
}

/**
 * psr_field_map_new_from_bytes:
 * @bytes: the contents of a mapping file
 * @name: its name, for messages
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Reads and checks a mapping file. Unknown members, unknown transforms, missing
 * targets, properties that are written twice and lengths without meaning are
 * errors; the message names the file and the line.
 *
 * Returns: (transfer full) (nullable): the field map, or %NULL
 */
PsrFieldMap *
psr_field_map_new_from_bytes (GBytes      *bytes,
                              const char  *name,
                              GError     **error)
{
  g_autoptr (PsrFieldMap) self = NULL;
  g_autoptr (PsrJsonLines) lines = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *duplicate;
  const char *data;
  gsize length;
  guint line;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  root = psr_json_parse (bytes, &local_error);
  if (root == NULL)
    {
      g_autofree char *why = NULL;
      const char *message = local_error->message;

      /* "line 5: …" */
      if (g_str_has_prefix (message, "line "))
        why = g_strdup_printf ("%s:%s", name, message + strlen ("line "));
      else
        why = g_strdup_printf ("%s: %s", name, message);

      psr_mapping_error_set (error, PSR_MAPPING_ERROR_SYNTAX, name, why,
                _("Correct the file, or remove it: then the one that comes with the program is used."));
      return NULL;
    }

  data = g_bytes_get_data (bytes, &length);
  lines = psr_json_lines_new (data, length);
  duplicate = psr_json_lines_get_duplicate (lines, &line);
  if (duplicate != NULL)
    {
      g_autofree char *why = g_strdup_printf (_("%s:%u: “%s” is there twice."), name, line, duplicate + 1);

      psr_mapping_error_set (error, PSR_MAPPING_ERROR_INVALID, name, why, _("Remove one of the two."));
      return NULL;
    }

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      invalid_at (error, name, lines, "", _("A mapping must be an object"));
      return NULL;
    }

  self = g_atomic_rc_box_new0 (PsrFieldMap);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_field_free);

  if (!check_members (json_node_get_object (root), name, lines, error) ||
      !read_head (self, json_node_get_object (root), name, lines, error) ||
      !read_fields (self, json_node_get_object (root), name, lines, error))
    return NULL;

  collect_select (self);
  psr_fingerprint_compute (data, length, &self->fingerprint);

  return g_steal_pointer (&self);
}

/* One of the same records, without fields. */
static PsrFieldMap *
copy_head (const PsrFieldMap *other)
{
  PsrFieldMap *self = g_atomic_rc_box_new0 (PsrFieldMap);

  self->entity = other->entity;
  self->direction = other->direction;
  self->read_only = other->read_only;
  self->source = g_strdup (other->source);
  self->target = g_strdup (other->target);
  self->fingerprint = other->fingerprint;
  self->own_file = g_strdup (other->own_file);
  self->own_tables = g_strdupv (other->own_tables);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_field_free);

  return self;
}

/**
 * psr_field_map_new_both:
 * @other: a field map
 * @target: a property that it writes as a decimal
 *
 * Makes a field map by which both sides may change this number. Where @other doesn't write
 * it so, the two are the same.
 *
 * Returns: (transfer full): the field map; its fingerprint is that of @other
 */
PsrFieldMap *
psr_field_map_new_both (const PsrFieldMap *other,
                        const char        *target)
{
  PsrFieldMap *self;

  g_return_val_if_fail (other != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  self = copy_head (other);
  self->select = g_strdupv (other->select);

  for (guint i = 0; i < other->fields->len; i++)
    {
      PsrField *field = psr_field_copy (g_ptr_array_index (other->fields, i));

      if (field->transform == PSR_TRANSFORM_DECIMAL && strcmp (field->target, target) == 0)
        {
          field->master = PSR_MASTER_BOTH;
          field->number_back = TRUE;
        }
      g_ptr_array_add (self->fields, field);
    }

  return self;
}

/**
 * psr_field_map_new_without:
 * @other: a field map
 * @fields: (element-type PsrField): some of its fields
 *
 * Makes a field map that does the same but for these fields: their properties are neither
 * read, for their sake, nor written.
 *
 * Returns: (transfer full): the field map; its fingerprint is that of @other
 */
PsrFieldMap *
psr_field_map_new_without (const PsrFieldMap *other,
                           GPtrArray         *fields)
{
  PsrFieldMap *self;

  g_return_val_if_fail (other != NULL, NULL);
  g_return_val_if_fail (fields != NULL, NULL);

  self = copy_head (other);
  for (guint i = 0; i < other->fields->len; i++)
    {
      if (!g_ptr_array_find (fields, other->fields->pdata[i], NULL))
        g_ptr_array_add (self->fields, psr_field_copy (other->fields->pdata[i]));
    }
  collect_select (self);

  return self;
}

/* It is @file of a person's own; the one that comes with the program doesn't name these. */
void
psr_field_map_set_own (PsrFieldMap        *self,
                       const char         *file,
                       const char * const *tables)
{
  g_set_str (&self->own_file, file);
  g_strfreev (self->own_tables);
  self->own_tables = g_strdupv ((char **) tables);
}

/**
 * psr_field_map_get_own_file:
 * @self: a field map
 * @table: a table that a field of it is looked up in
 *
 * Returns: (transfer none) (nullable): the file of a person's own that names @table; %NULL
 *   where the mapping that comes with the program names it as well
 */
const char *
psr_field_map_get_own_file (const PsrFieldMap *self,
                            const char        *table)
{
  g_return_val_if_fail (self != NULL && table != NULL, NULL);

  return self->own_tables != NULL && g_strv_contains ((const char * const *) self->own_tables, table) ? self->own_file : NULL;
}

/**
 * psr_field_map_get_entity:
 * @self: a field map
 *
 * Returns: the kind of record that it maps
 */
PsrEntity
psr_field_map_get_entity (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, PSR_N_ENTITIES);

  return self->entity;
}

/**
 * psr_field_map_get_direction:
 * @self: a field map
 *
 * Returns: from which service to which
 */
PsrMapDirection
psr_field_map_get_direction (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, PSR_MAP_BC_TO_WELLO);

  return self->direction;
}

/**
 * psr_field_map_is_read_only:
 * @self: a field map
 *
 * Returns: %TRUE when it serves to couple records, and nothing is written
 */
gboolean
psr_field_map_is_read_only (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->read_only;
}

/**
 * psr_field_map_get_source:
 * @self: a field map
 *
 * Returns: (transfer none): the entity set that is read
 */
const char *
psr_field_map_get_source (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->source;
}

/**
 * psr_field_map_get_target:
 * @self: a field map
 *
 * Returns: (transfer none): the entity set that is written
 */
const char *
psr_field_map_get_target (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->target;
}

/**
 * psr_field_map_get_select:
 * @self: a field map
 *
 * Returns: (transfer none): the properties of the source that it reads, each
 *   once
 */
const char * const *
psr_field_map_get_select (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->select;
}

/**
 * psr_field_map_get_fingerprint:
 * @self: a field map
 *
 * Returns: (transfer none): by what it is told from another one; that of a file which
 *   says the same in other words is another one
 */
const char *
psr_field_map_get_fingerprint (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fingerprint.text;
}

/**
 * psr_field_map_get_n_fields:
 * @self: a field map
 *
 * Returns: how many fields it has
 */
guint
psr_field_map_get_n_fields (const PsrFieldMap *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fields->len;
}

/**
 * psr_field_map_get_field:
 * @self: a field map
 * @index: less than psr_field_map_get_n_fields()
 *
 * Returns: (transfer none): that field
 */
const PsrField *
psr_field_map_get_field (const PsrFieldMap *self,
                         guint              index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->fields->len, NULL);

  return g_ptr_array_index (self->fields, index);
}

/**
 * psr_field_map_find_target:
 * @self: a field map
 * @target: a property that may be written
 *
 * Returns: (transfer none) (nullable): the field that writes it
 */
const PsrField *
psr_field_map_find_target (const PsrFieldMap *self,
                           const char        *target)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const PsrField *field = g_ptr_array_index (self->fields, i);

      if (strcmp (field->target, target) == 0)
        return field;
    }

  return NULL;
}
