/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-filter.h"
#include "sbx-table.h"

/* The query options of one OData request for one table. */
typedef struct
{
  int      column;
  gboolean descending;
} SbxOrder;

typedef struct
{
  char *name;    /* navigation property as written */
  char *options; /* what stood in the parentheses, '&'-separated and percent-decoded; NULL: nothing */
} SbxExpand;

typedef struct
{
  SbxTable  *table;
  SbxDialect dialect;
  GArray    *select;   /* of int columns in the table's order; NULL: all */
  SbxFilter *filter;   /* NULL: none */
  GArray    *orders;   /* of SbxOrder */
  GPtrArray *expands;  /* of SbxExpand */
  gint64     top;      /* -1: not given */
  gint64     skip;
  gboolean   count;
  char      *skip_token; /* NULL: not given */
} SbxQuery;

typedef struct
{
  GPtrArray *rows;  /* of SbxRow, not owned */
  gboolean   more;  /* there are rows after these */
  char      *token; /* where to go on: $skiptoken; NULL unless more */
  gint64     total; /* of $count=true; -1 otherwise */
} SbxPage;

/* raw: the query string as it stood in the URL (nullable). Unknown $options are an error, other names are left alone.
 * Errors: SBX_ODATA_ERROR with the service's own text. */
SbxQuery *sbx_query_parse    (const char *raw, SbxTable *table, SbxDialect dialect, GError **error);
/* The same from options that are already decoded, such as those of an $expand; separators are ';'. */
SbxQuery *sbx_query_parse_options (const char *options, SbxTable *table, SbxDialect dialect, GError **error);
void      sbx_query_free     (SbxQuery *query);
/* Only rows whose property is text (a GUID, a key), besides the filter. */
void      sbx_query_restrict (SbxQuery *query, const char *property, const char *text);
/* At most page_size rows (and at most $top); NULL with SBX_ODATA_ERROR_SKIP_TOKEN for a token that isn't ours. */
SbxPage  *sbx_query_run      (SbxQuery *query, guint page_size, GError **error);
void      sbx_page_free      (SbxPage *page);
/* Its properties, without the braces: "id":"…","number":"…" */
void      sbx_query_write_row (SbxQuery *query, SbxRow *row, GString *out);
/* All the visible ones, without a query. */
void      sbx_row_write_json (SbxRow *row, SbxDialect dialect, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxQuery, sbx_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxPage, sbx_page_free)
