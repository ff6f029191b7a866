/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-user-tokens"

#include "config.h"

#include "psr-user-tokens-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-net-future.h"
#include "psr-redact.h"
#include "psr-service-error.h"
#include "psr-sign-in-words.h"
#include "psr-wipe.h"

static void psr_user_tokens_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrUserTokens, psr_user_tokens, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, psr_user_tokens_iface_init))

/**
 * psr_user_tokens_request:
 * @self: the tokens of a person
 * @name: the last part of the endpoint's address
 * @form: (transfer full): what to ask
 * @error: return location for an error of the transport
 *
 * Asks the sign-in service for a grant.
 *
 * Returns: (transfer full) (nullable): its answer
 */
PsrTokenGrant *
psr_user_tokens_request (PsrUserTokens  *self,
                         const char     *name,
                         GString        *form,
                         GError        **error)
{
  g_autofree char *url = g_strconcat (self->endpoint, "/", name, NULL);
  g_autoptr (PsrRequest) request = psr_token_form_finish (form, url);
  g_autoptr (PsrResponse) response = dex_await_object (psr_transport_send (self->transport, request), error);

  if (response == NULL)
    return NULL;

  return dex_await_boxed (psr_token_grant_read (self->executor, response), error);
}

/* Someone of another tenant is not who the profile means, whatever the sign-in
 * service thinks of it. */
static gboolean
check_tenant (PsrUserTokens  *self,
              PsrTokenGrant  *grant,
              GError        **error)
{
  g_autofree char *wanted = psr_guid_normalize (self->tenant);
  g_autofree char *why = NULL;

  if (wanted == NULL || grant->tenant == NULL || strcmp (wanted, grant->tenant) == 0)
    return TRUE;

  why = g_strdup_printf (_("The account belongs to the tenant %s."), grant->tenant);
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           _("You signed in to another tenant than the profile names."), why,
                           _("Sign in with an account of that tenant, or correct Tenant in the profile."));

  return FALSE;
}

/* A refresh token is stored before its access token is used: else the one that
 * is stored could be one that isn't accepted any more. */
static gboolean
take_grant (PsrUserTokens  *self,
            PsrTokenGrant  *grant,
            GError        **error)
{
  if (!check_tenant (self, grant, error))
    return FALSE;

  if (grant->refresh_token != NULL &&
      !dex_await (psr_secret_store_store (self->secrets, self->secret_name, grant->refresh_token), error))
    return FALSE;

  if (grant->person != NULL)
    g_set_str (&self->person, grant->person);
  psr_wipe_string (&self->refused);
  g_clear_error (&self->refusal);
  psr_bearer_take (&self->bearer, grant, self->clock);

  return TRUE;
}

static void
set_not_signed_in (GError **error)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           _("Nobody is signed in to Business Central."),
                           _("The profile says that a person signs in, and nobody has yet."),
                           _("Sign in with “passerellectl connect”."));
}

static PsrSecret *
look_up (PsrUserTokens  *self,
         GError        **error)
{
  g_autoptr (GError) local = NULL;
  PsrSecret *secret = dex_await_boxed (psr_secret_store_lookup (self->secrets, self->secret_name), &local);

  if (secret != NULL)
    {
      /* The next one takes its place with each use. */
      psr_redact_register_passing (psr_secret_get_text (secret));
      return secret;
    }

  if (g_error_matches (local, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND))
    set_not_signed_in (error);
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

static PsrTokenGrant *
refresh (PsrUserTokens  *self,
         PsrSecret      *secret,
         GError        **error)
{
  GString *form = psr_token_form_new (strlen (psr_secret_get_text (secret)) + strlen (self->scope));

  psr_token_form_add (form, "grant_type", "refresh_token");
  psr_token_form_add (form, "client_id", self->client_id);
  psr_token_form_add (form, "refresh_token", psr_secret_get_text (secret));
  psr_token_form_add (form, "scope", self->scope);

  return psr_user_tokens_request (self, "token", form, error);
}

/* Keeps which token was refused for good, so that nothing is asked again until
 * a person has signed in. */
static gboolean
keep_refusal (PsrUserTokens *self,
              PsrSecret     *secret,
              PsrTokenGrant *grant,
              GError        *reason)
{
  if (!psr_sign_in_needs_person (grant->failure))
    return FALSE;

  psr_wipe_string (&self->refused);
  self->refused = g_strdup (psr_secret_get_text (secret));
  g_clear_error (&self->refusal);
  self->refusal = g_error_copy (reason);

  return TRUE;
}

/* Another process may have renewed the token since it was read, or a person
 * have signed in: then what is stored now counts. */
static DexFuture *
renew_fiber (gpointer data)
{
  PsrUserTokens *self = data;
  g_autoptr (PsrSecret) secret = NULL;
  GError *error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PsrTokenGrant) grant = NULL;
      g_autoptr (PsrSecret) stored = look_up (self, &error);

      if (stored == NULL)
        return dex_future_new_for_error (error);

      if (self->refused != NULL && strcmp (self->refused, psr_secret_get_text (stored)) == 0)
        return dex_future_new_for_error (g_error_copy (self->refusal));

      g_clear_pointer (&secret, psr_secret_unref);
      secret = g_steal_pointer (&stored);
      grant = refresh (self, secret, &error);
      if (grant == NULL)
        return dex_future_new_for_error (error);

      if (grant->failure == NULL)
        return take_grant (self, grant, &error) ? dex_future_new_true () : dex_future_new_for_error (error);

      psr_sign_in_set_person_error (grant->failure, &error);
      if (!keep_refusal (self, secret, grant, error))
        return dex_future_new_for_error (error);
      g_clear_error (&error);
    }

  return dex_future_new_for_error (g_error_copy (self->refusal));
}

static DexFuture *
return_header (DexFuture *completed,
               gpointer   data)
{
  PsrUserTokens *self = data;

  return dex_future_new_take_string (g_strdup (self->bearer.header));
}

static DexFuture *
psr_user_tokens_authorize (PsrTokenSource *source,
                           const char     *rejected)
{
  PsrUserTokens *self = PSR_USER_TOKENS (source);

  if (self->pending != NULL && !dex_future_is_pending (self->pending))
    dex_clear (&self->pending);

  if (self->pending == NULL)
    {
      if (psr_bearer_is_fresh (&self->bearer, self->clock) && g_strcmp0 (self->bearer.header, rejected) != 0)
        return dex_future_new_take_string (g_strdup (self->bearer.header));

      /* Held here, so that it goes on when the first who asked gives up. */
      self->pending = psr_net_spawn (renew_fiber, g_object_ref (self), g_object_unref);
    }

  return dex_future_then (dex_ref (self->pending), return_header, g_object_ref (self), g_object_unref);
}

static void
psr_user_tokens_explain_rejection (PsrTokenSource  *source,
                                   GError         **error)
{
  PsrUserTokens *self = PSR_USER_TOKENS (source);
  g_autofree char *why = NULL;

  if (self->person != NULL)
    why = g_strdup_printf (_("Microsoft Entra ID signed %s in, but Business Central doesn’t know this user, or the user has no licence."), self->person);
  else
    why = g_strdup (_("Microsoft Entra ID signed you in, but Business Central doesn’t know you as a user, or you have no licence."));

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           _("Business Central doesn’t accept the sign-in."), why,
                           _("Ask an administrator to enable the user in Business Central, or sign in as somebody else (“passerellectl connect”)."));
}

static const char *
psr_user_tokens_get_person (PsrTokenSource *source)
{
  return PSR_USER_TOKENS (source)->person;
}

static void
psr_user_tokens_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = psr_user_tokens_authorize;
  iface->explain_rejection = psr_user_tokens_explain_rejection;
  iface->get_person = psr_user_tokens_get_person;
}

/**
 * psr_sign_in_set_stopped:
 * @error: return location for %PSR_SERVICE_ERROR_CANCELLED
 *
 * Says that the person doesn't want it any more.
 */
void
psr_sign_in_set_stopped (GError **error)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CANCELLED,
                           _("The sign-in was given up."), _("You asked for it."),
                           _("Start it again with “passerellectl connect”."));
}

/**
 * psr_sign_in_wait:
 * @self: a sign-in under way
 * @usec: how long, in microseconds
 * @error: return location for %PSR_SERVICE_ERROR_CANCELLED
 *
 * Returns: %TRUE after the time, %FALSE when the person doesn't want it any more
 */
gboolean
psr_sign_in_wait (PsrSignIn  *self,
                  gint64      usec,
                  GError    **error)
{
  if (dex_await (dex_future_first (psr_clock_sleep (self->tokens->clock, usec),
                                   dex_cancellable_new_from_cancellable (self->stop),
                                   NULL),
                 NULL))
    return TRUE;

  psr_sign_in_set_stopped (error);

  return FALSE;
}

static void
sign_in_clear (gpointer data)
{
  PsrSignIn *self = data;

  g_clear_object (&self->tokens);
  g_clear_object (&self->stop);
}

static void
sign_in_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, sign_in_clear);
}

/* Nobody is sent to sign in when it couldn't be kept. */
static gboolean
can_store (PsrUserTokens  *self,
           GError        **error)
{
  g_autoptr (PsrSecret) secret = NULL;
  g_autoptr (GError) local = NULL;

  secret = dex_await_boxed (psr_secret_store_lookup (self->secrets, self->secret_name), &local);
  if (secret != NULL || g_error_matches (local, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  PsrSignIn *sign_in = data;
  PsrUserTokens *self = sign_in->tokens;
  g_autoptr (PsrTokenGrant) grant = NULL;
  GError *error = NULL;

  if (!can_store (self, &error))
    return dex_future_new_for_error (error);

  grant = sign_in->way == PSR_SIGN_IN_BROWSER ? psr_sign_in_with_browser (sign_in, &error)
                                              : psr_sign_in_with_device (sign_in, &error);
  if (grant == NULL)
    return dex_future_new_for_error (error);

  if (grant->failure != NULL)
    {
      psr_sign_in_set_person_error (grant->failure, &error);
      return dex_future_new_for_error (error);
    }

  if (grant->refresh_token == NULL)
    {
      psr_set_explained_error (&error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                               _("The sign-in can’t be kept."),
                               _("Microsoft Entra ID gave no refresh token, so you would have to sign in every hour."),
                               _("Ask an administrator to allow “offline_access” for the app registration."));
      return dex_future_new_for_error (error);
    }

  return take_grant (self, grant, &error) ? dex_future_new_true () : dex_future_new_for_error (error);
}

/**
 * psr_user_tokens_sign_in:
 * @self: the tokens of a person
 * @way: how the person signs in
 * @prompt: shows the person what to do
 * @data: passed to @prompt
 * @stop: (nullable): cancelled when the person doesn't want it any more
 *
 * Lets a person sign in, and stores what keeps them signed in.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with
 *   %PSR_SERVICE_ERROR, with an error of the transport or of the secret store
 */
DexFuture *
psr_user_tokens_sign_in (PsrUserTokens       *self,
                         PsrSignInWay         way,
                         PsrSignInPromptFunc  prompt,
                         gpointer             data,
                         GCancellable        *stop)
{
  PsrSignIn *sign_in;

  g_return_val_if_fail (PSR_IS_USER_TOKENS (self), NULL);
  g_return_val_if_fail (prompt != NULL, NULL);
  g_return_val_if_fail (stop == NULL || G_IS_CANCELLABLE (stop), NULL);

  sign_in = g_atomic_rc_box_new0 (PsrSignIn);
  sign_in->tokens = g_object_ref (self);
  sign_in->way = way;
  sign_in->prompt = prompt;
  sign_in->data = data;
  sign_in->stop = stop != NULL ? g_object_ref (stop) : g_cancellable_new ();

  return psr_net_spawn (sign_in_fiber, sign_in, sign_in_unref);
}

/**
 * psr_user_tokens_sign_out:
 * @self: the tokens of a person
 *
 * Forgets what keeps the person signed in.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with
 *   %PSR_SECRET_ERROR
 */
DexFuture *
psr_user_tokens_sign_out (PsrUserTokens *self)
{
  g_return_val_if_fail (PSR_IS_USER_TOKENS (self), NULL);

  psr_bearer_clear (&self->bearer);
  g_clear_pointer (&self->person, g_free);

  return psr_secret_store_clear (self->secrets, self->secret_name);
}

static void
psr_user_tokens_finalize (GObject *object)
{
  PsrUserTokens *self = PSR_USER_TOKENS (object);

  dex_clear (&self->pending);
  psr_bearer_clear (&self->bearer);
  psr_wipe_string (&self->refused);
  g_clear_error (&self->refusal);
  g_clear_object (&self->transport);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->executor);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->tenant, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->scope, g_free);
  g_clear_pointer (&self->secret_name, g_free);
  g_clear_pointer (&self->person, g_free);

  G_OBJECT_CLASS (psr_user_tokens_parent_class)->finalize (object);
}

static void
psr_user_tokens_class_init (PsrUserTokensClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_user_tokens_finalize;
}

static void
psr_user_tokens_init (PsrUserTokens *self)
{
}

/**
 * psr_user_tokens_new:
 * @transport: reaches the sign-in service
 * @clock: for the life of a token, and for waiting
 * @random: for what nobody may guess
 * @executor: for reading answers on its lane "parse"
 * @authority: such as "https://login.microsoftonline.com"
 * @tenant: the GUID or a domain of the tenant; never one that stands for all
 * @client_id: of the app registration, a public client
 * @scope: what to ask for, usually %PSR_BC_USER_SCOPE
 * @secrets: where the refresh token is kept
 * @secret_name: under which name
 *
 * The tokens of a person who signed in to Entra ID, once, by whatever way. An
 * access token is renewed five minutes before its end; however many ask at once,
 * there is one request. Once the sign-in service asks for the person, nothing is
 * asked of it until somebody has signed in.
 *
 * Returns: (transfer full): a token source
 */
PsrUserTokens *
psr_user_tokens_new (PsrTransport   *transport,
                     PsrClock       *clock,
                     PsrRandom      *random,
                     PsrExecutor    *executor,
                     const char     *authority,
                     const char     *tenant,
                     const char     *client_id,
                     const char     *scope,
                     PsrSecretStore *secrets,
                     const char     *secret_name)
{
  PsrUserTokens *self;

  g_return_val_if_fail (PSR_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_RANDOM (random), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);
  g_return_val_if_fail (authority != NULL && tenant != NULL, NULL);
  g_return_val_if_fail (client_id != NULL && scope != NULL, NULL);
  g_return_val_if_fail (PSR_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (secret_name != NULL, NULL);

  self = g_object_new (PSR_TYPE_USER_TOKENS, NULL);
  self->transport = g_object_ref (transport);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->executor = g_object_ref (executor);
  self->endpoint = g_strdup_printf ("%s/%s/oauth2/v2.0", authority, tenant);
  self->tenant = g_strdup (tenant);
  self->client_id = g_strdup (client_id);
  self->scope = g_strdup (scope);
  self->secrets = g_object_ref (secrets);
  self->secret_name = g_strdup (secret_name);

  return self;
}
