/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-act"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client.h"
#include "psr-billing-act-own.h"
#include "psr-billing-act.h"
#include "psr-billing-error.h"
#include "psr-billing-step.h"
#include "psr-billing.h"
#include "psr-collector.h"
#include "psr-document-maker.h"
#include "psr-explain.h"
#include "psr-holder.h"
#include "psr-ledger.h"
#include "psr-lookup.h"
#include "psr-net-future.h"

/* As in Wello and in Business Central: five cents at most. */
#define MANY_LINES 5

static const char * const names[PSR_BILLING_N_ACTS] = {
  [PSR_BILLING_ACT_UNAPPROVE] = "unapprove",
  [PSR_BILLING_ACT_WITHDRAW] = "withdraw",
  [PSR_BILLING_ACT_RETRY] = "retry",
  [PSR_BILLING_ACT_TAKE] = "take",
  [PSR_BILLING_ACT_SKIP] = "skip",
  [PSR_BILLING_ACT_UNSKIP] = "unskip",
  [PSR_BILLING_ACT_MARK_BILLED] = "mark-billed",
  [PSR_BILLING_ACT_UNMARK] = "unmark",
};

typedef struct
{
  PsrBillingContext *context;
  PsrBillingActKind  kind;
  gint64             id;
  char              *bc_number;
  gboolean           despite;
  char              *person;
  char              *reason;
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  psr_billing_context_unref (act->context);
  g_free (act->bc_number);
  g_free (act->person);
  g_free (act->reason);
  g_free (act);
}

/**
 * psr_billing_act_to_string:
 * @kind: an act
 *
 * Returns: (transfer none): its name, as in a command line
 */
const char *
psr_billing_act_to_string (PsrBillingActKind kind)
{
  g_return_val_if_fail (kind < PSR_BILLING_N_ACTS, NULL);

  return names[kind];
}

/**
 * psr_billing_act_from_string:
 * @name: (nullable): a name
 * @kind: (out): the act of that name
 *
 * Returns: whether there is an act of that name
 */
gboolean
psr_billing_act_from_string (const char        *name,
                             PsrBillingActKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < PSR_BILLING_N_ACTS; i++)
    {
      if (g_strcmp0 (names[i], name) == 0)
        {
          *kind = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
set_refusal (GError     **error,
             const char  *what,
             const char  *why,
             const char  *mend)
{
  psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_NOT_ALLOWED, what, why, mend);
}

static gboolean
check_possible (const PsrLedgerDocument  *document,
                PsrBillingEvent           event,
                const char               *mend,
                GError                  **error)
{
  gboolean is_made = event == PSR_BILLING_EVENT_UNAPPROVE && psr_billing_step_is_made (document);
  g_autofree char *why = NULL;

  if (!is_made && psr_billing_step_is_possible (document, event))
    return TRUE;

  /* Translators: the number of an invoice, and its state. */
  why = g_strdup_printf (_("Invoice %s is: %s."), document->internal_number,
                         psr_billing_state_get_label (psr_billing_step_get_state (document)));
  set_refusal (error, _("That can’t be done with this document now"), why,
               is_made ? _("It has a document already, or may have one, which is taken up with the next run: withdraw it then.") : mend);

  return FALSE;
}

static PsrLedgerTransition *
make_step (Act                     *act,
           const PsrLedgerDocument *document,
           PsrBillingEvent          event)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, event, act->person);

  psr_ledger_transition_set_audit (step, act->person, psr_billing_event_to_string (event), act->reason);

  return step;
}

static PsrLedgerDocument *
withdraw (Act                *act,
          PsrLedgerDocument  *document,
          GError            **error)
{
  PsrBillingReason reason = PSR_REASON_NONE;
  PsrLedgerTransition *step;

  if (!check_possible (document, PSR_BILLING_EVENT_WITHDRAW,
                       _("Only a draft that is done, or needs a look, is withdrawn. What is posted is only credited."), error))
    return NULL;

  if (document->bc_id[0] == '\0')
    {
      set_refusal (error, _("There is no draft of it to withdraw"),
                   _("Passerelle doesn’t know which document in Business Central is this invoice’s."),
                   _("Look for it in Business Central by its external document number."));
      return NULL;
    }

  if (g_str_equal (document->bc_status, "posted") || g_str_equal (document->bc_status, "paid"))
    {
      set_refusal (error, _("The document is posted"), _("A posted document is never deleted."),
                   _("Credit it in Business Central."));
      return NULL;
    }

  psr_billing_reason_from_string (document->reason_code, &reason);

  if ((reason == PSR_REASON_POST_REFUSED || reason == PSR_REASON_POSTING) && !act->despite)
    {
      set_refusal (error, _("Deleting this draft can leave an empty posted invoice"),
                   _("Posting it was tried and failed, which may have used up a number of the posted invoices."),
                   _("Correct it and bill it with --post again, or withdraw it with --despite if that is all right."));
      return NULL;
    }

  step = make_step (act, document, PSR_BILLING_EVENT_WITHDRAW);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, psr_holder_get_id (act->context->holder));

  /* It is read so often, and no longer. */
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);

  /* Who withdraws it doesn't accept what it costs. */
  if (reason == PSR_REASON_PRICE_DIFFERS)
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_PRICE_SHOWN, "");

  /* It says where the document goes if it can't be withdrawn. */
  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_NEEDS_LOOK)
    psr_ledger_transition_set_reason (step, document->reason_code[0] != '\0' ? document->reason_code : "changed",
                                      document->reason_what, document->reason_why, document->reason_mend);

  return psr_billing_step_commit (act->context, step, error);
}

static PsrLedgerDocument *
read_again (Act     *act,
            GError **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;

  psr_ledger_query_set_ids (query, &act->id, 1);
  found = psr_billing_step_find (act->context, query, error);

  if (found == NULL)
    return NULL;

  if (found->len != 1)
    {
      set_refusal (error, _("There is no such document"), "", _("Read the list of documents again."));
      return NULL;
    }

  return psr_ledger_document_ref (g_ptr_array_index (found, 0));
}

static PsrApproveFlags
get_via (const PsrLedgerDocument *document)
{
  if (g_str_equal (document->via, "quote"))
    return PSR_APPROVE_VIA_QUOTE;
  if (g_str_equal (document->via, "direct"))
    return PSR_APPROVE_VIA_DIRECT;

  return g_str_equal (document->via, "auto") ? PSR_APPROVE_VIA_AUTO : PSR_APPROVE_NONE;
}

/* Whatever it waits for, it is tried with the next run; it stays told of until it gets on. */
static PsrLedgerDocument *
try_at_once (Act                *act,
             PsrLedgerDocument  *document,
             GError            **error)
{
  PsrLedgerTransition *step = psr_billing_step_new (document, PSR_BILLING_EVENT_NOT_MADE, act->person);

  psr_ledger_transition_set_audit (step, act->person, names[PSR_BILLING_ACT_RETRY], act->reason);
  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, PSR_TIMESTAMP_NONE);

  return psr_billing_step_commit (act->context, step, error);
}

/* What lies before a person only because something couldn't be read. */
static gboolean
is_unread (const PsrLedgerDocument *document)
{
  return psr_billing_step_get_state (document) == PSR_BILLING_STATE_NEEDS_LOOK &&
         g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_QUOTE_UNREAD));
}

/* Read anew before: what was put right may be in Wello. */
static PsrLedgerDocument *
retry (Act                *act,
       PsrLedgerDocument  *document,
       GError            **error)
{
  PsrBillingState state = psr_billing_step_get_state (document);
  PsrBillingKind kind = psr_billing_step_get_kind (act->context, document);
  PsrApproveFlags flags = PSR_APPROVE_NAMED | (document->post ? PSR_APPROVE_POST : PSR_APPROVE_NONE) | get_via (document);
  g_autoptr(PsrBillingReport) report = NULL;

  if (psr_billing_step_is_stuck (document))
    return try_at_once (act, document, error);

  if (state != PSR_BILLING_STATE_REFUSED && !is_unread (document) &&
      !(state == PSR_BILLING_STATE_WITHDRAWN && document->told_number[0] != '\0'))
    {
      g_autofree char *why = g_strdup_printf (_("Invoice %s is: %s."), document->internal_number,
                                              psr_billing_state_get_label (state));

      set_refusal (error, _("There is nothing to try again"), why,
                   _("What was refused is tried again, and what was withdrawn while Wello keeps it as imported. Anything else is billed with “bill”."));
      return NULL;
    }

  if (!dex_await (psr_collector_run_one (act->context, document->wello_invoice_id), error))
    return NULL;

  report = dex_await_boxed (psr_billing_approve (act->context, &act->id, 1, kind, flags, act->person), error);

  return report != NULL ? read_again (act, error) : NULL;
}

static PsrLedgerDocument *
take (Act                *act,
      PsrLedgerDocument  *document,
      GError            **error)
{
  PsrLedgerTransition *step;

  if (!check_possible (document, PSR_BILLING_EVENT_TAKE, _("Only a document that needs a look is taken."), error))
    return NULL;

  if (document->bc_id[0] == '\0')
    {
      g_autoptr(PsrExplanation) words = psr_document_maker_explain (document);

      set_refusal (error, _("There is no document to take"), words->what,
                   _("Bill the number again: what is in Business Central is looked up before anything is sent."));
      return NULL;
    }

  if (g_str_equal (document->bc_status, "credited"))
    {
      set_refusal (error, _("There is no document to take"), _("The invoice was credited: it bills nothing any more."),
                   _("Bill the number again: a new document is made, with a number of its own."));
      return NULL;
    }

  step = make_step (act, document, PSR_BILLING_EVENT_TAKE);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_NEWER_VERSION, "");
  if (psr_billing_step_is_only_found (document))
    psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, "");

  return psr_billing_step_commit (act->context, step, error);
}

static PsrLedgerDocument *
skip (Act                *act,
      PsrLedgerDocument  *document,
      GError            **error)
{
  PsrLedgerTransition *step;

  /* Asked for twice, it is done once. */
  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_SKIPPED)
    return psr_ledger_document_ref (document);

  if (!check_possible (document, PSR_BILLING_EVENT_SKIP,
                       _("Only what isn’t on its way and has no document is skipped; withdraw it first if it has one."), error))
    return NULL;

  step = make_step (act, document, PSR_BILLING_EVENT_SKIP);
  psr_billing_step_set_reason (step, PSR_REASON_SKIPPED, act->reason);

  return psr_billing_step_commit (act->context, step, error);
}

static PsrLedgerDocument *
undo (Act                *act,
      PsrLedgerDocument  *document,
      PsrBillingEvent     event,
      GError            **error)
{
  PsrLedgerTransition *step;

  if (!check_possible (document, event, _("There is nothing to undo."), error))
    return NULL;

  step = make_step (act, document, event);

  /* Who takes it back has something in mind with it. */
  psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_BY_HAND, TRUE);

  if (event == PSR_BILLING_EVENT_UNMARK)
    {
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, "");
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, "");
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, "");
    }

  return psr_billing_step_commit (act->context, step, error);
}

/* Says both amounts, and whether they are the same but for cents. */
static char *
compare_amounts (const PsrLedgerDocument *document,
                 const PsrBcDocument     *found,
                 gboolean                *same)
{
  g_autofree char *theirs = psr_decimal_to_string (found->total_excluding_tax);
  g_autofree char *ours = psr_decimal_to_string (document->net);
  PsrDecimal difference;

  *same = psr_decimal_sub (found->total_excluding_tax, document->net, &difference, NULL) &&
          psr_decimal_compare (psr_decimal_abs (difference), psr_lookup_tolerance (MANY_LINES)) <= 0;

  /* Translators: a number in Business Central, and two amounts without VAT. */
  return g_strdup_printf (_("%s in Business Central: %s without VAT; in Wello: %s."), found->number, theirs, ours);
}

static PsrLedgerDocument *
mark_billed (Act                *act,
             PsrLedgerDocument  *document,
             GError            **error)
{
  g_autoptr(PsrBcDocument) found = NULL;
  g_autofree char *amounts = NULL;
  PsrLedgerTransition *step;
  gboolean same;

  if (psr_billing_step_get_state (document) == PSR_BILLING_STATE_ALREADY_INVOICED &&
      g_ascii_strcasecmp (document->bc_number, act->bc_number) == 0)
    return psr_ledger_document_ref (document);

  if (!check_possible (document, PSR_BILLING_EVENT_MARK_BILLED,
                       _("Only what isn’t on its way and has no document is marked."), error))
    return NULL;

  found = psr_billing_act_find_billing (act->context, document, act->bc_number, error);

  if (found == NULL)
    return NULL;

  amounts = compare_amounts (document, found, &same);

  if (!same && !act->despite)
    {
      set_refusal (error, _("The amounts differ"), amounts,
                   _("Look for the right number, or mark it with --despite if that is the document."));
      return NULL;
    }

  step = make_step (act, document, PSR_BILLING_EVENT_MARK_BILLED);
  psr_ledger_transition_set_audit (step, act->person, psr_billing_event_to_string (PSR_BILLING_EVENT_MARK_BILLED), amounts);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_ID, found->id);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_NUMBER, found->number);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_BC_STATUS, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_MADE_AS, "");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_KIND,
                                  found->kind == PSR_BC_DOCUMENT_ORDER ? "order" : "invoice");
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SENT_KIND, "");
  psr_billing_step_set_reason (step, PSR_REASON_ALREADY_INVOICED, amounts);

  return psr_billing_step_commit (act->context, step, error);
}

static PsrLedgerDocument *
do_act (Act                *act,
        PsrLedgerDocument  *document,
        GError            **error)
{
  switch (act->kind)
    {
    case PSR_BILLING_ACT_UNAPPROVE:
      return undo (act, document, PSR_BILLING_EVENT_UNAPPROVE, error);

    case PSR_BILLING_ACT_WITHDRAW:
      return withdraw (act, document, error);

    case PSR_BILLING_ACT_RETRY:
      return retry (act, document, error);

    case PSR_BILLING_ACT_TAKE:
      return take (act, document, error);

    case PSR_BILLING_ACT_SKIP:
      return skip (act, document, error);

    case PSR_BILLING_ACT_UNSKIP:
      return undo (act, document, PSR_BILLING_EVENT_UNSKIP, error);

    case PSR_BILLING_ACT_UNMARK:
      return undo (act, document, PSR_BILLING_EVENT_UNMARK, error);

    case PSR_BILLING_ACT_MARK_BILLED:
      return mark_billed (act, document, error);

    case PSR_BILLING_N_ACTS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static DexFuture *
act_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr(PsrLedgerDocument) document = NULL;
  g_autoptr(PsrLedgerDocument) moved = NULL;
  GError *error = NULL;

  document = read_again (act, &error);
  moved = document != NULL ? do_act (act, document, &error) : NULL;

  if (moved == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_BILLING_RESULT, psr_billing_step_result (act->context, moved));
}

/**
 * psr_billing_act:
 * @context: the context
 * @kind: what is decided
 * @id: number of a document in the ledger
 * @bc_number: (nullable): number of a document in Business Central, to mark it as
 *   billed by that
 * @despite: do it although an amount differs, or an empty posted invoice may be left
 * @person: who decides
 * @reason: (nullable): why, for the audit; needed to skip
 *
 * Carries out what a person decided about one document, as far as the ledger goes;
 * psr_billing_push() does what has to be done outside.
 *
 * Returns: (transfer full): a future of a #PsrBillingResult; rejects with
 *   %PSR_BILLING_ERROR_NOT_ALLOWED, saying why not, and with the error of whoever
 *   couldn't be asked
 */
DexFuture *
psr_billing_act (PsrBillingContext *context,
                 PsrBillingActKind  kind,
                 gint64             id,
                 const char        *bc_number,
                 gboolean           despite,
                 const char        *person,
                 const char        *reason)
{
  Act *act;

  g_return_val_if_fail (context != NULL && person != NULL, NULL);
  g_return_val_if_fail (kind < PSR_BILLING_N_ACTS, NULL);
  g_return_val_if_fail (kind != PSR_BILLING_ACT_MARK_BILLED || bc_number != NULL, NULL);
  g_return_val_if_fail (kind != PSR_BILLING_ACT_SKIP || (reason != NULL && reason[0] != '\0'), NULL);

  act = g_new0 (Act, 1);
  act->context = psr_billing_context_ref (context);
  act->kind = kind;
  act->id = id;
  act->bc_number = g_strdup (bc_number);
  act->despite = despite;
  act->person = g_strdup (person);
  act->reason = g_strdup (reason != NULL ? reason : "");

  return psr_net_spawn (act_fiber, act, act_free);
}
