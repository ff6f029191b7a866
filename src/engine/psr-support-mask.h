/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *psr_support_mask_words  (const char *text,
                               GPtrArray  *hidden) G_GNUC_WARN_UNUSED_RESULT;
char *psr_support_mask_values (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *psr_support_mask_keys   (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
