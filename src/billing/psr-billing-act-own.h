/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"
#include "psr-billing-context.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

PsrBcDocument *psr_billing_act_find_billing (PsrBillingContext        *context,
                                             const PsrLedgerDocument  *document,
                                             const char               *bc_number,
                                             GError                  **error);

G_END_DECLS
