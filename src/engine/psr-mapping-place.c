/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mapping-place"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "psr-explain.h"
#include "psr-mapping-error.h"
#include "psr-mapping-place.h"
#include "psr-profile-system.h"

/* Where mappings of one's own are: where the profile says, else in a folder beside it, which
 * counts once it is there. */
#define ENDING ".ini"
#define FOLDER "-mappings"

/**
 * psr_mapping_place_dup_beside:
 * @path: (type filename): the file of a profile
 *
 * Returns: (transfer full) (type filename): `…/profile-mappings` for `…/profile.ini`
 */
char *
psr_mapping_place_dup_beside (const char *path)
{
  g_autofree char *stem = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  stem = g_str_has_suffix (path, ENDING) ? g_strndup (path, strlen (path) - strlen (ENDING)) : g_strdup (path);

  return g_strconcat (stem, FOLDER, NULL);
}

static char *
dup_beside (PsrProfile *profile)
{
  const char *path = psr_profile_get_path (profile);

  return path != NULL ? psr_mapping_place_dup_beside (path) : NULL;
}

/**
 * psr_mapping_place_dup_target:
 * @profile: a profile
 *
 * Returns: (transfer full) (nullable) (type filename): the folder in which mappings of one's
 *   own are, or would be; %NULL for a profile that is no file
 */
char *
psr_mapping_place_dup_target (PsrProfile *profile)
{
  const char *folder;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);

  folder = psr_profile_get_string (profile, PSR_PROFILE_SYNC_MAPPINGS);

  return folder != NULL ? g_strdup (folder) : dup_beside (profile);
}

/* Whether the administrator decides, by naming a folder or by locking that none is named. */
static gboolean
is_system_wide (PsrProfile *profile)
{
  const char *path = psr_profile_get_system_path (profile);
  g_autoptr(PsrProfileLocks) locks = psr_profile_locks_new ();
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *names = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *wrong = NULL;

  if (path == NULL || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return FALSE;

  folder = g_key_file_get_string (file, "Sync", "Mappings", NULL);
  if (folder != NULL && g_strcmp0 (folder, psr_profile_get_string (profile, PSR_PROFILE_SYNC_MAPPINGS)) == 0)
    return TRUE;

  names = g_key_file_get_string (file, "Sync", "Locked", NULL);
  if (names == NULL)
    return FALSE;
  wrong = psr_profile_locks_add (locks, "Sync", names);

  return psr_profile_locks_has (locks, "Sync", "Mappings");
}

/**
 * psr_mapping_place_dup_folder:
 * @profile: a profile
 *
 * Blocks for as long as a look at a folder takes.
 *
 * Returns: (transfer full) (nullable) (type filename): the folder with mappings of one's own
 *   that counts; %NULL when only those count that come with the program
 */
char *
psr_mapping_place_dup_folder (PsrProfile *profile)
{
  g_autofree char *beside = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);

  if (psr_profile_get_string (profile, PSR_PROFILE_SYNC_MAPPINGS) != NULL)
    return g_strdup (psr_profile_get_string (profile, PSR_PROFILE_SYNC_MAPPINGS));

  beside = dup_beside (profile);
  if (beside == NULL || !g_file_test (beside, G_FILE_TEST_IS_DIR) || is_system_wide (profile))
    return NULL;

  return g_steal_pointer (&beside);
}

static gboolean
refuse (GError     **error,
        const char  *why,
        const char  *mend)
{
  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_FILE, _("The mappings can’t be changed here."), why, mend);

  return FALSE;
}

/**
 * psr_mapping_place_check:
 * @profile: a profile
 * @error: return location for %PSR_MAPPING_ERROR_FILE
 *
 * Returns: whether mappings may be changed by whoever runs this; else @error says why not
 */
gboolean
psr_mapping_place_check (PsrProfile  *profile,
                         GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *above = NULL;
  g_autofree char *why = NULL;
  const char *looked_at;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);

  if (is_system_wide (profile))
    return refuse (error, _("The administrator of this computer decides on them."), _("Ask the administrator."));

  folder = psr_mapping_place_dup_target (profile);
  if (folder == NULL)
    return refuse (error, _("The profile is no file."), _("Set up the program first."));

  above = g_path_get_dirname (folder);
  looked_at = g_file_test (folder, G_FILE_TEST_EXISTS) ? folder : above;
  if (g_access (looked_at, W_OK | X_OK) == 0)
    return TRUE;

  /* Translators: a folder, and what the system says. */
  why = g_strdup_printf (_("%s can’t be written: %s."), looked_at, g_strerror (errno));

  return refuse (error, why, _("Let this account write there, or name another folder as Mappings= under [Sync] in the profile."));
}
