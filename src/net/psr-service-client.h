/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-random.h"
#include "psr-server-time.h"
#include "psr-service-kind.h"
#include "psr-throttle.h"
#include "psr-token-source.h"
#include "psr-transport.h"
#include "psr-write-outcome.h"

G_BEGIN_DECLS

#define PSR_TYPE_SERVICE_CLIENT (psr_service_client_get_type ())
G_DECLARE_FINAL_TYPE (PsrServiceClient, psr_service_client, PSR, SERVICE_CLIENT, GObject)

/**
 * PsrWaitFunc:
 * @client: the client that waits
 * @wait: which of its waits, the same number before and after
 * @usec: how long, in microseconds; 0 when the wait is over
 * @text: (nullable): what to show, translated; %NULL when the wait is over
 * @data: as given
 *
 * Called on the main thread before and after every wait that a service caused.
 */
typedef void (*PsrWaitFunc) (PsrServiceClient *client,
                             guint             wait,
                             gint64            usec,
                             const char       *text,
                             gpointer          data);

PsrServiceClient *psr_service_client_new            (PsrTransport     *transport,
                                                     PsrTokenSource   *token_source,
                                                     PsrThrottle      *throttle,
                                                     PsrClock         *clock,
                                                     PsrRandom        *random,
                                                     PsrExecutor      *executor,
                                                     PsrServiceKind    kind);
PsrServiceClient *psr_service_client_new_beside     (PsrServiceClient *self);
DexFuture        *psr_service_client_read           (PsrServiceClient *self,
                                                     PsrRequest       *request);
DexFuture        *psr_service_client_write          (PsrServiceClient *self,
                                                     PsrRequest       *request);
void              psr_service_client_set_wait_func  (PsrServiceClient *self,
                                                     PsrWaitFunc       func,
                                                     gpointer          data,
                                                     GDestroyNotify    data_free);
void              psr_service_client_set_stop       (PsrServiceClient *self,
                                                     GCancellable     *stop);
const PsrServerTime *psr_service_client_get_time    (PsrServiceClient *self);
gint64               psr_service_client_get_pause   (PsrServiceClient *self);
PsrServiceKind    psr_service_client_get_kind       (PsrServiceClient *self);
PsrExecutor      *psr_service_client_get_executor   (PsrServiceClient *self);
guint             psr_service_client_get_n_requests (PsrServiceClient *self);

G_END_DECLS
