/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-context.h"
#include "psr-invoice-facts.h"

G_BEGIN_DECLS

gboolean psr_fact_look_up (PsrBillingContext  *context,
                           PsrInvoiceFacts    *facts,
                           GPtrArray          *invoices,
                           GError            **error);

G_END_DECLS
