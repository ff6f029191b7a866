/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-act-request.h"
#include "psr-activity.h"
#include "psr-audit-row.h"
#include "psr-bill-request.h"
#include "psr-clock.h"
#include "psr-connect-answer.h"
#include "psr-engine-status.h"
#include "psr-executor.h"
#include "psr-finding.h"
#include "psr-flow-result.h"
#include "psr-flow-view.h"
#include "psr-history.h"
#include "psr-order-view.h"
#include "psr-profile.h"
#include "psr-question.h"
#include "psr-random.h"
#include "psr-trouble.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

/**
 * PsrEngineSyncFlags:
 * @PSR_ENGINE_SYNC_NONE: what changed since the last run
 * @PSR_ENGINE_SYNC_FULL: everything is read again
 * @PSR_ENGINE_SYNC_DRY_RUN: every decision is made, nothing is written
 * @PSR_ENGINE_SYNC_TAKE_BC: of what waits for a person, Business Central's side counts
 * @PSR_ENGINE_SYNC_TAKE_WELLO: of what waits for a person, Wello's side counts
 * @PSR_ENGINE_SYNC_ALL_GONE: what is gone in Business Central is listed, however much it is
 */
typedef enum
{
  PSR_ENGINE_SYNC_NONE    = 0,
  PSR_ENGINE_SYNC_FULL    = 1 << 0,
  PSR_ENGINE_SYNC_DRY_RUN = 1 << 1,
  PSR_ENGINE_SYNC_TAKE_BC = 1 << 2,
  PSR_ENGINE_SYNC_TAKE_WELLO = 1 << 3,
  PSR_ENGINE_SYNC_ALL_GONE = 1 << 4,
} PsrEngineSyncFlags;

/**
 * PsrEngineProgressFunc:
 * @text: what is going on, one short line, translated
 * @user_data: the data given with the function
 */
typedef void (*PsrEngineProgressFunc) (const char *text,
                                       gpointer    user_data);

/**
 * PsrEngineSignIn:
 * @PSR_ENGINE_SIGN_IN_DEFAULT: as the profile says
 * @PSR_ENGINE_SIGN_IN_BROWSER: with a browser on this computer
 * @PSR_ENGINE_SIGN_IN_DEVICE_CODE: with a code, in a browser anywhere
 *
 * How a person signs in.
 */
typedef enum
{
  PSR_ENGINE_SIGN_IN_DEFAULT,
  PSR_ENGINE_SIGN_IN_BROWSER,
  PSR_ENGINE_SIGN_IN_DEVICE_CODE,
} PsrEngineSignIn;

/**
 * PsrEngineSignInFunc:
 * @url: the address to open in a browser
 * @code: (nullable): the code to type there
 * @user_data: the data given with the function
 *
 * Shows a person how to sign in.
 */
typedef void (*PsrEngineSignInFunc) (const char *url,
                                     const char *code,
                                     gpointer    user_data);

/* The programs above have nothing to do with what is below the engine. */
typedef struct _PsrTransport PsrTransport;

#define PSR_TYPE_ENGINE (psr_engine_get_type ())

G_DECLARE_FINAL_TYPE (PsrEngine, psr_engine, PSR, ENGINE, GObject)

PsrEngine  *psr_engine_new               (PsrProfile            *profile,
                                          const char            *state_folder,
                                          const char            *credentials_folder);
PsrEngine  *psr_engine_new_with_seams    (PsrProfile            *profile,
                                          const char            *state_folder,
                                          const char            *credentials_folder,
                                          PsrClock              *clock,
                                          PsrRandom             *random,
                                          PsrExecutor           *executor);
gboolean    psr_engine_set_request_log   (PsrEngine             *self,
                                          const char            *level);
void        psr_engine_set_transports    (PsrEngine             *self,
                                          PsrTransport          *bc,
                                          PsrTransport          *wello);
void        psr_engine_set_progress      (PsrEngine             *self,
                                          PsrEngineProgressFunc  func,
                                          gpointer               user_data);
void        psr_engine_stop              (PsrEngine             *self);
DexFuture  *psr_engine_check             (PsrEngine             *self,
                                          const char            *confirm);
DexFuture  *psr_engine_confirm           (PsrEngine             *self,
                                          const char            *company);
DexFuture  *psr_engine_check_quotes      (PsrEngine             *self,
                                          const char            *confirm);
DexFuture  *psr_engine_connect           (PsrEngine             *self,
                                          PsrEngineSignIn        way,
                                          PsrEngineSignInFunc    func,
                                          gpointer               data);
DexFuture  *psr_engine_disconnect        (PsrEngine             *self);
DexFuture  *psr_engine_couple            (PsrEngine             *self,
                                          const char            *flow,
                                          const char            *bc,
                                          const char            *wello,
                                          const char            *person);
DexFuture  *psr_engine_uncouple          (PsrEngine             *self,
                                          const char            *flow,
                                          const char            *bc,
                                          const char            *person);
DexFuture  *psr_engine_reset_flow        (PsrEngine             *self,
                                          const char            *flow,
                                          const char            *person);
DexFuture  *psr_engine_list_unbilled_parts (PsrEngine           *self,
                                          PsrTimestamp           since);
DexFuture  *psr_engine_explain_price     (PsrEngine             *self,
                                          const char            *item,
                                          const char            *customer,
                                          const char            *date,
                                          PsrDecimal             quantity);
DexFuture  *psr_engine_sync              (PsrEngine             *self,
                                          const char * const    *flows,
                                          const char            *person,
                                          PsrEngineSyncFlags     flags);
DexFuture  *psr_engine_retry_rows        (PsrEngine             *self,
                                          const char            *flow,
                                          const char * const    *rows,
                                          const char            *person);
DexFuture  *psr_engine_settle            (PsrEngine             *self,
                                          const PsrQuestion     *question,
                                          PsrEngineSyncFlags     take,
                                          const char            *person);
DexFuture  *psr_engine_list_questions    (PsrEngine             *self,
                                          gboolean               conflicts,
                                          const char            *row);
DexFuture  *psr_engine_view_question     (PsrEngine             *self,
                                          const char            *flow,
                                          const char            *row);
gboolean    psr_engine_can_couple        (const char             *flow);
DexFuture  *psr_engine_read_matching     (PsrEngine             *self,
                                          const char            *flow);
DexFuture  *psr_engine_pause_flow        (PsrEngine             *self,
                                          const char            *flow,
                                          gboolean               pauses,
                                          const char            *person);
DexFuture  *psr_engine_read_days         (PsrEngine             *self,
                                          const char            *flow);
DexFuture  *psr_engine_read_run          (PsrEngine             *self,
                                          gint64                 run,
                                          guint                  limit);
DexFuture  *psr_engine_read_set_aside    (PsrEngine             *self,
                                          const char            *flow,
                                          guint                  limit);
DexFuture  *psr_engine_view_record       (PsrEngine             *self,
                                          const char            *flow,
                                          const char            *row);
DexFuture  *psr_engine_try_filter        (PsrEngine             *self,
                                          const char            *flow,
                                          gboolean               of_wello,
                                          const char            *filter);
DexFuture  *psr_engine_list_work_orders  (PsrEngine             *self,
                                          PsrQueue               queue);
DexFuture  *psr_engine_list_known        (PsrEngine             *self,
                                          PsrQueue               queue);
DexFuture  *psr_engine_read_work         (PsrEngine             *self,
                                          const char            *person);
DexFuture  *psr_engine_show_work_order   (PsrEngine             *self,
                                          const char            *number);
DexFuture  *psr_engine_view_work_order   (PsrEngine             *self,
                                          gint64                 id,
                                          gboolean               is_exact);
DexFuture  *psr_engine_bill              (PsrEngine             *self,
                                          PsrBillRequest        *request);
DexFuture  *psr_engine_leave_bill        (PsrEngine             *self,
                                          PsrBillRequest        *request);
DexFuture  *psr_engine_await_bill        (PsrEngine             *self,
                                          gint64                 id,
                                          PsrBillRequest        *request);
const char *psr_engine_get_signed_in     (PsrEngine             *self);
gint64      psr_engine_get_clock_skew    (PsrEngine             *self);
DexFuture  *psr_engine_act               (PsrEngine             *self,
                                          PsrActRequest         *request);
DexFuture  *psr_engine_read_audit        (PsrEngine             *self,
                                          const char            *number,
                                          gint64                 before,
                                          guint                  limit);
DexFuture  *psr_engine_read_activity     (PsrEngine             *self,
                                          guint                  limit);
DexFuture  *psr_engine_read_billed_days  (PsrEngine             *self);
DexFuture  *psr_engine_get_status        (PsrEngine             *self);
DexFuture  *psr_engine_get_history       (PsrEngine             *self,
                                          const char            *flow,
                                          const char            *number,
                                          guint                  limit);
DexFuture  *psr_engine_get_requests      (PsrEngine             *self,
                                          guint                  limit);
DexFuture  *psr_engine_give_up_request    (PsrEngine             *self,
                                          gint64                 id,
                                          const char            *person);
DexFuture  *psr_engine_store_secret      (PsrEngine             *self,
                                          const char            *name,
                                          const char            *value);
const GError *
            psr_engine_get_warning       (PsrEngine             *self);

G_END_DECLS
