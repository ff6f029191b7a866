/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-request-log.h"

G_BEGIN_DECLS

/* For the transport that a log wraps around another. */

PsrClock *psr_request_log_get_clock (PsrRequestLog *self);
void      psr_request_log_add       (PsrRequestLog *self,
                                     const char    *service,
                                     PsrRequest    *request,
                                     PsrTimestamp   at,
                                     gint64         microseconds,
                                     PsrResponse   *response,
                                     const GError  *error);

G_END_DECLS
