/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-phrase"

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "psr-decimal.h"
#include "psr-phrase.h"

/* A phrase in a phrase in a phrase: no text goes deeper. */
#define MAX_DEPTH 6

/* What stands for the placeholders of a text. */
typedef struct
{
  char     *name; /* "" for one without */
  char     *text;
  gboolean  is_count;
} Capture;

static void
clear_capture (Capture *capture)
{
  g_free (capture->name);
  g_free (capture->text);
}

static GArray *
new_captures (void)
{
  GArray *captures = g_array_new (FALSE, FALSE, sizeof (Capture));

  g_array_set_clear_func (captures, (GDestroyNotify) clear_capture);

  return captures;
}

/* A placeholder, or a literal: what @form begins with. */
typedef struct
{
  gboolean    is_placeholder;
  gboolean    is_number;
  const char *name; /* of a placeholder in braces */
  gsize       name_length;
  GString    *literal;
} Piece;

static const char *
find_end_of_name (const char *form)
{
  const char *end = form + 1;

  while (g_ascii_islower (*end))
    end++;

  return *end == '}' && end > form + 1 ? end : NULL;
}

static gboolean
is_placeholder (const char *form)
{
  if (form[0] == '%')
    return form[1] == 's' || form[1] == 'u' || form[1] == 'd';

  return form[0] == '{' && find_end_of_name (form) != NULL;
}

/* Returns what is left of @form. */
static const char *
take_piece (const char *form,
            Piece      *piece)
{
  piece->is_placeholder = is_placeholder (form);
  piece->is_number = FALSE;
  piece->name = "";
  piece->name_length = 0;
  g_string_truncate (piece->literal, 0);

  if (piece->is_placeholder)
    {
      const char *end = form + 1;

      if (form[0] == '{')
        {
          end = find_end_of_name (form);
          piece->name = form + 1;
          piece->name_length = end - form - 1;
        }

      piece->is_number = form[0] == '%' && form[1] != 's';

      return end + 1;
    }

  while (*form != '\0' && !is_placeholder (form))
    {
      g_string_append_c (piece->literal, *form);
      form += form[0] == '%' && form[1] == '%' ? 2 : 1;
    }

  return form;
}

static gboolean
is_among (const char         *text,
          const char * const *names)
{
  return names == NULL || g_strv_contains (names, text);
}

static gboolean
is_number (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* As the sources write it, whatever the language. */
static gboolean
is_decimal (const char *text)
{
  gsize n_whole;

  text += *text == '-';
  n_whole = strspn (text, "0123456789");

  return n_whole > 0 && (text[n_whole] == '\0' || (text[n_whole] == '.' && is_number (text + n_whole + 1)));
}

/* Where @literal ends a value: at the end of @text if it is the last one and all of the
 * text has to fit, else where it is first. */
static const char *
find_literal (const char *text,
              const char *literal,
              gboolean    is_last,
              gboolean    whole)
{
  gsize length = strlen (literal);

  if (is_last && whole)
    {
      gsize all = strlen (text);

      return all >= length && g_str_equal (text + all - length, literal) ? text + all - length : NULL;
    }

  if (length == 0)
    return NULL;

  for (const char *found = strstr (text, literal); found != NULL; found = strstr (found + 1, literal))
    {
      if (!is_last || found[length] == ' ')
        return found;
    }

  return NULL;
}

/* Returns where the text that is @form ends in @text, or NULL. */
static const char *
match (const char         *form,
       const char         *text,
       const char * const *names,
       gboolean            whole,
       GArray             *captures)
{
  g_autoptr(GString) literal = g_string_new (NULL);
  Piece piece = { .literal = literal };
  gboolean is_first = TRUE;

  while (*form != '\0')
    {
      const char *found;
      Capture capture;
      gboolean fits, of_number;

      form = take_piece (form, &piece);

      if (!piece.is_placeholder)
        {
          if (!g_str_has_prefix (text, literal->str))
            return NULL;

          text += literal->len;
          continue;
        }

      of_number = piece.is_number;
      capture.name = g_strndup (piece.name, piece.name_length);
      capture.is_count = of_number;

      /* What comes behind it says where it ends. */
      form = take_piece (form, &piece);
      found = piece.is_placeholder ? NULL : find_literal (text, literal->str, *form == '\0', whole);
      capture.text = found != NULL ? g_strndup (text, found - text) : g_strdup ("");
      fits = found != NULL && (!of_number || is_number (capture.text)) && (!is_first || is_among (capture.text, names));
      g_array_append_val (captures, capture);

      if (!fits)
        return NULL;

      text = found + literal->len;
      is_first = FALSE;
    }

  if (whole)
    return *text == '\0' ? text : NULL;

  return *text == ' ' ? text : NULL;
}

static char *
fill (const char *form,
      GArray     *captures)
{
  g_autoptr(GString) literal = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  Piece piece = { .literal = literal };
  guint next = 0;

  while (*form != '\0')
    {
      form = take_piece (form, &piece);

      if (!piece.is_placeholder)
        {
          g_string_append (text, literal->str);
          continue;
        }

      for (guint i = 0; i < captures->len; i++)
        {
          const Capture *capture = &g_array_index (captures, Capture, i);
          gboolean is_it = piece.name_length > 0
                             ? strlen (capture->name) == piece.name_length && strncmp (capture->name, piece.name, piece.name_length) == 0
                             : capture->name[0] == '\0' && i >= next;

          if (is_it)
            {
              g_string_append (text, capture->text);
              next = piece.name_length > 0 ? next : i + 1;
              break;
            }
        }
    }

  return g_string_free (text, FALSE);
}

static gulong
count_of (GArray *captures)
{
  for (guint i = 0; i < captures->len; i++)
    {
      const char *text = g_array_index (captures, Capture, i).text;

      if (is_number (text))
        return strtoul (text, NULL, 10);
    }

  return 1;
}

/* A form of the plural for each number that a language may count by. */
static const gulong numbers[] = { 1, 2, 5, 11, 21, 0 };

static const char *
get_form (const PsrPhrase *phrase,
          gulong           number,
          gboolean         translated)
{
  if (phrase->plural == NULL)
    return translated ? gettext (phrase->text) : phrase->text;

  if (translated)
    return ngettext (phrase->text, phrase->plural, number);

  return number == 1 ? phrase->text : phrase->plural;
}

typedef struct
{
  const PsrPhrase    *phrases;
  gsize               n_phrases;
  PsrPhraseDirection  direction;
} Book;

static char *translate (const Book      *book,
                        const PsrPhrase *first,
                        const char      *text,
                        guint            depth);

static char *
try_phrase (const Book      *book,
            const PsrPhrase *phrase,
            const char      *text,
            gboolean         whole,
            guint            depth)
{
  gboolean from_translated = book->direction == PSR_PHRASE_TO_SOURCE;
  gsize n_forms = phrase->plural != NULL ? G_N_ELEMENTS (numbers) : 1;

  if (phrase->text[0] == '\0')
    return NULL;

  for (gsize i = 0; i < n_forms; i++)
    {
      const char *form = get_form (phrase, numbers[i], from_translated);
      g_autoptr(GArray) captures = new_captures ();
      const char *end;
      g_autofree char *told = NULL;
      g_autofree char *rest = NULL;

      /* Only a sentence has another one behind it. */
      if (!whole && !g_str_has_suffix (form, "."))
        continue;

      end = match (form, text, phrase->names, whole, captures);

      if (end == NULL)
        continue;

      for (guint j = 0; j < captures->len; j++)
        {
          Capture *capture = &g_array_index (captures, Capture, j);
          gboolean is_amount = phrase->amounts && !capture->is_count && is_decimal (capture->text);
          char *inner = !is_amount ? translate (book, NULL, capture->text, depth + 1)
                        : from_translated ? g_strdup (capture->text) : psr_decimal_localise (capture->text, "-");

          g_free (capture->text);
          capture->text = inner;
        }

      told = fill (get_form (phrase, count_of (captures), !from_translated), captures);

      if (*end == '\0')
        return g_steal_pointer (&told);

      rest = translate (book, NULL, end + 1, depth + 1);

      return g_strconcat (told, " ", rest, NULL);
    }

  return NULL;
}

static char *
translate (const Book      *book,
           const PsrPhrase *first,
           const char      *text,
           guint            depth)
{
  char *told;
  const char *colon;

  if (text[0] == '\0' || depth > MAX_DEPTH)
    return g_strdup (text);

  if (first != NULL && (told = try_phrase (book, first, text, TRUE, depth)) != NULL)
    return told;

  for (guint whole = 2; whole-- > 0;)
    {
      for (gsize i = 0; i < book->n_phrases; i++)
        {
          told = try_phrase (book, &book->phrases[i], text, whole == 1, depth);

          if (told != NULL)
            return told;
        }
    }

  /* “1001: it has 2 lines instead of 3” */
  colon = strstr (text, ": ");

  if (colon != NULL && memchr (text, ' ', colon - text) == NULL)
    {
      g_autofree char *before = g_strndup (text, colon - text);
      g_autofree char *rest = translate (book, NULL, colon + 2, depth + 1);

      return g_strconcat (before, ": ", rest, NULL);
    }

  return g_strdup (text);
}

/**
 * psr_phrase_translate:
 * @first: (nullable): what @text is, if it is known
 * @phrases: (array length=n_phrases): what else may be in it
 * @n_phrases: how many there are
 * @direction: which way
 * @text: a text that was made of these phrases
 *
 * Tells a text in another language that was put together from phrases, one in another or
 * one sentence behind another. What is none of them, such as the words of a service,
 * stays as it is.
 *
 * Returns: (transfer full): the text
 */
char *
psr_phrase_translate (const PsrPhrase    *first,
                      const PsrPhrase    *phrases,
                      gsize               n_phrases,
                      PsrPhraseDirection  direction,
                      const char         *text)
{
  const Book book = { phrases, n_phrases, direction };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (phrases != NULL || n_phrases == 0, NULL);

  return translate (&book, first, text, 0);
}
