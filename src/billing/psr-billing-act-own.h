/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"
#include "psr-billing-context.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

gboolean psr_billing_act_check_own (PsrBillingContext        *context,
                                    const PsrLedgerDocument  *document,
                                    const PsrBcDocument      *found,
                                    GError                  **error);

G_END_DECLS
