/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-phrase.h"

G_BEGIN_DECLS

/* Of psr-phrase.c only: how a text is taken apart. */

/* What stands for a placeholder of a text. */
typedef struct
{
  char     *name; /* "" for one without */
  char     *text;
  gboolean  is_count;
} PsrPhraseCapture;

/* A placeholder, or a literal: what @form begins with. */
typedef struct
{
  gboolean    is_placeholder;
  gboolean    is_number;
  const char *name; /* of a placeholder in braces */
  gsize       name_length;
  GString    *literal;
} PsrPhrasePiece;

GArray     *psr_phrase_new_captures (void);
const char *psr_phrase_take_piece   (const char         *form,
                                     PsrPhrasePiece     *piece);
gboolean    psr_phrase_is_number    (const char         *text);
gboolean    psr_phrase_is_decimal   (const char         *text);
const char *psr_phrase_match        (const char         *form,
                                     const char         *text,
                                     const char * const *names,
                                     gboolean            whole,
                                     GArray             *captures);
char       *psr_phrase_fill         (const char         *form,
                                     GArray             *captures) G_GNUC_WARN_UNUSED_RESULT;
gboolean    psr_phrase_is_cited     (const PsrPhrase    *phrase,
                                     const char         *source,
                                     const char         *name,
                                     guint               index);

G_END_DECLS
