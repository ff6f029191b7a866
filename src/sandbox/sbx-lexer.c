/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-lexer"

#include "sbx-lexer.h"

#include <string.h>

static void
skip_space (SbxLexer *lexer)
{
  while (*lexer->at == ' ')
    lexer->at++;
}

char *
sbx_lexer_word (SbxLexer *lexer)
{
  const char *start;

  skip_space (lexer);
  start = lexer->at;
  while (g_ascii_isalnum (*lexer->at) || (*lexer->at != '\0' && strchr ("_./@", *lexer->at) != NULL))
    lexer->at++;
  return lexer->at > start ? g_strndup (start, (gsize) (lexer->at - start)) : NULL;
}

char *
sbx_lexer_literal (SbxLexer *lexer,
                   gboolean *quoted)
{
  const char *start;
  GString *out;

  skip_space (lexer);
  start = lexer->at;
  *quoted = *start == '\'';
  if (!*quoted)
    {
      while (*lexer->at != '\0' && strchr (" ,)'", *lexer->at) == NULL)
        lexer->at++;
      return lexer->at > start ? g_strndup (start, (gsize) (lexer->at - start)) : NULL;
    }

  out = g_string_new (NULL);
  for (lexer->at++; *lexer->at != '\0'; lexer->at++)
    {
      if (*lexer->at == '\'')
        {
          if (lexer->at[1] != '\'')
            {
              lexer->at++;
              return g_string_free_and_steal (out);
            }
          lexer->at++;
        }
      g_string_append_c (out, *lexer->at);
    }
  g_string_free (out, TRUE);
  return NULL;
}

gboolean
sbx_lexer_accept (SbxLexer *lexer,
                  char      c)
{
  skip_space (lexer);
  if (*lexer->at != c)
    return FALSE;
  lexer->at++;
  return TRUE;
}

gboolean
sbx_lexer_accept_word (SbxLexer   *lexer,
                       const char *word)
{
  const char *start = lexer->at;
  g_autofree char *found = sbx_lexer_word (lexer);

  if (found != NULL && strcmp (found, word) == 0)
    return TRUE;
  lexer->at = start;
  return FALSE;
}

gboolean
sbx_lexer_at_end (SbxLexer *lexer)
{
  skip_space (lexer);
  return *lexer->at == '\0';
}
