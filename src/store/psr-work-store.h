/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-database.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrKeptWork:
 * @job_id: canonical GUID of the work order
 * @changed: when Wello had last changed the invoice for which it was read, or none
 * @content: what was done, in the words of whoever keeps it; "" where it isn't kept
 * @technicians: (array zero-terminated=1): who did it, by name
 *
 * What was done for a work order.
 */
typedef struct
{
  char          *job_id;
  PsrTimestamp   changed;
  char          *content;
  char         **technicians;
} PsrKeptWork;

#define PSR_TYPE_KEPT_WORK (psr_kept_work_get_type ())

GType        psr_kept_work_get_type (void) G_GNUC_CONST;
PsrKeptWork *psr_kept_work_new      (const char         *job_id,
                                     PsrTimestamp        changed,
                                     const char         *content,
                                     const char * const *technicians);
PsrKeptWork *psr_kept_work_copy     (const PsrKeptWork  *self);
void         psr_kept_work_free     (PsrKeptWork        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrKeptWork, psr_kept_work_free)

#define PSR_TYPE_WORK_STORE (psr_work_store_get_type ())

/**
 * PsrWorkStore:
 *
 * What was done for work orders, kept in the ledger’s database so that lists can be
 * narrowed down by who did it. Nothing is billed from it.
 */
G_DECLARE_FINAL_TYPE (PsrWorkStore, psr_work_store, PSR, WORK_STORE, GObject)

PsrWorkStore *psr_work_store_new              (PsrDatabase        *ledger,
                                               PsrClock           *clock);
DexFuture    *psr_work_store_get              (PsrWorkStore       *self,
                                               const char         *job_id);
DexFuture    *psr_work_store_put              (PsrWorkStore       *self,
                                               GPtrArray          *kept,
                                               GHashTable         *names);
DexFuture    *psr_work_store_list_missing     (PsrWorkStore       *self,
                                               const char * const *states,
                                               PsrTimestamp        since,
                                               guint               limit);
DexFuture    *psr_work_store_doubt            (PsrWorkStore       *self,
                                               PsrTimestamp        since);
DexFuture    *psr_work_store_get_names        (PsrWorkStore       *self);
DexFuture    *psr_work_store_list_technicians (PsrWorkStore       *self,
                                               const char * const *states);

G_END_DECLS
