/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-state"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-state.h"

/* A queue of many is called Done, too, and isn't the same word everywhere. */
#define CONTEXT "state of a document"

typedef struct
{
  const char      *name;
  const char      *label;
  PsrBillingQueue  queue;
} StateInfo;

/* The names are kept in the database: never change one. */
static const StateInfo states[PSR_BILLING_N_STATES] = {
  [PSR_BILLING_STATE_FOUND] = { "found", NC_("state of a document", "Found"), PSR_BILLING_QUEUE_REVIEW },
  [PSR_BILLING_STATE_BEFORE_START] = { "before-start", NC_("state of a document", "Before start"), PSR_BILLING_QUEUE_REVIEW },
  [PSR_BILLING_STATE_HELD] = { "held", NC_("state of a document", "Held"), PSR_BILLING_QUEUE_REVIEW },
  [PSR_BILLING_STATE_BLOCKED] = { "blocked", NC_("state of a document", "Blocked"), PSR_BILLING_QUEUE_EXCEPTIONS },
  [PSR_BILLING_STATE_READY] = { "ready", NC_("state of a document", "Ready"), PSR_BILLING_QUEUE_REVIEW },
  [PSR_BILLING_STATE_APPROVED] = { "approved", NC_("state of a document", "Approved"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_QUOTING] = { "quoting", NC_("state of a document", "Making a quote"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_QUOTED] = { "quoted", NC_("state of a document", "Quoted"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_QUOTE_PRICING] = { "quote-pricing", NC_("state of a document", "Pricing the quote"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CONVERTING] = { "converting", NC_("state of a document", "Converting the quote"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_UNQUOTING] = { "unquoting", NC_("state of a document", "Removing the quote"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CREATING] = { "creating", NC_("state of a document", "Creating"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CHECKING] = { "checking", NC_("state of a document", "Checking"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CREATED] = { "created", NC_("state of a document", "Created"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_REFERENCING] = { "referencing", NC_("state of a document", "Writing the reference"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_REPRICING] = { "repricing", NC_("state of a document", "Repricing"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CHECKED] = { "checked", NC_("state of a document", "Checked"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_ATTACHING] = { "attaching", NC_("state of a document", "Attaching"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_POSTING] = { "posting", NC_("state of a document", "Posting"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CONFIRMING] = { "confirming", NC_("state of a document", "Confirming"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_FOLLOWED] = { "followed", NC_("state of a document", "Done"), PSR_BILLING_QUEUE_DONE },
  [PSR_BILLING_STATE_CLOSED] = { "closed", NC_("state of a document", "Closed"), PSR_BILLING_QUEUE_DONE },
  [PSR_BILLING_STATE_REFUSING] = { "refusing", NC_("state of a document", "Refused, telling Wello"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_REFUSED] = { "refused", NC_("state of a document", "Refused"), PSR_BILLING_QUEUE_EXCEPTIONS },
  [PSR_BILLING_STATE_NEEDS_LOOK] = { "needs-look", NC_("state of a document", "Needs a look"), PSR_BILLING_QUEUE_EXCEPTIONS },
  [PSR_BILLING_STATE_SKIPPED] = { "skipped", NC_("state of a document", "Skipped"), PSR_BILLING_QUEUE_DONE },
  [PSR_BILLING_STATE_ALREADY_INVOICED] = { "already-invoiced", NC_("state of a document", "Already invoiced"), PSR_BILLING_QUEUE_DONE },
  [PSR_BILLING_STATE_WITHDRAWN] = { "withdrawn", NC_("state of a document", "Withdrawn"), PSR_BILLING_QUEUE_DONE },
  [PSR_BILLING_STATE_WITHDRAWING] = { "withdrawing", NC_("state of a document", "Withdrawing"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_RETURNING] = { "returning", NC_("state of a document", "Withdrawn, telling Wello"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_MAILING] = { "mailing", NC_("state of a document", "Mailing"), PSR_BILLING_QUEUE_SENDING },
  [PSR_BILLING_STATE_CREDITING] = { "crediting", NC_("state of a document", "Crediting"), PSR_BILLING_QUEUE_SENDING },
};

static const char * const events[PSR_BILLING_N_EVENTS] = {
  [PSR_BILLING_EVENT_READ_EARLY] = "read-early",
  [PSR_BILLING_EVENT_CHECKS_FAILED] = "checks-failed",
  [PSR_BILLING_EVENT_CHECKS_PASSED] = "checks-passed",
  [PSR_BILLING_EVENT_CHANGED] = "changed",
  [PSR_BILLING_EVENT_LEFT_QUEUE] = "left-queue",
  [PSR_BILLING_EVENT_READY_AGAIN] = "ready-again",
  [PSR_BILLING_EVENT_APPROVE] = "approve",
  [PSR_BILLING_EVENT_UNAPPROVE] = "unapprove",
  [PSR_BILLING_EVENT_TAKE] = "take",
  [PSR_BILLING_EVENT_SKIP] = "skip",
  [PSR_BILLING_EVENT_UNSKIP] = "unskip",
  [PSR_BILLING_EVENT_MARK_BILLED] = "mark-billed",
  [PSR_BILLING_EVENT_UNMARK] = "unmark",
  [PSR_BILLING_EVENT_WITHDRAW] = "withdraw",
  [PSR_BILLING_EVENT_APPROVE_POST] = "approve-post",
  [PSR_BILLING_EVENT_SEND] = "send",
  [PSR_BILLING_EVENT_MADE] = "made",
  [PSR_BILLING_EVENT_NOT_MADE] = "not-made",
  [PSR_BILLING_EVENT_REFUSED] = "refused",
  [PSR_BILLING_EVENT_UNKNOWN] = "unknown",
  [PSR_BILLING_EVENT_HOLDER_GONE] = "holder-gone",
  [PSR_BILLING_EVENT_FOUND_FITS] = "found-fits",
  [PSR_BILLING_EVENT_FOUND_ODD] = "found-odd",
  [PSR_BILLING_EVENT_NOT_SEEN_YET] = "not-seen-yet",
  [PSR_BILLING_EVENT_NOT_THERE] = "not-there",
  [PSR_BILLING_EVENT_GAVE_UP] = "gave-up",
  [PSR_BILLING_EVENT_REPRICE] = "reprice",
  [PSR_BILLING_EVENT_VERIFIED] = "verified",
  [PSR_BILLING_EVENT_DIFFERS] = "differs",
  [PSR_BILLING_EVENT_CONFIRMED] = "confirmed",
  [PSR_BILLING_EVENT_CONFIRM_REFUSED] = "confirm-refused",
  [PSR_BILLING_EVENT_TOLD] = "told",
  [PSR_BILLING_EVENT_KEPT] = "kept",
  [PSR_BILLING_EVENT_DELETED] = "deleted",
  [PSR_BILLING_EVENT_LEFT_UNTOLD] = "left-untold",
  [PSR_BILLING_EVENT_FIT_TO_POST] = "fit-to-post",
  [PSR_BILLING_EVENT_POST] = "post",
  [PSR_BILLING_EVENT_POSTED] = "posted",
  [PSR_BILLING_EVENT_POST_REFUSED] = "post-refused",
  [PSR_BILLING_EVENT_FOLLOWED_READ] = "followed-read",
  [PSR_BILLING_EVENT_GONE] = "gone",
  [PSR_BILLING_EVENT_FINISHED] = "finished",
  [PSR_BILLING_EVENT_QUOTE] = "quote",
  [PSR_BILLING_EVENT_CONVERT] = "convert",
  [PSR_BILLING_EVENT_DROP_QUOTE] = "drop-quote",
  [PSR_BILLING_EVENT_QUOTE_DROPPED] = "quote-dropped",
  [PSR_BILLING_EVENT_REFER] = "refer",
};

static const char * const queues[PSR_BILLING_N_QUEUES] = {
  [PSR_BILLING_QUEUE_REVIEW] = "review",
  [PSR_BILLING_QUEUE_EXCEPTIONS] = "exceptions",
  [PSR_BILLING_QUEUE_SENDING] = "sending",
  [PSR_BILLING_QUEUE_DONE] = "done",
};

/**
 * psr_billing_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): the name under which the ledger keeps @state
 */
const char *
psr_billing_state_to_string (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, NULL);

  return states[state].name;
}

/**
 * psr_billing_state_from_string:
 * @name: (nullable): a name
 * @state: (out): the state of that name
 *
 * Returns: whether there is a state of that name
 */
gboolean
psr_billing_state_from_string (const char      *name,
                               PsrBillingState *state)
{
  g_return_val_if_fail (state != NULL, FALSE);

  for (guint i = 0; i < PSR_BILLING_N_STATES; i++)
    {
      if (g_strcmp0 (states[i].name, name) == 0)
        {
          *state = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_billing_state_get_label:
 * @state: a state
 *
 * Returns: (transfer none): what a list calls @state, in the user's language
 */
const char *
psr_billing_state_get_label (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, CONTEXT, states[state].label);
}

/**
 * psr_billing_state_get_queue:
 * @state: a state
 *
 * Returns: the list in which documents in @state are shown
 */
PsrBillingQueue
psr_billing_state_get_queue (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, PSR_BILLING_QUEUE_REVIEW);

  return states[state].queue;
}

/**
 * psr_billing_event_to_string:
 * @event: an event
 *
 * Returns: (transfer none): the name of @event in the audit
 */
const char *
psr_billing_event_to_string (PsrBillingEvent event)
{
  g_return_val_if_fail (event < PSR_BILLING_N_EVENTS, NULL);

  return events[event];
}

/**
 * psr_billing_queue_to_string:
 * @queue: a queue
 *
 * Returns: (transfer none): the name of @queue, as given on a command line
 */
const char *
psr_billing_queue_to_string (PsrBillingQueue queue)
{
  g_return_val_if_fail (queue < PSR_BILLING_N_QUEUES, NULL);

  return queues[queue];
}

/**
 * psr_billing_queue_from_string:
 * @name: (nullable): a name
 * @queue: (out): the queue of that name
 *
 * Returns: whether there is a queue of that name
 */
gboolean
psr_billing_queue_from_string (const char      *name,
                               PsrBillingQueue *queue)
{
  g_return_val_if_fail (queue != NULL, FALSE);

  for (guint i = 0; i < PSR_BILLING_N_QUEUES; i++)
    {
      if (g_strcmp0 (queues[i], name) == 0)
        {
          *queue = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_billing_queue_dup_states:
 * @queue: a queue
 *
 * Returns: (transfer full): the names of the states in @queue
 */
char **
psr_billing_queue_dup_states (PsrBillingQueue queue)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (queue < PSR_BILLING_N_QUEUES, NULL);

  for (guint i = 0; i < PSR_BILLING_N_STATES; i++)
    {
      if (states[i].queue == queue)
        g_strv_builder_add (builder, states[i].name);
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_billing_state_dup_stuck:
 *
 * What was begun stays where it is until it is finished. Where it fails again and again a
 * person is told, though it goes on by itself.
 *
 * Returns: (transfer full): the names of the states in which a document with
 *   %PSR_REASON_STUCK needs a person
 */
char **
psr_billing_state_dup_stuck (void)
{
  static const PsrBillingState stuck[] = {
    PSR_BILLING_STATE_CREATED,
    PSR_BILLING_STATE_REFERENCING,
    PSR_BILLING_STATE_REPRICING,
    PSR_BILLING_STATE_CHECKED,
    PSR_BILLING_STATE_POSTING,
    PSR_BILLING_STATE_CONFIRMING,
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (stuck); i++)
    g_strv_builder_add (builder, states[stuck[i]].name);

  return g_strv_builder_end (builder);
}
