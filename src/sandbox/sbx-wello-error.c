/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-error"

#include "sbx-wello-private.h"

#include <string.h>

#define JSON_TYPE "application/json; charset=utf-8"

/* What the status means to Wello (Wello, Documentation/HelpGuide/HandlingErrors). The shape of the body isn't published;
 * the service is ASP.NET Web API with OData v4, hence the shapes here. */
static const struct
{
  guint       status;
  const char *message;
} messages[] = {
  { 400, "The request is invalid." },
  { 401, "Authorization has been denied for this request." },
  { 403, "The server refuses to respond to the request." },
  { 404, "The resource was not found." },
  { 405, "The requested resource does not support this http method." },
  { 409, "The request conflicts with the current state of the resource." },
  { 417, "The Expect header could not be met." },
  { 422, "A foreign key or a required field has a wrong value." },
  { 429, "Too many requests." },
  { 500, "An error has occurred." },
  { 503, "The service is unavailable." },
};

static const char *
message_of (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      if (messages[i].status == status)
        return messages[i].message;
    }
  return "An error has occurred.";
}

gboolean
sbx_wello_refuse (SbxWelloProblem *problem,
                  guint            status,
                  const char      *property,
                  const char      *format,
                  ...)
{
  va_list arguments;

  sbx_wello_problem_clear (problem);
  va_start (arguments, format);
  problem->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  problem->status = status;
  problem->property = g_strdup (property);
  return FALSE;
}

void
sbx_wello_problem_clear (SbxWelloProblem *problem)
{
  g_clear_pointer (&problem->message, g_free);
  g_clear_pointer (&problem->property, g_free);
  problem->status = 0;
}

/* {"Message":"The request is invalid.","ModelState":{"company.name":["The name field is required."]}} */
static void
write_web_api (GString    *out,
               const char *message,
               const char *property,
               const char *detail)
{
  g_string_append_c (out, '{');
  sbx_json_append_text_member (out, "Message", message);
  if (property != NULL)
    {
      sbx_json_append_member (out, "ModelState");
      g_string_append_c (out, '{');
      sbx_json_append_member (out, property);
      g_string_append_c (out, '[');
      sbx_json_append_string (out, detail);
      g_string_append (out, "]}");
    }
  g_string_append_c (out, '}');
}

/* {"error":{"code":"","message":"The request is invalid.","innererror":{"message":"company.name : …","type":"","stacktrace":""}}} */
static void
write_odata (GString    *out,
             const char *code,
             const char *message,
             const char *property,
             const char *detail)
{
  g_string_append (out, "{\"error\":{");
  sbx_json_append_text_member (out, "code", code != NULL ? code : "");
  sbx_json_append_text_member (out, "message", message);
  if (property != NULL)
    {
      g_autofree char *inner = g_strdup_printf ("%s : %s\r\n", property, detail);

      sbx_json_append_member (out, "innererror");
      g_string_append_c (out, '{');
      sbx_json_append_text_member (out, "message", inner);
      sbx_json_append_text_member (out, "type", "");
      sbx_json_append_text_member (out, "stacktrace", "");
      g_string_append_c (out, '}');
    }
  g_string_append (out, "}}");
}

static void
write_error (SbxWello    *wello,
             SbxResponse *response,
             guint        status,
             const char  *code,
             const char  *message,
             const char  *property,
             const char  *detail)
{
  const char *shape = sbx_options_get (wello->options, "wello.error-shape");
  g_autoptr (GString) out = g_string_new (NULL);

  if (strcmp (shape, "text") == 0)
    {
      sbx_response_set (response, status, "text/plain; charset=utf-8", detail != NULL ? detail : message);
      return;
    }
  if (strcmp (shape, "webapi") == 0)
    write_web_api (out, message, property, detail);
  else
    write_odata (out, code, message, property, detail);
  sbx_response_set (response, status, JSON_TYPE, out->str);
}

void
sbx_wello_write_problem (SbxWello              *wello,
                         SbxResponse           *response,
                         const SbxWelloProblem *problem)
{
  const char *message = problem->property != NULL ? message_of (problem->status) : problem->message;

  write_error (wello, response, problem->status, NULL, message, problem->property, problem->message);
}

/**
 * sbx_wello_error:
 * @response: where to write it
 * @status: status of the answer
 * @code: (nullable): code of the error
 * @message: (nullable): its text; %NULL for the usual one
 * @data: the #SbxWello
 *
 * Writes an error that a fault or the server decided.
 */
void
sbx_wello_error (SbxResponse *response,
                 guint        status,
                 const char  *code,
                 const char  *message,
                 gpointer     data)
{
  if (status == 401)
    sbx_response_header (response, "WWW-Authenticate", "Basic realm=\"Wello\"");
  write_error (data, response, status, code, message != NULL ? message : message_of (status), NULL, NULL);
}

/* Routing fails before any controller could choose a shape. */
void
sbx_wello_write_no_route (SbxRequest  *request,
                          SbxResponse *response)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *text = g_strdup_printf ("No HTTP resource was found that matches the request URI '%s%s'.",
                                           request->origin, request->path);

  write_web_api (out, text, NULL, NULL);
  sbx_response_set (response, 404, JSON_TYPE, out->str);
}

void
sbx_wello_write_no_method (SbxRequest  *request,
                           SbxResponse *response)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *text = g_strdup_printf ("The requested resource does not support http method '%s'.", request->method);

  write_web_api (out, text, NULL, NULL);
  sbx_response_set (response, 405, JSON_TYPE, out->str);
}
