/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

gboolean            psr_profile_is_v1         (PsrProfile  *self);
gboolean            psr_profile_v1_has_flow   (const char  *flow);
gboolean            psr_profile_v1_check      (PsrProfile  *self,
                                               GError     **error);
gboolean            psr_profile_v1_check_flow (PsrProfile  *self,
                                               const char  *flow,
                                               GError     **error);
GPtrArray          *psr_profile_v1_list_off   (PsrProfile  *self);

G_END_DECLS
