/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-fault.h"
#include "sbx-http.h"
#include "sbx-limiter.h"
#include "sbx-log.h"

/* One service on 127.0.0.1. It copies each request off the wire, lets the fault that fits strike it, hands it to the
 * service and sends the answer. */
typedef struct _SbxServer SbxServer;

typedef struct
{
  SbxFaults       *faults;      /* borrowed, as is everything here */
  SbxLog          *log;
  SbxLimiter      *limiter;     /* NULL: no limits */
  GTlsCertificate *certificate; /* NULL: plain http */
  guint            latency;     /* milliseconds */
} SbxServerSettings;

SbxServer  *sbx_server_new        (const SbxService *service, gpointer data, const SbxServerSettings *settings, guint port,
                                   GError **error);
void        sbx_server_free       (SbxServer *server);
/* "http://127.0.0.1:1234" */
const char *sbx_server_get_origin (SbxServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxServer, sbx_server_free)
