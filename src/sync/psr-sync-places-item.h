/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-stock-row.h"
#include "psr-sync-places-private.h"

G_BEGIN_DECLS

#define PSR_SYNC_PLACES_ITEM_SELECT "id,number,type,baseUnitOfMeasureCode,lastModifiedDateTime"

/* Of an item what its stock is reckoned by. */
typedef struct
{
  char     *id;
  char     *number;
  char     *unit;
  gboolean  is_stocked;
} PsrSyncPlacesItem;

void       psr_sync_places_item_free     (gpointer                  item);
GPtrArray *psr_sync_places_items_read    (const PsrJsonItem        *rows,
                                          GError                  **error);
void       psr_sync_places_add_up        (GHashTable               *sums,
                                          const PsrBcStockRow      *row);
void       psr_sync_places_reckon        (PsrSyncPlaces            *places,
                                          const PsrSyncPlacesItem  *item,
                                          const PsrLink            *link,
                                          GHashTable               *sums,
                                          GHashTable               *known,
                                          GPtrArray                *cells);
void       psr_sync_places_set_no_source (GError                  **error);

G_END_DECLS
