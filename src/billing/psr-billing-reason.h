/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-explain.h"

G_BEGIN_DECLS

/**
 * PsrBillingReason:
 *
 * Why a document stands where it stands. The names are what the database keeps
 * and what `--json` shows (psr_billing_reason_to_string()).
 */
typedef enum
{
  PSR_REASON_NONE,

  /* Blocked: nothing was sent, something has to be put right first. */
  PSR_REASON_CUSTOMER_NOT_COUPLED,
  PSR_REASON_CUSTOMER_GONE,
  PSR_REASON_CUSTOMER_BLOCKED,
  PSR_REASON_CUSTOMER_NO_ORDERS,
  PSR_REASON_BILL_TO_NOT_COUPLED,
  PSR_REASON_BILL_TO_GONE,
  PSR_REASON_BILL_TO_BLOCKED,
  PSR_REASON_ITEM_NOT_COUPLED,
  PSR_REASON_ITEM_GONE,
  PSR_REASON_ITEM_BLOCKED,
  PSR_REASON_LABOUR_NOT_MAPPED,
  PSR_REASON_RULE_ITEM_GONE,
  PSR_REASON_HAND_TYPED_PART,
  PSR_REASON_LOCATION_NOT_COUPLED,
  PSR_REASON_CURRENCY_UNKNOWN,
  PSR_REASON_NO_LINES,
  PSR_REASON_LINES_MISSING,
  PSR_REASON_UNREADABLE,
  PSR_REASON_CREDIT_NOTE,
  PSR_REASON_NUMBER_TOO_LONG,
  PSR_REASON_AMOUNTS_UNCLEAR,
  PSR_REASON_ZERO_TOTAL,
  PSR_REASON_BEFORE_START,
  PSR_REASON_NO_START,
  PSR_REASON_LEFT_QUEUE,
  PSR_REASON_LIVE_ELSEWHERE,

  /* Ready all the same. */
  PSR_REASON_VAT_NOT_MAPPED,

  /* On the way. */
  PSR_REASON_WAITING,
  PSR_REASON_CHECKING,
  PSR_REASON_CONFIRM_WAITING,
  PSR_REASON_POSTING,

  /* A person has to look. */
  PSR_REASON_REFUSED,
  PSR_REASON_DUPLICATE,
  PSR_REASON_FOUND_DIFFERS,
  PSR_REASON_ECHO_DIFFERS,
  PSR_REASON_VAT_DIFFERS,
  PSR_REASON_GAVE_UP,
  PSR_REASON_POST_REFUSED,
  PSR_REASON_NOT_DRAFT,
  PSR_REASON_POSTED_DIFFERS,
  PSR_REASON_ORDER_GONE,
  PSR_REASON_LEGAL_NUMBER_UNTOLD,
  PSR_REASON_CONFIRM_REFUSED,
  PSR_REASON_READY_AGAIN,
  PSR_REASON_CHANGED,
  PSR_REASON_GONE,
  PSR_REASON_QUOTE_DIFFERS,
  PSR_REASON_QUOTE_VAT_DIFFERS,
  PSR_REASON_QUOTE_NOT_DRAFT,
  PSR_REASON_QUOTE_CHANGED,
  PSR_REASON_QUOTE_GONE,
  PSR_REASON_QUOTE_STUCK,
  PSR_REASON_REFERENCE_REFUSED,
  PSR_N_REASONS,
} PsrBillingReason;

const char       *psr_billing_reason_to_string   (PsrBillingReason  reason);
gboolean          psr_billing_reason_is_warning  (PsrBillingReason  reason);
gboolean          psr_billing_reason_from_string (const char       *name,
                                                  PsrBillingReason *reason);
PsrExplanation   *psr_billing_reason_explain     (PsrBillingReason  reason,
                                                  const char       *subject) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
