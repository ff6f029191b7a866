/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-metadata"

#include "sbx-bc-v1.h"

#include <string.h>

static GList *
visible_sets (SbxCall *call)
{
  SbxCompany *company = call->bc->companies->pdata[0];
  GList *names = g_list_sort (g_hash_table_get_keys (company->tables), (GCompareFunc) strcmp);

  for (GList *it = names; it != NULL;)
    {
      GList *next = it->next;

      if (g_str_has_prefix (it->data, "al.") || strcmp (it->data, "postedSalesInvoices") == 0 || (call->v1 && !sbx_v1_has_set (it->data)))
        names = g_list_delete_link (names, it);
      it = next;
    }
  return names;
}

gboolean
sbx_call_service_document (SbxCall *call)
{
  g_autoptr (GList) names = visible_sets (call);
  GString *out = call->response->body;

  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal", NULL);
  g_string_append_printf (out, "{\"@odata.context\":\"%s/$metadata\",\"value\":[", call->service);
  for (GList *it = names; it != NULL; it = it->next)
    g_string_append_printf (out, "%s{\"name\":\"%s\",\"kind\":\"EntitySet\",\"url\":\"%s\"}", it == names ? "" : ",",
                            (const char *) it->data, (const char *) it->data);
  g_string_append (out, "]}");
  return TRUE;
}

static void
write_property (GString           *out,
                const SbxProperty *property)
{
  static const char *const types[] = {
    [SBX_TYPE_GUID] = "Edm.Guid",       [SBX_TYPE_STRING] = "Edm.String",   [SBX_TYPE_ENUM] = "Edm.String",
    [SBX_TYPE_BOOL] = "Edm.Boolean",    [SBX_TYPE_INT] = "Edm.Int32",       [SBX_TYPE_DECIMAL] = "Edm.Decimal",
    [SBX_TYPE_DATE] = "Edm.Date",       [SBX_TYPE_DATETIME] = "Edm.DateTimeOffset", [SBX_TYPE_NULL] = "Edm.String",
    [SBX_TYPE_OBJECT] = NULL, /* see sbx_v1_edm_type() */
  };

  if (property->flags & SBX_PROPERTY_HIDDEN)
    return;
  g_string_append_printf (out, "<Property Name=\"%s\" Type=\"%s\"", property->name,
                          property->type == SBX_TYPE_OBJECT ? sbx_v1_edm_type (property->name) : types[property->type]);
  if (property->max_length > 0)
    g_string_append_printf (out, " MaxLength=\"%u\"", property->max_length);
  if (property->type == SBX_TYPE_DECIMAL)
    g_string_append (out, " Scale=\"Variable\"");
  g_string_append (out, "/>");
}

/* The properties that are served; Business Central's own document has more annotations. */
gboolean
sbx_call_metadata (SbxCall *call)
{
  g_autoptr (GList) names = visible_sets (call);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GString *out = call->response->body;

  call->company = call->bc->companies->pdata[0];
  sbx_response_set (call->response, 200, "application/xml",
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">"
                    "<edmx:DataServices><Schema Namespace=\"Microsoft.NAV\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">");
  for (GList *it = names; it != NULL; it = it->next)
    {
      const SbxSchema *schema = sbx_table_get_schema (sbx_call_table (call, it->data, none));

      g_string_append_printf (out, "<EntityType Name=\"%s\"><Key><PropertyRef Name=\"id\"/></Key>", schema->entity);
      for (int i = 0; i < (int) sbx_schema_n_columns (schema); i++)
        write_property (out, sbx_schema_property (schema, i));
      g_string_append (out, "</EntityType>");
    }
  g_string_append (out, "<EntityContainer Name=\"NAV\">");
  for (GList *it = names; it != NULL; it = it->next)
    g_string_append_printf (out, "<EntitySet Name=\"%s\" EntityType=\"Microsoft.NAV.%s\"/>", (const char *) it->data,
                            sbx_table_get_schema (sbx_bc_table (call->bc, it->data))->entity);
  g_string_append (out, "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>");
  return TRUE;
}
