/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-patience"

#include "config.h"

#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-push-run.h"
#include "psr-service-error.h"

/* A minute, then twice as long each time. */
#define LONGEST (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)
#define MOST_DOUBLED 6

/**
 * psr_push_counts:
 * @error: (nullable): why it couldn't be finished
 *
 * What is away, or asks us to wait, says nothing of this document.
 *
 * Returns: whether it is one more failure of the document itself
 */
gboolean
psr_push_counts (const GError *error)
{
  return !psr_push_run_concerns_all (error) &&
         !g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
}

/**
 * psr_push_set_later:
 * @run: the run
 * @step: an arrow on which @document stays where it is
 * @document: the document
 * @counts: whether it has failed once more
 * @soonest: when it is due at the soonest
 * @reason: why it stays, or %PSR_REASON_NONE to leave that as it is
 * @subject: (nullable): what the reason is about
 *
 * What fails each time is tried again after growing waits, without an end, because what was
 * begun has to be finished; and a person is told in the end. How often it has failed where it
 * stands is kept in the ledger.
 */
void
psr_push_set_later (PsrPushRun              *run,
                    PsrLedgerTransition     *step,
                    const PsrLedgerDocument *document,
                    gboolean                 counts,
                    PsrTimestamp             soonest,
                    PsrBillingReason         reason,
                    const char              *subject)
{
  gint64 failed, wait;

  g_return_if_fail (run != NULL && step != NULL && document != NULL);

  failed = document->lookups + (counts != FALSE);
  wait = counts ? MIN (PSR_PUSH_LATER << MIN (document->lookups, MOST_DOUBLED), LONGEST) : 0;
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, failed);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                       MAX (soonest, psr_clock_now (run->context->clock) + wait));

  if (reason != PSR_REASON_NONE)
    psr_billing_step_set_reason (step, failed >= PSR_PUSH_PATIENCE ? PSR_REASON_STUCK : reason, subject);
}
