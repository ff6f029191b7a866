/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-whole"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-address.h"
#include "psr-profile-private.h"
#include "psr-profile-v1.h"

/**
 * psr_profile_check_whole:
 * @self: a profile that was read
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Looks for what one key makes necessary in others.
 *
 * Returns: whether nothing is missing
 */
gboolean
psr_profile_check_whole (PsrProfile  *self,
                         GError     **error)
{
  const char *sign_in;

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);

  sign_in = psr_profile_get_string (self, PSR_PROFILE_BC_SIGN_IN);

  if (psr_profile_get_boolean (self, PSR_PROFILE_AUTOMATIC_POST) &&
      !psr_profile_require (self, PSR_PROFILE_AUTOMATIC_MAX_AMOUNT,
                            _("What is posted can’t be taken back; without a person it is posted up to an amount only."), error))
    return FALSE;

  if (!psr_profile_require (self, PSR_PROFILE_BC_COMPANY,
                            _("It is the company in which documents are made."), error) ||
      !psr_profile_require (self, PSR_PROFILE_WELLO_DOMAIN,
                            _("Wello needs it to sign in."), error) ||
      !psr_profile_require (self, PSR_PROFILE_WELLO_USER,
                            _("Wello needs it to sign in."), error))
    return FALSE;

  if (strcmp (sign_in, "basic") == 0)
    {
      if (psr_profile_is_online (self))
        {
          psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE,
                                   _("The profile can’t be used: [BusinessCentral] SignIn=basic"),
                                   _("Business Central online accepts no user name and password."),
                                   _("Write SignIn=browser or SignIn=client-credentials, or set BaseUrl to your own server."));
          return FALSE;
        }

      if (!psr_profile_require (self, PSR_PROFILE_BC_USER,
                                _("Signing in with a password needs a user name."), error))
        return FALSE;
    }
  else if (!psr_profile_require (self, PSR_PROFILE_BC_TENANT,
                                 _("Microsoft needs it to sign in."), error) ||
           !psr_profile_require (self, PSR_PROFILE_BC_CLIENT_ID,
                                 _("Microsoft needs it to sign in."), error))
    {
      return FALSE;
    }

  return psr_profile_address_check (self, error) && psr_profile_v1_check (self, error);
}
