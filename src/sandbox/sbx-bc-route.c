/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-route"

#include "sbx-bc-contacts.h"
#include "sbx-bc-odata.h"
#include "sbx-bc-v1.h"

#include <string.h>

#define MAX_QUERY 8099

static void
no_environment (SbxResponse *response)
{
  /* XML even for JSON clients (recorded answer). */
  sbx_response_set (response, 404, "application/xml; charset=utf-8",
                    "<error xmlns=\"http://docs.oasis-open.org/odata/ns/metadata\"><code>NoEnvironment</code>"
                    "<message>Environment does not exist.</message></error>");
}

static gboolean
has_token (SbxBc      *bc,
           const char *header)
{
  gint64 *expires;

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0)
    return FALSE;
  expires = g_hash_table_lookup (bc->tokens, header + 7);
  return expires != NULL && *expires > g_get_real_time ();
}

/* Online only Entra tokens (basic sign-in was removed in 2022); on premises user and web service access key too. */
static gboolean
is_signed_in (SbxBc      *bc,
              SbxRequest *request,
              gboolean    on_premises)
{
  const char *header = sbx_request_header (request, "Authorization");
  g_autofree char *expected = NULL;

  if (has_token (bc, header))
    return TRUE;
  if (!on_premises || header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return FALSE;
  expected = g_base64_encode ((const guchar *) SBX_BC_USER ":" SBX_BC_PASSWORD, strlen (SBX_BC_USER ":" SBX_BC_PASSWORD));
  return strcmp (header + 6, expected) == 0;
}

static void
environments (SbxBc       *bc,
              SbxRequest  *request,
              SbxResponse *response)
{
  g_autofree char *body = g_strdup_printf (
    "{\"value\":[{\"aadTenantId\":\"%s\",\"applicationFamily\":\"BusinessCentral\",\"type\":\"%s\",\"name\":\"" SBX_BC_ENVIRONMENT "\","
    "\"countryCode\":\"BE\",\"webServiceUrl\":\"%s\",\"webClientLoginUrl\":\"%s/%s/" SBX_BC_ENVIRONMENT "\",\"ringName\":\"Prod\"}]}",
    sbx_bc_tenant (bc), sbx_options_get (bc->options, "bc.environment-type"), request->origin, request->origin, sbx_bc_tenant (bc));

  sbx_response_set (response, 200, "application/json; charset=utf-8", body);
}

static SbxCompany *
find_company (SbxBc      *bc,
              const char *wanted)
{
  for (guint i = 0; wanted != NULL && i < bc->companies->len; i++)
    {
      SbxCompany *company = bc->companies->pdata[i];

      if (g_ascii_strcasecmp (company->id, wanted) == 0 || strcmp (company->name, wanted) == 0)
        return company;
    }
  return NULL;
}

static gboolean
company_not_found (SbxProblem *problem)
{
  return sbx_problem_set (problem, 404, "Internal_CompanyNotFound",
                          "Cannot process the request because the default company cannot be found. You can specify a default company in the "
                          "service or the user settings, or specify a company in the request URL.");
}

static void
write_company (SbxCompany *company,
               GString    *out)
{
  g_string_append (out, "{");
  sbx_json_append_text_member (out, "id", company->id);
  sbx_json_append_text_member (out, "systemVersion", "26.0.30643.32100");
  sbx_json_append_int_member (out, "timestamp", 4213);
  sbx_json_append_text_member (out, "name", company->name);
  sbx_json_append_text_member (out, "displayName", company->name);
  sbx_json_append_text_member (out, "businessProfileId", "");
  sbx_json_append_text_member (out, "systemCreatedAt", "2025-01-01T00:00:00Z");
  sbx_json_append_text_member (out, "systemCreatedBy", "00000000-0000-0000-0000-000000000001");
  sbx_json_append_text_member (out, "systemModifiedAt", "2025-01-01T00:00:00Z");
  sbx_json_append_text_member (out, "systemModifiedBy", "00000000-0000-0000-0000-000000000001");
  g_string_append (out, "}");
}

static gboolean
companies (SbxCall    *call,
           const char *key,
           SbxProblem *problem)
{
  GString *out = call->response->body;
  SbxCompany *company;

  if (strcmp (call->request->method, "GET") != 0)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "'%s' requests for 'companies' of EdmType 'Entity' are not allowed within "
                            "Microsoft Dynamics NAV OData web services.", call->request->method);

  sbx_response_set (call->response, 200, "application/json; odata.metadata=minimal", NULL);
  if (key != NULL)
    {
      company = find_company (call->bc, key);
      if (company == NULL)
        return company_not_found (problem);
      write_company (company, out);
      return TRUE;
    }

  g_string_append_printf (out, "{\"@odata.context\":\"%s/$metadata#companies\",\"value\":[", call->service);
  for (guint i = 0; i < call->bc->companies->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_company (call->bc->companies->pdata[i], out);
    }
  g_string_append (out, "]}");
  return TRUE;
}

static gboolean
not_allowed (SbxCall    *call,
             const char *set,
             SbxProblem *problem)
{
  guint status = sbx_options_is (call->bc->options, "bc.method-not-allowed-status", "400") ? 400 : 405;

  return sbx_problem_set (problem, status, "BadRequest_MethodNotAllowed",
                          "'%s' requests for '%s' of EdmType 'Entity' are not allowed within Microsoft Dynamics NAV OData web services.",
                          call->request->method, set);
}

static gboolean
no_segment (const char *segment,
            SbxProblem *problem)
{
  return sbx_problem_set (problem, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment '%s'.", segment);
}

static gboolean
on_entity (SbxCall    *call,
           const char *set,
           const char *key,
           SbxProblem *problem)
{
  const char *method = call->request->method;

  if (strcmp (method, "GET") == 0)
    return sbx_call_get (call, set, key, problem);
  if (strcmp (method, "PATCH") == 0)
    return sbx_call_change (call, set, key, problem);
  if (strcmp (method, "DELETE") == 0)
    return sbx_call_delete (call, set, key, problem);
  return not_allowed (call, set, problem);
}

static gboolean
on_set (SbxCall    *call,
        const char *set,
        const char *parent_id,
        const char *path,
        SbxProblem *problem)
{
  if (strcmp (call->request->method, "GET") == 0)
    return sbx_call_list (call, set, parent_id != NULL ? "documentId" : NULL, parent_id, path, problem);
  if (strcmp (call->request->method, "POST") == 0)
    return sbx_call_create (call, set, parent_id, problem);
  return not_allowed (call, set, problem);
}

/* What hangs below one entity: its lines, or an action. */
static gboolean
below_entity (SbxCall    *call,
              const char *set,
              const char *key,
              char      **rest,
              const char *path,
              SbxProblem *problem)
{
  const char *lines = sbx_bc_lines_of (set);
  g_autofree char *line_key = NULL;
  g_autofree char *name = sbx_segment_split (rest[0], &line_key);
  SbxRow *row;

  if (g_str_has_prefix (name, "Microsoft.NAV.") && line_key == NULL && rest[1] == NULL)
    return sbx_call_action (call, set, key, name, problem);
  row = sbx_call_find (call, set, key, problem);
  if (row == NULL)
    return FALSE;
  if (!call->v1 && strcmp (set, "customers") == 0 && strcmp (name, "contactsInformation") == 0 && line_key == NULL && rest[1] == NULL
      && strcmp (call->request->method, "GET") == 0)
    return sbx_call_contacts_of (call, row, problem);
  if (g_strcmp0 (name, lines) == 0 && lines != NULL)
    {
      if (line_key != NULL)
        return rest[1] == NULL ? on_entity (call, lines, line_key, problem) : no_segment (rest[1], problem);
      if (rest[1] != NULL && strcmp (rest[1], "$count") == 0)
        return sbx_call_count (call, lines, "documentId", sbx_row_id (row), problem);
      return on_set (call, lines, sbx_row_id (row), path, problem);
    }
  return no_segment (rest[0], problem);
}

static gboolean
in_company (SbxCall    *call,
            char      **rest,
            gboolean    automate,
            const char *path,
            SbxProblem *problem)
{
  g_autofree char *key = NULL;
  g_autofree char *set = sbx_segment_split (rest[0], &key);
  gboolean posted = strcmp (set, "postedSalesInvoices") == 0;

  if (!g_hash_table_contains (call->company->tables, set) || g_str_has_prefix (set, "al.") || strcmp (set, "companies") == 0
      || (call->v1 && !sbx_v1_has_set (set)) || posted != automate || (automate && sbx_options_is (call->bc->options, "bc.automate", "no"))
      || (g_str_has_prefix (set, "salesQuote") && sbx_options_is (call->bc->options, "bc.quotes", "no")))
    return no_segment (set, problem);
  if (strcmp (set, "contactsInformation") == 0)
    return key == NULL && rest[1] == NULL && strcmp (call->request->method, "GET") == 0 ? sbx_call_contacts (call, problem)
                                                                                        : not_allowed (call, set, problem);
  if (key != NULL)
    return rest[1] != NULL ? below_entity (call, set, key, rest + 1, path, problem) : on_entity (call, set, key, problem);
  if (rest[1] != NULL)
    return strcmp (rest[1], "$count") == 0 && strcmp (call->request->method, "GET") == 0
             ? sbx_call_count (call, set, NULL, NULL, problem) : no_segment (rest[1], problem);
  return on_set (call, set, NULL, path, problem);
}

/* The APIs that are published here: v1.0 and v2.0, microsoft/automate/v1.0 and microsoft/analytics/v1.0. */
typedef enum
{
  API_STANDARD,
  API_AUTOMATE,
  API_ANALYTICS,
} Api;

static gboolean
in_api (SbxCall    *call,
        char      **rest,
        Api         api,
        SbxProblem *problem)
{
  g_autofree char *key = NULL;
  g_autofree char *first = NULL;
  g_autofree char *option = NULL;
  g_autofree char *path = NULL;

  if (rest[0] == NULL)
    return sbx_call_service_document (call);
  if (strcmp (rest[0], "$metadata") == 0)
    return sbx_call_metadata (call, problem);
  if (api == API_STANDARD && strcmp (rest[0], "$batch") == 0 && rest[1] == NULL)
    return sbx_call_batch (call, problem);

  path = g_strdup (call->request->path);
  first = sbx_segment_split (rest[0], &key);
  if (strcmp (first, "companies") == 0)
    {
      if (rest[1] == NULL)
        return companies (call, key, problem);
      call->company = find_company (call->bc, key);
      rest++;
    }
  else
    {
      /* ?company= or the header Company (Microsoft, OData batch). */
      option = sbx_request_option (call->request, "company");
      call->company = find_company (call->bc, option != NULL ? option : sbx_request_header (call->request, "Company"));
    }
  if (call->company == NULL)
    return company_not_found (problem);
  if (api == API_ANALYTICS)
    return sbx_call_analytics (call, rest, problem);
  return in_company (call, rest, api == API_AUTOMATE, path, problem);
}

static gboolean
is_standard (const char *segment)
{
  return strcmp (segment, "v2.0") == 0 || strcmp (segment, "v1.0") == 0;
}

/* …/api/{v1.0|v2.0}/… or …/api/microsoft/{automate|analytics}/v1.0/…; anything else is not published here. */
static gboolean
after_api (SbxCall    *call,
           char      **rest,
           const char *prefix,
           SbxProblem *problem)
{
  Api api = API_STANDARD;

  if (rest[0] != NULL && is_standard (rest[0]))
    {
      if (strcmp (sbx_options_get (call->bc->options, "bc.apis"), "both") != 0 && !sbx_options_is (call->bc->options, "bc.apis", rest[0]))
        return sbx_problem_set (problem, 404, "BadRequest_NotFound", "No HTTP resource was found that matches the request URI '%s%s'.",
                                call->request->origin, call->request->path);
      call->service = g_strdup_printf ("%s%s/api/%s", call->request->origin, prefix, rest[0]);
      call->v1 = strcmp (rest[0], "v1.0") == 0;
      rest += 1;
    }
  else if (rest[0] != NULL && rest[1] != NULL && rest[2] != NULL && strcmp (rest[0], "microsoft") == 0
           && strcmp (rest[2], "v1.0") == 0
           && (strcmp (rest[1], "automate") == 0
               || (strcmp (rest[1], "analytics") == 0 && sbx_options_is (call->bc->options, "bc.analytics", "yes"))))
    {
      call->service = g_strdup_printf ("%s%s/api/microsoft/%s/v1.0", call->request->origin, prefix, rest[1]);
      api = strcmp (rest[1], "automate") == 0 ? API_AUTOMATE : API_ANALYTICS;
      rest += 3;
    }
  else
    return no_segment (rest[0] != NULL ? rest[0] : "api", problem);

  return in_api (call, rest, api, problem);
}

/* …/api/… or …/ODataV4/…, at segment. */
static gboolean
after_environment (SbxCall    *call,
                   char      **segment,
                   const char *prefix,
                   SbxProblem *problem)
{
  if (strcmp (segment[0], "api") == 0)
    return after_api (call, segment + 1, prefix, problem);
  call->service = g_strdup_printf ("%s%s/ODataV4", call->request->origin, prefix);
  return sbx_call_odata (call, segment + 1, problem);
}

static gboolean
is_tenant (SbxBc      *bc,
           const char *text)
{
  return g_ascii_strcasecmp (text, sbx_bc_tenant (bc)) == 0 || g_ascii_strcasecmp (text, SBX_BC_DOMAIN) == 0;
}

static gboolean
is_service (const char *segment)
{
  return strcmp (segment, "api") == 0 || strcmp (segment, "ODataV4") == 0;
}

static gboolean
is_environment (const char *text)
{
  return g_ascii_strcasecmp (text, SBX_BC_ENVIRONMENT) == 0;
}

/* On a server with several tenants each URL names one. */
static gboolean
check_tenant (SbxCall    *call,
              SbxProblem *problem)
{
  const char *expected = sbx_options_get (call->bc->options, "bc.on-premises-tenant");
  g_autofree char *given = sbx_request_option (call->request, "tenant");

  if (strcmp (expected, "none") == 0 || (given != NULL && g_ascii_strcasecmp (given, expected) == 0))
    return TRUE;
  return sbx_problem_set (problem, 503, "Internal_TenantUnavailable", "The tenant '%s' is not accessible", given != NULL ? given : "");
}

/* /v2.0/{environment}/api/…, /v2.0/{tenant}/{environment}/api/… (online), /BC/api/… (on premises), and the same with ODataV4. */
static gboolean
route (SbxCall    *call,
       char      **path,
       SbxProblem *problem)
{
  guint n = g_strv_length (path);
  g_autofree char *prefix = NULL;
  gboolean on_premises = n > 0 && g_ascii_strcasecmp (path[0], "BC") == 0;

  if (!is_signed_in (call->bc, call->request, on_premises))
    return sbx_problem_set (problem, 401, "Authentication_InvalidCredentials", "The server has rejected the client credentials.");
  if (n == 2 && strcmp (path[0], "environments") == 0 && strcmp (path[1], "v1.2") == 0 && strcmp (call->request->method, "GET") == 0)
    {
      environments (call->bc, call->request, call->response);
      return TRUE;
    }
  if (on_premises && n >= 2 && is_service (path[1]))
    return check_tenant (call, problem) && after_environment (call, path + 1, "/BC", problem);
  if (n >= 3 && strcmp (path[0], "v2.0") == 0 && is_environment (path[1]) && is_service (path[2]))
    {
      prefix = g_strdup_printf ("/v2.0/%s", path[1]);
      return after_environment (call, path + 2, prefix, problem);
    }
  if (n >= 4 && strcmp (path[0], "v2.0") == 0 && is_tenant (call->bc, path[1]) && is_environment (path[2]) && is_service (path[3]))
    {
      prefix = g_strdup_printf ("/v2.0/%s/%s", path[1], path[2]);
      return after_environment (call, path + 3, prefix, problem);
    }
  no_environment (call->response);
  return TRUE;
}

void
sbx_bc_handle (SbxRequest  *request,
               SbxResponse *response,
               gpointer     data)
{
  SbxBc *bc = data;
  g_auto (GStrv) path = sbx_request_segments (request);
  g_autofree char *id = sbx_guid_random (bc->rand);
  SbxCall call = { .bc = bc, .request = request, .response = response };
  SbxProblem problem = { 0 };

  sbx_bc_settle_missing (bc);
  sbx_response_header (response, "request-id", id);
  /* HTTP.sys refuses long URLs before the service sees them (measured). */
  if (request->query != NULL && strlen (request->query) > MAX_QUERY)
    {
      sbx_response_set (response, 414, "text/html; charset=us-ascii",
                        "<!DOCTYPE HTML><HTML><HEAD><TITLE>Request URL Too Long</TITLE></HEAD><BODY><h2>Request URL Too Long</h2>"
                        "<hr><p>HTTP Error 414. The request URL is too long.</p></BODY></HTML>");
      return;
    }
  if (strcmp (request->method, "POST") == 0 && sbx_request_header (request, "Content-Length") == NULL
      && sbx_request_header (request, "Transfer-Encoding") == NULL && g_bytes_get_size (request->body) == 0)
    {
      sbx_response_set (response, 411, "text/html; charset=us-ascii",
                        "<!DOCTYPE HTML><HTML><HEAD><TITLE>Length Required</TITLE></HEAD><BODY><h2>Length Required</h2>"
                        "<hr><p>HTTP Error 411. The request must be chunked or have a content length.</p></BODY></HTML>");
      return;
    }

  sbx_response_header (response, "OData-Version", "4.0");
  if (!route (&call, path, &problem))
    sbx_bc_write_problem (bc, request, response, &problem);
  sbx_problem_clear (&problem);
  g_free (call.service);
  g_clear_pointer (&call.views, g_ptr_array_unref);
}
