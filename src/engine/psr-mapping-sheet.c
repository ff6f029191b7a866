/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-sheet"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-field-back.h"
#include "psr-field-label.h"
#include "psr-json.h"
#include "psr-map-text.h"
#include "psr-mapping-change.h"
#include "psr-mapping-example-private.h"
#include "psr-mapping-place.h"
#include "psr-mapping-sheet-private.h"
#include "psr-profile.h"
#include "psr-text.h"

static const struct
{
  const char *flow;
  const char *name;
  const char *title;
  gboolean    has_v1;
} maps[] = {
  { "customers", PSR_MAP_CUSTOMERS, N_("Customers become companies"), TRUE },
  { "customers", PSR_MAP_CONTACTS, N_("Customers become default contacts"), TRUE },
  { "contacts", PSR_MAP_PEOPLE, N_("Contacts become contacts"), FALSE },
  { "items", PSR_MAP_ITEMS, N_("Items become articles"), TRUE },
};

/**
 * psr_mapping_field_free:
 * @field: (transfer full): a #PsrMappingField
 */
void
psr_mapping_field_free (gpointer field)
{
  PsrMappingField *self = field;

  g_free (self->source);
  g_free (self->target);
  g_free (self->title);
  g_free (self->transform);
  g_free (self->master);
  g_free (self->rule);
  g_free (self->from);
  g_free (self->to);
  g_free (self->problem);
  psr_mapping_more_free (self->more);
  g_free (self);
}

/**
 * psr_mapping_sheet_free:
 * @self: (transfer full): a sheet
 */
void
psr_mapping_sheet_free (PsrMappingSheet *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->title);
  g_free (self->set);
  g_free (self->path);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

/**
 * psr_mapping_files_clear:
 * @files: what psr_mapping_files_read() filled in
 */
void
psr_mapping_files_clear (PsrMappingFiles *files)
{
  g_clear_pointer (&files->folder, g_free);
  g_clear_pointer (&files->text, g_free);
  g_clear_pointer (&files->map, psr_field_map_unref);
  g_clear_pointer (&files->own_text, g_free);
  g_clear_pointer (&files->own, psr_field_map_unref);
}

static char *
dup_text (const char  *name,
          const char  *folder,
          GError     **error)
{
  g_autoptr(GBytes) bytes = psr_field_map_load_text (name, folder, error);
  gsize length;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return text != NULL ? g_strndup (text, length) : NULL;
}

/**
 * psr_mapping_files_read:
 * @files: (out caller-allocates): what is filled in
 * @profile: a profile
 * @name: stable name of a mapping
 * @error: return location for a #PsrMappingError
 *
 * Blocks for as long as two small files take.
 *
 * Returns: whether both can be used
 */
gboolean
psr_mapping_files_read (PsrMappingFiles  *files,
                        PsrProfile       *profile,
                        const char       *name,
                        GError          **error)
{
  g_return_val_if_fail (files != NULL && PSR_IS_PROFILE (profile) && name != NULL, FALSE);

  *files = (PsrMappingFiles) { 0, };
  files->folder = psr_mapping_place_dup_folder (profile);
  if ((files->map = psr_field_map_load_named (name, files->folder, error)) != NULL &&
      (files->own = psr_field_map_load_named (name, NULL, error)) != NULL &&
      (files->text = dup_text (name, files->folder, error)) != NULL &&
      (files->own_text = dup_text (name, NULL, error)) != NULL)
    return TRUE;

  psr_mapping_files_clear (files);

  return FALSE;
}

/**
 * psr_mapping_files_find:
 * @map: a mapping
 * @target: a property of Wello
 *
 * Returns: the number of the field that writes it, or -1
 */
int
psr_mapping_files_find (PsrFieldMap *map,
                        const char  *target)
{
  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      if (g_str_equal (psr_field_map_get_field (map, i)->target, target))
        return (int) i;
    }

  return -1;
}

/**
 * psr_mapping_files_parse:
 * @text: a mapping file that is valid
 * @index: the number of a field
 *
 * Returns: (transfer full): the field as it is written there; an empty one where there is
 *   none of that number
 */
JsonObject *
psr_mapping_files_parse (const char *text,
                         guint       index)
{
  g_autofree char *field = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  field = psr_map_text_get_field (text, index);
  bytes = field != NULL ? g_bytes_new_static (field, strlen (field)) : NULL;
  node = bytes != NULL ? psr_json_parse (bytes, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_ref (json_node_get_object (node)) : json_object_new ();
}

/* Whether both are written alike, but for space. */
static gboolean
is_written_alike (const char *text,
                  guint       index,
                  const char *own_text,
                  guint       own_index)
{
  g_autoptr(JsonObject) one = psr_mapping_files_parse (text, index);
  g_autoptr(JsonObject) other = psr_mapping_files_parse (own_text, own_index);

  return json_object_equal (one, other);
}

static const char *
find_title (const PsrMappingWord *words,
            const char           *name)
{
  for (; words->name != NULL; words++)
    {
      if (g_str_equal (words->name, name))
        return _(words->title);
    }

  return NULL;
}

/* What Wello gets of it where the table of values says so, as far as there is room. */
static char *
dup_table (GPtrArray *values)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *line = psr_mapping_pair_dup_line (values->pdata[i]);

      psr_text_append_listed (text, line);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_how (const PsrField       *field,
         const PsrMappingMore *more)
{
  const char *way = psr_mapping_more_get_way (more, psr_transform_to_string (field->transform));
  const char *title = find_title (psr_mapping_transforms, way);
  const char *table = more->embed != NULL ? more->embed : more->look_up != NULL ? more->look_up : more->via;

  if (title == NULL)
    return g_strdup (_("The same record on both sides"));
  if (field->transform == PSR_TRANSFORM_ENUM)
    {
      g_autofree char *values = dup_table (more->values);

      /* Translators: what is done on the way, and by what. */
      return g_strdup_printf (_("%s: %s"), title, values);
    }
  if (table != NULL)
    return g_strdup_printf (_("%s: %s"), title, table);
  if (field->max_length > 0)
    /* Translators: what is done to a text, and how many characters it may have. */
    return g_strdup_printf (ngettext ("%s, at most %u character", "%s, at most %u characters", field->max_length), title,
                            field->max_length);

  return g_strdup (title);
}

static const char *
get_master_name (PsrMaster master)
{
  return master == PSR_MASTER_BOTH ? "both" : master == PSR_MASTER_WELLO ? "wello" : "bc";
}

/* What has to hold for it to be carried over. */
static char *
dup_conditions (GPtrArray *conditions)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < conditions->len; i++)
    {
      const PsrMappingPair *pair = conditions->pdata[i];
      g_autofree char *value = psr_mapping_pair_dup_shown (pair);
      /* Translators: a property, and what it has to be. */
      g_autofree char *line = g_strdup_printf (_("%s is “%s”"), psr_field_label_get (pair->name), value);

      psr_text_append_listed (text, line);
    }

  /* Translators: conditions, as “Type is “Inventory””. */
  return g_strdup_printf (_("only if %s"), text->str);
}

static char *
dup_rule (const PsrField       *field,
          const PsrMappingMore *more)
{
  g_autofree char *how = dup_how (field, more);
  g_autoptr(GString) text = g_string_new (how);

  if (psr_field_is_fixed (field))
    return g_strdup_printf ("%s · %s", how, _("Records are found again by it"));

  if (field->line > 0)
    /* Translators: which line of a text is meant. */
    psr_text_take_part (text, g_strdup_printf (_("line %u of the text"), field->line));
  if (more->conditions->len > 0)
    {
      g_autofree char *conditions = dup_conditions (more->conditions);

      psr_text_append_part (text, conditions);
    }
  psr_text_append_part (text, find_title (psr_mapping_masters, get_master_name (field->master)));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* What is always the same is shown, and is nobody's choice here. */
static void
fill_constant (PsrMappingField *self,
               const PsrField  *field)
{
  const PsrMappingPair pair = { (char *) "", psr_value_to_text (field->fallback),
                                field->fallback->type == PSR_VALUE_BOOLEAN ? PSR_MAPPING_BOOLEAN : PSR_MAPPING_TEXT };
  g_autofree char *value = pair.value;

  self->source = g_strdup ("");
  self->title = g_strdup (psr_field_label_get (field->target));
  self->transform = g_strdup (psr_transform_to_string (field->transform));
  self->master = g_strdup (get_master_name (field->master));
  self->rule = g_strdup (_("Always the same · changed in the file only"));
  self->is_fixed = TRUE;
  self->is_special = TRUE;
  self->from = g_strdup ("");
  self->to = psr_mapping_pair_dup_shown (&pair);
}

/**
 * psr_mapping_field_new:
 * @map: a mapping
 * @index: the number of a field of it
 * @text: the file that @map was made of
 * @example: (nullable): a record
 *
 * Returns: (transfer full): how the field is shown
 */
PsrMappingField *
psr_mapping_field_new (PsrFieldMap       *map,
                       guint              index,
                       const char        *text,
                       PsrMappingExample *example)
{
  const PsrField *field = psr_field_map_get_field (map, index);
  PsrMappingField *self = g_new0 (PsrMappingField, 1);
  g_autoptr(JsonObject) written = psr_mapping_files_parse (text, index);
  g_autoptr(GError) problem = NULL;

  self->more = psr_mapping_more_new_json (written);
  self->target = g_strdup (field->target);
  if (field->source == NULL)
    {
      fill_constant (self, field);
      return self;
    }

  self->source = g_strdup (field->source);
  /* Translators: what is read, and what is written. */
  self->title = g_strdup_printf (_("%s → %s"), psr_field_label_get (field->source), psr_field_label_get (field->target));
  self->transform = g_strdup (psr_mapping_more_get_way (self->more, psr_transform_to_string (field->transform)));
  self->max_length = field->max_length;
  self->master = g_strdup (get_master_name (field->master));
  self->rule = dup_rule (field, self->more);
  self->is_fixed = psr_field_is_fixed (field);
  /* One line of a text can only be some text. */
  self->is_special = find_title (psr_mapping_transforms, self->transform) == NULL || field->line > 0;
  self->goes_back = psr_field_goes_back (field);

  if (example == NULL)
    {
      self->from = g_strdup ("");
      self->to = g_strdup ("");
      return self;
    }

  psr_mapping_example_apply (example, map, field, &self->from, &self->to, &problem);
  if (problem != NULL)
    {
      g_autoptr(PsrExplanation) words = psr_explain (problem);

      self->problem = g_strdup (*words->why != '\0' ? words->why : words->what);
    }

  return self;
}

/**
 * psr_mapping_sheet_list_names:
 * @profile: a profile
 * @flow: the stable name of a flow
 *
 * Returns: (transfer full) (array zero-terminated=1): stable names of the mappings that the
 *   flow goes by; none of a flow that has none
 */
char **
psr_mapping_sheet_list_names (PsrProfile *profile,
                              const char *flow)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  gboolean is_v1;

  g_return_val_if_fail (PSR_IS_PROFILE (profile) && flow != NULL, NULL);

  is_v1 = g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BC_API_VERSION), "v1.0") == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      if (g_str_equal (maps[i].flow, flow) && (maps[i].has_v1 || !is_v1))
        g_strv_builder_take (names, g_strconcat (maps[i].name, is_v1 ? PSR_MAP_V1 : "", NULL));
    }

  return g_strv_builder_end (names);
}

static const char *
get_title (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      if (g_str_has_prefix (name, maps[i].name))
        return _(maps[i].title);
    }

  return name;
}

/**
 * psr_mapping_sheet_load:
 * @profile: a profile
 * @name: stable name of a mapping
 * @example: (nullable): a record to show it by
 * @error: return location for a #PsrMappingError
 *
 * Blocks for as long as two small files take.
 *
 * Returns: (transfer full) (nullable): the mapping as it counts now, and what of the one
 *   that comes with the program was taken out; %NULL when it can't be used
 */
PsrMappingSheet *
psr_mapping_sheet_load (PsrProfile         *profile,
                        const char         *name,
                        PsrMappingExample  *example,
                        GError            **error)
{
  g_auto(PsrMappingFiles) files = { 0, };
  g_autofree char *file = NULL;
  PsrMappingSheet *self;

  g_return_val_if_fail (PSR_IS_PROFILE (profile) && name != NULL, NULL);

  if (!psr_mapping_files_read (&files, profile, name, error))
    return NULL;

  self = g_new0 (PsrMappingSheet, 1);
  self->name = g_strdup (name);
  self->title = g_strdup (get_title (name));
  self->set = g_strdup (psr_field_map_get_target (files.own));
  self->fields = g_ptr_array_new_with_free_func (psr_mapping_field_free);
  file = g_strconcat (name, ".json", NULL);
  self->path = files.folder != NULL ? g_build_filename (files.folder, file, NULL) : NULL;
  if (self->path != NULL && !g_file_test (self->path, G_FILE_TEST_EXISTS))
    g_clear_pointer (&self->path, g_free);

  for (guint i = 0; i < psr_field_map_get_n_fields (files.map); i++)
    {
      const PsrField *field = psr_field_map_get_field (files.map, i);
      PsrMappingField *row;
      int own;

      row = psr_mapping_field_new (files.map, i, files.text, example);
      own = psr_mapping_files_find (files.own, field->target);
      row->state = own < 0 ? PSR_MAPPING_ADDED
                   : is_written_alike (files.text, i, files.own_text, (guint) own) ? PSR_MAPPING_AS_IT_COMES
                                                                                   : PSR_MAPPING_CHANGED;
      g_ptr_array_add (self->fields, row);
    }

  for (guint i = 0; i < psr_field_map_get_n_fields (files.own); i++)
    {
      const PsrField *field = psr_field_map_get_field (files.own, i);
      PsrMappingField *row;

      if (psr_mapping_files_find (files.map, field->target) >= 0)
        continue;

      row = psr_mapping_field_new (files.own, i, files.own_text, example);
      row->state = PSR_MAPPING_OFF;
      g_ptr_array_add (self->fields, row);
    }

  return self;
}
