/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-entra-person"

#include "sbx-entra-private.h"

#include <string.h>

#define DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

const SbxSwitch sbx_entra_switches[] = {
  { "entra.old-refresh", "kept|revoked", "Whether a refresh token still holds once a newer one was given" },
  { "entra.code-seconds", "600|*", "How long an authorization code holds" },
  { "entra.device-interval", "5|*", "Seconds between two questions about a device code" },
  { "entra.device-seconds", "900|*", "How long a device code holds" },
  { "entra.offline", "yes|no", "Whether refresh tokens are given" },
  { NULL, NULL, NULL },
};

static const SbxPerson people[] = {
  { "an", "An Peeters", "an" },
  { "bo", "Bo Maes", "bo" },
};

typedef struct
{
  const SbxPerson *person;
  char            *redirect_uri;
  char            *challenge;
  char            *scope;
  gint64           end;
  gboolean         is_used;
} SbxCode;

typedef struct
{
  char            *user_code;
  char            *scope;
  const SbxPerson *person;  /* NULL: nobody yet */
  gboolean         is_declined;
  gint64           end;
  gint64           last;
} SbxDevice;

static void
code_free (gpointer data)
{
  SbxCode *code = data;

  g_free (code->redirect_uri);
  g_free (code->challenge);
  g_free (code->scope);
  g_free (code);
}

static void
device_free (gpointer data)
{
  SbxDevice *device = data;

  g_free (device->user_code);
  g_free (device->scope);
  g_free (device);
}

void
sbx_entra_person_init (SbxEntra *entra)
{
  entra->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, code_free);
  entra->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, device_free);
  entra->refresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
sbx_entra_person_clear (SbxEntra *entra)
{
  g_hash_table_unref (entra->codes);
  g_hash_table_unref (entra->devices);
  g_hash_table_unref (entra->refresh);
}

/* As an administrator does who revokes the sessions of all. */
void
sbx_entra_revoke (SbxEntra *entra)
{
  g_hash_table_remove_all (entra->refresh);
}

static const SbxPerson *
find_person (const char *key)
{
  for (guint i = 0; key != NULL && i < G_N_ELEMENTS (people); i++)
    {
      if (strcmp (people[i].key, key) == 0)
        return &people[i];
    }
  return NULL;
}

static gint64
seconds (SbxEntra   *entra,
         const char *name)
{
  return g_ascii_strtoll (sbx_options_get (entra->options, name), NULL, 10) * G_USEC_PER_SEC;
}

static char *
make_secret (SbxEntra   *entra,
             const char *prefix)
{
  g_autofree char *one = sbx_guid_random (entra->rand);
  g_autofree char *two = sbx_guid_random (entra->rand);

  return g_strconcat (prefix, one, two, NULL);
}

static void
add_choice (GString *out)
{
  g_string_append (out, "<p>Sign in as <select name=\"person\">");
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_string_append_printf (out, "<option value=\"%s\">%s</option>", people[i].key, people[i].name);
  g_string_append (out, "</select></p><p><b>Passerelle</b> would like to access Business Central as you.</p>"
                        "<p><button name=\"decision\" value=\"accept\">Accept</button> "
                        "<button name=\"decision\" value=\"cancel\">Cancel</button></p></form></body></html>");
}

static void
page (SbxResponse *response,
      guint        status,
      const char  *text)
{
  sbx_response_set (response, status, "text/html; charset=utf-8", text);
}

/* The port of http://localhost is ignored, its path is not (Microsoft, "Redirect URI best practices"). */
static gboolean
is_registered (const char *redirect_uri)
{
  g_autoptr (GUri) uri = redirect_uri != NULL ? g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0 && g_strcmp0 (g_uri_get_host (uri), "localhost") == 0
         && *g_uri_get_path (uri) == '\0';
}

static SbxRequest *
form_of (SbxRequest *request)
{
  g_autofree char *form = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));

  return sbx_request_new ("GET", "/", form, NULL);
}

/* Back to the application, with a code or with why there is none. */
static void
redirect (SbxEntra        *entra,
          SbxRequest      *request,
          SbxResponse     *response,
          const SbxPerson *person)
{
  g_autofree char *redirect_uri = sbx_request_option (request, "redirect_uri");
  g_autofree char *state = sbx_request_option (request, "state");
  g_autofree char *escaped = g_uri_escape_string (state != NULL ? state : "", NULL, FALSE);
  g_autofree char *location = NULL;

  if (person == NULL)
    {
      location = g_strdup_printf ("%s/?error=access_denied&error_description=AADSTS65004%%3a+User+declined+to+consent+to+access+the+app."
                                  "&state=%s", redirect_uri, escaped);
    }
  else
    {
      SbxCode *code = g_new0 (SbxCode, 1);
      g_autofree char *text = make_secret (entra, "1.AXkA");

      code->person = person;
      code->redirect_uri = g_strdup (redirect_uri);
      code->challenge = sbx_request_option (request, "code_challenge");
      code->scope = sbx_request_option (request, "scope");
      code->end = g_get_monotonic_time () + seconds (entra, "entra.code-seconds");
      location = g_strdup_printf ("%s/?code=%s&state=%s&session_state=0", redirect_uri, text, escaped);
      g_hash_table_replace (entra->codes, g_steal_pointer (&text), code);
    }
  page (response, 302, "<html><head><title>Object moved</title></head></html>");
  sbx_response_header (response, "Location", location);
}

/* Source: Microsoft, "OAuth 2.0 authorization code flow". */
static void
authorize (SbxEntra    *entra,
           SbxRequest  *request,
           SbxResponse *response,
           const char  *tenant)
{
  g_autofree char *client = sbx_request_option (request, "client_id");
  g_autofree char *type = sbx_request_option (request, "response_type");
  g_autofree char *redirect_uri = sbx_request_option (request, "redirect_uri");
  g_autofree char *method = sbx_request_option (request, "code_challenge_method");
  g_autofree char *scope = sbx_request_option (request, "scope");
  g_autoptr (GString) out = NULL;

  if (!sbx_entra_check_client (entra, response, tenant, client))
    return;
  if (!is_registered (redirect_uri))
    {
      page (response, 400, "<html><body><h1>Sign in</h1><p>AADSTS50011: The redirect URI specified in the request does not match the "
                           "redirect URIs configured for the application.</p></body></html>");
      return;
    }
  if (g_strcmp0 (type, "code") != 0 || g_strcmp0 (method, "S256") != 0 || scope == NULL)
    {
      page (response, 400, "<html><body><h1>Sign in</h1><p>AADSTS900144: The request must contain the parameters response_type, scope and "
                           "code_challenge_method=S256.</p></body></html>");
      return;
    }

  if (strcmp (request->method, "POST") == 0)
    {
      g_autoptr (SbxRequest) form = form_of (request);
      g_autofree char *person = sbx_request_option (form, "person");
      g_autofree char *decision = sbx_request_option (form, "decision");

      redirect (entra, request, response, g_strcmp0 (decision, "accept") == 0 ? find_person (person) : NULL);
      return;
    }

  out = g_string_new ("<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><h1>Sign in</h1>"
                      "<p>This is a stand-in. It asks for no password.</p><form method=\"post\">");
  add_choice (out);
  page (response, 200, out->str);
}

/* Source: Microsoft, "OAuth 2.0 device authorization grant flow". */
static void
device_code (SbxEntra    *entra,
             SbxRequest  *request,
             SbxResponse *response,
             const char  *tenant)
{
  g_autoptr (SbxRequest) form = form_of (request);
  g_autofree char *client = sbx_request_option (form, "client_id");
  g_autofree char *url = g_strconcat (request->origin, "/devicelogin", NULL);
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GString) out = NULL;
  SbxDevice *device;

  if (!sbx_entra_check_client (entra, response, tenant, client))
    return;

  device = g_new0 (SbxDevice, 1);
  device->user_code = g_strdup_printf ("S%08u", g_rand_int_range (entra->rand, 0, 100000000));
  device->scope = sbx_request_option (form, "scope");
  device->end = g_get_monotonic_time () + seconds (entra, "entra.device-seconds");
  code = make_secret (entra, "SAQABAA");
  message = g_strdup_printf ("To sign in, use a web browser to open the page %s and enter the code %s to authenticate.", url, device->user_code);

  out = g_string_new ("{");
  sbx_json_append_text_member (out, "user_code", device->user_code);
  sbx_json_append_text_member (out, "device_code", code);
  sbx_json_append_text_member (out, "verification_uri", url);
  sbx_json_append_int_member (out, "expires_in", seconds (entra, "entra.device-seconds") / G_USEC_PER_SEC);
  sbx_json_append_int_member (out, "interval", seconds (entra, "entra.device-interval") / G_USEC_PER_SEC);
  sbx_json_append_text_member (out, "message", message);
  g_string_append_c (out, '}');
  sbx_response_set (response, 200, "application/json; charset=utf-8", out->str);
  g_hash_table_replace (entra->devices, g_steal_pointer (&code), device);
}

static SbxDevice *
find_device (SbxEntra   *entra,
             const char *user_code)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, entra->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SbxDevice *device = value;

      if (g_strcmp0 (device->user_code, user_code) == 0 && device->end > g_get_monotonic_time ())
        return device;
    }
  return NULL;
}

static void
device_login (SbxEntra    *entra,
              SbxRequest  *request,
              SbxResponse *response)
{
  g_autoptr (GString) out = NULL;

  if (strcmp (request->method, "POST") == 0)
    {
      g_autoptr (SbxRequest) form = form_of (request);
      g_autofree char *user_code = sbx_request_option (form, "user_code");
      g_autofree char *person = sbx_request_option (form, "person");
      g_autofree char *decision = sbx_request_option (form, "decision");
      SbxDevice *device = find_device (entra, user_code);

      if (device == NULL)
        {
          page (response, 400, "<html><body><p>That code didn't work. Check the code and try again.</p></body></html>");
          return;
        }
      device->is_declined = g_strcmp0 (decision, "accept") != 0;
      device->person = device->is_declined ? NULL : find_person (person);
      page (response, 200, "<html><body><p>You have signed in to the Passerelle application on your device. You may now close this window.</p></body></html>");
      return;
    }

  out = g_string_new ("<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><h1>Enter code</h1>"
                      "<p>This is a stand-in. It asks for no password.</p><form method=\"post\"><p>Code <input name=\"user_code\"></p>");
  add_choice (out);
  page (response, 200, out->str);
}

gboolean
sbx_entra_person_handle (SbxEntra    *entra,
                         SbxRequest  *request,
                         SbxResponse *response,
                         GStrv        path)
{
  guint length = g_strv_length (path);

  if (length == 1 && strcmp (path[0], "devicelogin") == 0)
    device_login (entra, request, response);
  else if (length != 4 || strcmp (path[1], "oauth2") != 0 || strcmp (path[2], "v2.0") != 0)
    return FALSE;
  else if (strcmp (path[3], "authorize") == 0)
    authorize (entra, request, response, path[0]);
  else if (strcmp (path[3], "devicecode") == 0 && strcmp (request->method, "POST") == 0)
    device_code (entra, request, response, path[0]);
  else
    return FALSE;
  return TRUE;
}

/* Codes of errors: Microsoft, "Authentication and authorization error codes". */
static void
redeem_code (SbxEntra    *entra,
             SbxRequest  *fields,
             SbxResponse *response)
{
  g_autofree char *text = sbx_request_option (fields, "code");
  g_autofree char *redirect_uri = sbx_request_option (fields, "redirect_uri");
  g_autofree char *verifier = sbx_request_option (fields, "code_verifier");
  SbxCode *code = text != NULL ? g_hash_table_lookup (entra->codes, text) : NULL;
  g_autofree char *challenge = NULL;
  guint8 digest[32];
  gsize size = sizeof digest;

  if (code == NULL)
    sbx_entra_refuse (entra, response, 400, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.");
  else if (code->is_used)
    sbx_entra_refuse (entra, response, 400, "invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");
  else if (code->end < g_get_monotonic_time ())
    sbx_entra_refuse (entra, response, 400, "invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity.");
  else if (g_strcmp0 (redirect_uri, code->redirect_uri) != 0)
    sbx_entra_refuse (entra, response, 400, "invalid_grant", 500112, "The reply address does not match the reply address provided when requesting Authorization code.");
  else
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

      code->is_used = TRUE;
      g_checksum_update (checksum, (const guchar *) (verifier != NULL ? verifier : ""), verifier != NULL ? (gssize) strlen (verifier) : 0);
      g_checksum_get_digest (checksum, digest, &size);
      challenge = sbx_entra_base64url (digest, size);
      if (g_strcmp0 (challenge, code->challenge) != 0)
        sbx_entra_refuse (entra, response, 400, "invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
      else
        sbx_entra_grant (entra, response, code->person, code->scope);
    }
}

static void
redeem_device (SbxEntra    *entra,
               SbxRequest  *fields,
               SbxResponse *response)
{
  g_autofree char *text = sbx_request_option (fields, "device_code");
  SbxDevice *device = text != NULL ? g_hash_table_lookup (entra->devices, text) : NULL;
  gint64 now = g_get_monotonic_time ();
  gboolean is_early;

  if (device == NULL)
    {
      sbx_entra_refuse (entra, response, 400, "bad_verification_code", 70018, "Bad verification code received from the client.");
      return;
    }
  /* RFC 8628, 3.5. A little earlier is the clock's fault. */
  is_early = device->last != 0 && now - device->last < seconds (entra, "entra.device-interval") - G_USEC_PER_SEC / 2;
  device->last = now;

  if (device->end < now)
    sbx_entra_refuse (entra, response, 400, "expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");
  else if (device->is_declined)
    sbx_entra_refuse (entra, response, 400, "authorization_declined", 70017, "The user declined to authorize the application.");
  else if (is_early)
    sbx_entra_refuse (entra, response, 400, "slow_down", 70016, "Polling too often.");
  else if (device->person == NULL)
    sbx_entra_refuse (entra, response, 400, "authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
  else
    {
      sbx_entra_grant (entra, response, device->person, device->scope);
      g_hash_table_remove (entra->devices, text);
    }
}

static void
redeem_refresh (SbxEntra    *entra,
                SbxRequest  *fields,
                SbxResponse *response)
{
  g_autofree char *text = sbx_request_option (fields, "refresh_token");
  g_autofree char *scope = sbx_request_option (fields, "scope");
  const SbxPerson *person = text != NULL ? g_hash_table_lookup (entra->refresh, text) : NULL;

  if (person == NULL)
    {
      sbx_entra_refuse (entra, response, 400, "invalid_grant", 50173,
                        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or "
                        "reset their password.");
      return;
    }
  if (sbx_options_is (entra->options, "entra.old-refresh", "revoked"))
    g_hash_table_remove (entra->refresh, text);
  sbx_entra_grant (entra, response, person, scope);
}

gboolean
sbx_entra_person_token (SbxEntra    *entra,
                        SbxRequest  *fields,
                        SbxResponse *response,
                        const char  *type)
{
  g_autofree char *secret = sbx_request_option (fields, "client_secret");
  void (*redeem) (SbxEntra *, SbxRequest *, SbxResponse *) = NULL;

  if (strcmp (type, "authorization_code") == 0)
    redeem = redeem_code;
  else if (strcmp (type, DEVICE_GRANT) == 0)
    redeem = redeem_device;
  else if (strcmp (type, "refresh_token") == 0)
    redeem = redeem_refresh;
  if (redeem == NULL)
    return FALSE;

  if (secret != NULL)
    sbx_entra_refuse (entra, response, 401, "invalid_client", 700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");
  else
    redeem (entra, fields, response);
  return TRUE;
}
