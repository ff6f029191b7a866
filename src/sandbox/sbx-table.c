/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-table"

#include "sbx-table.h"

#include <string.h>

typedef struct
{
  int         column;
  GHashTable *rows; /* text → GPtrArray of SbxRow */
} Index;

typedef struct
{
  gint64  modified;
  SbxRow *row; /* NULL: the row moved on, or is gone */
} ModifiedEntry;

struct _SbxTable
{
  SbxSchema  *schema;
  GPtrArray  *rows;     /* by ordinal, NULL where removed */
  guint       size;
  GHashTable *by_id;    /* the row's own id text → SbxRow */
  GArray     *indexes;  /* of Index */
  GArray     *modified; /* of ModifiedEntry, ascending once sorted */
  guint       holes;
  gboolean    unsorted;
  GRand      *rand;
};

static void
index_clear (gpointer data)
{
  Index *index = data;

  g_hash_table_unref (index->rows);
}

/**
 * sbx_table_new:
 * @schema: (transfer full): the columns
 *
 * Returns: (transfer full): an empty table
 */
SbxTable *
sbx_table_new (SbxSchema *schema)
{
  SbxTable *table = g_new0 (SbxTable, 1);

  table->schema = schema;
  table->rows = g_ptr_array_new ();
  table->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  table->indexes = g_array_new (FALSE, TRUE, sizeof (Index));
  g_array_set_clear_func (table->indexes, index_clear);
  table->modified = g_array_new (FALSE, FALSE, sizeof (ModifiedEntry));
  /* Deterministic: ids that nobody gave are the same in every run. */
  table->rand = g_rand_new_with_seed (g_str_hash (schema->set));

  return table;
}

void
sbx_table_free (SbxTable *table)
{
  if (table == NULL)
    return;
  g_array_unref (table->indexes);
  g_hash_table_unref (table->by_id);
  for (guint i = 0; i < table->rows->len; i++)
    {
      if (table->rows->pdata[i] != NULL)
        {
          ((SbxRow *) table->rows->pdata[i])->inserted = FALSE;
          sbx_row_free (table->rows->pdata[i]);
        }
    }
  g_ptr_array_unref (table->rows);
  g_array_unref (table->modified);
  g_rand_free (table->rand);
  sbx_schema_free (table->schema);
  g_free (table);
}

const SbxSchema *
sbx_table_get_schema (SbxTable *table)
{
  return table->schema;
}

guint
sbx_table_size (SbxTable *table)
{
  return table->size;
}

guint
sbx_table_end (SbxTable *table)
{
  return table->rows->len;
}

SbxRow *
sbx_table_at (SbxTable *table,
              guint     ordinal)
{
  return ordinal < table->rows->len ? table->rows->pdata[ordinal] : NULL;
}

static void
index_add (Index  *index,
           SbxRow *row)
{
  const char *key = sbx_row_text_at (row, index->column);
  GPtrArray *rows = g_hash_table_lookup (index->rows, key);

  if (rows == NULL)
    {
      rows = g_ptr_array_new ();
      g_hash_table_insert (index->rows, g_strdup (key), rows);
    }
  g_ptr_array_add (rows, row);
}

static void
index_remove (Index  *index,
              SbxRow *row)
{
  const char *key = sbx_row_text_at (row, index->column);
  GPtrArray *rows = g_hash_table_lookup (index->rows, key);

  g_assert (rows != NULL);
  g_ptr_array_remove (rows, row);
  if (rows->len == 0)
    g_hash_table_remove (index->rows, key);
}

static Index *
find_index (SbxTable *table,
            int       column)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      Index *index = &g_array_index (table->indexes, Index, i);

      if (index->column == column)
        return index;
    }
  return NULL;
}

void
sbx_table_add_index (SbxTable   *table,
                     const char *property)
{
  Index index = { .column = sbx_schema_column (table->schema, property) };

  if (index.column < 0 || !sbx_type_is_text (sbx_schema_property (table->schema, index.column)->type))
    g_error ("%s has no text column “%s”", table->schema->set, property);
  if (find_index (table, index.column) != NULL)
    return;

  index.rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < table->rows->len; i++)
    {
      if (table->rows->pdata[i] != NULL)
        index_add (&index, table->rows->pdata[i]);
    }
  g_array_append_val (table->indexes, index);
}

SbxRow *
sbx_row_new (SbxTable *table)
{
  SbxRow *row = g_malloc0 (sizeof (SbxRow) + sbx_schema_n_columns (table->schema) * sizeof (SbxValue));

  row->table = table;
  return row;
}

void
sbx_row_free (SbxRow *row)
{
  if (row == NULL)
    return;
  g_assert (!row->inserted);
  for (guint i = 0; i < sbx_schema_n_columns (row->table->schema); i++)
    sbx_value_clear (sbx_schema_property (row->table->schema, (int) i)->type, &row->values[i]);
  g_free (row);
}

SbxRow *
sbx_row_copy (SbxRow *row)
{
  SbxRow *copy = sbx_row_new (row->table);

  for (guint i = 0; i < sbx_schema_n_columns (row->table->schema); i++)
    copy->values[i] = sbx_value_copy (sbx_schema_property (row->table->schema, (int) i)->type, row->values[i]);
  copy->modified = row->modified;
  copy->revision = row->revision;
  return copy;
}

static void
modified_append (SbxTable *table,
                 SbxRow   *row)
{
  ModifiedEntry entry = { row->modified, row };

  if (table->modified->len > 0
      && g_array_index (table->modified, ModifiedEntry, table->modified->len - 1).modified > entry.modified)
    table->unsorted = TRUE;
  row->modified_place = table->modified->len;
  g_array_append_val (table->modified, entry);

  if (table->schema->modified_column >= 0)
    row->values[table->schema->modified_column].integer = row->modified;
}

static void
modified_leave (SbxTable *table,
                SbxRow   *row)
{
  g_array_index (table->modified, ModifiedEntry, row->modified_place).row = NULL;
  table->holes++;
}

static int
compare_modified (gconstpointer a,
                  gconstpointer b)
{
  const ModifiedEntry *left = a, *right = b;

  if (left->modified != right->modified)
    return left->modified < right->modified ? -1 : 1;
  if (left->row != NULL && right->row != NULL)
    return (left->row->ordinal > right->row->ordinal) - (left->row->ordinal < right->row->ordinal);
  return (left->row != NULL) - (right->row != NULL);
}

static void
modified_tidy (SbxTable *table)
{
  guint kept = 0;

  if (!table->unsorted && table->holes <= table->modified->len / 8)
    return;

  if (table->unsorted)
    g_array_sort (table->modified, compare_modified);
  for (guint i = 0; i < table->modified->len; i++)
    {
      ModifiedEntry entry = g_array_index (table->modified, ModifiedEntry, i);

      if (entry.row == NULL)
        continue;
      entry.row->modified_place = kept;
      g_array_index (table->modified, ModifiedEntry, kept++) = entry;
    }
  g_array_set_size (table->modified, kept);
  table->holes = 0;
  table->unsorted = FALSE;
}

guint
sbx_table_modified_start (SbxTable *table,
                          gint64    since)
{
  guint low = 0, high;

  modified_tidy (table);
  for (high = table->modified->len; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (table->modified, ModifiedEntry, middle).modified < since)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
sbx_table_modified_end (SbxTable *table)
{
  modified_tidy (table);
  return table->modified->len;
}

SbxRow *
sbx_table_modified_at (SbxTable *table,
                       guint     place)
{
  return place < table->modified->len ? g_array_index (table->modified, ModifiedEntry, place).row : NULL;
}

SbxRow *
sbx_table_insert (SbxTable *table,
                  SbxRow   *row)
{
  int id = table->schema->id_column;

  g_return_val_if_fail (row->table == table && !row->inserted, NULL);

  if (id >= 0)
    {
      if (row->values[id].text == NULL)
        row->values[id].text = sbx_guid_random (table->rand);
      if (g_hash_table_contains (table->by_id, row->values[id].text))
        {
          sbx_row_free (row);
          return NULL;
        }
      g_hash_table_insert (table->by_id, row->values[id].text, row);
    }

  row->inserted = TRUE;
  row->revision = MAX (row->revision, 1);
  row->ordinal = table->rows->len;
  g_ptr_array_add (table->rows, row);
  table->size++;
  if (row->modified == 0)
    row->modified = sbx_now ();
  modified_append (table, row);
  for (guint i = 0; i < table->indexes->len; i++)
    index_add (&g_array_index (table->indexes, Index, i), row);

  return row;
}

void
sbx_table_remove (SbxTable *table,
                  SbxRow   *row)
{
  g_return_if_fail (row->inserted && row->table == table);

  for (guint i = 0; i < table->indexes->len; i++)
    index_remove (&g_array_index (table->indexes, Index, i), row);
  if (table->schema->id_column >= 0)
    g_hash_table_remove (table->by_id, row->values[table->schema->id_column].text);
  modified_leave (table, row);
  table->rows->pdata[row->ordinal] = NULL;
  table->size--;
  row->inserted = FALSE;
  sbx_row_free (row);
}

void
sbx_table_bump (SbxTable *table,
                SbxRow   *row)
{
  row->revision++;
}

void
sbx_table_touch (SbxTable *table,
                 SbxRow   *row)
{
  if (!row->inserted)
    return;
  row->revision++;
  modified_leave (table, row);
  row->modified = sbx_now ();
  modified_append (table, row);
}

SbxRow *
sbx_table_find (SbxTable   *table,
                const char *id)
{
  g_autofree char *canonical = sbx_guid_parse (id);

  return g_hash_table_lookup (table->by_id, canonical != NULL ? canonical : id);
}

GPtrArray *
sbx_table_list_by (SbxTable   *table,
                   const char *property,
                   const char *text)
{
  Index *index = find_index (table, sbx_schema_column (table->schema, property));

  if (index == NULL)
    g_error ("%s has no index of “%s”", table->schema->set, property);
  return g_hash_table_lookup (index->rows, text);
}

SbxRow *
sbx_table_find_by (SbxTable   *table,
                   const char *property,
                   const char *text)
{
  GPtrArray *rows = sbx_table_list_by (table, property, text);

  return rows != NULL ? rows->pdata[0] : NULL;
}

/**
 * sbx_table_list_at:
 * @table: a table
 * @column: of which property
 * @text: the value
 * @indexed: (out): whether the property has an index at all
 *
 * Returns: (transfer none) (nullable): the rows with this value
 */
GPtrArray *
sbx_table_list_at (SbxTable   *table,
                   int         column,
                   const char *text,
                   gboolean   *indexed)
{
  Index *index = find_index (table, column);

  *indexed = index != NULL;
  return index != NULL ? g_hash_table_lookup (index->rows, text) : NULL;
}

int
sbx_row_column (SbxRow     *row,
                const char *name)
{
  int column = sbx_schema_column (row->table->schema, name);

  if (column < 0)
    g_error ("%s has no column “%s”", row->table->schema->set, name);
  return column;
}

const char *
sbx_row_text_at (SbxRow *row,
                 int     column)
{
  const SbxProperty *property = sbx_schema_property (row->table->schema, column);

  g_assert (sbx_type_is_text (property->type));
  if (row->values[column].text != NULL)
    return row->values[column].text;
  if (property->type == SBX_TYPE_GUID)
    return SBX_ZERO_GUID;
  return property->type == SBX_TYPE_ENUM ? property->values[0] : "";
}

const char *
sbx_row_text (SbxRow     *row,
              const char *name)
{
  return sbx_row_text_at (row, sbx_row_column (row, name));
}

gint64
sbx_row_int (SbxRow     *row,
             const char *name)
{
  int column = sbx_row_column (row, name);

  g_assert (!sbx_type_is_text (sbx_schema_property (row->table->schema, column)->type));
  return row->values[column].integer;
}

SbxDecimal
sbx_row_decimal (SbxRow     *row,
                 const char *name)
{
  return sbx_row_int (row, name);
}

const char *
sbx_row_id (SbxRow *row)
{
  return sbx_row_text_at (row, row->table->schema->id_column);
}

void
sbx_row_set_value (SbxRow  *row,
                   int      column,
                   SbxValue value)
{
  SbxTable *table = row->table;
  SbxType type = sbx_schema_property (table->schema, column)->type;
  Index *index = row->inserted ? find_index (table, column) : NULL;

  g_return_if_fail (!row->inserted || column != table->schema->id_column);

  if (index != NULL)
    index_remove (index, row);
  sbx_value_clear (type, &row->values[column]);
  row->values[column] = value;
  if (index != NULL)
    index_add (index, row);
}

void
sbx_row_set_text (SbxRow     *row,
                  const char *name,
                  const char *text)
{
  int column = sbx_row_column (row, name);
  SbxType type = sbx_schema_property (row->table->schema, column)->type;
  SbxValue value = { .integer = 0 };

  g_assert (sbx_type_is_text (type));
  if (text != NULL && *text != '\0' && !(type == SBX_TYPE_GUID && strcmp (text, SBX_ZERO_GUID) == 0))
    value.text = type == SBX_TYPE_GUID ? g_ascii_strdown (text, -1) : g_strdup (text);
  sbx_row_set_value (row, column, value);
}

void
sbx_row_set_int (SbxRow     *row,
                 const char *name,
                 gint64      number)
{
  int column = sbx_row_column (row, name);

  g_assert (!sbx_type_is_text (sbx_schema_property (row->table->schema, column)->type));
  sbx_row_set_value (row, column, (SbxValue){ .integer = number });
}

void
sbx_row_set_decimal (SbxRow     *row,
                     const char *name,
                     SbxDecimal  value)
{
  sbx_row_set_int (row, name, value);
}
