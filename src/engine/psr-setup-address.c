/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-address"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-address.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-profile-spec.h"
#include "psr-profile-value.h"
#include "psr-setup-steps.h"

static void
add_word (GString    *words,
          const char *label,
          const char *value)
{
  if (value == NULL)
    return;

  if (words->len > 0)
    g_string_append (words, ", ");
  /* Translators: what an address says, such as “Environment: Production”. */
  g_string_append_printf (words, _("%s: %s"), label, value);
}

static char *
describe (const PsrBcAddress *address)
{
  g_autoptr(GString) words = g_string_new (NULL);

  add_word (words, _("Tenant"), address->tenant);
  add_word (words, _("Environment"), address->environment);
  add_word (words, _("API version"), address->api_version);
  add_word (words, _("Company"), address->company);

  return g_string_free_and_steal (g_steal_pointer (&words));
}

/**
 * psr_setup_take_address:
 * @self: setting up
 * @text: what somebody typed or pasted
 *
 * Takes an address of an API apart that leads to a certain version or company: where the
 * service is, tenant, environment, version and company are then as it says. What is still
 * being typed, and what is only the address of a service, is left alone.
 *
 * Returns: (transfer full) (nullable): what was taken from it, for people, or %NULL when
 *   nothing was
 */
char *
psr_setup_take_address (PsrSetup   *self,
                        const char *text)
{
  g_autoptr(PsrBcAddress) address = NULL;
  g_autofree char *base = NULL;

  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  address = psr_bc_address_parse (text, NULL);
  base = address != NULL ? psr_profile_value_url (address->base_url) : NULL;
  if (base == NULL || (address->api_version == NULL && address->company == NULL))
    return NULL;

  psr_setup_set_on_premises (self, !address->is_online);
  psr_setup_set_value (self, PSR_PROFILE_BC_BASE_URL, base);
  if (address->tenant != NULL)
    psr_setup_set_value (self, PSR_PROFILE_BC_TENANT, address->tenant);
  if (address->environment != NULL)
    psr_setup_set_value (self, PSR_PROFILE_BC_ENVIRONMENT, address->environment);
  if (address->api_version != NULL)
    psr_setup_set_value (self, PSR_PROFILE_BC_API_VERSION, address->api_version);
  if (address->company != NULL)
    psr_setup_set_value (self, PSR_PROFILE_BC_COMPANY, address->company);

  return describe (address);
}

static void
give (PsrSetupDraft *draft,
      PsrProfileKey  key,
      const char    *value)
{
  const PsrProfileSpec *spec = psr_profile_spec_get (key);
  g_autofree char *now = psr_setup_draft_dup (draft, spec->group, spec->name);

  /* A key that says what is understood anyway is left out. */
  if (value != NULL && (now != NULL || g_strcmp0 (spec->fallback, value) != 0))
    psr_setup_draft_set (draft, spec->group, spec->name, value);
}

/**
 * psr_setup_write_address:
 * @profile_path: (type filename): a profile
 * @text: an address of Business Central
 * @taken: (out) (optional): what was taken from it, for people; may be ""
 * @error: return location for an error
 *
 * Puts what an address says into a profile. What it leaves open stays as it is there.
 * Blocks for as long as a small file takes.
 *
 * Returns: whether the profile says so now; else @error names what is missing
 */
gboolean
psr_setup_write_address (const char  *profile_path,
                         const char  *text,
                         char       **taken,
                         GError     **error)
{
  g_autoptr(PsrBcAddress) address = NULL;
  g_autoptr(PsrSetupDraft) draft = NULL;
  g_autofree char *base = NULL;
  g_autofree char *version = NULL;

  g_return_val_if_fail (profile_path != NULL && text != NULL, FALSE);

  address = psr_bc_address_parse (text, error);
  if (address == NULL)
    return FALSE;

  base = psr_profile_value_url (address->base_url);
  if (base == NULL)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS, _("This address can’t be used."),
                               _("It isn’t https."), _("Use its https address; http is only for this computer."));
      return FALSE;
    }

  draft = psr_setup_draft_open (profile_path, NULL, error);
  if (draft == NULL)
    return FALSE;

  version = psr_setup_draft_dup (draft, "BusinessCentral", "ApiVersion");
  if (address->lacks_version && version == NULL)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                               _("The address lacks the version of the API."),
                               _("The address leads into a company and doesn’t say by which version of the API."),
                               _("Write ApiVersion= under [BusinessCentral] in the profile, or give an address with /api/v2.0/ in it."));
      return FALSE;
    }

  give (draft, PSR_PROFILE_BC_BASE_URL, base);
  give (draft, PSR_PROFILE_BC_TENANT, address->tenant);
  give (draft, PSR_PROFILE_BC_ENVIRONMENT, address->environment);
  give (draft, PSR_PROFILE_BC_API_VERSION, address->api_version);
  give (draft, PSR_PROFILE_BC_COMPANY, address->company);
  if (psr_setup_draft_has_changes (draft, NULL, NULL) && !psr_setup_draft_write_profile (draft, error))
    return FALSE;

  if (taken != NULL)
    *taken = describe (address);

  return TRUE;
}
