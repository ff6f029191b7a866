/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint     psr_text_length  (const char *text);
char     *psr_text_cut     (const char *text,
                            guint       max_chars) G_GNUC_WARN_UNUSED_RESULT;
GStrv     psr_text_wrap    (const char *text,
                            guint       max_chars) G_GNUC_WARN_UNUSED_RESULT;
gboolean  psr_text_is_code (const char *text);
char     *psr_text_code    (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void      psr_text_append_listed (GString    *list,
                                  const char *item);
void      psr_text_append_part   (GString    *text,
                                  const char *part);
void      psr_text_take_part     (GString    *text,
                                  char       *part);
char     *psr_text_digits  (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
