/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-step"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "psr-billing-error.h"
#include "psr-billing-step.h"
#include "psr-billing-words.h"
#include "psr-document-maker.h"
#include "psr-draft.h"
#include "psr-ledger.h"
#include "psr-store-error.h"

/* How often one is made again at most, as far as its numbers are remembered. */
#define MOST_NUMBERS 20

/**
 * psr_billing_step_get_state:
 * @document: a document
 *
 * Returns: where it stands; a state that only a newer version knows needs a look
 */
PsrBillingState
psr_billing_step_get_state (const PsrLedgerDocument *document)
{
  PsrBillingState state;

  g_return_val_if_fail (document != NULL, PSR_BILLING_STATE_NEEDS_LOOK);

  if (!psr_billing_state_from_string (document->state, &state))
    {
      g_warning ("Document %" G_GINT64_FORMAT " is in the unknown state %s", document->id, document->state);
      return PSR_BILLING_STATE_NEEDS_LOOK;
    }

  return state;
}

/**
 * psr_billing_step_get_under_way:
 * @intents: whether to take the intents, or the others
 *
 * Returns: the set of states, made with PSR_BILLING_BIT(), in which something was
 *   begun that isn't finished; what is only approved was not
 */
guint64
psr_billing_step_get_under_way (gboolean intents)
{
  guint64 states = 0;

  for (PsrBillingState state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      if (psr_billing_state_is_built (state) && state != PSR_BILLING_STATE_APPROVED &&
          psr_billing_state_get_queue (state) == PSR_BILLING_QUEUE_SENDING &&
          psr_billing_state_is_intent (state) == intents)
        states |= G_GUINT64_CONSTANT (1) << state;
    }

  return states;
}

/**
 * psr_billing_step_is_newer_known:
 * @document: a document
 *
 * Returns: whether Wello's invoice has another content by now than @document
 */
gboolean
psr_billing_step_is_newer_known (const PsrLedgerDocument *document)
{
  g_return_val_if_fail (document != NULL, FALSE);

  return document->newer_version[0] != '\0' && !g_str_equal (document->newer_version, document->version);
}

/**
 * psr_billing_step_is_made:
 * @document: a document
 *
 * What was made and is billed once more, as what needs a look is, is taken up where it is
 * there still: until that is known, nothing else becomes of it. The same holds for what may
 * have been made, by a request of which nobody knows what it came to, or of a quote.
 *
 * Returns: whether the ledger knows a document in Business Central that was made for it, or
 *   may be
 */
gboolean
psr_billing_step_is_made (const PsrLedgerDocument *document)
{
  g_return_val_if_fail (document != NULL, FALSE);

  return document->bc_id[0] != '\0' || document->intent_server_date != PSR_TIMESTAMP_NONE || document->quote_id[0] != '\0';
}

/**
 * psr_billing_step_is_only_found:
 * @document: a document
 *
 * Returns: whether all that makes the document in Business Central @document's is an
 *   external number that it had: it isn't as it should be, and nobody took it
 */
gboolean
psr_billing_step_is_only_found (const PsrLedgerDocument *document)
{
  g_return_val_if_fail (document != NULL, FALSE);

  return g_str_equal (document->made_as, PSR_BILLING_STEP_ONLY_FOUND);
}

/**
 * psr_billing_step_is_stuck:
 * @document: a document
 *
 * Returns: whether what was begun of it fails again and again, so that a person has to look,
 *   though it is tried still
 */
gboolean
psr_billing_step_is_stuck (const PsrLedgerDocument *document)
{
  g_auto(GStrv) states = NULL;

  g_return_val_if_fail (document != NULL, FALSE);

  if (!g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_STUCK)))
    return FALSE;

  states = psr_billing_state_dup_stuck ();

  return g_strv_contains ((const char * const *) states, document->state);
}

/* Whether @number was once @document's, which has a number of its own each time that it is made
 * again after it was credited. */
static gboolean
had_number (const PsrLedgerDocument *document,
            const char              *number)
{
  g_autofree char *one = g_ascii_strup (number, -1);

  for (guint i = 0; i < MOST_NUMBERS; i++)
    {
      g_autofree char *before = g_steal_pointer (&one);

      if (g_ascii_strcasecmp (before, document->external_number) == 0)
        return TRUE;

      one = psr_draft_dup_next_number (before, document->internal_number);
    }

  return FALSE;
}

/**
 * psr_billing_step_was_given_away:
 * @document: a document
 * @external_number: what the document in Business Central that @document is known by has for
 *   its external number by now
 *
 * Returns: whether nothing but its number made it @document's, and a person who was asked
 *   wrote another one on it: it is somebody else's
 */
gboolean
psr_billing_step_was_given_away (const PsrLedgerDocument *document,
                                 const char              *external_number)
{
  g_return_val_if_fail (document != NULL && external_number != NULL, FALSE);

  return psr_billing_step_is_only_found (document) && !had_number (document, external_number);
}

/**
 * psr_billing_step_is_possible:
 * @document: a document
 * @event: an event
 *
 * Returns: whether the event has a place where @document stands
 */
gboolean
psr_billing_step_is_possible (const PsrLedgerDocument *document,
                              PsrBillingEvent          event)
{
  return psr_billing_table_look_up (psr_billing_step_get_state (document), event, NULL) != PSR_BILLING_VERDICT_NEVER;
}

/**
 * psr_billing_step_new:
 * @document: a document as it was read
 * @event: what happens to it; it has to be possible
 * @who: the person who decided it, or %PSR_BILLING_WORKER
 *
 * Makes the ledger's transition for an arrow of the table: the state that
 * follows, whether the lines are live there, the audit's words, and no reason,
 * no holder, no time to go on at and nothing that has failed until they are set.
 *
 * Returns: (transfer full) (nullable): the transition
 */
PsrLedgerTransition *
psr_billing_step_new (const PsrLedgerDocument *document,
                      PsrBillingEvent          event,
                      const char              *who)
{
  PsrLedgerTransition *step;
  PsrBillingState state, next;

  g_return_val_if_fail (document != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);

  state = psr_billing_step_get_state (document);

  g_return_val_if_fail (psr_billing_table_look_up (state, event, &next) != PSR_BILLING_VERDICT_NEVER, NULL);

  step = psr_ledger_transition_new (document->id, document->state, document->revision,
                                    psr_billing_state_to_string (next));
  psr_ledger_transition_set_audit (step, who, psr_billing_event_to_string (event), "");

  if (psr_billing_state_has_live_lines (next) != document->live)
    psr_ledger_transition_set_live (step, psr_billing_state_has_live_lines (next));

  if (next != state)
    {
      psr_ledger_transition_set_reason (step, "", "", "", "");
      psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_HOLDER, "");
      psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, PSR_TIMESTAMP_NONE);
      psr_ledger_transition_set_int64 (step, PSR_LEDGER_COLUMN_LOOKUPS, 0);
    }

  return step;
}

/**
 * psr_billing_step_set_words:
 * @step: a transition
 * @code: the name of a reason or a check
 * @words: what is told of it, in the user's language
 *
 * Has the document say why it is there and how to mend it, in words that
 * psr_document_maker_explain() tells to each reader in the reader's language.
 */
void
psr_billing_step_set_words (PsrLedgerTransition  *step,
                            const char           *code,
                            const PsrExplanation *words)
{
  g_autoptr(PsrExplanation) kept = NULL;

  g_return_if_fail (step != NULL && code != NULL && words != NULL);

  kept = psr_billing_words_write (code, words);
  psr_ledger_transition_set_reason (step, code, kept->what, kept->why, kept->mend);
}

/**
 * psr_billing_step_set_reason:
 * @step: a transition
 * @reason: why the document stands where it goes
 * @subject: (nullable): what the reason is about, in the user's language
 *
 * Has the document say why it is there and how to mend it, in words that
 * psr_document_maker_explain() tells to each reader in the reader's language.
 */
void
psr_billing_step_set_reason (PsrLedgerTransition *step,
                             PsrBillingReason     reason,
                             const char          *subject)
{
  g_autoptr(PsrExplanation) words = NULL;

  g_return_if_fail (step != NULL);

  words = psr_billing_reason_explain (reason, subject);
  psr_billing_step_set_words (step, psr_billing_reason_to_string (reason), words);
}

/**
 * psr_billing_step_commit:
 * @context: the context
 * @step: (transfer full): a transition
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Commits the transition. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the document as it is now; %NULL with
 *   @error set when nothing was changed
 */
PsrLedgerDocument *
psr_billing_step_commit (PsrBillingContext    *context,
                         PsrLedgerTransition  *step,
                         GError              **error)
{
  g_autoptr(PsrLedgerTransition) owned = step;

  g_return_val_if_fail (context != NULL && step != NULL, NULL);

  return dex_await_boxed (psr_ledger_transition (context->ledger, owned), error);
}

/**
 * psr_billing_step_is_conflict:
 * @error: (nullable): an error of psr_billing_step_commit()
 *
 * Returns: whether somebody else moved the document first; every other error
 *   means that the ledger can't be written
 */
gboolean
psr_billing_step_is_conflict (const GError *error)
{
  return g_error_matches (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT);
}

/**
 * psr_billing_step_find:
 * @context: the context
 * @query: which documents
 * @error: return location for a %PSR_STORE_ERROR
 *
 * To be called in a fiber.
 *
 * Returns: (transfer full) (element-type PsrLedgerDocument) (nullable): the
 *   documents
 */
GPtrArray *
psr_billing_step_find (PsrBillingContext  *context,
                       PsrLedgerQuery     *query,
                       GError            **error)
{
  g_return_val_if_fail (context != NULL && query != NULL, NULL);

  return dex_await_boxed (psr_ledger_find (context->ledger, query), error);
}

/**
 * psr_billing_step_find_states:
 * @context: the context
 * @states: a set of states, made with PSR_BILLING_BIT()
 * @error: return location for a %PSR_STORE_ERROR
 *
 * To be called in a fiber.
 *
 * Returns: (transfer full) (element-type PsrLedgerDocument) (nullable): all
 *   documents in these states, without their lines, the oldest first
 */
GPtrArray *
psr_billing_step_find_states (PsrBillingContext  *context,
                              guint64             states,
                              GError            **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (context != NULL, NULL);

  for (PsrBillingState state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      if ((states & (G_GUINT64_CONSTANT (1) << state)) != 0)
        g_ptr_array_add (names, (char *) psr_billing_state_to_string (state));
    }

  g_ptr_array_add (names, NULL);
  psr_ledger_query_set_states (query, (const char * const *) names->pdata);
  psr_ledger_query_set_oldest_first (query, TRUE);

  return psr_billing_step_find (context, query, error);
}

/**
 * psr_billing_step_dup_words:
 * @error: (nullable): an error
 *
 * Returns: (transfer full): what it says, to follow a colon
 */
char *
psr_billing_step_dup_words (const GError *error)
{
  g_autoptr(PsrExplanation) words = NULL;

  if (error == NULL)
    /* Translators: this follows a colon. */
    return g_strdup (_("no answer"));

  words = psr_explain (error);

  return g_strdup (words->why[0] != '\0' ? words->why : words->what);
}

/**
 * psr_billing_kind_to_string:
 * @kind: invoice or order
 *
 * Returns: (transfer none): the name under which the ledger keeps @kind
 */
const char *
psr_billing_kind_to_string (PsrBillingKind kind)
{
  switch (kind)
    {
    case PSR_BILLING_KIND_INVOICE:
      return "invoice";

    case PSR_BILLING_KIND_ORDER:
      return "order";

    case PSR_BILLING_KIND_DEFAULT:
    default:
      return "";
    }
}

/**
 * psr_billing_step_get_card:
 * @document: a document
 *
 * Returns: (transfer none): GUID of the customer card that its document in Business
 *   Central is made for; or ""
 */
const char *
psr_billing_step_get_card (const PsrLedgerDocument *document)
{
  g_return_val_if_fail (document != NULL, "");

  return document->card_id[0] != '\0' ? document->card_id : document->customer_id;
}

/**
 * psr_billing_step_get_kind:
 * @context: the context
 * @document: a document
 *
 * Returns: what is made, or was made, of it
 */
PsrBillingKind
psr_billing_step_get_kind (PsrBillingContext       *context,
                           const PsrLedgerDocument *document)
{
  g_return_val_if_fail (context != NULL && document != NULL, PSR_BILLING_KIND_INVOICE);

  if (g_str_equal (document->kind, "order"))
    return PSR_BILLING_KIND_ORDER;
  if (g_str_equal (document->kind, "invoice"))
    return PSR_BILLING_KIND_INVOICE;

  return psr_billing_rules_get_kind (context->rules);
}

/**
 * psr_billing_step_result:
 * @context: the context
 * @document: a document
 *
 * Returns: (transfer full): what became of it, as plain values
 */
PsrBillingResult *
psr_billing_step_result (PsrBillingContext       *context,
                         const PsrLedgerDocument *document)
{
  g_autoptr(PsrExplanation) words = NULL;
  PsrBillingResult *result;

  g_return_val_if_fail (context != NULL && document != NULL, NULL);

  words = psr_document_maker_explain (document);
  result = psr_billing_result_new ();
  result->document_id = document->id;
  result->kind = psr_billing_step_get_kind (context, document);
  result->state = psr_billing_step_get_state (document);
  g_set_str (&result->internal_number, document->internal_number);
  g_set_str (&result->external_number, document->external_number);
  g_set_str (&result->bc_number, document->bc_number);
  g_set_str (&result->reason, document->reason_code);
  g_set_str (&result->what, words->what);
  g_set_str (&result->why, words->why);
  g_set_str (&result->mend, words->mend);
  result->net = document->net;
  result->vat = document->vat;
  result->gross = document->gross;

  if (result->state == PSR_BILLING_STATE_CHECKING)
    result->not_before = document->next_lookup_at;

  return result;
}
