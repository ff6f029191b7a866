/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billable.h"
#include "psr-ledger-document.h"
#include "psr-order-view.h"

G_BEGIN_DECLS

void psr_order_checks_add       (PsrOrderView            *view,
                                 const PsrLedgerDocument *document,
                                 const PsrBillable       *billable);
void psr_order_checks_add_other (PsrOrderView            *view,
                                 const PsrLedgerDocument *document,
                                 const PsrBillable       *billable);
void psr_order_checks_lead_to_proposal (PsrOrderCheck    *check,
                                 const char              *row,
                                 const char              *name);
void psr_order_checks_ask_for_proposal (PsrOrderCheck    *check,
                                 const char              *name,
                                 guint                    n_alike);

G_END_DECLS
