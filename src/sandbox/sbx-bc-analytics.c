/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-analytics"

#include "sbx-bc-private.h"

#include <string.h>

/* The query Resources of api/microsoft/analytics/v1.0: no ids, no etags, nothing to write; blocked ones are listed, too. */
gboolean
sbx_call_analytics (SbxCall    *call,
                    char      **rest,
                    SbxProblem *problem)
{
  GString *out = call->response->body;
  SbxTable *table;
  const char *separator = "";

  if (rest[0] == NULL || strcmp (rest[0], "resources") != 0 || rest[1] != NULL)
    return sbx_problem_set (problem, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment '%s'.",
                            rest[0] != NULL ? rest[0] : "");
  if (strcmp (call->request->method, "GET") != 0)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "'%s' requests for 'resources' of EdmType 'Entity' are not allowed within "
                            "Microsoft Dynamics NAV OData web services.", call->request->method);

  table = sbx_company_table (call->company, "al.resources");
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
