/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-query"

#include "sbx-query.h"

#include <string.h>

#include "sbx-http.h"

static void
expand_free (gpointer data)
{
  SbxExpand *expand = data;

  g_free (expand->name);
  g_free (expand->options);
  g_free (expand);
}

void
sbx_query_free (SbxQuery *query)
{
  if (query == NULL)
    return;
  g_clear_pointer (&query->select, g_array_unref);
  sbx_filter_free (query->filter);
  g_array_unref (query->orders);
  g_ptr_array_unref (query->expands);
  g_free (query->skip_token);
  g_free (query);
}

static int
find_column (SbxQuery   *query,
             const char *name,
             GError    **error)
{
  const SbxSchema *schema = sbx_table_get_schema (query->table);
  int column = query->dialect == SBX_DIALECT_BC ? sbx_schema_column_nocase (schema, name) : sbx_schema_column (schema, name);

  if (column >= 0 && (sbx_schema_property (schema, column)->flags & SBX_PROPERTY_HIDDEN))
    column = -1;
  if (column < 0)
    g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_UNKNOWN_PROPERTY,
                 "Could not find a property named '%s' on type '%s'.", name, schema->type_name);
  return column;
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static gboolean
parse_select (SbxQuery   *query,
              const char *value,
              GError    **error)
{
  g_auto (GStrv) names = g_strsplit (value, ",", -1);

  g_clear_pointer (&query->select, g_array_unref);
  query->select = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; names[i] != NULL; i++)
    {
      int column;

      if (strcmp (g_strstrip (names[i]), "*") == 0)
        {
          g_clear_pointer (&query->select, g_array_unref);
          return TRUE;
        }
      column = find_column (query, names[i], error);
      if (column < 0)
        return FALSE;
      g_array_append_val (query->select, column);
    }
  g_array_sort (query->select, compare_ints);
  return TRUE;
}

static gboolean
parse_orders (SbxQuery   *query,
              const char *value,
              GError    **error)
{
  g_auto (GStrv) terms = g_strsplit (value, ",", -1);

  for (guint i = 0; terms[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (terms[i]), " ", 2);
      SbxOrder order = { 0 };

      if (words[0] == NULL || (words[1] != NULL && strcmp (words[1], "asc") != 0 && strcmp (words[1], "desc") != 0))
        {
          g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SYNTAX, "Syntax error in '%s'.", value);
          return FALSE;
        }
      order.column = find_column (query, words[0], error);
      if (order.column < 0)
        return FALSE;
      order.descending = words[1] != NULL && words[1][0] == 'd';
      g_array_append_val (query->orders, order);
    }
  return TRUE;
}

/* name(options),name,… with parentheses inside the options. */
static gboolean
parse_expands (SbxQuery   *query,
               const char *value,
               GError    **error)
{
  while (*value != '\0')
    {
      SbxExpand *expand = g_new0 (SbxExpand, 1);
      gsize length = strcspn (value, ",(");

      expand->name = g_strstrip (g_strndup (value, length));
      g_ptr_array_add (query->expands, expand);
      value += length;
      if (*value == '(')
        {
          const char *start = ++value;
          int depth = 1;

          for (; *value != '\0' && depth > 0; value++)
            depth += (*value == '(') - (*value == ')');
          if (depth > 0)
            {
              g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SYNTAX, "Found an unbalanced bracket expression.");
              return FALSE;
            }
          expand->options = g_strndup (start, (gsize) (value - start - 1));
        }
      if (*value == ',')
        value++;
    }
  return TRUE;
}

static gboolean
parse_number (const char *name,
              const char *value,
              gint64     *out,
              GError    **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, &number, NULL))
    {
      g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SYNTAX,
                   "Invalid value '%s' for %s query option found. The %s query option requires a non-negative integer value.",
                   value, name, name);
      return FALSE;
    }
  *out = (gint64) number;
  return TRUE;
}

static gboolean
parse_option (SbxQuery   *query,
              const char *name,
              const char *value,
              GError    **error)
{
  if (strcmp (name, "$select") == 0)
    return parse_select (query, value, error);
  if (strcmp (name, "$filter") == 0)
    {
      SbxFilter *filter = sbx_filter_parse (value, query->table, query->dialect, error);

      if (filter == NULL)
        return FALSE;
      query->filter = sbx_filter_and (query->filter, filter);
      return TRUE;
    }
  if (strcmp (name, "$orderby") == 0)
    return parse_orders (query, value, error);
  if (strcmp (name, "$expand") == 0)
    return parse_expands (query, value, error);
  if (strcmp (name, "$top") == 0)
    return parse_number (name, value, &query->top, error);
  if (strcmp (name, "$skip") == 0)
    return parse_number (name, value, &query->skip, error);
  if (strcmp (name, "$count") == 0)
    {
      query->count = strcmp (value, "true") == 0;
      return TRUE;
    }
  if (strcmp (name, "$skiptoken") == 0)
    {
      g_free (query->skip_token);
      query->skip_token = g_strdup (value);
      return TRUE;
    }
  if (strcmp (name, "$schemaversion") == 0 || strcmp (name, "$format") == 0 || name[0] != '$')
    return TRUE;

  g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SYNTAX,
               "The query parameter '%s' is not supported.", name);
  return FALSE;
}

static SbxQuery *
query_new (SbxTable  *table,
           SbxDialect dialect)
{
  SbxQuery *query = g_new0 (SbxQuery, 1);

  query->table = table;
  query->dialect = dialect;
  query->orders = g_array_new (FALSE, FALSE, sizeof (SbxOrder));
  query->expands = g_ptr_array_new_with_free_func (expand_free);
  query->top = -1;
  return query;
}

SbxQuery *
sbx_query_parse (const char *raw,
                 SbxTable   *table,
                 SbxDialect  dialect,
                 GError    **error)
{
  g_autoptr (SbxQuery) query = query_new (table, dialect);
  g_auto (GStrv) options = g_strsplit (raw != NULL ? raw : "", "&", -1);

  for (guint i = 0; options[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (options[i][0] == '\0')
        continue;
      if (!sbx_http_split_option (options[i], &name, &value))
        {
          g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SYNTAX, "Bad Request - Error in query syntax.");
          return NULL;
        }
      if (!parse_option (query, name, value, error))
        return NULL;
    }
  return g_steal_pointer (&query);
}

/* $select=…;$filter=…;$expand=… with ';' (and '&') outside of quotes and brackets between them. */
SbxQuery *
sbx_query_parse_options (const char *options,
                         SbxTable   *table,
                         SbxDialect  dialect,
                         GError    **error)
{
  g_autoptr (SbxQuery) query = query_new (table, dialect);
  const char *start = options;
  gboolean quoted = FALSE;
  int depth = 0;

  for (const char *at = options; options != NULL; at++)
    {
      if (*at == '\'')
        quoted = !quoted;
      else if (!quoted)
        depth += (*at == '(') - (*at == ')');

      if (*at == '\0' || (!quoted && depth == 0 && (*at == ';' || *at == '&')))
        {
          g_autofree char *option = g_strndup (start, (gsize) (at - start));
          char *equals = strchr (option, '=');

          if (equals != NULL)
            {
              *equals = '\0';
              if (!parse_option (query, option, equals + 1, error))
                return NULL;
            }
          start = at + 1;
        }
      if (*at == '\0')
        break;
    }
  return g_steal_pointer (&query);
}

void
sbx_query_restrict (SbxQuery   *query,
                    const char *property,
                    const char *text)
{
  int column = sbx_schema_column (sbx_table_get_schema (query->table), property);

  g_assert (column >= 0);
  query->filter = sbx_filter_and (query->filter, sbx_filter_equals (query->table, column, text));
}

static void
write_columns (SbxRow    *row,
               GArray    *select,
               SbxDialect dialect,
               GString   *out)
{
  const SbxSchema *schema = sbx_table_get_schema (row->table);
  guint n = select != NULL ? select->len : sbx_schema_n_columns (schema);

  for (guint i = 0; i < n; i++)
    {
      int column = select != NULL ? g_array_index (select, int, i) : (int) i;
      const SbxProperty *property = sbx_schema_property (schema, column);

      if (property->flags & SBX_PROPERTY_HIDDEN)
        continue;
      sbx_json_append_member (out, property->name);
      sbx_value_write_json (property, row->values[column], dialect, out);
    }
}

void
sbx_query_write_row (SbxQuery *query,
                     SbxRow   *row,
                     GString  *out)
{
  write_columns (row, query->select, query->dialect, out);
}

void
sbx_row_write_json (SbxRow    *row,
                    SbxDialect dialect,
                    GString   *out)
{
  write_columns (row, NULL, dialect, out);
}
