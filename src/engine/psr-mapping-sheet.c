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

/* Whether both are written alike, but for space. */
static gboolean
is_written_alike (const char *text,
                  guint       index,
                  const char *own_text,
                  guint       own_index)
{
  g_autofree char *one = psr_map_text_get_field (text, index);
  g_autofree char *other = psr_map_text_get_field (own_text, own_index);
  g_autoptr(GBytes) one_bytes = one != NULL ? g_bytes_new_static (one, strlen (one)) : NULL;
  g_autoptr(GBytes) other_bytes = other != NULL ? g_bytes_new_static (other, strlen (other)) : NULL;
  g_autoptr(JsonNode) one_node = one_bytes != NULL ? psr_json_parse (one_bytes, NULL) : NULL;
  g_autoptr(JsonNode) other_node = other_bytes != NULL ? psr_json_parse (other_bytes, NULL) : NULL;

  return one_node != NULL && other_node != NULL && json_node_equal (one_node, other_node);
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

static char *
dup_how (const PsrField *field)
{
  const char *title;

  if (field->transform == PSR_TRANSFORM_GUID || field->transform == PSR_TRANSFORM_LINK)
    return g_strdup (_("The same record on both sides"));
  if (field->transform == PSR_TRANSFORM_ENUM)
    return g_strdup (_("By a table of values in the file"));

  title = find_title (psr_mapping_transforms, psr_transform_to_string (field->transform));
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

static char *
dup_rule (const PsrField *field)
{
  g_autofree char *how = dup_how (field);
  const char *only = NULL;

  if (psr_field_is_fixed (field))
    return g_strdup_printf ("%s · %s", how, _("Records are found again by it"));
  if (field->look_up != NULL || field->embed != NULL || field->via != NULL)
    only = _("looked up in a table");
  else if (field->conditions != NULL)
    only = _("on a condition in the file");
  else if (field->line > 0)
    only = _("one line of a text");
  if (only != NULL)
    return g_strdup_printf ("%s, %s · %s", how, only, find_title (psr_mapping_masters, get_master_name (field->master)));

  return g_strdup_printf ("%s · %s", how, find_title (psr_mapping_masters, get_master_name (field->master)));
}

/**
 * psr_mapping_field_new:
 * @map: a mapping
 * @field: a field of it with a source
 * @example: (nullable): a record
 *
 * Returns: (transfer full): how the field is shown
 */
PsrMappingField *
psr_mapping_field_new (PsrFieldMap       *map,
                       const PsrField    *field,
                       PsrMappingExample *example)
{
  PsrMappingField *self = g_new0 (PsrMappingField, 1);
  g_autoptr(GError) problem = NULL;

  self->source = g_strdup (field->source);
  self->target = g_strdup (field->target);
  /* Translators: what is read, and what is written. */
  self->title = g_strdup_printf (_("%s → %s"), psr_field_label_get (field->source), psr_field_label_get (field->target));
  self->transform = g_strdup (psr_transform_to_string (field->transform));
  self->max_length = field->max_length;
  self->master = g_strdup (get_master_name (field->master));
  self->rule = dup_rule (field);
  self->is_fixed = psr_field_is_fixed (field);
  self->is_special = field->transform == PSR_TRANSFORM_GUID || field->transform == PSR_TRANSFORM_LINK ||
                     field->transform == PSR_TRANSFORM_ENUM || field->conditions != NULL || field->via != NULL ||
                     field->look_up != NULL || field->embed != NULL || field->line > 0 || field->fallback != NULL;
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

      /* What is always the same is nobody's choice. */
      if (field->source == NULL)
        continue;

      row = psr_mapping_field_new (files.map, field, example);
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

      if (field->source == NULL || psr_mapping_files_find (files.map, field->target) >= 0)
        continue;

      row = psr_mapping_field_new (files.own, field, example);
      row->state = PSR_MAPPING_OFF;
      g_ptr_array_add (self->fields, row);
    }

  return self;
}
