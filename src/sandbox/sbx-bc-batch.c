/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-batch"

#include "sbx-bc-private.h"

#include <string.h>

#define MAX_REQUESTS 100

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* What is signed in for and spoken is what the whole says, but for what a part says itself. */
static void
take_headers (SbxRequest *outer,
              JsonObject *inner,
              SbxRequest *request)
{
  static const char *const kept[] = { "Authorization", "Accept-Language", "Company" };
  JsonNode *node = json_object_get_member (inner, "headers");
  g_autoptr (GList) names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *value = sbx_request_header (outer, kept[i]);

      if (value != NULL)
        soup_message_headers_replace (request->headers, kept[i], value);
    }
  soup_message_headers_replace (request->headers, "Content-Length", "0");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = get_text (json_node_get_object (node), l->data);

      if (value != NULL)
        soup_message_headers_replace (request->headers, l->data, value);
    }
}

/* NULL: it can't be made out. */
static SbxRequest *
make_request (SbxCall    *call,
              JsonObject *inner)
{
  const char *method = get_text (inner, "method");
  const char *url = get_text (inner, "url");
  JsonNode *node = json_object_get_member (inner, "body");
  g_autofree char *root = g_strndup (call->request->path, strrchr (call->request->path, '/') - call->request->path);
  g_autofree char *plain = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) body = NULL;
  SbxRequest *request;
  const char *query;

  if (method == NULL || url == NULL || strstr (url, "$batch") != NULL)
    return NULL;
  if (g_str_has_prefix (url, call->service) && url[strlen (call->service)] == '/')
    url += strlen (call->service) + 1;
  if (*url == '/' || strstr (url, "://") != NULL)
    return NULL;

  query = strchr (url, '?');
  plain = query != NULL ? g_strndup (url, query - url) : g_strdup (url);
  path = g_strconcat (root, "/", plain, NULL);
  if (node != NULL && (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node)))
    {
      char *text = json_to_string (node, FALSE);

      body = g_bytes_new_take (text, strlen (text));
    }

  request = sbx_request_new (method, path, query != NULL ? query + 1 : NULL, body);
  g_set_str (&request->origin, call->request->origin);
  take_headers (call->request, inner, request);

  return request;
}

/* {"id":…,"status":…,"headers":{…},"body":…} */
static void
write_answer (GString     *out,
              JsonObject  *inner,
              SbxResponse *answer)
{
  const char *id = get_text (inner, "id");
  const char *type = soup_message_headers_get_one (answer->headers, "Content-Type");
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gboolean first = TRUE;

  g_string_append (out, "{");
  if (id != NULL)
    sbx_json_append_text_member (out, "id", id);
  sbx_json_append_int_member (out, "status", answer->status);
  sbx_json_append_member (out, "headers");
  g_string_append (out, "{");
  soup_message_headers_iter_init (&iter, answer->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (!first)
        g_string_append (out, ",");
      first = FALSE;
      sbx_json_append_string (out, name);
      g_string_append (out, ":");
      sbx_json_append_string (out, value);
    }
  g_string_append (out, "}");
  if (answer->body->len > 0)
    {
      sbx_json_append_member (out, "body");
      if (type != NULL && strstr (type, "json") != NULL)
        g_string_append_len (out, answer->body->str, (gssize) answer->body->len);
      else
        sbx_json_append_string (out, answer->body->str);
    }
  g_string_append (out, "}");
}

/* A batch in JSON, one after the other; what went well before one that doesn't stays, and what comes after it isn't
 * tried, unless the request prefers it. Neither multipart nor Isolation: snapshot are spoken here. */
gboolean
sbx_call_batch (SbxCall    *call,
                SbxProblem *problem)
{
  g_autoptr (JsonNode) holder = NULL;
  JsonObject *body = sbx_request_json (call->request, &holder);
  JsonNode *node = body != NULL ? json_object_get_member (body, "requests") : NULL;
  gboolean goes_on = sbx_request_prefers (call->request, "odata.continue-on-error", NULL);
  const char *accept = sbx_request_header (call->request, "Accept");
  g_autoptr (GString) out = g_string_new ("{\"responses\":[");
  JsonArray *requests;

  if (strcmp (call->request->method, "POST") != 0)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "'%s' requests for '$batch' are not allowed.", call->request->method);
  if (accept == NULL || strstr (accept, "application/json") == NULL || sbx_request_header (call->request, "Isolation") != NULL)
    return sbx_problem_set (problem, 501, "Unknown", "Only Accept: application/json, without Isolation, is known here.");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return sbx_problem_set (problem, 400, "BadRequest", "Invalid batch request.");

  requests = json_node_get_array (node);
  if (json_array_get_length (requests) > MAX_REQUESTS)
    return sbx_problem_set (problem, 400, "Unknown",
                            "The current batch message contains too many parts. A maximum number of '%d' query operations and change sets are "
                            "allowed in a batch message.", MAX_REQUESTS);

  for (guint i = 0; i < json_array_get_length (requests); i++)
    {
      JsonNode *element = json_array_get_element (requests, i);
      JsonObject *inner = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      g_autoptr (SbxRequest) request = inner != NULL ? make_request (call, inner) : NULL;
      g_autoptr (SbxResponse) answer = sbx_response_new ();

      if (request == NULL)
        return sbx_problem_set (problem, 400, "BadRequest", "Invalid batch request.");
      sbx_bc_handle (request, answer, call->bc);
      if (i > 0)
        g_string_append (out, ",");
      write_answer (out, inner, answer);
      if (answer->status >= 400 && !goes_on)
        break;
    }
  g_string_append (out, "]}");
  sbx_response_set (call->response, 200, "application/json", out->str);

  return TRUE;
}
