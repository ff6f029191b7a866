/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-places"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-places.h"
#include "psr-profile.h"

#define FOLDER "passerelle"
#define NAMED "profiles"

/**
 * psr_profile_places_clear:
 * @places: what psr_profile_places_find() filled in
 */
void
psr_profile_places_clear (PsrProfilePlaces *places)
{
  g_clear_pointer (&places->profile, g_free);
  g_clear_pointer (&places->state, g_free);
}

/**
 * psr_profile_places_build_named:
 * @data: (type filename): where a user's data is, XDG_DATA_HOME
 *
 * Returns: (transfer full) (type filename): the folder with the states of the profiles
 *   that have names
 */
char *
psr_profile_places_build_named (const char *data)
{
  g_return_val_if_fail (data != NULL, NULL);

  return g_build_filename (data, FOLDER, NAMED, NULL);
}

/**
 * psr_profile_places_build_state:
 * @data: (type filename): where a user's data is, XDG_DATA_HOME
 * @name: (nullable): name of a profile, or %NULL for the user's only one
 *
 * Returns: (transfer full) (type filename): the folder of its state
 */
char *
psr_profile_places_build_state (const char *data,
                                const char *name)
{
  g_return_val_if_fail (data != NULL, NULL);

  return name == NULL ? g_build_filename (data, FOLDER, NULL) : g_build_filename (data, FOLDER, NAMED, name, NULL);
}

/* A name becomes a file and a folder. */
static gboolean
check_name (const char  *name,
            GError     **error)
{
  g_autofree char *what = NULL;
  gboolean good = *name != '\0' && *name != '.' && *name != '-';

  for (const char *at = name; good && *at != '\0'; at++)
    good = g_ascii_isalnum (*at) || *at == '-' || *at == '_' || *at == '.';

  if (good)
    return TRUE;

  what = g_strdup_printf (_("“%s” can’t be the name of a profile."), name);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what,
                           _("A name has letters, digits, “-”, “_” and “.”; whatever has a “/” or ends in “.ini” is a file."),
                           _("Write another name, or the file with its folder."));

  return FALSE;
}

/**
 * psr_profile_places_find:
 * @profile: (nullable): a name, or a file: what has a “/” or ends in “.ini”;
 *   %NULL for the user's only profile
 * @state: (nullable): a folder for the local state, instead of the profile's own
 * @places: (out caller-allocates): return location for the places
 * @error: return location for %PSR_PROFILE_ERROR_VALUE
 *
 * Finds where a profile and its state are. That named NAME is `profiles/NAME.ini` in
 * the user's configuration, beside `profile.ini`, and has a state of its own; files
 * share the state of `profile.ini` where none is given. Nothing is looked at.
 *
 * Returns: whether @profile can be one
 */
gboolean
psr_profile_places_find (const char        *profile,
                         const char        *state,
                         PsrProfilePlaces  *places,
                         GError           **error)
{
  g_autofree char *file = NULL;

  g_return_val_if_fail (places != NULL, FALSE);

  *places = (PsrProfilePlaces) { 0, };

  if (profile != NULL && strchr (profile, '/') == NULL && !g_str_has_suffix (profile, ".ini"))
    {
      if (!check_name (profile, error))
        return FALSE;

      file = g_strconcat (profile, ".ini", NULL);
      places->profile = g_build_filename (g_get_user_config_dir (), FOLDER, NAMED, file, NULL);
      places->state = state != NULL ? g_strdup (state)
                                    : psr_profile_places_build_state (g_get_user_data_dir (), profile);
      return TRUE;
    }

  places->profile = profile != NULL ? g_strdup (profile)
                                    : g_build_filename (g_get_user_config_dir (), FOLDER, "profile.ini", NULL);
  places->state = state != NULL ? g_strdup (state) : psr_profile_places_build_state (g_get_user_data_dir (), NULL);

  return TRUE;
}
