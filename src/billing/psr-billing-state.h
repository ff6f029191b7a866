/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrBillingState:
 *
 * Where a document of the ledger stands. The names are what the database
 * keeps (psr_billing_state_to_string()), so the numbers may move and the names
 * may not.
 */
typedef enum
{
  PSR_BILLING_STATE_FOUND,
  PSR_BILLING_STATE_BEFORE_START,
  PSR_BILLING_STATE_HELD,
  PSR_BILLING_STATE_BLOCKED,
  PSR_BILLING_STATE_READY,
  PSR_BILLING_STATE_APPROVED,
  PSR_BILLING_STATE_QUOTING,
  PSR_BILLING_STATE_QUOTED,
  PSR_BILLING_STATE_QUOTE_PRICING,
  PSR_BILLING_STATE_CONVERTING,
  PSR_BILLING_STATE_UNQUOTING,
  PSR_BILLING_STATE_CREATING,
  PSR_BILLING_STATE_CHECKING,
  PSR_BILLING_STATE_CREATED,
  PSR_BILLING_STATE_REFERENCING,
  PSR_BILLING_STATE_REPRICING,
  PSR_BILLING_STATE_CHECKED,
  PSR_BILLING_STATE_ATTACHING,
  PSR_BILLING_STATE_POSTING,
  PSR_BILLING_STATE_CONFIRMING,
  PSR_BILLING_STATE_FOLLOWED,
  PSR_BILLING_STATE_CLOSED,
  PSR_BILLING_STATE_REFUSING,
  PSR_BILLING_STATE_REFUSED,
  PSR_BILLING_STATE_NEEDS_LOOK,
  PSR_BILLING_STATE_SKIPPED,
  PSR_BILLING_STATE_ALREADY_INVOICED,
  PSR_BILLING_STATE_WITHDRAWN,
  PSR_BILLING_STATE_WITHDRAWING,
  PSR_BILLING_STATE_RETURNING,
  PSR_BILLING_STATE_MAILING,
  PSR_BILLING_STATE_CREDITING,
  PSR_BILLING_N_STATES,
} PsrBillingState;

/**
 * PsrBillingEvent:
 *
 * What can happen to a document. Who may cause it is part of the table
 * (psr_billing_event_get_actor()).
 */
typedef enum
{
  PSR_BILLING_EVENT_READ_EARLY,
  PSR_BILLING_EVENT_CHECKS_FAILED,
  PSR_BILLING_EVENT_CHECKS_PASSED,
  PSR_BILLING_EVENT_CHANGED,
  PSR_BILLING_EVENT_LEFT_QUEUE,
  PSR_BILLING_EVENT_READY_AGAIN,
  PSR_BILLING_EVENT_APPROVE,
  PSR_BILLING_EVENT_UNAPPROVE,
  PSR_BILLING_EVENT_TAKE,
  PSR_BILLING_EVENT_SKIP,
  PSR_BILLING_EVENT_UNSKIP,
  PSR_BILLING_EVENT_MARK_BILLED,
  PSR_BILLING_EVENT_UNMARK,
  PSR_BILLING_EVENT_WITHDRAW,
  PSR_BILLING_EVENT_APPROVE_POST,
  PSR_BILLING_EVENT_SEND,
  PSR_BILLING_EVENT_MADE,
  PSR_BILLING_EVENT_NOT_MADE,
  PSR_BILLING_EVENT_REFUSED,
  PSR_BILLING_EVENT_UNKNOWN,
  PSR_BILLING_EVENT_HOLDER_GONE,
  PSR_BILLING_EVENT_FOUND_FITS,
  PSR_BILLING_EVENT_FOUND_ODD,
  PSR_BILLING_EVENT_NOT_SEEN_YET,
  PSR_BILLING_EVENT_NOT_THERE,
  PSR_BILLING_EVENT_GAVE_UP,
  PSR_BILLING_EVENT_REPRICE,
  PSR_BILLING_EVENT_VERIFIED,
  PSR_BILLING_EVENT_DIFFERS,
  PSR_BILLING_EVENT_CONFIRMED,
  PSR_BILLING_EVENT_CONFIRM_REFUSED,
  PSR_BILLING_EVENT_TOLD,
  PSR_BILLING_EVENT_KEPT,
  PSR_BILLING_EVENT_DELETED,
  PSR_BILLING_EVENT_LEFT_UNTOLD,
  PSR_BILLING_EVENT_FIT_TO_POST,
  PSR_BILLING_EVENT_POST,
  PSR_BILLING_EVENT_POSTED,
  PSR_BILLING_EVENT_POST_REFUSED,
  PSR_BILLING_EVENT_FOLLOWED_READ,
  PSR_BILLING_EVENT_GONE,
  PSR_BILLING_EVENT_FINISHED,
  PSR_BILLING_EVENT_QUOTE,
  PSR_BILLING_EVENT_CONVERT,
  PSR_BILLING_EVENT_DROP_QUOTE,
  PSR_BILLING_EVENT_QUOTE_DROPPED,
  PSR_BILLING_EVENT_REFER,
  PSR_BILLING_N_EVENTS,
} PsrBillingEvent;

/**
 * PsrBillingActor:
 * @PSR_BILLING_ACTOR_WORKER: the program, from what it read or was answered
 * @PSR_BILLING_ACTOR_PERSON: somebody who decided it
 */
typedef enum
{
  PSR_BILLING_ACTOR_WORKER = 1 << 0,
  PSR_BILLING_ACTOR_PERSON = 1 << 1,
} PsrBillingActor;

/**
 * PsrBillingQueue:
 *
 * The list in which a state is shown.
 */
typedef enum
{
  PSR_BILLING_QUEUE_REVIEW,
  PSR_BILLING_QUEUE_EXCEPTIONS,
  PSR_BILLING_QUEUE_SENDING,
  PSR_BILLING_QUEUE_DONE,
  PSR_BILLING_N_QUEUES,
} PsrBillingQueue;

const char      *psr_billing_state_to_string    (PsrBillingState  state);
gboolean         psr_billing_state_from_string  (const char      *name,
                                                 PsrBillingState *state);
const char      *psr_billing_state_get_label    (PsrBillingState  state);
PsrBillingQueue  psr_billing_state_get_queue    (PsrBillingState  state);
const char      *psr_billing_event_to_string    (PsrBillingEvent  event);
const char      *psr_billing_queue_to_string    (PsrBillingQueue  queue);
gboolean         psr_billing_queue_from_string  (const char      *name,
                                                 PsrBillingQueue *queue);
char           **psr_billing_queue_dup_states   (PsrBillingQueue  queue);
char           **psr_billing_state_dup_stuck    (void);

G_END_DECLS
