/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-entra"

#include "sbx-entra-private.h"

#include <string.h>

/* Says what it is, so that nobody takes it for one that leaked. */
#define CLIENT_SECRET "sandbox~client~secret~not~a~real~one"

SbxEntra *
sbx_entra_new (SbxOptions *options,
               SbxBc      *bc)
{
  SbxEntra *entra = g_new0 (SbxEntra, 1);

  entra->options = options;
  entra->bc = bc;
  entra->rand = g_rand_new ();
  sbx_entra_person_init (entra);
  return entra;
}

void
sbx_entra_free (SbxEntra *entra)
{
  if (entra == NULL)
    return;
  sbx_entra_person_clear (entra);
  g_rand_free (entra->rand);
  g_free (entra);
}

const char *
sbx_entra_client_id (SbxEntra *entra)
{
  return SBX_ENTRA_CLIENT_ID;
}

const char *
sbx_entra_client_secret (SbxEntra *entra)
{
  return CLIENT_SECRET;
}

/* Body and codes: Microsoft Entra, "Authentication and authorization error codes". */
void
sbx_entra_refuse (SbxEntra    *entra,
                  SbxResponse *response,
                  guint        status,
                  const char  *error,
                  int          number,
                  const char  *message)
{
  g_autofree char *trace = sbx_guid_random (entra->rand);
  g_autofree char *correlation = sbx_guid_random (entra->rand);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M:%SZ");
  g_autofree char *description = g_strdup_printf ("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
                                                  number, message, trace, correlation, time);
  g_autofree char *uri = g_strdup_printf ("https://login.microsoftonline.com/error?code=%d", number);
  g_autoptr (GString) out = g_string_new ("{");

  sbx_json_append_text_member (out, "error", error);
  sbx_json_append_text_member (out, "error_description", description);
  sbx_json_append_member (out, "error_codes");
  g_string_append_printf (out, "[%d]", number);
  sbx_json_append_text_member (out, "timestamp", time);
  sbx_json_append_text_member (out, "trace_id", trace);
  sbx_json_append_text_member (out, "correlation_id", correlation);
  sbx_json_append_text_member (out, "error_uri", uri);
  g_string_append_c (out, '}');
  sbx_response_set (response, status, "application/json; charset=utf-8", out->str);
}

char *
sbx_entra_base64url (const guchar *bytes,
                     gsize         size)
{
  char *encoded = g_base64_encode (bytes, size);

  g_strdelimit (encoded, "+", '-');
  g_strdelimit (encoded, "/", '_');
  *(strchrnul (encoded, '=')) = '\0';
  return encoded;
}

static char *
base64url (const char *text)
{
  return sbx_entra_base64url ((const guchar *) text, strlen (text));
}

/* Access tokens look like a JWT, and clients must treat them as opaque; id tokens are one. */
static char *
make_token (SbxEntra   *entra,
            const char *claims)
{
  g_autofree char *unique = sbx_guid_random (entra->rand);
  g_autofree char *head = base64url ("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"sandbox\"}");
  g_autofree char *body = base64url (claims);
  g_autofree char *sign = base64url (unique);

  return g_strjoin (".", head, body, sign, NULL);
}

static char *
make_access_token (SbxEntra        *entra,
                   const SbxPerson *person,
                   gint64           expires)
{
  g_autofree char *unique = sbx_guid_random (entra->rand);
  g_autofree char *rights = person != NULL ? g_strdup_printf ("\"scp\":\"Financials.ReadWrite.All\",\"upn\":\"%s@%s\"", person->user, SBX_BC_DOMAIN)
                                           : g_strdup ("\"roles\":[\"API.ReadWrite.All\"]");
  g_autofree char *claims = g_strdup_printf ("{\"aud\":\"" SBX_ENTRA_RESOURCE "\",\"tid\":\"%s\",\"appid\":\"" SBX_ENTRA_CLIENT_ID "\",\"exp\":%" G_GINT64_FORMAT
                                             ",%s,\"uti\":\"%s\"}",
                                             sbx_bc_tenant (entra->bc), expires / G_USEC_PER_SEC, rights, unique);

  return make_token (entra, claims);
}

/* What a person gets beside: what keeps them signed in, and who they are. */
static void
add_person (SbxEntra        *entra,
            GString         *out,
            const SbxPerson *person,
            const char      *scope)
{
  g_auto (GStrv) scopes = g_strsplit (scope != NULL ? scope : "", " ", -1);

  if (g_strv_contains ((const char *const *) scopes, "offline_access") && sbx_options_is (entra->options, "entra.offline", "yes"))
    {
      g_autofree char *one = sbx_guid_random (entra->rand);
      g_autofree char *two = sbx_guid_random (entra->rand);
      char *refresh = g_strconcat ("1.AXkA-refresh-", one, two, NULL);

      sbx_json_append_text_member (out, "refresh_token", refresh);
      g_hash_table_replace (entra->refresh, refresh, (gpointer) person);
    }
  if (g_strv_contains ((const char *const *) scopes, "openid"))
    {
      g_autofree char *claims = g_strdup_printf ("{\"aud\":\"" SBX_ENTRA_CLIENT_ID "\",\"tid\":\"%s\",\"name\":\"%s\",\"preferred_username\":\"%s@%s\"}",
                                                 sbx_bc_tenant (entra->bc), person->name, person->user, SBX_BC_DOMAIN);
      g_autofree char *token = make_token (entra, claims);

      sbx_json_append_text_member (out, "id_token", token);
    }
}

void
sbx_entra_grant (SbxEntra        *entra,
                 SbxResponse     *response,
                 const SbxPerson *person,
                 const char      *scope)
{
  gint64 expires = g_get_real_time () + (gint64) entra->options->token_lifetime * G_USEC_PER_SEC;
  g_autofree char *token = make_access_token (entra, person, expires);
  g_autoptr (GString) out = g_string_new ("{");

  sbx_json_append_text_member (out, "token_type", "Bearer");
  sbx_json_append_int_member (out, "expires_in", entra->options->token_lifetime);
  sbx_json_append_int_member (out, "ext_expires_in", entra->options->token_lifetime);
  sbx_json_append_text_member (out, "access_token", token);
  if (person != NULL)
    add_person (entra, out, person, scope);
  g_string_append_c (out, '}');

  sbx_bc_add_token (entra->bc, token, expires);
  sbx_response_set (response, 200, "application/json; charset=utf-8", out->str);
  sbx_response_header (response, "Cache-Control", "no-store, no-cache");
}

/* The credentials may stand in the body or in a Basic header (RFC 6749, 2.3.1). */
static void
read_basic (SbxRequest *request,
            char      **id,
            char      **secret)
{
  const char *header = sbx_request_header (request, "Authorization");
  g_autofree char *plain = NULL;
  char *colon;
  gsize size;

  if (*id != NULL || header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return;
  plain = (char *) g_base64_decode (header + 6, &size);
  plain = g_realloc (plain, size + 1);
  plain[size] = '\0';
  colon = strchr (plain, ':');
  if (colon == NULL)
    return;
  *colon = '\0';
  *id = g_uri_unescape_string (plain, NULL);
  *secret = g_uri_unescape_string (colon + 1, NULL);
}

gboolean
sbx_entra_check_client (SbxEntra    *entra,
                        SbxResponse *response,
                        const char  *tenant,
                        const char  *client_id)
{
  g_autofree char *message = NULL;

  if (g_ascii_strcasecmp (tenant, "common") == 0 || g_ascii_strcasecmp (tenant, "organizations") == 0)
    {
      sbx_entra_refuse (entra, response, 400, "invalid_request", 50059,
              "No tenant-identifying information found in either the request or implied by any provided credentials.");
      return FALSE;
    }
  if (g_ascii_strcasecmp (tenant, sbx_bc_tenant (entra->bc)) != 0 && g_ascii_strcasecmp (tenant, SBX_BC_DOMAIN) != 0)
    {
      message = g_strdup_printf ("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
                                 "cloud. Check with your subscription administrator, this may happen if there are no active "
                                 "subscriptions for the tenant.", tenant);
      sbx_entra_refuse (entra, response, 400, "invalid_request", 90002, message);
      return FALSE;
    }
  if (client_id == NULL || g_ascii_strcasecmp (client_id, SBX_ENTRA_CLIENT_ID) != 0)
    {
      message = g_strdup_printf ("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has "
                                 "not been installed by the administrator of the tenant or consented to by any user in the tenant. You "
                                 "may have sent your authentication request to the wrong tenant.", client_id != NULL ? client_id : "", sbx_bc_tenant (entra->bc));
      sbx_entra_refuse (entra, response, 400, "unauthorized_client", 700016, message);
      return FALSE;
    }
  return TRUE;
}

static void
token (SbxEntra    *entra,
       SbxRequest  *request,
       SbxResponse *response,
       const char  *tenant)
{
  g_autofree char *form = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_autoptr (SbxRequest) fields = sbx_request_new ("GET", "/", form, NULL);
  g_autofree char *type = sbx_request_option (fields, "grant_type");
  g_autofree char *id = sbx_request_option (fields, "client_id");
  g_autofree char *secret = sbx_request_option (fields, "client_secret");
  g_autofree char *scope = sbx_request_option (fields, "scope");
  g_autofree char *message = NULL;

  read_basic (request, &id, &secret);

  if (type == NULL || id == NULL)
    {
      message = g_strdup_printf ("The request body must contain the following parameter: '%s'.", type == NULL ? "grant_type" : "client_id");
      sbx_entra_refuse (entra, response, 400, "invalid_request", 900144, message);
      return;
    }
  if (!sbx_entra_check_client (entra, response, tenant, id))
    return;
  if (sbx_entra_person_token (entra, fields, response, type))
    return;
  if (strcmp (type, "client_credentials") != 0)
    {
      sbx_entra_refuse (entra, response, 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
      return;
    }
  if (secret == NULL)
    {
      sbx_entra_refuse (entra, response, 401, "invalid_client", 7000218,
              "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
      return;
    }
  if (strcmp (secret, CLIENT_SECRET) != 0)
    {
      message = g_strdup_printf ("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the "
                                 "client secret ID, for a secret added to app '%s'.", SBX_ENTRA_CLIENT_ID);
      sbx_entra_refuse (entra, response, 401, "invalid_client", 7000215, message);
      return;
    }
  if (scope == NULL || strcmp (scope, SBX_ENTRA_RESOURCE "/.default") != 0)
    {
      message = g_strdup_printf ("The provided value for the input parameter 'scope' is not valid. The scope '%s' is not valid.", scope != NULL ? scope : "");
      sbx_entra_refuse (entra, response, 400, "invalid_scope", 70011, message);
      return;
    }
  sbx_entra_grant (entra, response, NULL, scope);
}

void
sbx_entra_error (SbxResponse *response,
                 guint        status,
                 const char  *code,
                 const char  *message,
                 gpointer     data)
{
  SbxEntra *entra = data;

  sbx_entra_refuse (entra, response, status, status == 401 ? "invalid_client" : status == 400 ? "invalid_request" : "temporarily_unavailable",
          status == 401 ? 7000215 : 90033, message != NULL ? message : "A transient error has occurred. Please try again.");
}

void
sbx_entra_handle (SbxRequest  *request,
                  SbxResponse *response,
                  gpointer     data)
{
  SbxEntra *entra = data;
  g_auto (GStrv) path = sbx_request_segments (request);

  if (g_strv_length (path) == 4 && strcmp (path[1], "oauth2") == 0 && strcmp (path[2], "v2.0") == 0 && strcmp (path[3], "token") == 0)
    {
      if (strcmp (request->method, "POST") == 0)
        token (entra, request, response, path[0]);
      else
        sbx_entra_refuse (entra, response, 405, "invalid_request", 900561, "The endpoint only accepts POST requests. Received a GET request.");
      return;
    }
  if (sbx_entra_person_handle (entra, request, response, path))
    return;
  sbx_response_set (response, 404, "text/html; charset=utf-8", "<html><body><h2>404 - File or directory not found.</h2></body></html>");
}
