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

static void
set_missing (SbxBc    *bc,
             gboolean  missing)
{
  g_auto (GStrv) names = g_strsplit (bc->missing, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (g_strstrip (names[i]), ".", 2);

      for (guint n = 0; parts[0] != NULL && parts[1] != NULL && n < bc->companies->len; n++)
        {
          SbxTable *table = g_hash_table_lookup (((SbxCompany *) bc->companies->pdata[n])->tables, parts[0]);
          SbxSchema *schema = table != NULL ? (SbxSchema *) sbx_table_get_schema (table) : NULL;
          int column = schema != NULL ? sbx_schema_column (schema, parts[1]) : -1;

          if (column >= 0 && missing)
            g_array_index (schema->properties, SbxProperty, column).flags |= SBX_PROPERTY_HIDDEN;
          else if (column >= 0)
            g_array_index (schema->properties, SbxProperty, column).flags &= ~(guint) SBX_PROPERTY_HIDDEN;
        }
    }
}

void
sbx_bc_settle_missing (SbxBc *bc)
{
  const char *wanted = sbx_options_get (bc->options, "bc.missing-properties");

  if (g_strcmp0 (bc->missing != NULL ? bc->missing : "none", wanted) == 0)
    return;
  if (bc->missing != NULL && strcmp (bc->missing, "none") != 0)
    set_missing (bc, FALSE);
  g_free (bc->missing);
  bc->missing = g_strdup (wanted);
  if (strcmp (wanted, "none") != 0)
    set_missing (bc, TRUE);
}

/* The types of API v1.0 that have properties of their own (Microsoft, OpenAPI of v1.0). */
static const char complex_types[] =
  "<ComplexType Name=\"postaladdresstype\"><Property Name=\"street\" Type=\"Edm.String\"/><Property Name=\"city\" Type=\"Edm.String\"/>"
  "<Property Name=\"state\" Type=\"Edm.String\"/><Property Name=\"countryLetterCode\" Type=\"Edm.String\"/>"
  "<Property Name=\"postalCode\" Type=\"Edm.String\"/></ComplexType>"
  "<ComplexType Name=\"unitofmeasureconversiontype\"><Property Name=\"toUnitOfMeasure\" Type=\"Edm.String\"/>"
  "<Property Name=\"fromToConversionRate\" Type=\"Edm.Decimal\"/></ComplexType>"
  "<ComplexType Name=\"unitofmeasuretype\"><Property Name=\"code\" Type=\"Edm.String\"/><Property Name=\"displayName\" Type=\"Edm.String\"/>"
  "<Property Name=\"symbol\" Type=\"Edm.String\"/><Property Name=\"unitConversion\" Type=\"Microsoft.NAV.unitofmeasureconversiontype\"/></ComplexType>"
  "<ComplexType Name=\"documentlineobjectdetailstype\"><Property Name=\"number\" Type=\"Edm.String\"/>"
  "<Property Name=\"displayName\" Type=\"Edm.String\"/><Property Name=\"displayName2\" Type=\"Edm.String\"/></ComplexType>";

/* The properties that are served; Business Central's own document has more annotations. */
gboolean
sbx_call_metadata (SbxCall    *call,
                   SbxProblem *problem)
{
  g_autoptr (GList) names = visible_sets (call);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GString *out = call->response->body;

  if (sbx_options_is (call->bc->options, "bc.metadata", "404"))
    return sbx_problem_set (problem, 404, "BadRequest_NotFound", "Resource not found for the segment '$metadata'.");
  if (sbx_options_is (call->bc->options, "bc.metadata", "html"))
    {
      sbx_response_set (call->response, 200, "text/html", "<html><body>Down for maintenance</body></html>");
      return TRUE;
    }

  call->company = call->bc->companies->pdata[0];
  sbx_response_set (call->response, 200, "application/xml",
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">"
                    "<edmx:DataServices><Schema Namespace=\"Microsoft.NAV\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">");
  if (call->v1)
    g_string_append (out, complex_types);
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
