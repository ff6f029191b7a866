/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile-spec.h"
#include "psr-profile.h"

G_BEGIN_DECLS

/* The sections [Flow NAME] of a profile, one for each flow. */

gboolean              psr_profile_flow_is_group    (const char *group);
char                 *psr_profile_flow_dup_group   (const char *flow);
char                 *psr_profile_flow_list_groups (void);
gboolean              psr_profile_flow_is_known    (const char *flow);
char                 *psr_profile_flow_list_known  (void);
char                 *psr_profile_flow_list_keys   (void);
const PsrProfileSpec *psr_profile_flow_find_spec   (const char *name);
const char           *psr_profile_flow_get         (PsrProfile *profile,
                                                    const char *flow,
                                                    const char *name);
gboolean              psr_profile_flow_check       (PsrProfile  *profile,
                                                    char       **group,
                                                    const char **name,
                                                    const char **why,
                                                    const char **mend);
gboolean              psr_profile_flow_is_set_up   (PsrProfile *profile,
                                                    const char *flow);
char                **psr_profile_flow_list        (PsrProfile *profile);
gboolean              psr_profile_flow_find_twin   (const char  *group,
                                                    const char  *name,
                                                    char       **twin_group,
                                                    const char **twin_name);

G_END_DECLS
