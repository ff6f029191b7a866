/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-context.h"
#include "psr-invoice-facts.h"

G_BEGIN_DECLS

PsrInvoiceFacts *psr_fact_finder_begin (PsrBillingContext  *context,
                                        GPtrArray          *invoices,
                                        GError            **error);
gboolean         psr_fact_finder_find  (PsrBillingContext  *context,
                                        PsrInvoiceFacts    *facts,
                                        GPtrArray          *invoices,
                                        GError            **error);

G_END_DECLS
