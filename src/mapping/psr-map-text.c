/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-map-text"

#include "config.h"

#include <string.h>

#include "psr-map-text.h"

/* Where in a text something begins, and where it has ended. */
typedef struct
{
  gsize start;
  gsize end;
} Range;

/* Past a string whose opening mark is at @at. */
static gsize
skip_string (const char *text,
             gsize       at)
{
  for (at++; text[at] != '\0' && text[at] != '"'; at++)
    {
      if (text[at] == '\\' && text[at + 1] != '\0')
        at++;
    }

  return text[at] == '"' ? at + 1 : at;
}

static gsize
skip_space (const char *text,
            gsize       at)
{
  return at + strspn (text + at, " \t\r\n");
}

/* Past the value that begins at @at. */
static gsize
skip_value (const char *text,
            gsize       at)
{
  guint depth = 0;

  do
    {
      if (text[at] == '"')
        at = skip_string (text, at);
      else if (text[at] == '{' || text[at] == '[')
        {
          depth++;
          at++;
        }
      else if (text[at] == '}' || text[at] == ']')
        {
          depth--;
          at++;
        }
      else if (depth > 0)
        at++;
      else
        at += strcspn (text + at, ",}] \t\r\n");
    }
  while (depth > 0 && text[at] != '\0');

  return at;
}

/* The list "fields" of the outermost object. */
static gboolean
find_list (const char *text,
           Range      *list)
{
  /* A mark that some editors put first is no part of it. */
  gsize at = skip_space (text, g_str_has_prefix (text, "\xef\xbb\xbf") ? 3 : 0);

  if (text[at] != '{')
    return FALSE;

  at = skip_space (text, at + 1);
  while (text[at] == '"')
    {
      gsize name = at;
      gboolean is_wanted;

      at = skip_string (text, at);
      is_wanted = at - name == strlen ("\"fields\"") && strncmp (text + name, "\"fields\"", at - name) == 0;
      at = skip_space (text, at);
      if (text[at] != ':')
        return FALSE;

      at = skip_space (text, at + 1);
      list->start = at;
      at = skip_value (text, at);
      list->end = at;
      if (is_wanted)
        return text[list->start] == '[' && at > list->start + 1 && text[at - 1] == ']';

      at = skip_space (text, at);
      if (text[at] != ',')
        return FALSE;
      at = skip_space (text, at + 1);
    }

  return FALSE;
}

/* The elements of the list, of Range. */
static GArray *
find_fields (const char *text,
             Range      *list)
{
  GArray *fields;
  gsize at;

  if (!find_list (text, list))
    return NULL;

  fields = g_array_new (FALSE, FALSE, sizeof (Range));
  at = skip_space (text, list->start + 1);
  while (at < list->end - 1)
    {
      Range field = { at, skip_value (text, at) };

      if (field.end == field.start)
        break;
      g_array_append_val (fields, field);
      at = skip_space (text, field.end);
      if (text[at] == ',')
        at = skip_space (text, at + 1);
    }

  return fields;
}

static char *
put (const char *text,
     gsize       start,
     gsize       end,
     const char *between)
{
  GString *changed = g_string_new_len (text, (gssize) start);

  g_string_append (changed, between);
  g_string_append (changed, text + end);

  return g_string_free_and_steal (changed);
}

/**
 * psr_map_text_get_field:
 * @text: a mapping file that is valid
 * @index: the number of a field
 *
 * Returns: (transfer full) (nullable): the field as it is written there, or %NULL when
 *   there is none of that number
 */
char *
psr_map_text_get_field (const char *text,
                        guint       index)
{
  g_autoptr (GArray) fields = NULL;
  const Range *field;
  Range list;

  g_return_val_if_fail (text != NULL, NULL);

  fields = find_fields (text, &list);
  if (fields == NULL || index >= fields->len)
    return NULL;

  field = &g_array_index (fields, Range, index);

  return g_strndup (text + field->start, field->end - field->start);
}

/**
 * psr_map_text_replace_field:
 * @text: a mapping file that is valid
 * @index: the number of a field
 * @field: what it is to be, an object of JSON
 *
 * Returns: (transfer full) (nullable): the file with that field, or %NULL when there is
 *   none of that number
 */
char *
psr_map_text_replace_field (const char *text,
                            guint       index,
                            const char *field)
{
  g_autoptr (GArray) fields = NULL;
  Range list;

  g_return_val_if_fail (text != NULL && field != NULL, NULL);

  fields = find_fields (text, &list);
  if (fields == NULL || index >= fields->len)
    return NULL;

  return put (text, g_array_index (fields, Range, index).start, g_array_index (fields, Range, index).end, field);
}

/**
 * psr_map_text_remove_field:
 * @text: a mapping file that is valid
 * @index: the number of a field
 *
 * Returns: (transfer full) (nullable): the file without that field, or %NULL when there is
 *   none of that number
 */
char *
psr_map_text_remove_field (const char *text,
                           guint       index)
{
  g_autoptr (GArray) fields = NULL;
  gsize start;
  gsize end;
  Range list;

  g_return_val_if_fail (text != NULL, NULL);

  fields = find_fields (text, &list);
  if (fields == NULL || index >= fields->len)
    return NULL;

  /* With the comma before it, or the one after the first. */
  start = index > 0 ? g_array_index (fields, Range, index - 1).end : g_array_index (fields, Range, index).start;
  end = index > 0 || fields->len == 1 ? g_array_index (fields, Range, index).end : g_array_index (fields, Range, 1).start;

  return put (text, start, end, "");
}

/**
 * psr_map_text_append_field:
 * @text: a mapping file that is valid
 * @field: a field, an object of JSON
 *
 * Returns: (transfer full) (nullable): the file with that field after the others, indented
 *   as the last of them; %NULL when it has no list of fields
 */
char *
psr_map_text_append_field (const char *text,
                           const char *field)
{
  g_autoptr (GArray) fields = NULL;
  g_autofree char *between = NULL;
  const Range *last;
  gsize line;
  Range list;

  g_return_val_if_fail (text != NULL && field != NULL, NULL);

  fields = find_fields (text, &list);
  if (fields == NULL)
    return NULL;
  if (fields->len == 0)
    return put (text, list.start + 1, list.start + 1, field);

  last = &g_array_index (fields, Range, fields->len - 1);
  line = last->start;
  while (line > 0 && (text[line - 1] == ' ' || text[line - 1] == '\t'))
    line--;
  if (line > 0 && text[line - 1] == '\n')
    {
      g_autofree char *indent = g_strndup (text + line, last->start - line);

      between = g_strdup_printf (",\n%s%s", indent, field);
    }
  else
    {
      between = g_strconcat (", ", field, NULL);
    }

  return put (text, last->end, last->end, between);
}
