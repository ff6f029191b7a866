/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile-system.h"
#include "psr-profile.h"

G_BEGIN_DECLS

char     *psr_profile_value_bc_address (const char       *text);
gboolean  psr_profile_address_take     (PsrProfile       *self,
                                        GKeyFile         *file,
                                        PsrProfileLocks  *locks,
                                        char            **why,
                                        char            **mend);
gboolean  psr_profile_address_check    (PsrProfile       *self,
                                        GError          **error);

G_END_DECLS
