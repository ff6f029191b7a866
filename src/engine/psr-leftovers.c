/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-leftovers"

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "psr-company-list.h"
#include "psr-explain.h"
#include "psr-leftovers.h"
#include "psr-mapping-place.h"
#include "psr-profile-places.h"
#include "psr-profile.h"

/* What is there of a profile beside what psr_engine_delete_data() deletes: the profile, what
 * the window wrote beside it, the settings of the window, and what starts it. All of it are
 * some small files: each function blocks for as long as they take. */

#define SETUP ".setup"
#define MAPPING ".json"

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

static void
add_if_there (GStrvBuilder *builder,
              char         *path)
{
  g_autofree char *taken = path;

  if (is_there (taken))
    g_strv_builder_add (builder, taken);
}

static char *
dup_autostart (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);
}

/* The profiles of this user but @profile, each with where its state would be. */
static GPtrArray *
list_others (const char *profile)
{
  g_autoptr(GPtrArray) companies = psr_company_list (NULL, NULL);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = g_canonicalize_filename (profile, NULL);

  for (guint i = 0; i < companies->len; i++)
    {
      const PsrCompany *company = companies->pdata[i];
      g_auto(PsrProfilePlaces) places = { 0, };

      if (!psr_profile_places_find (*company->name != '\0' ? company->name : NULL, NULL, &places, NULL) ||
          g_strcmp0 (places.profile, own) == 0)
        continue;
      g_ptr_array_add (others, g_steal_pointer (&places.profile));
      g_ptr_array_add (others, g_steal_pointer (&places.state));
    }

  return g_steal_pointer (&others);
}

/* Another profile may name the same folder. */
static gboolean
is_of_another (const char *folder,
               const char *profile)
{
  g_autoptr(GPtrArray) others = list_others (profile);
  g_autofree char *own = g_canonicalize_filename (folder, NULL);

  for (guint i = 0; i < others->len; i += 2)
    {
      g_autoptr(PsrProfile) other = psr_profile_load (others->pdata[i], NULL);
      g_autofree char *its = other != NULL ? psr_mapping_place_dup_target (other) : NULL;
      g_autofree char *plain = its != NULL ? g_canonicalize_filename (its, NULL) : NULL;

      /* One that can't be read now may name it. */
      if ((other == NULL && g_file_test (others->pdata[i], G_FILE_TEST_EXISTS)) || g_strcmp0 (plain, own) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Where the profile says that its mappings are; it may be too broken to be asked. */
static char *
dup_named_mappings (const char *profile)
{
  g_autoptr(PsrProfile) loaded = psr_profile_load (profile, NULL);

  return loaded != NULL ? psr_mapping_place_dup_target (loaded) : NULL;
}

/**
 * psr_leftovers_list_own:
 * @profile: (type filename): a profile
 *
 * Returns: (transfer full): the files and folders that psr_leftovers_delete() would delete
 */
char **
psr_leftovers_list_own (const char *profile)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *mappings = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  mappings = psr_mapping_place_dup_beside (profile);
  add_if_there (builder, g_strdup (profile));
  add_if_there (builder, g_strconcat (profile, SETUP, NULL));
  if (!is_of_another (mappings, profile))
    add_if_there (builder, g_steal_pointer (&mappings));

  return g_strv_builder_end (builder);
}

static void
add_units (GStrvBuilder *builder,
           const char   *target)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "systemd", "user", target, NULL);
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_prefix (name, "passerelle-watch") || g_str_has_prefix (name, "passerelle-sync"))
        add_if_there (builder, g_build_filename (path, name, NULL));
    }
}

/**
 * psr_leftovers_list:
 * @profile: (type filename): a profile
 * @credentials: (type filename) (nullable): the folder with its secrets that was given
 *
 * What systemd was told to start is a link, which may lead to nowhere by now.
 *
 * Returns: (transfer full): all files and folders that are about it, or about all profiles,
 *   and aren't its data: somebody wrote them, or chose something on this computer
 */
char **
psr_leftovers_list (const char *profile,
                    const char *credentials)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) own = NULL;
  g_autofree char *mappings = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  own = psr_leftovers_list_own (profile);
  mappings = dup_named_mappings (profile);
  g_strv_builder_addv (builder, (const char **) own);
  if (mappings != NULL && !g_strv_contains ((const char * const *) own, mappings))
    add_if_there (builder, g_steal_pointer (&mappings));
  add_if_there (builder, credentials != NULL
                           ? g_strdup (credentials)
                           : g_build_filename (g_get_user_config_dir (), "passerelle", "credentials", NULL));
  add_if_there (builder, dup_autostart ());
  add_units (builder, "default.target.wants");
  add_units (builder, "timers.target.wants");

  return g_strv_builder_end (builder);
}

static gboolean
refuse (const char  *path,
        int          number,
        GError     **error)
{
  g_autofree char *why = NULL;

  /* Translators: a folder, and what the system says. */
  why = g_strdup_printf (_("%s can’t be written: %s."), path, g_strerror (number));
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE, _("The profile can’t be deleted."), why,
                           _("Let this account write there, or delete the profile by hand."));

  return FALSE;
}

/**
 * psr_leftovers_check:
 * @profile: (type filename): a profile
 * @error: return location for %PSR_PROFILE_ERROR_UNREADABLE
 *
 * Returns: whether psr_leftovers_delete() may delete what there is
 */
gboolean
psr_leftovers_check (const char  *profile,
                     GError     **error)
{
  g_auto(GStrv) own = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (profile != NULL, FALSE);

  own = psr_leftovers_list_own (profile);
  folder = g_path_get_dirname (profile);

  return own[0] == NULL || g_access (folder, W_OK | X_OK) == 0 || refuse (folder, errno, error);
}

/* A folder with something else in it stays. */
static gboolean
delete_mappings (const char  *folder,
                 GError     **error)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, MAPPING) && g_unlink (path) != 0 && errno != ENOENT)
        return refuse (folder, errno, error);
    }

  g_rmdir (folder);

  return TRUE;
}

/* Those of Passerelle, once they are empty. */
static void
delete_folders (const char *profile)
{
  g_autofree char *root = g_build_filename (g_get_user_config_dir (), "passerelle", NULL);
  g_autofree char *named = g_build_filename (root, "profiles", NULL);
  g_autofree char *folder = g_path_get_dirname (profile);

  if (g_str_equal (folder, named))
    g_rmdir (named);
  if (g_str_equal (folder, named) || g_str_equal (folder, root))
    g_rmdir (root);
}

/**
 * psr_leftovers_delete:
 * @profile: (type filename): a profile
 * @deleted: what was deleted is added to it
 * @error: return location for %PSR_PROFILE_ERROR_UNREADABLE
 *
 * Deletes the profile of this user, its mappings beside it, and what an assistant that was
 * broken off left. What is system-wide, and what another profile names, stays.
 *
 * Returns: whether nothing of it is left
 */
gboolean
psr_leftovers_delete (const char    *profile,
                      GStrvBuilder  *deleted,
                      GError       **error)
{
  g_auto(GStrv) own = NULL;

  g_return_val_if_fail (profile != NULL, FALSE);
  g_return_val_if_fail (deleted != NULL, FALSE);

  /* The profile goes last: with it the rest would have no name any more. */
  own = psr_leftovers_list_own (profile);
  for (guint i = g_strv_length (own); i > 0; i--)
    {
      const char *path = own[i - 1];

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        {
          if (!delete_mappings (path, error))
            return FALSE;
        }
      else if (g_unlink (path) != 0 && errno != ENOENT)
        return refuse (path, errno, error);

      if (!is_there (path))
        g_strv_builder_add (deleted, path);
    }

  delete_folders (profile);

  return TRUE;
}

/**
 * psr_leftovers_are_shared:
 * @profile: (type filename): a profile
 *
 * Returns: whether another one is used by this user, and with it the settings of the window
 */
gboolean
psr_leftovers_are_shared (const char *profile)
{
  g_autoptr(GPtrArray) others = NULL;

  g_return_val_if_fail (profile != NULL, FALSE);

  others = list_others (profile);
  for (guint i = 0; i < others->len; i += 2)
    {
      g_autofree char *ledger = g_build_filename (others->pdata[i + 1], "ledger.db", NULL);

      /* One that is there for everybody is used once it has a state. */
      if (is_there (others->pdata[i]) || is_there (ledger))
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_leftovers_reset_settings:
 * @deleted: what was deleted is added to it
 *
 * Takes back what was chosen in the window, and what starts it with the session. What an
 * administrator locked stays. Not in a fiber where there is a window: it listens.
 */
void
psr_leftovers_reset_settings (GStrvBuilder *deleted)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;
  g_autofree char *autostart = dup_autostart ();
  g_autoptr(GSettings) settings = NULL;
  g_auto(GStrv) keys = NULL;

  g_return_if_fail (deleted != NULL);

  if (schema != NULL)
    {
      settings = g_settings_new_full (schema, NULL, NULL);
      keys = g_settings_schema_list_keys (schema);
    }
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autoptr(GVariant) chosen = g_settings_get_user_value (settings, keys[i]);

      if (chosen != NULL && g_settings_is_writable (settings, keys[i]))
        g_settings_reset (settings, keys[i]);
    }
  g_settings_sync ();

  if (is_there (autostart) && g_unlink (autostart) == 0)
    g_strv_builder_add (deleted, autostart);
}
