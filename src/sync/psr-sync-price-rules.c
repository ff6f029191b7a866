/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-price-rules"

#include "config.h"

#include "psr-sync-price-rules.h"

/**
 * psr_sync_price_rules_new:
 * @company_name: name of the company
 * @lines: (array zero-terminated=1): published web services of price list lines
 * @customers: (nullable): a published web service of customers
 * @date: the day whose prices count
 * @fills_all: whether a label has a price for each item
 *
 * Returns: (transfer full): rules without rates of VAT
 */
PsrSyncPriceRules *
psr_sync_price_rules_new (const char         *company_name,
                          const char * const *lines,
                          const char         *customers,
                          const char         *date,
                          gboolean            fills_all)
{
  PsrSyncPriceRules *self;

  g_return_val_if_fail (company_name != NULL && lines != NULL && date != NULL, NULL);

  self = g_new0 (PsrSyncPriceRules, 1);
  self->company_name = g_strdup (company_name);
  self->lines = g_strdupv ((char **) lines);
  self->customers = g_strdup (customers);
  self->vat_names = g_ptr_array_new_with_free_func (g_free);
  self->vat_rates = g_array_new (FALSE, FALSE, sizeof (PsrDecimal));
  self->date = g_strdup (date);
  self->fills_all = fills_all;

  return self;
}

/**
 * psr_sync_price_rules_add_rate:
 * @self: rules
 * @name: a VAT product posting group, or one with the business group in front
 * @percent: its rate
 *
 * Says a rate of VAT that may be in prices.
 */
void
psr_sync_price_rules_add_rate (PsrSyncPriceRules *self,
                               const char        *name,
                               PsrDecimal         percent)
{
  g_return_if_fail (self != NULL && name != NULL);

  g_ptr_array_add (self->vat_names, g_strdup (name));
  g_array_append_val (self->vat_rates, percent);
}

/**
 * psr_sync_price_rules_read:
 * @self: rules
 * @bc: Business Central, with its company chosen
 * @error: return location for an error
 *
 * Reads all prices. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the book; %NULL with @error set
 */
PsrPriceBook *
psr_sync_price_rules_read (PsrSyncPriceRules  *self,
                           PsrBcClient        *bc,
                           GError            **error)
{
  PsrPriceBook *book;

  g_return_val_if_fail (self != NULL, NULL);

  book = psr_price_book_read (bc, self->company_name, (const char * const *) self->lines, self->customers, error);
  for (guint i = 0; book != NULL && i < self->vat_names->len; i++)
    psr_price_book_add_vat_rate (book, g_ptr_array_index (self->vat_names, i), g_array_index (self->vat_rates, PsrDecimal, i));

  return book;
}

/**
 * psr_sync_price_rules_free:
 * @self: (transfer full): rules
 */
void
psr_sync_price_rules_free (PsrSyncPriceRules *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->company_name);
  g_strfreev (self->lines);
  g_free (self->customers);
  g_ptr_array_unref (self->vat_names);
  g_array_unref (self->vat_rates);
  g_free (self->date);
  g_free (self);
}
