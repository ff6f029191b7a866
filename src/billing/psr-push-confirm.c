/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-confirm"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-step.h"
#include "psr-billing-words.h"
#include "psr-clock.h"
#include "psr-document-maker.h"
#include "psr-push-run.h"
#include "psr-service-error.h"
#include "psr-text.h"
#include "psr-wello-client.h"
#include "psr-wello-invoice.h"

/* Wello documents no limit for the message. */
#define MESSAGE_LENGTH 250

typedef enum
{
  TOLD,
  NOT_YET,
  /* Neither, and it says nothing of this invoice: Wello is away, or asks us to wait. */
  AWAY,
  WONT,
  /* Wello keeps the number that it was told of this invoice before. */
  KEEPS,
} Answer;

static Answer
get_open_answer (const GError *error)
{
  return psr_push_counts (error) ? NOT_YET : AWAY;
}

static gboolean
is_open (Answer answer)
{
  return answer == NOT_YET || answer == AWAY;
}

/* A service that answers, and never as it should. */
static gboolean
is_hopeless (const PsrLedgerDocument *document,
             Answer                   answer)
{
  return answer == NOT_YET && document->lookups + 1 >= PSR_PUSH_PATIENCE;
}

static PsrWelloStatus
read_status (PsrPushRun         *run,
             PsrLedgerDocument  *document,
             char              **number,
             GError            **error)
{
  g_autoptr(PsrWelloInvoice) invoice = NULL;

  invoice = dex_await_boxed (psr_wello_client_get_invoice (run->context->wello, document->wello_invoice_id), error);

  if (invoice == NULL)
    return PSR_WELLO_STATUS_OTHER;

  g_set_str (number, invoice->invoice_number);

  return psr_wello_statuses_classify (run->statuses, invoice->status_id);
}

static PsrWriteOutcome *
change_status (PsrPushRun         *run,
               PsrLedgerDocument  *document,
               PsrWelloStatus      target,
               const char         *message,
               GError            **error)
{
  if (!psr_push_run_may_send (run, error))
    return NULL;

  return dex_await_object (psr_wello_client_change_status (run->context->wello, document->wello_invoice_id,
                                                           psr_wello_statuses_get_id (run->statuses, target),
                                                           target == PSR_WELLO_STATUS_IMPORTED ? document->bc_number : NULL,
                                                           message), error);
}

static gboolean
is_other_number (const char        *number,
                 PsrLedgerDocument *document)
{
  return number != NULL && number[0] != '\0' && g_ascii_strcasecmp (number, document->bc_number) != 0;
}

/* Whether Wello shows another document's number: not this one's, neither that of
 * the posted invoice nor that of its draft. */
static gboolean
is_of_another (const char        *number,
               PsrLedgerDocument *document)
{
  if (document->told_number[0] != '\0' && g_strcmp0 (number, document->told_number) == 0)
    return FALSE;

  return is_other_number (number, document);
}

static void
set_told_until (PsrPushRun          *run,
                PsrLedgerTransition *step,
                gboolean             doubt)
{
  if (doubt)
    psr_push_set_told_until (run, step);
}

/*
 * Telling Wello changes nothing when it is done twice, so that a doubt is
 * settled by reading and then telling again. An invoice in ERP Error has to be
 * made ready before it can be imported. @doubt is set when a request may still take
 * effect, and say again what was told, after the answer; @other when one may that says
 * something else.
 */
static Answer
tell (PsrPushRun         *run,
      PsrLedgerDocument  *document,
      PsrWelloStatus      target,
      const char         *message,
      gboolean            read_first,
      gboolean           *doubt,
      gboolean           *other,
      char              **words,
      gint64             *retry_after)
{
  gboolean keeps = FALSE;
  Answer answer = NOT_YET;

  for (guint tried = 0; tried < PSR_PUSH_TRIES; tried++)
    {
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autoptr(GError) error = NULL;
      PsrWriteOutcomeKind kind;

      if (read_first || tried > 0)
        {
          g_autofree char *number = NULL;
          PsrWelloStatus status = read_status (run, document, &number, &error);

          if (error != NULL)
            {
              g_free (*words);
              *words = psr_billing_step_dup_words (error);
              return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ? WONT : get_open_answer (error);
            }

          if (status == target)
            {
              if (target != PSR_WELLO_STATUS_IMPORTED || !is_other_number (number, document))
                return TOLD;

              if (is_of_another (number, document))
                {
                  g_free (*words);
                  *words = g_strdup (number);
                  return WONT;
                }

              keeps = TRUE;
            }

          /* Somebody else decided; a refusal is of no use any more. */
          if (target == PSR_WELLO_STATUS_ERROR && status != PSR_WELLO_STATUS_READY)
            return TOLD;

          if (target == PSR_WELLO_STATUS_IMPORTED && status == PSR_WELLO_STATUS_ERROR)
            {
              g_autoptr(PsrWriteOutcome) readied = change_status (run, document, PSR_WELLO_STATUS_READY, NULL, &error);

              if (readied != NULL && psr_write_outcome_get_kind (readied) == PSR_WRITE_UNKNOWN)
                {
                  *other = TRUE;
                  g_free (*words);
                  *words = psr_push_run_dup_reason (readied);
                  return get_open_answer (psr_write_outcome_get_reason (readied));
                }

              if (readied == NULL || psr_write_outcome_get_kind (readied) != PSR_WRITE_MADE)
                g_debug ("Wello doesn't make the invoice ready again");
              g_clear_error (&error);
            }
        }

      outcome = change_status (run, document, target, message, &error);

      if (outcome == NULL)
        {
          g_free (*words);
          *words = psr_billing_step_dup_words (error);
          return get_open_answer (error);
        }

      kind = psr_write_outcome_get_kind (outcome);

      if (kind == PSR_WRITE_MADE)
        return TOLD;

      *doubt |= kind == PSR_WRITE_UNKNOWN;
      g_free (*words);
      *words = psr_push_run_dup_reason (outcome);
      *retry_after = psr_write_outcome_get_retry_after (outcome);
      answer = *retry_after > 0 ? AWAY : get_open_answer (psr_write_outcome_get_reason (outcome));

      if ((kind == PSR_WRITE_REFUSED || kind == PSR_WRITE_STALE) && (tried > 0 || keeps))
        return keeps ? KEEPS : WONT;

      if (tried + 1 < PSR_PUSH_TRIES)
        psr_push_run_wait (run, tried, *retry_after);
    }

  return answer;
}

static gboolean
is_posted (PsrLedgerDocument *document)
{
  return g_str_equal (document->bc_status, "posted") || g_str_equal (document->bc_status, "paid") ||
         g_str_equal (document->bc_status, "credited");
}

/* @reason says why, or that what it says already stays; @counts whether it has failed; @until
 * when Wello can't hear anything else any more, where that is known. */
static void
later (PsrPushRun        *run,
       PsrLedgerDocument *document,
       PsrBillingReason   reason,
       const char        *words,
       gboolean           counts,
       PsrTimestamp       at,
       gboolean           other,
       PsrTimestamp       until)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_set_later (run, step, document, counts, at, reason, words);

  if (until != PSR_TIMESTAMP_NONE)
    psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_TOLD_UNTIL, until);

  set_told_until (run, step, other);
  moved = psr_push_run_commit (run, step);
}

static PsrTimestamp
soon (PsrPushRun *run,
      gint64      retry_after)
{
  PsrTimestamp asked = psr_push_run_get_later_by (run, psr_wello_client_get_service (run->context->wello));

  return MAX (psr_clock_now (run->context->clock) + psr_push_run_get_later (retry_after), asked);
}

/* Whether it waits until Wello can't hear anything else any more. */
static gboolean
waits_for_earlier (PsrPushRun        *run,
                   PsrLedgerDocument *document,
                   PsrBillingReason   reason)
{
  PsrTimestamp until;
  gint64 left = psr_push_get_told_left (run, document, &until);

  if (left == 0)
    return FALSE;

  /* Translators: Wello; this follows “Wello could not be told:”. */
  later (run, document, reason, _("an earlier answer of it was lost, and what it was told then may still arrive"),
         FALSE, psr_clock_now (run->context->clock) + left, FALSE, until);

  return TRUE;
}

/* Its end is reached all the same; the audit says that Wello has another number. */
static void
set_untold (PsrLedgerTransition *step,
            PsrBillingReason     reason,
            const char          *words)
{
  const char *code = psr_billing_reason_to_string (reason);
  g_autoptr(PsrExplanation) told = psr_billing_reason_explain (reason, words);
  g_autoptr(PsrExplanation) kept = psr_billing_words_write (code, told);

  psr_billing_step_set_words (step, code, told);
  psr_ledger_transition_set_audit (step, PSR_BILLING_WORKER, "number-refused", kept->why);
}

/**
 * psr_push_confirm:
 * @run: the run
 * @document: (transfer none): a document whose confirming is held by this
 *   instance
 * @read_first: whether Wello may have been told already
 *
 * Tells Wello the document's number. To be called in a fiber.
 */
void
psr_push_confirm (PsrPushRun        *run,
                  PsrLedgerDocument *document,
                  gboolean           read_first)
{
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *words = NULL;
  PsrLedgerTransition *step;
  Answer answer;
  gint64 retry_after = 0;
  gboolean doubt = read_first, other = FALSE;

  psr_push_run_touch (run, document);

  /* Once Wello is told, nobody would ask for the change any more. */
  if (document->told_number[0] == '\0' && psr_billing_step_is_newer_known (document))
    {
      step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
      psr_billing_step_set_reason (step, PSR_REASON_CHANGED_SINCE, document->bc_number);
      set_told_until (run, step, doubt);
      moved = psr_push_run_commit (run, step);
      return;
    }

  if (waits_for_earlier (run, document, PSR_REASON_CONFIRM_WAITING))
    return;

  answer = tell (run, document, PSR_WELLO_STATUS_IMPORTED, NULL, read_first, &doubt, &other, &words, &retry_after);

  switch (answer)
    {
    case TOLD:
      step = psr_billing_step_new (document, is_posted (document) ? PSR_BILLING_EVENT_FINISHED
                                                                 : PSR_BILLING_EVENT_CONFIRMED,
                                   PSR_BILLING_WORKER);
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_TOLD_NUMBER, document->bc_number);
      /* What arrives late would put this number in the place of a newer one. */
      set_told_until (run, step, doubt);
      moved = psr_push_run_commit (run, step);
      return;

    case KEEPS:
    case WONT:
      /* It has the number of the draft, or of one that was withdrawn, and that is the
       * best that it takes. */
      if (answer == KEEPS || (is_posted (document) && document->told_number[0] != '\0'))
        {
          step = psr_billing_step_new (document, is_posted (document) ? PSR_BILLING_EVENT_FINISHED
                                                                     : PSR_BILLING_EVENT_CONFIRMED,
                                       PSR_BILLING_WORKER);
          set_untold (step, is_posted (document) ? PSR_REASON_LEGAL_NUMBER_UNTOLD : PSR_REASON_NUMBER_UNTOLD, words);
          set_told_until (run, step, doubt);
          moved = psr_push_run_commit (run, step);
          return;
        }

      step = psr_billing_step_new (document, PSR_BILLING_EVENT_CONFIRM_REFUSED, PSR_BILLING_WORKER);
      psr_billing_step_set_reason (step, PSR_REASON_CONFIRM_REFUSED, words);
      set_told_until (run, step, doubt);
      moved = psr_push_run_commit (run, step);
      return;

    case NOT_YET:
    case AWAY:
    default:
      later (run, document, PSR_REASON_CONFIRM_WAITING, words, answer == NOT_YET,
             other ? psr_clock_now (run->context->clock) + psr_push_get_told_span (run) : soon (run, retry_after),
             other, PSR_TIMESTAMP_NONE);
      return;
    }
}

/**
 * psr_push_tell:
 * @run: the run
 * @document: (transfer none): a refused document whose telling is held by this
 *   instance
 * @read_first: whether Wello may have been told already
 *
 * Tells Wello why Business Central refused. To be called in a fiber.
 */
void
psr_push_tell (PsrPushRun        *run,
               PsrLedgerDocument *document,
               gboolean           read_first)
{
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *words = NULL;
  g_autoptr(PsrExplanation) why = psr_document_maker_explain (document);
  g_autofree char *message = psr_text_cut (why->why, MESSAGE_LENGTH);
  PsrLedgerTransition *step;
  PsrBillingEvent event;
  Answer answer;
  gint64 retry_after = 0;
  gboolean doubt = read_first, other = FALSE;

  psr_push_run_touch (run, document);

  if (waits_for_earlier (run, document, PSR_REASON_NONE))
    return;

  answer = tell (run, document, PSR_WELLO_STATUS_ERROR, message, read_first, &doubt, &other, &words, &retry_after);

  switch (answer)
    {
    case TOLD:
      event = PSR_BILLING_EVENT_TOLD;
      break;

    case WONT:
    case KEEPS:
      event = PSR_BILLING_EVENT_CONFIRM_REFUSED;
      break;

    case NOT_YET:
    case AWAY:
    default:
      if (!is_hopeless (document, answer))
        {
          later (run, document, PSR_REASON_NONE, NULL, answer == NOT_YET, soon (run, retry_after), FALSE, PSR_TIMESTAMP_NONE);
          return;
        }

      event = PSR_BILLING_EVENT_GAVE_UP;
      break;
    }

  step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  psr_ledger_transition_set_reason (step, document->reason_code, document->reason_what,
                                    document->reason_why, document->reason_mend);
  set_told_until (run, step, doubt);
  moved = psr_push_run_commit (run, step);
}

static gboolean
try_status (PsrPushRun         *run,
            PsrLedgerDocument  *document,
            PsrWelloStatus      target,
            const char         *message,
            gboolean           *doubt,
            Answer             *answer,
            char              **words)
{
  g_autoptr(PsrWriteOutcome) outcome = NULL;
  g_autoptr(GError) error = NULL;

  outcome = change_status (run, document, target, message, &error);
  g_free (*words);
  *words = outcome != NULL ? psr_push_run_dup_reason (outcome) : psr_billing_step_dup_words (error);
  *doubt |= outcome != NULL && psr_write_outcome_get_kind (outcome) == PSR_WRITE_UNKNOWN;

  switch (outcome != NULL ? psr_write_outcome_get_kind (outcome) : PSR_WRITE_UNKNOWN)
    {
    case PSR_WRITE_MADE:
      *answer = TOLD;
      return TRUE;

    case PSR_WRITE_REFUSED:
    case PSR_WRITE_STALE:
      *answer = WONT;
      return FALSE;

    case PSR_WRITE_NOT_MADE:
    case PSR_WRITE_UNKNOWN:
    default:
      *answer = get_open_answer (outcome != NULL ? psr_write_outcome_get_reason (outcome) : error);
      return TRUE;
    }
}

/* Whether Wello may still say that it was imported is documented nowhere: ready for a
 * new document, if it can be; else an error that says why; else it stays. */
static Answer
give_back (PsrPushRun         *run,
           PsrLedgerDocument  *document,
           gboolean           *doubt,
           char              **words)
{
  Answer answer = NOT_YET;

  for (guint tried = 0; tried < PSR_PUSH_TRIES && is_open (answer); tried++)
    {
      g_autofree char *number = NULL;
      g_autoptr(GError) error = NULL;
      PsrWelloStatus status = read_status (run, document, &number, &error);

      if (error != NULL)
        {
          g_free (*words);
          *words = psr_billing_step_dup_words (error);
          return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ? TOLD : get_open_answer (error);
        }

      /* What isn't imported, or as another document, isn't ours to change. */
      if (status != PSR_WELLO_STATUS_IMPORTED || is_of_another (number, document))
        return TOLD;

      if (!try_status (run, document, PSR_WELLO_STATUS_READY, NULL, doubt, &answer, words))
        try_status (run, document, PSR_WELLO_STATUS_ERROR, _("Withdrawn: the draft was deleted in Business Central."),
                    doubt, &answer, words);

      if (is_open (answer) && tried + 1 < PSR_PUSH_TRIES)
        psr_push_run_wait (run, tried, 0);
    }

  return answer;
}

/**
 * psr_push_return:
 * @run: the run
 * @document: (transfer none): a withdrawn document whose telling is held by this
 *   instance
 * @told_before: whether Wello may have been told already
 *
 * Tells Wello that its invoice has no document any more. A number that Wello keeps
 * all the same stays noted as told. To be called in a fiber.
 */
void
psr_push_return (PsrPushRun        *run,
                 PsrLedgerDocument *document,
                 gboolean           told_before)
{
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autofree char *words = NULL;
  PsrLedgerTransition *step;
  PsrBillingEvent event;
  gboolean doubt = told_before;
  Answer answer;

  g_return_if_fail (run != NULL && document != NULL);

  psr_push_run_touch (run, document);

  if (waits_for_earlier (run, document, PSR_REASON_NONE))
    return;

  answer = give_back (run, document, &doubt, &words);

  if (is_open (answer) && !is_hopeless (document, answer))
    {
      later (run, document, PSR_REASON_NONE, NULL, answer == NOT_YET, soon (run, 0), FALSE, PSR_TIMESTAMP_NONE);
      return;
    }

  if (answer == TOLD)
    event = PSR_BILLING_EVENT_TOLD;
  else
    event = is_open (answer) ? PSR_BILLING_EVENT_GAVE_UP : PSR_BILLING_EVENT_CONFIRM_REFUSED;

  step = psr_billing_step_new (document, event, PSR_BILLING_WORKER);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, "");
  set_told_until (run, step, doubt);

  if (answer == TOLD)
    {
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_TOLD_NUMBER, "");
      psr_ledger_transition_set_reason (step, document->reason_code, document->reason_what,
                                        document->reason_why, document->reason_mend);
    }
  else
    {
      psr_billing_step_set_reason (step, PSR_REASON_WITHDRAWN_IMPORTED, words);
    }

  moved = psr_push_run_commit (run, step);
}
