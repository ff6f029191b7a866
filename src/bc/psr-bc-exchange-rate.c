/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-exchange-rate"

#include "config.h"

#include "psr-bc-exchange-rate.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcExchangeRate, psr_bc_exchange_rate, psr_bc_exchange_rate_ref, psr_bc_exchange_rate_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcExchangeRate, id, "id", ID),
  PSR_JSON_FIELD (PsrBcExchangeRate, currency, "currencyCode", CODE),
  PSR_JSON_FIELD (PsrBcExchangeRate, relational, "relationalCurrencyCode", CODE),
  PSR_JSON_FIELD (PsrBcExchangeRate, starting, "startingDate", DATE),
  PSR_JSON_FIELD (PsrBcExchangeRate, amount, "exchangeRateAmount", DECIMAL),
  PSR_JSON_FIELD (PsrBcExchangeRate, own, "relationalExchangeRateAmount", DECIMAL),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_exchange_rate_finalize (gpointer data)
{
  psr_json_fields_clear (fields, data);
}

/**
 * psr_bc_exchange_rate_from_json:
 * @object: a row as the service sent it
 * @error: return location for a #PsrBcError
 *
 * Reads a rate. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the rate; %NULL with @error set
 */
PsrBcExchangeRate *
psr_bc_exchange_rate_from_json (JsonObject *object,
                                GError    **error)
{
  g_autoptr (PsrBcExchangeRate) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcExchangeRate);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_exchange_rate_ref:
 * @self: a rate
 *
 * Returns: (transfer full): @self
 */
PsrBcExchangeRate *
psr_bc_exchange_rate_ref (PsrBcExchangeRate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_exchange_rate_unref:
 * @self: (transfer full): a rate
 *
 * Gives up a reference.
 */
void
psr_bc_exchange_rate_unref (PsrBcExchangeRate *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_exchange_rate_finalize);
}

/**
 * psr_bc_exchange_rate_find:
 * @rates: (element-type PsrBcExchangeRate): rates
 * @currency: code of a currency
 * @date: "YYYY-MM-DD"
 * @rate: (out): how much of @currency one of the company's own is worth
 *
 * Looks for the newest rate that counts on @date, as Business Central does. One that is
 * told in a third currency isn't used.
 *
 * Source: [AL] table 330 "Currency Exchange Rate", ExchangeRate and ExchangeAmtLCYToFCY.
 *
 * Returns: whether there is one
 */
gboolean
psr_bc_exchange_rate_find (GPtrArray  *rates,
                           const char *currency,
                           const char *date,
                           PsrDecimal *rate)
{
  const PsrBcExchangeRate *best = NULL;

  g_return_val_if_fail (rates != NULL && currency != NULL && date != NULL && rate != NULL, FALSE);

  for (guint i = 0; i < rates->len; i++)
    {
      const PsrBcExchangeRate *one = g_ptr_array_index (rates, i);

      if (g_ascii_strcasecmp (one->currency, currency) == 0 && *one->relational == '\0' &&
          strcmp (one->starting, date) <= 0 && (best == NULL || strcmp (one->starting, best->starting) > 0))
        best = one;
    }

  return best != NULL && !psr_decimal_is_zero (best->amount) && psr_decimal_div (best->amount, best->own, rate, NULL);
}
