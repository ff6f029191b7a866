/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-book"

#include "config.h"

#include "psr-bc-exchange-rate.h"
#include "psr-price-book-private.h"
#include "psr-price-rule.h"

/* Codes are the same in either case. */
static char *
dup_key (const char *code)
{
  return g_ascii_strup (code, -1);
}

static void
index_lines (PsrPriceBook *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      PsrBcPriceLine *line = g_ptr_array_index (self->lines, i);
      g_autofree char *key = dup_key (line->asset == PSR_BC_PRICE_ITEM ? line->asset_number : "");
      GPtrArray *same;

      if (line->asset == PSR_BC_PRICE_NO_ITEM)
        continue;

      same = g_hash_table_lookup (self->by_item, key);
      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (self->by_item, g_steal_pointer (&key), same);
        }
      g_ptr_array_add (same, line);
    }
}

/**
 * psr_price_book_new:
 * @lines: (transfer none) (element-type PsrBcPriceLine): lines of price lists
 * @customers: (transfer none) (nullable) (element-type PsrBcPriceCustomer): whose groups
 *   are known
 * @exchange_rates: (transfer none) (nullable) (element-type PsrBcExchangeRate): rates
 * @own_currency: code of the company's own currency, or ""
 *
 * Returns: (transfer full): a book of these prices
 */
PsrPriceBook *
psr_price_book_new (GPtrArray  *lines,
                    GPtrArray  *customers,
                    GPtrArray  *exchange_rates,
                    const char *own_currency)
{
  PsrPriceBook *self;

  g_return_val_if_fail (lines != NULL && own_currency != NULL, NULL);

  self = g_new0 (PsrPriceBook, 1);
  self->lines = g_ptr_array_ref (lines);
  self->exchange_rates = exchange_rates != NULL ? g_ptr_array_ref (exchange_rates) : g_ptr_array_new ();
  self->own_currency = g_strdup (own_currency);
  self->by_item = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->vat_rates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->customers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_bc_price_customer_unref);

  for (guint i = 0; customers != NULL && i < customers->len; i++)
    {
      PsrBcPriceCustomer *customer = g_ptr_array_index (customers, i);

      g_hash_table_insert (self->customers, dup_key (customer->number), psr_bc_price_customer_ref (customer));
    }

  g_ptr_array_sort_values (self->lines, psr_price_rule_compare);
  index_lines (self);

  return self;
}

static gboolean
append (GPtrArray  *all,
        DexFuture  *future,
        GError    **error)
{
  g_autoptr (GPtrArray) some = dex_await_boxed (future, error);

  if (some == NULL)
    return FALSE;

  for (guint i = 0; i < some->len; i++)
    g_ptr_array_add (all, psr_bc_price_line_ref (g_ptr_array_index (some, i)));

  return TRUE;
}

/**
 * psr_price_book_read:
 * @bc: Business Central, with its company chosen
 * @company_name: name of the company
 * @line_services: (array zero-terminated=1): published web services of lines
 * @customer_service: (nullable): a published web service of customers; without it nobody
 *   belongs to a group
 * @error: return location for an error
 *
 * Reads all prices. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the book; %NULL with @error set to a
 *   #PsrServiceErrorCode or #PsrBcError
 */
PsrPriceBook *
psr_price_book_read (PsrBcClient         *bc,
                     const char          *company_name,
                     const char * const  *line_services,
                     const char          *customer_service,
                     GError             **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_price_line_unref);
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GPtrArray) rates = NULL;
  g_autofree char *own_currency = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (bc), NULL);
  g_return_val_if_fail (company_name != NULL && line_services != NULL, NULL);

  for (gsize i = 0; line_services[i] != NULL; i++)
    {
      if (!append (lines, psr_bc_client_list_price_lines (bc, company_name, line_services[i]), error))
        return NULL;
    }

  if (customer_service != NULL)
    {
      customers = dex_await_boxed (psr_bc_client_list_price_customers (bc, company_name, customer_service), error);
      if (customers == NULL)
        return NULL;
    }

  own_currency = dex_await_string (psr_bc_client_get_own_currency (bc), error);
  if (own_currency == NULL)
    return NULL;

  rates = dex_await_boxed (psr_bc_client_list_exchange_rates (bc), error);
  if (rates == NULL)
    return NULL;

  return psr_price_book_new (lines, customers, rates, own_currency);
}

/**
 * psr_price_book_free:
 * @self: (transfer full): a book
 *
 * Frees it.
 */
void
psr_price_book_free (PsrPriceBook *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->by_item);
  g_hash_table_unref (self->customers);
  g_hash_table_unref (self->vat_rates);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->exchange_rates);
  g_free (self->own_currency);
  g_free (self);
}

/**
 * psr_price_book_add_vat_rate:
 * @self: a book
 * @name: VAT product posting group, such as "VAT21", or with the VAT business posting group
 *   in front, such as "DOMESTIC/VAT21"
 * @percent: its rate
 *
 * Says the rate of VAT that is in prices with VAT: no interface of Business Central
 * tells it.
 */
void
psr_price_book_add_vat_rate (PsrPriceBook *self,
                             const char   *name,
                             PsrDecimal    percent)
{
  g_return_if_fail (self != NULL && name != NULL);

  g_hash_table_insert (self->vat_rates, dup_key (name), g_memdup2 (&percent, sizeof percent));
}

/**
 * psr_price_book_get_lines:
 * @self: a book
 *
 * Returns: (transfer none) (element-type PsrBcPriceLine): all its lines, in the order of
 *   the price lists
 */
GPtrArray *
psr_price_book_get_lines (PsrPriceBook *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->lines;
}

/**
 * psr_price_book_get_own_currency:
 * @self: a book
 *
 * Returns: (transfer none): code of the company's own currency, or ""
 */
const char *
psr_price_book_get_own_currency (PsrPriceBook *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->own_currency;
}

/**
 * psr_price_book_find_customer:
 * @self: a book
 * @number: number of a customer
 *
 * Returns: (transfer none) (nullable): what decides about its prices
 */
PsrBcPriceCustomer *
psr_price_book_find_customer (PsrPriceBook *self,
                              const char   *number)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && number != NULL, NULL);

  key = dup_key (number);

  return g_hash_table_lookup (self->customers, key);
}

static gboolean
tell_vat (const char *vat_group,
          const char *tax_group,
          gpointer    data,
          PsrDecimal *percent)
{
  PsrPriceBook *self = data;
  g_autofree char *both = g_strdup_printf ("%s/%s", vat_group, tax_group);
  g_autofree char *key = dup_key (both);
  g_autofree char *single = dup_key (tax_group);
  const PsrDecimal *found = g_hash_table_lookup (self->vat_rates, key);

  if (found == NULL)
    found = g_hash_table_lookup (self->vat_rates, single);
  if (found != NULL)
    *percent = *found;

  return found != NULL;
}

/* Those of the item, and those of all items and groups, in the order of the lists. */
static GPtrArray *
find_lines (PsrPriceBook *self,
            const char   *item)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *key = dup_key (item);
  GPtrArray *parts[] = { g_hash_table_lookup (self->by_item, key), g_hash_table_lookup (self->by_item, "") };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      for (guint k = 0; parts[i] != NULL && k < parts[i]->len; k++)
        g_ptr_array_add (lines, g_ptr_array_index (parts[i], k));
    }

  if (parts[0] != NULL && parts[1] != NULL)
    g_ptr_array_sort_values (lines, psr_price_rule_compare);

  return g_steal_pointer (&lines);
}

/**
 * psr_price_book_answer:
 * @self: a book
 * @item: an item
 * @customer: number of a customer; "" = nobody in particular
 * @currency: code of the currency to be paid in; "" = the company's own
 * @date: "YYYY-MM-DD"
 * @quantity: how many base units are bought
 *
 * Finds what one base unit of @item costs. The prices are those of the customer who gets
 * the invoices.
 *
 * Returns: (transfer full): the price, and what became of each line
 */
PsrPriceAnswer *
psr_price_book_answer (PsrPriceBook    *self,
                       const PsrBcItem *item,
                       const char      *customer,
                       const char      *currency,
                       const char      *date,
                       PsrDecimal       quantity)
{
  g_autoptr (GPtrArray) lines = NULL;
  PsrPriceQuestion question = { 0 };
  PsrBcPriceCustomer *known;
  PsrBcPriceCustomer *payer = NULL;

  g_return_val_if_fail (self != NULL && item != NULL, NULL);
  g_return_val_if_fail (customer != NULL && currency != NULL && date != NULL, NULL);

  known = *customer != '\0' ? psr_price_book_find_customer (self, customer) : NULL;
  if (known != NULL)
    payer = psr_price_book_find_customer (self, known->bill_to);

  question.item = item->number;
  question.item_group = NULL;
  question.tax_group = item->tax_group_code;
  question.card_price = item->unit_price;
  question.card_includes_vat = item->price_includes_tax;
  question.variant = "";
  question.unit = item->base_unit_code;
  question.unit_quantity = PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE);
  question.quantity = quantity;
  question.currency = g_ascii_strcasecmp (currency, self->own_currency) == 0 ? "" : currency;
  question.date = date;
  question.customer = known != NULL ? known->bill_to : customer;
  question.price_group = payer != NULL ? payer->price_group : "";
  question.discount_group = payer != NULL ? payer->discount_group : "";
  question.allows_discount = payer == NULL || payer->allows_discount;
  question.vat_func = tell_vat;
  question.vat_data = self;
  question.has_rate = *question.currency != '\0' &&
                      psr_bc_exchange_rate_find (self->exchange_rates, question.currency, date, &question.rate);

  lines = find_lines (self, item->number);

  return psr_price_rule_answer (&question, lines);
}
