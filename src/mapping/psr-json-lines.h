/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrJsonLines:
 *
 * On which line of a JSON text each member and element stands: json-glib knows
 * lines only of syntax errors. A path is "/fields/3/target".
 */
typedef struct _PsrJsonLines PsrJsonLines;

PsrJsonLines *psr_json_lines_new           (const char         *text,
                                            gsize               length) G_GNUC_WARN_UNUSED_RESULT;
void          psr_json_lines_free          (PsrJsonLines       *self);
guint         psr_json_lines_get           (const PsrJsonLines *self,
                                            const char         *path);
const char   *psr_json_lines_get_duplicate (const PsrJsonLines *self,
                                            guint              *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrJsonLines, psr_json_lines_free)

G_END_DECLS
