/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-document.h"

/* The price list lines, of every kind. The columns are those of Business Central's table 7001. */
#define SBX_PRICE_LINES "al.priceListLines"

SbxTable  *sbx_price_table_new (void);
/* What Business Central puts on an item's line: its price in the document's currency, for the line's unit, and the discount
 * that goes with it. Returns whether a line of a price list decided, and not the item card. */
gboolean   sbx_bc_best_price   (SbxDocument *document, SbxRow *line, SbxDecimal *price, SbxDecimal *discount_percent);
/* Whether the tables of before price lists could hold it: no drafts, no contacts, no prices for all items. */
gboolean   sbx_price_is_old_kind (SbxRow *row);
/* In the order of the price lists' codes and line numbers (transfer container). */
GPtrArray *sbx_price_sorted    (SbxTable *table);
