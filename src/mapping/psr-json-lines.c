/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json-lines"

#include "config.h"

#include <string.h>

#include "psr-json-lines.h"

struct _PsrJsonLines
{
  GHashTable *lines;
  char       *duplicate;
  guint       duplicate_line;
};

typedef struct
{
  gboolean is_array;
  guint    index;
  gsize    path_length;
} Frame;

typedef struct
{
  PsrJsonLines *lines;
  GArray       *frames;
  GString      *path;
  guint         line;
  gboolean      expects_key;
} Scanner;

static Frame *
innermost (Scanner *scanner)
{
  g_assert (scanner != NULL);

  return scanner->frames->len > 0 ? &g_array_index (scanner->frames, Frame, scanner->frames->len - 1) : NULL;
}

/* Notes where the member or element at the current path begins. */
static void
note_path (Scanner *scanner)
{
  PsrJsonLines *lines = scanner->lines;

  g_assert (scanner != NULL);

  if (g_hash_table_contains (lines->lines, scanner->path->str))
    {
      if (lines->duplicate == NULL)
        {
          lines->duplicate = g_strdup (scanner->path->str);
          lines->duplicate_line = scanner->line;
        }
      return;
    }

  g_hash_table_insert (lines->lines, g_strdup (scanner->path->str), GUINT_TO_POINTER (scanner->line));
}

/* An element of an array has the path of the array and its index. */
static void
begin_value (Scanner *scanner)
{
  Frame *frame = innermost (scanner);

  if (frame == NULL || !frame->is_array)
    return;

  g_string_truncate (scanner->path, frame->path_length);
  g_string_append_printf (scanner->path, "/%u", frame->index);
  note_path (scanner);
}

static void
begin_member (Scanner    *scanner,
              const char *name,
              gsize       length)
{
  Frame *frame = innermost (scanner);

  g_assert (frame != NULL);

  g_string_truncate (scanner->path, frame->path_length);
  g_string_append_c (scanner->path, '/');
  g_string_append_len (scanner->path, name, (gssize) length);
  note_path (scanner);
  scanner->expects_key = FALSE;
}

static void
open_container (Scanner  *scanner,
                gboolean  is_array)
{
  Frame frame = { is_array, 0, 0 };

  begin_value (scanner);
  frame.path_length = scanner->path->len;
  g_array_append_val (scanner->frames, frame);
  scanner->expects_key = !is_array;
}

static void
close_container (Scanner *scanner)
{
  if (scanner->frames->len > 0)
    g_array_set_size (scanner->frames, scanner->frames->len - 1);
  scanner->expects_key = FALSE;
}

/* The length of the string at @p, without its quotation marks. */
static gsize
string_length (const char *p,
               const char *end)
{
  gsize length = 0;

  while (p + length < end && p[length] != '"')
    length += p[length] == '\\' && p + length + 1 < end ? 2 : 1;

  return length;
}

/**
 * psr_json_lines_new:
 * @text: (array length=length): a JSON text that was parsed without an error
 * @length: its length in bytes
 *
 * Returns: (transfer full): where its members and elements stand
 */
PsrJsonLines *
psr_json_lines_new (const char *text,
                    gsize       length)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_autoptr (GString) path = g_string_new (NULL);
  PsrJsonLines *self = g_new0 (PsrJsonLines, 1);
  Scanner scanner = { self, frames, path, 1, FALSE };
  const char *end = text + length;
  gboolean in_scalar = FALSE;

  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *p = text; p < end; p++)
    {
      Frame *frame = innermost (&scanner);
      gsize skip;

      switch (*p)
        {
        case '\n':
          scanner.line++;
          in_scalar = FALSE;
          break;

        case '{':
        case '[':
          open_container (&scanner, *p == '[');
          break;

        case '}':
        case ']':
          close_container (&scanner);
          in_scalar = FALSE;
          break;

        case ',':
          if (frame != NULL && frame->is_array)
            frame->index++;
          scanner.expects_key = frame != NULL && !frame->is_array;
          in_scalar = FALSE;
          break;

        case '"':
          skip = string_length (p + 1, end);
          if (scanner.expects_key)
            begin_member (&scanner, p + 1, skip);
          else
            begin_value (&scanner);
          p += skip + 1;
          break;

        default:
          if (!in_scalar && g_ascii_isgraph (*p) && *p != ':')
            {
              begin_value (&scanner);
              in_scalar = TRUE;
            }
          break;
        }
    }

  return self;
}

/**
 * psr_json_lines_free:
 * @self: (nullable) (transfer full): lines
 */
void
psr_json_lines_free (PsrJsonLines *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->lines);
  g_free (self->duplicate);
  g_free (self);
}

/**
 * psr_json_lines_get:
 * @self: lines
 * @path: such as "/fields/3/target"
 *
 * Returns: the line on which it begins, the first being 1; 0 when there is no
 *   such member
 */
guint
psr_json_lines_get (const PsrJsonLines *self,
                    const char         *path)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (path != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, path));
}

/**
 * psr_json_lines_get_duplicate:
 * @self: lines
 * @line: (out): where to store its line
 *
 * Returns: (transfer none) (nullable): the path of the first member that is
 *   there twice, of which a parser keeps only one
 */
const char *
psr_json_lines_get_duplicate (const PsrJsonLines *self,
                              guint              *line)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (line != NULL, NULL);

  *line = self->duplicate_line;
  return self->duplicate;
}
