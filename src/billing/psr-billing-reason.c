/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-reason"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-reason.h"

typedef struct
{
  const char *name;
  const char *what;
  const char *why;
  const char *mend;
} ReasonInfo;

/* The %s of a text is what the reason is about. */
static const ReasonInfo reasons[PSR_N_REASONS] = {
  [PSR_REASON_NONE] = { "", "", "", "" },
  [PSR_REASON_BEFORE_START] = {
    "before-start",
    N_("From before the first day"),
    N_("The work is from %s and may have been billed another way."),
    N_("If it wasn’t, bill it by its number: passerellectl bill NUMBER."),
  },
  [PSR_REASON_NO_START] = {
    "no-start",
    N_("Nothing can be billed yet"),
    N_("Nobody said from which day on Passerelle bills; older work may have been billed another way."),
    N_("Set From in [Billing] of the profile to the first day, such as From=2026-01-31."),
  },
  [PSR_REASON_LEFT_QUEUE] = {
    "left-queue",
    N_("No longer ready in Wello"),
    /* Translators: a status of Wello, “gone” or “of another sales organization”. */
    N_("What the invoice is in Wello now: %s."),
    N_("Set it to Ready for ERP in Wello if it is to be billed."),
  },
  [PSR_REASON_LIVE_ELSEWHERE] = {
    "live-elsewhere",
    N_("It may be billed twice"),
    N_("A line of it, or the external document number %s, is in another document already."),
    N_("Look for that document, and take one of the two out of Ready for ERP in Wello."),
  },
  [PSR_REASON_WAITING] = {
    "waiting",
    N_("Not sent yet"),
    N_("Business Central could not take it: %s"),
    N_("It is sent by itself with one of the next runs."),
  },
  [PSR_REASON_UNREAD] = {
    "unread",
    N_("Not sent yet"),
    N_("Before it is sent Wello is asked whether the invoice is still ready: %s"),
    N_("It is sent by itself with one of the next runs."),
  },
  [PSR_REASON_NO_DATE] = {
    "no-date",
    N_("Business Central’s answers don’t say when they were given"),
    N_("Whether %s was made could then not be proven, so it wasn’t sent."),
    N_("Look whether a proxy or gateway takes the Date header out of the answers; it is tried again by itself."),
  },
  [PSR_REASON_CHECKING] = {
    "checking",
    N_("Sent, but it isn’t known whether it arrived"),
    N_("There was no answer that settles it: %s"),
    N_("Passerelle looks for it, and sends it again only once it can’t arrive any more. Do nothing until then."),
  },
  [PSR_REASON_CONFIRM_WAITING] = {
    "confirm-waiting",
    N_("Wello doesn’t know about it yet"),
    N_("Wello could not be told: %s"),
    N_("It is told by itself with one of the next runs."),
  },
  [PSR_REASON_POSTING] = {
    "posting",
    N_("Not proven to be posted yet"),
    N_("Business Central was asked to post it: %s"),
    N_("Passerelle looks whether it is posted, and posts it otherwise, with one of the next runs."),
  },
  [PSR_REASON_STUCK] = {
    "stuck",
    N_("It fails again and again"),
    N_("What was begun can’t be finished. At last: %s"),
    N_("Put that right, then retry the number. Once an hour it is tried by itself, too."),
  },
  [PSR_REASON_REFUSED] = {
    "refused",
    N_("Business Central refused the document"),
    N_("It says: %s"),
    N_("Put that right, then set the invoice to Ready for ERP again in Wello, or bill its number again."),
  },
  [PSR_REASON_DUPLICATE] = {
    "duplicate",
    N_("There is more than one document in Business Central"),
    N_("Several documents have the external document number %s."),
    N_("Delete or credit all but one in Business Central, then bill the number again: Passerelle takes the one that is left."),
  },
  [PSR_REASON_FOUND_DIFFERS] = {
    "found-differs",
    N_("Another document has the number already"),
    N_("%s in Business Central has this external document number, but another customer or other amounts."),
    N_("If it is the right document, give it the customer and the amounts of the Wello invoice; otherwise change its external document number. Do that in Business Central, then bill the number again: Passerelle takes the document that fits, or makes one."),
  },
  [PSR_REASON_ECHO_DIFFERS] = {
    "echo-differs",
    N_("The document isn’t what was sent"),
    N_("Business Central made it otherwise: %s"),
    N_("Correct the document in Business Central so that it is as the Wello invoice, or delete it there. Then bill the number again: Passerelle takes the corrected one, or makes another."),
  },
  [PSR_REASON_VAT_DIFFERS] = {
    "vat-differs",
    N_("Business Central uses another VAT rate than was agreed"),
    /* Translators: what is wrong, such as “it has 2 lines instead of 3”. */
    N_("The document that was made: %s. Wello wasn’t told."),
    N_("Correct the VAT Prod. Posting Group of the line in Business Central, then bill the number again: Passerelle takes the corrected document. Or name the right group for that rate under [Vat] in the profile, delete the document in Business Central, and bill the number again."),
  },
  [PSR_REASON_PRICE_DIFFERS] = {
    "price-differs",
    N_("Business Central’s prices come to another amount than Wello’s"),
    /* Translators: what is wrong, such as “it has 2 lines instead of 3”. */
    N_("The document or its quote: %s. Wello wasn’t told."),
    N_("If that amount is right, bill the number again. Otherwise put the prices right in Business Central, on the document or for the customer, then bill the number again: that amount is compared anew."),
  },
  [PSR_REASON_GAVE_UP] = {
    "gave-up",
    N_("It could not be sent"),
    N_("It was tried several times; at last: %s"),
    N_("Put that right, then bill the number again."),
  },
  [PSR_REASON_POST_REFUSED] = {
    "post-refused",
    N_("Business Central doesn’t post the document"),
    N_("The draft stays as it is. Business Central says: %s"),
    N_("Put that right in Business Central, then bill the number again: Passerelle takes the draft. Or post it there yourself, and bill the number again."),
  },
  [PSR_REASON_NOT_DRAFT] = {
    "not-draft",
    N_("The document isn’t a draft any more, and isn’t posted"),
    N_("Somebody released %s in Business Central, or it waits for an approval or a prepayment."),
    N_("Post it in Business Central, or reopen it there. Then bill the number again."),
  },
  [PSR_REASON_POSTED_DIFFERS] = {
    "posted-differs",
    N_("What was posted isn’t what was agreed"),
    /* Translators: what is wrong, such as “it has 2 lines instead of 3”. */
    N_("The posted invoice: %s. Wello wasn’t told."),
    N_("Credit the invoice in Business Central and bill the number again, or settle the difference with the customer."),
  },
  [PSR_REASON_ORDER_SHIPPED] = {
    "order-shipped",
    N_("Shipped, and invoiced together with others"),
    N_("Order %s is gone, its shipment is there, and no invoice names the order: it was invoiced with other shipments, or in part."),
    N_("Find the invoice of the shipment in Business Central (Posted Sales Shipments). Don’t bill the number again unless it was never invoiced."),
  },
  [PSR_REASON_ORDER_ARCHIVED] = {
    "order-archived",
    N_("The order is gone, and archived"),
    N_("Order %s was deleted in Business Central without being shipped or invoiced; Sales Order Archives has it."),
    N_("If the work is still to be invoiced, bill the number again; otherwise take the invoice out of Ready for ERP in Wello."),
  },
  [PSR_REASON_ORDER_GONE] = {
    "order-gone",
    N_("The order is gone, and no invoice names it"),
    N_("Order %s was deleted in Business Central, or invoiced together with others or in part."),
    N_("Look for its shipments and invoices in Business Central. If it wasn’t invoiced at all, bill the number again."),
  },
  [PSR_REASON_LEGAL_NUMBER_UNTOLD] = {
    "legal-number-untold",
    N_("Posted; Wello keeps the number of the draft"),
    N_("Wello doesn’t take the number of the posted invoice: %s"),
    N_("Nothing has to be done; the invoice in Business Central has another number than Wello shows."),
  },
  [PSR_REASON_NUMBER_UNTOLD] = {
    "number-untold",
    N_("Made again; Wello keeps the number of the draft that was withdrawn"),
    N_("Wello doesn’t take the new number: %s"),
    N_("Nothing has to be done; the document in Business Central has another number than Wello shows."),
  },
  [PSR_REASON_CONFIRM_REFUSED] = {
    "confirm-refused",
    N_("Wello doesn’t take the number"),
    N_("The document is in Business Central, but Wello says: %s"),
    N_("Set the invoice to Ready for ERP in Wello, then bill the number again: Passerelle takes the document and tells Wello once more."),
  },
  [PSR_REASON_READY_AGAIN] = {
    "ready-again",
    N_("Ready in Wello again, although it is billed"),
    N_("The document %s in Business Central has these lines already."),
    N_("Bill the number again to tell Wello once more. To bill anew, delete or credit the document in Business Central first."),
  },
  [PSR_REASON_READY_CREDITED] = {
    "ready-credited",
    N_("Ready in Wello again, after its invoice was credited"),
    N_("%s in Business Central billed these lines, and all of it is credited."),
    N_("Bill the number again: Passerelle makes a new document, whose external document number ends with -2, -3 and so on."),
  },
  [PSR_REASON_CHANGED] = {
    "changed",
    N_("The invoice was changed in Wello since it was sent"),
    N_("Invoice %s doesn’t say any more what was approved at first."),
    N_("Bill the number again: the invoice is read anew before."),
  },
  [PSR_REASON_GONE] = {
    "gone",
    N_("The document is gone"),
    N_("%s was made in Business Central and can’t be found there any more."),
    N_("If somebody deleted it, bill the number again; otherwise ask for the right to see it."),
  },
  [PSR_REASON_QUOTE_DIFFERS] = {
    "quote-differs",
    N_("The quote isn’t what was sent"),
    /* Translators: a number and what is wrong, such as “1001: it has 2 lines instead of 3”. */
    N_("Nothing was made of the quote yet. %s."),
    N_("Put right in Business Central what changes it, then bill the number again: Passerelle compares the quote anew, or makes another. Or bill the number with --via direct."),
  },
  [PSR_REASON_QUOTE_VAT_DIFFERS] = {
    "quote-vat-differs",
    N_("Business Central uses another VAT rate than was agreed"),
    /* Translators: a number and what is wrong, such as “1001: it has 2 lines instead of 3”. */
    N_("Nothing was made of the quote yet. %s."),
    N_("Name the right group for that rate under [Vat] in the profile, then bill the number again: Passerelle makes a new quote. Or correct the VAT Prod. Posting Group of the line on the quote, and bill the number again."),
  },
  [PSR_REASON_QUOTE_NOT_DRAFT] = {
    "quote-not-draft",
    N_("The quote isn’t a draft any more"),
    N_("Quote %s was sent or accepted in Business Central, or waits for an approval there. Nothing was made of it yet."),
    N_("Make the invoice or the order of it in Business Central, or delete it there. Then bill the number again: Passerelle takes the document, or makes another quote."),
  },
  [PSR_REASON_QUOTE_CHANGED] = {
    "quote-changed",
    N_("Somebody changed the quote"),
    N_("Quote %s isn’t any more what Passerelle made, so that it is neither converted nor removed."),
    N_("Make the invoice or the order of it in Business Central, or delete it there. Then bill the number again: Passerelle takes the document, or makes another quote."),
  },
  [PSR_REASON_QUOTE_GONE] = {
    "quote-gone",
    N_("The quote is gone, and there is no document of it"),
    N_("Quote %s was to be converted. Somebody deleted it, or made something of it that has another external document number by now."),
    N_("Look in Business Central whether the invoice is billed already. If it isn’t, bill the number again: Passerelle makes another quote."),
  },
  [PSR_REASON_QUOTE_STUCK] = {
    "quote-stuck",
    N_("The quote can’t be removed"),
    N_("Nothing may be made beside it. Business Central says: %s"),
    N_("Delete the quote in Business Central, then bill the number again."),
  },
  [PSR_REASON_QUOTE_UNREAD] = {
    "quote-unread",
    N_("The quote of before can’t be read"),
    N_("Nothing may be made beside it. Business Central says: %s"),
    N_("Give the account in Business Central the right to read sales quotes (permission set D365 SALES DOC, EDIT), then bill the number again."),
  },
  [PSR_REASON_NO_QUOTES] = {
    "no-quotes",
    N_("Documents can’t be made over quotes in Business Central"),
    "%s",
    N_("Put that right (“passerellectl check --try-quote” tries it), then bill the number again. Or bill it with --via direct."),
  },
  [PSR_REASON_REFERENCE_REFUSED] = {
    "reference-refused",
    N_("Business Central doesn’t take the customer’s reference"),
    N_("The invoice was made without Your Reference, which an electronic invoice needs. Business Central says: %s"),
    N_("Fill in Your Reference on the draft in Business Central, then bill the number again: Passerelle takes the draft."),
  },
  [PSR_REASON_CHANGED_SINCE] = {
    "changed-since",
    N_("The invoice was changed in Wello after its document was made"),
    N_("%s in Business Central doesn’t have that change."),
    N_("Withdraw it and bill the number anew, or take it as it is."),
  },
  [PSR_REASON_STILL_THERE] = {
    "still-there",
    N_("Another document has the same number"),
    N_("Ours is deleted, but %s in Business Central bills the same."),
    N_("Take that one, or delete it and bill the number again."),
  },
  [PSR_REASON_UNSEEN] = {
    "unseen",
    N_("It isn’t known whether the document was made"),
    N_("It may have been made, and nothing with the external document number %s is shown. But Business Central shows the account no drafts, or no posted invoices: it may lack the right to see them, so that the document may be there."),
    N_("Look for that number in Business Central. If it is there, give the account the right to read drafts and posted sales invoices (permission set D365 SALES DOC, EDIT), then bill the number again: Passerelle takes the document. If it isn’t, bill the number again: it is sent anew."),
  },
  [PSR_REASON_SHIPMENTS_UNSEEN] = {
    "shipments-unseen",
    N_("It isn’t known whether the order was invoiced"),
    N_("Nothing with the external document number %s is shown. But an order that was shipped, and invoiced together with others, isn’t shown either, and shipments can’t be read: API v1.0 has none, or the account lacks the right to see them."),
    N_("Look for that number among the posted sales shipments in Business Central. If it is there, mark the number as already invoiced. If it isn’t, bill the number again: it is sent anew."),
  },
  [PSR_REASON_UNCHECKED] = {
    "unchecked",
    N_("Not billed yet: Business Central wasn’t searched for it"),
    N_("So many invoices are open that they are looked up in turns, and it isn’t known yet whether another document bills %s already."),
    N_("Bill all again: each time the next ones are looked up. Or bill the number by itself, once you have looked."),
  },
  [PSR_REASON_NOT_WITHDRAWN_OPEN] = {
    "not-withdrawn-open",
    N_("Not withdrawn: it isn’t a draft any more"),
    N_("%s is released, or waits for an approval."),
    N_("Reopen it in Business Central first, then withdraw it again."),
  },
  [PSR_REASON_NOT_WITHDRAWN_CHANGED] = {
    "not-withdrawn-changed",
    N_("Not withdrawn: somebody has changed it"),
    N_("%s isn’t what Passerelle made any more, so that it isn’t Passerelle’s to delete."),
    N_("Delete it in Business Central if nobody needs it, then withdraw it again."),
  },
  [PSR_REASON_NOT_WITHDRAWN_VERSION] = {
    "not-withdrawn-version",
    N_("Not withdrawn: it was made over another version of the API"),
    N_("Over this one %s can’t be compared with what Passerelle made, so that it isn’t known whether somebody has changed it."),
    N_("Write the ApiVersion= of before under [BusinessCentral] in the profile, then withdraw it again. Or delete it in Business Central if nobody needs it, then withdraw it again."),
  },
  [PSR_REASON_NOT_WITHDRAWN_INVOICED] = {
    "not-withdrawn-invoiced",
    N_("Not withdrawn: part of the order is invoiced"),
    N_("Invoice %s bills part of it already."),
    N_("Invoice the rest of the order in Business Central. Or credit that invoice and delete the order there, then bill the number again."),
  },
  [PSR_REASON_NOT_WITHDRAWN_INVOICED_UNSEEN] = {
    "not-withdrawn-invoiced-unseen",
    N_("Not withdrawn: part of the order is invoiced"),
    N_("%s says that part of it is invoiced, and Business Central shows the account no such invoice: it may lack the right to see what is posted."),
    N_("Give the account the right to read posted sales invoices (permission set D365 SALES DOC, EDIT), then withdraw it again. Or invoice the rest of the order in Business Central."),
  },
  [PSR_REASON_NOT_WITHDRAWN_REFUSED] = {
    "not-withdrawn-refused",
    N_("Not withdrawn: Business Central doesn’t delete it"),
    N_("It says: %s"),
    N_("Put that right, or delete the draft in Business Central, then withdraw it again."),
  },
  [PSR_REASON_NOT_WITHDRAWN_UNSEEN] = {
    "not-withdrawn-unseen",
    N_("It isn’t known whether the draft is deleted"),
    N_("%s isn’t shown any more. But Business Central shows the account no other drafts, or no posted invoices: it may lack the right to see them, so that the draft may still be there, or be posted."),
    N_("Give the account the right to read drafts and posted sales invoices (permission set D365 SALES DOC, EDIT), then withdraw it again. Or look in Business Central: if the draft is deleted, bill the number again."),
  },
  [PSR_REASON_NOT_WITHDRAWN_UNSETTLED] = {
    "not-withdrawn-unsettled",
    N_("It isn’t known whether the draft is deleted"),
    N_("What became of %s was asked for again and again, and Business Central gave no answer that settles it."),
    N_("Look in Business Central: if the draft is there, withdraw it again; if it is deleted, bill the number again."),
  },
  [PSR_REASON_WITHDRAWN] = {
    "withdrawn",
    N_("Withdrawn"),
    N_("The draft %s is deleted in Business Central."),
    N_("Once it is Ready for ERP in Wello, bill the number again."),
  },
  [PSR_REASON_WITHDRAWN_VOID] = {
    "withdrawn-void",
    N_("Withdrawn; an empty posted invoice is left"),
    N_("Business Central keeps %s in place of the draft. It bills nothing, and isn’t taken for a document."),
    N_("Nothing has to be done; tell your accountant about the number."),
  },
  [PSR_REASON_WITHDRAWN_IMPORTED] = {
    "withdrawn-imported",
    N_("Withdrawn, but Wello keeps it as imported"),
    N_("The draft is deleted in Business Central; of its invoice Wello says: %s"),
    N_("Retry the number to make it again."),
  },
  [PSR_REASON_SKIPPED] = {
    "skipped",
    N_("Skipped"),
    "%s",
    N_("Skip the number with --undo to bill it after all."),
  },
  [PSR_REASON_ALREADY_INVOICED] = {
    "already-invoiced",
    N_("Already invoiced"),
    "%s",
    N_("Mark the number with --undo if that was wrong."),
  },
};

static char *
fill (const char *text,
      const char *subject)
{
  GString *filled;

  if (text[0] == '\0')
    return g_strdup ("");

  filled = g_string_new (_(text));
  g_string_replace (filled, "%s", subject, 1);

  return g_string_free (filled, FALSE);
}

/**
 * psr_billing_reason_to_string:
 * @reason: a reason
 *
 * Returns: (transfer none): the name under which the ledger keeps @reason
 */
const char *
psr_billing_reason_to_string (PsrBillingReason reason)
{
  g_return_val_if_fail (reason < PSR_N_REASONS, NULL);

  return reasons[reason].name;
}

/**
 * psr_billing_reason_from_string:
 * @name: (nullable): a name
 * @reason: (out): the reason of that name
 *
 * Returns: whether there is a reason of that name
 */
gboolean
psr_billing_reason_from_string (const char       *name,
                                PsrBillingReason *reason)
{
  g_return_val_if_fail (reason != NULL, FALSE);

  for (guint i = 0; i < PSR_N_REASONS; i++)
    {
      if (g_strcmp0 (reasons[i].name, name) == 0)
        {
          *reason = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_billing_reason_get_texts:
 * @reason: a reason
 * @what: (out) (transfer none): what happened
 * @why: (out) (transfer none): why, where %s is what it is about
 * @mend: (out) (transfer none): how to mend it
 *
 * Tells its texts as they stand in the source, in English.
 */
void
psr_billing_reason_get_texts (PsrBillingReason   reason,
                              const char       **what,
                              const char       **why,
                              const char       **mend)
{
  g_return_if_fail (reason < PSR_N_REASONS && what != NULL && why != NULL && mend != NULL);

  *what = reasons[reason].what;
  *why = reasons[reason].why;
  *mend = reasons[reason].mend;
}

/**
 * psr_billing_reason_explain:
 * @reason: a reason
 * @subject: (nullable): what it is about: a number, a name, a service's words
 *
 * Returns: (transfer full): what happened, why, and how to mend it, in the
 *   user's language
 */
PsrExplanation *
psr_billing_reason_explain (PsrBillingReason  reason,
                            const char       *subject)
{
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  g_return_val_if_fail (reason < PSR_N_REASONS, NULL);

  if (subject == NULL)
    subject = "";

  what = fill (reasons[reason].what, subject);
  why = fill (reasons[reason].why, subject);
  mend = fill (reasons[reason].mend, subject);

  return psr_explanation_new (what, why, mend);
}
