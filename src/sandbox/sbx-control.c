/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-control"

#include "sbx-control.h"

#include <string.h>

static void
answer (SbxResponse *response,
        guint        status,
        const char  *message)
{
  g_autoptr (GString) out = g_string_new ("{");

  sbx_json_append_text_member (out, status < 400 ? "done" : "error", message);
  g_string_append_c (out, '}');
  sbx_response_set (response, status, "application/json", out->str);
}

static void
add_fault (SbxControl  *control,
           JsonObject  *body,
           SbxResponse *response)
{
  g_autoptr (GError) error = NULL;

  if (sbx_faults_add_json (control->faults, body, &error))
    answer (response, 201, "added");
  else
    answer (response, 400, error->message);
}

static SbxTable *
find_table (SbxControl *control,
            const char *service,
            const char *set)
{
  if (g_strcmp0 (service, "bc") == 0)
    return set != NULL && sbx_bc_has_table (control->world->bc, set) ? sbx_bc_table (control->world->bc, set) : NULL;
  if (g_strcmp0 (service, "wello") == 0 && set != NULL)
    return sbx_wello_table (control->world->wello, set);
  return NULL;
}

static gboolean
set_values (SbxRow     *row,
            JsonObject *values,
            char      **problem)
{
  const SbxSchema *schema = sbx_table_get_schema (row->table);
  g_autoptr (GList) names = json_object_get_members (values);

  for (GList *it = names; it != NULL; it = it->next)
    {
      int column = sbx_schema_column (schema, it->data);
      SbxValue value;

      if (column < 0 || (row->inserted && column == schema->id_column))
        {
          *problem = g_strdup_printf ("cannot set “%s”", (const char *) it->data);
          return FALSE;
        }
      if (sbx_value_from_json (sbx_schema_property (schema, column), json_object_get_member (values, it->data), &value) != SBX_VALUE_OK)
        {
          *problem = g_strdup_printf ("bad value of “%s”", (const char *) it->data);
          return FALSE;
        }
      sbx_row_set_value (row, column, value);
    }
  return TRUE;
}

/* {"service","set","id","values":{},"delete":true,"touch":false}; without id a row is added. */
static void
change (SbxControl  *control,
        JsonObject  *body,
        SbxResponse *response)
{
  const char *id = json_object_get_string_member_with_default (body, "id", NULL);
  SbxTable *table = find_table (control, json_object_get_string_member_with_default (body, "service", NULL),
                                json_object_get_string_member_with_default (body, "set", NULL));
  JsonObject *values = json_object_has_member (body, "values") ? json_object_get_object_member (body, "values") : NULL;
  g_autofree char *problem = NULL;
  SbxRow *row;

  if (table == NULL)
    {
      answer (response, 404, "no such set");
      return;
    }
  row = id != NULL ? sbx_table_find (table, id) : sbx_row_new (table);
  if (row == NULL)
    {
      answer (response, 404, "no such row");
      return;
    }
  if (id != NULL && json_object_get_boolean_member_with_default (body, "delete", FALSE))
    {
      sbx_table_remove (table, row);
      answer (response, 200, "deleted");
      return;
    }
  if (values != NULL && !set_values (row, values, &problem))
    {
      if (id == NULL)
        sbx_row_free (row);
      answer (response, 400, problem);
      return;
    }
  if (id == NULL)
    row = sbx_table_insert (table, row);
  else if (json_object_get_boolean_member_with_default (body, "touch", TRUE))
    sbx_table_touch (table, row);
  else
    sbx_table_bump (table, row);
  answer (response, row != NULL ? 200 : 409, row != NULL ? sbx_row_id (row) : "the id is taken");
}

/* Every column, the hidden ones too. */
static void
write_table (SbxTable *table,
             GString  *out)
{
  const SbxSchema *schema = sbx_table_get_schema (table);

  g_string_append (out, "{\"rows\":[");
  for (guint i = 0; i < sbx_table_end (table); i++)
    {
      SbxRow *row = sbx_table_at (table, i);

      if (row == NULL)
        continue;
      g_string_append (out, out->str[out->len - 1] == '[' ? "{" : ",{");
      for (int column = 0; column < (int) sbx_schema_n_columns (schema); column++)
        {
          const SbxProperty *property = sbx_schema_property (schema, column);

          sbx_json_append_member (out, property->name);
          sbx_value_write_json (property, row->values[column], SBX_DIALECT_BC, out);
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

static void
rows (SbxControl  *control,
      SbxRequest  *request,
      SbxResponse *response)
{
  g_autofree char *service = sbx_request_option (request, "service");
  g_autofree char *set = sbx_request_option (request, "set");
  SbxTable *table = find_table (control, service, set);

  if (table == NULL)
    {
      answer (response, 404, "no such set");
      return;
    }
  sbx_response_set (response, 200, "application/json", NULL);
  write_table (table, response->body);
}

void
sbx_control_dump (SbxControl *control,
                  GString    *out)
{
  g_string_append (out, "{\"bc\":");
  sbx_bc_dump (control->world->bc, out);
  g_string_append (out, ",\"wello\":");
  sbx_wello_dump (control->world->wello, out);
  g_string_append_c (out, '}');
}

static void
set_switches (SbxControl  *control,
              JsonObject  *body,
              SbxResponse *response)
{
  g_autoptr (GList) names = json_object_get_members (body);

  for (GList *it = names; it != NULL; it = it->next)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *assignment = g_strdup_printf ("%s=%s", (const char *) it->data,
                                                     json_object_get_string_member_with_default (body, it->data, ""));

      if (!sbx_options_set (control->world->options, assignment, &error))
        {
          answer (response, 400, error->message);
          return;
        }
    }
  answer (response, 200, "set");
}

static gboolean
is (SbxRequest *request,
    const char *path,
    const char *verb,
    const char *method,
    const char *name)
{
  return strcmp (verb, method) == 0 && strcmp (path, name) == 0;
}

void
sbx_control_handle (SbxRequest  *request,
                    SbxResponse *response,
                    gpointer     data)
{
  SbxControl *control = data;
  const char *path = request->path, *verb = request->method;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body = NULL;

  if (!g_str_has_prefix (path, "/control/"))
    {
      sbx_entra_handle (request, response, control->entra);
      return;
    }
  path += strlen ("/control/");
  if (strcmp (verb, "POST") == 0)
    body = sbx_request_json (request, &node);

  if (is (request, path, verb, "POST", "faults") && body != NULL)
    add_fault (control, body, response);
  else if (is (request, path, verb, "GET", "faults"))
    {
      sbx_response_set (response, 200, "application/json", NULL);
      sbx_faults_write (control->faults, response->body);
    }
  else if (is (request, path, verb, "DELETE", "faults"))
    {
      sbx_faults_clear (control->faults);
      answer (response, 200, "cleared");
    }
  else if (is (request, path, verb, "GET", "requests"))
    {
      g_autofree char *since = sbx_request_option (request, "since");

      sbx_response_set (response, 200, "application/json", NULL);
      sbx_log_write (control->log, since != NULL ? g_ascii_strtoull (since, NULL, 10) : 0, response->body);
    }
  else if (is (request, path, verb, "POST", "reset-requests"))
    {
      sbx_log_reset (control->log);
      answer (response, 200, "reset");
    }
  else if (is (request, path, verb, "GET", "dump"))
    {
      sbx_response_set (response, 200, "application/json", NULL);
      sbx_control_dump (control, response->body);
    }
  else if (is (request, path, verb, "GET", "rows"))
    rows (control, request, response);
  else if (is (request, path, verb, "POST", "change") && body != NULL)
    change (control, body, response);
  else if (is (request, path, verb, "POST", "act") && body != NULL)
    {
      g_autofree char *refusal = NULL;
      guint status = sbx_bc_person (control->world->bc, body, &refusal);

      answer (response, status, refusal != NULL ? refusal : "done");
    }
  else if (is (request, path, verb, "POST", "set") && body != NULL)
    set_switches (control, body, response);
  else if (is (request, path, verb, "POST", "token-expire"))
    {
      sbx_bc_expire_tokens (control->world->bc);
      answer (response, 200, "expired");
    }
  else if (is (request, path, verb, "POST", "revoke"))
    {
      sbx_entra_revoke (control->entra);
      sbx_bc_expire_tokens (control->world->bc);
      answer (response, 200, "revoked");
    }
  else
    answer (response, 404, "no such control, or a body that is no JSON object");
}

void
sbx_control_error (SbxResponse *response,
                   guint        status,
                   const char  *code,
                   const char  *message,
                   gpointer     data)
{
  SbxControl *control = data;

  sbx_entra_error (response, status, code, message, control->entra);
}
