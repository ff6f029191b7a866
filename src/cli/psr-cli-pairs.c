/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-pairs"

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "psr-cli-pairs.h"

#define MAX_SIZE (1024 * 1024)
#define MAX_PAIRS 10000

/* What may stand between two numbers, as tables are pasted or exported. */
#define SEPARATORS " \t,;"

static void
add_cell (GPtrArray  *cells,
          const char *begin,
          gsize       length)
{
  g_autofree char *cell = g_strndup (begin, length);

  g_strstrip (cell);
  length = strlen (cell);
  if (length >= 2 && cell[0] == '"' && cell[length - 1] == '"')
    {
      cell[length - 1] = '\0';
      memmove (cell, cell + 1, length - 1);
      g_strstrip (cell);
    }

  if (cell[0] != '\0')
    g_ptr_array_add (cells, g_steal_pointer (&cell));
}

static GPtrArray *
split_line (const char *line)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  while (*line != '\0')
    {
      gsize length = strcspn (line, SEPARATORS);

      add_cell (cells, line, length);
      line += length;
      line += strspn (line, SEPARATORS);
    }

  return g_steal_pointer (&cells);
}

/**
 * psr_cli_pairs_parse:
 * @text: lines of two numbers each; blank lines and those that begin with “#” don't
 *   count
 * @first: (out) (transfer full): the first of each
 * @second: (out) (transfer full): the second of each
 * @error: return location for an error, with words for people
 *
 * Returns: whether each line is a pair; nothing is guessed
 */
gboolean
psr_cli_pairs_parse (const char   *text,
                     char       ***first,
                     char       ***second,
                     GError      **error)
{
  g_autoptr(GStrvBuilder) left = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) right = g_strv_builder_new ();
  g_auto(GStrv) lines = NULL;
  guint n = 0;

  g_return_val_if_fail (text != NULL && first != NULL && second != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The list isn’t text in UTF-8."));
      return FALSE;
    }

  lines = g_strsplit (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) cells = NULL;

      g_strstrip (lines[i]);
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;

      cells = split_line (lines[i]);
      if (cells->len != 2 || ++n > MAX_PAIRS)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       cells->len != 2 ? _("Line %u of the list isn’t two numbers.")
                                       : _("Line %u of the list is one too many."), i + 1);
          return FALSE;
        }

      g_strv_builder_add (left, cells->pdata[0]);
      g_strv_builder_add (right, cells->pdata[1]);
    }

  if (n == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The list is empty."));
      return FALSE;
    }

  *first = g_strv_builder_end (left);
  *second = g_strv_builder_end (right);

  return TRUE;
}

static void
close_file (FILE *file)
{
  if (file != stdin)
    fclose (file);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FILE, close_file)

/**
 * psr_cli_pairs_read:
 * @file: (type filename): a file, or “-” for the standard input
 * @first: (out) (transfer full): the first number of each pair
 * @second: (out) (transfer full): the second one
 * @error: return location for an error, with words for people
 *
 * Returns: whether the file could be read, as by psr_cli_pairs_parse()
 */
gboolean
psr_cli_pairs_read (const char   *file,
                    char       ***first,
                    char       ***second,
                    GError      **error)
{
  g_autoptr(GByteArray) text = g_byte_array_new ();
  g_autoptr(FILE) stream = NULL;
  char buffer[4096];
  gsize n;

  g_return_val_if_fail (file != NULL, FALSE);

  stream = strcmp (file, "-") == 0 ? stdin : fopen (file, "re");

  while (stream != NULL && text->len <= MAX_SIZE && (n = fread (buffer, 1, sizeof buffer, stream)) > 0)
    g_byte_array_append (text, (const guint8 *) buffer, n);

  if (stream == NULL || ferror (stream))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The list can’t be read: %s"), g_strerror (errno));
      return FALSE;
    }
  if (text->len > MAX_SIZE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, _("The list is longer than 1 MiB."));
      return FALSE;
    }
  if (memchr (text->data, '\0', text->len) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The list isn’t text in UTF-8."));
      return FALSE;
    }

  g_byte_array_append (text, (const guint8 *) "", 1);

  return psr_cli_pairs_parse ((const char *) text->data, first, second, error);
}
