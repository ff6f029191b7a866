/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-phrase-match"

#include "config.h"

#include <string.h>

#include "psr-phrase-match.h"

static void
clear_capture (PsrPhraseCapture *capture)
{
  g_free (capture->name);
  g_free (capture->text);
}

/*
 * Returns: (transfer full): room for what stands for the placeholders of a text.
 */
GArray *
psr_phrase_new_captures (void)
{
  GArray *captures = g_array_new (FALSE, FALSE, sizeof (PsrPhraseCapture));

  g_array_set_clear_func (captures, (GDestroyNotify) clear_capture);

  return captures;
}

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

/*
 * Takes apart what @form begins with; returns what is left of it.
 */
const char *
psr_phrase_take_piece (const char     *form,
                       PsrPhrasePiece *piece)
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

/*
 * Whether it is nothing but digits.
 */
gboolean
psr_phrase_is_number (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789") == strlen (text);
}

/*
 * Whether it is a number as the sources write it, whatever the language.
 */
gboolean
psr_phrase_is_decimal (const char *text)
{
  gsize n_whole;

  text += *text == '-';
  n_whole = strspn (text, "0123456789");

  return n_whole > 0 && (text[n_whole] == '\0' || (text[n_whole] == '.' && psr_phrase_is_number (text + n_whole + 1)));
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

/*
 * Returns where the text that is @form ends in @text, or NULL; what stands for its placeholders
 * is added to @captures.
 */
const char *
psr_phrase_match (const char         *form,
                  const char         *text,
                  const char * const *names,
                  gboolean            whole,
                  GArray             *captures)
{
  g_autoptr(GString) literal = g_string_new (NULL);
  PsrPhrasePiece piece = { .literal = literal };
  gboolean is_first = TRUE;

  while (*form != '\0')
    {
      const char *found;
      PsrPhraseCapture capture;
      gboolean fits, of_number;

      form = psr_phrase_take_piece (form, &piece);

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
      form = psr_phrase_take_piece (form, &piece);
      found = piece.is_placeholder ? NULL : find_literal (text, literal->str, *form == '\0', whole);
      capture.text = found != NULL ? g_strndup (text, found - text) : g_strdup ("");
      fits = found != NULL && (!of_number || psr_phrase_is_number (capture.text)) && (!is_first || is_among (capture.text, names));
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

/*
 * Puts what stands for the placeholders into @form.
 */
char *
psr_phrase_fill (const char *form,
                 GArray     *captures)
{
  g_autoptr(GString) literal = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  PsrPhrasePiece piece = { .literal = literal };
  guint next = 0;

  while (*form != '\0')
    {
      form = psr_phrase_take_piece (form, &piece);

      if (!piece.is_placeholder)
        {
          g_string_append (text, literal->str);
          continue;
        }

      for (guint i = 0; i < captures->len; i++)
        {
          const PsrPhraseCapture *capture = &g_array_index (captures, PsrPhraseCapture, i);
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

/*
 * Whether what stands for the placeholder @name, or for the one without a name that @index others
 * come before, is told as it is: what somebody wrote stands between quotation marks, and may be
 * called as something of ours is. @source is the form in English.
 */
gboolean
psr_phrase_is_cited (const PsrPhrase *phrase,
                     const char      *source,
                     const char      *name,
                     guint            index)
{
  g_autoptr(GString) literal = g_string_new (NULL);
  PsrPhrasePiece piece = { .literal = literal };
  int n_open = 0;
  guint n_nameless = 0;

  for (guint place = 0; *source != '\0'; place += piece.is_placeholder)
    {
      gboolean is_it;

      source = psr_phrase_take_piece (source, &piece);

      if (!piece.is_placeholder)
        {
          for (const char *mark = literal->str; *mark != '\0'; mark++)
            n_open += g_str_has_prefix (mark, "“") - g_str_has_prefix (mark, "”");
          continue;
        }

      is_it = piece.name_length > 0 ? strlen (name) == piece.name_length && strncmp (name, piece.name, piece.name_length) == 0
                                    : *name == '\0' && n_nameless++ == index;

      if (is_it)
        return n_open > 0 && (phrase->labels & (1u << MIN (place, 31u))) == 0;
    }

  return FALSE;
}
