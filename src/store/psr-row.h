/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "psr-statement.h"

G_BEGIN_DECLS

/* For the store's own use: records as tables of fields, so that reading,
 * binding, copying and comparing them is written once. */

typedef enum {
  PSR_ROW_ID,        /* gint64; 0 becomes NULL, so that SQLite gives a number */
  PSR_ROW_INT64,
  PSR_ROW_ENUM,      /* int, as a number */
  PSR_ROW_ENTITY,    /* PsrEntity, as its name */
  PSR_ROW_BOOLEAN,
  PSR_ROW_DECIMAL,
  PSR_ROW_TIMESTAMP, /* PSR_TIMESTAMP_NONE becomes NULL */
  PSR_ROW_TEXT,      /* never NULL */
} PsrRowType;

typedef enum {
  PSR_ROW_PLAIN    = 0,
  PSR_ROW_SETTABLE = 1 << 0, /* by a transition */
  PSR_ROW_READ     = 1 << 1, /* comes from the service: refreshed */
  PSR_ROW_READ_SET = 1 << 2, /* the same, unless the new text is empty */
} PsrRowFlags;

typedef struct {
  const char *column;
  PsrRowType type;
  gsize offset;
  PsrRowFlags flags;
} PsrRowField;

#define PSR_ROW_FIELD(Type, member, KIND) \
  { #member, PSR_ROW_##KIND, G_STRUCT_OFFSET (Type, member), PSR_ROW_PLAIN }
#define PSR_ROW_FIELD_FLAGS(Type, member, KIND, flags) \
  { #member, PSR_ROW_##KIND, G_STRUCT_OFFSET (Type, member), flags }
#define PSR_ROW_END { NULL, PSR_ROW_TEXT, 0, PSR_ROW_PLAIN }

void      psr_row_init       (gpointer            row,
                              const PsrRowField  *fields);
void      psr_row_clear      (gpointer            row,
                              const PsrRowField  *fields);
void      psr_row_copy       (gpointer            row,
                              gconstpointer       from,
                              const PsrRowField  *fields,
                              PsrRowFlags         flags);
gboolean  psr_row_equal      (gconstpointer       a,
                              gconstpointer       b,
                              const PsrRowField  *fields,
                              PsrRowFlags         flags);
void      psr_row_bind       (gconstpointer       row,
                              const PsrRowField  *fields,
                              PsrStatement       *statement);
gboolean  psr_row_read       (gpointer            row,
                              const PsrRowField  *fields,
                              PsrStatement       *statement,
                              int                 first_column,
                              GError            **error);
char     *psr_row_columns    (const PsrRowField  *fields,
                              const char         *table);
char     *psr_row_insert_sql (const PsrRowField  *fields,
                              const char         *table);

G_END_DECLS
