/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-more"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-field.h"
#include "psr-json.h"
#include "psr-mapping-error.h"
#include "psr-mapping-more.h"

/* What stands in a mapping for what is empty: a table names it as Business Central does. */
#define EMPTY " "

/**
 * psr_mapping_pair_new:
 * @name: its name
 * @value: its value
 * @kind: what @value is
 *
 * Returns: (transfer full): a pair
 */
PsrMappingPair *
psr_mapping_pair_new (const char     *name,
                      const char     *value,
                      PsrMappingKind  kind)
{
  PsrMappingPair *self = g_new0 (PsrMappingPair, 1);

  self->name = g_strdup (name);
  self->value = g_strdup (value);
  self->kind = kind;

  return self;
}

/**
 * psr_mapping_pair_free:
 * @pair: (transfer full): a #PsrMappingPair
 */
void
psr_mapping_pair_free (gpointer pair)
{
  PsrMappingPair *self = pair;

  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

/**
 * psr_mapping_pair_dup_shown:
 * @self: a pair
 *
 * Returns: (transfer full): its value as people read it, translated
 */
char *
psr_mapping_pair_dup_shown (const PsrMappingPair *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == PSR_MAPPING_BOOLEAN)
    return g_strdup (g_str_equal (self->value, "true") ? _("Yes") : _("No"));

  return g_strdup (self->value);
}

/**
 * psr_mapping_pair_dup_line:
 * @self: a line of a table of values
 *
 * Returns: (transfer full): the line as people read it, translated
 */
char *
psr_mapping_pair_dup_line (const PsrMappingPair *self)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  value = psr_mapping_pair_dup_shown (self);
  if (*self->name == '\0')
    /* Translators: what Wello gets where Business Central has nothing. */
    return g_strdup_printf (_("Nothing → “%s”"), value);

  /* Translators: a value in Business Central, and what Wello gets of it. */
  return g_strdup_printf (_("“%s” → “%s”"), self->name, value);
}

/**
 * psr_mapping_more_new:
 *
 * Returns: (transfer full): nothing of all that
 */
PsrMappingMore *
psr_mapping_more_new (void)
{
  PsrMappingMore *self = g_new0 (PsrMappingMore, 1);

  self->values = g_ptr_array_new_with_free_func (psr_mapping_pair_free);
  self->conditions = g_ptr_array_new_with_free_func (psr_mapping_pair_free);

  return self;
}

/**
 * psr_mapping_more_free:
 * @self: (transfer full): what is freed
 */
void
psr_mapping_more_free (PsrMappingMore *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->conditions);
  g_free (self->fallback);
  g_free (self->via);
  g_free (self->look_up);
  g_free (self->embed);
  g_free (self);
}

static gpointer
copy_pair (gconstpointer pair,
           gpointer      unused)
{
  const PsrMappingPair *other = pair;

  return psr_mapping_pair_new (other->name, other->value, other->kind);
}

/**
 * psr_mapping_more_copy:
 * @self: what is copied
 *
 * Returns: (transfer full): the same
 */
PsrMappingMore *
psr_mapping_more_copy (const PsrMappingMore *self)
{
  PsrMappingMore *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (PsrMappingMore, 1);
  copy->values = g_ptr_array_copy (self->values, (GCopyFunc) copy_pair, NULL);
  copy->conditions = g_ptr_array_copy (self->conditions, (GCopyFunc) copy_pair, NULL);
  g_ptr_array_set_free_func (copy->values, psr_mapping_pair_free);
  g_ptr_array_set_free_func (copy->conditions, psr_mapping_pair_free);
  copy->fallback = g_strdup (self->fallback);
  copy->fallback_kind = self->fallback_kind;
  copy->omits_empty = self->omits_empty;
  copy->clears = self->clears;
  copy->via = g_strdup (self->via);
  copy->look_up = g_strdup (self->look_up);
  copy->embed = g_strdup (self->embed);

  return copy;
}

static PsrMappingKind
kind_of (const PsrValue *value)
{
  switch (value->type)
    {
    case PSR_VALUE_BOOLEAN:
      return PSR_MAPPING_BOOLEAN;
    case PSR_VALUE_DECIMAL:
    case PSR_VALUE_INT64:
      return PSR_MAPPING_NUMBER;
    case PSR_VALUE_STRING:
    case PSR_VALUE_GUID:
    default:
      return PSR_MAPPING_TEXT;
    }
}

/* NULL of what a mapping can't have. */
static char *
dup_text (JsonNode       *node,
          PsrMappingKind *kind)
{
  g_autoptr(PsrValue) value = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? psr_value_new_json (node, NULL) : NULL;

  *kind = value != NULL ? kind_of (value) : PSR_MAPPING_UNKNOWN;

  return value != NULL ? psr_value_to_text (value) : NULL;
}

static void
read_pairs (JsonObject *field,
            const char *member,
            gboolean    is_table,
            GPtrArray  *pairs)
{
  JsonObject *table = psr_json_get_object (field, member);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (table == NULL)
    return;

  json_object_iter_init_ordered (&iter, table);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      PsrMappingPair *pair = g_new0 (PsrMappingPair, 1);

      pair->name = is_table ? psr_field_decode_member (name) : g_strdup (name);
      pair->value = dup_text (node, &pair->kind);
      g_ptr_array_add (pairs, pair);
    }
}

static char *
dup_name (JsonObject *field,
          const char *member)
{
  return json_object_has_member (field, member) ? g_strdup (psr_json_get_string (field, member)) : NULL;
}

/**
 * psr_mapping_more_new_json:
 * @field: a field as a mapping has it, which is valid
 *
 * Returns: (transfer full): what it has
 */
PsrMappingMore *
psr_mapping_more_new_json (JsonObject *field)
{
  PsrMappingMore *self;

  g_return_val_if_fail (field != NULL, NULL);

  self = psr_mapping_more_new ();
  read_pairs (field, "values", TRUE, self->values);
  read_pairs (field, "when", FALSE, self->conditions);
  if (json_object_has_member (field, "default"))
    self->fallback = dup_text (json_object_get_member (field, "default"), &self->fallback_kind);
  self->omits_empty = psr_json_get_boolean (field, "omit-empty");
  self->clears = psr_json_get_boolean (field, "clear");
  self->via = dup_name (field, "via");
  self->look_up = dup_name (field, "look-up");
  self->embed = dup_name (field, "embed");

  return self;
}

/**
 * psr_mapping_more_get_way:
 * @self: what a field has
 * @transform: stable name of what is done to its value
 *
 * Returns: (transfer none): stable name of what is done on the way: one of
 *   psr_mapping_transforms, or @transform
 */
const char *
psr_mapping_more_get_way (const PsrMappingMore *self,
                          const char           *transform)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->embed != NULL ? "embed" : self->via != NULL ? "via" : self->look_up != NULL ? "look-up" : transform;
}

static gboolean
refuse (GError     **error,
        const char  *why,
        const char  *mend)
{
  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID, _("The mapping stays as it was."), why, mend);

  return FALSE;
}

/**
 * psr_mapping_more_guess_kind:
 * @self: what a field is to have
 * @way: stable name of what is done on the way
 *
 * Returns: what Wello gets as far as the field itself says it, for where it isn't known
 *   what the property of Wello holds
 */
PsrMappingKind
psr_mapping_more_guess_kind (const PsrMappingMore *self,
                             const char           *way)
{
  PsrMappingKind kind = PSR_MAPPING_UNKNOWN;

  g_return_val_if_fail (self != NULL && way != NULL, PSR_MAPPING_UNKNOWN);

  if (g_str_equal (way, "boolean") || g_str_equal (way, "not"))
    return PSR_MAPPING_BOOLEAN;
  if (g_str_equal (way, "decimal") || g_str_equal (way, "floor-int"))
    return PSR_MAPPING_NUMBER;

  for (guint i = 0; g_str_equal (way, "enum") && i < self->values->len; i++)
    {
      const PsrMappingPair *pair = self->values->pdata[i];

      if (i > 0 && pair->kind != kind)
        return PSR_MAPPING_UNKNOWN;
      kind = pair->kind;
    }

  return kind;
}

/* A text as a value of that kind. */
static JsonNode *
make_node (const char      *text,
           PsrMappingKind   kind,
           GError         **error)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *why = NULL;
  PsrDecimal decimal;

  if (kind == PSR_MAPPING_BOOLEAN && (g_str_equal (text, "true") || g_str_equal (text, "false")))
    {
      json_node_set_boolean (node, g_str_equal (text, "true"));
      return g_steal_pointer (&node);
    }
  if (kind == PSR_MAPPING_BOOLEAN)
    {
      why = g_strdup_printf (_("“%s” is neither yes nor no."), text);
      refuse (error, why, _("Choose one of the two."));
      return NULL;
    }
  if (kind == PSR_MAPPING_NUMBER)
    {
      g_autoptr(JsonNode) number = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autofree char *canonical = NULL;

      if (!psr_decimal_parse (text, &decimal, NULL))
        {
          why = g_strdup_printf (_("“%s” is no number."), text);
          refuse (error, why, _("Write it with a point, as in 12.5."));
          return NULL;
        }
      canonical = psr_decimal_to_string (decimal);
      bytes = g_bytes_new_static (canonical, strlen (canonical));
      return psr_json_parse (bytes, error);
    }

  json_node_set_string (node, text);

  return g_steal_pointer (&node);
}

/* What was there and stays the same is written as somebody wrote it. */
static const char *
find_written (JsonObject *old,
              const char *name,
              gboolean    is_table)
{
  g_autofree char *wanted = is_table ? psr_field_decode_member (name) : NULL;
  JsonObjectIter iter;
  const char *written;

  if (old == NULL)
    return NULL;
  if (!is_table)
    return json_object_has_member (old, name) ? name : NULL;

  json_object_iter_init_ordered (&iter, old);
  while (json_object_iter_next_ordered (&iter, &written, NULL))
    {
      g_autofree char *plain = psr_field_decode_member (written);

      if (g_str_equal (plain, wanted))
        return written;
    }

  return NULL;
}

static gboolean
has_same (JsonObject           *old,
          const char           *written,
          const PsrMappingPair *pair)
{
  g_autofree char *text = NULL;
  PsrMappingKind kind;

  if (written == NULL)
    return FALSE;

  text = dup_text (json_object_get_member (old, written), &kind);

  return g_strcmp0 (text, pair->value) == 0 && kind == pair->kind;
}

static gboolean
put_pair (JsonObject            *made,
          JsonObject            *old,
          const PsrMappingPair  *pair,
          gboolean               is_table,
          GError               **error)
{
  const char *written = find_written (old, pair->name, is_table);
  const char *name = written != NULL ? written : is_table && *pair->name == '\0' ? EMPTY : pair->name;
  g_autofree char *why = NULL;
  JsonNode *node;

  if (find_written (made, pair->name, is_table) != NULL)
    {
      if (!is_table)
        why = g_strdup_printf (_("There are two conditions on “%s”."), pair->name);
      else if (*pair->name == '\0')
        why = g_strdup (_("What is empty is in the table of values twice."));
      else
        why = g_strdup_printf (_("“%s” is in the table of values twice."), pair->name);
      return refuse (error, why, _("Remove one of the two."));
    }

  node = has_same (old, written, pair) ? json_node_copy (json_object_get_member (old, written)) : make_node (pair->value, pair->kind, error);
  if (node == NULL)
    return FALSE;

  json_object_set_member (made, name, node);

  return TRUE;
}

static gboolean
put_pairs (JsonObject  *field,
           const char  *member,
           GPtrArray   *pairs,
           gboolean     is_table,
           GError     **error)
{
  g_autoptr(JsonObject) made = json_object_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      if (!put_pair (made, psr_json_get_object (field, member), pairs->pdata[i], is_table, error))
        return FALSE;
    }
  json_object_set_object_member (field, member, g_steal_pointer (&made));

  return TRUE;
}

static gboolean
put_values (const PsrMappingMore  *self,
            const char            *way,
            JsonObject            *field,
            GError               **error)
{
  if (!g_str_equal (way, "enum"))
    {
      json_object_remove_member (field, "values");
      return TRUE;
    }
  if (self->values->len == 0)
    return refuse (error, _("The table of values is empty."), _("Add a value, or choose another way to carry it over."));

  return put_pairs (field, "values", self->values, TRUE, error);
}

static gboolean
put_conditions (const PsrMappingMore  *self,
                JsonObject            *field,
                GError               **error)
{
  if (self->conditions->len == 0)
    {
      json_object_remove_member (field, "when");
      json_object_remove_member (field, "list-when-omitted");
      return TRUE;
    }

  for (guint i = 0; i < self->conditions->len; i++)
    {
      const PsrMappingPair *pair = self->conditions->pdata[i];
      g_autofree char *why = NULL;

      if (*pair->name == '\0')
        return refuse (error, _("A condition names no property of Business Central."), _("Choose one, or remove the condition."));
      if (strchr (pair->name, '/') == NULL)
        continue;

      why = g_strdup_printf (_("“%s” is part of another property: no condition can be on it."), pair->name);
      return refuse (error, why, _("Choose a whole one."));
    }

  return put_pairs (field, "when", self->conditions, FALSE, error);
}

static gboolean
put_empty (const PsrMappingMore  *self,
           const char            *way,
           PsrMappingKind         kind,
           JsonObject            *field,
           GError               **error)
{
  const PsrMappingPair pair = { (char *) "default", self->fallback, self->fallback_kind };
  JsonNode *node;

  if (self->omits_empty)
    json_object_set_boolean_member (field, "omit-empty", TRUE);
  else
    json_object_remove_member (field, "omit-empty");
  if (self->omits_empty && self->clears)
    json_object_set_boolean_member (field, "clear", TRUE);
  else
    json_object_remove_member (field, "clear");

  if (self->fallback == NULL || self->omits_empty)
    {
      json_object_remove_member (field, "default");
      return TRUE;
    }
  if (has_same (field, json_object_has_member (field, "default") ? "default" : NULL, &pair))
    return TRUE;

  if (kind == PSR_MAPPING_UNKNOWN)
    kind = psr_mapping_more_guess_kind (self, way);
  node = make_node (self->fallback, kind != PSR_MAPPING_UNKNOWN ? kind : self->fallback_kind, error);
  if (node == NULL)
    return FALSE;

  json_object_set_member (field, "default", node);

  return TRUE;
}

static gboolean
put_table (JsonObject  *field,
           const char  *member,
           gboolean     is_wanted,
           const char  *name,
           const char  *missing,
           GError     **error)
{
  if (!is_wanted || name == NULL || *name == '\0')
    {
      json_object_remove_member (field, member);
      return !is_wanted || missing == NULL || refuse (error, missing, _("Write the name of one."));
    }

  json_object_set_string_member (field, member, name);

  return TRUE;
}

static gboolean
put_tables (const PsrMappingMore  *self,
            const char            *way,
            JsonObject            *field,
            GError               **error)
{
  gboolean is_embed = g_str_equal (way, "embed");
  gboolean is_via = g_str_equal (way, "via");
  gboolean is_look_up = g_str_equal (way, "look-up");

  if (is_embed && !g_str_has_suffix (psr_json_get_string (field, "target"), "_code"))
    return refuse (error, _("Wello makes rows only for a property whose name ends in “_code”."),
                   _("Choose such a property, or look the code up in a table of Wello."));

  return put_table (field, "via", is_via, self->via, _("No set of Business Central is named in which the id has its code."), error) &&
         put_table (field, "look-up", is_look_up || is_via, self->look_up,
                    is_look_up ? _("No table of Wello is named in which the code is looked up.") : NULL, error) &&
         put_table (field, "embed", is_embed, self->embed, _("No set of Business Central is named in which the code has its name."), error);
}

/**
 * psr_mapping_more_put:
 * @self: what a field is to have
 * @way: stable name of what is done on the way
 * @kind: what the property of Wello takes
 * @field: where it is written; its source and target are there
 * @error: return location for %PSR_MAPPING_ERROR_INVALID
 *
 * What stays as it was keeps the form in which somebody wrote it.
 *
 * Returns: whether all of it could be written
 */
gboolean
psr_mapping_more_put (const PsrMappingMore  *self,
                      const char            *way,
                      PsrMappingKind         kind,
                      JsonObject            *field,
                      GError               **error)
{
  g_return_val_if_fail (self != NULL && way != NULL && field != NULL, FALSE);

  return put_values (self, way, field, error) && put_conditions (self, field, error) && put_empty (self, way, kind, field, error) &&
         put_tables (self, way, field, error);
}
