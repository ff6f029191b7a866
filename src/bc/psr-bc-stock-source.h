/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcStockSource:
 * @service: (nullable): name of a published web service; %NULL for the query of the API
 *   *analytics*
 * @item: (nullable): the column with the item's number
 * @location: (nullable): the column with the location's code
 * @quantity: (nullable): the column with what is left
 * @open: (nullable): the column that tells whether anything is left, where there is one
 *
 * From where it is known how much of an item is at which location: the standard API has
 * only the total. Columns of a web service are %NULL until they are learnt, but for those
 * that the profile names. Immutable and reference counted.
 *
 * Source: [AL] query 36968 "Item Ledger Entries - PBI API"; page 38 "Item Ledger Entries".
 */
typedef struct
{
  char *service;
  char *item;
  char *location;
  char *quantity;
  char *open;
} PsrBcStockSource;

#define PSR_TYPE_BC_STOCK_SOURCE (psr_bc_stock_source_get_type ())

GType             psr_bc_stock_source_get_type     (void) G_GNUC_CONST;
PsrBcStockSource *psr_bc_stock_source_new          (const char        *service,
                                                    const char        *item,
                                                    const char        *location,
                                                    const char        *quantity);
PsrBcStockSource *psr_bc_stock_source_learn        (PsrBcStockSource  *self,
                                                    JsonObject        *row,
                                                    GError           **error);
gboolean          psr_bc_stock_source_counts_all   (PsrBcStockSource  *self);
gboolean          psr_bc_stock_source_is_known     (PsrBcStockSource  *self);
PsrBcStockSource *psr_bc_stock_source_ref          (PsrBcStockSource  *self);
void              psr_bc_stock_source_unref        (PsrBcStockSource  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcStockSource, psr_bc_stock_source_unref)

G_END_DECLS
