/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile-key.h"

G_BEGIN_DECLS

/**
 * PsrProfileValueFunc:
 * @text: the value as it stands in the file, trimmed
 *
 * Checks a value.
 *
 * Returns: (transfer full) (nullable): the value in its canonical form, or
 *   %NULL when it is not allowed
 */
typedef char *(*PsrProfileValueFunc) (const char *text);

/**
 * PsrProfileSpec:
 * @group: the section
 * @name: the key; %NULL in the specification of a section's free keys
 * @fallback: (nullable): the value where the profile has none
 * @check: what a value must be
 * @allowed: what a value must be, in words, for messages; to be translated
 *
 * What is known of one key.
 */
typedef struct
{
  const char          *group;
  const char          *name;
  const char          *fallback;
  PsrProfileValueFunc  check;
  const char          *allowed;
} PsrProfileSpec;

const PsrProfileSpec *psr_profile_spec_get          (PsrProfileKey  key);
const PsrProfileSpec *psr_profile_spec_find         (const char    *group,
                                                     const char    *name);
gboolean              psr_profile_spec_has_group    (const char    *group);
char                 *psr_profile_spec_list_names   (const char    *group);
char                 *psr_profile_spec_list_groups  (void);
char                 *psr_profile_spec_check_name   (const char    *group,
                                                     const char    *name);
const char           *psr_profile_spec_allowed_name (const char    *group);

G_END_DECLS
