/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-flow"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-profile-flow.h"
#include "psr-profile-v1.h"
#include "psr-profile-value.h"
#include "psr-sync-flow.h"

#define PREFIX "Flow "

/* Of customers only. */
#define NEW_ACCOUNTS "NewAccounts"

static const PsrProfileSpec specs[] = {
  { "Flow", "Enabled", NULL, psr_profile_value_boolean, N_("yes or no") },
  { "Flow", "Interval", NULL, psr_profile_value_interval, N_("a duration from 1min to 24h, such as 5min") },
  { "Flow", "Direction", "bc-to-wello", psr_profile_value_direction, N_("bc-to-wello or both") },
  { "Flow", "Conflict", "bc", psr_profile_value_conflict, N_("bc, wello, newest or ask") },
  { "Flow", "Filter", NULL, psr_profile_value_filter,
    N_("an OData expression of at most 500 characters, such as country eq 'BE', with its quotes and brackets closed") },
  { "Flow", "WelloFilter", NULL, psr_profile_value_filter,
    N_("an OData expression of at most 500 characters, such as is_client eq true, with its quotes and brackets closed") },
  { "Flow", NEW_ACCOUNTS, "review", psr_profile_value_new_accounts, N_("review or first-invoice") },
};

/**
 * psr_profile_flow_is_group:
 * @group: a section
 *
 * Returns: whether it is the section of a flow that there is
 */
gboolean
psr_profile_flow_is_group (const char *group)
{
  PsrSyncFlow flow;

  g_return_val_if_fail (group != NULL, FALSE);

  return g_str_has_prefix (group, PREFIX) && psr_sync_flow_from_string (group + strlen (PREFIX), &flow);
}

/**
 * psr_profile_flow_dup_group:
 * @flow: the stable name of a flow
 *
 * Returns: (transfer full): its section
 */
char *
psr_profile_flow_dup_group (const char *flow)
{
  g_return_val_if_fail (flow != NULL, NULL);

  return g_strconcat (PREFIX, flow, NULL);
}

/**
 * psr_profile_flow_list_groups:
 *
 * Returns: (transfer full): the sections of all flows, for a message
 */
char *
psr_profile_flow_list_groups (void)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    g_string_append_printf (names, "%s" PREFIX "%s", flow > 0 ? ", " : "", psr_sync_flow_to_string (flow));

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/**
 * psr_profile_flow_is_known:
 * @flow: a name
 *
 * Returns: whether it is the stable name of a flow
 */
gboolean
psr_profile_flow_is_known (const char *flow)
{
  PsrSyncFlow found;

  g_return_val_if_fail (flow != NULL, FALSE);

  return psr_sync_flow_from_string (flow, &found);
}

/**
 * psr_profile_flow_list_known:
 *
 * Returns: (transfer full): the stable names of all flows, for a message
 */
char *
psr_profile_flow_list_known (void)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    g_string_append_printf (names, "%s%s", flow > 0 ? ", " : "", psr_sync_flow_to_string (flow));

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/**
 * psr_profile_flow_list_keys:
 *
 * Returns: (transfer full): the keys of such a section, for a message
 */
char *
psr_profile_flow_list_keys (void)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", specs[i].name);

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/**
 * psr_profile_flow_find_spec:
 * @name: a key of such a section
 *
 * Returns: (transfer none) (nullable): what is known of it, or %NULL when there is no
 *   such key
 */
const PsrProfileSpec *
psr_profile_flow_find_spec (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      if (strcmp (specs[i].name, name) == 0)
        return &specs[i];
    }

  return NULL;
}

/**
 * psr_profile_flow_get:
 * @profile: a profile
 * @flow: a name, of a flow or not
 * @name: a key of its section
 *
 * Returns: (transfer none) (nullable): what the profile says, or %NULL where it says
 *   nothing
 */
const char *
psr_profile_flow_get (PsrProfile *profile,
                      const char *flow,
                      const char *name)
{
  g_autofree char *group = NULL;
  GPtrArray *entries;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (flow != NULL && name != NULL, NULL);

  group = psr_profile_flow_dup_group (flow);
  entries = psr_profile_get_entries (profile, group);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = entries->pdata[i];

      if (strcmp (entry->name, name) == 0)
        return entry->value;
    }

  return NULL;
}

/* Whether [Intervals] has it, too. */
static gboolean
has_interval (PsrProfile *profile,
              const char *flow)
{
  GPtrArray *entries = psr_profile_get_entries (profile, "Intervals");

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      if (strcmp (((const PsrProfileEntry *) entries->pdata[i])->name, flow) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_profile_flow_check:
 * @profile: a profile all of whose keys are read
 * @group: (out) (transfer full): where something is wrong: the section
 * @name: (out) (transfer none): the key
 * @why: (out) (transfer none): why, translated
 * @mend: (out) (transfer none): how to mend it, translated
 *
 * Returns: whether what the sections of flows say can be together
 */
gboolean
psr_profile_flow_check (PsrProfile   *profile,
                        char        **group,
                        const char  **name,
                        const char  **why,
                        const char  **mend)
{
  static const char * const of_records[] = { "Direction", "Conflict", "Filter", "WelloFilter" };
  const char *reference = psr_sync_flow_to_string (PSR_SYNC_REFERENCE);

  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (group != NULL && name != NULL && why != NULL && mend != NULL, FALSE);

  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      const char *flow_name = psr_sync_flow_to_string (flow);

      /* One number under two names: which of them counts nobody should have to know. */
      if (psr_profile_flow_get (profile, flow_name, "Interval") != NULL && has_interval (profile, flow_name))
        {
          *group = psr_profile_flow_dup_group (flow_name);
          *name = "Interval";
          *why = _("[Intervals] says already how often the flow runs.");
          *mend = _("Keep the right one of the two lines.");
          return FALSE;
        }
    }

  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      if (flow != PSR_SYNC_CUSTOMERS && psr_profile_flow_get (profile, psr_sync_flow_to_string (flow), NEW_ACCOUNTS) != NULL)
        {
          *group = psr_profile_flow_dup_group (psr_sync_flow_to_string (flow));
          *name = NEW_ACCOUNTS;
          *why = _("Only customers are made of new accounts.");
          *mend = _("Remove this line, or put it under [Flow customers].");
          return FALSE;
        }
    }

  for (gsize i = 0; i < G_N_ELEMENTS (of_records); i++)
    {
      if (psr_profile_flow_get (profile, reference, of_records[i]) != NULL)
        {
          *group = psr_profile_flow_dup_group (reference);
          *name = of_records[i];
          *why = _("Reference data is only read, and all of it.");
          *mend = _("Remove this line.");
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * psr_profile_flow_is_set_up:
 * @profile: a profile
 * @flow: the stable name of a flow
 *
 * Returns: whether the profile says all that the flow needs: from where stock per location
 *   is known, which web service has the prices
 */
gboolean
psr_profile_flow_is_set_up (PsrProfile *profile,
                            const char *flow)
{
  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (flow != NULL, FALSE);

  if (strcmp (flow, psr_sync_flow_to_string (PSR_SYNC_STOCK)) == 0)
    return psr_profile_get_string (profile, PSR_PROFILE_STOCK_SOURCE) != NULL;
  if (strcmp (flow, psr_sync_flow_to_string (PSR_SYNC_PRICES)) == 0)
    return psr_profile_get_string (profile, PSR_PROFILE_PRICES_LINES) != NULL;

  return TRUE;
}

/**
 * psr_profile_flow_list:
 * @profile: a profile
 *
 * Returns: (transfer full) (array zero-terminated=1): the stable names of the flows that
 *   are switched on, by `Enabled` in their section, else by `[Sync] Flows`, those that of
 *   stock per location by what it needs being there, and items with it, that of prices only by
 *   `Enabled`, and reference data in any case; what others depend on comes first. API v1.0 hasn’t all of them
 */
char **
psr_profile_flow_list (PsrProfile *profile)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) listed = NULL;
  gboolean has_items = FALSE;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);

  listed = psr_profile_get_list (profile, PSR_PROFILE_SYNC_FLOWS);
  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    {
      const char *name = psr_sync_flow_to_string (flow);
      const char *enabled = psr_profile_flow_get (profile, name, "Enabled");
      gboolean is_listed = g_strv_contains ((const char * const *) listed, name);
      gboolean is_on;

      if (psr_profile_is_v1 (profile) && !psr_profile_v1_has_flow (name))
        continue;

      /* What is only read is read unless it is switched off. */
      if (flow == PSR_SYNC_REFERENCE)
        is_listed = TRUE;
      /* Price lists may be named only to explain prices: labels and companies are written to where
       * somebody asked for it. */
      else if (psr_sync_flow_is_reckoned (flow))
        is_listed = flow == PSR_SYNC_STOCK && has_items && psr_profile_flow_is_set_up (profile, name);

      is_on = enabled != NULL ? strcmp (enabled, "yes") == 0 : is_listed;
      has_items |= is_on && flow == PSR_SYNC_ITEMS;
      if (is_on)
        g_strv_builder_add (builder, name);
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_profile_flow_find_twin:
 * @group: a section
 * @name: a key of it
 * @twin_group: (out) (transfer full): the other section
 * @twin_name: (out) (transfer none): the key there
 *
 * How often a flow runs can be said in two places; so can whether it does, where `[Sync]
 * Flows` is the other place of each `Enabled`.
 *
 * Returns: whether the key has another place
 */
gboolean
psr_profile_flow_find_twin (const char  *group,
                            const char  *name,
                            char       **twin_group,
                            const char **twin_name)
{
  g_return_val_if_fail (group != NULL && name != NULL, FALSE);
  g_return_val_if_fail (twin_group != NULL && twin_name != NULL, FALSE);

  if (strcmp (group, "Intervals") == 0 && psr_profile_flow_is_known (name))
    {
      *twin_group = psr_profile_flow_dup_group (name);
      *twin_name = "Interval";
      return TRUE;
    }
  if (psr_profile_flow_is_group (group) && strcmp (name, "Interval") == 0)
    {
      *twin_group = g_strdup ("Intervals");
      *twin_name = strchr (group, ' ') + 1;
      return TRUE;
    }
  if (psr_profile_flow_is_group (group) && strcmp (name, "Enabled") == 0)
    {
      *twin_group = g_strdup ("Sync");
      *twin_name = "Flows";
      return TRUE;
    }

  return FALSE;
}
