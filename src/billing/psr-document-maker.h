/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-reason.h"
#include "psr-billable.h"
#include "psr-invoice-facts.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

char              *psr_document_maker_version (PsrWelloInvoice  *invoice);
char              *psr_document_maker_day     (PsrInvoiceFacts  *facts,
                                               PsrWelloInvoice  *invoice);
PsrLedgerDocument *psr_document_maker_make    (PsrInvoiceFacts  *facts,
                                               PsrWelloInvoice  *invoice);
PsrBillable       *psr_document_maker_check   (PsrInvoiceFacts  *facts,
                                               PsrWelloInvoice  *invoice,
                                               PsrBillingReason *reason,
                                               char            **subject);

G_END_DECLS
