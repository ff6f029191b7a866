/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *psr_bc_header_read      (JsonObject *object);
char *psr_bc_header_dup_value (const char *header,
                               const char *name);

G_END_DECLS
