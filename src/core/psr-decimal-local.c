/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-decimal-local"

#include "config.h"

#include <locale.h>
#include <string.h>

#include "psr-decimal.h"

/**
 * psr_decimal_punctuate:
 * @plain: a plain number, such as “-1234.50”
 * @point: what is before its decimals
 * @separator: what is between each three digits, or ""
 * @minus: the sign of a number below zero
 *
 * Returns: (transfer full): the number as people write it somewhere
 */
char *
psr_decimal_punctuate (const char *plain,
                       const char *point,
                       const char *separator,
                       const char *minus)
{
  const char *digits;
  GString *text;
  gsize n_whole;

  g_return_val_if_fail (plain != NULL, NULL);
  g_return_val_if_fail (point != NULL && separator != NULL && minus != NULL, NULL);

  digits = *plain == '-' ? plain + 1 : plain;
  n_whole = strcspn (digits, ".");
  text = g_string_new (*plain == '-' ? minus : "");

  for (gsize i = 0; i < n_whole; i++)
    {
      if (i > 0 && (n_whole - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, digits[i]);
    }

  if (digits[n_whole] == '.')
    {
      g_string_append (text, point);
      g_string_append (text, digits + n_whole + 1);
    }

  return g_string_free_and_steal (text);
}

/**
 * psr_decimal_localise:
 * @plain: a plain number, such as “-1234.50”
 * @minus: the sign of a number below zero
 *
 * Returns: (transfer full): the number as people write it where they live
 */
char *
psr_decimal_localise (const char *plain,
                      const char *minus)
{
  const struct lconv *locale = localeconv ();

  return psr_decimal_punctuate (plain, locale->decimal_point, locale->thousands_sep, minus);
}
