/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-page"

#include "sbx-query.h"

#include <string.h>

void
sbx_page_free (SbxPage *page)
{
  if (page == NULL)
    return;
  g_ptr_array_unref (page->rows);
  g_free (page->token);
  g_free (page);
}

/* How a page is found. The token says which walk it belongs to and where that goes on:
 * "n<ordinal>" in the table's order, "m<µs>.<ordinal>" in the order of change, "s<offset>" in a sorted list. */
typedef struct
{
  SbxQuery *query;
  SbxPage  *page;
  gint64    skip;
  gint64    room; /* how many rows the page may still take */
  gint64    total;
} Walk;

/* FALSE when the page is full and nothing more needs to be looked at. */
static gboolean
offer (Walk   *walk,
       SbxRow *row)
{
  if (row == NULL || (walk->query->filter != NULL && !sbx_filter_match (walk->query->filter, row)))
    return TRUE;
  walk->total++;
  if (walk->skip > 0)
    {
      walk->skip--;
      return TRUE;
    }
  if (walk->room == 0)
    {
      walk->page->more = TRUE;
      return walk->query->count;
    }
  walk->room--;
  g_ptr_array_add (walk->page->rows, row);
  return TRUE;
}

static int
compare_ordinals (gconstpointer a,
                  gconstpointer b)
{
  const SbxRow *left = *(SbxRow *const *) a, *right = *(SbxRow *const *) b;

  return (left->ordinal > right->ordinal) - (left->ordinal < right->ordinal);
}

static int
compare_orders (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const SbxRow *left = *(SbxRow *const *) a, *right = *(SbxRow *const *) b;
  GArray *orders = data;

  for (guint i = 0; i < orders->len; i++)
    {
      SbxOrder order = g_array_index (orders, SbxOrder, i);
      const SbxProperty *property = sbx_schema_property (sbx_table_get_schema (left->table), order.column);
      int result = sbx_value_compare (property, left->values[order.column], right->values[order.column]);

      if (result != 0)
        return order.descending ? -result : result;
    }
  return compare_ordinals (a, b);
}

/* The few rows that an index leaves, in the table's order; NULL: no index helps. */
static GPtrArray *
indexed_candidates (SbxQuery *query)
{
  const SbxSchema *schema = sbx_table_get_schema (query->table);

  for (int column = 0; query->filter != NULL && column < (int) sbx_schema_n_columns (schema); column++)
    {
      g_autoptr (GPtrArray) values = NULL;
      GPtrArray *found;
      gboolean indexed;

      if (!sbx_type_is_text (sbx_schema_property (schema, column)->type))
        continue;
      sbx_table_list_at (query->table, column, "", &indexed);
      if (!indexed && column != schema->id_column)
        continue;
      values = sbx_filter_equal_values (query->filter, column);
      if (values == NULL)
        continue;

      found = g_ptr_array_new ();
      for (guint i = 0; i < values->len; i++)
        {
          if (column == schema->id_column)
            {
              SbxRow *row = sbx_table_find (query->table, values->pdata[i]);

              if (row != NULL)
                g_ptr_array_add (found, row);
            }
          else
            {
              GPtrArray *rows = sbx_table_list_at (query->table, column, values->pdata[i], &indexed);

              for (guint j = 0; rows != NULL && j < rows->len; j++)
                g_ptr_array_add (found, rows->pdata[j]);
            }
        }
      g_ptr_array_sort (found, compare_ordinals);
      for (guint i = found->len; i > 1; i--)
        {
          if (found->pdata[i - 1] == found->pdata[i - 2])
            g_ptr_array_remove_index (found, i - 1);
        }
      return found;
    }
  return NULL;
}

static gboolean
read_token (SbxQuery *query,
            char      kind,
            guint64  *first,
            guint64  *second,
            GError  **error)
{
  const char *token = query->skip_token;
  char *end = NULL;

  *first = *second = 0;
  if (token == NULL)
    return TRUE;
  if (token[0] == kind && g_ascii_isdigit (token[1]))
    {
      *first = g_ascii_strtoull (token + 1, &end, 10);
      if (*end == '.')
        *second = g_ascii_strtoull (end + 1, &end, 10);
      if (*end == '\0')
        return TRUE;
    }
  g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SKIP_TOKEN, "The skip token is no longer valid.");
  return FALSE;
}

static gboolean
walk_list (Walk      *walk,
           GPtrArray *list,
           GError   **error)
{
  guint64 offset, unused;

  if (!read_token (walk->query, 's', &offset, &unused, error))
    return FALSE;
  walk->skip += (gint64) offset;
  for (guint i = 0; i < list->len; i++)
    {
      if (!offer (walk, list->pdata[i]))
        break;
    }
  if (walk->page->more)
    walk->page->token = g_strdup_printf ("s%" G_GUINT64_FORMAT, offset + walk->page->rows->len);
  return TRUE;
}

static gboolean
walk_modified (Walk    *walk,
               gint64   since,
               GError **error)
{
  guint64 time, ordinal;
  guint end = sbx_table_modified_end (walk->query->table);

  if (!read_token (walk->query, 'm', &time, &ordinal, error))
    return FALSE;
  for (guint i = sbx_table_modified_start (walk->query->table, MAX (since, (gint64) time)); i < end; i++)
    {
      SbxRow *row = sbx_table_modified_at (walk->query->table, i);

      if (row != NULL && row->modified == (gint64) time && row->ordinal <= ordinal && walk->query->skip_token != NULL)
        continue;
      if (!offer (walk, row))
        break;
    }
  if (walk->page->more && walk->page->rows->len > 0)
    {
      SbxRow *last = walk->page->rows->pdata[walk->page->rows->len - 1];

      walk->page->token = g_strdup_printf ("m%" G_GINT64_FORMAT ".%u", last->modified, last->ordinal);
    }
  return TRUE;
}

static gboolean
walk_table (Walk    *walk,
            GError **error)
{
  guint64 ordinal, unused;

  if (!read_token (walk->query, 'n', &ordinal, &unused, error))
    return FALSE;
  for (guint i = walk->query->skip_token != NULL ? (guint) ordinal + 1 : 0; i < sbx_table_end (walk->query->table); i++)
    {
      if (!offer (walk, sbx_table_at (walk->query->table, i)))
        break;
    }
  if (walk->page->more && walk->page->rows->len > 0)
    {
      SbxRow *last = walk->page->rows->pdata[walk->page->rows->len - 1];

      walk->page->token = g_strdup_printf ("n%u", last->ordinal);
    }
  return TRUE;
}

static gboolean
walk_sorted (Walk      *walk,
             GPtrArray *candidates,
             GError   **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  SbxQuery *query = walk->query;

  for (guint i = 0; i < (candidates != NULL ? candidates->len : sbx_table_end (query->table)); i++)
    {
      SbxRow *row = candidates != NULL ? candidates->pdata[i] : sbx_table_at (query->table, i);

      if (row != NULL && (query->filter == NULL || sbx_filter_match (query->filter, row)))
        g_ptr_array_add (list, row);
    }
  g_ptr_array_sort_with_data (list, compare_orders, query->orders);
  return walk_list (walk, list, error);
}

/* The rows changed since then, in the table's order, when they are few. */
static GPtrArray *
changed_candidates (SbxQuery *query,
                    gint64    since)
{
  guint start = sbx_table_modified_start (query->table, since), end = sbx_table_modified_end (query->table);
  GPtrArray *list;

  if (query->skip_token != NULL && query->skip_token[0] == 'n')
    return NULL;
  if (query->skip_token == NULL && end - start > sbx_table_size (query->table) / 4)
    return NULL;

  list = g_ptr_array_new ();
  for (guint i = start; i < end; i++)
    {
      SbxRow *row = sbx_table_modified_at (query->table, i);

      if (row != NULL)
        g_ptr_array_add (list, row);
    }
  g_ptr_array_sort (list, compare_ordinals);
  return list;
}

/**
 * sbx_query_run:
 * @query: a query
 * @page_size: how many rows the service gives at most
 * @error: return location for a %SBX_ODATA_ERROR
 *
 * Returns: (transfer full) (nullable): the page
 */
SbxPage *
sbx_query_run (SbxQuery *query,
               guint     page_size,
               GError  **error)
{
  g_autoptr (SbxPage) page = g_new0 (SbxPage, 1);
  g_autoptr (GPtrArray) candidates = indexed_candidates (query);
  const SbxSchema *schema = sbx_table_get_schema (query->table);
  int modified = schema->modified_column;
  gint64 since = query->filter != NULL && modified >= 0 ? sbx_filter_lower_bound (query->filter, modified) : 0;
  gboolean by_modified = query->orders->len == 1 && modified >= 0
                         && g_array_index (query->orders, SbxOrder, 0).column == modified
                         && !g_array_index (query->orders, SbxOrder, 0).descending;
  Walk walk = { .query = query, .page = page, .skip = query->skip, .room = page_size };
  gboolean limited = query->top >= 0 && query->top <= (gint64) page_size;
  gboolean good;

  page->rows = g_ptr_array_new ();
  page->total = -1;
  if (limited)
    walk.room = query->top;

  if (candidates == NULL && query->orders->len == 0 && since > 0)
    candidates = changed_candidates (query, since);

  if (candidates == NULL && by_modified)
    good = walk_modified (&walk, since, error);
  else if (query->orders->len > 0)
    good = walk_sorted (&walk, candidates, error);
  else if (candidates != NULL)
    good = walk_list (&walk, candidates, error);
  else
    good = walk_table (&walk, error);
  if (!good)
    return NULL;

  if (query->count)
    page->total = walk.total;
  if (limited || page->rows->len == 0)
    {
      page->more = FALSE;
      g_clear_pointer (&page->token, g_free);
    }
  return g_steal_pointer (&page);
}
