/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-label"

#include "config.h"

#include "psr-bc-exchange-rate.h"
#include "psr-price-book-private.h"

static gboolean
is_code (const char *a,
         const char *b)
{
  return g_ascii_strcasecmp (a, b) == 0;
}

static gboolean
counts (const PsrBcPriceLine *line)
{
  return line->is_active && line->is_sale && line->asset != PSR_BC_PRICE_NO_ITEM;
}

/* Whether some line is for this very customer or group, on whichever day. */
static gboolean
has_source (PsrPriceBook     *self,
            PsrBcPriceSource  source,
            const char       *number)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const PsrBcPriceLine *line = g_ptr_array_index (self->lines, i);

      if (line->source == source && is_code (line->source_number, number) && counts (line))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_discounts (PsrPriceBook *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const PsrBcPriceLine *line = g_ptr_array_index (self->lines, i);

      if (line->has_discount && !psr_decimal_is_zero (line->discount) && counts (line))
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_price_book_has_groups:
 * @self: a book
 *
 * Returns: whether any line that counts is for a price group or a discount group of customers,
 *   so that it has to be known who belongs to it
 */
gboolean
psr_price_book_has_groups (PsrPriceBook *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const PsrBcPriceLine *line = g_ptr_array_index (self->lines, i);

      if ((line->source == PSR_BC_PRICE_GROUP || line->source == PSR_BC_PRICE_DISCOUNT_GROUP) && counts (line))
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_price_book_get_bill_to:
 * @self: a book
 * @customer: number of a customer
 *
 * Returns: (transfer none): number of the customer whose prices count: who gets the invoices
 */
const char *
psr_price_book_get_bill_to (PsrPriceBook *self,
                            const char   *customer)
{
  const PsrBcPriceCustomer *known;

  g_return_val_if_fail (self != NULL && customer != NULL, NULL);

  known = psr_price_book_find_customer (self, customer);

  return known != NULL ? known->bill_to : customer;
}

/**
 * psr_price_book_dup_label:
 * @self: a book
 * @customer: number of a customer
 * @currency: code of the currency in which the customer who gets its invoices pays; "" = the
 *   company's own
 *
 * Customers for whom every item costs the same have the same label: one who has lines of its
 * own has its own label, `C:NUMBER:CURRENCY`, those of a price group `G:GROUP:CURRENCY`, and all
 * others `ALL:CURRENCY`. Where discounts depend on more than that, the discount group stands
 * behind a slash, and `/-` says that the customer gets no discounts.
 *
 * Returns: (transfer full): the code of its label
 */
char *
psr_price_book_dup_label (PsrPriceBook *self,
                          const char   *customer,
                          const char   *currency)
{
  g_autoptr (GString) code = NULL;
  const PsrBcPriceCustomer *payer;
  const char *bill_to;

  g_return_val_if_fail (self != NULL && customer != NULL && currency != NULL, NULL);

  bill_to = psr_price_book_get_bill_to (self, customer);
  payer = psr_price_book_find_customer (self, bill_to);
  code = g_string_new (NULL);

  if (has_source (self, PSR_BC_PRICE_CUSTOMER, bill_to))
    {
      g_string_append_printf (code, "C:%s", bill_to);
    }
  else
    {
      if (payer != NULL && *payer->price_group != '\0')
        g_string_append_printf (code, "G:%s", payer->price_group);
      else
        g_string_append (code, "ALL");

      if (payer != NULL && *payer->discount_group != '\0' && has_source (self, PSR_BC_PRICE_DISCOUNT_GROUP, payer->discount_group))
        g_string_append_printf (code, "/%s", payer->discount_group);
      if (payer != NULL && !payer->allows_discount && has_discounts (self))
        g_string_append (code, "/-");
    }

  if (*currency != '\0' || *self->own_currency != '\0')
    g_string_append_printf (code, ":%s", *currency != '\0' ? currency : self->own_currency);
  g_string_ascii_up (code);

  return g_string_free (g_steal_pointer (&code), FALSE);
}

/**
 * psr_price_book_concerns:
 * @self: a book
 * @item: number of an item
 *
 * Returns: whether any line may be about it; otherwise what its card says counts for all
 */
gboolean
psr_price_book_concerns (PsrPriceBook *self,
                         const char   *item)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && item != NULL, FALSE);

  key = g_ascii_strup (item, -1);

  return g_hash_table_contains (self->by_item, key) || g_hash_table_contains (self->by_item, "");
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return strcmp (a, b);
}

static void
print_line (const PsrBcPriceLine *line,
            const char           *date,
            GString              *text)
{
  gboolean is_on = (*line->starting == '\0' || strcmp (line->starting, date) <= 0) &&
                   (*line->ending == '\0' || strcmp (line->ending, date) >= 0);

  g_string_append_printf (text, "%s|%" G_GINT64_FORMAT "|%d|%s|%d|%s|%s|%s|%s|", line->list, line->number, line->source,
                          line->source_number, line->asset, line->asset_number, line->variant, line->unit, line->currency);
  g_string_append_printf (text, "%" G_GINT64_FORMAT "|%d%d|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%d%d|%s|%d%d%d\n",
                          line->minimum.units, line->has_price, line->has_discount, line->price.units, line->discount.units,
                          line->allows_discount, line->includes_vat, line->vat_group, line->is_active, line->is_sale, is_on);
}

/**
 * psr_price_book_print:
 * @self: a book
 * @date: "YYYY-MM-DD"
 * @text: gets it
 *
 * Adds all by which prices are found on that day, but for the customers: the text is another
 * one where any of it is, and when a line begins or ends. Not to be called in a fiber where there
 * are many lines.
 */
void
psr_price_book_print (PsrPriceBook *self,
                      const char   *date,
                      GString      *text)
{
  g_autoptr (GPtrArray) groups = NULL;

  g_return_if_fail (self != NULL && date != NULL && text != NULL);

  g_string_append_printf (text, "%s\n", self->own_currency);
  for (guint i = 0; i < self->lines->len; i++)
    print_line (g_ptr_array_index (self->lines, i), date, text);

  groups = g_hash_table_get_keys_as_ptr_array (self->vat_rates);
  g_ptr_array_sort_values (groups, compare_keys);
  for (guint i = 0; i < groups->len; i++)
    {
      const PsrDecimal *rate = g_hash_table_lookup (self->vat_rates, g_ptr_array_index (groups, i));

      g_string_append_printf (text, "%s=%" G_GINT64_FORMAT "\n", (const char *) g_ptr_array_index (groups, i), rate->units);
    }

  for (guint i = 0; i < self->exchange_rates->len; i++)
    {
      const PsrBcExchangeRate *rate = g_ptr_array_index (self->exchange_rates, i);
      gboolean is_on = strcmp (rate->starting, date) <= 0;

      if (is_on)
        g_string_append_printf (text, "%s|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "\n", rate->currency, rate->starting,
                                rate->amount.units, rate->own.units);
    }
}
