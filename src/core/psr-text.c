/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-text"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-text.h"

#define ZERO_WIDTH_JOINER 0x200d

/* Both services count UTF-16 code units, of which a character beyond the Basic
 * Multilingual Plane has two. */
static guint
units_of (gunichar c)
{
  return c > 0xffff ? 2 : 1;
}

/* Whether @c belongs to the character before it: an accent, a variation
 * selector, the tone of a face, a joiner. */
static gboolean
continues (gunichar previous,
           gunichar c)
{
  return g_unichar_ismark (c) || c == ZERO_WIDTH_JOINER || previous == ZERO_WIDTH_JOINER ||
         (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* Valid UTF-8, with every run of white space and control characters made one
 * space, and none at the ends. */
static char *
normalize_spaces (const char *text,
                  gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  g_autoptr (GString) result = g_string_sized_new (length);
  gboolean space = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        {
          space = TRUE;
          continue;
        }

      if (space && result->len > 0)
        g_string_append_c (result, ' ');
      space = FALSE;
      g_string_append_unichar (result, c);
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* How many bytes of @text, whose spaces are normalized, stand in @max_chars: up
 * to a space if there is one, else up to the end of a whole character. */
static gsize
fitting_length (const char *text,
                guint       max_chars)
{
  const char *last_space = NULL;
  const char *last_whole = text;
  gunichar previous = 0;
  guint units = 0;
  const char *p;

  g_assert (text != NULL);

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!continues (previous, c))
        last_whole = p;
      if (c == ' ')
        last_space = p;

      units += units_of (c);
      if (units > max_chars)
        break;
      previous = c;
    }

  if (*p == '\0')
    return (gsize) (p - text);
  if (last_space != NULL)
    return (gsize) (last_space - text);
  if (last_whole > text)
    return (gsize) (last_whole - text);

  /* One character with more marks than fit: give up some of them. */
  return (gsize) (p - text);
}

/**
 * psr_text_length:
 * @text: UTF-8 text
 *
 * Returns: its length as both services count it: characters, of which those
 *   beyond the Basic Multilingual Plane, such as emoji, count twice
 */
guint
psr_text_length (const char *text)
{
  g_autofree char *valid = NULL;
  guint units = 0;

  g_return_val_if_fail (text != NULL, 0);

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    units += units_of (g_utf8_get_char (p));

  return units;
}

/**
 * psr_text_cut:
 * @text: a text
 * @max_chars: how long it may be, as psr_text_length() counts; greater than 0
 *
 * A text that fits is not changed. A longer one ends after a whole word, or,
 * when its first word is too long, after a whole character; white space
 * becomes single spaces.
 *
 * Returns: (transfer full): at most @max_chars characters of @text
 */
char *
psr_text_cut (const char *text,
              guint       max_chars)
{
  g_autofree char *normal = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (max_chars > 0, NULL);

  if (psr_text_length (text) <= max_chars)
    return g_utf8_make_valid (text, -1);

  normal = normalize_spaces (text, strlen (text));

  return g_strndup (normal, fitting_length (normal, max_chars));
}

static void
wrap_line (const char   *line,
           gsize         length,
           guint         max_chars,
           GStrvBuilder *lines)
{
  g_autofree char *normal = normalize_spaces (line, length);
  const char *rest = normal;

  g_assert (lines != NULL);

  while (*rest != '\0')
    {
      gsize fitting = fitting_length (rest, max_chars);

      /* Not even the first character fits. */
      if (fitting == 0)
        fitting = (gsize) (g_utf8_next_char (rest) - rest);

      g_strv_builder_take (lines, g_strndup (rest, fitting));
      rest += fitting;
      while (*rest == ' ')
        rest++;
    }
}

/**
 * psr_text_wrap:
 * @text: a text of any number of lines
 * @max_chars: how long a line may be, as psr_text_length() counts; greater
 *   than 1
 *
 * Breaks each line at words; a word that is longer than a line is broken
 * between characters, never inside one. Empty lines are left out.
 *
 * Returns: (transfer full): the lines
 */
GStrv
psr_text_wrap (const char *text,
               guint       max_chars)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (max_chars > 1, NULL);

  while (*text != '\0')
    {
      gsize length = strcspn (text, "\r\n");

      wrap_line (text, length, max_chars, lines);
      text += length;
      if (*text != '\0')
        text++;
    }

  return g_strv_builder_end (lines);
}

/**
 * psr_text_is_code:
 * @text: a text
 *
 * Returns: %TRUE when psr_text_code() is sure to leave it as it is: it is ASCII
 *   without spaces and small letters
 */
gboolean
psr_text_is_code (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  while (*text > ' ' && *text < 0x7f && (*text < 'a' || *text > 'z'))
    text++;

  return *text == '\0';
}

/**
 * psr_text_code:
 * @text: a text
 *
 * What Business Central makes of a text in a field of the type Code: without
 * spaces at its ends, and in upper case, whatever the locale. Two texts with
 * the same code are the same key there.
 *
 * Returns: (transfer full): the code
 */
char *
psr_text_code (const char *text)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) code = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (psr_text_is_code (text))
    return g_strdup (text);

  valid = g_utf8_make_valid (text, -1);
  g_strstrip (valid);

  code = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (code, g_unichar_toupper (g_utf8_get_char (p)));

  return g_string_free (g_steal_pointer (&code), FALSE);
}

/**
 * psr_text_digits:
 * @text: a text, such as a VAT number
 *
 * Returns: (transfer full): its digits only
 */
char *
psr_text_digits (const char *text)
{
  g_autoptr (GString) digits = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  digits = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
    }

  return g_string_free (g_steal_pointer (&digits), FALSE);
}

/**
 * psr_text_append_listed:
 * @list: what is listed, as it is shown
 * @item: one more
 *
 * Appends to a list that people read, with what stands between two things in their
 * language.
 */
void
psr_text_append_listed (GString    *list,
                        const char *item)
{
  g_autofree char *before = NULL;

  g_return_if_fail (list != NULL);
  g_return_if_fail (item != NULL);

  if (list->len == 0)
    {
      g_string_append (list, item);
      return;
    }

  before = g_strdup (list->str);
  /* Translators: what is listed so far, and one more. */
  g_string_printf (list, C_("list", "%s, %s"), before, item);
}

/**
 * psr_text_append_part:
 * @text: what is told, as it is shown
 * @part: one more of it
 *
 * Appends one more of several facts that are told on one line.
 */
void
psr_text_append_part (GString    *text,
                      const char *part)
{
  g_autofree char *before = NULL;

  g_return_if_fail (text != NULL);
  g_return_if_fail (part != NULL);

  if (text->len == 0)
    {
      g_string_append (text, part);
      return;
    }

  before = g_strdup (text->str);
  /* Translators: two facts on one line. */
  g_string_printf (text, _("%s · %s"), before, part);
}

/**
 * psr_text_take_part:
 * @text: what is told, as it is shown
 * @part: (transfer full): one more of it
 *
 * As psr_text_append_part().
 */
void
psr_text_take_part (GString *text,
                    char    *part)
{
  g_autofree char *taken = part;

  psr_text_append_part (text, taken);
}
