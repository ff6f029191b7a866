/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-service-error.h"

G_BEGIN_DECLS

void     psr_sign_in_set_error        (PsrServiceError        *answer,
                                       const char             *storing,
                                       GError                **error);
void     psr_sign_in_set_person_error (PsrServiceError        *answer,
                                       GError                **error);
gboolean psr_sign_in_needs_person     (const PsrServiceError  *answer);

G_END_DECLS
