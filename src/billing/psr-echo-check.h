/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"
#include "psr-bc-line.h"
#include "psr-billable.h"
#include "psr-pricing.h"

G_BEGIN_DECLS

/**
 * PsrEchoSource:
 * @PSR_ECHO_READ: it was read, nobody knows how long after it was made
 * @PSR_ECHO_READ_AT_ONCE: it was read right after the answer that it was made
 * @PSR_ECHO_ANSWERED: it is the answer of the request that made it
 *
 * How a document became known: whether somebody else may have written to it.
 */
typedef enum
{
  PSR_ECHO_READ,
  PSR_ECHO_READ_AT_ONCE,
  PSR_ECHO_ANSWERED,
} PsrEchoSource;

/**
 * PsrEchoPrint:
 * @PSR_ECHO_PRINT_SAME: it is as it was
 * @PSR_ECHO_PRINT_SAME_LINES: it is as it was as far as the fingerprint tells, which is of
 *   the first form and knows nothing of the header
 * @PSR_ECHO_PRINT_CHANGED: somebody has written to it
 * @PSR_ECHO_PRINT_OTHER_API: that can't be told: it was read over another version of the
 *   API, which shows something else
 *
 * What a fingerprint says of a document.
 */
typedef enum
{
  PSR_ECHO_PRINT_SAME,
  PSR_ECHO_PRINT_SAME_LINES,
  PSR_ECHO_PRINT_CHANGED,
  PSR_ECHO_PRINT_OTHER_API,
} PsrEchoPrint;

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
char      *psr_echo_check_dup_print (const PsrBcDocument   *echo,
                                     gboolean               is_v1);
PsrEchoPrint psr_echo_check_compare_print
                                    (const char            *print,
                                     const PsrBcDocument   *echo,
                                     gboolean               is_v1);
gboolean   psr_echo_check_is_ours   (PsrBillable           *billable,
                                     const PsrPricing      *pricing,
                                     const PsrBcDocument   *echo,
                                     PsrEchoSource          source);
gboolean   psr_echo_check_gross     (const PsrPricedLine   *priced,
                                     const PsrBcLine       *line,
                                     PsrDecimal            *unit_price,
                                     PsrDecimal            *discount_amount,
                                     GError               **error);

G_END_DECLS
