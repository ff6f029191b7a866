/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-field-member"

#include "config.h"

#include "psr-field.h"

/**
 * psr_field_decode_member:
 * @text: a member of an enumeration, as Business Central writes it or as a
 *   person does
 *
 * Business Central writes what is no letter, digit or underscore as _xHHHH_,
 * and accepts the plain text, too: " " and "Non-Inventory" are
 * "_x0020_" and "Non_x002D_Inventory".
 *
 * Returns: (transfer full): the plain text, without spaces at its ends
 */
char *
psr_field_decode_member (const char *text)
{
  g_autoptr (GString) plain = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  plain = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++)
    {
      gunichar c = 0;
      guint digits = 0;

      if (p[0] == '_' && p[1] == 'x')
        {
          while (digits < 4 && g_ascii_isxdigit (p[2 + digits]))
            c = c * 16 + (gunichar) g_ascii_xdigit_value (p[2 + digits++]);
        }

      if (digits == 4 && p[6] == '_' && c > 0 && g_unichar_validate (c))
        {
          g_string_append_unichar (plain, c);
          p += 6;
        }
      else
        {
          g_string_append_c (plain, *p);
        }
    }

  return g_strdup (g_strstrip (plain->str));
}
