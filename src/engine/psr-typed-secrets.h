/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-secret-store.h"

G_BEGIN_DECLS

#define PSR_TYPE_TYPED_SECRETS (psr_typed_secrets_get_type ())
G_DECLARE_FINAL_TYPE (PsrTypedSecrets, psr_typed_secrets, PSR, TYPED_SECRETS, GObject)

PsrSecretStore *psr_typed_secrets_new (PsrSecretStore *below,
                                       GHashTable     *typed);

G_END_DECLS
