/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-secret-store.h"

G_BEGIN_DECLS

#define PSR_TYPE_CREDENTIALS_FOLDER (psr_credentials_folder_get_type ())
G_DECLARE_FINAL_TYPE (PsrCredentialsFolder, psr_credentials_folder, PSR, CREDENTIALS_FOLDER, GObject)

PsrSecretStore *psr_credentials_folder_new (const char *path);

G_END_DECLS
