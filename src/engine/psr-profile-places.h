/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrProfilePlaces:
 * @profile: the file of the profile
 * @state: the folder of the local state
 *
 * Where a profile and what belongs to it are.
 */
typedef struct
{
  char *profile;
  char *state;
} PsrProfilePlaces;

gboolean psr_profile_places_find        (const char        *profile,
                                         const char        *state,
                                         PsrProfilePlaces  *places,
                                         GError           **error);
void     psr_profile_places_clear       (PsrProfilePlaces  *places);
char    *psr_profile_places_build_named (const char        *data);
char    *psr_profile_places_build_state (const char        *data,
                                         const char        *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrProfilePlaces, psr_profile_places_clear)

G_END_DECLS
