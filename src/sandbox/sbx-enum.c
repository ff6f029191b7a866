/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-enum"

#include "sbx-enum.h"

#include <string.h>

char *
sbx_enum_encode (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c < 128 && (g_ascii_isalnum ((char) c) || c == '_'))
        g_string_append_c (out, (char) c);
      else
        g_string_append_printf (out, "_x%04X_", c);
    }
  return g_string_free_and_steal (out);
}

char *
sbx_enum_decode (const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      if (strlen (text) >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_'
          && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3])
          && g_ascii_isxdigit (text[4]) && g_ascii_isxdigit (text[5]))
        {
          g_string_append_unichar (out, (gunichar) g_ascii_strtoull (text + 2, NULL, 16));
          text += 7;
        }
      else
        g_string_append_c (out, *text++);
    }
  return g_string_free_and_steal (out);
}

/* The encoded form is always right; plain spaces are taken too, as Microsoft's own tests post them. */
char *
sbx_enum_find (GStrv       values,
               const char *text)
{
  g_autofree char *encoded = sbx_enum_encode (text);

  for (int i = 0; values[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (values[i], text) == 0 || g_ascii_strcasecmp (values[i], encoded) == 0)
        return g_strdup (values[i]);
      if (*text == '\0' && strcmp (values[i], "_x0020_") == 0)
        return g_strdup (values[i]);
    }
  return NULL;
}

char *
sbx_enum_list (GStrv values)
{
  GString *out = g_string_new (NULL);

  for (int i = 0; values[i] != NULL; i++)
    {
      g_autofree char *plain = sbx_enum_decode (values[i]);

      g_string_append_printf (out, "%s%s", i > 0 ? "," : "", plain);
    }
  return g_string_free_and_steal (out);
}
