/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-database.h"
#include "psr-mirror-page.h"
#include "psr-request-entry.h"

G_BEGIN_DECLS

#define PSR_TYPE_MIRROR_STORE (psr_mirror_store_get_type ())

/**
 * PsrMirrorStore:
 *
 * What was read of both services, kept in mirror.db: it can be thrown away and
 * is then read again.
 */
G_DECLARE_FINAL_TYPE (PsrMirrorStore, psr_mirror_store, PSR, MIRROR_STORE, GObject)

PsrMirrorStore *psr_mirror_store_new              (PsrDatabase         *mirror,
                                                   PsrClock            *clock);
DexFuture      *psr_mirror_store_commit           (PsrMirrorStore      *self,
                                                   PsrMirrorPage       *page);
DexFuture      *psr_mirror_store_get_records      (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   PsrMirrorSide        side,
                                                   const char * const  *ids);
DexFuture      *psr_mirror_store_get_by_numbers   (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   PsrMirrorSide        side,
                                                   gint64               run_id,
                                                   const char * const  *numbers);
DexFuture      *psr_mirror_store_list_unseen      (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   PsrMirrorSide        side,
                                                   gint64               run_id,
                                                   guint                limit);
DexFuture      *psr_mirror_store_find_names       (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   const char          *search,
                                                   guint                limit,
                                                   GCancellable        *cancellable);
DexFuture      *psr_mirror_store_get_names        (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   const char * const  *ids);
DexFuture      *psr_mirror_store_list_names       (PsrMirrorStore      *self,
                                                   PsrEntity            entity);
DexFuture      *psr_mirror_store_count_records    (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   PsrMirrorSide        side);
DexFuture      *psr_mirror_store_get_agreed       (PsrMirrorStore      *self,
                                                   PsrEntity            entity,
                                                   const char * const  *bc_ids);
DexFuture      *psr_mirror_store_get_watermark    (PsrMirrorStore      *self,
                                                   const char          *flow);
DexFuture      *psr_mirror_store_begin_run        (PsrMirrorStore      *self,
                                                   PsrRun              *run);
DexFuture      *psr_mirror_store_list_runs        (PsrMirrorStore      *self,
                                                   const char          *flow,
                                                   gint64               before,
                                                   guint                limit);
DexFuture      *psr_mirror_store_list_events      (PsrMirrorStore      *self,
                                                   const char          *flow,
                                                   const char          *number,
                                                   guint                limit);
DexFuture      *psr_mirror_store_list_run_events  (PsrMirrorStore      *self,
                                                   gint64               run_id,
                                                   gint64               before,
                                                   guint                limit);
DexFuture      *psr_mirror_store_list_days        (PsrMirrorStore      *self,
                                                   const char          *flow,
                                                   PsrTimestamp         since);
DexFuture      *psr_mirror_store_add_request      (PsrMirrorStore      *self,
                                                   PsrRequestEntry     *entry);
DexFuture      *psr_mirror_store_list_requests    (PsrMirrorStore      *self,
                                                   guint                limit);
DexFuture      *psr_mirror_store_list_skipped     (PsrMirrorStore      *self,
                                                   const char          *flow,
                                                   const char          *after,
                                                   guint                limit);
DexFuture      *psr_mirror_store_list_pending     (PsrMirrorStore      *self,
                                                   const char          *flow,
                                                   guint                limit);
DexFuture      *psr_mirror_store_set_fact         (PsrMirrorStore      *self,
                                                   const char          *name,
                                                   const char          *value);
DexFuture      *psr_mirror_store_get_fact         (PsrMirrorStore      *self,
                                                   const char          *name);

G_END_DECLS
