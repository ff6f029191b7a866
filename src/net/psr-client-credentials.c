/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-client-credentials"

#include "config.h"

#include "psr-client-credentials.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-service-error.h"
#include "psr-sign-in-words.h"
#include "psr-token-grant.h"

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
  PsrBearer       bearer;
  DexFuture      *pending;          /* the one sign-in under way */
};

static void psr_client_credentials_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrClientCredentials, psr_client_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, psr_client_credentials_iface_init))

static PsrRequest *
make_request (PsrClientCredentials *self,
              PsrSecret            *secret)
{
  GString *form = psr_token_form_new (strlen (self->client_id) + strlen (self->scope) + strlen (psr_secret_get_text (secret)));

  psr_token_form_add (form, "grant_type", "client_credentials");
  psr_token_form_add (form, "client_id", self->client_id);
  psr_token_form_add (form, "client_secret", psr_secret_get_text (secret));
  psr_token_form_add (form, "scope", self->scope);

  return psr_token_form_finish (form, self->token_endpoint);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  PsrClientCredentials *self = data;
  g_autoptr (PsrSecret) secret = NULL;
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (PsrResponse) response = NULL;
  g_autoptr (PsrTokenGrant) grant = NULL;
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

  grant = dex_await_boxed (psr_token_grant_read (self->executor, response), &error);

  if (grant == NULL)
    return dex_future_new_for_error (error);

  if (grant->failure != NULL)
    {
      g_autofree char *storing = psr_secret_store_describe (self->secrets, self->secret_name);

      psr_sign_in_set_error (grant->failure, storing, &error);
      return dex_future_new_for_error (error);
    }

  psr_bearer_take (&self->bearer, grant, self->clock);

  return dex_future_new_true ();
}

static DexFuture *
return_header (DexFuture *completed,
               gpointer   data)
{
  PsrClientCredentials *self = data;

  return dex_future_new_take_string (g_strdup (self->bearer.header));
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
      if (psr_bearer_is_fresh (&self->bearer, self->clock) && g_strcmp0 (self->bearer.header, rejected) != 0)
        return dex_future_new_take_string (g_strdup (self->bearer.header));

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
  psr_bearer_clear (&self->bearer);
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
