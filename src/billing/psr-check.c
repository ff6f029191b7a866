/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-check-private.h"

/* In the order in which they are shown: the first that blocks is the document's
 * reason. The %s of a reason is what it is about. */
static const PsrCheck checks[] = {
  {
    "not-ready", PSR_CHECK_BLOCKS,
    N_("The invoice is ready in Wello"),
    N_("No longer ready in Wello"),
    /* Translators: a status of Wello, “gone” or “of another sales organization”. */
    N_("What the invoice is in Wello now: %s."),
    N_("Set it to Ready for ERP in Wello if it is to be billed."),
    psr_check_not_ready,
  },
  {
    "unreadable", PSR_CHECK_BLOCKS,
    N_("All amounts can be read"),
    N_("An amount of the invoice can’t be read"),
    N_("Wello sent: %s"),
    N_("Correct the line in Wello."),
    psr_check_unreadable,
  },
  {
    "credit-note", PSR_CHECK_BLOCKS,
    N_("The invoice bills money, and doesn’t credit it"),
    N_("This is a credit note"),
    N_("Wello invoice %s credits money; Passerelle doesn’t make credit notes yet."),
    N_("Make the credit note in Business Central, and take this one out of Ready for ERP in Wello."),
    psr_check_credit_note,
  },
  {
    "lines-missing", PSR_CHECK_BLOCKS,
    N_("All lines of the invoice were read"),
    N_("The invoice could not be read whole"),
    N_("Wello says that invoice %s has more lines than it sent."),
    N_("It is read again with the next run."),
    psr_check_lines_missing,
  },
  {
    "no-lines", PSR_CHECK_BLOCKS,
    N_("The invoice has a line at least"),
    N_("There is nothing to bill"),
    N_("Wello invoice %s has no lines."),
    N_("Add lines in Wello, or take the invoice out of Ready for ERP."),
    psr_check_no_lines,
  },
  {
    "no-organization", PSR_CHECK_BLOCKS,
    N_("It is known whose invoice it is"),
    N_("It isn’t known whose invoice it is"),
    N_("The Wello account %s has no sales organization, and Wello has several."),
    N_("Choose the account’s sales organization in Wello."),
    psr_check_no_organization,
  },
  {
    "customer-not-coupled", PSR_CHECK_BLOCKS,
    N_("The customer is coupled to one in Business Central"),
    N_("The customer isn’t known in Business Central"),
    N_("The Wello account %s isn’t coupled to a customer."),
    N_("Put the customer’s number into the account’s code in Wello, or make the customer in Business Central, then sync the customers. An account that was made in Wello may be waiting among their proposals: accept it there."),
    psr_check_customer_not_coupled,
  },
  {
    "customer-gone", PSR_CHECK_BLOCKS,
    N_("The customer exists in Business Central"),
    N_("The customer no longer exists in Business Central"),
    N_("The customer to which the Wello account %s was coupled is gone; it may have been merged with another."),
    N_("Put the number of the right customer into the account’s code in Wello, then sync the customers."),
    psr_check_customer_gone,
  },
  {
    "customer-blocked", PSR_CHECK_BLOCKS,
    N_("The customer isn’t blocked"),
    N_("The customer is blocked in Business Central"),
    N_("Nothing may be invoiced to customer %s."),
    N_("Ask whoever blocked the customer, and clear Blocked on its card in Business Central."),
    psr_check_customer_blocked,
  },
  {
    "bill-to-not-coupled", PSR_CHECK_BLOCKS,
    N_("Who pays is coupled to a customer in Business Central"),
    N_("Who pays isn’t known in Business Central"),
    N_("The account to be billed, %s, isn’t coupled to a customer."),
    N_("Put the customer’s number into the account’s code in Wello, then sync the customers."),
    psr_check_bill_to_not_coupled,
  },
  {
    "bill-to-gone", PSR_CHECK_BLOCKS,
    N_("Who pays exists in Business Central"),
    N_("Who pays no longer exists in Business Central"),
    N_("The customer to which the account to be billed, %s, was coupled is gone."),
    N_("Put the number of the right customer into the account’s code in Wello, then sync the customers."),
    psr_check_bill_to_gone,
  },
  {
    "bill-to-blocked", PSR_CHECK_BLOCKS,
    N_("Who pays isn’t blocked"),
    N_("Who pays is blocked in Business Central"),
    N_("Nothing may be invoiced to customer %s."),
    N_("Ask whoever blocked the customer, and clear Blocked on its card in Business Central."),
    psr_check_bill_to_blocked,
  },
  {
    "vat-customers-mixed", PSR_CHECK_BLOCKS,
    N_("All lines are billed to the same customer card"),
    N_("The lines need different customer cards"),
    N_("By [VatCustomer] of the profile the lines with the VAT codes of this invoice, %s among them, are billed to another card than the first line."),
    N_("Split the invoice in Wello by VAT code."),
    psr_check_vat_customers_mixed,
  },
  {
    "vat-customer-gone", PSR_CHECK_BLOCKS,
    N_("The card for the VAT code can be used"),
    N_("The profile names a customer that can’t be used"),
    N_("There is no customer %s in Business Central, or it is blocked."),
    N_("Clear Blocked on the customer’s card in Business Central. Or write another customer under [VatCustomer] in the profile, and start Passerelle again."),
    psr_check_vat_customer_gone,
  },
  {
    "internal-customer", PSR_CHECK_BLOCKS,
    N_("What costs nothing has a customer card that can be used"),
    N_("The profile names a customer that can’t be used"),
    N_("There is no customer %s in Business Central, or it is blocked."),
    N_("Correct Internal in [Billing] of the profile, or clear Blocked on the customer’s card in Business Central."),
    psr_check_internal_customer,
  },
  {
    "number-too-long", PSR_CHECK_BLOCKS,
    N_("The external document number has no more than 35 characters"),
    N_("The number is too long for Business Central"),
    N_("%s has more than the 35 characters that an external document number may have."),
    N_("Choose a shorter prefix (ExternalNumberPrefix in the profile). Where Wello’s number alone is too long, give the invoice a shorter one in Wello."),
    psr_check_number_too_long,
  },
  {
    "number-taken", PSR_CHECK_BLOCKS,
    N_("The external document number is on no other document"),
    N_("Another document has the number already"),
    N_("The external document number is on %s already, with another customer or other amounts."),
    N_("If that document bills this invoice, give it the customer and the amounts of the Wello invoice; otherwise change its external document number, in Business Central."),
    psr_check_number_taken,
  },
  {
    "order-number", PSR_CHECK_BLOCKS,
    N_("The purchase order number is there where the customer wants one"),
    N_("The customer’s purchase order number is missing"),
    N_("%s wants it on every invoice, and nothing on this one looks like it."),
    N_("Ask the customer for it, and write it into the notes of the invoice in Wello, such as “PO 4500012345”."),
    psr_check_order_number,
  },
  {
    "currency-unknown", PSR_CHECK_BLOCKS,
    N_("The currency is known"),
    N_("The currency isn’t known"),
    N_("Wello has no currency %s."),
    N_("Choose a currency on the invoice in Wello."),
    psr_check_currency_unknown,
  },
  {
    "item-not-coupled", PSR_CHECK_BLOCKS,
    N_("All parts are coupled to items"),
    N_("A part isn’t known in Business Central"),
    N_("The Wello article %s isn’t coupled to an item."),
    N_("Put the item’s number into the article’s code in Wello, or make the item in Business Central, then sync the items."),
    psr_check_item_not_coupled,
  },
  {
    "item-gone", PSR_CHECK_BLOCKS,
    N_("All items exist in Business Central"),
    N_("An item no longer exists in Business Central"),
    N_("The item to which the Wello article %s was coupled is gone."),
    N_("Put the number of the right item into the article’s code in Wello, then sync the items."),
    psr_check_item_gone,
  },
  {
    "item-blocked", PSR_CHECK_BLOCKS,
    N_("No item is blocked"),
    N_("An item is blocked in Business Central"),
    N_("Item %s may not be sold."),
    N_("Clear Blocked on the item’s card in Business Central, or choose another article on the invoice in Wello."),
    psr_check_item_blocked,
  },
  {
    "labour-not-mapped", PSR_CHECK_BLOCKS,
    N_("It is known what the hours are booked on"),
    N_("Nobody said what these hours are booked on"),
    N_("There is no rule for hours of the kind %s."),
    N_("Add a line to [Labour] in the profile, such as WorkingTime=item:NUMBER."),
    psr_check_labour_not_mapped,
  },
  {
    "hand-typed-part", PSR_CHECK_BLOCKS,
    N_("It is known what parts typed by hand are booked on"),
    N_("A part was typed in by hand"),
    N_("“%s” has no article, so nobody knows which item it is."),
    N_("Choose an article on the invoice in Wello, or set HandTypedPart in the profile."),
    psr_check_hand_typed_part,
  },
  {
    "rule-item-gone", PSR_CHECK_BLOCKS,
    N_("The items that the profile names can be used"),
    N_("The profile names an item that can’t be used"),
    N_("There is no item %s in Business Central, or it is blocked."),
    N_("Correct the number in [Labour] or HandTypedPart of the profile."),
    psr_check_rule_item_gone,
  },
  {
    "rule-account-gone", PSR_CHECK_BLOCKS,
    N_("The accounts that the profile names can be used"),
    N_("The profile names an account that can’t be used"),
    N_("There is no G/L account %s in Business Central, or it is blocked."),
    N_("Correct the number in [Labour] or HandTypedPart of the profile."),
    psr_check_rule_account_gone,
  },
  {
    "location-not-coupled", PSR_CHECK_BLOCKS,
    N_("All stock locations are coupled"),
    N_("A stock location isn’t known in Business Central"),
    N_("The Wello location %s isn’t coupled to a location."),
    N_("Put the location’s code into the back office reference of the location in Wello."),
    psr_check_location_not_coupled,
  },
  {
    "amounts-unclear", PSR_CHECK_BLOCKS,
    N_("Prices, discounts and totals agree"),
    N_("The amounts don’t add up"),
    N_("Price, discount and total of “%s” contradict each other in Wello."),
    N_("Correct the line in Wello."),
    psr_check_amounts_unclear,
  },
  {
    "customer-no-orders", PSR_CHECK_BLOCKS_ORDERS,
    N_("The customer may get orders"),
    N_("The customer may get no orders in Business Central"),
    N_("Customer %s is blocked with Ship: it may get invoices, but no orders."),
    N_("Bill the number as an invoice (passerellectl bill NUMBER --as invoice), or clear Blocked on the customer’s card in Business Central."),
    psr_check_customer_no_orders,
  },
  {
    "zero-total", PSR_CHECK_ASKS,
    N_("The total isn’t zero"),
    N_("The total is zero"),
    N_("Wello invoice %s costs the customer nothing."),
    N_("Correct the prices in Wello, or take the invoice out of Ready for ERP."),
    psr_check_zero_total,
  },
  {
    "look-alike", PSR_CHECK_ASKS,
    N_("No other document looks like it"),
    N_("It may have been billed already"),
    N_("The same customer has a document of the same amount that isn’t from here: %s."),
    N_("Look at that document in Business Central. If it bills this work, take the invoice out of Ready for ERP in Wello."),
    psr_check_look_alike,
  },
  {
    "hours-odd", PSR_CHECK_ASKS,
    N_("The hours of each line are more than 0 and no more than 24"),
    N_("Some hours are unlikely"),
    N_("There are %s."),
    N_("Correct the hours in Wello."),
    psr_check_hours_odd,
  },
  {
    "price-missing", PSR_CHECK_ASKS,
    N_("Everything has a price, or costs nothing for a reason"),
    N_("Something costs nothing, for no reason"),
    /* xgettext:no-c-format */
    N_("%s has no price, and is neither under warranty nor part of a contract nor at 100 % discount."),
    N_("Correct the price in Wello."),
    psr_check_price_missing,
  },
  {
    "posting-date", PSR_CHECK_ASKS,
    N_("The company lets something be posted on the day of the document"),
    N_("The day of the document may be closed for posting"),
    N_("By the general ledger setup of Business Central nothing is posted on %s, unless a user or a journal template has dates of its own."),
    N_("Have that period opened in Business Central, or write PostingDate=today under [Billing] in the profile."),
    psr_check_posting_date,
  },
  {
    "e-invoice", PSR_CHECK_ASKS,
    N_("It has what an electronic invoice needs"),
    N_("Business Central won’t post it as an electronic invoice"),
    N_("It refuses to release or post one that goes out electronically while it lacks %s."),
    N_("Put it on the card of the customer or the unit in Business Central, or write EInvoice=none under [Billing] in the profile where invoices don’t go out electronically."),
    psr_check_e_invoice,
  },
  {
    "e-invoice-order", PSR_CHECK_ASKS,
    N_("It is no order of a customer whose invoices go out electronically"),
    N_("Business Central won’t post this order as it is"),
    N_("Invoices to %s go out electronically and need Your Reference, which can’t be given to an order from outside."),
    N_("Bill the number as an invoice (passerellectl bill NUMBER --as invoice). Or make the order, and write Your Reference on it in Business Central before it is posted."),
    psr_check_e_invoice_order,
  },
  {
    "vat-not-mapped", PSR_CHECK_ASKS,
    N_("Reduced VAT rates and VAT codes have a VAT group in the profile"),
    N_("Business Central may use another VAT rate"),
    N_("A rate or VAT code was agreed for which the profile names no VAT group: %s."),
    N_("Add a line for it to [Vat] in the profile, such as 6,part=G1 or CC,part=G0. Without one Business Central decides, and a document on which it decides otherwise isn’t posted."),
    psr_check_vat_not_mapped,
  },
};

/**
 * psr_check_list:
 * @n_checks: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_checks): all checks before sending
 */
const PsrCheck *
psr_check_list (gsize *n_checks)
{
  g_return_val_if_fail (n_checks != NULL, NULL);

  *n_checks = G_N_ELEMENTS (checks);

  return checks;
}

/**
 * psr_check_find:
 * @id: (nullable): name of a check
 *
 * Returns: (transfer none) (nullable): the check of that name
 */
const PsrCheck *
psr_check_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_strcmp0 (checks[i].id, id) == 0)
        return &checks[i];
    }

  return NULL;
}

/**
 * psr_check_explain:
 * @check: a check
 * @about: (nullable): who or what doesn't pass
 *
 * Returns: (transfer full): what is the matter, why, and how to mend it, in the
 *   user's language
 */
PsrExplanation *
psr_check_explain (const PsrCheck *check,
                   const char     *about)
{
  g_autoptr(GString) why = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (check != NULL, NULL);

  if (check->look == psr_check_posting_date)
    about = shown = psr_date_localise (about);
  else if (check->look == psr_check_e_invoice && about != NULL)
    about = shown = psr_check_e_invoice_translate (about);

  why = g_string_new (_(check->why));
  g_string_replace (why, "%s", about != NULL && about[0] != '\0' ? about : "?", 1);

  return psr_explanation_new (_(check->what), why->str, _(check->mend));
}

/**
 * psr_check_notes_add:
 * @notes: where a check writes what it finds
 * @about: (nullable): who or what doesn't pass
 *
 * Says that a check doesn't pass; each thing is named once.
 */
void
psr_check_notes_add (PsrCheckNotes *notes,
                     const char    *about)
{
  g_return_if_fail (notes != NULL);

  if (about == NULL || about[0] == '\0')
    about = "?";

  if (!g_ptr_array_find_with_equal_func (notes->about, about, g_str_equal, NULL))
    g_ptr_array_add (notes->about, g_strdup (about));
}

/**
 * psr_check_notes_later:
 * @notes: where a check writes what it finds
 *
 * Says that nothing was looked at this time; sending looks.
 */
void
psr_check_notes_later (PsrCheckNotes *notes)
{
  g_return_if_fail (notes != NULL);

  notes->later = TRUE;
}
