/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-device-sign-in"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sign-in-words.h"
#include "psr-user-tokens-private.h"
#include "psr-wipe.h"

#define INTERVAL_DEFAULT 5
#define INTERVAL_MAX     60
#define LIFE_DEFAULT     900
#define LIFE_MAX         3600
#define SLOWER           5

/* A code as the sign-in service gives it (RFC 8628, 3.2). */
typedef struct
{
  char            *device_code;
  char            *user_code;
  char            *url;
  gint64           interval; /* seconds */
  gint64           life;     /* seconds */
} Code;

static void
code_clear (Code *self)
{
  psr_wipe_string (&self->device_code);
  psr_wipe_string (&self->user_code);
  g_clear_pointer (&self->url, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Code, code_clear)

static gint64
get_seconds (JsonObject *object,
             const char *name,
             gint64      fallback,
             gint64      most)
{
  gint64 value;

  if (!psr_json_get_int64 (object, name, &value, NULL) || value <= 0)
    return fallback;

  return MIN (value, most);
}

static gboolean
read_code (Code        *self,
           PsrResponse *response)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  if (!psr_response_is_success (response))
    return FALSE;

  root = psr_json_parse (psr_response_get_body (response), NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  object = json_node_get_object (root);
  self->device_code = g_strdup (psr_json_get_string (object, "device_code"));
  self->user_code = g_strdup (psr_json_get_string (object, "user_code"));
  self->url = g_strdup (psr_json_get_string (object, "verification_uri"));
  self->interval = get_seconds (object, "interval", INTERVAL_DEFAULT, INTERVAL_MAX);
  self->life = get_seconds (object, "expires_in", LIFE_DEFAULT, LIFE_MAX);

  /* The person is told to open it: nothing but an address of the web. */
  return *self->device_code != '\0' && *self->user_code != '\0' &&
         (g_str_has_prefix (self->url, "https://") || g_str_has_prefix (self->url, "http://127.0.0.1:"));
}

static gboolean
ask_for_code (PsrSignIn  *sign_in,
              Code       *code,
              GError    **error)
{
  PsrUserTokens *tokens = sign_in->tokens;
  g_autofree char *url = g_strconcat (tokens->endpoint, "/devicecode", NULL);
  GString *form = psr_token_form_new (strlen (tokens->client_id) + strlen (tokens->scope));
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (PsrResponse) response = NULL;
  g_autoptr (PsrServiceError) failure = NULL;

  psr_token_form_add (form, "client_id", tokens->client_id);
  psr_token_form_add (form, "scope", tokens->scope);
  request = psr_token_form_finish (form, url);
  response = dex_await_object (psr_transport_send (tokens->transport, request), error);
  if (response == NULL)
    return FALSE;
  if (read_code (code, response))
    return TRUE;

  failure = psr_service_error_from_response (response);
  psr_sign_in_set_person_error (failure, error);

  return FALSE;
}

static PsrTokenGrant *
poll (PsrSignIn  *sign_in,
      Code       *code,
      GError    **error)
{
  GString *form = psr_token_form_new (strlen (code->device_code));

  psr_token_form_add (form, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
  psr_token_form_add (form, "client_id", sign_in->tokens->client_id);
  psr_token_form_add (form, "device_code", code->device_code);

  return psr_user_tokens_request (sign_in->tokens, "token", form, error);
}

/* Whether the answer means that the person isn't done yet. */
static gboolean
is_not_yet (const PsrServiceError *failure,
            Code                  *code)
{
  if (strcmp (failure->code, "authorization_pending") == 0)
    return TRUE;

  /* RFC 8628, 3.5: five seconds more, for all that follow. A service that is busy
   * is treated alike. */
  if (strcmp (failure->code, "slow_down") == 0 || failure->status == 429 || failure->status >= 500)
    {
      code->interval = MIN (code->interval + SLOWER, INTERVAL_MAX);
      return TRUE;
    }

  return FALSE;
}

static void
set_expired (GError **error)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           _("The code has expired."),
                           _("Nobody typed it in time."),
                           _("Start again with “passerellectl connect”."));
}

/**
 * psr_sign_in_with_device:
 * @self: a sign-in under way
 * @error: return location for an error
 *
 * The device authorization grant (RFC 8628).
 *
 * Returns: (transfer full) (nullable): the last answer of the sign-in service
 */
PsrTokenGrant *
psr_sign_in_with_device (PsrSignIn  *self,
                         GError    **error)
{
  PsrClock *clock = self->tokens->clock;
  g_auto (Code) code = { NULL, };
  PsrSignInPrompt prompt = { PSR_SIGN_IN_DEVICE_CODE, NULL, NULL };
  gint64 end;

  if (!ask_for_code (self, &code, error))
    return NULL;

  end = psr_clock_monotonic (clock) + code.life * G_USEC_PER_SEC;
  prompt.url = code.url;
  prompt.user_code = code.user_code;
  self->prompt (&prompt, self->data);

  while (psr_clock_monotonic (clock) + code.interval * G_USEC_PER_SEC < end)
    {
      g_autoptr (PsrTokenGrant) grant = NULL;
      g_autoptr (GError) local = NULL;

      if (!psr_sign_in_wait (self, code.interval * G_USEC_PER_SEC, error))
        return NULL;

      grant = poll (self, &code, &local);

      /* No network for a moment: the code still holds (RFC 8628, 3.5). */
      if (grant == NULL)
        {
          g_message ("The sign-in service can’t be reached: %s", local->message);
          code.interval = MIN (code.interval * 2, INTERVAL_MAX);
          continue;
        }

      if (grant->failure == NULL)
        return g_steal_pointer (&grant);
      if (strcmp (grant->failure->code, "expired_token") == 0)
        break;
      if (!is_not_yet (grant->failure, &code))
        return g_steal_pointer (&grant);
    }

  set_expired (error);

  return NULL;
}
