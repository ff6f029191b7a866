/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-random.h"
#include "psr-response.h"

G_BEGIN_DECLS

#define PSR_RETRY_ATTEMPTS       5
#define PSR_RETRY_BASE           (G_USEC_PER_SEC / 2)
#define PSR_RETRY_BASE_THROTTLED (5 * G_USEC_PER_SEC)
#define PSR_RETRY_CAP            (60 * G_USEC_PER_SEC)
#define PSR_RETRY_LONGEST_WAIT   (10 * 60 * (gint64) G_USEC_PER_SEC)
#define PSR_RETRY_NO_ADVICE      ((gint64) -1)

gint64 psr_retry_parse_after (const char   *value,
                              PsrTimestamp  now);
gint64 psr_retry_get_after   (PsrResponse  *response,
                              PsrTimestamp  now);
gint64 psr_retry_get_delay   (PsrRandom    *random,
                              guint         retry,
                              gboolean      throttled,
                              gint64        retry_after);

G_END_DECLS
