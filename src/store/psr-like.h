/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More words than this are no search. */
#define PSR_LIKE_MAX_WORDS 8

GPtrArray *psr_like_split_words (const char *search);

G_END_DECLS
