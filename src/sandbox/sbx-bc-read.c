/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-read"

#include "sbx-bc-v1.h"

#include <string.h>

/* Weak; base64 of 'NN;<row version>;00;' (recorded answers). Opaque to clients. */
char *
sbx_bc_etag (SbxRow *row)
{
  g_autofree char *plain = g_strdup_printf ("'19;%010u%08" G_GUINT64_FORMAT "1;00;'", row->ordinal * 2654435761u, row->revision);
  g_autofree char *encoded = g_base64_encode ((const guchar *) plain, strlen (plain));

  return g_strdup_printf ("W/\"%s\"", encoded);
}

gboolean
sbx_call_check_match (SbxCall    *call,
                      SbxRow     *row,
                      gboolean    required,
                      SbxProblem *problem)
{
  const char *given = sbx_request_header (call->request, "If-Match");
  g_autofree char *etag = sbx_bc_etag (row);

  if (given == NULL && !required)
    return TRUE;
  /* PATCH needs If-Match: BadRequest_InvalidToken; stale: Request_EntityChanged (Microsoft, Error codes). */
  if (given == NULL || (strcmp (given, "*") != 0 && !g_str_has_prefix (given, "W/\"")))
    return sbx_problem_set (problem, 400, "BadRequest_InvalidToken",
                            "Could not validate the client concurrency token required by the service. Please provide a valid token in the "
                            "client request.");
  if (strcmp (given, "*") != 0 && strcmp (given, etag) != 0)
    return sbx_problem_set (problem, sbx_options_is (call->bc->options, "bc.stale-status", "412") ? 412 : 409,
                            "Request_EntityChanged", "Another user has already changed the record.");
  return TRUE;
}

/* Permission filters show less without saying so on invoices and credit memos ([AL] SalesInvoiceAggregator, SetPermissionFilters); orders,
 * quotes and the other pages raise an error. */
static gboolean
check_rights (SbxCall    *call,
              const char *set,
              SbxProblem *problem)
{
  SbxOptions *options = call->bc->options;
  gboolean no_drafts = sbx_options_is (options, "bc.drafts-visible", "no");
  g_auto (GStrv) unreadable = g_strsplit (sbx_options_get (options, "bc.unreadable"), ",", -1);

  if (g_strv_contains ((const char *const *) unreadable, set))
    {
      g_autofree char *what = g_strdup_printf ("TableData %s Read", set);

      return sbx_problem_permission (problem, options, what);
    }

  if (no_drafts && (strcmp (set, "salesOrders") == 0 || strcmp (set, "salesOrderLines") == 0))
    return sbx_problem_dialog (problem, "You do not have permissions to read Sales Orders.");
  if (no_drafts && (strcmp (set, "salesQuotes") == 0 || strcmp (set, "salesQuoteLines") == 0))
    return sbx_problem_dialog (problem, "You do not have permissions to read Sales Quotes.");
  if (strcmp (set, "generalLedgerEntries") == 0 && sbx_options_is (options, "bc.ledger-visible", "no"))
    return sbx_problem_permission (problem, options, "TableData 17 G/L Entry Read");
  if (strcmp (set, "postedSalesInvoices") == 0 && sbx_options_is (options, "bc.posted-visible", "no")
      && sbx_options_is (options, "bc.automate-without-right", "error"))
    return sbx_problem_permission (problem, options, "TableData 112 Sales Invoice Header Read");
  return TRUE;
}

SbxTable *
sbx_call_table (SbxCall    *call,
                const char *set,
                GPtrArray  *rows)
{
  SbxTable *view;

  if (!call->v1)
    return sbx_company_table (call->company, set);
  if (call->views == NULL)
    call->views = g_ptr_array_new_with_free_func ((GDestroyNotify) sbx_table_free);
  view = sbx_v1_table_new (call->company, set, rows);
  g_ptr_array_add (call->views, view);
  return view;
}

SbxRow *
sbx_call_shown (SbxCall *call,
                SbxRow  *row)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (!call->v1)
    return row;
  g_ptr_array_add (rows, row);
  return sbx_table_at (sbx_call_table (call, sbx_table_get_schema (row->table)->set, rows), 0);
}

/* In v1.0 the key of a line is a text of its document and its sequence. */
static char *
parse_key (SbxCall    *call,
           const char *set,
           const char *key)
{
  if (call->v1 && sbx_bc_document_of (set) != NULL)
    return *key == '\'' ? g_strdup (sbx_v1_line_id (call->company, set, key)) : NULL;
  return sbx_guid_parse (key);
}

SbxRow *
sbx_call_find (SbxCall    *call,
               const char *set,
               const char *key,
               SbxProblem *problem)
{
  g_autofree char *id = parse_key (call, set, key);
  SbxRow *row;

  if (id == NULL)
    {
      sbx_problem_set (problem, 400, "BadRequest_NotFound", "Bad Request - Error in query syntax.");
      return NULL;
    }
  if (!check_rights (call, set, problem))
    return NULL;
  row = sbx_table_find (sbx_company_table (call->company, set), id);
  if (row != NULL && sbx_bc_is_hidden (call->company, row))
    row = NULL;
  if (row == NULL)
    {
      const char *name = g_hash_table_lookup (call->bc->al_tables, set);

      sbx_problem_set (problem, 404, "Internal_RecordNotFound", "The %s does not exist. Identification fields and values: SystemId='{%s}'",
                       name != NULL ? name : set, id);
    }
  return row;
}

/* A blank currency code is the local currency, and shown as its code while the id stays blank (Microsoft, API v2.0). */
static void
write_properties (SbxQuery *query,
                  SbxRow   *row,
                  GString  *out)
{
  const SbxSchema *schema = sbx_table_get_schema (row->table);
  int currency = sbx_schema_column (schema, "currencyCode");
  guint n = query->select != NULL ? query->select->len : sbx_schema_n_columns (schema);

  for (guint i = 0; i < n; i++)
    {
      int column = query->select != NULL ? g_array_index (query->select, int, i) : (int) i;
      const SbxProperty *property = sbx_schema_property (schema, column);

      if (property->flags & SBX_PROPERTY_HIDDEN)
        continue;
      sbx_json_append_member (out, property->name);
      if (column == currency && row->values[column].text == NULL)
        g_string_append (out, "\"EUR\"");
      else
        sbx_value_write_json (property, row->values[column], SBX_DIALECT_BC, out);
    }
}

gboolean
sbx_call_write_entity (SbxCall    *call,
                       SbxQuery   *query,
                       SbxRow     *row,
                       const char *context,
                       GString    *out,
                       SbxProblem *problem)
{
  g_autofree char *etag = sbx_bc_etag (row);

  g_string_append_c (out, '{');
  if (context != NULL)
    sbx_json_append_text_member (out, "@odata.context", context);
  if (!call->without_etags)
    sbx_json_append_text_member (out, "@odata.etag", etag);
  write_properties (query, row, out);
  for (guint i = 0; i < query->expands->len; i++)
    {
      if (!sbx_call_expand (call, query->expands->pdata[i], row, out, problem))
        return FALSE;
    }
  g_string_append_c (out, '}');
  return TRUE;
}

static char *
context_url (SbxCall    *call,
             const char *set,
             SbxQuery   *query,
             gboolean    entity)
{
  g_autoptr (GString) out = g_string_new (call->service);

  g_string_append_printf (out, "/$metadata#companies(%s)/%s", call->company->id, set);
  if (query != NULL && query->select != NULL)
    {
      for (guint i = 0; i < query->select->len; i++)
        g_string_append_printf (out, "%c%s", i == 0 ? '(' : ',',
                                sbx_schema_property (sbx_table_get_schema (query->table), g_array_index (query->select, int, i))->name);
      g_string_append_c (out, ')');
    }
  if (entity)
    g_string_append (out, "/$entity");
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* The request's own options but for the token, then aid=FIN&$skiptoken=… (recorded answers). The token says when it was
 * given, since tokens are forgotten after a while. */
static char *
next_link (SbxCall    *call,
           const char *path,
           SbxQuery   *query,
           SbxPage    *page)
{
  g_autoptr (GString) out = g_string_new (call->request->origin);
  g_auto (GStrv) options = g_strsplit (call->request->query != NULL ? call->request->query : "", "&", -1);

  g_string_append_printf (out, "%s?", path);
  for (guint i = 0; options[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (options[i][0] == '\0' || !sbx_http_split_option (options[i], &name, &value))
        continue;
      /* On premises the client adds the tenant again (Microsoft, API v2.0, endpoints). */
      if (strcmp (name, "tenant") == 0 || strcmp (name, "aid") == 0 || strcmp (name, "$skiptoken") == 0 || strcmp (name, "$skip") == 0)
        continue;
      if (strcmp (name, "$top") == 0)
        g_string_append_printf (out, "$top=%" G_GINT64_FORMAT "&", query->top - page->rows->len);
      else
        g_string_append_printf (out, "%s&", options[i]);
    }
  g_string_append_printf (out, "aid=FIN&$skiptoken=%s-%" G_GINT64_FORMAT, page->token, g_get_real_time () / G_USEC_PER_SEC);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static gboolean
check_token (SbxCall    *call,
             SbxQuery   *query,
             SbxProblem *problem)
{
  gint64 seconds = g_ascii_strtoll (sbx_options_get (call->bc->options, "bc.skip-token-seconds"), NULL, 10);
  char *dash;

  if (query->skip_token == NULL)
    return TRUE;
  dash = strrchr (query->skip_token, '-');
  if (dash == NULL || g_get_real_time () / G_USEC_PER_SEC - g_ascii_strtoll (dash + 1, NULL, 10) > seconds)
    return sbx_problem_set (problem, 400, "SkipTokenIsNoLongerValid", "The skip token is no longer valid.");
  *dash = '\0';
  return TRUE;
}

static guint
page_size (SbxCall *call)
{
  g_autofree char *wanted = NULL;
  guint most = (guint) g_ascii_strtoull (sbx_options_get (call->bc->options, "bc.page-size"), NULL, 10);
  guint64 number = 0;

  if (sbx_request_prefers (call->request, "odata.maxpagesize", &wanted) && wanted != NULL
      && g_ascii_string_to_unsigned (wanted, 10, 1, G_MAXINT, &number, NULL))
    {
      g_autofree char *applied = g_strdup_printf ("odata.maxpagesize=%u", MIN (most, (guint) number));

      sbx_response_header (call->response, "Preference-Applied", applied);
      return MIN (most, (guint) number);
    }
  return most;
}

static gboolean
hide_without_rights (SbxCall    *call,
                     SbxQuery   *query,
                     const char *set,
                     SbxProblem *problem)
{
  SbxOptions *options = call->bc->options;
  gboolean filtered = strcmp (set, "salesInvoices") == 0 || strcmp (set, "salesCreditMemos") == 0;

  if (!check_rights (call, set, problem))
    return FALSE;
  if (call->v1)
    return TRUE;
  if (filtered && sbx_options_is (options, "bc.drafts-visible", "no"))
    sbx_query_restrict (query, "al.state", "posted");
  if (filtered && sbx_options_is (options, "bc.posted-visible", "no"))
    sbx_query_restrict (query, "al.state", "");
  if (strcmp (set, "postedSalesInvoices") == 0 && sbx_options_is (options, "bc.posted-visible", "no"))
    sbx_query_restrict (query, "number", "-");
  return TRUE;
}

static gboolean
has_parent (SbxQuery   *query,
            const char *set)
{
  static const char *const columns[] = { "documentId", "id" };
  const SbxSchema *schema = sbx_table_get_schema (query->table);

  if (sbx_bc_document_of (set) == NULL)
    return TRUE;
  for (guint i = 0; query->filter != NULL && i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GPtrArray) values = sbx_filter_equal_values (query->filter, sbx_schema_column (schema, columns[i]));

      if (values != NULL)
        return TRUE;
    }
  return FALSE;
}

static SbxQuery *
prepare (SbxCall    *call,
         const char *set,
         const char *parent_column,
         const char *parent_id,
         SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse (call->request->query, sbx_call_table (call, set, NULL), SBX_DIALECT_BC, &error);

  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return NULL;
    }
  if (parent_id != NULL)
    sbx_query_restrict (query, parent_column, parent_id);
  /* [AL] APIV2 - Sales Invoice Lines. */
  if (!has_parent (query, set))
    {
      sbx_problem_dialog (problem, "You must specify an Id or a Document Id to get the lines.");
      return NULL;
    }
  if (!check_token (call, query, problem) || !hide_without_rights (call, query, set, problem))
    return NULL;
  return g_steal_pointer (&query);
}

/* The page of an OData answer; context: where its entities are from. */
static gboolean
write_page (SbxCall    *call,
            SbxQuery   *query,
            const char *context,
            const char *path,
            SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxPage) page = sbx_query_run (query, page_size (call), &error);
  GString *out = call->response->body;

  if (page == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }

  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal; odata.streaming=true", "{");
  sbx_json_append_text_member (out, "@odata.context", context);
  if (page->total >= 0)
    sbx_json_append_int_member (out, "@odata.count", page->total);
  sbx_json_append_member (out, "value");
  g_string_append_c (out, '[');
  for (guint i = 0; i < page->rows->len; i++)
    {
      SbxRow *row = page->rows->pdata[i];

      if (i > 0)
        g_string_append_c (out, ',');
      if (!sbx_call_write_entity (call, query, row, NULL, out, problem))
        return FALSE;
    }
  g_string_append_c (out, ']');
  if (page->more)
    {
      g_autofree char *next = next_link (call, path, query, page);

      sbx_json_append_text_member (out, "@odata.nextLink", next);
    }
  g_string_append_c (out, '}');
  return TRUE;
}

gboolean
sbx_call_list (SbxCall    *call,
               const char *set,
               const char *parent_column,
               const char *parent_id,
               const char *path,
               SbxProblem *problem)
{
  g_autoptr (SbxQuery) query = prepare (call, set, parent_column, parent_id, problem);
  g_autofree char *context = query != NULL ? context_url (call, set, query, FALSE) : NULL;

  return query != NULL && write_page (call, query, context, path, problem);
}

/* Of a web service, whose rows aren't entities of the API: name is what stands in the context, "Company('X')/Items". */
gboolean
sbx_call_list_table (SbxCall    *call,
                     SbxTable   *table,
                     const char *name,
                     SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse (call->request->query, table, SBX_DIALECT_BC, &error);
  g_autofree char *context = g_strdup_printf ("%s/$metadata#%s", call->service, name);

  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  return check_token (call, query, problem) && write_page (call, query, context, call->request->path, problem);
}

static gboolean
write_count (SbxCall    *call,
             SbxQuery   *query,
             SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxPage) page = NULL;
  g_autofree char *text = NULL;

  query->count = TRUE;
  page = sbx_query_run (query, 1, &error);
  if (page == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  text = g_strdup_printf ("%" G_GINT64_FORMAT, page->total);
  sbx_response_set (call->response, 200, "text/plain", text);
  return TRUE;
}

gboolean
sbx_call_count_table (SbxCall    *call,
                      SbxTable   *table,
                      SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse (call->request->query, table, SBX_DIALECT_BC, &error);

  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  return write_count (call, query, problem);
}

gboolean
sbx_call_count (SbxCall    *call,
                const char *set,
                const char *parent_column,
                const char *parent_id,
                SbxProblem *problem)
{
  g_autoptr (SbxQuery) query = prepare (call, set, parent_column, parent_id, problem);

  return query != NULL && write_count (call, query, problem);
}

gboolean
sbx_call_get (SbxCall    *call,
              const char *set,
              const char *key,
              SbxProblem *problem)
{
  SbxRow *row = sbx_call_find (call, set, key, problem), *shown;
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = NULL;
  g_autofree char *context = NULL;

  if (row == NULL)
    return FALSE;
  /* Reading a document can itself change its etag ([AL] GraphMgtSalesOrderBuffer, RedistributeInvoiceDiscounts). */
  if (sbx_bc_lines_of (set) != NULL && sbx_row_decimal (row, "discountAmount") != 0
      && sbx_options_is (call->bc->options, "bc.reading-changes-etag", "yes"))
    sbx_table_bump (row->table, row);

  shown = sbx_call_shown (call, row);
  query = sbx_query_parse (call->request->query, shown->table, SBX_DIALECT_BC, &error);
  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  context = context_url (call, set, query, TRUE);
  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal", NULL);
  return sbx_call_write_entity (call, query, shown, context, call->response->body, problem);
}
