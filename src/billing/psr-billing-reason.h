/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-explain.h"

G_BEGIN_DECLS

/**
 * PsrBillingReason:
 *
 * Why a document stands where it stands, unless it is for one of the checks
 * (#PsrCheck), which have names of their own. The names are what the database keeps
 * and what `--json` shows (psr_billing_reason_to_string()).
 */
typedef enum
{
  PSR_REASON_NONE,

  /* Not sent; see PsrCheck for what has to be put right first. */
  PSR_REASON_BEFORE_START,
  PSR_REASON_NO_START,
  PSR_REASON_LEFT_QUEUE,
  PSR_REASON_LIVE_ELSEWHERE,

  /* On the way. */
  PSR_REASON_WAITING,
  PSR_REASON_UNREAD,
  PSR_REASON_CHECKING,
  PSR_REASON_NO_DATE,
  PSR_REASON_CONFIRM_WAITING,
  PSR_REASON_POSTING,
  PSR_REASON_STUCK,

  /* A person has to look. */
  PSR_REASON_REFUSED,
  PSR_REASON_DUPLICATE,
  PSR_REASON_FOUND_DIFFERS,
  PSR_REASON_ECHO_DIFFERS,
  PSR_REASON_VAT_DIFFERS,
  PSR_REASON_PRICE_DIFFERS,
  PSR_REASON_GAVE_UP,
  PSR_REASON_POST_REFUSED,
  PSR_REASON_NOT_DRAFT,
  PSR_REASON_POSTED_DIFFERS,
  PSR_REASON_ORDER_SHIPPED,
  PSR_REASON_ORDER_ARCHIVED,
  PSR_REASON_ORDER_GONE,
  PSR_REASON_LEGAL_NUMBER_UNTOLD,
  PSR_REASON_NUMBER_UNTOLD,
  PSR_REASON_CONFIRM_REFUSED,
  PSR_REASON_READY_AGAIN,
  PSR_REASON_READY_CREDITED,
  PSR_REASON_CHANGED,
  PSR_REASON_GONE,
  PSR_REASON_QUOTE_DIFFERS,
  PSR_REASON_QUOTE_VAT_DIFFERS,
  PSR_REASON_QUOTE_NOT_DRAFT,
  PSR_REASON_QUOTE_CHANGED,
  PSR_REASON_QUOTE_GONE,
  PSR_REASON_QUOTE_STUCK,
  PSR_REASON_QUOTE_UNREAD,
  PSR_REASON_NO_QUOTES,
  PSR_REASON_REFERENCE_REFUSED,
  PSR_REASON_CHANGED_SINCE,
  PSR_REASON_STILL_THERE,
  PSR_REASON_UNSEEN,
  PSR_REASON_SHIPMENTS_UNSEEN,
  PSR_REASON_UNCHECKED,

  /* What a person decided, and what became of it. */
  PSR_REASON_NOT_WITHDRAWN_OPEN,
  PSR_REASON_NOT_WITHDRAWN_CHANGED,
  PSR_REASON_NOT_WITHDRAWN_VERSION,
  PSR_REASON_NOT_WITHDRAWN_INVOICED,
  PSR_REASON_NOT_WITHDRAWN_INVOICED_UNSEEN,
  PSR_REASON_NOT_WITHDRAWN_REFUSED,
  PSR_REASON_NOT_WITHDRAWN_UNSEEN,
  PSR_REASON_NOT_WITHDRAWN_UNSETTLED,
  PSR_REASON_WITHDRAWN,
  PSR_REASON_WITHDRAWN_VOID,
  PSR_REASON_WITHDRAWN_IMPORTED,
  PSR_REASON_SKIPPED,
  PSR_REASON_ALREADY_INVOICED,
  PSR_N_REASONS,
} PsrBillingReason;

const char       *psr_billing_reason_to_string   (PsrBillingReason  reason);
gboolean          psr_billing_reason_from_string (const char       *name,
                                                  PsrBillingReason *reason);
void              psr_billing_reason_get_texts   (PsrBillingReason   reason,
                                                  const char       **what,
                                                  const char       **why,
                                                  const char       **mend);
PsrExplanation   *psr_billing_reason_explain     (PsrBillingReason  reason,
                                                  const char       *subject) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
