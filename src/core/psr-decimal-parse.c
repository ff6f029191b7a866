/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-decimal"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-decimal.h"

#define PLACES 5

static gboolean
overflow_error (GError **error)
{
  g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_OVERFLOW, _("The amount is too large"));
  return FALSE;
}

static gboolean
syntax_error (const char  *text,
              GError     **error)
{
  g_autofree char *shown = g_strndup (text, 40);
  g_autofree char *valid = g_utf8_make_valid (shown, -1);

  g_set_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_SYNTAX,
               _("“%s” isn’t a number"), valid);
  return FALSE;
}

/* Splits @text into its sign, its digits without leading zeros, and the power
 * of ten of the last digit. Returns %FALSE when it is not a number. */
static gboolean
scan_number (const char *text,
             gboolean   *negative,
             GString    *digits,
             gint64     *exponent)
{
  const char *p = text;
  gboolean any = FALSE;

  g_assert (text != NULL);
  g_assert (digits != NULL);

  while (g_ascii_isspace (*p))
    p++;

  *negative = *p == '-';
  *exponent = 0;
  if (*p == '-' || *p == '+')
    p++;

  for (; g_ascii_isdigit (*p); p++)
    {
      any = TRUE;
      if (digits->len > 0 || *p != '0')
        g_string_append_c (digits, *p);
    }

  if (*p == '.')
    {
      for (p++; g_ascii_isdigit (*p); p++)
        {
          any = TRUE;
          *exponent -= 1;
          if (digits->len > 0 || *p != '0')
            g_string_append_c (digits, *p);
        }
    }

  if (!any)
    return FALSE;

  if (*p == 'e' || *p == 'E')
    {
      gint64 value = 0;
      gboolean minus;

      p++;
      minus = *p == '-';
      if (*p == '-' || *p == '+')
        p++;
      if (!g_ascii_isdigit (*p))
        return FALSE;
      for (; g_ascii_isdigit (*p); p++)
        value = MIN (value * 10 + (*p - '0'), 1000000);
      *exponent += minus ? -value : value;
    }

  while (g_ascii_isspace (*p))
    p++;

  return *p == '\0';
}

/* Whether the digits from @first on, which stand behind the fifth place, may
 * be rounded away: at most a billionth of the value. Sets @up when they round
 * away from zero. */
static gboolean
rest_is_noise (const char *first,
               gsize       leading_zeros,
               __int128    kept,
               gboolean   *up)
{
  const gint64 one = G_GINT64_CONSTANT (1000000000000000000);
  __int128 distance;
  gint64 fraction = 0;
  gint64 place = one / 10;

  g_assert (first != NULL);

  for (gsize i = 0; i < leading_zeros && place > 0; i++)
    place /= 10;
  for (; *first != '\0' && place > 0; first++, place /= 10)
    fraction += (*first - '0') * place;

  *up = fraction >= one / 2;
  distance = *up ? one - fraction : fraction;

  return distance <= MAX (kept, 1) * (one / 1000000000);
}

/**
 * psr_decimal_parse:
 * @text: a number in plain form or with an exponent, such as "-19.99" or
 *   "1.5E3"; white space around it is ignored
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Reads a number without regard to the locale. More than five decimal places
 * are refused, unless what is beyond them is noise: zeros, or at most a
 * billionth of the value.
 *
 * Returns: %FALSE when @text is not a number that a decimal holds
 */
gboolean
psr_decimal_parse (const char  *text,
                   PsrDecimal  *out,
                   GError     **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  __int128 units = 0;
  gint64 exponent;
  gint64 shift;
  gboolean negative;
  gsize kept;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!scan_number (text, &negative, digits, &exponent))
    return syntax_error (text, error);

  while (digits->len > 0 && digits->str[digits->len - 1] == '0')
    {
      g_string_truncate (digits, digits->len - 1);
      exponent++;
    }

  if (digits->len == 0)
    {
      out->units = 0;
      return TRUE;
    }

  /* How many places the digits are to be moved to count hundred-thousandths. */
  shift = exponent + PLACES;
  kept = shift >= 0 ? digits->len : (gsize) MAX ((gint64) digits->len + shift, 0);

  if ((gint64) kept + MAX (shift, 0) > 20)
    return overflow_error (error);

  for (gsize i = 0; i < kept; i++)
    units = units * 10 + (digits->str[i] - '0');
  for (gint64 i = 0; i < shift; i++)
    units *= 10;

  if (shift < 0)
    {
      gsize zeros = (gint64) digits->len + shift < 0 ? (gsize) (-shift - (gint64) digits->len) : 0;
      gboolean up;

      if (!rest_is_noise (digits->str + kept, zeros, units, &up))
        {
          g_set_error_literal (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_PRECISION,
                               _("The number has more than five decimal places"));
          return FALSE;
        }
      if (up)
        units++;
    }

  if (units > PSR_DECIMAL_MAX_UNITS)
    return overflow_error (error);

  out->units = (gint64) (negative ? -units : units);
  return TRUE;
}
