/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-private.h"

G_BEGIN_DECLS

/* In fibers. */

gboolean  psr_engine_read_jobs (PsrEngine                *self,
                                GError                  **error);
char     *psr_engine_read_job  (PsrEngine                *self,
                                const PsrLedgerDocument  *document,
                                gboolean                  asks,
                                GError                  **error);

G_END_DECLS
