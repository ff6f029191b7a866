/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-connect"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-explain.h"
#include "psr-profile-v1.h"
#include "psr-service-error.h"
#include "psr-user-tokens.h"

typedef struct
{
  PsrEngine             *engine;
  PsrEngineSignIn        way;
  PsrEngineSignInFunc    func;
  gpointer               data;
} Connect;

static void
connect_clear (gpointer data)
{
  Connect *connect = data;

  g_clear_object (&connect->engine);
}

static void
connect_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, connect_clear);
}

static void
on_prompt (const PsrSignInPrompt *prompt,
           gpointer               data)
{
  Connect *connect = data;

  connect->func (prompt->url, prompt->user_code, connect->data);
}

static PsrSignInWay
choose_way (Connect *connect)
{
  const char *sign_in = psr_profile_get_string (connect->engine->profile, PSR_PROFILE_BC_SIGN_IN);

  if (connect->way == PSR_ENGINE_SIGN_IN_BROWSER)
    return PSR_SIGN_IN_BROWSER;
  if (connect->way == PSR_ENGINE_SIGN_IN_DEVICE_CODE)
    return PSR_SIGN_IN_DEVICE_CODE;

  return strcmp (sign_in, "device-code") == 0 ? PSR_SIGN_IN_DEVICE_CODE : PSR_SIGN_IN_BROWSER;
}

/* An application needs no person; its secret was stored before. */
static gboolean
sign_in (Connect     *connect,
         PsrSession  *session,
         GError     **error)
{
  PsrUserTokens *tokens = psr_session_get_user_tokens (session);

  if (tokens != NULL)
    return dex_await (psr_user_tokens_sign_in (tokens, choose_way (connect), on_prompt, connect,
                                               connect->engine->stop),
                      error);

  if (connect->way == PSR_ENGINE_SIGN_IN_DEFAULT)
    return TRUE;

  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                           _("The profile lets nobody sign in."),
                           _("It says that Passerelle signs in with a secret of its own."),
                           _("Write SignIn=browser or SignIn=device-code under [BusinessCentral] in the profile."));

  return FALSE;
}

/* Who may not list environments may use one. */
static gboolean
list_environments (PsrEngine         *self,
                   PsrSession        *session,
                   PsrConnectAnswer  *answer,
                   GError           **error)
{
  const char *wanted = psr_profile_get_string (self->profile, PSR_PROFILE_BC_ENVIRONMENT);
  g_autoptr(GPtrArray) environments = NULL;
  g_autoptr(GError) local = NULL;

  environments = dex_await_boxed (psr_bc_client_get_environments (psr_session_get_bc (session)), &local);
  if (environments == NULL)
    {
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

      psr_connect_answer_add (answer->environments, environment->name,
                              environment->type == PSR_BC_ENVIRONMENT_UNKNOWN
                                ? "" : psr_bc_environment_type_to_string (environment->type),
                              wanted != NULL && g_ascii_strcasecmp (environment->name, wanted) == 0);
    }

  return TRUE;
}

/* Whatever is wrong here is for the profile to mend, and who signed in stays so. */
static void
list_companies (PsrEngine         *self,
                PsrSession        *session,
                PsrConnectAnswer  *answer)
{
  g_autoptr(GPtrArray) companies = NULL;
  g_autoptr(PsrBcCompany) chosen = NULL;

  companies = dex_await_boxed (psr_bc_client_get_companies (psr_session_get_bc (session)), &answer->problem);
  if (companies == NULL)
    return;

  chosen = psr_bc_company_choose (companies, psr_profile_get_string (self->profile, PSR_PROFILE_BC_COMPANY),
                                  &answer->problem);
  for (guint i = 0; i < companies->len; i++)
    {
      const PsrBcCompany *company = companies->pdata[i];

      psr_connect_answer_add (answer->companies, company->name, NULL,
                              chosen != NULL && strcmp (chosen->id, company->id) == 0);
    }
}

static DexFuture *
connect_fiber (gpointer data)
{
  Connect *connect = data;
  PsrEngine *self = connect->engine;
  g_autoptr(PsrSession) session = NULL;
  g_autoptr(PsrConnectAnswer) answer = psr_connect_answer_new ();
  GError *error = NULL;

  session = psr_engine_new_session (self, &error);
  if (session == NULL ||
      !sign_in (connect, session, &error) ||
      !list_environments (self, session, answer, &error))
    return dex_future_new_for_error (error);

  list_companies (self, session, answer);
  g_ptr_array_unref (answer->off);
  answer->off = psr_profile_v1_list_off (self->profile);
  answer->person = g_strdup (psr_session_get_person (session));

  return dex_future_new_take_boxed (PSR_TYPE_CONNECT_ANSWER, g_steal_pointer (&answer));
}

/**
 * psr_engine_connect:
 * @self: an engine
 * @way: how a person signs in
 * @func: shows the person what to do
 * @data: passed to @func
 *
 * Lets a person sign in to Business Central, as the profile says, and tells what
 * they see there: environments and companies. An application that signs in by
 * itself is only shown that.
 *
 * Returns: (transfer full): a future that resolves to a #PsrConnectAnswer
 */
DexFuture *
psr_engine_connect (PsrEngine           *self,
                    PsrEngineSignIn      way,
                    PsrEngineSignInFunc  func,
                    gpointer             data)
{
  Connect *connect;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (func != NULL);

  connect = g_atomic_rc_box_new0 (Connect);
  connect->engine = g_object_ref (self);
  connect->way = way;
  connect->func = func;
  connect->data = data;

  return dex_scheduler_spawn (NULL, 0, connect_fiber, connect, connect_unref);
}

/**
 * psr_engine_disconnect:
 * @self: an engine
 *
 * Forgets what keeps the person signed in. A program that is at work goes on
 * with what it has, for an hour at most.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_engine_disconnect (PsrEngine *self)
{
  g_autoptr(PsrSession) session = NULL;
  PsrUserTokens *tokens;
  GError *error = NULL;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  session = psr_engine_new_session (self, &error);
  if (session == NULL)
    return dex_future_new_for_error (error);

  tokens = psr_session_get_user_tokens (session);

  return tokens != NULL ? psr_user_tokens_sign_out (tokens) : dex_future_new_true ();
}
