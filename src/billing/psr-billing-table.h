/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-state.h"

G_BEGIN_DECLS

/**
 * PsrBillingVerdict:
 * @PSR_BILLING_VERDICT_MOVES: the document goes to another state
 * @PSR_BILLING_VERDICT_STAYS: the event is right here and changes no state; it
 *   may change when the document is looked at next
 * @PSR_BILLING_VERDICT_NEVER: the event has no place in this state; who tries
 *   it gets an error and nothing is written
 */
typedef enum
{
  PSR_BILLING_VERDICT_MOVES,
  PSR_BILLING_VERDICT_STAYS,
  PSR_BILLING_VERDICT_NEVER,
} PsrBillingVerdict;

PsrBillingVerdict psr_billing_table_look_up       (PsrBillingState  state,
                                                   PsrBillingEvent  event,
                                                   PsrBillingState *next);
gboolean          psr_billing_table_is_decided    (PsrBillingState  state,
                                                   PsrBillingEvent  event);
PsrBillingActor   psr_billing_event_get_actor     (PsrBillingEvent  event);
gboolean          psr_billing_state_is_intent     (PsrBillingState  state);
gboolean          psr_billing_state_is_end        (PsrBillingState  state);
gboolean          psr_billing_state_is_built      (PsrBillingState  state);
gboolean          psr_billing_state_has_live_lines (PsrBillingState state);

G_END_DECLS
