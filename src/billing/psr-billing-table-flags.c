/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-table"

#include "config.h"

#include "psr-billing-table.h"

typedef struct
{
  gboolean built;
  gboolean intent;
  gboolean end;
  gboolean live;
} StateFlags;

/* live: the lines of the Wello invoice are in a document of Business Central,
 * or may be, and can't be in another one. Those of a quote may be converted. */
static const StateFlags flags[PSR_BILLING_N_STATES] = {
  [PSR_BILLING_STATE_FOUND] = { .built = TRUE },
  [PSR_BILLING_STATE_BEFORE_START] = { .built = TRUE, .end = TRUE },
  [PSR_BILLING_STATE_HELD] = { .built = FALSE },
  [PSR_BILLING_STATE_BLOCKED] = { .built = TRUE },
  [PSR_BILLING_STATE_READY] = { .built = TRUE },
  [PSR_BILLING_STATE_APPROVED] = { .built = TRUE },
  [PSR_BILLING_STATE_QUOTING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_QUOTED] = { .built = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_QUOTE_PRICING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CONVERTING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_UNQUOTING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CREATING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CHECKING] = { .built = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CREATED] = { .built = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_REFERENCING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_REPRICING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CHECKED] = { .built = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_ATTACHING] = { .built = FALSE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_POSTING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CONFIRMING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_FOLLOWED] = { .built = TRUE, .end = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CLOSED] = { .built = TRUE, .end = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_REFUSING] = { .built = TRUE, .intent = TRUE },
  [PSR_BILLING_STATE_REFUSED] = { .built = TRUE },
  [PSR_BILLING_STATE_NEEDS_LOOK] = { .built = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_SKIPPED] = { .built = TRUE, .end = TRUE },
  [PSR_BILLING_STATE_ALREADY_INVOICED] = { .built = TRUE, .end = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_WITHDRAWN] = { .built = TRUE, .end = TRUE },
  [PSR_BILLING_STATE_WITHDRAWING] = { .built = TRUE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_RETURNING] = { .built = TRUE, .intent = TRUE },
  [PSR_BILLING_STATE_MAILING] = { .built = FALSE, .intent = TRUE, .live = TRUE },
  [PSR_BILLING_STATE_CREDITING] = { .built = FALSE, .intent = TRUE, .live = TRUE },
};

/**
 * psr_billing_state_is_intent:
 * @state: a state
 *
 * An intent is committed, with its holder, before the request that it announces
 * is sent. When its holder is gone, whether the request was carried out is found
 * by reading.
 *
 * Returns: whether @state is an intent
 */
gboolean
psr_billing_state_is_intent (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, FALSE);

  return flags[state].intent;
}

/**
 * psr_billing_state_is_end:
 * @state: a state
 *
 * Returns: whether nothing more has to happen to a document in @state
 */
gboolean
psr_billing_state_is_end (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, FALSE);

  return flags[state].end;
}

/**
 * psr_billing_state_is_built:
 * @state: a state
 *
 * Returns: whether the work of @state exists; nothing leads to one without
 */
gboolean
psr_billing_state_is_built (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, FALSE);

  return flags[state].built;
}

/**
 * psr_billing_state_has_live_lines:
 * @state: a state
 *
 * Returns: whether the lines of a document in @state are, or may be, in a live
 *   document of Business Central, so that they can't be sent in another
 */
gboolean
psr_billing_state_has_live_lines (PsrBillingState state)
{
  g_return_val_if_fail (state < PSR_BILLING_N_STATES, FALSE);

  return flags[state].live;
}
