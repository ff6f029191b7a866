/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* For the records of this folder: what API v1.0 writes in another shape. */

gboolean psr_bc_v1_is_line_key (const char  *text);
void     psr_bc_v1_take_text   (JsonObject  *object,
                                const char  *member,
                                const char  *part,
                                char       **place);
void     psr_bc_v1_take_code   (JsonObject  *object,
                                const char  *member,
                                const char  *part,
                                char       **place);
void     psr_bc_v1_take_street (JsonObject  *object,
                                char       **first,
                                char       **second);

G_END_DECLS
