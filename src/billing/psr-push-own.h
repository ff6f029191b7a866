/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-lookup.h"
#include "psr-push-run.h"

G_BEGIN_DECLS

PsrBcLookup *psr_push_look_by_id       (PsrPushRun               *run,
                                        const PsrLedgerDocument  *document,
                                        PsrBcLookup              *lookup,
                                        GError                  **error);
char        *psr_push_dup_shown        (const PsrLedgerDocument  *document,
                                        const char               *ids);
char        *psr_push_dup_shown_absent (const PsrLedgerDocument  *document);
gboolean     psr_push_was_shown_absent (const PsrLedgerDocument  *document);

G_END_DECLS
