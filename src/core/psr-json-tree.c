/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json-tree"

#include "config.h"

#include <string.h>

#include "psr-json-item-private.h"
#include "psr-json-scan.h"
#include "psr-json-tree.h"

/* About how many bytes an item of a page has, for the first block. */
#define TYPICAL_BYTES 24

struct _PsrJsonTree
{
  char        *text;  /* with a NUL behind each text of an item */
  PsrJsonItem *items; /* the root first */
};

typedef struct
{
  const char  *data; /* as it came, for messages */
  char        *text; /* the copy that is worked on */
  gsize        length;
  char        *p;    /* what is read next; there is a NUL behind the text */
  PsrJsonItem *items;
  gsize        n_items;
  gsize        n_allocated;
  /* The open containers, outermost first. */
  gsize        open[PSR_JSON_MAX_DEPTH];
  guint        depth;
  /* Of the member whose value is read. */
  const char  *name;
  guint        key;
} Reader;

G_DEFINE_BOXED_TYPE (PsrJsonTree, psr_json_tree, psr_json_tree_ref, psr_json_tree_unref)

static gboolean
fail_at (Reader        *reader,
         const char    *at,
         PsrJsonError   code,
         const char    *what,
         GError       **error)
{
  return psr_json_scan_error (error, code, what, reader->data, (gsize) (at - reader->text));
}

static gboolean
fail (Reader      *reader,
      const char  *what,
      GError     **error)
{
  gboolean at_end = reader->p >= reader->text + reader->length;

  return fail_at (reader, reader->p, PSR_JSON_ERROR_SYNTAX, at_end ? "the text ends too early" : what, error);
}

static inline void
skip_space (Reader *reader)
{
  char *p = reader->p;

  while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
    p++;
  reader->p = p;
}

static inline PsrJsonItem *
add_item (Reader      *reader,
          PsrJsonType  type)
{
  PsrJsonItem *item;

  if (G_UNLIKELY (reader->n_items == reader->n_allocated))
    {
      reader->n_allocated *= 2;
      reader->items = g_renew (PsrJsonItem, reader->items, reader->n_allocated);
    }

  item = &reader->items[reader->n_items++];
  item->type = type;
  item->name = reader->name;
  item->key = reader->key;
  item->text = NULL;
  item->length = 0;
  item->span = 1;

  return item;
}

/* What ends the plain part of a text: its end, an escape, what has to be
 * escaped, and the NUL behind everything. */
static const guint8 ends_plain[256] = {
  [0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  ['"'] = 1, ['\\'] = 1,
};

/* Writes the character behind the backslash at @from to *@to and returns where
 * the text goes on, or NULL when it is none. */
static char *
unescape (Reader  *reader,
          char    *from,
          char   **to)
{
  static const char plain[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  gsize last = psr_json_scan_escape (reader->text, reader->length, (gsize) (from - reader->text));
  gunichar c = 0;

  if (last == 0)
    return NULL;

  if (from[1] != 'u')
    {
      for (guint i = 0; plain[i] != '\0'; i += 2)
        {
          if (plain[i] == from[1])
            *(*to)++ = plain[i + 1];
        }
      return from + 2;
    }

  for (guint i = 2; i < 6; i++)
    c = c * 16 + (gunichar) g_ascii_xdigit_value (from[i]);

  if (c >= 0xd800 && c <= 0xdbff)
    {
      gunichar low = 0;

      for (guint i = 8; i < 12; i++)
        low = low * 16 + (gunichar) g_ascii_xdigit_value (from[i]);
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }

  /* Never longer than its escape. */
  *to += g_unichar_to_utf8 (c, *to);

  return reader->text + last + 1;
}

/* Reads the text behind the quotation mark at the present place, which it takes
 * the escapes out of where it stands. */
static gboolean
read_text (Reader      *reader,
           const char **text,
           guint       *length,
           GError     **error)
{
  char *start = ++reader->p;
  char *p = start;
  char *to;

  while (!ends_plain[(guchar) *p])
    p++;

  for (to = p; *p != '"';)
    {
      reader->p = p;

      if (*p != '\\')
        return fail (reader, "unescaped control character", error);

      p = unescape (reader, p, &to);
      if (p == NULL)
        return fail_at (reader, reader->p, PSR_JSON_ERROR_SYNTAX, "wrong escape", error);

      while (!ends_plain[(guchar) *p])
        *to++ = *p++;
    }

  *to = '\0';
  *text = start;
  *length = (guint) (to - start);
  reader->p = p + 1;

  return TRUE;
}

static gboolean
read_number (Reader  *reader,
             GError **error)
{
  PsrJsonType type = PSR_JSON_INTEGER;
  char *start = reader->p;
  char *p = start;
  PsrJsonItem *item;

  if (*p == '-')
    p++;

  if (*p == '0')
    p++;
  else
    while (g_ascii_isdigit (*p))
      p++;

  if (p == start || !g_ascii_isdigit (p[-1]) || g_ascii_isdigit (*p))
    goto wrong;

  if (*p == '.')
    {
      type = PSR_JSON_NUMBER;
      for (p++; g_ascii_isdigit (*p); p++)
        ;
      if (!g_ascii_isdigit (p[-1]))
        goto wrong;
    }

  if (*p == 'e' || *p == 'E')
    {
      type = PSR_JSON_NUMBER;
      p++;
      if (*p == '+' || *p == '-')
        p++;
      for (; g_ascii_isdigit (*p); p++)
        ;
      if (!g_ascii_isdigit (p[-1]))
        goto wrong;
    }

  item = add_item (reader, type);
  item->text = start;
  item->length = (guint) (p - start);
  reader->p = p;
  return TRUE;

wrong:
  reader->p = p;
  return fail (reader, "wrong number", error);
}

static gboolean
read_word (Reader       *reader,
           const char   *word,
           PsrJsonType   type,
           gboolean      truth,
           GError      **error)
{
  gsize length = strlen (word);

  if (strncmp (reader->p, word, length) != 0)
    return fail (reader, "unexpected character", error);

  reader->p += length;
  /* A truth value has no text: its length tells which. */
  add_item (reader, type)->length = truth;
  return TRUE;
}

static gboolean
open_container (Reader       *reader,
                PsrJsonType   type,
                GError      **error)
{
  if (reader->depth == PSR_JSON_MAX_DEPTH)
    return fail_at (reader, reader->p, PSR_JSON_ERROR_DEPTH, "nested too deeply", error);

  reader->open[reader->depth++] = reader->n_items;
  add_item (reader, type);
  reader->name = NULL;
  reader->key = 0;
  reader->p++;
  skip_space (reader);
  return TRUE;
}

static inline PsrJsonItem *
innermost (Reader *reader)
{
  return &reader->items[reader->open[reader->depth - 1]];
}

static void
close_container (Reader *reader)
{
  PsrJsonItem *container = innermost (reader);

  container->span = (guint) (reader->n_items - reader->open[reader->depth - 1]);
  reader->depth--;
  reader->p++;
}

/* The name of a member and what stands before its value. */
static gboolean
read_name (Reader  *reader,
           GError **error)
{
  guint length;

  if (*reader->p != '"')
    return fail (reader, "the name of a member is missing", error);
  if (!read_text (reader, &reader->name, &length, error))
    return FALSE;

  reader->key = psr_json_key (reader->name, length);
  skip_space (reader);
  if (*reader->p != ':')
    return fail (reader, "unexpected character", error);

  reader->p++;
  skip_space (reader);
  return TRUE;
}

/* What comes after a value: the end of containers, and a comma before the next
 * one. Sets @done at the end of everything. */
static gboolean
read_end_of_value (Reader    *reader,
                   gboolean  *done,
                   GError   **error)
{
  for (;;)
    {
      PsrJsonItem *container;
      gboolean is_object;

      skip_space (reader);

      if (reader->depth == 0)
        {
          *done = TRUE;
          return reader->p == reader->text + reader->length || fail (reader, "unexpected character", error);
        }

      container = innermost (reader);
      container->length++;
      is_object = container->type == PSR_JSON_OBJECT;

      if (*reader->p == ',')
        {
          reader->p++;
          skip_space (reader);
          return !is_object || read_name (reader, error);
        }

      if (*reader->p != (is_object ? '}' : ']'))
        return fail (reader, "unexpected character", error);

      close_container (reader);
    }
}

/* Reads one value; of a container only its beginning, unless it is empty. */
static gboolean
read_value (Reader    *reader,
            gboolean  *opened,
            GError   **error)
{
  const char *text;
  guint length;

  switch (*reader->p)
    {
    case '"':
      if (!read_text (reader, &text, &length, error))
        return FALSE;
      else
        {
          PsrJsonItem *item = add_item (reader, PSR_JSON_STRING);

          item->text = text;
          item->length = length;
          return TRUE;
        }

    case '{':
      if (!open_container (reader, PSR_JSON_OBJECT, error))
        return FALSE;
      if (*reader->p == '}')
        {
          close_container (reader);
          return TRUE;
        }
      *opened = TRUE;
      return read_name (reader, error);

    case '[':
      if (!open_container (reader, PSR_JSON_ARRAY, error))
        return FALSE;
      if (*reader->p == ']')
        close_container (reader);
      else
        *opened = TRUE;
      return TRUE;

    case 't':
      return read_word (reader, "true", PSR_JSON_BOOLEAN, TRUE, error);

    case 'f':
      return read_word (reader, "false", PSR_JSON_BOOLEAN, FALSE, error);

    case 'n':
      return read_word (reader, "null", PSR_JSON_NULL, FALSE, error);

    case '-':
    case '0' ... '9':
      return read_number (reader, error);

    default:
      return fail (reader, "unexpected character", error);
    }
}

static gboolean
read_all (Reader  *reader,
          GError **error)
{
  gboolean done = FALSE;

  skip_space (reader);

  while (!done)
    {
      gboolean opened = FALSE;

      if (!read_value (reader, &opened, error))
        return FALSE;

      if (opened)
        continue;

      /* Behind a value no name is pending. */
      reader->name = NULL;
      reader->key = 0;

      if (!read_end_of_value (reader, &done, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_json_tree_new:
 * @body: UTF-8 text, with or without a byte order mark
 * @error: return location for an error of #PSR_JSON_ERROR
 *
 * Reads JSON that somebody else wrote, as RFC 8259 defines it, and never deeper
 * than %PSR_JSON_MAX_DEPTH. Refused besides are escapes that are no characters:
 * half of a surrogate pair, and NUL. Runs on a worker, as everything that reads
 * JSON.
 *
 * Returns: (transfer full) (nullable): the tree; %NULL with a message that
 *   begins with "line N: "
 */
PsrJsonTree *
psr_json_tree_new (GBytes  *body,
                   GError **error)
{
  PsrJsonTree *self;
  Reader reader = { 0, };
  const char *data;
  const char *invalid;
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (body, &length);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }

  if (length == 0)
    {
      g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_SYNTAX, "line 1: the text is empty");
      return NULL;
    }

  if (length > G_MAXUINT / 2)
    {
      g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_RANGE, "line 1: the text is too long");
      return NULL;
    }

  if (!g_utf8_validate_len (data, length, &invalid))
    {
      psr_json_scan_error (error, PSR_JSON_ERROR_ENCODING, "the text is not UTF-8", data, (gsize) (invalid - data));
      return NULL;
    }

  reader.data = data;
  reader.text = g_malloc (length + 1);
  memcpy (reader.text, data, length);
  reader.text[length] = '\0';
  reader.length = length;
  reader.p = reader.text;
  reader.n_allocated = length / TYPICAL_BYTES + 16;
  reader.items = g_new (PsrJsonItem, reader.n_allocated);

  if (!read_all (&reader, error))
    {
      g_free (reader.items);
      g_free (reader.text);
      return NULL;
    }

  self = g_atomic_rc_box_new (PsrJsonTree);
  self->text = reader.text;
  self->items = reader.items;

  return self;
}

/**
 * psr_json_tree_ref:
 * @self: a tree
 *
 * Returns: (transfer full): @self
 */
PsrJsonTree *
psr_json_tree_ref (PsrJsonTree *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_json_tree_clear (gpointer data)
{
  PsrJsonTree *self = data;

  g_free (self->items);
  g_free (self->text);
}

/**
 * psr_json_tree_unref:
 * @self: (transfer full): a tree
 *
 * Gives up a reference; its items go with the last one.
 */
void
psr_json_tree_unref (PsrJsonTree *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_json_tree_clear);
}

/**
 * psr_json_tree_get_root:
 * @self: a tree
 *
 * Returns: (transfer none): its outermost value
 */
const PsrJsonItem *
psr_json_tree_get_root (const PsrJsonTree *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->items;
}
