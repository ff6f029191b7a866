/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrPhrase:
 * @text: a text for people as it stands in the source, which may have %s, %u, %d and
 *   {name} in it
 * @plural: (nullable): its plural, where it has one that follows the first number in it
 * @names: (nullable) (array zero-terminated=1): what may stand for the first %s; %NULL:
 *   anything
 * @amounts: whether what stands for %s and {name} are numbers, which readers are told as
 *   they write them (psr_decimal_localise())
 * @labels: for which placeholders between quotation marks, by their bits from the first on, a text
 *   of ours stands, which is told in the other language too
 *
 * A text that is kept, and is to be told again in another language.
 */
typedef struct
{
  const char         *text;
  const char         *plural;
  const char * const *names;
  gboolean            amounts;
  guint               labels;
} PsrPhrase;

/**
 * PsrPhraseDirection:
 * @PSR_PHRASE_TO_SOURCE: from the user's language into that of the source
 * @PSR_PHRASE_TO_READER: from that of the source into the user's
 */
typedef enum
{
  PSR_PHRASE_TO_SOURCE,
  PSR_PHRASE_TO_READER,
} PsrPhraseDirection;

/**
 * PsrPhraseBook:
 *
 * Phrases in the language that texts are in, which many of them are to be taken apart by.
 */
typedef struct _PsrPhraseBook PsrPhraseBook;

PsrPhraseBook *psr_phrase_book_new       (const PsrPhrase     *phrases,
                                          gsize                n_phrases,
                                          PsrPhraseDirection   direction) G_GNUC_WARN_UNUSED_RESULT;
char          *psr_phrase_book_translate (PsrPhraseBook       *self,
                                          const char          *text) G_GNUC_WARN_UNUSED_RESULT;
void           psr_phrase_book_free      (PsrPhraseBook       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPhraseBook, psr_phrase_book_free)

char          *psr_phrase_translate      (const PsrPhrase     *first,
                                          const PsrPhrase     *phrases,
                                          gsize                n_phrases,
                                          PsrPhraseDirection   direction,
                                          const char          *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
