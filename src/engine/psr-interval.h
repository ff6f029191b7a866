/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

/* How often something is done, in minutes: not so often that a service minds, and at least
 * once a day. */
#define PSR_INTERVAL_LEAST 1
#define PSR_INTERVAL_MOST  (24 * 60)

gint64      psr_interval_get         (PsrProfile *profile,
                                      const char *task);
const char *psr_interval_list        (guint       index);
gboolean    psr_interval_is_of_task  (const char *task);

G_END_DECLS
