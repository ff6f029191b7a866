/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-random.h"
#include "psr-request.h"
#include "psr-response.h"
#include "psr-service-error.h"

G_BEGIN_DECLS

#define PSR_RETRY_ATTEMPTS       5
#define PSR_RETRY_BASE           (G_USEC_PER_SEC / 2)
#define PSR_RETRY_BASE_THROTTLED (5 * G_USEC_PER_SEC)
#define PSR_RETRY_CAP            (60 * G_USEC_PER_SEC)
#define PSR_RETRY_LONGEST_WAIT   (10 * 60 * (gint64) G_USEC_PER_SEC)
/* What whoever wants an end still waits for: a document under way is better finished. */
#define PSR_RETRY_BRIEF          (3 * (gint64) G_USEC_PER_SEC)
#define PSR_RETRY_NO_ADVICE      ((gint64) -1)

/**
 * PsrWaitReason:
 * @PSR_WAIT_ASKED: the service named the time
 * @PSR_WAIT_BUSY: it answered that it can't at the moment
 * @PSR_WAIT_UNREACHABLE: it didn't answer
 *
 * Why we wait.
 */
typedef enum
{
  PSR_WAIT_ASKED,
  PSR_WAIT_BUSY,
  PSR_WAIT_UNREACHABLE,
} PsrWaitReason;

gint64    psr_retry_parse_after   (const char            *value,
                                   PsrTimestamp           now);
gint64    psr_retry_get_after     (PsrResponse           *response,
                                   PsrTimestamp           now);
gint64    psr_retry_get_delay     (PsrRandom             *random,
                                   guint                  retry,
                                   gboolean               throttled,
                                   gint64                 retry_after);
gboolean  psr_retry_is_timely     (PsrRequest            *request,
                                   PsrServiceKind         kind,
                                   gint64                 waited,
                                   GError               **error);
void      psr_retry_set_stopped   (PsrServiceKind         kind,
                                   GError               **error);
gboolean  psr_retry_is_worthwhile (const GError          *reason,
                                   const PsrServiceError *failure);
char     *psr_retry_describe_wait (PsrServiceKind         kind,
                                   gint64                 usec,
                                   PsrWaitReason          reason);

G_END_DECLS
