/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-neighbour"

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-neighbour.h"
#include "psr-profile-places.h"

/* Other states of the same user: that of the only profile, those of profiles that have
 * names, and those of a Flatpak, which lie in a folder that Flatpak gives each of its
 * applications: ~/.var/app/ID/data is what XDG_DATA_HOME is inside. */

#define LEDGER "ledger.db"

typedef struct
{
  char *state;
  PsrBinding *binding;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_free (self->state);
  psr_binding_unref (self->binding);
  g_free (self);
}

/* No organization means all of them. */
static gboolean
overlap (const PsrBinding *a,
         const PsrBinding *b)
{
  const char * const pairs[][2] = {
    { a->tenant, b->tenant },
    { a->environment, b->environment },
    { a->company_id, b->company_id },
    { a->wello_domain, b->wello_domain },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (g_ascii_strcasecmp (pairs[i][0], pairs[i][1]) != 0)
        return FALSE;
    }

  return *a->wello_organisation == '\0' || *b->wello_organisation == '\0' ||
         g_ascii_strcasecmp (a->wello_organisation, b->wello_organisation) == 0;
}

static gboolean
is_same_folder (const char *a,
                const char *b)
{
  g_autofree char *real_a = realpath (a, NULL);
  g_autofree char *real_b = realpath (b, NULL);

  return g_strcmp0 (real_a != NULL ? real_a : a, real_b != NULL ? real_b : b) == 0;
}

/* What can't be read can't be judged; it is told, and doesn't stop anybody. */
static gboolean
has_same (const Job  *job,
          const char *state)
{
  g_autoptr(PsrBinding) binding = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *ledger = g_build_filename (state, LEDGER, NULL);

  if (!g_file_test (ledger, G_FILE_TEST_IS_REGULAR) || is_same_folder (state, job->state))
    return FALSE;

  if (!(binding = psr_binding_read_file (ledger, &error)))
    {
      if (error != NULL)
        g_message ("%s can’t be read, so that it isn’t known whose it is: %s", ledger, error->message);
      return FALSE;
    }

  return overlap (job->binding, binding);
}

static GPtrArray *
list_folder (const char *path)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);

  return g_steal_pointer (&names);
}

static DexFuture *
refuse (const char *state,
        const char *mend)
{
  g_autofree char *what = g_strdup_printf (_("This company and this Wello are connected by another state already, “%s”."), state);

  return dex_future_new_for_error (
    psr_explained_error_new (PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_ELSEWHERE, what,
                             _("Two states don’t know what the other has sent, so that nothing is sent by this one."),
                             mend));
}

/* NULL where none of the states below a data folder is one of the same accounts. */
static DexFuture *
look_in (const Job  *job,
         const char *data,
         const char *flatpak)
{
  g_autofree char *own = psr_profile_places_build_state (data, NULL);
  g_autofree char *named = psr_profile_places_build_named (data);
  g_autoptr(GPtrArray) names = list_folder (named);
  g_autofree char *program = flatpak != NULL ? g_strconcat ("flatpak run --command=passerellectl ", flatpak, NULL)
                                             : g_strdup ("passerellectl");

  for (guint i = 0; i <= names->len; i++)
    {
      const char *name = i == 0 ? NULL : g_ptr_array_index (names, i - 1);
      g_autofree char *state = name == NULL ? g_strdup (own) : psr_profile_places_build_state (data, name);
      g_autofree char *command = NULL;
      g_autofree char *mend = NULL;

      if (!has_same (job, state))
        continue;

      command = name == NULL ? g_strdup (program) : g_strconcat (program, " --profile ", name, NULL);
      mend = g_strdup_printf (_("Use “%s”. If that state isn’t used any more, move its folder away."), command);

      return refuse (state, mend);
    }

  return NULL;
}

static DexFuture *
look (gpointer data)
{
  Job *job = data;
  DexFuture *refused = look_in (job, g_get_user_data_dir (), NULL);
  g_autofree char *apps = g_build_filename (g_get_home_dir (), ".var", "app", NULL);
  g_autoptr(GPtrArray) ids = list_folder (apps);

  for (guint i = 0; i < ids->len && refused == NULL; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autofree char *folder = g_build_filename (apps, id, "data", NULL);

      /* Inside a Flatpak one's own is among them, too. */
      if (!is_same_folder (folder, g_get_user_data_dir ()))
        refused = look_in (job, folder, id);
    }

  return refused != NULL ? refused : dex_future_new_true ();
}

/**
 * psr_neighbour_refuse:
 * @executor: where the other states are read
 * @state: (type filename): the folder of our own state
 * @binding: the accounts that it belongs to, or is about to
 *
 * Looks whether another state of this user belongs to the same accounts: one of another
 * profile, or one of a Flatpak. States in folders that somebody named by hand aren't
 * known and aren't found.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %PSR_ENGINE_ERROR_ELSEWHERE, which names the command to use instead
 */
DexFuture *
psr_neighbour_refuse (PsrExecutor *executor,
                      const char  *state,
                      PsrBinding  *binding)
{
  Job *job;

  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);
  g_return_val_if_fail (state != NULL, NULL);
  g_return_val_if_fail (binding != NULL, NULL);

  job = g_new0 (Job, 1);
  job->state = g_strdup (state);
  job->binding = psr_binding_ref (binding);

  return psr_executor_run (executor, "neighbour", look, job, job_free);
}
