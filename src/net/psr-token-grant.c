/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-token-grant"

#include "config.h"

#include "psr-token-grant.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-json.h"
#include "psr-redact.h"
#include "psr-wipe.h"

#define EARLY            (300 * (gint64) G_USEC_PER_SEC)
#define LIFETIME_DEFAULT 3600
#define LIFETIME_MAX     (24 * 3600)

G_DEFINE_BOXED_TYPE (PsrTokenGrant, psr_token_grant, psr_token_grant_ref, psr_token_grant_unref)

static void
grant_clear (gpointer data)
{
  PsrTokenGrant *self = data;

  psr_wipe_string (&self->access_token);
  psr_wipe_string (&self->refresh_token);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->tenant, g_free);
  g_clear_pointer (&self->failure, psr_service_error_unref);
}

/**
 * psr_token_grant_ref:
 * @self: a grant
 *
 * Returns: (transfer full): @self
 */
PsrTokenGrant *
psr_token_grant_ref (PsrTokenGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_token_grant_unref:
 * @self: (transfer full): a grant
 */
void
psr_token_grant_unref (PsrTokenGrant *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, grant_clear);
}

/* A token that would need escaping in a header isn't one. */
static gboolean
is_header_safe (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_isgraph (*c))
        return FALSE;
    }

  return *text != '\0';
}

/* The claims of a token. Its signature isn't looked at: it comes straight from
 * the sign-in service, over a connection whose certificate was checked (OpenID
 * Connect Core, 3.1.3.7, 6). */
static JsonNode *
read_claims (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 4);
  g_autoptr (GString) text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guchar *decoded;
  gsize length;

  if (g_strv_length (parts) != 3)
    return NULL;

  /* The alphabet for URLs, without padding. */
  text = g_string_new (parts[1]);
  g_strdelimit (text->str, "-", '+');
  g_strdelimit (text->str, "_", '/');
  while (text->len % 4 != 0)
    g_string_append_c (text, '=');

  decoded = g_base64_decode (text->str, &length);
  bytes = g_bytes_new_take (decoded, length);

  return psr_json_parse (bytes, NULL);
}

static void
read_person (PsrTokenGrant *self,
             const char    *id_token)
{
  static const char *const names[] = { "preferred_username", "upn", "email", "name", "oid" };
  g_autoptr (JsonNode) claims = read_claims (id_token);
  JsonObject *object;

  if (claims == NULL || !JSON_NODE_HOLDS_OBJECT (claims))
    return;

  object = json_node_get_object (claims);
  self->tenant = psr_json_dup_guid (object, "tid");
  for (gsize i = 0; i < G_N_ELEMENTS (names) && self->person == NULL; i++)
    {
      const char *name = psr_json_get_string (object, names[i]);

      if (*name != '\0')
        self->person = g_strdup (name);
    }
}

static gboolean
grant_read (PsrTokenGrant *self,
            PsrResponse   *response)
{
  g_autoptr (JsonNode) root = psr_json_parse (psr_response_get_body (response), NULL);
  JsonObject *object;
  const char *refresh;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  object = json_node_get_object (root);

  if (g_ascii_strcasecmp (psr_json_get_string (object, "token_type"), "Bearer") != 0 ||
      !is_header_safe (psr_json_get_string (object, "access_token")))
    return FALSE;

  if (!psr_json_get_int64 (object, "expires_in", &self->lifetime, NULL) || self->lifetime <= 0)
    self->lifetime = LIFETIME_DEFAULT;

  self->lifetime = MIN (self->lifetime, LIFETIME_MAX);
  self->access_token = g_strdup (psr_json_get_string (object, "access_token"));
  psr_redact_register_passing (self->access_token);

  refresh = psr_json_get_string (object, "refresh_token");
  if (*refresh != '\0')
    {
      self->refresh_token = g_strdup (refresh);
      psr_redact_register_passing (self->refresh_token);
    }

  read_person (self, psr_json_get_string (object, "id_token"));

  return TRUE;
}

static DexFuture *
grant_job (gpointer data)
{
  PsrResponse *response = data;
  PsrTokenGrant *grant = g_atomic_rc_box_new0 (PsrTokenGrant);

  if (!psr_response_is_success (response) || !grant_read (grant, response))
    grant->failure = psr_service_error_from_response (response);

  return dex_future_new_take_boxed (PSR_TYPE_TOKEN_GRANT, grant);
}

/**
 * psr_token_grant_read:
 * @executor: for reading the answer on its lane "parse"
 * @response: an answer of the sign-in service
 *
 * Returns: (transfer full): a future of a #PsrTokenGrant, with its failure where
 *   the answer gives no token
 */
DexFuture *
psr_token_grant_read (PsrExecutor *executor,
                      PsrResponse *response)
{
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);
  g_return_val_if_fail (PSR_IS_RESPONSE (response), NULL);

  return psr_executor_run (executor, "parse", grant_job, g_object_ref (response), g_object_unref);
}

/**
 * psr_token_form_new:
 * @size: about how long the values are together
 *
 * Returns: (transfer full): a form to fill; large enough, since growing would
 *   leave copies of secrets behind
 */
GString *
psr_token_form_new (gsize size)
{
  return g_string_sized_new (512 + 3 * size);
}

/**
 * psr_token_form_add:
 * @form: a form
 * @name: the name of a field
 * @value: its value
 */
void
psr_token_form_add (GString    *form,
                    const char *name,
                    const char *value)
{
  char *escaped;

  g_return_if_fail (form != NULL);
  g_return_if_fail (name != NULL && value != NULL);

  escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, escaped);
  psr_wipe_string (&escaped);
}

/**
 * psr_token_form_finish:
 * @form: (transfer full): a form
 * @url: where it goes
 *
 * Returns: (transfer full): the request, whose body is wiped with it
 */
PsrRequest *
psr_token_form_finish (GString    *form,
                       const char *url)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  bytes = psr_wipe_bytes (g_string_free (form, FALSE));
  request = psr_request_new (PSR_REQUEST_SIGN_IN, "POST", url);
  psr_request_set_header (request, "Accept", "application/json");
  psr_request_set_body (request, bytes, "application/x-www-form-urlencoded");

  return g_steal_pointer (&request);
}

/**
 * psr_bearer_take:
 * @self: where an access token is in use
 * @grant: a grant that has one
 * @clock: for its life
 *
 * Uses the access token of @grant from now on.
 */
void
psr_bearer_take (PsrBearer     *self,
                 PsrTokenGrant *grant,
                 PsrClock      *clock)
{
  gint64 lifetime;
  gint64 use;

  g_return_if_fail (self != NULL);
  g_return_if_fail (grant != NULL && grant->access_token != NULL);

  /* A short life is used to its half, or every request would sign in. */
  lifetime = grant->lifetime * G_USEC_PER_SEC;
  use = lifetime - MIN (EARLY, lifetime / 2);

  psr_wipe_string (&self->header);
  self->header = g_strconcat ("Bearer ", grant->access_token, NULL);

  /* Both clocks: one stands still while the machine sleeps, the other may be
   * set back. */
  self->stale_monotonic = psr_clock_monotonic (clock) + use;
  self->stale = psr_clock_now (clock) + use;

  g_info ("Signed in for %" G_GINT64_FORMAT " s", grant->lifetime);
}

/**
 * psr_bearer_is_fresh:
 * @self: where an access token is in use
 * @clock: the same clock
 *
 * Returns: whether there is one that needn't be renewed yet
 */
gboolean
psr_bearer_is_fresh (PsrBearer *self,
                     PsrClock  *clock)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->header != NULL &&
         psr_clock_monotonic (clock) < self->stale_monotonic &&
         psr_clock_now (clock) < self->stale;
}

/**
 * psr_bearer_clear:
 * @self: where an access token is in use
 *
 * Wipes it.
 */
void
psr_bearer_clear (PsrBearer *self)
{
  g_return_if_fail (self != NULL);

  psr_wipe_string (&self->header);
}
