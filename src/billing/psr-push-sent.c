/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-sent"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-push-send-private.h"
#include "psr-service-error.h"

#define ANY "any"

/*
 * As what a document was sent. What it is to be says an approval, and it may be approved
 * anew while it isn't known whether the first one is there: an order has to be looked for
 * otherwise than an invoice.
 */

/* What it is to be made as. */
PsrBcDocumentKind
psr_push_get_kind (PsrPushRun              *run,
                   const PsrLedgerDocument *document)
{
  return psr_billing_step_get_kind (run->context, document) == PSR_BILLING_KIND_ORDER ? PSR_BC_DOCUMENT_ORDER
                                                                                      : PSR_BC_DOCUMENT_INVOICE;
}

/* What it was made as. */
PsrBcDocumentKind
psr_push_get_made_kind (const PsrLedgerDocument *document)
{
  return g_str_equal (document->kind, "order") ? PSR_BC_DOCUMENT_ORDER : PSR_BC_DOCUMENT_INVOICE;
}

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

/* The ledger knows @found: it is what it is, whatever it was sent or approved as. @beside
 * says whether what was sent may arrive still. */
void
psr_push_note_found (PsrLedgerTransition     *step,
                     const PsrLedgerDocument *document,
                     const PsrBcDocument     *found,
                     gboolean                 beside)
{
  const char *kind = found->kind == PSR_BC_DOCUMENT_ORDER ? "order" : "invoice";
  gboolean is_other = document->sent_kind[0] != '\0' && !g_str_equal (document->sent_kind, kind);

  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND, kind);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, beside && is_other ? ANY : kind);
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

/*
 * The document that the ledger knows isn't there as what the ledger says that it is. Where it
 * may be something else, that is read, too.
 *
 * Returns: (transfer full) (nullable): the document; %NULL without @error set when it isn't
 *   there either
 */
PsrBcDocument *
psr_push_read_as_other (PsrPushRun               *run,
                        const PsrLedgerDocument  *document,
                        GError                  **error)
{
  gboolean is_order = g_str_equal (document->kind, "order");
  g_autoptr(PsrBcDocument) other = NULL;
  g_autoptr(GError) local = NULL;

  if (document->bc_id[0] == '\0' ||
      !psr_push_may_be (run, document, is_order ? PSR_BILLING_KIND_INVOICE : PSR_BILLING_KIND_ORDER))
    return NULL;

  other = dex_await_boxed (psr_bc_client_get_document (run->context->bc,
                                                       is_order ? PSR_BC_DOCUMENT_INVOICE : PSR_BC_DOCUMENT_ORDER,
                                                       document->bc_id, FALSE), &local);

  if (local != NULL && !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));

  return g_steal_pointer (&other);
}

/* It is another kind of document than the ledger says: the next run takes it as that. */
void
psr_push_later_as (PsrPushRun          *run,
                   PsrLedgerDocument   *document,
                   const PsrBcDocument *found)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, PSR_BILLING_WORKER);
  g_autoptr(PsrLedgerDocument) moved = NULL;

  psr_push_note_found (step, document, found, FALSE);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, psr_clock_now (run->context->clock));
  moved = psr_push_run_commit (run, step);
}
