/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billable.h"

G_BEGIN_DECLS

/**
 * PsrPricedLine:
 * @unit_price: price of one, to be sent
 * @discount_percent: discount in percent, to be sent; not when @is_exact
 * @discount_amount: discount of the whole line
 * @is_exact: whether @discount_amount is to be sent instead of a percentage,
 *   because no percentage says it exactly
 * @net: the line's net amount as Business Central will compute it
 */
typedef struct
{
  PsrDecimal unit_price;
  PsrDecimal discount_percent;
  PsrDecimal discount_amount;
  gboolean   is_exact;
  PsrDecimal net;
} PsrPricedLine;

/**
 * PsrPricing:
 * @lines: (element-type PsrPricedLine): one for each line of the billable
 * @net: net total
 * @vat: VAT, rounded once per rate
 * @gross: what the customer pays
 *
 * What a document will cost, by the rounding of Business Central.
 */
typedef struct
{
  GArray     *lines;
  PsrDecimal  net;
  PsrDecimal  vat;
  PsrDecimal  gross;
} PsrPricing;

PsrPricing *psr_pricing_new      (PsrBillable       *billable,
                                  GError           **error);
void        psr_pricing_free     (PsrPricing        *self);
gboolean    psr_pricing_set_quantity (PsrBillableLine *line,
                                      PsrDecimal       quantity,
                                      GError         **error);
gboolean    psr_pricing_spread   (PsrDecimal         amount,
                                  const PsrDecimal  *weights,
                                  PsrDecimal        *shares,
                                  gsize              n,
                                  GError           **error);
gboolean    psr_pricing_multiply (PsrDecimal         a,
                                  PsrDecimal         b,
                                  PsrDecimal        *amount,
                                  GError           **error);
gboolean    psr_pricing_percent  (PsrDecimal         amount,
                                  PsrDecimal         percent,
                                  PsrDecimal        *part,
                                  GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPricing, psr_pricing_free)

G_END_DECLS
