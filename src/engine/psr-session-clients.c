/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-session-clients"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "psr-basic-token-source.h"
#include "psr-client-credentials.h"
#include "psr-credentials-folder.h"
#include "psr-explain.h"
#include "psr-keyring.h"
#include "psr-session-private.h"
#include "psr-soup-transport.h"
#include "psr-throttle.h"
#include "psr-typed-secrets.h"

#define USER_AGENT "Passerelle/" PACKAGE_VERSION
#define MAX_CONNS 8

static const char *
get (PsrSession    *self,
     PsrProfileKey  key)
{
  return psr_profile_get_string (self->profile, key);
}

static char *
host_of (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/* Secrets belong to one account of one service, so that two profiles don't
 * overwrite each other's. */
static void
make_secrets (PsrSession *self,
              const char *credentials_folder)
{
  g_autofree char *bc_account = NULL;
  g_autofree char *wello_account = NULL;
  const char *tenant = get (self, PSR_PROFILE_BC_TENANT);
  const char *client = get (self, PSR_PROFILE_BC_CLIENT_ID);
  const char *user = get (self, PSR_PROFILE_BC_USER);

  bc_account = g_strjoin ("|", get (self, PSR_PROFILE_BC_BASE_URL),
                          tenant != NULL ? tenant : "",
                          client != NULL ? client : user != NULL ? user : "",
                          NULL);

  /* What keeps a person signed in changes each time it is used, so it can't be a
   * file that somebody else provides. */
  if (self->user_secrets == NULL)
    self->user_secrets = psr_keyring_new (bc_account);

  if (credentials_folder != NULL)
    {
      self->bc_secrets = psr_credentials_folder_new (credentials_folder);
      self->wello_secrets = g_object_ref (self->bc_secrets);
      return;
    }

  wello_account = g_strjoin ("|", get (self, PSR_PROFILE_WELLO_BASE_URL),
                             get (self, PSR_PROFILE_WELLO_DOMAIN),
                             get (self, PSR_PROFILE_WELLO_USER),
                             NULL);
  self->bc_secrets = psr_keyring_new (bc_account);
  self->wello_secrets = psr_keyring_new (wello_account);
}

static void
put_before (PsrSecretStore **secrets,
            GHashTable      *typed)
{
  g_autoptr(PsrSecretStore) below = *secrets;

  *secrets = psr_typed_secrets_new (below, typed);
}

/* Whether a person signs in to Business Central, and no application. */
static gboolean
is_person (PsrSession *self)
{
  const char *sign_in = get (self, PSR_PROFILE_BC_SIGN_IN);

  return strcmp (sign_in, "browser") == 0 || strcmp (sign_in, "device-code") == 0;
}

/* A CaFile that can't be used is the profile's fault, not the service's. */
static PsrTransport *
new_transport (PsrSession          *self,
               PsrProfileKey        ca_file,
               const char          *group,
               const char * const  *hosts,
               GError             **error)
{
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *what = NULL;
  PsrTransport *transport;

  transport = psr_soup_transport_new (USER_AGENT, get (self, ca_file), hosts, MAX_CONNS, self->clock, &local);
  if (transport != NULL)
    return transport;

  explanation = psr_explain (local);
  what = g_strdup_printf (_("The profile %s can’t be used: [%s] CaFile"), psr_profile_get_path (self->profile), group);
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what, explanation->why, explanation->mend);

  return NULL;
}

static void
watch_requests (PsrSession    *self,
                PsrTransport **transport,
                const char    *service)
{
  g_autoptr(PsrTransport) plain = NULL;

  if (self->request_log == NULL)
    return;

  plain = g_steal_pointer (transport);
  *transport = psr_request_log_wrap (self->request_log, plain, service);
}

static gboolean
make_bc (PsrSession  *self,
         GError     **error)
{
  g_autofree char *base_host = host_of (get (self, PSR_PROFILE_BC_BASE_URL));
  g_autofree char *authority_host = host_of (get (self, PSR_PROFILE_BC_AUTHORITY));
  const char * const hosts[] = { base_host, authority_host, NULL };
  PsrTransport *transport;
  g_autoptr(PsrTokenSource) tokens = NULL;
  g_autoptr(PsrThrottle) throttle = NULL;
  g_autoptr(PsrServiceClient) service = NULL;
  g_autoptr(PsrServiceClient) beside = NULL;
  g_autoptr(PsrBcEndpoint) endpoint = NULL;

  if (self->bc_transport == NULL)
    self->bc_transport = new_transport (self, PSR_PROFILE_BC_CA_FILE, "BusinessCentral", hosts, error);
  if (self->bc_transport == NULL)
    return FALSE;

  watch_requests (self, &self->bc_transport, "bc");
  transport = self->bc_transport;

  if (strcmp (get (self, PSR_PROFILE_BC_SIGN_IN), "basic") == 0)
    {
      tokens = psr_basic_token_source_new (PSR_SERVICE_BC, get (self, PSR_PROFILE_BC_USER), NULL,
                                           self->bc_secrets, "bc-password");
    }
  else if (is_person (self))
    {
      tokens = PSR_TOKEN_SOURCE (psr_user_tokens_new (transport, self->clock, self->random, self->executor,
                                                      get (self, PSR_PROFILE_BC_AUTHORITY),
                                                      get (self, PSR_PROFILE_BC_TENANT),
                                                      get (self, PSR_PROFILE_BC_CLIENT_ID), PSR_BC_USER_SCOPE,
                                                      self->user_secrets, PSR_SECRET_BC_REFRESH_TOKEN));
    }
  else
    {
      g_autofree char *url = g_strdup_printf ("%s/%s/oauth2/v2.0/token",
                                              get (self, PSR_PROFILE_BC_AUTHORITY),
                                              get (self, PSR_PROFILE_BC_TENANT));

      tokens = psr_client_credentials_new (transport, self->clock, self->executor, url,
                                           get (self, PSR_PROFILE_BC_CLIENT_ID), PSR_BC_SCOPE,
                                           self->bc_secrets, "bc-client-secret");
    }

  g_set_object (&self->bc_tokens, tokens);
  throttle = psr_throttle_new_for_bc (self->clock);
  service = psr_service_client_new (transport, tokens, throttle, self->clock, self->random,
                                    self->executor, PSR_SERVICE_BC);
  endpoint = psr_bc_endpoint_new (get (self, PSR_PROFILE_BC_BASE_URL),
                                  get (self, PSR_PROFILE_BC_TENANT),
                                  psr_profile_get_boolean (self->profile, PSR_PROFILE_BC_TENANT_IN_URL),
                                  get (self, PSR_PROFILE_BC_ENVIRONMENT),
                                  get (self, PSR_PROFILE_BC_API_VERSION));
  self->bc = psr_bc_client_new (service, endpoint);
  beside = psr_service_client_new_beside (service);
  self->flows_bc = psr_bc_client_new (beside, endpoint);

  return TRUE;
}

static gboolean
make_wello (PsrSession  *self,
            GError     **error)
{
  g_autofree char *host = host_of (get (self, PSR_PROFILE_WELLO_BASE_URL));
  const char * const hosts[] = { host, NULL };
  PsrTransport *transport;
  g_autoptr(PsrTokenSource) tokens = NULL;
  g_autoptr(PsrThrottle) throttle = NULL;
  g_autoptr(PsrServiceClient) service = NULL;
  g_autoptr(PsrServiceClient) beside = NULL;

  if (self->wello_transport == NULL)
    self->wello_transport = new_transport (self, PSR_PROFILE_WELLO_CA_FILE, "Wello", hosts, error);
  if (self->wello_transport == NULL)
    return FALSE;

  watch_requests (self, &self->wello_transport, "wello");
  transport = self->wello_transport;

  tokens = psr_basic_token_source_new (PSR_SERVICE_WELLO, get (self, PSR_PROFILE_WELLO_USER),
                                       get (self, PSR_PROFILE_WELLO_DOMAIN),
                                       self->wello_secrets, "wello-password");
  throttle = psr_throttle_new_for_wello (self->clock);
  service = psr_service_client_new (transport, tokens, throttle, self->clock, self->random,
                                    self->executor, PSR_SERVICE_WELLO);
  self->wello = psr_wello_client_new (service, get (self, PSR_PROFILE_WELLO_BASE_URL));
  beside = psr_service_client_new_beside (service);
  self->flows_wello = psr_wello_client_new (beside, get (self, PSR_PROFILE_WELLO_BASE_URL));

  return TRUE;
}

/**
 * psr_session_make_clients:
 * @self: a session that is new
 * @credentials_folder: (nullable): a folder with the secrets, or %NULL for the
 *   keyring
 * @typed: (nullable): secrets that aren't stored yet
 * @error: return location for an error
 *
 * Makes what talks to both services, as the profile says.
 *
 * Returns: %FALSE when a CaFile can't be used
 */
gboolean
psr_session_make_clients (PsrSession  *self,
                          const char  *credentials_folder,
                          GHashTable  *typed,
                          GError     **error)
{
  make_secrets (self, credentials_folder);
  if (typed != NULL)
    {
      put_before (&self->bc_secrets, typed);
      put_before (&self->wello_secrets, typed);
    }

  return make_bc (self, error) && make_wello (self, error);
}
