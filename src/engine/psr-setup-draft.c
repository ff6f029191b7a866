/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-draft"

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-spec.h"
#include "psr-profile-system.h"
#include "psr-setup-draft.h"

/* In the file of the draft: what isn't of the profile. */
#define NOTES "Setup"

/* As many links as the system follows. */
#define MOST_LINKS 40

/**
 * PsrSetupDraft:
 *
 * What somebody changes in a profile, or is to be in the first one. The changes
 * are kept in a file of their own, so that setting up can be left and resumed;
 * the profile itself is written in one go, and keeps its comments and whatever
 * else is in it, also what somebody wrote there meanwhile.
 */
struct _PsrSetupDraft
{
  GObject   parent_instance;

  char     *profile_path;
  char     *draft_path;
  GKeyFile *below;        /* the system-wide profile, which shows through */
  GKeyFile *profile;      /* as it is on the disk */
  GKeyFile *changes;      /* an empty value takes the key out */
  gboolean  has_profile;
  gboolean  is_resumed;
};

G_DEFINE_FINAL_TYPE (PsrSetupDraft, psr_setup_draft, G_TYPE_OBJECT)

static gboolean
load (GKeyFile    *file,
      const char  *path,
      gboolean    *is_there,
      GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *what = NULL;
  gsize length;

  *is_there = FALSE;
  if (!g_file_get_contents (path, &text, &length, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
          g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        return TRUE;
    }
  else if (length == 0 || g_key_file_load_from_data (file, text, length, G_KEY_FILE_KEEP_COMMENTS, &local))
    {
      *is_there = TRUE;
      return TRUE;
    }

  what = g_strdup_printf (_("The profile %s can’t be read."), path);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE, what, local->message,
                           _("Mend the file, or move it away and start again."));

  return FALSE;
}

/* One that can't be used is told by whoever loads the profile. */
static gboolean
load_below (PsrSetupDraft  *self,
            GError        **error)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) local = NULL;

  if (!psr_profile_system_read (self->profile_path, &path, &text, error))
    return FALSE;
  if (text != NULL && *text != '\0' && !g_key_file_load_from_data (self->below, text, -1, G_KEY_FILE_NONE, &local))
    g_message ("%s: %s", path, local->message);

  return TRUE;
}

/**
 * psr_setup_draft_open:
 * @profile_path: (type filename): the profile, which may not be there yet
 * @draft_path: (type filename) (nullable): where what isn't in the profile yet is
 *   kept, or %NULL to keep it nowhere
 * @error: return location for an error
 *
 * Reads both. Blocks for as long as reading two small files takes. A draft that
 * can't be read is begun anew.
 *
 * Returns: (transfer full) (nullable): the draft, or %NULL when the profile can't
 *   be read
 */
PsrSetupDraft *
psr_setup_draft_open (const char  *profile_path,
                      const char  *draft_path,
                      GError     **error)
{
  g_autoptr(PsrSetupDraft) self = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (profile_path != NULL, NULL);

  self = g_object_new (PSR_TYPE_SETUP_DRAFT, NULL);
  self->profile_path = g_strdup (profile_path);
  self->draft_path = g_strdup (draft_path);
  if (!load (self->profile, profile_path, &self->has_profile, error) || !load_below (self, error))
    return NULL;

  if (draft_path != NULL && !load (self->changes, draft_path, &self->is_resumed, &local))
    {
      g_message ("The draft is begun anew: %s", local->message);
      g_clear_pointer (&self->changes, g_key_file_unref);
      self->changes = g_key_file_new ();
    }

  return g_steal_pointer (&self);
}

/**
 * psr_setup_draft_get_path:
 * @self: a draft
 *
 * Returns: (type filename) (transfer none): the profile
 */
const char *
psr_setup_draft_get_path (PsrSetupDraft *self)
{
  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), NULL);

  return self->profile_path;
}

/**
 * psr_setup_draft_is_resumed:
 * @self: a draft
 *
 * Returns: whether setting up was begun before, and left
 */
gboolean
psr_setup_draft_is_resumed (PsrSetupDraft *self)
{
  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), FALSE);

  return self->is_resumed;
}

/**
 * psr_setup_draft_has_profile:
 * @self: a draft
 *
 * Returns: whether there is a profile already
 */
gboolean
psr_setup_draft_has_profile (PsrSetupDraft *self)
{
  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), FALSE);

  return self->has_profile;
}

/**
 * psr_setup_draft_has_changes:
 * @self: a draft
 * @group: (nullable): a section of the profile, or %NULL for all of it
 * @name: (nullable): a key of it
 *
 * Returns: whether something of it isn't in the profile yet
 */
gboolean
psr_setup_draft_has_changes (PsrSetupDraft *self,
                             const char    *group,
                             const char    *name)
{
  g_auto(GStrv) groups = NULL;

  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), FALSE);

  if (group != NULL)
    return g_key_file_has_key (self->changes, group, name, NULL);

  groups = g_key_file_get_groups (self->changes, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto(GStrv) names = g_key_file_get_keys (self->changes, groups[i], NULL, NULL);

      if (strcmp (groups[i], NOTES) != 0 && names != NULL && names[0] != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Whether the system-wide profile says what counts, whatever the user's own says. */
static gboolean
is_locked (PsrSetupDraft *self,
           const char    *group,
           const char    *name)
{
  g_autoptr(PsrProfileLocks) locks = psr_profile_locks_new ();
  g_autofree char *names = g_key_file_get_string (self->below, group, PSR_PROFILE_SYSTEM_LOCKED, NULL);
  g_autofree char *wrong = NULL;

  if (names == NULL)
    return FALSE;
  wrong = psr_profile_locks_add (locks, group, names);

  return psr_profile_locks_has (locks, group, name);
}

/**
 * psr_setup_draft_dup:
 * @self: a draft
 * @group: a section of the profile
 * @name: a key of it
 *
 * Returns: (transfer full) (nullable): what the profile will have there, or %NULL
 *   when it won't have the key
 */
char *
psr_setup_draft_dup (PsrSetupDraft *self,
                     const char    *group,
                     const char    *name)
{
  GKeyFile *file;
  g_autofree char *value = NULL;

  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), NULL);
  g_return_val_if_fail (group != NULL && name != NULL, NULL);

  file = g_key_file_has_key (self->changes, group, name, NULL) ? self->changes : self->profile;
  if (!is_locked (self, group, name))
    value = g_key_file_get_string (file, group, name, NULL);
  if (value != NULL && *g_strstrip (value) != '\0')
    return g_steal_pointer (&value);

  g_free (value);
  value = g_key_file_get_string (self->below, group, name, NULL);
  if (value == NULL || *g_strstrip (value) == '\0')
    return NULL;

  return g_steal_pointer (&value);
}

/**
 * psr_setup_draft_set:
 * @self: a draft
 * @group: a section of the profile
 * @name: a key of it
 * @value: (nullable): what the profile is to have there, or %NULL for nothing
 *
 * Returns: whether that is something else than before
 */
gboolean
psr_setup_draft_set (PsrSetupDraft *self,
                     const char    *group,
                     const char    *name,
                     const char    *value)
{
  g_autofree char *before = psr_setup_draft_dup (self, group, name);
  g_autofree char *trimmed = g_strdup (value != NULL ? value : "");

  g_strstrip (trimmed);
  if (g_strcmp0 (before != NULL ? before : "", trimmed) == 0)
    return FALSE;

  g_key_file_set_string (self->changes, group, name, trimmed);

  return TRUE;
}

/**
 * psr_setup_draft_list:
 * @self: a draft
 * @group: a section of the profile
 *
 * Returns: (transfer full): the keys that the profile will have there
 */
char **
psr_setup_draft_list (PsrSetupDraft *self,
                      const char    *group)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GKeyFile *files[3];

  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  files[0] = self->below;
  files[1] = self->profile;
  files[2] = self->changes;
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_auto(GStrv) names = g_key_file_get_keys (files[i], group, NULL, NULL);

      for (gsize j = 0; names != NULL && names[j] != NULL; j++)
        {
          g_autofree char *value = psr_setup_draft_dup (self, group, names[j]);

          if (strcmp (names[j], PSR_PROFILE_SYSTEM_LOCKED) == 0)
            continue;
          if (value != NULL && g_hash_table_add (seen, g_strdup (names[j])))
            g_strv_builder_add (builder, names[j]);
        }
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_setup_draft_dup_note:
 * @self: a draft
 * @name: a name
 *
 * Returns: (transfer full) (nullable): what was noted under that name
 */
char *
psr_setup_draft_dup_note (PsrSetupDraft *self,
                          const char    *name)
{
  return psr_setup_draft_dup (self, NOTES, name);
}

/**
 * psr_setup_draft_set_note:
 * @self: a draft
 * @name: a name
 * @value: (nullable): what to note
 *
 * Notes something about setting up that is nothing of the profile.
 *
 * Returns: whether that is something else than before
 */
gboolean
psr_setup_draft_set_note (PsrSetupDraft *self,
                          const char    *name,
                          const char    *value)
{
  return psr_setup_draft_set (self, NOTES, name, value);
}

static void
take_over (GKeyFile *from,
           GKeyFile *into)
{
  g_auto(GStrv) groups = g_key_file_get_groups (from, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto(GStrv) names = g_key_file_get_keys (from, groups[i], NULL, NULL);

      if (strcmp (groups[i], NOTES) == 0)
        continue;

      for (gsize j = 0; names != NULL && names[j] != NULL; j++)
        {
          g_autofree char *value = g_key_file_get_string (from, groups[i], names[j], NULL);

          if (value != NULL && *value != '\0')
            g_key_file_set_string (into, groups[i], names[j], value);
          else
            g_key_file_remove_key (into, groups[i], names[j], NULL);
        }
    }
}

static GKeyFile *
make_whole (GKeyFile *profile,
            GKeyFile *changes)
{
  g_autoptr(GKeyFile) whole = g_key_file_new ();
  g_autofree char *text = g_key_file_to_data (profile, NULL, NULL);

  /* What was read once can be read again; an empty file has nothing to read. */
  if (*text != '\0')
    g_key_file_load_from_data (whole, text, -1, G_KEY_FILE_KEEP_COMMENTS, NULL);
  take_over (changes, whole);

  return g_steal_pointer (&whole);
}

/* So that what is known already can be tried. */
static void
fill_in (PsrSetupDraft *self,
         GKeyFile      *whole,
         const char    *environment)
{
  static const PsrProfileKey needed[] = {
    PSR_PROFILE_BC_COMPANY, PSR_PROFILE_BC_TENANT, PSR_PROFILE_BC_CLIENT_ID, PSR_PROFILE_BC_USER,
    PSR_PROFILE_WELLO_DOMAIN, PSR_PROFILE_WELLO_USER,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      const PsrProfileSpec *spec = psr_profile_spec_get (needed[i]);
      g_autofree char *value = psr_setup_draft_dup (self, spec->group, spec->name);

      if (value == NULL)
        g_key_file_set_string (whole, spec->group, spec->name, "-");
    }

  if (environment != NULL && !g_key_file_has_key (whole, "BusinessCentral", "Environment", NULL) &&
      !g_key_file_has_key (self->below, "BusinessCentral", "Environment", NULL))
    g_key_file_set_string (whole, "BusinessCentral", "Environment", environment);
}

/**
 * psr_setup_draft_make_profile:
 * @self: a draft
 * @is_whole: whether nothing may be missing any more
 * @environment: (nullable): the environment to try as long as none is chosen, or
 *   %NULL where there are none
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the profile as it would be, or %NULL when
 *   it couldn't be used. Where it needn't be whole, a dash stands for what a
 *   profile can't do without and isn't known yet.
 */
PsrProfile *
psr_setup_draft_make_profile (PsrSetupDraft  *self,
                              gboolean        is_whole,
                              const char     *environment,
                              GError        **error)
{
  g_autoptr(GKeyFile) whole = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), NULL);

  whole = make_whole (self->profile, self->changes);
  if (!is_whole)
    fill_in (self, whole, environment);
  text = g_key_file_to_data (whole, NULL, NULL);

  return psr_profile_new_from_text (text, self->profile_path, error);
}

/* A link stays one: what it leads to is written, also where that isn't there yet. */
static char *
dup_target (const char *path)
{
  g_autofree char *target = g_strdup (path);

  for (guint i = 0; i < MOST_LINKS; i++)
    {
      g_autofree char *next = g_file_read_link (target, NULL);
      g_autofree char *folder = g_path_get_dirname (target);

      if (next == NULL)
        break;
      g_free (target);
      target = g_path_is_absolute (next) ? g_steal_pointer (&next) : g_build_filename (folder, next, NULL);
    }

  return g_steal_pointer (&target);
}

/* Who may read the file is left as it is. */
static gboolean
write_file (const char  *path,
            const char  *text,
            GError     **error)
{
  g_autofree char *target = dup_target (path);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *what = NULL;
  g_autoptr(GError) local = NULL;
  gboolean is_there;
  GStatBuf now;

  is_there = g_stat (target, &now) == 0;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error_literal (&local, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  else if (g_file_set_contents_full (target, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, &local))
    {
      if (is_there && g_chmod (target, now.st_mode & 07777) != 0)
        g_message ("%s can be read by its owner only now: %s", target, g_strerror (errno));
      return TRUE;
    }

  what = g_strdup_printf (_("The file %s can’t be written."), path);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE, what, local->message,
                           _("Make room on the disk and see that you may write to that folder; then try again."));

  return FALSE;
}

/**
 * psr_setup_draft_keep:
 * @self: a draft
 * @error: return location for an error
 *
 * Keeps the draft, to be resumed. There are no secrets in it.
 *
 * Returns: whether it is kept
 */
gboolean
psr_setup_draft_keep (PsrSetupDraft  *self,
                      GError        **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), FALSE);

  if (self->draft_path == NULL)
    return TRUE;

  text = g_key_file_to_data (self->changes, NULL, NULL);

  return write_file (self->draft_path, text, error);
}

/**
 * psr_setup_draft_write_profile:
 * @self: a draft
 * @error: return location for an error
 *
 * Reads the profile once more, puts the changes into it, and writes it in one
 * go; then the draft is gone. A profile that couldn't be used isn't written.
 *
 * Returns: whether the profile is written
 */
gboolean
psr_setup_draft_write_profile (PsrSetupDraft  *self,
                               GError        **error)
{
  g_autoptr(GKeyFile) fresh = g_key_file_new ();
  g_autoptr(GKeyFile) whole = NULL;
  g_autoptr(PsrProfile) profile = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (PSR_IS_SETUP_DRAFT (self), FALSE);

  if (!load (fresh, self->profile_path, &self->has_profile, error))
    return FALSE;

  whole = make_whole (fresh, self->changes);
  text = g_key_file_to_data (whole, NULL, NULL);
  profile = psr_profile_new_from_text (text, self->profile_path, error);
  if (profile == NULL || !write_file (self->profile_path, text, error))
    return FALSE;

  self->has_profile = TRUE;
  g_key_file_unref (self->profile);
  self->profile = g_steal_pointer (&whole);
  g_key_file_unref (self->changes);
  self->changes = g_key_file_new ();
  self->is_resumed = FALSE;
  if (self->draft_path != NULL && g_unlink (self->draft_path) != 0 && errno != ENOENT)
    g_message ("The draft stays: %s", g_strerror (errno));

  return TRUE;
}

static void
psr_setup_draft_finalize (GObject *object)
{
  PsrSetupDraft *self = PSR_SETUP_DRAFT (object);

  g_free (self->profile_path);
  g_free (self->draft_path);
  g_clear_pointer (&self->below, g_key_file_unref);
  g_clear_pointer (&self->profile, g_key_file_unref);
  g_clear_pointer (&self->changes, g_key_file_unref);

  G_OBJECT_CLASS (psr_setup_draft_parent_class)->finalize (object);
}

static void
psr_setup_draft_class_init (PsrSetupDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_setup_draft_finalize;
}

static void
psr_setup_draft_init (PsrSetupDraft *self)
{
  self->below = g_key_file_new ();
  self->profile = g_key_file_new ();
  self->changes = g_key_file_new ();
}
