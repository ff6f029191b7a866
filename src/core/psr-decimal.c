/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-decimal"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-decimal.h"

#define PLACES 5

G_DEFINE_QUARK (psr-decimal-error-quark, psr_decimal_error)

static const gint64 powers_of_ten[] = { 1, 10, 100, 1000, 10000, 100000 };

static gpointer
psr_decimal_boxed_copy (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (PsrDecimal));
}

G_DEFINE_BOXED_TYPE (PsrDecimal, psr_decimal, psr_decimal_boxed_copy, g_free)

/* Stores @units in @out, or reports that they are too many. */
static gboolean
store_units (__int128     units,
             PsrDecimal  *out,
             GError     **error)
{
  g_assert (out != NULL);

  if (units > PSR_DECIMAL_MAX_UNITS || units < -PSR_DECIMAL_MAX_UNITS)
    {
      g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_OVERFLOW,
                           _("The amount is too large"));
      return FALSE;
    }

  out->units = (gint64) units;
  return TRUE;
}

/* The quotient of two integers, rounded half away from zero. */
static __int128
divide_rounding (__int128 dividend,
                 __int128 divisor)
{
  __int128 quotient;
  __int128 rest;

  g_assert (divisor != 0);

  if (divisor < 0)
    {
      dividend = -dividend;
      divisor = -divisor;
    }

  quotient = dividend / divisor;
  rest = dividend % divisor;

  if (rest < 0 && -rest >= divisor + rest)
    quotient--;
  else if (rest > 0 && rest >= divisor - rest)
    quotient++;

  return quotient;
}

/**
 * psr_decimal_zero:
 *
 * Returns: 0
 */
PsrDecimal
psr_decimal_zero (void)
{
  return PSR_DECIMAL_INIT (0);
}

/**
 * psr_decimal_from_int:
 * @value: a whole number
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Returns: %FALSE when @value is beyond what a decimal holds
 */
gboolean
psr_decimal_from_int (gint64       value,
                      PsrDecimal  *out,
                      GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  return store_units ((__int128) value * PSR_DECIMAL_SCALE, out, error);
}

/**
 * psr_decimal_to_string:
 * @value: a decimal
 *
 * Returns: (transfer full): the shortest plain text of @value, such as
 *   "19.99", "-3" or "0.5", whatever the locale
 */
char *
psr_decimal_to_string (PsrDecimal value)
{
  guint places = PLACES;

  while (places > 0 && value.units % powers_of_ten[PLACES - places + 1] == 0)
    places--;

  return psr_decimal_to_fixed (value, places);
}

/**
 * psr_decimal_to_fixed:
 * @value: a decimal
 * @places: how many decimal places to write, at most 5
 *
 * Returns: (transfer full): @value rounded half away from zero to @places
 *   places, all of them written, such as "19.90"
 */
char *
psr_decimal_to_fixed (PsrDecimal value,
                      guint      places)
{
  guint64 magnitude;
  guint64 whole;
  guint64 fraction;
  const char *sign;

  g_return_val_if_fail (places <= PLACES, NULL);

  value = psr_decimal_round (value, places);
  sign = value.units < 0 ? "-" : "";
  magnitude = (guint64) (value.units < 0 ? -value.units : value.units);
  whole = magnitude / PSR_DECIMAL_SCALE;
  fraction = magnitude % PSR_DECIMAL_SCALE / (guint64) powers_of_ten[PLACES - places];

  if (places == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, whole);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT,
                          sign, whole, (int) places, fraction);
}

/**
 * psr_decimal_add:
 * @a: a decimal
 * @b: a decimal
 * @out: (out): where to store @a + @b
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Returns: %FALSE on overflow
 */
gboolean
psr_decimal_add (PsrDecimal   a,
                 PsrDecimal   b,
                 PsrDecimal  *out,
                 GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  return store_units ((__int128) a.units + b.units, out, error);
}

/**
 * psr_decimal_sub:
 * @a: a decimal
 * @b: a decimal
 * @out: (out): where to store @a − @b
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Returns: %FALSE on overflow
 */
gboolean
psr_decimal_sub (PsrDecimal   a,
                 PsrDecimal   b,
                 PsrDecimal  *out,
                 GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  return store_units ((__int128) a.units - b.units, out, error);
}

/**
 * psr_decimal_mul:
 * @a: a decimal
 * @b: a decimal
 * @out: (out): where to store @a × @b
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * The product is rounded half away from zero to five places, once.
 *
 * Returns: %FALSE on overflow
 */
gboolean
psr_decimal_mul (PsrDecimal   a,
                 PsrDecimal   b,
                 PsrDecimal  *out,
                 GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  return store_units (divide_rounding ((__int128) a.units * b.units, PSR_DECIMAL_SCALE), out, error);
}

/**
 * psr_decimal_div:
 * @a: a decimal
 * @b: a decimal
 * @out: (out): where to store @a ÷ @b
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * The quotient is rounded half away from zero to five places, once.
 *
 * Returns: %FALSE on overflow, or when @b is zero
 */
gboolean
psr_decimal_div (PsrDecimal   a,
                 PsrDecimal   b,
                 PsrDecimal  *out,
                 GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  if (b.units == 0)
    {
      g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_DIVISION_BY_ZERO,
                           _("A number can’t be divided by zero"));
      return FALSE;
    }

  return store_units (divide_rounding ((__int128) a.units * PSR_DECIMAL_SCALE, b.units), out, error);
}

/**
 * psr_decimal_mul_div:
 * @a: a number
 * @b: what to multiply it by
 * @c: what to divide that by
 * @out: (out): the result, rounded once, half away from zero
 * @error: return location for a #PsrDecimalError
 *
 * Returns: whether the result is a number that can be stored
 */
gboolean
psr_decimal_mul_div (PsrDecimal   a,
                     PsrDecimal   b,
                     PsrDecimal   c,
                     PsrDecimal  *out,
                     GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  if (c.units == 0)
    {
      g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_DIVISION_BY_ZERO,
                           _("A number can’t be divided by zero"));
      return FALSE;
    }

  return store_units (divide_rounding ((__int128) a.units * b.units, c.units), out, error);
}

/**
 * psr_decimal_round:
 * @value: a decimal
 * @places: how many decimal places to keep; 5 and more change nothing
 *
 * Rounds half away from zero, as Business Central does: amounts to 2 places.
 * Source: Microsoft, AL System.Round method.
 *
 * Returns: the rounded value
 */
PsrDecimal
psr_decimal_round (PsrDecimal value,
                   guint      places)
{
  gint64 step;

  if (places >= PLACES)
    return value;

  step = powers_of_ten[PLACES - places];
  return PSR_DECIMAL_INIT ((gint64) divide_rounding (value.units, step) * step);
}

/**
 * psr_decimal_round_to_step:
 * @value: a decimal
 * @step: the step, such as 0.25; greater than zero
 * @direction: which way
 * @out: (out): where to store the multiple of @step
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Returns: %FALSE on overflow, or when @step is not greater than zero
 */
gboolean
psr_decimal_round_to_step (PsrDecimal          value,
                           PsrDecimal          step,
                           PsrRoundDirection   direction,
                           PsrDecimal         *out,
                           GError            **error)
{
  __int128 count;

  g_return_val_if_fail (out != NULL, FALSE);

  if (step.units <= 0)
    {
      g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_DIVISION_BY_ZERO,
                           _("A rounding step must be greater than zero"));
      return FALSE;
    }

  count = value.units / step.units;

  switch (direction)
    {
    case PSR_ROUND_UP:
      if (value.units % step.units != 0)
        count += value.units < 0 ? -1 : 1;
      break;

    case PSR_ROUND_DOWN:
      break;

    case PSR_ROUND_NEAREST:
    default:
      count = divide_rounding (value.units, step.units);
      break;
    }

  return store_units (count * step.units, out, error);
}

/**
 * psr_decimal_to_int:
 * @value: a decimal
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Returns: %FALSE when @value is not a whole number
 */
gboolean
psr_decimal_to_int (PsrDecimal   value,
                    gint64      *out,
                    GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  if (value.units % PSR_DECIMAL_SCALE != 0)
    {
      g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_PRECISION,
                           _("The number isn’t a whole number"));
      return FALSE;
    }

  *out = value.units / PSR_DECIMAL_SCALE;
  return TRUE;
}

/**
 * psr_decimal_floor:
 * @value: a decimal
 *
 * Returns: the largest whole number that is not greater than @value
 */
gint64
psr_decimal_floor (PsrDecimal value)
{
  gint64 whole = value.units / PSR_DECIMAL_SCALE;

  return value.units % PSR_DECIMAL_SCALE < 0 ? whole - 1 : whole;
}

/**
 * psr_decimal_compare:
 * @a: a decimal
 * @b: a decimal
 *
 * Returns: -1, 0 or 1 as @a is less than, equal to or greater than @b
 */
int
psr_decimal_compare (PsrDecimal a,
                     PsrDecimal b)
{
  return (a.units > b.units) - (a.units < b.units);
}

/**
 * psr_decimal_equal:
 * @a: a decimal
 * @b: a decimal
 *
 * Returns: %TRUE when both are the same number
 */
gboolean
psr_decimal_equal (PsrDecimal a,
                   PsrDecimal b)
{
  return a.units == b.units;
}

/**
 * psr_decimal_negate:
 * @value: a decimal
 *
 * Returns: −@value
 */
PsrDecimal
psr_decimal_negate (PsrDecimal value)
{
  return PSR_DECIMAL_INIT (-value.units);
}

/**
 * psr_decimal_abs:
 * @value: a decimal
 *
 * Returns: @value without its sign
 */
PsrDecimal
psr_decimal_abs (PsrDecimal value)
{
  return value.units < 0 ? psr_decimal_negate (value) : value;
}

/**
 * psr_decimal_is_zero:
 * @value: a decimal
 *
 * Returns: %TRUE when @value is 0
 */
gboolean
psr_decimal_is_zero (PsrDecimal value)
{
  return value.units == 0;
}

/**
 * psr_decimal_is_negative:
 * @value: a decimal
 *
 * Returns: %TRUE when @value is less than 0
 */
gboolean
psr_decimal_is_negative (PsrDecimal value)
{
  return value.units < 0;
}
