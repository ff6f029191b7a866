/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-secret-store.h"

G_BEGIN_DECLS

#define PSR_TYPE_KEYRING (psr_keyring_get_type ())
G_DECLARE_FINAL_TYPE (PsrKeyring, psr_keyring, PSR, KEYRING, GObject)

PsrSecretStore *psr_keyring_new (const char *account);

G_END_DECLS
