/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-route"

#include "sbx-wello-private.h"

#include <string.h>

/* Authorization: Basic base64(user:password@domain). A user name may be an e-mail address: what follows the last @ is
 * the domain, what precedes the first : the user (Wello, HelpGuide/Authentication; public clients). */
static gboolean
is_signed_in (SbxWello   *wello,
              SbxRequest *request)
{
  const char *header = sbx_request_header (request, "Authorization");
  g_autofree guchar *bytes = NULL;
  g_autofree char *text = NULL;
  char *colon, *at;
  gsize size;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return FALSE;
  bytes = g_base64_decode (header + 6, &size);
  text = g_strndup ((const char *) bytes, size);
  colon = strchr (text, ':');
  at = strrchr (text, '@');
  if (colon == NULL || at == NULL || at < colon)
    return FALSE;
  *colon = *at = '\0';
  return strcmp (text, sbx_wello_user (wello)) == 0 && strcmp (colon + 1, sbx_wello_password (wello)) == 0
         && strcmp (at + 1, sbx_wello_domain (wello)) == 0;
}

static gboolean
is_method (SbxWelloCall *call,
           const char   *method)
{
  return strcmp (call->request->method, method) == 0;
}

/* FALSE with a problem, or with none when there is no such method. */
static gboolean
call_list (SbxWelloCall    *call,
           SbxWelloProblem *problem)
{
  if (is_method (call, "GET"))
    return sbx_wello_list (call, problem);
  if (is_method (call, "POST") && call->set->schema->insert_allowed && !call->view)
    return sbx_wello_create (call, problem);
  return FALSE;
}

static gboolean
call_one (SbxWelloCall    *call,
          const char      *id,
          SbxWelloProblem *problem)
{
  if (is_method (call, "GET"))
    return sbx_wello_get (call, id, problem);
  if (is_method (call, "PUT") && call->set->schema->modify_allowed && !call->view)
    return sbx_wello_change (call, id, problem);
  if (is_method (call, "DELETE") && !call->view)
    {
      if (call->set->schema->delete_allowed)
        return sbx_wello_remove (call, id, problem);
      if (sbx_options_is (call->wello->options, "wello.delete-refused-status", "403"))
        return sbx_wello_refuse (problem, 403, NULL, "A %s cannot be deleted.", call->set->entity);
    }
  return FALSE;
}

/* What no page shows may not be there. */
static gboolean
is_hidden (SbxWello    *wello,
           SbxWelloSet *set)
{
  return set->internal || (set->small && sbx_options_is (wello->options, "wello.small-tables", "hidden")) ||
         (strcmp (set->name, "JobPlanningView") == 0 && sbx_options_is (wello->options, "wello.planning", "missing")) ||
         (strcmp (set->name, "JobFiles") == 0 && sbx_options_is (wello->options, "wello.files", "hidden"));
}

static void
finish (SbxWelloCall    *call,
        gboolean         good,
        SbxWelloProblem *problem)
{
  if (!good && problem->message == NULL)
    sbx_wello_write_no_method (call->request, call->response);
  else if (!good)
    sbx_wello_write_problem (call->wello, call->response, problem);
  sbx_wello_problem_clear (problem);
}

/**
 * sbx_wello_handle:
 * @request: a request
 * @response: gets the answer
 * @data: the #SbxWello
 *
 * Answers api/{Controller}, api/{Controller}({id}) and api/Invoice/ChangeStatusId, whatever the case of the names.
 */
void
sbx_wello_handle (SbxRequest  *request,
                  SbxResponse *response,
                  gpointer     data)
{
  SbxWello *wello = data;
  g_auto (GStrv) segments = sbx_request_segments (request);
  guint n = g_strv_length (segments);
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  g_autofree char *id = NULL;
  SbxWelloCall call = { wello, request, response, NULL, FALSE };
  SbxWelloProblem problem = { 0 };
  gboolean good;

  if (!is_signed_in (wello, request))
    {
      sbx_wello_error (response, 401, NULL, NULL, wello);
      return;
    }
  if (n >= 2 && g_ascii_strcasecmp (segments[0], "api") == 0)
    {
      name = sbx_segment_split (segments[1], &key);
      call.set = sbx_wello_find_set (wello, name, &call.view);
    }
  if (call.set == NULL || is_hidden (wello, call.set) || n > 3 || (n == 3 && key != NULL))
    {
      sbx_wello_write_no_route (request, response);
      return;
    }
  if (n == 3)
    {
      if (g_ascii_strcasecmp (name, "Invoice") != 0 || g_ascii_strcasecmp (segments[2], "ChangeStatusId") != 0)
        {
          sbx_wello_write_no_route (request, response);
          return;
        }
      good = is_method (&call, "POST") && sbx_wello_change_status (&call, &problem);
      finish (&call, good, &problem);
      return;
    }
  if (key == NULL)
    {
      good = call_list (&call, &problem);
      finish (&call, good, &problem);
      return;
    }

  /* A GUID, bare: api/Company(0ea11d61-…). */
  id = sbx_guid_parse (key);
  if (id == NULL)
    {
      sbx_wello_write_no_route (request, response);
      return;
    }
  good = call_one (&call, id, &problem);
  finish (&call, good, &problem);
}
