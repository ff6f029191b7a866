/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-work"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-main-hop.h"
#include "psr-organization.h"
#include "psr-service-error.h"
#include "psr-setup-private.h"

static void
work_clear (gpointer data)
{
  PsrSetupWork *self = data;

  g_clear_object (&self->profile);
  g_free (self->state_folder);
  g_free (self->credentials_folder);
  g_clear_pointer (&self->typed, g_hash_table_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->executor);
  g_clear_object (&self->bc_transport);
  g_clear_object (&self->wello_transport);
  g_clear_object (&self->stop);
  g_weak_ref_clear (&self->setup);
  g_strfreev (self->known_labour);
  g_strfreev (self->known_vat);
  g_strfreev (self->resources);
  g_clear_pointer (&self->invoices, g_ptr_array_unref);
  g_clear_pointer (&self->stored, g_hash_table_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->lists); i++)
    g_clear_pointer (&self->lists[i], g_ptr_array_unref);
  g_clear_pointer (&self->days, g_ptr_array_unref);
  g_clear_pointer (&self->mappings, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->flows, g_ptr_array_unref);
  g_free (self->proof);
  g_clear_object (&self->engine);
  g_free (self->prompt_url);
  g_free (self->prompt_code);
  g_free (self->progress);
}

/**
 * psr_setup_work_new:
 *
 * Returns: (transfer full): something to be done
 */
PsrSetupWork *
psr_setup_work_new (void)
{
  PsrSetupWork *self = g_atomic_rc_box_new0 (PsrSetupWork);

  g_weak_ref_init (&self->setup, NULL);
  self->stored = g_hash_table_new (g_str_hash, g_str_equal);
  self->stop = g_cancellable_new ();

  return self;
}

/**
 * psr_setup_work_ref:
 * @self: something to be done
 *
 * Returns: (transfer full): @self
 */
PsrSetupWork *
psr_setup_work_ref (PsrSetupWork *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_setup_work_unref:
 * @self: (transfer full): something to be done
 */
void
psr_setup_work_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, work_clear);
}

static void
choice_free (gpointer data)
{
  PsrSetupChoice *self = data;

  g_free (self->value);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

/**
 * psr_setup_list_new:
 *
 * Returns: (transfer full) (element-type PsrSetupChoice): an empty list
 */
GPtrArray *
psr_setup_list_new (void)
{
  return g_ptr_array_new_with_free_func (choice_free);
}

/**
 * psr_setup_add_choice:
 * @list: (element-type PsrSetupChoice): a list
 * @value: what the profile says for it
 * @title: what people call it
 * @subtitle: what else tells it from others, or ""
 */
void
psr_setup_add_choice (GPtrArray  *list,
                      const char *value,
                      const char *title,
                      const char *subtitle)
{
  PsrSetupChoice *choice = g_new0 (PsrSetupChoice, 1);

  choice->value = g_strdup (value);
  choice->title = g_strdup (title);
  choice->subtitle = g_strdup (subtitle);
  g_ptr_array_add (list, choice);
}

/**
 * psr_setup_work_session:
 * @self: something to be done
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a session with what was typed
 */
PsrSession *
psr_setup_work_session (PsrSetupWork  *self,
                        GError       **error)
{
  /* What is looked for is what is stored. */
  gboolean is_look = self->is_load && (self->step == PSR_SETUP_BC || self->step == PSR_SETUP_WELLO);
  PsrSession *session;

  session = psr_session_new_to_try (self->profile, self->credentials_folder, is_look ? NULL : self->typed, self->clock, self->random,
                                    self->executor, self->bc_transport, self->wello_transport, NULL, error);
  if (session != NULL)
    psr_session_set_stop (session, self->stop);

  return session;
}

static DexFuture *
on_landed (DexFuture *future,
           gpointer   data)
{
  PsrSetupWork *self = data;
  g_autoptr(PsrSetup) setup = g_weak_ref_get (&self->setup);

  self->is_telling = FALSE;
  if (setup != NULL)
    psr_setup_show_work (setup, self);

  return dex_future_new_true ();
}

/**
 * psr_setup_work_tell:
 * @self: something that is being done
 *
 * Has what changed meanwhile shown, from the main loop.
 */
void
psr_setup_work_tell (PsrSetupWork *self)
{
  if (self->is_telling)
    return;

  self->is_telling = TRUE;
  dex_future_disown (dex_future_finally (psr_main_hop (dex_future_new_true ()), on_landed,
                                         psr_setup_work_ref (self), psr_setup_work_unref));
}

static void
on_prompt (const PsrSignInPrompt *prompt,
           gpointer               data)
{
  PsrSetupWork *self = data;

  g_set_str (&self->prompt_url, prompt->url);
  g_set_str (&self->prompt_code, prompt->user_code);
  psr_setup_work_tell (self);
}

/* Of the ways to sign in to Business Central only the one that was chosen was tried. */
static gboolean
was_tried (PsrSetupWork *self,
           const char   *name)
{
  const char *way = psr_profile_get_string (self->profile, PSR_PROFILE_BC_SIGN_IN);

  if (g_str_equal (name, PSR_SECRET_BC_CLIENT_SECRET))
    return g_strcmp0 (way, "client-credentials") == 0;

  if (g_str_equal (name, PSR_SECRET_BC_PASSWORD))
    return g_strcmp0 (way, "basic") == 0;

  return TRUE;
}

/* What proved right is stored; it isn't before. */
static gboolean
store_typed (PsrSetupWork  *self,
             PsrSession    *session,
             const char    *prefix,
             GError       **error)
{
  GHashTableIter iter;
  gpointer name;
  gpointer secret;

  g_hash_table_iter_init (&iter, self->typed);
  while (g_hash_table_iter_next (&iter, &name, &secret))
    {
      if (!g_str_has_prefix (name, prefix) || !was_tried (self, name))
        continue;
      if (!dex_await (psr_secret_store_store (psr_session_get_secrets (session, name), name, psr_secret_get_text (secret)),
                      error))
        return FALSE;

      g_hash_table_add (self->stored, (gpointer) g_intern_string (name));
    }

  return TRUE;
}

/* Which secrets are there already. */
static void
look_for_secrets (PsrSetupWork *self,
                  PsrSession   *session,
                  const char   *prefix)
{
  const char * const *names = psr_secret_store_get_names ();

  for (; *names != NULL; names++)
    {
      g_autoptr(PsrSecret) secret = NULL;
      g_autoptr(GError) error = NULL;

      if (!g_str_has_prefix (*names, prefix) || strcmp (*names, PSR_SECRET_BC_REFRESH_TOKEN) == 0)
        continue;

      secret = dex_await_boxed (psr_secret_store_lookup (psr_session_get_secrets (session, *names), *names), &error);
      if (secret != NULL)
        g_hash_table_add (self->stored, (gpointer) g_intern_string (*names));
      else
        g_debug ("%s: %s", *names, error->message);
    }
}

static const char *
describe_type (PsrBcEnvironmentType type)
{
  if (type == PSR_BC_ENVIRONMENT_PRODUCTION)
    return _("Production");

  return type == PSR_BC_ENVIRONMENT_SANDBOX ? _("Sandbox, to try things out") : "";
}

/* Who may not list environments may use one, which is typed then. */
static gboolean
list_environments (PsrSetupWork  *self,
                   PsrSession    *session,
                   GError       **error)
{
  g_autoptr(GPtrArray) environments = NULL;
  g_autoptr(GPtrArray) list = psr_setup_list_new ();
  g_autoptr(GError) local = NULL;

  environments = dex_await_boxed (psr_bc_client_get_environments (psr_session_get_bc (session)), &local);
  if (environments == NULL &&
      !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) &&
      !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; environments != NULL && i < environments->len; i++)
    {
      const PsrBcEnvironment *environment = environments->pdata[i];

      psr_setup_add_choice (list, environment->name, environment->name, describe_type (environment->type));
    }

  self->lists[PSR_SETUP_ENVIRONMENTS] = g_steal_pointer (&list);

  return TRUE;
}

static gboolean
list_companies (PsrSetupWork  *self,
                PsrSession    *session,
                GError       **error)
{
  const char *wanted = psr_profile_get_string (self->profile, PSR_PROFILE_BC_COMPANY);
  g_autoptr(GPtrArray) companies = NULL;
  g_autoptr(GPtrArray) list = psr_setup_list_new ();

  companies = dex_await_boxed (psr_bc_client_get_companies (psr_session_get_bc (session)), error);
  if (companies == NULL)
    return FALSE;

  for (guint i = 0; i < companies->len; i++)
    {
      const PsrBcCompany *company = companies->pdata[i];
      gboolean has_other = *company->display_name != '\0' && strcmp (company->display_name, company->name) != 0;

      /* Whoever named it by its id finds it chosen. */
      psr_setup_add_choice (list, g_strcmp0 (wanted, company->id) == 0 ? company->id : company->name, has_other ? company->display_name : company->name,
                            has_other ? company->name : "");
    }

  self->lists[PSR_SETUP_COMPANIES] = g_steal_pointer (&list);

  return TRUE;
}

static gboolean
list_places (PsrSetupWork  *self,
             PsrSession    *session,
             GError       **error)
{
  return self->is_online ? list_environments (self, session, error) : list_companies (self, session, error);
}

/* Nobody has to sign in who still is. */
static gboolean
sign_in (PsrSetupWork  *self,
         PsrSession    *session,
         GError       **error)
{
  PsrUserTokens *tokens = psr_session_get_user_tokens (session);
  const char *way = psr_profile_get_string (self->profile, PSR_PROFILE_BC_SIGN_IN);
  g_autoptr(GError) local = NULL;

  if (list_places (self, session, &local))
    return TRUE;

  if (tokens == NULL || !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (!dex_await (psr_user_tokens_sign_in (tokens,
                                           strcmp (way, "device-code") == 0 ? PSR_SIGN_IN_DEVICE_CODE : PSR_SIGN_IN_BROWSER,
                                           on_prompt, self, self->stop),
                  error))
    return FALSE;

  return list_places (self, session, error);
}

static char *
dup_signed_in (PsrSetupWork *self,
               PsrSession   *session)
{
  GPtrArray *places = self->lists[PSR_SETUP_ENVIRONMENTS];
  const char *person = psr_session_get_person (session);
  g_autofree char *who = NULL;
  g_autofree char *count = NULL;

  if (person != NULL)
    who = g_strdup_printf (_("Signed in as %s"), person);
  else
    who = g_strdup (_("Signed in"));

  if (places != NULL)
    count = g_strdup_printf (ngettext ("%u environment", "%u environments", places->len), places->len);
  else
    count = g_strdup_printf (ngettext ("%u company", "%u companies",
                                          self->lists[PSR_SETUP_COMPANIES]->len),
                             self->lists[PSR_SETUP_COMPANIES]->len);

  if (places != NULL && places->len == 0)
    return g_steal_pointer (&who);

  /* Translators: who is signed in, and what they see there. */
  return g_strdup_printf (_("%s · %s"), who, count);
}

static gboolean
apply_bc (PsrSetupWork  *self,
          PsrSession    *session,
          GError       **error)
{
  if (!sign_in (self, session, error) || !store_typed (self, session, "bc-", error))
    return FALSE;

  self->proof = dup_signed_in (self, session);

  return TRUE;
}

static gboolean
load_company (PsrSetupWork  *self,
              PsrSession    *session,
              GError       **error)
{
  if (self->is_online && !list_environments (self, session, error))
    return FALSE;

  /* There are companies only in an environment that is chosen. */
  return (self->is_online && !self->knows_environment) || list_companies (self, session, error);
}

static gboolean
apply_company (PsrSetupWork  *self,
               PsrSession    *session,
               GError       **error)
{
  const char *type;

  if (!dex_await (psr_session_open_bc (session), error))
    return FALSE;

  type = describe_type (psr_session_get_environment_type (session));
  self->proof = *type != '\0' ? g_strdup_printf (_("%s · %s"), psr_session_get_company (session)->name, type)
                              : g_strdup (psr_session_get_company (session)->name);

  return TRUE;
}

static gboolean
apply_wello (PsrSetupWork  *self,
             PsrSession    *session,
             GError       **error)
{
  g_autoptr(GPtrArray) organizations = NULL;
  g_autoptr(PsrWelloSalesOrganization) chosen = NULL;

  organizations = dex_await_boxed (psr_wello_client_get_sales_organizations (psr_session_get_wello (session)), error);
  if (organizations == NULL || !store_typed (self, session, "wello-", error))
    return FALSE;

  self->lists[PSR_SETUP_ORGANIZATIONS] = psr_setup_list_new ();
  for (guint i = 0; i < organizations->len; i++)
    {
      const PsrWelloSalesOrganization *organization = organizations->pdata[i];
      const char *code = *organization->code != '\0' ? organization->code : organization->name;

      if (!organization->archived)
        psr_setup_add_choice (self->lists[PSR_SETUP_ORGANIZATIONS], code, organization->name,
                              strcmp (code, organization->name) != 0 ? code : "");
    }

  if (psr_profile_get_string (self->profile, PSR_PROFILE_WELLO_SALES_ORGANIZATION) == NULL &&
      self->lists[PSR_SETUP_ORGANIZATIONS]->len > 1)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                               _("Wello has several sales organizations."),
                               _("Their invoices must not end in the wrong company."),
                               _("Choose the one that belongs to the company in Business Central."));
      return FALSE;
    }

  if (!psr_organization_choose (organizations, psr_profile_get_string (self->profile, PSR_PROFILE_WELLO_SALES_ORGANIZATION),
                                &chosen, error))
    return FALSE;

  self->proof = g_strdup_printf (_("Signed in as %s at %s"), psr_profile_get_string (self->profile, PSR_PROFILE_WELLO_USER),
                                 psr_profile_get_string (self->profile, PSR_PROFILE_WELLO_DOMAIN));

  return TRUE;
}

static gboolean
load_step (PsrSetupWork  *self,
           PsrSession    *session,
           GError       **error)
{
  switch (self->step)
    {
    case PSR_SETUP_BC:
      look_for_secrets (self, session, "bc-");
      return TRUE;

    case PSR_SETUP_COMPANY:
      return load_company (self, session, error);

    case PSR_SETUP_WELLO:
      look_for_secrets (self, session, "wello-");
      return TRUE;

    case PSR_SETUP_START:
    case PSR_SETUP_BILLING:
      return psr_setup_work_find (self, session, error);

    case PSR_SETUP_WELCOME:
    case PSR_SETUP_SYNC:
    case PSR_SETUP_CHECK:
    case PSR_SETUP_FIRST_SYNC:
    default:
      return TRUE;
    }
}

static gboolean
apply_step (PsrSetupWork  *self,
            PsrSession    *session,
            GError       **error)
{
  switch (self->step)
    {
    case PSR_SETUP_BC:
      return apply_bc (self, session, error);

    case PSR_SETUP_COMPANY:
      return apply_company (self, session, error);

    case PSR_SETUP_WELLO:
      return apply_wello (self, session, error);

    case PSR_SETUP_BILLING:
      return psr_setup_work_prove (self, session, error);

    case PSR_SETUP_WELCOME:
    case PSR_SETUP_SYNC:
    case PSR_SETUP_START:
    case PSR_SETUP_CHECK:
    case PSR_SETUP_FIRST_SYNC:
    default:
      return TRUE;
    }
}

/**
 * psr_setup_work_fiber:
 * @data: something to be done
 *
 * Does it.
 *
 * Returns: (transfer full): %TRUE, or why not
 */
DexFuture *
psr_setup_work_fiber (gpointer data)
{
  PsrSetupWork *self = data;
  g_autoptr(PsrSession) session = NULL;
  GError *error = NULL;

  if (!self->is_load && (self->step == PSR_SETUP_CHECK || self->step == PSR_SETUP_FIRST_SYNC))
    return psr_setup_work_engine_fiber (self);

  session = psr_setup_work_session (self, &error);
  if (session == NULL ||
      !(self->is_load ? load_step (self, session, &error) : apply_step (self, session, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}
