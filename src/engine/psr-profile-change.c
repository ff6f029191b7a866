/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-change"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-change.h"
#include "psr-profile-flow.h"
#include "psr-setup-draft.h"

/* What an administrator has locked stays so, whatever one's own profile says. */
static gboolean
check_counts (PsrSetupDraft  *draft,
              const char     *group,
              const char     *name,
              GError        **error)
{
  g_autoptr(PsrProfile) profile = psr_setup_draft_make_profile (draft, TRUE, NULL, error);
  g_autofree char *key = g_strdup_printf ("[%s] %s", group, name);
  g_autofree char *what = NULL;
  GPtrArray *ignored;

  if (profile == NULL)
    return FALSE;

  ignored = psr_profile_get_ignored (profile);
  if (!g_ptr_array_find_with_equal_func (ignored, key, g_str_equal, NULL))
    return TRUE;

  what = g_strdup_printf (_("%s can’t be changed."), key);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what,
                           _("The administrator of this computer has locked it."), _("Ask the administrator."));

  return FALSE;
}

/**
 * psr_profile_change:
 * @profile: a profile that was loaded from its file
 * @group: a section
 * @name: a key
 * @value: (nullable): what it is to be, or %NULL to take it out
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Changes one key in the file, which is read once more for it: comments and what
 * somebody wrote there meanwhile stay. What couldn't be used isn't written. The profile
 * in memory stays as it is. Blocks for as long as a small file takes.
 *
 * Returns: whether the file says so now
 */
gboolean
psr_profile_change (PsrProfile  *profile,
                    const char  *group,
                    const char  *name,
                    const char  *value,
                    GError     **error)
{
  g_autoptr(PsrSetupDraft) draft = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (group != NULL && name != NULL, FALSE);

  draft = psr_setup_draft_open (psr_profile_get_path (profile), NULL, error);
  if (draft == NULL)
    return FALSE;

  if (!psr_setup_draft_set (draft, group, name, value))
    return TRUE;

  return check_counts (draft, group, name, error) && psr_setup_draft_write_profile (draft, error);
}

/**
 * psr_profile_change_flow:
 * @profile: a profile that was loaded from its file
 * @flow: the stable name of a flow
 * @is_enabled: whether it is synced
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Switches a flow on or off, in its own section.
 *
 * Returns: whether the file says so now
 */
gboolean
psr_profile_change_flow (PsrProfile  *profile,
                         const char  *flow,
                         gboolean     is_enabled,
                         GError     **error)
{
  g_autofree char *group = NULL;

  g_return_val_if_fail (flow != NULL, FALSE);

  group = psr_profile_flow_dup_group (flow);

  return psr_profile_change (profile, group, "Enabled", is_enabled ? "yes" : "no", error);
}

/* How often a task is done is said in one place: where it is already, else with the flow. */
static char *
dup_interval_group (PsrProfile  *profile,
                    const char  *task,
                    const char **name)
{
  GPtrArray *entries = psr_profile_get_entries (profile, "Intervals");
  gboolean is_flow = psr_profile_flow_is_known (task);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    is_flow &= strcmp (((const PsrProfileEntry *) entries->pdata[i])->name, task) != 0;

  *name = is_flow ? "Interval" : task;

  return is_flow ? psr_profile_flow_dup_group (task) : g_strdup ("Intervals");
}

/**
 * psr_profile_change_interval:
 * @profile: a profile that was loaded from its file
 * @task: the stable name of a flow, `workorders` or `followed`
 * @minutes: how often it is done
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Says how often the worker does something.
 *
 * Returns: whether the file says so now
 */
gboolean
psr_profile_change_interval (PsrProfile  *profile,
                             const char  *task,
                             guint        minutes,
                             GError     **error)
{
  g_autofree char *value = minutes % 60 == 0 ? g_strdup_printf ("%uh", minutes / 60) : g_strdup_printf ("%umin", minutes);
  g_autofree char *group = NULL;
  const char *name;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (task != NULL && minutes > 0, FALSE);

  group = dup_interval_group (profile, task, &name);

  return psr_profile_change (profile, group, name, value, error);
}
