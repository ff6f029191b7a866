/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-bc-document.h"
#include "psr-billing-context.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/* By which trial quotes are known. */
#define PSR_QUOTE_TRIAL_NUMBER "PASSERELLE-TRIAL"

/**
 * PsrQuoteTrialResult:
 * @PSR_QUOTE_TRIAL_WORKS: a trial quote was accepted and stayed a draft
 * @PSR_QUOTE_TRIAL_NOT_OFFERED: there are no quotes, or they don't stay drafts
 * @PSR_QUOTE_TRIAL_REFUSED: it was refused, for this customer and for another
 * @PSR_QUOTE_TRIAL_REFUSED_ONE: it was refused for this customer, and there is no other
 *   to try
 * @PSR_QUOTE_TRIAL_NEEDS_APPROVAL: quotes are accepted, but converted only once
 *   somebody has approved them, as was learnt from one that was to be converted
 */
typedef enum
{
  PSR_QUOTE_TRIAL_WORKS,
  PSR_QUOTE_TRIAL_NOT_OFFERED,
  PSR_QUOTE_TRIAL_REFUSED,
  PSR_QUOTE_TRIAL_REFUSED_ONE,
  PSR_QUOTE_TRIAL_NEEDS_APPROVAL,
} PsrQuoteTrialResult;

/**
 * PsrQuoteTrial:
 * @result: what it came to
 * @why: why quotes can't be used, in words, or ""
 * @at: when it was made
 * @left: number of the quote that couldn't be removed, which isn't remembered; or ""
 * @left_why: why it couldn't, in words, or ""
 *
 * Whether documents can be made over quotes in a company. An immutable, boxed,
 * reference counted value.
 */
typedef struct
{
  PsrQuoteTrialResult  result;
  char                *why;
  PsrTimestamp         at;
  char                *left;
  char                *left_why;
} PsrQuoteTrial;

#define PSR_TYPE_QUOTE_TRIAL (psr_quote_trial_get_type ())

GType          psr_quote_trial_get_type (void) G_GNUC_CONST;
PsrQuoteTrial *psr_quote_trial_ref      (PsrQuoteTrial     *self);
void           psr_quote_trial_unref    (PsrQuoteTrial     *self);
gboolean       psr_quote_trial_is_known (PsrBillingContext *context);
PsrQuoteTrial *psr_quote_trial_learn    (PsrBillingContext *context,
                                         const char        *why);
char          *psr_quote_trial_find_customer
                                        (PsrBcClient        *bc,
                                         const char         *but,
                                         GError            **error);
char          *psr_quote_trial_remove   (PsrBcClient        *bc,
                                         PsrBcDocument      *quote);
DexFuture     *psr_quote_trial_make     (PsrBillingContext *context);
PsrQuoteTrial *psr_quote_trial_recall   (PsrBillingContext  *context,
                                         const char         *customer_id,
                                         gboolean            doubt,
                                         GError            **error);
PsrQuoteTrial *psr_quote_trial_renew    (PsrBillingContext  *context,
                                         const char         *customer_id,
                                         GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrQuoteTrial, psr_quote_trial_unref)

G_END_DECLS
