/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"
#include "psr-billable.h"
#include "psr-pricing.h"

G_BEGIN_DECLS

gboolean  psr_price_gate_is_open (PsrBillable         *billable);
char     *psr_price_gate_check   (PsrBillable         *billable,
                                  const PsrPricing    *pricing,
                                  const PsrBcDocument *made,
                                  const char          *accepted,
                                  char               **shown) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
