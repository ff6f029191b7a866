/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json-scan"

#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-json-scan.h"

/* The characters that may stand outside of strings. json-glib reads comments,
 * too, in which a quotation mark would hide brackets from the scan. */
static gboolean
is_json_character (guchar c)
{
  return g_ascii_isalnum ((char) c) || memchr ("{}[]:,+-. \t\r\n", c, 13) != NULL;
}

/*
 * Says that @what is wrong at @offset of @data; begins with the line, as every
 * message about such a text. Returns %FALSE.
 */
gboolean
psr_json_scan_error (GError       **error,
                     PsrJsonError   code,
                     const char    *what,
                     const char    *data,
                     gsize          offset)
{
  guint line = 1;

  for (gsize i = 0; i < offset; i++)
    line += data[i] == '\n';

  g_set_error (error, PSR_JSON_ERROR, code, "line %u: %s (at byte %" G_GSIZE_FORMAT ")", line, what, offset);
  return FALSE;
}

/* Reads the four hexadecimal digits at @p, or returns -1. */
static int
read_hex4 (const char *p,
           gsize       available)
{
  int value = 0;

  if (available < 4)
    return -1;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }

  return value;
}

/*
 * Checks the escape behind the backslash at @at and returns the offset of its
 * last byte, or 0 when it is wrong: half of a surrogate pair, or NUL, would
 * become text that is not UTF-8, or is shorter than it was.
 */
gsize
psr_json_scan_escape (const char *data,
                      gsize       length,
                      gsize       at)
{
  int unit;

  if (at + 1 >= length)
    return 0;
  if (data[at + 1] != 'u')
    return strchr ("\"\\/bfnrt", data[at + 1]) != NULL ? at + 1 : 0;

  unit = read_hex4 (data + at + 2, length - at - 2);
  if (unit <= 0)
    return 0;
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return 0;
  if (unit < 0xd800 || unit > 0xdbff)
    return at + 5;

  if (at + 11 >= length || data[at + 6] != '\\' || data[at + 7] != 'u')
    return 0;
  unit = read_hex4 (data + at + 8, length - at - 8);

  return unit >= 0xdc00 && unit <= 0xdfff ? at + 11 : 0;
}

/**
 * psr_json_scan:
 * @data: (array length=length): UTF-8 text without a byte order mark
 * @length: its length in bytes
 * @error: return location for an error of #PSR_JSON_ERROR
 *
 * Looks at each byte once, without a stack, before a recursive parser does:
 * refuses what is nested too deeply, what stands outside of strings and is no
 * JSON, and escapes that are no characters.
 *
 * Returns: %FALSE when a parser should not see the text; the message begins
 *   with "line N: "
 */
gboolean
psr_json_scan (const char  *data,
               gsize        length,
               GError     **error)
{
  const char *invalid;
  gboolean in_string = FALSE;
  guint depth = 0;

  g_return_val_if_fail (data != NULL, FALSE);

  if (!g_utf8_validate_len (data, length, &invalid))
    return psr_json_scan_error (error, PSR_JSON_ERROR_ENCODING, "the text is not UTF-8", data, (gsize) (invalid - data));

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) data[i];

      if (in_string)
        {
          if (c == '"')
            in_string = FALSE;
          else if (c == '\\')
            {
              gsize last = psr_json_scan_escape (data, length, i);

              if (last == 0)
                return psr_json_scan_error (error, PSR_JSON_ERROR_SYNTAX, "wrong escape", data, i);
              i = last;
            }
          continue;
        }

      if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        {
          if (++depth > PSR_JSON_MAX_DEPTH)
            return psr_json_scan_error (error, PSR_JSON_ERROR_DEPTH, "nested too deeply", data, i);
        }
      else if (c == '}' || c == ']')
        {
          if (depth == 0)
            return psr_json_scan_error (error, PSR_JSON_ERROR_SYNTAX, "closed before it was opened", data, i);
          depth--;
        }
      else if (!is_json_character (c))
        return psr_json_scan_error (error, PSR_JSON_ERROR_SYNTAX, "unexpected character", data, i);
    }

  if (in_string || depth > 0)
    return psr_json_scan_error (error, PSR_JSON_ERROR_SYNTAX, "the text ends too early", data, length);

  return TRUE;
}
