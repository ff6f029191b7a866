/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-analytics"

#include "sbx-bc-stock.h"

#include <string.h>

/* Blocked ones are listed, too. */
static gboolean
list_resources (SbxCall *call)
{
  GString *out = call->response->body;
  SbxTable *table = sbx_company_table (call->company, "al.resources");
  const char *separator = "";

  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal", NULL);
  g_string_append_printf (out, "{\"@odata.context\":\"%s/$metadata#companies(%s)/resources\",\"value\":[", call->service, call->company->id);
  for (guint i = 0; i < sbx_table_end (table); i++)
    {
      SbxRow *row = sbx_table_at (table, i);
      g_autofree char *price = NULL;

      if (row == NULL)
        continue;
      price = sbx_decimal_to_string (sbx_row_decimal (row, "unitPrice"));
      g_string_append_printf (out, "%s{", separator);
      sbx_json_append_text_member (out, "resourceNo", sbx_row_text (row, "number"));
      sbx_json_append_text_member (out, "resourceName", sbx_row_text (row, "name"));
      sbx_json_append_text_member (out, "baseUnitofMeasure", sbx_row_text (row, "unitCode"));
      g_string_append_printf (out, ",\"unitCost\":0,\"unitPrice\":%s}", price);
      separator = ",";
    }
  g_string_append (out, "]}");
  return TRUE;
}

static gboolean
list_entries (SbxCall    *call,
              SbxProblem *problem)
{
  g_autoptr (SbxTable) view = sbx_stock_view (call->company, SBX_STOCK_QUERY);
  g_autofree char *name = g_strdup_printf ("companies(%s)/itemLedgerEntries", call->company->id);

  call->without_etags = TRUE;
  return sbx_call_list_table (call, view, name, problem);
}

/* The queries of api/microsoft/analytics/v1.0: no ids, no etags, nothing to write. */
gboolean
sbx_call_analytics (SbxCall    *call,
                    char      **rest,
                    SbxProblem *problem)
{
  static const char *const queries[] = { "resources", "itemLedgerEntries", NULL };

  if (rest[0] == NULL || !g_strv_contains (queries, rest[0]) || rest[1] != NULL)
    return sbx_problem_set (problem, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment '%s'.",
                            rest[0] != NULL ? rest[0] : "");
  if (strcmp (call->request->method, "GET") != 0)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "'%s' requests for '%s' of EdmType 'Entity' are not allowed within "
                            "Microsoft Dynamics NAV OData web services.", call->request->method, rest[0]);
  return strcmp (rest[0], "resources") == 0 ? list_resources (call) : list_entries (call, problem);
}
