/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-address"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-address.h"
#include "psr-guid.h"
#include "psr-profile-address.h"
#include "psr-profile-private.h"
#include "psr-profile-spec.h"
#include "psr-profile-value.h"

/* What an address can say besides where the service is. */
static const struct
{
  PsrProfileKey key;
  gsize         offset;
} parts[] = {
  { PSR_PROFILE_BC_TENANT, G_STRUCT_OFFSET (PsrBcAddress, tenant) },
  { PSR_PROFILE_BC_ENVIRONMENT, G_STRUCT_OFFSET (PsrBcAddress, environment) },
  { PSR_PROFILE_BC_API_VERSION, G_STRUCT_OFFSET (PsrBcAddress, api_version) },
  { PSR_PROFILE_BC_COMPANY, G_STRUCT_OFFSET (PsrBcAddress, company) },
};

/**
 * psr_profile_value_bc_address:
 * @text: what a profile says
 *
 * Any address of Business Central whose service may be used: https, or http on this
 * computer.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL when it isn't one
 */
char *
psr_profile_value_bc_address (const char *text)
{
  g_autoptr(PsrBcAddress) address = psr_bc_address_parse (text, NULL);
  g_autofree char *base = address != NULL ? psr_profile_value_url (address->base_url) : NULL;

  if (base == NULL)
    return NULL;

  return psr_bc_address_has_parts (address) ? g_strdup (text) : g_steal_pointer (&base);
}

static gboolean
is_same (const char *one,
         const char *other)
{
  g_autofree char *a = psr_guid_normalize (one);
  g_autofree char *b = psr_guid_normalize (other);

  return g_ascii_strcasecmp (a != NULL ? a : one, b != NULL ? b : other) == 0;
}

/* What the same file says of its own must agree; what a system-wide one locks, counts. */
static gboolean
take_part (PsrProfile       *self,
           GKeyFile         *file,
           PsrProfileLocks  *locks,
           PsrProfileKey     key,
           const char       *part,
           char            **why,
           char            **mend)
{
  const PsrProfileSpec *spec = psr_profile_spec_get (key);
  g_autofree char *canonical = spec->check (part);
  g_autofree char *said = NULL;

  if (canonical == NULL)
    {
      *why = g_strdup_printf (_("It says “%s” where %s belongs."), part, spec->name);
      *mend = g_strdup_printf (_("Allowed is: %s."), _(spec->allowed));
      return FALSE;
    }

  said = g_key_file_get_string (file, spec->group, spec->name, NULL);
  if (said != NULL && *g_strstrip (said) != '\0')
    {
      if (is_same (said, canonical))
        return TRUE;

      *why = g_strdup_printf (_("It leads to “%s”, and %s says “%s”."), canonical, spec->name, said);
      *mend = g_strdup_printf (_("Take out the line %s=, or what the address says of it."), spec->name);
      return FALSE;
    }

  if (locks != NULL && psr_profile_locks_has (locks, spec->group, spec->name))
    {
      if (self->values[key] == NULL || !is_same (self->values[key], canonical))
        g_ptr_array_add (self->ignored, g_strdup_printf ("[%s] %s", spec->group, spec->name));
      return TRUE;
    }

  g_set_str (&self->values[key], canonical);

  return TRUE;
}

/**
 * psr_profile_address_take:
 * @self: a profile that is being read
 * @file: one of its files, which was read into it
 * @locks: (nullable): which keys @file can't change
 * @why: (out) (nullable): what is wrong with the address
 * @mend: (out) (nullable): how to mend it
 *
 * Takes the address in `BaseUrl=` apart, where it is one of an API and not only of the
 * service: what it says of tenant, environment, version and company becomes the value of
 * these keys.
 *
 * Returns: whether that could be done
 */
gboolean
psr_profile_address_take (PsrProfile       *self,
                          GKeyFile         *file,
                          PsrProfileLocks  *locks,
                          char            **why,
                          char            **mend)
{
  g_autoptr(PsrBcAddress) address = NULL;
  char **base = &self->values[PSR_PROFILE_BC_BASE_URL];

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (why != NULL && mend != NULL, FALSE);

  *why = NULL;
  *mend = NULL;
  address = *base != NULL ? psr_bc_address_parse (*base, NULL) : NULL;
  if (address == NULL || !psr_bc_address_has_parts (address))
    {
      /* The service alone, in place of what a system-wide one says, asks for nothing. */
      if (g_key_file_has_key (file, "BusinessCentral", "BaseUrl", NULL) &&
          (locks == NULL || !psr_profile_locks_has (locks, "BusinessCentral", "BaseUrl")))
        self->lacks_environment = self->lacks_version = FALSE;
      return TRUE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = G_STRUCT_MEMBER (const char *, address, parts[i].offset);

      if (part != NULL && !take_part (self, file, locks, parts[i].key, part, why, mend))
        return FALSE;
    }

  g_free (*base);
  *base = psr_profile_value_url (address->base_url);
  self->lacks_environment = address->is_online;
  self->lacks_version = address->lacks_version;

  return TRUE;
}

/**
 * psr_profile_address_check:
 * @self: a profile that was read
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Asks for what an address leaves open and nobody can guess.
 *
 * Returns: whether nothing is missing
 */
gboolean
psr_profile_address_check (PsrProfile  *self,
                           GError     **error)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);

  if ((self->lacks_environment || psr_profile_is_online (self)) &&
      !psr_profile_require (self, PSR_PROFILE_BC_ENVIRONMENT,
                            _("Business Central online has environments, and the address names none."), error))
    return FALSE;

  /* There is a default, but not for who left it out of an address. */
  return !self->lacks_version || self->values[PSR_PROFILE_BC_API_VERSION] != NULL ||
         psr_profile_lack (self, PSR_PROFILE_BC_API_VERSION,
                           _("The address leads into a company and doesn’t say by which version of the API."), error);
}
