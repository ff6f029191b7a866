/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-csv"

#include "config.h"

#include <string.h>

#include "psr-csv.h"

/* A spreadsheet takes a text that begins like this for a formula, and may run it
 * (OWASP, CSV injection). */
static gboolean
is_like_formula (const char *text)
{
  return text[0] != '\0' && strchr ("=+-@\t\r\n", text[0]) != NULL;
}

/**
 * psr_csv_add:
 * @out: where to add
 * @cells: (array zero-terminated=1): texts of any content
 *
 * Adds a record (RFC 4180): every cell in quotes, quotes doubled, and an apostrophe
 * before what would be a formula.
 */
void
psr_csv_add (GString            *out,
                 const char * const *cells)
{
  g_return_if_fail (out != NULL && cells != NULL);

  for (gsize i = 0; cells[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? ",\"" : "\"");
      if (is_like_formula (cells[i]))
        g_string_append_c (out, '\'');
      for (const char *c = cells[i]; *c != '\0'; c++)
        {
          if (*c == '"')
            g_string_append_c (out, '"');
          g_string_append_c (out, *c);
        }
      g_string_append_c (out, '"');
    }
  g_string_append (out, "\r\n");
}
