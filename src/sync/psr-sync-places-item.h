/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-stock-row.h"
#include "psr-sync-cell.h"
#include "psr-sync-places-private.h"

G_BEGIN_DECLS

#define PSR_SYNC_PLACES_ITEM_SELECT "id,number,type,baseUnitOfMeasureCode,inventory,lastModifiedDateTime"

/* Of an item what its stock is reckoned by. */
typedef struct
{
  char       *id;
  char       *number;
  char       *unit;
  gboolean    is_stocked;
  /* How much there is of it in all, where that is told; and whether it isn't what the source shows. */
  gboolean    has_inventory;
  PsrDecimal  inventory;
  gboolean    is_doubtful;
  /* It moved after the documents were read. */
  gboolean    has_moved;
} PsrSyncPlacesItem;

void       psr_sync_places_item_free     (gpointer                  item);
GPtrArray *psr_sync_places_items_read    (const PsrJsonItem        *rows,
                                          GError                  **error);
char      *psr_sync_places_dup_total_key (const char               *number);
GPtrArray *psr_sync_places_read_items    (PsrSyncPlaces            *places,
                                          const char * const       *ids,
                                          GError                  **error);
gboolean   psr_sync_places_check_sums    (PsrSyncPlaces            *places,
                                          GPtrArray                *items,
                                          GHashTable               *sums,
                                          GError                  **error);
PsrSyncCell *psr_sync_places_set_aside   (const PsrSyncPlacesItem  *item,
                                          GHashTable               *sums);
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
