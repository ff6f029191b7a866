/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-support-mask"

#include "config.h"

#include <string.h>

#include "psr-support-mask.h"

static int
compare_longest (gconstpointer a,
                 gconstpointer b)
{
  const char *one = *(const char * const *) a;
  const char *two = *(const char * const *) b;
  gsize length = strlen (one);
  gsize other = strlen (two);

  return length == other ? strcmp (one, two) : (length < other) - (length > other);
}

/**
 * psr_support_mask_words:
 * @text: a text
 * @hidden: (element-type utf8): words
 *
 * Replaces the words wherever they stand, in capitals or not; the longest first, so that
 * no part of one is left because another is in it.
 *
 * Returns: (transfer full): the text without them
 */
char *
psr_support_mask_words (const char *text,
                        GPtrArray  *hidden)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autofree char *masked = g_strdup (text);

  g_return_val_if_fail (text != NULL && hidden != NULL, NULL);

  g_ptr_array_extend (words, hidden, NULL, NULL);
  g_ptr_array_sort (words, compare_longest);

  for (guint i = 0; i < words->len; i++)
    {
      g_autofree char *pattern = g_regex_escape_string (words->pdata[i], -1);
      g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
      g_autofree char *before = g_steal_pointer (&masked);

      if (*pattern == '\0')
        masked = g_steal_pointer (&before);
      else if (regex != NULL)
        masked = g_regex_replace_literal (regex, before, -1, 0, "[set]", 0, NULL);

      /* Better nothing than what couldn't be looked at. */
      if (masked == NULL)
        return g_strdup ("[…]");
    }

  return g_steal_pointer (&masked);
}

static char *
replace_all (const char *text,
             const char *pattern,
             const char *replacement)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  char *replaced;

  g_assert (regex != NULL);
  replaced = g_regex_replace_literal (regex, text, -1, 0, replacement, 0, NULL);

  return replaced != NULL ? replaced : g_strdup ("[…]");
}

/**
 * psr_support_mask_values:
 * @text: a message, ours or a service's
 *
 * Takes out what a message tells of somebody's business: all that is in quotes, addresses,
 * and numbers of three digits and more with what they are a part of. What is left says
 * what went wrong, and not with whom.
 *
 * Returns: (transfer full): the message without it
 */
char *
psr_support_mask_values (const char *text)
{
  g_autofree char *quoted = NULL;
  g_autofree char *single = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  quoted = replace_all (text, "“[^”]*”|«[^»]*»|\"[^\"]*\"", "“…”");
  single = replace_all (quoted, "'[^']*'|‘[^’]*’", "‘…’");
  address = replace_all (single, "[^\\s<>(),;]+@[^\\s<>(),;]+", "[…]");

  return replace_all (address, "[^\\s(),;:=“”‘’]*[0-9]{3}[^\\s(),;:=“”‘’]*", "[…]");
}

/**
 * psr_support_mask_keys:
 * @path: the path of a request
 *
 * Returns: (transfer full): the path without what is in brackets, which are OData's keys
 */
char *
psr_support_mask_keys (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return replace_all (path, "\\([^)]*\\)?", "(…)");
}
