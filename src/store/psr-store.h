/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-executor.h"
#include "psr-ledger.h"
#include "psr-link-store.h"
#include "psr-mirror-store.h"
#include "psr-state-folder.h"
#include "psr-work-store.h"

G_BEGIN_DECLS

#define PSR_TYPE_STORE (psr_store_get_type ())

/**
 * PsrStore:
 *
 * The opened state of one profile: its folder, ledger.db and mirror.db, and
 * what lives in them.
 */
G_DECLARE_FINAL_TYPE (PsrStore, psr_store, PSR, STORE, GObject)

DexFuture      *psr_store_open                (PsrStateFolder *folder,
                                               PsrExecutor    *executor);
PsrStateFolder *psr_store_get_folder          (PsrStore       *self);
PsrDatabase    *psr_store_get_ledger_database (PsrStore       *self);
PsrDatabase    *psr_store_get_mirror_database (PsrStore       *self);
PsrLedger      *psr_store_get_ledger          (PsrStore       *self);
PsrLinkStore   *psr_store_get_links           (PsrStore       *self);
PsrWorkStore   *psr_store_get_work            (PsrStore       *self);
PsrMirrorStore *psr_store_get_mirror          (PsrStore       *self);

G_END_DECLS
