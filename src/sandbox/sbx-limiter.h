/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Requests of one account: so many in a sliding window, so many at once, so many waiting for their turn (Microsoft,
 * Operational limits for Business Central online: 6 000 in 5 minutes, 5 at once, 95 queued, 8 minutes in the queue). */
typedef struct _SbxLimiter SbxLimiter;

typedef enum
{
  SBX_LIMIT_RUN,
  SBX_LIMIT_WAIT,    /* turn will be called with the data when it is its turn */
  SBX_LIMIT_REFUSED, /* 429 */
} SbxLimit;

typedef void (*SbxLimiterTurn) (gpointer data, gboolean given_up);

SbxLimiter *sbx_limiter_new     (guint requests, gint64 window_usec, guint running, guint queued, gint64 patience_usec);
void        sbx_limiter_free    (SbxLimiter *limiter);
SbxLimit    sbx_limiter_enter   (SbxLimiter *limiter, const char *account, gint64 now, SbxLimiterTurn turn, gpointer data);
/* After SBX_LIMIT_RUN, or a turn that was not given up: exactly once. */
void        sbx_limiter_leave   (SbxLimiter *limiter, const char *account, gint64 now);
/* Turns away what waits too long. */
void        sbx_limiter_expire  (SbxLimiter *limiter, gint64 now);
