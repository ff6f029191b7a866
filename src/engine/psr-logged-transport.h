/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-request-log.h"

G_BEGIN_DECLS

/* A transport that shows a log what goes through it. */
#define PSR_TYPE_LOGGED_TRANSPORT (psr_logged_transport_get_type ())
G_DECLARE_FINAL_TYPE (PsrLoggedTransport, psr_logged_transport, PSR, LOGGED_TRANSPORT, GObject)

PsrTransport *psr_logged_transport_new (PsrTransport  *inner,
                                        const char    *service,
                                        PsrRequestLog *log);

G_END_DECLS
