/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine-private.h"
#include "psr-order-view.h"
#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

/**
 * PsrEngineLane:
 * @PSR_ENGINE_LANE_BILLING: documents, and what is read for them
 * @PSR_ENGINE_LANE_SYNC: flows
 *
 * What may be done at the same time by one program; each lane does one thing
 * after the other.
 */
typedef enum
{
  PSR_ENGINE_LANE_BILLING = 1 << 0,
  PSR_ENGINE_LANE_SYNC    = 1 << 1,
} PsrEngineLane;

#define PSR_ENGINE_LANES_ALL (PSR_ENGINE_LANE_BILLING | PSR_ENGINE_LANE_SYNC)

/**
 * PsrEngineWork:
 * @lanes: what is worked at
 * @context: (nullable): what billing works with; without it, what is asked of
 *   billing is left to others
 * @pushes: whether each round sends what is approved, not only those in which
 *   something was asked for
 * @brought: whether what was asked for brought something to Wello, or coupled it
 * @decided: whether something has to be done outside for what a person decided
 * @stays: whether what is asked stays asked for when we are stopped
 * @keeps_lock: whether the lock is kept after a round
 * @collected: when the ledger was brought up to date with Wello since we have
 *   the lock, or %PSR_TIMESTAMP_NONE
 * @next: when the next document is to be looked up
 * @has_worked: whether there was a round in which what is approved was sent
 * @is_woken: whether what was put off for a moment is tried in the next such round, as
 *   in the first one
 * @stopped: (nullable): why sending stopped in the last such round
 * @quotes_left: (nullable): numbers of quotes that nothing is to be made of any more
 * @quotes_removed: (nullable): numbers of those that were removed
 * @synced: (nullable): the arguments of the last command that ran flows
 * @synced_begun: when it was begun
 * @synced_result: (nullable): what came of it
 *
 * What whoever works remembers from round to round.
 */
typedef struct
{
  PsrEngineLane      lanes;
  PsrBillingContext *context;
  gboolean           pushes;
  gboolean           stays;
  gboolean           keeps_lock;
  gboolean           brought;
  gboolean           decided;
  PsrTimestamp       collected;
  PsrTimestamp       next;
  gboolean           has_worked;
  gboolean           is_woken;
  GError            *stopped;
  GPtrArray         *quotes_left;
  GPtrArray         *quotes_removed;
  char              *synced;
  PsrTimestamp       synced_begun;
  char              *synced_result;
} PsrEngineWork;

void      psr_engine_work_init          (PsrEngineWork      *work,
                                         PsrBillingContext  *context);
void      psr_engine_work_clear         (PsrEngineWork      *work);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrEngineWork, psr_engine_work_clear)

/* In fibers. */

gboolean  psr_engine_try_work           (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         GError            **error);
gboolean  psr_engine_carry_out          (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         gboolean           *sends,
                                         GError            **error);
PsrBillingReport *
          psr_engine_push               (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         GError            **error);
PsrBillingReport *
          psr_engine_collect            (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         GError            **error);
PsrFlowResult *
          psr_engine_run_flow           (PsrEngine          *self,
                                         const char         *flow,
                                         PsrEngineSyncFlags  flags,
                                         GError            **error);
gboolean  psr_engine_brings_news        (const PsrFlowResult *result);
gboolean  psr_engine_find_flow          (const char         *name,
                                         PsrSyncFlow        *flow,
                                         GError            **error);
PsrSyncContext *
          psr_engine_make_sync          (PsrEngine          *self,
                                         GError            **error);
gboolean  psr_engine_read_schema        (PsrEngine          *self,
                                         gboolean            at_once,
                                         gboolean           *was_read,
                                         GError            **problem,
                                         GError            **error);
gboolean  psr_engine_apply_schema       (PsrEngine          *self,
                                         PsrSyncContext     *context,
                                         GError            **error);
gboolean  psr_engine_take_awaited       (PsrEngine          *self,
                                         PsrSyncContext     *context,
                                         GError            **error);
gboolean  psr_engine_lead_to_proposals  (PsrEngine          *self,
                                         PsrOrderView       *view,
                                         const PsrLedgerDocument *document,
                                         GError            **error);
gboolean  psr_engine_doubt_schema       (PsrEngine          *self,
                                         GError            **error);
gboolean  psr_engine_is_paused          (PsrEngine          *self,
                                         const char         *flow,
                                         gboolean           *paused,
                                         GError            **error);
gboolean  psr_engine_send_automatically (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         guint              *n_approved,
                                         GError            **error);
gboolean  psr_engine_add_command        (PsrEngine          *self,
                                         PsrCommand         *command,
                                         gint64             *id,
                                         GError            **error);
gboolean  psr_engine_look_at_command    (PsrEngine          *self,
                                         gint64              id,
                                         char              **result,
                                         GError            **error);
void      psr_engine_abandon_command    (PsrEngine          *self,
                                         gint64              id);
char     *psr_engine_ask                (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         PsrCommand         *command,
                                         GError            **error);
gboolean  psr_engine_check_day          (PsrEngine          *self,
                                         PsrBillRequest     *request,
                                         GError            **error);

/* How each kind of command is carried out: the result, or NULL with the reason
 * why not. */

char     *psr_engine_carry_out_act      (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         PsrCommand         *command,
                                         GError            **error);
char     *psr_engine_carry_out_bill     (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         PsrCommand         *command,
                                         GError            **error);
char     *psr_engine_carry_out_couple   (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         PsrCommand         *command,
                                         GError            **error);
char     *psr_engine_carry_out_refresh  (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         PsrCommand         *command,
                                         GError            **error);
char     *psr_engine_carry_out_sync     (PsrEngine          *self,
                                         PsrEngineWork      *work,
                                         PsrCommand         *command,
                                         GError            **error);

G_END_DECLS
