/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-run"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-explain.h"
#include "psr-holder.h"
#include "psr-ledger.h"
#include "psr-push-run.h"
#include "psr-retry.h"
#include "psr-service-error.h"
#include "psr-store-error.h"

#define LONGEST_WAIT (60 * G_USEC_PER_SEC)

/* Nothing is ever noted for later than that. */
#define LONGEST_NOTED (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

/* How long after its intent a request may be given to the client, which has patience
 * of its own: with the service's 16 minutes they make the longest request. */
#define LATEST (G_GINT64_CONSTANT (10) * G_USEC_PER_SEC)

G_DEFINE_BOXED_TYPE (PsrPushPlan, psr_push_plan, psr_push_plan_ref, psr_push_plan_unref)

/**
 * psr_push_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): another reference to @self
 */
PsrPushPlan *
psr_push_plan_ref (PsrPushPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_push_plan_finalize (gpointer data)
{
  PsrPushPlan *self = data;

  g_clear_pointer (&self->billable, psr_billable_unref);
  g_clear_pointer (&self->built, psr_built_document_unref);
}

/**
 * psr_push_plan_unref:
 * @self: (transfer full): a plan
 *
 * Drops a reference to @self.
 */
void
psr_push_plan_unref (PsrPushPlan *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_push_plan_finalize);
}

typedef struct
{
  char            *details;
  char            *external_number;
  char            *asked_day;
  PsrBillingRules *rules;
  PsrBillingKind   kind;
  PsrTimestamp     now;
} PlanJob;

static void
plan_job_free (gpointer data)
{
  PlanJob *job = data;

  g_free (job->details);
  g_free (job->external_number);
  g_free (job->asked_day);
  psr_billing_rules_unref (job->rules);
  g_free (job);
}

/* The profile may name another group since the invoice was read. What is internal has
 * that of its card. */
static void
set_tax_codes (PsrBillable     *billable,
               PsrBillingRules *rules)
{
  if (billable->internal)
    return;

  for (guint i = 0; i < billable->lines->len; i++)
    {
      PsrBillableLine *line = g_ptr_array_index (billable->lines, i);
      const char *group = psr_billing_rules_get_vat_group (rules, line->vat_code, line->vat_percent, line->part);

      g_set_str (&line->tax_code, group != NULL ? group : "");
    }
}

static DexFuture *
plan_job_run (gpointer data)
{
  PlanJob *job = data;
  g_autoptr(PsrPushPlan) plan = g_atomic_rc_box_new0 (PsrPushPlan);
  GError *error = NULL;

  plan->billable = psr_billable_from_json (job->details, &error);

  if (plan->billable != NULL)
    {
      /* Look-ups go by the ledger's number, so it has to be the one that is sent. */
      g_set_str (&plan->billable->external_number, job->external_number);
      g_set_str (&plan->billable->asked_day, job->asked_day);
      set_tax_codes (plan->billable, job->rules);
      plan->built = psr_document_builder_build (plan->billable, job->rules, job->kind, job->now, &error);
    }

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_PUSH_PLAN, g_steal_pointer (&plan));
}

/**
 * psr_push_plan_make:
 * @context: the context
 * @document: a document
 * @kind: invoice or order
 * @error: return location for an explained error
 *
 * Makes ready what the ledger keeps of @document. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the plan
 */
PsrPushPlan *
psr_push_plan_make (PsrBillingContext        *context,
                    const PsrLedgerDocument  *document,
                    PsrBillingKind            kind,
                    GError                  **error)
{
  PlanJob *job;

  g_return_val_if_fail (context != NULL && document != NULL, NULL);

  job = g_new0 (PlanJob, 1);
  job->details = g_strdup (document->details);
  job->external_number = g_strdup (document->external_number);
  job->asked_day = g_strdup (document->asked_day);
  job->rules = psr_billing_rules_ref (context->rules);
  job->kind = kind;
  job->now = psr_clock_now (context->clock);

  return dex_await_boxed (psr_executor_run (context->executor, "parse", plan_job_run, job, plan_job_free), error);
}

/**
 * psr_push_run_new:
 * @context: the context
 *
 * Returns: (transfer full): a run that has touched nothing
 */
PsrPushRun *
psr_push_run_new (PsrBillingContext *context)
{
  PsrPushRun *self;

  g_return_val_if_fail (context != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrPushRun);
  self->context = psr_billing_context_ref (context);
  self->quotes_left = g_ptr_array_new_with_free_func (g_free);
  self->quotes_removed = g_ptr_array_new_with_free_func (g_free);
  self->touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

/**
 * psr_push_run_ref:
 * @self: a run
 *
 * Returns: (transfer full): another reference to @self
 */
PsrPushRun *
psr_push_run_ref (PsrPushRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_push_run_finalize (gpointer data)
{
  PsrPushRun *self = data;

  if (self->progress_destroy != NULL)
    self->progress_destroy (self->progress_data);

  g_clear_pointer (&self->context, psr_billing_context_unref);
  g_clear_object (&self->stop);
  g_clear_pointer (&self->statuses, psr_wello_statuses_unref);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  dex_clear (&self->trial);
  dex_clear (&self->renewed_trial);
  g_clear_pointer (&self->quotes_left, g_ptr_array_unref);
  g_clear_pointer (&self->quotes_removed, g_ptr_array_unref);
  g_clear_error (&self->stopped);
}

/**
 * psr_push_run_unref:
 * @self: (transfer full): a run
 *
 * Drops a reference to @self.
 */
void
psr_push_run_unref (PsrPushRun *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_push_run_finalize);
}

/**
 * psr_push_run_is_over:
 * @self: a run
 *
 * Returns: whether no further document is to be begun
 */
gboolean
psr_push_run_is_over (PsrPushRun *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->stopped != NULL ||
         psr_ledger_is_stopped (self->context->ledger) ||
         g_cancellable_is_cancelled (self->stop);
}

/**
 * psr_push_run_may_send:
 * @self: a run
 * @error: return location for what stopped the ledger
 *
 * To be asked right before each request that changes something: another
 * document's commit may have failed since that of the intent, and what this
 * request comes to couldn't be saved either.
 *
 * Returns: whether the request may go out
 */
gboolean
psr_push_run_may_send (PsrPushRun  *self,
                       GError     **error)
{
  GError *reason;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  reason = psr_ledger_dup_stop_reason (self->context->ledger);

  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, reason);

  return FALSE;
}

/**
 * psr_push_run_get_moment:
 * @self: a run
 *
 * Returns: this moment, for psr_push_run_is_timely()
 */
PsrPushMoment
psr_push_run_get_moment (PsrPushRun *self)
{
  PsrPushMoment moment = { 0, PSR_TIMESTAMP_NONE };

  g_return_val_if_fail (self != NULL, moment);

  return psr_push_moment_now (self->context->clock);
}

/**
 * psr_push_run_get_age:
 * @self: a run
 * @since: a moment of before
 *
 * Returns: how many microseconds passed, not less than did
 */
gint64
psr_push_run_get_age (PsrPushRun          *self,
                      const PsrPushMoment *since)
{
  g_return_val_if_fail (self != NULL && since != NULL, G_MAXINT64);

  return psr_push_moment_get_age (since, self->context->clock);
}

/**
 * psr_push_run_is_timely:
 * @self: a run
 * @since: when the intent was about to be committed
 * @error: return location for an explained error
 *
 * To be asked right before a request of which it has to be known until when it may
 * take effect: the computer may have slept, or the program have been stopped, while
 * its intent was committed.
 *
 * Returns: whether the request may still go out
 */
gboolean
psr_push_run_is_timely (PsrPushRun           *self,
                        const PsrPushMoment  *since,
                        GError              **error)
{
  g_return_val_if_fail (self != NULL && since != NULL, FALSE);

  if (psr_push_run_get_age (self, since) <= LATEST)
    return TRUE;

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED,
                           _("The document was about to be sent too late. Nothing was sent."),
                           _("This computer was asleep, or very busy."),
                           _("Nothing to do: it is tried again."));

  return FALSE;
}

/**
 * psr_push_run_end:
 * @self: a run
 * @error: (transfer full): why nothing more can be sent
 *
 * Ends the run; the first reason is kept.
 */
void
psr_push_run_end (PsrPushRun *self,
                  GError     *error)
{
  g_return_if_fail (self != NULL && error != NULL);

  if (self->stopped == NULL)
    {
      if (error->domain == DEX_ERROR)
        g_debug ("The run was dropped: %s", error->message);
      else
        g_message ("Sending stops: %s", error->message);
      self->stopped = error;
    }
  else
    {
      g_error_free (error);
    }
}

/**
 * psr_push_run_concerns_all:
 * @error: (nullable): why a request failed
 *
 * Returns: whether every other document would fail alike
 */
gboolean
psr_push_run_concerns_all (const GError *error)
{
  if (error == NULL)
    return FALSE;

  if (error->domain == PSR_BC_ERROR)
    return TRUE;

  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNREACHABLE) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CERTIFICATE) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN);
}

/**
 * psr_push_run_touch:
 * @self: a run
 * @document: a document that the run has to do with
 *
 * Has the run's report name @document.
 */
void
psr_push_run_touch (PsrPushRun              *self,
                    const PsrLedgerDocument *document)
{
  g_return_if_fail (self != NULL && document != NULL);

  g_hash_table_add (self->touched, g_memdup2 (&document->id, sizeof document->id));
}

/**
 * psr_push_run_report:
 * @self: a run
 * @document: a document that moved
 *
 * Tells whoever watches.
 */
void
psr_push_run_report (PsrPushRun              *self,
                     const PsrLedgerDocument *document)
{
  g_autoptr(PsrBillingResult) result = NULL;

  g_return_if_fail (self != NULL && document != NULL);

  if (self->progress == NULL)
    return;

  result = psr_billing_step_result (self->context, document);
  self->progress (result, self->done, self->total, self->progress_data);
}

/**
 * psr_push_run_commit:
 * @self: a run
 * @step: (transfer full): an arrow
 *
 * Commits the arrow. When somebody else moved the document first, it is theirs
 * now; when the ledger can't be written, the run is over. To be called in a
 * fiber.
 *
 * Returns: (transfer full) (nullable): the document as it is now; %NULL when
 *   this run has nothing more to do with it
 */
PsrLedgerDocument *
psr_push_run_commit (PsrPushRun          *self,
                     PsrLedgerTransition *step)
{
  g_autoptr(PsrLedgerDocument) document = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (self != NULL && step != NULL, NULL);

  document = psr_billing_step_commit (self->context, step, &error);

  if (document != NULL)
    {
      psr_push_run_report (self, document);
      return g_steal_pointer (&document);
    }

  if (psr_billing_step_is_conflict (error))
    g_debug ("Somebody else was first: %s", error->message);
  else
    psr_push_run_end (self, g_steal_pointer (&error));

  return NULL;
}

/**
 * psr_push_run_get_holder:
 * @self: a run
 *
 * Returns: (transfer none): the id under which intents are written
 */
const char *
psr_push_run_get_holder (PsrPushRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return psr_holder_get_id (self->context->holder);
}

/**
 * psr_push_run_get_later:
 * @retry_after: microseconds for which the service asked, or 0
 *
 * A run that was woken comes to what is due within %PSR_PUSH_LATER; for which a service
 * asked passes all the same, within %PSR_RETRY_LONGEST_WAIT.
 *
 * Returns: after how many microseconds a document is due that this run doesn't come to
 *   any more
 */
gint64
psr_push_run_get_later (gint64 retry_after)
{
  return CLAMP (retry_after, 0, PSR_RETRY_LONGEST_WAIT) + PSR_PUSH_LATER;
}

/**
 * psr_push_run_get_later_by:
 * @self: a run
 * @service: who couldn't answer now
 *
 * Returns: when what couldn't be finished is due again, not before @service has asked for
 */
PsrTimestamp
psr_push_run_get_later_by (PsrPushRun       *self,
                           PsrServiceClient *service)
{
  g_return_val_if_fail (self != NULL, PSR_TIMESTAMP_NONE);

  return psr_clock_now (self->context->clock) + psr_push_run_get_later (psr_service_client_get_pause (service));
}

/**
 * psr_push_run_is_due:
 * @document: a document
 * @now: the time
 *
 * What is noted further ahead than anything ever is was noted while the computer's clock was
 * ahead, and isn't waited for.
 *
 * Returns: whether it is time to come back to @document
 */
gboolean
psr_push_run_is_due (const PsrLedgerDocument *document,
                     PsrTimestamp             now)
{
  g_return_val_if_fail (document != NULL, FALSE);

  return document->next_lookup_at == PSR_TIMESTAMP_NONE || document->next_lookup_at <= now ||
         document->next_lookup_at > now + LONGEST_NOTED;
}

/**
 * psr_push_run_wait:
 * @self: a run
 * @tried: how often it was tried already
 * @retry_after: microseconds for which the service asked, or 0
 *
 * Waits before something is tried again. Once the run is to end, only for as long as is needed
 * without a service's asking. To be called in a fiber.
 */
void
psr_push_run_wait (PsrPushRun *self,
                   guint       tried,
                   gint64      retry_after)
{
  gint64 own = G_USEC_PER_SEC << MIN (tried, 5);
  gint64 wait;
  DexFuture *future;

  g_return_if_fail (self != NULL);

  wait = g_cancellable_is_cancelled (self->stop) ? own : MIN (MAX (retry_after, own), LONGEST_WAIT);
  future = psr_clock_sleep (self->context->clock, wait);
  if (self->stop != NULL && wait > own)
    future = dex_future_first (future, dex_cancellable_new_from_cancellable (self->stop), NULL);

  /* Dropped together with the fiber, or the run is to end, and that is all that can go wrong. */
  dex_await (future, NULL);
}

/**
 * psr_push_run_dup_reason:
 * @outcome: (nullable): what became of a write
 *
 * Returns: (transfer full): the service's own words, or ours
 */
char *
psr_push_run_dup_reason (PsrWriteOutcome *outcome)
{
  PsrServiceError *error;

  if (outcome == NULL)
    /* Translators: this follows a colon. */
    return g_strdup (_("no answer"));

  error = psr_write_outcome_get_error (outcome);

  if (error != NULL && error->message[0] != '\0')
    return g_strdup (error->message);

  return psr_billing_step_dup_words (psr_write_outcome_get_reason (outcome));
}

/**
 * psr_push_run_blind_error:
 * @kind: what was made
 *
 * Returns: (transfer full): the error of a look-up that didn't find a document
 *   that is there
 */
GError *
psr_push_run_blind_error (PsrBcDocumentKind kind)
{
  return psr_explained_error_new (PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLIND,
                                  kind == PSR_BC_DOCUMENT_ORDER
                                    ? _("Business Central doesn’t show the orders that Passerelle makes")
                                    : _("Business Central doesn’t show the invoices that Passerelle makes"),
                                  _("A document that was made just now can’t be found by its number, so that nothing would stop it from being made twice."),
                                  _("Give the account in Business Central the right to read sales documents, drafts and posted ones (permission set D365 SALES DOC, EDIT), then bill again."));
}
