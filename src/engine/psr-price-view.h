/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-price-answer.h"

G_BEGIN_DECLS

#define PSR_TYPE_PRICE_VIEW (psr_price_view_get_type ())

/**
 * PsrPriceView:
 * @item_number: number of the item
 * @item_name: its name
 * @unit: its base unit
 * @customer_number: number of the customer, or ""
 * @customer_name: its name, or ""
 * @bill_to: number of the customer who gets the invoices, or ""
 * @price_group: code of that one's price group, or ""
 * @currency: code of the currency
 * @date: the day, "YYYY-MM-DD"
 * @quantity: how many base units are bought
 * @has_lists: whether price lists were read; without them only the item's card counts
 * @answer: the price, and what became of each line
 *
 * What an item costs a customer, and why. Texts are never %NULL.
 */
typedef struct
{
  char           *item_number;
  char           *item_name;
  char           *unit;
  char           *customer_number;
  char           *customer_name;
  char           *bill_to;
  char           *price_group;
  char           *currency;
  char           *date;
  PsrDecimal      quantity;
  gboolean        has_lists;
  PsrPriceAnswer *answer;
} PsrPriceView;

GType         psr_price_view_get_type (void) G_GNUC_CONST;
PsrPriceView *psr_price_view_new      (void);
PsrPriceView *psr_price_view_ref      (PsrPriceView *self);
void          psr_price_view_unref    (PsrPriceView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPriceView, psr_price_view_unref)

G_END_DECLS
