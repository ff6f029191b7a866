/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-sent"

#include "config.h"

#include "psr-billing-step.h"
#include "psr-push-send-private.h"

#define ANY "any"

/*
 * As what a document was sent. What it is to be says an approval, and it may be approved
 * anew while it isn't known whether the first one is there: an order has to be looked for
 * otherwise than an invoice.
 */

/* Together with the intent; @beside says whether what was sent before may be there still. */
void
psr_push_note_sent (PsrPushRun              *run,
                    PsrLedgerTransition     *step,
                    const PsrLedgerDocument *document,
                    gboolean                 beside)
{
  const char *kind = psr_billing_kind_to_string (psr_billing_step_get_kind (run->context, document));

  if (beside && document->sent_kind[0] != '\0' && !g_str_equal (document->sent_kind, kind))
    kind = ANY;

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, kind);
}

/* Nothing of it is there, or a person says so. */
void
psr_push_forget_sent (PsrLedgerTransition *step)
{
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, "");
}

/* It is given back to a person: whatever it was approved as, the document that the ledger
 * knows is what it was. */
void
psr_push_restore_kind (PsrLedgerTransition     *step,
                       const PsrLedgerDocument *document)
{
  if (document->bc_id[0] != '\0' && document->sent_kind[0] != '\0' && !g_str_equal (document->sent_kind, ANY))
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND, document->sent_kind);
}

/* Whether it may be there as a document of @kind. */
gboolean
psr_push_may_be (PsrPushRun              *run,
                 const PsrLedgerDocument *document,
                 PsrBillingKind           kind)
{
  if (document->sent_kind[0] == '\0')
    return psr_billing_step_get_kind (run->context, document) == kind;

  return g_str_equal (document->sent_kind, ANY) || g_str_equal (document->sent_kind, psr_billing_kind_to_string (kind));
}
