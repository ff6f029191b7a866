/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-guid"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-guid.h"

#define LENGTH 36

G_DEFINE_QUARK (psr-guid-error-quark, psr_guid_error)

/* Writes the canonical form of @text to @out; %FALSE when it is no GUID. */
static gboolean
canonicalize (const char *text,
              char       *out)
{
  gsize length;

  g_assert (text != NULL);
  g_assert (out != NULL);

  length = strlen (text);
  if (length == LENGTH + 2 && text[0] == '{' && text[length - 1] == '}')
    {
      text++;
      length -= 2;
    }

  if (length != LENGTH)
    return FALSE;

  for (gsize i = 0; i < LENGTH; i++)
    {
      gboolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;

      if (hyphen ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return FALSE;
      out[i] = g_ascii_tolower (text[i]);
    }
  out[LENGTH] = '\0';

  return TRUE;
}

/**
 * psr_guid_parse:
 * @text: a GUID in either case, with or without braces
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_GUID_ERROR
 *
 * Returns: %FALSE when @text is not a GUID
 */
gboolean
psr_guid_parse (const char  *text,
                PsrGuid     *out,
                GError     **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!canonicalize (text, out->text))
    {
      g_autofree char *shown = g_strndup (text, 40);
      g_autofree char *valid = g_utf8_make_valid (shown, -1);

      memset (out, 0, sizeof *out);
      g_set_error (error, PSR_GUID_ERROR, PSR_GUID_ERROR_SYNTAX, _("“%s” isn’t a GUID"), valid);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_guid_is_zero:
 * @guid: a GUID
 *
 * Returns: %TRUE when @guid is all zeros, which means "no record"
 */
gboolean
psr_guid_is_zero (const PsrGuid *guid)
{
  g_return_val_if_fail (guid != NULL, TRUE);

  return strcmp (guid->text, PSR_GUID_ZERO_TEXT) == 0;
}

/**
 * psr_guid_equal:
 * @a: a GUID
 * @b: a GUID
 *
 * Returns: %TRUE when both are the same
 */
gboolean
psr_guid_equal (const PsrGuid *a,
                const PsrGuid *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return strcmp (a->text, b->text) == 0;
}

/**
 * psr_guid_is_canonical:
 * @text: what may be a GUID
 *
 * Returns: %TRUE when psr_guid_normalize() would return the same text
 */
gboolean
psr_guid_is_canonical (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (gsize i = 0; i < LENGTH; i++)
    {
      gboolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text[i];

      if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
        return FALSE;
    }

  return text[LENGTH] == '\0';
}

/**
 * psr_guid_normalize:
 * @text: (nullable): what may be a GUID
 *
 * Returns: (transfer full) (nullable): the canonical text, or %NULL when @text
 *   is not a GUID
 */
char *
psr_guid_normalize (const char *text)
{
  char canonical[LENGTH + 1];

  if (text == NULL || !canonicalize (text, canonical))
    return NULL;

  return g_strdup (canonical);
}

/**
 * psr_guid_is_set:
 * @text: (nullable): what may be a GUID
 *
 * Returns: %TRUE when @text is a GUID and not the zero GUID
 */
gboolean
psr_guid_is_set (const char *text)
{
  char canonical[LENGTH + 1];

  return text != NULL && canonicalize (text, canonical) && strcmp (canonical, PSR_GUID_ZERO_TEXT) != 0;
}

/**
 * psr_guid_from_name:
 * @name: what the record is, such as "stock|LOCATION|ITEM"
 *
 * Makes the same GUID for the same name, wherever and however often: a record that is
 * made with it can't be made twice.
 *
 * Source: RFC 9562, version 8, over SHA-256.
 *
 * Returns: (transfer full): a canonical GUID
 */
char *
psr_guid_from_name (const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *hex;
  char variant;

  g_return_val_if_fail (name != NULL, NULL);

  g_checksum_update (checksum, (const guchar *) name, -1);
  hex = g_checksum_get_string (checksum);
  variant = "89ab"[g_ascii_xdigit_value (hex[16]) & 3];

  return g_strdup_printf ("%.8s-%.4s-8%.3s-%c%.3s-%.12s", hex, hex + 8, hex + 13, variant, hex + 17, hex + 20);
}
