/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-draft.h"
#include "psr-explain.h"
#include "psr-invoice-facts.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

char              *psr_document_maker_version (PsrWelloInvoice  *invoice);
PsrExplanation    *psr_document_maker_explain (const PsrLedgerDocument *document);
gboolean           psr_document_maker_is_skipped_anew
                                              (const PsrLedgerDocument *existing,
                                               const char              *version);
gboolean           psr_document_maker_makes_order
                                              (const PsrDraft          *draft);
PsrLedgerDocument *psr_document_maker_make    (PsrInvoiceFacts  *facts,
                                               PsrWelloInvoice  *invoice);

G_END_DECLS
