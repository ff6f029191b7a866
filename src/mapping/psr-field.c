/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-field"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-field.h"
#include "psr-json.h"
#include "psr-mapping-error.h"

/* No property of either service is longer, but for notes. */
#define MAX_LENGTH 4000

static const char *const transform_names[] = {
  [PSR_TRANSFORM_COPY] = "copy",
  [PSR_TRANSFORM_CUT] = "cut",
  [PSR_TRANSFORM_NEVER_CUT] = "never-cut",
  [PSR_TRANSFORM_UPPER] = "upper",
  [PSR_TRANSFORM_GUID] = "guid",
  [PSR_TRANSFORM_LINK] = "link",
  [PSR_TRANSFORM_DECIMAL] = "decimal",
  [PSR_TRANSFORM_FLOOR_INT] = "floor-int",
  [PSR_TRANSFORM_BOOLEAN] = "boolean",
  [PSR_TRANSFORM_NOT] = "not",
  [PSR_TRANSFORM_ENUM] = "enum",
  [PSR_TRANSFORM_CONSTANT] = "constant",
};

static const char *const master_names[] = {
  [PSR_MASTER_BC] = "bc",
  [PSR_MASTER_WELLO] = "wello",
  [PSR_MASTER_BOTH] = "both",
};

static const char *const member_names[] = {
  "source", "target", "transform", "max-length", "back-max-length", "default", "value", "values", "link", "identity", "omit-empty",
  "when", "list-when-omitted", "master", "via", "look-up", "embed", "line", "clear",
};

/* Portal passwords of Wello's contacts, in clear text. */
static const char *const secret_properties[] = { "e_login", "e_password" };

/**
 * psr_field_free:
 * @self: (nullable) (transfer full): a field
 */
void
psr_field_free (PsrField *self)
{
  if (self == NULL)
    return;

  g_free (self->source);
  g_free (self->target);
  g_free (self->via);
  g_free (self->look_up);
  g_free (self->embed);
  psr_value_free (self->fallback);
  g_clear_pointer (&self->conditions, g_hash_table_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self->outer);
  g_free (self);
}

/**
 * psr_field_copy:
 * @self: a field
 *
 * Returns: (transfer full): a field that may be changed
 */
PsrField *
psr_field_copy (const PsrField *self)
{
  PsrField *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->source = g_strdup (self->source);
  copy->target = g_strdup (self->target);
  copy->via = g_strdup (self->via);
  copy->outer = g_strdup (self->outer);
  copy->look_up = g_strdup (self->look_up);
  copy->embed = g_strdup (self->embed);
  copy->fallback = self->fallback != NULL ? psr_value_copy (self->fallback) : NULL;
  copy->conditions = self->conditions != NULL ? g_hash_table_ref (self->conditions) : NULL;
  copy->values = self->values != NULL ? g_hash_table_ref (self->values) : NULL;

  return copy;
}

/**
 * psr_transform_to_string:
 * @transform: what is done to a value
 *
 * Returns: (transfer none): its name in mapping files
 */
const char *
psr_transform_to_string (PsrTransform transform)
{
  g_return_val_if_fail ((guint) transform < G_N_ELEMENTS (transform_names), NULL);

  return transform_names[transform];
}

static gboolean
invalid (GError     **error,
         const char **offender,
         const char  *member,
         const char  *format,
         ...) G_GNUC_PRINTF (4, 5);

static gboolean
invalid (GError     **error,
         const char **offender,
         const char  *member,
         const char  *format,
         ...)
{
  g_autofree char *message = NULL;
  va_list args;

  g_assert (offender != NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  *offender = member;
  g_set_error_literal (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
find_name (const char        *text,
           const char *const *names,
           gsize              n_names,
           guint             *out)
{
  for (gsize i = 0; i < n_names; i++)
    {
      if (strcmp (names[i], text) == 0)
        {
          *out = (guint) i;
          return TRUE;
        }
    }

  return FALSE;
}

static char *
join_names (const char *const *names,
            gsize              n_names)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; i < n_names; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", names[i]);

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static gboolean
check_members (JsonObject  *object,
               const char **offender,
               GError     **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      guint ignored;

      if (!find_name (name, member_names, G_N_ELEMENTS (member_names), &ignored))
        {
          g_autofree char *allowed = join_names (member_names, G_N_ELEMENTS (member_names));

          return invalid (error, offender, name, _("“%s” is unknown; allowed are %s"), name, allowed);
        }
    }

  return TRUE;
}

static gboolean
read_text (JsonObject  *object,
           const char  *member,
           char       **out,
           const char **offender,
           GError     **error)
{
  if (!json_object_has_member (object, member))
    return TRUE;

  *out = g_strdup (psr_json_get_string (object, member));
  if (**out == '\0')
    return invalid (error, offender, member, _("“%s” must be a text that isn’t empty"), member);

  return TRUE;
}

static gboolean
read_flag (JsonObject  *object,
           const char  *member,
           gboolean    *out,
           const char **offender,
           GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return invalid (error, offender, member, _("“%s” must be true or false"), member);

  *out = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_name (JsonObject         *object,
           const char         *member,
           const char *const  *names,
           gsize               n_names,
           guint              *out,
           const char        **offender,
           GError            **error)
{
  const char *text;

  if (!json_object_has_member (object, member))
    return TRUE;

  text = psr_json_get_string (object, member);
  if (!find_name (text, names, n_names, out))
    {
      g_autofree char *allowed = join_names (names, n_names);

      return invalid (error, offender, member, _("“%s” is no “%s”; allowed are %s"), text, member, allowed);
    }

  return TRUE;
}

static gboolean
read_value (JsonObject  *object,
            const char  *member,
            PsrValue   **out,
            const char **offender,
            GError     **error)
{
  if (!json_object_has_member (object, member))
    return TRUE;

  *out = psr_value_new_json (json_object_get_member (object, member), NULL);
  if (*out == NULL)
    return invalid (error, offender, member, _("“%s” must be a text, a number, true or false"), member);

  return TRUE;
}

static gboolean
takes_length (PsrTransform transform)
{
  return transform == PSR_TRANSFORM_CUT || transform == PSR_TRANSFORM_NEVER_CUT || transform == PSR_TRANSFORM_UPPER;
}

/* How long the source may be, where the way back is open. */
static gboolean
read_back_length (PsrField    *self,
                  JsonObject  *object,
                  const char **offender,
                  GError     **error)
{
  gint64 length;

  if (!json_object_has_member (object, "back-max-length"))
    return TRUE;

  if (!takes_length (self->transform))
    return invalid (error, offender, "back-max-length", _("“back-max-length” has no meaning with “%s”"),
                    transform_names[self->transform]);

  if (!psr_json_get_int64 (object, "back-max-length", &length, NULL) || length < 1 || length > MAX_LENGTH)
    return invalid (error, offender, "back-max-length", _("“back-max-length” must be a whole number from 1 to %d"),
                    MAX_LENGTH);

  self->back_length = (guint) length;
  return TRUE;
}

static gboolean
read_length (PsrField    *self,
             JsonObject  *object,
             const char **offender,
             GError     **error)
{
  gint64 length;

  if (!json_object_has_member (object, "max-length"))
    {
      if (takes_length (self->transform))
        return invalid (error, offender, "transform", _("“%s” needs “max-length”"),
                        transform_names[self->transform]);
      return TRUE;
    }

  if (!takes_length (self->transform))
    return invalid (error, offender, "max-length", _("“max-length” has no meaning with “%s”"),
                    transform_names[self->transform]);

  if (!psr_json_get_int64 (object, "max-length", &length, NULL) || length < 1 || length > MAX_LENGTH)
    return invalid (error, offender, "max-length", _("“max-length” must be a whole number from 1 to %d"), MAX_LENGTH);

  self->max_length = (guint) length;
  return TRUE;
}

/* An object of scalars, as a table of values by decoded name. */
static gboolean
read_table (JsonObject     *object,
            const char     *member,
            GHashTable    **out,
            const char    **offender,
            GError        **error)
{
  JsonObject *table = psr_json_get_object (object, member);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!json_object_has_member (object, member))
    return TRUE;
  if (table == NULL || json_object_get_size (table) == 0)
    return invalid (error, offender, member, _("“%s” must be an object that isn’t empty"), member);

  *out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_value_free);
  json_object_iter_init_ordered (&iter, table);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      PsrValue *value = psr_value_new_json (node, NULL);

      if (value == NULL)
        return invalid (error, offender, member, _("“%s” in “%s” must be a text, a number, true or false"),
                        name, member);
      if (!g_hash_table_insert (*out, psr_field_decode_member (name), value))
        return invalid (error, offender, member, _("“%s” is in “%s” twice"), name, member);
    }

  return TRUE;
}

/* Conditions are compared as plain text. */
static gboolean
read_conditions (PsrField    *self,
                 JsonObject  *object,
                 const char **offender,
                 GError     **error)
{
  g_autoptr (GHashTable) table = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (!read_table (object, "when", &table, offender, error))
    return FALSE;
  if (table == NULL)
    {
      if (self->list_when_omitted)
        return invalid (error, offender, "list-when-omitted", _("“list-when-omitted” needs “when”"));
      return TRUE;
    }

  self->conditions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree char *text = psr_value_to_text (value);

      g_hash_table_insert (self->conditions, g_strdup (name), psr_field_decode_member (text));
    }

  return TRUE;
}

/* What belongs to some transforms, and is missing or out of place. */
static gboolean
check_transform (PsrField    *self,
                 JsonObject  *object,
                 const char **offender,
                 GError     **error)
{
  static const struct
  {
    PsrTransform  transform;
    const char   *member;
  } needs[] = {
    { PSR_TRANSFORM_CONSTANT, "value" },
    { PSR_TRANSFORM_ENUM, "values" },
    { PSR_TRANSFORM_LINK, "link" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      gboolean has = json_object_has_member (object, needs[i].member);

      if (self->transform == needs[i].transform && !has)
        return invalid (error, offender, "transform", _("“%s” needs “%s”"),
                        transform_names[self->transform], needs[i].member);
      if (self->transform != needs[i].transform && has)
        return invalid (error, offender, needs[i].member, _("“%s” has no meaning with “%s”"),
                        needs[i].member, transform_names[self->transform]);
    }

  if (self->transform == PSR_TRANSFORM_CONSTANT)
    {
      if (self->source != NULL)
        return invalid (error, offender, "source", _("A constant has no “source”"));
      if (json_object_has_member (object, "default"))
        return invalid (error, offender, "default", _("A constant has no “default”"));
    }
  else if (self->source == NULL)
    {
      return invalid (error, offender, NULL, _("“source” is missing"));
    }

  if (self->omit_empty && json_object_has_member (object, "default"))
    return invalid (error, offender, "omit-empty", _("“omit-empty” and “default” exclude each other"));

  return TRUE;
}

/* A property within an object, as those of an address in API v1.0, and a line of a text. */
static gboolean
read_place (PsrField    *self,
            JsonObject  *object,
            const char **offender,
            GError     **error)
{
  const char *slash = self->source != NULL ? strchr (self->source, '/') : NULL;
  gint64 line = 0;

  if (slash != NULL)
    {
      if (slash == self->source || slash[1] == '\0' || strchr (slash + 1, '/') != NULL)
        return invalid (error, offender, "source", _("“source” names a property, or one within an object as in “address/city”"));
      self->outer = g_strndup (self->source, (gsize) (slash - self->source));
    }

  if (json_object_has_member (object, "line"))
    {
      if (!takes_length (self->transform))
        return invalid (error, offender, "line", _("“%s” has no meaning with “%s”"), "line", transform_names[self->transform]);
      if (!psr_json_get_int64 (object, "line", &line, NULL) || line < 1 || line > 9)
        return invalid (error, offender, "line", _("“line” must be a whole number from 1 to 9"));
      self->line = (guint) line;
    }

  /* Written back, the others of the object, or the other lines, could be lost. */
  if ((self->outer != NULL || self->line > 0) && self->back_length > 0)
    return invalid (error, offender, "back-max-length", _("What is within an object, or one line of a text, is never written back"));

  return TRUE;
}

static gboolean
check_secrets (PsrField    *self,
               const char **offender,
               GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (secret_properties); i++)
    {
      if (g_strcmp0 (self->source, secret_properties[i]) == 0)
        return invalid (error, offender, "source", _("“%s” is a secret and is never mapped"), self->source);
      if (strcmp (self->target, secret_properties[i]) == 0)
        return invalid (error, offender, "target", _("“%s” is a secret and is never mapped"), self->target);
    }

  return TRUE;
}

static gboolean
read_link (PsrField    *self,
           JsonObject  *object,
           const char **offender,
           GError     **error)
{
  if (json_object_has_member (object, "link") &&
      !psr_entity_from_string (psr_json_get_string (object, "link"), &self->link))
    return invalid (error, offender, "link", _("“%s” is no kind of record"), psr_json_get_string (object, "link"));

  return TRUE;
}

/* What is looked up is an id or a code. */
static gboolean
check_tables (PsrField    *self,
              const char **offender,
              GError     **error)
{
  const char *names[] = { self->via, self->look_up, self->embed };
  static const char *const members[] = { "via", "look-up", "embed" };

  /* They become part of an address. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (names[i] != NULL && names[i][strspn (names[i], G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_")] != '\0')
        return invalid (error, offender, members[i], _("“%s” is no name of a table"), names[i]);
    }

  if (self->via != NULL && self->transform != PSR_TRANSFORM_GUID)
    return invalid (error, offender, "via", _("“%s” needs “%s”"), "via", transform_names[PSR_TRANSFORM_GUID]);
  if ((self->look_up != NULL || self->embed != NULL) && self->via == NULL && self->transform != PSR_TRANSFORM_UPPER)
    return invalid (error, offender, "transform", _("“%s” needs “%s”"), self->look_up != NULL ? "look-up" : "embed",
                    transform_names[PSR_TRANSFORM_UPPER]);
  if (self->clears && (!self->omit_empty || self->embed != NULL ||
                       (self->transform != PSR_TRANSFORM_GUID && self->transform != PSR_TRANSFORM_COPY && !takes_length (self->transform))))
    return invalid (error, offender, "clear", _("“clear” needs “omit-empty”, and a text or an id that isn’t one of a row that Wello makes"));
  if (self->look_up != NULL && self->embed != NULL)
    return invalid (error, offender, "embed", _("“%s” and “%s” exclude each other"), "look-up", "embed");
  if (self->embed != NULL && !g_str_has_suffix (self->target, "_code"))
    return invalid (error, offender, "embed", _("“%s” is only for what ends in “%s”"), "embed", "_code");

  return TRUE;
}

/**
 * psr_field_new_json:
 * @object: an element of "fields" of a mapping file
 * @offender: (out): the member that is wrong; %NULL when it is the whole
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Returns: (transfer full) (nullable): the field, or %NULL
 */
PsrField *
psr_field_new_json (JsonObject  *object,
                    const char **offender,
                    GError     **error)
{
  g_autoptr (PsrField) self = g_new0 (PsrField, 1);
  guint transform = PSR_TRANSFORM_COPY;
  guint master = PSR_MASTER_BC;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (offender != NULL, NULL);

  *offender = NULL;

  if (!check_members (object, offender, error) ||
      !read_text (object, "source", &self->source, offender, error) ||
      !read_text (object, "target", &self->target, offender, error))
    return NULL;

  if (self->target == NULL)
    {
      invalid (error, offender, NULL, _("“target” is missing"));
      return NULL;
    }
  self->name = g_intern_string (self->target);
  if (!json_object_has_member (object, "transform"))
    {
      invalid (error, offender, NULL, _("“transform” is missing"));
      return NULL;
    }

  if (!read_name (object, "transform", transform_names, G_N_ELEMENTS (transform_names), &transform, offender, error) ||
      !read_name (object, "master", master_names, G_N_ELEMENTS (master_names), &master, offender, error))
    return NULL;

  self->transform = (PsrTransform) transform;
  self->master = (PsrMaster) master;

  if (!read_flag (object, "identity", &self->identity, offender, error) ||
      !read_flag (object, "omit-empty", &self->omit_empty, offender, error) ||
      !read_flag (object, "clear", &self->clears, offender, error) ||
      !read_flag (object, "list-when-omitted", &self->list_when_omitted, offender, error) ||
      !check_transform (self, object, offender, error) ||
      !check_secrets (self, offender, error) ||
      !read_length (self, object, offender, error) ||
      !read_back_length (self, object, offender, error) ||
      !read_place (self, object, offender, error) ||
      !read_link (self, object, offender, error) ||
      !read_text (object, "via", &self->via, offender, error) ||
      !read_text (object, "look-up", &self->look_up, offender, error) ||
      !read_text (object, "embed", &self->embed, offender, error) ||
      !check_tables (self, offender, error) ||
      !read_value (object, self->transform == PSR_TRANSFORM_CONSTANT ? "value" : "default", &self->fallback,
                   offender, error) ||
      !read_table (object, "values", &self->values, offender, error) ||
      !read_conditions (self, object, offender, error))
    return NULL;

  return g_steal_pointer (&self);
}
