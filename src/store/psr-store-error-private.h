/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-store-error.h"

G_BEGIN_DECLS

/* How long a connection waits for another process before it gives up. */
#define PSR_STORE_BUSY_SECONDS 10

void psr_store_error_set_sqlite        (GError     **error,
                                        int          result,
                                        const char  *message,
                                        const char  *path);
void psr_store_error_set_errno         (GError     **error,
                                        int          saved_errno,
                                        const char  *path);
void psr_store_error_set_damaged_value (GError     **error,
                                        const char  *value);

G_END_DECLS
