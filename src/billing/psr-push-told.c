/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-told"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-clock.h"
#include "psr-ledger-transition.h"
#include "psr-push-run.h"
#include "psr-service-client.h"
#include "psr-wello-client.h"

/*
 * A request to Wello whose answer was lost may still arrive, and would undo what is said
 * after it. Until when is counted by Wello's own time, as it is in its answers: this
 * computer's clock may be set in between, and another computer has another one. Both
 * services' clocks are set by the world's, so that one may stand in for the other.
 */

/* A Date has whole seconds. */
#define FRACTION G_USEC_PER_SEC

static const PsrServerTime *
get_server_time (PsrPushRun *run)
{
  return psr_service_client_get_time (psr_wello_client_get_service (run->context->wello));
}

/* Where Wello's answers have no Date, Business Central's time is taken for Wello's: nobody
 * at this computer sets it either. Ours has to do only where neither tells. */
static const PsrServerTime *
choose_time (PsrPushRun *run)
{
  const PsrServerTime *time = get_server_time (run);

  return time->date != PSR_TIMESTAMP_NONE
           ? time : psr_service_client_get_time (psr_bc_client_get_service (run->context->bc));
}

/* Wello's time is somewhere between the two. */
static void
get_time (PsrPushRun   *run,
          PsrTimestamp *at_least,
          PsrTimestamp *at_most)
{
  PsrClock *clock = run->context->clock;
  const PsrServerTime *time = choose_time (run);
  gboolean known = time->date != PSR_TIMESTAMP_NONE;

  *at_least = known ? psr_server_time_get_least (time, clock) : psr_clock_now (clock);
  *at_most = known ? time->date + psr_server_time_get_age (time, clock) + FRACTION : *at_least;
}

static gboolean
is_old (PsrPushRun          *run,
        const PsrServerTime *time)
{
  return psr_server_time_get_age (time, run->context->clock) >= FRACTION;
}

/* Whoever asks twice in a run gets the same answer where there is no Date. */
static void
ask_for_time (PsrPushRun              *run,
              const PsrLedgerDocument *document)
{
  g_autoptr(PsrWelloInvoice) invoice = NULL;
  g_autoptr(GError) error = NULL;

  if (!run->wello_has_no_date)
    {
      invoice = dex_await_boxed (psr_wello_client_get_invoice (run->context->wello, document->wello_invoice_id), &error);
      if (invoice == NULL)
        g_debug ("Wello doesn’t tell the time: %s", error->message);
      run->wello_has_no_date = invoice != NULL && get_server_time (run)->date == PSR_TIMESTAMP_NONE;
    }

  if (get_server_time (run)->date != PSR_TIMESTAMP_NONE || !is_old (run, choose_time (run)))
    return;

  g_clear_error (&error);
  if (!dex_await (psr_bc_client_try_reading (run->context->bc, "customers"), &error))
    g_debug ("Business Central doesn’t tell the time: %s", error->message);
}

/**
 * psr_push_get_told_span:
 * @run: the run
 *
 * Returns: how many microseconds after it was told Wello may still hear something
 */
gint64
psr_push_get_told_span (PsrPushRun *run)
{
  g_return_val_if_fail (run != NULL, 0);

  return MIN (PSR_PUSH_WELLO_LATEST, psr_billing_rules_get_longest_request (run->context->rules));
}

/**
 * psr_push_set_told_until:
 * @run: the run
 * @step: (transfer none): a transition of a document
 *
 * Notes that Wello may still hear what it was told now.
 */
void
psr_push_set_told_until (PsrPushRun          *run,
                         PsrLedgerTransition *step)
{
  PsrTimestamp at_least, at_most;

  g_return_if_fail (run != NULL && step != NULL);

  get_time (run, &at_least, &at_most);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_TOLD_UNTIL, at_most + psr_push_get_told_span (run));
}

/**
 * psr_push_get_told_left:
 * @run: the run
 * @document: (transfer none): a document
 * @until: (out): until when, by Wello's time; to be noted instead of what is noted now, which
 *   is too late where this computer's clock was set while it was noted
 *
 * Says whether Wello isn't to be told anything else yet. Asks Wello for the time where its
 * last answer is old. To be called in a fiber.
 *
 * Returns: how many microseconds are left, at most; 0 when nothing can arrive any more
 */
gint64
psr_push_get_told_left (PsrPushRun              *run,
                        const PsrLedgerDocument *document,
                        PsrTimestamp            *until)
{
  PsrTimestamp at_least, at_most;

  g_return_val_if_fail (run != NULL && document != NULL && until != NULL, 0);

  *until = PSR_TIMESTAMP_NONE;

  if (document->told_until == PSR_TIMESTAMP_NONE)
    return 0;

  get_time (run, &at_least, &at_most);

  /* What is over by an old answer is over; that it isn't only a new one tells. */
  if (is_old (run, get_server_time (run)) &&
      (choose_time (run)->date == PSR_TIMESTAMP_NONE || document->told_until > at_least ||
       (get_server_time (run)->date == PSR_TIMESTAMP_NONE && !run->wello_has_no_date)))
    {
      ask_for_time (run, document);
      get_time (run, &at_least, &at_most);
    }

  *until = MIN (document->told_until, at_most + psr_push_get_told_span (run));

  return MAX (*until - at_least, 0);
}
