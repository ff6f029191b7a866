/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-http"

#include "sbx-http.h"

#include <string.h>

#define MAX_JSON_DEPTH 64

SbxRequest *
sbx_request_new (const char *method,
                 const char *path,
                 const char *query,
                 GBytes     *body)
{
  SbxRequest *request = g_new0 (SbxRequest, 1);

  request->method = g_strdup (method);
  request->path = g_strdup (path);
  request->query = g_strdup (query);
  request->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  request->body = body != NULL ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  request->origin = g_strdup ("http://127.0.0.1");
  return request;
}

void
sbx_request_free (SbxRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->origin);
  soup_message_headers_unref (request->headers);
  g_bytes_unref (request->body);
  g_free (request);
}

const char *
sbx_request_header (SbxRequest *request,
                    const char *name)
{
  return soup_message_headers_get_one (request->headers, name);
}

gboolean
sbx_request_prefers (SbxRequest *request,
                     const char *token,
                     char      **value)
{
  const char *list = soup_message_headers_get_list (request->headers, "Prefer");
  g_auto (GStrv) parts = NULL;

  if (list == NULL)
    return FALSE;
  parts = g_strsplit_set (list, ",;", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      char *equals = strchr (part, '=');

      if (g_ascii_strcasecmp (part, token) == 0)
        return TRUE;
      if (equals == NULL)
        continue;
      *equals = '\0';
      if (g_ascii_strcasecmp (part, token) == 0)
        {
          if (value != NULL)
            *value = g_strdup (equals + 1);
          return TRUE;
        }
    }
  return FALSE;
}

GStrv
sbx_request_segments (SbxRequest *request)
{
  g_auto (GStrv) raw = g_strsplit (request->path, "/", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; raw[i] != NULL; i++)
    {
      char *decoded;

      if (raw[i][0] == '\0')
        continue;
      decoded = g_uri_unescape_string (raw[i], NULL);
      g_strv_builder_take (builder, decoded != NULL ? decoded : g_strdup (raw[i]));
    }
  return g_strv_builder_end (builder);
}

/* Objects and arrays within each other are freed recursively: bound them before parsing. */
static gboolean
is_shallow (const char *text,
            gsize       size)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (quoted)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            quoted = FALSE;
        }
      else if (text[i] == '"')
        quoted = TRUE;
      else if (text[i] == '[' || text[i] == '{')
        {
          if (++depth > MAX_JSON_DEPTH)
            return FALSE;
        }
      else if (text[i] == ']' || text[i] == '}')
        depth--;
    }
  return TRUE;
}

JsonObject *
sbx_request_json (SbxRequest *request,
                  JsonNode  **holder)
{
  gsize size;
  const char *text = g_bytes_get_data (request->body, &size);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (size == 0 || !g_utf8_validate_len (text, size, NULL) || !is_shallow (text, size))
    return NULL;
  if (!json_parser_load_from_data (parser, text, (gssize) size, NULL))
    return NULL;
  *holder = json_parser_steal_root (parser);
  if (*holder == NULL || !JSON_NODE_HOLDS_OBJECT (*holder))
    return NULL;
  return json_node_get_object (*holder);
}

gboolean
sbx_http_split_option (const char *option,
                       char      **name,
                       char      **value)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (option), "+", ' ');
  char *equals = strchr (spaced, '=');

  if (equals != NULL)
    *equals = '\0';
  *name = g_uri_unescape_string (spaced, NULL);
  *value = g_uri_unescape_string (equals != NULL ? equals + 1 : "", NULL);
  if (*name != NULL && *value != NULL)
    return TRUE;
  g_clear_pointer (name, g_free);
  g_clear_pointer (value, g_free);
  return FALSE;
}

char *
sbx_request_option (SbxRequest *request,
                    const char *wanted)
{
  g_auto (GStrv) options = g_strsplit (request->query != NULL ? request->query : "", "&", -1);

  for (guint i = 0; options[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (sbx_http_split_option (options[i], &name, &value) && g_ascii_strcasecmp (name, wanted) == 0)
        return g_steal_pointer (&value);
    }
  return NULL;
}

SbxResponse *
sbx_response_new (void)
{
  SbxResponse *response = g_new0 (SbxResponse, 1);

  response->status = 404;
  response->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  response->body = g_string_new (NULL);
  return response;
}

void
sbx_response_free (SbxResponse *response)
{
  if (response == NULL)
    return;
  soup_message_headers_unref (response->headers);
  g_string_free (response->body, TRUE);
  g_free (response);
}

void
sbx_response_set (SbxResponse *response,
                  guint        status,
                  const char  *content_type,
                  const char  *body)
{
  response->status = status;
  g_string_assign (response->body, body != NULL ? body : "");
  if (content_type != NULL)
    soup_message_headers_replace (response->headers, "Content-Type", content_type);
}

void
sbx_response_header (SbxResponse *response,
                     const char  *name,
                     const char  *value)
{
  soup_message_headers_replace (response->headers, name, value);
}

char *
sbx_segment_split (const char *segment,
                   char      **key)
{
  const char *open = strchr (segment, '(');
  gsize length = strlen (segment);

  *key = NULL;
  if (open == NULL || segment[length - 1] != ')')
    return g_strdup (segment);

  *key = g_strndup (open + 1, (gsize) (segment + length - 1 - open - 1));
  return g_strndup (segment, (gsize) (open - segment));
}
