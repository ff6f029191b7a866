/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-flow.h"
#include "psr-profile-lines.h"
#include "psr-profile-spec.h"
#include "psr-profile-value.h"
#include "psr-profile.h"
#include "psr-text.h"

/**
 * PsrProfile:
 *
 * The settings of one connection: which Business Central, which Wello, what is
 * kept the same and how work is billed. A profile is a key file that an
 * administrator writes; every key in it is checked when it is loaded, and a
 * loaded profile doesn't change any more.
 */
struct _PsrProfile
{
  GObject     parent_instance;

  char       *path;
  char       *values[PSR_PROFILE_N_KEYS];
  GHashTable *entries; /* section → GPtrArray of PsrProfileEntry */
};

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
set_error_at (GError     **error,
              int          code,
              PsrProfile  *self,
              const char  *text,
              const char  *group,
              const char  *name,
              const char  *why,
              const char  *mend)
{
  g_autofree char *what = NULL;
  guint line = psr_profile_lines_find (text, group, name);

  if (name != NULL)
    what = g_strdup_printf (_("The profile %s can’t be used: line %u, [%s] %s"), self->path, line, group, name);
  else
    what = g_strdup_printf (_("The profile %s can’t be used: line %u, [%s]"), self->path, line, group);

  psr_set_explained_error (error, PSR_PROFILE_ERROR, code, what, why, mend);
}

/* Which of the two is meant nobody can know, and the wrong company is a bad guess. */
static gboolean
check_doubles (PsrProfile  *self,
               const char  *text,
               GError     **error)
{
  g_autofree char *group = NULL;
  g_autofree char *name = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  guint first, line;

  if (!psr_profile_lines_find_double (text, &group, &name, &first, &line))
    return TRUE;

  what = g_strdup_printf (_("The profile %s can’t be used: line %u, [%s] %s"), self->path, line, group, name);
  why = g_strdup_printf (_("Line %u says it already."), first);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what, why,
                           _("Keep the right one of the two lines."));

  return FALSE;
}

/* Codes are the same in capitals and without. */
static gboolean
has_entry (GPtrArray  *entries,
           const char *name)
{
  g_autofree char *code = psr_text_code (name);

  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *other = psr_text_code (((const PsrProfileEntry *) entries->pdata[i])->name);

      if (strcmp (other, code) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
read_free_key (PsrProfile  *self,
               const char  *text,
               const char  *group,
               const char  *name,
               const char  *value,
               GError     **error)
{
  g_autofree char *canonical = psr_profile_spec_check_name (group, name);
  PsrProfileEntry *entry;
  GPtrArray *entries;

  if (canonical == NULL)
    {
      g_autofree char *mend = g_strdup_printf (_("Write it as %s."), _(psr_profile_spec_allowed_name (group)));

      set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, self, text, group, name,
                    _("This key is not known."), mend);
      return FALSE;
    }

  entries = g_hash_table_lookup (self->entries, group);
  if (entries == NULL)
    {
      entries = g_ptr_array_new_with_free_func (entry_free);
      g_hash_table_insert (self->entries, g_strdup (group), entries);
    }

  if (has_entry (entries, canonical))
    {
      g_autofree char *why = g_strdup_printf (_("Another line says already what “%s” is."), canonical);

      set_error_at (error, PSR_PROFILE_ERROR_VALUE, self, text, group, name, why,
                    _("Keep the right one of the two lines."));
      return FALSE;
    }

  entry = g_new0 (PsrProfileEntry, 1);
  entry->name = g_steal_pointer (&canonical);
  entry->value = g_strdup (value);
  g_ptr_array_add (entries, entry);

  return TRUE;
}

static gboolean
read_key (PsrProfile  *self,
          GKeyFile    *file,
          const char  *text,
          const char  *group,
          const char  *name,
          GError     **error)
{
  const PsrProfileSpec *spec = psr_profile_spec_find (group, name);
  g_autoptr(GError) local = NULL;
  g_autofree char *value = NULL;
  g_autofree char *canonical = NULL;

  if (spec == NULL)
    {
      g_autofree char *names = psr_profile_spec_list_names (group);
      g_autofree char *mend = g_strdup_printf (_("Check its spelling, or take it out. Known in [%s]: %s."), group, names);

      set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, self, text, group, name,
                    _("This key is not known."), mend);
      return FALSE;
    }

  value = g_key_file_get_string (file, group, name, &local);
  if (value == NULL)
    {
      set_error_at (error, PSR_PROFILE_ERROR_VALUE, self, text, group, name, local->message,
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
      g_autofree char *why = g_strdup_printf (_("“%s” is not allowed."), value);
      g_autofree char *mend = g_strdup_printf (_("Allowed is: %s."), _(spec->allowed));

      set_error_at (error, PSR_PROFILE_ERROR_VALUE, self, text, group, name, why, mend);
      return FALSE;
    }

  if (spec->name == NULL || psr_profile_flow_is_group (group))
    return read_free_key (self, text, group, name, canonical, error);

  g_free (self->values[spec - psr_profile_spec_get (0)]);
  self->values[spec - psr_profile_spec_get (0)] = g_steal_pointer (&canonical);

  return TRUE;
}

static gboolean
read_groups (PsrProfile  *self,
             GKeyFile    *file,
             const char  *text,
             GError     **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto(GStrv) names = NULL;

      if (!psr_profile_spec_has_group (groups[i]))
        {
          g_autofree char *known = psr_profile_spec_list_groups ();
          g_autofree char *mend = g_strdup_printf (_("Check its spelling, or take it out. Known sections: %s."), known);

          set_error_at (error, PSR_PROFILE_ERROR_UNKNOWN, self, text, groups[i], NULL,
                        _("This section is not known."), mend);
          return FALSE;
        }

      names = g_key_file_get_keys (file, groups[i], NULL, error);
      if (names == NULL)
        return FALSE;

      for (gsize j = 0; names[j] != NULL; j++)
        {
          if (!read_key (self, file, text, groups[i], names[j], error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_flows (PsrProfile  *self,
             const char  *text,
             GError     **error)
{
  g_autofree char *group = NULL;
  const char *name;
  const char *why;
  const char *mend;

  if (psr_profile_flow_check (self, &group, &name, &why, &mend))
    return TRUE;

  set_error_at (error, PSR_PROFILE_ERROR_VALUE, self, text, group, name, why, mend);

  return FALSE;
}

/* What one key makes necessary in others. */
static gboolean
check_whole (PsrProfile  *self,
             const char  *text,
             GError     **error)
{
  const char *sign_in = psr_profile_get_string (self, PSR_PROFILE_BC_SIGN_IN);

  if (!check_flows (self, text, error))
    return FALSE;

  if (psr_profile_get_boolean (self, PSR_PROFILE_AUTOMATIC_POST) &&
      !psr_profile_require (self, PSR_PROFILE_AUTOMATIC_MAX_AMOUNT,
                            _("What is posted can’t be taken back; without a person it is posted up to an amount only."), error))
    return FALSE;

  if (!psr_profile_require (self, PSR_PROFILE_BC_COMPANY,
                            _("It is the company in which documents are made."), error) ||
      !psr_profile_require (self, PSR_PROFILE_WELLO_DOMAIN,
                            _("Wello needs it to sign in."), error) ||
      !psr_profile_require (self, PSR_PROFILE_WELLO_USER,
                            _("Wello needs it to sign in."), error))
    return FALSE;

  if (strcmp (sign_in, "basic") == 0)
    {
      if (psr_profile_is_online (self))
        {
          psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE,
                                   _("The profile can’t be used: [BusinessCentral] SignIn=basic"),
                                   _("Business Central online accepts no user name and password."),
                                   _("Write SignIn=browser or SignIn=client-credentials, or set BaseUrl to your own server."));
          return FALSE;
        }

      return psr_profile_require (self, PSR_PROFILE_BC_USER,
                                  _("Signing in with a password needs a user name."), error);
    }

  return psr_profile_require (self, PSR_PROFILE_BC_TENANT,
                              _("Microsoft needs it to sign in."), error) &&
         psr_profile_require (self, PSR_PROFILE_BC_CLIENT_ID,
                              _("Microsoft needs it to sign in."), error);
}

/**
 * psr_profile_new_from_text:
 * @text: the content of a profile
 * @path: the name to use for it in messages
 * @error: return location for an error
 *
 * Reads and checks a profile.
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
  g_autoptr(GKeyFile) file = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (PSR_TYPE_PROFILE, NULL);
  self->path = g_strdup (path);

  file = g_key_file_new ();
  if (!g_utf8_validate (text, -1, NULL) ||
      !g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, &local))
    {
      g_autofree char *what = g_strdup_printf (_("The profile %s can’t be read."), path);

      psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_SYNTAX, what,
                               local != NULL ? local->message : _("It is not text in UTF-8."),
                               _("A profile has sections in brackets and lines of the form Key=value; the README shows one."));
      return NULL;
    }

  if (!check_doubles (self, text, error) || !read_groups (self, file, text, error) || !check_whole (self, text, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_profile_load:
 * @path: (type filename): the name of a profile
 * @error: return location for an error
 *
 * Reads and checks a profile. Blocks for as long as reading a small file takes;
 * call it before the main loop runs or on a thread of its own.
 *
 * Returns: (transfer full) (nullable): the profile, or %NULL with an error of
 *   %PSR_PROFILE_ERROR that says what, why and how to mend
 */
PsrProfile *
psr_profile_load (const char  *path,
                  GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_file_get_contents (path, &text, NULL, &local))
    {
      g_autofree char *what = g_strdup_printf (_("The profile %s can’t be read."), path);

      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_NOT_FOUND, what,
                                 _("There is no such file."),
                                 _("Make one as the README shows, or name another with --profile FILE."));
      else
        psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE, what,
                                 local->message,
                                 _("Check that it is a file and that you may read it."));
      return NULL;
    }

  return psr_profile_new_from_text (text, path, error);
}

/**
 * psr_profile_get_path:
 * @self: a profile
 *
 * Returns: (transfer none): the name it was loaded from
 */
const char *
psr_profile_get_path (PsrProfile *self)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), NULL);

  return self->path;
}

/**
 * psr_profile_get_string:
 * @self: a profile
 * @key: a key
 *
 * Returns: (transfer none) (nullable): the value, else the default, else %NULL
 */
const char *
psr_profile_get_string (PsrProfile    *self,
                        PsrProfileKey  key)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), NULL);
  g_return_val_if_fail ((int) key >= 0 && key < PSR_PROFILE_N_KEYS, NULL);

  if (self->values[key] != NULL)
    return self->values[key];

  return psr_profile_spec_get (key)->fallback;
}

/**
 * psr_profile_get_boolean:
 * @self: a profile
 * @key: a key whose value is yes or no
 *
 * Returns: the value, else the default
 */
gboolean
psr_profile_get_boolean (PsrProfile    *self,
                         PsrProfileKey  key)
{
  return g_strcmp0 (psr_profile_get_string (self, key), "yes") == 0;
}

/**
 * psr_profile_get_duration:
 * @self: a profile
 * @key: a key whose value is a duration
 *
 * Returns: the value, else the default, in microseconds
 */
gint64
psr_profile_get_duration (PsrProfile    *self,
                          PsrProfileKey  key)
{
  const char *text = psr_profile_get_string (self, key);

  g_return_val_if_fail (text != NULL, 0);

  return psr_profile_duration_usec (text);
}

/**
 * psr_profile_get_list:
 * @self: a profile
 * @key: a key whose value is a list
 *
 * Returns: (transfer full): the values, possibly none
 */
char **
psr_profile_get_list (PsrProfile    *self,
                      PsrProfileKey  key)
{
  const char *text = psr_profile_get_string (self, key);

  if (text == NULL || *text == '\0')
    return g_new0 (char *, 1);

  return g_strsplit (text, ";", -1);
}

/**
 * psr_profile_get_entries:
 * @self: a profile
 * @group: a section with free keys, `Labour` or `Vat`
 *
 * Returns: (transfer none) (nullable) (element-type PsrProfileEntry): the
 *   section's keys and values, or %NULL when there are none
 */
GPtrArray *
psr_profile_get_entries (PsrProfile *self,
                         const char *group)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  return g_hash_table_lookup (self->entries, group);
}

/**
 * psr_profile_is_online:
 * @self: a profile
 *
 * Returns: whether Business Central is Microsoft's own service, not a server
 *   on premises
 */
gboolean
psr_profile_is_online (PsrProfile *self)
{
  g_autoptr(GUri) uri = NULL;
  const char *host;

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);

  uri = g_uri_parse (psr_profile_get_string (self, PSR_PROFILE_BC_BASE_URL), G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL &&
         (g_ascii_strcasecmp (host, "businesscentral.dynamics.com") == 0 ||
          g_str_has_suffix (host, ".businesscentral.dynamics.com"));
}

/**
 * psr_profile_require:
 * @self: a profile
 * @key: a key
 * @why: why it is needed, translated
 * @error: return location for an error
 *
 * Returns: %TRUE when the profile has a value for @key, else %FALSE with
 *   %PSR_PROFILE_ERROR_MISSING
 */
gboolean
psr_profile_require (PsrProfile     *self,
                     PsrProfileKey   key,
                     const char     *why,
                     GError        **error)
{
  const PsrProfileSpec *spec;
  g_autofree char *what = NULL;
  g_autofree char *mend = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (why != NULL, FALSE);

  if (psr_profile_get_string (self, key) != NULL)
    return TRUE;

  spec = psr_profile_spec_get (key);
  what = g_strdup_printf (_("The profile %s lacks [%s] %s."), self->path, spec->group, spec->name);
  mend = g_strdup_printf (_("Write a line %s= with %s under [%s]."), spec->name, _(spec->allowed), spec->group);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_MISSING, what, why, mend);

  return FALSE;
}

static void
psr_profile_finalize (GObject *object)
{
  PsrProfile *self = PSR_PROFILE (object);

  g_free (self->path);
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
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}
