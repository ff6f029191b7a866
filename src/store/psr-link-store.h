/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-database.h"
#include "psr-link.h"

G_BEGIN_DECLS

#define PSR_TYPE_LINK_STORE (psr_link_store_get_type ())

/**
 * PsrLinkStore:
 *
 * The links, kept in the ledger's database. Unique both ways: within an entity
 * each record of Business Central has at most one of Wello, and the reverse.
 */
G_DECLARE_FINAL_TYPE (PsrLinkStore, psr_link_store, PSR, LINK_STORE, GObject)

PsrLinkStore *psr_link_store_new           (PsrDatabase         *ledger,
                                            PsrClock            *clock);
DexFuture    *psr_link_store_add           (PsrLinkStore        *self,
                                            GPtrArray           *links);
DexFuture    *psr_link_store_couple        (PsrLinkStore        *self,
                                            PsrLink             *link,
                                            const char          *who);
DexFuture    *psr_link_store_take_place    (PsrLinkStore        *self,
                                            GPtrArray           *links,
                                            const char          *left,
                                            const char          *who);
DexFuture    *psr_link_store_remove        (PsrLinkStore        *self,
                                            PsrEntity            entity,
                                            const char          *bc_id,
                                            const char          *who,
                                            const char          *reason);
DexFuture    *psr_link_store_find_by_bc    (PsrLinkStore        *self,
                                            PsrEntity            entity,
                                            const char          *bc_id);
DexFuture    *psr_link_store_find_by_wello (PsrLinkStore        *self,
                                            PsrEntity            entity,
                                            const char          *wello_id);
DexFuture    *psr_link_store_map_by_bc     (PsrLinkStore        *self,
                                            PsrEntity            entity,
                                            const char * const  *bc_ids);
DexFuture    *psr_link_store_map_by_wello  (PsrLinkStore        *self,
                                            PsrEntity            entity,
                                            const char * const  *wello_ids);
DexFuture    *psr_link_store_list          (PsrLinkStore        *self,
                                            PsrEntity            entity);
DexFuture    *psr_link_store_set_mark      (PsrLinkStore        *self,
                                            const char          *wello_id,
                                            const char          *mark);
DexFuture    *psr_link_store_get_mark      (PsrLinkStore        *self,
                                            const char          *wello_id);
DexFuture    *psr_link_store_count_marks   (PsrLinkStore        *self,
                                            const char          *except);

G_END_DECLS
