/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-value.h"

/* One entity set in memory: rows in the order in which they came, found by id, by every indexed property, and in
 * the order in which they were changed last. */
typedef struct _SbxTable SbxTable;
typedef struct _SbxRow   SbxRow;

struct _SbxRow
{
  SbxTable *table;
  guint64   revision;  /* raised by every change: the etag */
  gint64    modified;  /* microseconds; what lastModifiedDateTime / modified_dateutc shows */
  guint     ordinal;   /* its place in the table; never reused */
  guint     modified_place;
  gboolean  inserted;
  SbxValue  values[];
};

SbxTable        *sbx_table_new        (SbxSchema *schema /* (transfer full) */);
void             sbx_table_free       (SbxTable *table);
const SbxSchema *sbx_table_get_schema (SbxTable *table);
guint            sbx_table_size       (SbxTable *table);
/* Makes look-ups by this property fast; several rows may share a value. Texts are compared exactly. */
void             sbx_table_add_index  (SbxTable *table, const char *property);

/* A blank row that is in no table yet: sbx_table_insert() or sbx_row_free() it. */
SbxRow          *sbx_row_new          (SbxTable *table);
void             sbx_row_free         (SbxRow *row);
SbxRow          *sbx_row_copy         (SbxRow *row);

/* Puts a row in. A blank id gets a random one; modified is set to now when it is 0. Takes the row.
 * NULL (and the row is freed) when the id is taken. */
SbxRow          *sbx_table_insert     (SbxTable *table, SbxRow *row);
void             sbx_table_remove     (SbxTable *table, SbxRow *row);
/* To be called after a row in the table was changed: raises its revision and moves it to the end of the changed order. */
void             sbx_table_touch      (SbxTable *table, SbxRow *row);
/* Raises the revision only, as reading a document may. */
void             sbx_table_bump       (SbxTable *table, SbxRow *row);

/* NULL when there is none. */
SbxRow          *sbx_table_find       (SbxTable *table, const char *id);
SbxRow          *sbx_table_find_by    (SbxTable *table, const char *property, const char *text);
/* (transfer none) (nullable): of SbxRow, by an indexed property; don't change the table while using it. */
GPtrArray       *sbx_table_list_by    (SbxTable *table, const char *property, const char *text);
/* By column number; says whether there is such an index at all. */
GPtrArray       *sbx_table_list_at    (SbxTable *table, int column, const char *text, gboolean *indexed);
/* For walking: ordinals run from 0 to sbx_table_end() - 1; NULL where a row was removed. */
guint            sbx_table_end        (SbxTable *table);
SbxRow          *sbx_table_at         (SbxTable *table, guint ordinal);
/* For walking in the order of change: places run from sbx_table_modified_start(since) to sbx_table_modified_end() - 1. */
guint            sbx_table_modified_start (SbxTable *table, gint64 since);
guint            sbx_table_modified_end   (SbxTable *table);
SbxRow          *sbx_table_modified_at    (SbxTable *table, guint place);

/* By name; an unknown name is a programming error and aborts. Setting keeps indexes right, but does not touch. */
int              sbx_row_column       (SbxRow *row, const char *name);
const char      *sbx_row_text         (SbxRow *row, const char *name); /* "" or the zero GUID when blank */
gint64           sbx_row_int          (SbxRow *row, const char *name); /* also bool, date, datetime */
SbxDecimal       sbx_row_decimal      (SbxRow *row, const char *name);
const char      *sbx_row_id           (SbxRow *row);
void             sbx_row_set_text     (SbxRow *row, const char *name, const char *text);
void             sbx_row_set_int      (SbxRow *row, const char *name, gint64 number);
void             sbx_row_set_decimal  (SbxRow *row, const char *name, SbxDecimal value);
/* Takes the value. */
void             sbx_row_set_value    (SbxRow *row, int column, SbxValue value);
/* The value as text, as an index keys it: "" when blank. Only for text types. */
const char      *sbx_row_text_at      (SbxRow *row, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxTable, sbx_table_free)
