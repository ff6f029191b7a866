/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-private.h"

/* API v1.0, on top of what v2.0 does: the same rows, told and taken in its own shapes. */

gboolean    sbx_v1_has_set   (const char *set);
/* The rows as v1.0 shows them, in a table of its own; rows NULL: all that the account may see, in their places. */
SbxTable   *sbx_v1_table_new (SbxCompany *company, const char *set, GPtrArray *rows);
/* A body of v1.0 in the words of v2.0; row: what it changes, or NULL. NULL with a problem. (transfer full) */
JsonObject *sbx_v1_translate (const char *set, SbxRow *row, JsonObject *body, SbxProblem *problem);
/* "'7e5b…-10000'" → the line's own id, or one that nobody has; NULL when it is no key. */
const char *sbx_v1_line_id   (SbxCompany *company, const char *set, const char *key);
/* The type of a complex property in $metadata; NULL: it isn't one. */
const char *sbx_v1_edm_type  (const char *property);
