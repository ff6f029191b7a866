/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-secret-store.h"
#include "psr-service-kind.h"
#include "psr-token-source.h"

G_BEGIN_DECLS

#define PSR_TYPE_BASIC_TOKEN_SOURCE (psr_basic_token_source_get_type ())
G_DECLARE_FINAL_TYPE (PsrBasicTokenSource, psr_basic_token_source, PSR, BASIC_TOKEN_SOURCE, GObject)

PsrTokenSource *psr_basic_token_source_new (PsrServiceKind  service,
                                            const char     *user,
                                            const char     *domain,
                                            PsrSecretStore *secrets,
                                            const char     *secret_name);

G_END_DECLS
