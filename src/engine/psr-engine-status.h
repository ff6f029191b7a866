/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

/**
 * PsrFlowHealth:
 * @PSR_FLOW_NEVER_RAN: it didn't run yet
 * @PSR_FLOW_RUNNING: it runs
 * @PSR_FLOW_ON_TIME: its last run went well, and the next one isn't due for long
 * @PSR_FLOW_LATE: it should have run again by now
 * @PSR_FLOW_FAILING: its last run ended before its time
 * @PSR_FLOW_PAUSED: somebody wants it to be left alone
 *
 * How fresh a flow is.
 */
typedef enum
{
  PSR_FLOW_NEVER_RAN,
  PSR_FLOW_RUNNING,
  PSR_FLOW_ON_TIME,
  PSR_FLOW_LATE,
  PSR_FLOW_FAILING,
  PSR_FLOW_PAUSED,
} PsrFlowHealth;

/**
 * PsrFlowStatus:
 * @flow: the stable name of a flow
 * @title: its name, translated
 * @health: how fresh it is
 * @interval: how often it runs, in microseconds
 * @couples: whether its records are coupled, each with one of the other side
 * @last_run: when it last ran, or %PSR_TIMESTAMP_NONE
 * @fresh_until: up to when the other side's changes are known, or
 *   %PSR_TIMESTAMP_NONE
 * @message: (nullable): why the last run ended early
 *
 * How fresh a flow is. The counts are those of the last run.
 */
typedef struct
{
  char         *flow;
  char         *title;
  PsrFlowHealth health;
  gint64        interval;
  gboolean      couples;
  PsrTimestamp  last_run;
  PsrTimestamp  fresh_until;
  guint         created;
  guint         changed;
  guint         unchanged;
  guint         skipped;
  guint         failed;
  char         *message;
} PsrFlowStatus;

/**
 * PsrStateCount:
 * @state: the stable name of a state of the ledger
 * @title: its name, translated
 * @count: how many documents are in it
 */
typedef struct
{
  char   *state;
  char   *title;
  gint64  count;
} PsrStateCount;

/**
 * PsrOpenRequest:
 * @id: its number
 * @kind: the stable name of what is asked, such as `bill`
 * @what: what is asked, in words, translated
 * @person: who asked
 * @asked: when
 * @is_taken: whether somebody has begun to carry it out
 *
 * What somebody has asked for and nobody has finished.
 */
typedef struct
{
  gint64        id;
  char         *kind;
  char         *what;
  char         *person;
  PsrTimestamp  asked;
  gboolean      is_taken;
} PsrOpenRequest;

/**
 * PsrEngineStatus:
 * @flows: (element-type PsrFlowStatus): the flows
 * @counts: (element-type PsrStateCount): the states that have documents
 * @requests: (element-type PsrOpenRequest): what was asked for and isn't finished
 * @quotes_left: (element-type utf8): numbers of quotes in Business Central that nothing is
 *   to be made of any more, as they were found when it was last looked
 * @in_queue: how many documents each queue has, but for %PSR_QUEUE_ALL
 * @worker: (nullable): who is at work, in words, or %NULL when nobody is
 * @sandbox: (nullable): the environment of Business Central, where it is one to try things
 *   out that the profile lets write to Wello
 *
 * What there is to know without asking either service.
 */
typedef struct
{
  GPtrArray *flows;
  GPtrArray *counts;
  GPtrArray *requests;
  GPtrArray *quotes_left;
  gint64     in_queue[PSR_QUEUE_ALL];
  char      *worker;
  char      *sandbox;
} PsrEngineStatus;

#define PSR_TYPE_ENGINE_STATUS (psr_engine_status_get_type ())

const char      *psr_flow_health_to_string   (PsrFlowHealth    health);
GType            psr_engine_status_get_type  (void) G_GNUC_CONST;
PsrEngineStatus *psr_engine_status_new       (void);
PsrEngineStatus *psr_engine_status_ref       (PsrEngineStatus *self);
void             psr_engine_status_unref     (PsrEngineStatus *self);
PsrFlowStatus   *psr_engine_status_add_flow  (PsrEngineStatus *self,
                                              const char      *flow,
                                              const char      *title);
void             psr_engine_status_add_count (PsrEngineStatus *self,
                                              const char      *state,
                                              const char      *title,
                                              gint64           count);
PsrOpenRequest  *psr_engine_status_add_request
                                             (PsrEngineStatus *self,
                                              gint64           id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrEngineStatus, psr_engine_status_unref)

G_END_DECLS
