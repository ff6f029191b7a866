/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-settings"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-flow-settings.h"
#include "psr-interval.h"
#include "psr-profile-change.h"
#include "psr-profile-flow.h"
#include "psr-profile-v1.h"
#include "psr-setup-draft.h"
#include "psr-sync-flow.h"

static const char * const keys[] = {
  [PSR_FLOW_SETTING_ENABLED] = "Enabled",
  [PSR_FLOW_SETTING_INTERVAL] = "Interval",
  [PSR_FLOW_SETTING_FILTER] = "Filter",
  [PSR_FLOW_SETTING_DIRECTION] = "Direction",
  [PSR_FLOW_SETTING_CONFLICT] = "Conflict",
  [PSR_FLOW_SETTING_WELLO_FILTER] = "WelloFilter",
};

G_STATIC_ASSERT (G_N_ELEMENTS (keys) == PSR_N_FLOW_SETTINGS);

static const char * const switches[] = { "yes", "no", NULL };
static const char * const directions[] = { "bc-to-wello", "both", NULL };
static const char * const conflicts[] = { "bc", "wello", "newest", "ask", NULL };

static void
settings_free (gpointer data)
{
  PsrFlowSettings *self = data;

  for (gsize i = 0; i < PSR_N_FLOW_SETTINGS; i++)
    g_free (self->settings[i].value);
  g_free (self->flow);
  g_free (self->group);
  g_free (self);
}

static gboolean
is_shared (PsrProfile *profile,
           const char *group,
           const char *name)
{
  GPtrArray *entries = psr_profile_get_entries (profile, group);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = entries->pdata[i];

      if (strcmp (entry->name, name) == 0)
        return entry->is_system;
    }

  return FALSE;
}

/* What a flow needs before it can be switched on, and what the API lacks. */
static const char *
get_obstacle (PsrProfile  *profile,
              PsrSyncFlow  flow)
{
  const char *name = psr_sync_flow_to_string (flow);

  if (psr_profile_is_v1 (profile) && !psr_profile_v1_has_flow (name))
    return _("API v1.0 of Business Central has nothing for it to read.");
  if (psr_profile_flow_is_set_up (profile, name))
    return NULL;

  return flow == PSR_SYNC_STOCK ? _("It needs a line Source= under [Stock] in the profile, which says where stock per location is known.")
                                : _("It needs a line Lines= under [Prices] in the profile, which names the web services with the price lists.");
}

static const char *
get_direction_obstacle (PsrProfile  *profile,
                        PsrSyncFlow  flow)
{
  return flow == PSR_SYNC_ITEMS && psr_profile_is_v1 (profile)
           ? _("API v1.0 of Business Central can’t make items from Wello’s articles.")
           : NULL;
}

/* Of what is only read, and of what is reckoned, there is no choosing of records. */
static gboolean
has_setting (PsrSyncFlow        flow,
             PsrFlowSettingKind kind)
{
  return kind == PSR_FLOW_SETTING_ENABLED || kind == PSR_FLOW_SETTING_INTERVAL || psr_sync_flow_couples (flow);
}

static const char * const *
get_choices (PsrFlowSettingKind kind)
{
  switch (kind)
    {
    case PSR_FLOW_SETTING_ENABLED:
      return switches;
    case PSR_FLOW_SETTING_DIRECTION:
      return directions;
    case PSR_FLOW_SETTING_CONFLICT:
      return conflicts;
    case PSR_FLOW_SETTING_INTERVAL:
    case PSR_FLOW_SETTING_FILTER:
    case PSR_FLOW_SETTING_WELLO_FILTER:
    case PSR_N_FLOW_SETTINGS:
    default:
      return NULL;
    }
}

static const char *
get_value (PsrProfile         *profile,
           const char         *flow,
           PsrFlowSettingKind  kind,
           gboolean            is_on)
{
  const char *said = psr_profile_flow_get (profile, flow, keys[kind]);
  const char *fallback = psr_profile_flow_find_spec (keys[kind])->fallback;

  if (kind == PSR_FLOW_SETTING_ENABLED)
    return is_on ? "yes" : "no";
  if (said != NULL)
    return said;

  return fallback != NULL ? fallback : "";
}

static PsrFlowSettings *
settings_new (PsrProfile  *profile,
              PsrSyncFlow  flow,
              gboolean     is_on)
{
  PsrFlowSettings *self = g_new0 (PsrFlowSettings, 1);
  const char *obstacle = get_obstacle (profile, flow);

  self->flow = g_strdup (psr_sync_flow_to_string (flow));
  self->title = psr_sync_flow_get_title (flow);
  self->group = psr_profile_flow_dup_group (self->flow);
  self->minutes = (guint) (psr_interval_get (profile, self->flow) / G_TIME_SPAN_MINUTE);
  self->least = PSR_INTERVAL_LEAST;
  self->most = PSR_INTERVAL_MOST;

  for (int kind = 0; kind < PSR_N_FLOW_SETTINGS; kind++)
    {
      PsrFlowSetting *setting = &self->settings[kind];

      setting->is_there = has_setting (flow, (PsrFlowSettingKind) kind);
      setting->value = g_strdup (get_value (profile, self->flow, (PsrFlowSettingKind) kind, is_on));
      setting->choices = get_choices ((PsrFlowSettingKind) kind);
      setting->is_shared = is_shared (profile, self->group, keys[kind]);
      if (psr_profile_is_locked (profile, self->group, keys[kind]))
        setting->fixed = _("The administrator of this computer has locked it.");
      else if (kind == PSR_FLOW_SETTING_DIRECTION)
        setting->fixed = get_direction_obstacle (profile, flow);
      if (setting->fixed == NULL)
        setting->fixed = obstacle;
    }
  self->settings[PSR_FLOW_SETTING_INTERVAL].is_shared |= is_shared (profile, "Intervals", self->flow);

  return self;
}

/**
 * psr_flow_settings_list:
 * @profile: a profile
 *
 * Tells of each flow that there is, also of those that are off, how it works and what of
 * that somebody can change.
 *
 * Returns: (transfer full) (element-type PsrFlowSettings): the flows, in the order in which
 *   one depends on another
 */
GPtrArray *
psr_flow_settings_list (PsrProfile *profile)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (settings_free);
  g_auto(GStrv) on = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);

  on = psr_profile_flow_list (profile);
  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    g_ptr_array_add (all, settings_new (profile, (PsrSyncFlow) flow,
                                        g_strv_contains ((const char * const *) on, psr_sync_flow_to_string ((PsrSyncFlow) flow))));

  return g_steal_pointer (&all);
}

/**
 * psr_flow_settings_check:
 * @kind: what is said
 * @value: what is typed; nothing is allowed
 * @error: return location for %PSR_PROFILE_ERROR_VALUE
 *
 * Whether a service takes an expression is for the service to say:
 * psr_engine_try_filter().
 *
 * Returns: whether it can be written into the profile
 */
gboolean
psr_flow_settings_check (PsrFlowSettingKind   kind,
                         const char          *value,
                         GError             **error)
{
  const PsrProfileSpec *spec;
  g_autofree char *trimmed = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  g_return_val_if_fail ((int) kind >= 0 && kind < PSR_N_FLOW_SETTINGS, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  spec = psr_profile_flow_find_spec (keys[kind]);
  trimmed = g_strstrip (g_strdup (value));
  if (*trimmed == '\0' || (canonical = spec->check (trimmed)) != NULL)
    return TRUE;

  why = g_strdup_printf (_("“%s” isn’t allowed."), trimmed);
  mend = g_strdup_printf (_("Allowed is: %s."), _(spec->allowed));
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, _("This can’t be written into the profile."), why, mend);

  return FALSE;
}

/* Without a line of one's own that of the computer counts. The draft is the file as it would be,
 * and isn't written. */
static gboolean
check_gone (PsrProfile          *profile,
            const char          *flow,
            const char          *group,
            PsrFlowSettingKind   kind,
            GError             **error)
{
  g_autoptr(PsrSetupDraft) draft = psr_setup_draft_open (psr_profile_get_path (profile), NULL, error);
  g_autoptr(PsrProfile) fresh = NULL;
  g_autofree char *why = NULL;
  const char *left;

  if (draft == NULL)
    return FALSE;
  psr_setup_draft_set (draft, group, keys[kind], NULL);
  fresh = psr_setup_draft_make_profile (draft, TRUE, NULL, error);
  if (fresh == NULL)
    return FALSE;
  left = psr_profile_flow_get (fresh, flow, keys[kind]);
  if (left == NULL)
    return TRUE;

  why = g_strdup_printf (_("The profile for everybody on this computer says “%s”."), left);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, _("It can’t be taken out here."), why,
                           _("Write something else in its place, or ask the administrator."));

  return FALSE;
}

/**
 * psr_flow_settings_change:
 * @profile: a profile that was loaded from its file
 * @flow: the stable name of a flow
 * @kind: what is said of it; how often it runs is for psr_profile_change_interval()
 * @value: a stable name, an expression, or "" for nothing
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Writes it into the file, in the flow's own section, if it can be used. The profile in
 * memory stays as it is. Blocks for as long as a small file takes.
 *
 * Returns: whether the file says so now
 */
gboolean
psr_flow_settings_change (PsrProfile          *profile,
                          const char          *flow,
                          PsrFlowSettingKind   kind,
                          const char          *value,
                          GError             **error)
{
  g_autofree char *group = NULL;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), FALSE);
  g_return_val_if_fail (flow != NULL && value != NULL, FALSE);
  g_return_val_if_fail ((int) kind >= 0 && kind < PSR_N_FLOW_SETTINGS && kind != PSR_FLOW_SETTING_INTERVAL, FALSE);

  trimmed = g_strstrip (g_strdup (value));
  group = psr_profile_flow_dup_group (flow);
  return psr_flow_settings_check (kind, trimmed, error) &&
         (*trimmed != '\0' || check_gone (profile, flow, group, kind, error)) &&
         psr_profile_change (profile, group, keys[kind], *trimmed != '\0' ? trimmed : NULL, error);
}
