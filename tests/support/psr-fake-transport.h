/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-service-client.h"

G_BEGIN_DECLS

/**
 * PsrFakeHandler:
 * @method: the request's method
 * @url: the request's URL, unescaped, so that filters read as they were meant
 * @body: the request's body, or ""
 * @data: as given
 *
 * Plays the service.
 *
 * Returns: (transfer full) (nullable): the answer; %NULL for none, as when the
 *   connection breaks after the request was sent
 */
typedef PsrResponse *(*PsrFakeHandler) (const char *method,
                                        const char *url,
                                        const char *body,
                                        gpointer    data);

#define PSR_TYPE_FAKE_TRANSPORT (psr_fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (PsrFakeTransport, psr_fake_transport, PSR, FAKE_TRANSPORT, GObject)

PsrFakeTransport *psr_fake_transport_new        (PsrFakeHandler     handler,
                                                 gpointer           data);
guint             psr_fake_transport_count      (PsrFakeTransport  *self,
                                                 const char        *method,
                                                 const char        *part);
const char       *psr_fake_transport_get_url    (PsrFakeTransport  *self,
                                                 guint              position);
const char       *psr_fake_transport_get_body   (PsrFakeTransport  *self,
                                                 guint              position);
PsrRequest       *psr_fake_transport_get        (PsrFakeTransport  *self,
                                                 guint              position);
guint             psr_fake_transport_get_length (PsrFakeTransport  *self);
void              psr_fake_transport_clear      (PsrFakeTransport  *self);
PsrResponse      *psr_fake_answer               (guint              status,
                                                 const char        *json);
PsrResponse      *psr_fake_answer_dated         (guint              status,
                                                 const char        *json,
                                                 const char        *date);
PsrServiceClient *psr_fake_service_client_new   (PsrFakeTransport  *transport,
                                                 PsrServiceKind     kind,
                                                 PsrClock          *clock,
                                                 PsrExecutor       *executor);

G_END_DECLS
