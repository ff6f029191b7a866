/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-draft"

#include "config.h"

#include "psr-bc-customer.h"
#include "psr-draft.h"

/* Whether each line costs nothing. Lines that only come to nothing together are for a
 * person; and without a part there is nothing to book out of stock. */
static gboolean
is_free (const PsrDraft *self)
{
  GPtrArray *lines = self->billable->lines;
  gboolean has_part = FALSE;

  if (self->pricing == NULL || !psr_decimal_is_zero (self->pricing->net))
    return FALSE;

  for (guint i = 0; i < lines->len; i++)
    {
      const PsrBillableLine *line = g_ptr_array_index (lines, i);

      if (!psr_decimal_is_zero (g_array_index (self->pricing->lines, PsrPricedLine, i).net))
        return FALSE;

      has_part |= line->part == PSR_VAT_PART && line->target == PSR_LINE_TARGET_ITEM;
    }

  return has_part;
}

/**
 * psr_draft_make_internal:
 * @self: a draft with all its lines
 *
 * Has what costs the customer nothing become an order of the card that the rules name,
 * where they name one: without prices, and with the VAT of that card, which is of
 * nothing.
 */
void
psr_draft_make_internal (PsrDraft *self)
{
  const char *number;
  PsrBillable *billable;
  const PsrBcCustomer *card;

  g_return_if_fail (self != NULL);

  number = psr_billing_rules_get_internal (self->facts->rules);

  if (number == NULL || !is_free (self))
    return;

  billable = self->billable;
  card = g_hash_table_lookup (self->facts->rule_customers, number);
  billable->internal = TRUE;
  billable->discount = psr_decimal_zero ();
  g_set_str (&billable->customer_id, card != NULL ? card->id : "");
  g_set_str (&billable->bill_to_customer_id, "");
  g_set_str (&billable->currency_code, "");
  g_set_str (&billable->no_orders, "");

  for (guint i = 0; i < billable->lines->len; i++)
    {
      PsrBillableLine *line = g_ptr_array_index (billable->lines, i);

      line->unit_price = line->agreed = line->discount = line->discount_percent = psr_decimal_zero ();
      line->bc_price = line->warranty_as_list = FALSE;
      g_set_str (&line->tax_code, "");
    }

  g_clear_pointer (&self->pricing, psr_pricing_free);
  self->pricing = psr_pricing_new (billable, NULL);
}
