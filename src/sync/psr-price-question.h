/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrPriceVatFunc:
 * @vat_group: VAT business posting group whose VAT is in the price
 * @tax_group: VAT product posting group of the item
 * @data: as given
 * @percent: (out): the rate
 *
 * Returns: whether the rate is known
 */
typedef gboolean (*PsrPriceVatFunc) (const char *vat_group,
                                     const char *tax_group,
                                     gpointer    data,
                                     PsrDecimal *percent);

/**
 * PsrPriceQuestion:
 * @item: number of the item
 * @item_group: (nullable): its discount group, or ""; %NULL = not known
 * @tax_group: its VAT product posting group, or ""
 * @card_price: the price on its card, in the company's currency and its base unit
 * @card_includes_vat: whether VAT is in that one
 * @variant: code of the variant, or ""
 * @unit: code of the unit that is asked for
 * @unit_quantity: how many base units that is
 * @quantity: how many of it
 * @currency: code of the currency; "" = the company's own
 * @has_rate: whether @rate is known; it needn't be for the company's own currency
 * @rate: how much of @currency one of the company's own is
 * @date: "YYYY-MM-DD"
 * @customer: number of the bill-to customer; "" = nobody in particular
 * @price_group: its price group, or ""
 * @discount_group: its discount group, or ""
 * @allows_discount: whether it gets discounts at all, where no line says the price
 * @vat_func: (nullable): tells rates of VAT
 * @vat_data: for @vat_func
 *
 * What something costs somebody on a day, without VAT. Nothing in it is owned.
 */
typedef struct
{
  const char      *item;
  const char      *item_group;
  const char      *tax_group;
  PsrDecimal       card_price;
  gboolean         card_includes_vat;
  const char      *variant;
  const char      *unit;
  PsrDecimal       unit_quantity;
  PsrDecimal       quantity;
  const char      *currency;
  gboolean         has_rate;
  PsrDecimal       rate;
  const char      *date;
  const char      *customer;
  const char      *price_group;
  const char      *discount_group;
  gboolean         allows_discount;
  PsrPriceVatFunc  vat_func;
  gpointer         vat_data;
} PsrPriceQuestion;

G_END_DECLS
