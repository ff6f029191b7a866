/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-table.h"

/* A parsed $filter: eq ne gt ge lt le, and, or, parentheses, startswith, endswith, contains, tolower, toupper.
 *
 * Business Central: "or" only within one field ("The 'OR' operator is not supported on distinct fields on an OData
 * filter.", Microsoft, OData known limitations); property names whatever their case; enums as quoted strings in either
 * encoding; GUIDs, dates and date-times bare; no "not", no lambdas; "in" is 501.
 * Wello: property names exact; date-times quoted or bare; GUIDs bare. */
typedef struct _SbxFilter SbxFilter;

#define SBX_ODATA_ERROR (sbx_odata_error_quark ())

typedef enum
{
  SBX_ODATA_ERROR_SYNTAX,
  SBX_ODATA_ERROR_UNKNOWN_PROPERTY,
  SBX_ODATA_ERROR_OR,
  SBX_ODATA_ERROR_LITERAL,
  SBX_ODATA_ERROR_NOT_IMPLEMENTED,
  SBX_ODATA_ERROR_SKIP_TOKEN,
} SbxODataError;

GQuark     sbx_odata_error_quark (void);
/* text: percent-decoded. */
SbxFilter *sbx_filter_parse    (const char *text, SbxTable *table, SbxDialect dialect, GError **error);
void       sbx_filter_free     (SbxFilter *filter);
gboolean   sbx_filter_match    (SbxFilter *filter, SbxRow *row);
/* Property = text, to be combined with "and". (transfer full) for both, first may be NULL. */
SbxFilter *sbx_filter_equals   (SbxTable *table, int column, const char *text);
SbxFilter *sbx_filter_and      (SbxFilter *first, SbxFilter *second);
/* For the plan: the values that a text column must equal one of (transfer none strings; free the array), or NULL. */
GPtrArray *sbx_filter_equal_values (SbxFilter *filter, int column);
/* The least date-time that the column may have according to the filter; 0: no bound. */
gint64     sbx_filter_lower_bound  (SbxFilter *filter, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxFilter, sbx_filter_free)
