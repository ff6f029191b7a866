/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-system"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-flow.h"
#include "psr-profile-spec.h"
#include "psr-profile-system.h"
#include "psr-profile.h"
#include "psr-text.h"

#define FOLDER "passerelle"
#define ALL "*"

/* Sections and names of keys, as “[section]code”. */
struct _PsrProfileLocks
{
  GHashTable *keys;
};

/* Tests have a folder of their own. */
static const char *
get_sysconfdir (void)
{
  const char *folder = g_getenv ("PASSERELLE_SYSCONFDIR");

  return folder != NULL && *folder != '\0' ? folder : SYSCONFDIR;
}

/**
 * psr_profile_system_dup_path:
 * @path: (type filename): a profile
 *
 * Returns: (transfer full) (nullable): where the system-wide one of the same name would
 *   be, or %NULL when @path isn't among the user's own: a file anywhere stands alone
 */
char *
psr_profile_system_dup_path (const char *path)
{
  g_autofree char *folder = NULL;
  g_autofree char *own = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  folder = g_canonicalize_filename (g_get_user_config_dir (), NULL);
  own = g_strconcat (folder, G_DIR_SEPARATOR_S FOLDER G_DIR_SEPARATOR_S, NULL);
  whole = g_canonicalize_filename (path, NULL);
  if (!g_str_has_prefix (whole, own))
    return NULL;

  return g_build_filename (get_sysconfdir (), FOLDER, whole + strlen (own), NULL);
}

/**
 * psr_profile_system_read:
 * @path: (type filename): a profile of the user's
 * @system_path: (out) (nullable): the system-wide one, or %NULL when there is none
 * @text: (out) (nullable): what is in it
 * @error: return location for %PSR_PROFILE_ERROR_UNREADABLE
 *
 * Blocks for as long as reading a small file takes.
 *
 * Returns: whether it isn't there, or could be read
 */
gboolean
psr_profile_system_read (const char  *path,
                         char       **system_path,
                         char       **text,
                         GError     **error)
{
  g_autofree char *found = NULL;
  g_autofree char *what = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (path != NULL && system_path != NULL && text != NULL, FALSE);

  *system_path = NULL;
  *text = NULL;
  found = psr_profile_system_dup_path (path);
  if (found == NULL)
    return TRUE;

  if (g_file_get_contents (found, text, NULL, &local))
    {
      *system_path = g_steal_pointer (&found);
      return TRUE;
    }
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
      g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    return TRUE;

  what = g_strdup_printf (_("The profile %s can’t be read."), found);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE, what, local->message,
                           _("It holds for everybody on this computer: ask the administrator to let it be read."));

  return FALSE;
}

/* Codes are the same in capitals and without, names of keys aren't. */
static char *
dup_key (const char *group,
         const char *name)
{
  const PsrProfileSpec *spec = psr_profile_spec_find (group, name);
  g_autofree char *code = spec != NULL && spec->name == NULL ? psr_text_code (name) : g_strdup (name);

  return g_strdup_printf ("[%s]%s", group, code);
}

/**
 * psr_profile_locks_new:
 *
 * Returns: (transfer full): no locks
 */
PsrProfileLocks *
psr_profile_locks_new (void)
{
  PsrProfileLocks *self = g_new0 (PsrProfileLocks, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * psr_profile_locks_free:
 * @self: (transfer full): locks
 */
void
psr_profile_locks_free (PsrProfileLocks *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

/**
 * psr_profile_locks_add:
 * @self: locks
 * @group: a section
 * @names: what stands behind `Locked=` there: keys, separated by semicolons, or `*`
 *
 * Returns: (transfer full) (nullable): a name that can't be one of that section's, or
 *   %NULL when all are locked now
 */
char *
psr_profile_locks_add (PsrProfileLocks *self,
                       const char      *group,
                       const char      *names)
{
  g_auto(GStrv) words = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (group != NULL && names != NULL, NULL);

  words = g_strsplit (names, ";", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *name = g_strstrip (words[i]);
      const PsrProfileSpec *spec;
      g_autofree char *canonical = NULL;

      if (*name == '\0')
        continue;

      spec = psr_profile_spec_find (group, name);
      if (strcmp (name, ALL) == 0)
        canonical = g_strdup (ALL);
      else if (spec != NULL && (spec->name != NULL || psr_profile_flow_is_group (group)))
        canonical = g_strdup (name);
      else if (spec != NULL)
        canonical = psr_profile_spec_check_name (group, name);

      if (canonical == NULL)
        return g_strdup (name);
      g_hash_table_add (self->keys, strcmp (canonical, ALL) == 0 ? g_strdup_printf ("[%s]" ALL, group) : dup_key (group, canonical));
    }

  return NULL;
}

/**
 * psr_profile_locks_has:
 * @self: locks
 * @group: a section
 * @name: a key of it, in its canonical form
 *
 * Returns: whether the key is locked
 */
gboolean
psr_profile_locks_has (PsrProfileLocks *self,
                       const char      *group,
                       const char      *name)
{
  g_autofree char *all = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (group != NULL && name != NULL, FALSE);

  all = g_strdup_printf ("[%s]" ALL, group);
  key = dup_key (group, name);

  return g_hash_table_contains (self->keys, all) || g_hash_table_contains (self->keys, key);
}
