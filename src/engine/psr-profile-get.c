/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-get"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-flow.h"
#include "psr-profile-private.h"
#include "psr-profile-spec.h"
#include "psr-profile-value.h"

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
 * psr_profile_get_system_path:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the system-wide profile that it is laid over, or
 *   %NULL where there is none
 */
const char *
psr_profile_get_system_path (PsrProfile *self)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), NULL);

  return self->system_path;
}

/**
 * psr_profile_get_ignored:
 * @self: a profile
 *
 * Returns: (transfer none) (element-type utf8): keys of the user's own, with their
 *   sections, that don't count because the system-wide profile locks them at another value
 */
GPtrArray *
psr_profile_get_ignored (PsrProfile *self)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), NULL);

  return self->ignored;
}

/**
 * psr_profile_is_locked:
 * @self: a profile
 * @group: a section
 * @name: a key of it
 *
 * Returns: whether the user's own can't say anything about the key, here or in the other
 *   place that it has
 */
gboolean
psr_profile_is_locked (PsrProfile *self,
                       const char *group,
                       const char *name)
{
  g_autofree char *twin_group = NULL;
  const char *twin_name;

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (group != NULL && name != NULL, FALSE);

  return psr_profile_locks_has (self->locks, group, name) ||
         (psr_profile_flow_find_twin (group, name, &twin_group, &twin_name) &&
          psr_profile_locks_has (self->locks, twin_group, twin_name));
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
 * psr_profile_lack:
 * @self: a profile
 * @key: a key
 * @why: why it is needed, translated
 * @error: return location for an error
 *
 * Says that the profile lacks a value for @key.
 *
 * Returns: %FALSE with %PSR_PROFILE_ERROR_MISSING
 */
gboolean
psr_profile_lack (PsrProfile     *self,
                  PsrProfileKey   key,
                  const char     *why,
                  GError        **error)
{
  const PsrProfileSpec *spec;
  g_autofree char *what = NULL;
  g_autofree char *mend = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (why != NULL, FALSE);

  spec = psr_profile_spec_get (key);
  what = g_strdup_printf (_("The profile %s lacks [%s] %s."), self->path, spec->group, spec->name);
  mend = g_strdup_printf (_("Write a line %s= under [%s]; allowed is: %s."), spec->name, spec->group, _(spec->allowed));
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_MISSING, what, why, mend);

  return FALSE;
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
  return psr_profile_get_string (self, key) != NULL || psr_profile_lack (self, key, why, error);
}
