/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Changes of the text of a mapping file, one field at a time: all else stays as somebody
 * wrote it. */

char *psr_map_text_get_field     (const char *text,
                                  guint       index) G_GNUC_WARN_UNUSED_RESULT;
char *psr_map_text_replace_field (const char *text,
                                  guint       index,
                                  const char *field) G_GNUC_WARN_UNUSED_RESULT;
char *psr_map_text_remove_field  (const char *text,
                                  guint       index) G_GNUC_WARN_UNUSED_RESULT;
char *psr_map_text_append_field  (const char *text,
                                  const char *field) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
