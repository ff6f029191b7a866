/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

/**
 * PsrFlowSettingKind:
 * @PSR_FLOW_SETTING_ENABLED: `yes` or `no`
 * @PSR_FLOW_SETTING_INTERVAL: how often it runs
 * @PSR_FLOW_SETTING_FILTER: which records of Business Central it is about
 * @PSR_FLOW_SETTING_DIRECTION: `bc-to-wello` or `both`
 * @PSR_FLOW_SETTING_CONFLICT: whose value counts where both sides changed it
 * @PSR_FLOW_SETTING_WELLO_FILTER: of which records in Wello changes are taken over
 *
 * What can be said of a flow.
 */
typedef enum
{
  PSR_FLOW_SETTING_ENABLED,
  PSR_FLOW_SETTING_INTERVAL,
  PSR_FLOW_SETTING_FILTER,
  PSR_FLOW_SETTING_DIRECTION,
  PSR_FLOW_SETTING_CONFLICT,
  PSR_FLOW_SETTING_WELLO_FILTER,
  PSR_N_FLOW_SETTINGS,
} PsrFlowSettingKind;

/**
 * PsrFlowSetting:
 * @is_there: whether the flow has it at all
 * @value: what counts: a stable name, an expression, or "" where nothing is said
 * @choices: (nullable) (array zero-terminated=1): the stable names it can have, or %NULL
 *   where it is free text, or a number
 * @fixed: (nullable): why it can't be changed, translated, or %NULL where it can
 * @is_shared: whether the profile for everybody on this computer says so, not the user's own
 *
 * One of them.
 */
typedef struct
{
  gboolean            is_there;
  char               *value;
  const char * const *choices;
  const char         *fixed;
  gboolean            is_shared;
} PsrFlowSetting;

/**
 * PsrFlowSettings:
 * @flow: the stable name of the flow
 * @title: what people call it, translated
 * @group: its section in the profile
 * @minutes: how often it runs
 * @least: the least number of minutes that is allowed
 * @most: the largest
 * @settings: what is said of it, by #PsrFlowSettingKind
 *
 * How a flow works, and what of that can be changed.
 */
typedef struct
{
  char           *flow;
  const char     *title;
  char           *group;
  guint           minutes;
  guint           least;
  guint           most;
  PsrFlowSetting  settings[PSR_N_FLOW_SETTINGS];
} PsrFlowSettings;

GPtrArray *psr_flow_settings_list   (PsrProfile          *profile);
gboolean   psr_flow_settings_change (PsrProfile          *profile,
                                     const char          *flow,
                                     PsrFlowSettingKind   kind,
                                     const char          *value,
                                     GError             **error);
gboolean   psr_flow_settings_check  (PsrFlowSettingKind   kind,
                                     const char          *value,
                                     GError             **error);

G_END_DECLS
