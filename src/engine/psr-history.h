/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrNeed:
 * @PSR_NEED_NONE: nothing is known to be needed
 * @PSR_NEED_DECISION: a person says whose values count, or whether a new record is wanted
 * @PSR_NEED_COUPLING: a person says what belongs together
 * @PSR_NEED_MEND: something has to be put right, or is tried again by itself
 *
 * What a record that is set aside needs.
 */
typedef enum
{
  PSR_NEED_NONE,
  PSR_NEED_DECISION,
  PSR_NEED_COUPLING,
  PSR_NEED_MEND,
} PsrNeed;

/**
 * PsrHistoryRun:
 * @id: its number
 * @flow: the stable name of the flow
 * @started: when
 * @ended: when, or %PSR_TIMESTAMP_NONE
 * @full: whether everything was read
 * @outcome: `done`, `broken-off` or `running`
 * @message: why it was broken off, or what it had to do without, or ""
 *
 * One run of a flow, with its figures.
 */
typedef struct
{
  gint64        id;
  char         *flow;
  PsrTimestamp  started;
  PsrTimestamp  ended;
  gboolean      full;
  char         *outcome;
  char         *message;
  gint64        read;
  gint64        created;
  gint64        changed;
  gint64        unchanged;
  gint64        skipped;
  gint64        failed;
} PsrHistoryRun;

/**
 * PsrHistoryEvent:
 * @run: the number of the run
 * @flow: the stable name of the flow
 * @at: when
 * @row: the record, for psr_engine_view_record()
 * @number: the record's number, as people know it
 * @outcome: `created`, `changed`, `skipped` or `failed`
 * @reason: why, or ""
 * @mend: what to do about it, or ""
 * @need: of one that is set aside, what it needs
 *
 * What became of a record in a run.
 */
typedef struct
{
  gint64        run;
  char         *flow;
  PsrTimestamp  at;
  char         *row;
  char         *number;
  char         *outcome;
  char         *reason;
  char         *mend;
  PsrNeed       need;
} PsrHistoryEvent;

/**
 * PsrHistoryRequest:
 * @id: its number
 * @at: when it was sent
 * @service: `bc` or `wello`
 * @method: such as GET
 * @url: the address, without secrets
 * @status: the answer's status, or 0 where there was none
 * @microseconds: how long it took
 * @bytes: how long the answer was
 * @correlation: by which the service's support finds it, or ""
 * @message: what went wrong, or ""
 *
 * A request that was made of a service.
 */
typedef struct
{
  gint64        id;
  PsrTimestamp  at;
  char         *service;
  char         *method;
  char         *url;
  gint64        status;
  gint64        microseconds;
  gint64        bytes;
  char         *correlation;
  char         *message;
} PsrHistoryRequest;

/**
 * PsrHistory:
 * @runs: (element-type PsrHistoryRun): runs, newest first
 * @events: (element-type PsrHistoryEvent): events, newest first
 * @requests: (element-type PsrHistoryRequest): requests, newest first
 *
 * What was done.
 */
typedef struct
{
  GPtrArray *runs;
  GPtrArray *events;
  GPtrArray *requests;
} PsrHistory;

#define PSR_TYPE_HISTORY (psr_history_get_type ())

GType            psr_history_get_type  (void) G_GNUC_CONST;
PsrHistory      *psr_history_new       (void);
PsrHistory      *psr_history_ref       (PsrHistory *self);
void             psr_history_unref     (PsrHistory *self);
PsrHistoryRun   *psr_history_add_run   (PsrHistory *self,
                                        gint64      id,
                                        const char *flow);
PsrHistoryEvent *psr_history_add_event (PsrHistory *self,
                                        gint64      run,
                                        const char *flow);

PsrHistoryRequest *psr_history_add_request (PsrHistory *self,
                                            gint64      id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrHistory, psr_history_unref)

G_END_DECLS
