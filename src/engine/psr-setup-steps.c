/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-steps"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-profile-spec.h"
#include "psr-secret-store.h"
#include "psr-setup-steps.h"

static const char * const step_names[] = {
  [PSR_SETUP_WELCOME] = "welcome",
  [PSR_SETUP_BC] = "business-central",
  [PSR_SETUP_COMPANY] = "company",
  [PSR_SETUP_WELLO] = "wello",
  [PSR_SETUP_SYNC] = "sync",
  [PSR_SETUP_START] = "start",
  [PSR_SETUP_BILLING] = "billing",
  [PSR_SETUP_CHECK] = "check",
  [PSR_SETUP_FIRST_SYNC] = "first-sync",
};

/* Which step asks for a key; the others are none of the assistant's. */
static const struct
{
  PsrProfileKey  key;
  PsrSetupStep   step;
  const char    *label;
} asked[] = {
  { PSR_PROFILE_BC_BASE_URL, PSR_SETUP_BC, N_("Address of the service") },
  { PSR_PROFILE_BC_AUTHORITY, PSR_SETUP_BC, N_("Address of the sign-in service") },
  { PSR_PROFILE_BC_CA_FILE, PSR_SETUP_BC, N_("Certificate authority") },
  { PSR_PROFILE_BC_TENANT, PSR_SETUP_BC, N_("Tenant") },
  { PSR_PROFILE_BC_SIGN_IN, PSR_SETUP_BC, N_("How to sign in") },
  { PSR_PROFILE_BC_CLIENT_ID, PSR_SETUP_BC, N_("Client ID") },
  { PSR_PROFILE_BC_USER, PSR_SETUP_BC, N_("User name") },
  { PSR_PROFILE_BC_ENVIRONMENT, PSR_SETUP_COMPANY, N_("Environment") },
  { PSR_PROFILE_BC_API_VERSION, PSR_SETUP_COMPANY, N_("API version") },
  { PSR_PROFILE_BC_COMPANY, PSR_SETUP_COMPANY, N_("Company") },
  { PSR_PROFILE_WELLO_BASE_URL, PSR_SETUP_WELLO, N_("Address of the service") },
  { PSR_PROFILE_WELLO_DOMAIN, PSR_SETUP_WELLO, N_("Domain") },
  { PSR_PROFILE_WELLO_USER, PSR_SETUP_WELLO, N_("User name") },
  { PSR_PROFILE_WELLO_CA_FILE, PSR_SETUP_WELLO, N_("Certificate authority") },
  { PSR_PROFILE_WELLO_SALES_ORGANIZATION, PSR_SETUP_WELLO, N_("Sales organization") },
  { PSR_PROFILE_SYNC_FLOWS, PSR_SETUP_SYNC, N_("What to sync") },
  { PSR_PROFILE_BILLING_FROM, PSR_SETUP_START, N_("First day to bill from") },
  { PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX, PSR_SETUP_START, N_("Prefix") },
  { PSR_PROFILE_BILLING_DOCUMENT, PSR_SETUP_BILLING, N_("Document") },
  { PSR_PROFILE_BILLING_POST, PSR_SETUP_BILLING, N_("Post") },
  { PSR_PROFILE_BILLING_HAND_TYPED_PART, PSR_SETUP_BILLING, N_("Parts typed by hand") },
};

/**
 * psr_setup_step_to_string:
 * @step: a step
 *
 * Returns: (transfer none): its stable name
 */
const char *
psr_setup_step_to_string (PsrSetupStep step)
{
  g_return_val_if_fail (step < G_N_ELEMENTS (step_names), NULL);

  return step_names[step];
}

/**
 * psr_setup_step_from_string:
 * @name: (nullable): a name
 * @step: (out): the step of that name
 *
 * Returns: whether there is one
 */
gboolean
psr_setup_step_from_string (const char   *name,
                            PsrSetupStep *step)
{
  g_return_val_if_fail (step != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (step_names); i++)
    {
      if (g_strcmp0 (name, step_names[i]) == 0)
        {
          *step = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* What was found with other values says nothing any more. */
static void
forget_from (PsrSetup     *self,
             PsrSetupStep  step)
{
  if (self->work != NULL)
    psr_setup_stop (self);

  for (guint i = step; i < PSR_SETUP_N_STEPS; i++)
    {
      g_clear_error (&self->results[i].error);
      g_clear_pointer (&self->results[i].proof, g_free);
      self->results[i].is_done = FALSE;
    }

  if (step == PSR_SETUP_BC)
    {
      g_clear_pointer (&self->lists[PSR_SETUP_ENVIRONMENTS], g_ptr_array_unref);
      g_clear_pointer (&self->lists[PSR_SETUP_COMPANIES], g_ptr_array_unref);
    }
  if (step == PSR_SETUP_BC || step == PSR_SETUP_COMPANY)
    {
      g_clear_pointer (&self->lists[PSR_SETUP_HOURS], g_ptr_array_unref);
      g_clear_pointer (&self->lists[PSR_SETUP_PARTS], g_ptr_array_unref);
      g_clear_pointer (&self->lists[PSR_SETUP_TAX_GROUPS], g_ptr_array_unref);
    }
  if (step == PSR_SETUP_WELLO)
    {
      g_clear_pointer (&self->invoices, g_ptr_array_unref);
      g_clear_pointer (&self->days, g_ptr_array_unref);
      g_clear_pointer (&self->mappings, g_ptr_array_unref);
    }
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->flows, g_ptr_array_unref);
}

/* Secrets are stored for an account of a service. */
static void
forget_bc_secrets (PsrSetup *self)
{
  g_hash_table_remove (self->stored, PSR_SECRET_BC_CLIENT_SECRET);
  g_hash_table_remove (self->stored, PSR_SECRET_BC_PASSWORD);
}

/**
 * psr_setup_changed:
 * @self: setting up
 * @step: the step of which something else was given
 *
 * Forgets what was found before, and tells.
 */
void
psr_setup_changed (PsrSetup     *self,
                   PsrSetupStep  step)
{
  forget_from (self, step);
  g_signal_emit_by_name (self, "changed");
}

/* What one of a few words stands for, however it is written; what is typed stays as
 * it is typed. */
static char *
dup_canonical (PsrProfileKey         key,
               const PsrProfileSpec *spec,
               char                 *value)
{
  g_autofree char *canonical = NULL;

  if (key == PSR_PROFILE_BC_SIGN_IN || key == PSR_PROFILE_SYNC_FLOWS || key == PSR_PROFILE_BILLING_DOCUMENT ||
      key == PSR_PROFILE_BILLING_POST)
    canonical = spec->check (value);
  if (canonical == NULL)
    return value;

  g_free (value);

  return g_steal_pointer (&canonical);
}

/**
 * psr_setup_dup_value:
 * @self: setting up
 * @key: a key of the profile
 *
 * Returns: (transfer full) (nullable): what the profile will have there, else the
 *   default
 */
char *
psr_setup_dup_value (PsrSetup      *self,
                     PsrProfileKey  key)
{
  const PsrProfileSpec *spec = psr_profile_spec_get (key);
  char *value;

  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  value = psr_setup_draft_dup (self->draft, spec->group, spec->name);
  if (value != NULL)
    return dup_canonical (key, spec, value);
  if (key == PSR_PROFILE_BC_BASE_URL && psr_setup_get_on_premises (self))
    return NULL;

  return g_strdup (spec->fallback);
}

/**
 * psr_setup_set_value:
 * @self: setting up
 * @key: a key of the profile
 * @value: (nullable): what the profile is to have there; kept even where it is
 *   not allowed, which is said when it is tried
 */
void
psr_setup_set_value (PsrSetup      *self,
                     PsrProfileKey  key,
                     const char    *value)
{
  const PsrProfileSpec *spec = psr_profile_spec_get (key);
  PsrSetupStep step = PSR_SETUP_CHECK;

  g_return_if_fail (PSR_IS_SETUP (self));

  /* An address of an API says more than where the service is. */
  if (key == PSR_PROFILE_BC_BASE_URL && value != NULL)
    {
      g_autofree char *taken = psr_setup_take_address (self, value);

      if (taken != NULL)
        return;
    }

  /* A key that says what is understood anyway is left out. */
  if (g_strcmp0 (value, spec->fallback) == 0)
    {
      g_autofree char *now = psr_setup_dup_value (self, key);

      if (g_strcmp0 (now, value) == 0)
        return;
    }
  if (!psr_setup_draft_set (self->draft, spec->group, spec->name, value))
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      if (asked[i].key == key)
        step = asked[i].step;
    }
  if (key == PSR_PROFILE_BC_ENVIRONMENT)
    {
      psr_setup_draft_set (self->draft, "BusinessCentral", "Company", NULL);
      g_clear_pointer (&self->lists[PSR_SETUP_COMPANIES], g_ptr_array_unref);
    }
  if (step == PSR_SETUP_BC)
    forget_bc_secrets (self);
  if (step == PSR_SETUP_WELLO && key != PSR_PROFILE_WELLO_SALES_ORGANIZATION)
    {
      g_hash_table_remove (self->stored, PSR_SECRET_WELLO_PASSWORD);
      g_clear_pointer (&self->lists[PSR_SETUP_ORGANIZATIONS], g_ptr_array_unref);
    }
  psr_setup_changed (self, step);
}

/**
 * psr_setup_dup_entry:
 * @self: setting up
 * @group: `Labour` or `Vat`
 * @name: a key of it
 *
 * Returns: (transfer full) (nullable): what the profile will have there
 */
char *
psr_setup_dup_entry (PsrSetup   *self,
                     const char *group,
                     const char *name)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  return psr_setup_draft_dup (self->draft, group, name);
}

/**
 * psr_setup_set_entry:
 * @self: setting up
 * @group: `Labour` or `Vat`
 * @name: a key of it
 * @value: (nullable): what the profile is to have there
 */
void
psr_setup_set_entry (PsrSetup   *self,
                     const char *group,
                     const char *name,
                     const char *value)
{
  g_return_if_fail (PSR_IS_SETUP (self));

  if (psr_setup_draft_set (self->draft, group, name, value))
    psr_setup_changed (self, PSR_SETUP_BILLING);
}

/**
 * psr_setup_is_resumed:
 * @self: setting up
 *
 * Returns: whether somebody began before, and left
 */
gboolean
psr_setup_is_resumed (PsrSetup *self)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return psr_setup_draft_is_resumed (self->draft);
}

/**
 * psr_setup_get_step:
 * @self: setting up
 *
 * Returns: the step at which somebody left
 */
PsrSetupStep
psr_setup_get_step (PsrSetup *self)
{
  g_autofree char *name = NULL;
  PsrSetupStep step = PSR_SETUP_WELCOME;

  g_return_val_if_fail (PSR_IS_SETUP (self), PSR_SETUP_WELCOME);

  name = psr_setup_draft_dup_note (self->draft, "Step");
  psr_setup_step_from_string (name, &step);

  return step;
}

/**
 * psr_setup_set_step:
 * @self: setting up
 * @step: the step that is shown
 */
void
psr_setup_set_step (PsrSetup     *self,
                    PsrSetupStep  step)
{
  g_return_if_fail (PSR_IS_SETUP (self));

  psr_setup_draft_set_note (self->draft, "Step", psr_setup_step_to_string (step));
}

/**
 * psr_setup_get_on_premises:
 * @self: setting up
 *
 * Returns: whether Business Central is on a server of one's own, which has no
 *   environments
 */
gboolean
psr_setup_get_on_premises (PsrSetup *self)
{
  g_autofree char *note = NULL;
  g_autofree char *environment = NULL;
  g_autofree char *company = NULL;

  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  note = psr_setup_draft_dup_note (self->draft, "OnPremises");
  if (note != NULL)
    return strcmp (note, "yes") == 0;

  environment = psr_setup_dup_value (self, PSR_PROFILE_BC_ENVIRONMENT);
  company = psr_setup_dup_value (self, PSR_PROFILE_BC_COMPANY);

  return psr_setup_draft_has_profile (self->draft) && environment == NULL && company != NULL;
}

/**
 * psr_setup_set_on_premises:
 * @self: setting up
 * @on_premises: whether Business Central is on a server of one's own
 */
void
psr_setup_set_on_premises (PsrSetup *self,
                           gboolean  on_premises)
{
  g_return_if_fail (PSR_IS_SETUP (self));

  if (psr_setup_get_on_premises (self) == !!on_premises)
    return;

  psr_setup_draft_set_note (self->draft, "OnPremises", on_premises ? "yes" : "no");
  psr_setup_draft_set (self->draft, "BusinessCentral", "Environment", NULL);
  if (on_premises)
    psr_setup_draft_set (self->draft, "BusinessCentral", "SignIn", "basic");
  else
    psr_setup_draft_set (self->draft, "BusinessCentral", "SignIn", "browser");
  psr_setup_draft_set (self->draft, "BusinessCentral", "BaseUrl", NULL);
  forget_bc_secrets (self);
  psr_setup_changed (self, PSR_SETUP_BC);
}

/**
 * psr_setup_get_is_alone:
 * @self: setting up
 *
 * Returns: whether a person said that nothing else sends Wello's work to
 *   Business Central
 */
gboolean
psr_setup_get_is_alone (PsrSetup *self)
{
  g_autofree char *note = NULL;
  g_autofree char *from = NULL;

  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  note = psr_setup_draft_dup_note (self->draft, "Alone");
  if (note != NULL)
    return strcmp (note, "yes") == 0;

  /* Who bills already has said so before. */
  from = psr_setup_dup_value (self, PSR_PROFILE_BILLING_FROM);

  return psr_setup_draft_has_profile (self->draft) && from != NULL;
}

/**
 * psr_setup_set_is_alone:
 * @self: setting up
 * @is_alone: whether a person says that nothing else sends Wello's work to
 *   Business Central
 */
void
psr_setup_set_is_alone (PsrSetup *self,
                        gboolean  is_alone)
{
  g_return_if_fail (PSR_IS_SETUP (self));

  if (psr_setup_draft_set_note (self->draft, "Alone", is_alone ? "yes" : "no"))
    psr_setup_changed (self, PSR_SETUP_START);
}

static gboolean
has (PsrSetup      *self,
     PsrProfileKey  key)
{
  g_autofree char *value = psr_setup_dup_value (self, key);

  return value != NULL;
}

/* Only Microsoft's own service has an address that is known. */
static gboolean
has_address (PsrSetup *self)
{
  g_autofree char *address = psr_setup_draft_dup (self->draft, "BusinessCentral", "BaseUrl");

  return address != NULL || !psr_setup_get_on_premises (self);
}

static gboolean
has_secret (PsrSetup     *self,
            PsrSetupStep  step)
{
  const char *name = psr_setup_get_secret_name (self, step);

  return name == NULL || psr_setup_has_typed (self, name) || psr_setup_has_stored (self, name);
}

/**
 * psr_setup_is_complete:
 * @self: setting up
 * @step: a step
 *
 * Returns: whether everything was given that the step needs
 */
gboolean
psr_setup_is_complete (PsrSetup     *self,
                       PsrSetupStep  step)
{
  g_autofree char *sign_in = NULL;

  switch (step)
    {
    case PSR_SETUP_BC:
      sign_in = psr_setup_dup_value (self, PSR_PROFILE_BC_SIGN_IN);
      if (strcmp (sign_in, "basic") == 0)
        return has (self, PSR_PROFILE_BC_USER) && has_address (self) && has_secret (self, step);
      return has_address (self) && has (self, PSR_PROFILE_BC_TENANT) && has (self, PSR_PROFILE_BC_CLIENT_ID) && has_secret (self, step);

    case PSR_SETUP_COMPANY:
      return (psr_setup_get_on_premises (self) || has (self, PSR_PROFILE_BC_ENVIRONMENT)) && has (self, PSR_PROFILE_BC_COMPANY);

    case PSR_SETUP_WELLO:
      return has (self, PSR_PROFILE_WELLO_DOMAIN) && has (self, PSR_PROFILE_WELLO_USER) && has_secret (self, step);

    case PSR_SETUP_START:
      return has (self, PSR_PROFILE_BILLING_FROM) && psr_setup_get_is_alone (self);

    case PSR_SETUP_FIRST_SYNC:
      return self->results[PSR_SETUP_CHECK].is_done;

    case PSR_SETUP_WELCOME:
    case PSR_SETUP_SYNC:
    case PSR_SETUP_BILLING:
    case PSR_SETUP_CHECK:
    default:
      return TRUE;
    }
}

static gboolean
check_value (PsrSetup      *self,
             PsrProfileKey  key,
             const char    *label,
             GError       **error)
{
  const PsrProfileSpec *spec = psr_profile_spec_get (key);
  g_autofree char *value = psr_setup_dup_value (self, key);
  g_autofree char *canonical = value != NULL ? spec->check (value) : NULL;
  g_autofree char *what = NULL;
  g_autofree char *mend = NULL;

  if (value == NULL || canonical != NULL)
    return TRUE;

  /* Translators: what was asked for, then what somebody typed. */
  what = g_strdup_printf (_("%s can’t be “%s”."), label, value);
  mend = g_strdup_printf (_("Allowed is: %s."), _(spec->allowed));
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS, what, "", mend);

  return FALSE;
}

/**
 * psr_setup_check_step:
 * @self: setting up
 * @step: a step
 * @error: return location for an error
 *
 * Returns: whether what was given can be tried
 */
gboolean
psr_setup_check_step (PsrSetup      *self,
                      PsrSetupStep   step,
                      GError       **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      if (asked[i].step == step && !check_value (self, asked[i].key, _(asked[i].label), error))
        return FALSE;
    }

  if (psr_setup_is_complete (self, step))
    return TRUE;

  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                           _("Something is still missing."), _("This step needs more than was given."),
                           _("Fill in what is marked as required."));

  return FALSE;
}

/**
 * psr_setup_make_profile:
 * @self: setting up
 * @step: for which step
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the profile as it is so far
 */
PsrProfile *
psr_setup_make_profile (PsrSetup      *self,
                        PsrSetupStep   step,
                        GError       **error)
{
  const char *environment = psr_setup_get_on_premises (self) ? NULL : "Production";

  return psr_setup_draft_make_profile (self->draft, step >= PSR_SETUP_CHECK, environment, error);
}
