/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-lines"

#include "config.h"

#include <string.h>

#include "psr-profile-lines.h"

/* The section that a line begins, and %NULL for any other line. */
static char *
dup_group (const char *line)
{
  const char *end = strchr (line, ']');

  return *line == '[' && end != NULL ? g_strndup (line + 1, (gsize) (end - line - 1)) : NULL;
}

/* The key of a line, and %NULL for a line that has none. */
static char *
dup_name (const char *line)
{
  const char *end = strchr (line, '=');

  return *line != '#' && *line != '[' && end != NULL ? g_strchomp (g_strndup (line, (gsize) (end - line))) : NULL;
}

/**
 * psr_profile_lines_find:
 * @text: the content of a key file
 * @group: a section
 * @name: (nullable): a key, or %NULL for the section itself
 *
 * GKeyFile knows no line numbers, but people look for them.
 *
 * Returns: the number of the line, from 1 on; 0 when there is none
 */
guint
psr_profile_lines_find (const char *text,
                        const char *group,
                        const char *name)
{
  g_auto(GStrv) lines = NULL;
  gboolean inside = FALSE;

  g_return_val_if_fail (text != NULL && group != NULL, 0);

  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      g_autofree char *begun = dup_group (line);
      g_autofree char *found = dup_name (line);

      if (begun != NULL)
        inside = strcmp (begun, group) == 0;
      if (inside && (name == NULL || g_strcmp0 (found, name) == 0))
        return i + 1;
    }

  return 0;
}

/**
 * psr_profile_lines_find_double:
 * @text: the content of a key file
 * @group: (out): the section
 * @name: (out): the key
 * @first: (out): the number of the first line with it, from 1 on
 * @line: (out): that of the second
 *
 * Finds a key that is written twice in a section, or in two parts of it: GKeyFile
 * takes the last one without a word.
 *
 * Returns: whether there is one
 */
gboolean
psr_profile_lines_find_double (const char  *text,
                               char       **group,
                               char       **name,
                               guint       *first,
                               guint       *line)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) lines = NULL;
  g_autofree char *inside = g_strdup ("");

  g_return_val_if_fail (text != NULL && group != NULL && name != NULL, FALSE);
  g_return_val_if_fail (first != NULL && line != NULL, FALSE);

  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *stripped = g_strstrip (lines[i]);
      g_autofree char *begun = dup_group (stripped);
      g_autofree char *found = dup_name (stripped);
      g_autofree char *key = NULL;

      if (begun != NULL)
        g_set_str (&inside, begun);
      if (found == NULL)
        continue;

      key = g_strdup_printf ("[%s]%s", inside, found);
      *first = GPOINTER_TO_UINT (g_hash_table_lookup (seen, key));
      if (*first == 0)
        {
          g_hash_table_insert (seen, g_steal_pointer (&key), GUINT_TO_POINTER (i + 1));
          continue;
        }

      *group = g_steal_pointer (&inside);
      *name = g_steal_pointer (&found);
      *line = i + 1;
      return TRUE;
    }

  return FALSE;
}
