/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-client-credentials"

#include "config.h"

#include "psr-client-credentials.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-redact.h"
#include "psr-service-error.h"
#include "psr-sign-in-words.h"
#include "psr-wipe.h"

#define EARLY            (300 * (gint64) G_USEC_PER_SEC)
#define LIFETIME_DEFAULT 3600
#define LIFETIME_MAX     (24 * 3600)

struct _PsrClientCredentials
{
  GObject         parent_instance;
  PsrTransport   *transport;
  PsrClock       *clock;
  PsrExecutor    *executor;
  char           *token_endpoint;
  char           *client_id;
  char           *scope;
  PsrSecretStore *secrets;
  char           *secret_name;
  char           *header;
  DexFuture      *pending;          /* the one sign-in under way */
  gint64          stale_monotonic;
  PsrTimestamp    stale;
};

static void psr_client_credentials_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrClientCredentials, psr_client_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, psr_client_credentials_iface_init))

static void
append_field (GString    *body,
              const char *name,
              const char *value)
{
  char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (body, "%s%s=%s", body->len > 0 ? "&" : "", name, escaped);
  psr_wipe_string (&escaped);
}

static PsrRequest *
make_request (PsrClientCredentials *self,
              PsrSecret            *secret)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (GBytes) bytes = NULL;

  /* Large enough for all of it: growing would leave copies behind. */
  GString *body = g_string_sized_new (256 + 3 * (strlen (self->client_id) + strlen (self->scope) + strlen (psr_secret_get_text (secret))));

  append_field (body, "grant_type", "client_credentials");
  append_field (body, "client_id", self->client_id);
  append_field (body, "client_secret", psr_secret_get_text (secret));
  append_field (body, "scope", self->scope);
  bytes = psr_wipe_bytes (g_string_free (body, FALSE));

  request = psr_request_new (PSR_REQUEST_SIGN_IN, "POST", self->token_endpoint);
  psr_request_set_header (request, "Accept", "application/json");
  psr_request_set_body (request, bytes, "application/x-www-form-urlencoded");

  return g_steal_pointer (&request);
}

/* A token as the answer gives it, or why there is none. */
typedef struct
{
  char            *access_token;
  PsrServiceError *failure;
  gint64           lifetime;
} Grant;

static void
grant_clear (gpointer data)
{
  Grant *self = data;

  psr_wipe_string (&self->access_token);
  g_clear_pointer (&self->failure, psr_service_error_unref);
}

static Grant *
grant_ref (Grant *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
grant_unref (Grant *self)
{
  g_atomic_rc_box_release_full (self, grant_clear);
}

#define TYPE_GRANT (grant_get_type ())
static GType grant_get_type (void);
G_DEFINE_BOXED_TYPE (Grant, grant, grant_ref, grant_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Grant, grant_unref)

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

static gboolean
grant_read (Grant       *self,
            PsrResponse *response)
{
  g_autoptr (JsonNode) root = psr_json_parse (psr_response_get_body (response), NULL);
  JsonObject *object;

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

  return TRUE;
}

static DexFuture *
grant_job (gpointer data)
{
  PsrResponse *response = data;
  Grant *grant = g_atomic_rc_box_new0 (Grant);

  if (!psr_response_is_success (response) || !grant_read (grant, response))
    grant->failure = psr_service_error_from_response (response);

  return dex_future_new_take_boxed (TYPE_GRANT, grant);
}

static void
take_grant (PsrClientCredentials *self,
            Grant                *grant)
{
  gint64 lifetime = grant->lifetime * G_USEC_PER_SEC;

  /* A short life is used to its half, or every request would sign in. */
  gint64 use = lifetime - MIN (EARLY, lifetime / 2);

  psr_redact_register (grant->access_token);
  psr_wipe_string (&self->header);
  self->header = g_strconcat ("Bearer ", grant->access_token, NULL);

  /* Both clocks: one stands still while the machine sleeps, the other may be
   * set back.
   */
  self->stale_monotonic = psr_clock_monotonic (self->clock) + use;
  self->stale = psr_clock_now (self->clock) + use;

  g_info ("Signed in for %" G_GINT64_FORMAT " s", grant->lifetime);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  PsrClientCredentials *self = data;
  g_autoptr (PsrSecret) secret = NULL;
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (PsrResponse) response = NULL;
  g_autoptr (Grant) grant = NULL;
  GError *error = NULL;

  secret = dex_await_boxed (psr_secret_store_lookup (self->secrets, self->secret_name), &error);

  if (secret == NULL)
    return dex_future_new_for_error (error);

  request = make_request (self, secret);
  g_clear_pointer (&secret, psr_secret_unref);
  response = dex_await_object (psr_transport_send (self->transport, request), &error);
  g_clear_object (&request);

  if (response == NULL)
    return dex_future_new_for_error (error);

  grant = dex_await_boxed (psr_executor_run (self->executor, "parse", grant_job, g_object_ref (response), g_object_unref), &error);

  if (grant == NULL)
    return dex_future_new_for_error (error);

  if (grant->failure != NULL)
    {
      psr_sign_in_set_error (grant->failure, self->secret_name, &error);
      return dex_future_new_for_error (error);
    }

  take_grant (self, grant);

  return dex_future_new_true ();
}

static DexFuture *
return_header (DexFuture *completed,
               gpointer   data)
{
  PsrClientCredentials *self = data;

  return dex_future_new_take_string (g_strdup (self->header));
}

static gboolean
is_fresh (PsrClientCredentials *self)
{
  return self->header != NULL &&
         psr_clock_monotonic (self->clock) < self->stale_monotonic &&
         psr_clock_now (self->clock) < self->stale;
}

static DexFuture *
psr_client_credentials_authorize (PsrTokenSource *source,
                                  const char     *rejected)
{
  PsrClientCredentials *self = PSR_CLIENT_CREDENTIALS (source);

  if (self->pending != NULL && !dex_future_is_pending (self->pending))
    dex_clear (&self->pending);

  if (self->pending == NULL)
    {
      if (is_fresh (self) && g_strcmp0 (self->header, rejected) != 0)
        return dex_future_new_take_string (g_strdup (self->header));

      /* Held here, so that it goes on when the first who asked gives up. */
      self->pending = psr_net_spawn (sign_in_fiber, g_object_ref (self), g_object_unref);
    }

  return dex_future_then (dex_ref (self->pending), return_header, g_object_ref (self), g_object_unref);
}

static void
psr_client_credentials_explain_rejection (PsrTokenSource  *source,
                                          GError         **error)
{
  PsrClientCredentials *self = PSR_CLIENT_CREDENTIALS (source);
  g_autofree char *why = g_strdup_printf (_("Microsoft Entra ID signed the application “%s” in, but Business Central doesn’t know it or it isn’t enabled there."), self->client_id);

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           _("Business Central doesn’t accept the sign-in."), why,
                           _("Open “Microsoft Entra Applications” in Business Central: add the Client ID, set State to Enabled, assign permission sets, and choose “Grant Consent”."));
}

static void
psr_client_credentials_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = psr_client_credentials_authorize;
  iface->explain_rejection = psr_client_credentials_explain_rejection;
}

static void
psr_client_credentials_finalize (GObject *object)
{
  PsrClientCredentials *self = PSR_CLIENT_CREDENTIALS (object);

  dex_clear (&self->pending);
  psr_wipe_string (&self->header);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->executor);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->token_endpoint, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->secret_name, g_free);

  G_OBJECT_CLASS (psr_client_credentials_parent_class)->finalize (object);
}

static void
psr_client_credentials_class_init (PsrClientCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_client_credentials_finalize;
}

static void
psr_client_credentials_init (PsrClientCredentials *self)
{
}

/**
 * psr_client_credentials_new:
 * @transport: reaches the sign-in service
 * @clock: for the life of a token
 * @executor: for reading answers on its lane "parse"
 * @token_endpoint: such as
 *   "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token"
 * @client_id: of the app registration
 * @scope: what to ask for, usually %PSR_BC_SCOPE
 * @secrets: where the client secret is
 * @secret_name: under which name
 *
 * The client credentials flow of Entra ID. A token is renewed five minutes
 * before its end; however many ask at once, there is one request. The secret is
 * read for each sign-in and not kept.
 *
 * Returns: (transfer full): a token source
 */
PsrTokenSource *
psr_client_credentials_new (PsrTransport   *transport,
                            PsrClock       *clock,
                            PsrExecutor    *executor,
                            const char     *token_endpoint,
                            const char     *client_id,
                            const char     *scope,
                            PsrSecretStore *secrets,
                            const char     *secret_name)
{
  PsrClientCredentials *self;

  g_return_val_if_fail (PSR_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);
  g_return_val_if_fail (token_endpoint != NULL, NULL);
  g_return_val_if_fail (client_id != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);
  g_return_val_if_fail (PSR_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (secret_name != NULL, NULL);

  self = g_object_new (PSR_TYPE_CLIENT_CREDENTIALS, NULL);
  self->transport = g_object_ref (transport);
  self->clock = g_object_ref (clock);
  self->executor = g_object_ref (executor);
  self->token_endpoint = g_strdup (token_endpoint);
  self->client_id = g_strdup (client_id);
  self->scope = g_strdup (scope);
  self->secrets = g_object_ref (secrets);
  self->secret_name = g_strdup (secret_name);

  return PSR_TOKEN_SOURCE (self);
}
