/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-pricing"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-billing-error.h"
#include "psr-check.h"
#include "psr-pricing.h"

/* A hundredth, in the units of a PsrDecimal: amounts are rounded to it. */
#define CENT (PSR_DECIMAL_SCALE / 100)

typedef __int128 Wide;

/* @value is in units of 1 / (@scale × PSR_DECIMAL_SCALE). Half away from zero,
 * in one step: rounding to five places first would turn 0.0049999… into 0.01. */
static gboolean
round_to_cents (Wide         value,
                Wide         scale,
                PsrDecimal  *amount,
                GError     **error)
{
  Wide divisor = scale * CENT;
  Wide half = divisor / 2;
  Wide cents = value < 0 ? -((-value + half) / divisor) : (value + half) / divisor;

  cents *= CENT;

  if (cents > PSR_DECIMAL_MAX_UNITS || cents < -(Wide) PSR_DECIMAL_MAX_UNITS)
    {
      g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_OVERFLOW,
                           "An amount is larger than 90 000 000 000 000");
      return FALSE;
    }

  amount->units = (gint64) cents;

  return TRUE;
}

/**
 * psr_pricing_multiply:
 * @a: a quantity
 * @b: a price
 * @amount: (out): their product, rounded to 0.01 half away from zero
 * @error: return location for a %PSR_DECIMAL_ERROR
 *
 * Returns: whether @amount could be computed
 */
gboolean
psr_pricing_multiply (PsrDecimal   a,
                      PsrDecimal   b,
                      PsrDecimal  *amount,
                      GError     **error)
{
  g_return_val_if_fail (amount != NULL, FALSE);

  return round_to_cents ((Wide) a.units * b.units, PSR_DECIMAL_SCALE, amount, error);
}

/**
 * psr_pricing_percent:
 * @amount: an amount
 * @percent: a percentage, such as 21
 * @part: (out): so many hundredths of @amount, rounded to 0.01 half away from
 *   zero
 * @error: return location for a %PSR_DECIMAL_ERROR
 *
 * Returns: whether @part could be computed
 */
gboolean
psr_pricing_percent (PsrDecimal   amount,
                     PsrDecimal   percent,
                     PsrDecimal  *part,
                     GError     **error)
{
  g_return_val_if_fail (part != NULL, FALSE);

  return round_to_cents ((Wide) amount.units * percent.units, (Wide) PSR_DECIMAL_SCALE * 100, part, error);
}

/**
 * psr_pricing_spread:
 * @amount: what to spread, in whole cents
 * @weights: (array length=n): by what; those that aren't positive get nothing
 * @shares: (array length=n) (out caller-allocates): the share of each, in cents
 * @n: how many there are
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Spreads @amount by the method of the largest remainder: the shares add up to
 * exactly @amount, and each is within a cent of its proportion. Of equal
 * remainders the first comes first, so that the same input always gives the
 * same shares.
 *
 * Returns: whether there was anything to spread it over
 */
gboolean
psr_pricing_spread (PsrDecimal         amount,
                    const PsrDecimal  *weights,
                    PsrDecimal        *shares,
                    gsize              n,
                    GError           **error)
{
  g_autofree Wide *remainders = NULL;
  Wide total = 0;
  gint64 cents, left;
  int sign = amount.units < 0 ? -1 : 1;

  g_return_val_if_fail (n == 0 || (weights != NULL && shares != NULL), FALSE);

  for (gsize i = 0; i < n; i++)
    {
      shares[i] = psr_decimal_zero ();

      if (weights[i].units > 0)
        total += weights[i].units;
    }

  if (amount.units == 0)
    return TRUE;

  if (total == 0 || amount.units % CENT != 0)
    {
      g_set_error_literal (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLOCKED,
                           "A discount can’t be spread over the lines");
      return FALSE;
    }

  cents = sign * (amount.units / CENT);
  left = cents;
  remainders = g_new0 (Wide, n);

  for (gsize i = 0; i < n; i++)
    {
      Wide exact;

      remainders[i] = -1;

      if (weights[i].units <= 0)
        continue;

      exact = (Wide) cents * weights[i].units;
      shares[i].units = (gint64) (exact / total);
      remainders[i] = exact % total;
      left -= shares[i].units;
    }

  /* Fewer are left than there are weights, so that each gets one at most. */
  for (; left > 0; left--)
    {
      gsize best = 0;

      for (gsize i = 1; i < n; i++)
        {
          if (remainders[i] > remainders[best])
            best = i;
        }

      shares[best].units++;
      remainders[best] = -1;
    }

  for (gsize i = 0; i < n; i++)
    shares[i].units *= sign * CENT;

  return TRUE;
}

static gboolean
price_with (const PsrBillableLine  *line,
            PsrDecimal              unit_price,
            PsrDecimal              percent,
            PsrPricedLine          *priced,
            GError                **error)
{
  PsrDecimal whole;

  if (!psr_pricing_multiply (line->quantity, unit_price, &whole, error) ||
      !psr_pricing_percent (whole, percent, &priced->discount_amount, error))
    return FALSE;

  priced->unit_price = unit_price;
  priced->discount_percent = percent;
  priced->is_exact = FALSE;

  return psr_decimal_sub (whole, priced->discount_amount, &priced->net, error);
}

static gboolean
is_agreed (const PsrBillableLine *line,
           const PsrPricedLine   *priced,
           gint64                 tolerance)
{
  return ABS (priced->net.units - psr_decimal_round (line->agreed, 2).units) <= tolerance;
}

/*
 * Wello has two discounts, and whether the one in money holds the one in
 * percent, or comes before it, isn't documented. The line's total tells: it
 * decides which of the readings was agreed with the customer. A percentage is
 * kept where it says the same, since the customer may know it; otherwise the
 * money comes off the price, with all of its five decimals.
 */
static gboolean
price_line (const PsrBillableLine  *line,
            PsrPricedLine          *priced,
            GError                **error)
{
  PsrDecimal hundred = PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE);
  PsrDecimal zero = psr_decimal_zero ();
  PsrDecimal reduced;
  struct { PsrDecimal price, percent; } readings[3];
  guint n = 0;

  if (line->warranty)
    return line->warranty_as_list ? price_with (line, line->unit_price, hundred, priced, error)
                                  : price_with (line, zero, zero, priced, error);

  if (!psr_decimal_sub (line->unit_price, line->discount, &reduced, error))
    return FALSE;

  if (!psr_decimal_is_zero (line->discount_percent) &&
      !psr_decimal_is_negative (line->discount_percent) &&
      psr_decimal_compare (line->discount_percent, hundred) <= 0)
    {
      readings[n].price = line->unit_price;
      readings[n++].percent = line->discount_percent;
      readings[n].price = reduced;
      readings[n++].percent = line->discount_percent;
    }

  readings[n].price = reduced;
  readings[n++].percent = zero;

  /* To the cent if one of them gives it, else within one. */
  for (gint64 tolerance = 0; tolerance <= CENT; tolerance += CENT)
    {
      for (guint i = 0; i < n; i++)
        {
          if (!price_with (line, readings[i].price, readings[i].percent, priced, error))
            return FALSE;

          if (is_agreed (line, priced, tolerance))
            return TRUE;
        }
    }

  {
    g_autoptr(PsrExplanation) words = psr_check_explain (psr_check_find ("amounts-unclear"), line->description);

    psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLOCKED,
                             words->what, words->why, words->mend);
  }

  return FALSE;
}

/**
 * psr_pricing_set_quantity:
 * @line: a line with the amounts that were agreed
 * @quantity: the quantity to bill instead, such as hours rounded up
 * @error: return location for an explained error
 *
 * Bills another quantity at the price and discount that were agreed.
 *
 * Returns: whether the amounts could be understood
 */
gboolean
psr_pricing_set_quantity (PsrBillableLine  *line,
                          PsrDecimal        quantity,
                          GError          **error)
{
  PsrPricedLine priced;

  g_return_val_if_fail (line != NULL, FALSE);

  if (psr_decimal_equal (line->quantity, quantity))
    return TRUE;

  if (!price_line (line, &priced, error))
    return FALSE;

  line->quantity = quantity;

  if (!price_with (line, priced.unit_price, priced.discount_percent, &priced, error))
    return FALSE;

  line->unit_price = priced.unit_price;
  line->discount_percent = priced.discount_percent;
  line->discount = psr_decimal_zero ();
  line->agreed = priced.net;

  return TRUE;
}

static gboolean
spread_discount (PsrPricing  *self,
                 PsrDecimal   discount,
                 GError     **error)
{
  gsize n = self->lines->len;
  g_autofree PsrDecimal *weights = g_new0 (PsrDecimal, n);
  g_autofree PsrDecimal *shares = g_new0 (PsrDecimal, n);

  for (gsize i = 0; i < n; i++)
    weights[i] = g_array_index (self->lines, PsrPricedLine, i).net;

  if (!psr_pricing_spread (psr_decimal_round (discount, 2), weights, shares, n, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      PsrPricedLine *line = &g_array_index (self->lines, PsrPricedLine, i);

      if (psr_decimal_is_zero (shares[i]))
        continue;

      line->is_exact = TRUE;

      if (!psr_decimal_add (line->discount_amount, shares[i], &line->discount_amount, error) ||
          !psr_decimal_sub (line->net, shares[i], &line->net, error))
        return FALSE;
    }

  return TRUE;
}

/* Business Central rounds the VAT of a document once for each rate. */
static gboolean
add_up (PsrPricing   *self,
        PsrBillable  *billable,
        GError      **error)
{
  self->net = self->vat = psr_decimal_zero ();

  for (guint i = 0; i < billable->lines->len; i++)
    {
      const PsrBillableLine *line = g_ptr_array_index (billable->lines, i);
      PsrDecimal base = psr_decimal_zero ();
      PsrDecimal vat;
      gboolean counted = FALSE;

      if (!psr_decimal_add (self->net, g_array_index (self->lines, PsrPricedLine, i).net, &self->net, error))
        return FALSE;

      for (guint j = 0; j < billable->lines->len; j++)
        {
          const PsrBillableLine *other = g_ptr_array_index (billable->lines, j);

          if (!psr_decimal_equal (other->vat_percent, line->vat_percent))
            continue;

          if (j < i)
            {
              counted = TRUE;
              break;
            }

          if (!psr_decimal_add (base, g_array_index (self->lines, PsrPricedLine, j).net, &base, error))
            return FALSE;
        }

      if (counted)
        continue;

      if (!psr_pricing_percent (base, line->vat_percent, &vat, error) ||
          !psr_decimal_add (self->vat, vat, &self->vat, error))
        return FALSE;
    }

  return psr_decimal_add (self->net, self->vat, &self->gross, error);
}

/**
 * psr_pricing_new:
 * @billable: what is to be billed
 * @error: return location for an explained error, of %PSR_BILLING_ERROR when
 *   the amounts contradict each other
 *
 * Computes what is to be sent for each line, and what the document will cost.
 *
 * Source: [AL] SalesLine: a line's amount is quantity × price, rounded, less its
 * discount, rounded.
 *
 * Returns: (transfer full) (nullable): the prices, %NULL with @error set
 */
PsrPricing *
psr_pricing_new (PsrBillable  *billable,
                 GError      **error)
{
  g_autoptr(PsrPricing) self = NULL;

  g_return_val_if_fail (billable != NULL, NULL);

  self = g_new0 (PsrPricing, 1);
  self->lines = g_array_sized_new (FALSE, TRUE, sizeof (PsrPricedLine), billable->lines->len);
  g_array_set_size (self->lines, billable->lines->len);

  for (guint i = 0; i < billable->lines->len; i++)
    {
      if (!price_line (g_ptr_array_index (billable->lines, i),
                       &g_array_index (self->lines, PsrPricedLine, i), error))
        return NULL;
    }

  if (!spread_discount (self, billable->discount, error) ||
      !add_up (self, billable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_pricing_free:
 * @self: (transfer full): prices
 *
 * Frees @self.
 */
void
psr_pricing_free (PsrPricing *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->lines);
  g_free (self);
}
