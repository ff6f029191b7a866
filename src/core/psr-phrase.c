/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-phrase"

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "psr-decimal.h"
#include "psr-phrase-match.h"

/* A phrase in a phrase in a phrase: no text goes deeper. */
#define MAX_DEPTH 6

static gulong
count_of (GArray *captures)
{
  for (guint i = 0; i < captures->len; i++)
    {
      const char *text = g_array_index (captures, PsrPhraseCapture, i).text;

      if (psr_phrase_is_number (text))
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

/* A phrase in one of its forms, in the language that texts are in. */
typedef struct
{
  const PsrPhrase *phrase;
  const char      *text;
  const char      *source;      /* what the form is one of */
  char            *head;        /* what it begins with */
  gsize            head_length;
  char            *longest;     /* of what stands fixed in it behind that */
  gboolean         is_sentence; /* only a sentence has another one behind it */
} Form;

struct _PsrPhraseBook
{
  const PsrPhrase    *phrases;
  gsize               n_phrases;
  PsrPhraseDirection  direction;
  GArray             *forms; /* NULL until somebody asks */
};

static void
clear_form (Form *form)
{
  g_free (form->head);
  g_free (form->longest);
}

static void
measure_form (Form *form)
{
  g_autoptr(GString) literal = g_string_new (NULL);
  PsrPhrasePiece piece = { .literal = literal };
  const char *rest = form->text;

  form->is_sentence = g_str_has_suffix (form->text, ".");
  form->head = g_strdup ("");
  form->longest = g_strdup ("");

  while (*rest != '\0')
    {
      gboolean is_head = rest == form->text;

      rest = psr_phrase_take_piece (rest, &piece);

      if (piece.is_placeholder)
        continue;

      if (is_head)
        g_set_str (&form->head, literal->str);
      else if (literal->len > strlen (form->longest))
        g_set_str (&form->longest, literal->str);
    }

  form->head_length = strlen (form->head);
}

/* Quick to tell of most that they aren't it. */
static gboolean
may_fit (const Form *form,
         const char *text)
{
  if (form->head_length > 0 && (*text != *form->head || strncmp (text, form->head, form->head_length) != 0))
    return FALSE;

  return *form->longest == '\0' || strstr (text + form->head_length, form->longest) != NULL;
}

static void
add_forms (PsrPhraseBook   *self,
           const PsrPhrase *phrase)
{
  guint first = self->forms->len;
  gsize n_numbers = phrase->plural != NULL ? G_N_ELEMENTS (numbers) : 1;

  for (gsize i = 0; i < n_numbers && phrase->text[0] != '\0'; i++)
    {
      Form form = { .phrase = phrase };
      gboolean is_known = FALSE;

      form.text = get_form (phrase, numbers[i], self->direction == PSR_PHRASE_TO_SOURCE);
      form.source = get_form (phrase, numbers[i], FALSE);

      for (guint j = first; j < self->forms->len; j++)
        is_known |= g_str_equal (g_array_index (self->forms, Form, j).text, form.text);

      if (is_known)
        continue;

      measure_form (&form);
      g_array_append_val (self->forms, form);
    }
}

static GArray *
get_forms (PsrPhraseBook *self)
{
  if (self->forms != NULL)
    return self->forms;

  self->forms = g_array_new (FALSE, FALSE, sizeof (Form));
  g_array_set_clear_func (self->forms, (GDestroyNotify) clear_form);

  for (gsize i = 0; i < self->n_phrases; i++)
    add_forms (self, &self->phrases[i]);

  return self->forms;
}

static PsrPhraseBook *
new_book (const PsrPhrase    *phrases,
          gsize               n_phrases,
          PsrPhraseDirection  direction)
{
  PsrPhraseBook *self = g_new0 (PsrPhraseBook, 1);

  self->phrases = phrases;
  self->n_phrases = n_phrases;
  self->direction = direction;

  return self;
}

/**
 * psr_phrase_book_new:
 * @phrases: (array length=n_phrases): what texts are made of; to be kept as long as the book is
 * @n_phrases: how many there are
 * @direction: which way
 *
 * Makes ready to tell many texts in another language.
 *
 * Returns: (transfer full): a book in the language that is spoken now, for any number of threads
 */
PsrPhraseBook *
psr_phrase_book_new (const PsrPhrase    *phrases,
                     gsize               n_phrases,
                     PsrPhraseDirection  direction)
{
  PsrPhraseBook *self;

  g_return_val_if_fail (phrases != NULL || n_phrases == 0, NULL);

  self = new_book (phrases, n_phrases, direction);
  get_forms (self);

  return self;
}

/**
 * psr_phrase_book_free:
 * @self: (transfer full): a book
 */
void
psr_phrase_book_free (PsrPhraseBook *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->forms, g_array_unref);
  g_free (self);
}

static char *translate (PsrPhraseBook *book,
                        PsrPhraseBook *first,
                        const char    *text,
                        guint          depth);

static char *
tell_capture (PsrPhraseBook          *book,
              const Form             *form,
              const PsrPhraseCapture *capture,
              guint                   index,
              guint                   depth)
{
  if (form->phrase->amounts && !capture->is_count && psr_phrase_is_decimal (capture->text))
    return book->direction == PSR_PHRASE_TO_SOURCE ? g_strdup (capture->text) : psr_decimal_localise (capture->text, "-");

  if (psr_phrase_is_cited (form->phrase, form->source, capture->name, index))
    return g_strdup (capture->text);

  return translate (book, NULL, capture->text, depth + 1);
}

static char *
try_form (PsrPhraseBook *book,
          const Form    *form,
          const char    *text,
          gboolean       whole,
          guint          depth)
{
  g_autoptr(GArray) captures = NULL;
  g_autofree char *told = NULL;
  g_autofree char *rest = NULL;
  const char *end;
  guint n_nameless = 0;

  if ((!whole && !form->is_sentence) || !may_fit (form, text))
    return NULL;

  captures = psr_phrase_new_captures ();
  end = psr_phrase_match (form->text, text, form->phrase->names, whole, captures);

  if (end == NULL)
    return NULL;

  for (guint i = 0; i < captures->len; i++)
    {
      PsrPhraseCapture *capture = &g_array_index (captures, PsrPhraseCapture, i);
      char *inner = tell_capture (book, form, capture, n_nameless, depth);

      n_nameless += capture->name[0] == '\0';
      g_free (capture->text);
      capture->text = inner;
    }

  told = psr_phrase_fill (get_form (form->phrase, count_of (captures), book->direction == PSR_PHRASE_TO_READER), captures);

  if (*end == '\0')
    return g_steal_pointer (&told);

  rest = translate (book, NULL, end + 1, depth + 1);

  return g_strconcat (told, " ", rest, NULL);
}

static char *
try_forms (PsrPhraseBook *book,
           GArray        *forms,
           const char    *text,
           gboolean       whole,
           guint          depth)
{
  for (guint i = 0; i < forms->len; i++)
    {
      char *told = try_form (book, &g_array_index (forms, Form, i), text, whole, depth);

      if (told != NULL)
        return told;
    }

  return NULL;
}

static char *
translate (PsrPhraseBook *book,
           PsrPhraseBook *first,
           const char    *text,
           guint          depth)
{
  char *told;
  const char *colon;

  if (text[0] == '\0' || depth > MAX_DEPTH)
    return g_strdup (text);

  if (first != NULL && (told = try_forms (book, get_forms (first), text, TRUE, depth)) != NULL)
    return told;

  for (guint whole = 2; whole-- > 0;)
    {
      told = try_forms (book, get_forms (book), text, whole == 1, depth);

      if (told != NULL)
        return told;
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
 * psr_phrase_book_translate:
 * @self: a book
 * @text: a text that was made of its phrases
 *
 * Tells a text in another language that was put together from phrases, one in another or
 * one sentence behind another. What is none of them, such as the words of a service,
 * stays as it is, and so does what stands between quotation marks.
 *
 * Returns: (transfer full): the text
 */
char *
psr_phrase_book_translate (PsrPhraseBook *self,
                           const char    *text)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return translate (self, NULL, text, 0);
}

/**
 * psr_phrase_translate:
 * @first: (nullable): what @text is, if it is known
 * @phrases: (array length=n_phrases): what else may be in it
 * @n_phrases: how many there are
 * @direction: which way
 * @text: a text that was made of these phrases
 *
 * Does it for one text: see psr_phrase_book_translate().
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
  g_autoptr(PsrPhraseBook) book = NULL;
  g_autoptr(PsrPhraseBook) begin = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (phrases != NULL || n_phrases == 0, NULL);

  book = new_book (phrases, n_phrases, direction);
  begin = new_book (first, first != NULL ? 1 : 0, direction);

  return translate (book, begin, text, 0);
}
