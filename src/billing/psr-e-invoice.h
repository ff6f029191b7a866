/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-context.h"
#include "psr-draft.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

gboolean   psr_e_invoice_find_facts  (PsrBillingContext        *context,
                                      PsrInvoiceFacts          *facts,
                                      GError                  **error);
void       psr_e_invoice_mark        (PsrDraft                 *draft);
GPtrArray *psr_e_invoice_get_results (PsrBillingContext        *context,
                                      const PsrLedgerDocument  *document,
                                      PsrBillingKind            kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
