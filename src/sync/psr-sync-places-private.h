/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"
#include "psr-sync-stock-rules.h"

G_BEGIN_DECLS

/* How far Business Central's moves were read. */
#define PSR_SYNC_PLACES_STREAM "stock"

/* A location that both sides have. */
typedef struct
{
  char *bc_id;
  char *code;
  char *wello_id;
} PsrSyncPlace;

/* What stock per location is reckoned from, while the flow runs. */
typedef struct
{
  PsrSyncRun              *run;
  const PsrSyncStockRules *rules;
  PsrBcStockSource        *source;
  /* Element type PsrSyncPlace. */
  GPtrArray               *places;
  /* Links of items, by id in Business Central, by number and by id in Wello. */
  GHashTable              *links;
  GHashTable              *by_number;
  GHashTable              *by_article;
  /* Ids that wait to be tried again and are of no item: locations, or what isn't coupled any more. */
  GHashTable              *waiting;
  /* Whether every location is tried, also one that was refused. */
  gboolean                 tries_all;
  /* Whether the source had no row at all. */
  gboolean                 is_empty;
  /* Whether it was read what Wello has now. */
  gboolean                 is_indexed;
  /* Id of an item → its goods on documents that aren't posted. */
  GHashTable              *unposted;
} PsrSyncPlaces;

static inline gboolean
psr_sync_places_commit (PsrSyncPlaces  *places,
                        PsrMirrorPage  *page,
                        GError        **error)
{
  return psr_sync_run_is_dry (places->run) || dex_await (psr_mirror_store_commit (places->run->context->mirror, page), error);
}

gboolean psr_sync_places_find_locations (PsrSyncPlaces  *places,
                                         GError        **error);
gboolean psr_sync_places_find_new       (PsrSyncPlaces  *places,
                                         gboolean       *found,
                                         GError        **error);
void     psr_sync_places_remember       (PsrSyncPlaces  *places,
                                         PsrMirrorPage  *page);
gboolean psr_sync_places_store_todo     (PsrSyncPlaces  *places,
                                         GHashTable     *moved,
                                         GHashTable     *todo,
                                         PsrTimestamp    since,
                                         GError        **error);
gboolean psr_sync_places_add_pending    (PsrSyncPlaces  *places,
                                         GHashTable     *todo,
                                         GError        **error);
gboolean psr_sync_places_add_new_links  (PsrSyncPlaces  *places,
                                         GHashTable     *todo,
                                         gboolean       *found,
                                         GError        **error);
gboolean psr_sync_places_read_unposted  (PsrSyncPlaces  *places,
                                         GError        **error);
gboolean psr_sync_places_index          (PsrSyncPlaces  *places,
                                         GError        **error);
gboolean psr_sync_places_read_moves     (PsrSyncRun     *run,
                                         PsrTimestamp    since,
                                         GHashTable     *moved,
                                         PsrTimestamp   *date,
                                         GError        **error);
GHashTable *psr_sync_places_read_quantities (PsrSyncPlaces       *places,
                                             const char * const  *items,
                                             GError             **error);
char    *psr_sync_places_dup_unposted   (PsrSyncPlaces  *places);
void     psr_sync_places_add_changed    (const char     *before,
                                         const char     *now,
                                         GHashTable     *todo);
char    *psr_sync_places_dup_cell_id    (const char     *location_id,
                                         const PsrLink  *link);

G_END_DECLS
