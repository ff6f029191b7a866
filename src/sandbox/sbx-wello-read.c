/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-read"

#include "sbx-wello-private.h"

#include <string.h>

#define JSON_TYPE "application/json; odata.metadata=minimal; charset=utf-8"

/* Reading. Wello, Documentation/HelpGuide/OData, Paging. */

static gboolean
refuse_query (SbxWelloProblem *problem,
              const char      *text)
{
  return sbx_wello_refuse (problem, 400, NULL, "The query specified in the URI is not valid. %s", text);
}

/* Whether a word stands in the filter outside of the quotes. */
static gboolean
filter_has (const char *filter,
            const char *word)
{
  gsize length = strlen (word);
  gboolean quoted = FALSE;

  for (const char *at = filter; *at != '\0'; at++)
    {
      if (*at == '\'')
        quoted = !quoted;
      else if (!quoted && strncmp (at, word, length) == 0 && (at == filter || !g_ascii_isalnum (at[-1])) && !g_ascii_isalnum (at[length])
               && at[length] != '_' && (at == filter || at[-1] != '_'))
        return TRUE;
    }
  return FALSE;
}

/* What no page of the documentation shows. */
static gboolean
check_options (SbxWelloCall    *call,
               SbxWelloProblem *problem)
{
  static const char *const functions[] = { "startswith", "endswith", "contains", "tolower", "toupper" };
  SbxOptions *options = call->wello->options;
  g_autofree char *filter = sbx_request_option (call->request, "$filter");
  g_autofree char *expand = sbx_request_option (call->request, "$expand");
  g_autofree char *count = sbx_request_option (call->request, "$count");
  g_autofree char *token = sbx_request_option (call->request, "$skiptoken");
  gboolean extras = sbx_options_is (options, "wello.query-extras", "allowed");

  if (token != NULL || expand != NULL)
    return refuse_query (problem, token != NULL ? "Query option 'SkipToken' is not allowed." : "Query option 'Expand' is not allowed.");
  if (count != NULL && !extras)
    return refuse_query (problem, "Query option 'Count' is not allowed.");
  for (guint i = 0; filter != NULL && !extras && i < G_N_ELEMENTS (functions); i++)
    {
      if (filter_has (filter, functions[i]))
        return refuse_query (problem, "Functions are not allowed in the query option '$filter'.");
    }
  if (filter != NULL && filter_has (filter, "or") && sbx_options_is (options, "wello.or", "refused"))
    return refuse_query (problem, "Logical operator 'Or' is not allowed.");
  return TRUE;
}

static SbxQuery *
parse_query (SbxWelloCall    *call,
             SbxWelloProblem *problem)
{
  g_autoptr (GError) error = NULL;
  SbxQuery *query;

  sbx_wello_set_show (call->wello, call->set, call->view);
  if (!check_options (call, problem))
    return NULL;
  query = sbx_query_parse (call->request->query, call->set->table, SBX_DIALECT_WELLO, &error);
  if (query == NULL)
    refuse_query (problem, error->message);
  return query;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (sbx_row_id (*(SbxRow *const *) a), sbx_row_id (*(SbxRow *const *) b));
}

/* The whole table in the order of its ids is kept: clients read it page by page, and sorting it for each would take them
 * the longer the more there is. */
static GPtrArray *
sorted_rows (SbxWelloSet *set)
{
  if (set->by_id != NULL && set->by_id_size == sbx_table_size (set->table) && set->by_id_end == sbx_table_end (set->table))
    return set->by_id;

  g_clear_pointer (&set->by_id, g_ptr_array_unref);
  set->by_id = g_ptr_array_new ();
  for (guint i = 0; i < sbx_table_end (set->table); i++)
    {
      if (sbx_table_at (set->table, i) != NULL)
        g_ptr_array_add (set->by_id, sbx_table_at (set->table, i));
    }
  g_ptr_array_sort (set->by_id, compare_ids);
  set->by_id_size = sbx_table_size (set->table);
  set->by_id_end = sbx_table_end (set->table);
  return set->by_id;
}

static gboolean
is_by_id (SbxQuery *query)
{
  SbxOrder order;

  if (query->filter != NULL || query->orders->len != 1 || query->count)
    return FALSE;
  order = g_array_index (query->orders, SbxOrder, 0);
  return order.column == sbx_table_get_schema (query->table)->id_column && !order.descending;
}

static SbxPage *
run_query (SbxWelloSet *set,
           SbxQuery    *query,
           guint        size,
           GError     **error)
{
  SbxPage *page;
  GPtrArray *rows;
  guint64 end;

  if (!is_by_id (query))
    return sbx_query_run (query, size, error);

  rows = sorted_rows (set);
  page = g_new0 (SbxPage, 1);
  page->rows = g_ptr_array_new ();
  page->total = -1;
  end = (guint64) query->skip + (query->top >= 0 ? MIN ((guint64) query->top, size) : size);
  for (guint64 i = (guint64) query->skip; i < MIN (end, rows->len); i++)
    g_ptr_array_add (page->rows, rows->pdata[i]);
  page->more = end < rows->len && (query->top < 0 || query->top > (gint64) size);
  return page;
}

/* Absolute, with all the options that were sent, and $skip advanced by what this page held. Rows that come or go
 * meanwhile shift what follows. */
static void
write_next_link (SbxWelloCall *call,
                 SbxQuery     *query,
                 guint         given,
                 GString      *out)
{
  g_auto (GStrv) options = g_strsplit (call->request->query != NULL ? call->request->query : "", "&", -1);
  g_autoptr (GString) link = g_string_new (call->request->origin);
  gboolean first = TRUE;

  g_string_append (link, call->request->path);
  for (guint i = 0; options[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (options[i][0] == '\0' || !sbx_http_split_option (options[i], &name, &value) || strcmp (name, "$skip") == 0)
        continue;
      g_string_append_c (link, first ? '?' : '&');
      first = FALSE;
      if (strcmp (name, "$top") == 0)
        g_string_append_printf (link, "$top=%" G_GINT64_FORMAT, query->top - given);
      else
        g_string_append (link, options[i]);
    }
  g_string_append_printf (link, "%c$skip=%" G_GINT64_FORMAT, first ? '?' : '&', query->skip + given);
  sbx_json_append_text_member (out, sbx_options_get (call->wello->options, "wello.next-link"), link->str);
}

static void
write_context (SbxWelloCall *call,
               const char   *suffix,
               GString      *out)
{
  g_autofree char *context = g_strdup_printf ("%s/api/$metadata#%s%s", call->request->origin,
                                              call->view ? call->set->view : call->set->name, suffix);

  sbx_json_append_text_member (out, "@odata.context", context);
}

static guint
page_size (SbxWello *wello)
{
  guint64 size = g_ascii_strtoull (sbx_options_get (wello->options, "wello.page-size"), NULL, 10);

  return size > 0 && size <= 100000 ? (guint) size : 100;
}

gboolean
sbx_wello_list (SbxWelloCall    *call,
                SbxWelloProblem *problem)
{
  g_autoptr (SbxQuery) query = parse_query (call, problem);
  g_autoptr (SbxPage) page = NULL;
  g_autoptr (GError) error = NULL;
  GString *out = call->response->body;
  SbxWelloStyle style;

  if (query == NULL)
    return FALSE;
  page = run_query (call->set, query, page_size (call->wello), &error);
  if (page == NULL)
    return refuse_query (problem, error->message);

  sbx_wello_style_init (&style, call->wello, call->set, call->view);
  sbx_response_set (call->response, 200, JSON_TYPE, "{");
  sbx_response_header (call->response, "OData-Version", "4.0");
  write_context (call, "", out);
  if (query->count)
    sbx_json_append_int_member (out, "@odata.count", page->total);
  sbx_json_append_member (out, "value");
  g_string_append_c (out, '[');
  for (guint i = 0; i < page->rows->len; i++)
    {
      g_string_append (out, i > 0 ? ",{" : "{");
      sbx_wello_write_row (&style, page->rows->pdata[i], query->select, out);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
  if (page->more)
    write_next_link (call, query, page->rows->len, out);
  g_string_append_c (out, '}');
  return TRUE;
}

gboolean
sbx_wello_get (SbxWelloCall    *call,
               const char      *id,
               SbxWelloProblem *problem)
{
  SbxRow *row = sbx_table_find (call->set->table, id);
  g_autoptr (SbxQuery) query = NULL;
  GString *out = call->response->body;
  SbxWelloStyle style;

  if (row == NULL)
    return sbx_wello_refuse (problem, 404, NULL, "%s with id %s was not found.", call->set->entity, id);
  query = parse_query (call, problem);
  if (query == NULL)
    return FALSE;

  sbx_wello_style_init (&style, call->wello, call->set, call->view);
  sbx_response_set (call->response, 200, JSON_TYPE, "{");
  sbx_response_header (call->response, "OData-Version", "4.0");
  write_context (call, "/$entity", out);
  sbx_wello_write_row (&style, row, query->select, out);
  g_string_append_c (out, '}');
  return TRUE;
}

/* "Prefer: return=minimal": the body holds only the id (Wello, Documentation/HelpGuide/Optimization). */
void
sbx_wello_answer_row (SbxWelloCall *call,
                      guint         status,
                      SbxRow       *row)
{
  g_autofree char *value = NULL;
  gboolean minimal = sbx_request_prefers (call->request, "return", &value) && g_strcmp0 (value, "minimal") == 0;
  GString *out = call->response->body;
  SbxWelloStyle style;

  sbx_response_set (call->response, status, JSON_TYPE, "{");
  sbx_response_header (call->response, "OData-Version", "4.0");
  if (minimal)
    {
      sbx_json_append_text_member (out, "id", sbx_row_id (row));
      sbx_response_header (call->response, "Preference-Applied", "return=minimal");
    }
  else
    {
      sbx_wello_style_init (&style, call->wello, call->set, FALSE);
      write_context (call, "/$entity", out);
      sbx_wello_write_row (&style, row, NULL, out);
    }
  g_string_append_c (out, '}');
}
