/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-change"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-map-text.h"
#include "psr-mapping-change.h"
#include "psr-mapping-check.h"
#include "psr-mapping-error.h"
#include "psr-mapping-place.h"
#include "psr-mapping-sheet-private.h"

const PsrMappingWord psr_mapping_transforms[] = {
  { "copy", N_("As it is"), FALSE },
  { "cut", N_("A text, cut at a word"), TRUE },
  { "never-cut", N_("A text that is never cut"), TRUE },
  { "upper", N_("A code, in capitals"), TRUE },
  { "decimal", N_("A number"), FALSE },
  { "floor-int", N_("A whole number, not below zero"), FALSE },
  { "boolean", N_("Yes or no"), FALSE },
  { "not", N_("Yes or no, turned round"), FALSE },
  { "enum", N_("By a table of values"), FALSE },
  { "look-up", N_("A code, looked up in a table of Wello"), TRUE },
  { "via", N_("An id, by its code in a table of Wello"), FALSE },
  { "embed", N_("A code, whose row Wello makes where there is none"), TRUE },
  { NULL, NULL, FALSE },
};

const PsrMappingWord psr_mapping_masters[] = {
  { "bc", N_("Business Central decides"), FALSE },
  { "both", N_("Either side; Business Central wins unless only Wello changed"), FALSE },
  { "wello", N_("Wello decides"), FALSE },
  { NULL, NULL, FALSE },
};

static gboolean
refuse (GError     **error,
        const char  *why,
        const char  *mend)
{
  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_INVALID, _("The mapping stays as it was."), why, mend);

  return FALSE;
}

static gboolean
takes_length (const char *transform)
{
  for (const PsrMappingWord *word = psr_mapping_transforms; word->name != NULL; word++)
    {
      if (g_strcmp0 (word->name, transform) == 0)
        return word->takes_length;
    }

  return FALSE;
}

/* The way, as a mapping calls what is done to the value. */
static const char *
get_transform (const char *way)
{
  if (g_str_equal (way, "look-up") || g_str_equal (way, "embed"))
    return psr_transform_to_string (PSR_TRANSFORM_UPPER);

  return g_str_equal (way, "via") ? psr_transform_to_string (PSR_TRANSFORM_GUID) : way;
}

/* What is written there of the field, or what the program brings; nothing of a new one. */
static JsonObject *
read_field (const PsrMappingFiles  *files,
            const PsrMappingChange *change,
            int                     index)
{
  int own = change->field != NULL ? psr_mapping_files_find (files->own, change->field) : -1;

  return index >= 0 ? psr_mapping_files_parse (files->text, (guint) index)
         : own >= 0 ? psr_mapping_files_parse (files->own_text, (guint) own)
                    : json_object_new ();
}

/* How much goes back into the source: as the file says, or the program, or Business Central. */
static guint
find_back_length (const PsrMappingFiles  *files,
                  const PsrMappingChange *change,
                  JsonObject             *object,
                  PsrMappingExample      *example)
{
  gint64 length = 0;

  if (g_str_equal (psr_json_get_string (object, "source"), change->source) &&
      psr_json_get_int64 (object, "back-max-length", &length, NULL) && length > 0)
    return (guint) length;

  for (guint i = 0; i < psr_field_map_get_n_fields (files->own); i++)
    {
      const PsrField *field = psr_field_map_get_field (files->own, i);

      if (g_strcmp0 (field->source, change->source) == 0 && field->back_length > 0)
        return field->back_length;
    }

  return example != NULL ? psr_mapping_check_get_length (example, change->source) : 0;
}

static gboolean
set_back_length (const PsrMappingFiles   *files,
                 const PsrMappingChange  *change,
                 JsonObject              *object,
                 PsrMappingExample       *example,
                 GError                 **error)
{
  guint length = find_back_length (files, change, object, example);
  g_autofree char *why = NULL;

  /* What is looked up is found one way only. */
  if (!g_str_equal (get_transform (change->transform), change->transform) || !takes_length (change->transform) || strchr (change->source, '/') != NULL || json_object_has_member (object, "line"))
    {
      json_object_remove_member (object, "back-max-length");
      /* What never goes back is decided on one side. */
      return g_str_equal (change->master, "bc") ||
             refuse (error, _("Only whole texts of which it is known how long they may be can be brought back to Business Central."),
                     _("Choose a text with a length, or let Business Central decide."));
    }

  if (length > 0)
    {
      json_object_set_int_member (object, "back-max-length", length);
      return TRUE;
    }

  json_object_remove_member (object, "back-max-length");
  if (g_str_equal (change->master, "bc"))
    return TRUE;

  why = g_strdup_printf (_("It isn’t known how many characters “%s” takes in Business Central."), change->source);

  return refuse (error, why, _("Let Business Central decide, or write “back-max-length” into the file."));
}

/* What the property of Wello takes, as far as it is known. */
static PsrMappingKind
find_kind (const PsrMappingFiles  *files,
           const PsrMappingChange *change,
           PsrMappingExample      *example)
{
  return example != NULL ? psr_mapping_example_get_target_kind (example, psr_field_map_get_target (files->own), change->target)
                         : PSR_MAPPING_UNKNOWN;
}

static gboolean
put (const PsrMappingFiles   *files,
     const PsrMappingChange  *change,
     JsonObject              *object,
     PsrMappingExample       *example,
     GError                 **error)
{
  gboolean keeps_master = g_str_equal (json_object_has_member (object, "master") ? psr_json_get_string (object, "master") : "bc",
                                       change->master);

  /* What both decide on may be one that is never brought back, as it comes. */
  if ((json_object_has_member (object, "back-max-length") || !keeps_master) && !set_back_length (files, change, object, example, error))
    return FALSE;

  json_object_set_string_member (object, "source", change->source);
  json_object_set_string_member (object, "target", change->target);
  json_object_set_string_member (object, "transform", get_transform (change->transform));
  if (takes_length (change->transform))
    json_object_set_int_member (object, "max-length", change->max_length);
  else
    json_object_remove_member (object, "max-length");
  /* What isn't said is Business Central's. */
  if (g_str_equal (change->master, "bc"))
    json_object_remove_member (object, "master");
  else
    json_object_set_string_member (object, "master", change->master);

  return change->more == NULL ||
         psr_mapping_more_put (change->more, change->transform, find_kind (files, change, example), object, error);
}

static char *write_object (JsonObject *object);

/* A number as it is read, which json-glib doesn't write. */
static char *
write_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return write_object (json_node_get_object (node));
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING &&
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return psr_json_number_to_text (node);

  return json_to_string (node, FALSE);
}

static char *
write_object (JsonObject *object)
{
  g_autoptr(GString) text = g_string_new ("{ ");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autoptr(JsonNode) quoted = json_node_init_string (json_node_alloc (), name);
      g_autofree char *member = json_to_string (quoted, FALSE);
      g_autofree char *value = write_node (node);

      g_string_append_printf (text, "%s%s: %s", text->len > 2 ? ", " : "", member, value);
    }
  g_string_append (text, " }");

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
check_fixed (const PsrMappingFiles   *files,
             const PsrMappingChange  *change,
             int                      index,
             GError                 **error)
{
  if (index < 0 || !psr_field_is_fixed (psr_field_map_get_field (files->map, (guint) index)))
    return TRUE;

  return refuse (error, _("Records are found again by this field."), _("Leave it as it is in the file that comes with the program."));
}

/* The file as it would be. */
static char *
make_text (const PsrMappingFiles   *files,
           const PsrMappingChange  *change,
           PsrMappingExample       *example,
           GError                 **error)
{
  int index = change->field != NULL ? psr_mapping_files_find (files->map, change->field) : -1;
  g_autoptr(JsonObject) written = NULL;
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *field = NULL;
  char *text;

  if (!check_fixed (files, change, index, error))
    return NULL;
  if (change->is_off && index < 0)
    return g_strdup (files->text);
  if (change->is_off)
    return psr_map_text_remove_field (files->text, (guint) index);

  object = read_field (files, change, index);
  written = index >= 0 ? psr_mapping_files_parse (files->text, (guint) index) : NULL;
  if (!put (files, change, object, example, error))
    return NULL;

  /* What comes to the same stays as somebody wrote it. */
  if (written != NULL && json_object_equal (written, object))
    return g_strdup (files->text);

  field = write_object (object);
  text = index >= 0 ? psr_map_text_replace_field (files->text, (guint) index, field)
                    : psr_map_text_append_field (files->text, field);
  if (text == NULL)
    refuse (error, _("The list of fields isn’t found in the file."), _("Change it in an editor of texts."));

  return text;
}

static char *
dup_path (const PsrMappingFiles *files,
          PsrProfile            *profile,
          const char            *name)
{
  g_autofree char *folder = files->folder != NULL ? g_strdup (files->folder) : psr_mapping_place_dup_target (profile);
  g_autofree char *file = g_strconcat (name, ".json", NULL);

  return g_build_filename (folder != NULL ? folder : "", file, NULL);
}

/* What is wrong with a file that isn't written yet, without its lines. */
static gboolean
refuse_file (GError       **error,
             const char    *path,
             const GError  *wrong)
{
  g_autoptr(PsrExplanation) words = psr_explain (wrong);
  g_autofree char *shown = g_filename_display_name (path);
  const char *why = words->why;

  if (g_str_has_prefix (why, shown) && strstr (why + strlen (shown), ": ") != NULL)
    why = strstr (why + strlen (shown), ": ") + strlen (": ");

  return refuse (error, why, _("Choose another property, or another way to carry it over."));
}

/* All that a sync would find out, and what can be seen by a record. */
static PsrFieldMap *
check_text (const char              *text,
            const char              *path,
            const char              *name,
            const PsrMappingChange  *change,
            PsrMappingExample       *example,
            GError                 **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) wrong = NULL;
  g_autoptr(PsrFieldMap) map = psr_field_map_new_checked (bytes, path, name, &wrong);

  if (map == NULL)
    {
      refuse_file (error, path, wrong);
      return NULL;
    }
  if (!change->is_off && example != NULL &&
      !psr_mapping_check_field (example, map, psr_field_map_find_target (map, change->target), error))
    return NULL;

  return g_steal_pointer (&map);
}

static gboolean
check_words (const PsrMappingChange  *change,
             GError                 **error)
{
  if (change->is_off)
    return TRUE;
  if (change->source == NULL || *change->source == '\0')
    return refuse (error, _("No property of Business Central is named."), _("Choose one."));
  if (change->target == NULL || *change->target == '\0')
    return refuse (error, _("No property of Wello is named."), _("Choose one."));

  return TRUE;
}

/**
 * psr_mapping_change_try:
 * @profile: a profile
 * @name: stable name of a mapping
 * @change: what is to become of a field; it isn't switched off
 * @example: (nullable): a record to try it on
 * @error: return location for a #PsrMappingError
 *
 * Writes nothing. Blocks for as long as two small files take.
 *
 * Returns: (transfer full) (nullable): the field as it would be, with what becomes of the
 *   example; %NULL with @error where it can't be so
 */
PsrMappingField *
psr_mapping_change_try (PsrProfile              *profile,
                        const char              *name,
                        const PsrMappingChange  *change,
                        PsrMappingExample       *example,
                        GError                 **error)
{
  g_auto(PsrMappingFiles) files = { 0, };
  g_autoptr(PsrFieldMap) map = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile) && name != NULL, NULL);
  g_return_val_if_fail (change != NULL && !change->is_off, NULL);

  if (!check_words (change, error) || !psr_mapping_files_read (&files, profile, name, error))
    return NULL;

  path = dup_path (&files, profile, name);
  text = make_text (&files, change, example, error);
  map = text != NULL ? check_text (text, path, name, change, example, error) : NULL;
  if (map == NULL)
    return NULL;

  return psr_mapping_field_new (map, (guint) psr_mapping_files_find (map, change->target), text, example);
}

static gboolean
write_file (const char  *path,
            const char  *text,
            GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) local = NULL;
  g_autofree char *why = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      /* Translators: a folder, and what the system says. */
      why = g_strdup_printf (_("%s can’t be written: %s."), folder, g_strerror (errno));
      return refuse (error, why, _("Let this account write there, or name another folder as Mappings= under [Sync] in the profile."));
    }
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &local))
    return TRUE;

  return refuse (error, local->message, _("Let this account write there, or name another folder as Mappings= under [Sync] in the profile."));
}

/**
 * psr_mapping_change_save:
 * @profile: a profile
 * @name: stable name of a mapping
 * @change: what is to become of a field
 * @example: (nullable): a record to try it on
 * @error: return location for a #PsrMappingError
 *
 * Changes one field in the mapping of one's own, which begins as a copy of the one that
 * comes with the program; all else in the file stays as it is written. What couldn't be
 * used isn't written. Whoever syncs takes it with the next run. Blocks for as long as
 * small files take.
 *
 * Returns: whether the file says so now
 */
gboolean
psr_mapping_change_save (PsrProfile              *profile,
                         const char              *name,
                         const PsrMappingChange  *change,
                         PsrMappingExample       *example,
                         GError                 **error)
{
  g_auto(PsrMappingFiles) files = { 0, };
  g_autoptr(PsrFieldMap) map = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile) && name != NULL && change != NULL, FALSE);

  if (!check_words (change, error) || !psr_mapping_place_check (profile, error) ||
      !psr_mapping_files_read (&files, profile, name, error))
    return FALSE;

  path = dup_path (&files, profile, name);
  text = make_text (&files, change, example, error);
  map = text != NULL ? check_text (text, path, name, change, example, error) : NULL;
  if (map == NULL)
    return FALSE;
  if (g_str_equal (text, files.text))
    return TRUE;

  return write_file (path, text, error);
}

/**
 * psr_mapping_change_reset:
 * @profile: a profile
 * @name: stable name of a mapping
 * @error: return location for a #PsrMappingError
 *
 * Removes the mapping of one's own: the one that comes with the program counts again.
 *
 * Returns: whether there is none any more
 */
gboolean
psr_mapping_change_reset (PsrProfile  *profile,
                          const char  *name,
                          GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile) && name != NULL, FALSE);

  if (!psr_mapping_place_check (profile, error))
    return FALSE;

  folder = psr_mapping_place_dup_folder (profile);
  if (folder == NULL)
    return TRUE;

  file = g_strconcat (name, ".json", NULL);
  path = g_build_filename (folder, file, NULL);
  if (g_unlink (path) == 0 || errno == ENOENT)
    {
      /* One that only these made is gone with the last of them. */
      if (psr_profile_get_string (profile, PSR_PROFILE_SYNC_MAPPINGS) == NULL)
        g_rmdir (folder);
      return TRUE;
    }

  why = g_strdup_printf (_("%s can’t be written: %s."), path, g_strerror (errno));

  return refuse (error, why, _("Let this account write there, or name another folder as Mappings= under [Sync] in the profile."));
}
