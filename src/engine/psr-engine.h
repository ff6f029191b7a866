/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-bill-request.h"
#include "psr-engine-status.h"
#include "psr-finding.h"
#include "psr-flow-result.h"
#include "psr-profile.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

/**
 * PsrTrouble:
 * @PSR_TROUBLE_PERSON: something needs a person
 * @PSR_TROUBLE_USAGE: the profile, or what was asked for, is wrong
 * @PSR_TROUBLE_CONNECTION: a service can't be reached or doesn't let us in
 * @PSR_TROUBLE_STATE: the local state can't be used
 *
 * Whom or what an error is about; the numbers are passerellectl's exit
 * statuses.
 */
typedef enum
{
  PSR_TROUBLE_PERSON     = 1,
  PSR_TROUBLE_USAGE      = 2,
  PSR_TROUBLE_CONNECTION = 3,
  PSR_TROUBLE_STATE      = 4,
} PsrTrouble;

/**
 * PsrEngineSyncFlags:
 * @PSR_ENGINE_SYNC_NONE: what changed since the last run
 * @PSR_ENGINE_SYNC_FULL: everything is read again
 * @PSR_ENGINE_SYNC_DRY_RUN: every decision is made, nothing is written
 */
typedef enum
{
  PSR_ENGINE_SYNC_NONE    = 0,
  PSR_ENGINE_SYNC_FULL    = 1 << 0,
  PSR_ENGINE_SYNC_DRY_RUN = 1 << 1,
} PsrEngineSyncFlags;

/**
 * PsrEngineProgressFunc:
 * @text: what is going on, one short line, translated
 * @user_data: the data given with the function
 */
typedef void (*PsrEngineProgressFunc) (const char *text,
                                       gpointer    user_data);

#define PSR_TYPE_ENGINE (psr_engine_get_type ())

G_DECLARE_FINAL_TYPE (PsrEngine, psr_engine, PSR, ENGINE, GObject)

PsrEngine  *psr_engine_new               (PsrProfile            *profile,
                                          const char            *state_folder,
                                          const char            *credentials_folder);
void        psr_engine_set_progress      (PsrEngine             *self,
                                          PsrEngineProgressFunc  func,
                                          gpointer               user_data);
void        psr_engine_stop              (PsrEngine             *self);
DexFuture  *psr_engine_check             (PsrEngine             *self,
                                          const char            *confirm);
DexFuture  *psr_engine_sync              (PsrEngine             *self,
                                          const char * const    *flows,
                                          PsrEngineSyncFlags           flags);
DexFuture  *psr_engine_list_work_orders  (PsrEngine             *self,
                                          PsrQueue               queue);
DexFuture  *psr_engine_bill              (PsrEngine             *self,
                                          PsrBillRequest        *request);
DexFuture  *psr_engine_get_status        (PsrEngine             *self);
DexFuture  *psr_engine_store_secret      (PsrEngine             *self,
                                          const char            *name,
                                          const char            *value);
const char *psr_engine_get_warning       (PsrEngine             *self);
PsrTrouble  psr_engine_classify          (const GError          *error);

G_END_DECLS
