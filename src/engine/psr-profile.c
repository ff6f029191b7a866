/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-address.h"
#include "psr-profile-flow.h"
#include "psr-profile-lines.h"
#include "psr-profile-private.h"
#include "psr-profile-spec.h"
#include "psr-profile-system.h"
#include "psr-sync-flow.h"
#include "psr-text.h"

/* One of the two files: that of the system comes first, the user's own lies over it. */
typedef struct
{
  PsrProfile *profile;
  const char *path;
  const char *text;
  gboolean    is_system;
} Layer;

/**
 * PsrProfile:
 *
 * The settings of one connection: which Business Central, which Wello, what is
 * kept the same and how work is billed. A profile is a key file that an
 * administrator writes; every key in it is checked when it is loaded, and a
 * loaded profile doesn't change any more. It may be laid over one of the whole system:
 * see psr-profile-system.h.
 */
G_DEFINE_QUARK (psr-profile-error-quark, psr_profile_error)
G_DEFINE_FINAL_TYPE (PsrProfile, psr_profile, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  PsrProfileEntry *entry = data;

  g_free (entry->name);
  g_free (entry->value);
  g_free (entry);
}

static void
set_error_at (GError      **error,
              int           code,
              const Layer  *layer,
              const char   *group,
              const char   *name,
              const char   *why,
              const char   *mend)
{
  g_autofree char *what = NULL;
  guint line = psr_profile_lines_find (layer->text, group, name);

  if (name != NULL)
    what = g_strdup_printf (_("The profile %s can’t be used: line %u, [%s] %s"), layer->path, line, group, name);
  else
    what = g_strdup_printf (_("The profile %s can’t be used: line %u, [%s]"), layer->path, line, group);

  psr_set_explained_error (error, PSR_PROFILE_ERROR, code, what, why, mend);
}

/* Which of the two is meant nobody can know, and the wrong company is a bad guess. */
static gboolean
check_doubles (const Layer  *layer,
               GError      **error)
{
  g_autofree char *group = NULL;
  g_autofree char *name = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  guint first, line;

  if (!psr_profile_lines_find_double (layer->text, &group, &name, &first, &line))
    return TRUE;

  what = g_strdup_printf (_("The profile %s can’t be used: line %u, [%s] %s"), layer->path, line, group, name);
  why = g_strdup_printf (_("Line %u says it already."), first);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what, why,
                           _("Keep the right one of the two lines."));

  return FALSE;
}

/* Codes are the same in capitals and without. */
static PsrProfileEntry *
find_entry (GPtrArray  *entries,
            const char *name,
            guint      *index)
{
  g_autofree char *code = psr_text_code (name);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      PsrProfileEntry *entry = entries->pdata[i];
      g_autofree char *other = psr_text_code (entry->name);

      if (strcmp (other, code) != 0)
        continue;

      if (index != NULL)
        *index = i;
      return entry;
    }

  return NULL;
}

/* Whether the user's own can't say anything about the key. What it says is noted where
 * that would be something else. */
static gboolean
is_locked (const Layer *layer,
           const char  *group,
           const char  *name,
           const char  *value,
           const char  *counts)
{
  if (layer->is_system)
    return FALSE;
  if (!psr_profile_is_locked (layer->profile, group, name))
    return FALSE;

  if (g_strcmp0 (value, counts) != 0)
    g_ptr_array_add (layer->profile->ignored, g_strdup_printf ("[%s] %s", group, name));

  return TRUE;
}

/* What the user's own says in one of the two places takes the place of what the
 * system-wide one says in the other. */
static void
drop_twin (const Layer *layer,
           const char  *group,
           const char  *name)
{
  g_autofree char *twin_group = NULL;
  const char *twin_name;
  GPtrArray *entries;
  PsrProfileEntry *entry;
  guint index;

  if (layer->is_system || !psr_profile_flow_find_twin (group, name, &twin_group, &twin_name))
    return;

  entries = g_hash_table_lookup (layer->profile->entries, twin_group);
  entry = find_entry (entries, twin_name, &index);
  if (entry != NULL && entry->is_system)
    g_ptr_array_remove_index (entries, index);
}

/* What the system-wide one says of single flows gives way to a list of the user's own, but
 * for what it locks. */
static void
drop_enabled (const Layer *layer)
{
  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      g_autofree char *group = psr_profile_flow_dup_group (psr_sync_flow_to_string (flow));
      GPtrArray *entries = g_hash_table_lookup (layer->profile->entries, group);
      PsrProfileEntry *entry;
      guint index;

      entry = find_entry (entries, "Enabled", &index);
      if (entry != NULL && entry->is_system && !psr_profile_locks_has (layer->profile->locks, group, "Enabled"))
        g_ptr_array_remove_index (entries, index);
    }
}

static gboolean
read_free_key (const Layer  *layer,
               const char   *group,
               const char   *name,
               const char   *value,
               GError      **error)
{
  PsrProfile *self = layer->profile;
  g_autofree char *canonical = psr_profile_spec_check_name (group, name);
  PsrProfileEntry *entry;
  GPtrArray *entries;

  if (canonical == NULL)
    {
      g_autofree char *mend = g_strdup_printf (_("Allowed is: %s."), _(psr_profile_spec_allowed_name (group)));

      set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, layer, group, name,
                    _("This key isn’t known."), mend);
      return FALSE;
    }

  entries = g_hash_table_lookup (self->entries, group);
  entry = find_entry (entries, canonical, NULL);
  if (entry != NULL && entry->is_system == layer->is_system)
    {
      g_autofree char *why = g_strdup_printf (_("Another line says already what “%s” is."), canonical);

      set_error_at (error, PSR_PROFILE_ERROR_VALUE, layer, group, name, why,
                    _("Keep the right one of the two lines."));
      return FALSE;
    }

  if (is_locked (layer, group, canonical, value, entry != NULL ? entry->value : NULL))
    return TRUE;

  drop_twin (layer, group, canonical);
  if (entry == NULL)
    {
      entry = g_new0 (PsrProfileEntry, 1);
      if (entries == NULL)
        {
          entries = g_ptr_array_new_with_free_func (entry_free);
          g_hash_table_insert (self->entries, g_strdup (group), entries);
        }
      g_ptr_array_add (entries, entry);
    }

  g_set_str (&entry->name, canonical);
  g_set_str (&entry->value, value);
  entry->is_system = layer->is_system;

  return TRUE;
}

/* Which keys the user's own can't change. */
static gboolean
read_locks (const Layer  *layer,
            GKeyFile     *file,
            const char   *group,
            GError      **error)
{
  g_autofree char *names = g_key_file_get_string (file, group, PSR_PROFILE_SYSTEM_LOCKED, NULL);
  g_autofree char *wrong = NULL;
  g_autofree char *why = NULL;

  if (!layer->is_system)
    {
      set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, layer, group, PSR_PROFILE_SYSTEM_LOCKED,
                    _("Only the profile of the whole system can lock keys."),
                    _("Take the line out."));
      return FALSE;
    }

  wrong = psr_profile_locks_add (layer->profile->locks, group, names != NULL ? names : "");
  if (wrong == NULL)
    return TRUE;

  why = g_strdup_printf (_("“%s” isn’t a key of this section."), wrong);
  set_error_at (error, PSR_PROFILE_ERROR_VALUE, layer, group, PSR_PROFILE_SYSTEM_LOCKED, why,
                _("Write the keys to lock, separated by semicolons, or * for all."));

  return FALSE;
}

static gboolean
read_key (const Layer  *layer,
          GKeyFile     *file,
          const char   *group,
          const char   *name,
          GError      **error)
{
  PsrProfile *self = layer->profile;
  const PsrProfileSpec *spec = psr_profile_spec_find (group, name);
  g_autoptr(GError) local = NULL;
  g_autofree char *value = NULL;
  g_autofree char *canonical = NULL;
  char **place;

  if (strcmp (name, PSR_PROFILE_SYSTEM_LOCKED) == 0)
    return read_locks (layer, file, group, error);

  if (spec == NULL)
    {
      g_autofree char *names = psr_profile_spec_list_names (group);
      g_autofree char *mend = g_strdup_printf (_("Check its spelling, or take it out. Known in [%s]: %s."), group, names);

      set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, layer, group, name,
                    _("This key isn’t known."), mend);
      return FALSE;
    }

  value = g_key_file_get_string (file, group, name, &local);
  if (value == NULL)
    {
      set_error_at (error, PSR_PROFILE_ERROR_VALUE, layer, group, name, local->message,
                    _("Write a backslash twice, as in Key=DOMAIN\\\\user."));
      return FALSE;
    }
  g_strstrip (value);

  /* An empty value is as good as none. */
  if (*value == '\0')
    {
      if (spec->name != NULL)
        return TRUE;
    }
  else
    {
      canonical = spec->check (value);
    }

  if (canonical == NULL)
    {
      g_autofree char *why = g_strdup_printf (_("“%s” isn’t allowed."), value);
      g_autofree char *mend = g_strdup_printf (_("Allowed is: %s."), _(spec->allowed));

      set_error_at (error, PSR_PROFILE_ERROR_VALUE, layer, group, name, why, mend);
      return FALSE;
    }

  if (spec->name == NULL || psr_profile_flow_is_group (group))
    return read_free_key (layer, group, name, canonical, error);

  place = &self->values[spec - psr_profile_spec_get (0)];
  if (is_locked (layer, group, name, canonical, *place != NULL ? *place : spec->fallback))
    return TRUE;

  if (!layer->is_system && strcmp (group, "Sync") == 0 && strcmp (name, "Flows") == 0)
    drop_enabled (layer);

  g_free (*place);
  *place = g_steal_pointer (&canonical);

  return TRUE;
}

static gboolean
read_groups (const Layer  *layer,
             GKeyFile     *file,
             GError      **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto(GStrv) names = NULL;

      if (!psr_profile_spec_has_group (groups[i]))
        {
          g_autofree char *known = psr_profile_spec_list_groups ();
          g_autofree char *mend = g_strdup_printf (_("Check its spelling, or take it out. Known sections: %s."), known);

          set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, layer, groups[i], NULL,
                        _("This section isn’t known."), mend);
          return FALSE;
        }

      names = g_key_file_get_keys (file, groups[i], NULL, error);
      if (names == NULL)
        return FALSE;

      for (gsize j = 0; names[j] != NULL; j++)
        {
          if (!read_key (layer, file, groups[i], names[j], error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_flows (const Layer  *layer,
             GError      **error)
{
  g_autofree char *group = NULL;
  const char *name;
  const char *why;
  const char *mend;

  if (psr_profile_flow_check (layer->profile, &group, &name, &why, &mend))
    return TRUE;

  set_error_at (error, PSR_PROFILE_ERROR_VALUE, layer, group, name, why, mend);

  return FALSE;
}

/* Of an address only the service is left; the rest is what other keys say. */
static gboolean
take_address (const Layer  *layer,
              GKeyFile     *file,
              GError      **error)
{
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  if (psr_profile_address_take (layer->profile, file, layer->is_system ? NULL : layer->profile->locks, &why, &mend))
    return TRUE;

  set_error_at (error, PSR_PROFILE_ERROR_VALUE, layer, "BusinessCentral", "BaseUrl", why, mend);

  return FALSE;
}

static gboolean
read_layer (const Layer  *layer,
            GError      **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) local = NULL;

  if (!g_utf8_validate (layer->text, -1, NULL) ||
      !g_key_file_load_from_data (file, layer->text, -1, G_KEY_FILE_NONE, &local))
    {
      g_autofree char *what = g_strdup_printf (_("The profile %s can’t be read."), layer->path);

      psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_SYNTAX, what,
                               local != NULL ? local->message : _("It isn’t text in UTF-8."),
                               _("A profile has sections in brackets and lines of the form Key=value; the README shows one."));
      return FALSE;
    }

  return check_doubles (layer, error) && read_groups (layer, file, error) && take_address (layer, file, error);
}

/**
 * psr_profile_new_from_text:
 * @text: the content of a profile
 * @path: the name to use for it in messages
 * @error: return location for an error
 *
 * Reads and checks a profile. Where @path is among the user's own and there is a
 * system-wide one of that name, it is laid over that one.
 *
 * Returns: (transfer full) (nullable): the profile, or %NULL with an error of
 *   %PSR_PROFILE_ERROR that says what, why and how to mend
 */
PsrProfile *
psr_profile_new_from_text (const char  *text,
                           const char  *path,
                           GError     **error)
{
  g_autoptr(PsrProfile) self = NULL;
  g_autofree char *system_text = NULL;
  Layer layer = { NULL, };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (PSR_TYPE_PROFILE, NULL);
  self->path = g_strdup (path);
  if (!psr_profile_system_read (path, &self->system_path, &system_text, error))
    return NULL;

  if (system_text != NULL)
    {
      layer = (Layer) { self, self->system_path, system_text, TRUE };
      if (!read_layer (&layer, error))
        return NULL;
    }

  layer = (Layer) { self, path, text, FALSE };
  if (!read_layer (&layer, error) || !check_flows (&layer, error) || !psr_profile_check_whole (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static PsrProfile *
fail_to_load (const char    *path,
              const GError  *reason,
              GError       **error)
{
  g_autofree char *what = g_strdup_printf (_("The profile %s can’t be read."), path);

  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_NOT_FOUND, what,
                             _("There is no such file."),
                             _("Start “passerelle” to set it up step by step, make one as the README shows, or name another with --profile."));
  else
    psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE, what,
                             reason->message,
                             _("Check that it is a file and that you may read it."));

  return NULL;
}

/**
 * psr_profile_load:
 * @path: (type filename): the name of a profile
 * @error: return location for an error
 *
 * Reads and checks a profile. Blocks for as long as reading two small files takes;
 * call it before the main loop runs or on a thread of its own. The user's own needn't be
 * there where the system-wide one says all that is needed.
 *
 * Returns: (transfer full) (nullable): the profile, or %NULL with an error of
 *   %PSR_PROFILE_ERROR that says what, why and how to mend
 */
PsrProfile *
psr_profile_load (const char  *path,
                  GError     **error)
{
  g_autofree char *text = NULL;
  g_autofree char *system_path = NULL;
  g_autoptr(PsrProfile) self = NULL;
  g_autoptr(GError) missing = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_file_get_contents (path, &text, NULL, &missing))
    return psr_profile_new_from_text (text, path, error);

  system_path = psr_profile_system_dup_path (path);
  if (!g_error_matches (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
      system_path == NULL || !g_file_test (system_path, G_FILE_TEST_EXISTS))
    return fail_to_load (path, missing, error);

  self = psr_profile_new_from_text ("", path, &local);
  if (self != NULL)
    return g_steal_pointer (&self);

  /* What is missing is what somebody still has to set up. */
  if (g_error_matches (local, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_MISSING))
    return fail_to_load (path, missing, error);

  g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

static void
psr_profile_finalize (GObject *object)
{
  PsrProfile *self = PSR_PROFILE (object);

  g_free (self->path);
  g_free (self->system_path);
  g_ptr_array_unref (self->ignored);
  psr_profile_locks_free (self->locks);
  for (gsize i = 0; i < PSR_PROFILE_N_KEYS; i++)
    g_free (self->values[i]);
  g_hash_table_unref (self->entries);

  G_OBJECT_CLASS (psr_profile_parent_class)->finalize (object);
}

static void
psr_profile_class_init (PsrProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_profile_finalize;
}

static void
psr_profile_init (PsrProfile *self)
{
  self->ignored = g_ptr_array_new_with_free_func (g_free);
  self->locks = psr_profile_locks_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}
