/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-service-error.h"

G_BEGIN_DECLS

void psr_sign_in_set_error (PsrServiceError  *answer,
                            const char       *secret_name,
                            GError          **error);

G_END_DECLS
