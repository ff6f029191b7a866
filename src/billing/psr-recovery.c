/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-recovery"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-holder.h"
#include "psr-recovery.h"

/* Each holder is asked about once a run. */
static gboolean
is_gone (PsrPushRun *run,
         GHashTable *known,
         const char *holder)
{
  gpointer gone;

  if (holder[0] == '\0')
    return TRUE;

  if (!g_hash_table_lookup_extended (known, holder, NULL, &gone))
    {
      gone = GINT_TO_POINTER (psr_holder_is_gone (run->context->folder, holder));
      g_hash_table_insert (known, g_strdup (holder), gone);
    }

  return GPOINTER_TO_INT (gone);
}

static gboolean
is_ours (PsrPushRun              *run,
         const PsrLedgerDocument *document)
{
  return g_str_equal (document->holder, psr_push_run_get_holder (run));
}

/* Ours of an earlier run, or of what a person decided: nobody works on it now, and no
 * program ended. What was asked for and never answered is a doubt as any other. */
static PsrLedgerDocument *
go_on (PsrPushRun        *run,
       PsrLedgerDocument *document)
{
  PsrBillingState state = psr_billing_step_get_state (document);
  PsrLedgerTransition *step;

  if (state != PSR_BILLING_STATE_CREATING && state != PSR_BILLING_STATE_QUOTING)
    return psr_ledger_document_ref (document);

  step = psr_billing_step_new (document, PSR_BILLING_EVENT_UNKNOWN, PSR_BILLING_WORKER);

  if (state == PSR_BILLING_STATE_CREATING)
    {
      psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                           psr_clock_now (run->context->clock));
      psr_billing_step_set_reason (step, PSR_REASON_CHECKING, _("no answer"));
    }

  return psr_push_run_commit (run, step);
}

static PsrLedgerDocument *
take_over (PsrPushRun        *run,
           PsrLedgerDocument *document)
{
  PsrBillingState state = psr_billing_step_get_state (document);
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_HOLDER_GONE, PSR_BILLING_WORKER);

  if (state == PSR_BILLING_STATE_CREATING)
    {
      psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT,
                                           psr_clock_now (run->context->clock));
      /* Translators: follows “There was no answer that settles it:”. */
      psr_billing_step_set_reason (step, PSR_REASON_CHECKING, _("the program ended before the answer came"));
    }
  else if (state != PSR_BILLING_STATE_QUOTING)
    {
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_push_run_get_holder (run));
    }

  return psr_push_run_commit (run, step);
}

/**
 * psr_recovery_take_over:
 * @run: the run
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Takes over the intents whose holder is gone, and goes on with this instance's own. One that may have made a document
 * becomes a doubt, to be settled by looking; one that may have made a quote is
 * approved as before, because a quote that nobody keeps bills nothing; of the
 * others this instance becomes the holder. Those of a holder that lives are left alone. To be called in a
 * fiber.
 *
 * Returns: (transfer full) (element-type PsrLedgerDocument) (nullable): intents
 *   that are now held by this instance and due
 */
GPtrArray *
psr_recovery_take_over (PsrPushRun  *run,
                        GError     **error)
{
  g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) intents = NULL;
  PsrTimestamp now;

  g_return_val_if_fail (run != NULL, NULL);

  now = psr_clock_now (run->context->clock);
  psr_holder_sweep (run->context->folder, now);
  intents = psr_billing_step_find_states (run->context,
                                          psr_billing_step_get_under_way (TRUE), error);

  if (intents == NULL)
    return NULL;

  for (guint i = 0; i < intents->len && !psr_push_run_is_over (run); i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (intents, i);
      g_autoptr(PsrLedgerDocument) taken = NULL;

      if (!is_ours (run, document) && !is_gone (run, known, document->holder))
        continue;

      psr_push_run_touch (run, document);

      if (!psr_push_run_is_due (document, now))
        continue;

      taken = is_ours (run, document) ? go_on (run, document) : take_over (run, document);

      if (taken != NULL && psr_billing_state_is_intent (psr_billing_step_get_state (taken)))
        g_ptr_array_add (held, g_steal_pointer (&taken));
    }

  return g_steal_pointer (&held);
}
