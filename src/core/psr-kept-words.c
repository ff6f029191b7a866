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

/* A run tells of the same records as the one before: so many answers are remembered. */
#define MAX_REMEMBERED 4096

/* Many of one kind, one behind another. */
#define SEPARATOR "; "

static GMutex mutex;
static GHashTable *remembered; /* language, direction and text → the same in the other language */

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

static char *
translate_whole (PsrPhraseDirection  direction,
                 const char         *text)
{
  return psr_phrase_translate (NULL, phrases, G_N_ELEMENTS (phrases), direction, text);
}

/* Each part of a list, or NULL where one isn't known. What separates two may be in one, too: of
 * what is known the shortest counts. */
static char *
translate_list (PsrPhraseDirection  direction,
                const char         *text)
{
  g_autoptr(GString) told = g_string_new (NULL);
  const char *end = strstr (text, SEPARATOR);

  if (end == NULL)
    return NULL;

  while (*text != '\0')
    {
      g_autofree char *part = g_strndup (text, end != NULL ? (gsize) (end - text) : strlen (text));
      g_autofree char *known = translate_whole (direction, part);

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
translate_part (PsrPhraseDirection  direction,
                const char         *text)
{
  char *told = translate_list (direction, text);

  return told != NULL ? told : translate_whole (direction, text);
}

/* Behind what nobody of us said, such as a name, there may be what somebody did. */
static char *
translate_sentences (PsrPhraseDirection  direction,
                     const char         *text)
{
  g_autoptr(GString) told = g_string_new (NULL);
  const char *end;

  for (; (end = strstr (text, ". ")) != NULL; text = end + 2)
    {
      g_autofree char *sentence = g_strndup (text, end + 1 - text);
      g_autofree char *part = translate_part (direction, sentence);
      g_autofree char *rest = translate_part (direction, end + 2);

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
translate (PsrPhraseDirection  direction,
           const char         *text)
{
  g_autofree char *told = translate_part (direction, text);

  return strcmp (told, text) != 0 ? g_steal_pointer (&told) : translate_sentences (direction, text);
}

static char *
look_up (PsrPhraseDirection  direction,
         const char         *text)
{
  /* A text that is said; in English it says itself. */
  static const char * const sample = "The next run goes on from there.";
  g_autofree char *key = NULL;
  char *told;

  if (*text == '\0' || strcmp (gettext (sample), sample) == 0)
    return g_strdup (text);

  key = g_strdup_printf ("%s%d%s", gettext (sample), direction, text);
  g_mutex_lock (&mutex);
  if (remembered == NULL)
    remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  told = g_strdup (g_hash_table_lookup (remembered, key));
  g_mutex_unlock (&mutex);
  if (told != NULL)
    return told;

  told = translate (direction, text);
  g_mutex_lock (&mutex);
  if (g_hash_table_size (remembered) >= MAX_REMEMBERED)
    g_hash_table_remove_all (remembered);
  g_hash_table_insert (remembered, g_steal_pointer (&key), g_strdup (told));
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
