/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-session"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-organization.h"
#include "psr-session-private.h"

G_DEFINE_QUARK (psr-engine-error-quark, psr_engine_error)
G_DEFINE_FINAL_TYPE (PsrSession, psr_session, G_TYPE_OBJECT)

static const char *
get (PsrSession    *self,
     PsrProfileKey  key)
{
  return psr_profile_get_string (self->profile, key);
}

/**
 * psr_session_new:
 * @profile: the profile
 * @credentials_folder: (nullable): a folder with the secrets, or %NULL for the
 *   keyring
 * @clock: a clock
 * @random: a source of random numbers
 * @executor: where pages are parsed
 * @bc_transport: (nullable): what reaches Business Central and its sign-in
 *   service, or %NULL for the network
 * @wello_transport: (nullable): what reaches Wello, or %NULL for the network
 * @request_log: (nullable): what sees every request
 * @error: return location for an error
 *
 * Makes a session that isn't connected yet.
 *
 * Returns: (transfer full) (nullable): the session, or %NULL when a CaFile
 *   can't be used
 */
PsrSession *
psr_session_new (PsrProfile   *profile,
                 const char   *credentials_folder,
                 PsrClock     *clock,
                 PsrRandom    *random,
                 PsrExecutor  *executor,
                 PsrTransport *bc_transport,
                 PsrTransport *wello_transport,
                 PsrRequestLog *request_log,
                 GError      **error)
{
  return psr_session_new_to_try (profile, credentials_folder, NULL, clock, random, executor,
                                 bc_transport, wello_transport, request_log, error);
}

/**
 * psr_session_new_to_try:
 * @profile: the profile
 * @credentials_folder: (nullable): a folder with the secrets, or %NULL for the
 *   keyring
 * @typed: (nullable) (element-type utf8 PsrSecret): secrets that aren't stored
 *   yet, by their names; not to be changed any more
 * @clock: a clock
 * @random: a source of random numbers
 * @executor: where pages are parsed
 * @bc_transport: (nullable): as for psr_session_new()
 * @wello_transport: (nullable): as for psr_session_new()
 * @request_log: (nullable): as for psr_session_new()
 * @error: return location for an error
 *
 * Makes a session that isn't connected yet, with secrets that somebody has just
 * typed.
 *
 * Returns: (transfer full) (nullable): the session, or %NULL when a CaFile
 *   can't be used
 */
PsrSession *
psr_session_new_to_try (PsrProfile     *profile,
                        const char     *credentials_folder,
                        GHashTable     *typed,
                        PsrClock       *clock,
                        PsrRandom      *random,
                        PsrExecutor    *executor,
                        PsrTransport   *bc_transport,
                        PsrTransport   *wello_transport,
                        PsrRequestLog  *request_log,
                        GError        **error)
{
  g_autoptr(PsrSession) self = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_RANDOM (random), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  self = g_object_new (PSR_TYPE_SESSION, NULL);
  self->profile = g_object_ref (profile);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->executor = g_object_ref (executor);
  g_set_object (&self->bc_transport, bc_transport);
  g_set_object (&self->wello_transport, wello_transport);
  g_set_object (&self->request_log, request_log);

  if (!psr_session_make_clients (self, credentials_folder, typed, error))
    return NULL;

  return g_steal_pointer (&self);
}

static char *
list_environments (GPtrArray *environments)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < environments->len; i++)
    {
      const PsrBcEnvironment *environment = environments->pdata[i];

      g_strv_builder_add (builder, environment->name);
    }
  names = g_strv_builder_end (builder);

  return g_strjoinv (", ", names);
}

/* Online the service tells what kind of environment ours is, and which ones
 * there are when ours isn't among them. */
static gboolean
find_environment (PsrSession  *self,
                  GError     **error)
{
  g_autoptr(GPtrArray) environments = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *names = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  const char *wanted = get (self, PSR_PROFILE_BC_ENVIRONMENT);

  if (wanted == NULL)
    return TRUE;

  environments = dex_await_boxed (psr_bc_client_get_environments (self->bc), &local);
  if (environments == NULL)
    {
      /* An account may use an environment without the right to list them. */
      if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
          g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        {
          g_message ("Environments can't be listed: %s", local->message);
          return TRUE;
        }

      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; i < environments->len; i++)
    {
      const PsrBcEnvironment *environment = environments->pdata[i];

      if (g_ascii_strcasecmp (environment->name, wanted) == 0)
        {
          self->environment_type = environment->type;
          return TRUE;
        }
    }

  if (environments->len == 0)
    return TRUE;

  names = list_environments (environments);
  what = g_strdup_printf (_("Business Central has no environment “%s”."), wanted);
  why = g_strdup_printf (_("The account sees these environments: %s."), names);
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS, what, why,
                           _("Correct Environment= under [BusinessCentral] in the profile."));

  return FALSE;
}

static DexFuture *
open_bc_fiber (gpointer data)
{
  PsrSession *self = PSR_SESSION (data);
  PsrBcCompany *company;
  GError *error = NULL;

  if (!find_environment (self, &error))
    return dex_future_new_for_error (error);

  company = dex_await_boxed (psr_bc_client_find_company (self->bc, get (self, PSR_PROFILE_BC_COMPANY)), &error);
  if (company == NULL)
    return dex_future_new_for_error (error);

  g_clear_pointer (&self->company, psr_bc_company_unref);
  self->company = company;
  psr_bc_client_set_company (self->bc, company->id);
  psr_bc_client_set_company (self->flows_bc, company->id);

  return dex_future_new_true ();
}

static DexFuture *
open_wello_fiber (gpointer data)
{
  PsrSession *self = PSR_SESSION (data);
  g_autoptr(GPtrArray) organizations = NULL;
  GError *error = NULL;

  organizations = dex_await_boxed (psr_wello_client_get_sales_organizations (self->wello), &error);
  if (organizations == NULL)
    return dex_future_new_for_error (error);

  self->has_organizations = organizations->len > 1;
  g_clear_pointer (&self->organization, psr_wello_sales_organization_unref);
  if (!psr_organization_choose (organizations, get (self, PSR_PROFILE_WELLO_SALES_ORGANIZATION),
                                &self->organization, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_session_open_bc:
 * @self: a session
 *
 * Signs in to Business Central and finds the company.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_session_open_bc (PsrSession *self)
{
  dex_return_error_if_fail (PSR_IS_SESSION (self));

  return dex_scheduler_spawn (NULL, 0, open_bc_fiber, g_object_ref (self), g_object_unref);
}

/**
 * psr_session_open_wello:
 * @self: a session
 *
 * Signs in to Wello and finds the sales organization.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_session_open_wello (PsrSession *self)
{
  dex_return_error_if_fail (PSR_IS_SESSION (self));

  return dex_scheduler_spawn (NULL, 0, open_wello_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
open_fiber (gpointer data)
{
  PsrSession *self = PSR_SESSION (data);
  DexFuture *bc = psr_session_open_bc (self);
  DexFuture *wello = psr_session_open_wello (self);
  g_autoptr(GError) bc_error = NULL;
  g_autoptr(GError) wello_error = NULL;

  /* Both are brought to their end, also when the first one fails: nobody is
   * left behind in the middle of a request. */
  dex_await (bc, &bc_error);
  dex_await (wello, &wello_error);

  if (bc_error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&bc_error));
  if (wello_error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&wello_error));

  return dex_future_new_true ();
}

/**
 * psr_session_open:
 * @self: a session
 *
 * Signs in to both services at once.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_session_open (PsrSession *self)
{
  dex_return_error_if_fail (PSR_IS_SESSION (self));

  return dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref);
}

/**
 * psr_session_get_bc:
 * @self: a session
 *
 * Returns: (transfer none): the client of Business Central
 */
PsrBcClient *
psr_session_get_bc (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return self->bc;
}

/**
 * psr_session_get_wello:
 * @self: a session
 *
 * Returns: (transfer none): the client of Wello
 */
PsrWelloClient *
psr_session_get_wello (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return self->wello;
}

/**
 * psr_session_get_flows_bc:
 * @self: a session
 *
 * Returns: (transfer none): a client of Business Central of its own for flows, so that what
 *   they wait for can be told from what documents do
 */
PsrBcClient *
psr_session_get_flows_bc (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return self->flows_bc;
}

/**
 * psr_session_get_flows_wello:
 * @self: a session
 *
 * Returns: (transfer none): the same of Wello
 */
PsrWelloClient *
psr_session_get_flows_wello (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return self->flows_wello;
}

/**
 * psr_session_set_stop:
 * @self: a session
 * @stop: cancelled by whoever wants an end
 *
 * Nothing waits for a service any more once @stop is cancelled; see
 * psr_service_client_set_stop().
 */
void
psr_session_set_stop (PsrSession   *self,
                      GCancellable *stop)
{
  g_return_if_fail (PSR_IS_SESSION (self));

  psr_service_client_set_stop (psr_bc_client_get_service (self->bc), stop);
  psr_service_client_set_stop (psr_wello_client_get_service (self->wello), stop);
  psr_service_client_set_stop (psr_bc_client_get_service (self->flows_bc), stop);
  psr_service_client_set_stop (psr_wello_client_get_service (self->flows_wello), stop);
}

/**
 * psr_session_get_company:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the company, once Business Central is
 *   open
 */
PsrBcCompany *
psr_session_get_company (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return self->company;
}

/**
 * psr_session_get_environment_type:
 * @self: a session
 *
 * Returns: what the environment is for, once Business Central is open; unknown
 *   on premises
 */
PsrBcEnvironmentType
psr_session_get_environment_type (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), PSR_BC_ENVIRONMENT_UNKNOWN);

  return self->environment_type;
}

/**
 * psr_session_has_organizations:
 * @self: a session
 *
 * Returns: whether Wello has several sales organizations, be it archived ones,
 *   so that not all in it is ours; known once Wello is open
 */
gboolean
psr_session_has_organizations (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), FALSE);

  return self->has_organizations;
}

/**
 * psr_session_get_organization:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the sales organization, once Wello is
 *   open; %NULL where Wello has none
 */
PsrWelloSalesOrganization *
psr_session_get_organization (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return self->organization;
}

/**
 * psr_session_get_secrets:
 * @self: a session
 * @name: the name of a secret
 *
 * Returns: (transfer none): where that secret is kept
 */
PsrSecretStore *
psr_session_get_secrets (PsrSession *self,
                         const char *name)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_str_has_prefix (name, "wello-") ? self->wello_secrets : self->bc_secrets;
}

/**
 * psr_session_get_user_tokens:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the tokens of the person who signs in to
 *   Business Central, or %NULL when an application does
 */
PsrUserTokens *
psr_session_get_user_tokens (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return PSR_IS_USER_TOKENS (self->bc_tokens) ? PSR_USER_TOKENS (self->bc_tokens) : NULL;
}

/**
 * psr_session_get_person:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): who is signed in to Business Central, as
 *   the sign-in service names them, once the session is open; %NULL when an
 *   application is
 */
const char *
psr_session_get_person (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);

  return psr_token_source_get_person (self->bc_tokens);
}

/**
 * psr_session_dup_binding:
 * @self: a session that is open
 *
 * Returns: (transfer full): what a state folder used with it belongs to
 */
PsrBinding *
psr_session_dup_binding (PsrSession *self)
{
  g_autoptr(PsrBinding) binding = NULL;
  const char *tenant;
  const char *environment;

  g_return_val_if_fail (PSR_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->company != NULL, NULL);

  tenant = get (self, PSR_PROFILE_BC_TENANT);
  environment = get (self, PSR_PROFILE_BC_ENVIRONMENT);

  binding = psr_binding_new ();
  g_set_str (&binding->tenant, tenant != NULL ? tenant : "");
  g_set_str (&binding->environment, environment != NULL ? environment : "");
  if (self->environment_type != PSR_BC_ENVIRONMENT_UNKNOWN)
    g_set_str (&binding->environment_type, psr_bc_environment_type_to_string (self->environment_type));
  g_set_str (&binding->company_id, self->company->id);
  g_set_str (&binding->company_name, self->company->name);
  g_set_str (&binding->wello_domain, get (self, PSR_PROFILE_WELLO_DOMAIN));
  if (self->organization != NULL)
    g_set_str (&binding->wello_organisation, self->organization->id);

  return g_steal_pointer (&binding);
}

/**
 * psr_session_get_n_requests:
 * @self: a session
 *
 * Returns: how many requests both services have had of it
 */
guint
psr_session_get_n_requests (PsrSession *self)
{
  g_return_val_if_fail (PSR_IS_SESSION (self), 0);

  return psr_service_client_get_n_requests (psr_bc_client_get_service (self->bc)) +
         psr_service_client_get_n_requests (psr_wello_client_get_service (self->wello));
}

static void
psr_session_dispose (GObject *object)
{
  PsrSession *self = PSR_SESSION (object);

  g_clear_pointer (&self->organization, psr_wello_sales_organization_unref);
  g_clear_pointer (&self->company, psr_bc_company_unref);
  g_clear_object (&self->flows_wello);
  g_clear_object (&self->flows_bc);
  g_clear_object (&self->wello);
  g_clear_object (&self->bc);
  g_clear_object (&self->bc_tokens);
  g_clear_object (&self->user_secrets);
  g_clear_object (&self->wello_transport);
  g_clear_object (&self->request_log);
  g_clear_object (&self->bc_transport);
  g_clear_object (&self->wello_secrets);
  g_clear_object (&self->bc_secrets);
  g_clear_object (&self->executor);
  g_clear_object (&self->random);
  g_clear_object (&self->clock);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (psr_session_parent_class)->dispose (object);
}

static void
psr_session_class_init (PsrSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_session_dispose;
}

static void
psr_session_init (PsrSession *self)
{
  self->environment_type = PSR_BC_ENVIRONMENT_UNKNOWN;
}
