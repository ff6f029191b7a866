/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-mirror-store.h"
#include "psr-transport.h"

G_BEGIN_DECLS

/**
 * PsrRequestLogLevel:
 * @PSR_REQUEST_LOG_OFF: nothing is kept
 * @PSR_REQUEST_LOG_ERRORS: what wasn't answered, or with an error
 * @PSR_REQUEST_LOG_ALL: every request
 *
 * Which requests are kept.
 */
typedef enum
{
  PSR_REQUEST_LOG_OFF,
  PSR_REQUEST_LOG_ERRORS,
  PSR_REQUEST_LOG_ALL,
} PsrRequestLogLevel;

#define PSR_TYPE_REQUEST_LOG (psr_request_log_get_type ())
G_DECLARE_FINAL_TYPE (PsrRequestLog, psr_request_log, PSR, REQUEST_LOG, GObject)

PsrRequestLog *psr_request_log_new          (PsrRequestLogLevel   level,
                                             PsrClock            *clock);
void           psr_request_log_set_mirror   (PsrRequestLog       *self,
                                             PsrMirrorStore      *mirror);
PsrTransport  *psr_request_log_wrap         (PsrRequestLog       *self,
                                             PsrTransport        *transport,
                                             const char          *service);
gboolean       psr_request_log_level_parse  (const char          *text,
                                             PsrRequestLogLevel  *level);

G_END_DECLS
