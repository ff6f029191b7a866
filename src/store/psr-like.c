/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-like"

#include "config.h"

#include "psr-like.h"

/* “%” and “_” are ordinary characters to whoever types them. */
static char *
to_pattern (const char *word)
{
  GString *text = g_string_new ("%");

  for (const char *c = word; *c != '\0'; c++)
    {
      if (*c == '%' || *c == '_' || *c == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *c);
    }

  g_string_append_c (text, '%');

  return g_string_free_and_steal (text);
}

/**
 * psr_like_split_words:
 * @search: what was typed to search for
 *
 * Returns: (transfer full) (element-type utf8): a pattern of LIKE with the escape “\” for
 *   each word, of the first %PSR_LIKE_MAX_WORDS
 */
GPtrArray *
psr_like_split_words (const char *search)
{
  g_auto(GStrv) parts = NULL;
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (search != NULL, NULL);

  parts = g_strsplit_set (search, " \t\n", -1);
  for (gsize i = 0; parts[i] != NULL && words->len < PSR_LIKE_MAX_WORDS; i++)
    {
      if (*parts[i] != '\0')
        g_ptr_array_add (words, to_pattern (parts[i]));
    }

  return g_steal_pointer (&words);
}
