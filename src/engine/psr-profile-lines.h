/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint    psr_profile_lines_find        (const char  *text,
                                        const char  *group,
                                        const char  *name);
gboolean psr_profile_lines_find_double (const char  *text,
                                        char       **group,
                                        char       **name,
                                        guint       *first,
                                        guint       *line);

G_END_DECLS
