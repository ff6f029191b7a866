/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-price-book.h"

G_BEGIN_DECLS

struct _PsrPriceBook
{
  GPtrArray  *lines;
  /* Number of an item, in upper case → its lines; "" has those of all items and groups. */
  GHashTable *by_item;
  GHashTable *customers;
  GPtrArray  *exchange_rates;
  GHashTable *vat_rates;
  char       *own_currency;
};

G_END_DECLS
