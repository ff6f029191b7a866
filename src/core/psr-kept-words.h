/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-phrase.h"

G_BEGIN_DECLS

const PsrPhrase *psr_kept_words_list  (gsize       *n_phrases);
char            *psr_kept_words_write (const char  *told) G_GNUC_WARN_UNUSED_RESULT;
char            *psr_kept_words_read  (const char  *kept) G_GNUC_WARN_UNUSED_RESULT;
void             psr_kept_words_take  (char       **text);
void             psr_kept_words_give  (char       **text);

G_END_DECLS
