/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-kept-words"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-kept-words.h"

/* What the layers below the engine say; the longest first. */
static const PsrPhrase phrases[] = {
#include "psr-kept-phrases.h"
};

/* A run tells of the same records as the one before: so many answers are remembered, those that
 * were asked for last. */
#define MAX_REMEMBERED 4096

/* Many of one kind, one behind another. */
#define SEPARATOR "; "

/* A text, and what it is in the other language. */
typedef struct
{
  char  *key;  /* language, direction and text */
  char  *told;
  GList  link; /* in @by_use */
} Answer;

static GMutex mutex;
static GHashTable *books;      /* language and direction → PsrPhraseBook */
static GHashTable *remembered; /* key → Answer */
static GQueue by_use = G_QUEUE_INIT;

/**
 * psr_kept_words_list:
 * @n_phrases: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_phrases): what is known of what is said; none is
 *   within another one before it
 */
const PsrPhrase *
psr_kept_words_list (gsize *n_phrases)
{
  g_return_val_if_fail (n_phrases != NULL, NULL);

  *n_phrases = G_N_ELEMENTS (phrases);

  return phrases;
}

/* Each part of a list, or NULL where one isn't known. What separates two may be in one, too: of
 * what is known the shortest counts. */
static char *
translate_list (PsrPhraseBook *book,
                const char    *text)
{
  g_autoptr(GString) told = g_string_new (NULL);
  const char *end = strstr (text, SEPARATOR);

  if (end == NULL)
    return NULL;

  while (*text != '\0')
    {
      g_autofree char *part = g_strndup (text, end != NULL ? (gsize) (end - text) : strlen (text));
      g_autofree char *known = psr_phrase_book_translate (book, part);

      if (strcmp (known, part) == 0)
        {
          if (end == NULL)
            return NULL;
          end = strstr (end + strlen (SEPARATOR), SEPARATOR);
          continue;
        }
      g_string_append_printf (told, "%s%s", told->len > 0 ? SEPARATOR : "", known);
      text = end != NULL ? end + strlen (SEPARATOR) : "";
      end = strstr (text, SEPARATOR);
    }

  return g_string_free_and_steal (g_steal_pointer (&told));
}

static char *
translate_part (PsrPhraseBook *book,
                const char    *text)
{
  char *told = translate_list (book, text);

  return told != NULL ? told : psr_phrase_book_translate (book, text);
}

/* Where a sentence ends that isn't between quotation marks, or NULL. */
static const char *
find_end (const char *text)
{
  for (const char *end = strstr (text, ". "); end != NULL; end = strstr (end + 1, ". "))
    {
      const char *open = g_strrstr_len (text, end - text, "“");
      const char *close = open != NULL ? strstr (open, "”") : NULL;

      if (close == NULL || close < end)
        return end;
    }

  return NULL;
}

/* Behind what nobody of us said, such as a name, there may be what somebody did. */
static char *
translate_sentences (PsrPhraseBook *book,
                     const char    *text)
{
  g_autoptr(GString) told = g_string_new (NULL);
  const char *end;

  for (; (end = find_end (text)) != NULL; text = end + 2)
    {
      g_autofree char *sentence = g_strndup (text, end + 1 - text);
      g_autofree char *part = translate_part (book, sentence);
      g_autofree char *rest = translate_part (book, end + 2);

      g_string_append_printf (told, "%s ", part);
      if (strcmp (rest, end + 2) != 0)
        {
          g_string_append (told, rest);
          return g_string_free_and_steal (g_steal_pointer (&told));
        }
    }
  g_string_append (told, text);

  return g_string_free_and_steal (g_steal_pointer (&told));
}

static char *
translate (PsrPhraseBook *book,
           const char    *text)
{
  g_autofree char *told = translate_part (book, text);

  return strcmp (told, text) != 0 ? g_steal_pointer (&told) : translate_sentences (book, text);
}

/* To be called with the mutex; it is never given up. */
static PsrPhraseBook *
get_book (const char         *language,
          PsrPhraseDirection  direction)
{
  g_autofree char *key = g_strdup_printf ("%s%d", language, direction);
  PsrPhraseBook *book;

  if (books == NULL)
    books = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) psr_phrase_book_free);

  book = g_hash_table_lookup (books, key);
  if (book == NULL)
    {
      book = psr_phrase_book_new (phrases, G_N_ELEMENTS (phrases), direction);
      g_hash_table_insert (books, g_steal_pointer (&key), book);
    }

  return book;
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->key);
  g_free (answer->told);
  g_free (answer);
}

/* To be called with the mutex. */
static const char *
recall (const char *key)
{
  Answer *answer = remembered != NULL ? g_hash_table_lookup (remembered, key) : NULL;

  if (answer == NULL)
    return NULL;

  g_queue_unlink (&by_use, &answer->link);
  g_queue_push_tail_link (&by_use, &answer->link);

  return answer->told;
}

/* To be called with the mutex. What wasn't asked for for longest is forgotten. */
static void
keep (const char *key,
      const char *told)
{
  Answer *answer;

  /* Another thread asked for the same meanwhile. */
  if (recall (key) != NULL)
    return;

  if (remembered == NULL)
    remembered = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, answer_free);
  if (by_use.length >= MAX_REMEMBERED)
    {
      Answer *oldest = g_queue_pop_head_link (&by_use)->data;

      g_hash_table_remove (remembered, oldest->key);
    }

  answer = g_new0 (Answer, 1);
  answer->key = g_strdup (key);
  answer->told = g_strdup (told);
  answer->link.data = answer;
  g_queue_push_tail_link (&by_use, &answer->link);
  g_hash_table_insert (remembered, answer->key, answer);
}

static char *
look_up (PsrPhraseDirection  direction,
         const char         *text)
{
  /* A text that is said; in English it says itself. */
  static const char * const sample = "The next run goes on from there.";
  const char *language = gettext (sample);
  g_autofree char *key = NULL;
  PsrPhraseBook *book;
  char *told;

  if (*text == '\0' || strcmp (language, sample) == 0)
    return g_strdup (text);

  key = g_strdup_printf ("%s%d%s", language, direction, text);
  g_mutex_lock (&mutex);
  told = g_strdup (recall (key));
  book = get_book (language, direction);
  g_mutex_unlock (&mutex);
  if (told != NULL)
    return told;

  told = translate (book, text);
  g_mutex_lock (&mutex);
  keep (key, told);
  g_mutex_unlock (&mutex);

  return told;
}

/**
 * psr_kept_words_write:
 * @told: what is told of a record or a run, in the user's language
 *
 * May be called on any thread.
 *
 * Returns: (transfer full): the same in English, as it is kept: whoever reads it next may
 *   speak another language. What a service said, and what a person wrote, stays as it is
 */
char *
psr_kept_words_write (const char *told)
{
  g_return_val_if_fail (told != NULL, NULL);

  return look_up (PSR_PHRASE_TO_SOURCE, told);
}

/**
 * psr_kept_words_read:
 * @kept: what was kept, written by psr_kept_words_write()
 *
 * May be called on any thread.
 *
 * Returns: (transfer full): the same in the user's language; what isn't in English, as an
 *   earlier version wrote it, stays as it is
 */
char *
psr_kept_words_read (const char *kept)
{
  g_return_val_if_fail (kept != NULL, NULL);

  return look_up (PSR_PHRASE_TO_READER, kept);
}

/**
 * psr_kept_words_take:
 * @text: (inout): what is told, and becomes what is kept
 */
void
psr_kept_words_take (char **text)
{
  char *kept;

  g_return_if_fail (text != NULL && *text != NULL);

  kept = psr_kept_words_write (*text);
  g_free (*text);
  *text = kept;
}

/**
 * psr_kept_words_give:
 * @text: (inout): what was kept, and becomes what is told
 */
void
psr_kept_words_give (char **text)
{
  char *told;

  g_return_if_fail (text != NULL && *text != NULL);

  told = psr_kept_words_read (*text);
  g_free (*text);
  *text = told;
}
