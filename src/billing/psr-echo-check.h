/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"
#include "psr-bc-line.h"
#include "psr-billable.h"
#include "psr-pricing.h"

G_BEGIN_DECLS

GPtrArray *psr_echo_check_get_lines (const PsrBcDocument   *echo);
char      *psr_echo_check           (PsrBillable           *billable,
                                     const PsrPricing      *pricing,
                                     const PsrBcDocument   *echo);
char      *psr_echo_check_shape     (PsrBillable           *billable,
                                     const PsrBcDocument   *echo);
char      *psr_echo_check_totals    (PsrBillable           *billable,
                                     const PsrPricing      *pricing,
                                     const PsrBcDocument   *echo);
char      *psr_echo_check_vat       (PsrBillable           *billable,
                                     const PsrBcDocument   *echo);
char      *psr_echo_check_dup_print (const PsrBcDocument   *echo);
gboolean   psr_echo_check_gross     (const PsrPricedLine   *priced,
                                     const PsrBcLine       *line,
                                     PsrDecimal            *unit_price,
                                     PsrDecimal            *discount_amount,
                                     GError               **error);

G_END_DECLS
