/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-problem"

#include "sbx-bc-private.h"

#include <string.h>

static void
set_message (SbxProblem *problem,
             guint       status,
             const char *code,
             char       *message)
{
  g_free (problem->message);
  problem->status = status;
  problem->code = code;
  problem->message = message;
}

gboolean
sbx_problem_set (SbxProblem *problem,
                 guint       status,
                 const char *code,
                 const char *format,
                 ...)
{
  va_list args;

  va_start (args, format);
  set_message (problem, status, code, g_strdup_vprintf (format, args));
  va_end (args);
  return FALSE;
}

/* Any text of AL's Error() is an Application_DialogException (Microsoft, Error codes). */
gboolean
sbx_problem_dialog (SbxProblem *problem,
                    const char *format,
                    ...)
{
  va_list args;

  va_start (args, format);
  set_message (problem, 400, "Application_DialogException", g_strdup_vprintf (format, args));
  va_end (args);
  return FALSE;
}

gboolean
sbx_problem_not_found (SbxProblem *problem,
                       SbxOptions *options,
                       const char *al_table,
                       const char *fields)
{
  guint status = sbx_options_is (options, "bc.write-not-found-status", "404") ? 404 : 400;

  return sbx_problem_set (problem, status, "Internal_RecordNotFound",
                          "The %s does not exist. Identification fields and values: %s", al_table, fields);
}

void
sbx_problem_from_odata (SbxProblem   *problem,
                        const GError *error)
{
  switch (error->code)
    {
    case SBX_ODATA_ERROR_SKIP_TOKEN:
      sbx_problem_set (problem, 400, "SkipTokenIsNoLongerValid", "%s", error->message);
      break;
    case SBX_ODATA_ERROR_NOT_IMPLEMENTED:
      sbx_problem_set (problem, 501, "BadRequest_MethodNotImplemented", "%s", error->message);
      break;
    case SBX_ODATA_ERROR_SYNTAX:
      sbx_problem_set (problem, 400, "BadRequest_InvalidRequestUrl", "Bad Request - Error in query syntax. %s", error->message);
      break;
    default:
      sbx_problem_set (problem, 400, "BadRequest", "%s", error->message);
      break;
    }
}

void
sbx_problem_clear (SbxProblem *problem)
{
  g_clear_pointer (&problem->message, g_free);
}

/* Without Accept-Language the texts come in the language of the company or the user (Microsoft, Tips for connect apps). */
const char *
sbx_call_language (SbxBc      *bc,
                   SbxRequest *request)
{
  const char *asked = request != NULL ? sbx_request_header (request, "Accept-Language") : "en";

  if (asked == NULL || *asked == '*')
    return sbx_options_get (bc->options, "bc.default-language");
  return g_ascii_strncasecmp (asked, "nl", 2) == 0 ? "nl" : g_ascii_strncasecmp (asked, "fr", 2) == 0 ? "fr" : "en";
}

/* {"error":{"code":"…","message":"<text>.  CorrelationId:  <guid>."}}, two spaces on both sides (recorded answers). */
void
sbx_bc_write_problem (SbxBc            *bc,
                      SbxRequest       *request,
                      SbxResponse      *response,
                      const SbxProblem *problem)
{
  g_autofree char *correlation = sbx_guid_random (bc->rand);
  g_autofree char *text = sbx_bc_translate (problem->message, sbx_call_language (bc, request));
  g_autofree char *message = NULL;
  g_autoptr (GString) out = g_string_new ("{\"error\":{");
  gsize length = strlen (text);

  if (length > 0 && text[length - 1] == '.')
    text[length - 1] = '\0';
  message = g_strdup_printf ("%s.  CorrelationId:  %s.", text, correlation);

  sbx_json_append_text_member (out, "code", problem->code);
  sbx_json_append_text_member (out, "message", message);
  g_string_append (out, "}}");
  sbx_response_set (response, problem->status, "application/json; odata.metadata=minimal", out->str);
  sbx_response_header (response, "OData-Version", "4.0");
}

/* What the server or a fault decides. */
void
sbx_bc_error (SbxResponse *response,
              guint        status,
              const char  *code,
              const char  *message,
              gpointer     data)
{
  SbxBc *bc = data;
  SbxProblem problem = { status, code, NULL };

  if (status == 401 && code == NULL)
    {
      problem.code = "Authentication_InvalidCredentials";
      message = "The server has rejected the client credentials.";
    }
  else if (status == 429 && code == NULL)
    {
      /* Microsoft, Error codes; whether Retry-After comes with it is not documented. */
      const char *reading = sbx_options_get (bc->options, "bc.retry-after");

      problem.code = "Application_TooManyRequests";
      message = "Too many requests reached. Actual (101). Maximum (100).";
      if (strcmp (reading, "always") == 0 || (strcmp (reading, "sometimes") == 0 && g_rand_boolean (bc->rand)))
        sbx_response_header (response, "Retry-After", "2");
    }
  else if (code == NULL)
    {
      problem.code = "Internal_TenantUnavailable";
      message = message != NULL ? message : "The service is temporarily unavailable. Please try again later.";
    }

  problem.message = g_strdup (message);
  sbx_bc_write_problem (bc, NULL, response, &problem);
  sbx_problem_clear (&problem);
}
