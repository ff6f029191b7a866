/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Reads the pieces of an OData expression. */
typedef struct
{
  const char *text;
  const char *at;
} SbxLexer;

/* A name: letters, digits, '_', '.', '/', '@'. NULL: there is none here. */
char    *sbx_lexer_word        (SbxLexer *lexer);
/* A quoted text ('' is an apostrophe) or anything bare up to a space, ',' or ')'. NULL: neither. */
char    *sbx_lexer_literal     (SbxLexer *lexer, gboolean *quoted);
gboolean sbx_lexer_accept      (SbxLexer *lexer, char c);
gboolean sbx_lexer_accept_word (SbxLexer *lexer, const char *word);
gboolean sbx_lexer_at_end      (SbxLexer *lexer);
