/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

gboolean psr_profile_change        (PsrProfile   *profile,
                                    const char   *group,
                                    const char   *name,
                                    const char   *value,
                                    GError      **error);
gboolean psr_profile_change_flow   (PsrProfile   *profile,
                                    const char   *flow,
                                    gboolean      is_enabled,
                                    GError      **error);
gboolean psr_profile_change_interval
                                   (PsrProfile   *profile,
                                    const char   *task,
                                    guint         minutes,
                                    GError      **error);

G_END_DECLS
