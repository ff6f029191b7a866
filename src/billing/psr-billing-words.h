/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-explain.h"
#include "psr-phrase.h"

G_BEGIN_DECLS

const PsrPhrase *psr_billing_words_list  (gsize                *n_phrases);
PsrExplanation  *psr_billing_words_write (const char           *code,
                                          const PsrExplanation *told) G_GNUC_WARN_UNUSED_RESULT;
PsrExplanation  *psr_billing_words_read  (const char           *code,
                                          const PsrExplanation *kept) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
