/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-decimal"

#include "sbx-decimal.h"

#include <math.h>
#include <string.h>

static SbxDecimal
divide_half_away (__int128 numerator,
                  __int128 denominator)
{
  __int128 quotient, rest;

  if (denominator == 0)
    return 0;
  if (denominator < 0)
    {
      numerator = -numerator;
      denominator = -denominator;
    }

  quotient = numerator / denominator;
  rest = numerator % denominator;
  if (rest < 0)
    rest = -rest;
  if (2 * rest >= denominator)
    quotient += numerator < 0 ? -1 : 1;

  return (SbxDecimal) CLAMP (quotient, (__int128) G_MININT64, (__int128) G_MAXINT64);
}

SbxDecimal
sbx_decimal_mul (SbxDecimal a,
                 SbxDecimal b)
{
  return divide_half_away ((__int128) a * b, SBX_DECIMAL_ONE);
}

SbxDecimal
sbx_decimal_div (SbxDecimal a,
                 SbxDecimal b)
{
  return divide_half_away ((__int128) a * SBX_DECIMAL_ONE, b);
}

SbxDecimal
sbx_decimal_mul_div (SbxDecimal a,
                     SbxDecimal b,
                     SbxDecimal c)
{
  return divide_half_away ((__int128) a * b, c);
}

SbxDecimal
sbx_decimal_round (SbxDecimal value,
                   guint      places)
{
  gint64 step = SBX_DECIMAL_ONE;

  if (places >= 5)
    return value;
  for (guint i = 0; i < places; i++)
    step /= 10;

  return divide_half_away (value, step) * step;
}

/* By the text that it was parsed from, as far as a double still tells: nothing is reckoned with it. */
SbxDecimal
sbx_decimal_from_double (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  SbxDecimal decimal;

  if (!isfinite (number) || fabs (number) > 9e13)
    return number < 0 ? G_MININT64 : G_MAXINT64;

  g_ascii_formatd (text, sizeof text, "%.15g", number);
  if (!sbx_decimal_parse (text, &decimal))
    return number < 0 ? G_MININT64 : G_MAXINT64;

  return decimal;
}

gboolean
sbx_decimal_parse (const char *text,
                   SbxDecimal *out)
{
  __int128 digits = 0;
  gint64 exponent = 0;
  gboolean negative = FALSE, any = FALSE, fraction = FALSE;

  g_return_val_if_fail (text != NULL, FALSE);

  if (*text == '-' || *text == '+')
    negative = *text++ == '-';

  for (; g_ascii_isdigit (*text) || (*text == '.' && !fraction); text++)
    {
      if (*text == '.')
        {
          fraction = TRUE;
          continue;
        }
      any = TRUE;
      if (digits > (__int128) G_MAXINT64 * 1000)
        return FALSE;
      digits = digits * 10 + (*text - '0');
      exponent -= fraction;
    }
  if (!any)
    return FALSE;

  if (*text == 'e' || *text == 'E')
    {
      char *end;
      gint64 given = g_ascii_strtoll (text + 1, &end, 10);

      if (end == text + 1 || ABS (given) > 40)
        return FALSE;
      exponent += given;
      text = end;
    }
  if (*text != '\0')
    return FALSE;

  exponent += 5;
  for (; exponent > 0 && digits != 0; exponent--)
    {
      digits *= 10;
      if (digits > G_MAXINT64)
        return FALSE;
    }
  if (exponent < 0)
    {
      __int128 step = 1;

      for (; exponent < 0 && step <= digits * 10 + 10; exponent++)
        step *= 10;
      digits = divide_half_away (digits, step);
    }
  if (digits > G_MAXINT64)
    return FALSE;

  *out = negative ? -(gint64) digits : (gint64) digits;
  return TRUE;
}

void
sbx_decimal_append (GString   *out,
                    SbxDecimal value)
{
  guint64 magnitude = value < 0 ? -(guint64) value : (guint64) value;
  guint64 fraction = magnitude % SBX_DECIMAL_ONE;

  g_string_append_printf (out, "%s%" G_GUINT64_FORMAT, value < 0 ? "-" : "", magnitude / SBX_DECIMAL_ONE);
  if (fraction != 0)
    {
      char text[8];
      int length;

      g_snprintf (text, sizeof text, ".%05u", (guint) fraction);
      for (length = (int) strlen (text); text[length - 1] == '0'; length--)
        ;
      g_string_append_len (out, text, length);
    }
}

char *
sbx_decimal_to_string (SbxDecimal value)
{
  GString *out = g_string_new (NULL);

  sbx_decimal_append (out, value);
  return g_string_free_and_steal (out);
}
