/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-price-line.h"

G_BEGIN_DECLS

/**
 * PsrPriceVerdict:
 * @PSR_PRICE_WINS: it says the price
 * @PSR_PRICE_DISCOUNTS: it says the discount
 * @PSR_PRICE_DEARER: another is cheaper, or was there first at the same price
 * @PSR_PRICE_LESS_EXACT: another one says the currency or the variant, and it doesn't
 * @PSR_PRICE_INACTIVE: it belongs to a draft, or was made inactive
 * @PSR_PRICE_NO_SALE: it isn't about sales
 * @PSR_PRICE_OTHERS: it is for somebody else
 * @PSR_PRICE_UNKNOWN_SOURCE: whether it is for this customer can't be known: a contact's
 *   or a campaign's
 * @PSR_PRICE_UNKNOWN_GROUP: whether the item belongs to its discount group can't be known
 * @PSR_PRICE_NOT_YET: it begins later
 * @PSR_PRICE_OVER: it has ended
 * @PSR_PRICE_OTHER_CURRENCY: it is in another currency
 * @PSR_PRICE_OTHER_UNIT: it is for another unit
 * @PSR_PRICE_OTHER_VARIANT: it is for another variant
 * @PSR_PRICE_TOO_FEW: it needs a greater quantity
 * @PSR_PRICE_LESS_SPECIFIC: it is for all items, and its source has one for this item
 * @PSR_PRICE_LESS_DISCOUNT: another discount is greater
 * @PSR_PRICE_NO_DISCOUNTS: it says a discount, and the price allows none
 * @PSR_PRICE_UNKNOWN_VAT: VAT is in it, at a rate that isn't known
 * @PSR_PRICE_UNKNOWN_RATE: the rate of the currency isn't known
 *
 * What became of a line.
 */
typedef enum
{
  PSR_PRICE_WINS,
  PSR_PRICE_DISCOUNTS,
  PSR_PRICE_DEARER,
  PSR_PRICE_LESS_EXACT,
  PSR_PRICE_INACTIVE,
  PSR_PRICE_NO_SALE,
  PSR_PRICE_OTHERS,
  PSR_PRICE_UNKNOWN_SOURCE,
  PSR_PRICE_UNKNOWN_GROUP,
  PSR_PRICE_NOT_YET,
  PSR_PRICE_OVER,
  PSR_PRICE_OTHER_CURRENCY,
  PSR_PRICE_OTHER_UNIT,
  PSR_PRICE_OTHER_VARIANT,
  PSR_PRICE_TOO_FEW,
  PSR_PRICE_LESS_SPECIFIC,
  PSR_PRICE_LESS_DISCOUNT,
  PSR_PRICE_NO_DISCOUNTS,
  PSR_PRICE_UNKNOWN_VAT,
  PSR_PRICE_UNKNOWN_RATE,
} PsrPriceVerdict;

/**
 * PsrPriceCandidate:
 * @line: (nullable): a line
 * @verdict: what became of it
 * @price: what it says, without VAT, in the currency and unit that were asked for; 0
 *   where it didn't get that far
 *
 * A line that was looked at.
 */
typedef struct
{
  PsrBcPriceLine  *line;
  PsrPriceVerdict  verdict;
  PsrDecimal       price;
} PsrPriceCandidate;

/**
 * PsrPriceAnswer:
 * @is_known: whether there is a price; otherwise the rate of VAT or of the currency of
 *   the item's card isn't known
 * @is_doubtful: whether a line may count that can't be judged from here, so that Business
 *   Central may say another price
 * @price: price of a unit without VAT, before the discount
 * @discount: the discount, in percent
 * @net: what is paid for a unit, without VAT
 * @line: (nullable): the line that says the price; %NULL = the item's card
 * @discount_line: (nullable): the line that says the discount
 * @candidates: (element-type PsrPriceCandidate): what was looked at, in the order of the
 *   price lists
 *
 * What something costs, and why. Immutable and reference counted.
 */
typedef struct
{
  gboolean        is_known;
  gboolean        is_doubtful;
  PsrDecimal      price;
  PsrDecimal      discount;
  PsrDecimal      net;
  PsrBcPriceLine *line;
  PsrBcPriceLine *discount_line;
  GArray         *candidates;
} PsrPriceAnswer;

PsrPriceAnswer *psr_price_answer_new          (void);
PsrPriceAnswer *psr_price_answer_ref          (PsrPriceAnswer   *self);
void            psr_price_answer_unref        (PsrPriceAnswer   *self);
const char     *psr_price_verdict_to_string   (PsrPriceVerdict   verdict);
const char     *psr_price_verdict_get_words   (PsrPriceVerdict   verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPriceAnswer, psr_price_answer_unref)

G_END_DECLS
