/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-batch.h"
#include "psr-engine-delete.h"
#include "psr-engine-view.h"
#include "psr-engine.h"
#include "psr-keeper.h"

G_BEGIN_DECLS

/**
 * PsrDeskState:
 * @PSR_DESK_OPENING: the profile and the local state are being read
 * @PSR_DESK_NOT_SET_UP: there is no profile yet
 * @PSR_DESK_UNUSABLE: the profile or the local state can't be used
 * @PSR_DESK_OPEN: there is something to show
 * @PSR_DESK_DELETING: what the profile keeps here is being deleted
 * @PSR_DESK_DELETED: it is gone, and nobody has begun anew
 */
typedef enum
{
  PSR_DESK_OPENING,
  PSR_DESK_NOT_SET_UP,
  PSR_DESK_UNUSABLE,
  PSR_DESK_OPEN,
  PSR_DESK_DELETING,
  PSR_DESK_DELETED,
} PsrDeskState;

/**
 * PsrDeskSending:
 * @total: how many documents there are in this batch; 0 while nothing is sent
 * @done: how many of them have come to rest
 * @checking: how many are being looked up besides
 * @waiting: how many this window has asked for that wait to be taken up
 * @seconds_left: about how long it takes, or -1 while that isn't known
 *
 * How far sending has come, whoever asked for it.
 */
typedef struct
{
  guint total;
  guint done;
  guint checking;
  guint waiting;
  int   seconds_left;
} PsrDeskSending;

#define PSR_TYPE_DESK (psr_desk_get_type ())

G_DECLARE_FINAL_TYPE (PsrDesk, psr_desk, PSR, DESK, GObject)

PsrDesk         *psr_desk_new             (const char *profile,
                                           const char *state_folder,
                                           const char *credentials_folder,
                                           PsrClock   *clock);
void             psr_desk_open            (PsrDesk    *self);
void             psr_desk_delete          (PsrDesk              *self,
                                           gboolean              with_profile,
                                           PsrEngineDeleteFlags  flags);
PsrDeskState     psr_desk_get_state       (PsrDesk    *self);
const GError    *psr_desk_get_error       (PsrDesk    *self);
PsrEngine       *psr_desk_get_reader      (PsrDesk    *self);
PsrEngineStatus *psr_desk_get_status      (PsrDesk    *self);
PsrProfile      *psr_desk_get_profile     (PsrDesk    *self);
const char      *psr_desk_get_progress    (PsrDesk    *self);
gboolean         psr_desk_get_busy        (PsrDesk    *self);
const GError    *psr_desk_get_trouble     (PsrDesk    *self);
PsrTimestamp     psr_desk_get_checked_at  (PsrDesk    *self);
PsrClock        *psr_desk_get_clock       (PsrDesk    *self);
DexFuture       *psr_desk_refresh         (PsrDesk    *self);
DexFuture       *psr_desk_check_work      (PsrDesk    *self);
DexFuture       *psr_desk_confirm         (PsrDesk    *self,
                                           const char *company);
DexFuture       *psr_desk_sync            (PsrDesk    *self,
                                           const char *flow);
DexFuture       *psr_desk_dry_run         (PsrDesk    *self,
                                           const char *flow);
DexFuture       *psr_desk_retry_rows      (PsrDesk            *self,
                                           const char         *flow,
                                           const char * const *rows);
DexFuture       *psr_desk_pause_flow      (PsrDesk    *self,
                                           const char *flow,
                                           gboolean    pauses);
DexFuture       *psr_desk_settle          (PsrDesk            *self,
                                           PsrQuestion        *question,
                                           PsrEngineSyncFlags  take);
DexFuture       *psr_desk_couple          (PsrDesk    *self,
                                           const char *flow,
                                           const char *bc,
                                           const char *wello);
DexFuture       *psr_desk_view_question   (PsrDesk    *self,
                                           const char *flow,
                                           const char *row);
DexFuture       *psr_desk_try_filter      (PsrDesk    *self,
                                           const char *flow,
                                           gboolean    is_wello,
                                           const char *filter);
DexFuture       *psr_desk_explain_price   (PsrDesk    *self,
                                           const char *item,
                                           const char *customer,
                                           const char *date,
                                           PsrDecimal  quantity);
DexFuture       *psr_desk_send            (PsrDesk    *self,
                                           GArray     *documents,
                                           const char *kind,
                                           const char *day);
DexFuture       *psr_desk_bill_number     (PsrDesk         *self,
                                           const char      *number,
                                           PsrSeenDocument  seen,
                                           const char      *kind,
                                           char           **accept,
                                           const char      *day,
                                           gboolean         posts);
PsrEngine       *psr_desk_make_engine     (PsrDesk    *self);
void             psr_desk_signed_in       (PsrDesk    *self);
DexFuture       *psr_desk_view            (PsrDesk    *self,
                                           gint64      id,
                                           gboolean    is_exact);
DexFuture       *psr_desk_act             (PsrDesk       *self,
                                           PsrActRequest *request);
PsrKeeper       *psr_desk_get_keeper      (PsrDesk    *self);
PsrDeskSending   psr_desk_get_sending     (PsrDesk    *self);
PsrBatch        *psr_desk_get_batch       (PsrDesk    *self);
gboolean         psr_desk_is_writing      (PsrDesk    *self);
void             psr_desk_pause           (PsrDesk    *self);
void             psr_desk_resume          (PsrDesk    *self);
void             psr_desk_stay            (PsrDesk    *self);
gboolean         psr_desk_is_at_rest      (PsrDesk    *self);
void             psr_desk_stop            (PsrDesk    *self);
DexFuture       *psr_desk_close           (PsrDesk    *self);

G_END_DECLS
