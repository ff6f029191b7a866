/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-table"

#include "config.h"

#include "psr-cli-table.h"

typedef struct
{
  char     *title;
  gboolean  is_number;
} Column;

struct _PsrCliTable
{
  GArray    *columns; /* of Column */
  GPtrArray *cells;   /* row by row */
};

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->title);
}

/* Columns that a text takes on a terminal. */
static guint
text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

static void
append_cell (GString    *line,
             const char *text,
             guint       width,
             gboolean    is_number,
             gboolean    is_last)
{
  guint pad = width - text_width (text);

  if (is_number)
    g_string_append_printf (line, "%*s", (int) pad, "");
  g_string_append (line, text);
  if (!is_number && !is_last)
    g_string_append_printf (line, "%*s", (int) pad, "");
  if (!is_last)
    g_string_append (line, "  ");
}

static void
append_line (GString *out,
             GString *line)
{
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);

  g_string_append_len (out, line->str, line->len);
  g_string_append_c (out, '\n');
  g_string_truncate (line, 0);
}

/**
 * psr_cli_table_new:
 *
 * Returns: (transfer full): a table without columns
 */
PsrCliTable *
psr_cli_table_new (void)
{
  PsrCliTable *self = g_new0 (PsrCliTable, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);
  self->cells = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * psr_cli_table_free:
 * @self: (transfer full): a table
 */
void
psr_cli_table_free (PsrCliTable *self)
{
  g_array_unref (self->columns);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * psr_cli_table_add_column:
 * @self: a table without cells
 * @title: its heading, translated
 * @is_number: whether its cells stand at the right
 */
void
psr_cli_table_add_column (PsrCliTable *self,
                          const char  *title,
                          gboolean     is_number)
{
  Column column = { g_strdup (title), is_number };

  g_return_if_fail (self->cells->len == 0);

  g_array_append_val (self->columns, column);
}

/**
 * psr_cli_table_take_cell:
 * @self: a table
 * @text: (transfer full) (nullable): the text of the next cell; a line break
 *   in it becomes a space
 *
 * Adds the next cell; cells fill row after row.
 */
void
psr_cli_table_take_cell (PsrCliTable *self,
                         char        *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  g_return_if_fail (self->columns->len > 0);

  g_ptr_array_add (self->cells, g_strdelimit (g_steal_pointer (&valid), "\r\n\t", ' '));
  g_free (text);
}

/**
 * psr_cli_table_set_cell:
 * @self: a table
 * @text: (nullable): the text of the next cell
 *
 * Adds the next cell; cells fill row after row.
 */
void
psr_cli_table_set_cell (PsrCliTable *self,
                        const char  *text)
{
  psr_cli_table_take_cell (self, g_strdup (text));
}

/**
 * psr_cli_table_get_n_rows:
 * @self: a table
 *
 * Returns: the number of rows below the heading
 */
guint
psr_cli_table_get_n_rows (PsrCliTable *self)
{
  g_return_val_if_fail (self->columns->len > 0, 0);

  return self->cells->len / self->columns->len;
}

/**
 * psr_cli_table_to_string:
 * @self: a table whose last row is complete
 *
 * Returns: (transfer full): the table as lines of text
 */
char *
psr_cli_table_to_string (PsrCliTable *self)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree guint *widths = g_new0 (guint, self->columns->len);
  guint n = self->columns->len;

  g_return_val_if_fail (n > 0 && self->cells->len % n == 0, NULL);

  for (guint i = 0; i < n; i++)
    widths[i] = text_width (g_array_index (self->columns, Column, i).title);
  for (guint i = 0; i < self->cells->len; i++)
    widths[i % n] = MAX (widths[i % n], text_width (self->cells->pdata[i]));

  for (guint i = 0; i < n; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

      append_cell (line, column->title, widths[i], column->is_number, i + 1 == n);
    }
  append_line (out, line);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i % n);

      append_cell (line, self->cells->pdata[i], widths[i % n], column->is_number, i % n + 1 == n);
      if (i % n + 1 == n)
        append_line (out, line);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/**
 * psr_cli_table_print:
 * @self: a table whose last row is complete
 *
 * Writes the table to the standard output.
 */
void
psr_cli_table_print (PsrCliTable *self)
{
  g_autofree char *text = psr_cli_table_to_string (self);

  g_print ("%s", text);
}

/**
 * psr_cli_dup_count:
 * @count: how many of something there are
 *
 * Returns: (transfer full): it, as people write it where they live
 */
char *
psr_cli_dup_count (gint64 count)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  return psr_decimal_localise (plain, "-");
}

/**
 * psr_cli_dup_number:
 * @value: a number
 *
 * Returns: (transfer full): it, exactly, as people write it where they live
 */
char *
psr_cli_dup_number (PsrDecimal value)
{
  g_autofree char *plain = psr_decimal_to_string (value);

  return psr_decimal_localise (plain, "-");
}

/**
 * psr_cli_dup_fixed:
 * @value: a number
 * @places: how many decimals
 *
 * Returns: (transfer full): it, with so many decimals, as people write it where they live
 */
char *
psr_cli_dup_fixed (PsrDecimal value,
                   guint      places)
{
  g_autofree char *plain = psr_decimal_to_fixed (value, places);

  return psr_decimal_localise (plain, "-");
}
