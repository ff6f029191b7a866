/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-stock-source.h"
#include "psr-decimal.h"
#include "psr-json-item.h"

G_BEGIN_DECLS

/**
 * PsrBcStockRow:
 * @quantity: what is left, in the base unit
 * @location: code of the location in upper case; "" = none
 * @item: the item's number in upper case, behind it in memory
 *
 * How much of an item is at a location, or a part of it: rows of the same item and
 * location add up. One allocation, freed by g_free().
 */
typedef struct
{
  PsrDecimal  quantity;
  char        location[12];
  char        item[];
} PsrBcStockRow;

GPtrArray *psr_bc_stock_rows_read (const PsrJsonItem  *rows,
                                   gpointer            source,
                                   GError            **error);

G_END_DECLS
