/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-secret-store.h"
#include "psr-token-source.h"
#include "psr-transport.h"

G_BEGIN_DECLS

/**
 * PSR_BC_SCOPE:
 *
 * What a service asks Entra ID for when it wants to talk to Business Central.
 */
#define PSR_BC_SCOPE "https://api.businesscentral.dynamics.com/.default"

#define PSR_TYPE_CLIENT_CREDENTIALS (psr_client_credentials_get_type ())
G_DECLARE_FINAL_TYPE (PsrClientCredentials, psr_client_credentials, PSR, CLIENT_CREDENTIALS, GObject)

PsrTokenSource *psr_client_credentials_new (PsrTransport   *transport,
                                            PsrClock       *clock,
                                            PsrExecutor    *executor,
                                            const char     *token_endpoint,
                                            const char     *client_id,
                                            const char     *scope,
                                            PsrSecretStore *secrets,
                                            const char     *secret_name);

G_END_DECLS
