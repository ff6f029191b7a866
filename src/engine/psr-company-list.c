/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-company-list"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-company-list.h"
#include "psr-explain.h"
#include "psr-profile-places.h"
#include "psr-profile-system.h"
#include "psr-profile.h"

#define SUFFIX ".ini"

/* More than anybody has; a folder full of other things isn't read for ever. */
#define MOST 100

static void
company_free (gpointer data)
{
  PsrCompany *self = data;

  g_free (self->name);
  g_free (self->company);
  g_free (self->environment);
  g_free (self);
}

static const char *
get_or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

static void
add (GPtrArray  *companies,
     const char *name,
     gboolean    even_without)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(GError) error = NULL;
  PsrCompany *company;

  /* What can't be a name was never one. */
  if (!psr_profile_places_find (*name != '\0' ? name : NULL, NULL, &places, NULL))
    return;

  profile = psr_profile_load (places.profile, &error);
  if (profile == NULL && !even_without && g_error_matches (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_NOT_FOUND))
    return;

  company = g_new0 (PsrCompany, 1);
  company->name = g_strdup (name);
  company->is_usable = profile != NULL;
  company->company = profile != NULL ? g_strdup (get_or_nothing (psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY)))
                                     : g_path_get_basename (*name != '\0' ? name : places.profile);
  company->environment = g_strdup (get_or_nothing (profile != NULL ? psr_profile_get_string (profile, PSR_PROFILE_BC_ENVIRONMENT) : NULL));
  g_ptr_array_add (companies, company);
}

static void
collect_names (GHashTable *names,
               const char *folder)
{
  g_autoptr(GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *file;

  while (dir != NULL && g_hash_table_size (names) < MOST && (file = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_suffix (file, SUFFIX) && strlen (file) > strlen (SUFFIX))
        g_hash_table_add (names, g_strndup (file, strlen (file) - strlen (SUFFIX)));
    }
}

/* Those of the user, and those for everybody on the computer. */
static GPtrArray *
list_names (void)
{
  g_autoptr(GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) names = NULL;
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autofree char *system_path = NULL;
  g_autofree char *own = NULL;
  g_autofree char *shared = NULL;

  /* Any name: of interest is only where it would be. */
  psr_profile_places_find ("name", NULL, &places, NULL);
  system_path = psr_profile_system_dup_path (places.profile);
  own = g_path_get_dirname (places.profile);
  shared = system_path != NULL ? g_path_get_dirname (system_path) : NULL;
  collect_names (found, own);
  collect_names (found, shared);
  names = g_hash_table_steal_all_keys (found);
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);

  return g_steal_pointer (&names);
}

/**
 * psr_company_list:
 * @given: (nullable): what was given behind `--profile`, a name or a file; it is among them
 *   in any case
 * @current: (nullable): the one that is open, which is, too: "" for the user's only one
 *
 * Lists the profiles that can be opened: the user's only one, that of @given, and those that
 * have names. Blocks for as long as reading some small files takes.
 *
 * Returns: (transfer full) (element-type PsrCompany): the companies, that of the only
 *   profile first
 */
GPtrArray *
psr_company_list (const char *given,
                  const char *current)
{
  g_autoptr(GPtrArray) companies = g_ptr_array_new_with_free_func (company_free);
  g_autoptr(GPtrArray) names = list_names ();

  add (companies, "", g_strcmp0 (current, "") == 0);
  if (given != NULL && *given != '\0' && !g_ptr_array_find_with_equal_func (names, given, g_str_equal, NULL))
    add (companies, given, TRUE);
  for (guint i = 0; i < names->len; i++)
    add (companies, names->pdata[i], FALSE);

  return g_steal_pointer (&companies);
}

/**
 * psr_company_dup_label:
 * @companies: (element-type PsrCompany): what psr_company_list() returned
 * @index: one of them
 *
 * Returns: (transfer full): what people call it: the company; with its environment and the
 *   name of its profile where others are called the same
 */
char *
psr_company_dup_label (GPtrArray *companies,
                       guint      index)
{
  const PsrCompany *self;
  gboolean is_double = FALSE;
  gboolean is_same = FALSE;

  g_return_val_if_fail (companies != NULL && index < companies->len, NULL);

  self = companies->pdata[index];
  for (guint i = 0; i < companies->len; i++)
    {
      const PsrCompany *other = companies->pdata[i];

      if (i == index || strcmp (other->company, self->company) != 0)
        continue;
      is_double = TRUE;
      is_same |= strcmp (other->environment, self->environment) == 0;
    }

  if (is_same)
    return g_strdup_printf ("%s · %s", self->company, *self->name != '\0' ? self->name : "profile.ini");

  return is_double && *self->environment != '\0' ? g_strdup_printf ("%s · %s", self->company, self->environment)
                                                 : g_strdup (self->company);
}

/**
 * psr_company_check_new:
 * @name: a name
 * @error: return location for %PSR_PROFILE_ERROR_VALUE
 *
 * Returns: whether a new profile can be called that
 */
gboolean
psr_company_check_new (const char  *name,
                       GError     **error)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autofree char *system_path = NULL;
  g_autofree char *what = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  /* What is a file anywhere else isn't a name. */
  if (strchr (name, '/') != NULL || g_str_has_suffix (name, SUFFIX))
    {
      what = g_strdup_printf (_("“%s” can’t be the name of a profile."), name);
      psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what,
                               _("A name has letters, digits, “-”, “_” and “.”; whatever has a “/” or ends in “.ini” is a file."),
                               _("Write another name."));
      return FALSE;
    }
  if (!psr_profile_places_find (name, NULL, &places, error))
    return FALSE;

  system_path = psr_profile_system_dup_path (places.profile);
  if (!g_file_test (places.profile, G_FILE_TEST_EXISTS) &&
      (system_path == NULL || !g_file_test (system_path, G_FILE_TEST_EXISTS)))
    return TRUE;

  what = g_strdup_printf (_("There is a profile “%s” already."), name);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what,
                           _("Each company has a profile of its own."), _("Write another name."));

  return FALSE;
}
