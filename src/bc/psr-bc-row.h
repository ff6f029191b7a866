/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json-fields.h"

G_BEGIN_DECLS

/* For the records of this folder: how rows are read. */

typedef gpointer (*PsrBcRowFunc) (JsonObject  *object,
                                  GError     **error);

gboolean   psr_bc_row_read    (const PsrJsonField  *fields,
                               JsonObject          *object,
                               gpointer             record,
                               GError             **error);
void       psr_bc_row_refuse  (JsonObject          *object,
                               const char          *why,
                               GError             **error);
gboolean   psr_bc_row_enum_is (JsonObject          *object,
                               const char          *member,
                               const char          *word);
char      *psr_bc_enum_decode (const char          *text);
GPtrArray *psr_bc_rows_read   (JsonArray           *rows,
                               PsrBcRowFunc         func,
                               GDestroyNotify       free_func,
                               GError             **error);

G_END_DECLS
