/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-field-map-load"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-field-map-private.h"
#include "psr-mapping-error-private.h"
#include "psr-mapping-resources.h"

#define RESOURCE_FOLDER "/app/passerelle/mappings/"

static GBytes *
load_bytes (const char  *path,
            GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &local_error))
    {
      g_autofree char *name = g_filename_display_name (path);

      psr_mapping_error_set (error, PSR_MAPPING_ERROR_FILE, name, local_error->message,
                _("Make the file readable, or install the program again."));
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&contents), length);
}

/**
 * psr_field_map_load:
 * @path: a mapping file
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Blocks: it reads a file.
 *
 * Returns: (transfer full) (nullable): the field map, or %NULL
 */
PsrFieldMap *
psr_field_map_load (const char  *path,
                    GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_name (path);
  bytes = load_bytes (path, error);

  return bytes != NULL ? psr_field_map_new_from_bytes (bytes, name, error) : NULL;
}

/* The one that comes with the program. */
static GBytes *
load_own_bytes (const char  *file,
                GError     **error)
{
  g_autofree char *path = g_build_filename (MAPPINGSDIR, file, NULL);
  g_autofree char *resource = NULL;
  g_autoptr (GError) local_error = NULL;
  GBytes *bytes;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return load_bytes (path, error);

  resource = g_strconcat (RESOURCE_FOLDER, file, NULL);
  bytes = g_resource_lookup_data (psr_mapping_get_resource (), resource, G_RESOURCE_LOOKUP_FLAGS_NONE, &local_error);
  if (bytes == NULL)
    psr_mapping_error_set (error, PSR_MAPPING_ERROR_FILE, file, local_error->message, _("Install the program again."));

  return bytes;
}

static PsrFieldMap *
load_own (const char  *file,
          GError     **error)
{
  g_autoptr (GBytes) bytes = load_own_bytes (file, error);

  return bytes != NULL ? psr_field_map_new_from_bytes (bytes, file, error) : NULL;
}

/**
 * psr_field_map_load_text:
 * @name: one of the mappings, such as %PSR_MAP_CUSTOMERS
 * @folder: (nullable): where to look first: mappings of a person's own
 * @error: return location for %PSR_MAPPING_ERROR_FILE
 *
 * Returns: (transfer full) (nullable): the file that psr_field_map_load_named() reads, as
 *   it is written
 */
GBytes *
psr_field_map_load_text (const char  *name,
                         const char  *folder,
                         GError     **error)
{
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  file = g_strconcat (name, ".json", NULL);
  path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? load_bytes (path, error) : load_own_bytes (file, error);
}

/**
 * psr_field_is_fixed:
 * @field: a field
 *
 * By what a record is found: a record that is made again after a lost answer by its
 * id, one that is there by its number, a default contact by its name.
 *
 * Returns: whether it has to be as it is in the mapping that comes with the program
 */
gboolean
psr_field_is_fixed (const PsrField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return field->identity || g_str_equal (field->target, "code") || g_str_equal (field->target, "lastname");
}

static gboolean
is_same_field (const PsrField *one,
               const PsrField *other)
{
  return other != NULL && other->identity == one->identity && other->transform == one->transform &&
         g_strcmp0 (other->source, one->source) == 0;
}

static gboolean
check_against (const PsrFieldMap  *map,
               const PsrFieldMap  *own,
               const char         *path,
               GError            **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (psr_field_map_get_entity (map) != psr_field_map_get_entity (own) ||
      psr_field_map_get_direction (map) != psr_field_map_get_direction (own) ||
      !g_str_equal (psr_field_map_get_source (map), psr_field_map_get_source (own)) ||
      !g_str_equal (psr_field_map_get_target (map), psr_field_map_get_target (own)))
    return psr_mapping_error_set (error, PSR_MAPPING_ERROR_INVALID, name,
                     _("It is about other records than the one that comes with the program."),
                     _("Begin with a copy of that one, and change its fields only."));

  for (guint i = 0; i < psr_field_map_get_n_fields (own); i++)
    {
      const PsrField *field = psr_field_map_get_field (own, i);

      if (psr_field_is_fixed (field) && !is_same_field (field, psr_field_map_find_target (map, field->target)))
        {
          g_autofree char *why = g_strdup_printf (_("The correspondence of “%s” and “%s” is missing or another one; it is how a record is found again."),
                                                  field->source, field->target);

          return psr_mapping_error_set (error, PSR_MAPPING_ERROR_INVALID, name, why,
                           _("Leave it as it is in the file that comes with the program."));
        }
    }

  return TRUE;
}

static void
add_tables (const PsrFieldMap *map,
            GHashTable        *tables)
{
  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);
      const char *names[] = { field->via, field->look_up, field->embed };

      for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
        {
          if (names[k] != NULL)
            g_hash_table_add (tables, (char *) names[k]);
        }
    }
}

/* Which tables it names that nobody but who wrote it has tried. */
static void
note_own (PsrFieldMap       *map,
          const PsrFieldMap *own,
          const char        *shown)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) tables = NULL;
  GHashTableIter iter;
  gpointer name;

  add_tables (own, known);
  add_tables (map, named);
  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (known, name))
        g_strv_builder_add (builder, name);
    }
  tables = g_strv_builder_end (builder);

  psr_field_map_set_own (map, shown, (const char * const *) tables);
}

/**
 * psr_field_map_new_checked:
 * @bytes: the contents of a mapping file of a person's own
 * @path: where it is, or would be
 * @name: the mapping that it is to take the place of, such as %PSR_MAP_CUSTOMERS
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Returns: (transfer full) (nullable): the field map, or %NULL when it can't take the place
 *   of the one that comes with the program
 */
PsrFieldMap *
psr_field_map_new_checked (GBytes      *bytes,
                           const char  *path,
                           const char  *name,
                           GError     **error)
{
  g_autoptr (PsrFieldMap) map = NULL;
  g_autoptr (PsrFieldMap) own = NULL;
  g_autofree char *file = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (bytes != NULL && path != NULL && name != NULL, NULL);

  file = g_strconcat (name, ".json", NULL);
  shown = g_filename_display_name (path);
  own = load_own (file, error);
  map = own != NULL ? psr_field_map_new_from_bytes (bytes, shown, error) : NULL;
  if (map == NULL || !check_against (map, own, path, error))
    return NULL;

  note_own (map, own, shown);

  return g_steal_pointer (&map);
}

/**
 * psr_field_map_check_folder:
 * @folder: mappings of a person's own
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Says when a folder isn't there, or has a mapping that nothing would use, as one whose
 * name is mistyped. Blocks: it reads the folder.
 *
 * Returns: whether every mapping in it is one that is used
 */
gboolean
psr_field_map_check_folder (const char  *folder,
                            GError     **error)
{
  static const char * const names[] = { PSR_MAP_CUSTOMERS ".json", PSR_MAP_CONTACTS ".json", PSR_MAP_PEOPLE ".json",
                                        PSR_MAP_ITEMS ".json", PSR_MAP_CUSTOMERS PSR_MAP_V1 ".json",
                                        PSR_MAP_CONTACTS PSR_MAP_V1 ".json", PSR_MAP_ITEMS PSR_MAP_V1 ".json", NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (folder != NULL, FALSE);

  dir = g_dir_open (folder, 0, &local_error);
  if (dir == NULL)
    return psr_mapping_error_set (error, PSR_MAPPING_ERROR_FILE, folder, local_error->message,
                     _("Correct “Mappings=” in the profile, or make the folder."));

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_suffix (name, ".json") && !g_strv_contains (names, name))
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *list = g_strjoinv (", ", (char **) names);
          g_autofree char *why = g_strdup_printf (_("Nothing uses a file of this name; there are %s."), list);

          return psr_mapping_error_set (error, PSR_MAPPING_ERROR_INVALID, path, why, _("Give it its right name, or remove it."));
        }
    }

  return TRUE;
}

/**
 * psr_field_map_load_named:
 * @name: one of the mappings, such as %PSR_MAP_CUSTOMERS
 * @folder: (nullable): where to look first: mappings of a person's own
 * @error: return location for an error of #PSR_MAPPING_ERROR
 *
 * Takes the mapping from @folder, else from where the program is installed,
 * else the one that is built in. A file that is there but wrong is an error, and so is
 * one in @folder that changes how a record is found again. Blocks: it reads files.
 *
 * Returns: (transfer full) (nullable): the field map, or %NULL
 */
PsrFieldMap *
psr_field_map_load_named (const char  *name,
                          const char  *folder,
                          GError     **error)
{
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (PsrFieldMap) map = NULL;
  g_autoptr (PsrFieldMap) own = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  file = g_strconcat (name, ".json", NULL);
  own = load_own (file, error);
  path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;
  if (own == NULL || path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&own);

  map = psr_field_map_load (path, error);
  if (map == NULL || !check_against (map, own, path, error))
    return NULL;

  shown = g_filename_display_name (path);
  note_own (map, own, shown);

  return g_steal_pointer (&map);
}

/**
 * psr_mapping_get_resource:
 *
 * Returns: (transfer none): the mappings that are built in
 */
GResource *
psr_mapping_get_resource (void)
{
  return psr_mapping_resources_get_resource ();
}
